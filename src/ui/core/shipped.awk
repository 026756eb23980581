# SPDX-License-Identifier: Apache-2.0
# Theme files and keymaps -> C tables of their names and texts: one table for each extension, in the order of the files.
BEGIN {
	print "// SPDX-License-Identifier: Apache-2.0"
	print "// The shipped themes and keymaps; made by shipped.awk."
	print "#include \"core/shipped-priv.h\""
}

function end_file()
{
	if (NR > 1)
		print "\t},"
}

function end_table()
{
	if (table != "")
		print "\t{NULL, NULL},\n};"
}

FNR == 1 {
	end_file()
	name = FILENAME
	sub(/.*\//, "", name)
	kind = name
	sub(/.*\./, "", kind)
	sub(/\.[^.]*$/, "", name)
	if (kind != table) {
		end_table()
		table = kind
		print "\nconst struct shipped_file shipped_" kind (kind ~ /s$/ ? "" : "s") "[] = {"
	}
	print "\t{\"" name "\","
}

{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	print "\t \"" $0 "\\n\""
}

END {
	print "\t},"
	end_table()
}
