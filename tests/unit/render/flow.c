// SPDX-License-Identifier: Apache-2.0
// Pieces on pages.
#include "flow-priv.h"

#include "sample.h"
#include "test.h"

/* A canvas for measuring, without a PDF. */
struct desk {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct canvas canvas;
	struct flow flow;
};

static void desk_init(struct desk *desk, const struct report *report)
{
	desk->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
	desk->cr = cairo_create(desk->surface);
	canvas_init(&desk->canvas, desk->cr, "en");
	flow_init(&desk->flow, &desk->canvas, report);
}

static void desk_release(struct desk *desk)
{
	flow_release(&desk->flow);
	canvas_release(&desk->canvas);
	cairo_destroy(desk->cr);
	cairo_surface_destroy(desk->surface);
}
AUTORELEASE_DEFINE(desk, desk_release)

static const struct piece *piece_at(const struct desk *desk, guint i)
{
	return &g_array_index(desk->flow.pieces, struct piece, i);
}

TEST(flow_add__full_page__goes_to_the_next)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	struct piece piece = {.subject = report, .height = 400};
	flow_space(&desk.flow, 50);
	flow_add(&desk.flow, &piece);
	flow_add(&desk.flow, &piece);
	g_assert_cmpint(piece_at(&desk, 0)->page, ==, 2);
	g_assert_cmpfloat(piece_at(&desk, 0)->y, ==, BODY_TOP);
	g_assert_cmpint(piece_at(&desk, 1)->page, ==, 3);
	g_assert_cmpfloat(piece_at(&desk, 1)->y, ==, BODY_TOP);
	g_assert_cmpint(flow_page_of(&desk.flow, report), ==, 2);
	g_assert_cmpint(flow_page_of(&desk.flow, &desk), ==, 0);
}

static bool overlap(const struct piece *a, const struct piece *b)
{
	return a->page == b->page && a->x < b->x + b->width - 0.001 && b->x < a->x + a->width - 0.001 && a->y < b->y + b->height - 0.001 &&
	       b->y < a->y + a->height - 0.001;
}

TEST(place_report__every_piece__is_inside_its_page)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	for (int i = 0; i < 90; i++)
		sample_indicator(&sample, TOP_DEFAULT, KIND_URL, "http://host.example/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p?q=12345678901234567890", 700);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	int page = 2;
	for (guint i = 0; i < desk.flow.pieces->len; i++) {
		const struct piece *piece = piece_at(&desk, i);
		g_assert_cmpfloat(piece->y + piece->height, <=, paper_page(desk.flow.report->paper).height - FOOT + 0.001);
		g_assert_true(piece->page == page || piece->page == page + 1);
		page = piece->page;
		for (guint j = 0; j < i; j++)
			g_assert_false(overlap(piece, piece_at(&desk, j)));
	}
	g_assert_cmpint(page, >=, 5);
}

static guint pieces_on(const struct desk *desk, int page)
{
	guint n = 0;
	for (guint i = 0; i < desk->flow.pieces->len; i++)
		n += piece_at(desk, i)->page == page;
	return n;
}

static const struct report_section *section(const struct report *report, const char *key)
{
	for (guint i = 0; i < report->sections->len; i++) {
		const struct report_section *found = report->sections->pdata[i];
		if (g_str_equal(found->key, key))
			return found;
	}
	return NULL;
}

TEST(place_report__small_sections__share_a_page_when_they_fit_whole)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	g_assert_cmpint(flow_page_of(&desk.flow, section(report, "overview")), ==, 2);
	g_assert_cmpint(flow_page_of(&desk.flow, section(report, "breakdown")), ==, 3);
	g_assert_cmpint(flow_page_of(&desk.flow, section(report, "top")), ==, 4);
	g_assert_cmpint(flow_page_of(&desk.flow, section(report, "hashes")), ==, 4);
}

TEST(place_report__without_title_page__begins_on_page_one)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.title_page = false;
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	g_assert_cmpint(piece_at(&desk, 0)->page, ==, 1);
	g_assert_true(piece_at(&desk, 0)->subject == report);
	g_assert_cmpint(flow_page_of(&desk.flow, section(report, "overview")), ==, 1);
}

TEST(place_table__over_pages__repeats_its_head)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.widgets = WIDGET_TOP_DEFAULT;
	for (int i = 0; i < 90; i++)
		sample_indicator(&sample, TOP_DEFAULT, KIND_DOMAIN, "host.example", 700);
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	const struct piece *head = piece_at(&desk, 3);
	g_assert_cmpstr(head->container, ==, "Table");
	int page = head->page;
	guint heads = 0;
	for (guint i = 3; i < desk.flow.pieces->len; i++) {
		const struct piece *piece = piece_at(&desk, i);
		if (piece->page != page)
			g_assert_true(piece->draw == head->draw);
		heads += piece->draw == head->draw;
		page = piece->page;
	}
	g_assert_cmpuint(heads, >=, 3);
	g_assert_cmpuint(desk.flow.pieces->len - 3 - heads, ==, 95);
}

TEST(place_report__three_full_lists_of_hashes__fit_one_page)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.widgets = WIDGET_TOP_HASHES;
	for (int i = 0; i < 10; i++) {
		sample_indicator(&sample, TOP_MD5, KIND_MD5, "776735A8CA96DB15B422879DA599F474", 700);
		sample_indicator(&sample, TOP_SHA1, KIND_SHA1, "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", 700);
		sample_indicator(&sample, TOP_SHA256, KIND_SHA256, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 700);
	}
	for (int i = TOP_MD5; i <= TOP_SHA256; i++)
		while (sample.result.top[i]->len > 10) {
			g_free(g_array_index(sample.result.top[i], struct stats_top_row, 10).indicator);
			g_array_remove_index(sample.result.top[i], 10);
		}
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	g_assert_cmpuint(pieces_on(&desk, 2), ==, desk.flow.pieces->len);
}

TEST(place_report__narrow_blocks__stand_beside_each_other)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_array_index(sample.result.categories, struct stats_share, 0).detections = 7962;
	while (sample.result.categories->len > 1) {
		g_free(g_array_index(sample.result.categories, struct stats_share, 1).name);
		g_array_remove_index(sample.result.categories, 1);
	}
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	const struct piece *left = NULL, *right = NULL;
	for (guint i = 0; i < desk.flow.pieces->len; i++) {
		const struct piece *piece = piece_at(&desk, i);
		if (g_strcmp0(piece->text, "Detections by category") == 0)
			left = piece;
		if (g_strcmp0(piece->text, "Detections by indicator type") == 0) {
			g_assert_null(right);
			right = piece;
		}
	}
	g_assert_nonnull(left);
	g_assert_nonnull(right);
	g_assert_cmpint(left->page, ==, right->page);
	g_assert_cmpfloat(left->y, ==, right->y);
	g_assert_cmpfloat(left->x + left->width, <, right->x);
}

TEST(place_report__letter__has_shorter_pages)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.paper = PAPER_LETTER;
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	for (guint i = 0; i < desk.flow.pieces->len; i++)
		g_assert_cmpfloat(piece_at(&desk, i)->y + piece_at(&desk, i)->height, <=, 792 - FOOT + 0.001);
	g_assert_cmpfloat(paper_page(PAPER_LETTER).x, <, 0);
	g_assert_cmpfloat(paper_page(PAPER_A4).x, <, 0.001);
}

static guint rows_of_page(const struct desk *desk, const struct report_block *block, int page)
{
	guint count = 0;
	for (guint i = 0; i < desk->flow.pieces->len; i++) {
		const struct piece *piece = piece_at(desk, i);
		count += piece->subject == block && piece->page == page && piece->height != 18.0;
	}
	return count;
}

TEST(place_table__last_row__is_not_alone_on_a_page)
{
	bool split = false;
	for (int n = 1; n < 70; n++) {
		autorelease(sample) sample = {0};
		sample_init(&sample);
		for (int i = 0; i < n; i++) {
			g_autofree char *name = g_strdup_printf("host%d.example", i);
			sample_indicator(&sample, TOP_DEFAULT, KIND_DOMAIN, name, 1000);
		}
		autoptr(report) report = sample_report(&sample);
		autorelease(desk) desk = {0};
		desk_init(&desk, report);
		const struct report_section *section = report->sections->pdata[2];
		const struct report_block *table = section->blocks->pdata[0];
		g_assert_cmpstr(table->key, ==, "top_default");
		place_table(&desk.flow, table);
		g_assert_cmpuint(rows_of_page(&desk, table, desk.flow.page), >, 1);
		split = split || desk.flow.page > 2;
	}
	g_assert_true(split);
}

static int last_page(enum paper paper)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_series(&sample, STEP_DAY, 31);
	for (guint i = 0; i < 8; i++) {
		g_autofree char *sum = g_strdup_printf("%064X", i);
		sample_indicator(&sample, TOP_MD5, KIND_MD5, sum + 32, 200);
		sample_indicator(&sample, TOP_SHA1, KIND_SHA1, sum + 24, 200);
		sample_indicator(&sample, TOP_SHA256, KIND_SHA256, sum, 200);
	}
	sample.task.paper = paper;
	autoptr(report) report = sample_report(&sample);
	autorelease(desk) desk = {0};
	desk_init(&desk, report);
	place_report(&desk.flow);
	return desk.flow.page;
}

TEST(place_report__letter__takes_as_many_pages_as_a4)
{
	g_assert_cmpint(last_page(PAPER_A4), ==, 5);
	g_assert_cmpint(last_page(PAPER_LETTER), ==, 5);
}
