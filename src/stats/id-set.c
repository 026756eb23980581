// SPDX-License-Identifier: Apache-2.0
// Sets of 16-bit numbers <-> bytes.
#include "id-set-priv.h"

#include "bits-priv.h"
#include "unpack-priv.h"

/* Low bits of a set of n: about log2(65536 / n). */
static unsigned low_width(size_t n)
{
	return n == 0 ? 0 : bits_width(ID_SET_MOST / n) - 1;
}

static size_t high_bits(size_t n, unsigned low)
{
	return n + ((ID_SET_MOST - 1) >> low);
}

void id_set_put(GByteArray *out, const uint16_t *ids, size_t n)
{
	unsigned low = low_width(n);
	if (n == 0)
		return;
	uint8_t *packed = bits_begin(out, n, low);
	for (size_t i = 0; i < n; i++)
		bits_set(packed, i, low, ids[i] & bits_mask(low));
	bits_finish(out);
	uint8_t *high = bits_begin(out, high_bits(n, low), 1);
	for (size_t i = 0; i < n; i++) {
		size_t at = i + (ids[i] >> low);
		high[at / 8] |= (uint8_t)(1 << at % 8);
	}
	bits_finish(out);
}

void id_set_get(struct byte_reader *r, size_t n, uint16_t *ret_ids)
{
	unsigned low = low_width(n);
	if (n == 0)
		return;
	size_t bits = high_bits(n, low);
	const uint8_t *packed = bits_take(r, bits_bytes(n, low));
	const uint8_t *high = bits_take(r, bits_bytes(bits, 1));
	if (high == NULL)
		return;
	const struct unpack_way *way = unpack_way();
	if (!way->zeros(high, bits, n, ret_ids)) {
		r->failed = true;
		return;
	}
	way->below(packed, n, low, ret_ids);
}
