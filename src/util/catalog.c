// SPDX-License-Identifier: Apache-2.0
// Message catalogues: a bounded reader of gettext's .mo files.
#include "tidings/util/catalog.h"

#include <stdbool.h>
#include <string.h>

#include "catalog-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define MO_MAX (4 * 1024 * 1024)
#define MO_MAGIC 0x950412DEu

// The translation's plural forms follow each other, each with its NUL.
struct forms {
	const char *first;
	size_t length; // without the last NUL
};

struct mo_reader {
	const char *data;
	size_t length;
	bool swap;
};

static unsigned plural_of_two(guint64 n)
{
	return n != 1;
}

static unsigned plural_of_russian(guint64 n)
{
	unsigned last = (unsigned)(n % 10);
	unsigned last_two = (unsigned)(n % 100);
	if (last == 1 && last_two != 11)
		return 0;
	return last >= 2 && last <= 4 && (last_two < 12 || last_two > 14) ? 1 : 2;
}

static const struct {
	const char *language;
	unsigned (*plural)(guint64 n);
} plural_rules[] = {
	{"en", plural_of_two},
	{"ru", plural_of_russian},
};

static unsigned plural_form(const char *language, guint64 n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plural_rules); i++) {
		if (g_str_equal(plural_rules[i].language, language))
			return plural_rules[i].plural(n);
	}
	return plural_of_two(n);
}

static bool read_word(const struct mo_reader *mo, size_t offset, guint32 *ret_word)
{
	if (offset > mo->length || mo->length - offset < sizeof(*ret_word))
		return false;
	guint32 word;
	memcpy(&word, mo->data + offset, sizeof(word));
	*ret_word = mo->swap ? GUINT32_SWAP_LE_BE(word) : word;
	return true;
}

// A text of the table at `offset`: {length, offset} and, there, the bytes and a NUL.
static bool read_text(const struct mo_reader *mo, size_t offset, struct forms *ret_text)
{
	guint32 length = 0, at = 0;
	if (!read_word(mo, offset, &length) || !read_word(mo, offset + 4, &at))
		return false;
	if (at >= mo->length || length >= mo->length - at || mo->data[at + length] != '\0')
		return false;
	*ret_text = (struct forms){.first = mo->data + at, .length = length};
	return true;
}

static bool forms_valid(const struct forms *forms)
{
	for (size_t i = 0; i <= forms->length; i += strlen(forms->first + i) + 1) {
		if (!g_utf8_validate(forms->first + i, -1, NULL))
			return false;
	}
	return true;
}

static bool read_entry(const struct mo_reader *mo, size_t original, size_t translation, GHashTable *texts)
{
	struct forms msgid, forms;
	if (!read_text(mo, original, &msgid) || !read_text(mo, translation, &forms) || !forms_valid(&forms))
		return false;
	g_hash_table_insert(texts, g_strdup(msgid.first), g_memdup2(&forms, sizeof(forms)));
	return true;
}

static bool read_entries(const struct mo_reader *mo, GHashTable *texts)
{
	guint32 revision = 0, count = 0, originals = 0, translations = 0;
	if (!read_word(mo, 4, &revision) || !read_word(mo, 8, &count) || !read_word(mo, 12, &originals) ||
	    !read_word(mo, 16, &translations) || revision >> 16 != 0 || count > mo->length / 16)
		return false;
	for (guint32 i = 0; i < count; i++) {
		if (!read_entry(mo, originals + (size_t)i * 8, translations + (size_t)i * 8, texts))
			return false;
	}
	return true;
}

static bool read_catalog(struct catalog *catalog)
{
	struct mo_reader mo = {.data = catalog->data, .length = catalog->length};
	guint32 magic = 0;
	if (!read_word(&mo, 0, &magic))
		return false;
	mo.swap = magic == GUINT32_SWAP_LE_BE(MO_MAGIC);
	return (mo.swap || magic == MO_MAGIC) && read_entries(&mo, catalog->texts);
}

static const struct forms *lookup(const struct catalog *catalog, const char *msgid)
{
	// The empty msgid is the file's header.
	return catalog != NULL && *msgid != '\0' ? g_hash_table_lookup(catalog->texts, msgid) : NULL;
}

// It becomes part of a path.
static bool language_valid(const char *language)
{
	size_t length = strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	return length > 0 && length <= 16 && language[length] == '\0';
}

struct catalog *catalog_open(const char *dir, const char *language, GError **error)
{
	if (!language_valid(language)) {
		error_set(error, ERROR_NOT_FOUND, "there is no language \"%s\"", language);
		return NULL;
	}
	autoptr(catalog) catalog = g_new0(struct catalog, 1);
	catalog->language = g_strdup(language);
	catalog->formats = g_ptr_array_new();
	catalog->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (g_str_equal(language, "en"))
		return g_steal_pointer(&catalog);
	g_autofree char *path = g_build_filename(dir, language, "LC_MESSAGES", "tidings.mo", NULL);
	if (!file_read(path, MO_MAX, &catalog->data, &catalog->length, error))
		return NULL;
	if (!read_catalog(catalog)) {
		error_set(error, ERROR_CORRUPT, "\"%s\" is not a message catalogue", path);
		return NULL;
	}
	return g_steal_pointer(&catalog);
}

void catalog_free(struct catalog *catalog)
{
	if (catalog == NULL)
		return;
	g_ptr_array_unref(catalog->formats);
	g_hash_table_unref(catalog->texts);
	g_free(catalog->data);
	g_free(catalog->language);
	g_free(catalog);
}

const char *catalog_language(const struct catalog *catalog)
{
	return catalog != NULL ? catalog->language : "en";
}

const char *catalog_text(const struct catalog *catalog, const char *msgid)
{
	const struct forms *forms = lookup(catalog, msgid);
	return forms != NULL && *forms->first != '\0' ? forms->first : msgid;
}

const char *catalog_plural(const struct catalog *catalog, const char *one, const char *many, guint64 n)
{
	const char *english = n == 1 ? one : many;
	const struct forms *forms = lookup(catalog, one);
	if (forms == NULL)
		return english;
	size_t at = 0;
	for (unsigned form = plural_form(catalog->language, n); form > 0 && at <= forms->length; form--)
		at += strlen(forms->first + at) + 1;
	return at <= forms->length && forms->first[at] != '\0' ? forms->first + at : english;
}
