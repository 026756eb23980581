// SPDX-License-Identifier: Apache-2.0
// Runs: copies, states, JSON and the ledger codec.
#include "tidings/model/run.h"

#include <string.h>

#include "test.h"
#include "tidings/util/bytes.h"
#include "tidings/util/enum-table.h"
#include "tidings/util/instant.h"

static void replace(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

static void fill(struct run *run)
{
	run_init(run);
	run->id = 7;
	run->task = 3;
	replace(&run->task_name, "Weekly отчёт");
	run->kind = RUN_MANUAL;
	run->occurrence = 1795500000;
	run->state = RUN_PARTIAL;
	replace(&run->reason, "one refused");
	run->period = (struct period){.from = 0, .to = 86400};
	replace(&run->message_id, "x@y");
	run->size = 12345;
	replace(&run->sha256, "ab");
	run->attempts = 2;
	run->generation = 5;
	run_add_recipient(run, "a@x");
	run_add_recipient(run, "b@y");
	struct delivery *delivery = run_delivery(run, 1);
	delivery->state = DELIVERY_FAILED;
	delivery->code = 550;
	replace(&delivery->text, "550 no such user");
	delivery->attempts = 1;
	delivery->next_try = 86400;
	g_assert_true(run_add_digest(run, RUN_MESSAGE, "01ab", NULL));
	g_assert_true(run_add_digest(run, "отчёт.pdf", "cd", NULL));
}

static const char expected_json[] =
	"{\"run\":7,\"task\":3,\"task_name\":\"Weekly отчёт\",\"kind\":\"manual\",\"occurrence\":\"2026-11-24T06:00:00Z\",\"moved_from\":null,\"started\":null,"
	"\"state\":\"partial\",\"reason\":\"one refused\",\"period\":{\"from\":\"1970-01-01T00:00:00Z\",\"to\":\"1970-01-02T00:00:00Z\"},"
	"\"addressing\":\"to\",\"message_id\":\"x@y\",\"size\":12345,\"sha256\":\"ab\",\"attempts\":2,\"deliveries\":["
	"{\"recipient\":\"a@x\",\"message_id\":\"x@y\",\"state\":\"queued\",\"code\":0,\"text\":\"\",\"attempts\":0,\"unknown\":0,\"next_try\":null},"
	"{\"recipient\":\"b@y\",\"message_id\":\"x@y\",\"state\":\"failed\",\"code\":550,\"text\":\"550 no such user\",\"attempts\":1,\"unknown\":0,"
	"\"next_try\":\"1970-01-02T00:00:00Z\"}],"
	"\"digests\":[{\"name\":\"message\",\"sha256\":\"01ab\"},{\"name\":\"отчёт.pdf\",\"sha256\":\"cd\"}]}";

static void assert_json(const struct run *run)
{
	autoptr(js) object = run_to_json(run);
	g_autofree char *text = js_to_text(object);
	g_assert_cmpstr(text, ==, expected_json);
}

TEST(run__init__is_empty)
{
	autorelease(run) run = {0};
	run_init(&run);
	g_assert_cmpint(run.started, ==, INSTANT_NONE);
	g_assert_cmpstr(run.reason, ==, "");
	g_assert_cmpuint(run.deliveries->len, ==, 0);
	g_assert_cmpint((int)run.state, ==, RUN_PLANNED);
}

TEST(run__add_recipient__queues_a_delivery)
{
	autorelease(run) run = {0};
	run_init(&run);
	run_add_recipient(&run, "a@x");
	const struct delivery *delivery = run_delivery(&run, 0);
	g_assert_cmpstr(delivery->recipient, ==, "a@x");
	g_assert_cmpint((int)delivery->state, ==, DELIVERY_QUEUED);
	g_assert_cmpstr(delivery->text, ==, "");
	g_assert_cmpint(delivery->next_try, ==, INSTANT_NONE);
}

TEST(run__to_json__has_the_documented_members)
{
	autorelease(run) run = {0};
	fill(&run);
	assert_json(&run);
}

TEST(run__copy__is_deep)
{
	autorelease(run) a = {0};
	autorelease(run) b = {0};
	fill(&a);
	run_init(&b);
	run_add_recipient(&b, "old@x");
	run_copy(&b, &a);
	replace(&run_delivery(&a, 1)->text, "changed");
	replace(&a.task_name, "changed");
	assert_json(&b);
	g_assert_cmpint(b.generation, ==, 5);
	run_copy(&b, &b);
	assert_json(&b);
}

TEST(run__release__allows_null_and_twice)
{
	struct run run = {0};
	run_release(NULL);
	run_release(&run);
	fill(&run);
	run_release(&run);
	run_release(&run);
	g_assert_null(run.deliveries);
}

TEST(run__codec__round_trips)
{
	autorelease(run) a = {0};
	autorelease(run) b = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GByteArray) again = g_byte_array_new();
	GError *error = NULL;
	fill(&a);
	run_encode(&a, bytes);
	bool decoded = run_decode(&b, bytes->data, bytes->len, &error);
	test_no_error(error);
	g_assert_true(decoded);
	assert_json(&b);
	g_assert_cmpint(b.generation, ==, 5);
	run_encode(&b, again);
	g_assert_cmpmem(bytes->data, bytes->len, again->data, again->len);
}

TEST(run__decode__refuses_every_prefix)
{
	autorelease(run) a = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&a);
	run_encode(&a, bytes);
	for (guint length = 0; length < bytes->len; length++) {
		GError *error = NULL;
		struct run b = {0};
		g_autofree guint8 *exact = g_memdup2(bytes->data, length);
		g_assert_false(run_decode(&b, exact, length, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
		g_assert_null(b.task_name);
	}
	bytes_put_u8(bytes, 0);
	g_autoptr(GError) error = NULL;
	g_assert_false(run_decode(&a, bytes->data, bytes->len, &error));
	g_assert_true(error_is(error, ERROR_CORRUPT));
	assert_json(&a); // untouched
}

TEST(run__decode__survives_flipped_bits)
{
	autorelease(run) a = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&a);
	run_encode(&a, bytes);
	for (guint bit = 0; bit < bytes->len * 8; bit++) {
		bytes->data[bit / 8] ^= (guint8)(1 << bit % 8);
		autorelease(run) b = {0};
		g_autoptr(GError) error = NULL;
		if (run_decode(&b, bytes->data, bytes->len, &error)) {
			autoptr(js) object = run_to_json(&b);
			g_assert_nonnull(js_get_text(object, "state"));
		} else {
			g_assert_true(error_is(error, ERROR_CORRUPT) || error_is(error, ERROR_VERSION));
		}
		bytes->data[bit / 8] ^= (guint8)(1 << bit % 8);
	}
}

TEST(run__decode__knows_versions)
{
	GError *error = NULL;
	autorelease(run) run = {0};
	g_assert_false(run_decode(&run, (const uint8_t *)"\4", 1, &error));
	test_error(&error, ERROR_VERSION, NULL);
	g_assert_false(run_decode(&run, (const uint8_t *)"\0", 1, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
	g_assert_false(run_decode(&run, NULL, 0, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

TEST(run__decode__bounds_instants)
{
	static const int64_t bad[] = {-1, INSTANT_LAST + 1, INT64_MAX, INSTANT_NONE + 1};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		autorelease(run) a = {0};
		autorelease(run) b = {0};
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		GError *error = NULL;
		fill(&a);
		a.started = bad[i];
		run_encode(&a, bytes);
		g_assert_false(run_decode(&b, bytes->data, bytes->len, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
	}
}

TEST(run__state_is_final__when_nothing_happens_by_itself)
{
	static const bool final[] = {
		[RUN_PLANNED] = false, [RUN_BUILDING] = false, [RUN_QUEUED] = false, [RUN_SENDING] = false, [RUN_DELIVERED] = true,
		[RUN_PARTIAL] = true, [RUN_DEFERRED] = false, [RUN_FAILED] = true, [RUN_MISSED] = true, [RUN_SKIPPED] = true,
		[RUN_UNKNOWN] = true,
	};
	for (size_t state = 0; state < G_N_ELEMENTS(final); state++)
		g_assert_true(run_state_is_final((enum run_state)state) == final[state]);
}

// The run's state as the header words it, for every pair of delivery states.
static enum run_state expected_state(enum delivery_state a, enum delivery_state b)
{
	const bool has[] = {
		[DELIVERY_QUEUED] = a == DELIVERY_QUEUED || b == DELIVERY_QUEUED,
		[DELIVERY_SENDING] = a == DELIVERY_SENDING || b == DELIVERY_SENDING,
		[DELIVERY_DOT] = a == DELIVERY_DOT || b == DELIVERY_DOT,
		[DELIVERY_ACCEPTED] = a == DELIVERY_ACCEPTED || b == DELIVERY_ACCEPTED,
		[DELIVERY_DEFERRED] = a == DELIVERY_DEFERRED || b == DELIVERY_DEFERRED,
		[DELIVERY_FAILED] = false, [DELIVERY_EXPIRED] = false,
		[DELIVERY_UNKNOWN] = a == DELIVERY_UNKNOWN || b == DELIVERY_UNKNOWN,
	};
	if (a == DELIVERY_ACCEPTED && b == DELIVERY_ACCEPTED)
		return RUN_DELIVERED;
	if (has[DELIVERY_QUEUED] || has[DELIVERY_SENDING] || has[DELIVERY_DOT])
		return RUN_SENDING;
	if (has[DELIVERY_DEFERRED])
		return RUN_DEFERRED;
	if (has[DELIVERY_UNKNOWN])
		return RUN_UNKNOWN;
	return has[DELIVERY_ACCEPTED] ? RUN_PARTIAL : RUN_FAILED;
}

TEST(run__state_of_deliveries__follows_the_order)
{
	for (int a = DELIVERY_QUEUED; a <= DELIVERY_UNKNOWN; a++) {
		for (int b = DELIVERY_QUEUED; b <= DELIVERY_UNKNOWN; b++) {
			autorelease(run) run = {0};
			run_init(&run);
			run_add_recipient(&run, "a@x");
			run_add_recipient(&run, "b@y");
			run_delivery(&run, 0)->state = (enum delivery_state)a;
			run_delivery(&run, 1)->state = (enum delivery_state)b;
			g_assert_cmpint((int)run_state_of_deliveries(&run), ==,
					(int)expected_state((enum delivery_state)a, (enum delivery_state)b));
		}
	}
	autorelease(run) none = {0};
	run_init(&none);
	g_assert_cmpint((int)run_state_of_deliveries(&none), ==, RUN_FAILED);
}

/* What follows the digests: the moved occurrence, and how recipients are addressed. */
#define TAIL (8 + 1)

/* A record as the program before the digests wrote it: the same without what came later. */
TEST(run__decode__reads_version_1)
{
	autorelease(run) a = {0};
	autorelease(run) b = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	GError *error = NULL;
	fill(&a);
	run_clear_digests(&a);
	run_encode(&a, bytes);
	bytes->data[0] = 1;
	bool decoded = run_decode(&b, bytes->data, bytes->len - 4 - TAIL, &error);
	test_no_error(error);
	g_assert_true(decoded);
	g_assert_cmpuint(b.digests->len, ==, 0);
	g_assert_cmpstr(run_delivery(&b, 1)->text, ==, "550 no such user");
	g_assert_false(run_decode(&b, bytes->data, bytes->len, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

/* Version 2 had no addressing, and the moved occurrence only where there was one. */
TEST(run__decode__reads_version_2)
{
	for (int moved = 0; moved < 2; moved++) {
		autorelease(run) a = {0};
		autorelease(run) b = {0};
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		GError *error = NULL;
		fill(&a);
		a.addressing = ADDRESSING_EACH;
		a.moved_from = moved ? 1777000000 : INSTANT_NONE;
		run_encode(&a, bytes);
		bytes->data[0] = 2;
		bool decoded = run_decode(&b, bytes->data, bytes->len - (moved ? 1 : TAIL), &error);
		test_no_error(error);
		g_assert_true(decoded);
		g_assert_cmpint(b.moved_from, ==, a.moved_from);
		g_assert_cmpint((int)b.addressing, ==, ADDRESSING_TO);
	}
}

TEST(run__decode__refuses_an_unknown_addressing)
{
	autorelease(run) a = {0};
	autorelease(run) b = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	GError *error = NULL;
	fill(&a);
	a.addressing = ADDRESSING_EACH;
	run_encode(&a, bytes);
	g_assert_true(run_decode(&b, bytes->data, bytes->len, &error));
	g_assert_cmpint((int)b.addressing, ==, ADDRESSING_EACH);
	bytes->data[bytes->len - 1] = ADDRESSING_EACH + 1;
	g_assert_false(run_decode(&b, bytes->data, bytes->len, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

TEST(run__copy_id__is_the_messages_own_unless_each_gets_one)
{
	autorelease(run) run = {0};
	run_init(&run);
	run_add_recipient(&run, "a@example.com");
	g_autofree char *none = run_copy_id(&run, 0);
	g_assert_cmpstr(none, ==, "");
	g_free(run.message_id);
	run.message_id = g_strdup("1.2.ab@mail.example.com");
	g_autofree char *same = run_copy_id(&run, 0);
	g_assert_cmpstr(same, ==, "1.2.ab@mail.example.com");
	run.addressing = ADDRESSING_EACH;
	g_autofree char *first = run_copy_id(&run, 0), *third = run_copy_id(&run, 2);
	g_assert_cmpstr(first, ==, "1.2.ab.1@mail.example.com");
	g_assert_cmpstr(third, ==, "1.2.ab.3@mail.example.com");
}

TEST(run__add_digest__keeps_each_once_and_not_too_many)
{
	autorelease(run) run = {0};
	GError *error = NULL;
	run_init(&run);
	g_assert_true(run_add_digest(&run, "a", "1", &error));
	g_assert_true(run_add_digest(&run, "a", "1", &error));
	g_assert_true(run_add_digest(&run, "a", "2", &error));
	g_assert_cmpuint(run.digests->len, ==, 2);
	for (int i = 0; i < 62; i++) {
		g_autofree char *name = g_strdup_printf("file %d", i);
		g_assert_true(run_add_digest(&run, name, "3", &error));
	}
	g_assert_false(run_add_digest(&run, "one more", "3", &error));
	test_error(&error, ERROR_LIMIT, NULL);
	run_clear_digests(&run);
	g_assert_cmpuint(run.digests->len, ==, 0);
}

TEST(run__peek__reads_the_beginning)
{
	autorelease(run) a = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct run_brief brief = {0};
	fill(&a);
	run_encode(&a, bytes);
	g_assert_true(run_peek(bytes->data, bytes->len, &brief));
	g_assert_cmpuint(brief.id, ==, a.id);
	g_assert_cmpint(brief.occurrence, ==, a.occurrence);
	g_assert_cmpint(brief.state, ==, a.state);
	g_assert_false(run_peek(bytes->data, 20, &brief));
	bytes->data[0] = 99;
	g_assert_false(run_peek(bytes->data, bytes->len, &brief));
}
