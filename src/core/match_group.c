/*
 * match_group.c - from pairs to persons
 */
#include "core/match_group.h"

#define CLIP			8.0		/* bits that one pair can say */
#define NO_CANDIDATE	(-4.0)	/* bits of a pair that no key made */

typedef struct Groups
{
	const MatchRows *rows;
	uint32	   *next;			/* ring of a group's rows */
	uint32	   *root;
	uint32	   *size;
	int64	   *starts;			/* of a row's links in `linked` */
	uint32	   *linked;			/* numbers of links */
	const MatchLink *links;
	int64	   *apart_starts;	/* of a row's rows that are not the same */
	uint32	   *apart;
} Groups;

static int
by_weight(const MatchLink *a, const MatchLink *b)
{
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return a->b < b->b ? -1 : a->b > b->b;
}

#define ST_SORT sort_links
#define ST_ELEMENT_TYPE MatchLink
#define ST_COMPARE(a, b) by_weight(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Whether a source with one row a person has rows in both. */
static bool
repeats(const Groups *g, uint32 a, uint32 b)
{
	for (uint32 i = g->next[a];; i = g->next[i])
	{
		uint32		source = match_row(g->rows, i)[0];

		if (g->rows->sources[source].one_per)
			for (uint32 j = g->next[b];; j = g->next[j])
			{
				if (match_row(g->rows, j)[0] == source)
					return true;
				if (j == b)
					break;
			}
		if (i == a)
			return false;
	}
}

/* Whether somebody said that a row of one is not the person of the other. */
static bool
forbidden(const Groups *g, uint32 a, uint32 b)
{
	if (!g->apart)
		return false;
	for (uint32 i = g->next[a];; i = g->next[i])
	{
		for (int64 l = g->apart_starts[i]; l < g->apart_starts[i + 1]; l++)
			if (g->root[g->apart[l]] == b)
				return true;
		if (i == a)
			return false;
	}
}

/* The average of what all pairs between two groups say; `a` is the smaller. */
static double
average(const Groups *g, uint32 a, uint32 b)
{
	double		sum = 0;
	double		pairs = (double) g->size[a] * g->size[b];
	double		linked = 0;

	for (uint32 i = g->next[a];; i = g->next[i])
	{
		for (int64 l = g->starts[i]; l < g->starts[i + 1]; l++)
		{
			const MatchLink *link = &g->links[g->linked[l]];
			uint32		other = link->a == i ? link->b : link->a;

			if (g->root[other] != b)
				continue;
			sum += Max(-CLIP, Min(CLIP, link->weight));
			linked++;
		}
		if (i == a)
			break;
	}
	return (sum + (pairs - linked) * NO_CANDIDATE) / pairs;
}

static void
merge(Groups *g, uint32 a, uint32 b)
{
	uint32		swap;

	for (uint32 i = g->next[a];; i = g->next[i])
	{
		g->root[i] = b;
		if (i == a)
			break;
	}
	swap = g->next[a];
	g->next[a] = g->next[b];
	g->next[b] = swap;
	g->size[b] += g->size[a];
}

/* Joins two groups, the smaller to the greater. */
static void
join(Groups *g, uint32 a, uint32 b)
{
	if (g->size[a] > g->size[b])
		merge(g, b, a);
	else
		merge(g, a, b);
}

/* Neighbors of each row by ends: starts[row] to starts[row + 1]. */
static int64 *
starts_of(int64 rows, int64 n, const void *ends, Size size)
{
	int64	   *starts = palloc_extended(((Size) rows + 2) * sizeof(int64), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (int64 i = 0; i < n; i++)
	{
		const uint32 *end = (const uint32 *) ((const char *) ends + i * size);

		starts[end[0] + 2]++;
		starts[end[1] + 2]++;
	}
	for (int64 i = 2; i < rows + 2; i++)
		starts[i] += starts[i - 1];
	return starts;
}

/* What people said comes first.  False if it contradicts itself. */
static bool
decide(Groups *g, const MatchDecision *decisions, int64 n, int64 *wrong)
{
	int64	   *fill;
	int64		apart = 0;

	for (int64 i = 0; i < n; i++)
	{
		uint32		a = g->root[decisions[i].a];
		uint32		b = g->root[decisions[i].b];

		apart += !decisions[i].same;
		if (decisions[i].same && a != b)
			join(g, a, b);
	}
	if (apart == 0)
		return true;
	g->apart_starts = starts_of(g->rows->n, n, decisions, sizeof(MatchDecision));
	g->apart = palloc_extended((Size) n * 2 * sizeof(uint32), MCXT_ALLOC_HUGE);
	fill = g->apart_starts + 1;
	for (int64 i = 0; i < n; i++)
	{
		uint32		a = decisions[i].a;
		uint32		b = decisions[i].b;

		if (!decisions[i].same && g->root[a] == g->root[b])
		{
			*wrong = i;
			return false;
		}
		/* One that joins is a neighbor of itself, which forbids nothing. */
		g->apart[fill[a]++] = decisions[i].same ? a : b;
		g->apart[fill[b]++] = decisions[i].same ? b : a;
	}
	return true;
}

static void
take_links(Groups *g, int64 n, double least)
{
	for (int64 i = 0; i < n; i++)
	{
		uint32		a = g->root[g->links[i].a];
		uint32		b = g->root[g->links[i].b];

		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (a == b || repeats(g, a, b) || forbidden(g, a, b))
			continue;
		if ((g->size[a] > g->size[b] ? average(g, b, a) : average(g, a, b)) >= least)
			join(g, a, b);
	}
}

/* Moves the links that may join before the others; how many there are. */
static int64
strong_first(MatchLink *links, int64 n, double least)
{
	int64		strong = 0;

	for (int64 i = 0; i < n; i++)
	{
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		if (links[i].weight >= least)
		{
			MatchLink	swap = links[strong];

			links[strong++] = links[i];
			links[i] = swap;
		}
	}
	return strong;
}

uint32 *
match_group(const MatchRows *rows, MatchLink *links, int64 n, double least,
			const MatchDecision *decisions, int64 ndecisions, int64 *wrong)
{
	Groups		g = {.rows = rows, .links = links};
	uint32	   *person = palloc_extended((Size) rows->n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	int64	   *fill;
	int64		strong;

	g.next = palloc_extended((Size) rows->n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	g.root = palloc_extended((Size) rows->n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	g.size = palloc_extended((Size) rows->n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	g.linked = palloc_extended((Size) n * 2 * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	strong = strong_first(links, n, least);
	sort_links(links, strong);
	g.starts = starts_of(rows->n, n, links, sizeof(MatchLink));
	fill = g.starts + 1;
	for (int64 i = 0; i < n; i++)
	{
		g.linked[fill[links[i].a]++] = i;
		g.linked[fill[links[i].b]++] = i;
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	for (int64 i = 0; i < rows->n; i++)
	{
		g.next[i] = g.root[i] = i;
		g.size[i] = 1;
	}
	if (!decide(&g, decisions, ndecisions, wrong))
		return NULL;
	take_links(&g, strong, least);

	/* A person is known by its first row. */
	memset(g.size, 0xFF, (Size) rows->n * sizeof(uint32));
	for (int64 i = 0; i < rows->n; i++)
	{
		if (g.size[g.root[i]] == PG_UINT32_MAX)
			g.size[g.root[i]] = i;
		person[i] = g.size[g.root[i]];
	}
	pfree(g.linked);
	pfree(g.starts);
	pfree(g.size);
	pfree(g.root);
	pfree(g.next);
	return person;
}
