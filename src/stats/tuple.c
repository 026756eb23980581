// SPDX-License-Identifier: Apache-2.0
// Dimension tuples and indicators <-> bytes.
#include "tuple-priv.h"

#include <string.h>

#include "table-priv.h"
#include "tidings/util/bytes.h"

enum { FLAG_RETROSCAN = 1, FLAG_FALSE_POSITIVE = 2 };

void tuple_release(struct tuple *tuple)
{
	if (tuple == NULL)
		return;
	g_free(tuple->tenant);
	g_free(tuple->category);
	g_free(tuple->feed);
	g_free(tuple->supplier);
	*tuple = (struct tuple){0};
}

void tuple_encode(const struct event *event, GByteArray *out)
{
	bool detection = event->type == EVENT_DETECTION;
	int flags = (event->retroscan ? FLAG_RETROSCAN : 0) | (event->false_positive ? FLAG_FALSE_POSITIVE : 0);
	g_byte_array_set_size(out, 0);
	bytes_put_u8(out, (uint8_t)event->type);
	bytes_put_u8(out, (uint8_t)event->source);
	bytes_put_u8(out, detection ? (uint8_t)event->kind : 0);
	bytes_put_u8(out, detection ? (uint8_t)flags : 0);
	bytes_put_text(out, event->tenant);
	bytes_put_text(out, detection ? event->category : NULL);
	bytes_put_text(out, detection ? event->feed : NULL);
	bytes_put_text(out, detection ? event->supplier : NULL);
}

static bool tuple_is_sound(const struct tuple *tuple)
{
	return tuple->type <= EVENT_INCOMING && tuple->source <= EVENT_API && tuple->kind <= KIND_SHA256;
}

bool tuple_decode(struct kv_bytes bytes, struct tuple *ret_tuple, GError **error)
{
	autorelease(tuple) tuple = {0};
	struct byte_reader reader = byte_reader(bytes.data, bytes.length);
	tuple.type = byte_reader_u8(&reader);
	tuple.source = byte_reader_u8(&reader);
	tuple.kind = byte_reader_u8(&reader);
	uint8_t flags = byte_reader_u8(&reader);
	tuple.retroscan = (flags & FLAG_RETROSCAN) != 0;
	tuple.false_positive = (flags & FLAG_FALSE_POSITIVE) != 0;
	tuple.tenant = byte_reader_text(&reader);
	tuple.category = byte_reader_text(&reader);
	tuple.feed = byte_reader_text(&reader);
	tuple.supplier = byte_reader_text(&reader);
	if (reader.failed || reader.left > 0 || !tuple_is_sound(&tuple))
		return table_damaged(error, "dimension");
	*ret_tuple = tuple;
	tuple = (struct tuple){0};
	return true;
}

void indicator_encode(enum indicator_kind kind, const char *value, GByteArray *out)
{
	g_byte_array_set_size(out, 0);
	bytes_put_u8(out, (uint8_t)kind);
	g_byte_array_append(out, (const guint8 *)value, (guint)strlen(value));
}

bool indicator_decode(struct kv_bytes bytes, enum indicator_kind *ret_kind, char **ret_value, GError **error)
{
	if (bytes.length < 2 || bytes.data[0] > KIND_SHA256)
		return table_damaged(error, "indicator");
	const char *value = (const char *)bytes.data + 1;
	gsize length = bytes.length - 1;
	if (!g_utf8_validate_len(value, length, NULL))
		return table_damaged(error, "indicator");
	*ret_kind = bytes.data[0];
	*ret_value = g_strndup(value, length);
	return true;
}
