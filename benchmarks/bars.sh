#!/bin/sh
# Writes a market of one-minute candles from a fixed seed: bars.sh FILE [COUNT], a million without.
# Builds nothing: run.sh has, or `./mvnw -q -pl benchmarks -am -DskipTests package`.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=benchmarks/jdk.sh
. "$here/jdk.sh"
"$java" -XX:+UseSerialGC -cp "$here/target/classes" dev.orrery.benchmark.GenerateBars \
  "${1:?usage: bars.sh FILE [COUNT]}" "${2:-1000000}"
