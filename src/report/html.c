// SPDX-License-Identifier: Apache-2.0
// The HTML form: the body of the mail. Tables and inline styles only; the style element is for dark screens and phones.
#include "tidings/report/report.h"

#include <string.h>

#include "svg-priv.h"
#include "tidings/util/safe-text.h"

/* What a text may take, so that the page stays below the size at which mail programs cut it. */
#define PAGE_MOST (100 * 1000)
#define MESSAGE_MOST 10000 /* columns of a line of the administrator's words */
#define WORDS_MOST 300
#define ROWS_MOST 10
#define LOGO_SHOWN_WIDTH 160.0
#define LOGO_SHOWN_HEIGHT 44.0
#define HEAT_TICKS 3 /* columns between two heads */

#define INK "color:#17202C;"
#define MUTED "color:#566273;"
#define SANS "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;"
#define MONO "font-family:Consolas,Menlo,monospace;"
#define LAYOUT "role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""

struct page {
	GString *out;
	int names; /* columns of an indicator */
	const struct report_block *pictured;
	const char *cid;
	const char *logo_cid;
	bool own_logo; /* is shown, in the place of the mark */
};

/* Columns of an indicator, tried until the page is small enough. With the last one it always is. */
static const int name_lengths[] = {300, 100, 40, 16};

static const char style[] =
	"<style>.tick{font-size:11px;fill:#566273}"
	"@media (prefers-color-scheme:dark){"
	".page{background:#0E141B!important}.card{background:#17202B!important}.panel{background:#202B38!important}"
	".ink{color:#E8EDF3!important}.muted{color:#A9B6C5!important}.worse{color:#FF9A8D!important}.better{color:#6FD39A!important}"
	".bar{background:#5A9BE0!important}.track{background:#2A3644!important}.rule{border-color:#3A4656!important}"
	".h0{background:#202B38!important}.h1{background:#1F3F63!important}.h2{background:#27568A!important}.h3{background:#3B78B8!important}"
	".h4{background:#5A9BE0!important}.h5{background:#B9D8F7!important}"
	".tick{fill:#A9B6C5}.now{fill:#5A9BE0;color:#5A9BE0!important}.line{stroke:#5A9BE0}}"
	"@media (max-width:640px){.pad{padding-left:14px!important;padding-right:14px!important}.number{font-size:16px!important}"
	".panel{padding-left:8px!important;padding-right:6px!important}}"
	"</style>";

static const struct tone_row {
	const char *colour, *class;
} tones[] = {
	[TONE_NEUTRAL] = {"#566273", "muted"},
	[TONE_WORSE] = {"#B42318", "worse"},
	[TONE_BETTER] = {"#17733F", "better"},
};

/* At most so many columns and twice as many bytes: marks without a width of their own must not make the page long. */
static char *clipped(const char *text, int most)
{
	g_autofree char *clip = text_clip(text, most);
	size_t bytes = 2 * (size_t)most;
	if (strlen(clip) <= bytes)
		return g_steal_pointer(&clip);
	while (bytes > 0 && ((unsigned char)clip[bytes] & 0xC0) == 0x80)
		bytes--;
	clip[bytes] = '\0';
	return g_strconcat(clip, "…", NULL);
}

/* As markup, in entities that every mail program knows ("&apos;" is not one). */
static char *escaped(const char *text, int most)
{
	static const char special[] = "&<>\"'";
	static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
	g_autofree char *clip = clipped(text, most);
	g_autoptr(GString) out = g_string_new(NULL);
	for (const char *at = clip; *at != '\0'; at++) {
		const char *found = strchr(special, *at);
		if (found != NULL)
			g_string_append(out, entities[found - special]);
		else
			g_string_append_c(out, *at);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void put(struct page *page, const char *before, const char *text, const char *after)
{
	g_autofree char *markup = escaped(text, WORDS_MOST);
	g_string_append(page->out, before);
	g_string_append(page->out, markup);
	g_string_append(page->out, after);
}

/* The mark as cells: it shows with pictures blocked. */
static void put_mark(struct page *page)
{
	g_string_append(page->out, "<table role=\"presentation\" align=\"left\" cellpadding=\"0\" cellspacing=\"3\" border=\"0\" "
		"style=\"margin:10px 12px 0 0\"><tr valign=\"bottom\">");
	for (int height = 12; height <= 28; height += 8)
		g_string_append_printf(page->out, "<td><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\"><tr><td width=\"7\" height=\"%d\" "
			"bgcolor=\"#FFFFFF\" style=\"width:7px;height:%dpx;background:#FFFFFF;font-size:1px;line-height:1px\">&nbsp;</td></tr></table></td>",
			height, height);
	g_string_append(page->out, "</tr></table>");
}

/* As high as the mark on the cover, a quarter of its pixels; a dark one has a white plate, for the head is navy. */
static void put_own_logo(struct page *page, const struct logo *logo)
{
	double scale = MIN(LOGO_SHOWN_WIDTH / logo->width, LOGO_SHOWN_HEIGHT / logo->height);
	int width = MAX(1, (int)(logo->width * scale + 0.5)), height = MAX(1, (int)(logo->height * scale + 0.5));
	bool plate = logo->tone == LOGO_DARK;
	g_autofree char *text = escaped(logo->text, WORDS_MOST);
	g_string_append_printf(page->out, "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 14px\"><tr><td%s>"
		"<img src=\"", plate ? " bgcolor=\"#FFFFFF\" style=\"background:#FFFFFF;border-radius:4px;padding:6px 8px\"" : "");
	if (page->logo_cid != NULL) {
		g_autofree char *name = escaped(page->logo_cid, WORDS_MOST);
		g_string_append_printf(page->out, "cid:%s", name);
	} else {
		gsize length = 0;
		const guchar *data = g_bytes_get_data(logo->png, &length);
		g_autofree char *coded = g_base64_encode(data, length);
		g_string_append_printf(page->out, "data:image/png;base64,%s", coded);
	}
	g_string_append_printf(page->out, "\" width=\"%d\" height=\"%d\" alt=\"%s\" style=\"display:block;width:%dpx;height:%dpx;border:0;font-size:13px;"
		"line-height:18px;color:#%s\"></td></tr></table>", width, height, text, width, height, plate ? "17202C" : "FFFFFF");
}

/* The marking in the colours of the protocol. */
static void put_tlp(struct page *page, enum tlp tlp)
{
	static const char *const inks[] = {
		[TLP_NONE] = "", [TLP_CLEAR] = "FFFFFF", [TLP_GREEN] = "33FF00", [TLP_AMBER] = "FFC000", [TLP_AMBER_STRICT] = "FFC000",
		[TLP_RED] = "FF2B2B"};
	g_string_append_printf(page->out, "<table role=\"presentation\" align=\"right\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>"
		"<td bgcolor=\"#000000\" style=\"background:#000000;padding:4px 10px;font-size:14px;line-height:18px;font-weight:bold;"
		"white-space:nowrap;color:#%s\">%s</td></tr></table>", inks[tlp], enum_to_label(tlp_names, (int)tlp));
}

static void put_head(struct page *page, const struct report *report)
{
	g_autofree char *title = escaped(report->title, WORDS_MOST);
	g_string_append_printf(page->out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"ltr\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">"
		"<title>%s</title>%s</head>\n", report->language, title, style);
	g_string_append(page->out, "<body class=\"page\" style=\"margin:0;padding:0;background:#EEF1F5;" SANS "\">"
		"<table " LAYOUT " class=\"page\" bgcolor=\"#EEF1F5\" style=\"background:#EEF1F5\"><tr><td align=\"center\" style=\"padding:24px 8px\">"
		"<table role=\"presentation\" width=\"640\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" class=\"card\" bgcolor=\"#FFFFFF\" "
		"style=\"width:100%;max-width:640px;background:#FFFFFF\">\n"
		"<tr><td class=\"pad\" bgcolor=\"#10273F\" style=\"background:#10273F;border-bottom:4px solid #C8690A;padding:24px 36px\">");
	if (report->tlp != TLP_NONE)
		put_tlp(page, report->tlp);
	if (page->own_logo)
		put_own_logo(page, &report->own_logo);
	else if (report->logo)
		put_mark(page);
	put(page, "<h1 style=\"margin:0;font-size:22px;line-height:28px;color:#FFFFFF\">", report->title, "</h1>");
	put(page, "<p style=\"margin:4px 0 0;font-size:14px;line-height:20px;color:#D5DFEA\">", report->period, "</p></td></tr>\n");
	g_string_append(page->out, "<tr><td class=\"pad\" style=\"padding:12px 36px 24px\">\n");
}

static void put_message(struct page *page, const char *message)
{
	if (*message == '\0')
		return;
	g_auto(GStrv) lines = g_strsplit(message, "\n", -1);
	g_string_append(page->out, "<p class=\"ink\" style=\"margin:12px 0 0;font-size:14px;line-height:20px;" INK "\">");
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *markup = escaped(*line, MESSAGE_MOST);
		g_string_append_printf(page->out, "%s%s", line == lines ? "" : "<br>", markup);
	}
	g_string_append(page->out, "</p>\n");
}

static void put_note(struct page *page, const char *note)
{
	put(page, "<p class=\"panel ink\" style=\"margin:12px 0 0;padding:10px 12px;background:#F4F6F9;border-left:4px solid #C8690A;"
		"font-size:14px;line-height:20px;" INK "\">", note, "</p>\n");
}

static void put_figures(struct page *page, const struct report_block *block)
{
	g_string_append(page->out, "<table " LAYOUT " style=\"margin-top:12px\"><tr>");
	for (guint i = 0; i < block->figures->len; i++) {
		const struct report_figure *figure = &g_array_index(block->figures, struct report_figure, i);
		const struct tone_row *tone = &tones[figure->tone];
		if (i > 0)
			g_string_append(page->out, "<td width=\"8\" style=\"width:8px;font-size:1px\">&nbsp;</td>");
		put(page, "<td class=\"panel\" valign=\"top\" bgcolor=\"#F4F6F9\" style=\"background:#F4F6F9;padding:12px 10px\">"
			"<div class=\"muted\" style=\"font-size:12px;line-height:16px;font-weight:bold;" MUTED "\">", figure->label, "</div>");
		put(page, "<div class=\"ink number\" style=\"font-size:24px;line-height:32px;font-weight:bold;" INK "\">", figure->number, "</div>");
		g_string_append_printf(page->out, "<div class=\"%s\" style=\"font-size:12px;line-height:16px;font-weight:bold;color:%s\">",
			tone->class, tone->colour);
		put(page, "", figure->change, "</div>");
		put(page, "<div class=\"muted\" style=\"font-size:12px;line-height:16px;" MUTED "\">", figure->note, "</div></td>");
	}
	g_string_append(page->out, "</tr></table>\n");
}

static void put_lines(struct page *page, const struct report_block *block)
{
	g_string_append(page->out, "<table " LAYOUT ">");
	for (guint i = 0; i < block->lines->len; i++)
		put(page, "<tr><td width=\"14\" valign=\"top\" style=\"width:14px;font-size:14px;line-height:20px;color:#C8690A\">&#9642;</td>"
			"<td class=\"ink\" style=\"padding-bottom:4px;font-size:14px;line-height:20px;" INK "\">", block->lines->pdata[i], "</td></tr>");
	g_string_append(page->out, "</table>\n");
}

/* A bar of nested cells: it shows with pictures blocked. */
static void put_bar(struct page *page, double share)
{
	int filled = share <= 0 ? 0 : MAX(1, (int)(share * 100 + 0.5));
	g_string_append(page->out, "<td><table " LAYOUT "><tr>");
	if (filled > 0)
		g_string_append_printf(page->out, "<td class=\"bar\" width=\"%d%%\" height=\"10\" bgcolor=\"#1F66AD\" style=\"background:#1F66AD;font-size:1px\">"
			"&nbsp;</td>", filled);
	if (filled < 100)
		g_string_append(page->out, "<td class=\"track\" height=\"10\" bgcolor=\"#EEF2F6\" style=\"background:#EEF2F6;font-size:1px\">&nbsp;</td>");
	g_string_append(page->out, "</tr></table></td>");
}

static void put_bar_row(struct page *page, const struct report_row *row)
{
	g_autofree char *clip = clipped(row->name, MIN(page->names, 40));
	put(page, "<tr><th scope=\"row\" align=\"left\" width=\"30%\" class=\"ink\" style=\"padding:3px 8px 3px 0;font-size:13px;line-height:18px;"
		"font-weight:normal;" INK "\">", clip, "</th>");
	put_bar(page, row->bar);
	put(page, "<td align=\"right\" width=\"16%\" class=\"ink\" style=\"padding-left:8px;font-size:13px;font-weight:bold;white-space:nowrap;" INK "\">",
		row->number, "</td>");
	put(page, "<td align=\"right\" width=\"10%\" class=\"muted\" style=\"padding-left:8px;font-size:13px;white-space:nowrap;" MUTED "\">",
		row->share, "</td>");
	g_string_append(page->out, "</tr>\n");
}

static void put_bars(struct page *page, const struct report_block *block)
{
	g_string_append(page->out, "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">");
	for (guint i = 0; i < block->rows->len; i++)
		put_bar_row(page, &g_array_index(block->rows, struct report_row, i));
	g_string_append(page->out, "</table>\n");
}

/* Mail programs show no inline SVG: there a second chart is its main facts. */
static void put_points(struct page *page, const struct report_block *block)
{
	put(page, "<p class=\"ink\" style=\"margin:0;font-size:14px;line-height:20px;" INK "\">", block->text, "</p>\n");
}

static void put_image(struct page *page, const struct report_block *block)
{
	g_autofree char *name = escaped(page->cid, WORDS_MOST);
	g_string_append_printf(page->out, "<img src=\"cid:%s\" width=\"568\" height=\"210\" ", name);
	put(page, "alt=\"", block->text, "\" style=\"display:block;width:100%;max-width:568px;height:auto;border:0;background:#FFFFFF;"
		"font-size:13px;line-height:18px;color:#566273\">\n");
}

#define CELL "padding:6px 0;border-bottom:1px solid #E6EAEF;font-size:13px;line-height:18px;"

static void put_drawing(struct page *page, const struct report_block *block)
{
	svg_put(page->out, block);
	if (!block->has_previous || block->chart != CHART_COLUMNS)
		return;
	put(page, "<p class=\"muted\" style=\"margin:0;font-size:12px;line-height:16px;" MUTED "\"><span class=\"now\" style=\"color:#1F66AD\">&#9632;</span> ",
		block->words->this_period, " &#160; ");
	put(page, "<span style=\"color:#C8690A\">&#9473;&#9473;</span> ", block->words->previous_period, "</p>\n");
}

static void put_table_head(struct page *page, const struct report_block *block)
{
	static const char cell[] = " class=\"muted rule\" style=\"padding:4px 0;border-bottom:2px solid #D5DBE3;font-size:12px;" MUTED "\">";
	g_string_append_printf(page->out, "<table width=\"100%%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"" SANS "\"><tr>"
		"<th scope=\"col\" align=\"left\" width=\"24\"%s#</th><th scope=\"col\" align=\"left\"%s", cell, cell);
	put(page, "", block->words->indicator, "</th>");
	g_string_append_printf(page->out, "<th scope=\"col\" align=\"right\"%s", cell);
	put(page, "", block->words->detections, "</th></tr>\n");
}

static void put_table_row(struct page *page, const struct report_row *row, guint rank)
{
	g_autofree char *name = clipped(row->name, page->names);
	g_string_append_printf(page->out, "<tr valign=\"top\"><td class=\"muted rule\" style=\"" CELL MUTED "\">%u</td>", rank);
	put(page, "<td class=\"ink rule\" style=\"" CELL "word-break:break-all;" INK "\"><span style=\"" MONO "font-size:11.5px\">", name, "</span>");
	if (row->detail[0] != '\0')
		put(page, "<div class=\"muted\" style=\"font-size:12px;" MUTED "\">", row->detail, "</div>");
	put(page, "</td><td align=\"right\" class=\"ink rule\" style=\"" CELL "padding-left:12px;white-space:nowrap;" INK "\"><b>", row->number, "</b>");
	put(page, "<div class=\"muted\" style=\"font-size:12px;" MUTED "\">", row->share, "</div></td></tr>\n");
}

static void put_table(struct page *page, const struct report_block *block)
{
	put_table_head(page, block);
	for (guint i = 0; i < MIN(block->rows->len, ROWS_MOST); i++)
		put_table_row(page, &g_array_index(block->rows, struct report_row, i), i + 1);
	g_string_append(page->out, "</table>\n");
}

static void put_heat_head(struct page *page, const struct report_block *block)
{
	g_string_append(page->out, "<table role=\"img\" width=\"100%\" cellpadding=\"0\" cellspacing=\"1\" border=\"0\" ");
	put(page, "aria-label=\"", block->text, "\" style=\"font-size:11px;line-height:14px\"><tr><td>&nbsp;</td>");
	for (guint i = 0; i < block->heads->len; i += HEAT_TICKS) {
		g_autofree char *hour = g_strndup(block->heads->pdata[i], 2);
		g_string_append_printf(page->out, "<td colspan=\"%d\" class=\"muted\" style=\"" MUTED "\">%s</td>", HEAT_TICKS, hour);
	}
	g_string_append(page->out, "<td>&nbsp;</td></tr>\n");
}

/* Cells of colour with the row's number beside them; what they show is said below, for whoever sees no colours. */
static void put_heat(struct page *page, const struct report_block *block)
{
	static const char *const warmth[HEAT_LEVELS] = {"EEF3F8", "CFE0F0", "9FC1E1", "5F97CC", "2A6BAE", "123E6E"};
	put_heat_head(page, block);
	for (guint i = 0; i < block->rows->len; i++) {
		const struct report_row *row = &g_array_index(block->rows, struct report_row, i);
		put(page, "<tr><td width=\"34\" class=\"muted\" style=\"" MUTED "\">", row->name, "</td>");
		for (guint j = 0; j < block->heads->len; j++) {
			int level = report_heat_level(block, i, j);
			g_string_append_printf(page->out, "<td class=\"h%d\" height=\"16\" bgcolor=\"#%s\"></td>", level, warmth[level]);
		}
		put(page, "<td align=\"right\" class=\"ink\" style=\"padding-left:6px;font-weight:bold;white-space:nowrap;" INK "\">", row->number,
			"</td></tr>\n");
	}
	put(page, "</table><p class=\"muted\" style=\"margin:4px 0 0;font-size:12px;line-height:16px;" MUTED "\">", block->text, "</p>\n");
}

static void put_block(struct page *page, const struct report_block *block)
{
	static void (*const puts[])(struct page *, const struct report_block *) = {
		[BLOCK_LIST] = put_lines, [BLOCK_FIGURES] = put_figures, [BLOCK_CHART] = put_points, [BLOCK_BARS] = put_bars, [BLOCK_TABLE] = put_table,
		[BLOCK_HEAT] = put_heat,
	};
	if (block->title != NULL)
		put(page, "<h3 class=\"ink\" style=\"margin:18px 0 6px;font-size:15px;line-height:20px;" INK "\">", block->title, "</h3>\n");
	bool empty = (block->kind == BLOCK_CHART && block->points->len == 0) ||
		((block->kind == BLOCK_BARS || block->kind == BLOCK_TABLE || block->kind == BLOCK_HEAT) && block->rows->len == 0);
	if (empty)
		put(page, "<p class=\"muted\" style=\"margin:0;font-size:14px;line-height:20px;" MUTED "\">", block->text, "</p>\n");
	else if (block == page->pictured)
		put_image(page, block);
	else if (block->kind == BLOCK_CHART && page->cid == NULL)
		put_drawing(page, block);
	else
		puts[block->kind](page, block);
}

static void put_section(struct page *page, const struct report_section *section)
{
	put(page, "<h2 class=\"ink\" style=\"margin:22px 0 0;font-size:18px;line-height:24px;color:#10273F\">", section->title, "</h2>\n");
	if (section->note != NULL)
		put(page, "<p class=\"muted\" style=\"margin:4px 0 0;font-size:13px;line-height:18px;" MUTED "\">", section->note, "</p>\n");
	for (guint i = 0; i < section->blocks->len; i++)
		put_block(page, section->blocks->pdata[i]);
}

static void put_facts(struct page *page, const struct report *report)
{
	g_string_append(page->out, "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" class=\"rule\" style=\"margin-top:24px;"
		"border-top:1px solid #D5DBE3\">\n");
	for (guint i = 0; i < report->facts->len; i++) {
		const struct report_fact *fact = &g_array_index(report->facts, struct report_fact, i);
		put(page, "<tr><th scope=\"row\" align=\"left\" valign=\"top\" width=\"32%\" class=\"muted\" style=\"padding:6px 8px 0 0;font-size:12px;line-height:16px;"
			"font-weight:normal;" MUTED "\">", fact->label, "</th>");
		put(page, "<td class=\"ink\" style=\"padding:6px 0 0;font-size:12px;line-height:16px;" INK "\">", fact->value, "</td></tr>\n");
	}
	g_string_append(page->out, "</table></td></tr></table></td></tr></table></body></html>\n");
}

static char *page_text(const struct report *report, struct page page)
{
	g_autoptr(GString) out = g_string_new(NULL);
	page.out = out;
	put_head(&page, report);
	put_message(&page, report->message);
	for (guint i = 0; i < report->notes->len; i++)
		put_note(&page, report->notes->pdata[i]);
	for (guint i = 0; i < report->sections->len; i++)
		put_section(&page, report->sections->pdata[i]);
	put_facts(&page, report);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Names are cut until it is small enough, and then the logo goes that a page alone carries. */
char *report_to_html(const struct report *report, const char *chart_cid, const char *logo_cid)
{
	g_autofree char *text = NULL;
	struct page page = {.pictured = chart_cid != NULL ? report_chart(report) : NULL, .cid = chart_cid, .logo_cid = logo_cid,
			    .own_logo = report->own_logo.png != NULL};
	for (size_t i = 0; i <= G_N_ELEMENTS(name_lengths); i++) {
		g_free(text);
		page.names = name_lengths[MIN(i, G_N_ELEMENTS(name_lengths) - 1)];
		page.own_logo &= i < G_N_ELEMENTS(name_lengths);
		text = page_text(report, page);
		if (strlen(text) < PAGE_MOST)
			break;
	}
	return g_steal_pointer(&text);
}
