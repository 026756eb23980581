/* SPDX-License-Identifier: Apache-2.0 */
/* Values as a person reads them on the screens. All results are given. */
#ifndef TIDINGS_UI_SCREENS_SHOWN_PRIV_H
#define TIDINGS_UI_SCREENS_SHOWN_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/run.h"
#include "tidings/util/catalog.h"

/* "24 Nov 09:00", at an offset in seconds east of UTC; "--" for INSTANT_NONE. */
char *shown_instant(const struct catalog *catalog, int64_t instant, int offset) G_GNUC_WARN_UNUSED_RESULT;
/* "Mon 30 Nov 09:00". */
char *shown_day(const struct catalog *catalog, int64_t instant, int offset) G_GNUC_WARN_UNUSED_RESULT;
/* "Mon 30 Nov 2026 09:00". */
char *shown_day_of_year(const struct catalog *catalog, int64_t instant, int offset) G_GNUC_WARN_UNUSED_RESULT;
/* "30 Nov 2026". */
char *shown_date(const struct catalog *catalog, int64_t instant, int offset) G_GNUC_WARN_UNUSED_RESULT;
/* "1 204 331"; and in at most four characters: "71k", "1.2M". */
char *shown_number(uint64_t number) G_GNUC_WARN_UNUSED_RESULT;
char *shown_number_short(uint64_t number) G_GNUC_WARN_UNUSED_RESULT;
/* "212 K". */
char *shown_size(uint64_t bytes) G_GNUC_WARN_UNUSED_RESULT;
/* "3 of 3": recipients whose server accepted the mail. */
char *shown_delivered(const struct catalog *catalog, const struct run *run) G_GNUC_WARN_UNUSED_RESULT;
/* "UTC+03:00". */
char *shown_offset(int offset) G_GNUC_WARN_UNUSED_RESULT;
/* The first address and how many more: "soc@example.com +2". */
char *shown_recipients(const char *recipients) G_GNUC_WARN_UNUSED_RESULT;
/* The label of a run's state, in capitals when it is a failure: never colour alone. */
char *shown_state(const struct catalog *catalog, enum run_state state) G_GNUC_WARN_UNUSED_RESULT;
/* Somebody should look: not delivered, or not known. */
bool shown_state_is_bad(enum run_state state) G_GNUC_WARN_UNUSED_RESULT;

#endif
