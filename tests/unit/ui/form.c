// SPDX-License-Identifier: Apache-2.0
// Tests of forms.
#include "test.h"

#include "core/form-priv.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/task.h"

static void add(struct form *form, const struct field_table *table, const char *const *names)
{
	for (; *names != NULL; names++)
		form_add_field(form, field_by_name(table, *names));
}

static void mail_form(struct form *form, struct mail_settings *settings)
{
	static const char *const names[] = {"server", "port", "connection", "email", "password", "text", "plain-login", NULL};
	mail_settings_init(settings);
	form_init(form, NULL, 26, 0);
	add(form, &mail_settings_table, names);
	form_add_button(form, "Save", ACT_SAVE);
	form_load(form, &mail_settings_table, settings);
	form_set_width(form, 80);
}

static void type(struct form *form, const char *text)
{
	(void)form_text(form, text, false);
}

TEST(form__load__values_come_from_the_record)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	g_assert_cmpstr(item_text(form_item(&form, "port")), ==, "587");
	g_assert_cmpstr(item_text(form_item(&form, "connection")), ==, "starttls");
	g_assert_cmpstr(item_text(form_item(&form, "plain-login")), ==, "no");
	g_assert_false(form.changed);
	g_assert_true(form_focus(&form) == form_item(&form, "server"));
	g_assert_null(form_item(&form, "nothing"));
}

TEST(form__store__sets_the_record)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	mail_form(&form, &settings);
	type(&form, "smtp.example.com");
	item_set_text(form_item(&form, "email"), "a@example.com");
	item_set_text(form_item(&form, "connection"), "ssl");
	item_set_text(form_item(&form, "password"), "secret");
	item_set_text(form_item(&form, "plain-login"), "yes");
	g_assert_true(form.changed);
	g_assert_true(form_store(&form, &settings, &error));
	g_assert_cmpstr(settings.server, ==, "smtp.example.com");
	g_assert_cmpint(settings.connection, ==, MAIL_SSL);
	g_assert_cmpstr(secret_text(&settings.password), ==, "secret");
	g_assert_true(settings.plain_login);
}

TEST(form__store__goes_to_the_first_error_and_marks_all)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	mail_form(&form, &settings);
	item_set_text(form_item(&form, "server"), "ok.example.com");
	item_set_text(form_item(&form, "port"), "70000");
	item_set_text(form_item(&form, "email"), "nobody");
	g_assert_false(form_store(&form, &settings, &error));
	test_error(&error, ERROR_INVALID, "port");
	g_assert_true(form_focus(&form) == form_item(&form, "port"));
	g_assert_cmpint(form_errors(&form), ==, 2);
	g_assert_nonnull(form_item(&form, "email")->error);
	g_assert_null(form_item(&form, "server")->error);
}

TEST(form__store__an_empty_secret_changes_nothing)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	mail_form(&form, &settings);
	secret_set(&settings.password, "old", 3);
	item_set_text(form_item(&form, "server"), "ok.example.com");
	item_set_text(form_item(&form, "email"), "a@example.com");
	g_assert_true(form_store(&form, &settings, &error));
	g_assert_cmpstr(secret_text(&settings.password), ==, "old");
}

TEST(form__act__leaving_a_field_checks_it_and_never_traps)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	(void)form_act(&form, ACT_NEXT);
	(void)form_act(&form, ACT_ERASE_ALL);
	type(&form, "70000");
	(void)form_act(&form, ACT_NEXT);
	g_assert_nonnull(form_item(&form, "port")->error);
	g_assert_true(form_focus(&form) == form_item(&form, "connection"));
	(void)form_act(&form, ACT_PREVIOUS);
	(void)form_act(&form, ACT_ERASE);
	(void)form_act(&form, ACT_NEXT);
	g_assert_null(form_item(&form, "port")->error);
}

TEST(form__act__focus_goes_round_and_skips_what_is_hidden)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	form_item(&form, "port")->hidden = true;
	(void)form_act(&form, ACT_NEXT);
	g_assert_true(form_focus(&form) == form_item(&form, "connection"));
	(void)form_act(&form, ACT_PREVIOUS);
	(void)form_act(&form, ACT_PREVIOUS);
	g_assert_cmpint(form_focus(&form)->kind, ==, ITEM_BUTTON);
}

TEST(form__act__enter_submits_but_ends_a_line_in_an_area)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	g_assert_cmpint(form_act(&form, ACT_SUBMIT), ==, FORM_SUBMIT);
	while (form_focus(&form)->kind != ITEM_AREA)
		(void)form_act(&form, ACT_NEXT);
	type(&form, "a");
	g_assert_cmpint(form_act(&form, ACT_SUBMIT), ==, FORM_CHANGED);
	g_assert_cmpstr(item_text(form_focus(&form)), ==, "a\n");
	(void)form_act(&form, ACT_NEXT);
	(void)form_act(&form, ACT_NEXT);
	g_assert_cmpint(form_act(&form, ACT_SUBMIT), ==, FORM_PRESS);
	g_assert_cmpint(form_focus(&form)->action, ==, ACT_SAVE);
}

TEST(form__list__letters_search_and_enter_takes)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	(void)form_act(&form, ACT_NEXT);
	(void)form_act(&form, ACT_NEXT);
	g_assert_false(form_typing(&form));
	type(&form, "ssl");
	g_assert_true(form.open);
	g_assert_true(form_typing(&form));
	g_assert_cmpint(form_act(&form, ACT_SUBMIT), ==, FORM_CHANGED);
	g_assert_false(form.open);
	g_assert_cmpstr(item_text(form_item(&form, "connection")), ==, "ssl");
}

TEST(form__list__escape_and_nothing_found_change_nothing)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	(void)form_act(&form, ACT_NEXT);
	(void)form_act(&form, ACT_NEXT);
	(void)form_act(&form, ACT_TICK);
	(void)form_act(&form, ACT_FIELD_UP);
	(void)form_act(&form, ACT_CANCEL);
	g_assert_false(form.open);
	type(&form, "zzz");
	g_assert_cmpint(form_act(&form, ACT_SUBMIT), ==, FORM_NOTHING);
	g_assert_cmpstr(item_text(form_item(&form, "connection")), ==, "starttls");
	g_assert_false(form.changed);
}

TEST(form__readonly__nothing_changes)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	form.readonly = true;
	type(&form, "x");
	(void)form_act(&form, ACT_ERASE_ALL);
	for (guint i = 0; i < form.items->len; i++) {
		(void)form_act(&form, ACT_NEXT);
		(void)form_act(&form, ACT_RIGHT);
		(void)form_act(&form, ACT_TICK);
		type(&form, "x");
	}
	g_assert_false(form.changed);
	g_assert_false(form.open);
	g_assert_cmpstr(item_text(form_item(&form, "server")), ==, "");
	g_assert_cmpstr(item_text(form_item(&form, "connection")), ==, "starttls");
}

TEST(form__text__says_what_did_not_fit)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	g_autofree char *many = g_strnfill(300, 'x');
	(void)form_text(&form, many, true);
	g_assert_cmpint(form.dropped, ==, 45);
	(void)form_act(&form, ACT_ERASE);
	g_assert_cmpint(form.dropped, ==, 0);
}

static void task_form(struct form *form, struct task *task)
{
	static const char *const names[] = {"widgets", NULL};
	task_init(task);
	form_init(form, NULL, 20, 0);
	add(form, &task_table, names);
	form_load(form, &task_table, task);
	form_set_width(form, 80);
}

TEST(form__flags__a_group_ticks_its_boxes)
{
	autorelease(form) form = {0};
	autorelease(task) task = {0};
	GError *error = NULL;
	task_form(&form, &task);
	const struct form_item *group = form_focus(&form);
	g_assert_cmpint(group->kind, ==, ITEM_GROUP);
	g_assert_cmpuint(group->bits, ==, WIDGETS_OVERVIEW);
	g_assert_cmpint(form_group_state(&form, group), ==, 2);
	(void)form_act(&form, ACT_NEXT);
	(void)form_act(&form, ACT_TICK);
	g_assert_cmpint(form_group_state(&form, group), ==, 1);
	(void)form_act(&form, ACT_PREVIOUS);
	(void)form_act(&form, ACT_TICK);
	g_assert_cmpint(form_group_state(&form, group), ==, 2);
	(void)form_act(&form, ACT_TICK);
	g_assert_cmpint(form_group_state(&form, group), ==, 0);
	g_assert_true(form_store(&form, &task, &error));
	g_assert_cmpuint(task.widgets, ==, WIDGETS_TOP);
}

TEST(form__draw__the_cursor_is_on_the_focus_at_any_size)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	mail_form(&form, &settings);
	for (int columns = 1; columns <= 100; columns += 9) {
		autorelease(grid) grid = {0};
		grid_resize(&grid, 12, columns);
		form_set_width(&form, columns);
		for (guint i = 0; i < form.items->len; i++) {
			grid_clear(&grid);
			form_draw(&form, &grid, (struct rect){1, 0, 11, columns});
			(void)form_act(&form, ACT_NEXT);
			g_assert_cmpint(grid.cursor_row, >, 0);
		}
	}
}

TEST(form__draw__a_secret_shows_stars_until_it_is_revealed)
{
	autorelease(form) form = {0};
	autorelease(mail_settings) settings = {0};
	autorelease(grid) grid = {0};
	mail_form(&form, &settings);
	item_set_text(form_item(&form, "password"), "Пароль");
	grid_resize(&grid, 24, 80);
	form_draw(&form, &grid, (struct rect){0, 0, 24, 80});
	g_assert_cmpstr(grid_cell(&grid, 4, 26)->text, ==, "*");
	g_assert_cmpstr(grid_cell(&grid, 4, 31)->text, ==, "*");
	g_assert_cmpstr(grid_cell(&grid, 4, 32)->text, ==, "_");
	(void)form_act(&form, ACT_REVEAL);
	grid_clear(&grid);
	form_draw(&form, &grid, (struct rect){0, 0, 24, 80});
	g_assert_cmpstr(grid_cell(&grid, 4, 26)->text, ==, "П");
}

static void multi_form(struct form *form, struct task *task, const char *tenants)
{
	GError *error = NULL;
	task_init(task);
	g_assert_true(field_set_text(field_by_name(&task_table, "tenants"), task, tenants, &error));
	form_init(form, NULL, 26, 0);
	struct form_item *item = form_add(form, ITEM_MULTI, "tenants", "Tenants");
	item->field = field_by_name(&task_table, "tenants");
	item->every = true;
	form_add_option(item, "all", "All");
	form_add_option(item, "Alfa", NULL);
	form_add_option(item, "Beta", NULL);
	form_add_option(item, "Gamma", NULL);
	form_load(form, &task_table, task);
	form_set_width(form, 80);
}

TEST(form__multi__ticks_what_the_filter_finds)
{
	autorelease(form) form = {0};
	autorelease(task) task = {0};
	GError *error = NULL;
	multi_form(&form, &task, "Beta");
	const struct form_item *item = form_item(&form, "tenants");
	g_assert_cmpint(item_ticked(item), ==, 1);
	g_assert_cmpint(form_act(&form, ACT_TICK), ==, FORM_NOTHING);
	g_assert_true(form.open);
	type(&form, "gam");
	g_assert_cmpint(form_text(&form, " ", false), ==, FORM_CHANGED);
	(void)form_act(&form, ACT_SUBMIT);
	g_assert_false(form.open);
	g_assert_cmpstr(item_text(item), ==, "Beta, Gamma");
	g_assert_true(form_store(&form, &task, &error));
	g_assert_cmpstr(task.tenants, ==, "Beta, Gamma");
}

TEST(form__multi__all_excludes_the_others)
{
	autorelease(form) form = {0};
	autorelease(task) task = {0};
	multi_form(&form, &task, "Alfa, Beta");
	struct form_item *item = form_item(&form, "tenants");
	item_tick(item, 0);
	g_assert_cmpstr(item_text(item), ==, "all");
	item_tick(item, 3);
	g_assert_cmpstr(item_text(item), ==, "Gamma");
}

TEST(form__multi__escape_takes_back_what_was_ticked)
{
	autorelease(form) form = {0};
	autorelease(task) task = {0};
	multi_form(&form, &task, "Alfa");
	const struct form_item *item = form_item(&form, "tenants");
	form_list_open(&form);
	(void)form_text(&form, " ", false);
	g_assert_cmpstr(item_text(item), ==, "");
	(void)form_act(&form, ACT_CANCEL);
	g_assert_cmpstr(item_text(item), ==, "Alfa");
	g_assert_false(form.open);
}

TEST(form__multi__none_is_refused_and_what_is_not_offered_is_kept)
{
	autorelease(form) form = {0};
	autorelease(task) task = {0};
	GError *error = NULL;
	multi_form(&form, &task, "Alfa, Gone");
	struct form_item *item = form_item(&form, "tenants");
	g_assert_cmpstr(item_text(item), ==, "Alfa, Gone");
	item_set_text(item, "");
	g_assert_false(form_store(&form, &task, &error));
	test_error(&error, ERROR_INVALID, "tenants");
	g_assert_nonnull(item->error);
}
