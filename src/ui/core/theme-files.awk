# SPDX-License-Identifier: Apache-2.0
# Theme files -> a C table of their names and texts.
BEGIN {
	print "// SPDX-License-Identifier: Apache-2.0"
	print "// The shipped themes; made from themes/ by theme-files.awk."
	print "#include \"core/theme-priv.h\"\n"
	print "const struct theme_file theme_files[] = {"
}

FNR == 1 {
	if (NR > 1)
		print "\t},"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.theme$/, "", name)
	print "\t{\"" name "\","
}

{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	print "\t \"" $0 "\\n\""
}

END {
	print "\t},\n\t{NULL, NULL},\n};"
}
