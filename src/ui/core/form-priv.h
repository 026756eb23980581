/* SPDX-License-Identifier: Apache-2.0 */
/* Forms: items in one or two panes, made from the rows of a field table or by hand; focus, editing, checking, drawing.
 * Label left, control, counter right; "*" required; hint below, error below with "!". Buttons stand in the last line. */
#ifndef TIDINGS_UI_CORE_FORM_PRIV_H
#define TIDINGS_UI_CORE_FORM_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "action-priv.h"
#include "editor-priv.h"
#include "grid-priv.h"
#include "tidings/model/field.h"
#include "tidings/util/catalog.h"

enum item_kind {
	ITEM_HEADING,
	ITEM_NOTE,   /* a line of text: hint */
	ITEM_LINE,
	ITEM_AREA,
	ITEM_SECRET,
	ITEM_CHECK,  /* value 0 or 1 */
	ITEM_GROUP,  /* a check box over the checks of its field in `bits` */
	ITEM_RADIO,  /* value = index of an option */
	ITEM_CHOICE, /* the same, as a drop-down list */
	ITEM_MULTI,  /* any of the options, ticked in such a list; text: their texts, "A, B" */
	ITEM_BUTTON,
};

struct item_option {
	char *text;        /* value */
	const char *label; /* to be translated; borrowed, or `text` */
	bool ticked;       /* ITEM_MULTI */
};

struct form_item {
	enum item_kind kind;
	const char *name;          /* unique among items that are not checks of one field; error_field() finds the item by it */
	const char *label;         /* to be translated */
	const struct field *field; /* NULL: the screen reads and checks it */
	bool (*check)(const struct form_item *item, GError **error); /* of an item without a field; NULL = nothing to check */
	bool required, hidden;
	uint32_t bits;             /* ITEM_CHECK of a field of flags: its bit; ITEM_GROUP: those below it */
	enum action action;        /* ITEM_BUTTON */
	struct editor editor;
	int value;
	GArray *options;           /* struct item_option */
	bool every;                /* ITEM_MULTI: the first option stands for all, and excludes the others */
	char *chosen;              /* ITEM_MULTI: its text */
	char *hint, *error;
	/* place */
	int pane, indent, width, rows; /* width 0: what is left of the pane; rows of an area */
	int same_line;             /* not 0: stands beside the item before, this many columns right of the control column */
	bool under;                /* a check box at the control column, not below the labels */
	const char *lead;          /* what stands at the place of the label of such a box, to be translated */
	const char *suffix;        /* after the control, to be translated */
};

/* What a form's keys ask of its screen. */
enum form_reaction { FORM_NOTHING, FORM_CHANGED, FORM_SUBMIT, FORM_PRESS };

struct form_pane {
	int column, columns, control; /* control: column of the controls within the pane */
};

struct form {
	const struct catalog *catalog; /* borrowed */
	const struct field_table *table; /* of the record loaded */
	GPtrArray *items;              /* struct form_item * */
	guint focus;
	bool changed, readonly, revealed;
	int dropped;                   /* characters that the last input was too long by */
	struct form_pane panes[2];     /* set by form_set_width */
	int split;                     /* where the right pane begins; 0 = one pane */
	int control[2];                /* wanted control columns */
	/* the list of a drop-down */
	bool open;
	struct editor filter;
	int pick;                      /* index of the marked option */
	char *before;                  /* ITEM_MULTI: what was ticked when the list was opened */
};

/* control: column where controls begin in a pane; split: column where a second pane begins, 0 = none. */
void form_init(struct form *form, const struct catalog *catalog, int control, int split);
void form_release(struct form *form);
AUTORELEASE_DEFINE(form, form_release)

/* Appends an item; it belongs to the form. */
struct form_item *form_add(struct form *form, enum item_kind kind, const char *name, const char *label);
/* Appends the item that suits the row (flags: a check for each bit, headed by their groups); the (last) item. */
struct form_item *form_add_field(struct form *form, const struct field *row);
struct form_item *form_add_button(struct form *form, const char *label, enum action action);
void form_add_option(struct form_item *item, const char *text, const char *label);
/* The first item of that name; NULL when there is none. */
struct form_item *form_item(const struct form *form, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The item that has the focus. */
struct form_item *form_focus(const struct form *form) G_GNUC_WARN_UNUSED_RESULT;

/* The value as text: what is typed, the option's value, "yes" or "no"; borrowed. */
const char *item_text(const struct form_item *item) G_GNUC_WARN_UNUSED_RESULT;
/* Sets it; an unknown option changes nothing. The form counts as unchanged by this. */
void item_set_text(struct form_item *item, const char *text);
void item_set_hint(struct form_item *item, const char *hint);

/* Sets every item that has a field from the record of that table; the form is unchanged after it, with the focus on the first item. */
void form_load(struct form *form, const struct field_table *table, const void *record);
/* Checks every item that is not hidden and sets the record's members from those that have a field. On failure the first item at fault has
 * the focus, each its error, *error is the first. */
bool form_store(struct form *form, void *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Shows an error at the item it is about, which gets the focus; false when it is about none. */
bool form_blame(struct form *form, const GError *error);
/* Appends the values of all items but secrets as lines of text; and sets those that the text names and the form has. The form counts as
 * changed when one differs. */
void form_to_draft(const struct form *form, GString *out);
void form_from_draft(struct form *form, const char *text);
/* Checks one item alone, as when it is left: sets or clears its error. */
void form_check(struct form *form, struct form_item *item);
/* How many items show an error. */
int form_errors(const struct form *form) G_GNUC_WARN_UNUSED_RESULT;
/* The focus to a neighbour that can have it; the item left is checked. */
void form_step(struct form *form, int by);
/* True when letters are typed into something. */
bool form_typing(const struct form *form) G_GNUC_WARN_UNUSED_RESULT;
/* State of a group's box: 0 none, 1 some, 2 all of its checks. */
int form_group_state(const struct form *form, const struct form_item *group) G_GNUC_WARN_UNUSED_RESULT;

/* An action on the focus; and text typed or pasted into it. */
enum form_reaction form_act(struct form *form, enum action action);
enum form_reaction form_text(struct form *form, const char *text, bool pasted);

/* The width there is: panes side by side or one below the other. To be called before drawing and whenever the size changes. */
void form_set_width(struct form *form, int columns);
/* Where an item stands in the form, counted from its top; rows 0 = not shown. control is the column of the control on the screen. */
struct form_place {
	int row, rows, control, width;
	int above; /* 1: the label has the first of the rows for itself */
};
/* Places of all items, GArray of struct form_place, given; the rows of the whole without the buttons. */
GArray *form_places(const struct form *form, int *ret_rows) G_GNUC_WARN_UNUSED_RESULT;
/* Draws the form and puts the cursor on the focus. */
void form_draw(const struct form *form, struct grid *grid, struct rect at);
/* Draws the open list of a drop-down beside its control; the cursor goes to what is marked. */
void form_draw_list(const struct form *form, struct grid *grid, struct form_place place);
/* Opens the list of the focused drop-down; acts in it, or takes what is typed: true when the value has changed. */
void form_list_open(struct form *form);
bool form_list_act(struct form *form, enum action action);
bool form_list_text(struct form *form, const char *text);
/* Ticks an option of ITEM_MULTI, or takes the tick away. */
void item_tick(struct form_item *item, int option);
/* How many are ticked. */
int item_ticked(const struct form_item *item) G_GNUC_WARN_UNUSED_RESULT;

/* The focus' help or counter sentence: what to write there; borrowed, "" when there is nothing to say. */
const char *form_help(const struct form *form) G_GNUC_WARN_UNUSED_RESULT;

#endif
