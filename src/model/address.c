// SPDX-License-Identifier: Apache-2.0
// Mail addresses: the strict subset of RFC 5321 that is sent to, and lists of them.
#include "tidings/model/address.h"

#include <string.h>

#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define SEPARATORS ",; \t\r\n"
#define LOCAL_MAX 64
#define LABEL_MAX 63
#define DOMAIN_MAX 253
#define ADDRESS_MAX 254 // a path is at most 256 octets with its angle brackets

static const char *first_not_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((guchar)text[i] >= 0x80)
			return text + i;
	}
	return NULL;
}

static bool has_cyrillic(const char *text)
{
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_CYRILLIC)
			return true;
	}
	return false;
}

static bool is_atom_character(char c)
{
	return g_ascii_isalnum(c) || strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL;
}

// A dot-atom (RFC 5322 3.2.3)? The reason why it is none, borrowed; NULL when all is well.
static const char *fault_of_local(const char *local, size_t length)
{
	if (length == 0)
		return N_("nothing stands before the @");
	if (length > LOCAL_MAX)
		return N_("more than 64 characters stand before the @");
	if (first_not_ascii(local, length) != NULL)
		return N_("only ASCII characters may stand before the @");
	bool after_dot = true;
	for (size_t i = 0; i < length; i++) {
		bool dot = local[i] == '.';
		if (dot && (after_dot || i == length - 1))
			return N_("a dot stands at the wrong place before the @");
		if (!dot && !is_atom_character(local[i]))
			return N_("a character before the @ is not allowed");
		after_dot = dot;
	}
	return NULL;
}

static const char *fault_of_label(const char *label, size_t length)
{
	if (length == 0)
		return N_("the domain has an empty part");
	if (length > LABEL_MAX)
		return N_("a part of the domain has more than 63 characters");
	if (label[0] == '-' || label[length - 1] == '-')
		return N_("a part of the domain begins or ends with a hyphen");
	for (size_t i = 0; i < length; i++) {
		if (!g_ascii_isalnum(label[i]) && label[i] != '-')
			return N_("a character of the domain is not allowed");
	}
	return NULL;
}

static const char *fault_of_labels(const char *domain)
{
	for (;;) {
		size_t length = strcspn(domain, ".");
		const char *fault = fault_of_label(domain, length);
		if (fault != NULL)
			return fault;
		if (domain[length] == '\0')
			return strspn(domain, "0123456789") == length ? N_("the domain ends in a number") : NULL;
		domain += length + 1;
	}
}

static const char *fault_of_domain(const char *domain)
{
	if (*domain == '\0')
		return N_("no domain stands after the @");
	if (first_not_ascii(domain, strlen(domain)) != NULL)
		return has_cyrillic(domain) ? N_("domain names in Cyrillic are not supported") : N_("domain names outside ASCII are not supported");
	if (*domain == '[')
		return N_("address literals are not supported");
	return fault_of_labels(domain);
}

static const char *fault_of(const char *address)
{
	const char *at = strrchr(address, '@');
	if (!g_utf8_validate(address, -1, NULL))
		return N_("it is not valid UTF-8");
	if (at == NULL)
		return N_("it has no @");
	const char *fault = fault_of_domain(at + 1);
	if (fault == NULL)
		fault = fault_of_local(address, (size_t)(at - address));
	if (fault == NULL && strlen(address) > ADDRESS_MAX)
		fault = N_("it has more than 254 characters");
	return fault;
}

static bool same_address(const char *a, const char *b)
{
	const char *domain_a = address_domain(a);
	const char *domain_b = address_domain(b);
	return domain_a - a == domain_b - b && strncmp(a, b, (size_t)(domain_a - a)) == 0 && g_ascii_strcasecmp(domain_a, domain_b) == 0;
}

static bool contains(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++) {
		if (same_address(addresses->pdata[i], address))
			return true;
	}
	return false;
}

bool address_check(const char *address, GError **error)
{
	const char *fault = fault_of(address);
	if (fault == NULL)
		return true;
	g_autofree char *shown = safe_text(address, -1);
	return error_set(error, ERROR_INVALID, "\"%s\" is not a mail address: %s", shown, fault);
}

char **address_list_parse(const char *text, GError **error)
{
	g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
	for (;;) {
		text += strspn(text, SEPARATORS);
		size_t length = strcspn(text, SEPARATORS);
		if (length == 0)
			break;
		g_autofree char *address = g_strndup(text, length);
		text += length;
		if (!address_check(address, error))
			return NULL;
		if (!contains(addresses, address))
			g_ptr_array_add(addresses, g_steal_pointer(&address));
	}
	g_ptr_array_add(addresses, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&addresses), FALSE);
}

char *address_list_to_text(char *const *addresses)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (; *addresses != NULL; addresses++) {
		g_string_append(out, out->len > 0 ? ", " : "");
		g_string_append(out, *addresses);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

const char *address_domain(const char *address)
{
	const char *at = strrchr(address, '@');
	return at != NULL ? at + 1 : "";
}

char *address_domain_canon(const char *domain, GError **error)
{
	bool below = *domain == '.';
	g_autofree char *ascii = g_utf8_validate(domain, -1, NULL) ? g_hostname_to_ascii(domain + below) : NULL;
	g_autofree char *lower = ascii != NULL ? g_ascii_strdown(ascii, -1) : NULL;
	if (lower != NULL && *lower != '\0' && lower[strlen(lower) - 1] == '.')
		lower[strlen(lower) - 1] = '\0';
	const char *fault = lower != NULL ? fault_of_domain(lower) : N_("it is no international domain name either");
	if (fault == NULL && strlen(lower) > DOMAIN_MAX)
		fault = N_("it has more than 253 characters");
	if (fault == NULL)
		return g_strconcat(below ? "." : "", lower, NULL);
	g_autofree char *shown = safe_text(domain, -1);
	error_set(error, ERROR_INVALID, "\"%s\" is not a domain: %s", shown, fault);
	return NULL;
}
