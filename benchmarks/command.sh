#!/bin/sh
# Whole processes: `./orrery backtest sma-cross` over a million generated bars, start to end, and
# whether the digest is the same with the AOT cache and without, and on one thread and two of a
# search. With a file as argument the figures are added to it, a line each, as run.sh collects them.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
figures=${1:-}
rounds=5
target_millis=3000

work=$(mktemp -d "${TMPDIR:-/tmp}/orrery-command.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

say() { echo "benchmarks: $*" >&2; }
now_millis() { echo $(($(date +%s%N) / 1000000)); }

add() { # what value unit target margin
  printf '%-14s %-52s %16s  %-10s %s\n' command "$1" "$2 $3" "$4" "$5"
  [ -z "$figures" ] || echo "command|$1|$2 $3|$4|$5" >>"$figures"
}

backtest() { "$root/orrery" backtest sma-cross --market "replay:$work/bars.csv" "$@"; }
digest() { sed -n 's/.*digest *\([0-9a-f]\{64\}\).*/\1/p' "$work/out"; }

say "making a market"
"$here/bars.sh" "$work/bars.csv"

say "preparing the AOT cache"
"$root/orrery" run --data-dir "$work/data" --port 0 --for 1s >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}

times=
digests=$work/digests
i=0
while [ "$i" -lt "$rounds" ]; do
  begun=$(now_millis)
  backtest >"$work/out"
  times="$times $(($(now_millis) - begun))"
  digest >>"$digests"
  i=$((i + 1))
done
i=0
while [ "$i" -lt "$rounds" ]; do
  ORRERY_AOT=off backtest >"$work/out"
  digest >>"$digests"
  i=$((i + 1))
done
for threads in 1 2; do
  "$root/orrery" optimize sma-cross --market "replay:$work/bars.csv" --grid fast=10,12 \
    --grid slow=30 --threads "$threads" --csv | grep '^10,30,' | sed 's/.*,//' >>"$digests"
done

median=$(printf '%s\n' $times | sort -n | sed -n "$((rounds / 2 + 1))p")
margin=$(awk "BEGIN { printf \"%.2f x\", $target_millis / $median }")
add "backtest of a million bars, start to end, median" "$median" ms "<= $target_millis" "$margin"
different=$(sort -u "$digests" | wc -l | tr -d ' ')
count=$(wc -l <"$digests" | tr -d ' ')
same=met
[ "$different" = 1 ] || same=missed
add "  different digests of $count runs, cache on and off" "$different" "" "<= 1" "$same"
