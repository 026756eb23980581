#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The console in a real terminal: one test a step script.
set -u
here=$TIDINGS_SOURCE/tests/term
vtt=$TIDINGS_BUILD/tests/term/vtt
[ -x "$vtt" ] || {
	echo "1..0 # SKIP libvterm is missing: install the Debian package libvterm-dev"
	exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/terminfo"
tic -x -o "$work/terminfo" "$here/vtt.terminfo" || exit 99
unset NO_COLOR TIDINGS_THEME TIDINGS_DATA LANG LC_CTYPE ESCDELAY
TERMINFO_DIRS=$work/terminfo: TERM=vtt-256color XDG_CONFIG_HOME=$work/config HOME=$work LC_ALL=C.UTF-8
export TERMINFO_DIRS TERM XDG_CONFIG_HOME HOME LC_ALL
tidings=$TIDINGS_BUILD/tidings
"$tidings" --data "$work/demo" init --demo >/dev/null || exit 99

set -- "$here"/*.vtt
[ -n "${SCENARIO:-}" ] && set -- "$here/$SCENARIO.vtt"
echo "1..$#"
number=0

# play SCRIPT DIRECTORY: the result of one scenario.
play() {
	number=$((number + 1))
	name=$(basename "$1" .vtt)
	if "$vtt" "$1" "$tidings" --data "$2" console >"$work/out" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
	fi
	sed 's/^[^#]/# &/' "$work/out"
}

# play_with_mail SCRIPT: one that needs a mail server; it lives until its standard input is closed.
play_with_mail() {
	rm -f "$work/stop" "$work/sink"
	mkfifo "$work/stop"
	"${PYTHON:-/usr/bin/python3}" "$here/sink.py" <"$work/stop" >"$work/sink" 2>"$work/sink-errors" &
	exec 3>"$work/stop"
	tries=0
	while [ ! -s "$work/sink" ] && kill -0 $! 2>/dev/null && [ $tries -lt 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	if [ -s "$work/sink" ]; then
		sed "s/@PORT@/$(head -n 1 "$work/sink")/" "$1" >"$work/$(basename "$1")"
		play "$work/$(basename "$1")" "$work/data"
	else
		number=$((number + 1))
		echo "ok $number - $(basename "$1" .vtt) # SKIP no mail server: install the Debian package python3-aiosmtpd"
	fi
	exec 3>&-
	"$tidings" --data "$work/data" sender stop >/dev/null
}

for script; do
	cp -r "$work/demo" "$work/data"
	case $script in
	*/main-job.vtt | */jobs.vtt | */plain-jobs.vtt) play_with_mail "$script" ;;
	*/ru-jobs.vtt | */ru-plain-jobs.vtt)
		"$tidings" --data "$work/data" account edit admin --language ru || exit 99
		play_with_mail "$script"
		;;
	*/hungup.vtt)
		"$vtt" "$here/hangup.vtt" "$tidings" --data "$work/data" console >/dev/null 2>&1
		play "$script" "$work/data"
		;;
	*) play "$script" "$work/data" ;;
	esac
	rm -rf "$work/data"
done
