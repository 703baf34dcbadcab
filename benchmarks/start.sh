#!/bin/sh
# Whole processes: from calling `./orrery run` to ready, with a data directory that exists, and the
# memory the process holds after a quarter of a minute of trading with the four bundled strategies.
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

# The first line on standard output is written when everything is ready.
begin() {
  rm -f "$work/feed"
  mkfifo "$work/feed"
  begun=$(now_millis)
  env -u ORRERY_BENCHMARK_OUT "$root/orrery" run --data-dir "$work/data" --port 0 "$@" >"$work/feed" 2>"$work/log" &
  pid=$!
  exec 3<"$work/feed"
  if ! IFS= read -r first <&3; then
    cat "$work/log" >&2
    say "the runtime ended before it was ready"
    exit 1
  fi
  took=$(($(now_millis) - begun))
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

all=
i=0
while [ "$i" -lt "$starts" ]; do
  begin
  all="$all $took"
  sleep 1
  end
  i=$((i + 1))
done
median=$(printf '%s\n' $all | sort -n | sed -n "$((starts / 2 + 1))p")
longest=$(printf '%s\n' $all | sort -n | tail -n 1)
add "./orrery run to ready, median of $starts" "$median" ms "$target_millis"
add "  the longest" "$longest" ms "$target_millis"

begin
sleep "$settle_seconds"
resident=$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")
peak=$(awk '/^VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")
end
add "resident with 4 strategies, beside PostgreSQL" "$resident" MB "$target_megabytes"
add "  at its highest" "$peak" MB "$target_megabytes"
