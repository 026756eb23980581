/* SPDX-License-Identifier: Apache-2.0 */
/* Names from outside that are no indicators but may look like one. */
#ifndef TIDINGS_REPORT_DEFANG_PRIV_H
#define TIDINGS_REPORT_DEFANG_PRIV_H

#include "tidings/report/report.h"

/* A category, task or person's name as safe text in which nothing is a link. Given. */
char *defang_name(const char *name);

#endif
