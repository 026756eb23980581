// SPDX-License-Identifier: Apache-2.0
// Use cases of the installation's own logo: set, show, remove.
#include "tidings/app/logo.h"

#include "app-priv.h"
#include "tidings/app/access.h"

#define DRAW_SECONDS 10

static bool is_late(void *data)
{
	return g_get_monotonic_time() > *(gint64 *)data;
}

/* In tidings: a worker that can reach nothing decodes it. */
static bool make_elsewhere(struct app *app, GBytes *file, struct logo *ret_logo, GError **error)
{
	gint64 end = g_get_monotonic_time() + DRAW_SECONDS * G_USEC_PER_SEC;
	g_autoptr(GError) fault = NULL;
	gsize length = 0;
	const guchar *data = g_bytes_get_data(file, &length);
	g_autofree char *coded = g_base64_encode(data, length);
	autoptr(js) request = js_object();
	g_autoptr(GByteArray) rest = NULL;
	js_set_text(request, "job", "logo");
	js_set_text(request, "file", coded);
	struct job_call call = {.request = request, .cancel = is_late, .data = &end};
	if (job_call(app, &call, &rest, &fault))
		return logo_decode(ret_logo, rest->data, rest->len, error);
	if (g_error_matches(fault, TIDINGS_ERROR, ERROR_TIMEOUT))
		return error_set(error, ERROR_LIMIT, "the logo was not drawn within %d seconds; give a simpler one", DRAW_SECONDS);
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

bool logo_set(struct app *app, GBytes *file, const char *text, GError **error)
{
	autorelease(logo) logo = {0};
	const char *said = text != NULL ? text : "";
	if (!app_require(app, USE_ADMINISTER, false, error) || !logo_check_text(said, error))
		return false;
	if (g_bytes_get_size(file) > LOGO_FILE_MAX)
		return error_set(error, ERROR_LIMIT, "the logo's file is larger than %d KiB", LOGO_FILE_MAX >> 10);
	bool made = app->operations != NULL ? app->operations->logo(file, &logo, error) : make_elsewhere(app, file, &logo, error);
	if (!made)
		return false;
	g_free(logo.text);
	logo.text = g_strdup(said);
	return store_logo_put(app->store, &logo, error);
}

bool logo_show(struct app *app, struct logo *ret_logo, GError **error)
{
	autorelease(logo) logo = {0};
	if (!app_require(app, USE_ADMINISTER, false, error) || !store_logo_get(app->store, &logo, error))
		return false;
	if (logo.png == NULL)
		return error_set(error, ERROR_NOT_FOUND, "no logo was set; reports show the neutral mark");
	*ret_logo = logo;
	logo = (struct logo){0};
	return true;
}

bool logo_remove(struct app *app, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_logo_delete(app->store, error);
}
