// SPDX-License-Identifier: Apache-2.0
// Goes into the jail and tries what is forbidden there; prints what came of it, one word a line.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../src/sender/jail-priv.h"

static const char *try_socket(int family, int type)
{
	int fd = socket(family, type, 0);
	const char *result = fd >= 0 ? "made" : errno == EACCES ? "refused" : "other";
	if (fd >= 0)
		close(fd);
	return result;
}

static const char *try_memory(size_t bytes)
{
	char *block = malloc(bytes);
	if (block == NULL)
		return "refused";
	memset(block, 1, bytes);
	char last = block[bytes - 1];
	free(block);
	return last == 1 ? "given" : "other";
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	if (argc > 1 && strcmp(argv[1], "in") == 0 && !jail_enter(&error)) {
		fprintf(stderr, "%s\n", error->message);
		return 1;
	}
	printf("inet %s\nunix %s\nlittle %s\nmuch %s\n", try_socket(AF_INET, SOCK_STREAM), try_socket(AF_UNIX, SOCK_DGRAM), try_memory((size_t)64 << 20),
	       try_memory((size_t)600 << 20));
	return 0;
}
