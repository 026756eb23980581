/* SPDX-License-Identifier: Apache-2.0 */
/* Message catalogues (gettext .mo files) chosen per report or console, not by the process locale. */
#ifndef TIDINGS_UTIL_CATALOG_H
#define TIDINGS_UTIL_CATALOG_H

#include <glib.h>

#include "tidings/util/auto.h"

#define N_(text) text /* marks a text for xgettext in a table */

struct catalog;

/* The catalogue of language ("en", "ru") from DIR/LANGUAGE/LC_MESSAGES/tidings.mo. English needs no file. A missing or
 * damaged file gives an error: ERROR_NOT_FOUND, ERROR_CORRUPT. Given: catalog_free. */
struct catalog *catalog_open(const char *dir, const char *language, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void catalog_free(struct catalog *catalog);
AUTOPTR_DEFINE(catalog, catalog_free)

/* "en", "ru"; borrowed. NULL is English. */
const char *catalog_language(const struct catalog *catalog) G_GNUC_WARN_UNUSED_RESULT;
/* The translation, borrowed; msgid itself when there is none or catalog is NULL. A format stays one of the same arguments. */
const char *catalog_text(const struct catalog *catalog, const char *msgid) G_GNUC_FORMAT(2) G_GNUC_WARN_UNUSED_RESULT;
/* The right plural form for n. */
const char *catalog_plural(const struct catalog *catalog, const char *one, const char *many, guint64 n) G_GNUC_FORMAT(2) G_GNUC_FORMAT(3)
	G_GNUC_WARN_UNUSED_RESULT;

/* A message that was made in English by one of the catalogue's formats (an error's message, the reason of a run), in its language: what was
 * put into the format stays, and messages within it are translated too. Given; what is not known stays as it is. */
char *catalog_message(const struct catalog *catalog, const char *message) G_GNUC_WARN_UNUSED_RESULT;

#endif
