// SPDX-License-Identifier: Apache-2.0
// Pieces on pages: where each one goes.
#include "flow-priv.h"

cairo_rectangle_t paper_page(enum paper paper)
{
	static const struct { double width, height; } papers[] = {[PAPER_A4] = {595.276, 841.89}, [PAPER_LETTER] = {612, 792}};
	return (cairo_rectangle_t){-(papers[paper].width - 2 * MARGIN - CONTENT) / 2, 0, papers[paper].width, papers[paper].height};
}

double paper_lacks(enum paper paper)
{
	return paper_page(PAPER_A4).height - paper_page(paper).height;
}

void flow_init(struct flow *flow, struct canvas *canvas, const struct report *report)
{
	flow->canvas = canvas;
	flow->report = report;
	flow->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	flow->columns = g_ptr_array_new_with_free_func(g_free);
	flow->page = report->title_page ? 2 : 1;
	flow->y = BODY_TOP;
	flow->x = MARGIN;
	flow->width = CONTENT;
}

void flow_release(struct flow *flow)
{
	g_clear_pointer(&flow->pieces, g_array_unref);
	g_clear_pointer(&flow->columns, g_ptr_array_unref);
}

bool flow_need(struct flow *flow, double height)
{
	cairo_rectangle_t page = paper_page(flow->report->paper);
	if (flow->y + height <= page.height - FOOT || flow->y <= BODY_TOP)
		return false;
	flow->page++;
	flow->y = BODY_TOP;
	return true;
}

void flow_add(struct flow *flow, const struct piece *piece)
{
	flow_need(flow, piece->height);
	struct piece placed = *piece;
	placed.page = flow->page;
	placed.y = flow->y;
	placed.x = flow->x;
	placed.width = flow->width;
	g_array_append_val(flow->pieces, placed);
	flow->y += piece->height;
	flow->titled = false;
}

void flow_space(struct flow *flow, double gap)
{
	if (flow->y > BODY_TOP && !flow->titled)
		flow->y += gap;
}

int flow_page_of(const struct flow *flow, const void *subject)
{
	for (guint i = 0; i < flow->pieces->len; i++)
		if (g_array_index(flow->pieces, struct piece, i).subject == subject)
			return g_array_index(flow->pieces, struct piece, i).page;
	return 0;
}
