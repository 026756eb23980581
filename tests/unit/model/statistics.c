// SPDX-License-Identifier: Apache-2.0
// JSON of the statistics' answer.
#include "tidings/model/statistics.h"

#include "test.h"
#include "tidings/util/instant.h"

static void fill(struct stats_result *result)
{
	*result = (struct stats_result){.incoming_events = 10, .detections = 3, .indicators = 2, .first_event = INSTANT_NONE};
	struct stats_top_row top = {.indicator = g_strdup("http://h"), .kind = KIND_URL, .detections = 2};
	result->top[TOP_DEFAULT] = g_array_new(FALSE, FALSE, sizeof(top));
	g_array_append_val(result->top[TOP_DEFAULT], top);
	struct stats_share share = {.name = g_strdup("KL_Malicious_URL"), .detections = 2};
	result->categories = g_array_new(FALSE, FALSE, sizeof(share));
	g_array_append_val(result->categories, share);
	share = (struct stats_share){.name = g_strdup("Kaspersky"), .detections = 3};
	result->suppliers = g_array_new(FALSE, FALSE, sizeof(share));
	g_array_append_val(result->suppliers, share);
	share = (struct stats_share){.name = g_strdup("url"), .detections = 3};
	result->kinds = g_array_new(FALSE, FALSE, sizeof(share));
	g_array_append_val(result->kinds, share);
	share = (struct stats_share){.name = g_strdup("General"), .detections = 3};
	result->tenants = g_array_new(FALSE, FALSE, sizeof(share));
	g_array_append_val(result->tenants, share);
	struct stats_bin bin = {.from = 0, .incoming_events = 10, .detections = 3};
	result->series = g_array_new(FALSE, FALSE, sizeof(bin));
	g_array_append_val(result->series, bin);
}

TEST(statistics__answer_to_json__has_the_documented_members)
{
	char *const tenants[] = {g_strdup("General"), NULL};
	struct stats_query query = {.period = {.from = 0, .to = 86400}, .tenants = tenants, .source = SOURCE_TCP};
	autorelease(stats_result) result = {0};
	fill(&result);
	autoptr(js) answer = stats_answer_to_json(&query, &result);
	g_autofree char *text = js_to_text(answer);
	g_assert_cmpstr(text, ==,
			"{\"from\":\"1970-01-01T00:00:00Z\",\"to\":\"1970-01-02T00:00:00Z\",\"tenants\":[\"General\"],\"source\":\"tcp\","
			"\"incoming_events\":10,\"detections\":3,\"indicators\":2,"
			"\"top\":{\"default\":[{\"indicator\":\"http://h\",\"kind\":\"url\",\"detections\":2}],\"retroscan\":[],\"md5\":[],\"sha1\":[],"
			"\"sha256\":[]},\"categories\":[{\"category\":\"KL_Malicious_URL\",\"detections\":2}],"
			"\"suppliers\":[{\"supplier\":\"Kaspersky\",\"detections\":3}],"
			"\"series\":[{\"from\":\"1970-01-01T00:00:00Z\",\"incoming_events\":10,\"detections\":3}],"
			"\"kinds\":[{\"kind\":\"url\",\"detections\":3}],\"by_tenant\":[{\"tenant\":\"General\",\"detections\":3}]}");
	g_free(tenants[0]);
}

TEST(statistics__answer_to_json__takes_an_empty_result)
{
	struct stats_query query = {.period = {.from = 0, .to = 1}};
	struct stats_result result = {0};
	autoptr(js) answer = stats_answer_to_json(&query, &result);
	g_assert_true(js_is_array(js_get(answer, "tenants")));
	g_assert_cmpuint(js_length(js_get(answer, "tenants")), ==, 0);
	g_assert_cmpstr(js_get_text(answer, "source"), ==, "all");
	g_assert_true(js_is_array(js_get(answer, "series")));
	g_assert_true(js_is_array(js_get(js_get(answer, "top"), "sha256")));
}

TEST(statistics__release__allows_null_and_twice)
{
	struct stats_result result = {0};
	stats_result_release(NULL);
	fill(&result);
	stats_result_release(&result);
	g_assert_null(result.series);
	stats_result_release(&result);
}
