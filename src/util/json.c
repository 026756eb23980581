// SPDX-License-Identifier: Apache-2.0
// JSON: a thin face on jansson.
#include "tidings/util/json.h"

#include <jansson.h>

#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define JSON_TEXT_MAX (64 * 1024 * 1024)

// A struct js is a json_t under another name: jansson stays behind this file.
static json_t *unwrap(struct js *value)
{
	return (json_t *)value;
}

static const json_t *peek(const struct js *value)
{
	return (const json_t *)value;
}

static struct js *wrap(json_t *value)
{
	g_assert(value != NULL);
	return (struct js *)value;
}

static const json_t *member(const struct js *object, const char *name)
{
	return object != NULL ? json_object_get(peek(object), name) : NULL;
}

struct js *js_parse(const char *text, size_t length, GError **error)
{
	if (length > JSON_TEXT_MAX) {
		error_set(error, ERROR_LIMIT, "JSON text of %zu bytes is larger than %d", length, JSON_TEXT_MAX);
		return NULL;
	}
	json_error_t fault;
	json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
	if (value == NULL) {
		g_autofree char *reason = safe_text(fault.text, -1);
		error_set(error, ERROR_INVALID, "bad JSON in line %d, column %d: %s", fault.line, fault.column, reason);
		return NULL;
	}
	return wrap(value);
}

void js_free(struct js *value)
{
	json_decref(unwrap(value));
}

struct js *js_object(void)
{
	return wrap(json_object());
}

struct js *js_array(void)
{
	return wrap(json_array());
}

struct js *js_string(const char *text)
{
	if (text == NULL)
		return wrap(json_null());
	json_t *value = json_string(text);
	if (value != NULL)
		return wrap(value);
	g_autofree char *valid = safe_text(text, -1);
	return wrap(json_string(valid));
}

void js_set(struct js *object, const char *name, struct js *take_value)
{
	json_object_set_new(unwrap(object), name, unwrap(take_value));
}

void js_set_text(struct js *object, const char *name, const char *text)
{
	js_set(object, name, js_string(text));
}

struct js *js_int(int64_t value)
{
	return wrap(json_integer(value));
}

void js_set_int(struct js *object, const char *name, int64_t value)
{
	js_set(object, name, wrap(json_integer(value)));
}

void js_set_bool(struct js *object, const char *name, bool value)
{
	js_set(object, name, wrap(json_boolean(value)));
}

void js_set_instant(struct js *object, const char *name, int64_t instant)
{
	g_autofree char *text = instant_to_text(instant);
	js_set_text(object, name, text);
}

void js_append(struct js *array, struct js *take_value)
{
	json_array_append_new(unwrap(array), unwrap(take_value));
}

const struct js *js_get(const struct js *object, const char *name)
{
	return (const struct js *)member(object, name);
}

const char *js_get_text(const struct js *object, const char *name)
{
	return json_string_value(member(object, name));
}

int64_t js_get_int(const struct js *object, const char *name, int64_t fallback)
{
	const json_t *value = member(object, name);
	return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool js_get_bool(const struct js *object, const char *name, bool fallback)
{
	const json_t *value = member(object, name);
	return json_is_boolean(value) ? json_is_true(value) : fallback;
}

bool js_is_object(const struct js *value)
{
	return json_is_object(peek(value));
}

bool js_is_array(const struct js *value)
{
	return json_is_array(peek(value));
}

bool js_is_int(const struct js *value)
{
	return json_is_integer(peek(value));
}

bool js_is_bool(const struct js *value)
{
	return json_is_boolean(peek(value));
}

const char *js_text(const struct js *value)
{
	return json_string_value(peek(value));
}

size_t js_length(const struct js *array)
{
	return json_array_size(peek(array));
}

const struct js *js_at(const struct js *array, size_t i)
{
	return (const struct js *)json_array_get(peek(array), i);
}

// From malloc, which GLib's allocator is.
char *js_to_text(const struct js *value)
{
	return json_dumps(peek(value), JSON_COMPACT | JSON_ENCODE_ANY);
}
