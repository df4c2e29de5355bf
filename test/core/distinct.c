/*
 * distinct.c - laws of the distinct numbers of a column
 */
#include "check.h"

#include "core/distinct.h"

/* Against a plain search, over numbers that repeat. */
static void
indexes_are_those_of_first_appearance(void)
{
	Distinct	distinct;
	double		seen[2000];
	uint32		n = 0;
	pg_prng_state seed;

	pg_prng_seed(&seed, 1);
	distinct_init(&distinct);
	for (int i = 0; i < 20000; i++)
	{
		double		v = ((int) (pg_prng_uint32(&seed) % 2000) - 1000) / 7.0;
		uint32		at = 0;

		while (at < n && seen[at] != v)
			at++;
		if (at == n)
			seen[n++] = v;
		CHECK(distinct_index(&distinct, v) == at);
	}
	CHECK(distinct.n == n);
	CHECK(memcmp(distinct.values, seen, sizeof(double) * n) == 0);
	distinct_free(&distinct);
}

static void
sorting_tells_the_places(void)
{
	const double values[] = {3, -1, 0, 1e300, 2.5, -0.0, 3};
	const uint32 places[] = {3, 0, 1, 4, 2, 1, 3};
	Distinct	distinct;
	uint32		index[lengthof(values)];
	uint32	   *place;

	distinct_init(&distinct);
	for (int i = 0; i < lengthof(values); i++)
		index[i] = distinct_index(&distinct, values[i]);
	CHECK(distinct.n == 5);
	place = distinct_sort(&distinct);
	for (int i = 0; i < lengthof(values); i++)
	{
		CHECK(place[index[i]] == places[i]);
		CHECK(distinct.values[places[i]] == values[i]);
	}
	distinct_init(&distinct);
	CHECK(distinct_sort(&distinct) != NULL);
}

int
main(void)
{
	LAW(indexes_are_those_of_first_appearance);
	LAW(sorting_tells_the_places);
	return check_done();
}
