#!/bin/sh
# Becomes the program, having said who it is.
#
# run.sh BOOT DATA-KB NICENESS COMMAND...
boot=$1 data=$2 niceness=$3
shift 3
read -r line </proc/$$/stat
rest=${line##*) }
command=$#
set -- $rest "$@"
start=${20}
shift $(($# - command))
printf '%s %s %s\n' $$ "$start" "$boot" >process.part && mv process.part process
# Whoever wants an end leaves the mark first and looks for us then: one of us sees the other.
[ -e stop ] && exit 0
ulimit -d "$data"
exec nice -n "$niceness" "$@"
