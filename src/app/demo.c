// SPDX-License-Identifier: Apache-2.0
// Sample events and tasks for a first look.
#include "tidings/app/demo.h"

#include "app-priv.h"
#include "tidings/app/task.h"

#define DAYS 60
#define DETECTIONS_A_DAY 100
#define HOUR 3600
#define DAY (24 * HOUR)

static const char *const tenants[] = {TENANT_GENERAL, "North branch", "Retail"};

/* A category and what it matches: `forms` are patterns of its indicators, from the common to the rare. */
struct theme {
	const char *category, *feed, *supplier;
	enum indicator_kind kind;
	const char *form; /* with one %u */
	unsigned variety;
};

static const struct theme themes[] = {
	{"KL_Malicious_URL", "Malicious_URL_Data_Feed.json", "Kaspersky", KIND_URL, "http://host%u.example/update", 160},
	{"KL_Malicious_URL", "Malicious_URL_Data_Feed.json", "Kaspersky", KIND_URL, "http://fakess123.nu/%u", 3},
	{"KL_Phishing_URL", "Phishing_URL_Data_Feed.json", "Kaspersky", KIND_URL, "http://login%u.example/wp-admin", 90},
	{"KL_BotnetCnC_URL", "Botnet_CnC_URL_Data_Feed.json", "Kaspersky", KIND_URL, "http://cnc%u.example/gate", 40},
	{"KL_IP_Reputation", "IP_Reputation_Data_Feed.json", "Kaspersky", KIND_IP, "198.51.100.%u", 250},
	{"KL_APT_IP", "", "Kaspersky", KIND_IP, "192.0.2.%u", 20},
	{"KL_Malicious_Hash_MD5", "", "Kaspersky", KIND_MD5, "C912705B4BBB14EC7E78FA8B%08X", 80},
	{"KL_Malicious_Hash_SHA1", "", "Kaspersky", KIND_SHA1, "3B8D1A5F6E2C4D7A9B0C1D2E3F4A5B6C%08X", 40},
	{"KL_Malicious_Hash_SHA256", "", "Kaspersky", KIND_SHA256, "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15%08X", 50},
	{"Abuse_Domain_List", "", "OSINT", KIND_DOMAIN, "bad%u.example", 40},
};

/* Small numbers often, large ones seldom. */
static unsigned skewed(GRand *rand, unsigned below)
{
	double u = g_rand_double(rand);
	return (unsigned)(u * u * u * below);
}

static const char *pick_tenant(GRand *rand)
{
	int dice = g_rand_int_range(rand, 0, 10);
	return tenants[dice < 6 ? 0 : dice < 9 ? 1 : 2];
}

static bool add_incoming(struct stats_batch *batch, GRand *rand, int64_t time, GError **error)
{
	static const int base[] = {900, 400, 120};
	bool day = (time / HOUR) % 24 >= 6 && (time / HOUR) % 24 < 18;
	for (size_t i = 0; i < G_N_ELEMENTS(tenants); i++) {
		struct event event = {.time = time, .type = EVENT_INCOMING, .source = EVENT_TCP, .tenant = tenants[i],
				      .count = (uint64_t)(base[i] * (day ? 10 : 4) / 10 + g_rand_int_range(rand, 0, 60))};
		if (!stats_batch_add(batch, &event, error))
			return false;
	}
	return true;
}

static bool add_detection(struct stats_batch *batch, GRand *rand, int64_t time, GError **error)
{
	const struct theme *theme = &themes[skewed(rand, G_N_ELEMENTS(themes))];
	g_autofree char *value = NULL;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	value = g_strdup_printf(theme->form, skewed(rand, theme->variety));
#pragma GCC diagnostic pop
	g_autofree char *indicator = indicator_normalize(theme->kind, value, error);
	if (indicator == NULL)
		return false;
	struct event event = {
		.time = time, .type = EVENT_DETECTION, .source = g_rand_int_range(rand, 0, 100) < 85 ? EVENT_TCP : EVENT_API,
		.tenant = pick_tenant(rand), .category = theme->category, .indicator = indicator, .kind = theme->kind, .feed = theme->feed,
		.supplier = theme->supplier, .confidence = 100, .retroscan = g_rand_int_range(rand, 0, 20) == 0,
		.false_positive = g_rand_int_range(rand, 0, 100) == 0,
	};
	return stats_batch_add(batch, &event, error);
}

static bool add_events(struct app *app, GError **error)
{
	struct stats *stats = app_stats(app, error);
	if (stats == NULL)
		return false;
	int64_t end = app_now(app) / HOUR * HOUR;
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)(end / HOUR));
	autoptr(stats_batch) batch = stats_batch_new(stats);
	for (int64_t hour = end - DAYS * (int64_t)DAY; hour < end; hour += HOUR)
		if (!add_incoming(batch, rand, hour, error))
			return false;
	for (int day = 1; day <= DAYS; day++) {
		int n = DETECTIONS_A_DAY + g_rand_int_range(rand, -20, 20) + (day == 9 ? 2 * DETECTIONS_A_DAY : 0);
		for (int i = 0; i < n; i++)
			if (!add_detection(batch, rand, end - day * (int64_t)DAY + g_rand_int_range(rand, 0, DAY), error))
				return false;
	}
	return stats_batch_commit(batch, NULL, error);
}

struct sample {
	const char *name, *subject, *start_time, *rrule, *period, *widgets;
	int days_back;
};

static const struct sample samples[] = {
	{"Daily overview", "Daily threat report {date}", "06:00", "FREQ=DAILY", "prev-day",
	 "overview:incoming,detections,indicators;top:default", 1},
	{"Weekly SOC summary", "Weekly threat report {period}", "09:00", "FREQ=WEEKLY;BYDAY=MO", "last-7d",
	 "overview:incoming,detections,indicators;top:default,retroscan,hashes;by:category", 7},
};

static bool add_task(struct app *app, const struct sample *sample, GError **error)
{
	autorelease(task) task = {0};
	task_new(app, &task);
	struct wall wall = wall_from_seconds(app_now(app) - sample->days_back * (int64_t)DAY);
	g_autofree char *start = g_strdup_printf("%04d-%02d-%02dT%s", wall.year, wall.month, wall.day, sample->start_time);
	const char *const values[][2] = {
		{"name", sample->name}, {"recipients", "soc@example.com"}, {"subject", sample->subject}, {"start", start}, {"zone", "UTC"},
		{"rrule", sample->rrule}, {"period", sample->period}, {"widgets", sample->widgets},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		if (!field_set_text(field_by_name(&task_table, values[i][0]), &task, values[i][1], error))
			return false;
	return task_save(app, &task, error);
}

bool demo_fill(struct app *app, GError **error)
{
	for (size_t i = 1; i < G_N_ELEMENTS(tenants); i++) {
		autorelease(tenant) tenant = {0};
		tenant_init(&tenant);
		if (!field_set_text(field_by_name(&tenant_table, "name"), &tenant, tenants[i], error) || !store_tenant_put(app->store, &tenant, error))
			return false;
	}
	if (!add_events(app, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++)
		if (!add_task(app, &samples[i], error))
			return false;
	return true;
}
