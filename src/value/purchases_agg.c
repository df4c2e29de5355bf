/*
 * purchases_agg.c - collecting a customer's purchases
 */
#include "value/purchases_glue.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "base/errors.h"
#include "base/state.h"
#include "core/fitted_model.h"
#include "core/purchases_text.h"

static PurchasesFlat *state_arg(FunctionCallInfo fcinfo);
static Datum add_order(FunctionCallInfo fcinfo, DateADT day, int amount_arg, int currency_arg);
static DateADT day_of(FunctionCallInfo fcinfo, TimestampTz ts);
static void check_day(DateADT day);
static void read_amount(Numeric amount, DateADT day, PurchaseDay *order, int *scale);
static void read_currency(FunctionCallInfo fcinfo, int arg, char *currency);

/*
 * purchases_add(state, ts timestamptz [, amount [, zone [, currency]]])
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_add_ts);
Datum
scrm_purchases_add_ts(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	return add_order(fcinfo, day_of(fcinfo, PG_GETARG_TIMESTAMPTZ(1)), 2, 4);
}

/*
 * purchases_add(state, day date [, amount [, currency]])
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_add_day);
Datum
scrm_purchases_add_day(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	return add_order(fcinfo, PG_GETARG_DATEADT(1), 2, 3);
}

/* The state in argument 0, NULL while there is none; of a value, a new one. */
static PurchasesFlat *
state_arg(FunctionCallInfo fcinfo)
{
	PurchasesFlat *flat;

	if (PG_ARGISNULL(0))
		return NULL;
	flat = flat_arg(fcinfo, 0);
	if (!flat)
		purchases_add_datum(&flat, PG_GETARG_DATUM(0));
	return flat;
}

/* Adds an order to the state in argument 0, and returns the state. */
static Datum
add_order(FunctionCallInfo fcinfo, DateADT day, int amount_arg, int currency_arg)
{
	PurchasesFlat *flat;
	PurchaseDay order = {.day = day, .flags = PURCHASE_BOUGHT};
	int			scale = 0;
	char		currency[PURCHASES_CURRENCY_LEN + 1];

	aggregate_context(fcinfo);
	flat = state_arg(fcinfo);
	check_day(day);
	read_currency(fcinfo, currency_arg, currency);
	if (!flat)
		flat = purchases_new(currency);
	else if (strcmp(flat->currency, currency) != 0)
		purchases_check(PURCHASES_CURRENCIES, flat->currency, currency);
	if (PG_NARGS() > amount_arg && !PG_ARGISNULL(amount_arg))
		read_amount(PG_GETARG_NUMERIC(amount_arg), day, &order, &scale);
	purchases_check(purchases_add(&flat, order, scale), "", "");
	PG_RETURN_POINTER(flat);
}

/* The day of a moment, in the zone of argument 3 or else the session's. */
static DateADT
day_of(FunctionCallInfo fcinfo, TimestampTz ts)
{
	Datum		local;

	if (TIMESTAMP_NOT_FINITE(ts))
		check_day(DATEVAL_NOEND);
	if (PG_NARGS() <= 3)
		return DatumGetDateADT(DirectFunctionCall1(timestamptz_date, TimestampTzGetDatum(ts)));
	if (PG_ARGISNULL(3))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("time zone of a purchase is NULL"),
				 errhint("Name one, such as 'Europe/Rome'.")));
	local = DirectFunctionCall2(timestamptz_zone, PG_GETARG_DATUM(3), TimestampTzGetDatum(ts));
	return DatumGetDateADT(DirectFunctionCall1(timestamp_date, local));
}

static void
check_day(DateADT day)
{
	if (day < PURCHASES_DAY_MIN || day > PURCHASES_DAY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of a purchase is out of range: %s",
						DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(day)))),
				 errdetail("Purchases have days of the years 1 to 9999.")));
}

/* An amount as an integer of its last decimal, of which it has at most 6. */
static void
read_amount(Numeric amount, DateADT day, PurchaseDay *order, int *scale)
{
	const char *text = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(amount)));
	const char *p = text;
	bool		range = false;

	if (!numeric_is_nan(amount) && !numeric_is_inf(amount) &&
		!(amount_from_text(&p, &order->amount, scale, &range) && *p == '\0'))
	{
		/* Decimals that are zeros, as of an average, say nothing. */
		Datum		trimmed = DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(amount));

		p = DatumGetCString(DirectFunctionCall1(numeric_out, trimmed));
		if (!amount_from_text(&p, &order->amount, scale, &range) || *p != '\0')
			range = true;
	}
	if (range || p == text)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amount of a purchase is not one that can be summed exactly: %s", text),
				 errdetail("It is of %s; an amount is finite, has at most %d decimals, and is at most 9223372036854775807 in units of its last one.",
						   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(day))),
						   PURCHASES_SCALE_MAX),
				 errhint("Round it, as in round(amount, 2).")));
	order->flags = PURCHASE_KNOWN | (order->amount >= 0 ? PURCHASE_BOUGHT : 0);
}

/* Three capitals; "" where the aggregate has no currency, or it is NULL. */
static void
read_currency(FunctionCallInfo fcinfo, int arg, char *currency)
{
	text	   *value;

	memset(currency, 0, PURCHASES_CURRENCY_LEN + 1);
	if (PG_NARGS() <= arg || PG_ARGISNULL(arg))
		return;
	value = PG_GETARG_TEXT_PP(arg);
	if (!currency_valid(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no currency: \"%s\"", text_to_cstring(value)),
				 errhint("Write its three capitals of ISO 4217, such as EUR.")));
	memcpy(currency, VARDATA_ANY(value), PURCHASES_CURRENCY_LEN);
}

/*
 * purchases_combine(state, purchases): combine function, and the transition
 * function of rollup
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_combine);
Datum
scrm_purchases_combine(PG_FUNCTION_ARGS)
{
	PurchasesFlat *flat;

	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	aggregate_context(fcinfo);
	flat = state_arg(fcinfo);
	purchases_add_datum(&flat, PG_GETARG_DATUM(1));
	PG_RETURN_POINTER(flat);
}

/*
 * purchases_final(state) -> purchases: final function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_final);
Datum
scrm_purchases_final(PG_FUNCTION_ARGS)
{
	aggregate_context(fcinfo);
	PG_RETURN_DATUM(purchases_datum(state_arg(fcinfo)));
}
