# SPDX-License-Identifier: Apache-2.0
# The units of systemd: hardened to 1.2 or lower, sound, and waking an idle sender for the watchdog only in long intervals.
units="$TIDINGS_BUILD/systemd"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
number=0

ok() {
	number=$((number + 1))
	name=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$work/out"
	fi
}

# what the unit starts is installed elsewhere: the program of the build stands in for it
sound() {
	sed "s|^ExecStart=[^ ]*/tidings|ExecStart=$TIDINGS_BUILD/tidings|" "$units/$1" >"$work/$1"
	systemd-analyze verify --man=no "$work/$1"
}

long_watchdog() {
	value=$(sed -n 's/^WatchdogSec=//p' "$units/tidings-sender.service")
	seconds=$(systemd-analyze timespan "$value" | sed -n 's/.*μs: //p')
	[ "$seconds" -ge 600000000 ]
}

if ! command -v systemd-analyze >/dev/null || [ ! -e "$units/tidings-sender.service" ]; then
	echo "1..0 # SKIP systemd-analyze or the units are not there"
	exit 0
fi
for unit in tidings-sender.service tidings-collect.service; do
	ok "$unit has an exposure of at most 1.2" systemd-analyze security --offline=true --threshold=12 --no-pager "$units/$unit"
	cp "$TIDINGS_SOURCE/systemd/tidings-collect.socket" "$work"
	ok "$unit is sound" sound "$unit"
done
ok "the watchdog wakes an idle sender rarely" long_watchdog
# the test can fail: without its hardening a unit is refused
grep -v '^ProtectSystem\|^NoNewPrivileges\|^CapabilityBoundingSet\|^PrivateUsers' "$units/tidings-sender.service" >"$work/tidings-sender.service"
ok "a unit that lost its hardening is refused" sh -c "! systemd-analyze security --offline=true --threshold=12 --no-pager '$work/tidings-sender.service'"
echo "1..$number"
