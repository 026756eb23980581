// SPDX-License-Identifier: Apache-2.0
// Pictures of screens for the README: SVG from the grid and a theme. GENERATE=1 draws them anew; they are compared like the texts.
#include "screen-test.h"

#include <string.h>

#include "core/theme-priv.h"
#include "tidings/util/file.h"
#include "tidings/util/safe-text.h"

#define CELL_WIDTH 9
#define CELL_HEIGHT 20
#define BASELINE 15
#define MARGIN 10
#define FOREGROUND 0xd8d8d8 /* of a terminal that has its own colours */
#define BACKGROUND 0x1c1c1c

static int palette(int colour, int otherwise)
{
	static const int sixteen[] = {0x1c1c1c, 0xd7575f, 0x87af5f, 0xd7af5f, 0x5f87d7, 0xaf87d7, 0x5fafaf, 0xbcbcbc,
				      0x767676, 0xff8787, 0xafd787, 0xffd787, 0x87afff, 0xd7afff, 0x87d7d7, 0xffffff};
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	if (colour == COLOUR_DEFAULT)
		return otherwise;
	if ((colour & COLOUR_RGB) != 0)
		return colour & 0xffffff;
	if (colour < 16)
		return sixteen[colour];
	if (colour >= 232)
		return (8 + (colour - 232) * 10) * 0x010101;
	return steps[(colour - 16) / 36] << 16 | steps[(colour - 16) / 6 % 6] << 8 | steps[(colour - 16) % 6];
}

static int faded(int foreground, int background)
{
	int mixed = 0;
	for (int shift = 0; shift <= 16; shift += 8)
		mixed |= (((foreground >> shift & 0xff) * 3 + (background >> shift & 0xff) * 2) / 5) << shift;
	return mixed;
}

static void add_run(GString *out, int row, int column, int columns, struct style style, const char *text)
{
	int foreground = palette(style.foreground, FOREGROUND);
	int background = palette(style.background, BACKGROUND);
	bool bold = (style.attributes & STYLE_BOLD) != 0;
	if ((style.attributes & STYLE_DIM) != 0)
		foreground = faded(foreground, background);
	int fill = (style.attributes & STYLE_REVERSE) != 0 ? foreground : background;
	int ink = (style.attributes & STYLE_REVERSE) != 0 ? background : foreground;
	int x = MARGIN + column * CELL_WIDTH;
	int y = MARGIN + row * CELL_HEIGHT;
	if (fill != BACKGROUND)
		g_string_append_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x, y, columns * CELL_WIDTH, CELL_HEIGHT, fill);
	size_t blanks = strspn(text, " ");
	g_autofree char *words = g_strchomp(g_strdup(text + blanks));
	g_autofree char *escaped = g_markup_escape_text(words, -1);
	if (*words != '\0')
		g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s>%s</text>\n", x + (int)blanks * CELL_WIDTH,
				       y + BASELINE, text_columns(words) * CELL_WIDTH, ink, bold ? " font-weight=\"bold\"" : "",
				       (style.attributes & STYLE_UNDERLINE) != 0 ? " text-decoration=\"underline\"" : "", escaped);
}

static void add_row(GString *out, const struct grid *grid, const struct theme *theme, int row)
{
	for (int column = 0, next; column < grid->columns; column = next) {
		struct style style = theme->styles[THEME_256][grid_cell(grid, row, column)->role];
		g_autoptr(GString) text = g_string_new(NULL);
		for (next = column; next < grid->columns; next++) {
			const struct cell *cell = grid_cell(grid, row, next);
			if (memcmp(&theme->styles[THEME_256][cell->role], &style, sizeof style) != 0)
				break;
			g_string_append(text, cell->text);
		}
		add_run(out, row, column, next - column, style, text->str);
	}
}

static char *draw(const struct grid *grid, const char *theme_name, const char *title)
{
	GError *error = NULL;
	g_autofree struct theme *theme = g_new0(struct theme, 1);
	g_assert_true(theme_read(theme, theme_name, shipped_text(shipped_themes, theme_name), &error));
	int width = grid->columns * CELL_WIDTH + 2 * MARGIN;
	int height = grid->rows * CELL_HEIGHT + 2 * MARGIN;
	GString *out = g_string_new("<!-- SPDX-License-Identifier: Apache-2.0 -->\n");
	g_string_append_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans Mono, monospace\" font-size=\"15\" "
			       "xml:space=\"preserve\">\n<title>%s</title>\n", width, height, title);
	struct style style = theme->styles[THEME_256][UI_TEXT];
	g_string_append_printf(out, "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n", width, height, palette(style.background, BACKGROUND));
	for (int row = 0; row < grid->rows; row++)
		add_row(out, grid, theme, row);
	g_string_append(out, "</svg>\n");
	return g_string_free(out, FALSE);
}

// The clock of tests stands still; that it says so is no part of a picture.
static void say_nothing(struct screen_test *test)
{
	console_say(&test->console, UI_HINT, " ");
}

static void shoot(struct screen_test *test, const char *theme, const char *title, const char *name)
{
	GError *error = NULL;
	g_autofree char *file = g_strconcat(name, ".svg", NULL);
	g_autofree char *path = g_build_filename(g_getenv("TIDINGS_SOURCE"), "tests", "screen", "shots", file, NULL);
	g_autofree char *expected = NULL;
	size_t length = 0;
	console_draw(&test->console);
	g_autofree char *svg = draw(&test->console.grid, theme, title);
	if (g_getenv("GENERATE") != NULL)
		g_assert_true(file_write(path, svg, strlen(svg), 0644, &error));
	g_assert_true(file_read(path, 1 << 20, &expected, &length, &error));
	test_no_error(error);
	if (strcmp(expected, svg) != 0)
		g_error("the picture %s is not the screen any more: make screenshots", path);
}

TEST(screen__shots__reporting)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Down");
	console_input(&test.console, &(struct input){.type = INPUT_TICK});
	say_nothing(&test);
	shoot(&test, "default", "The Reporting page", "reporting");
}

TEST(screen__shots__mail)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "m");
	screen_type(&test, "smtp.example.com");
	screen_keys(&test, "Tab Tab Tab Tab Tab");
	screen_type(&test, "reports at example.com");
	screen_keys(&test, "Ctrl+S");
	shoot(&test, "light", "Mail client settings with a field to correct, light theme", "mail");
}

TEST(screen__shots__recurrence)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "a F6 Space");
	screen_type(&test, "weekday");
	screen_keys(&test, "Enter");
	say_nothing(&test);
	shoot(&test, "dark", "The recurrence editor, dark theme", "recurrence");
}

TEST(screen__shots__russian)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, "ru", true);
	screen_keys(&test, "h");
	say_nothing(&test);
	shoot(&test, "high-contrast", "Run history in Russian, high contrast", "history");
}
