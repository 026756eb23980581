#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What can be read from the text of the sources: licence lines, comments, owners, words that may not stand there.
. "$(dirname "$0")/gate.sh"

verdict "every file has its licence line" \
	"$(text_files | xargs grep -L 'SPDX-License-Identifier: Apache-2\.0' | sed 's/$/: no SPDX line/')"
verdict "every .c file begins with the licence line" \
	"$({ c_files; test_files | grep '\.c$'; } | xargs awk '
		FNR == 1 && $0 != "// SPDX-License-Identifier: Apache-2.0" { print FILENAME ": first line is not the licence line" }')"
verdict "every .c file says in its second line what it is for; a unit test says so by its name" \
	"$({ c_files; test_files | grep '\.c$' | grep -v '^tests/unit/'; } | xargs awk '
		FNR == 2 && $0 !~ /^\/\/ [^ ].*[^ ]$/ { print FILENAME ": second line is not a comment of one line" }')"
verdict "every function in a header is documented there" \
	"$(find src include/tidings -name '*.h' | sort | xargs awk -f tools/undocumented.awk)"
verdict "local owners are initialised where they are declared" \
	"$({ code_files; test_files; } | xargs awk -f tools/owners.awk)"

# marked PATTERN: lines of C outside comments that match it.
marked() {
	{ code_files; test_files; } | xargs awk -v pattern="$1" '
		/^[ \t]*(\/\/|\/\*|\*)/ { next }
		{ line = $0; gsub(/"([^"\\]|\\.)*"/, "\"\"", line); sub(/\/\/.*/, "", line); gsub(/\/\*.*\*\//, "", line) }
		line ~ pattern { print FILENAME ":" FNR ": " $0 }'
}
verdict "no goto" "$(marked '(^|[^a-z_])goto[ \t]')"
verdict "no alloca" "$(marked '(^|[^a-z_])(alloca|g_alloca|g_newa|g_newa0|strdupa)[ \t]*\\(')"
verdict "static functions are defined before they are used, not declared" \
	"$(code_files | grep '\.c$' | xargs awk '/^static [^={]*\([^{]*\)( G_GNUC_[A-Z_]+(\([0-9, ]*\))?)*;$/ && !/\(\*/ { print FILENAME ":" FNR ": " $0 }')"

# g_error ends the program at a fault of its own, as an assertion does; the others are messages.
verdict "layers left of app do not log" \
	"$(marked '(^|[^a-z_])g_(log|message|warning|critical|info|debug)[ \t]*\\(' |
		grep -E '^src/(util|model|schedule|kv|report|mail|store|stats|render|ingest)/' | grep -v '^src/util/log\.c')"

# Words are put together here, so that this file does not find itself.
left_over="TO""DO|FIX""ME|X""XX|HA""CK[^IE]"
verdict "nothing is left to do" "$(text_files | xargs grep -nE "(^|[^A-Za-z])($left_over)" | grep -v 'XXXXXX')"
machine='../sha''red/|/wo''rk/|/ho''me/[a-z]|/ro''ot/|\.int''ernal[:/]|arti''factory|py''pi\.|registry\.np''m|proxy\.go''lang|http_pro''xy='
verdict "no path or host of one machine" "$(text_files | xargs grep -nE "$machine")"
verdict "no white space at the end of a line" "$(text_files | xargs grep -nE '[[:blank:]]$')"
finish
