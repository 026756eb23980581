// SPDX-License-Identifier: Apache-2.0
// Use cases of the domains that reports may go to.
#include "tidings/app/allow.h"

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/model/address.h"

bool allow_add(struct app *app, const char *domain, GError **error)
{
	g_autofree char *canon = app_require(app, USE_ADMINISTER, false, error) ? address_domain_canon(domain, error) : NULL;
	return canon != NULL && store_allow_add(app->store, canon, error);
}

bool allow_remove(struct app *app, const char *domain, GError **error)
{
	g_autofree char *canon = app_require(app, USE_ADMINISTER, false, error) ? address_domain_canon(domain, error) : NULL;
	return canon != NULL && store_allow_remove(app->store, canon, error);
}

char **allow_list(struct app *app, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) ? store_allowed(app->store, error) : NULL;
}
