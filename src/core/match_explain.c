/*
 * match_explain.c - the weight of two rows, step by step
 */
#include "core/match_explain.h"

#include <math.h>

#include "lib/stringinfo.h"

/* The values of a field in a row, as they are compared; NULL where it has none. */
static char *
field_text(const MatchField *field, const uint32 *row)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int s = 0; s < field->slots; s++)
	{
		const MatchValue *value = &field->dict[s].values[MATCH_VALUE(row[field->slot + s])];

		if (MATCH_VALUE(row[field->slot + s]) == MATCH_NONE)
			continue;
		if (out.len > 0)
			appendStringInfoString(&out, ", ");
		appendBinaryStringInfo(&out, value->text, value->len);
		if (value->cut)
			appendStringInfoString(&out, "...");
	}
	return out.len > 0 ? out.data : NULL;
}

/* The first of a model's frequencies that are those of a field. */
static const MatchFrequencies *
frequencies_of(const MatchModel *model, const MatchRows *rows, int f)
{
	int			n = 0;

	for (int i = 0; i < f; i++)
		n += match_field_dicts(&rows->fields[i]);
	return &model->frequencies[n];
}

/* How many rows have the value in which two rows are equal; 0: none is. */
static uint32
rows_that_have(const MatchModel *model, const MatchRows *rows, int f, const uint32 *a, const uint32 *b)
{
	const MatchField *field = &rows->fields[f];
	const MatchFrequencies *frequencies = frequencies_of(model, rows, f);
	uint32		stems = 0;

	for (int i = 0; i < field->slots; i++)
		for (int j = 0; j < field->slots; j++)
		{
			const MatchValue *va = &field->dict[i].values[MATCH_VALUE(a[field->slot + i])];
			const MatchValue *vb = &field->dict[j].values[MATCH_VALUE(b[field->slot + j])];

			if (MATCH_VALUE(a[field->slot + i]) == MATCH_NONE || MATCH_VALUE(b[field->slot + j]) == MATCH_NONE)
				continue;
			if (va->hash == vb->hash)
				return match_frequency(&frequencies[i], va->hash);
			if (!stems && field->stems && va->stem && va->stem == vb->stem)
				stems = match_frequency(&frequencies[field->slots], field->stems->values[va->stem].hash);
		}
	return stems;
}

static const char *
level_text(const MatchModel *model, const MatchRows *rows, int f, int level, const uint32 *a, const uint32 *b)
{
	const MatchLevels *levels = &match_levels[model->fields[f].kind];
	uint32		n = 0;

	if (model->fields[f].kind <= MATCH_FAMILY && level == NAME_ALIAS)
	{
		const MatchField *field = &rows->fields[f];
		const MatchAlias *alias = match_alias_find(field->aliases, field->dict->values[a[field->slot]].hash,
												   field->dict->values[b[field->slot]].hash);

		return alias ? psprintf("%s, %u pairs", levels->names[level], alias->pairs) :
			psprintf("%s, names exchanged", levels->names[level]);
	}
	if (levels->frequent >> level & 1)
		n = rows_that_have(model, rows, f, a, b);
	else
		return levels->names[level];
	if (n == 0)
		return psprintf("%s, names exchanged", levels->names[level]);
	return psprintf("%s, %u %s", levels->names[level], n, n == 1 ? "row" : "rows");
}

/* Adds a step behind those of at least its weight. */
static void
insert(MatchStep *steps, int n, MatchStep step)
{
	while (n > 1 && fabs(steps[n - 1].weight) < fabs(step.weight))
	{
		steps[n] = steps[n - 1];
		n--;
	}
	steps[n] = step;
}

int
match_explain(const MatchModel *model, const MatchRows *rows, const uint32 *a, const uint32 *b, MatchStep *steps)
{
	bool		apart = a[0] == b[0] && rows->sources[a[0]].one_per;
	double		weight = match_prior(model, model->rows);
	MatchEvidence e;
	int			n = 0;

	match_compare(rows, a, b, &e);
	steps[n++] = (MatchStep)
	{
		"prior", NULL, NULL, apart ? "two rows of a source that has one row a person" : "two random rows", weight
	};
	weight += match_weight(model, &e);
	for (int f = 0; f < model->nfields; f++)
		if (e.level[f] != 0)
		{
			insert(steps, n, (MatchStep)
/**INDENT** Error@118: Unbalanced parens */
				   {
				model->fields[f].name, field_text(&rows->fields[f], a), field_text(&rows->fields[f], b),
					level_text(model, rows, f, e.level[f], a, b), match_field_weight(model, f, &e)
/**INDENT** Warning@121: Extra ) */
			});
			n++;
		}
	steps[n++] = (MatchStep)
	{
		"calibration", NULL, NULL, model->nknots > 0 ? "decoys" : "uncalibrated", match_calibrate(model, weight) - weight
	};
	return n;
}
