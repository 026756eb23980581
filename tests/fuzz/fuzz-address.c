// SPDX-License-Identifier: Apache-2.0
// Address lists: what is accepted is canonical, and has no character that could end an SMTP command.
#include <glib.h>
#include <string.h>

#include "fuzz.h"
#include "tidings/model/address.h"

static void check(const char *address)
{
	g_assert_true(address_check(address, NULL));
	g_assert_cmpuint(strlen(address), <=, 254);
	g_assert_nonnull(strchr(address, '@'));
	for (const char *at = address; *at != '\0'; at++)
		g_assert_true(g_ascii_isgraph(*at) && strchr("<>\",;:()[]\\", *at) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup(size > 0 ? (const char *)data : "", size);
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) list = address_list_parse(text, &error);
	g_assert_true((list == NULL) == (error != NULL));
	if (list == NULL) {
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
		return 0;
	}
	for (char **address = list; *address != NULL; address++)
		check(*address);
	g_autofree char *canon = address_list_to_text(list);
	g_auto(GStrv) again = address_list_parse(canon, NULL);
	g_assert_true(again != NULL && g_strv_equal((const char *const *)list, (const char *const *)again));
	return 0;
}
