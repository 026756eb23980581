/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that are one form with Save and Cancel: what they share, and what differs from one to the next. */
#ifndef TIDINGS_UI_SCREENS_FORM_PAGE_PRIV_H
#define TIDINGS_UI_SCREENS_FORM_PAGE_PRIV_H

#include "core/form-priv.h"
#include "screens/console-priv.h"

struct form_page;

struct form_kind {
	const char *above; /* the line above the form, to be translated; NULL = that fields marked * must be filled in */
	/* Checks the form and hands it to a use case; on success *ret_done is what to say, given. */
	bool (*save)(struct console *console, struct form_page *page, char **ret_done, GError **error);
	void (*arrange)(struct form_page *page);  /* shows and hides what belongs together; NULL = nothing */
	/* What somebody else changed since the form was opened, given; NULL = nothing. The member may be NULL. */
	char *(*theirs)(struct console *console, struct form_page *page);
	const char *button; /* label of the button that saves, to be translated; NULL = Save */
	const char *draft; /* beginning of the draft's name; NULL = no draft is kept */
};

struct form_page {
	const struct form_kind *kind;
	struct form form;
	char *subject;    /* what is edited; "" = a new one */
	char *title;
	bool asked;       /* what somebody else saved was shown; the answer was to save */
	const struct field_table *table; /* of opened; NULL = none */
	void *opened;     /* the record as it was, belongs to the page; NULL = none */
};

/* A page whose form the caller fills. subject is copied, title is taken. */
struct form_page *form_page_new(const struct console *console, const struct form_kind *kind, const char *subject, char *title)
	G_GNUC_WARN_UNUSED_RESULT;
/* Gives the page a record of the table, initial values; it is released with the page. */
void *form_page_record(struct form_page *page, const struct field_table *table) G_GNUC_WARN_UNUSED_RESULT;
/* Adds Save and Cancel and pushes the page. screen has form_page_draw and so on. */
void form_page_open(struct console *console, const struct screen *screen, struct form_page *page);

/* Members of a struct screen. */
extern const enum action_group form_page_groups[];
char *form_page_title(const struct console *console, const void *page);
bool form_page_typing(const void *page);
bool form_page_changed(const void *page);
const char *form_page_hint(const struct console *console, const void *page);
void form_page_draw(const struct console *console, const void *page, struct grid *grid, struct rect body);
void form_page_act(struct console *console, void *page, enum action action);
void form_page_text(struct console *console, void *page, const char *text, bool pasted);
void form_page_fit(const struct console *console, void *page, struct rect body);
void form_page_answer(struct console *console, void *page, int question, int answer);
char *form_page_draft_name(const void *page);
char *form_page_draft(const void *page);
void form_page_take_draft(struct console *console, void *page, const char *draft);
void form_page_free(void *page);
#define FORM_PAGE_SCREEN \
	.groups = form_page_groups, .title = form_page_title, .typing = form_page_typing, .changed = form_page_changed, .hint = form_page_hint, \
	.draw = form_page_draw, .act = form_page_act, .text = form_page_text, .fit = form_page_fit, .answer = form_page_answer, \
	.free = form_page_free
#define FORM_PAGE_DRAFTS \
	.draft_name = form_page_draft_name, .draft = form_page_draft, .take_draft = form_page_take_draft

#endif
