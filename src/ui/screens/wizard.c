// SPDX-License-Identifier: Apache-2.0
// Add or edit a reporting task: two steps, Next and Back, Save.
#include "screens/wizard-priv.h"

#include <string.h>

#include "core/form-priv.h"
#include "screens/form-screen-priv.h"
#include "screens/question-priv.h"
#include "screens/reporting-priv.h"
#include "tidings/app/task.h"
#include "tidings/util/error.h"

#define SPLIT 37
#define CONTROL_FIRST 31
#define CONTROL_SECOND 16
#define START_TIME "09:00"

static const enum action_group first_groups[] = {GROUP_TASK_FIRST, GROUP_FORM_SAVE, GROUP_FORM, GROUP_EDIT, GROUP_END};
static const enum action_group second_groups[] = {GROUP_FORM_SAVE, GROUP_TASK_SECOND, GROUP_FORM, GROUP_EDIT, GROUP_END};
static const struct screen first_screen, second_screen;

static struct form *current(struct wizard *state)
{
	return &state->forms[state->step];
}

static void preview(const struct console *console, struct wizard *state)
{
	autorelease(task) task = {0};
	task_init(&task);
	task_copy(&task, &state->task);
	g_autoptr(GError) error = NULL;
	struct form *form = &state->forms[0];
	g_autofree char *text = NULL;
	if (!recur_task(form, &task, &error))
		text = console_fault(console, error);
	else
		text = recur_preview(console, &task);
	item_set_hint(form_item(form, "preview"), text);
}

void wizard_arrange(const struct console *console, struct wizard *state)
{
	if (state->step == 1) {
		contents_arrange(&state->forms[1]);
		return;
	}
	recur_arrange(&state->forms[0]);
	preview(console, state);
}

bool wizard_store(struct wizard *state, int step, GError **error)
{
	struct form *form = &state->forms[step];
	return form_store(form, &state->task, error) &&
	       (step == 0 ? recur_store(form, &state->task, error) : contents_store(form, &state->task, error));
}

static void refuse(struct console *console, struct wizard *state, const GError *error)
{
	(void)form_blame(current(state), error);
	form_screen_say_errors(console, current(state), error);
}

// The view keeps its state and changes its screen, so that each step has its own keys.
static void show_step(struct console *console, struct wizard *state, int step)
{
	state->step = step;
	console_top(console)->screen = step == 0 ? &first_screen : &second_screen;
	form_set_width(current(state), console->grid.columns);
}

static void next(struct console *console, struct wizard *state)
{
	g_autoptr(GError) error = NULL;
	if (current(state)->readonly || wizard_store(state, 0, &error))
		show_step(console, state, 1);
	else
		refuse(console, state, error);
}

static void back(struct console *console, struct wizard *state)
{
	show_step(console, state, 0);
}

// What is saved beside the task it was made from is off, as every new one.
static void become_new(struct task *task)
{
	task->id = 0;
	task->enabled = false;
}

static bool save_task(struct console *console, struct wizard *state, GError **error)
{
	for (int step = 0; step < WIZARD_STEPS; step++) {
		if (wizard_store(state, step, error))
			continue;
		show_step(console, state, step);
		return false;
	}
	if (task_save(console->app, &state->task, error))
		return true;
	const char *field = error_field(error != NULL ? *error : NULL);
	const struct form_item *item = field != NULL ? form_item(&state->forms[0], field) : NULL;
	if (item != NULL)
		show_step(console, state, 0);
	return false;
}

static char *changes(const struct console *console, const struct wizard *state)
{
	g_autoptr(GError) error = NULL;
	if (state->opened.id == 0)
		return NULL;
	autoptr(task_view) view = task_show(console->app, state->opened.id, &error);
	if (view != NULL)
		return form_screen_changes(console, &task_table, &state->opened, &view->task, &state->task);
	return error_is(error, ERROR_NOT_FOUND) ? g_strdup(console_text(console, N_("It was deleted."))) : NULL;
}

// Both are shown and neither is lost: theirs stays unless the answer is to replace it.
static bool ask_conflict(struct console *console, struct wizard *state)
{
	static const char *const answers[] = {N_("Keep editing"), N_("Save mine"), N_("Save as new"), NULL};
	g_autoptr(GError) ignored = NULL;
	for (int step = 0; step < WIZARD_STEPS; step++)
		if (!wizard_store(state, step, &ignored))
			return false;
	g_autofree char *theirs = changes(console, state);
	if (theirs == NULL)
		return false;
	form_screen_ask_conflict(console, theirs, answers);
	return true;
}

static void save(struct console *console, struct wizard *state)
{
	g_autoptr(GError) error = NULL;
	bool added = state->task.id == 0;
	if (!state->asked && ask_conflict(console, state))
		return;
	state->asked = false;
	if (!save_task(console, state, &error)) {
		refuse(console, state, error);
		return;
	}
	reporting_mark(console, state->task.id);
	console_drop_draft(console);
	console_pop(console);
	console_say(console, UI_GOOD, added ? console_text(console, N_("The task is saved and off. Space switches it on; t tests the mail first."))
					    : console_text(console, N_("The task is saved.")));
}

static void press(struct console *console, struct wizard *state, enum action action)
{
	if (action == ACT_STEP_NEXT)
		next(console, state);
	else if (action == ACT_STEP_BACK)
		back(console, state);
	else if (action == ACT_SAVE)
		save(console, state);
	else if (action == ACT_RECUR_EDIT)
		recur_editor_open(console, state);
	else if (action == ACT_CANCEL)
		form_screen_leave(console, state->forms[0].changed ? &state->forms[0] : &state->forms[1]);
}

static void react(struct console *console, struct wizard *state, enum form_reaction reaction)
{
	form_screen_say_dropped(console, current(state));
	if (reaction == FORM_CHANGED)
		wizard_arrange(console, state);
	else if (reaction == FORM_PRESS)
		press(console, state, form_focus(current(state))->action);
	else if (reaction == FORM_SUBMIT)
		press(console, state, state->step == 0 ? ACT_STEP_NEXT : ACT_SAVE);
}

static void act(struct console *console, void *data, enum action action)
{
	static const enum action pressed[] = {ACT_STEP_NEXT, ACT_STEP_BACK, ACT_RECUR_EDIT, ACT_SAVE, ACT_CANCEL};
	struct wizard *state = data;
	for (size_t i = 0; i < G_N_ELEMENTS(pressed) && !current(state)->open; i++) {
		if (pressed[i] != action)
			continue;
		press(console, state, action);
		return;
	}
	react(console, state, form_act(current(state), action));
}

static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	struct wizard *state = data;
	react(console, state, form_text(current(state), typed, pasted));
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct wizard *state = data;
	static const char *const names[WIZARD_STEPS] = {N_("1 Task and schedule"), N_("2 Report contents")};
	int column = 1;
	for (int step = 0; step < WIZARD_STEPS; step++) {
		column += grid_text(grid, body.row, column, body.columns - column, step == state->step ? UI_HEADING : UI_HINT,
				    console_text(console, names[step]));
		if (step == 0)
			column += grid_text(grid, body.row, column, body.columns - column, UI_HINT, "  ->  ");
	}
	g_autofree char *where = g_strdup_printf(console_text(console, N_("Step %d of %d")), state->step + 1, WIZARD_STEPS);
	grid_text_right(grid, body.row, column + 2, body.columns - column - 3, UI_HINT, where);
	form_draw(&state->forms[state->step], grid, (struct rect){body.row + 1, body.column, body.rows - 2, body.columns});
}

static void answer(struct console *console, void *data, int question, int answered)
{
	struct wizard *state = data;
	if (question == QUESTION_DISCARD && answered == 1) {
		console_drop_draft(console);
		console_pop(console);
	} else if (question == QUESTION_CONFLICT && answered != 0) {
		if (answered == 2)
			become_new(&state->task);
		state->asked = true;
		save(console, state);
	}
}

static char *draft_name(const void *data)
{
	return g_strdup_printf("task-%u", ((const struct wizard *)data)->opened.id);
}

static char *draft(const void *data)
{
	const struct wizard *state = data;
	g_autoptr(GString) text = g_string_new(NULL);
	for (int step = 0; step < WIZARD_STEPS; step++)
		form_to_draft(&state->forms[step], text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void take_draft(struct console *console, void *data, const char *text)
{
	struct wizard *state = data;
	for (int step = 0; step < WIZARD_STEPS; step++)
		form_from_draft(&state->forms[step], text);
	recur_arrange(&state->forms[0]);
	contents_arrange(&state->forms[1]);
	preview(console, state);
}

// Somebody else's change shows while the form is open, before it is saved.
static void refresh(struct console *console, void *data)
{
	const struct wizard *state = data;
	g_autofree char *theirs = changes(console, state);
	if (theirs != NULL)
		console_say(console, UI_WARNING, console_text(console, N_("! Somebody else changed this task; saving asks first.")));
}

static char *title(const struct console *console, const void *data)
{
	const struct wizard *state = data;
	return g_strdup(state->task.id == 0 ? console_text(console, N_("Settings > Reporting > Add reporting task"))
					    : console_text(console, N_("Settings > Reporting > Edit reporting task")));
}

static const char *hint(const struct console *console, const void *data)
{
	const struct wizard *state = data;
	const struct form *form = &state->forms[state->step];
	if (form->readonly)
		return console_text(console, N_("Read-only: role or licence allow looking, not changing."));
	const char *help = form_help(form);
	return *help != '\0' ? help : console_text(console, N_("New tasks start switched off."));
}

static bool typing(const void *data)
{
	const struct wizard *state = data;
	return form_typing(&state->forms[state->step]);
}

static bool changed(const void *data)
{
	const struct wizard *state = data;
	return state->forms[0].changed || state->forms[1].changed;
}

static void fit(const struct console *console, void *data, struct rect body)
{
	(void)console;
	struct wizard *state = data;
	for (int step = 0; step < WIZARD_STEPS; step++)
		form_set_width(&state->forms[step], body.columns);
}

void wizard_free(void *data)
{
	struct wizard *state = data;
	for (int step = 0; step < WIZARD_STEPS; step++)
		form_release(&state->forms[step]);
	task_release(&state->task);
	task_release(&state->opened);
	g_free(state);
}

static const struct screen first_screen = {
	.name = "task-1", .groups = first_groups, .title = title, .typing = typing, .changed = changed, .hint = hint, .draw = draw, .act = act,
	.text = text, .refresh = refresh, .fit = fit, .answer = answer, .draft_name = draft_name, .draft = draft, .take_draft = take_draft,
	.free = wizard_free,
};

static const struct screen second_screen = {
	.name = "task-2", .groups = second_groups, .title = title, .typing = typing, .changed = changed, .hint = hint, .draw = draw, .act = act,
	.text = text, .refresh = refresh, .fit = fit, .answer = answer, .draft_name = draft_name, .draft = draft, .take_draft = take_draft,
	.free = wizard_free,
};

static bool is_first(const char *section)
{
	return strcmp(section, field_by_name(&task_table, "name")->section) == 0;
}

static bool is_recur(const char *section)
{
	return strcmp(section, field_by_name(&task_table, "start")->section) == 0;
}

static void build(struct console *console, struct wizard *state)
{
	struct form *first = &state->forms[0];
	struct form *second = &state->forms[1];
	form_init(first, console->catalog, CONTROL_FIRST, 0);
	form_screen_add_rows(first, &task_table, is_first);
	form_item(first, "text")->rows = 2;
	recur_build(console, first);
	form_screen_add_rows(first, &task_table, is_recur);
	form_add_button(first, N_("Next >"), ACT_STEP_NEXT);
	form_add_button(first, N_("Cancel"), ACT_CANCEL);
	form_init(second, console->catalog, CONTROL_SECOND, SPLIT);
	contents_build(console, second);
	form_add_button(second, N_("< Back"), ACT_STEP_BACK);
	form_add_button(second, N_("Save"), ACT_SAVE);
	form_add_button(second, N_("Cancel"), ACT_CANCEL);
	for (int step = 0; step < WIZARD_STEPS; step++) {
		form_load(&state->forms[step], &task_table, &state->task);
		state->forms[step].readonly = app_access(console->app, USE_TASK_CHANGE) != ACCESS_FULL;
	}
	recur_load(first, &state->task);
	contents_load(second, &state->task);
	preview(console, state);
}

// A new task begins tomorrow: every day at nine.
static void begin(struct console *console, struct task *task)
{
	struct wall day = wall_from_seconds(app_now(console->app) + 86400);
	g_autofree char *start = g_strdup_printf("%04d-%02d-%02dT%s", day.year, day.month, day.day, START_TIME);
	g_autoptr(GError) error = NULL;
	task_new(console->app, task);
	if (!field_set_text(field_by_name(&task_table, "start"), task, start, &error) ||
	    !field_set_text(field_by_name(&task_table, "rrule"), task, "FREQ=DAILY", &error))
		console_say_error(console, error);
}

struct wizard *wizard_new(struct console *console, const struct task *task, bool copy)
{
	struct wizard *state = g_new0(struct wizard, 1);
	task_init(&state->task);
	if (task == NULL)
		begin(console, &state->task);
	else
		task_copy(&state->task, task);
	if (copy)
		become_new(&state->task);
	task_init(&state->opened);
	task_copy(&state->opened, &state->task);
	build(console, state);
	return state;
}

void wizard_open(struct console *console, const struct task *task, bool copy)
{
	struct wizard *state = wizard_new(console, task, copy);
	console_push(console, &first_screen, state);
	if (!state->forms[0].readonly && !copy)
		console_offer_draft(console);
}
