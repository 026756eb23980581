// SPDX-License-Identifier: Apache-2.0
// The finishing pass over a PDF by qpdf: accessibility, metadata, packing, and the check that it opens again.
#include "finish-priv.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

#include "tidings/util/error.h"

#define DEPTH_MOST 32

static void pdf_autoptr(qpdf_data *pdf)
{
	if (*pdf != NULL)
		qpdf_cleanup(pdf);
}
#define autopdf __attribute__((cleanup(pdf_autoptr))) qpdf_data

/* The walk over the structure tree. */
struct walk {
	qpdf_data pdf;
	const GPtrArray *alternatives;
	guint figures;
};

static bool fail(qpdf_data pdf, GError **error)
{
	if (!qpdf_has_error(pdf))
		return error_set(error, ERROR_BUG, "cannot finish the PDF");
	return error_set(error, ERROR_BUG, "cannot finish the PDF: %s", qpdf_get_error_full_text(pdf, qpdf_get_error(pdf)));
}

static void set_text(qpdf_data pdf, qpdf_oh dict, const char *key, const char *text)
{
	qpdf_oh_replace_key(pdf, dict, key, qpdf_oh_new_unicode_string(pdf, text));
}

static bool is_element(qpdf_data pdf, qpdf_oh node, const char *type)
{
	return qpdf_oh_is_dictionary(pdf, node) && qpdf_oh_is_name_and_equals(pdf, qpdf_oh_get_key(pdf, node, "/S"), type);
}

/* The heads of a row that has cells as well are the row's, else the columns'. */
static void finish_row(qpdf_data pdf, qpdf_oh row)
{
	qpdf_oh cells = qpdf_oh_get_key(pdf, row, "/K");
	int n = qpdf_oh_is_array(pdf, cells) ? qpdf_oh_get_array_n_items(pdf, cells) : 0;
	const char *scope = "<< /O /Table /Scope /Column >>";
	for (int i = 0; i < n; i++)
		if (is_element(pdf, qpdf_oh_get_array_item(pdf, cells, i), "/TD"))
			scope = "<< /O /Table /Scope /Row >>";
	for (int i = 0; i < n; i++) {
		qpdf_oh cell = qpdf_oh_get_array_item(pdf, cells, i);
		if (is_element(pdf, cell, "/TH"))
			qpdf_oh_replace_key(pdf, cell, "/A", qpdf_oh_parse(pdf, scope));
	}
}

static void finish_element(struct walk *walk, qpdf_oh element)
{
	if (is_element(walk->pdf, element, "/TR"))
		finish_row(walk->pdf, element);
	if (!is_element(walk->pdf, element, "/Figure"))
		return;
	if (walk->figures < walk->alternatives->len)
		set_text(walk->pdf, element, "/Alt", walk->alternatives->pdata[walk->figures]);
	walk->figures++;
}

/* Depth first, which is the order of drawing. */
static void walk_elements(struct walk *walk, qpdf_oh node, int depth)
{
	if (depth > DEPTH_MOST)
		return;
	if (qpdf_oh_is_array(walk->pdf, node)) {
		int n = qpdf_oh_get_array_n_items(walk->pdf, node);
		for (int i = 0; i < n; i++)
			walk_elements(walk, qpdf_oh_get_array_item(walk->pdf, node, i), depth + 1);
		return;
	}
	if (!qpdf_oh_is_dictionary(walk->pdf, node))
		return;
	if (qpdf_oh_has_key(walk->pdf, node, "/S"))
		finish_element(walk, node);
	if (qpdf_oh_has_key(walk->pdf, node, "/K"))
		walk_elements(walk, qpdf_oh_get_key(walk->pdf, node, "/K"), depth + 1);
}

/* One Document element around all: cairo hangs what it draws directly at the root. */
static void wrap_tree(qpdf_data pdf, qpdf_oh tree)
{
	qpdf_oh children = qpdf_oh_get_key(pdf, tree, "/K");
	qpdf_oh document = qpdf_make_indirect_object(pdf, qpdf_oh_parse(pdf, "<< /Type /StructElem /S /Document >>"));
	int n = qpdf_oh_is_array(pdf, children) ? qpdf_oh_get_array_n_items(pdf, children) : 0;
	for (int i = 0; i < n; i++)
		qpdf_oh_replace_key(pdf, qpdf_oh_get_array_item(pdf, children, i), "/P", document);
	qpdf_oh_replace_key(pdf, document, "/P", tree);
	qpdf_oh_replace_key(pdf, document, "/K", children);
	qpdf_oh_replace_key(pdf, tree, "/K", qpdf_oh_wrap_in_array(pdf, document));
}

static char *xmp(const struct report *report)
{
	g_autofree char *title = g_markup_escape_text(report->title, -1);
	g_autofree char *period = g_markup_escape_text(report->period, -1);
	g_autofree char *document = report->document == NULL ? g_strdup("")
		: g_strdup_printf("<xmpMM:DocumentID>%s</xmpMM:DocumentID>", report->document);
	g_autofree char *made = instant_to_text_offset(report->generated.instant, report->generated.offset);
	return g_strdup_printf("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
		"xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">"
		"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>"
		"<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:description>"
		"<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>"
		"<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><xmp:CreatorTool>Tidings</xmp:CreatorTool>%s"
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", title, period, report->language, made, made, document);
}

static void set_metadata(qpdf_data pdf, qpdf_oh root, const struct report *report)
{
	g_autofree char *packet = xmp(report);
	qpdf_oh stream = qpdf_oh_new_stream(pdf);
	qpdf_oh dict = qpdf_oh_get_dict(pdf, stream);
	qpdf_oh_replace_key(pdf, dict, "/Type", qpdf_oh_new_name(pdf, "/Metadata"));
	qpdf_oh_replace_key(pdf, dict, "/Subtype", qpdf_oh_new_name(pdf, "/XML"));
	qpdf_oh_replace_stream_data(pdf, stream, (const unsigned char *)packet, strlen(packet), qpdf_oh_new_null(pdf), qpdf_oh_new_null(pdf));
	qpdf_oh_replace_key(pdf, root, "/Metadata", stream);
}

static bool finish_catalogue(qpdf_data pdf, const struct report *report, const GPtrArray *alternatives, GError **error)
{
	qpdf_oh root = qpdf_get_root(pdf);
	struct walk walk = {pdf, alternatives, 0};
	set_text(pdf, root, "/Lang", report->language);
	qpdf_oh_replace_key(pdf, root, "/ViewerPreferences", qpdf_oh_parse(pdf, "<< /DisplayDocTitle true >>"));
	set_metadata(pdf, root, report);
	qpdf_oh_replace_key(pdf, root, "/MarkInfo", qpdf_oh_parse(pdf, "<< /Marked true >>"));
	wrap_tree(pdf, qpdf_oh_get_key(pdf, root, "/StructTreeRoot"));
	walk_elements(&walk, qpdf_oh_get_key(pdf, root, "/StructTreeRoot"), 0);
	if (qpdf_has_error(pdf))
		return fail(pdf, error);
	if (walk.figures != alternatives->len)
		return error_set(error, ERROR_BUG, "the PDF has %u figures instead of %u", walk.figures, alternatives->len);
	return true;
}

static GBytes *pack(qpdf_data pdf, GError **error)
{
	if (qpdf_init_write_memory(pdf) == QPDF_SUCCESS) {
		qpdf_set_object_stream_mode(pdf, qpdf_o_generate);
		qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
		if (qpdf_write(pdf) == QPDF_SUCCESS)
			return g_bytes_new(qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf));
	}
	(void)fail(pdf, error);
	return NULL;
}

/* What will be sent opens, has its pages, and nothing in it is damaged. */
static bool check(GBytes *finished, int pages, GError **error)
{
	autopdf pdf = qpdf_init();
	gsize length = 0;
	const char *data = g_bytes_get_data(finished, &length);
	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	qpdf_set_attempt_recovery(pdf, QPDF_FALSE);
	if (qpdf_read_memory(pdf, "report", data, length, NULL) != QPDF_SUCCESS)
		return fail(pdf, error);
	int found = qpdf_get_num_pages(pdf);
	if (found != pages || qpdf_more_warnings(pdf))
		return error_set(error, ERROR_BUG, "the PDF has %d pages instead of %d, or is damaged", found, pages);
	return true;
}

GBytes *finish_pdf(const GByteArray *pdf_bytes, const struct report *report, const GPtrArray *alternatives, int pages, GError **error)
{
	autopdf pdf = qpdf_init();
	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	if (qpdf_read_memory(pdf, "report", (const char *)pdf_bytes->data, pdf_bytes->len, NULL) != QPDF_SUCCESS) {
		(void)fail(pdf, error);
		return NULL;
	}
	if (!finish_catalogue(pdf, report, alternatives, error))
		return NULL;
	g_autoptr(GBytes) finished = pack(pdf, error);
	if (finished == NULL || !check(finished, pages, error))
		return NULL;
	return g_steal_pointer(&finished);
}
