/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of 16-bit numbers as bytes (Elias-Fano): of each number the lowest `low` bits stand packed one after the other; the rest is unary, as
 * many zeros as it has grown since the number before, and a one. That takes 2 + log2(65536 / n) bits a number or fewer; where the set is so
 * dense that there are no low bits, it is a map of bits with some room. The low bits follow from n: whoever reads must know it. */
#ifndef TIDINGS_STATS_ID_SET_PRIV_H
#define TIDINGS_STATS_ID_SET_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/bytes.h"
#include "unpack-priv.h"

#define ID_SET_MOST 65536         /* numbers */
#define ID_SET_SLACK UNPACK_SLACK /* numbers of room behind those that are read */

/* Appends the set of n numbers, which are in ascending order. */
void id_set_put(GByteArray *out, const uint16_t *ids, size_t n);
/* Reads n numbers, at most ID_SET_MOST, into ret_ids, which has room for ID_SET_SLACK more. A failure of the reader when they are cut short
 * or others are set; BITS_SLACK must follow them. Whatever the bytes are, n numbers are written, or it fails. */
void id_set_get(struct byte_reader *r, size_t n, uint16_t *ret_ids);

#endif
