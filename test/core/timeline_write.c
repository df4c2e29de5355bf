/*
 * timeline_write.c - laws of the two forms of a timeline and of its writer
 */
#include "random_timeline.h"

#include "core/timeline_find.h"

static const Sort sorts[] = {
	{86400000000, 1, 0, 0},		/* microseconds, listed labels */
	{86400000000 * 300, 1000000, 3, 2}, /* seconds, a few labels of its own */
	{3000000, 1000000, 2, 5},	/* many ties */
	{86400000000 * 3000, 1000, 40, 5},	/* milliseconds, a hash table of
										 * labels */
	{86400000000 * 30, 1, 3000, 1}, /* codes of several bytes */
};

static const int sizes[] = {0, 1, 2, 10, 24, 25, 100, 511, 512, 513, 1024, 1025, 5000};

/* Whether the value holds these rows, which are in order. */
static bool
holds(const void *value, const TimelineRow *rows, int n)
{
	Timeline	timeline;
	TimelineCursor cursor;

	read_value(value, &timeline);
	timeline_start(&cursor, &timeline);
	while (timeline_next(&cursor))
	{
		const TimelineEvent *e = &cursor.event;
		TimelineRow row = {e->ts, timeline_verb(&timeline, e->verb),
			timeline_channel(&timeline, e->channel), timeline_actor(&timeline, e->actor),
		e->has_value, e->has_seq, e->value, e->seq};

		if (cursor.done > n || compare_rows(&row, &rows[cursor.done - 1]) != 0)
			return false;
	}
	return !cursor.error && cursor.done == n;
}

/* Against the twin: an array of rows, sorted by qsort over texts. */
static void
packed_holds_the_sorted_rows(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 3);
	for (int i = 0; i < lengthof(sorts); i++)
		for (int j = 0; j < lengthof(sizes); j++)
		{
			int			n = sizes[j];
			TimelineRow *rows = random_rows(&seed, &sorts[i], n);
			void	   *packed = pack_rows(rows, n);

			qsort(rows, n, sizeof(TimelineRow), compare_rows);
			CHECK(holds(packed, rows, n));
			CHECK(flat_flags(packed) == ((n > TIMELINE_INDEX ? TIMELINE_INDEXED : 0) |
										 (n == 0 || sorts[i].unit == 1000000 ? 0 :
										  sorts[i].unit == 1000 ? 1 : 2)) || n == 1);
		}
}

static void
order_of_arrival_never_shows(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 4);
	for (int i = 0; i < lengthof(sorts); i++)
		for (int j = 0; j < lengthof(sizes); j++)
		{
			int			n = sizes[j];
			TimelineRow *rows = random_rows(&seed, &sorts[i], n);
			void	   *packed = pack_rows(rows, n);

			shuffle(&seed, rows, n);
			CHECK(same_bytes(packed, pack_rows(rows, n)));
		}
}

/* agg(A) + agg(B) = agg(A and B), whatever form the parts have. */
static void
parts_make_the_whole(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 5);
	for (int round = 0; round < 200; round++)
	{
		const Sort *sort = &sorts[round % lengthof(sorts)];
		int			n = sizes[below(&seed, lengthof(sizes))];
		TimelineRow *rows = random_rows(&seed, sort, n);
		TimelineState *state = timeline_state_new(0);

		for (int from = 0, to; from < n; from = to)
		{
			Timeline	part;

			to = from + 1 + below(&seed, n - from);
			if (below(&seed, 2))
				read_value(pack_rows(rows + from, to - from), &part);
			else
				read_value(state_of_rows(rows + from, to - from), &part);
			CHECK(timeline_state_append(&state, &part) == TIMELINE_OK);
		}
		CHECK(same_bytes(timeline_pack(state), pack_rows(rows, n)));
	}
}

/* What recv relies on: a packed value, rebuilt, is itself. */
static void
rebuilding_changes_nothing(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 6);
	for (int i = 0; i < lengthof(sorts); i++)
		for (int j = 0; j < lengthof(sizes); j++)
		{
			void	   *packed = pack_rows(random_rows(&seed, &sorts[i], sizes[j]), sizes[j]);
			TimelineState *state = timeline_state_new(0);
			Timeline	timeline;

			read_value(packed, &timeline);
			CHECK(timeline_state_append(&state, &timeline) == TIMELINE_OK);
			CHECK(same_bytes(timeline_pack(state), packed));
		}
}

/* The room of an open state is zero, or its copies would carry garbage. */
static void
room_is_zero(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 7);
	for (int i = 0; i < lengthof(sorts); i++)
		for (int n = 0; n < 300; n++)
		{
			TimelineState *state = state_of_rows(random_rows(&seed, &sorts[i], n), n);
			Size		end = flat_capacity(state) - state->tail;
			bool		zero = true;

			for (Size at = sizeof(TimelineState) + state->used; at < end; at++)
				zero &= ((uint8 *) state)[at] == 0;
			CHECK(zero);
			pfree(state);
		}
}

/* Whatever the bytes: no read outside of them, and an end. */
static void
damaged_bytes_do_no_harm(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 8);
	for (int round = 0; round < 30000; round++)
	{
		const Sort *sort = &sorts[round % lengthof(sorts)];
		int			n = round % 100 ? below(&seed, 12) : 1100;
		TimelineRow *rows = random_rows(&seed, sort, n);
		void	   *value = round % 3 ? pack_rows(rows, n) : state_of_rows(rows, n);
		Size		len = VARSIZE(value) - VARHDRSZ;
		Size		cut = below(&seed, 4) ? len : below(&seed, len + 1);

		/* Behind four bytes, as in a varlena; ends where the bytes end. */
		uint8	   *copy = malloc(VARHDRSZ + Max(cut, 1));
		Timeline	timeline;
		TimelineCursor cursor;

		memcpy(copy + VARHDRSZ, (uint8 *) value + VARHDRSZ, cut);
		for (int flips = below(&seed, 4); flips > 0 && cut > 0; flips--)
			copy[VARHDRSZ + below(&seed, cut)] ^= 1 << below(&seed, 8);
		if (timeline_read(copy + VARHDRSZ, cut, &timeline) == NULL)
		{
			TimelineState *state = timeline_state_new(0);
			int64		last;

			timeline_start_at(&cursor, &timeline, START);
			while (timeline_next(&cursor))
				last = cursor.event.ts;
			(void) last;
			if (timeline_state_append(&state, &timeline) == TIMELINE_OK)
				CHECK(timeline_pack(state) != NULL);
			pfree(state);
		}
		free(copy);
		pfree(value);
		pfree(rows);
	}
}

/* Counting in a period: by the index as by reading all. */
static void
index_skips_nothing(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 9);
	for (int i = 0; i < lengthof(sorts); i++)
	{
		int			n = 5000;
		TimelineRow *rows = random_rows(&seed, &sorts[i], n);
		Timeline	timeline;

		read_value(pack_rows(rows, n), &timeline);
		for (int round = 0; round < 50; round++)
		{
			TimelineFilter filter = {{NULL, 0}, {NULL, 0},
			{rows[below(&seed, n)].ts, rows[below(&seed, n)].ts}};
			TimelineFound found;
			uint32		count = 0;

			for (int k = 0; k < n; k++)
				count += rows[k].ts >= filter.during.from && rows[k].ts <= filter.during.to;
			CHECK(timeline_find(&timeline, &filter, false, &found) == NULL);
			CHECK(found.n == count);
		}
	}
}

static void
labels_stop_at_their_limit(void)
{
	TimelineState *state = timeline_state_new(0);
	TimelineRow row = {0};
	char		text[16];
	Timeline	timeline;

	row.ts = START;
	row.verb = label_of("ask");
	for (int i = 0; i < LABELS_MAX; i++)
	{
		TimelineState *before = state;

		snprintf(text, sizeof(text), "%d", i);
		row.actor = label_of(text);
		CHECK(timeline_state_add(&state, &row) == TIMELINE_OK);
		if (before != state)
			pfree(before);
	}
	/* A known one still finds its place, a new one does not. */
	row.channel = label_of("777");
	CHECK(timeline_state_add(&state, &row) == TIMELINE_OK);
	read_value(timeline_pack(state), &timeline);
	CHECK(timeline.labels == LABELS_MAX && timeline.n == LABELS_MAX + 1);
	row.actor = label_of("one too many");
	CHECK(timeline_state_add(&state, &row) == TIMELINE_LABELS);
}

static void
first_and_last_instants_fit(void)
{
	TimelineRow rows[2] = {{0}};
	void	   *packed;

	rows[0].verb = rows[1].verb = label_of("ask");
	rows[0].ts = INT64CONST(-211813488000000000);	/* -4713-11-24 */
	rows[1].ts = INT64CONST(9223371331199999999);	/* 294276-12-31 */
	packed = pack_rows(rows, 2);
	CHECK(holds(packed, rows, 2));
	rows[0].has_seq = rows[1].has_seq = true;
	rows[0].seq = PG_INT64_MIN;
	rows[1].seq = PG_INT64_MAX;
	CHECK(holds(pack_rows(rows, 2), rows, 2));
}

/* Equal timelines have equal bytes, and 0 equals -0. */
static void
minus_zero_is_zero(void)
{
	TimelineRow plus = {START, {"buy", 3}, {NULL, 0}, {NULL, 0}, true, false, 0.0, 0},
				minus = plus;

	minus.value = -0.0;
	CHECK(same_bytes(pack_rows(&plus, 1), pack_rows(&minus, 1)));
}

int
main(void)
{
	LAW(packed_holds_the_sorted_rows);
	LAW(order_of_arrival_never_shows);
	LAW(parts_make_the_whole);
	LAW(rebuilding_changes_nothing);
	LAW(room_is_zero);
	LAW(damaged_bytes_do_no_harm);
	LAW(index_skips_nothing);
	LAW(labels_stop_at_their_limit);
	LAW(first_and_last_instants_fit);
	LAW(minus_zero_is_zero);
	return check_done();
}
