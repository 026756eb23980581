// SPDX-License-Identifier: Apache-2.0
// Entries of the audit log: their life, what differs between two records, bytes and JSON.
#include "tidings/model/audit.h"

#include <stddef.h>

#include "field-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"
#include "tidings/util/secret.h"

#define AUDIT_VERSION 1
#define CHANGES_MOST 1024

/* The texts of an entry, in the order of their bytes. */
static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{"account", offsetof(struct audit, account)}, {"address", offsetof(struct audit, address)}, {"key", offsetof(struct audit, key)},
	{"via", offsetof(struct audit, via)},         {"action", offsetof(struct audit, action)},   {"noun", offsetof(struct audit, noun)},
	{"subject", offsetof(struct audit, subject)}, {"detail", offsetof(struct audit, detail)},
};

static char **text_member(const struct audit *audit, size_t i)
{
	return (char **)((uintptr_t)audit + texts[i].offset);
}

static void change_release(gpointer data)
{
	struct audit_change *change = data;
	g_free(change->field);
	g_free(change->before);
	g_free(change->after);
}

void audit_init(struct audit *audit)
{
	*audit = (struct audit){0};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		*text_member(audit, i) = g_strdup("");
	audit->changes = g_array_new(FALSE, FALSE, sizeof(struct audit_change));
	g_array_set_clear_func(audit->changes, change_release);
}

void audit_release(struct audit *audit)
{
	if (audit == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(*text_member(audit, i));
	g_clear_pointer(&audit->changes, g_array_unref);
	*audit = (struct audit){0};
}

void audit_add_change(struct audit *audit, const char *field, const char *before, const char *after)
{
	struct audit_change change = {g_strdup(field), g_strdup(before != NULL ? before : ""), g_strdup(after != NULL ? after : "")};
	g_array_append_val(audit->changes, change);
}

static char *shown(const struct field *row, const void *record)
{
	if (row->type == FIELD_SECRET)
		return g_strdup(secret_is_empty(field_member(row, record)) ? "" : AUDIT_MASKED);
	g_autofree char *text = field_get_text(row, record);
	return (row->use & FIELD_MASKED) != 0 && *text != '\0' ? g_strdup(AUDIT_MASKED) : g_steal_pointer(&text);
}

void audit_compare(struct audit *audit, const struct field_table *table, const void *before, const void *after)
{
	g_autofree void *initial = g_malloc0(table->size);
	fields_init(table, initial);
	const void *left = before != NULL ? before : initial;
	const void *right = after != NULL ? after : initial;
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if (field_ops(row)->equal(field_member(row, left), field_member(row, right)))
			continue;
		g_autofree char *was = before != NULL ? shown(row, before) : NULL;
		g_autofree char *is = after != NULL ? shown(row, after) : NULL;
		audit_add_change(audit, row->name, was, is);
	}
	fields_release(table, initial);
}

void audit_encode(const struct audit *audit, GByteArray *out)
{
	bytes_put_u8(out, AUDIT_VERSION);
	bytes_put_u64(out, (uint64_t)audit->time);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		bytes_put_text(out, *text_member(audit, i));
	bytes_put_u32(out, audit->changes->len);
	for (guint i = 0; i < audit->changes->len; i++) {
		const struct audit_change *change = &g_array_index(audit->changes, struct audit_change, i);
		bytes_put_text(out, change->field);
		bytes_put_text(out, change->before);
		bytes_put_text(out, change->after);
	}
}

static bool decode_changes(struct audit *audit, struct byte_reader *reader)
{
	uint32_t count = byte_reader_u32(reader);
	for (uint32_t i = 0; i < count && count <= CHANGES_MOST && !reader->failed; i++) {
		g_autofree char *field = byte_reader_text(reader);
		g_autofree char *before = byte_reader_text(reader);
		g_autofree char *after = byte_reader_text(reader);
		if (!reader->failed)
			audit_add_change(audit, field, before, after);
	}
	return !reader->failed && count <= CHANGES_MOST && reader->left == 0;
}

bool audit_decode(struct audit *audit, const uint8_t *data, size_t length, GError **error)
{
	struct byte_reader reader = byte_reader(data, length);
	uint8_t version = byte_reader_u8(&reader);
	if (!reader.failed && version > AUDIT_VERSION)
		return error_set(error, ERROR_VERSION, "an entry of the audit log was written by a newer version of tidings; upgrade");
	autorelease(audit) fresh = {0};
	audit_init(&fresh);
	fresh.time = (int64_t)byte_reader_u64(&reader);
	for (size_t i = 0; i < G_N_ELEMENTS(texts) && !reader.failed; i++) {
		g_free(*text_member(&fresh, i));
		*text_member(&fresh, i) = byte_reader_text(&reader);
	}
	if (reader.failed || version == 0 || !decode_changes(&fresh, &reader))
		return error_set(error, ERROR_CORRUPT, "an entry of the audit log is damaged");
	fresh.number = audit->number;
	audit_release(audit);
	*audit = fresh;
	fresh = (struct audit){0};
	return true;
}

static void set_if_any(struct js *object, const char *name, const char *text)
{
	js_set_text(object, name, *text != '\0' ? text : NULL);
}

struct js *audit_to_json(const struct audit *audit)
{
	struct js *object = js_object();
	struct js *changes = js_array();
	js_set_int(object, "number", (int64_t)audit->number);
	js_set_instant(object, "time", audit->time);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		set_if_any(object, texts[i].name, *text_member(audit, i));
	for (guint i = 0; i < audit->changes->len; i++) {
		const struct audit_change *change = &g_array_index(audit->changes, struct audit_change, i);
		struct js *member = js_object();
		js_set_text(member, "field", change->field);
		set_if_any(member, "before", change->before);
		set_if_any(member, "after", change->after);
		js_append(changes, member);
	}
	js_set(object, "changes", changes);
	return object;
}

char *audit_changes_text(const struct audit *audit)
{
	g_autoptr(GString) out = g_string_new(audit->detail);
	for (guint i = 0; i < audit->changes->len; i++) {
		const struct audit_change *change = &g_array_index(audit->changes, struct audit_change, i);
		g_string_append_printf(out, "%s%s: ", out->len > 0 ? "; " : "", change->field);
		if (*change->before != '\0')
			g_string_append_printf(out, "\"%s\" -> ", change->before);
		g_string_append_printf(out, "\"%s\"", change->after);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
