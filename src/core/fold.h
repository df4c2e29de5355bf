/*
 * fold.h - the one form of a name, however it is written
 *
 * Compatibility letters, marks and case are gone (NFKD, full case folding),
 * Cyrillic and Greek are Latin letters, and so are letters that do not
 * decompose (ø, ß, æ, þ).  Apostrophes are gone; what is neither letter nor
 * digit parts words, which stand one space apart.  Other scripts stay.
 *
 * The tables are those of Unicode 15.0, whatever the server's: the result may
 * be indexed.  Folding twice is folding once.
 */
#ifndef SCRM_FOLD_H
#define SCRM_FOLD_H

#include "core/core.h"

#define FOLD_GROWTH		6		/* bytes out for each byte in, at most */
#define FOLD_MAX		(PG_INT32_MAX / FOLD_GROWTH)	/* bytes of a text */

/*
 * Folds a text of UTF-8, of up to FOLD_MAX bytes, into `out`, which has room
 * for FOLD_GROWTH * len bytes and may not overlap it; returns the length.  A
 * byte that is no UTF-8 counts as a space.
 */
extern int	fold_name(const char *text, int len, char *out);

#endif							/* SCRM_FOLD_H */
