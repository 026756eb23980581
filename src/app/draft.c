// SPDX-License-Identifier: Apache-2.0
// Drafts of forms: files of the data directory, one an account and form.
#include "tidings/app/draft.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "app-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"

#define DRAFT_MAX (1024 * 1024)

// Logins may hold anything; a file name may not.
static char *draft_path(struct app *app, const char *form, bool make, GError **error)
{
	g_autofree char *dir = g_build_filename(app_dir(app), "drafts", NULL);
	g_autofree char *login = g_base64_encode((const guchar *)app_account(app)->login, strlen(app_account(app)->login));
	g_autofree char *name = g_strdup_printf("%s.%s", g_strdelimit(login, "/", '_'), form);
	if (make && !file_make_private_dir(dir, error))
		return NULL;
	return g_build_filename(dir, name, NULL);
}

bool draft_put(struct app *app, const char *form, const char *text, GError **error)
{
	g_autofree char *path = draft_path(app, form, text != NULL, error);
	if (path == NULL)
		return false;
	if (text != NULL) {
		g_autofree char *now = instant_to_text(app_now(app));
		g_autofree char *dated = g_strconcat(now, "\n", text, NULL);
		return file_write(path, dated, strlen(dated), 0600, error);
	}
	return unlink(path) == 0 || errno == ENOENT || error_set(error, ERROR_IO, "cannot remove \"%s\": %s", path, g_strerror(errno));
}

char *draft_get(struct app *app, const char *form, int64_t *ret_kept, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *path = draft_path(app, form, false, error);
	g_autofree char *text = NULL;
	size_t length = 0;
	if (path == NULL)
		return NULL;
	if (!file_read(path, DRAFT_MAX, &text, &length, &failure)) {
		if (!error_is(failure, ERROR_NOT_FOUND))
			g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	char *end = strchr(text, '\n');
	if (end == NULL)
		return NULL;
	*end = '\0';
	return instant_from_text(text, ret_kept, error) ? g_strdup(end + 1) : NULL;
}
