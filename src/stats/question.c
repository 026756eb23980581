// SPDX-License-Identifier: Apache-2.0
// A question while it is answered: what it wants, and where things are counted.
#include "question-priv.h"

#include "table-priv.h"

static void want_groups(struct question *question)
{
	const struct stats_query *query = question->query;
	for (int group = 0; group < GROUPS; group++) {
		enum source source = (group & GROUP_API) != 0 ? SOURCE_API : SOURCE_TCP;
		question->groups[group] = (query->source == SOURCE_ALL || query->source == source) &&
					  (query->false_positives || (group & GROUP_FALSE_POSITIVE) == 0);
	}
}

static bool want_tenants(struct question *question, GError **error)
{
	char *const *names = question->query->tenants;
	question->n_tenants = question->state.names[NAME_TENANT] + TENANT_ALL + 1;
	if (names == NULL)
		return true;
	question->tenants = g_new0(uint8_t, question->n_tenants);
	for (; *names != NULL; names++) {
		uint32_t id = 0;
		bool found = false;
		if (!tenant_find(question->txn, *names, &id, &found, error))
			return false;
		if (found && id < question->n_tenants)
			question->tenants[id] = 1;
	}
	return true;
}

bool question_init(struct question *question, struct kv_txn *txn, const struct stats_query *query, struct stats_result *result, GError **error)
{
	question->txn = txn;
	question->query = query;
	question->result = result;
	if (!state_read(txn, &question->state, error))
		return false;
	int64_t cut = (int64_t)question->state.cut;
	question->period = (struct period){MAX(query->period.from, cut), MAX(query->period.to, cut)};
	question->tuples = array_view_new(txn, &array_tuples, question->state.tuples);
	question->profiles = array_view_new(txn, &array_profiles, question->state.profiles);
	question->classes = g_new0(uint8_t, question->state.profiles + 1);
	question->counts = g_new0(uint64_t, question->state.profiles + 1);
	question->tally = tally_new(question->state.indicators);
	want_groups(question);
	return want_tenants(question, error);
}

void question_release(struct question *question)
{
	if (question == NULL)
		return;
	g_free(question->tenants);
	array_view_free(question->tuples);
	array_view_free(question->profiles);
	g_free(question->classes);
	g_free(question->counts);
	tally_free(question->tally);
	*question = (struct question){0};
}

static bool class_find(struct question *question, uint32_t id, GError **error)
{
	struct profile profile;
	if (!profile_at(question->profiles, id, &profile, error))
		return false;
	uint8_t class = (profile.group & GROUP_RETROSCAN) != 0 ? TALLY_RETROSCAN : TALLY_PLAIN;
	question->classes[id] = (question->groups[profile.group] ? class : QUESTION_UNWANTED) + 1;
	return true;
}

bool question_look(struct question *question, uint32_t tuple, struct question_lens *ret_lens, GError **error)
{
	struct tuple pair;
	if (!tuple_at(question->tuples, tuple, &pair, error))
		return false;
	if (pair.tenant >= question->n_tenants || pair.profile >= question->state.profiles)
		return table_damaged(error, "dimension");
	if (question->classes[pair.profile] == 0 && !class_find(question, pair.profile, error))
		return false;
	bool wanted = question->tenants == NULL || question->tenants[pair.tenant] != 0;
	uint8_t class = wanted ? question->classes[pair.profile] - 1 : QUESTION_UNWANTED;
	*ret_lens = (struct question_lens){class == QUESTION_UNWANTED ? (uint32_t)question->state.profiles : pair.profile, class};
	return true;
}

struct stats_bin *question_bin(struct question *question, int64_t time)
{
	const struct stats_query *query = question->query;
	if (query->steps == NULL)
		return NULL;
	if (time < query->steps[question->step] || time >= query->steps[question->step + 1]) {
		size_t low = 0, high = query->n_steps;
		while (high - low > 1) {
			size_t middle = low + (high - low) / 2;
			*(time < query->steps[middle] ? &high : &low) = middle;
		}
		question->step = low;
	}
	return &g_array_index(question->result->series, struct stats_bin, question->step);
}
