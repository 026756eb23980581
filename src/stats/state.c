// SPDX-License-Identifier: Apache-2.0
// What the store says of itself <-> its record.
#include "state-priv.h"

#include <string.h>

#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define WORDS (sizeof(struct state) / sizeof(uint64_t))

static struct kv_bytes state_key(void)
{
	static const char name[] = "state";
	return table_bytes(name, strlen(name));
}

static bool state_is_sound(const struct state *state)
{
	return state->rolled <= state->segments && state->tail_first <= state->tail_end && state->snapshot <= state->indicators &&
	       state->indicators <= UINT32_MAX && state->tuples <= UINT32_MAX && state->segments_first <= state->segments &&
	       state->cut <= INT64_MAX && state->segment_events > 0 && state->segment_events <= STATE_SEGMENT_EVENTS &&
	       state->roll_segments > 0;
}

bool state_read(struct kv_txn *txn, struct state *ret_state, GError **error)
{
	struct kv_bytes value;
	bool found = false;
	uint64_t words[WORDS] = {0};
	struct state state = {0};
	if (!table_find(txn, TABLE_META, state_key(), &value, &found, error))
		return false;
	static const char old_version[] = "version"; /* of the format of rows */
	if (!found && kv_has(txn, TABLE_META, table_bytes(old_version, strlen(old_version))))
		return error_set(error, ERROR_VERSION, "the statistics store has format 1; this version reads format %d", STATS_VERSION);
	if (found) {
		struct byte_reader reader = byte_reader(value.data, value.length);
		words[0] = byte_reader_u64(&reader);
		if (words[0] != STATS_VERSION && !reader.failed)
			return error_set(error, ERROR_VERSION, "the statistics store has format %" G_GUINT64_FORMAT
					 "; this version reads format %d", words[0], STATS_VERSION);
		for (size_t i = 1; i < WORDS && reader.left > 0; i++)
			words[i] = byte_reader_u64(&reader);
		memcpy(&state, words, sizeof(state));
		if (reader.failed || !state_is_sound(&state))
			return table_damaged(error, "record of its state");
	}
	*ret_state = state;
	return true;
}

bool state_write(struct kv_txn *txn, const struct state *state, GError **error)
{
	uint64_t words[WORDS];
	g_autoptr(GByteArray) value = g_byte_array_new();
	memcpy(words, state, sizeof(words));
	for (size_t i = 0; i < WORDS; i++)
		bytes_put_u64(value, words[i]);
	return kv_put(txn, TABLE_META, state_key(), table_array_bytes(value), error);
}
