/*
 * match_run.c - matching whole sources: training, pairs, persons
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/qunique.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/memory.h"
#include "base/progress.h"
#include "core/bridges.h"
#include "identity/match_model_type.h"
#include "identity/match_source.h"

#define FEW_PAIRS		50		/* candidates that a model can be learned of */

/* Bytes a row and a pair, as match_rows.h and match_keys.h say. */
#define ROW_BYTES		480
#define PAIR_BYTES		(2 * sizeof(MatchLink) + 16)

typedef struct MatchRun
{
	MatchInput	input;
	MatchSettings settings;
	const MatchModel *model;
	MatchLinks	links;
	MatchDecision *decisions;
	int64		ndecisions;
} MatchRun;

static char *
text_arg(FunctionCallInfo fcinfo, int n)
{
	return text_to_cstring(PG_GETARG_TEXT_PP(n));
}

/* The type of ids: of the sample behind `n` arguments, or bigint. */
static Oid
id_type(FunctionCallInfo fcinfo, int n)
{
	return PG_NARGS() > n ? get_fn_expr_argtype(fcinfo->flinfo, n) : INT8OID;
}

static double
log_odds(double probability)
{
	return log2(probability / (1 - probability));
}

static double
probability_arg(FunctionCallInfo fcinfo, int n)
{
	double		p = PG_GETARG_FLOAT8(n);

	if (isnan(p) || p < 0 || p > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("min_probability is %g", p),
				 errdetail("A probability lies between 0 and 1.")));
	return p;
}

static void
announce(const MatchInput *input, double pairs_per_row)
{
	memory_announce("matching", input->rows->n * (ROW_BYTES + pairs_per_row * PAIR_BYTES));
}

static void
read_decisions(MatchRun *run)
{
	if (run->settings.decisions)
		run->decisions = match_read_decisions(run->settings.decisions, "decisions", &run->input, &run->ndecisions);
	if (run->settings.labels)
	{
		int64		n;

		run->settings.options.labels = match_read_decisions(run->settings.labels, "labels", &run->input, &n);
		run->settings.options.nlabels = n;
	}
}

/* Learns a model of what was read, and weighs its pairs on the way. */
static void
train(MatchRun *run)
{
	MatchRows  *rows = run->input.rows;
	MatchModel *model;
	uint32	   *table;
	int			width;

	announce(&run->input, run->settings.options.pairs_per_row);
	run->settings.options.first_of_b = run->input.first_of_b;
	read_decisions(run);
	progress_step("keys");
	model = match_train(rows, &run->settings.options, &table, &width);
	progress_step("pairs");
	match_score(model, rows, table, width, run->input.first_of_b, MATCH_LINK_LEAST, &run->links);
	match_learn_curve(model, &run->links.histogram);
	run->model = model;
}

/* Weighs the pairs of what was read by a model; with probability 0, all. */
static void
score(MatchRun *run, double min_probability)
{
	MatchRows  *rows = run->input.rows;
	KeyReader  *reader = key_reader(rows);
	int			width = run->model->keys.width;
	uint32	   *table;

	announce(&run->input, 10);
	table = palloc_extended((Size) rows->n * width * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	match_keys_fill(&run->model->keys, reader, rows, table);
	progress_step("pairs");
	match_score(run->model, rows, table, width, run->input.first_of_b,
				min_probability == 0 ? -INFINITY : Min(MATCH_LINK_LEAST, log_odds(min_probability)), &run->links);
}

static uint32 *
group(MatchRun *run, double min_probability)
{
	int64		wrong = -1;
	uint32	   *persons;

	persons = match_group(run->input.rows, run->links.links, run->links.n,
						  MATCH_MERGE_LEAST + log_odds(Max(min_probability, .01)), run->decisions, run->ndecisions, &wrong);
	if (!persons)
	{
		bool		varlena;
		Oid			output;
		Datum		a = match_id(&run->input, run->decisions[wrong].a);
		Datum		b = match_id(&run->input, run->decisions[wrong].b);

		getTypeOutputInfo(run->input.ids[0]->type, &output, &varlena);
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("decisions contradict one another on %s and %s",
						OidOutputFunctionCall(output, a), OidOutputFunctionCall(output, b)),
				 errdetail("They are said to be two, and joined by others that are said to be one.")));
	}
	return persons;
}

static void
begin(MatchRun *run, const char *call)
{
	memset(run, 0, sizeof(MatchRun));
	progress_begin(call, "rows");
}

/*
 * Whether one of the first n arguments is NULL, for which there are no rows.
 * (The forms with a sample, which is NULL as a rule, are not STRICT.)
 */
static bool
nothing_asked(FunctionCallInfo fcinfo, int n)
{
	for (int i = 0; i < n; i++)
		if (PG_ARGISNULL(i))
		{
			InitMaterializedSRF(fcinfo, 0);
			return true;
		}
	return false;
}

/* ----------------------------------------------------------------- training */

static Datum
train_sources(FunctionCallInfo fcinfo, const char *a, const char *b, Jsonb *options)
{
	MatchRun	run;

	begin(&run, b ? "match_train_link" : "match_train");
	match_settings(options, &run.settings);
	match_read(a, b, InvalidOid, &run.settings, NULL, &run.input);
	if (run.input.rows->n < 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rows are too few to learn from: " INT64_FORMAT, run.input.rows->n)));
	train(&run);
	if (run.links.pairs < FEW_PAIRS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("candidate pairs are too few to learn from: " INT64_FORMAT, run.links.pairs),
				 errdetail("At least %d rows must share a key with another.", FEW_PAIRS),
				 errhint("Give more rows or more columns.")));
	progress_end();
	return match_model_datum(run.model);
}

/*
 * match_train(source text, options jsonb) -> match_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_train);
Datum
scrm_match_train(PG_FUNCTION_ARGS)
{
	return train_sources(fcinfo, text_arg(fcinfo, 0), NULL, PG_GETARG_JSONB_P(1));
}

/*
 * match_train_link(source_a text, source_b text, options jsonb) -> match_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_train_link);
Datum
scrm_match_train_link(PG_FUNCTION_ARGS)
{
	return train_sources(fcinfo, text_arg(fcinfo, 0), text_arg(fcinfo, 1), PG_GETARG_JSONB_P(2));
}

/* -------------------------------------------------------------------- pairs */

static int
by_rows(const void *x, const void *y)
{
	const MatchLink *a = x;
	const MatchLink *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return a->b < b->b ? -1 : a->b > b->b;
}

/* The pairs in the order of their ids, calibrated. */
static void
give_pairs(FunctionCallInfo fcinfo, MatchRun *run, double min_probability)
{
	ReturnSetInfo *result;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	qsort(run->links.links, run->links.n, sizeof(MatchLink), by_rows);
	for (int64 i = 0; i < run->links.n; i++)
	{
		const MatchLink *link = &run->links.links[i];
		double		weight = match_calibrate(run->model, link->weight);
		Datum		values[4];
		bool		nulls[4] = {false};

		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (match_probability(weight) < min_probability)
			continue;
		values[0] = match_id(&run->input, link->a);
		values[1] = match_id(&run->input, link->b);
		values[2] = Float8GetDatum(weight);
		values[3] = Float8GetDatum(match_probability(weight));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

static Datum
pairs_of(FunctionCallInfo fcinfo, bool two, Oid type)
{
	MatchRun	run;
	double		min_probability;

	if (nothing_asked(fcinfo, two ? 4 : 3))
		return (Datum) 0;
	min_probability = probability_arg(fcinfo, two ? 3 : 2);
	begin(&run, "match_pairs");
	run.model = match_model_arg(fcinfo, two ? 2 : 1);
	match_read(text_arg(fcinfo, 0), two ? text_arg(fcinfo, 1) : NULL, type, NULL, run.model, &run.input);
	score(&run, min_probability);
	give_pairs(fcinfo, &run, min_probability);
	progress_end();
	return (Datum) 0;
}

/*
 * match_pairs(source text, model match_model, min_probability float8 [, id_sample anyelement])
 *	-> (id_a, id_b, weight, probability)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_pairs);
Datum
scrm_match_pairs(PG_FUNCTION_ARGS)
{
	return pairs_of(fcinfo, false, id_type(fcinfo, 3));
}

/*
 * match_pairs(source_a text, source_b text, model match_model, min_probability float8 [, id_sample anyelement])
 *	-> (id_a, id_b, weight, probability)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_pairs_link);
Datum
scrm_match_pairs_link(PG_FUNCTION_ARGS)
{
	return pairs_of(fcinfo, true, id_type(fcinfo, 4));
}

/* ------------------------------------------------------------------ persons */

/*
 * match_clusters(source text, model match_model, min_probability float8 [, id_sample anyelement])
 *	-> (id, person)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_clusters);
Datum
scrm_match_clusters(PG_FUNCTION_ARGS)
{
	MatchRun	run;
	double		min_probability;
	ReturnSetInfo *result;
	uint32	   *persons;

	if (nothing_asked(fcinfo, 3))
		return (Datum) 0;
	min_probability = probability_arg(fcinfo, 2);
	begin(&run, "match_clusters");
	run.model = match_model_arg(fcinfo, 1);
	match_read(text_arg(fcinfo, 0), NULL, id_type(fcinfo, 3), NULL, run.model, &run.input);
	score(&run, .5);
	persons = group(&run, min_probability);
	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	for (int64 i = 0; i < run.input.rows->n; i++)
	{
		Datum		values[2] = {match_id(&run.input, i), match_id(&run.input, persons[i])};
		bool		nulls[2] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	progress_end();
	return (Datum) 0;
}

/*
 * How sure each row is of its person: the best link inside the group, or, of a
 * row alone, that none of its links is one.
 */
static float *
certainty(const MatchRun *run, const uint32 *persons)
{
	int64		n = run->input.rows->n;
	float	   *inside = palloc_extended((Size) n * sizeof(float) + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	float	   *outside = palloc_extended((Size) n * sizeof(float) + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	bool	   *alone = palloc_extended((Size) n + 1, MCXT_ALLOC_HUGE);

	memset(alone, true, n);
	for (int64 i = 0; i < n; i++)
		if (persons[i] != i)
			alone[i] = alone[persons[i]] = false;
	for (int64 i = 0; i < run->links.n; i++)
	{
		const MatchLink *link = &run->links.links[i];
		float		p = match_probability(match_calibrate(run->model, link->weight));
		float	   *side = persons[link->a] == persons[link->b] ? inside : outside;

		side[link->a] = Max(side[link->a], p);
		side[link->b] = Max(side[link->b], p);
	}
	for (int64 i = 0; i < n; i++)
		if (alone[i])
			inside[i] = 1 - outside[i];
	pfree(outside);
	pfree(alone);
	return inside;
}

static void
tell_result(const MatchRun *run, const uint32 *persons)
{
	int64		n = run->input.rows->n;
	int64		count = 0;

	for (int64 i = 0; i < n; i++)
		count += persons[i] == i;
	ereport(NOTICE,
			(errmsg(INT64_FORMAT " rows, %.1f pairs a row, " INT64_FORMAT " persons, %s", n,
					n > 0 ? (double) run->links.pairs / n : 0, count,
					run->model && run->model->nknots > 0 ? "calibrated" : "uncalibrated")));
}

/* Every row a person of its own. */
static uint32 *
strangers(int64 n)
{
	uint32	   *persons = palloc_extended((Size) n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);

	for (int64 i = 0; i < n; i++)
		persons[i] = i;
	return persons;
}

/*
 * deduplicate(source text, options jsonb [, id_sample anyelement])
 *	-> (id, person, probability)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_deduplicate);
Datum
scrm_deduplicate(PG_FUNCTION_ARGS)
{
	MatchRun	run;
	ReturnSetInfo *result;
	uint32	   *persons;
	float	   *sure;

	if (nothing_asked(fcinfo, 2))
		return (Datum) 0;
	begin(&run, "deduplicate");
	match_settings(PG_GETARG_JSONB_P(1), &run.settings);
	match_read(text_arg(fcinfo, 0), NULL, id_type(fcinfo, 2), &run.settings, NULL, &run.input);
	if (run.input.rows->n >= 2)
	{
		train(&run);
		if (run.links.pairs < FEW_PAIRS)
			ereport(WARNING,
					(errmsg("candidate pairs are too few to learn from: " INT64_FORMAT, run.links.pairs),
					 errdetail("Weights are those that one person's rows have elsewhere.")));
		persons = group(&run, run.settings.min_probability);
	}
	else
		persons = strangers(run.input.rows->n);
	sure = certainty(&run, persons);
	tell_result(&run, persons);
	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	for (int64 i = 0; i < run.input.rows->n; i++)
	{
		Datum		values[3] = {match_id(&run.input, i), match_id(&run.input, persons[i]), Float8GetDatum(sure[i])};
		bool		nulls[3] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	progress_end();
	return (Datum) 0;
}

/* ------------------------------------------------------------- one group */

#define GROUP_MOST		2000	/* rows of a group that is explained */

static int
by_place(const void *x, const void *y)
{
	uint32		a = *(const uint32 *) x;
	uint32		b = *(const uint32 *) y;

	return a < b ? -1 : a > b;
}

/* Places of the ids of an array, each once; all must be there. */
static uint32 *
group_rows(FunctionCallInfo fcinfo, const MatchInput *input, ArrayType *array, int *n)
{
	Datum	   *ids;
	bool	   *nulls;
	uint32	   *rows;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("ids are an array of %d dimensions, and not of one", ARR_NDIM(array))));
	deconstruct_array(array, INT8OID, sizeof(int64), true, TYPALIGN_DOUBLE, &ids, &nulls, n);
	if (*n > GROUP_MOST)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a group of %d rows is too large to explain", *n),
				 errdetail("At most %d rows are compared with each other.", GROUP_MOST)));
	rows = palloc_array(uint32, *n + 1);
	for (int i = 0; i < *n; i++)
	{
		int32		place = nulls[i] ? -1 : ids_find(input->ids[0], ids[i]);

		if (place < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 nulls[i] ? errmsg("an id is NULL") :
					 errmsg("the source has no row of id " INT64_FORMAT, DatumGetInt64(ids[i]))));
		rows[i] = place;
	}
	qsort(rows, *n, sizeof(uint32), by_place);
	*n = qunique(rows, *n, sizeof(uint32), by_place);
	return rows;
}

static int
weakest_first(const void *x, const void *y)
{
	const MatchLink *a = x;
	const MatchLink *b = y;

	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	return by_rows(x, y);
}

/* The links among some rows, by places among them. */
static void
group_links(MatchRun *run, const uint32 *rows, int n)
{
	const MatchModel *model = run->model;
	KeyReader  *reader = key_reader(run->input.rows);
	int			width = model->keys.width;
	uint32	   *table = palloc0_array(uint32, (Size) n * width + 1);
	double		prior = match_prior(model, run->input.rows->n);

	for (int i = 0; i < n; i++)
		for (int k = 0; k < model->keys.n; k++)
			match_key_values(&model->keys, k, reader, match_row(run->input.rows, rows[i]),
							 table + (Size) i * width + model->keys.keys[k].slot);
	run->links.room = (int64) n * (n - 1) / 2 + 1;
	run->links.links = palloc_extended((Size) run->links.room * sizeof(MatchLink), MCXT_ALLOC_HUGE);
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int j = i + 1; j < n; j++)
		{
			const uint32 *a = match_row(run->input.rows, rows[i]);
			const uint32 *b = match_row(run->input.rows, rows[j]);
			bool		shared = false;
			MatchEvidence e;

			for (int k = 0; k < model->keys.n && !shared; k++)
				shared = match_key_shared(&model->keys.keys[k], table + (Size) i * width, table + (Size) j * width);
			if (!shared || match_decoys(run->input.rows, a, b))
				continue;
			match_compare(run->input.rows, a, b, &e);
			run->links.links[run->links.n++] = (MatchLink) {i, j, match_weight(model, &e) + prior};
		}
	}
	qsort(run->links.links, run->links.n, sizeof(MatchLink), weakest_first);
}

/* Of the links that are more likely than not, those that hold parts together. */
static bool *
group_bridges(const MatchRun *run, int n)
{
	BridgeLink *likely = palloc_array(BridgeLink, run->links.n + 1);
	bool	   *of_likely = palloc_array(bool, run->links.n + 1);
	bool	   *bridge = palloc0_array(bool, run->links.n + 1);
	uint32		m = 0;

	for (int64 i = 0; i < run->links.n; i++)
		if (match_calibrate(run->model, run->links.links[i].weight) >= 0)
			likely[m++] = (BridgeLink) {run->links.links[i].a, run->links.links[i].b};
	bridges_find(n, likely, m, of_likely);
	m = 0;
	for (int64 i = 0; i < run->links.n; i++)
		if (match_calibrate(run->model, run->links.links[i].weight) >= 0)
			bridge[i] = of_likely[m++];
	return bridge;
}

/*
 * explain_cluster(source text, model match_model, ids bigint[])
 *	-> (id_a, id_b, weight, probability, bridge)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_explain_cluster);
Datum
scrm_explain_cluster(PG_FUNCTION_ARGS)
{
	MatchRun	run;
	ReturnSetInfo *result;
	uint32	   *rows;
	bool	   *bridge;
	int			n;

	begin(&run, "explain_cluster");
	run.model = match_model_arg(fcinfo, 1);
	match_read(text_arg(fcinfo, 0), NULL, INT8OID, NULL, run.model, &run.input);
	rows = group_rows(fcinfo, &run.input, PG_GETARG_ARRAYTYPE_P(2), &n);
	group_links(&run, rows, n);
	bridge = group_bridges(&run, n);
	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	for (int64 i = 0; i < run.links.n; i++)
	{
		const MatchLink *link = &run.links.links[i];
		double		weight = match_calibrate(run.model, link->weight);
		uint32		a = Min(rows[link->a], rows[link->b]);
		uint32		b = Max(rows[link->a], rows[link->b]);
		Datum		values[5] = {match_id(&run.input, a), match_id(&run.input, b), Float8GetDatum(weight),
		Float8GetDatum(match_probability(weight)), BoolGetDatum(bridge[i])};
		bool		nulls[5] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	progress_end();
	return (Datum) 0;
}
