#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What can be read from the objects: banned functions, what is exported and not used, layers that do I/O or hold state.
. "$(dirname "$0")/gate.sh"
need_build
need nm binutils
cd "$build_dir" || exit 1

# The objects of sources that are there, not of those that were; docgen is a user of the tables as well.
objects=$(find src tools -name "*.o" 2>/dev/null | sort | while read -r object; do
	unit=${object##*/}
	unit=${unit#*_a-}
	unit=${unit#tidings-}
	unit=${unit#tidings_sender-}
	unit=${unit#docgen-}
	[ -f "$source_dir/${object%/*}/${unit%.o}.c" ] && echo "$object"
done)

# Lines "OBJECT TYPE SYMBOL": src/util/libutil_a-json.o U json_loads
symbols=$(printf '%s\n' "$objects" | xargs -r nm -A -P 2>/dev/null | awk '{ object = $1; sub(/:$/, "", object); print object, $3, $2 }')
[ -n "$symbols" ] || {
	echo "1..0 # SKIP nothing is built in the build tree"
	exit 0
}

# users PATTERN SYMBOLS [FORGIVEN]: objects that match the pattern and call one of the functions.
users() {
	printf '%s\n' "$symbols" | awk -v objects="$1" -v names=" $(printf '%s' "$2" | tr -s '[:space:]' ' ') " -v forgiven="${3:-^$}" '
		$2 != "U" || $1 !~ objects || $1 ~ forgiven { next }
		{ name = $3; sub(/^__isoc[0-9]*_/, "", name); sub(/^__/, "", name); sub(/_chk$/, "", name); sub(/@.*/, "", name) }
		index(names, " " name " ") || index(names, " " $3 " ") { print $1 " calls " name }'
}

verdict "no banned function is called" \
	"$(users . "strcpy strcat sprintf vsprintf gets strtok strtok_r atoi atol atoll atof strtol strtoul strtoll strtoull localtime gmtime
		ctime asctime ctime_r asctime_r mktime system popen tmpnam tempnam mktemp rand srand random rand_r fork vfork signal sscanf scanf fscanf")"
verdict "what is exported is used elsewhere" \
	"$(printf '%s\n' "$symbols" | awk '
		$2 ~ /^[TDBRVW]$/ && $3 !~ /^(main|_.*)$/ { where[$3] = $1 }
		$2 == "U" { used[$3] = 1 }
		END { for (name in where) if (!(name in used)) print where[name] " exports " name ", which nothing else uses" }' | sort)"

left="^src/(util|model|schedule|kv|report|mail|store|stats|render|ingest)/"
verdict "layers left of app neither log, print, exit nor read the environment" \
	"$(users "$left" "printf vprintf puts putchar perror exit _exit quick_exit abort getenv secure_getenv setenv g_getenv g_setenv g_print g_printerr
		g_warn_message syslog stdout stderr stdin" '/libutil_a-log\.o$')"
verdict "only the clock reads the time" \
	"$(users "$left" "time gettimeofday clock_gettime g_get_real_time g_get_current_time g_date_time_new_now g_date_time_new_now_utc
		g_date_time_new_now_local" '/libutil_a-clock\.o$')"
verdict "nothing sleeps" "$(users . "sleep usleep nanosleep clock_nanosleep g_usleep")"
verdict "report and message do no I/O" \
	"$(users '^src/report/|/libmail_a-message[^.]*\.o$' "open open64 openat openat64 creat fopen fopen64 fdopen freopen opendir read write send recv
		socket connect getaddrinfo stat stat64 g_file_get_contents g_file_set_contents g_open g_fopen g_mkdtemp mkstemp unlink rename file_read
		file_write g_get_host_name gethostname uname")"
verdict "state hangs from structs, not from globals" \
	"$(printf '%s\n' "$objects" | xargs -r objdump -t 2>/dev/null | awk '
		/:     file format/ { object = $1; sub(/:$/, "", object) }
		/ O (\.t?(data|bss)|\*COM\*)/ && !/ O \.data\.rel\.ro/ { name = $NF
			# A quark is a number that GLib gives once a process.
			if (object !~ /^src\/tidings-main\.o$|^src\/sender\/tidings_sender-main\.o$|\/libutil_a-log\.o$|^src\/ui\/term\// && name !~ /^quark\.[0-9]+$|^__/)
				print object " holds " name }')"
finish
