/*
 * matcher_all.c - a matcher over all rows: settlement, persons, questions
 */
#include "identity/matcher.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "base/progress.h"
#include "identity/match_source.h"
#include "identity/matcher_lock.h"

#define KEYS_AT_ONCE	1000000 /* of the table of keys, in one statement */

/* All rows of the relation with their links. */
typedef struct AllRows
{
	MatchInput	input;
	int64		n;
	int64	   *ids;
	int64	   *was;			/* persons; 0: none yet */
	Numbers		gone;			/* rows that have a person and are not there */
	Numbers		gone_was;
	uint32	   *table;			/* of keys */
	MatchLinks	links;
	MatchDecision *decisions;
	int64		ndecisions;
} AllRows;

static char *
source_of(const Matcher *m)
{
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT %s", quote_identifier(m->id_name));
	for (int i = 0; i < m->ncolumns; i++)
		appendStringInfo(&query, ", %s", quote_identifier(m->columns[i]));
	appendStringInfo(&query, " FROM ONLY %s",
					 quote_qualified_identifier(get_namespace_name(get_rel_namespace(m->relation)), get_rel_name(m->relation)));
	return query.data;
}

/* Reads id and person, ascending, beside the rows. */
static void
read_persons(const Matcher *m, AllRows *all)
{
	Rows	   *rows = rows_open(psprintf("SELECT id, person FROM %s ORDER BY id USING OPERATOR(pg_catalog.<)",
										  m->quoted[MATCHER_PERSON]), "persons", 2);
	int64		at = 0;

	all->was = palloc_extended((Size) all->n * sizeof(int64) + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	while (rows_next(rows))
		for (int row = 0; row < rows->n; row++)
		{
			int64		id = DatumGetInt64(rows_value(rows, row, 0));
			int64		person = DatumGetInt64(rows_value(rows, row, 1));

			while (at < all->n && all->ids[at] < id)
				at++;
			if (at < all->n && all->ids[at] == id)
				all->was[at] = person;
			else
			{
				numbers_add(&all->gone, id);
				numbers_add(&all->gone_was, person);
			}
		}
	rows_close(rows);
}

static void
read_decisions(const Matcher *m, AllRows *all)
{
	Rows	   *rows = rows_open(psprintf("SELECT id_a, id_b, same FROM %s", m->quoted[MATCHER_DECISION]), "decisions", 3);
	Numbers		ids = {all->ids, all->n, all->n};
	Decisions	decisions = {0};

	while (rows_next(rows))
		for (int row = 0; row < rows->n; row++)
			decisions_add(&decisions, (Decision)
/**INDENT** Error@89: Unbalanced parens */
						  {
			DatumGetInt64(rows_value(rows, row, 0)), DatumGetInt64(rows_value(rows, row, 1)),
				DatumGetBool(rows_value(rows, row, 2))
/**INDENT** Warning@92: Extra ) */
		});
	rows_close(rows);
	all->decisions = matcher_row_decisions(&decisions, &ids, &all->ndecisions);
}

static void
read_all(const Matcher *m, AllRows *all)
{
	const MatchKeys *keys = &m->model->keys;
	KeyReader  *reader;
	MatchRows  *rows;

	memset(all, 0, sizeof(AllRows));
	match_read(source_of(m), NULL, INT8OID, NULL, m->model, &all->input);
	rows = all->input.rows;
	all->n = rows->n;
	all->ids = palloc_extended((Size) all->n * sizeof(int64) + 1, MCXT_ALLOC_HUGE);
	for (int64 i = 0; i < all->n; i++)
		all->ids[i] = DatumGetInt64(match_id(&all->input, i));
	all->table = palloc_extended((Size) all->n * keys->width * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	reader = key_reader(rows);
	match_keys_fill(keys, reader, rows, all->table);
	match_score(m->model, rows, all->table, keys->width, 0, MATCH_LINK_LEAST, &all->links);
	read_persons(m, all);
	read_decisions(m, all);
}

/* ------------------------------------------------------------------- settle */

typedef struct RowKey
{
	int64		key;
	int64		id;
} RowKey;

static int
by_key(const void *x, const void *y)
{
	const RowKey *a = x;
	const RowKey *b = y;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* In the order of keys: rows that share one lie together in the table. */
static void
sort_keys(Numbers *keys, Numbers *ids)
{
	RowKey	   *both = palloc_extended((Size) keys->n * sizeof(RowKey), MCXT_ALLOC_HUGE);

	for (int i = 0; i < keys->n; i++)
		both[i] = (RowKey) {keys->values[i], ids->values[i]};
	qsort(both, keys->n, sizeof(RowKey), by_key);
	for (int i = 0; i < keys->n; i++)
	{
		keys->values[i] = both[i].key;
		ids->values[i] = both[i].id;
	}
	pfree(both);
}

static void
put_keys(Matcher *m, Numbers *keys, Numbers *ids)
{
	Datum		values[2];

	if (keys->n == 0)
		return;
	sort_keys(keys, ids);
	values[0] = matcher_array(keys->values, keys->n);
	values[1] = matcher_array(ids->values, ids->n);
	matcher_do(m, DO_KEYS_OF_ALL, values, NULL, keys->n);
	pfree(DatumGetPointer(values[0]));
	pfree(DatumGetPointer(values[1]));
	keys->n = ids->n = 0;
}

/* Keys of the rows that have no person: nobody has looked at them yet. */
static void
write_new_keys(Matcher *m, const AllRows *all)
{
	const MatchKeys *k = &m->model->keys;
	uint64		values[MATCHER_KEYS];
	Numbers		keys = {0},
				ids = {0};

	for (int64 i = 0; i < all->n; i++)
	{
		int			n = all->was[i] ? 0 : match_row_keys(k, all->table + i * k->width, values);

		for (int v = 0; v < n; v++)
		{
			numbers_add(&keys, (int64) values[v]);
			numbers_add(&ids, all->ids[i]);
		}
		if (keys.n >= KEYS_AT_ONCE)
			put_keys(m, &keys, &ids);
	}
	put_keys(m, &keys, &ids);
}

/* Rows whose leaving nobody saw. */
static void
drop_gone(Matcher *m, AllRows *all)
{
	Numbers		nobody = {0};
	Datum		values[1];

	if (all->gone.n == 0)
		return;
	for (int i = 0; i < all->gone.n; i++)
		numbers_add(&nobody, 0);
	values[0] = matcher_array(all->gone.values, all->gone.n);
	matcher_do(m, DO_LEAVE, values, NULL, all->gone.n);
	matcher_do(m, DO_UNKEY_ROWS, values, NULL, -1);
	matcher_journal(m, "settle", &all->gone, &all->gone_was, &nobody);
}

int64
matcher_group_all(Matcher *m, bool first)
{
	AllRows		all;
	uint32	   *group;
	int64		wrong;
	Datum		rows;

	progress_begin(first ? "create_matcher" : "matcher_settle", "pairs");
	read_all(m, &all);
	write_new_keys(m, &all);
	drop_gone(m, &all);
	group = match_group(all.input.rows, all.links.links, all.links.n, MATCH_MERGE_LEAST, all.decisions, all.ndecisions, &wrong);
	if (!group)
		matcher_error_decisions(all.ids[all.decisions[wrong].a], all.ids[all.decisions[wrong].b]);
	matcher_write(m, all.n, all.ids, all.was, group, first ? NULL : "settle");

	/* With no rows, those that the model was learned of: no pair is likely. */
	rows = Int64GetDatum(all.n > 0 ? all.n : (int64) m->model->rows);
	matcher_do(m, DO_ROWS, &rows, NULL, 1);
	progress_end();
	return all.n;
}

/* Whether rows wait, or there are more or fewer than the prior counts with. */
static bool
is_unsettled(const Matcher *m)
{
	char	   *journal = m->quoted[MATCHER_JOURNAL];
	bool		isnull;

	SPI_execute(psprintf("SELECT EXISTS (SELECT FROM %s AS w WHERE w.cause IN ('wait') AND w.step OPERATOR(pg_catalog.>) "
						 "COALESCE((SELECT s.step FROM %s AS s WHERE s.cause IN ('settle') AND s.id IS NULL "
						 "ORDER BY s.step DESC LIMIT 1), 0)) "
						 "OR (SELECT pg_catalog.count(*) FROM %s) OPERATOR(pg_catalog.<>) " INT64_FORMAT
						 " OR (SELECT pg_catalog.count(*) FROM ONLY %s) OPERATOR(pg_catalog.<>) " INT64_FORMAT,
						 journal, journal, m->quoted[MATCHER_PERSON], (int64) m->rows,
						 quote_qualified_identifier(get_namespace_name(get_rel_namespace(m->relation)), get_rel_name(m->relation)),
						 (int64) m->rows), false, 1);
	return DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
}

/*
 * matcher_settle(matcher text) -> bigint
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_matcher_settle);
Datum
scrm_matcher_settle(PG_FUNCTION_ARGS)
{
	Matcher    *m = matcher_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	int64		rows = 0;

	PreventCommandIfReadOnly("matcher_settle()");
	lock_alone(m);
	SPI_connect();
	CommandCounterIncrement();
	m = matcher_now(m);
	if (is_unsettled(m))
	{
		PushActiveSnapshot(GetLatestSnapshot());
		rows = matcher_group_all(m, false);
		PopActiveSnapshot();
		SPI_execute(psprintf("INSERT INTO %s (cause) VALUES ('settle')", m->quoted[MATCHER_JOURNAL]), false, 0);
	}
	SPI_finish();
	PG_RETURN_INT64(rows);
}

/* ------------------------------------------------------------------ persons */

/*
 * matcher_persons(matcher text) -> (id bigint, person bigint)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_matcher_persons);
Datum
scrm_matcher_persons(PG_FUNCTION_ARGS)
{
	Matcher    *m = matcher_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	ReturnSetInfo *result;
	Rows	   *rows;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows = rows_open(psprintf("SELECT id, person FROM %s ORDER BY id USING OPERATOR(pg_catalog.<)",
							  m->quoted[MATCHER_PERSON]), "persons", 2);
	while (rows_next(rows))
		for (int row = 0; row < rows->n; row++)
			tuplestore_putvalues(result->setResult, result->setDesc, rows->values + (Size) row * 2, rows->nulls + (Size) row * 2);
	rows_close(rows);
	return (Datum) 0;
}

/* ---------------------------------------------------------------- questions */

#define UNSURE_FROM		.05
#define UNSURE_TO		.95

typedef struct Question
{
	int64		a;				/* persons, a <= b */
	int64		b;
	uint32		row;
	uint32		other;
	double		probability;
	double		gain;			/* pairs of rows that the answer is expected
								 * to change */
} Question;

/* Of one pair of persons the surest link first, inside one the least sure. */
static int
by_persons(const void *x, const void *y)
{
	const Question *a = x;
	const Question *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	if (a->probability != b->probability)
		return (a->probability > b->probability) == (a->a != a->b) ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return a->other < b->other ? -1 : a->other > b->other;
}

static int
by_gain(const void *x, const void *y)
{
	const Question *a = x;
	const Question *b = y;

	if (a->gain != b->gain)
		return a->gain > b->gain ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return a->other < b->other ? -1 : a->other > b->other;
}

/* Rows of a person, by counting in the sorted persons. */
static int64
rows_of_person(const int64 *persons, int64 n, int64 person)
{
	int64		bound[2];

	for (int end = 0; end < 2; end++)
	{
		int64		low = 0,
					high = n;

		while (low < high)
		{
			int64		middle = low + (high - low) / 2;

			if (persons[middle] < person + end)
				low = middle + 1;
			else
				high = middle;
		}
		bound[end] = low;
	}
	return bound[1] - bound[0];
}

static bool
is_decided(const AllRows *all, const Numbers *decided, uint32 a, uint32 b)
{
	return numbers_find(decided, (int64) ((uint64) a << 32 | b)) != NULL;
}

/* The unsure links, one for each pair of persons; returns how many. */
static int64
questions_of(const Matcher *m, const AllRows *all, Question **questions)
{
	Numbers		decided = {0};
	int64	   *persons = palloc_extended((Size) all->n * sizeof(int64) + 1, MCXT_ALLOC_HUGE);
	int64		n = 0;
	int64		kept = 0;
	Question   *q = palloc_extended((Size) all->links.n * sizeof(Question) + 1, MCXT_ALLOC_HUGE);

	for (int64 d = 0; d < all->ndecisions; d++)
		numbers_add(&decided, (int64) ((uint64) all->decisions[d].a << 32 | all->decisions[d].b));
	numbers_sort(&decided);
	for (int64 l = 0; l < all->links.n; l++)
	{
		const MatchLink *link = &all->links.links[l];
		double		p = match_probability(match_calibrate(m->model, link->weight));
		int64		a = all->was[link->a];
		int64		b = all->was[link->b];

		if (p < UNSURE_FROM || p > UNSURE_TO || !a || !b || is_decided(all, &decided, link->a, link->b))
			continue;
		q[n++] = (Question) {Min(a, b), Max(a, b), link->a, link->b, p, 0};
	}
	qsort(q, n, sizeof(Question), by_persons);
	memcpy(persons, all->was, (Size) all->n * sizeof(int64));
	qsort(persons, all->n, sizeof(int64), compare_int64);
	for (int64 i = 0; i < n; i++)
	{
		int64		a = q[i].a,
					b = q[i].b;

		if (kept > 0 && q[kept - 1].a == a && q[kept - 1].b == b)
			continue;
		q[kept] = q[i];
		if (a == b)
			q[kept].gain = (1 - q[i].probability) * (rows_of_person(persons, all->n, a) - 1);
		else
			q[kept].gain = q[i].probability * rows_of_person(persons, all->n, a) * rows_of_person(persons, all->n, b);
		kept++;
	}
	qsort(q, kept, sizeof(Question), by_gain);
	*questions = q;
	return kept;
}

/*
 * matcher_review(matcher text, n int) -> (id, candidate, probability, gain)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_matcher_review);
Datum
scrm_matcher_review(PG_FUNCTION_ARGS)
{
	Matcher    *m = matcher_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	int			most = PG_GETARG_INT32(1);
	ReturnSetInfo *result;
	AllRows		all;
	Question   *questions;
	int64		n;

	if (most < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("n is %d", most),
				 errdetail("It is how many questions to give.")));
	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	progress_begin("matcher_review", "pairs");
	read_all(m, &all);
	n = questions_of(m, &all, &questions);
	for (int64 i = 0; i < Min(n, most); i++)
	{
		Datum		values[4] = {
			Int64GetDatum(all.ids[questions[i].row]), Int64GetDatum(all.ids[questions[i].other]),
			Float8GetDatum(questions[i].probability), Float8GetDatum(questions[i].gain)
		};
		bool		nulls[4] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	progress_end();
	return (Datum) 0;
}
