/*
 * clv_stats_types.c - the type clv_stats and its aggregates
 *
 * A promoted state (base/state.h): flat while small, from 64 kB on an
 * expanded object around a ClvStatsTable.
 */
#include "postgres.h"
#include "fmgr.h"

#include <math.h>

#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

#include "base/errors.h"
#include "base/state.h"
#include "core/clv_stats.h"
#include "value/purchases_glue.h"
#include "value/value_args.h"

#define TYPE_NAME	"clv_stats"
#define WEEK		((ClvUnit) {0, 7})

static Datum
packed_or_error(void *packed)
{
	if (!packed)
		error_too_large(TYPE_NAME, "Round recency and age, or split the base.");
	return PointerGetDatum(packed);
}

static void *
table_expand(const void *flat)
{
	return clv_table_from_flat(flat);
}

static void *
table_pack(void *table)
{
	return DatumGetPointer(packed_or_error(clv_table_pack(table)));
}

static const PromotedKind clv_promoted = {TYPE_NAME, table_expand, table_pack};

/* A stored value, or a state that travelled, checked. */
static void
stats_read(Datum value, ClvStats *stats)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);
	const char *error;

	if (VARSIZE_ANY_EXHDR(bytes) < 1)
		error_corrupt(TYPE_NAME, 0, "It is empty.");
	check_version(TYPE_NAME, p[0], CLV_STATS_VERSION);
	error = clv_stats_read(p, VARSIZE_ANY_EXHDR(bytes), stats);
	if (error)
		error_corrupt(TYPE_NAME, 0, error);
}

/* ---------------------------------------------------------- text and binary */

/*
 * clv_stats_in(cstring) -> clv_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_in);
Datum
scrm_clv_stats_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	ClvStats	stats;
	const char *error = clv_stats_from_json(text, strlen(text), &stats);

	if (error)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input for type %s", TYPE_NAME),
				 errdetail("%s", error),
				 errhint("Write it as {\"unit\": \"7 days\", \"rows\": [[frequency, recency, age, customers], ...]}.")));
	PG_RETURN_DATUM(packed_or_error(clv_stats_pack(&stats)));
}

/*
 * clv_stats_out(clv_stats) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_out);
Datum
scrm_clv_stats_out(PG_FUNCTION_ARGS)
{
	ClvStats	stats;

	stats_read(PG_GETARG_DATUM(0), &stats);
	PG_RETURN_CSTRING(clv_stats_to_json(&stats));
}

/*
 * clv_stats_send(clv_stats) -> bytea: the packed form, which has no byte order
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_send);
Datum
scrm_clv_stats_send(PG_FUNCTION_ARGS)
{
	ClvStats	stats;
	void	   *packed;
	StringInfoData out;

	stats_read(PG_GETARG_DATUM(0), &stats);
	packed = DatumGetPointer(packed_or_error(clv_stats_pack(&stats)));
	pq_begintypsend(&out);
	pq_sendbytes(&out, (char *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/*
 * clv_stats_recv(internal) -> clv_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_recv);
Datum
scrm_clv_stats_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			len = in->len - in->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(in, len);
	ClvStats	stats;
	const char *error;

	if (len < 2)
		error_corrupt(TYPE_NAME, 0, "It ends within its header.");
	check_version(TYPE_NAME, bytes[0], CLV_STATS_VERSION);
	if (bytes[1] & FLAT_OPEN)
		error_corrupt(TYPE_NAME, 1, "Its flags are not those of a value.");
	if ((error = clv_stats_read(bytes, len, &stats)) != NULL)
		error_corrupt(TYPE_NAME, 0, error);
	PG_RETURN_DATUM(packed_or_error(clv_stats_pack(&stats)));
}

/* --------------------------------------------------------------- collecting */

static const char *
head_text(const ClvStatsHead *head)
{
	return psprintf("unit %s, as_of %s",
					clv_unit_named(head->unit) ? clv_unit_text(head->unit) : "unnamed",
					head->dated ? DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(head->as_of))) : "unknown");
}

/* Rows are counted together that share unit and day. */
static void
check_head(const ClvStatsHead *a, const ClvStatsHead *b)
{
	if (a->unit.months != b->unit.months || a->unit.days != b->unit.days ||
		a->dated != b->dated || a->as_of != b->as_of)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("customer statistics of different unit or day cannot be added"),
				 errdetail("One has %s, the other %s.", head_text(a), head_text(b)),
				 errhint("Aggregate both with the same as_of and unit.")));
}

static void
error_customers(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("customer statistics count at most %lld customers in at most 1 GB",
					(long long) CLV_STATS_MAX),
			 errhint("Round recency and age, or split the base.")));
}

/* The flat state in argument 0; of a value, a new one. */
static ClvStatsFlat *
flat_state(FunctionCallInfo fcinfo)
{
	ClvStatsFlat *flat = flat_arg(fcinfo, 0);
	ClvStats	stats;

	if (flat)
		return flat;
	stats_read(PG_GETARG_DATUM(0), &stats);
	flat = clv_flat_new(&stats.head);
	for (int i = 0; i < stats.rows.n && flat; i++)
		flat = clv_flat_add(flat, &(ClvStatsRow)
/**INDENT** Error@183: Unbalanced parens */
							{
		stats.rows.frequency[i], stats.rows.recency[i], stats.rows.age[i],
			stats.rows.customers[i]
/**INDENT** Warning@186: Extra ) */
	});
	if (!flat)
		error_customers();
	return flat;
}

static void
big_add(Promoted *big, const ClvStatsRow *row)
{
	if (!clv_table_add(big->data, row))
		error_customers();
}

/* Adds rows to the state in argument 0, and returns the state. */
static Datum
state_add(FunctionCallInfo fcinfo, const ClvStatsHead *head, const ClvRows *rows)
{
	MemoryContext agg = aggregate_context(fcinfo);
	Promoted   *big = PG_ARGISNULL(0) ? NULL : promoted_state(PG_GETARG_DATUM(0));
	ClvStatsFlat *flat = big ? NULL : PG_ARGISNULL(0) ? clv_flat_new(head) : flat_state(fcinfo);
	MemoryContext old = NULL;

	check_head(big ? &((ClvStatsTable *) big->data)->head : &flat->head, head);
	if (big)
		old = promoted_open(big);
	for (int i = 0; i < rows->n; i++)
	{
		ClvStatsRow row = {rows->frequency[i], rows->recency[i], rows->age[i], rows->customers[i]};

		if (!big && flat_capacity(flat) >= PROMOTE_AT && clv_flat_full(flat))
		{
			big = promote(&clv_promoted, flat, agg);
			old = promoted_open(big);
		}
		if (big)
			big_add(big, &row);
		else if ((flat = clv_flat_add(flat, &row)) == NULL)
			error_customers();
	}
	if (big)
		PG_RETURN_DATUM(promoted_close(big, old));
	PG_RETURN_POINTER(flat);
}

/* Adds one row. */
static Datum
state_add_row(FunctionCallInfo fcinfo, const ClvStatsHead *head, const ClvStatsRow *row)
{
	ClvRows		rows = {1, &row->frequency, &row->recency, &row->age, &row->customers};

	return state_add(fcinfo, head, &rows);
}

/*
 * clv_stats_add(state, p purchases, as_of date [, unit interval])
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_add_purchases);
Datum
scrm_clv_stats_add_purchases(PG_FUNCTION_ARGS)
{
	ClvStatsHead head = {.unit = WEEK, .dated = true};
	PurchasesSummary summary;
	ClvStatsRow row = {.customers = 1};
	const uint8 *bytes;
	const char *error;
	Size		len;

	for (int i = 1; i < PG_NARGS(); i++)
		if (PG_ARGISNULL(i))
			return aggregate_unchanged(fcinfo);
	head.as_of = PG_GETARG_DATEADT(2);
	if (PG_NARGS() > 3)
		head.unit = unit_arg(PG_GETARG_INTERVAL_P(3));
	if (head.as_of < PURCHASES_DAY_MIN || head.as_of > PURCHASES_DAY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of is out of range: %s",
						DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(head.as_of)))),
				 errhint("Give the last day on which purchases were observed.")));

	bytes = purchases_bytes(PG_GETARG_DATUM(1), &len);
	if ((error = purchases_summary(bytes, len, head.as_of, &summary)) != NULL)
		error_corrupt(PURCHASES_TYPE, 0, error);
	if (summary.days == 0)
		return aggregate_unchanged(fcinfo);
	row.frequency = summary.days - 1;
	row.recency = (summary.last - summary.first) / clv_unit_days(head.unit);
	row.age = (head.as_of - summary.first) / clv_unit_days(head.unit);
	return state_add_row(fcinfo, &head, &row);
}

/*
 * clv_stats_add(state, frequency bigint, recency float8, age float8
 * [, customers bigint])
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_add_row);
Datum
scrm_clv_stats_add_row(PG_FUNCTION_ARGS)
{
	ClvStatsHead head = {{0}};
	ClvStatsRow row = {.customers = 1};

	for (int i = 1; i < PG_NARGS(); i++)
		if (PG_ARGISNULL(i))
			return aggregate_unchanged(fcinfo);
	row.frequency = PG_GETARG_INT64(1);
	row.recency = PG_GETARG_FLOAT8(2);
	row.age = PG_GETARG_FLOAT8(3);
	if (PG_NARGS() > 4)
		row.customers = PG_GETARG_INT64(4);
	if (!clv_row_valid(row.frequency, row.recency, row.age))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no customer can have frequency %lld, recency %g and age %g",
						(long long) row.frequency, row.recency, row.age),
				 errdetail("0 <= recency <= age, all finite; recency is 0 where, and only where, frequency is."),
				 errhint("frequency counts repeat purchases, recency and age run from the first purchase.")));
	if (row.customers < 0 || row.customers > CLV_STATS_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of customers is out of range: %lld", (long long) row.customers),
				 errhint("A row counts from 0 customers up.")));
	if (row.customers == 0)
		return aggregate_unchanged(fcinfo);
	return state_add_row(fcinfo, &head, &row);
}

/*
 * clv_stats_combine(state, clv_stats): combine function, and the transition
 * function of rollup
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_combine);
Datum
scrm_clv_stats_combine(PG_FUNCTION_ARGS)
{
	ClvStats	stats;

	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	stats_read(PG_GETARG_DATUM(1), &stats);
	return state_add(fcinfo, &stats.head, &stats.rows);
}

/*
 * clv_stats_final(state) -> clv_stats: final function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_final);
Datum
scrm_clv_stats_final(PG_FUNCTION_ARGS)
{
	Promoted   *big = promoted_state(PG_GETARG_DATUM(0));

	aggregate_context(fcinfo);
	if (big)
		PG_RETURN_POINTER(promoted_pack(big));
	PG_RETURN_DATUM(packed_or_error(clv_flat_pack(flat_state(fcinfo))));
}

/*
 * merge(a clv_stats, b clv_stats) -> clv_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_stats_merge);
Datum
scrm_clv_stats_merge(PG_FUNCTION_ARGS)
{
	ClvStats	parts[2];
	ClvStatsTable *table;

	stats_read(PG_GETARG_DATUM(0), &parts[0]);
	stats_read(PG_GETARG_DATUM(1), &parts[1]);
	check_head(&parts[0].head, &parts[1].head);
	table = clv_table_from_flat(clv_flat_new(&parts[0].head));
	for (int p = 0; p < 2; p++)
		for (int i = 0; i < parts[p].rows.n; i++)
		{
			const ClvRows *rows = &parts[p].rows;
			ClvStatsRow row = {rows->frequency[i], rows->recency[i], rows->age[i], rows->customers[i]};

			if (!clv_table_add(table, &row))
				error_customers();
		}
	PG_RETURN_DATUM(packed_or_error(clv_table_pack(table)));
}

/* ------------------------------------------------------------------ reading */

/*
 * stats_rows(clv_stats) -> TABLE (frequency, recency, age, customers)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_stats_rows);
Datum
scrm_stats_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	ClvStats	stats;

	InitMaterializedSRF(fcinfo, 0);
	stats_read(PG_GETARG_DATUM(0), &stats);
	for (int i = 0; i < stats.rows.n; i++)
	{
		Datum		values[4] = {
			Int64GetDatum(stats.rows.frequency[i]), Float8GetDatum(stats.rows.recency[i]),
			Float8GetDatum(stats.rows.age[i]), Int64GetDatum(stats.rows.customers[i])
		};
		bool		nulls[4] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * set_unit(clv_stats, unit interval) -> clv_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_set_unit);
Datum
scrm_set_unit(PG_FUNCTION_ARGS)
{
	ClvUnit		unit = unit_arg(PG_GETARG_INTERVAL_P(1));
	ClvStats	stats;

	stats_read(PG_GETARG_DATUM(0), &stats);
	if (!clv_unit_fits(stats.head.unit, unit))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("customer statistics have another unit already"),
				 errdetail("They have %s, and not %s.", clv_unit_text(stats.head.unit), clv_unit_text(unit)),
				 errhint("Aggregate the purchases again with that unit.")));
	stats.head.unit = unit;
	PG_RETURN_DATUM(packed_or_error(clv_stats_pack(&stats)));
}
