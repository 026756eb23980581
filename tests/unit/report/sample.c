// SPDX-License-Identifier: Apache-2.0
// A plan and figures that tests of documents share.
#include "sample.h"


#define START 1794178800 /* 2026-11-09T00:00 in Berlin */
#define BERLIN 3600
#define DAY 86400

static const uint64_t detections[SAMPLE_STEPS] = {986, 2542, 1731, 988, 867, 429, 419};
static const uint64_t events[SAMPLE_STEPS] = {10000000, 11000000, 12148233, 10000000, 11000000, 8000000, 7000000};
static const struct { const char *name; uint64_t detections; } categories[] = {
	{"Malicious URL", 2468}, {"Phishing", 1751}, {"Botnet C&C", 1353}, {"Suspicious IP", 955}, {"Malware hash", 636},
	{"Ransomware", 477}, {"Other", 322},
};
static const struct { enum stats_top list; enum indicator_kind kind; const char *value; uint64_t detections; } top[] = {
	{TOP_DEFAULT, KIND_URL, "http://update-microsoft-security.example/kb5021233/download/setup.exe?id=9f3a77c2&session=4c1d8e0b7a6f", 612},
	{TOP_DEFAULT, KIND_IP, "198.51.100.23", 441},
	{TOP_DEFAULT, KIND_DOMAIN, "login.bank-verify.example", 377},
	{TOP_DEFAULT, KIND_IP, "2001:db8:85a3::8a2e:370:7334", 121},
	{TOP_DEFAULT, KIND_MD5, "776735A8CA96DB15B422879DA599F474", 84},
	{TOP_RETROSCAN, KIND_URL, "http://old-cdn.example/stage2/payload.bin", 88},
	{TOP_RETROSCAN, KIND_IP, "198.51.100.201", 61},
	{TOP_MD5, KIND_MD5, "776735A8CA96DB15B422879DA599F474", 140},
	{TOP_MD5, KIND_MD5, "CFCD208495D565EF66E7DFF9F98764DA", 111},
	{TOP_SHA1, KIND_SHA1, "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", 110},
	{TOP_SHA256, KIND_SHA256, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 80},
};

struct sample_share {
	const char *name;
	uint64_t detections;
};
static const struct sample_share kinds[] = {{"url", 3662}, {"ip", 1910}, {"md5", 1114}, {"sha256", 796}, {"sha1", 480}};
static const struct sample_share suppliers[] = {{"Kaspersky", 6149}, {"AlienVault OTX", 1054}, {"InternalTI", 600}, {"", 159}};
static const struct sample_share tenants[] = {
	{"General", 3264}, {"Retail Europe", 1990}, {"Manufacturing", 1353}, {"Branch offices", 875}, {"Subsidiary ООО «Север»", 480},
};

static void result_init(struct stats_result *result, int64_t start)
{
	for (int i = 0; i < TOP_LISTS; i++)
		result->top[i] = g_array_new(FALSE, TRUE, sizeof(struct stats_top_row));
	result->categories = g_array_new(FALSE, TRUE, sizeof(struct stats_share));
	result->suppliers = g_array_new(FALSE, TRUE, sizeof(struct stats_share));
	result->kinds = g_array_new(FALSE, TRUE, sizeof(struct stats_share));
	result->tenants = g_array_new(FALSE, TRUE, sizeof(struct stats_share));
	result->series = g_array_new(FALSE, TRUE, sizeof(struct stats_bin));
	result->first_event = START - 30 * DAY;
	for (int i = 0; i < SAMPLE_STEPS; i++) {
		struct stats_bin bin = {.from = start + i * DAY};
		g_array_append_val(result->series, bin);
	}
}

static void plan_init(struct sample *sample)
{
	for (int i = 0; i <= SAMPLE_STEPS; i++) {
		sample->bounds[i] = START + i * DAY;
		sample->steps[i] = (struct zoned){START + i * DAY, BERLIN};
	}
	sample->plan = (struct report_plan){
		.task_name = "Monthly board report", .task = &sample->task,
		.from = sample->steps[0], .to = sample->steps[SAMPLE_STEPS], .generated = {START + SAMPLE_STEPS * DAY + 6 * 3600, BERLIN},
		.zone = "Europe/Berlin", .licence = LICENCE_TIP_ENTERPRISE, .mode = MODE_SYSTEM,
		.login = "m.schneider", .full_name = "Maria Schneider",
		.step = STEP_DAY, .steps = sample->steps, .n_steps = SAMPLE_STEPS,
	};
	sample->query = (struct stats_query){
		.period = {sample->bounds[0], sample->bounds[SAMPLE_STEPS]}, .steps = sample->bounds, .n_steps = SAMPLE_STEPS, .top = 10,
	};
}

static void add_shares(GArray *now, GArray *before, const struct sample_share *shares, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct stats_share share = {g_strdup(shares[i].name), shares[i].detections};
		g_array_append_val(now, share);
		share = (struct stats_share){g_strdup(shares[i].name), shares[i].detections * (i + 5) / 7};
		g_array_append_val(before, share);
	}
}

/* As an office works: many by day, few by night, and one night of an attack. */
static void sample_week(struct sample *sample)
{
	uint64_t weights[WEEK_DAYS * DAY_HOURS], sum = 0, left = sample->result.detections;
	for (int i = 0; i < WEEK_DAYS * DAY_HOURS; i++) {
		int hour = i % DAY_HOURS, day = i / DAY_HOURS, office = hour < 7 || hour > 20 ? 0 : 30 - 2 * ABS(hour - 13) + i % 5;
		weights[i] = (uint64_t)(day == 1 && hour >= 2 && hour < 5 ? 60 : day > 4 ? office / 6 : office);
		sum += weights[i];
	}
	g_free(sample->result.week);
	sample->result.week = g_new0(uint64_t, WEEK_DAYS * DAY_HOURS);
	for (int i = 0; i < WEEK_DAYS * DAY_HOURS; i++) {
		sample->result.week[i] = sample->result.detections * weights[i] / sum;
		left -= sample->result.week[i];
	}
	sample->result.week[13] += left;
}

void sample_init(struct sample *sample)
{
	*sample = (struct sample){0};
	task_init(&sample->task);
	sample->task.widgets = WIDGETS_OVERVIEW | WIDGETS_TOP | WIDGETS_BY;
	sample->task.title_page = sample->task.logo = sample->task.login_user = sample->task.full_name = true;
	g_free(sample->task.period);
	sample->task.period = g_strdup("last-7d");
	plan_init(sample);
	result_init(&sample->result, START);
	result_init(&sample->previous, START - SAMPLE_STEPS * DAY);
	for (int i = 0; i < SAMPLE_STEPS; i++) {
		struct stats_bin *now = &g_array_index(sample->result.series, struct stats_bin, i);
		struct stats_bin *before = &g_array_index(sample->previous.series, struct stats_bin, i);
		now->detections = detections[i];
		now->incoming_events = events[i];
		before->detections = detections[i] / 2 + 50;
		before->incoming_events = events[i] - 5000;
		sample->result.detections += now->detections;
		sample->result.incoming_events += now->incoming_events;
		sample->previous.detections += before->detections;
		sample->previous.incoming_events += before->incoming_events;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(categories); i++)
		sample_category(sample, categories[i].name, categories[i].detections);
	add_shares(sample->result.kinds, sample->previous.kinds, kinds, G_N_ELEMENTS(kinds));
	add_shares(sample->result.suppliers, sample->previous.suppliers, suppliers, G_N_ELEMENTS(suppliers));
	add_shares(sample->result.tenants, sample->previous.tenants, tenants, G_N_ELEMENTS(tenants));
	sample_week(sample);
	for (size_t i = G_N_ELEMENTS(top); i > 0; i--)
		sample_indicator(sample, top[i - 1].list, top[i - 1].kind, top[i - 1].value, top[i - 1].detections);
	sample->result.indicators = 1284;
	sample->previous.indicators = 1342;
}

void sample_release(struct sample *sample)
{
	task_release(&sample->task);
	stats_result_release(&sample->result);
	stats_result_release(&sample->previous);
	catalog_free(sample->catalog);
}

void sample_empty(struct sample *sample)
{
	stats_result_release(&sample->result);
	result_init(&sample->result, START);
}

static void series_fill(struct stats_result *result, int64_t from, int64_t length, size_t n, guint phase)
{
	g_array_set_size(result->series, 0);
	result->detections = result->incoming_events = 0;
	for (size_t i = 0; i < n; i++) {
		guint wave = (guint)((i + phase) * 37 % 100);
		struct stats_bin bin = {from + (int64_t)i * length, 2000000 + wave * 9000, wave < 5 ? 0 : 120 + wave * (i % 7 < 5 ? 3 : 1)};
		g_array_append_val(result->series, bin);
		result->detections += bin.detections;
		result->incoming_events += bin.incoming_events;
	}
}

void sample_series(struct sample *sample, enum stats_step step, size_t n)
{
	int64_t length = step == STEP_HOUR ? 3600 : step == STEP_DAY ? DAY : 7 * DAY;
	for (size_t i = 0; i <= n; i++) {
		sample->bounds[i] = START + (int64_t)i * length;
		sample->steps[i] = (struct zoned){sample->bounds[i], BERLIN};
	}
	sample->plan.step = step;
	sample->plan.n_steps = sample->query.n_steps = n;
	sample->plan.to = sample->steps[n];
	sample->plan.generated.instant = sample->bounds[n];
	sample->query.period.to = sample->bounds[n];
	series_fill(&sample->result, START, length, n, 0);
	series_fill(&sample->previous, START - (int64_t)n * length, length, n, 50);
}

void sample_russian(struct sample *sample)
{
	GError *error = NULL;
	const char *build = g_getenv("TIDINGS_BUILD");
	g_autofree char *dir = g_build_filename(build != NULL ? build : ".", "po", NULL);
	sample->catalog = catalog_open(dir, "ru", &error);
	g_assert_no_error(error);
	sample->plan.catalog = sample->catalog;
}

void sample_indicator(struct sample *sample, enum stats_top list, enum indicator_kind kind, const char *value, uint64_t count)
{
	struct stats_top_row row = {g_strdup(value), kind, count};
	g_array_prepend_val(sample->result.top[list], row);
}

void sample_category(struct sample *sample, const char *name, uint64_t count)
{
	struct stats_share share = {g_strdup(name), count};
	g_array_append_val(sample->result.categories, share);
}

struct report *sample_report(const struct sample *sample)
{
	return report_new(&sample->plan, &sample->query, &sample->result, &sample->previous);
}
