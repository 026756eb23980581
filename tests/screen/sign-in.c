// SPDX-License-Identifier: Apache-2.0
// The screen in front of a console: signing in, the lock, and that nothing passes by it.
#include "screen-test.h"

#include <string.h>

#include "screens/sign-in-priv.h"
#include "tidings/app/account.h"
#include "tidings/app/sign-in.h"

#define RIGHT "Corr3ct-horse"

static void give_password(struct screen_test *test)
{
	GError *error = NULL;
	autorelease(account) admin = {0};
	autorelease(secret) password = {0};
	secret_set(&password, RIGHT, strlen(RIGHT));
	g_assert_true(account_show(test->app, "admin", &admin, &error));
	g_assert_true(account_edit(test->app, &admin, &password, &error));
	test_no_error(error);
}

TEST(screen__sign_in__asks_until_the_password_is_right)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	give_password(&test);
	session_sign_out(test.app);
	g_ptr_array_set_size(test.console.views, 0);
	sign_in_open(&test.console);
	screen_golden(&test, "sign-in");
	screen_type(&test, "mistaken");
	screen_keys(&test, "Esc");
	g_assert_false(screen_has(&test, "mistaken"));
	screen_type(&test, "admin");
	screen_keys(&test, "Enter");
	screen_type(&test, "wrong");
	screen_keys(&test, "Enter");
	screen_expect(&test, "! wrong login or password, or locked for 60 s after five failures");
	g_assert_false(screen_has(&test, "Daily overview"));
	screen_type(&test, RIGHT);
	g_assert_false(screen_has(&test, RIGHT));
	screen_keys(&test, "Enter");
	screen_expect(&test, "Daily overview");
}

TEST(screen__lock__hides_everything_until_it_is_unlocked)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	give_password(&test);
	screen_keys(&test, "Enter");
	screen_type(&test, "half typed");
	sign_in_idle(&test.console);
	screen_golden(&test, "locked");
	/* No key leads past it, and help does not either. */
	screen_keys(&test, "Esc F1 Esc Ctrl+S Enter F3");
	g_assert_cmpint(app_session(test.app), ==, SESSION_LOCKED);
	screen_type(&test, "wrong");
	screen_keys(&test, "Enter");
	g_assert_cmpint(app_session(test.app), ==, SESSION_LOCKED);
	screen_type(&test, RIGHT);
	screen_keys(&test, "Enter");
	g_assert_cmpint(app_session(test.app), ==, SESSION_OPEN);
	screen_expect(&test, "half typed");
}

TEST(screen__idle__no_password__stays_as_it_is)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	sign_in_idle(&test.console);
	g_assert_cmpint(app_session(test.app), ==, SESSION_OPEN);
	g_assert_false(test.console.quit);
	screen_expect(&test, "Daily overview");
}
