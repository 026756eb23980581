// SPDX-License-Identifier: Apache-2.0
// The recurrence editor: the Recur section beside its next occurrences, in the task's zone and UTC, in words and as a rule.
#include <string.h>

#include "screens/form-screen-priv.h"
#include "screens/question-priv.h"
#include "screens/shown-priv.h"
#include "screens/wizard-priv.h"
#include "tidings/app/recurrence.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define OCCURRENCES 60
#define BESIDE 78       /* from so many columns on the occurrences stand beside the form */
#define FORM_COLUMNS 44
#define BELOW_ROWS 7    /* for them where they stand below */
#define CONTROL 16
#define DAY_COLUMNS 21 /* of the longest day in words */
#define CONTROL_NARROW 24

struct line {
	enum ui_role role;
	char *text;
};

struct editor_page {
	struct wizard *wizard; /* of the screen below; what is edited is written through to it, so that its draft has it */
	char *before;          /* its values when the editor was opened */
	struct form form;
	GArray *occurrences;   /* struct line */
	char *words, *rule;
	bool fault;            /* words says what is wrong */
	guint first;           /* of the occurrences' lines that is shown at the top */
	guint shown;
};

static const enum action_group groups[] = {GROUP_RECUR, GROUP_FORM_SAVE, GROUP_FORM, GROUP_EDIT, GROUP_END};

static void line_clear(void *data)
{
	g_free(((struct line *)data)->text);
}

static void add_line(struct editor_page *state, enum ui_role role, char *take_text)
{
	struct line line = {role, take_text};
	g_array_append_val(state->occurrences, line);
}

// "06:00Z", with a sign when the day is another one there.
static char *in_utc(const struct occurrence *o)
{
	struct wall utc = wall_from_seconds(o->instant);
	struct wall local = wall_from_seconds(o->instant + o->offset);
	const char *day = utc.day == local.day ? "" : o->offset > 0 ? "-1" : "+1";
	return g_strdup_printf("%02d:%02dZ%s", utc.hour, utc.minute, day);
}

static const char *remark(const struct occurrence *o)
{
	if (o->fit == WALL_GAP)
		return N_("! moved, skipped by the clock");
	if (o->fit == WALL_OVERLAP)
		return N_("! comes twice on this clock");
	return o->effect == EFFECT_MOVED ? N_("moved from a holiday") : NULL;
}

static void add_occurrence(const struct console *console, struct editor_page *state, guint number, const struct occurrence *o,
			   const struct occurrence *before)
{
	g_autofree char *day = shown_day_of_year(console->catalog, o->instant, o->offset);
	g_autofree char *utc = in_utc(o);
	const char *said = remark(o);
	if (before != NULL && before->offset != o->offset) {
		g_autofree char *from = shown_offset(before->offset);
		g_autofree char *to = shown_offset(o->offset);
		add_line(state, UI_WARNING, g_strdup_printf(console_text(console, N_("-- clock %s to %s")), from, to));
	}
	add_line(state, UI_TEXT, g_strdup_printf("%2u %s%*s %s", number, day, MAX(DAY_COLUMNS - text_columns(day), 0), "", utc));
	if (said != NULL)
		add_line(state, UI_WARNING, g_strdup_printf("   %s", console_text(console, said)));
}

static bool ask(const struct console *console, struct editor_page *state, struct task *task, GArray **ret_next, GError **error)
{
	if (!recur_task(&state->form, task, error))
		return false;
	g_autofree char *words = task_recurrence_words(console->app, task, console->catalog, error);
	*ret_next = words != NULL ? task_occurrences(console->app, task, app_now(console->app), OCCURRENCES, error) : NULL;
	if (*ret_next == NULL)
		return false;
	g_free(state->words);
	state->words = g_steal_pointer(&words);
	return true;
}

static void renew(const struct console *console, struct editor_page *state)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) next = NULL;
	autorelease(task) task = {0};
	task_init(&task);
	task_copy(&task, &state->wizard->task);
	g_array_set_size(state->occurrences, 0);
	g_clear_pointer(&state->rule, g_free);
	state->fault = !ask(console, state, &task, &next, &error);
	if (state->fault) {
		g_free(state->words);
		state->words = console_message(console, error->message);
		return;
	}
	state->rule = g_strdup(*task.rrule != '\0' ? task.rrule : console_text(console, N_("(none: once)")));
	bool changes = false;
	for (guint i = 0; i < next->len; i++) {
		const struct occurrence *o = &g_array_index(next, struct occurrence, i);
		add_occurrence(console, state, i + 1, o, i > 0 ? o - 1 : NULL);
		changes = changes || (i > 0 && o[-1].offset != o->offset);
	}
	if (next->len == 0)
		add_line(state, UI_WARNING, g_strdup(console_text(console, N_("! Nothing is due any more: the last occurrence is past."))));
	else if (!changes && next->len > 1)
		add_line(state, UI_HINT, g_strdup(console_text(console, N_("No clock change among these."))));
	if (next->len > 0 && next->len < OCCURRENCES)
		add_line(state, UI_HINT, g_strdup(console_text(console, N_("Then it ends."))));
}

static void write_through(struct console *console, struct editor_page *state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	form_to_draft(&state->form, text);
	form_from_draft(&state->wizard->forms[0], text->str);
	console->drafting = console->ticking = true;
}

static void leave(struct console *console, struct editor_page *state, bool keep)
{
	struct wizard *wizard = state->wizard;
	if (!keep)
		form_from_draft(&wizard->forms[0], state->before);
	console_pop(console);
	wizard_arrange(console, wizard);
}

static void accept(struct console *console, struct editor_page *state)
{
	g_autoptr(GError) error = NULL;
	autorelease(task) task = {0};
	task_init(&task);
	task_copy(&task, &state->wizard->task);
	if (!state->form.readonly && !recur_task(&state->form, &task, &error)) {
		(void)form_blame(&state->form, error);
		form_screen_say_errors(console, &state->form, error);
		return;
	}
	leave(console, state, true);
}

static void cancel(struct console *console, struct editor_page *state)
{
	if (state->form.changed)
		form_screen_leave(console, &state->form);
	else
		leave(console, state, true);
}

static void react(struct console *console, struct editor_page *state, enum form_reaction reaction)
{
	form_screen_say_dropped(console, &state->form);
	if (reaction == FORM_CHANGED) {
		recur_arrange(&state->form);
		state->first = 0;
		renew(console, state);
		write_through(console, state);
	} else if (reaction == FORM_SUBMIT || (reaction == FORM_PRESS && form_focus(&state->form)->action == ACT_SAVE)) {
		accept(console, state);
	} else if (reaction == FORM_PRESS) {
		cancel(console, state);
	}
}

static void show_more(struct editor_page *state)
{
	state->first += MAX(state->shown, 1);
	if (state->first >= state->occurrences->len)
		state->first = 0;
}

static void act(struct console *console, void *data, enum action action)
{
	struct editor_page *state = data;
	bool open = state->form.open;
	if (action == ACT_RECUR_MORE)
		show_more(state);
	else if (!open && action == ACT_SAVE)
		accept(console, state);
	else if (!open && action == ACT_CANCEL)
		cancel(console, state);
	else
		react(console, state, form_act(&state->form, action));
}

static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	struct editor_page *state = data;
	react(console, state, form_text(&state->form, typed, pasted));
}

static void draw_occurrences(const struct editor_page *state, struct grid *grid, struct rect at)
{
	for (int i = 0; i < at.rows && state->first + (guint)i < state->occurrences->len; i++) {
		const struct line *line = &g_array_index(state->occurrences, struct line, state->first + (guint)i);
		grid_text(grid, at.row + i, at.column, at.columns, line->role, line->text);
	}
}

// Rows of the words and of the rule, with their headings.
static int rows_of(const char *said, int columns, int most)
{
	g_autoptr(GArray) lines = text_wrap(said != NULL ? said : "", columns);
	return MIN((int)lines->len, most) + 1;
}

static void draw_side(const struct console *console, const struct editor_page *state, struct grid *grid, struct rect at)
{
	enum ui_role role = state->fault ? UI_ERROR : UI_TEXT;
	int words = rows_of(state->words, at.columns, 5);
	int rule = state->rule != NULL ? rows_of(state->rule, at.columns, 3) : 0;
	int row = at.row + at.rows - words - rule;
	int used = grid_text(grid, at.row, at.column, at.columns, UI_HEADING, console_text(console, N_("Next occurrences")));
	const char *zone = item_text(form_item(&state->form, "zone"));
	grid_text_right(grid, at.row, at.column + used + 1, at.columns - used - 1, UI_HINT, zone);
	draw_occurrences(state, grid, (struct rect){at.row + 1, at.column, row - at.row - 2, at.columns});
	grid_text(grid, row, at.column, at.columns, UI_HEADING, console_text(console, state->fault ? N_("Not a schedule yet") : N_("In words")));
	row += 1 + grid_text_wrapped(grid, (struct rect){row + 1, at.column, words - 1, at.columns}, role, state->words);
	if (rule == 0)
		return;
	grid_text(grid, row, at.column, at.columns, UI_HEADING, console_text(console, N_("Rule (RFC 5545)")));
	(void)grid_text_wrapped(grid, (struct rect){row + 1, at.column, rule - 1, at.columns}, UI_TEXT, state->rule);
}

static void draw_below(const struct editor_page *state, struct grid *grid, struct rect at)
{
	grid_rule(grid, at.row);
	int used = grid_text_wrapped(grid, (struct rect){at.row + 1, 1, 2, at.columns - 2}, state->fault ? UI_ERROR : UI_TEXT, state->words);
	draw_occurrences(state, grid, (struct rect){at.row + 1 + used, 1, at.rows - 1 - used, at.columns - 2});
}

static bool is_beside(struct rect body)
{
	return body.columns >= BESIDE;
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct editor_page *state = data;
	if (!is_beside(body)) {
		struct rect below = {body.row + body.rows - BELOW_ROWS, 0, BELOW_ROWS, body.columns};
		draw_below(state, grid, below);
		form_draw(&state->form, grid, (struct rect){body.row, 0, body.rows - BELOW_ROWS, body.columns});
		return;
	}
	for (int row = 0; row < body.rows; row++)
		grid_text(grid, body.row + row, FORM_COLUMNS, 1, UI_RULE, "│");
	draw_side(console, state, grid, (struct rect){body.row, FORM_COLUMNS + 2, body.rows, body.columns - FORM_COLUMNS - 3});
	form_draw(&state->form, grid, (struct rect){body.row, 0, body.rows, FORM_COLUMNS});
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct editor_page *state = data;
	bool beside = is_beside(body);
	state->form.control[0] = beside ? CONTROL : CONTROL_NARROW;
	form_set_width(&state->form, beside ? FORM_COLUMNS : body.columns);
	state->shown = (guint)(beside ? MAX(body.rows - 9, 1) : BELOW_ROWS - 3);
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Reporting > Task > Recurrence")));
}

static const char *hint(const struct console *console, const void *data)
{
	(void)console;
	return form_help(&((const struct editor_page *)data)->form);
}

static bool typing(const void *data)
{
	return form_typing(&((const struct editor_page *)data)->form);
}

static bool changed(const void *data)
{
	return ((const struct editor_page *)data)->form.changed;
}

static void answer(struct console *console, void *data, int question, int answered)
{
	if (question == QUESTION_DISCARD && answered == 1)
		leave(console, data, false);
}

static void free_state(void *data)
{
	struct editor_page *state = data;
	form_release(&state->form);
	g_array_unref(state->occurrences);
	g_free(state->before);
	g_free(state->words);
	g_free(state->rule);
	g_free(state);
}

static const struct screen screen = {
	.name = "recurrence", .groups = groups, .title = title, .typing = typing, .changed = changed, .hint = hint, .draw = draw, .act = act,
	.text = text, .fit = fit, .answer = answer, .free = free_state,
};

void recur_editor_open(struct console *console, struct wizard *wizard)
{
	static const char *const more[] = {"exdate", "rdate", "gap", "overlap"};
	struct editor_page *state = g_new0(struct editor_page, 1);
	g_autoptr(GString) values = g_string_new(NULL);
	form_to_draft(&wizard->forms[0], values);
	state->wizard = wizard;
	state->occurrences = g_array_new(FALSE, FALSE, sizeof(struct line));
	g_array_set_clear_func(state->occurrences, line_clear);
	form_init(&state->form, console->catalog, CONTROL, 0);
	recur_build(console, &state->form);
	form_item(&state->form, "preview")->hidden = true;
	for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
		(void)form_add_field(&state->form, field_by_name(&task_table, more[i]));
	form_item(&state->form, "zone")->label = N_("Zone");
	form_add_button(&state->form, N_("OK"), ACT_SAVE);
	form_add_button(&state->form, N_("Cancel"), ACT_CANCEL);
	form_from_draft(&state->form, values->str);
	state->before = g_strdup(values->str);
	state->form.changed = false;
	state->form.readonly = wizard->forms[0].readonly;
	recur_arrange(&state->form);
	form_step(&state->form, 1);
	renew(console, state);
	console_push(console, &screen, state);
}
