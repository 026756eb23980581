/* SPDX-License-Identifier: Apache-2.0 */
/* A fuzz target: the entry point that libFuzzer calls (configure --enable-fuzz CC=clang) and replay.c replays in make check. */
#ifndef TIDINGS_TESTS_FUZZ_H
#define TIDINGS_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Takes any bytes; aborts when a promise is broken. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
