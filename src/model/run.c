// SPDX-License-Identifier: Apache-2.0
// Runs and deliveries: their life, states, JSON and the ledger's bytes.
#include "tidings/model/run.h"

#include <string.h>

#include "tidings/util/bytes.h"
#include "tidings/util/catalog.h"
#include "tidings/util/enum-table.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define RUN_VERSION 3 // 1 ended before the digests, 2 before the addressing
#define DELIVERIES_MAX 4096
#define DIGESTS_MAX 64
#define DELIVERY_BYTES_MIN 25 // two empty texts, state, code, attempts, next try

const struct enum_row addressing_names[] = {
	{ADDRESSING_TO, "to", N_("All in one message (To)")},
	{ADDRESSING_BCC, "bcc", N_("Hidden from each other (Bcc)")},
	{ADDRESSING_EACH, "each", N_("One message each")},
	{0, NULL, NULL},
};

const struct enum_row run_kind_names[] = {
	{RUN_SCHEDULED, "scheduled", N_("Scheduled")},
	{RUN_MANUAL, "manual", N_("Manual")},
	{RUN_TEST, "test", N_("Test")},
	{0, NULL, NULL},
};

const struct enum_row run_state_names[] = {
	{RUN_PLANNED, "planned", N_("Planned")},
	{RUN_BUILDING, "building", N_("Building")},
	{RUN_QUEUED, "queued", N_("Queued")},
	{RUN_SENDING, "sending", N_("Sending")},
	{RUN_DELIVERED, "delivered", N_("Delivered")},
	{RUN_PARTIAL, "partial", N_("Partly delivered")},
	{RUN_DEFERRED, "deferred", N_("Deferred")},
	{RUN_FAILED, "failed", N_("Failed")},
	{RUN_MISSED, "missed", N_("Missed")},
	{RUN_SKIPPED, "skipped", N_("Skipped")},
	{RUN_UNKNOWN, "unknown", N_("Unknown")},
	{0, NULL, NULL},
};

const struct enum_row delivery_state_names[] = {
	{DELIVERY_QUEUED, "queued", N_("Queued")},
	{DELIVERY_SENDING, "sending", N_("Sending")},
	{DELIVERY_DOT, "dot", N_("Sent, no reply yet")},
	{DELIVERY_ACCEPTED, "accepted", N_("Accepted")},
	{DELIVERY_DEFERRED, "deferred", N_("Deferred")},
	{DELIVERY_FAILED, "failed", N_("Failed")},
	{DELIVERY_EXPIRED, "expired", N_("Expired")},
	{DELIVERY_UNKNOWN, "unknown", N_("Unknown")},
	{0, NULL, NULL},
};

static void delivery_release(gpointer data)
{
	struct delivery *delivery = data;
	g_free(delivery->recipient);
	g_free(delivery->text);
}

static void digest_release(gpointer data)
{
	struct run_digest *digest = data;
	g_free(digest->name);
	g_free(digest->sha256);
}

static GArray *digests_new(void)
{
	GArray *digests = g_array_new(FALSE, TRUE, sizeof(struct run_digest));
	g_array_set_clear_func(digests, digest_release);
	return digests;
}

static void put_digest(struct run *run, const char *name, const char *sha256)
{
	struct run_digest digest = {g_strdup(name), g_strdup(sha256)};
	g_array_append_val(run->digests, digest);
}

static void copy_deliveries(struct run *to, const struct run *from)
{
	for (guint i = 0; from->deliveries != NULL && i < from->deliveries->len; i++) {
		struct delivery copy = g_array_index(from->deliveries, struct delivery, i);
		copy.recipient = g_strdup(copy.recipient);
		copy.text = g_strdup(copy.text);
		g_array_append_val(to->deliveries, copy);
	}
}

static guint count_digests(const struct run *run)
{
	return run->digests != NULL ? run->digests->len : 0;
}

static guint count_deliveries(const struct run *run, unsigned states)
{
	guint count = 0;
	for (guint i = 0; run->deliveries != NULL && i < run->deliveries->len; i++) {
		if ((states >> g_array_index(run->deliveries, struct delivery, i).state & 1) != 0)
			count++;
	}
	return count;
}

char *run_copy_id(const struct run *run, size_t i)
{
	const char *at = strrchr(run->message_id, '@');
	if (run->addressing != ADDRESSING_EACH || at == NULL)
		return g_strdup(run->message_id);
	return g_strdup_printf("%.*s.%zu%s", (int)(at - run->message_id), run->message_id, i + 1, at);
}

static struct js *delivery_to_json(const struct run *run, guint i)
{
	const struct delivery *delivery = &g_array_index(run->deliveries, struct delivery, i);
	struct js *object = js_object();
	g_autofree char *id = run_copy_id(run, i);
	js_set_text(object, "recipient", delivery->recipient);
	js_set_text(object, "message_id", id);
	js_set_text(object, "state", enum_to_text(delivery_state_names, (int)delivery->state));
	js_set_int(object, "code", delivery->code);
	js_set_text(object, "text", delivery->text);
	js_set_int(object, "attempts", delivery->attempts);
	js_set_int(object, "unknown", delivery->unknown);
	js_set_instant(object, "next_try", delivery->next_try);
	return object;
}

static void encode_delivery(const struct delivery *delivery, GByteArray *out)
{
	bytes_put_text(out, delivery->recipient);
	bytes_put_u8(out, (uint8_t)delivery->state);
	bytes_put_u32(out, (uint32_t)delivery->code);
	bytes_put_text(out, delivery->text);
	bytes_put_u32(out, (uint32_t)delivery->attempts);
	bytes_put_u32(out, (uint32_t)delivery->unknown);
	bytes_put_u64(out, (uint64_t)delivery->next_try);
}

// An instant of the product's range, or none; anything else marks the record as broken.
static int64_t take_instant(struct byte_reader *r)
{
	int64_t instant = (int64_t)byte_reader_u64(r);
	if (instant != INSTANT_NONE && (instant < 0 || instant > INSTANT_LAST))
		r->failed = true;
	return instant;
}

static bool decode_delivery(struct run *run, struct byte_reader *r)
{
	struct delivery delivery = {.recipient = byte_reader_text(r)};
	delivery.state = (enum delivery_state)byte_reader_u8(r);
	delivery.code = (int)byte_reader_u32(r);
	delivery.text = byte_reader_text(r);
	delivery.attempts = (int)byte_reader_u32(r);
	delivery.unknown = (int)byte_reader_u32(r);
	delivery.next_try = take_instant(r);
	g_array_append_val(run->deliveries, delivery);
	return !r->failed && enum_to_text(delivery_state_names, (int)delivery.state) != NULL;
}

static bool decode_digest(struct run *run, struct byte_reader *r)
{
	struct run_digest digest = {.name = byte_reader_text(r)};
	digest.sha256 = byte_reader_text(r);
	g_array_append_val(run->digests, digest);
	return !r->failed;
}

static bool decode_digests(struct run *run, uint8_t version, struct byte_reader *r)
{
	uint32_t count = version > 1 ? byte_reader_u32(r) : 0;
	if (r->failed || count > DIGESTS_MAX)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!decode_digest(run, r))
			return false;
	}
	return true;
}

static void take_text(char **member, struct byte_reader *r)
{
	g_free(*member);
	*member = byte_reader_text(r);
}

static bool decode_run(struct run *run, uint8_t version, struct byte_reader *r)
{
	run->id = byte_reader_u64(r);
	run->task = byte_reader_u32(r);
	take_text(&run->task_name, r);
	run->kind = (enum run_kind)byte_reader_u8(r);
	run->occurrence = take_instant(r);
	run->started = take_instant(r);
	run->state = (enum run_state)byte_reader_u8(r);
	take_text(&run->reason, r);
	run->period.from = take_instant(r);
	run->period.to = take_instant(r);
	take_text(&run->message_id, r);
	run->size = byte_reader_u64(r);
	take_text(&run->sha256, r);
	run->attempts = (int)byte_reader_u32(r);
	run->generation = (int)byte_reader_u32(r);
	uint32_t count = byte_reader_u32(r);
	if (r->failed || count > DELIVERIES_MAX || count > r->left / DELIVERY_BYTES_MIN)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!decode_delivery(run, r))
			return false;
	}
	if (!decode_digests(run, version, r))
		return false;
	run->moved_from = r->left > 0 ? take_instant(r) : INSTANT_NONE; // runs of before there were calendars end here
	run->addressing = version > 2 ? (enum addressing)byte_reader_u8(r) : ADDRESSING_TO;
	return r->left == 0 && !r->failed && enum_to_text(run_kind_names, (int)run->kind) != NULL &&
	       enum_to_text(addressing_names, (int)run->addressing) != NULL && enum_to_text(run_state_names, (int)run->state) != NULL;
}

void run_init(struct run *run)
{
	*run = (struct run){.occurrence = INSTANT_NONE, .started = INSTANT_NONE, .moved_from = INSTANT_NONE};
	run->task_name = g_strdup("");
	run->reason = g_strdup("");
	run->message_id = g_strdup("");
	run->sha256 = g_strdup("");
	run->deliveries = g_array_new(FALSE, TRUE, sizeof(struct delivery));
	g_array_set_clear_func(run->deliveries, delivery_release);
	run->digests = digests_new();
}

void run_release(struct run *run)
{
	if (run == NULL)
		return;
	g_free(run->task_name);
	g_free(run->reason);
	g_free(run->message_id);
	g_free(run->sha256);
	g_clear_pointer(&run->deliveries, g_array_unref);
	g_clear_pointer(&run->digests, g_array_unref);
	*run = (struct run){0};
}

void run_copy(struct run *to, const struct run *from)
{
	struct run fresh = *from;
	fresh.task_name = g_strdup(from->task_name);
	fresh.reason = g_strdup(from->reason);
	fresh.message_id = g_strdup(from->message_id);
	fresh.sha256 = g_strdup(from->sha256);
	fresh.deliveries = g_array_new(FALSE, TRUE, sizeof(struct delivery));
	g_array_set_clear_func(fresh.deliveries, delivery_release);
	copy_deliveries(&fresh, from);
	fresh.digests = digests_new();
	for (guint i = 0; i < count_digests(from); i++) {
		const struct run_digest *digest = &g_array_index(from->digests, struct run_digest, i);
		put_digest(&fresh, digest->name, digest->sha256);
	}
	run_release(to);
	*to = fresh;
}

void run_add_recipient(struct run *run, const char *recipient)
{
	struct delivery delivery = {
		.recipient = g_strdup(recipient), .state = DELIVERY_QUEUED, .text = g_strdup(""), .next_try = INSTANT_NONE,
	};
	g_array_append_val(run->deliveries, delivery);
}

struct delivery *run_delivery(struct run *run, size_t i)
{
	g_assert(i < run->deliveries->len);
	return &g_array_index(run->deliveries, struct delivery, i);
}

void run_clear_digests(struct run *run)
{
	g_array_set_size(run->digests, 0);
}

bool run_add_digest(struct run *run, const char *name, const char *sha256, GError **error)
{
	for (guint i = 0; i < run->digests->len; i++) {
		const struct run_digest *digest = &g_array_index(run->digests, struct run_digest, i);
		if (strcmp(digest->name, name) == 0 && strcmp(digest->sha256, sha256) == 0)
			return true;
	}
	if (run->digests->len >= DIGESTS_MAX)
		return error_set(error, ERROR_LIMIT, "a run keeps at most %d digests", DIGESTS_MAX);
	put_digest(run, name, sha256);
	return true;
}

bool run_state_is_final(enum run_state state)
{
	return state == RUN_DELIVERED || state == RUN_PARTIAL || (state >= RUN_FAILED && state <= RUN_UNKNOWN);
}

enum run_state run_state_of_deliveries(const struct run *run)
{
	static const struct {
		unsigned any;
		enum run_state state;
	} rules[] = {
		{1u << DELIVERY_QUEUED | 1u << DELIVERY_SENDING | 1u << DELIVERY_DOT, RUN_SENDING},
		{1u << DELIVERY_DEFERRED, RUN_DEFERRED},
		{1u << DELIVERY_UNKNOWN, RUN_UNKNOWN},
		{1u << DELIVERY_ACCEPTED, RUN_PARTIAL},
	};
	guint accepted = count_deliveries(run, 1u << DELIVERY_ACCEPTED);
	if (accepted > 0 && accepted == run->deliveries->len)
		return RUN_DELIVERED;
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		if (count_deliveries(run, rules[i].any) > 0)
			return rules[i].state;
	}
	return RUN_FAILED;
}

struct js *run_to_json(const struct run *run)
{
	struct js *object = js_object();
	js_set_int(object, "run", (int64_t)run->id);
	js_set_int(object, "task", run->task);
	js_set_text(object, "task_name", run->task_name);
	js_set_text(object, "kind", enum_to_text(run_kind_names, (int)run->kind));
	js_set_instant(object, "occurrence", run->occurrence);
	js_set_instant(object, "moved_from", run->moved_from);
	js_set_instant(object, "started", run->started);
	js_set_text(object, "state", enum_to_text(run_state_names, (int)run->state));
	js_set_text(object, "reason", run->reason);
	struct js *period = js_object();
	js_set_instant(period, "from", run->period.from);
	js_set_instant(period, "to", run->period.to);
	js_set(object, "period", period);
	js_set_text(object, "addressing", enum_to_text(addressing_names, (int)run->addressing));
	js_set_text(object, "message_id", run->message_id);
	js_set_int(object, "size", (int64_t)run->size);
	js_set_text(object, "sha256", run->sha256);
	js_set_int(object, "attempts", run->attempts);
	struct js *deliveries = js_array();
	for (guint i = 0; run->deliveries != NULL && i < run->deliveries->len; i++)
		js_append(deliveries, delivery_to_json(run, i));
	js_set(object, "deliveries", deliveries);
	struct js *digests = js_array();
	for (guint i = 0; i < count_digests(run); i++) {
		const struct run_digest *digest = &g_array_index(run->digests, struct run_digest, i);
		struct js *entry = js_object();
		js_set_text(entry, "name", digest->name);
		js_set_text(entry, "sha256", digest->sha256);
		js_append(digests, entry);
	}
	js_set(object, "digests", digests);
	return object;
}

void run_encode(const struct run *run, GByteArray *out)
{
	bytes_put_u8(out, RUN_VERSION);
	bytes_put_u64(out, run->id);
	bytes_put_u32(out, run->task);
	bytes_put_text(out, run->task_name);
	bytes_put_u8(out, (uint8_t)run->kind);
	bytes_put_u64(out, (uint64_t)run->occurrence);
	bytes_put_u64(out, (uint64_t)run->started);
	bytes_put_u8(out, (uint8_t)run->state);
	bytes_put_text(out, run->reason);
	bytes_put_u64(out, (uint64_t)run->period.from);
	bytes_put_u64(out, (uint64_t)run->period.to);
	bytes_put_text(out, run->message_id);
	bytes_put_u64(out, run->size);
	bytes_put_text(out, run->sha256);
	bytes_put_u32(out, (uint32_t)run->attempts);
	bytes_put_u32(out, (uint32_t)run->generation);
	guint count = run->deliveries != NULL ? run->deliveries->len : 0;
	bytes_put_u32(out, count);
	for (guint i = 0; i < count; i++)
		encode_delivery(&g_array_index(run->deliveries, struct delivery, i), out);
	bytes_put_u32(out, count_digests(run));
	for (guint i = 0; i < count_digests(run); i++) {
		const struct run_digest *digest = &g_array_index(run->digests, struct run_digest, i);
		bytes_put_text(out, digest->name);
		bytes_put_text(out, digest->sha256);
	}
	bytes_put_u64(out, (uint64_t)run->moved_from);
	bytes_put_u8(out, (uint8_t)run->addressing);
}

bool run_decode(struct run *run, const uint8_t *data, size_t length, GError **error)
{
	struct byte_reader r = byte_reader(data, length);
	uint8_t version = byte_reader_u8(&r);
	if (version > RUN_VERSION)
		return error_set(error, ERROR_VERSION, "a run has version %u, this program knows %d: use a newer one", version, RUN_VERSION);
	autorelease(run) fresh = {0};
	run_init(&fresh);
	if (version == 0 || !decode_run(&fresh, version, &r))
		return error_set(error, ERROR_CORRUPT, "the record of a run is damaged");
	run_release(run);
	*run = fresh;
	fresh = (struct run){0};
	return true;
}

bool run_peek(const uint8_t *data, size_t length, struct run_brief *ret_brief)
{
	struct byte_reader r = byte_reader(data, length);
	uint8_t version = byte_reader_u8(&r);
	struct run_brief brief = {.id = byte_reader_u64(&r)};
	size_t name = 0;
	(void)byte_reader_u32(&r);
	(void)byte_reader_blob(&r, &name);
	(void)byte_reader_u8(&r);
	brief.occurrence = (int64_t)byte_reader_u64(&r);
	(void)byte_reader_u64(&r);
	brief.state = (enum run_state)byte_reader_u8(&r);
	if (r.failed || version == 0 || version > RUN_VERSION)
		return false;
	*ret_brief = brief;
	return true;
}
