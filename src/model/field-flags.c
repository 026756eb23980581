// SPDX-License-Identifier: Apache-2.0
// The text form of flags: "overview:incoming,detections;top:hashes".
#include <string.h>

#include "tidings/model/field.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

static bool refuse(const struct flag_row *flags, const char *word, GError **error)
{
	g_autofree char *shown = safe_text(word, -1);
	g_autofree char *all = flags_to_text(flags, G_MAXUINT32);
	return error_set(error, ERROR_INVALID, "unknown word \"%s\", expected: %s", shown, all);
}

// The row of that name in the group; with name NULL any row of the group.
static const struct flag_row *find(const struct flag_row *flags, const char *group, const char *name)
{
	for (const struct flag_row *row = flags; row->bit != 0; row++) {
		if (g_strcmp0(row->group, group) == 0 && (name == NULL || g_str_equal(row->name, name)))
			return row;
	}
	return NULL;
}

static bool parse_group(const struct flag_row *flags, char *text, uint32_t *value, GError **error)
{
	const char *group = NULL;
	char *names = text;
	char *colon = strchr(text, ':');
	if (colon != NULL) {
		*colon = '\0';
		group = g_strstrip(text);
		names = colon + 1;
		if (find(flags, group, NULL) == NULL)
			return refuse(flags, group, error);
	}
	g_auto(GStrv) words = g_strsplit(names, ",", -1);
	for (char **word = words; *word != NULL; word++) {
		if (*g_strstrip(*word) == '\0')
			continue;
		const struct flag_row *row = find(flags, group, *word);
		if (row == NULL)
			return refuse(flags, *word, error);
		*value |= row->bit;
	}
	return true;
}

char *flags_to_text(const struct flag_row *flags, uint32_t value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct flag_row *last = NULL;
	for (const struct flag_row *row = flags; row->bit != 0; row++) {
		if ((value & row->bit) == 0)
			continue;
		bool same = last != NULL && g_strcmp0(last->group, row->group) == 0;
		if (last != NULL)
			g_string_append_c(out, same ? ',' : ';');
		if (!same && row->group != NULL)
			g_string_append_printf(out, "%s:", row->group);
		g_string_append(out, row->name);
		last = row;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

bool flags_from_text(const struct flag_row *flags, const char *text, uint32_t *ret_value, GError **error)
{
	uint32_t value = 0;
	g_auto(GStrv) groups = g_strsplit(text, ";", -1);
	for (char **group = groups; *group != NULL; group++) {
		if (!parse_group(flags, *group, &value, error))
			return false;
	}
	*ret_value = value;
	return true;
}
