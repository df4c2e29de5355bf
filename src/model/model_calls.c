/*
 * model_calls.c - procedures that commit as they go
 *
 * The work itself is SQL (model.sql): one call of a function of ours for each
 * batch.  The loop around it is here, since only a procedure in C knows
 * whether it may commit: in a transaction block, or called from a function,
 * the whole call is one transaction.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/portal.h"
#include "utils/timestamp.h"

#include "base/args.h"

/*
 * A batch ends at so many bytes, whatever the number of documents: their array
 * is copied for each statement, and one of 40 MB took three times as long as
 * five of 8 MB, which stay in the cache.
 */
#define BATCH_BYTES	((Size) 8 * 1024 * 1024)

#define REFRESH_ROWS	10000	/* customers of a batch of refresh */

/* A call that may be in a position to commit. */
typedef struct Call
{
	bool		commits;
	MemoryContext batch;		/* reset after each batch */
} Call;

typedef struct Tally
{
	int64		documents;
	int64		facts;
	int64		unknown;
	int64		failed;
} Tally;

static void call_begin(Call *call, FunctionCallInfo fcinfo);
static void call_next(Call *call);
static Datum check_base(FunctionCallInfo fcinfo);
static int64 result_int64(int column);
static char *counted(int64 n);
static SPIPlanPtr prepare_documents(const char *query);
static ArrayType *fetch_documents(Portal portal, int limit, MemoryContext into);

static void
call_begin(Call *call, FunctionCallInfo fcinfo)
{
	call->commits = fcinfo->context && IsA(fcinfo->context, CallContext) &&
		!castNode(CallContext, fcinfo->context)->atomic;
	SPI_connect_ext(call->commits ? SPI_OPT_NONATOMIC : 0);
	call->batch = AllocSetContextCreate(CurrentMemoryContext, "scrm batch",
										ALLOCSET_DEFAULT_SIZES);
}

/*
 * After a batch: what it did stays.
 */
static void
call_next(Call *call)
{
	MemoryContextReset(call->batch);
	if (call->commits)
		SPI_commit();
	CHECK_FOR_INTERRUPTS();
}

/*
 * The first argument, the name of a base that there is.
 */
static Datum
check_base(FunctionCallInfo fcinfo)
{
	static const Oid type = TEXTOID;
	Datum		base = PG_ARGISNULL(0) ? (Datum) 0 : PointerGetDatum(PG_GETARG_TEXT_P_COPY(0));

	SPI_execute_with_args("SELECT scrm.base_path($1)", 1, (Oid *) &type, &base,
						  PG_ARGISNULL(0) ? "n" : " ", false, 1);
	return base;
}

/* Column of the one row that the last statement gave. */
static int64
result_int64(int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc,
									  column, &isnull);

	return isnull ? 0 : DatumGetInt64(value);
}

/*
 * 1234567 as "1,234,567".
 */
static char *
counted(int64 n)
{
	StringInfoData text;
	char	   *digits = psprintf(INT64_FORMAT, n);
	int			length = strlen(digits);

	initStringInfo(&text);
	for (int i = 0; i < length; i++)
	{
		if (i > 0 && (length - i) % 3 == 0)
			appendStringInfoChar(&text, ',');
		appendStringInfoChar(&text, digits[i]);
	}
	return text.data;
}

/*
 * Plan of a query that returns one column of type jsonb; else 42804.
 */
static SPIPlanPtr
prepare_documents(const char *query)
{
	SPIPlanPtr	plan = SPI_prepare(query, 0, NULL);
	TupleDesc	columns;

	if (!plan)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	columns = SPI_is_cursor_plan(plan) ?
		((CachedPlanSource *) linitial(SPI_plan_get_plan_sources(plan)))->resultDesc : NULL;
	if (!columns || columns->natts != 1 ||
		TupleDescAttr(columns, 0)->atttypid != JSONBOID)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("query does not return one column of type jsonb: \"%s\"", query),
				 columns && columns->natts == 1 ?
				 errdetail("Its column is of type %s.",
						   format_type_be(TupleDescAttr(columns, 0)->atttypid)) :
				 errdetail("It returns %d columns.", columns ? columns->natts : 0),
				 errhint("Select the document alone, as in 'SELECT body::jsonb FROM inbox'.")));
	return plan;
}

/*
 * The next documents of a cursor as an array, NULL at the end.  A NULL is no
 * document, and is skipped.
 */
static ArrayType *
fetch_documents(Portal portal, int limit, MemoryContext into)
{
	MemoryContext old = MemoryContextSwitchTo(into);
	Datum	   *documents = NULL;
	int			n = 0;
	int			room = 0;
	Size		bytes = 0;
	ArrayType  *result = NULL;

	/* One by one: any number of them might be of many megabytes each. */
	while (n < limit && bytes < BATCH_BYTES)
	{
		bool		isnull;
		Datum		value;

		SPI_cursor_fetch(portal, true, 1);
		if (SPI_processed == 0)
			break;
		value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
		if (!isnull)
		{
			if (n == room)
			{
				room = Max(64, 2 * room);
				documents = documents ? repalloc(documents, sizeof(Datum) * room) :
					palloc(sizeof(Datum) * room);
			}
			documents[n] = PointerGetDatum(PG_DETOAST_DATUM_COPY(value));
			bytes += VARSIZE(DatumGetPointer(documents[n]));
			n++;
		}
		SPI_freetuptable(SPI_tuptable);
	}
	if (n > 0)
		result = construct_array(documents, n, JSONBOID, -1, false, TYPALIGN_INT);
	MemoryContextSwitchTo(old);
	return result;
}

/*
 * One batch: source, documents and mapping to facts.
 */
static void
ingest_batch(Tally *tally, Datum *args, const char *nulls, ArrayType *documents)
{
	static const Oid types[] = {TEXTOID, TEXTOID, JSONBARRAYOID, JSONBOID};

	args[2] = PointerGetDatum(documents);
	SPI_execute_with_args("SELECT facts, unknown, failed FROM scrm.ingest_batch($1, $2, $3, $4)",
						  4, (Oid *) types, args, nulls, false, 1);
	tally->documents += ArrayGetNItems(ARR_NDIM(documents), ARR_DIMS(documents));
	tally->facts += result_int64(1);
	tally->unknown += result_int64(2);
	tally->failed += result_int64(3);
	SPI_freetuptable(SPI_tuptable);
}

/*
 * ingest_query(base text, source text, query text, mapping jsonb, batch int)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_ingest_query);
Datum
scrm_ingest_query(PG_FUNCTION_ARGS)
{
	static const Oid types[] = {TEXTOID, TEXTOID, JSONBOID};
	Call		call;
	Tally		tally = {0};
	Datum		args[4];
	char		nulls[4];
	Portal		portal;
	ArrayType  *documents;
	int			limit = PG_ARGISNULL(4) ? 0 : PG_GETARG_INT32(4);

	if (PG_ARGISNULL(2))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("query is NULL"),
				 errhint("Give a query that returns the documents.")));
	if (limit < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("batch is less than 1: %d", limit),
				 errhint("It is the number of documents between two commits.")));

	call_begin(&call, fcinfo);
	for (int i = 0; i < 4; i++)
		nulls[i] = ' ';
	for (int i = 0; i < 2; i++)
	{
		nulls[i] = PG_ARGISNULL(i) ? 'n' : ' ';
		args[i] = PG_ARGISNULL(i) ? (Datum) 0 : PointerGetDatum(PG_GETARG_TEXT_P_COPY(i));
	}
	nulls[2] = nulls[3] = PG_ARGISNULL(3) ? 'n' : ' ';
	args[2] = args[3] = PG_ARGISNULL(3) ? (Datum) 0 :
		PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(3)));

	/* Whatever is wrong with the call is said before any row is read. */
	SPI_execute_with_args("SELECT scrm.check_ingest($1, $2, $3)",
						  3, (Oid *) types, args, nulls, false, 1);
	nulls[2] = ' ';
	portal = SPI_cursor_open(NULL, prepare_documents(text_to_cstring(PG_GETARG_TEXT_PP(2))),
							 NULL, NULL, false);
	PinPortal(portal);			/* so that a commit keeps its rows */
	if (portal->strategy != PORTAL_ONE_SELECT)
		call.commits = false;	/* it writes, and cannot go on after a commit */
	while ((documents = fetch_documents(portal, limit, call.batch)))
	{
		ingest_batch(&tally, args, nulls, documents);
		call_next(&call);
	}
	UnpinPortal(portal);
	SPI_cursor_close(portal);

	ereport(NOTICE,
			(errmsg("%s: %s documents, %s facts new or changed, %s unknown, %s failed",
					text_to_cstring(DatumGetTextPP(args[0])), counted(tally.documents),
					counted(tally.facts), counted(tally.unknown), counted(tally.failed))));
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * One batch of a task.  Returns where the next one begins, 0 after the last;
 * *busy is the process that refreshes the base already, else 0.
 */
static int64
refresh_batch(Datum base, const char *task, int64 after, int64 *done, int *busy)
{
	static const Oid types[] = {TEXTOID, TEXTOID, INT8OID, INT4OID};
	Datum		args[] = {
		base, CStringGetTextDatum(task), Int64GetDatum(after), Int32GetDatum(REFRESH_ROWS)
	};
	int64		next;

	SPI_execute_with_args("SELECT done, next, busy::bigint FROM scrm.refresh_batch($1, $2, $3, $4)",
						  4, (Oid *) types, args, NULL, false, 1);
	*done += result_int64(1);
	next = result_int64(2);
	*busy = (int) result_int64(3);
	SPI_freetuptable(SPI_tuptable);
	return next;
}

/*
 * refresh(base text, task text)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_refresh);
Datum
scrm_refresh(PG_FUNCTION_ARGS)
{
	static const char *const tasks[] = {"state", "models", "value", "figure", NULL};
	TimestampTz start = GetCurrentTimestamp();
	Call		call;
	Datum		base;
	int			first = 0;
	int			last = lengthof(tasks) - 2;
	int64		customers = 0;

	if (!PG_ARGISNULL(1))
		first = last = choice("task", text_to_cstring(PG_GETARG_TEXT_PP(1)), tasks);
	call_begin(&call, fcinfo);
	base = check_base(fcinfo);
	for (int task = first; task <= last; task++)
	{
		int64		done = 0;
		int64		next = 0;

		do
		{
			int			busy;

			next = refresh_batch(base, tasks[task], next, &done, &busy);
			if (busy)
			{
				ereport(NOTICE,
						(errmsg("%s: process %d refreshes it already", TextDatumGetCString(base), busy)));
				SPI_finish();
				PG_RETURN_VOID();
			}
			call_next(&call);
		} while (next);
		if (strcmp(tasks[task], "models") != 0)
			customers = Max(customers, done);
	}
	ereport(NOTICE,
			(errmsg("%s: %s customers, %d tasks, %.1f s", TextDatumGetCString(base), counted(customers),
					last - first + 1, (GetCurrentTimestamp() - start) / 1e6)));
	SPI_finish();
	PG_RETURN_VOID();
}
