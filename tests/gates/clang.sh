#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang, with the warnings that gcc is given, as errors. configure --enable-werror does the same with gcc.
. "$(dirname "$0")/gate.sh"
need_build
need clang clang

flags=$(env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$build_dir" print-check-flags)

# check FOLDER: the .c files named on standard input, with that folder as their include path, as the build has it.
check() {
	verdict "clang finds nothing in $1" "$(sed "s,^,$source_dir/," | (cd "$build_dir" && xargs -r -P 2 -n 8 sh -c '
		flags=$1 folder=$2
		shift 2
		clang -fsyntax-only -Werror -Wno-unknown-warning-option $flags -I"$folder" "$@" 2>&1' sh "$flags" "$source_dir/$1"))"
}
c_files | grep '^src/[^/]*$' >"$build_dir/clang.list"
check src <"$build_dir/clang.list"
for layer in src/*/; do
	c_files | grep "^$layer" >"$build_dir/clang.list"
	check "${layer%/}" <"$build_dir/clang.list"
done
test_files | grep '\.c$' | grep -v '/fuzz/' >"$build_dir/clang.list"
check tests <"$build_dir/clang.list"
rm -f "$build_dir/clang.list"
finish
