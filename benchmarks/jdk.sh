# Sets $java to that of a JDK 25, and $pages to what the launcher tells it of memory. To be sourced.
java=
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
  "${HOME:-/nonexistent}"/.jdks/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -x "$candidate/bin/java" ] && grep -q '^JAVA_VERSION="25' "$candidate/release" 2>/dev/null; then
    java=$candidate/bin/java
    break
  fi
done
if [ -z "$java" ]; then
  echo "benchmarks: no JDK 25 found: install one, or set JAVA_HOME to it" >&2
  exit 1
fi
pages=
[ ! -e /sys/kernel/mm/transparent_hugepage/enabled ] || pages=-XX:+UseTransparentHugePages
