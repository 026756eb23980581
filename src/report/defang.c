// SPDX-License-Identifier: Apache-2.0
// Indicators that nobody can open by a click.
#include "defang-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

/* The scheme in a form that no program opens: hxxp, hxxps, fxp; others get their colon in brackets. */
static void put_scheme(GString *out, const char *scheme, size_t length)
{
	if (length >= 4 && length <= 5 && g_ascii_strncasecmp(scheme, "https", length) == 0)
		g_string_append_printf(out, "hxxp%s://", length == 5 ? "s" : "");
	else if (length == 3 && g_ascii_strncasecmp(scheme, "ftp", 3) == 0)
		g_string_append(out, "fxp://");
	else
		g_string_append_printf(out, "%.*s[:]//", (int)length, scheme);
}

/* user, host and port: every dot and @, the first colon of an IPv6 literal, and one that would begin another address. What follows the
 * length is read as well. */
static void put_authority(GString *out, const char *text, size_t length)
{
	bool literal = false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.')
			g_string_append(out, "[.]");
		else if (text[i] == '@')
			g_string_append(out, "[@]");
		else if (text[i] == ':' && (literal || strncmp(text + i, "://", 3) == 0))
			g_string_append(out, "[:]");
		else
			g_string_append_c(out, text[i]);
		literal = text[i] == '[' || (literal && text[i] != ':');
	}
}

/* What a mail program would make a link of by itself, inside a path too. */
static const struct trigger {
	const char *text;
	int kept; /* of its characters */
	const char *replacement;
} triggers[] = {
	{"://", 0, "[:]//"},
	{"www.", 3, "[.]"},
	{"@", 0, "[@]"},
};

static const struct trigger *trigger_at(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(triggers); i++)
		if (g_ascii_strncasecmp(text, triggers[i].text, strlen(triggers[i].text)) == 0)
			return &triggers[i];
	return NULL;
}

static void put_path(GString *out, const char *path)
{
	while (*path != '\0') {
		const struct trigger *trigger = trigger_at(path);
		if (trigger == NULL) {
			g_string_append_c(out, *path++);
			continue;
		}
		g_string_append_len(out, path, trigger->kept);
		g_string_append(out, trigger->replacement);
		path += strlen(trigger->text);
	}
}

static void put_url(GString *out, const char *url)
{
	size_t scheme = strcspn(url, ":/?#");
	if (strncmp(url + scheme, "://", 3) == 0) {
		put_scheme(out, url, scheme);
		url += scheme + 3;
	}
	size_t authority = strcspn(url, "/?#\\");
	put_authority(out, url, authority);
	put_path(out, url + authority);
}

static void put_ip(GString *out, const char *ip)
{
	const char *colon = strchr(ip, ':');
	if (colon == NULL) {
		put_authority(out, ip, strlen(ip));
		return;
	}
	g_string_append_printf(out, "%.*s[:]", (int)(colon - ip), ip);
	put_authority(out, colon + 1, strlen(colon + 1));
}

char *defang_name(const char *name)
{
	g_autofree char *safe = safe_text(name, -1);
	g_autoptr(GString) out = g_string_new(NULL);
	put_path(out, safe);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *report_defang(enum indicator_kind kind, const char *indicator)
{
	g_autofree char *safe = safe_text(indicator, -1);
	g_autoptr(GString) out = g_string_new(NULL);
	if (kind == KIND_URL)
		put_url(out, safe);
	else if (kind == KIND_DOMAIN)
		put_authority(out, safe, strlen(safe));
	else if (kind == KIND_IP)
		put_ip(out, safe);
	else
		g_string_append(out, safe);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
