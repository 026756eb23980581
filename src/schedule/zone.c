// SPDX-License-Identifier: Apache-2.0
// IANA time zones: wall time <-> instant over the transitions of the system's tzdata.
#include "tidings/schedule/zone.h"

#include <string.h>

#include "tidings/util/error.h"
#include "tidings/util/file.h"
#include "tzif-priv.h"
#include "zone-priv.h"

#define FILE_MOST 65536
#define NAME_MOST 64

struct zone {
	char *name;
	struct tzif tzif;
};

struct zones {
	GHashTable *by_name; /* char * of the zone -> struct zone * */
};

/* Only names as tzdata has them: no way out of the directory, none of the files that are not zones. */
static bool name_is_zone(const char *name)
{
	static const char *const other[] = {"posix/", "right/", "posixrules", "localtime", "Factory"};
	for (size_t i = 0; i < G_N_ELEMENTS(other); i++)
		if (g_str_has_prefix(name, other[i]))
			return false;
	if (!g_ascii_isalpha(name[0]) || strlen(name) > NAME_MOST || strstr(name, "//") != NULL || g_str_has_suffix(name, "/"))
		return false;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == strlen(name);
}

struct zone *zone_new(const char *name, GError **error)
{
	g_autofree char *data = NULL;
	size_t length = 0;
	g_autofree char *path = g_build_filename(ZONEINFO, name, NULL);
	autoptr(zone) zone = g_new0(struct zone, 1);
	if (!name_is_zone(name) || !file_read(path, FILE_MOST, &data, &length, NULL)) {
		error_set_field(error, ERROR_INVALID, "zone", "there is no time zone \"%s\": give an IANA name such as Europe/Moscow", name);
		return NULL;
	}
	if (!tzif_parse((const uint8_t *)data, length, &zone->tzif)) {
		error_set_field(error, ERROR_INVALID, "zone", "the system's data of time zone \"%s\" cannot be read", name);
		return NULL;
	}
	zone->name = g_strdup(name);
	return g_steal_pointer(&zone);
}

void zone_free(struct zone *zone)
{
	if (zone == NULL)
		return;
	g_free(zone->name);
	tzif_release(&zone->tzif);
	g_free(zone);
}

static void zone_destroy(gpointer zone)
{
	zone_free(zone);
}

struct zones *zones_new(void)
{
	struct zones *zones = g_new0(struct zones, 1);
	zones->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, zone_destroy);
	return zones;
}

void zones_free(struct zones *zones)
{
	if (zones == NULL)
		return;
	g_hash_table_unref(zones->by_name);
	g_free(zones);
}

const struct zone *zones_get(struct zones *zones, const char *name, GError **error)
{
	struct zone *zone = g_hash_table_lookup(zones->by_name, name);
	if (zone == NULL) {
		zone = zone_new(name, error);
		if (zone != NULL)
			g_hash_table_insert(zones->by_name, zone->name, zone);
	}
	return zone;
}

const char *zone_name(const struct zone *zone)
{
	return zone->name;
}

int zone_offset(const struct zone *zone, int64_t instant)
{
	return tzif_span(&zone->tzif, instant).offset;
}

struct tzif_span zone_span(const struct zone *zone, int64_t instant)
{
	return tzif_span(&zone->tzif, instant);
}

/* Every offset in force near the wall time is tried. One that is in force at its own result is right; when none is, the wall time is in a
 * gap, and the last that had ended by its own result is the offset before the gap. */
enum wall_fit zone_seconds_to_instant(const struct zone *zone, int64_t seconds, enum overlap_policy overlap, int64_t *ret_instant)
{
	int64_t first = INSTANT_NONE, last = INSTANT_NONE, late = seconds;
	int64_t end = seconds + OFFSET_MOST;
	struct tzif_span span = tzif_span(&zone->tzif, seconds - OFFSET_MOST);
	for (;;) {
		int64_t at = seconds - span.offset;
		if (at >= span.to) {
			late = at;
		} else if (at >= span.from) {
			first = first == INSTANT_NONE ? at : first;
			last = at;
		}
		if (span.to > end)
			break;
		span = tzif_span(&zone->tzif, span.to);
	}
	if (first == INSTANT_NONE) {
		*ret_instant = late;
		return WALL_GAP;
	}
	*ret_instant = overlap == OVERLAP_SECOND ? last : first;
	return first == last ? WALL_PLAIN : WALL_OVERLAP;
}

enum wall_fit zone_to_instant(const struct zone *zone, const struct wall *wall, enum overlap_policy overlap, int64_t *ret_instant)
{
	return zone_seconds_to_instant(zone, wall_to_seconds(wall), overlap, ret_instant);
}

struct wall zone_to_wall(const struct zone *zone, int64_t instant)
{
	return wall_from_seconds(instant + zone_offset(zone, instant));
}
