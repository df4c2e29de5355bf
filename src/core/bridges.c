/*
 * bridges.c - the links without which a graph falls apart
 */
#include "core/bridges.h"

#define NO_LINK PG_UINT32_MAX

typedef struct Walk
{
	const BridgeLink *links;
	uint32	   *starts;			/* of a point's links in `around` */
	uint32	   *around;			/* numbers of links */
	uint32	   *found;			/* when a point was found, from 1 on */
	uint32	   *low;			/* the earliest point that it reaches back to */
	uint32	   *at;				/* the next of its links */
	uint32	   *came;			/* the link by which it was found */
	uint32	   *stack;
	uint32		clock;
} Walk;

static void
gather(Walk *walk, uint32 n, uint32 m)
{
	walk->starts = palloc0_array(uint32, n + 2);
	walk->around = palloc_array(uint32, 2 * m + 1);
	for (uint32 i = 0; i < m; i++)
	{
		walk->starts[walk->links[i].a + 2]++;
		walk->starts[walk->links[i].b + 2]++;
	}
	for (uint32 i = 2; i < n + 2; i++)
		walk->starts[i] += walk->starts[i - 1];
	for (uint32 i = 0; i < m; i++)
	{
		walk->around[walk->starts[walk->links[i].a + 1]++] = i;
		walk->around[walk->starts[walk->links[i].b + 1]++] = i;
	}
}

static void
enter(Walk *walk, uint32 *depth, uint32 point, uint32 link)
{
	walk->found[point] = walk->low[point] = ++walk->clock;
	walk->at[point] = walk->starts[point];
	walk->came[point] = link;
	walk->stack[(*depth)++] = point;
}

/* All that can be reached from a point, without recursion. */
static void
walk_from(Walk *walk, uint32 point, bool *bridge)
{
	uint32		depth = 0;

	enter(walk, &depth, point, NO_LINK);
	while (depth > 0)
	{
		uint32		here = walk->stack[depth - 1];
		uint32		link,
					other;

		if (walk->at[here] == walk->starts[here + 1])
		{
			depth--;
			if (depth > 0)
			{
				uint32		before = walk->stack[depth - 1];

				walk->low[before] = Min(walk->low[before], walk->low[here]);
				bridge[walk->came[here]] = walk->low[here] > walk->found[before];
			}
			continue;
		}
		link = walk->around[walk->at[here]++];
		if (link == walk->came[here])
			continue;
		other = walk->links[link].a == here ? walk->links[link].b : walk->links[link].a;
		if (walk->found[other])
			walk->low[here] = Min(walk->low[here], walk->found[other]);
		else
			enter(walk, &depth, other, link);
	}
}

void
bridges_find(uint32 n, const BridgeLink *links, uint32 m, bool *bridge)
{
	Walk		walk = {.links = links};

	gather(&walk, n, m);
	walk.found = palloc0_array(uint32, n + 1);
	walk.low = palloc0_array(uint32, n + 1);
	walk.at = palloc0_array(uint32, n + 1);
	walk.came = palloc0_array(uint32, n + 1);
	walk.stack = palloc0_array(uint32, n + 1);
	memset(bridge, 0, m * sizeof(bool));
	for (uint32 i = 0; i < n; i++)
	{
		if (!walk.found[i])
			walk_from(&walk, i, bridge);
		CHECK_FOR_INTERRUPTS();
	}
}
