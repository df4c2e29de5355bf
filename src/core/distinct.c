/*
 * distinct.c - the distinct numbers of a column
 *
 * A hash table with open addressing, at most half full: 12 to 24 bytes a
 * distinct number.
 */
#include "core/distinct.h"

#include "port/pg_bitutils.h"

#define FIRST_SLOTS		64

static uint32 *
find_slot(const Distinct *distinct, double value)
{
	uint64		bits;
	uint32		slot;

	memcpy(&bits, &value, sizeof(bits));
	/* Fibonacci hashing: the top bits of the product are the mixed ones. */
	slot = (bits ^ bits >> 32) * UINT64CONST(0x9E3779B97F4A7C15) >> distinct->shift;
	while (distinct->slots[slot] && distinct->values[distinct->slots[slot] - 1] != value)
		slot = (slot + 1) & distinct->mask;
	return &distinct->slots[slot];
}

/* A table of n slots, and room for half as many values. */
static void
set_slots(Distinct *distinct, Size n)
{
	double	   *values = palloc_extended(sizeof(double) * (n / 2 + 1), MCXT_ALLOC_HUGE);

	if (distinct->slots)
	{
		memcpy(values, distinct->values, sizeof(double) * distinct->n);
		distinct_free(distinct);
	}
	distinct->values = values;
	distinct->mask = n - 1;
	distinct->shift = 64 - pg_leftmost_one_pos64(n);
	distinct->slots = palloc_extended(sizeof(uint32) * n, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (uint32 i = 0; i < distinct->n; i++)
		*find_slot(distinct, values[i]) = i + 1;
}

void
distinct_init(Distinct *distinct)
{
	memset(distinct, 0, sizeof(*distinct));
	set_slots(distinct, FIRST_SLOTS);
}

void
distinct_free(Distinct *distinct)
{
	pfree(distinct->values);
	pfree(distinct->slots);
}

/*
 * The index of a value, new or not.  At most 2^30 of them.
 */
uint32
distinct_index(Distinct *distinct, double value)
{
	uint32	   *slot;

	value += 0.0;				/* of the two zeros, the positive one */
	slot = find_slot(distinct, value);
	if (*slot)
		return *slot - 1;
	distinct->values[distinct->n] = value;
	*slot = ++distinct->n;
	if (distinct->n > distinct->mask / 2)
		set_slots(distinct, 2 * ((Size) distinct->mask + 1));
	return distinct->n - 1;
}

typedef struct Indexed
{
	double		value;
	uint32		index;
} Indexed;

static int
compare_indexed(const void *a, const void *b)
{
	double		x = ((const Indexed *) a)->value,
				y = ((const Indexed *) b)->value;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/*
 * Sorts the values ascending, and returns the place that each index got.  No
 * index may be asked for afterwards.
 */
uint32 *
distinct_sort(Distinct *distinct)
{
	Size		n = distinct->n;
	Indexed    *sorted = palloc_extended(sizeof(Indexed) * Max(n, 1), MCXT_ALLOC_HUGE);
	uint32	   *place = palloc_extended(sizeof(uint32) * Max(n, 1), MCXT_ALLOC_HUGE);

	for (Size i = 0; i < n; i++)
		sorted[i] = (Indexed) {distinct->values[i], i};
	pg_qsort(sorted, n, sizeof(Indexed), compare_indexed);
	for (Size i = 0; i < n; i++)
	{
		distinct->values[i] = sorted[i].value;
		place[sorted[i].index] = i;
	}
	pfree(sorted);
	return place;
}
