/* SPDX-License-Identifier: Apache-2.0 */
/* What a catalogue is made of. */
#ifndef TIDINGS_UTIL_CATALOG_PRIV_H
#define TIDINGS_UTIL_CATALOG_PRIV_H

#include "tidings/util/catalog.h"

struct catalog {
	char *language;
	char *data;          /* the file; the table's texts point into it */
	size_t length;
	GHashTable *texts;   /* msgid -> struct forms */
	GPtrArray *formats;  /* msgids that are formats (catalog-message.c); empty until first asked for */
};

#endif
