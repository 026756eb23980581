/* SPDX-License-Identifier: Apache-2.0 */
/* Field tables: one row per field of a record. From a row come the form field with its limits and counter, the command-line
 * option, the record's tag, validation, JSON, export and import, the audit line and the manual.
 * Conditions between fields are plain functions beside the table (task_check), not a language in it. */
#ifndef TIDINGS_MODEL_FIELD_H
#define TIDINGS_MODEL_FIELD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/enum-table.h"
#include "tidings/util/json.h"

enum field_type {
	FIELD_TEXT,   /* char *, one line; min and max count characters */
	FIELD_AREA,   /* char *, lines ended by LF; min and max count characters */
	FIELD_INT,    /* int, min to max */
	FIELD_BOOL,   /* bool; "yes" and "no" */
	FIELD_ENUM,   /* int, a value of row->choices */
	FIELD_FLAGS,  /* uint32_t, bits of row->flags */
	FIELD_SECRET, /* struct secret; min and max count characters; never shown, never exported */
};

enum field_use {
	FIELD_REQUIRED = 1 << 0, /* the form marks it *; the option must be given when the record is made */
	FIELD_HIDDEN = 1 << 1,   /* a record's own member: no option, no form field (id, owner ...) */
	FIELD_LIST = 1 << 2,     /* entries of a text row may stand on lines of their own: LF, CR and TAB count as commas */
	FIELD_OPTION = 1 << 4,   /* an option alone: no form field */
	FIELD_MASKED = 1 << 3,   /* what it holds is not to be read in the audit log */
};

/* One bit of FIELD_FLAGS. Text form: bits of a group after "group:", groups separated by ";" ("overview:incoming,detections;top:hashes");
 * with group NULL just "html,pdf". Rows end with bit 0. Rows of one group stand together. */
struct flag_row {
	uint32_t bit;
	const char *group;
	const char *name;
	const char *group_label;
	const char *label;
};

/* Checks text that has the right length and is not empty (the empty text is canonical where row->min allows it) and gives back its
 * canonical form; NULL with *error set when it is refused.
 * row->name is the field to blame (error_set_field). */
struct field;
typedef char *(*field_canon_fn)(const struct field *row, const char *text, GError **error);

struct field {
	uint16_t tag;         /* in records; never reused, never 0 */
	const char *name;     /* option and JSON name with "-" ; error_field() */
	const char *label;    /* N_() */
	enum field_type type;
	unsigned use;         /* enum field_use */
	int min, max;
	size_t offset;        /* of the member in the struct */
	const struct enum_row *choices; /* FIELD_ENUM; on FIELD_TEXT the texts that a form offers, canon checks them */
	const struct flag_row *flags;
	field_canon_fn canon; /* NULL: any text of the right length */
	const char *initial;  /* text of the value in a new record; NULL: empty, 0, no */
	const char *section;  /* heading in the form, N_(); NULL: as the row before */
	const char *value;    /* metavariable in the manual and in --help: "H", "ADDRESS"; NULL for FIELD_BOOL */
	const char *help;     /* one or two sentences, N_() */
};

struct field_table {
	const char *noun;          /* "task" */
	const struct field *rows;
	size_t n_rows;
	size_t size;               /* of the struct */
	size_t unknown_offset;     /* of its GByteArray *unknown: record members of a newer version, kept as they are */
};

/* The row of that name or tag; NULL when there is none. Borrowed. */
const struct field *field_by_name(const struct field_table *table, const char *name) G_GNUC_WARN_UNUSED_RESULT;
const struct field *field_by_tag(const struct field_table *table, uint16_t tag) G_GNUC_WARN_UNUSED_RESULT;

/* Validates text (UTF-8, no control characters but LF in an area, length in characters, canonical form) and stores it in the record.
 * ERROR_INVALID with the field's name; the record is untouched then. Whether an empty value is allowed is row->min. */
bool field_set_text(const struct field *row, void *record, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The member as field_set_text would take it, given. FIELD_SECRET gives "". */
char *field_get_text(const struct field *row, const void *record) G_GNUC_WARN_UNUSED_RESULT;

/* The flags' text form of a value and back; ERROR_INVALID names the first unknown word. */
char *flags_to_text(const struct flag_row *flags, uint32_t value) G_GNUC_WARN_UNUSED_RESULT;
bool flags_from_text(const struct flag_row *flags, const char *text, uint32_t *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A record's life. init sets the initial values on zeroed or released memory. release frees members and zeroes; NULL allowed.
 * copy replaces *to (a valid record) by a deep copy. */
void fields_init(const struct field_table *table, void *record);
void fields_release(const struct field_table *table, void *record);
void fields_copy(const struct field_table *table, void *to, const void *from);
/* True when every row's value is equal. */
bool fields_equal(const struct field_table *table, const void *a, const void *b) G_GNUC_WARN_UNUSED_RESULT;
/* Every row in range and canonical, as field_set_text would demand; the first fault is reported with its field. */
bool fields_check(const struct field_table *table, const void *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The record codec: version, then {tag, length, bytes} a row. Secrets are skipped (store seals them apart).
 * decode starts from fields_init, keeps unknown tags for the next encode, and re-checks every value with its row:
 * ERROR_CORRUPT when the bytes are broken or a value is out of its limits, ERROR_VERSION when the version is newer. */
void fields_encode(const struct field_table *table, const void *record, GByteArray *out);
bool fields_decode(const struct field_table *table, void *record, const uint8_t *data, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Values of a record without decoding it: each row's bytes as they stand there, borrowed from data and not checked; NULL when the record has
 * none. Reads no further than the last of them. ERROR_CORRUPT, ERROR_VERSION. */
struct field_peek {
	const struct field *row;
	const uint8_t *data;
	size_t length;
};
bool fields_peek(const struct field_table *table, const uint8_t *data, size_t length, struct field_peek *peeks, size_t n, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

/* Members of a JSON object named as the options with "_" for "-": texts, numbers, booleans, flags and enums as their text. No secrets,
 * FIELD_HIDDEN rows are left out. */
void fields_to_json(const struct field_table *table, const void *record, struct js *object);

#endif
