/* SPDX-License-Identifier: Apache-2.0 */
/* Local owners that free themselves, for our structs as g_autoptr is for GLib's types:
 *     autoptr(store) store = NULL;            a pointer, given to noun_free() at the end of the scope
 *     autorelease(task) task = {0};           an embedded value, given to noun_release()
 * Both are always initialised where they are declared. g_steal_pointer() hands a pointer on. */
#ifndef TIDINGS_UTIL_AUTO_H
#define TIDINGS_UTIL_AUTO_H

#define AUTOPTR_DEFINE(noun, free_function) \
	static inline void noun##_autoptr(struct noun **owner) { free_function(*owner); }
#define autoptr(noun) __attribute__((cleanup(noun##_autoptr))) struct noun *

#define AUTORELEASE_DEFINE(noun, release_function) \
	static inline void noun##_autorelease(struct noun *value) { release_function(value); }
#define autorelease(noun) __attribute__((cleanup(noun##_autorelease))) struct noun

#endif
