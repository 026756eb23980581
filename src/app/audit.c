// SPDX-License-Identifier: Apache-2.0
// Use cases of the audit log: read it, verify it.
#include "tidings/app/audit.h"

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/store/audit.h"

GPtrArray *audit_list(struct app *app, const struct audit_request *request, GError **error)
{
	const struct audit_query query = {request->since, request->account, request->noun, request->most};
	return app_require(app, USE_ADMINISTER, false, error) ? store_audit_list(app->store, &query, error) : NULL;
}

bool audit_verify(struct app *app, const char *head, uint64_t *ret_entries, char **ret_head, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_audit_verify(app->store, head, ret_entries, ret_head, error);
}

bool app_audit_begin(struct app *app, const struct app_act *act, GError **error)
{
	return store_audit(app->store, act->action, act->noun, act->subject, act->detail, error);
}

bool app_audit_end(struct app *app, const struct app_act *act, bool done, GError **error)
{
	if (done)
		return true;
	g_autofree char *detail = g_strdup_printf("%s failed: %s", act->action, error != NULL && *error != NULL ? (*error)->message : "");
	(void)!store_audit(app->store, "failed", act->noun, act->subject, detail, NULL); /* the failure itself is what is told */
	return false;
}
