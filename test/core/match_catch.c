/*
 * match_catch.c - persons kept current, change by change
 */
#include "match_people.h"

#include "core/match_catch.h"

/* Rows of people, with a key that too many of them share a value of. */
typedef struct World
{
	MatchRows  *rows;
	MatchModel *model;
	uint32	   *table;
	uint64	   *large;
	int			nlarge;
	MatchLinks	links;
} World;

static void
make_world(World *w, double least)
{
	MatchOptions options = {.pairs_per_row = 10, .seed = 1};
	MatchKey	city = {.nparts = 1, .parts = {{0, PART_WHOLE}}};
	KeyReader  *reader;
	uint32	   *learned;
	int			width;
	int64		n = 0;
	uint64	   *values;

	memset(w, 0, sizeof(World));
	w->rows = people(2400, 7);
	w->model = match_train(w->rows, &options, &learned, &width);
	for (int f = 0; f < w->rows->nfields; f++)
		if (w->rows->fields[f].kind == MATCH_CATEGORY)
			city.parts[0].field = f;
	w->model->keys.n = Min(w->model->keys.n, MATCH_KEYS - 1);
	CHECK(match_keys_add(&w->model->keys, w->rows, &city));
	reader = key_reader(w->rows);
	width = w->model->keys.width;
	w->table = palloc0_array(uint32, w->rows->n * width);
	match_keys_fill(&w->model->keys, reader, w->rows, w->table);
	values = palloc_array(uint64, w->rows->n * width);
	for (int64 i = 0; i < w->rows->n; i++)
		n += match_row_keys(&w->model->keys, w->table + i * width, values + n);
	w->large = palloc_array(uint64, n);
	for (int64 i = 0; i < n; i++)
	{
		int			rows = 0;
		bool		known = false;

		for (int l = 0; l < w->nlarge; l++)
			known |= w->large[l] == values[i];
		for (int64 j = i; j < n && !known; j++)
			rows += values[j] == values[i];
		if (rows > MATCH_BLOCK_MOST)
			w->large[w->nlarge++] = values[i];
	}
	for (int a = 0; a < w->nlarge; a++)
		for (int b = a + 1; b < w->nlarge; b++)
			if (w->large[b] < w->large[a])
			{
				uint64		swap = w->large[a];

				w->large[a] = w->large[b];
				w->large[b] = swap;
			}
	match_score(w->model, w->rows, w->table, width, 0, least, &w->links);
}

/* Rows of `which`, ascending, as rows of their own; their keys in *table. */
static MatchRows
some_rows(const World *w, const uint32 *which, int n, uint32 **table)
{
	MatchRows	some = *w->rows;
	int			width = w->model->keys.width;

	some.n = n;
	some.cells = palloc_array(uint32, n * some.width + 1);
	*table = palloc_array(uint32, n * width + 1);
	for (int i = 0; i < n; i++)
	{
		memcpy(some.cells + i * some.width, match_row(w->rows, which[i]), some.width * sizeof(uint32));
		memcpy(*table + i * width, w->table + (Size) which[i] * width, width * sizeof(uint32));
	}
	return some;
}

static bool
has_link(const MatchLinks *links, uint32 a, uint32 b, double weight)
{
	for (int64 l = 0; l < links->n; l++)
		if (links->links[l].a == a && links->links[l].b == b)
			return links->links[l].weight == weight;
	return false;
}

/* The links of some rows are those of all that are between them. */
static void
some_rows_have_the_links_of_all(void)
{
	World		w;
	pg_prng_state prng;
	uint32		which[600];
	uint32	   *place;
	uint32	   *table;
	MatchRows	some;
	MatchLinks	links;
	int64		between = 0;
	int			n = 0;

	make_world(&w, -INFINITY);
	CHECK(w.nlarge > 0 && w.links.n > 500);
	pg_prng_seed(&prng, 5);
	place = palloc_array(uint32, w.rows->n);
	for (int64 i = 0; i < w.rows->n; i++)
	{
		place[i] = PG_UINT32_MAX;
		if (n < lengthof(which) && pg_prng_uint64_range(&prng, 0, 3) == 0)
		{
			place[i] = n;
			which[n++] = i;
		}
	}
	some = some_rows(&w, which, n, &table);
	match_score_some(w.model, &some, table, NULL, 0, w.rows->n, w.large, w.nlarge, -INFINITY, &links);
	for (int64 l = 0; l < w.links.n; l++)
	{
		const MatchLink *link = &w.links.links[l];

		if (place[link->a] == PG_UINT32_MAX || place[link->b] == PG_UINT32_MAX)
			continue;
		between++;
		CHECK(has_link(&links, place[link->a], place[link->b], link->weight));
	}
	CHECK(between > 20 && between == links.n);
	/* Without what is large they would be more. */
	match_score_some(w.model, &some, table, NULL, 0, w.rows->n, NULL, 0, -INFINITY, &links);
	CHECK(links.n > between);
}

/* What a group's rows alone are made to, and those of several groups, is these. */
static void
groups_are_local(void)
{
	World		w;
	uint32	   *all;
	int64		wrong;

	make_world(&w, MATCH_LINK_LEAST);
	all = match_group(w.rows, w.links.links, w.links.n, MATCH_MERGE_LEAST, NULL, 0, &wrong);
	for (int part = 2; part < 60; part += 7)
	{
		uint32	   *which = palloc_array(uint32, w.rows->n);
		uint32	   *table;
		uint32	   *group;
		MatchRows	some;
		MatchLinks	links;
		int			n = 0;

		for (int64 i = 0; i < w.rows->n; i++)
			if (all[i] % part == 1)
				which[n++] = i;
		some = some_rows(&w, which, n, &table);
		match_score_some(w.model, &some, table, NULL, 0, w.rows->n, w.large, w.nlarge, MATCH_LINK_LEAST, &links);
		group = match_group(&some, links.links, links.n, MATCH_MERGE_LEAST, NULL, 0, &wrong);
		for (int i = 0; i < n; i++)
			CHECK(which[group[i]] == all[which[i]]);
	}
}

/* The slow twin: of all pairs of a person and a group the best, again and again. */
static void
persons_slowly(int n, const int64 *was, const uint32 *group, int64 *person)
{
	bool		done[64] = {false}; /* by group */
	int64		taken[64];
	int			ntaken = 0;

	memset(person, 0, n * sizeof(int64));
	for (;;)
	{
		int			most = 0;
		int64		best = 0;
		uint32		best_group = 0;

		for (int i = 0; i < n; i++)
		{
			int			rows = 0;
			bool		free = was[i] != 0 && !done[group[i]];

			for (int t = 0; t < ntaken; t++)
				free &= taken[t] != was[i];
			for (int j = 0; j < n && free; j++)
				rows += was[j] == was[i] && group[j] == group[i];
			if (rows > most || (rows == most && rows > 0 && (was[i] < best || (was[i] == best && group[i] < best_group))))
			{
				most = rows;
				best = was[i];
				best_group = group[i];
			}
		}
		if (most == 0)
			return;
		done[best_group] = true;
		taken[ntaken++] = best;
		for (int i = 0; i < n; i++)
			if (group[i] == best_group)
				person[i] = best;
	}
}

static void
persons_go_on(void)
{
	pg_prng_state prng;

	pg_prng_seed(&prng, 11);
	for (int trial = 0; trial < 3000; trial++)
	{
		int64		was[40];
		uint32		group[40];
		int64		fast[40];
		int64		slow[40];
		int			n = pg_prng_uint64_range(&prng, 0, 40);
		int			few = pg_prng_uint64_range(&prng, 1, 12);

		for (int i = 0; i < n; i++)
		{
			uint32		first = pg_prng_uint64_range(&prng, 0, few);

			was[i] = pg_prng_uint64_range(&prng, 0, few);
			group[i] = i;
			for (int j = 0; j < i; j++)
				if (group[j] % (few + 1) == first)
				{
					group[i] = group[j];
					break;
				}
		}
		match_persons(n, was, group, fast);
		persons_slowly(n, was, group, slow);
		for (int i = 0; i < n; i++)
			CHECK(fast[i] == slow[i]);
	}
}

/* Two that become one are the larger, or else the lesser; one that parts is its
 * larger part. */
static void
persons_merge_and_split(void)
{
	int64		person[6];
	const int64 two[] = {7, 7, 3, 5, 5, 5};
	const uint32 one_group[] = {0, 0, 0, 0, 0, 0};
	const int64 tie[] = {9, 9, 4, 4, 0, 0};
	const int64 one[] = {8, 8, 8, 8, 8, 8};
	const uint32 parts[] = {0, 1, 1, 0, 1, 5};

	match_persons(6, two, one_group, person);
	for (int i = 0; i < 6; i++)
		CHECK(person[i] == 5);
	match_persons(6, tie, one_group, person);
	for (int i = 0; i < 6; i++)
		CHECK(person[i] == 4);
	match_persons(6, one, parts, person);
	for (int i = 0; i < 6; i++)
		CHECK(person[i] == (parts[i] == 1 ? 8 : 0));
}

int
main(void)
{
	LAW(some_rows_have_the_links_of_all);
	LAW(groups_are_local);
	LAW(persons_go_on);
	LAW(persons_merge_and_split);
	return check_done();
}
