// SPDX-License-Identifier: Apache-2.0
// Reads messages with GMime, as a mailbox would: mime-reader DIR COUNT, one JSON object for each DIR/N.eml.
#include <stdio.h>
#include <stdlib.h>

#include <gmime/gmime.h>

#include "tidings/util/json.h"

struct reading {
	struct js *names, *data, *warnings;
	char *text;
};

static void on_warning(gint64 offset, GMimeParserWarning code, const gchar *item, gpointer data)
{
	struct js *warnings = data;
	struct js *warning = js_object();
	(void)offset;
	js_set_int(warning, "code", code);
	js_set_text(warning, "item", item);
	js_append(warnings, warning);
}

static GByteArray *content_of(GMimePart *part)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream);
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	g_object_unref(stream);
	return bytes;
}

static void on_part(GMimeObject *parent, GMimeObject *object, gpointer user)
{
	struct reading *reading = user;
	(void)parent;
	if (!GMIME_IS_PART(object))
		return;
	g_autoptr(GByteArray) bytes = content_of(GMIME_PART(object));
	if (g_mime_part_is_attachment(GMIME_PART(object))) {
		js_append(reading->names, js_string(g_mime_part_get_filename(GMIME_PART(object))));
		g_autofree char *coded = g_base64_encode(bytes->data, bytes->len);
		js_append(reading->data, js_string(coded));
	} else if (reading->text == NULL && g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", "plain")) {
		reading->text = g_strndup((const char *)bytes->data, bytes->len);
	}
}

/* GMime keeps the fields about the content with the part. */
static void append_headers(struct js *headers, GMimeObject *object)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	for (int i = 0; i < g_mime_header_list_get_count(list); i++)
		js_append(headers, js_string(g_mime_header_get_name(g_mime_header_list_get_header_at(list, i))));
}

static void print_message(GMimeMessage *message, struct reading *reading)
{
	autoptr(js) line = js_object();
	struct js *headers = js_array();
	append_headers(headers, GMIME_OBJECT(message));
	append_headers(headers, g_mime_message_get_mime_part(message));
	const char *subject = g_mime_message_get_subject(message);
	g_mime_message_foreach(message, on_part, reading);
	js_set(line, "headers", headers);
	js_set_text(line, "subject", subject != NULL ? subject : "");
	js_set_text(line, "text", reading->text != NULL ? reading->text : "");
	js_set(line, "name", reading->names);
	js_set(line, "data", reading->data);
	js_set(line, "warnings", reading->warnings);
	g_autofree char *text = js_to_text(line);
	puts(text);
}

static bool read_message(const char *path)
{
	g_autofree char *data = NULL;
	gsize length = 0;
	if (!g_file_get_contents(path, &data, &length, NULL))
		return false;
	struct reading reading = {js_array(), js_array(), js_array(), NULL};
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeParserOptions *options = g_mime_parser_options_new();
	g_mime_parser_options_set_warning_callback(options, on_warning, reading.warnings);
	GMimeMessage *message = g_mime_parser_construct_message(parser, options);
	if (message != NULL) {
		print_message(message, &reading);
		g_object_unref(message);
	}
	g_free(reading.text);
	g_mime_parser_options_free(options);
	g_object_unref(parser);
	g_object_unref(stream);
	return message != NULL;
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 0;
	g_mime_init();
	for (int i = 0; i < count; i++) {
		g_autofree char *path = g_strdup_printf("%s/%d.eml", argv[1], i);
		if (!read_message(path)) {
			fprintf(stderr, "mime-reader: cannot read %s\n", path);
			return 1;
		}
	}
	return count > 0 ? 0 : 2;
}
