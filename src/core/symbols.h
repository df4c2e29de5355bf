/*
 * symbols.h - two texts as numbers that are equal where their letters are
 *
 * Code points of UTF-8, counted from 0 in the order in which they first occur:
 * tables over them are as small as the texts.  A byte that is no UTF-8 is a
 * letter of its own.
 */
#ifndef SCRM_SYMBOLS_H
#define SCRM_SYMBOLS_H

#include "core/core.h"

#define SYMBOLS_SHORT	64		/* letters that a machine word has bits for */

typedef struct Symbols
{
	uint32	   *text[2];
	int			len[2];			/* code points */
	uint32		n;				/* different ones */
	uint32		room[4 * SYMBOLS_SHORT];	/* for both texts, where they are
											 * short */
} Symbols;

extern void symbols_of(Symbols *symbols, const char *a, int alen,
					   const char *b, int blen);
extern void symbols_free(Symbols *symbols);

#endif							/* SCRM_SYMBOLS_H */
