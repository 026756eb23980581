// SPDX-License-Identifier: Apache-2.0
// Use cases of the mail client: show, save, test.
#include "tidings/app/mail.h"

#include <string.h>

#include "scope-priv.h"
#include "tidings/app/access.h"
#include "tidings/model/address.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"

#define NOTE_TEST "mail_test"

/* The stored settings, or initial values before the first save. */
static bool load(struct app *app, struct mail_settings *settings, GError **error)
{
	g_autoptr(GError) failure = NULL;
	mail_settings_release(settings);
	mail_settings_init(settings);
	if (store_mail_get(app->store, settings, &failure) || error_is(failure, ERROR_NOT_FOUND))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

/* For showing and changing: secrets that the key does not open (a restored backup) count as none, so that they can be set again. */
static bool load_to_change(struct app *app, struct mail_settings *settings, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (load(app, settings, &failure))
		return true;
	if (error_is(failure, ERROR_CORRUPT) && store_mail_peek(app->store, settings, NULL))
		return true;
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

bool mail_show(struct app *app, struct mail_settings *ret_settings, bool *ret_has_password, GError **error)
{
	if (!app_require(app, USE_MAIL_SHOW, true, error) || !load_to_change(app, ret_settings, error))
		return false;
	*ret_has_password = !secret_is_empty(&ret_settings->password);
	secret_release(&ret_settings->password);
	secret_release(&ret_settings->sign_key);
	return true;
}

/* `given` completed by the stored password, and by the key when its certificate stands without one. */
static bool complete(struct app *app, const struct mail_settings *given, bool keep_password, struct mail_settings *ret_settings, GError **error)
{
	autorelease(mail_settings) stored = {0};
	if (!load_to_change(app, &stored, error))
		return false;
	mail_settings_copy(ret_settings, given);
	if (keep_password)
		secret_copy(&ret_settings->password, &stored.password);
	if (*ret_settings->sign_certificate != '\0' && secret_is_empty(&ret_settings->sign_key))
		secret_copy(&ret_settings->sign_key, &stored.sign_key);
	return true;
}

static struct js *settings_request(const char *job, const struct mail_settings *settings)
{
	struct js *request = js_object();
	js_set_text(request, "job", job);
	job_set_record(request, "settings", &mail_settings_table, settings);
	js_set_text(request, "password", secret_text(&settings->password));
	js_set_text(request, "sign_key", secret_text(&settings->sign_key));
	return request;
}

static void take_words(const struct js *line, void *data)
{
	char **words = data;
	g_free(*words);
	*words = g_strdup(js_get_text(line, "words"));
}

/* What certificate and key are for people, given; NULL without any. False when they cannot be used. */
static bool signer_of(struct app *app, const struct mail_settings *settings, char **ret_words, GError **error)
{
	if (*settings->sign_certificate == '\0')
		return true;
	if (app->operations != NULL) {
		*ret_words = app->operations->signer(settings, app_now(app), error);
		return *ret_words != NULL;
	}
	autoptr(js) request = settings_request("signer", settings);
	struct job_call call = {.request = request, .line = take_words, .data = ret_words};
	return job_call(app, &call, NULL, error);
}

char *mail_show_signer(struct app *app, GError **error)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) failure = NULL;
	char *words = NULL;
	mail_settings_init(&settings);
	if (!app_require(app, USE_MAIL_SHOW, true, error) || !load_to_change(app, &settings, error))
		return NULL;
	return signer_of(app, &settings, &words, &failure) ? words : g_strdup(failure->message);
}

bool mail_save(struct app *app, const struct mail_settings *settings, bool keep_password, GError **error)
{
	autorelease(mail_settings) whole = {0};
	mail_settings_init(&whole);
	if (!app_require(app, USE_MAIL_CHANGE, false, error) || !complete(app, settings, keep_password, &whole, error))
		return false;
	if (!fields_check(&mail_settings_table, &whole, error) || !mail_settings_check(&whole, error))
		return false;
	autorelease(mail_settings) stored = {0};
	g_autofree char *signer = NULL;
	if (!signer_of(app, &whole, &signer, error) || !load_to_change(app, &stored, error))
		return false;
	if (*stored.server != '\0' && fields_equal(&mail_settings_table, &stored, &whole)) /* the last test still speaks of these */
		return true;
	return store_mail_put(app->store, &whole, error) && store_note_put(app->store, NOTE_TEST, NULL, error);
}

struct test_state {
	const struct mail_test_request *request;
	char *failed; /* stage and detail of the failed stage */
};

static void test_line(const struct js *line, void *data)
{
	struct test_state *state = data;
	int stage = enum_from_text(mail_stage_names, js_get_text(line, "stage"));
	if (stage < 0)
		return;
	const char *detail = js_get_text(line, "detail");
	struct mail_stage_result result = {(enum mail_stage)stage, js_get_bool(line, "ok", false), (int)js_get_int(line, "ms", 0),
					   detail != NULL ? detail : ""};
	if (!result.ok && state->failed == NULL)
		state->failed = g_strdup_printf(N_("failed at %s: %s"), enum_to_text(mail_stage_names, stage), result.detail);
	if (state->request->report != NULL)
		state->request->report(&result, state->request->data);
}

static bool test_cancel(void *data)
{
	struct test_state *state = data;
	return state->request->cancel != NULL && state->request->cancel(state->request->data);
}

static bool remember(struct app *app, const char *failed, GError **error)
{
	g_autofree char *now = instant_to_text(app_now(app));
	g_autofree char *text = g_strdup_printf("%s, %s", failed != NULL ? failed : "OK", now);
	return store_note_put(app->store, NOTE_TEST, text, error);
}

static struct js *test_request(const struct mail_settings *settings, const char *to)
{
	struct js *request = settings_request("mail-test", settings);
	js_set_text(request, "to", to);
	return request;
}

/* An address that is none is told of by the test itself. */
static bool check_to(struct app *app, char *const *to, GError **error)
{
	return !address_check(*to, NULL) || scope_check_recipients(app, to, error);
}

bool mail_run_test(struct app *app, const struct mail_test_request *request, GError **error)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	bool stored = request->settings == NULL;
	char *const to[] = {(char *)(uintptr_t)request->to, NULL};
	if (!app_require(app, USE_MAIL_TEST, true, error) || (request->to != NULL && !check_to(app, to, error)))
		return false;
	if (stored ? !load(app, &settings, error) : !complete(app, request->settings, request->keep_password, &settings, error))
		return false;
	if (stored && *settings.server == '\0')
		return error_set(error, ERROR_INVALID, "the mail client is not set up; use tidings mail set first");
	autoptr(js) message = test_request(&settings, request->to);
	struct test_state state = {.request = request};
	struct job_call call = {message, test_line, test_cancel, &state};
	g_autoptr(GError) failure = NULL;
	bool passed = job_call(app, &call, NULL, &failure);
	g_autofree char *failed = state.failed;
	bool kept = !stored || (!passed && failed == NULL) || remember(app, failed, passed ? &failure : NULL);
	if (!passed || !kept)
		g_propagate_error(error, g_steal_pointer(&failure));
	return passed && kept;
}

char *mail_last_test(struct app *app, GError **error)
{
	if (!app_require(app, USE_MAIL_SHOW, true, error))
		return NULL;
	return store_note_get(app->store, NOTE_TEST, error);
}
