#!/bin/sh
# Builds, runs every benchmark one after the other and prints one table. Wants an idle machine and
# a quarter of an hour. Arguments name what to run, all without:
#   backtest crossover memory optimize command replay firing marks tick poll signing decode exchange broker deployments start
# ORRERY_BENCHMARK_OUT=FILE keeps the table in a file too.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
wanted=${*:-"backtest crossover memory optimize command replay firing marks tick poll signing decode exchange broker deployments start"}
work=$(mktemp -d "${TMPDIR:-/tmp}/orrery-benchmarks.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
figures=$work/figures
: >"$figures"

say() { echo "benchmarks: $*" >&2; }

# shellcheck source=benchmarks/jdk.sh
. "$here/jdk.sh"

say "building"
(cd "$root" && ./mvnw -q -B -pl benchmarks -am -DskipTests package)
class_path=$here/target/classes:$(cat "$here/target/class-path")

load() { cut -d' ' -f1 /proc/loadavg 2>/dev/null || uptime | sed 's/.*averages*: *\([^ ,]*\).*/\1/'; }
before=$(load)

bench() {
  class=$1
  shift
  say "$class (load $(load))"
  "$java" -XX:+UseSerialGC $pages -Xmx1g -Dorrery.benchmark.figures="$figures" -cp "$class_path" \
    "dev.orrery.benchmark.$class" "$@"
}

# What somebody else's client signs in a second, on node; nothing where it cannot be installed.
signed_by_client() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    say "node and npm are not there: signing is not compared with a client on node"
    return 1
  fi
  mkdir -p "$work/client"
  cp "$here/client/"* "$work/client/"
  (cd "$work/client" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline) >&2 || {
    say "npm could not install the client: signing is not compared with it"
    return 1
  }
  say "sign.mjs (load $(load))"
  (cd "$work/client" && node sign.mjs)
}

for each in $wanted; do
  case $each in
    backtest) bench BacktestShape ;;
    crossover) bench CrossoverRace ;;
    memory) bench BacktestMemory ;;
    optimize) bench OptimizeScaling ;;
    command) "$here/command.sh" "$figures" ;;
    replay) bench ReplayRate ;;
    firing) bench FiringLatency ;;
    marks) bench ThousandMarks ;;
    deployments) bench ThousandDeployments ;;
    tick)
      say "TickBenchmark (load $(load))"
      "$java" --sun-misc-unsafe-memory-access=allow -cp "$class_path" org.openjdk.jmh.Main \
        TickBenchmark -prof gc -v SILENT -jvmArgs --sun-misc-unsafe-memory-access=allow \
        -rf csv -rff "$work/tick.csv" >&2
      # Columns: benchmark, mode, threads, samples, score, error, unit, parameter.
      tr -d '"' <"$work/tick.csv" | awk -F, '
        $1 ~ /TickBenchmark.candle$/ { printf "tick|a candle and its tick, reads recorded: %s|%.0f ns||\n", $8, $5 }
        $1 ~ /gc.alloc.rate.norm$/ { printf "tick|  allocated, reads recorded: %s|%.0f bytes||\n", $8, $5 }
      ' >>"$figures"
      ;;
    signing)
      say "SigningBenchmark (load $(load))"
      "$java" --sun-misc-unsafe-memory-access=allow -cp "$class_path" org.openjdk.jmh.Main \
        SigningBenchmark -v SILENT -jvmArgs --sun-misc-unsafe-memory-access=allow \
        -rf csv -rff "$work/signing.csv" >&2
      client=$(signed_by_client || true)
      tr -d '"' <"$work/signing.csv" | awk -F, -v client="$client" '
        $1 ~ /SigningBenchmark.ours$/ { ours = $5 }
        $1 ~ /SigningBenchmark.web3j$/ { web3j = $5 }
        END {
          printf "signing|orders a second of one core, action to signed bytes|%.0f|>= 12000|%.2f x\n", ours, ours / 12000
          printf "signing|  of the same with web3j signing|%.0f||\n", web3j
          printf "signing|  as many times as many|%.1f||\n", ours / web3j
          if (client > 0) {
            printf "signing|  of the same by @nktkas/hyperliquid 0.33.3 on node|%.0f||\n", client
            printf "signing|  as many times as many|%.1f|>= 4|%.2f x\n", ours / client, ours / client / 4
          }
        }
      ' >>"$figures"
      ;;
    poll)
      # With the launcher's flags for loops. Many processes: what the compiler makes of the same classes
      # differs by some percent from one to the next, and the median counts.
      fork=1
      while [ "$fork" -le 15 ]; do
        say "PollCost, process $fork of 15 (load $(load))"
        "$java" -XX:+UseSerialGC $pages -XX:PretenureSizeThreshold=64k -XX:+UseCountedLoopSafepoints \
          -XX:LoopStripMiningIter=1000 -Xmx1g -Dorrery.benchmark.figures="$work/poll.$fork" \
          -cp "$class_path" dev.orrery.benchmark.PollCost >&2
        fork=$((fork + 1))
      done
      # Columns: name, figure, measured, target, margin; the figure says what a call takes without.
      grep -h '|  asking ' "$work/poll.1" >>"$figures"
      grep -hv '|  asking ' "$work"/poll.* | sed 's/, of /|of /; s/ x|/|/' | sort -t'|' -k2,2 -k4,4n |
        awk -F'|' '
          { seen[$2]++; most[$2] = $4 }
          seen[$2] == 1 { least[$2] = $4 }
          seen[$2] == 8 { of[$2] = $3; ratio[$2] = $4; target[$2] = $5 }
          END {
            for (name in ratio) {
              margin = target[name] == "" ? "" : sprintf("%.2f x", 1.03 / ratio[name])
              figure = sprintf("%s, %s; of 15 processes %s to %s", name, of[name], least[name], most[name])
              printf "poll|%s|%s x|%s|%s\n", figure, ratio[name], target[name], margin
            }
          }' | sort >>"$figures"
      ;;
    decode) bench DecodedMessages ;;
    exchange) bench ExchangeOrders ;;
    broker) bench BrokerOverhead ;;
    start) "$here/start.sh" "$figures" ;;
    *)
      say "no benchmark $each: there are backtest crossover memory optimize command replay firing marks tick poll signing decode exchange broker deployments start"
      exit 2
      ;;
  esac
done

commit=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] || commit="$commit with changes"
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo 2>/dev/null || true)
{
  echo "- Machine: ${model:-$(uname -m)}, $(getconf _NPROCESSORS_ONLN) cores, ${memory:-memory unknown}, $(uname -sr)"
  echo "- Load before and after: $before, $(load)"
  echo "- Java: $("$java" -version 2>&1 | sed -n 2p)"
  echo "- Commit: $commit, $(date -u +%Y-%m-%d)"
  echo "- Command: \`benchmarks/run.sh${1:+ $*}\`"
  echo
  echo "| Benchmark | Figure | Measured | Target | Margin |"
  echo "|---|---|---|---|---|"
  awk -F'|' '{ gsub(/^  /, "… ", $2); printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }' "$figures"
} | if [ -n "${ORRERY_BENCHMARK_OUT:-}" ]; then tee "$ORRERY_BENCHMARK_OUT"; else cat; fi
