/*
 * match_catch.c - persons kept current, change by change
 */
#include "core/match_catch.h"

static int
by_number(const void *x, const void *y)
{
	uint64		a = *(const uint64 *) x;
	uint64		b = *(const uint64 *) y;

	return a < b ? -1 : a > b;
}

int
match_row_keys(const MatchKeys *keys, const uint32 *table, uint64 *values)
{
	int			n = 0;

	for (int k = 0; k < keys->n; k++)
		for (int s = 0; s < keys->keys[k].slots; s++)
			if (table[keys->keys[k].slot + s])
				values[n++] = MATCH_KEY(k, table[keys->keys[k].slot + s]);
	qsort(values, n, sizeof(uint64), by_number);
	return n;
}

/* The value by which match_keys_pairs makes a pair: of the first key that the
 * rows share the least value. */
static uint64
first_shared(const MatchKeys *keys, const uint32 *a, const uint32 *b)
{
	for (int k = 0; k < keys->n; k++)
	{
		const MatchKey *key = &keys->keys[k];
		uint32		least = 0;

		for (int s = key->slot; s < key->slot + key->slots; s++)
			for (int t = key->slot; t < key->slot + key->slots; t++)
				if (a[s] && a[s] == b[t] && (!least || a[s] < least))
					least = a[s];
		if (least)
			return MATCH_KEY(k, least);
	}
	return 0;
}

typedef struct SomeScorer
{
	const MatchModel *model;
	const MatchRows *rows;
	const uint32 *table;
	const int64 *order;
	const uint64 *large;
	int			nlarge;
	double		prior;
	double		least;
	MatchLinks *links;
} SomeScorer;

static void
score_some(void *state, const uint32 *a, const uint32 *b, int n)
{
	SomeScorer *s = state;
	const MatchKeys *keys = &s->model->keys;

	for (int i = 0; i < n; i++)
	{
		const uint32 *ra = match_row(s->rows, a[i]);
		const uint32 *rb = match_row(s->rows, b[i]);
		MatchEvidence e;
		double		weight;

		if (match_decoys(s->rows, ra, rb))
			continue;
		if (s->nlarge > 0)
		{
			uint64		value = first_shared(keys, s->table + (Size) a[i] * keys->width, s->table + (Size) b[i] * keys->width);

			if (bsearch(&value, s->large, s->nlarge, sizeof(uint64), by_number))
				continue;
		}
		if (!s->order || s->order[a[i]] < s->order[b[i]])
			match_compare(s->rows, ra, rb, &e);
		else
			match_compare(s->rows, rb, ra, &e);
		weight = match_weight(s->model, &e) + s->prior;
		if (weight >= s->least)
			match_link_add(s->links, a[i], b[i], weight);
	}
}

void
match_score_some(const MatchModel *model, const MatchRows *rows, const uint32 *table, const int64 *order,
				 int64 first_of_b, double rows_of_all, const uint64 *large, int nlarge, double least, MatchLinks *links)
{
	SomeScorer	scorer = {model, rows, table, order, large, nlarge, match_prior(model, rows_of_all), least, links};

	memset(links, 0, sizeof(MatchLinks));
	links->room = 64;
	links->links = palloc_array(MatchLink, links->room);
	links->pairs = match_keys_pairs(&model->keys, table, model->keys.width, rows->n, first_of_b, 1, score_some, &scorer);
}

/* Rows of one group that were one person. */
typedef struct Part
{
	int64		rows;
	int64		was;
	uint32		group;
} Part;

static int
by_group(const void *x, const void *y)
{
	const Part *a = x;
	const Part *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->was < b->was ? -1 : a->was > b->was;
}

static int
by_was(const void *x, const void *y)
{
	const Part *a = x;
	const Part *b = y;

	if (a->was != b->was)
		return a->was < b->was ? -1 : 1;
	return a->group < b->group ? -1 : a->group > b->group;
}

static int
by_claim(const void *x, const void *y)
{
	const Part *a = x;
	const Part *b = y;

	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return by_was(x, y);
}

/* Equal parts become one; returns how many are left. */
static int64
sum_parts(Part *parts, int64 n)
{
	int64		m = 0;

	qsort(parts, n, sizeof(Part), by_group);
	for (int64 i = 0; i < n; i++)
		if (m > 0 && by_group(&parts[m - 1], &parts[i]) == 0)
			parts[m - 1].rows++;
		else
			parts[m++] = parts[i];
	return m;
}

void
match_persons(int64 n, const int64 *was, const uint32 *group, int64 *person)
{
	Size		room = (Size) n * sizeof(Part) + 1;
	Part	   *parts = palloc_extended(room, MCXT_ALLOC_HUGE);
	int64	   *of_group = palloc_extended((Size) n * sizeof(int64) + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	int64	   *persons = palloc_extended((Size) n * sizeof(int64) + 1, MCXT_ALLOC_HUGE);
	bool	   *taken = palloc_extended((Size) n + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	int64		nparts = 0;
	int64		npersons = 0;

	for (int64 i = 0; i < n; i++)
		if (was[i])
			parts[nparts++] = (Part) {1, was[i], group[i]};
	nparts = sum_parts(parts, nparts);
	qsort(parts, nparts, sizeof(Part), by_was);
	for (int64 i = 0; i < nparts; i++)
		if (npersons == 0 || persons[npersons - 1] != parts[i].was)
			persons[npersons++] = parts[i].was;
	qsort(parts, nparts, sizeof(Part), by_claim);
	for (int64 i = 0; i < nparts; i++)
	{
		int64		low = 0;

		for (int64 high = npersons; high - low > 1;)
		{
			int64		middle = low + (high - low) / 2;

			if (persons[middle] <= parts[i].was)
				low = middle;
			else
				high = middle;
		}
		if (taken[low] || of_group[parts[i].group])
			continue;
		taken[low] = true;
		of_group[parts[i].group] = parts[i].was;
	}
	for (int64 i = 0; i < n; i++)
		person[i] = of_group[group[i]];
	pfree(taken);
	pfree(persons);
	pfree(of_group);
	pfree(parts);
}
