/*
 * name_keys.h - what stays of a name when its spelling changes
 *
 * name_stem: the letters of an account. phonetic_key: its consonants.
 */
#ifndef SCRM_NAME_KEYS_H
#define SCRM_NAME_KEYS_H

#include "core/core.h"
#include "core/fold.h"

/*
 * The letters of a handle, or of the local part of an address, folded: a
 * network's name, the host, a +tag, digits, dots and underscores are gone.
 * `out` has room for FOLD_GROWTH * len bytes; returns the length.
 */
extern int	name_stem(const char *text, int len, char *out);

/*
 * The consonants of each word of a folded name, as classes; equal for
 * spellings that sound alike in European languages.  Letters of scripts that
 * are not Latin, and digits, stay.  Writes at most `room` bytes (2 * len is
 * always enough; whole characters), returns the length.
 */
extern int	phonetic_key(const char *folded, int len, char *out, int room);

#endif							/* SCRM_NAME_KEYS_H */
