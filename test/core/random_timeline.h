/*
 * random_timeline.h - random histories, for the tests of the timeline
 */
#ifndef SCRM_RANDOM_TIMELINE_H
#define SCRM_RANDOM_TIMELINE_H

#include "check.h"

#include "core/timeline_write.h"

/* What histories look like. */
typedef struct Sort
{
	int64		span;			/* us from the first to the last event */
	int64		unit;			/* us: 1, 1000, 1000000 */
	int			own;			/* labels without a code, of each kind */
	int			tail;			/* of 10 events so many have value and seq */
} Sort;

#define START	INT64CONST(762600000000000) /* 2024-03-01, in us of the server */

static inline int
below(pg_prng_state *seed, int n)
{
	return (int) pg_prng_uint64_range(seed, 0, n - 1);
}

static inline Label
random_own(pg_prng_state *seed, const char *kind, int n)
{
	return label_of(psprintf("%s%d", kind, below(seed, n)));
}

static inline TimelineRow
random_row(pg_prng_state *seed, const Sort *sort)
{
	static const double values[] = {0, 1, -3, 12.5, 0.1, 19.99, -0.07, 1e15 + 0.5,
	9007199254740993.0, 1e300, 5e-324, 1.0 / 3};
	TimelineRow row = {0};

	row.ts = START + (int64) pg_prng_uint64_range(seed, 0, sort->span / sort->unit) * sort->unit;
	row.verb = sort->own && below(seed, 3) == 0 ? random_own(seed, "verb", sort->own) :
		verb_label(1 + below(seed, VERB_LAST));
	if (below(seed, 4))
		row.channel = sort->own && below(seed, 3) == 0 ? random_own(seed, "channel", sort->own) :
			channel_label(1 + below(seed, CHANNEL_LAST));
	if (sort->own && below(seed, 4))
		row.actor = random_own(seed, below(seed, 5) ? "actor" : "bot:", sort->own);
	if (below(seed, 10) < sort->tail)
	{
		row.has_value = true;
		row.value = values[below(seed, lengthof(values))];
	}
	if (below(seed, 10) < sort->tail)
	{
		row.has_seq = true;
		row.seq = below(seed, 3) ? below(seed, 5) :
			(int64) (pg_prng_uint64(seed) >> below(seed, 64));
	}
	return row;
}

static inline TimelineRow *
random_rows(pg_prng_state *seed, const Sort *sort, int n)
{
	TimelineRow *rows = palloc_array(TimelineRow, Max(1, n));

	for (int i = 0; i < n; i++)
		rows[i] = random_row(seed, sort);
	return rows;
}

static inline void
shuffle(pg_prng_state *seed, TimelineRow *rows, int n)
{
	for (int i = n - 1; i > 0; i--)
	{
		int			j = below(seed, i + 1);
		TimelineRow swap = rows[i];

		rows[i] = rows[j];
		rows[j] = swap;
	}
}

static inline TimelineState *
state_of_rows(const TimelineRow *rows, int n)
{
	TimelineState *state = timeline_state_new(0);

	for (int i = 0; i < n; i++)
	{
		TimelineState *before = state;

		CHECK(timeline_state_add(&state, &rows[i]) == TIMELINE_OK);
		if (before != state)
			pfree(before);
	}
	return state;
}

static inline void *
pack_rows(const TimelineRow *rows, int n)
{
	TimelineState *state = state_of_rows(rows, n);
	void	   *packed = timeline_pack(state);

	CHECK(packed != NULL);
	pfree(state);
	return packed;
}

/* A value of either form under a reader. */
static inline void
read_value(const void *value, Timeline *timeline)
{
	CHECK(timeline_read((const uint8 *) value + VARHDRSZ, VARSIZE(value) - VARHDRSZ,
						timeline) == NULL);
}

static inline bool
same_bytes(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

/* The order of the documentation, on texts and nothing else. */
static inline int
compare_rows(const void *x, const void *y)
{
	const TimelineRow *a = x,
			   *b = y;
	int			order;

	if (a->ts != b->ts)
		return a->ts < b->ts ? -1 : 1;
	if (a->has_seq != b->has_seq)
		return a->has_seq ? 1 : -1;
	if (a->has_seq && a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	if (!label_equal(a->verb, b->verb))
	{
		uint32		i = verb_code(a->verb),
					j = verb_code(b->verb);
		int			rank_a = i ? verb_rank(i) : 1000,
					rank_b = j ? verb_rank(j) : 1000;

		return rank_a != rank_b ? rank_a - rank_b : label_compare(a->verb, b->verb);
	}
	if ((order = label_compare(a->channel, b->channel)) ||
		(order = label_compare(a->actor, b->actor)))
		return order;
	if (a->has_value != b->has_value)
		return a->has_value ? 1 : -1;
	if (a->has_value && a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return 0;
}

#endif							/* SCRM_RANDOM_TIMELINE_H */
