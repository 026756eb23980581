// SPDX-License-Identifier: Apache-2.0
// Tests of the outline of a message.
#include "test.h"

#include <string.h>

#include "tidings/app/report.h"

static char *outline(const char *message)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(message, strlen(message));
	return message_outline(bytes);
}

TEST(message_outline__tree__types_encodings_sizes_and_headers)
{
	g_autofree char *text = outline("From: a@example.com\r\nSubject: one\r\n two\r\n"
					"Content-Type: multipart/mixed; boundary=\"=-x\"\r\n\r\npreamble\r\n--=-x\r\n"
					"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nabc\r\n--=-x\r\n"
					"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
					"Content-Disposition: attachment; filename=\"r.pdf\"\r\n\r\nAAAA\r\n--=-x--\r\n");
	g_assert_true(g_str_has_prefix(text, "multipart/mixed\n  text/plain, quoted-printable, 5\n  application/pdf, base64, 6, \"r.pdf\"\n= "));
	g_assert_nonnull(strstr(text, "\nFrom: a@example.com\nSubject: one two\n"));
}

TEST(message_outline__anything__ends)
{
	static const char *const texts[] = {
		"", "\n", "Content-Type: multipart/mixed; boundary=", "Content-Type: multipart/x; boundary=a\n\n--a\n--a\n--a",
		"Content-Type: multipart/x; boundary=a\n\n--a\nContent-Type: multipart/x; boundary=a\n\n--a\n", " folded first\n\nbody",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *text = outline(texts[i]);
		g_assert_nonnull(strstr(text, "= "));
	}
}
