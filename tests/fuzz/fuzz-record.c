// SPDX-License-Identifier: Apache-2.0
// Records of tasks, mail settings and runs: what decodes encodes to bytes that decode to the same.
#include <glib.h>

#include "fuzz.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/run.h"
#include "tidings/model/task.h"
#include "tidings/util/error.h"

static void check_error(const GError *error)
{
	g_assert_true(error_is(error, ERROR_CORRUPT) || error_is(error, ERROR_VERSION));
	g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

static void try_fields(const struct field_table *table, const uint8_t *data, size_t size)
{
	g_autofree void *record = g_malloc0(table->size);
	g_autofree void *again = g_malloc0(table->size);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GByteArray) more = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	if (!fields_decode(table, record, data, size, &error)) {
		check_error(error);
		return;
	}
	fields_encode(table, record, bytes);
	// An older record may lack a row that must not be empty: then it does not encode to a valid one.
	if (fields_check(table, record, NULL)) {
		g_assert_true(fields_decode(table, again, bytes->data, bytes->len, NULL));
		g_assert_true(fields_equal(table, record, again));
		fields_encode(table, again, more);
		g_assert_cmpmem(bytes->data, bytes->len, more->data, more->len);
	}
	fields_release(table, record);
	fields_release(table, again);
}

static void try_run(const uint8_t *data, size_t size)
{
	autorelease(run) run = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	if (!run_decode(&run, data, size, &error)) {
		check_error(error);
		return;
	}
	run_encode(&run, bytes);
	g_assert_cmpmem(bytes->data, bytes->len, data, size);
	autoptr(js) object = run_to_json(&run);
	g_autofree char *text = js_to_text(object);
	g_assert_nonnull(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_fields(&task_table, data, size);
	try_fields(&mail_settings_table, data, size);
	try_run(data, size);
	return 0;
}
