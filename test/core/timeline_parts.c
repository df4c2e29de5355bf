/*
 * timeline_parts.c - laws of timelines made of parts of others
 */
#include "random_timeline.h"

#include "core/timeline_parts.h"

/* Against the twin: the same rows collected without their actors. */
static void
stripped_is_collected_without_actors(void)
{
	static const Sort sorts[] = {
		{3000000, 1000000, 2, 5},	/* many ties, which the actor had parted */
		{86400000000 * 30, 1, 3000, 1},
	};
	static const int sizes[] = {0, 1, 2, 25, 512, 3000};
	pg_prng_state seed;

	pg_prng_seed(&seed, 11);
	for (int i = 0; i < lengthof(sorts); i++)
		for (int j = 0; j < lengthof(sizes); j++)
		{
			TimelineRow *rows = random_rows(&seed, &sorts[i], sizes[j]);
			void	   *packed = pack_rows(rows, sizes[j]),
					   *stripped;
			TimelineState *open = state_of_rows(rows, sizes[j]);
			Timeline	timeline;
			const uint8 *at;

			for (int k = 0; k < sizes[j]; k++)
				rows[k].actor = (Label) {NULL, 0};
			read_value(packed, &timeline);
			CHECK(timeline_strip_actors(&timeline, &stripped, &at) == TIMELINE_OK);
			CHECK(same_bytes(stripped, pack_rows(rows, sizes[j])));

			/* An open state alike. */
			read_value(open, &timeline);
			CHECK(timeline_strip_actors(&timeline, &stripped, &at) == TIMELINE_OK);
			CHECK(same_bytes(stripped, pack_rows(rows, sizes[j])));
		}
}

static void
cut_short_is_refused(void)
{
	pg_prng_state seed;
	const Sort	sort = {86400000000, 1, 0, 3};
	TimelineRow *rows;
	void	   *packed,
			   *stripped;
	Timeline	timeline;
	const uint8 *at;

	pg_prng_seed(&seed, 12);
	rows = random_rows(&seed, &sort, 20);
	packed = pack_rows(rows, 20);
	read_value(packed, &timeline);
	timeline.end--;
	CHECK(timeline_strip_actors(&timeline, &stripped, &at) == TIMELINE_CORRUPT);
	CHECK(at > (const uint8 *) packed && at <= timeline.end);
}

int
main(void)
{
	LAW(stripped_is_collected_without_actors);
	LAW(cut_short_is_refused);
	return check_done();
}
