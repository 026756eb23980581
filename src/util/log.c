// SPDX-License-Identifier: Apache-2.0
// Lines for the journal or a terminal.
#include "tidings/util/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tidings/util/safe-text.h"

// systemd.exec(5): JOURNAL_STREAM is "device:inode" of the stream that goes to the journal.
static bool stderr_is_journal(void)
{
	const char *stream = g_getenv("JOURNAL_STREAM");
	struct stat st;
	if (stream == NULL || fstat(STDERR_FILENO, &st) != 0)
		return false;
	g_autofree char *own = g_strdup_printf("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64)st.st_dev, (guint64)st.st_ino);
	return g_str_equal(stream, own);
}

void log_line(enum log_level level, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *safe = safe_text(text, -1);
	g_autofree char *priority = stderr_is_journal() ? g_strdup_printf("<%d>", (int)level) : g_strdup("");
	g_autofree char *line = g_strconcat(priority, safe, "\n", NULL);
	// One write, so that lines of several processes do not mix. Nothing can be done when it fails.
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return;
}
