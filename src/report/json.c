// SPDX-License-Identifier: Apache-2.0
// The JSON form: the plan, and the statistics as "tidings stats" prints them.
#include "document-priv.h"

static struct js *tenants_json(char *const *tenants)
{
	struct js *list = js_array();
	for (size_t i = 0; tenants != NULL && tenants[i] != NULL; i++)
		js_append(list, js_string(tenants[i]));
	return list;
}

static struct js *period_json(const struct report_plan *plan)
{
	struct js *period = js_object();
	js_set_text(period, "name", plan->task->period);
	js_set_instant(period, "from", plan->from.instant);
	js_set_instant(period, "to", plan->to.instant);
	return period;
}

struct js *plan_to_json(const struct report_plan *plan)
{
	const struct task *task = plan->task;
	g_autofree char *widgets = flags_to_text(widget_flags, task->widgets);
	struct js *json = js_object();
	js_set_text(json, "task", plan->task_name);
	if (plan->document != NULL)
		js_set_text(json, "document", plan->document);
	js_set(json, "period", period_json(plan));
	js_set_instant(json, "generated", plan->generated.instant);
	js_set_text(json, "zone", plan->zone);
	js_set_text(json, "step", enum_to_text(stats_step_names, (int)plan->step));
	js_set(json, "tenants", tenants_json(plan->tenants));
	js_set_text(json, "source", enum_to_text(source_names, task->source));
	js_set_bool(json, "false_positives", task->false_positives);
	js_set_text(json, "language", catalog_language(plan->catalog));
	js_set_text(json, "widgets", widgets);
	js_set_bool(json, "title_page", task->title_page);
	js_set_bool(json, "logo", task->logo);
	js_set_text(json, "paper", enum_to_text(paper_names, task->paper));
	js_set_text(json, "tlp", enum_to_text(tlp_names, task->tlp));
	js_set_text(json, "indicators", enum_to_text(indicator_form_names, task->indicators));
	js_set_bool(json, "login_user", task->login_user);
	js_set_bool(json, "full_name", task->full_name);
	js_set_text(json, "licence", enum_to_text(licence_names, (int)plan->licence));
	js_set_text(json, "mode", enum_to_text(mode_names, (int)plan->mode));
	return json;
}

char *report_to_json(const struct report *report)
{
	g_autofree char *plan = js_to_text(report->plan);
	g_autofree char *statistics = js_to_text(report->statistics);
	return g_strconcat("{\"plan\":", plan, ",\"statistics\":", statistics, "}\n", NULL);
}
