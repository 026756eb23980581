// SPDX-License-Identifier: Apache-2.0
// The statistics' answer: its release and its JSON.
#include "tidings/model/statistics.h"

#include "tidings/util/catalog.h"

const struct enum_row stats_step_names[] = {
	{STEP_HOUR, "hour", N_("Hour")},
	{STEP_DAY, "day", N_("Day")},
	{STEP_WEEK, "week", N_("Week")},
	{0, NULL, NULL},
};

const struct enum_row stats_top_names[] = {
	{TOP_DEFAULT, "default", N_("Default")},
	{TOP_RETROSCAN, "retroscan", N_("Retroscan")},
	{TOP_MD5, "md5", N_("MD5")},
	{TOP_SHA1, "sha1", N_("SHA1")},
	{TOP_SHA256, "sha256", N_("SHA256")},
	{0, NULL, NULL},
};

static guint length_of(const GArray *array)
{
	return array != NULL ? array->len : 0;
}

static void release_top(GArray **rows)
{
	for (guint i = 0; i < length_of(*rows); i++)
		g_free(g_array_index(*rows, struct stats_top_row, i).indicator);
	g_clear_pointer(rows, g_array_unref);
}

static void release_shares(GArray **rows)
{
	for (guint i = 0; i < length_of(*rows); i++)
		g_free(g_array_index(*rows, struct stats_share, i).name);
	g_clear_pointer(rows, g_array_unref);
}

static struct js *top_to_json(const GArray *rows)
{
	struct js *list = js_array();
	for (guint i = 0; i < length_of(rows); i++) {
		const struct stats_top_row *row = &g_array_index(rows, struct stats_top_row, i);
		struct js *entry = js_object();
		js_set_text(entry, "indicator", row->indicator);
		js_set_text(entry, "kind", enum_to_text(indicator_kind_names, (int)row->kind));
		js_set_int(entry, "detections", (int64_t)row->detections);
		js_append(list, entry);
	}
	return list;
}

static struct js *shares_to_json(const GArray *rows, const char *name)
{
	struct js *list = js_array();
	for (guint i = 0; i < length_of(rows); i++) {
		const struct stats_share *row = &g_array_index(rows, struct stats_share, i);
		struct js *entry = js_object();
		js_set_text(entry, name, row->name);
		js_set_int(entry, "detections", (int64_t)row->detections);
		js_append(list, entry);
	}
	return list;
}

static struct js *series_to_json(const GArray *bins)
{
	struct js *list = js_array();
	for (guint i = 0; i < length_of(bins); i++) {
		const struct stats_bin *bin = &g_array_index(bins, struct stats_bin, i);
		struct js *entry = js_object();
		js_set_instant(entry, "from", bin->from);
		js_set_int(entry, "incoming_events", (int64_t)bin->incoming_events);
		js_set_int(entry, "detections", (int64_t)bin->detections);
		js_append(list, entry);
	}
	return list;
}

static struct js *week_to_json(const uint64_t *week)
{
	struct js *days = js_array();
	for (int day = 0; day < WEEK_DAYS; day++) {
		struct js *hours = js_array();
		for (int hour = 0; hour < DAY_HOURS; hour++)
			js_append(hours, js_int((int64_t)week[day * DAY_HOURS + hour]));
		js_append(days, hours);
	}
	return days;
}

static void result_to_json(const struct stats_result *result, struct js *object)
{
	js_set_int(object, "incoming_events", (int64_t)result->incoming_events);
	js_set_int(object, "detections", (int64_t)result->detections);
	js_set_int(object, "indicators", (int64_t)result->indicators);
	struct js *top = js_object();
	for (int i = 0; i < TOP_LISTS; i++)
		js_set(top, enum_to_text(stats_top_names, i), top_to_json(result->top[i]));
	js_set(object, "top", top);
	js_set(object, "categories", shares_to_json(result->categories, "category"));
	js_set(object, "suppliers", shares_to_json(result->suppliers, "supplier"));
	js_set(object, "series", series_to_json(result->series));
	js_set(object, "kinds", shares_to_json(result->kinds, "kind"));
	if (result->tenants != NULL)
		js_set(object, "by_tenant", shares_to_json(result->tenants, "tenant"));
	if (result->cut > 0)
		js_set_instant(object, "kept_from", result->cut);
	if (result->week != NULL)
		js_set(object, "week", week_to_json(result->week));
}

void stats_result_release(struct stats_result *result)
{
	if (result == NULL)
		return;
	for (size_t i = 0; i < TOP_LISTS; i++)
		release_top(&result->top[i]);
	release_shares(&result->categories);
	release_shares(&result->suppliers);
	release_shares(&result->kinds);
	release_shares(&result->tenants);
	g_clear_pointer(&result->week, g_free);
	g_clear_pointer(&result->series, g_array_unref);
	*result = (struct stats_result){0};
}

struct js *stats_answer_to_json(const struct stats_query *query, const struct stats_result *result)
{
	struct js *answer = js_object();
	js_set_instant(answer, "from", query->period.from);
	js_set_instant(answer, "to", query->period.to);
	struct js *tenants = js_array();
	for (char *const *tenant = query->tenants; tenant != NULL && *tenant != NULL; tenant++)
		js_append(tenants, js_string(*tenant));
	js_set(answer, "tenants", tenants);
	js_set_text(answer, "source", enum_to_text(source_names, (int)query->source));
	result_to_json(result, answer);
	return answer;
}
