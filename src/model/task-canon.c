// SPDX-License-Identifier: Apache-2.0
// Canonical forms of a task's texts.
#include "task-priv.h"

#include <string.h>

#include "tidings/model/address.h"
#include "tidings/model/calendar.h"
#include "tidings/model/task.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

// The same fault, about the row. Returns NULL.
static char *blame(const struct field *row, const GError *fault, GError **error)
{
	error_set_field(error, ERROR_INVALID, row->name, "%s", fault->message);
	return NULL;
}

char *recipients_canon(const struct field *row, const char *text, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_auto(GStrv) addresses = address_list_parse(text, &fault);
	if (addresses == NULL)
		return blame(row, fault, error);
	if (addresses[0] == NULL && row->min > 0) {
		error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must have at least one address", row->name);
		return NULL;
	}
	g_autofree char *canon = address_list_to_text(addresses);
	return text_characters(canon) <= row->max ? g_steal_pointer(&canon) : g_strjoinv(",", addresses);
}

char *start_canon(const struct field *row, const char *text, GError **error)
{
	struct wall wall;
	g_autoptr(GError) fault = NULL;
	g_autofree char *trimmed = *text == ' ' || g_str_has_suffix(text, " ") ? g_strstrip(g_strdup(text)) : NULL;
	bool valid = wall_from_text(trimmed != NULL ? trimmed : text, &wall, &fault);
	return valid ? wall_to_text(&wall) : blame(row, fault, error);
}

char *zone_canon(const struct field *row, const char *text, GError **error)
{
	for (const char *at = text; *at != '\0'; at++) {
		if (!g_ascii_isalnum(*at) && strchr("/_+-", *at) == NULL) {
			g_autofree char *shown = safe_text(text, -1);
			error_set_field(error, ERROR_INVALID, row->name, "\"%s\" is not a time zone, such as Europe/Moscow", shown);
			return NULL;
		}
	}
	return g_strdup(text);
}

char *rrule_canon(const struct field *row, const char *text, GError **error)
{
	(void)row;
	(void)error;
	const char *prefix = "RRULE:";
	text += strspn(text, " ");
	if (g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0)
		text += strlen(prefix);
	return g_strstrip(g_strdup(text));
}

#define DATE_LENGTH 10 /* "2026-12-07" */

char *dates_canon(const struct field *row, const char *text, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_auto(GStrv) words = g_strsplit_set(text, ",;", -1);
	for (char **word = words; *word != NULL; word++) {
		if (*g_strstrip(*word) == '\0')
			continue;
		g_autofree char *canon = start_canon(row, *word, error);
		if (canon == NULL)
			return NULL;
		if (strlen(*word) == DATE_LENGTH) /* a whole day, not its midnight */
			canon[DATE_LENGTH] = '\0';
		g_string_append_printf(out, "%s%s", out->len > 0 ? "," : "", canon);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *calendar_canon(const struct field *row, const char *text, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	return *trimmed == '\0' || calendar_check_name(trimmed, &fault) ? g_steal_pointer(&trimmed) : blame(row, fault, error);
}

char *created_canon(const struct field *row, const char *text, GError **error)
{
	int64_t instant = INSTANT_NONE;
	g_autoptr(GError) fault = NULL;
	return instant_from_text(text, &instant, &fault) ? instant_to_text(instant) : blame(row, fault, error);
}

char *uid_canon(const struct field *row, const char *text, GError **error)
{
	for (const char *at = text; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && strchr("-._", *at) == NULL) {
			error_set_field(error, ERROR_INVALID, row->name, "\"%s\" may have letters, digits, hyphens, points and underscores only",
					row->name);
			return NULL;
		}
	return g_strdup(text);
}

char *language_canon(const struct field *row, const char *text, GError **error)
{
	if (enum_from_text(language_names, text) >= 0)
		return g_strdup(text);
	g_autofree char *choices = enum_choices(language_names);
	error_set_field(error, ERROR_INVALID, row->name, "\"%s\" must be %s", row->name, choices);
	return NULL;
}
