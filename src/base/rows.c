/*
 * rows.c - the rows of a query text, batch by batch
 */
#include "base/rows.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/portal.h"
#include "utils/syscache.h"

#include "base/compat.h"
#include "base/errors.h"

/*
 * A batch has at most so many rows, and no more than fill so many bytes, going
 * by the rows before: any number of them may be of a megabyte each.
 */
#define BATCH_FIRST		100
#define BATCH_ROWS		1000
#define BATCH_BYTES		((Size) 16 * 1024 * 1024)

static CachedPlanSource *check_query(Rows *rows, SPIPlanPtr plan);
static bool would_write(SPIPlanPtr plan);
pg_noreturn static void error_query(const Rows *rows, int code, int location,
									const char *message, const char *hint);
static void tell_query(void *arg);
static void set_columns(Rows *rows, TupleDesc desc);
static RowsKind kind_of(Oid type);
static bool is_handle(Oid type);
static const char *varlena_text(const Rows *rows, Datum value, Size most, Size *length);

Rows *
rows_open(const char *query, const char *what, int least_columns)
{
	MemoryContext old = CurrentMemoryContext;
	Rows	   *rows = palloc0(sizeof(Rows));
	CachedPlanSource *source;
	SPIPlanPtr	plan;

	rows->query = query;
	rows->what = what;
	rows->fetch = BATCH_FIRST;
	SPI_connect();
	plan = SPI_prepare(query, 0, NULL);
	if (!plan)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	source = check_query(rows, plan);
	if (source->resultDesc->natts < least_columns)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg_plural("%s has %d column, and needs at least %d",
							   "%s has %d columns, and needs at least %d",
							   source->resultDesc->natts,
							   what, source->resultDesc->natts, least_columns),
				 errhint("Select the id first, then what is known of it.")));
	rows->portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);

	/* Nothing that the query calls can close it. */
	PinPortal(rows->portal);

	MemoryContextSwitchTo(old);
	set_columns(rows, rows->portal->tupDesc);
	rows->batch = AllocSetContextCreate(old, "scrm rows", ALLOCSET_DEFAULT_SIZES);
	rows->values = palloc_array(Datum, (Size) BATCH_ROWS * rows->columns);
	rows->nulls = palloc_array(bool, (Size) BATCH_ROWS * rows->columns);
	return rows;
}

bool
rows_next(Rows *rows)
{
	MemoryContext old = CurrentMemoryContext;
	bool		read_only = XactReadOnly;
	ErrorContextCallback context;

	MemoryContextReset(rows->batch);
	if (rows->tuples)
		SPI_freetuptable(rows->tuples);
	rows->before += rows->n;

	/*
	 * A function that the query calls might write.  After an error the end of
	 * the (sub)transaction sets this back.
	 */
	XactReadOnly = true;
	context.previous = error_context_stack;
	context.callback = tell_query;
	context.arg = rows;
	error_context_stack = &context;
	SPI_cursor_fetch(rows->portal, true, rows->fetch);
	error_context_stack = context.previous;
	XactReadOnly = read_only;

	MemoryContextSwitchTo(old);
	rows->tuples = SPI_tuptable;
	rows->n = (int) SPI_processed;
	for (int row = 0; row < rows->n; row++)
		heap_deform_tuple(rows->tuples->vals[row], rows->tuples->tupdesc,
						  rows->values + (Size) row * rows->columns,
						  rows->nulls + (Size) row * rows->columns);
	if (rows->n > 0)
	{
		Size		bytes = MemoryContextMemAllocated(rows->tuples->tuptabcxt, true) / rows->n;

		rows->fetch = (int) Max(1, Min(BATCH_ROWS, BATCH_BYTES / Max(1, bytes)));
	}
	CHECK_FOR_INTERRUPTS();
	return rows->n > 0;
}

/* Where an error came from, for those that do not say it. */
static void
tell_query(void *arg)
{
	Rows	   *rows = arg;

	errcontext("%s \"%s\"", rows->what, error_shows(rows->query));
}

void
rows_close(Rows *rows)
{
	MemoryContext old = CurrentMemoryContext;

	UnpinPortal(rows->portal);
	SPI_cursor_close(rows->portal);
	SPI_finish();
	MemoryContextSwitchTo(old);
	MemoryContextDelete(rows->batch);
	pfree(rows->values);
	pfree(rows->nulls);
	rows->portal = NULL;
	rows->n = 0;
}

Rows *
rows_of_tuples(TupleDesc desc)
{
	Rows	   *rows = palloc0_object(Rows);

	set_columns(rows, desc);
	rows->n = 1;
	rows->batch = AllocSetContextCreate(CurrentMemoryContext, "scrm rows", ALLOCSET_DEFAULT_SIZES);
	rows->values = palloc0_array(Datum, desc->natts);
	rows->nulls = palloc0_array(bool, desc->natts);
	return rows;
}

/*
 * One statement, a SELECT in one of its forms, and nothing that writes.
 */
static CachedPlanSource *
check_query(Rows *rows, SPIPlanPtr plan)
{
	static const char *const one_select =
	"Give one SELECT, as in 'SELECT id, name, email FROM customer'.";
	List	   *sources = SPI_plan_get_plan_sources(plan);
	CachedPlanSource *source;
	RawStmt    *statement;

	if (sources == NIL)
		error_query(rows, ERRCODE_SYNTAX_ERROR, 0, "%s is an empty query", one_select);
	if (list_length(sources) > 1)
		error_query(rows, ERRCODE_SYNTAX_ERROR,
					((CachedPlanSource *) lsecond(sources))->raw_parse_tree->stmt_location,
					"%s has more than one statement", one_select);
	source = linitial(sources);
	statement = source->raw_parse_tree;
	switch (nodeTag(statement->stmt))
	{
		case T_SelectStmt:
		case T_InsertStmt:
		case T_UpdateStmt:
		case T_DeleteStmt:
		case T_MergeStmt:
			if (would_write(plan))
				error_query(rows, ERRCODE_READ_ONLY_SQL_TRANSACTION, statement->stmt_location,
							"%s would write", "Leave out what changes or locks rows.");
			break;
		default:
			error_query(rows, ERRCODE_SYNTAX_ERROR, statement->stmt_location,
						"%s is not a SELECT", one_select);
	}
	return source;
}

/*
 * True also for SELECT INTO, which is a utility statement by now, and for
 * SELECT FOR UPDATE at any depth.
 */
static bool
would_write(SPIPlanPtr plan)
{
	CachedPlan *cached = SPI_plan_get_cached_plan(plan);
	PlannedStmt *planned;
	bool		writes;

	if (!cached || list_length(cached->stmt_list) != 1)
		elog(ERROR, "query has no plan");
	planned = linitial_node(PlannedStmt, cached->stmt_list);
	writes = planned->commandType == CMD_UTILITY || !CommandIsReadOnly(planned);
	ReleaseCachedPlan(cached, NULL);
	return writes;
}

/* At a byte of the query, or at the first letter after it. */
static void
error_query(const Rows *rows, int code, int location, const char *message, const char *hint)
{
	location += strspn(rows->query + location, " \t\n\r\f\v");
	ereport(ERROR,
			(errcode(code),
			 errmsg(message, rows->what),
			 errhint("%s", hint),
			 internalerrquery(rows->query),
			 internalerrposition(pg_mbstrlen_with_len(rows->query, location) + 1)));
	pg_unreachable();
}

static void
set_columns(Rows *rows, TupleDesc desc)
{
	rows->columns = desc->natts;
	rows->column = palloc0_array(RowsColumn, desc->natts);
	for (int i = 0; i < desc->natts; i++)
	{
		RowsColumn *column = &rows->column[i];
		Oid			output;
		bool		varlena;

		column->name = pstrdup(NameStr(TupleDescAttr(desc, i)->attname));
		column->type = getBaseType(TupleDescAttr(desc, i)->atttypid);
		column->kind = kind_of(column->type);
		getTypeOutputInfo(column->type, &output, &varlena);
		fmgr_info(output, &column->output);
	}
}

static RowsKind
kind_of(Oid type)
{
	char		category;
	bool		preferred;

	switch (type)
	{
		case INT2OID:
		case INT4OID:
		case INT8OID:
		case FLOAT4OID:
		case FLOAT8OID:
		case NUMERICOID:
			return ROWS_NUMBER;
		case DATEOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
			return ROWS_DATE;
		case BOOLOID:
			return ROWS_BOOL;
		case FLOAT4ARRAYOID:
		case FLOAT8ARRAYOID:
			return ROWS_VECTOR;
	}
	if (is_handle(type))
		return ROWS_HANDLE;
	get_type_category_preferred(type, &category, &preferred);
	return category == TYPCATEGORY_STRING ? ROWS_TEXT : ROWS_OTHER;
}

static bool
is_handle(Oid type)
{
	Oid			schema = get_namespace_oid("scrm", true);

	return OidIsValid(schema) &&
		type == GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
								CStringGetDatum("handle"), ObjectIdGetDatum(schema));
}

const char *
rows_text(Rows *rows, int row, int column, Size most, Size *length)
{
	RowsColumn *c = &rows->column[column];
	Datum		value = rows_value(rows, row, column);
	MemoryContext old;
	const char *text;
	int			utc = 0;

	*length = 0;
	if (rows_isnull(rows, row, column))
		return NULL;
	old = MemoryContextSwitchTo(rows->batch);
	if (c->type == TEXTOID || c->type == VARCHAROID || c->type == BPCHAROID)
	{
		text = varlena_text(rows, value, most, length);
		if (c->type == BPCHAROID)
			*length = bpchartruelen(unconstify(char *, text), (int) *length);
	}
	else
	{
		if (c->kind == ROWS_DATE)
			text = JsonEncodeDateTime(palloc(MAXDATELEN + 1), value, c->type, &utc);
		else
			text = OutputFunctionCall(&c->output, value);
		*length = strlen(text);
		if (most > 0 && *length > most)
			*length = pg_mbcliplen(text, (int) *length, (int) most);
	}
	MemoryContextSwitchTo(old);
	return text;
}

/* The bytes where they are, unless they are compressed or toasted. */
static const char *
varlena_text(const Rows *rows, Datum value, Size most, Size *length)
{
	struct varlena *bytes = (struct varlena *) DatumGetPointer(value);

	if (VARATT_IS_EXTERNAL(bytes) || VARATT_IS_COMPRESSED(bytes))
		bytes = most > 0 ? PG_DETOAST_DATUM_SLICE(value, 0, (int32) most) :
			PG_DETOAST_DATUM_PACKED(value);
	*length = VARSIZE_ANY_EXHDR(bytes);
	if (most > 0 && *length >= most)
		*length = pg_mbcliplen(VARDATA_ANY(bytes), (int) *length, (int) most);
	return VARDATA_ANY(bytes);
}

double
rows_number(const Rows *rows, int row, int column)
{
	Datum		value = rows_value(rows, row, column);

	switch (rows->column[column].type)
	{
		case INT2OID:
			return DatumGetInt16(value);
		case INT4OID:
			return DatumGetInt32(value);
		case INT8OID:
			return (double) DatumGetInt64(value);
		case FLOAT4OID:
			return DatumGetFloat4(value);
		case FLOAT8OID:
			return DatumGetFloat8(value);
		case NUMERICOID:
			return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value));
	}
	elog(ERROR, "column %d is not a number", column);
}
