#!/bin/sh
# Whole processes: from the start of the JVM, and from calling `./orrery run`, to ready, with a data
# directory that exists, and the memory the process holds after a quarter of a minute of trading with
# the four bundled strategies.
# With a file as argument the figures are added to it, a line each, as run.sh collects them.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
figures=${1:-}
starts=9
settle_seconds=15
target_millis=1000
target_megabytes=250

work=$(mktemp -d "${TMPDIR:-/tmp}/orrery-start.XXXXXX")
pid=
finish() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || :
  [ -z "$pid" ] || wait "$pid" 2>/dev/null || :
  rm -rf "$work"
}
trap finish EXIT INT TERM

say() { echo "benchmarks: $*" >&2; }
now_millis() { echo $(($(date +%s%N) / 1000000)); }

# A JDK whose java notes when it was called, and becomes the real one.
. "$here/jdk.sh"
mkdir -p "$work/jdk/bin"
real=${java%/bin/java}
cp "$real/release" "$work/jdk/release"
cat >"$work/jdk/bin/java" <<END
#!/bin/sh
date +%s%N >"$work/jvm"
exec "$real/bin/java" "\$@"
END
chmod +x "$work/jdk/bin/java"

# The first line on standard output is written when everything is ready.
begin() {
  rm -f "$work/feed"
  mkfifo "$work/feed"
  begun=$(now_millis)
  env -u ORRERY_BENCHMARK_OUT JAVA_HOME="$work/jdk" "$root/orrery" run --data-dir "$work/data" --port 0 "$@" >"$work/feed" 2>"$work/log" &
  pid=$!
  exec 3<"$work/feed"
  if ! IFS= read -r first <&3; then
    cat "$work/log" >&2
    say "the runtime ended before it was ready"
    exit 1
  fi
  ready=$(now_millis)
  took=$((ready - begun))
  of_jvm=$((ready - $(cat "$work/jvm") / 1000000))
  # Read on, or the process would wait for a reader.
  cat <&3 >/dev/null &
  exec 3<&-
}

end() {
  kill "$pid"
  wait "$pid" || :
  pid=
}

add() { # what value unit target value/target
  margin=$(awk "BEGIN { printf \"%.2f\", $4 / $2 }")
  printf '%-14s %-52s %16s  %-10s %s\n' start "$1" "$2 $3" "<= $4" "$margin x"
  [ -z "$figures" ] || echo "start|$1|$2 $3|<= $4|$margin x" >>"$figures"
}

say "making a data directory"
begin
sleep 5
end

median() { printf '%s\n' "$@" | sort -n | sed -n "$((starts / 2 + 1))p"; }
longest() { printf '%s\n' "$@" | sort -n | tail -n 1; }

all=
of_all=
i=0
while [ "$i" -lt "$starts" ]; do
  begin
  all="$all $took"
  of_all="$of_all $of_jvm"
  sleep 1
  end
  i=$((i + 1))
done
# shellcheck disable=SC2086
{
  add "JVM start to ready, median of $starts" "$(median $of_all)" ms "$target_millis"
  add "  the longest" "$(longest $of_all)" ms "$target_millis"
  add "./orrery run to ready, median of $starts" "$(median $all)" ms "$target_millis"
  add "  the longest" "$(longest $all)" ms "$target_millis"
}

begin
sleep "$settle_seconds"
resident=$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")
peak=$(awk '/^VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")
end
add "resident with 4 strategies, beside PostgreSQL" "$resident" MB "$target_megabytes"
add "  at its highest" "$peak" MB "$target_megabytes"
