// SPDX-License-Identifier: Apache-2.0
// Use cases of indicators: false positives.
#include "tidings/app/indicator.h"

#include "app-priv.h"
#include "tidings/app/access.h"

static void release(void *data)
{
	struct false_positive *mark = data;
	g_free(mark->tenant);
	g_free(mark->indicator);
}

static bool check_tenant(struct app *app, const char *tenant, GError **error)
{
	bool all = false;
	g_auto(GStrv) names = app_resolve_tenants(app, tenant, &all, error);
	return names != NULL;
}

bool false_positive_set(struct app *app, const char *value, const char *tenant, bool marked, GError **error)
{
	if (!app_require(app, USE_FALSE_POSITIVE, false, error) || !check_tenant(app, tenant, error))
		return false;
	enum indicator_kind kind = indicator_kind_guess(value);
	g_autofree char *indicator = indicator_normalize(kind, value, error);
	struct stats *stats = indicator != NULL ? app_stats(app, error) : NULL;
	if (stats == NULL)
		return false;
	struct stats_mark mark = {.tenant = (char *)(uintptr_t)tenant, .indicator = indicator, .kind = kind, .time = app_now(app)};
	const struct app_act act = {.action = marked ? "mark" : "unmark", .noun = "indicator", .subject = indicator, .detail = tenant};
	return app_audit_begin(app, &act, error) &&
	       app_audit_end(app, &act, marked ? stats_mark_add(stats, &mark, error) : stats_mark_remove(stats, &mark, error), error);
}

GArray *false_positive_list(struct app *app, const char *tenant, GError **error)
{
	g_auto(GStrv) seen = app_tenants(app, error);
	struct stats *stats = seen != NULL && app_require(app, USE_FALSE_POSITIVE, true, error) ? app_stats(app, error) : NULL;
	if (stats == NULL || (tenant != NULL && !check_tenant(app, tenant, error)))
		return NULL;
	g_autoptr(GArray) marks = stats_mark_list(stats, tenant, error);
	if (marks == NULL)
		return NULL;
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct false_positive));
	g_array_set_clear_func(list, release);
	for (guint i = 0; i < marks->len; i++) {
		const struct stats_mark *mark = &g_array_index(marks, struct stats_mark, i);
		struct false_positive row = {g_strdup(mark->tenant), g_strdup(mark->indicator), enum_to_text(indicator_kind_names, (int)mark->kind), mark->time};
		if (g_strv_contains((const char *const *)seen, mark->tenant))
			g_array_append_val(list, row);
		else
			release(&row);
	}
	return list;
}
