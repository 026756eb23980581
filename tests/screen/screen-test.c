// SPDX-License-Identifier: Apache-2.0
// Screens in process: keys in, grid out, compared with a text.
#include "screen-test.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/theme-priv.h"
#include "screens/reporting-priv.h"
#include "tidings/app/account.h"
#include "tidings/util/file.h"

// Four tasks as an administrator may have them; two of them will be due.
static void fill(struct app *app, const char *dir)
{
	(void)dir;
	app_mail(app);
	(void)app_task(app, true, "name", "Daily overview", "recipients", "soc@example.com", "start", "2026-11-01T06:00", "period",
		       "prev-day", NULL);
	(void)app_task(app, true, "name", "Weekly SOC summary", "recipients", "soc@example.com, a@example.com, b@example.com", "zone",
		       "Europe/Moscow", "rrule", "FREQ=WEEKLY;BYDAY=MO", NULL);
	(void)app_task(app, false, "name", "Monthly board report", "recipients", "ciso@example.com", "rrule",
		       "FREQ=MONTHLY;BYMONTHDAY=1", NULL);
	(void)app_task(app, true, "name", "Отчёт для филиала 日本", "recipients", "a-team@example.org", "rrule", "FREQ=HOURLY;INTERVAL=6", NULL);
}

static struct app *open_in(const char *dir, const char *locale_dir)
{
	GError *error = NULL;
	struct app_options options = {.dir = dir, .clock.fixed = true, .locale_dir = locale_dir};
	g_assert_true(instant_from_text(SCREEN_NOW, &options.clock.at, &error));
	struct app *app = app_open(&options, &error);
	test_no_error(error);
	return app;
}

// The account's own language: that of what the application says.
static void speak(struct app *app, const char *language)
{
	GError *error = NULL;
	autorelease(account) account = {0};
	g_assert_true(account_show(app, app_account(app)->login, &account, &error));
	g_assert_true(field_set_text(field_by_name(&account_table, "language"), &account, language, &error));
	g_assert_true(account_edit(app, &account, NULL, &error));
	test_no_error(error);
}

void screen_open_filled(struct screen_test *test, const char *language, screen_fill_fn fill_in)
{
	*test = (struct screen_test){.dir = test_dir()};
	test->app = app_at(test->dir, SCREEN_BEFORE);
	if (fill_in != NULL)
		fill_in(test->app, test->dir);
	app_close(test->app);
	test->app = app_at(test->dir, SCREEN_NOW);
	if (fill_in != NULL)
		(void)app_work(test->app);
	if (language != NULL) {
		g_autofree char *locale_dir = g_build_filename(g_getenv("TIDINGS_BUILD"), "po", NULL);
		app_close(test->app);
		test->app = open_in(test->dir, locale_dir);
		speak(test->app, language);
	}
	console_init(&test->console, test->app, language);
	reporting_open(&test->console);
	console_draw(&test->console);
}

void screen_open(struct screen_test *test, const char *language, bool tasks)
{
	screen_open_filled(test, language, tasks ? fill : NULL);
}

void screen_enter(struct screen_test *test)
{
	test->before = g_get_current_dir();
	g_assert_cmpint(g_chdir(test->dir), ==, 0);
}

void screen_close(struct screen_test *test)
{
	console_release(&test->console);
	app_close(test->app);
	if (test->before != NULL)
		g_assert_cmpint(g_chdir(test->before), ==, 0);
	g_free(test->before);
	g_free(test->dir);
}

static char *row_text(const struct grid *grid, int row)
{
	GString *text = g_string_new(NULL);
	for (int column = 0; column < grid->columns; column++)
		g_string_append(text, grid_cell(grid, row, column)->text);
	return g_strchomp(g_string_free(text, FALSE));
}

static char *whole_text(const struct grid *grid)
{
	GString *text = g_string_new(NULL);
	for (int row = 0; row < grid->rows; row++) {
		g_autofree char *line = row_text(grid, row);
		g_string_append_printf(text, "# %s\n", line);
	}
	return g_string_free(text, FALSE);
}

// What has the focus is marked ">", and the hardware cursor is on its row. Overlays of text have no focus but their first line.
static void check_cursor(const struct console *console)
{
	static const char *const texts[] = {"help", "test", "run", "preview", "reading"};
	const struct grid *grid = &console->grid;
	const char *name = console_top(console)->screen->name;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(name, texts[i]) == 0)
			return;
	bool marked = false;
	bool anywhere = false;
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell = grid_cell(grid, row, column);
			bool mark = (cell->role == UI_FOCUS || cell->role == UI_SELECTED) && strcmp(cell->text, ">") == 0;
			marked = marked || (mark && row == grid->cursor_row);
			anywhere = anywhere || mark;
		}
	}
	if (marked || !anywhere)
		return;
	g_autofree char *text = whole_text(grid);
	g_error("the cursor at %d,%d is not on the row of the mark:\n%s", grid->cursor_row, grid->cursor_column, text);
}

void screen_check(const struct console *console)
{
	const struct grid *grid = &console->grid;
	if (grid->rows < CONSOLE_ROWS || grid->columns < CONSOLE_COLUMNS)
		return;
	check_cursor(console);
	if (grid->cut[0] == '\0')
		return;
	g_autofree char *screen = whole_text(grid);
	g_error("\"%s\" is cut without a mark, or something stands over it:\n%s", grid->cut, screen);
}

static void feed(struct screen_test *test, struct input *input)
{
	console_input(&test->console, input);
	input_clear(input);
	if (test->console.views->len == 0 || test->console.quit)
		return;
	console_draw(&test->console);
	screen_check(&test->console);
}

void screen_keys(struct screen_test *test, const char *keys)
{
	g_auto(GStrv) names = g_strsplit(keys, " ", -1);
	for (char **name = names; *name != NULL; name++) {
		struct input input = {.type = INPUT_KEY, .key = key_from_name(*name)};
		if (input.key == 0)
			g_error("there is no key \"%s\"", *name);
		if (key_is_text(input.key)) {
			input.type = INPUT_TEXT;
			input.text = strcmp(*name, "Space") == 0 ? g_strdup(" ") : g_strdup(*name);
		}
		feed(test, &input);
	}
}

void screen_type(struct screen_test *test, const char *text)
{
	struct input input = {.type = INPUT_TEXT, .text = g_strdup(text)};
	feed(test, &input);
}

void screen_paste(struct screen_test *test, const char *text)
{
	struct input input = {.type = INPUT_PASTE, .text = g_strdup(text)};
	feed(test, &input);
}

void screen_resize(struct screen_test *test, int rows, int columns)
{
	struct input input = {.type = INPUT_RESIZE, .rows = rows, .columns = columns};
	feed(test, &input);
}

bool screen_has(struct screen_test *test, const char *text)
{
	for (int row = 0; row < test->console.grid.rows; row++) {
		g_autofree char *line = row_text(&test->console.grid, row);
		if (strstr(line, text) != NULL)
			return true;
	}
	return false;
}

void screen_expect(struct screen_test *test, const char *text)
{
	if (screen_has(test, text))
		return;
	g_autofree char *screen = whole_text(&test->console.grid);
	g_error("\"%s\" is not on the screen:\n%s", text, screen);
}

void screen_expect_marked(struct screen_test *test, const char *text)
{
	g_autofree char *line = row_text(&test->console.grid, test->console.grid.cursor_row);
	if (strstr(line, text) == NULL)
		g_error("\"%s\" is not on the row of the cursor: %s", text, line);
}

static void add_colour(GString *out, const char *name, int colour)
{
	if (colour != COLOUR_DEFAULT)
		g_string_append_printf(out, " %s%d", name, colour);
}

static void add_style(GString *out, struct style style)
{
	static const char *const names[] = {"bold", "dim", "underline", "reverse"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if ((style.attributes & 1u << i) != 0)
			g_string_append_printf(out, " %s", names[i]);
	add_colour(out, "fg", style.foreground);
	add_colour(out, "bg", style.background);
}

// Runs of cells of one style, without those that look like any text.
static void add_runs(GString *out, const struct grid *grid, const char *theme_name, enum theme_level level)
{
	GError *error = NULL;
	g_autofree struct theme *theme = g_new0(struct theme, 1);
	g_assert_true(theme_read(theme, theme_name, shipped_text(shipped_themes, theme_name), &error));
	g_string_append_printf(out, "-- %s\n", theme_name);
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0, next; column < grid->columns; column = next) {
			struct style style = theme->styles[level][grid_cell(grid, row, column)->role];
			for (next = column + 1; next < grid->columns; next++) {
				struct style other = theme->styles[level][grid_cell(grid, row, next)->role];
				if (memcmp(&other, &style, sizeof style) != 0)
					break;
			}
			g_autoptr(GString) said = g_string_new(NULL);
			add_style(said, style);
			if (said->len > 0)
				g_string_append_printf(out, "%d %d-%d%s\n", row, column, next - 1, said->str);
		}
	}
}

// The same runs in one line: that they changed shows, and what changed is read in the themes above.
static void add_digest(GString *out, const struct grid *grid, const char *theme_name, enum theme_level level)
{
	g_autoptr(GString) runs = g_string_new(NULL);
	add_runs(runs, grid, theme_name, level);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, runs->str, -1);
	g_string_append_printf(out, "-- %s %.12s\n", theme_name, digest);
}

static void add_screen(GString *out, struct screen_test *test, int rows, int columns)
{
	screen_resize(test, rows, columns);
	const struct grid *grid = &test->console.grid;
	g_string_append_printf(out, "== %dx%d, cursor %d,%d\n", columns, rows, grid->cursor_row, grid->cursor_column);
	for (int row = 0; row < rows; row++) {
		g_autofree char *text = row_text(grid, row);
		g_string_append_printf(out, "%s\n", text);
	}
	if (columns <= 80) {
		add_runs(out, grid, "default", THEME_16);
		add_runs(out, grid, "mono", THEME_MONO);
	} else {
		add_digest(out, grid, "default", THEME_16);
		add_digest(out, grid, "mono", THEME_MONO);
	}
	add_digest(out, grid, "light", THEME_16);
	add_digest(out, grid, "high-contrast", THEME_16);
}

void screen_golden(struct screen_test *test, const char *name)
{
	GError *error = NULL;
	g_autoptr(GString) text = g_string_new("SPDX-License-Identifier: Apache-2.0\n");
	g_autofree char *file = g_strconcat(name, ".txt", NULL);
	g_autofree char *path = g_build_filename(g_getenv("TIDINGS_SOURCE"), "tests", "screen", file, NULL);
	g_autofree char *expected = NULL;
	size_t length = 0;
	add_screen(text, test, 24, 80);
	add_screen(text, test, 20, 60);
	add_screen(text, test, 40, 120);
	screen_resize(test, 24, 80);
	if (g_getenv("GENERATE") != NULL)
		g_assert_true(file_write(path, text->str, text->len, 0644, &error));
	g_assert_true(file_read(path, 1 << 20, &expected, &length, &error));
	test_no_error(error);
	if (strcmp(expected, text->str) != 0) {
		g_autofree char *got = g_build_filename(g_getenv("TIDINGS_BUILD"), file, NULL);
		g_assert_true(file_write(got, text->str, text->len, 0644, &error));
		g_error("the screen is not as in %s; see diff %s %s", path, path, got);
	}
}
