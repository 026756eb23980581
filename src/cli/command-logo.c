// SPDX-License-Identifier: Apache-2.0
// logo set, show, remove.
#include "cli-priv.h"
#include "tidings/app/logo.h"

bool command_logo_set(struct cli *cli, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	if (!cli_read_input(cli_operand(cli, 0), LOGO_FILE_MAX, bytes, error))
		return false;
	g_autoptr(GBytes) file = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
	return logo_set(cli->app, file, cli_option(cli, "text"), error);
}

static void print_logo(const struct cli *cli, const struct logo *logo)
{
	g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, logo->png);
	const char *tone = enum_to_text(logo_tone_names, (int)logo->tone);
	gsize bytes = g_bytes_get_size(logo->png);
	if (!cli_switch(cli, "json")) {
		print_line("%d x %d pixels, %" G_GSIZE_FORMAT " bytes, SHA-256 %s", logo->width, logo->height, bytes, sha256);
		print_line("text: %s", *logo->text != '\0' ? logo->text : "-");
		return;
	}
	autoptr(js) object = js_object();
	js_set_int(object, "width", logo->width);
	js_set_int(object, "height", logo->height);
	js_set_int(object, "bytes", (int64_t)bytes);
	js_set_text(object, "sha256", sha256);
	js_set_text(object, "tone", tone);
	js_set_text(object, "text", logo->text);
	print_json(object);
}

bool command_logo_show(struct cli *cli, GError **error)
{
	autorelease(logo) logo = {0};
	const char *path = cli_option(cli, "output");
	if (!logo_show(cli->app, &logo, error))
		return false;
	if (path != NULL)
		return print_bytes(path, logo.png, "a picture", error);
	print_logo(cli, &logo);
	return true;
}

bool command_logo_remove(struct cli *cli, GError **error)
{
	return logo_remove(cli->app, error);
}
