// SPDX-License-Identifier: Apache-2.0
// Indicators normalised in place: what most of them are, without allocating.
#include <string.h>

#include "tidings/model/event.h"

/* Letters, digits and . - _ stand for themselves in a host, but for the case. */
static const uint8_t host_bytes[256] = {['a' ... 'z'] = 1, ['A' ... 'Z'] = 1, ['0' ... '9'] = 1, ['.'] = 1, ['-'] = 1, ['_'] = 1};
static const uint8_t hex_bytes[256] = {['a' ... 'f'] = 1, ['A' ... 'F'] = 1, ['0' ... '9'] = 1};
static const uint8_t scheme_bytes[256] = {['a' ... 'z'] = 1, ['A' ... 'Z'] = 1, ['0' ... '9'] = 1, ['.'] = 1, ['-'] = 1, ['+'] = 1};
static const uint8_t authority_ends[256] = {['/'] = 1, ['?'] = 1, ['#'] = 1, ['\\'] = 1};
static const uint8_t hash_digits[] = {[KIND_MD5] = 32, [KIND_SHA1] = 40, [KIND_SHA256] = 64};

/* How many bytes of that class stand there. */
static size_t span(const uint8_t *class, const char *text, size_t length)
{
	size_t n = 0;
	while (n < length && class[(guchar)text[n]] != 0)
		n++;
	return n;
}

static bool is_printable(const char *text, size_t length)
{
	bool good = true;
	for (size_t i = 0; i < length; i++)
		good &= text[i] >= ' ' && text[i] <= '~';
	return good;
}

static void lower(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		text[i] = (char)(text[i] + (g_ascii_isupper(text[i]) ? 'a' - 'A' : 0));
}

static bool hash_in_place(enum indicator_kind kind, char *value, size_t length)
{
	if (length != hash_digits[kind] || span(hex_bytes, value, length) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		value[i] = (char)(value[i] - (value[i] >= 'a' ? 'a' - 'A' : 0));
	return true;
}

static bool domain_in_place(char *value, size_t length)
{
	if (value[0] == '.' || span(host_bytes, value, length) != length)
		return false;
	lower(value, length);
	return true;
}

/* A host without a port, an account or brackets, and whatever stands behind it. */
static bool url_in_place(char *value, size_t length)
{
	size_t scheme = g_ascii_isalpha(*value) ? span(scheme_bytes, value, length) : 0;
	size_t host = 0;
	if (scheme > 0 && length - scheme > 3 && memcmp(value + scheme, "://", 3) == 0)
		host = scheme + 3;
	size_t end = host + span(host_bytes, value + host, length - host);
	bool ended = end == length || authority_ends[(guchar)value[end]] != 0;
	if (end == host || !ended || !is_printable(value + end, length - end))
		return false;
	lower(value, end);
	return true;
}

/* Four numbers up to 255 without leading zeros: nothing else is an IPv4 address, and it has one form. */
static bool ipv4_in_place(const char *value, size_t length)
{
	size_t at = 0;
	for (int part = 0; part < 4; part++) {
		if (part > 0 && (at == length || value[at++] != '.'))
			return false;
		size_t start = at;
		int number = 0;
		for (; at < length && at - start < 3 && g_ascii_isdigit(value[at]); at++)
			number = number * 10 + (value[at] - '0');
		if (at == start || number > 255 || (value[start] == '0' && at > start + 1))
			return false;
	}
	return at == length;
}

bool indicator_normalize_in_place(enum indicator_kind kind, char *value, size_t length)
{
	if (length == 0 || length > INDICATOR_MAX)
		return false;
	switch (kind) {
	case KIND_URL: return url_in_place(value, length);
	case KIND_DOMAIN: return domain_in_place(value, length);
	case KIND_IP: return ipv4_in_place(value, length);
	default: return hash_in_place(kind, value, length);
	}
}
