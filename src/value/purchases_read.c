/*
 * purchases_read.c - reading a customer's purchases
 */
#include "value/purchases_glue.h"

#include "common/int.h"
#include "funcapi.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "base/errors.h"
#include "core/clv_unit.h"
#include "value/value_args.h"

/* The summary of argument 0 as of the day in argument 1; false: no purchase by then. */
static bool
summary_args(FunctionCallInfo fcinfo, PurchasesSummary *summary)
{
	Size		len;
	const uint8 *bytes = purchases_bytes(PG_GETARG_DATUM(0), &len);
	const char *error = purchases_summary(bytes, len, PG_GETARG_DATEADT(1), summary);

	if (error)
		error_corrupt(PURCHASES_TYPE, 0, error);
	return summary->days > 0;
}

/* Days in the unit of an interval. */
static double
in_unit(int32 days, const Interval *unit)
{
	return days / clv_unit_days(unit_arg(unit));
}

static Datum
money(int64 amount, int scale)
{
	return NumericGetDatum(int64_div_fast_to_numeric(amount, scale));
}

static void
error_sum(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("sum of the amounts of purchases is out of range"),
			 errhint("Sum shorter periods.")));
}

/*
 * purchase_days(purchases) -> TABLE (day date, amount numeric)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchase_days);
Datum
scrm_purchase_days(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	PurchasesReader reader;
	PurchaseDay day;

	InitMaterializedSRF(fcinfo, 0);
	purchases_reader(PG_GETARG_DATUM(0), &reader);
	while (purchases_next(&reader, &day))
	{
		Datum		values[2] = {DateADTGetDatum(day.day), (Datum) 0};
		bool		nulls[2] = {false, !(day.flags & PURCHASE_KNOWN)};

		if (!nulls[1])
			values[1] = money(day.amount, reader.scale);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	purchases_done(&reader);
	return (Datum) 0;
}

/*
 * frequency(purchases, as_of date) -> bigint
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_frequency);
Datum
scrm_frequency(PG_FUNCTION_ARGS)
{
	PurchasesSummary summary;

	if (!summary_args(fcinfo, &summary))
		PG_RETURN_NULL();
	PG_RETURN_INT64(summary.days - 1);
}

/*
 * recency(purchases, as_of date, unit interval) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_recency);
Datum
scrm_recency(PG_FUNCTION_ARGS)
{
	PurchasesSummary summary;

	if (!summary_args(fcinfo, &summary))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(in_unit(summary.last - summary.first, PG_GETARG_INTERVAL_P(2)));
}

/*
 * customer_age(purchases, as_of date, unit interval) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_customer_age);
Datum
scrm_customer_age(PG_FUNCTION_ARGS)
{
	DateADT		as_of = PG_GETARG_DATEADT(1);
	PurchasesSummary summary;

	if (DATE_NOT_FINITE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of is infinite"),
				 errhint("An age has a last day: give it.")));
	if (!summary_args(fcinfo, &summary))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(in_unit(as_of - summary.first, PG_GETARG_INTERVAL_P(2)));
}

/*
 * monetary(purchases, as_of date) -> numeric
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_monetary);
Datum
scrm_monetary(PG_FUNCTION_ARGS)
{
	PurchasesSummary summary;

	if (!summary_args(fcinfo, &summary) || summary.repeat_known == 0)
		PG_RETURN_NULL();
	if (summary.overflow)
		error_sum();
	PG_RETURN_DATUM(DirectFunctionCall2(numeric_div, money(summary.repeat_sum, summary.scale),
										money(summary.repeat_known, 0)));
}

/*
 * total_amount(purchases, from_day date, to_day date) -> numeric
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_total_amount);
Datum
scrm_total_amount(PG_FUNCTION_ARGS)
{
	DateADT		from = PG_GETARG_DATEADT(1),
				to = PG_GETARG_DATEADT(2);
	PurchasesReader reader;
	PurchaseDay day;
	int64		sum = 0;

	purchases_reader(PG_GETARG_DATUM(0), &reader);
	while (purchases_next(&reader, &day))
		if (day.day >= from && day.day < to && pg_add_s64_overflow(sum, day.amount, &sum))
			error_sum();
	purchases_done(&reader);
	PG_RETURN_DATUM(money(sum, reader.scale));
}

/*
 * purchase_count(purchases, from_day date, to_day date) -> bigint
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchase_count);
Datum
scrm_purchase_count(PG_FUNCTION_ARGS)
{
	DateADT		from = PG_GETARG_DATEADT(1),
				to = PG_GETARG_DATEADT(2);
	PurchasesReader reader;
	PurchaseDay day;
	int64		count = 0;

	purchases_reader(PG_GETARG_DATUM(0), &reader);
	while (purchases_next(&reader, &day))
		if (day.day >= from && day.day < to && (day.flags & PURCHASE_BOUGHT))
			count++;
	purchases_done(&reader);
	PG_RETURN_INT64(count);
}
