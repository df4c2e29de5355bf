/*
 * bridges.c - laws of the links without which a graph falls apart
 */
#include "core/bridges.h"

#include "check.h"
#include "common/pg_prng.h"

#define POINTS	12

/* How many parts a graph has without one of its links. */
static int
parts_without(const BridgeLink *links, uint32 m, uint32 left_out)
{
	uint32		part[POINTS];
	int			parts = POINTS;

	for (uint32 i = 0; i < POINTS; i++)
		part[i] = i;
	for (uint32 i = 0; i < m; i++)
	{
		uint32		from = part[links[i].a],
					to = part[links[i].b];

		if (i == left_out || from == to)
			continue;
		parts--;
		for (uint32 p = 0; p < POINTS; p++)
			if (part[p] == from)
				part[p] = to;
	}
	return parts;
}

static void
a_bridge_is_what_parts_the_graph(void)
{
	pg_prng_state prng;

	pg_prng_seed(&prng, 7);
	for (int round = 0; round < 20000; round++)
	{
		BridgeLink	links[20];
		bool		bridge[20];
		uint32		m = pg_prng_uint64_range(&prng, 0, 20);

		for (uint32 i = 0; i < m; i++)
		{
			links[i].a = pg_prng_uint64_range(&prng, 0, POINTS - 1);
			links[i].b = (links[i].a + pg_prng_uint64_range(&prng, 1, POINTS - 1)) % POINTS;
		}
		bridges_find(POINTS, links, m, bridge);
		for (uint32 i = 0; i < m; i++)
			CHECK(bridge[i] == (parts_without(links, m, i) > parts_without(links, m, m)));
	}
}

int
main(void)
{
	LAW(a_bridge_is_what_parts_the_graph);
	return check_done();
}
