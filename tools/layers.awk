# SPDX-License-Identifier: Apache-2.0
# Holds every #include to the layers and to the owners of foreign headers. Faults are printed, one a line.
# Run from the top of the source tree: awk -f tools/layers.awk FILES, each named src/..., include/tidings/... or tests/unit/...

# What each layer may include beside itself: what stands left of it in
# util <- model <- { schedule, kv, report, mail } <- { store, stats, render } <- ingest <- app <- { ui, cli, sender } <- main,
# without mail and render in what the program tidings is linked with: only tidings-sender has them.
function init_layers() {
	may["util"] = ""
	may["model"] = "util"
	may["schedule"] = may["kv"] = may["report"] = may["mail"] = "util model"
	may["store"] = may["stats"] = "util model schedule kv report"
	may["render"] = "util model report"
	may["ingest"] = may["store"] " store stats"
	may["app"] = may["ingest"] " ingest"
	may["ui"] = may["cli"] = "util model app"
	may["sender"] = may["app"] " mail render app"
	may["main"] = "util model app ui cli"
}

# The owner of each foreign header: a pattern of header names, then a pattern of paths.
function own(header, path) {
	n_owned++
	owned[n_owned] = "^(" header ")"
	owner[n_owned] = "^(" path ")"
}

function init_owners() {
	own("ncursesw/|ncurses|curses\\.h|term\\.h|panel\\.h|form\\.h|menu\\.h", "src/ui/term/")
	own("lmdb\\.h", "src/kv/")
	own("libical/", "src/schedule/")
	own("curl/", "src/mail/transport\\.c|src/mail/transport-priv\\.h|src/stats/clickhouse\\.c")
	own("openssl/", "src/store/seal\\.c|src/mail/tls-probe\\.c|src/mail/sign\\.c")
	own("jansson\\.h", "src/util/json\\.c")
	own("zlib\\.h|zstd\\.h", "src/ingest/expand\\.c")
	own("xxhash\\.h", "src/kv/checksum\\.c")
	own("gmime/", "src/mail/message\\.c|tests/mail/mime-reader\\.c")
	own("cairo|pango/|qpdf/|fontconfig/|png\\.h", "src/render/")
	own("librsvg/", "src/render/drawing\\.c")
	own("systemd/", "src/sender/")
	own("valgrind/", "src/render/png\\.c")
	own("argon2\\.h", "src/store/password\\.c")
	own("immintrin\\.h", "src/stats/unpack\\.c")
	own("vterm\\.h", "tests/term/")
	own("glib\\.h|glib/gi18n\\.h|glib/gstdio\\.h|glib-unix\\.h", "")
	own("libintl\\.h", "src/util/|src/main\\.c|src/sender/main\\.c")
	# The C library and the kernel.
	own("(sys|netinet|arpa|net|linux)/[a-z0-9_-]+\\.h$", "")
	own("(assert|ctype|dirent|errno|fcntl|float|fnmatch|ftw|getopt|grp|iconv|inttypes|langinfo|limits|locale|math|netdb|poll|pthread|pty|pwd|regex|" \
	    "setjmp|signal|spawn|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|syslog|termios|time|unistd|utime|wchar|wctype)\\.h$", "")
}

BEGIN {
	init_layers()
	init_owners()
}

function fault(text) {
	print FILENAME ":" FNR ": " text
}

FNR == 1 {
	n = split(FILENAME, part, "/")
	base = part[n]
	sub(/\.[ch]$/, "", base)
	layer = FILENAME ~ /^include\/tidings\// || FILENAME ~ /^tests\/unit\// ? part[3] : part[2]
	if (FILENAME ~ /^src\/[^\/]*$/)
		layer = "main"
	own_header = "tidings/" layer "/" base ".h"
	first = 1
	# Bytes in, bytes out: these neither open, read nor write anything.
	pure = FILENAME ~ /^src\/report\// || FILENAME ~ /^src\/mail\/message[^\/]*$/
	if (!(layer in may))
		fault("\"" layer "\" is no layer")
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	header = quoted[2]
	n = split(header, part, "/")
	if (part[1] == "tidings") {
		if (part[2] != layer && index(" " may[layer] " ", " " part[2] " ") == 0)
			fault("layer \"" layer "\" may not include \"" header "\"")
		if (pure && header ~ /^tidings\/util\/(file|clock|log)\.h$/)
			fault("does no I/O, so it may not include \"" header "\"")
		if (first && FILENAME ~ /^src\// && header != own_header && (getline dummy < ("include/" own_header)) > 0)
			fault("the first include is its own header \"" own_header "\"")
		close("include/" own_header)
	} else if (n > 1) {
		if (FILENAME ~ /^src\/ui\/core\// && part[1] != "core")
			fault("ui/core may not include \"" header "\"")
		if (FILENAME ~ /^src\/ui\/term\// && part[1] == "screens")
			fault("ui/term may not include \"" header "\"")
	}
	first = 0
}

/^[ \t]*#[ \t]*include[ \t]*</ {
	split($0, quoted, /[<>]/)
	header = quoted[2]
	found = 0
	for (i = 1; i <= n_owned && !found; i++)
		if (header ~ owned[i]) {
			found = 1
			if (owner[i] != "^()" && FILENAME !~ owner[i])
				fault("<" header "> belongs to " substr(owner[i], 3, length(owner[i]) - 3))
		}
	if (!found)
		fault("<" header "> has no owner in tools/layers.awk")
	if (pure && header ~ /^(unistd|fcntl|netdb|poll|dirent|glib\/gstdio)\.h$|^(sys|arpa|netinet)\//)
		fault("does no I/O, so it may not include <" header ">")
	if (first && FILENAME ~ /^src\// && (getline dummy < ("include/" own_header)) > 0)
		fault("the first include is its own header \"" own_header "\"")
	close("include/" own_header)
	first = 0
}

/GTimeZone|g_time_zone_/ && !/^[ \t]*(\/\/|\/?\*)/ {
	if (FILENAME !~ /^(src|tests\/unit)\/schedule\//)
		fault("GTimeZone belongs to src/schedule/")
}
