// SPDX-License-Identifier: Apache-2.0
// Errors: the domain, the field an error concerns, exit codes.
#include "tidings/util/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>

#include "tidings/util/catalog.h"

// What GLib keeps before each GError of our domain.
struct extension {
	char *field;
};

// As G_DEFINE_EXTENDED_ERROR has it; that macro itself does not compile without warnings.
static struct extension *extension_of(const GError *error)
{
	const uintptr_t unit = 2 * sizeof(gsize);
	return (struct extension *)((uintptr_t)error - (sizeof(struct extension) + unit - 1) / unit * unit);
}

static void extension_init(GError *error)
{
	extension_of(error)->field = NULL;
}

static void extension_copy(const GError *from, GError *to)
{
	extension_of(to)->field = g_strdup(extension_of(from)->field);
}

static void extension_clear(GError *error)
{
	g_free(extension_of(error)->field);
}

// In the words of the C library, which are here to be translated.
static const struct {
	int number;
	enum error_code code;
	const char *text;
} errno_rows[] = {
	{ENOSPC, ERROR_FULL, N_("No space left on device")},
	{EDQUOT, ERROR_FULL, N_("Disk quota exceeded")},
	{EACCES, ERROR_DENIED, N_("Permission denied")},
	{EPERM, ERROR_DENIED, N_("Operation not permitted")},
	{ENOENT, ERROR_NOT_FOUND, N_("No such file or directory")},
	{EAGAIN, ERROR_BUSY, N_("Resource temporarily unavailable")},
	{EEXIST, ERROR_IO, N_("File exists")},
	{ENOTDIR, ERROR_IO, N_("Not a directory")},
	{EISDIR, ERROR_IO, N_("Is a directory")},
	{EROFS, ERROR_IO, N_("Read-only file system")},
	{EIO, ERROR_IO, N_("Input/output error")},
	{EMFILE, ERROR_IO, N_("Too many open files")},
	{EADDRINUSE, ERROR_IO, N_("Address already in use")},
	{ECONNREFUSED, ERROR_IO, N_("Connection refused")},
	{ECONNRESET, ERROR_IO, N_("Connection reset by peer")},
	{ETIMEDOUT, ERROR_IO, N_("Connection timed out")},
	{EHOSTUNREACH, ERROR_IO, N_("No route to host")},
	{ENETUNREACH, ERROR_IO, N_("Network is unreachable")},
};

static const struct {
	enum error_code code;
	int exit_code;
} exit_codes[] = {
	{ERROR_INVALID, 2}, {ERROR_USAGE, 2}, {ERROR_DENIED, 3}, {ERROR_READONLY, 3}, {ERROR_NOT_FOUND, 4},
	{ERROR_BUSY, 75}, {ERROR_NET, 75}, {ERROR_TIMEOUT, 75},
};

static enum error_code code_of_errno(int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(errno_rows); i++) {
		if (errno_rows[i].number == number)
			return errno_rows[i].code;
	}
	return ERROR_IO;
}

static const char *text_of_errno(int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(errno_rows); i++) {
		if (errno_rows[i].number == number)
			return errno_rows[i].text;
	}
	return g_strerror(number);
}

GQuark tidings_error_quark(void)
{
	static gsize quark;
	if (g_once_init_enter(&quark)) {
		GQuark fresh = g_error_domain_register_static("tidings", sizeof(struct extension), extension_init, extension_copy,
							      extension_clear);
		g_once_init_leave(&quark, fresh);
	}
	return (GQuark)quark;
}

bool error_set(GError **error, enum error_code code, const char *format, ...)
{
	if (error == NULL)
		return false;
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, TIDINGS_ERROR, (int)code, message);
	return false;
}

bool error_set_field(GError **error, enum error_code code, const char *field, const char *format, ...)
{
	if (error == NULL)
		return false;
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_autoptr(GError) fresh = g_error_new_literal(TIDINGS_ERROR, (int)code, message);
	extension_of(fresh)->field = g_strdup(field);
	g_propagate_error(error, g_steal_pointer(&fresh));
	return false;
}

bool error_set_errno(GError **error, int number, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	return error_set(error, code_of_errno(number), "%s: %s", message, text_of_errno(number));
}

bool error_is(const GError *error, enum error_code code)
{
	return error != NULL && error->domain == TIDINGS_ERROR && error->code == (int)code;
}

const char *error_field(const GError *error)
{
	if (error == NULL || error->domain != TIDINGS_ERROR)
		return NULL;
	return extension_of(error)->field;
}

int error_exit_code(const GError *error)
{
	if (error == NULL)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(exit_codes); i++) {
		if (error_is(error, exit_codes[i].code))
			return exit_codes[i].exit_code;
	}
	return 1;
}
