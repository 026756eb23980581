// SPDX-License-Identifier: Apache-2.0
// Packed numbers: bits of one width, and numbers of variable length.
#include "bits-priv.h"

uint8_t *bits_begin(GByteArray *out, size_t n, unsigned width)
{
	guint start = out->len;
	size_t room = bits_bytes(n, width) + BITS_SLACK;
	g_byte_array_set_size(out, start + (guint)room);
	memset(out->data + start, 0, room);
	return out->data + start;
}

void bits_finish(GByteArray *out)
{
	g_byte_array_set_size(out, out->len - BITS_SLACK);
}

void variable_put(GByteArray *out, uint64_t value)
{
	uint8_t bytes[10];
	guint n = 0;
	while (value >= 0x80) {
		bytes[n++] = (uint8_t)(value | 0x80);
		value >>= 7;
	}
	bytes[n++] = (uint8_t)value;
	g_byte_array_append(out, bytes, n);
}
