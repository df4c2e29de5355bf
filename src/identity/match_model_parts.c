/*
 * match_model_parts.c - what a model of matching has learned, in rows
 */
#include "postgres.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/float.h"

#include "core/match_model_text.h"
#include "identity/match_model_type.h"

/*
 * match_fields(match_model) -> (field text, kind text, level text, parent_level text, m float8, u float8,
 *		weight float8)
 *
 * A row for each level in each context.  Where a level weighs by its value's
 * share, u is that of all values together, and so is the weight.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_fields);
Datum
scrm_match_fields(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const MatchModel *model = match_model_arg(fcinfo, 0);

	InitMaterializedSRF(fcinfo, 0);
	for (int f = 0; f < model->nfields; f++)
	{
		const MatchFieldModel *field = &model->fields[f];
		const MatchLevels *levels = &match_levels[field->kind];

		for (int context = 0; context < MATCH_CONTEXTS; context++)
			for (int l = 1; l < levels->n && match_contexts(model, f) >> context & 1; l++)
			{
				const char *parent = match_context_name(model, f, context);
				Datum		values[7];
				bool		nulls[7] = {[3] = parent == NULL};

				values[0] = CStringGetTextDatum(field->name);
				values[1] = CStringGetTextDatum(levels->kind);
				values[2] = CStringGetTextDatum(levels->names[l]);
				values[3] = parent ? CStringGetTextDatum(parent) : (Datum) 0;
				values[4] = Float8GetDatum(field->m[context][l]);
				values[5] = Float8GetDatum(field->u[context][l]);
				values[6] = Float8GetDatum(log2(field->m[context][l] / field->u[context][l]));
				tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
			}
	}
	return (Datum) 0;
}

/*
 * match_keys(match_model) -> (key text, pairs_per_row float8, expected_recall float8)
 *
 * The share is of the pairs that all keys together are expected to find.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_keys);
Datum
scrm_match_keys(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const MatchModel *model = match_model_arg(fcinfo, 0);
	double		all = 0,
				found = 0;

	InitMaterializedSRF(fcinfo, 0);
	for (int k = 0; k < model->keys.n; k++)
		all += model->keys.keys[k].gain;
	for (int k = 0; k < model->keys.n; k++)
	{
		const MatchKey *key = &model->keys.keys[k];
		Datum		values[3];
		bool		nulls[3] = {false, false, all == 0};

		found += key->gain;
		values[0] = CStringGetTextDatum(match_key_text(model, key));
		values[1] = Float8GetDatum(key->pairs_per_row);
		values[2] = Float8GetDatum(found / all);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * match_calibration(match_model) -> (weight_from float8, weight_to float8, pairs float8, decoys float8,
 *		"precision" float8)
 *
 * A row for each knot of the curve; the evidence of one reaches to the middle
 * between it and its neighbors, without end at either end.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_calibration);
Datum
scrm_match_calibration(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const MatchModel *model = match_model_arg(fcinfo, 0);
	const MatchKnot *knots = model->knots;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < model->nknots; i++)
	{
		Datum		values[5];
		bool		nulls[5] = {false};
		bool		last = i == model->nknots - 1;

		values[0] = Float8GetDatum(i == 0 ? -get_float8_infinity() : (knots[i - 1].weight + knots[i].weight) / 2);
		values[1] = Float8GetDatum(last ? get_float8_infinity() : (knots[i].weight + knots[i + 1].weight) / 2);
		values[2] = Float8GetDatum(knots[i].pairs);
		values[3] = Float8GetDatum(knots[i].decoys);
		values[4] = Float8GetDatum(match_probability(knots[i].calibrated));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
