// SPDX-License-Identifier: Apache-2.0
// Document -> PDF: pages with head and foot, bookmarks, metadata.
#include "tidings/render/render.h"

#include <cairo-pdf.h>
#include <string.h>

#include "finish-priv.h"
#include "flow-priv.h"
#include "logo-priv.h"
#include "tidings/util/error.h"

static cairo_status_t take(void *data, const unsigned char *bytes, unsigned length)
{
	g_byte_array_append(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static char *page_text(const struct report *report, int page, int pages)
{
	g_autofree char *one = g_strdup_printf("%d", page);
	g_autofree char *all = g_strdup_printf("%d", pages);
	g_autoptr(GString) text = g_string_new(report->words.page);
	g_string_replace(text, "{page}", one, 1);
	g_string_replace(text, "{pages}", all, 1);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Head and foot are no part of the structure: a screen reader reads the report without them. */
static void draw_head(struct canvas *canvas, const struct report *report)
{
	double width = CONTENT - marking_draw(canvas, report->tlp, MARGIN + CONTENT, 31) - GUTTER;
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION_STRONG, .text = report->title, .x = MARGIN, .y = 28, .width = width, .lines = 1});
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = report->period, .x = MARGIN, .y = 39, .width = width, .lines = 1});
	canvas_rule(canvas, COLOUR_RULE, MARGIN, 54, CONTENT);
}

static void draw_foot(struct canvas *canvas, const struct report *report, int page, int pages)
{
	g_autofree char *number = page_text(report, page, pages);
	double foot = paper_page(report->paper).height - 48;
	double end = MARGIN + CONTENT - marking_draw(canvas, report->tlp, MARGIN + CONTENT, foot + 8);
	canvas_rule(canvas, COLOUR_RULE, MARGIN, foot, CONTENT);
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = number, .x = MARGIN, .y = foot + 8});
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = report->zone, .x = MARGIN + 90, .y = foot + 8, .width = 160, .lines = 1});
	canvas_text(canvas, &(struct label){.style = STYLE_CAPTION, .text = report->task_name, .x = end - (end < MARGIN + CONTENT ? GUTTER : 0),
		.y = foot + 8, .width = 110, .lines = 1, .side = SIDE_RIGHT});
}

/* Pieces of one subject and container share one element as long as they stand on one page. */
static const char *change_container(struct canvas *canvas, const char *open, const struct piece *last, const struct piece *next)
{
	bool same = open != NULL && next != NULL && next->container == open && last->subject == next->subject && last->page == next->page;
	if (same)
		return open;
	if (open != NULL)
		canvas_untag(canvas, open);
	if (next != NULL && next->container != NULL)
		canvas_tag(canvas, next->container);
	return next != NULL ? next->container : NULL;
}

static void draw_pieces(struct canvas *canvas, const struct flow *flow, int pages)
{
	const char *open = NULL;
	const struct piece *last = NULL;
	for (guint i = 0; i < flow->pieces->len; i++) {
		const struct piece *piece = &g_array_index(flow->pieces, struct piece, i);
		bool turn = last == NULL || last->page != piece->page;
		if (turn) {
			open = change_container(canvas, open, last, NULL);
			if (piece->page > 1)
				cairo_show_page(canvas->cr);
			if (piece->page > 1)
				draw_head(canvas, flow->report);
			draw_foot(canvas, flow->report, piece->page, pages);
		}
		open = change_container(canvas, open, last, piece);
		piece->draw(canvas, piece);
		last = piece;
	}
	change_container(canvas, open, last, NULL);
}

static void add_bookmarks(cairo_surface_t *surface, const struct report *report)
{
	for (guint i = 0; i < report->sections->len; i++) {
		const struct report_section *section = report->sections->pdata[i];
		g_autofree char *target = g_strdup_printf("dest='%s'", section->key);
		int parent = cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, section->title, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
		for (guint j = 0; j < section->blocks->len; j++) {
			const struct report_block *block = section->blocks->pdata[j];
			if (block->title == NULL)
				continue;
			g_autofree char *inner = g_strdup_printf("dest='%s'", block->key);
			cairo_pdf_surface_add_outline(surface, parent, block->title, inner, 0);
		}
	}
}

static void set_metadata(cairo_surface_t *surface, const struct report *report)
{
	g_autofree char *made = instant_to_text_offset(report->generated.instant, report->generated.offset);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, report->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, report->period);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Tidings");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, made);
}

/* The report's own words must be drawn as they are; data may hold characters that no font has, which are drawn by number. */
static bool check_words(struct canvas *canvas, const struct report *report, GError **error)
{
	const char *const texts[] = {report->title, report->words.subtitle, report->words.contents, report->words.detections, report->period};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!canvas_can_show(canvas, STYLE_BODY, texts[i]))
			return error_set(error, ERROR_INVALID,
				"no font can show the report's language (\"%s\"): install the Debian package fonts-noto-core", report->language);
	return true;
}

/* Every section that was asked for is on a page. */
static bool check_sections(const struct flow *flow, GError **error)
{
	for (guint i = 0; i < flow->report->sections->len; i++) {
		const struct report_section *section = flow->report->sections->pdata[i];
		if (flow_page_of(flow, section) == 0)
			return error_set(error, ERROR_BUG, "section \"%s\" is on no page", section->key);
	}
	return true;
}

static bool draw(cairo_surface_t *surface, struct canvas *canvas, const struct report *report, int *ret_pages, GError **error)
{
	autorelease(flow) flow = {0};
	flow_init(&flow, canvas, report);
	place_report(&flow);
	if (!check_words(canvas, report, error) || !check_sections(&flow, error))
		return false;
	int pages = flow.pieces->len > 0 ? flow.page : 1;
	set_metadata(surface, report);
	if (report->title_page)
		cover_draw(canvas, &flow);
	draw_pieces(canvas, &flow, pages);
	add_bookmarks(surface, report);
	*ret_pages = pages;
	return true;
}

GBytes *render_pdf(const struct report *report, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	autorelease(canvas) canvas = {0};
	int pages = 0;
	cairo_rectangle_t page = paper_page(report->paper);
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, bytes, page.width, page.height);
	cairo_t *cr = cairo_create(surface);
	cairo_translate(cr, -page.x, 0);
	canvas_init(&canvas, cr, report->language);
	canvas.logo = report->own_logo.png != NULL ? logo_load(&report->own_logo, error) : NULL;
	bool loaded = report->own_logo.png == NULL || canvas.logo != NULL;
	bool drawn = loaded && draw(surface, &canvas, report, &pages, error);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	cairo_status_t status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (drawn && status != CAIRO_STATUS_SUCCESS)
		drawn = error_set(error, ERROR_BUG, "cannot draw the report: %s", cairo_status_to_string(status));
	return drawn ? finish_pdf(bytes, report, canvas.alternatives, pages, error) : NULL;
}
