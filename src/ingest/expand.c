// SPDX-License-Identifier: Apache-2.0
// Compressed inputs expanded: gzip and Zstandard.
#include "expand-priv.h"

#include <string.h>

#include <zlib.h>
#include <zstd.h>

#include "tidings/util/error.h"

#define BLOCK (256 * 1024)
#define GZIP_ONLY (16 + MAX_WBITS)

enum packing packing_of(const void *start, size_t length)
{
	if (length >= 2 && memcmp(start, "\x1f\x8b", 2) == 0)
		return PACKED_GZIP;
	return length >= 4 && memcmp(start, "\x28\xb5\x2f\xfd", 4) == 0 ? PACKED_ZSTD : PACKED_NOT;
}

/* A step takes some of in and gives some of out; *ended tells that it stands between two streams. */
struct step {
	const uint8_t *in;
	size_t in_left;
	uint8_t *out;
	size_t out_length;
	bool ended;
};

static bool damaged(GError **error, const char *name)
{
	return error_set(error, ERROR_INVALID, "the input is damaged %s; nothing of it was taken", name);
}

static bool step_gzip(void *state, struct step *step, GError **error)
{
	z_stream *stream = state;
	stream->next_in = (Bytef *)(uintptr_t)step->in;
	stream->avail_in = (uInt)step->in_left;
	stream->next_out = step->out;
	stream->avail_out = BLOCK;
	if (step->ended && step->in_left > 0 && inflateReset(stream) != Z_OK)
		return damaged(error, "gzip");
	int result = inflate(stream, Z_NO_FLUSH);
	if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
		return damaged(error, "gzip");
	step->in = stream->next_in;
	step->in_left = stream->avail_in;
	step->out_length = BLOCK - stream->avail_out;
	step->ended = result == Z_STREAM_END;
	return true;
}

static bool step_zstd(void *state, struct step *step, GError **error)
{
	ZSTD_inBuffer in = {step->in, step->in_left, 0};
	ZSTD_outBuffer out = {step->out, BLOCK, 0};
	size_t result = ZSTD_decompressStream(state, &out, &in);
	if (ZSTD_isError(result))
		return damaged(error, "Zstandard");
	step->in += in.pos;
	step->in_left -= in.pos;
	step->out_length = out.pos;
	step->ended = result == 0;
	return true;
}

typedef bool (*step_fn)(void *state, struct step *step, GError **error);

/* Some of the input is there: expands until it is used up and nothing more comes out. */
static bool drain(step_fn fn, void *state, struct step *step, const struct expand_ends *ends, GError **error)
{
	do {
		if (!fn(state, step, error) || (step->out_length > 0 && !ends->write(ends->data, step->out, step->out_length, error)))
			return false;
	} while (step->in_left > 0 || (step->out_length == BLOCK && !step->ended));
	return true;
}

static bool run(step_fn fn, void *state, const struct expand_ends *ends, GError **error)
{
	g_autofree uint8_t *in = g_malloc(BLOCK);
	g_autofree uint8_t *out = g_malloc(BLOCK);
	struct step step = {.in = in, .out = out};
	for (;;) {
		if (!ends->read(ends->data, in, BLOCK, &step.in_left, error))
			return false;
		if (step.in_left == 0)
			return step.ended || error_set(error, ERROR_INVALID, "the compressed input ends too early; nothing of it was taken");
		step.in = in;
		if (!drain(fn, state, &step, ends, error))
			return false;
	}
}

static bool expand_gzip(const struct expand_ends *ends, GError **error)
{
	z_stream stream = {0};
	if (inflateInit2(&stream, GZIP_ONLY) != Z_OK)
		return error_set(error, ERROR_IO, "no memory for a gzip input");
	bool done = run(step_gzip, &stream, ends, error);
	inflateEnd(&stream);
	return done;
}

static bool expand_zstd(const struct expand_ends *ends, GError **error)
{
	ZSTD_DStream *stream = ZSTD_createDStream();
	if (stream == NULL)
		return error_set(error, ERROR_IO, "no memory for a Zstandard input");
	bool done = run(step_zstd, stream, ends, error);
	ZSTD_freeDStream(stream);
	return done;
}

bool expand(enum packing packing, const struct expand_ends *ends, GError **error)
{
	return packing == PACKED_GZIP ? expand_gzip(ends, error) : expand_zstd(ends, error);
}
