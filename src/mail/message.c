// SPDX-License-Identifier: Apache-2.0
// The message: its MIME tree composed by GMime, the same bytes every time.
#include "tidings/mail/message.h"

#include <string.h>

#include <gmime/gmime.h>

#include "tidings/model/address.h"
#include "tidings/util/error.h"

#include "header-priv.h"
#include "sign-priv.h"

#define MESSAGE_ID_MAX 250
#define LINE_MAX_OCTETS 998 /* RFC 5322 2.1.1 */
#define BOUNDARY_DIGITS 20

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)

static bool id_check(const char *noun, const char *id, GError **error)
{
	const char *at = strchr(id, '@');
	size_t length = strlen(id);
	if (length == 0 || length > MESSAGE_ID_MAX)
		return error_set(error, ERROR_INVALID, "the %s must have 1 to %d characters", noun, MESSAGE_ID_MAX);
	for (const char *p = id; *p != '\0'; p++) {
		if (!g_ascii_isalnum(*p) && strchr(".-_@+=$", *p) == NULL)
			return error_set(error, ERROR_INVALID, "the %s has a character that mail headers do not allow", noun);
	}
	if (at != NULL && (at == id || at[1] == '\0' || strchr(at + 1, '@') != NULL))
		return error_set(error, ERROR_INVALID, "the %s must be LEFT@RIGHT", noun);
	return true;
}

static bool message_check(const struct mail_message *message, GError **error)
{
	if (!address_check(message->from, error)) {
		g_prefix_error(error, "sender: ");
		return false;
	}
	for (char *const *to = message->to; to != NULL && *to != NULL; to++) {
		if (!address_check(*to, error)) {
			g_prefix_error(error, "recipient: ");
			return false;
		}
	}
	if (!id_check("Message-ID", message->message_id, error))
		return false;
	if (strchr(message->message_id, '@') == NULL)
		return error_set(error, ERROR_INVALID, "the Message-ID must be LEFT@RIGHT");
	if (message->chart_cid != NULL && !id_check("Content-ID", message->chart_cid, error))
		return false;
	if (message->logo_cid != NULL && !id_check("Content-ID", message->logo_cid, error))
		return false;
	return message->list_id == NULL || id_check("List-Id", message->list_id, error);
}

/* A file name is a name, not a path. */
static char *file_name(const char *text)
{
	g_autofree char *line = header_line(text);
	g_strdelimit(line, "/\\", '_');
	g_strstrip(line);
	return g_strdup(line[0] != '\0' ? line : "attachment");
}

/* RFC 2046 4.1.1: the lines of a text part end in CRLF before it is encoded. */
static GByteArray *text_body(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GByteArray *body = g_byte_array_new();
	for (const char *p = valid; *p != '\0';) {
		size_t run = strcspn(p, "\r\n");
		g_byte_array_append(body, (const guint8 *)p, (guint)run);
		p += run;
		if (*p == '\0')
			break;
		g_byte_array_append(body, (const guint8 *)"\r\n", 2);
		p += *p == '\r' && p[1] == '\n' ? 2 : 1;
	}
	return body;
}

static void part_set_bytes(GMimePart *part, const void *data, size_t length)
{
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer(length > 0 ? data : "", length);
	g_autoptr(GMimeDataWrapper) content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
}

static GMimeObject *text_part(const char *subtype, const char *text)
{
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	g_autoptr(GByteArray) body = text_body(text);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	part_set_bytes(part, body->data, body->len);
	return GMIME_OBJECT(part);
}

/* A field as it is to stand on the wire. */
static void set_raw(GMimeObject *object, const char *name, const char *value)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(object);
	g_mime_header_list_set(headers, name, "", "utf-8");
	g_mime_header_set_raw_value(g_mime_header_list_get_header(headers, name), value);
}

static void set_file_name(GMimeObject *object, const char *type, const char *disposition, const char *name)
{
	g_autofree char *safe = file_name(name);
	g_autofree char *content_type = header_with_parameter(type, "name", safe);
	g_autofree char *content_disposition = header_with_parameter(disposition, "filename", safe);
	set_raw(object, "Content-Type", content_type);
	set_raw(object, "Content-Disposition", content_disposition);
}

static GMimeObject *data_part(const char *type, const char *disposition, const char *name, GBytes *data)
{
	g_auto(GStrv) types = g_strsplit(type, "/", 2);
	GMimePart *part = g_mime_part_new_with_type(types[0], types[0] != NULL && types[1] != NULL ? types[1] : "octet-stream");
	GMimeObject *object = GMIME_OBJECT(part);
	size_t length = 0;
	const void *bytes = g_bytes_get_data(data, &length);
	part_set_bytes(part, bytes, length);
	g_mime_object_set_disposition(object, disposition);
	if (name != NULL)
		set_file_name(object, type, disposition, name);
	return object;
}

static void digest_text(GChecksum *sum, const char *text)
{
	const char *some = text != NULL ? text : "";
	g_checksum_update(sum, (const guchar *)some, (gssize)strlen(some) + 1);
}

static void digest_bytes(GChecksum *sum, GBytes *bytes)
{
	size_t length = 0;
	const void *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
	if (length > 0)
		g_checksum_update(sum, data, (gssize)length);
}

/* Bodies are base64, so no line of theirs can begin with "--": the digest only has to differ between the parts of nested messages. */
static char *content_digest(const struct mail_message *message)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	digest_text(sum, message->message_id);
	digest_text(sum, message->subject);
	digest_text(sum, message->text);
	digest_text(sum, message->html);
	digest_bytes(sum, message->chart);
	digest_bytes(sum, message->logo);
	for (size_t i = 0; i < message->n_attachments; i++) {
		digest_text(sum, message->attachments[i].name);
		digest_bytes(sum, message->attachments[i].data);
	}
	return g_strndup(g_checksum_get_string(sum), BOUNDARY_DIGITS);
}

static GMimeMultipart *multipart(const char *subtype, const char *digest)
{
	GMimeMultipart *parts = g_mime_multipart_new_with_subtype(subtype);
	g_autofree char *boundary = g_strdup_printf("%s-%s", subtype, digest);
	g_mime_multipart_set_boundary(parts, boundary);
	return parts;
}

static void multipart_take(GMimeMultipart *parts, GMimeObject *part)
{
	g_mime_multipart_add(parts, part);
	g_object_unref(part);
}

static void add_picture(GMimeMultipart *related, GBytes *png, const char *cid)
{
	if (png == NULL)
		return;
	GMimeObject *picture = data_part("image/png", "inline", NULL, png);
	if (cid != NULL)
		g_mime_object_set_content_id(picture, cid);
	multipart_take(related, picture);
}

static GMimeObject *html_part(const struct mail_message *message, const char *digest)
{
	if (message->chart == NULL && message->logo == NULL)
		return text_part("html", message->html);
	GMimeMultipart *related = multipart("related", digest);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(related), "type", "text/html");
	multipart_take(related, text_part("html", message->html));
	add_picture(related, message->logo, message->logo_cid);
	add_picture(related, message->chart, message->chart_cid);
	return GMIME_OBJECT(related);
}

static GMimeObject *body_part(const struct mail_message *message, const char *digest)
{
	GMimeObject *text = text_part("plain", message->text != NULL ? message->text : "");
	if (message->html == NULL)
		return text;
	GMimeMultipart *alternative = multipart("alternative", digest);
	multipart_take(alternative, text);
	multipart_take(alternative, html_part(message, digest));
	return GMIME_OBJECT(alternative);
}

static GMimeObject *whole_part(const struct mail_message *message)
{
	g_autofree char *digest = content_digest(message);
	GMimeMultipart *mixed = multipart("mixed", digest);
	multipart_take(mixed, body_part(message, digest));
	for (size_t i = 0; i < message->n_attachments; i++) {
		const struct mail_attachment *attachment = &message->attachments[i];
		multipart_take(mixed, data_part(attachment->type, "attachment", attachment->name, attachment->data));
	}
	return GMIME_OBJECT(mixed);
}

static void set_headers(GMimeMessage *mime, const struct mail_message *message)
{
	GMimeObject *object = GMIME_OBJECT(mime);
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(message->date);
	g_autofree char *line = header_line(message->subject != NULL ? message->subject : "");
	g_autofree char *subject = header_unstructured("Subject", line);
	g_autofree char *id = g_strdup_printf(" <%s>\r\n", message->message_id);
	g_autofree char *unsubscribe = g_strdup_printf("<mailto:%s>", message->from);
	g_mime_message_set_date(mime, date);
	g_mime_message_add_mailbox(mime, GMIME_ADDRESS_TYPE_FROM, NULL, message->from);
	for (char *const *to = message->to; to != NULL && *to != NULL; to++)
		g_mime_message_add_mailbox(mime, GMIME_ADDRESS_TYPE_TO, NULL, *to);
	if (message->to == NULL || message->to[0] == NULL)
		set_raw(object, "To", " undisclosed-recipients:;\r\n");
	set_raw(object, "Subject", subject);
	set_raw(object, "Message-ID", id);
	g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", "utf-8");
	if (message->list_id != NULL) {
		g_autofree char *list = g_strdup_printf("<%s>", message->list_id);
		g_mime_object_set_header(object, "List-Id", list, "utf-8");
	}
	g_mime_object_set_header(object, "List-Unsubscribe", unsubscribe, "utf-8");
}

static GBytes *message_bytes(GMimeMessage *mime)
{
	g_autoptr(GMimeFormatOptions) format = g_mime_format_options_new();
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new();
	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_format_options_set_param_encoding_method(format, GMIME_PARAM_ENCODING_METHOD_RFC2231);
	g_mime_object_write_to_stream(GMIME_OBJECT(mime), format, stream);
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	return g_bytes_new(array->data, array->len);
}

static bool line_is_clean(const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((line[i] & 0x80) != 0 || line[i] == '\0' || line[i] == '\r' || line[i] == '\n')
			return false;
	}
	return length <= LINE_MAX_OCTETS;
}

/* What goes out is checked once more here: a bare LF or CR is how a second message is smuggled into a connection. */
static bool bytes_check(GBytes *bytes, GError **error)
{
	size_t left = 0;
	const char *line = g_bytes_get_data(bytes, &left);
	while (left > 0) {
		const char *end = memmem(line, left, "\r\n", 2);
		size_t length = end != NULL ? (size_t)(end - line) : left;
		if (end == NULL || !line_is_clean(line, length))
			return error_set(error, ERROR_BUG, "the message is not 7-bit mail in lines: \"%.40s\"", line);
		line += length + 2;
		left -= length + 2;
	}
	return true;
}

GBytes *mail_message_build(const struct mail_message *message, GError **error)
{
	if (!message_check(message, error))
		return NULL;
	g_mime_init();
	g_autoptr(GMimeMessage) mime = g_mime_message_new(TRUE);
	g_autoptr(GMimeObject) whole = whole_part(message);
	set_headers(mime, message);
	g_mime_message_set_mime_part(mime, whole);
	g_autoptr(GBytes) bytes = message_bytes(mime);
	bool sign = message->sign_certificate != NULL && *message->sign_certificate != '\0';
	g_autoptr(GBytes) whole_bytes = sign ? sign_message(bytes, message, error) : g_bytes_ref(bytes);
	return whole_bytes != NULL && bytes_check(whole_bytes, error) ? g_steal_pointer(&whole_bytes) : NULL;
}
