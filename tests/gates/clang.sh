#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang, with the warnings that gcc is given, as errors. configure --enable-werror does the same with gcc.
. "$(dirname "$0")/gate.sh"
need_build
need clang clang

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A response file, for clang to read; headers of the system are not ours to judge.
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$build_dir" print-check-flags |
	sed -e 's,^-I/usr/,-isystem/usr/,' -e 's,[\\"],\\&,g' >"$work/flags"
echo -Wno-unknown-warning-option >>"$work/flags"
for folder in tests/unit/*/; do
	echo "-I$source_dir/$folder" >>"$work/flags"
done

# Every unit includes GLib: it is read once.
printf '#include <glib.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n' >"$work/common.h"
(cd "$build_dir" && clang -x c-header "@$work/flags" -o "$work/common.pch" "$work/common.h") || exit 1

# compile FOLDER FILE...: all files in one process, with that folder on their include path, as the build has it.
compile() {
	folder=$1
	shift
	cd "$build_dir" || exit 1
	plan=$(clang -### -fsyntax-only -Werror -include-pch "$work/common.pch" "@$work/flags" "-I$source_dir/$folder" "$1" 2>&1 | tail -n 1 |
		sed 's, "-main-file-name" "[^"]*",,; s, "-x" "c" "[^"]*"$,,')
	eval "$plan -x c \"\$@\"" 2>&1
}

# check NAME FOLDER: compiles the files of the list $work/files.
check() {
	[ -s "$work/files" ] || return
	# shellcheck disable=SC2046
	verdict "clang finds nothing in $1" "$(compile "$2" $(sed "s,^,$source_dir/," "$work/files"))"
}
c_files | grep '^src/[^/]*$' >"$work/files"
check src src
for layer in src/*/; do
	name=${layer#src/}
	{
		c_files
		test_files | grep '\.c$'
	} | grep -E "^(src|tests/unit)/$name" >"$work/files"
	check "${name%/}" "$layer"
done
test_files | grep '\.c$' | grep -v -e '^tests/unit/' -e '/fuzz/' -e '/bench/' >"$work/files"
check "tests and tools" src/ui
test_files | grep '/bench/.*\.c$' >"$work/files"
check benches src/ingest
finish
