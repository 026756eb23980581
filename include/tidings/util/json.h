/* SPDX-License-Identifier: Apache-2.0 */
/* JSON: the only user of jansson. Objects keep the order in which members were set. */
#ifndef TIDINGS_UTIL_JSON_H
#define TIDINGS_UTIL_JSON_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/auto.h"

struct js; /* one JSON value; a child is owned by its parent */

/* Parses one value that takes the whole text (RFC 8259, UTF-8, duplicate members refused, deep nesting refused).
 * ERROR_INVALID with line and column; ERROR_LIMIT when length is over 64 MiB. Given: js_free. */
struct js *js_parse(const char *text, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. Only for values without a parent. */
void js_free(struct js *value);
AUTOPTR_DEFINE(js, js_free)

/* An empty object, an empty array. Given: js_free, unless handed to a parent. */
struct js *js_object(void) G_GNUC_WARN_UNUSED_RESULT;
struct js *js_array(void) G_GNUC_WARN_UNUSED_RESULT;
/* A string value; invalid UTF-8 is made valid by safe_text(). NULL gives null. */
struct js *js_string(const char *text) G_GNUC_WARN_UNUSED_RESULT;
struct js *js_int(int64_t value) G_GNUC_WARN_UNUSED_RESULT;

/* Members of an object; each replaces an older member of that name. */
void js_set(struct js *object, const char *name, struct js *take_value);
void js_set_text(struct js *object, const char *name, const char *text); /* NULL text gives null */
void js_set_int(struct js *object, const char *name, int64_t value);
void js_set_bool(struct js *object, const char *name, bool value);
void js_set_instant(struct js *object, const char *name, int64_t instant); /* RFC 3339 in UTC; INSTANT_NONE gives null */
/* Appends to an array. */
void js_append(struct js *array, struct js *take_value);

/* Reads of a member; a missing member or another type gives NULL, the fallback, or false. Borrowed. */
const struct js *js_get(const struct js *object, const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *js_get_text(const struct js *object, const char *name) G_GNUC_WARN_UNUSED_RESULT;
int64_t js_get_int(const struct js *object, const char *name, int64_t fallback) G_GNUC_WARN_UNUSED_RESULT;
bool js_get_bool(const struct js *object, const char *name, bool fallback) G_GNUC_WARN_UNUSED_RESULT;
bool js_is_object(const struct js *value) G_GNUC_WARN_UNUSED_RESULT;
bool js_is_array(const struct js *value) G_GNUC_WARN_UNUSED_RESULT;
bool js_is_int(const struct js *value) G_GNUC_WARN_UNUSED_RESULT;
bool js_is_bool(const struct js *value) G_GNUC_WARN_UNUSED_RESULT;
/* The text of a string value; NULL when it is none. */
const char *js_text(const struct js *value) G_GNUC_WARN_UNUSED_RESULT;
/* Length of an array, 0 when it is none; element i, NULL when out of range. */
size_t js_length(const struct js *array) G_GNUC_WARN_UNUSED_RESULT;
const struct js *js_at(const struct js *array, size_t i) G_GNUC_WARN_UNUSED_RESULT;

/* One line without a line feed, given. */
char *js_to_text(const struct js *value) G_GNUC_WARN_UNUSED_RESULT;

#endif
