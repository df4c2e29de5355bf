/*
 * probe.c - SQL functions that show what src/base does
 *
 * What base offers to the glue of the modules has no SQL of its own.  This is
 * a library for the tests alone: src/base, compiled once more, and functions
 * over it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/compat.h"
#include "base/cache.h"
#include "base/ids.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/rows.h"
#include "core/core.h"

#include "times.h"

PG_MODULE_MAGIC;

double		probe_second = 1000;
double		probe_fresh = 60000;

/*
 * probe_rows(source text, least int, most int) -> (nr bigint, name text,
 * type regtype, kind int, value text, number float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_rows);
Datum
probe_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Rows	   *rows;

	InitMaterializedSRF(fcinfo, 0);
	rows = rows_open(text_to_cstring(PG_GETARG_TEXT_PP(0)), "source", PG_GETARG_INT32(1));
	while (rows_next(rows))
		for (int row = 0; row < rows->n; row++)
			for (int column = 0; column < rows->columns; column++)
			{
				Datum		values[6];
				bool		nulls[6] = {0};
				Size		length;
				const char *value = rows_text(rows, row, column, PG_GETARG_INT32(2), &length);

				values[0] = Int64GetDatum(rows->before + row);
				values[1] = CStringGetTextDatum(rows->column[column].name);
				values[2] = ObjectIdGetDatum(rows->column[column].type);
				values[3] = Int32GetDatum(rows->column[column].kind);
				nulls[4] = nulls[5] = value == NULL;
				if (value)
					values[4] = PointerGetDatum(cstring_to_text_with_len(value, (int) length));
				if (value && rows->column[column].kind == ROWS_NUMBER)
					values[5] = Float8GetDatum(rows_number(rows, row, column));
				else
					nulls[5] = true;
				tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
			}
	rows_close(rows);
	return (Datum) 0;
}

/*
 * probe_rows_count(source text) -> (rows bigint, batches bigint, bytes bigint):
 * reads every value, and keeps none.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_rows_count);
Datum
probe_rows_count(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum		values[3];
	bool		nulls[3] = {0};
	int64		batches = 0;
	int64		bytes = 0;
	Rows	   *rows;

	InitMaterializedSRF(fcinfo, 0);
	rows = rows_open(text_to_cstring(PG_GETARG_TEXT_PP(0)), "source", 0);
	while (rows_next(rows))
	{
		batches++;
		for (int row = 0; row < rows->n; row++)
			for (int column = 0; column < rows->columns; column++)
			{
				Size		length;

				rows_text(rows, row, column, 0, &length);
				bytes += length;
			}
	}
	values[0] = Int64GetDatum(rows->before);
	values[1] = Int64GetDatum(batches);
	values[2] = Int64GetDatum(bytes);
	rows_close(rows);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	return (Datum) 0;
}

/*
 * probe_ids(source text, sample anyelement) -> (nr bigint, place int, id anyelement)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_ids);
Datum
probe_ids(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Rows	   *rows;
	Ids		   *ids;
	int32	   *ranks;

	InitMaterializedSRF(fcinfo, 0);
	rows = rows_open(text_to_cstring(PG_GETARG_TEXT_PP(0)), "source", 1);
	ids = ids_new(get_fn_expr_argtype(fcinfo->flinfo, 1), rows);
	while (rows_next(rows))
		ids_add(ids, rows);
	rows_close(rows);
	ranks = ids_rank(ids);
	for (int64 row = 0; row < ids->n; row++)
	{
		Datum		values[3] = {Int64GetDatum(row), Int32GetDatum(ranks[row]), ids_datum(ids, ranks[row])};
		bool		nulls[3] = {0};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * probe_times(second float8, fresh float8): see times.h
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_times);
Datum
probe_times(PG_FUNCTION_ARGS)
{
	probe_second = PG_GETARG_FLOAT8(0);
	probe_fresh = PG_GETARG_FLOAT8(1);
	PG_RETURN_VOID();
}

/*
 * probe_ticks(call text, ticks int, usecs int, total boolean, query text): a
 * long call of so many ticks, which ends with a query
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_ticks);
Datum
probe_ticks(PG_FUNCTION_ARGS)
{
	int			ticks = PG_GETARG_INT32(1);

	progress_begin(text_to_cstring(PG_GETARG_TEXT_PP(0)), "rows");
	for (int step = 0; step < 2; step++)
	{
		for (int i = 0; i < ticks; i++)
		{
			pg_usleep(PG_GETARG_INT32(2));
			TICK((i + 1) * 1000.0, PG_GETARG_BOOL(3) ? ticks * 1000.0 : 0);
		}
		progress_step("pairs");
	}
	if (!PG_ARGISNULL(4))
	{
		Rows	   *rows = rows_open(text_to_cstring(PG_GETARG_TEXT_PP(4)), "query", 1);

		while (rows_next(rows))
			TICK(rows->before, 0);
		rows_close(rows);
	}
	progress_end();
	PG_RETURN_VOID();
}

/*
 * probe_tick_loop(ticks bigint): does nothing but tick
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_tick_loop);
Datum
probe_tick_loop(PG_FUNCTION_ARGS)
{
	progress_begin("probe_tick_loop", "ticks");
	for (int64 i = 0; i < PG_GETARG_INT64(0); i++)
		TICK((double) i, (double) PG_GETARG_INT64(0));
	progress_end();
	PG_RETURN_VOID();
}

/*
 * probe_memory(bytes float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_memory);
Datum
probe_memory(PG_FUNCTION_ARGS)
{
	memory_announce("probe_memory", PG_GETARG_FLOAT8(0));
	PG_RETURN_FLOAT8(memory_limit());
}

/* Its own settings: the sessions of the tests do not load the extension's library. */
extern PGDLLEXPORT void _PG_init(void);
void
_PG_init(void)
{
	progress_init();
	memory_init();
	cache_init();
}

/* Bytes in capital letters; an error where there is a blank in them. */
static int	decoded;

static void *
decode_shout(struct varlena *value)
{
	char	   *shout = text_to_cstring((text *) value);

	decoded++;
	if (strchr(shout, ' '))
		ereport(ERROR, (errmsg("a blank")));
	for (char *c = shout; *c; c++)
		*c = pg_toupper((unsigned char) *c);
	return shout;
}

static void *
decode_length(struct varlena *value)
{
	int		   *length = palloc(sizeof(int));

	decoded++;
	*length = VARSIZE(value) - VARHDRSZ;
	return length;
}

/*
 * probe_cached(value text) -> text: its first letters, and how many values
 * have been decoded
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_cached);
Datum
probe_cached(PG_FUNCTION_ARGS)
{
	const char *shout = cached_value(fcinfo, 0, decode_shout);

	PG_RETURN_TEXT_P(cstring_to_text(psprintf("%.3s %d", shout, decoded)));
}

/*
 * probe_cached(a text, b text) -> text: their lengths, likewise
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(probe_cached_two);
Datum
probe_cached_two(PG_FUNCTION_ARGS)
{
	const int  *a = cached_value(fcinfo, 0, decode_length);
	const int  *b = cached_value(fcinfo, 1, decode_length);

	PG_RETURN_TEXT_P(cstring_to_text(psprintf("%d %d %d", *a, *b, decoded)));
}
