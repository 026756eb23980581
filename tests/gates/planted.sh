#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The gates themselves: each fault planted in a small tree is found, and a tree without faults passes.
. "$(dirname "$0")/gate.sh"
need pmccabe pmccabe
need ctags universal-ctags

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
licence="SPDX-License-Identifier: Apache-2.0"

# plant FILE: its text is standard input, after the licence line and a line that says what it is for.
plant() {
	mkdir -p "$tree/${1%/*}"
	{
		printf '// %s\n// A file of this test.\n' "$licence"
		cat
	} >"$tree/$1"
}

# said GATE: what that gate says of the tree.
said() {
	TIDINGS_SOURCE=$tree TIDINGS_BUILD=$tree/build sh "$tree/tests/gates/$1.sh"
}

mkdir -p "$tree/tests/gates" "$tree/tests/unit" "$tree/include/tidings/kv" "$tree/tools"
cp tools/*.awk "$tree/tools"
cp tests/gates/gate.sh tests/gates/layers.sh tests/gates/shape.sh tests/gates/source.sh tests/gates/symbols.sh \
	"$tree/tests/gates"
printf '/* %s */\n/* One number. */\nint kv_one(void);\n' "$licence" >"$tree/include/tidings/kv/one.h"
plant src/kv/one.c <<'END'
#include "tidings/kv/one.h"

#include <lmdb.h>

static int a(void)
{
	return 1;
}

static int b(void)
{
	return a();
}

int kv_one(void)
{
	return b();
}
END
yes '' | head -n 600 | plant src/kv/long-table.c
verdict "a tree without faults passes" "$(for name in layers shape source; do said $name; done | grep -A 5 '^not ok')"

# Faults of layers.
cp "$tree/include/tidings/kv/one.h" "$tree/include/tidings/kv/order.h"
printf '#include <stdio.h>\n#include "tidings/kv/order.h"\n' | plant src/kv/order.c
printf '#include "tidings/store/store.h"\n#include <curl/curl.h>\n#include <bzlib.h>\nstatic GTimeZone *zone;\n' | plant src/kv/foreign.c
printf '#include <fcntl.h>\n' | plant src/report/impure.c
printf '#include "tidings/app/app.h"\n' | plant tests/unit/kv/one.c

# Faults of shape.
{
	printf 'int long_one(void)\n{\n'
	yes '	;' | head -n 80
	printf '}\n\nint knot(int x)\n{\n'
	yes '	if (x == 1) x++;' | head -n 15
	printf '\treturn x;\n}\n\n'
	printf 'int many(int a, int b, int c, int (*d)(int, int), int e, int f, int g)\n{\n\treturn 0;\n}\n'
} | plant src/kv/shape.c
yes '' | head -n 599 | plant src/kv/long.c

# Faults of source.
printf 'int x;\n' >"$tree/src/kv/bare.c"
printf '// %s\nint x;\n' "$licence" >"$tree/src/kv/silent.c"
printf '/* %s */\n\nint kv_two(int a,\n\tint b);\n' "$licence" >"$tree/include/tidings/kv/two.h"
plant src/kv/text.c <<'END'
static int later(int a) G_GNUC_WARN_UNUSED_RESULT;
static void f(void)
{
	g_autofree char *a = NULL, *b;
	autorelease(task) task;
	g_autofree char *c = alloca(3);
	goto end;
end:
}
END
fix=FIX
machine=/wo
printf '// %sME\n// %srk/here\nint x; \n' "$fix" "$machine" | plant src/kv/words.c

# Faults of symbols, in objects as the build names them.
plant src/report/objects.c <<'END'
int report_state;

int report_lost(char *text)
{
	report_state++;
	return (int)time(0) + open(text, 0) + atoi(strtok(getenv(text), text)) + usleep(3);
}
END
mkdir -p "$tree/build/src/report"
${CC:-cc} -w -c -o "$tree/build/src/report/libreport_a-objects.o" "$tree/src/report/objects.c"

# found GATE: each line of standard input must be part of a fault that the gate tells.
found() {
	told=$(said "$1" | grep '^# ')
	while read -r words; do
		case $told in
		*"$words"*) verdict "$1 finds: $words" "" ;;
		*) verdict "$1 finds: $words" "it does not" ;;
		esac
	done
}
found layers <<'END'
layer "kv" may not include "tidings/store/store.h"
<curl/curl.h> belongs to src/mail/transport
<bzlib.h> has no owner
the first include is its own header
does no I/O
GTimeZone belongs to src/schedule/
layer "kv" may not include "tidings/app/app.h"
END
found shape <<'END'
long_one has 83 lines
knot has complexity 16
src/kv/long.c has 601 lines
many has 7 parameters
3 of 8 functions are static
END
found source <<END
src/kv/bare.c: no SPDX line
src/kv/bare.c: first line is not the licence line
src/kv/silent.c: second line is not a comment
include/tidings/kv/two.h:3: kv_two() has no comment
src/kv/text.c:6: an owner is not initialised
src/kv/text.c:7: an owner is not initialised
src/kv/text.c:9: 	goto end;
= alloca(3)
static int later
// ${fix}ME
// ${machine}rk/here
src/kv/words.c:5:
END
found symbols <<'END'
src/report/libreport_a-objects.o calls strtok
src/report/libreport_a-objects.o calls atoi
src/report/libreport_a-objects.o exports report_lost, which nothing else uses
src/report/libreport_a-objects.o calls getenv
src/report/libreport_a-objects.o calls time
src/report/libreport_a-objects.o calls open
src/report/libreport_a-objects.o calls usleep
src/report/libreport_a-objects.o holds report_state
END
finish
