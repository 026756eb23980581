#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Length and complexity of functions, length of files, number of parameters, share of static functions.
. "$(dirname "$0")/gate.sh"
need pmccabe pmccabe
need ctags universal-ctags

most_lines=80
most_paths=15
most_file_lines=600
most_parameters=6
least_static=60

# pmccabe: modified figure, traditional figure, statements, first line, lines, FILE(LINE): NAME.
figures=$({ c_files; test_files | grep '\.c$'; } | xargs pmccabe)
verdict "no function has more than $most_lines lines" \
	"$(printf '%s\n' "$figures" | awk -F '\t' -v most=$most_lines '$5 > most { print $6 " has " $5 " lines" }')"
verdict "no function is more complex than $most_paths" \
	"$(printf '%s\n' "$figures" | awk -F '\t' -v most=$most_paths '$1 > most { print $6 " has complexity " $1 }')"
verdict "no file has more than $most_file_lines lines, tables excepted" \
	"$({ code_files; test_files; } | grep -v -e '-table\.c$' | xargs wc -l |
		awk -v most=$most_file_lines '$2 != "total" && $1 > most { print $2 " has " $1 " lines" }')"
# ctags: name, file, pattern, then fields as key:value.
tags=$(c_files | ctags -L - --languages=C --kinds-C=f --fields=+neS -f - 2>/dev/null)
verdict "every function is measured" \
	"$({ c_files | xargs pmccabe; echo tags; printf '%s\n' "$tags"; } | awk -F '\t' '
		$0 == "tags" { tags = 1; next }
		!tags { sub(/.*\t/, ""); sub(/\([0-9]*\)/, ""); seen[$0] = 1; next }
		NF && !(($2 ": " $1) in seen) { print $2 ": pmccabe does not see " $1 }')"
verdict "no function has more than $most_parameters parameters" \
	"$(printf '%s\n' "$tags" | awk -F '\t' -v most=$most_parameters '
		{ for (i = 4; i <= NF; i++) if ($i ~ /^signature:/) {
			text = substr($i, 11); depth = 0; n = text ~ /^\((void)?\)$/ ? 0 : 1
			for (j = 1; j <= length(text); j++) { c = substr(text, j, 1)
				if (c == "(") depth++; else if (c == ")") depth--; else if (c == "," && depth == 1) n++ }
			if (n > most) print $2 ": " $1 " has " n " parameters" } }')"
verdict "at least $least_static % of the functions are static" \
	"$(printf '%s\n' "$tags" | awk -F '\t' -v least=$least_static '
		NF { all++; if ($0 ~ /\tfile:/) own++ }
		END { if (all && own * 100 < all * least) print own + 0 " of " all " functions are static" }')"

# Not a gate, but worth seeing: the aim is 0.8 or more.
code=$(code_files | xargs cat | awk '/^[ \t]*(\/\/|\/\*|\*)/ { next } NF { n++ } END { print n + 0 }')
test=$(find tests -name '*.[ch]' -o -name '*.sh' -o -name '*.py' | grep -v '^tests/data/' | xargs cat | awk 'NF { n++ } END { print n + 0 }')
echo "# $code lines of code, $test lines of tests: $(awk -v t="$test" -v c="$code" 'BEGIN { printf "%.2f", c ? t / c : 0 }')"
finish
