// SPDX-License-Identifier: Apache-2.0
// Recurrences in words, in both languages.
#include "schedule-test.h"

struct sentence {
	const char *start, *rule, *english, *russian;
};

static const struct sentence sentences[] = {
	{"2026-11-30T09:00", "", "once on 30 November 2026 at 09:00", "один раз 30 ноября 2026 в 09:00"},
	{"2026-11-30T09:00", "FREQ=DAILY", "every day at 09:00", "каждый день в 09:00"},
	{"2026-11-30T09:00", "FREQ=DAILY;INTERVAL=3", "every 3 days at 09:00 from 30 November 2026", "каждые 3 дня в 09:00 начиная с 30 ноября 2026"},
	{"2026-11-30T09:00", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every workday at 09:00", "по рабочим дням в 09:00"},
	{"2026-11-30T09:00", "FREQ=DAILY;BYHOUR=9,12,17", "every day at 09:00, 12:00 and 17:00", "каждый день в 09:00, 12:00 и 17:00"},
	{"2026-11-30T09:00", "FREQ=WEEKLY", "every week on Monday at 09:00", "каждую неделю по понедельникам в 09:00"},
	{"2026-11-30T09:00", "FREQ=WEEKLY;BYDAY=FR,MO", "every week on Monday and Friday at 09:00", "каждую неделю по понедельникам и пятницам в 09:00"},
	{"2026-11-30T09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "every 2 weeks on Wednesday at 09:00 from 30 November 2026",
	 "каждые 2 недели по средам в 09:00 начиная с 30 ноября 2026"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYMONTHDAY=1", "every month on day 1 at 09:00", "каждый месяц 1 числа в 09:00"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on days 1 and 15 at 09:00", "каждый месяц 1 и 15 числа в 09:00"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day at 09:00", "каждый месяц в последний день месяца в 09:00"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "every month on day 30 or the last day of a shorter month at 09:00",
	 "каждый месяц 30 числа или в последний день более короткого месяца в 09:00"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday at 09:00", "каждый месяц во второй вторник в 09:00"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYDAY=-1FR,1MO", "every month on the first Monday and on the last Friday at 09:00",
	 "каждый месяц в первый понедельник и в последнюю пятницу в 09:00"},
	{"2026-11-30T09:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last workday at 09:00",
	 "каждый месяц в последний рабочий день в 09:00"},
	{"2026-11-30T09:00", "FREQ=YEARLY", "every year on 30 November at 09:00", "каждый год 30 ноября в 09:00"},
	{"2026-11-30T09:00", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "every year in March on the last Sunday at 09:00",
	 "каждый год в марте в последнее воскресенье в 09:00"},
	{"2026-11-30T09:00", "FREQ=HOURLY;INTERVAL=6", "every 6 hours from 30 November 2026 at 09:00", "каждые 6 часов начиная с 30 ноября 2026 в 09:00"},
	{"2026-11-30T09:00", "FREQ=MINUTELY;INTERVAL=21", "every 21 minutes from 30 November 2026 at 09:00",
	 "каждую 21-ю минуту начиная с 30 ноября 2026 в 09:00"},
	{"2026-11-30T09:00", "FREQ=DAILY;COUNT=10", "every day at 09:00, 10 times", "каждый день в 09:00, 10 раз"},
	{"2026-11-30T09:00", "FREQ=DAILY;COUNT=2", "every day at 09:00, 2 times", "каждый день в 09:00, 2 раза"},
	{"2026-11-30T09:00", "FREQ=DAILY;UNTIL=20261231", "every day at 09:00 until 31 December 2026", "каждый день в 09:00 до 31 декабря 2026 включительно"},
	{"2026-11-30T09:00", "FREQ=DAILY;UNTIL=20261231T180000Z", "every day at 09:00 until 31 December 2026 at 21:00",
	 "каждый день в 09:00 до 31 декабря 2026 в 21:00 включительно"},
};

static void says(const struct recurrence_spec *spec, const struct catalog *catalog, const char *want)
{
	GError *error = NULL;
	autoptr(recurrence) r = recurrence_new(spec, &error);
	test_no_error(error);
	g_autofree char *have = recurrence_words(r, catalog);
	g_autofree char *full = g_strconcat(want, ", Europe/Moscow", NULL);
	g_assert_cmpstr(have, ==, full);
}

TEST(words__recurrence__in_english)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
		struct recurrence_spec spec = spec_of(sentences[i].start, "Europe/Moscow", sentences[i].rule);
		says(&spec, NULL, sentences[i].english);
	}
}

TEST(words__recurrence__in_russian)
{
	const char *build = g_getenv("TIDINGS_BUILD");
	g_autofree char *dir = g_build_filename(build != NULL ? build : ".", "po", NULL);
	autoptr(catalog) catalog = catalog_open(dir, "ru", NULL);
	if (catalog == NULL) {
		g_test_skip("the catalogues are not built: make po/catalogs.stamp");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
		struct recurrence_spec spec = spec_of(sentences[i].start, "Europe/Moscow", sentences[i].rule);
		says(&spec, catalog, sentences[i].russian);
	}
}

TEST(words__recurrence__say_exceptions_and_additions)
{
	struct recurrence_spec spec = spec_of("2026-11-30T09:00", "Europe/Moscow", "FREQ=DAILY");
	spec.exdate = "2026-12-01,2026-12-02T09:00";
	spec.rdate = "2027-01-01";
	says(&spec, NULL, "every day at 09:00, except on 2 dates, and on 1 additional date");
}

TEST(words__recurrence__say_every_list)
{
	static const char *const texts[][2] = {
		{"FREQ=DAILY;BYMONTH=1,3;BYMONTHDAY=5,-2,-1", "every day in January and March on day 5, on the last day and on day 2 from the end of the month at 09:00"},
		{"FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO", "every year in week 20 of the year and in week 1 from the end of the year on Monday at 09:00"},
		{"FREQ=YEARLY;BYYEARDAY=100,-1", "every year on day 100 of the year and on day 1 from the end of the year at 09:00"},
		{"FREQ=YEARLY;BYDAY=20MO,-2TU", "every year on Monday 20 and on Tuesday 2 from the end of the year at 09:00"},
		{"FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=1,-2,-1", "every month on Monday and Friday (number 1, number 2 from the end and the last of these) at 09:00"},
		{"FREQ=HOURLY;BYHOUR=9,10;BYDAY=MO", "every hour from 30 November 2026 at 09:00 on Monday only in the hours 9 and 10"},
		{"FREQ=YEARLY;BYMONTH=2,8", "every year in February and August on day 30 at 09:00"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct recurrence_spec spec = spec_of("2026-11-30T09:00", "Europe/Moscow", texts[i][0]);
		says(&spec, NULL, texts[i][1]);
	}
}
