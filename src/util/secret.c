// SPDX-License-Identifier: Apache-2.0
// Secrets in memory: pages of their own, locked, kept out of core dumps, wiped.
#include "tidings/util/secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Whole pages, so that unlocking one secret cannot unlock another.
static size_t mapped_size(size_t length)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	return (length + page) / page * page; // length + 1 bytes, rounded up
}

void secret_set(struct secret *secret, const char *bytes, size_t length)
{
	struct secret fresh = {0};
	if (length > 0) {
		size_t size = mapped_size(length);
		void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (memory == MAP_FAILED)
			g_error("out of memory for a secret");
		// Both are refused on some systems; the secret is usable all the same.
		(void)mlock(memory, size);
		(void)madvise(memory, size, MADV_DONTDUMP);
		memcpy(memory, bytes, length);
		fresh = (struct secret){.text = memory, .length = length};
	}
	secret_release(secret); // last: bytes may be the old text
	*secret = fresh;
}

void secret_copy(struct secret *to, const struct secret *from)
{
	secret_set(to, from->text, from->length);
}

bool secret_is_empty(const struct secret *secret)
{
	return secret->length == 0;
}

bool secret_equal(const struct secret *a, const struct secret *b)
{
	if (a->length != b->length)
		return false;
	volatile unsigned char difference = 0;
	for (size_t i = 0; i < a->length; i++)
		difference |= (unsigned char)(a->text[i] ^ b->text[i]);
	return difference == 0;
}

const char *secret_text(const struct secret *secret)
{
	return secret->text != NULL ? secret->text : "";
}

void secret_release(struct secret *secret)
{
	if (secret == NULL || secret->text == NULL)
		return;
	size_t size = mapped_size(secret->length);
	secret_wipe(secret->text, size);
	munmap(secret->text, size);
	*secret = (struct secret){0};
}

void secret_wipe(void *memory, size_t length)
{
	explicit_bzero(memory, length);
}
