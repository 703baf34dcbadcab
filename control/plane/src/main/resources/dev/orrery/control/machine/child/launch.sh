#!/bin/sh
# Keeps the program of one machine running, also while the control plane is away: starts it again
# after a failure and remembers how it ended. Secrets come by standard input, stay in a variable of
# this shell that is not exported, and go to standard input of each start.
#
# launch.sh FOLDER TICKET RETRIES WINDOW PAUSE FINAL-CODES DATA-KB NICENESS COMMAND...
umask 077
ulimit -c 0
folder=$1 ticket=$2 retries=$3 window=$4 pause=$5 finals=$6 data=$7 niceness=$8
shift 8
cd "$folder" || exit 125

# Whoever takes the ticket away first decides whether this launch happens.
mv "ticket-$ticket" taken 2>/dev/null || exit 125

keep() {
  cat >"$1.part" && mv "$1.part" "$1"
}

# Process id and start time (field 22; the name in field 2 may hold anything).
identify() {
  read -r line </proc/"$1"/stat || return
  rest=${line##*) }
  set -- "$1" $rest
  shift 20
  printf '%s' "$1"
}

secrets=$(cat)
exec </dev/null
read -r boot </proc/sys/kernel/random/boot_id
printf '%s %s %s\n' $$ "$(identify $$)" "$boot" | keep launcher

# A signal that was meant for the program must not end its keeper. (A trap that does something is
# reset in children; one that ignores would be inherited.)
trap : TERM INT HUP QUIT

# What the program left behind goes with it. Only in a group of our own: 0 is everybody in it.
finish() {
  printf '%s %s\n' "$1" "$2" | keep end
  read -r line </proc/$$/stat
  set -- ${line##*) }
  [ "$3" = $$ ] && kill -s KILL 0
  exit 0
}

# Whoever started us may have died before all was handed over: then nothing runs. No end is written
# down, as nothing ended: that is a machine to start again, not one that failed.
case $secrets in
  *'#end') secrets=${secrets%'#end'} ;;
  *) exit 125 ;;
esac

restarts=
total=0
while :; do
  # In the foreground: a shell lets background programs ignore SIGINT.
  printf '%s\n' "$secrets" | sh ../run.sh "$boot" "$data" "$niceness" "$@" >>machine.log 2>&1
  code=$?
  [ -e stop ] && finish ended "$code"
  case " $finals " in *" $code "*) finish ended "$code" ;; esac
  read -r up _ </proc/uptime
  now=${up%%.*}
  kept=
  count=0
  for at in $restarts; do
    if [ $((now - at)) -lt "$window" ]; then
      kept="$kept $at"
      count=$((count + 1))
    fi
  done
  [ "$count" -ge "$retries" ] && finish exhausted "$code"
  restarts="$kept $now"
  total=$((total + 1))
  printf '%s %s\n' "$total" "$code" | keep restarts
  sleep "$pause"
  [ -e stop ] && finish ended "$code"
done
