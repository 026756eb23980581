/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of a message that each of its recipients gets alone (ADDRESSING_EACH). What is built and stored is one message; a copy differs from
 * it in its To field and its Message-ID, and in nothing else, so that a signature holds for all of them. Pure. */
#ifndef TIDINGS_APP_LETTER_COPY_PRIV_H
#define TIDINGS_APP_LETTER_COPY_PRIV_H

#include <glib.h>

#include "tidings/model/run.h"

/* The bytes for the i-th recipient of the run: the same each time. ERROR_CORRUPT when the message has not one To field and one Message-ID.
 * Given. */
GBytes *letter_copy(GBytes *message, const struct run *run, guint i, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The built message that this is a copy of, whatever servers have added to it; NULL when it is not addressed as one of the run's copies. Given. */
GBytes *letter_of_copy(GBytes *copy, const struct run *run) G_GNUC_WARN_UNUSED_RESULT;

#endif
