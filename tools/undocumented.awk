# SPDX-License-Identifier: Apache-2.0
# Functions in headers that no comment describes. A comment counts for the declarations that follow it without a blank line.

FNR == 1 {
	described = 0
	inside = 0
	statement = ""
	depth = 0
}

# Within a comment, up to its end.
inside {
	if (/\*\//) {
		inside = 0
		described = 1
	}
	next
}

/^[ \t]*$/ {
	described = 0
	next
}

depth == 0 && statement == "" && /^\/\*/ {
	if (/\*\//)
		described = 1
	else
		inside = 1
	next
}

/^#/ || continued || (statement == "" && /^[A-Z_]+\([^;]*\)$/) {
	continued = /\\$/
	next
}

{
	line = $0
	gsub(/\/\*[^*]*\*\//, "", line)
	if (statement == "")
		began = FNR
	statement = statement " " line
	depth += gsub(/\{/, "{", line) - gsub(/\}/, "}", line)
	if (depth > 0 || statement !~ /[;}][ \t]*$/)
		next
	if (statement ~ /^ *[A-Z_]+\(/ || statement ~ /^ *(typedef|struct [a-z_]+ *[{;]|enum [a-z_]+ *[{;])/) {
		statement = ""
		next
	}
	if (statement ~ /[a-z0-9_]+\(/ && !described) {
		match(statement, /[a-z0-9_]+\(/)
		print FILENAME ":" began ": " substr(statement, RSTART, RLENGTH - 1) "() has no comment"
	}
	statement = ""
}
