// SPDX-License-Identifier: Apache-2.0
// Tests of drafts.
#include "app-test.h"
#include "tidings/app/draft.h"

TEST(draft__put__is_there_after_the_process_is_gone)
{
	g_autofree char *dir = test_dir();
	GError *error = NULL;
	int64_t kept = 0;
	struct app *app = app_at(dir, "2026-11-24T08:00:00Z");
	g_assert_null(draft_get(app, "task-1", &kept, &error));
	test_no_error(error);
	g_assert_true(draft_put(app, "task-1", "one", &error));
	g_assert_true(draft_put(app, "task-1", "two", &error));
	app_close(app);
	autoptr(app) again = app_at(dir, "2026-11-24T08:00:00Z");
	g_autofree char *text = draft_get(again, "task-1", &kept, &error);
	g_assert_cmpstr(text, ==, "two");
	g_assert_cmpint(kept, ==, app_now(again));
	g_assert_null(draft_get(again, "task-2", &kept, &error));
	g_assert_true(draft_put(again, "task-1", NULL, &error));
	g_assert_true(draft_put(again, "task-1", NULL, &error));
	g_assert_null(draft_get(again, "task-1", &kept, &error));
	test_no_error(error);
}
