#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2317
# debian.sh DIRECTORY: builds the Debian package in a copy of this tree, and in a new Debian below DIRECTORY installs it, uses it as its user,
# upgrades, removes and purges it. Needs root, debootstrap, debhelper and some minutes; not a part of "make check".
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$1
root=$work/root
number=0
failed=0

# ok NAME COMMAND...: one TAP line.
ok() {
	name=$1
	shift
	number=$((number + 1))
	if "$@" >"$work/out" 2>&1; then
		echo "ok $number - $name"
	else
		failed=1
		echo "not ok $number - $name"
		tail -n 15 "$work/out" | sed 's/^/# /'
	fi
}

inside() {
	chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

as_user() {
	inside runuser -u tidings -- tidings --data /var/lib/tidings/data "$@"
}

# package VERSION: builds it from what is committed.
package() {
	rm -rf "$work/source"
	git clone -q "$top" "$work/source"
	sed -i "1s/(.*)/($1)/" "$work/source/debian/changelog"
	(cd "$work/source" && dpkg-buildpackage -us -uc -b >"$work/build-$1.log" 2>&1)
}

# The package and what it depends on, from the sources of this machine.
install_package() {
	cp "$work/tidings_$1"_*.deb "$root/tmp/tidings.deb"
	inside apt-get -q -y install /tmp/tidings.deb
}

has_private() {
	[ "$(stat -c '%a %U' "$root/var/lib/tidings")" = "700 tidings" ] || [ "$(inside stat -c '%a %U' /var/lib/tidings)" = "700 tidings" ]
}

runs_service_command() {
	command=$(sed -n 's/^ExecStart=//p' "$root/lib/systemd/system/tidings-sender.service")
	# shellcheck disable=SC2086
	inside runuser -u tidings -- timeout --preserve-status -s TERM 3 $command
}

opens_console_by_key() {
	rm -f "$work/k" "$work/k.pub"
	ssh-keygen -q -t ed25519 -N '' -f "$work/k"
	as_user account key add admin - <"$work/k.pub"
	# shellcheck disable=SC2046
	as_user ssh-keys tidings $(cut -d ' ' -f 1,2 "$work/k.pub") | grep -q "console --account 'admin'"
}

mkdir -p "$work"
ok "version 0.1.0 is built" package 0.1.0
mirror=$(grep -h '^URIs:\|^deb ' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | sed 's/^URIs: *//; s/^deb //; s/\[[^]]*\] *//' |
	awk '{ print $1; exit }')
ok "a new Debian" debootstrap --variant=minbase bookworm "$root" "$mirror"
cp -r /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount --bind /proc "$root/proc"
trap 'umount "$root/proc"' EXIT
ok "its package lists" inside apt-get -q update
ok "it installs" install_package 0.1.0
ok "its directory belongs to its user alone" has_private
ok "there is a data directory" as_user task list
ok "a task is added" as_user task add --name Kept --recipients a@example.com --subject S --start 2026-11-30T09:00 --zone UTC --rrule FREQ=DAILY
ok "the unit is right" inside systemd-analyze verify --man=no /lib/systemd/system/tidings-sender.service
ok "the service's command runs as its user, and ends when told" runs_service_command
ok "an account's key is answered for" opens_console_by_key
ok "the sshd example is there" grep -q AuthorizedKeysCommand "$root/usr/share/doc/tidings/examples/tidings-sshd.conf"
as_user task export >"$work/before"
ok "version 0.1.1 is built" package 0.1.1
ok "it upgrades" install_package 0.1.1
as_user task export >"$work/after"
ok "the upgrade keeps everything" cmp "$work/before" "$work/after"
ok "it is removed" inside apt-get -q -y remove tidings
ok "removal keeps the data" test -f "$root/var/lib/tidings/data/tidings.mdb"
ok "it installs again" install_package 0.1.1
as_user task export >"$work/again"
ok "with the same data" cmp "$work/before" "$work/again"
ok "it is purged" inside apt-get -q -y purge tidings
ok "without an answer the data stay" test -f "$root/var/lib/tidings/data/tidings.mdb"
ok "it installs once more" install_package 0.1.1
echo "tidings tidings/purge-data boolean true" | inside debconf-set-selections
ok "it is purged with the data" inside apt-get -q -y purge tidings
ok "and they are gone" test ! -e "$root/var/lib/tidings"
echo "1..$number"
exit $failed
