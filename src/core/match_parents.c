/*
 * match_parents.c - what strangers have in common goes together
 */
#include "core/match_parents.h"

#define MOST_PAIRS		100000	/* of rows with one value of a field */
#define MOST_ROWS		200		/* with one value that are looked at */
#define LEAST_PAIRS		5		/* that agree in both fields */
#define LEAST_LIFT		2.0		/* times as often as by chance */
#define SMOOTH			10		/* pairs' worth of what holds anywhere */

/* What strangers with one value of a field have in common. */
typedef struct Kin
{
	double		pairs;
	double		counts[MATCH_FIELDS][MATCH_LEVELS];
} Kin;

static void
count_kin(const MatchRows *rows, int name, const uint64 *entries, int64 n, Kin *kin)
{
	int			different = match_levels[rows->fields[name].kind].n - 1;

	n = Min(n, MOST_ROWS);
	for (int64 x = 0; x < n; x++)
		for (int64 y = x + 1; y < n; y++)
		{
			MatchEvidence e;

			match_compare(rows, match_row(rows, (uint32) entries[x]), match_row(rows, (uint32) entries[y]), &e);
			if (e.level[name] != different)
				continue;
			kin->pairs++;
			for (int f = 0; f < rows->nfields; f++)
				kin->counts[f][e.level[f]]++;
		}
}

/* Pairs of rows with one value of a field, those of rare values first to come. */
static void
look_at(const MatchRows *rows, int field, int name, uint64 *entries, uint64 *spare, Kin *kin)
{
	const MatchField *values = &rows->fields[field];
	int64		n = 0;
	double		pairs = 0;

	for (int64 i = 0; i < rows->n; i++)
	{
		uint32		value = MATCH_VALUE(match_row(rows, i)[values->slot]);

		if (value != MATCH_NONE && values->dict->values[value].count > 1)
			entries[n++] = (values->dict->values[value].hash & ~UINT64CONST(0xFFFFFFFF)) | i;
	}
	match_sort(entries, spare, n);
	for (int64 i = 0, end; i < n && pairs < MOST_PAIRS; i = end)
	{
		for (end = i + 1; end < n && entries[end] >> 32 == entries[i] >> 32; end++)
			;
		count_kin(rows, name, entries + i, end - i, kin);
		pairs += (double) Min(end - i, MOST_ROWS) * (Min(end - i, MOST_ROWS) - 1) / 2;
		CHECK_FOR_INTERRUPTS();
	}
}

static double
sum_of(const MatchFieldModel *field, const double *levels, bool agreeing)
{
	double		sum = 0;

	for (int l = 1; l < match_levels[field->kind].n; l++)
		if (!agreeing || match_levels[field->kind].agree >> l & 1)
			sum += levels[l];
	return sum;
}

/* How much more often a field agrees where its parent does; 0: not told. */
static double
lift_of(const MatchFieldModel *field, const double *counts)
{
	double		both = sum_of(field, counts, true);

	return both < LEAST_PAIRS ? 0 : both / sum_of(field, counts, false) / sum_of(field, field->any_u, true);
}

/* Whether one of a field's parents and theirs is `ancestor`. */
static bool
descends(const MatchModel *model, int field, int ancestor)
{
	while (field >= 0 && field != ancestor)
		field = model->fields[field].parent;
	return field == ancestor;
}

static void
set_parent(MatchFieldModel *field, int parent, const double *counts)
{
	double		total = sum_of(field, counts, false);

	field->parent = parent;
	for (int l = 1; l < match_levels[field->kind].n; l++)
		field->u[1][l] = (counts[l] + SMOOTH * field->any_u[l]) / (total + SMOOTH);
}

void
match_parents_learn(MatchModel *model, const MatchRows *rows, int name)
{
	Kin		   *kin = palloc0_array(Kin, MATCH_FIELDS);
	uint64	   *entries = palloc_extended((Size) rows->n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
	uint64	   *spare = palloc_extended((Size) rows->n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);

	for (int f = 0; f < model->nfields; f++)
		if (f != name)
			look_at(rows, f, name, entries, spare, &kin[f]);
	for (;;)
	{
		int			child = -1,
					parent = -1;
		double		best = LEAST_LIFT;

		for (int f = 0; f < model->nfields; f++)
			for (int g = 0; g < model->nfields && f != name && model->fields[f].parent == PARENT_NONE; g++)
			{
				double		lift;

				/* What more rows share holds the rest: a city its streets. */
				if (g == name || g == f || descends(model, g, f) ||
					kin[g].pairs < kin[f].pairs)
					continue;
				lift = lift_of(&model->fields[f], kin[g].counts[f]);
				if (lift <= best)
					continue;
				best = lift;
				child = f;
				parent = g;
			}
		if (child < 0)
			break;
		set_parent(&model->fields[child], parent, kin[parent].counts[child]);
	}
	pfree(spare);
	pfree(entries);
	pfree(kin);
}
