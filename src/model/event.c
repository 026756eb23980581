// SPDX-License-Identifier: Apache-2.0
// Indicators: their kinds and the form in which they are counted.
#include "tidings/model/event.h"

#include <arpa/inet.h>
#include <string.h>

#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

const struct enum_row event_source_names[] = {
	{EVENT_TCP, "tcp", N_("TCP")},
	{EVENT_API, "api", N_("API lookup")},
	{0, NULL, NULL},
};

const struct enum_row indicator_kind_names[] = {
	{KIND_URL, "url", N_("URL")},
	{KIND_DOMAIN, "domain", N_("Domain")},
	{KIND_IP, "ip", N_("IP address")},
	{KIND_MD5, "md5", N_("MD5")},
	{KIND_SHA1, "sha1", N_("SHA1")},
	{KIND_SHA256, "sha256", N_("SHA256")},
	{0, NULL, NULL},
};

static const struct {
	const char *scheme;
	guint64 port;
} default_ports[] = {
	{"http", 80}, {"https", 443}, {"ftp", 21}, {"ws", 80}, {"wss", 443},
};

static const struct {
	enum indicator_kind kind;
	size_t digits;
} hashes[] = {
	{KIND_MD5, 32}, {KIND_SHA1, 40}, {KIND_SHA256, 64},
};

static bool is_hex(const char *text)
{
	return text[strspn(text, "0123456789abcdefABCDEF")] == '\0';
}

// The canonical form of an address, given; NULL when it is none.
static char *canonical_ip(const char *text)
{
	struct in6_addr address;
	char canon[INET6_ADDRSTRLEN];
	int family = strchr(text, ':') != NULL ? AF_INET6 : AF_INET;
	if (inet_pton(family, text, &address) != 1 || inet_ntop(family, &address, canon, sizeof(canon)) == NULL)
		return NULL;
	return g_strdup(canon);
}

// g_utf8_strdown depends on the locale (the Turkish i).
static char *lower(const char *text, size_t length)
{
	g_autoptr(GString) out = g_string_sized_new(length + 1);
	for (const char *at = text; at < text + length; at += g_utf8_skip[(guchar)*at])
		g_string_append_unichar(out, g_unichar_tolower(g_utf8_get_char(at)));
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *canonical_hash(enum indicator_kind kind, const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(hashes); i++) {
		if (hashes[i].kind == kind && strlen(text) == hashes[i].digits && is_hex(text))
			return g_ascii_strup(text, -1);
	}
	return NULL;
}

static char *canonical_domain(const char *text)
{
	if (strpbrk(text, " /\\:?#@[]\"<>") != NULL || *text == '.')
		return NULL;
	return lower(text, strlen(text));
}

static bool is_default_port(const char *scheme, const char *digits)
{
	guint64 port = 0;
	for (size_t i = 0; scheme != NULL && i < G_N_ELEMENTS(default_ports); i++) {
		if (g_str_equal(default_ports[i].scheme, scheme))
			return *digits == '\0' || (g_ascii_string_to_unsigned(digits, 10, 0, 65535, &port, NULL) && port == default_ports[i].port);
	}
	return false;
}

// "user@HOST:80" in canonical form, given; NULL when there is no host.
static char *canonical_authority(const char *scheme, const char *text, size_t length)
{
	g_autofree char *whole = g_strndup(text, length);
	char *at = strrchr(whole, '@');
	const char *host = at != NULL ? at + 1 : whole;
	const char *bracket = strchr(host, ']');
	const char *colon = strrchr(bracket != NULL ? bracket : host, ':');
	size_t host_length = colon != NULL ? (size_t)(colon - host) : strlen(host);
	if (host_length == 0 || memchr(host, ' ', host_length) != NULL)
		return NULL;
	g_autofree char *low = lower(host, host_length);
	const char *port = colon == NULL || is_default_port(scheme, colon + 1) ? "" : colon;
	return g_strdup_printf("%.*s%s%s", (int)(host - whole), whole, low, port);
}

// The length of "scheme" before "://"; 0 when there is none.
static size_t scheme_length(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
	return g_ascii_isalpha(*text) && g_str_has_prefix(text + length, "://") ? length : 0;
}

static char *canonical_url(const char *text)
{
	size_t length = scheme_length(text);
	g_autofree char *scheme = length > 0 ? g_ascii_strdown(text, (gssize)length) : NULL;
	const char *authority = length > 0 ? text + length + strlen("://") : text;
	size_t authority_length = strcspn(authority, "/?#\\");
	g_autofree char *host = canonical_authority(scheme, authority, authority_length);
	if (host == NULL)
		return NULL;
	return g_strconcat(scheme != NULL ? scheme : "", scheme != NULL ? "://" : "", host, authority + authority_length, NULL);
}

static char *canonical(enum indicator_kind kind, const char *value)
{
	switch (kind) {
	case KIND_URL: return canonical_url(value);
	case KIND_DOMAIN: return canonical_domain(value);
	case KIND_IP: return canonical_ip(value);
	default: return canonical_hash(kind, value);
	}
}

static bool is_plain(const char *value)
{
	if (!g_utf8_validate(value, -1, NULL))
		return false;
	for (; *value != '\0'; value += g_utf8_skip[(guchar)*value]) {
		if (g_unichar_iscntrl(g_utf8_get_char(value)))
			return false;
	}
	return true;
}

enum indicator_kind indicator_kind_guess(const char *value)
{
	for (size_t i = 0; i < G_N_ELEMENTS(hashes); i++) {
		if (strlen(value) == hashes[i].digits && is_hex(value))
			return hashes[i].kind;
	}
	bool perhaps_ip = value[strspn(value, "0123456789abcdefABCDEF.:")] == '\0';
	g_autofree char *ip = perhaps_ip ? canonical_ip(value) : NULL;
	if (ip != NULL)
		return KIND_IP;
	return strpbrk(value, "/:?") != NULL ? KIND_URL : KIND_DOMAIN;
}

char *indicator_normalize(enum indicator_kind kind, const char *value, GError **error)
{
	if (*value == '\0' || strlen(value) > INDICATOR_MAX || !is_plain(value)) {
		error_set(error, ERROR_INVALID, "an indicator must have 1 to %d bytes of UTF-8 without control characters", INDICATOR_MAX);
		return NULL;
	}
	g_autofree char *canon = canonical(kind, value);
	if (canon == NULL || strlen(canon) > INDICATOR_MAX) {
		g_autofree char *shown = safe_text(value, MIN((gssize)strlen(value), 200));
		error_set(error, ERROR_INVALID, "\"%s\" is not of kind %s", shown, enum_to_text(indicator_kind_names, (int)kind));
		return NULL;
	}
	return g_steal_pointer(&canon);
}
