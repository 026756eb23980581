// SPDX-License-Identifier: Apache-2.0
// What the system's tzdata offers: names of zones, and its version.
#include "tidings/schedule/zone.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tidings/util/file.h"
#include "zone-priv.h"

#define TABLE_MOST (1 << 20)
#define LINE_MOST 80 /* the sender looks for the version each time it wakes: not the whole file */

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the third column of a table of zones: code, coordinates, name, comment. */
static void add_table(GHashTable *names, const char *file)
{
	g_autofree char *path = g_build_filename(ZONEINFO, file, NULL);
	g_autofree char *data = NULL;
	size_t length;
	if (!file_read(path, TABLE_MOST, &data, &length, NULL))
		return;
	g_auto(GStrv) lines = g_strsplit(data, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) columns = g_strsplit(*line, "\t", 4);
		if (**line != '#' && g_strv_length(columns) >= 3)
			g_hash_table_add(names, g_strdup(columns[2]));
	}
}

char **zone_names(void)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	add_table(names, "zone1970.tab");
	add_table(names, "zone.tab");
	g_hash_table_add(names, g_strdup("UTC"));
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, names);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		g_hash_table_iter_steal(&iter);
		g_ptr_array_add(sorted, name);
	}
	g_ptr_array_sort(sorted, compare_names);
	g_ptr_array_add(sorted, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&sorted), FALSE);
}

char *zone_data_version(void)
{
	static const char mark[] = "# version ";
	g_autofree char *path = g_build_filename(ZONEINFO, "tzdata.zi", NULL);
	char line[LINE_MOST] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	bool there = fd >= 0 && pread(fd, line, sizeof line - 1, 0) > 0;
	if (fd >= 0)
		close(fd);
	if (!there || !g_str_has_prefix(line, mark))
		return g_strdup("unknown");
	const char *version = line + strlen(mark);
	return g_strndup(version, strcspn(version, "\r\n"));
}
