// SPDX-License-Identifier: Apache-2.0
// Field rows: validation, text forms and the operations of each type.
#include "tidings/model/field.h"

#include <string.h>

#include "field-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"
#include "tidings/util/secret.h"

static bool refuse_character(const struct field *row, gunichar c, GError **error)
{
	return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" contains the control character U+%04X", row->name, c);
}

static bool check_characters(const struct field *row, const char *text, GError **error)
{
	const char *at = text;
	// Nearly all of all texts is ASCII.
	for (; *at != '\0' && (guchar)*at < 0x80; at++) {
		if (g_ascii_iscntrl(*at) && !(*at == '\n' && row->type == FIELD_AREA))
			return refuse_character(row, (guchar)*at, error);
	}
	if (!g_utf8_validate(at, -1, NULL))
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" is not valid UTF-8", row->name);
	for (; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_iscntrl(c) && !(c == '\n' && row->type == FIELD_AREA))
			return refuse_character(row, c, error);
	}
	return true;
}

static bool check_length(const struct field *row, const char *text, GError **error)
{
	int length = text_characters(text);
	if (length > row->max)
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" has %d characters, at most %d are allowed", row->name,
				       length, row->max);
	if (length >= row->min)
		return true;
	if (length == 0)
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must not be empty", row->name);
	return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" has %d characters, at least %d are needed", row->name, length,
			       row->min);
}

// CR LF becomes LF in an area, and a line feed or tab a comma in a list; given. NULL when the text is so already.
static char *unify_lines(const struct field *row, const char *text)
{
	if ((row->use & FIELD_LIST) != 0 && strpbrk(text, "\t\r\n") != NULL)
		return g_strdelimit(g_strdup(text), "\t\r\n", ',');
	if (row->type != FIELD_AREA || strstr(text, "\r\n") == NULL)
		return NULL;
	g_autoptr(GString) out = g_string_new(text);
	g_string_replace(out, "\r\n", "\n", 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

// The canonical form of a text, given; NULL when it is refused.
static char *canonical(const struct field *row, const char *text, GError **error)
{
	g_autofree char *unified = unify_lines(row, text);
	if (unified != NULL)
		text = unified;
	if (!check_characters(row, text, error) || !check_length(row, text, error))
		return NULL;
	if (row->canon == NULL || *text == '\0')
		return g_strdup(text);
	g_autofree char *canon = row->canon(row, text, error);
	if (canon == NULL || !check_length(row, canon, error))
		return NULL;
	return g_steal_pointer(&canon);
}

static bool text_set(const struct field *row, void *member, const char *text, GError **error)
{
	char **value = member;
	char *canon = canonical(row, text, error);
	if (canon == NULL)
		return false;
	g_free(*value);
	*value = canon;
	return true;
}

static char *text_get(const struct field *row, const void *member)
{
	(void)row;
	char *const *value = member;
	return g_strdup(*value != NULL ? *value : "");
}

static bool text_equal(const void *a, const void *b)
{
	char *const *x = a;
	char *const *y = b;
	return g_str_equal(*x != NULL ? *x : "", *y != NULL ? *y : "");
}

static void text_copy(void *to, const void *from)
{
	char *const *value = from;
	*(char **)to = g_strdup(*value != NULL ? *value : "");
}

static void text_release(void *member)
{
	g_clear_pointer((char **)member, g_free);
}

static bool int_set(const struct field *row, void *member, const char *text, GError **error)
{
	gint64 value = 0;
	if (!g_ascii_string_to_signed(text, 10, row->min, row->max, &value, NULL))
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must be a number from %d to %d", row->name, row->min,
				       row->max);
	*(int *)member = (int)value;
	return true;
}

static char *int_get(const struct field *row, const void *member)
{
	(void)row;
	return g_strdup_printf("%d", *(const int *)member);
}

static bool int_equal(const void *a, const void *b)
{
	return *(const int *)a == *(const int *)b;
}

static void int_copy(void *to, const void *from)
{
	*(int *)to = *(const int *)from;
}

static void int_release(void *member)
{
	*(int *)member = 0;
}

static bool bool_set(const struct field *row, void *member, const char *text, GError **error)
{
	bool value = g_str_equal(text, "yes");
	if (!value && !g_str_equal(text, "no"))
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must be yes or no", row->name);
	*(bool *)member = value;
	return true;
}

static char *bool_get(const struct field *row, const void *member)
{
	(void)row;
	return g_strdup(*(const bool *)member ? "yes" : "no");
}

static bool bool_equal(const void *a, const void *b)
{
	return *(const bool *)a == *(const bool *)b;
}

static void bool_copy(void *to, const void *from)
{
	*(bool *)to = *(const bool *)from;
}

static void bool_release(void *member)
{
	*(bool *)member = false;
}

static bool enum_set(const struct field *row, void *member, const char *text, GError **error)
{
	int value = enum_from_text(row->choices, text);
	if (value < 0) {
		g_autofree char *choices = enum_choices(row->choices);
		g_autofree char *shown = safe_text(text, -1);
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must be %s, not \"%s\"", row->name, choices, shown);
	}
	*(int *)member = value;
	return true;
}

static char *enum_get(const struct field *row, const void *member)
{
	const char *text = enum_to_text(row->choices, *(const int *)member);
	return g_strdup(text != NULL ? text : "");
}

static bool flags_set(const struct field *row, void *member, const char *text, GError **error)
{
	g_autoptr(GError) fault = NULL;
	if (!flags_from_text(row->flags, text, member, &fault))
		return error_set_field(error, ERROR_INVALID, row->name, "\"%s\": %s", row->name, fault->message);
	return true;
}

static char *flags_get(const struct field *row, const void *member)
{
	return flags_to_text(row->flags, *(const uint32_t *)member);
}

static bool flags_equal(const void *a, const void *b)
{
	return *(const uint32_t *)a == *(const uint32_t *)b;
}

static void flags_copy(void *to, const void *from)
{
	*(uint32_t *)to = *(const uint32_t *)from;
}

static void flags_release(void *member)
{
	*(uint32_t *)member = 0;
}

static bool secret_field_set(const struct field *row, void *member, const char *text, GError **error)
{
	if (!check_characters(row, text, error) || !check_length(row, text, error))
		return false;
	secret_set(member, text, strlen(text));
	return true;
}

static char *secret_field_get(const struct field *row, const void *member)
{
	(void)row;
	(void)member;
	return g_strdup("");
}

static bool secret_field_equal(const void *a, const void *b)
{
	return secret_equal(a, b);
}

static void secret_field_copy(void *to, const void *from)
{
	secret_copy(to, from);
}

static void secret_field_release(void *member)
{
	secret_release(member);
}

const struct field_ops *field_ops(const struct field *row)
{
	static const struct field_ops ops[] = {
		[FIELD_TEXT] = {text_set, text_get, text_equal, text_copy, text_release},
		[FIELD_AREA] = {text_set, text_get, text_equal, text_copy, text_release},
		[FIELD_INT] = {int_set, int_get, int_equal, int_copy, int_release},
		[FIELD_BOOL] = {bool_set, bool_get, bool_equal, bool_copy, bool_release},
		[FIELD_ENUM] = {enum_set, enum_get, int_equal, int_copy, int_release},
		[FIELD_FLAGS] = {flags_set, flags_get, flags_equal, flags_copy, flags_release},
		[FIELD_SECRET] = {secret_field_set, secret_field_get, secret_field_equal, secret_field_copy, secret_field_release},
	};
	return &ops[row->type];
}

const struct field *field_by_name(const struct field_table *table, const char *name)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		if (g_str_equal(table->rows[i].name, name))
			return &table->rows[i];
	}
	return NULL;
}

const struct field *field_by_tag(const struct field_table *table, uint16_t tag)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		if (table->rows[i].tag == tag)
			return &table->rows[i];
	}
	return NULL;
}

bool field_set_text(const struct field *row, void *record, const char *text, GError **error)
{
	return field_ops(row)->set(row, field_member(row, record), text != NULL ? text : "", error);
}

char *field_get_text(const struct field *row, const void *record)
{
	return field_ops(row)->get(row, field_member(row, record));
}
