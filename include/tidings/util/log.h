/* SPDX-License-Identifier: Apache-2.0 */
/* Lines for the journal (or a terminal) of the background processes: "<N>text" with the syslog priority when stderr is the journal. */
#ifndef TIDINGS_UTIL_LOG_H
#define TIDINGS_UTIL_LOG_H

#include <glib.h>

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_NOTICE = 5, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

/* One line on stderr, made safe. For sender and main only. */
void log_line(enum log_level level, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
