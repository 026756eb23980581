#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# HACKING's map, the manual, the completion and the catalogues say what the sources say.
. "$(dirname "$0")/gate.sh"

# differs: the lines of a comparison that differ, from unified diff on standard input.
differs() {
	grep '^[-+]' | grep -v -e '^---' -e '^+++'
}

# Both sides of a comparison lie in a folder of their own.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sed -n '/^Map of the sources$/,$p' HACKING | grep '^  ' >"$work/said"
tools/map >"$work/true"
verdict "HACKING maps every source file (tools/map --write)" "$(diff -U 0 "$work/said" "$work/true" | differs)"

sed -n 's/^build //p' tools/packages | sort >"$work/true"
sed -n '/^Build-Depends:/,/^$/s/^  *\(.*\),$/\1/p' debian/control | sort >"$work/said"
verdict "debian/control builds with tools/packages" "$(diff -U 0 "$work/said" "$work/true" | differs)"

if [ -x "$build_dir/tools/docgen" ]; then
	for file in man/tidings.1 completion/tidings; do
		verdict "$file says what the tables say (make update-documents)" "$("$build_dir/tools/docgen" "$file" | diff -U 0 "$file" - 2>&1 | differs)"
	done
else
	skip "the manual says what the tables say" "needs tools/docgen in a build tree"
fi

if command -v xgettext >/dev/null 2>&1; then
	verdict "every text is translated (tools/messages)" "$(tools/messages --check 2>&1)"
else
	skip "every text is translated" "xgettext is missing: install the Debian package gettext"
fi
finish
