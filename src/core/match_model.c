/*
 * match_model.c - what was learned of a source: fields, levels, keys, evidence
 */
#include "core/core.h"

#include <math.h>

#include "core/match_model.h"
#include "core/match_words.h"

int
match_field_dicts(const MatchField *field)
{
	return field->slots + (field->stems || field->words ? 1 : 0);
}

/* Each of a field's dictionaries. */
static MatchDict *
field_dict(const MatchField *field, int i)
{
	return i < field->slots ? &field->dict[i] : field->stems ? field->stems : field->words;
}

int
match_rows_dicts(const MatchRows *rows)
{
	int			n = 0;

	for (int f = 0; f < rows->nfields; f++)
		n += match_field_dicts(&rows->fields[f]);
	return n;
}

typedef struct HashCount
{
	uint64		hash;
	uint32		count;
} HashCount;

static int
by_hash(const void *a, const void *b)
{
	uint64		x = ((const HashCount *) a)->hash;
	uint64		y = ((const HashCount *) b)->hash;

	return x < y ? -1 : x > y;
}

static void
frequencies_of(MatchFrequencies *frequencies, const MatchDict *dict)
{
	HashCount  *seen = palloc_extended((Size) dict->n * sizeof(HashCount), MCXT_ALLOC_HUGE);
	uint32		n = 0;

	for (uint32 i = 1; i < dict->n; i++)
		if (dict->values[i].count > 1)
			seen[n++] = (HashCount) {dict->values[i].hash, dict->values[i].count};
	qsort(seen, n, sizeof(HashCount), by_hash);
	frequencies->rows = dict->rows;
	frequencies->n = n;
	frequencies->hashes = palloc_extended((Size) n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
	frequencies->counts = palloc_extended((Size) n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < n; i++)
	{
		frequencies->hashes[i] = seen[i].hash;
		frequencies->counts[i] = seen[i].count;
	}
	pfree(seen);
}

void
match_model_of(MatchModel *model, const MatchRows *rows)
{
	model->ncolumns = rows->ncolumns;
	for (int i = 0; i < rows->ncolumns; i++)
		model->columns[i] = (MatchModelColumn) {rows->columns[i].name, rows->columns[i].kind};
	model->nsources = rows->nsources;
	model->sources = rows->sources;
	model->nfrequencies = match_rows_dicts(rows);
	model->frequencies = palloc0_array(MatchFrequencies, model->nfrequencies);
	for (int f = 0, n = 0; f < rows->nfields; f++)
		for (int i = 0; i < match_field_dicts(&rows->fields[f]); i++)
			frequencies_of(&model->frequencies[n++], field_dict(&rows->fields[f], i));
}

static MatchRows *
rows_of_columns(const MatchModel *model)
{
	const char *names[MATCH_COLUMNS];
	ColumnKind	kinds[MATCH_COLUMNS];
	MatchRows  *rows;

	for (int i = 0; i < model->ncolumns; i++)
	{
		names[i] = model->columns[i].name;
		kinds[i] = model->columns[i].kind;
	}
	rows = match_rows_new(model->ncolumns, names, kinds);
	for (int f = 0; f < rows->nfields; f++)
		rows->fields[f].aliases = &model->fields[f].aliases;
	return rows;
}

MatchRows *
match_model_shape(MatchModel *model)
{
	MatchRows  *rows = rows_of_columns(model);

	model->nfields = rows->nfields;
	model->given = rows->given;
	model->family = rows->family;
	for (int f = 0; f < rows->nfields; f++)
	{
		model->fields[f].name = rows->fields[f].name;
		model->fields[f].kind = rows->fields[f].kind;
	}
	return rows;
}

MatchRows *
match_model_rows(const MatchModel *model, int ncolumns, const char *const *names)
{
	MatchRows  *rows = rows_of_columns(model);

	match_rows_input(rows, ncolumns, names);
	for (int s = 1; s < model->nsources; s++)
	{
		int			n = match_source(rows, model->sources[s].name, strlen(model->sources[s].name));

		rows->sources[n].one_per = model->sources[s].one_per;
	}
	return rows;
}

uint32
match_frequency(const MatchFrequencies *frequencies, uint64 hash)
{
	uint32		low = 0,
				high = frequencies->n;

	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;

		if (frequencies->hashes[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < frequencies->n && frequencies->hashes[low] == hash ? frequencies->counts[low] : 1;
}

void
match_model_finish(const MatchModel *model, MatchRows *rows)
{
	match_rows_finish(rows);
	for (int f = 0, n = 0; f < rows->nfields; f++)
		for (int i = 0; i < match_field_dicts(&rows->fields[f]); i++, n++)
		{
			MatchDict  *dict = field_dict(&rows->fields[f], i);
			double		all = Max(model->frequencies[n].rows, 1);

			for (uint32 v = 1; v < dict->n; v++)
				dict->values[v].bits = -log2(match_frequency(&model->frequencies[n], dict->values[v].hash) / all);
			if (dict == rows->fields[f].words)
				match_words_weigh(&rows->fields[f], -log2(1 / all));
		}
}

void
match_model_weights(MatchModel *model)
{
	for (int i = 0; i < model->nfields; i++)
	{
		MatchFieldModel *f = &model->fields[i];
		const MatchLevels *levels = &match_levels[f->kind];

		for (int c = 0; c < MATCH_CONTEXTS; c++)
			for (int l = 1; l < levels->n; l++)
			{
				double		u = f->u[c][l];

				/*
				 * A frequent level's u is the value's share, as much greater
				 * or less as the level is in this context; at most 1.
				 */
				if (levels->frequent >> l & 1)
					u /= f->any_u[l];
				f->weight[c][l] = log2(f->m[c][l] / u);
				f->most[c][l] = log2(f->m[c][l]);
			}
	}
}

double
match_prior(const MatchModel *model, double rows)
{
	double		lambda = model->lambda * model->rows / Max(rows, 2);

	lambda = Min(lambda, .5);
	return log2(lambda / (1 - lambda));
}

double
match_calibrate(const MatchModel *model, double weight)
{
	const MatchKnot *knots = model->knots;
	int			low = 0,
				high = model->nknots - 1;

	if (high < 0)
		return weight;
	if (weight <= knots[0].weight)
		return weight - knots[0].weight + knots[0].calibrated;
	if (weight >= knots[high].weight)
		return weight - knots[high].weight + knots[high].calibrated;
	while (high - low > 1)
	{
		int			middle = (low + high) / 2;

		if (knots[middle].weight <= weight)
			low = middle;
		else
			high = middle;
	}
	return knots[low].calibrated + (knots[high].calibrated - knots[low].calibrated) *
		(weight - knots[low].weight) / (knots[high].weight - knots[low].weight);
}
