# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What every gate shares: it is read by "." and leaves the gate at the top of the source tree. Output is TAP.
set -u
LC_ALL=C.UTF-8
export LC_ALL
source_dir=${TIDINGS_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
build_dir=${TIDINGS_BUILD:-}
cd "$source_dir" || exit 1
count=0

# verdict NAME FAULTS: one test; FAULTS has a line a fault and is empty when all is well.
verdict() {
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

# skip NAME REASON: a test that cannot be made here.
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# need PROGRAM PACKAGE: ends the gate as skipped when the program is missing.
need() {
	command -v "$1" >/dev/null 2>&1 && return
	echo "1..0 # SKIP $1 is missing: install the Debian package $2"
	exit 0
}

# need_build: ends the gate as skipped when there is no build tree to look at.
need_build() {
	[ -n "$build_dir" ] && return
	echo "1..0 # SKIP needs a build tree"
	exit 0
}

# finish: the plan.
finish() {
	echo "1..$count"
}

# The C sources of the programs, and of the tests and tools, by name.
code_files() {
	find src include -name '*.[ch]' | sort
}
c_files() {
	find src -name '*.c' | sort
}
test_files() {
	find tests tools -name '*.[ch]' -not -path 'tests/data/*' | sort
}

# Everything that people write and read here, without data, goldens and what a build makes.
text_files() {
	find . \( -name .git -o -name build -o -name 'build-*' -o -name _build -o -name _inst -o -name autom4te.cache -o -name m4 -o -name data -o -name golden \
		-o -name '.deps' -o -name __pycache__ -o -name 'tidings-[0-9]*' \) -prune -o -type f \
		\( -name '*.[ch]' -o -name '*.am' -o -name '*.ac' -o -name '*.sh' -o -name '*.py' -o -name '*.awk' -o -name '*.theme' \
		-o -name '*.keys' -o -name '*.po' -o -name '*.[1-8].in' -o -name '*.service.in' -o -path './tools/*' -o -path './.ci/*' \
		-o -path './completion/*' -o -name README -o -name HACKING -o -name ChangeLog -o -name bootstrap -o -name quickstart \) \
		-not -name '*.o' -print | sed 's,^\./,,' | grep -v '^config\.h$' | sort
}
