// SPDX-License-Identifier: Apache-2.0
// A power cut at every write of a store: power-cut BASE LOG DIRECTORY SEED STATES
/* BASE is a data file as it was, LOG what the programs then wrote to it (tests/lib/disk-shim.c). At each write the disk may hold what was
 * synced before, and of the rest any part, in any order, torn between sectors: nothing of it, all of it, and STATES random choices are
 * tried in DIRECTORY (which has the key). Each must open, be sound, be what it was at the last commit that was acknowledged (or at the one
 * being written), and take new writes. Prints "writes commits states"; a state that fails ends it with its words. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "tidings/store/ledger.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define SECTOR 512

enum kind { KIND_WRITE = 1, KIND_SYNCED_WRITE, KIND_SYNC, KIND_TRUNCATE };

struct record {
	uint32_t kind, process;
	uint64_t offset, length;
};

struct write {
	struct record record;
	const uint8_t *bytes;
};

struct replay {
	const char *dir;
	GRand *dice;
	int states_each;
	GArray *writes;      /* struct write */
	GByteArray *durable; /* what is surely on the disk */
	GArray *pending;     /* guint: writes since the last sync */
	GPtrArray *digests;  /* the state after each commit, the first is BASE's */
	guint commits;       /* acknowledged so far */
	guint states;
};

static void die(const char *what, const GError *error)
{
	fprintf(stderr, "%s: %s\n", what, error != NULL ? error->message : "");
	_exit(1);
}

static void read_log(struct replay *replay, const uint8_t *data, size_t length)
{
	for (size_t at = 0; at < length;) {
		struct write write;
		if (length - at < sizeof write.record)
			die("the log is cut short", NULL);
		memcpy(&write.record, data + at, sizeof write.record);
		at += sizeof write.record;
		write.bytes = data + at;
		if (write.record.length > length - at)
			die("the log is cut short", NULL);
		at += write.record.length;
		g_array_append_val(replay->writes, write);
	}
}

static void put(GByteArray *image, uint64_t offset, const uint8_t *bytes, size_t length)
{
	guint before = image->len;
	if (offset + length > before) {
		g_byte_array_set_size(image, (guint)(offset + length));
		memset(image->data + before, 0, (size_t)(offset + length - before));
	}
	memcpy(image->data + offset, bytes, length);
}

/* Sector by sector; torn: each of them may be missing. */
static void apply(GByteArray *image, const struct write *write, GRand *torn)
{
	const struct record *record = &write->record;
	if (record->kind == KIND_TRUNCATE) {
		guint before = image->len;
		g_byte_array_set_size(image, (guint)record->offset);
		if (image->len > before)
			memset(image->data + before, 0, image->len - before);
		return;
	}
	for (uint64_t at = 0; at < record->length;) {
		uint64_t end = MIN((record->offset + at) / SECTOR * SECTOR + SECTOR - record->offset, record->length);
		if (torn == NULL || g_rand_boolean(torn))
			put(image, record->offset + at, write->bytes + at, (size_t)(end - at));
		at = end;
	}
}

static void digest_bytes(GChecksum *sum, const GByteArray *bytes)
{
	g_checksum_update(sum, bytes->data, (gssize)bytes->len);
}

static bool digest_task(const struct task *task, int64_t next_run, void *data, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	(void)error;
	fields_encode(&task_table, task, bytes);
	g_byte_array_append(bytes, (const guint8 *)&task->id, sizeof task->id);
	g_byte_array_append(bytes, (const guint8 *)&next_run, sizeof next_run);
	digest_bytes(data, bytes);
	return true;
}

/* The bytes of a run on its way are those that its row tells of. */
static bool digest_messages(struct store *store, GChecksum *sum, GError **error)
{
	g_autoptr(GPtrArray) runs = ledger_list(store, 0, 0, error);
	for (guint i = 0; runs != NULL && i < runs->len; i++) {
		const struct run *run = runs->pdata[i];
		if (*run->sha256 == '\0')
			continue;
		g_autoptr(GBytes) message = ledger_message(store, run->id, error);
		if (message == NULL)
			return false;
		g_autofree char *found = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, message);
		if (strcmp(found, run->sha256) != 0)
			return error_set(error, ERROR_CORRUPT, "the message of run %" G_GUINT64_FORMAT " is not the one it tells of", run->id);
		g_checksum_update(sum, (const guchar *)found, -1);
	}
	return runs != NULL;
}

/* All that a person or the sender would find in the store. */
static char *digest(struct store *store, GError **error)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	autorelease(mail_settings) mail = {0};
	g_autofree char *head = NULL;
	uint64_t values = 0, entries = 0, cut = 0;
	int64_t next[2] = {0};
	mail_settings_init(&mail);
	g_autoptr(GError) none = NULL;
	bool has_mail = store_mail_get(store, &mail, &none);
	if ((!has_mail && !error_is(none, ERROR_NOT_FOUND)) || !store_verify(store, &values, error) || !ledger_verify(store, &entries, &cut, &head, error) ||
	    !store_task_each(store, digest_task, sum, error) || !digest_messages(store, sum, error) || !ledger_next_due(store, &next[0], error) ||
	    !ledger_next_try(store, &next[1], error))
		return NULL;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fields_encode(&mail_settings_table, &mail, bytes);
	digest_bytes(sum, bytes);
	g_autofree char *rest = g_strdup_printf("%s %d %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, head, (int)mail.generation, values,
						next[0], next[1]);
	g_checksum_update(sum, (const guchar *)rest, -1);
	return g_strdup(g_checksum_get_string(sum));
}

static void write_image(const struct replay *replay, const GByteArray *image)
{
	g_autofree char *path = g_build_filename(replay->dir, "tidings.mdb", NULL);
	g_autofree char *lock = g_strconcat(path, "-lock", NULL);
	g_unlink(lock);
	g_unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, image->data, image->len) != (ssize_t)image->len || close(fd) != 0)
		die("cannot write a state", NULL);
}

static char *digest_of_image(const struct replay *replay, const GByteArray *image, GError **error)
{
	write_image(replay, image);
	autoptr(store) store = store_open(replay->dir, error);
	return store != NULL ? digest(store, error) : NULL;
}

static bool takes_writes(const struct replay *replay, GError **error)
{
	int generation = 0;
	uint64_t values = 0;
	autoptr(store) store = store_open(replay->dir, error);
	return store != NULL && ledger_generation(store, &generation, error) && store_verify(store, &values, error);
}

static void try_state(struct replay *replay, const GByteArray *image, guint at, bool committing)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *found = digest_of_image(replay, image, &error);
	g_autofree char *where = g_strdup_printf("a power cut at write %u of %u (state %u)", at, replay->writes->len, replay->states);
	replay->states++;
	if (found == NULL)
		die(where, error);
	bool last = strcmp(found, replay->digests->pdata[replay->commits]) == 0;
	bool next = committing && strcmp(found, replay->digests->pdata[replay->commits + 1]) == 0;
	if (!last && !next)
		die(where, &(GError){.message = (char *)(uintptr_t)"what was acknowledged is lost or changed"});
	if (!takes_writes(replay, &error))
		die(where, error);
}

static void shuffle(GRand *dice, guint *list, guint n)
{
	for (guint i = n; i > 1; i--) {
		guint j = (guint)g_rand_int_range(dice, 0, (gint32)i), kept = list[i - 1];
		list[i - 1] = list[j];
		list[j] = kept;
	}
}

static GByteArray *image_with(const struct replay *replay, const GArray *order, GRand *torn)
{
	GByteArray *image = g_byte_array_new();
	g_byte_array_append(image, replay->durable->data, replay->durable->len);
	for (guint i = 0; i < order->len; i++)
		if (torn == NULL || g_rand_boolean(torn))
			apply(image, &g_array_index(replay->writes, struct write, g_array_index(order, guint, i)),
			      torn != NULL && g_rand_boolean(torn) ? torn : NULL);
	return image;
}

/* The power goes while this write is on its way. */
static void cut(struct replay *replay, guint at)
{
	const struct write *write = &g_array_index(replay->writes, struct write, at);
	bool committing = write->record.kind == KIND_SYNCED_WRITE;
	g_autoptr(GArray) order = g_array_copy(replay->pending);
	if (write->record.kind != KIND_SYNC)
		g_array_append_val(order, at);
	g_autoptr(GByteArray) all = image_with(replay, order, NULL);
	try_state(replay, replay->durable, at, committing);
	try_state(replay, all, at, committing);
	for (int i = 0; i < replay->states_each; i++) {
		shuffle(replay->dice, &g_array_index(order, guint, 0), order->len);
		g_autoptr(GByteArray) image = image_with(replay, order, replay->dice);
		try_state(replay, image, at, committing);
	}
}

static void complete(struct replay *replay, guint at)
{
	const struct write *write = &g_array_index(replay->writes, struct write, at);
	if (write->record.kind == KIND_SYNCED_WRITE) {
		apply(replay->durable, write, NULL);
		replay->commits++;
	} else if (write->record.kind == KIND_SYNC) {
		GByteArray *synced = image_with(replay, replay->pending, NULL);
		g_byte_array_unref(replay->durable);
		replay->durable = synced;
		g_array_set_size(replay->pending, 0);
	} else {
		g_array_append_val(replay->pending, at);
	}
}

/* What the store was after each commit, without any cut. */
static void find_digests(struct replay *replay, const GByteArray *base)
{
	g_autoptr(GByteArray) image = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	g_byte_array_append(image, base->data, base->len);
	g_ptr_array_add(replay->digests, digest_of_image(replay, image, &error));
	for (guint i = 0; i < replay->writes->len; i++) {
		const struct write *write = &g_array_index(replay->writes, struct write, i);
		apply(image, write, NULL);
		if (write->record.kind == KIND_SYNCED_WRITE)
			g_ptr_array_add(replay->digests, digest_of_image(replay, image, &error));
		if (error != NULL)
			die("the store itself", error);
	}
}

static GByteArray *read_file(const char *path)
{
	char *data = NULL;
	gsize length = 0;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &data, &length, &error))
		die(path, error);
	return g_byte_array_new_take((guint8 *)data, length);
}

int main(int argc, char **argv)
{
	if (argc != 6)
		die("usage: power-cut BASE LOG DIRECTORY SEED STATES", NULL);
	g_autoptr(GByteArray) base = read_file(argv[1]);
	g_autoptr(GByteArray) log = read_file(argv[2]);
	g_autoptr(GRand) dice = g_rand_new_with_seed((guint32)g_ascii_strtoull(argv[4], NULL, 10));
	g_autoptr(GArray) writes = g_array_new(FALSE, FALSE, sizeof(struct write));
	g_autoptr(GArray) pending = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GPtrArray) digests = g_ptr_array_new_with_free_func(g_free);
	struct replay replay = {.dir = argv[3], .dice = dice, .states_each = (int)g_ascii_strtoull(argv[5], NULL, 10), .writes = writes,
				.pending = pending, .digests = digests, .durable = g_byte_array_new()};
	read_log(&replay, log->data, log->len);
	find_digests(&replay, base);
	g_byte_array_append(replay.durable, base->data, base->len);
	for (guint i = 0; i < writes->len; i++) {
		cut(&replay, i);
		complete(&replay, i);
	}
	printf("%u %u %u\n", writes->len, replay.commits, replay.states);
	g_byte_array_unref(replay.durable);
	return 0;
}
