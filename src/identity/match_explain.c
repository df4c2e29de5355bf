/*
 * match_explain.c - why two records are one person, or are not
 */
#include "postgres.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "core/match_explain.h"
#include "identity/match_model_type.h"
#include "identity/match_record.h"

static Datum
text_or_null(const char *text, bool *isnull)
{
	*isnull = text == NULL;
	return text ? CStringGetTextDatum(text) : (Datum) 0;
}

/*
 * match_explain(match_model, a jsonb, b jsonb) -> (step int, field text, value_a text, value_b text, level text,
 *		weight float8, running_weight float8, probability float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_explain);
Datum
scrm_match_explain(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const MatchModel *model = match_model_arg(fcinfo, 0);
	MatchRows  *rows = match_record_rows(model);
	MatchStep	steps[MATCH_STEPS];
	double		sum = 0;
	int			n;

	match_record_add(rows, PG_GETARG_JSONB_P(1), "a");
	match_record_add(rows, PG_GETARG_JSONB_P(2), "b");
	match_model_finish(model, rows);
	n = match_explain(model, rows, match_row(rows, 0), match_row(rows, 1), steps);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < n; i++)
	{
		Datum		values[8];
		bool		nulls[8] = {false};

		sum += steps[i].weight;
		values[0] = Int32GetDatum(i);
		values[1] = CStringGetTextDatum(steps[i].name);
		values[2] = text_or_null(steps[i].a, &nulls[2]);
		values[3] = text_or_null(steps[i].b, &nulls[3]);
		values[4] = CStringGetTextDatum(steps[i].level);
		values[5] = Float8GetDatum(steps[i].weight);
		values[6] = Float8GetDatum(sum);
		values[7] = Float8GetDatum(match_probability(sum));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
