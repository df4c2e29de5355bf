/*
 * distinct.h - the distinct numbers of a column
 *
 * Gives each distinct float8 an index, in the order of first appearance.
 * Finite numbers only; the two zeros are one.
 */
#ifndef SCRM_DISTINCT_H
#define SCRM_DISTINCT_H

#include "core/core.h"

typedef struct Distinct
{
	double	   *values;			/* by index */
	uint32		n;
	uint32	   *slots;			/* open addressing: index + 1, 0 is empty */
	uint32		mask;			/* slots, a power of two, less one */
	int			shift;			/* 64 less its bits */
} Distinct;

extern void distinct_init(Distinct *distinct);
extern uint32 distinct_index(Distinct *distinct, double value);
extern uint32 *distinct_sort(Distinct *distinct);
extern void distinct_free(Distinct *distinct);

#endif							/* SCRM_DISTINCT_H */
