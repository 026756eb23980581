// SPDX-License-Identifier: Apache-2.0
// Texts, colours, shapes and structure tags on a cairo surface.
#include "canvas-priv.h"

#include <string.h>

#define SANS "Noto Sans, DejaVu Sans, sans-serif"
#define MONO "Noto Sans Mono, DejaVu Sans Mono, monospace"
#define RADIUS 4.0

static const unsigned colours[] = {
	[COLOUR_WHITE] = 0xFFFFFF, [COLOUR_INK] = 0x17202C, [COLOUR_MUTED] = 0x566273, [COLOUR_RULE] = 0xD5DBE3, [COLOUR_GRID] = 0xE6EAEF,
	[COLOUR_PANEL] = 0xF4F6F9, [COLOUR_NAVY] = 0x10273F, [COLOUR_BLUE] = 0x1F66AD, [COLOUR_BAR] = 0x5F97CC, [COLOUR_FILL] = 0xDCE7F3,
	[COLOUR_ORANGE] = 0xC8690A, [COLOUR_RED] = 0xB42318, [COLOUR_GREEN] = 0x17733F, [COLOUR_AXIS] = 0x8793A1, [COLOUR_TRACK] = 0xEEF2F6,
	[COLOUR_PALE] = 0xD5DFEA, [COLOUR_BLACK] = 0x000000,
	[COLOUR_HEAT_0] = 0xEEF3F8, [COLOUR_HEAT_1] = 0xCFE0F0, [COLOUR_HEAT_2] = 0x9FC1E1, [COLOUR_HEAT_3] = 0x5F97CC, [COLOUR_HEAT_4] = 0x2A6BAE,
	[COLOUR_HEAT_5] = 0x123E6E,
	[COLOUR_TLP_GREEN] = 0x33FF00, [COLOUR_TLP_AMBER] = 0xFFC000, [COLOUR_TLP_RED] = 0xFF2B2B,
};

static const struct style_row {
	double size, line;
	bool bold, mono;
	enum colour colour;
} styles[] = {
	[STYLE_TITLE] = {32, 38, true, false, COLOUR_WHITE},
	[STYLE_SUBTITLE] = {13, 18, false, false, COLOUR_PALE},
	[STYLE_COVER_PERIOD] = {13, 18, false, false, COLOUR_WHITE},
	[STYLE_H1] = {18, 24, true, false, COLOUR_NAVY},
	[STYLE_H2] = {11.5, 16, true, false, COLOUR_INK},
	[STYLE_BODY] = {9.5, 14, false, false, COLOUR_INK},
	[STYLE_FACT_LABEL] = {10.5, 15, false, false, COLOUR_MUTED},
	[STYLE_FACT] = {10.5, 15, false, false, COLOUR_INK},
	[STYLE_LINK] = {10.5, 15, false, false, COLOUR_BLUE},
	[STYLE_TABLE] = {8.25, 11, false, false, COLOUR_INK},
	[STYLE_STRONG] = {8.25, 11, true, false, COLOUR_INK},
	[STYLE_MUTED] = {8.25, 11, false, false, COLOUR_MUTED},
	[STYLE_CAPTION] = {7.5, 10, false, false, COLOUR_MUTED},
	[STYLE_CAPTION_STRONG] = {7.5, 10, true, false, COLOUR_INK},
	[STYLE_HEAD] = {7.5, 10, true, false, COLOUR_MUTED},
	[STYLE_NUMBER] = {25, 30, true, false, COLOUR_INK},
	[STYLE_MONO] = {7.25, 10, false, true, COLOUR_INK},
	[STYLE_TLP] = {12, 16, true, false, COLOUR_WHITE},
};

static void set_font(PangoLayout *layout, const struct style_row *style, double scale)
{
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family_static(font, style->mono ? MONO : SANS);
	pango_font_description_set_absolute_size(font, style->size * scale * PANGO_SCALE);
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	PangoAttrList *attributes = pango_attr_list_new();
	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute((int)(style->line * scale * PANGO_SCALE)));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
}

/* The characters of a layout that no font has. */
static GHashTable *unknown_of(PangoLayout *layout)
{
	GHashTable *unknown = g_hash_table_new(NULL, NULL);
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	do {
		const PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
		for (int i = 0; run != NULL && i < run->glyphs->num_glyphs; i++) {
			PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
			if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
				g_hash_table_add(unknown, GUINT_TO_POINTER(glyph & ~(PangoGlyph)PANGO_GLYPH_UNKNOWN_FLAG));
		}
	} while (pango_layout_iter_next_run(iter));
	pango_layout_iter_free(iter);
	return unknown;
}

/* Shows what cannot be shown by its number, so that nothing is lost and nothing is a box. */
static void replace_unknown(PangoLayout *layout)
{
	g_autoptr(GHashTable) unknown = unknown_of(layout);
	g_autoptr(GString) text = g_string_new(NULL);
	for (const char *at = pango_layout_get_text(layout); *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gunichar character = g_utf8_get_char(at);
		if (g_hash_table_contains(unknown, GUINT_TO_POINTER(character)))
			g_string_append_printf(text, "\\u{%X}", character);
		else
			g_string_append_unichar(text, character);
	}
	pango_layout_set_text(layout, text->str, -1);
}

static PangoLayout *layout_new(struct canvas *canvas, const struct label *label)
{
	static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_RIGHT, PANGO_ALIGN_CENTER};
	PangoLayout *layout = pango_layout_new(canvas->pango);
	double scale = canvas->scale * (label->scale > 0 ? label->scale : 1);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	set_font(layout, &styles[label->style], scale);
	if (label->width > 0) {
		pango_layout_set_width(layout, (int)(label->width * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
		pango_layout_set_alignment(layout, alignments[label->side]);
	}
	if (label->lines > 0) {
		pango_layout_set_height(layout, -label->lines);
		pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	pango_layout_set_text(layout, label->text, -1);
	if (pango_layout_get_unknown_glyphs_count(layout) > 0)
		replace_unknown(layout);
	return layout;
}

static double to_points(int pango)
{
	return (double)pango / PANGO_SCALE;
}

static cairo_font_options_t *plain_options(void)
{
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	return options;
}

void canvas_init(struct canvas *canvas, cairo_t *cr, const char *language)
{
	cairo_font_options_t *options = plain_options();
	canvas->cr = cr;
	canvas->scale = 1;
	canvas->pango = pango_cairo_create_context(cr);
	canvas->tagged = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF;
	canvas->alternatives = g_ptr_array_new_with_free_func(g_free);
	pango_cairo_context_set_font_options(canvas->pango, options);
	pango_context_set_round_glyph_positions(canvas->pango, FALSE);
	pango_context_set_base_dir(canvas->pango, PANGO_DIRECTION_LTR);
	pango_context_set_language(canvas->pango, pango_language_from_string(language));
	cairo_font_options_destroy(options);
}

void canvas_release(struct canvas *canvas)
{
	g_clear_object(&canvas->pango);
	g_clear_pointer(&canvas->alternatives, g_ptr_array_unref);
	g_clear_pointer(&canvas->logo, cairo_surface_destroy);
}

double canvas_text(struct canvas *canvas, const struct label *label)
{
	g_autoptr(PangoLayout) layout = layout_new(canvas, label);
	int width = 0, height = 0;
	pango_layout_get_size(layout, &width, &height);
	double extent = label->width > 0 ? label->width : to_points(width);
	double shift = label->side == SIDE_RIGHT ? extent : label->side == SIDE_CENTRE ? extent / 2 : 0;
	canvas_colour(canvas, label->colour != COLOUR_OF_STYLE ? label->colour : styles[label->style].colour);
	cairo_move_to(canvas->cr, label->x - shift, label->y);
	pango_cairo_show_layout(canvas->cr, layout);
	cairo_new_path(canvas->cr);
	return to_points(height);
}

double canvas_height(struct canvas *canvas, const struct label *label)
{
	g_autoptr(PangoLayout) layout = layout_new(canvas, label);
	int height = 0;
	pango_layout_get_size(layout, NULL, &height);
	return to_points(height);
}

double canvas_width(struct canvas *canvas, const struct label *label)
{
	g_autoptr(PangoLayout) layout = layout_new(canvas, label);
	int width = 0;
	pango_layout_get_size(layout, &width, NULL);
	return to_points(width);
}

bool canvas_can_show(struct canvas *canvas, enum style style, const char *text)
{
	g_autoptr(PangoLayout) layout = pango_layout_new(canvas->pango);
	set_font(layout, &styles[style], 1);
	pango_layout_set_text(layout, text, -1);
	return pango_layout_get_unknown_glyphs_count(layout) == 0;
}

void canvas_colour(struct canvas *canvas, enum colour colour)
{
	unsigned rgb = colours[colour];
	cairo_set_source_rgb(canvas->cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
}

void canvas_box(struct canvas *canvas, enum colour colour, const cairo_rectangle_t *box)
{
	canvas_colour(canvas, colour);
	cairo_rectangle(canvas->cr, box->x, box->y, box->width, box->height);
	cairo_fill(canvas->cr);
}

void canvas_round_box(struct canvas *canvas, enum colour colour, const cairo_rectangle_t *box)
{
	cairo_t *cr = canvas->cr;
	double right = box->x + box->width - RADIUS, bottom = box->y + box->height - RADIUS;
	canvas_colour(canvas, colour);
	cairo_new_sub_path(cr);
	cairo_arc(cr, right, box->y + RADIUS, RADIUS, -G_PI_2, 0);
	cairo_arc(cr, right, bottom, RADIUS, 0, G_PI_2);
	cairo_arc(cr, box->x + RADIUS, bottom, RADIUS, G_PI_2, G_PI);
	cairo_arc(cr, box->x + RADIUS, box->y + RADIUS, RADIUS, G_PI, 1.5 * G_PI);
	cairo_close_path(cr);
	cairo_fill(cr);
}

void canvas_rule(struct canvas *canvas, enum colour colour, double x, double y, double width)
{
	canvas_colour(canvas, colour);
	cairo_set_line_width(canvas->cr, 0.7);
	cairo_move_to(canvas->cr, x, y);
	cairo_rel_line_to(canvas->cr, width, 0);
	cairo_stroke(canvas->cr);
}

void canvas_tag(struct canvas *canvas, const char *name)
{
	if (canvas->tagged)
		cairo_tag_begin(canvas->cr, name, NULL);
}

void canvas_untag(struct canvas *canvas, const char *name)
{
	if (canvas->tagged)
		cairo_tag_end(canvas->cr, name);
}

double canvas_tagged(struct canvas *canvas, const char *name, const struct label *label)
{
	canvas_tag(canvas, name);
	double height = canvas_text(canvas, label);
	canvas_untag(canvas, name);
	return height;
}

void canvas_figure(struct canvas *canvas, const char *alternative)
{
	g_ptr_array_add(canvas->alternatives, g_strdup(alternative));
	canvas_tag(canvas, "Figure");
}
