// SPDX-License-Identifier: Apache-2.0
// The audit log: entries in the transaction of the change, and questions about them.
#include "tidings/store/audit.h"

#include <string.h>

#include "chain-priv.h"
#include "key-priv.h"
#include "store-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define META_AUDIT "audit" /* the highest number given */

static void set_text(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text != NULL ? text : "");
}

void store_set_actor(struct store *store, const struct store_actor *actor)
{
	set_text(&store->actor.account, actor->account);
	set_text(&store->actor.address, actor->address);
	set_text(&store->actor.key, actor->key);
	set_text(&store->actor.via, actor->via);
	store->clock = actor->clock;
}

static bool append(struct kv_txn *txn, const struct audit *entry, GError **error)
{
	uint64_t number = 0;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	audit_encode(entry, bytes);
	if (!store_meta_next(txn, META_AUDIT, &number, error))
		return false;
	struct key key = key_u64(number);
	return kv_put(txn, TABLE_AUDIT, key_bytes(&key), store_array_bytes(bytes), error) &&
	       chain_append(txn, &audit_chain, number, store_array_bytes(bytes), error);
}

/* A switch that is the only thing that changed has a word of its own. */
static const char *word_for(const struct audit_subject *subject, const struct audit *entry)
{
	if (subject->action != NULL)
		return subject->action;
	if (subject->before == NULL || subject->after == NULL)
		return subject->before == NULL ? "add" : "delete";
	const struct audit_change *change = &g_array_index(entry->changes, struct audit_change, 0);
	bool on = strcmp(change->after, "yes") == 0;
	if (entry->changes->len == 1 && strcmp(change->field, "enabled") == 0)
		return on ? "enable" : "disable";
	if (entry->changes->len == 1 && strcmp(change->field, "disabled") == 0)
		return on ? "disable" : "enable";
	return "edit";
}

struct rival {
	const struct audit *entry;
	bool found;
};

static enum kv_step look_rival(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct rival *rival = data;
	autorelease(audit) other = {0};
	audit_init(&other);
	(void)key;
	(void)error;
	rival->found = audit_decode(&other, value.data, value.length, NULL) && other.changes->len > 0 &&
		       strcmp(other.noun, rival->entry->noun) == 0 && strcmp(other.subject, rival->entry->subject) == 0;
	return rival->found ? KV_STOP : KV_NEXT;
}

/* What was read at the beginning is being written back: nobody else has changed it meanwhile, or that would be lost. */
static bool check_rivals(struct kv_txn *txn, const struct store *store, const struct audit *entry, GError **error)
{
	struct rival rival = {.entry = entry};
	struct key from = key_u64(store->seen + 1);
	if (!store->once)
		return true;
	if (!kv_each(txn, (struct kv_range){.table = TABLE_AUDIT, .from = key_bytes(&from)}, look_rival, &rival, error))
		return false;
	return !rival.found || error_set(error, ERROR_BUSY, "somebody else changed the %s%s%s at the same moment; nothing was changed here, try again",
					 entry->noun, *entry->subject != '\0' ? " " : "", entry->subject);
}

static bool read_seen(struct kv_txn *txn, void *data, GError **error)
{
	return store_meta_get(txn, META_AUDIT, data, error);
}

bool store_once(struct store *store, GError **error)
{
	store->once = store_read(store, read_seen, &store->seen, error);
	return store->once;
}

bool store_audit_put(struct kv_txn *txn, const struct store *store, const struct audit_subject *subject, GError **error)
{
	autorelease(audit) entry = {0};
	audit_init(&entry);
	bool both = subject->before != NULL && subject->after != NULL;
	if (subject->table != NULL)
		audit_compare(&entry, subject->table, subject->before, subject->after);
	if (subject->change != NULL)
		audit_add_change(&entry, subject->change->field, subject->change->before, subject->change->after);
	set_text(&entry.noun, subject->noun);
	set_text(&entry.subject, subject->subject);
	if ((both || entry.changes->len > 0) && !check_rivals(txn, store, &entry, error))
		return false;
	if (both && entry.changes->len == 0)
		return true;
	entry.time = clock_now(&store->clock);
	set_text(&entry.account, subject->account != NULL ? subject->account : store->actor.account);
	set_text(&entry.address, store->actor.address);
	set_text(&entry.key, store->actor.key);
	set_text(&entry.via, store->actor.via);
	set_text(&entry.action, word_for(subject, &entry));
	set_text(&entry.detail, subject->detail);
	return append(txn, &entry, error);
}

struct note {
	const struct store *store;
	const struct audit_subject *subject;
};

static bool put_note(struct kv_txn *txn, void *data, GError **error)
{
	const struct note *note = data;
	return store_audit_put(txn, note->store, note->subject, error);
}

bool store_audit(struct store *store, const char *action, const char *noun, const char *subject, const char *detail, GError **error)
{
	const struct audit_subject what = {.action = action, .noun = noun, .subject = subject, .detail = detail};
	struct note note = {store, &what};
	return store_write(store, put_note, &note, error);
}

struct list {
	const struct audit_query *query;
	GPtrArray *entries;
};

static void entry_free(gpointer data)
{
	audit_release(data);
	g_free(data);
}

static bool is_asked_for(const struct audit_query *query, const struct audit *entry)
{
	return (query->account == NULL || strcmp(query->account, entry->account) == 0) &&
	       (query->noun == NULL || strcmp(query->noun, entry->noun) == 0) &&
	       (query->since == INSTANT_NONE || entry->time >= query->since);
}

static enum kv_step take_entry(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct list *list = data;
	g_autoptr(GError) fault = NULL;
	struct audit *entry = g_new0(struct audit, 1);
	(void)error;
	audit_init(entry);
	entry->number = key_part(key, 0, sizeof(uint64_t));
	bool sound = audit_decode(entry, value.data, value.length, &fault);
	if (!sound) {
		entry->time = INSTANT_NONE;
		set_text(&entry->detail, fault->message);
	}
	/* The clock may have been set back: an entry that is too old does not end the walk. */
	if (sound && !is_asked_for(list->query, entry))
		entry_free(entry);
	else
		g_ptr_array_add(list->entries, entry);
	return list->query->most != 0 && list->entries->len >= list->query->most ? KV_STOP : KV_NEXT;
}

static bool read_list(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){.table = TABLE_AUDIT, .backwards = true}, take_entry, data, error);
}

GPtrArray *store_audit_list(struct store *store, const struct audit_query *query, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	struct list list = {query, entries};
	return store_read(store, read_list, &list, error) ? g_steal_pointer(&entries) : NULL;
}

bool store_audit_verify(struct store *store, const char *seen, uint64_t *ret_entries, char **ret_head, GError **error)
{
	struct chain_state state = {0};
	if (!chain_verify(store, &audit_chain, seen, &state, error))
		return false;
	*ret_entries = state.entries;
	*ret_head = state.head;
	return true;
}
