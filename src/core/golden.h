/*
 * golden.h - the spelling that stands for all
 */
#ifndef SCRM_GOLDEN_H
#define SCRM_GOLDEN_H

#include "core/spellings.h"

/*
 * Index of the spelling with most support: its own rows, and those of spellings
 * that are near it once folded, each by its Jaro-Winkler similarity.  Of equal
 * ones the more frequent, the newest, the longest, the first in bytes.
 *
 * The spellings are sorted, each is there once, and there is at least one.  Of
 * many, the most frequent GOLDEN_MAX are looked at.
 */
#define GOLDEN_MAX	200

extern int	golden_spelling(const Spelling *spellings, int n);

#endif							/* SCRM_GOLDEN_H */
