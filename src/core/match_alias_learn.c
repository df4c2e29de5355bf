/*
 * match_alias_learn.c - which names are one name
 *
 * Pairs that differ in one name and are nearly certain without it tell how
 * often one person's rows have the two; relatives, who differ in it too, have
 * two common names no more often than these are common.
 */
#include "core/match_alias_learn.h"

#define PAIRS_READ		1000000 /* candidates, at most */
#define LEAST_WEIGHT	3.0		/* bits of all else */
#define LEAST_ROWS		5		/* on either side, that have the values */
#define LEAST_LIFT		4.0		/* bits: how much more often than the two are
								 * common */

typedef struct Seen
{
	uint64		a;				/* hashes of the values, a < b */
	uint64		b;
	uint32		row_a;
	uint32		row_b;
	float		bits;			/* -log2 of the share of strangers with both */
} Seen;

/* What was seen of one name. */
typedef struct Learner
{
	int			field;
	const MatchField *values;
	Seen	   *seen;
	int64		n;
	int64		room;
} Learner;

typedef struct Learners
{
	MatchModel *model;
	MatchRows  *rows;
	double		prior;
	double		matches;		/* pairs that are one person */
	int			n;
	Learner		of[2];
} Learners;

static void
see(Learner *l, uint32 row_a, const MatchValue *a, uint32 row_b, const MatchValue *b)
{
	if (l->n == l->room)
	{
		Seen	   *more = palloc_extended((Size) l->room * 2 * sizeof(Seen), MCXT_ALLOC_HUGE);

		memcpy(more, l->seen, (Size) l->n * sizeof(Seen));
		pfree(l->seen);
		l->seen = more;
		l->room *= 2;
	}
	l->seen[l->n++] = a->hash < b->hash ? (Seen) {a->hash, b->hash, row_a, row_b, a->bits + b->bits - 1} :
		(Seen) {b->hash, a->hash, row_b, row_a, a->bits + b->bits - 1};
}

static bool
has_one_value(const MatchField *field, const uint32 *a, const uint32 *b)
{
	return a[field->slot] && a[field->slot] == b[field->slot];
}

static void
see_pair(Learners *all, Learner *l, uint32 a, uint32 b)
{
	const MatchModel *model = all->model;
	const uint32 *ra = match_row(all->rows, a);
	const uint32 *rb = match_row(all->rows, b);
	int			slot = l->values->slot;
	MatchEvidence e;

	match_compare(all->rows, ra, rb, &e);
	if (e.level[l->field] >= NAME_FAR &&
		match_weight(model, &e) - match_field_weight(model, l->field, &e) + all->prior >= LEAST_WEIGHT)
		see(l, a, &l->values->dict->values[ra[slot]], b, &l->values->dict->values[rb[slot]]);
}

/* Most pairs need no closer look: they differ in both names, or in none. */
static void
see_pairs(void *state, const uint32 *a, const uint32 *b, int n)
{
	Learners   *all = state;

	for (int i = 0; i < n; i++)
	{
		const uint32 *ra = match_row(all->rows, a[i]);
		const uint32 *rb = match_row(all->rows, b[i]);

		if (match_decoys(all->rows, ra, rb))
			continue;
		for (int x = 0; x < all->n; x++)
		{
			Learner    *l = &all->of[x];
			int			slot = l->values->slot;

			if (ra[slot] && rb[slot] && ra[slot] != rb[slot] &&
				(all->n == 1 || has_one_value(all->of[1 - x].values, ra, rb)))
				see_pair(all, l, a[i], b[i]);
		}
	}
}

static int
by_values(const void *x, const void *y)
{
	const Seen *a = x;
	const Seen *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return a->b < b->b ? -1 : a->b > b->b;
}

static int
by_row_a(const void *x, const void *y)
{
	uint32		a = ((const Seen *) x)->row_a;
	uint32		b = ((const Seen *) y)->row_a;

	return a < b ? -1 : a > b;
}

static int
by_row_b(const void *x, const void *y)
{
	uint32		a = ((const Seen *) x)->row_b;
	uint32		b = ((const Seen *) y)->row_b;

	return a < b ? -1 : a > b;
}

/* The rows on the side that has fewer: many rows of few persons teach little. */
static int64
different_rows(Seen *seen, int64 n)
{
	int64		a = 1,
				b = 1;

	qsort(seen, n, sizeof(Seen), by_row_a);
	for (int64 i = 1; i < n; i++)
		a += seen[i].row_a != seen[i - 1].row_a;
	qsort(seen, n, sizeof(Seen), by_row_b);
	for (int64 i = 1; i < n; i++)
		b += seen[i].row_b != seen[i - 1].row_b;
	return Min(a, b);
}

static void
choose(const Learners *all, Learner *l, MatchAliases *aliases)
{
	qsort(l->seen, l->n, sizeof(Seen), by_values);
	aliases->n = 0;
	aliases->aliases = palloc_array(MatchAlias, MATCH_ALIASES);
	for (int64 i = 0, end; i < l->n && aliases->n < MATCH_ALIASES; i = end)
	{
		Seen		first = l->seen[i];
		int64		rows;

		for (end = i + 1; end < l->n && by_values(&first, &l->seen[end]) == 0; end++)
			;
		rows = end - i < LEAST_ROWS ? 0 : different_rows(&l->seen[i], end - i);
		if (rows >= LEAST_ROWS && log2(rows / all->matches) + first.bits >= LEAST_LIFT)
			aliases->aliases[aliases->n++] = (MatchAlias) {first.a, first.b, rows};
	}
	match_aliases_index(aliases);
}

void
match_aliases_learn(MatchModel *model, MatchRows *rows, const uint32 *table, int width, int64 first_of_b)
{
	Learners	all = {.model = model, .rows = rows, .prior = match_prior(model, rows->n)};
	double		pairs = 0;
	uint32		every;

	for (int k = 0; k < model->keys.n; k++)
		pairs += model->keys.keys[k].pairs_per_row * rows->n;
	every = Max(1, ceil(pairs / PAIRS_READ));
	all.matches = Max(model->lambda * model->possible_pairs / every, 1);
	for (int f = 0; f < model->nfields; f++)
		if (model->fields[f].kind <= MATCH_FAMILY)
			all.of[all.n++] = (Learner) {f, &rows->fields[f], palloc_array(Seen, 1024), 0, 1024};
	if (all.n == 0)
		return;
	match_keys_pairs(&model->keys, table, width, rows->n, first_of_b, every, see_pairs, &all);
	for (int x = 0; x < all.n; x++)
	{
		Learner    *l = &all.of[x];

		choose(&all, l, &model->fields[l->field].aliases);
		rows->fields[l->field].aliases = &model->fields[l->field].aliases;
		pfree(l->seen);
	}
}
