# SPDX-License-Identifier: Apache-2.0
# Declarations of local owners (g_autofree, g_autoptr, g_auto, autoptr, autorelease) that leave one uninitialised.

FNR == 1 {
	statement = ""
}

/^#define/ || continued {
	continued = /\\$/
	next
}

statement == "" && !/(^|[ \t({;])(g_autofree|g_autoptr|g_auto|g_autolist|g_autoslist|g_autoqueue|autoptr|autorelease)([ \t]|\()/ {
	next
}

statement == "" && /^[ \t]*(\/\/|\/?\*)/ {
	next
}

{
	if (statement == "")
		began = FNR
	line = $0
	sub(/\/\/.*/, "", line)
	statement = statement " " line
	if (line !~ /;/ && line !~ /\{[ \t]*$/)
		next
	text = statement
	statement = ""
	# Nested brackets go, so that the commas left separate declarators.
	gsub(/"([^"\\]|\\.)*"/, "", text)
	while (gsub(/\([^()]*\)|\{[^{}]*\}|\[[^][]*\]/, "", text) > 0)
		;
	sub(/;.*/, "", text)
	n = split(text, declarator, ",")
	for (i = 1; i <= n; i++)
		if (declarator[i] !~ /=/)
			print FILENAME ":" began ": an owner is not initialised"
}
