// SPDX-License-Identifier: Apache-2.0
// Pieces on pages: where each one goes.
#include "flow-priv.h"

void flow_init(struct flow *flow, struct canvas *canvas, const struct report *report)
{
	flow->canvas = canvas;
	flow->report = report;
	flow->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	flow->page = report->title_page ? 2 : 1;
	flow->y = BODY_TOP;
}

void flow_release(struct flow *flow)
{
	g_clear_pointer(&flow->pieces, g_array_unref);
}

bool flow_need(struct flow *flow, double height)
{
	if (flow->y + height <= BODY_END || flow->y <= BODY_TOP)
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
