#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# HACKING's map, the manual and the catalogues say what the sources say.
. "$(dirname "$0")/gate.sh"

# differs: the lines of a comparison that differ, from unified diff on standard input.
differs() {
	grep '^[-+]' | grep -v '^[-+][-+]'
}

verdict "HACKING maps every source file (tools/map --write)" \
	"$(tools/map | diff -u0 "$source_dir/HACKING" - 2>&1 | differs | grep -E '^\+|^-  (src|tools|tests)/')"
finish
