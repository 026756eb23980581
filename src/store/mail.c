// SPDX-License-Identifier: Apache-2.0
// The mail settings, with their secrets sealed, and the notes.
#include "tidings/store/store.h"

#include <string.h>

#include <glib.h>

#include "seal-priv.h"
#include "store-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

#define MAIL_KEY "mail"
#define PASSWORD_CONTEXT "tidings mail password 1"
#define SIGN_KEY_CONTEXT "tidings mail sign key 1"

/* A secret belongs to these settings: under another server, login or generation, or as another secret, it cannot be opened. */
static GByteArray *seal_context(const char *name, struct kv_bytes record)
{
	GByteArray *context = g_byte_array_new();
	bytes_put_text(context, name);
	bytes_put_blob(context, record.data, record.length);
	return context;
}

struct mail_job {
	bool without_secrets;
	struct store *store;
	const struct mail_settings *settings;
	struct mail_settings *ret;
};

static bool open_secret(struct store *store, const char *name, struct kv_bytes record, struct kv_bytes sealed, struct secret *secret, GError **error)
{
	if (sealed.length == 0)
		return true;
	g_autoptr(GByteArray) context = seal_context(name, record);
	return seal_open(store->key_path, store_array_bytes(context), sealed, secret, error);
}

static bool close_secret(struct store *store, const char *name, struct kv_bytes record, const struct secret *secret, GByteArray *value, GError **error)
{
	g_autoptr(GByteArray) context = seal_context(name, record);
	g_autoptr(GByteArray) sealed = g_byte_array_new();
	if (!secret_is_empty(secret) && !seal_close(store->key_path, store_array_bytes(context), secret, sealed, error))
		return false;
	bytes_put_blob(value, sealed->data, sealed->len);
	return true;
}

/* The value as it is stored: the record, and the secrets sealed for it. */
struct sealed_mail {
	struct kv_bytes record, password, sign_key;
};

static bool split_mail(struct kv_bytes value, struct sealed_mail *ret_mail, GError **error)
{
	struct byte_reader reader = byte_reader(value.data, value.length);
	struct sealed_mail mail = {0};
	mail.record.data = byte_reader_blob(&reader, &mail.record.length);
	mail.password.data = byte_reader_blob(&reader, &mail.password.length);
	if (reader.left > 0) /* there was no such key once */
		mail.sign_key.data = byte_reader_blob(&reader, &mail.sign_key.length);
	if (reader.failed)
		return error_set(error, ERROR_CORRUPT, "the mail settings are damaged; set them again");
	*ret_mail = mail;
	return true;
}

static bool open_mail(struct store *store, const struct sealed_mail *mail, struct mail_settings *settings, GError **error)
{
	return open_secret(store, PASSWORD_CONTEXT, mail->record, mail->password, &settings->password, error) &&
	       open_secret(store, SIGN_KEY_CONTEXT, mail->record, mail->sign_key, &settings->sign_key, error);
}

static bool close_mail(struct kv_txn *txn, struct store *store, struct kv_bytes record, const struct mail_settings *settings, GError **error)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	bytes_put_blob(value, record.data, record.length);
	return close_secret(store, PASSWORD_CONTEXT, record, &settings->password, value, error) &&
	       close_secret(store, SIGN_KEY_CONTEXT, record, &settings->sign_key, value, error) &&
	       kv_put(txn, TABLE_MAIL, store_text_bytes(MAIL_KEY), store_array_bytes(value), error);
}

static bool decode_mail(const struct mail_job *job, struct kv_bytes value, GError **error)
{
	struct sealed_mail mail = {0};
	return split_mail(value, &mail, error) && fields_decode(&mail_settings_table, job->ret, mail.record.data, mail.record.length, error) &&
	       (job->without_secrets || open_mail(job->store, &mail, job->ret, error));
}

static bool get_mail(struct kv_txn *txn, void *data, GError **error)
{
	struct mail_job *job = data;
	struct kv_bytes key = store_text_bytes(MAIL_KEY), value;
	if (!kv_has(txn, TABLE_MAIL, key))
		return error_set(error, ERROR_NOT_FOUND, "the mail client is not set up; use tidings mail set");
	if (!kv_get(txn, TABLE_MAIL, key, &value, error) || !decode_mail(job, value, error)) {
		g_prefix_error(error, "while reading the mail settings: ");
		return false;
	}
	return true;
}

static bool read_mail(struct store *store, bool without_secrets, struct mail_settings *ret_settings, GError **error)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	struct mail_job job = {.store = store, .ret = &settings, .without_secrets = without_secrets};
	/* Once more: the key may have been changed between the transaction's beginning and the look at the key. */
	if (!store_read(store, get_mail, &job, NULL) && !store_read(store, get_mail, &job, error))
		return false;
	mail_settings_copy(ret_settings, &settings);
	return true;
}

bool store_mail_get(struct store *store, struct mail_settings *ret_settings, GError **error)
{
	return read_mail(store, false, ret_settings, error);
}

bool store_mail_peek(struct store *store, struct mail_settings *ret_settings, GError **error)
{
	return read_mail(store, true, ret_settings, error);
}

static bool get_generation(struct kv_txn *txn, void *data, GError **error)
{
	return store_meta_get(txn, META_MAIL, data, error);
}

static bool get_sealed(struct kv_txn *txn, struct sealed_mail *ret_mail, bool *ret_there, GError **error)
{
	struct kv_bytes key = store_text_bytes(MAIL_KEY), value;
	*ret_there = kv_has(txn, TABLE_MAIL, key);
	return !*ret_there || (kv_get(txn, TABLE_MAIL, key, &value, error) && split_mail(value, ret_mail, error));
}

/* The new key is made when all that is sealed could be opened, so that a failure leaves everything as it was. */
static bool change_key(struct kv_txn *txn, void *data, GError **error)
{
	struct store *store = data;
	struct sealed_mail mail = {0};
	bool there = false;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	if (!get_sealed(txn, &mail, &there, error) || (there && !open_mail(store, &mail, &settings, error)) ||
	    !seal_key_make_next(store->key_path, error))
		return false;
	const struct audit_subject subject = {.action = "change", .noun = "key"};
	return (!there || close_mail(txn, store, mail.record, &settings, error)) && store_audit_put(txn, store, &subject, error);
}

/* Whoever seals or opens does it in a transaction too: what is decided here holds for all. */
static bool settle_key(struct kv_txn *txn, void *data, GError **error)
{
	struct store *store = data;
	struct sealed_mail mail = {0};
	bool there = false;
	if (!get_sealed(txn, &mail, &there, error))
		return false;
	bool nothing = mail.password.length == 0 && mail.sign_key.length == 0;
	bool used = seal_is_under_next(store->key_path, mail.password) || seal_is_under_next(store->key_path, mail.sign_key);
	return seal_key_settle(store->key_path, nothing || used, error);
}

bool store_key_settle(struct store *store, GError **error)
{
	return !seal_key_has_next(store->key_path) || kv_write(store->kv, settle_key, store, error);
}

bool store_key_change(struct store *store, GError **error)
{
	if (store->foreign_key)
		return error_set(error, ERROR_DENIED, "the key \"%s\" is given from outside; change it there, then set the mail password again",
				 store->key_path);
	bool changed = store_key_settle(store, error) && store_write(store, change_key, store, error);
	bool settled = store_key_settle(store, changed ? error : NULL);
	return changed && settled;
}

bool store_mail_generation(struct store *store, int *ret_generation, GError **error)
{
	uint64_t generation = 0;
	if (!store_read(store, get_generation, &generation, error))
		return false;
	*ret_generation = (int)generation;
	return true;
}

/* What was there, as far as it can be read: a password under a lost key reads as none. */
static bool mail_before(struct kv_txn *txn, struct store *store, struct mail_settings *before)
{
	struct mail_job job = {.store = store, .ret = before};
	return get_mail(txn, &job, NULL);
}

static bool audit_mail(struct kv_txn *txn, const struct mail_job *job, const struct mail_settings *before, GError **error)
{
	autorelease(mail_settings) after = {0};
	mail_settings_init(&after);
	mail_settings_copy(&after, job->settings);
	after.generation = before != NULL ? before->generation : after.generation; /* it counts the savings: no change of anybody's */
	const struct audit_subject subject = {.noun = mail_settings_table.noun, .table = &mail_settings_table, .before = before, .after = &after};
	return store_audit_put(txn, job->store, &subject, error);
}

static bool put_mail(struct kv_txn *txn, void *data, GError **error)
{
	const struct mail_job *job = data;
	uint64_t generation = 0;
	if (!store_meta_next(txn, META_MAIL, &generation, error))
		return false;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	mail_settings_copy(&settings, job->settings);
	settings.generation = (int)generation;
	autorelease(mail_settings) before = {0};
	mail_settings_init(&before);
	bool there = mail_before(txn, job->store, &before);
	if (!audit_mail(txn, job, there ? &before : NULL, error))
		return false;
	g_autoptr(GByteArray) record = g_byte_array_new();
	fields_encode(&mail_settings_table, &settings, record);
	return close_mail(txn, job->store, store_array_bytes(record), &settings, error);
}

bool store_mail_put(struct store *store, const struct mail_settings *settings, GError **error)
{
	struct mail_job job = {.store = store, .settings = settings};
	return fields_check(&mail_settings_table, settings, error) && store_write(store, put_mail, &job, error);
}

struct note {
	const char *name, *text;
	char *found;
};

static bool get_note(struct kv_txn *txn, void *data, GError **error)
{
	struct note *note = data;
	struct kv_bytes key = store_text_bytes(note->name), value;
	if (!kv_has(txn, TABLE_NOTES, key))
		return true;
	if (!kv_get(txn, TABLE_NOTES, key, &value, error))
		return false;
	note->found = g_strndup((const char *)value.data, value.length);
	return true;
}

char *store_note_get(struct store *store, const char *name, GError **error)
{
	struct note note = {.name = name};
	return store_read(store, get_note, &note, error) ? note.found : NULL;
}

static bool put_note(struct kv_txn *txn, void *data, GError **error)
{
	const struct note *note = data;
	struct kv_bytes key = store_text_bytes(note->name);
	if (note->text == NULL)
		return kv_delete(txn, TABLE_NOTES, key, error);
	return kv_put(txn, TABLE_NOTES, key, store_text_bytes(note->text), error);
}

bool store_note_put(struct store *store, const char *name, const char *text, GError **error)
{
	struct note note = {.name = name, .text = text};
	return store_write(store, put_note, &note, error);
}
