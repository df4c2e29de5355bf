/*
 * clv_predict.c - what customers will buy, and what that is worth
 *
 * Every prediction is P(alive) times an expectation given alive; the latter
 * depends on frequency and age alone, and expected_alive keeps it.
 */
#include "postgres.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include <math.h>

#include "core/spend.h"
#include "value/value_args.h"
#include "value/value_purchases.h"

static double
p_alive(const FittedModel *model, const Customer *customer)
{
	return bg_nbd_p_alive(model->parameters, customer->frequency,
						  customer->recency, customer->age);
}

/* Expected purchases of the customer up to the horizon, in the model's unit. */
static double
expected_purchases(FunctionCallInfo fcinfo, const FittedModel *model,
				   const Customer *customer, double horizon)
{
	return p_alive(model, customer) *
		expected_alive(fcinfo, customer->frequency, customer->age, horizon, 0);
}

/*
 * p_alive(m clv_model, frequency bigint, recency float8, age float8) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_p_alive);
Datum
scrm_p_alive(PG_FUNCTION_ARGS)
{
	const FittedModel *model = model_arg(fcinfo, 0, &clv_family);
	Customer	customer = customer_args(PG_GETARG_INT64(1), PG_GETARG_FLOAT8(2),
										 PG_GETARG_FLOAT8(3));

	PG_RETURN_FLOAT8(p_alive(model, &customer));
}

/*
 * p_alive(m clv_model, p purchases, as_of date) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_p_alive_purchases);
Datum
scrm_p_alive_purchases(PG_FUNCTION_ARGS)
{
	const FittedModel *model = model_arg(fcinfo, 0, &clv_family);
	Customer	customer;

	if (!customer_read(PG_GETARG_DATUM(1), PG_GETARG_DATEADT(2), model, &customer, NULL))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(p_alive(model, &customer));
}

/*
 * expected_purchases(m clv_model, frequency bigint, recency float8,
 *					  age float8, horizon float8) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_expected_purchases);
Datum
scrm_expected_purchases(PG_FUNCTION_ARGS)
{
	const FittedModel *model = model_arg(fcinfo, 0, &clv_family);
	Customer	customer = customer_args(PG_GETARG_INT64(1), PG_GETARG_FLOAT8(2),
										 PG_GETARG_FLOAT8(3));

	PG_RETURN_FLOAT8(expected_purchases(fcinfo, model, &customer,
										horizon_number(PG_GETARG_FLOAT8(4))));
}

/*
 * expected_purchases(m clv_model, p purchases, as_of date, horizon interval)
 * -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_expected_purchases_purchases);
Datum
scrm_expected_purchases_purchases(PG_FUNCTION_ARGS)
{
	const FittedModel *model = model_arg(fcinfo, 0, &clv_family);
	double		horizon = horizon_arg(PG_GETARG_INTERVAL_P(3), model);
	Customer	customer;

	if (!customer_read(PG_GETARG_DATUM(1), PG_GETARG_DATEADT(2), model, &customer, NULL))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(expected_purchases(fcinfo, model, &customer, horizon));
}

/*
 * expected_purchases(m clv_model, horizon float8) -> float8: a new customer
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_expected_purchases_new);
Datum
scrm_expected_purchases_new(PG_FUNCTION_ARGS)
{
	model_arg(fcinfo, 0, &clv_family);
	PG_RETURN_FLOAT8(expected_alive(fcinfo, 0, 0,
									horizon_number(PG_GETARG_FLOAT8(1)), 0));
}

/*
 * The continuous rate per unit of an annual discount; 22023 where it is none.
 * Discount 0 needs no unit.
 */
static double
delta_arg(const FittedModel *model, double annual_discount)
{
	if (!(annual_discount > -1) || isinf(annual_discount))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("annual_discount must be a finite number over -1, and is %g",
						annual_discount),
				 errhint("10 %% a year are 0.1.")));
	if (annual_discount == 0)
		return 0;
	return log1p(annual_discount) * model_unit_days(model) / DAYS_PER_UNIT_YEAR;
}

/* For life, where that is finite; a horizon of infinity says so. */
static void
check_life(const FittedModel *model, double horizon, double annual_discount)
{
	double		a = model->parameters[BG_A];

	if (!isinf(horizon) || annual_discount > 0 || (annual_discount == 0 && a > 1))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("purchases for life have no finite sum at annual_discount %g",
					annual_discount),
			 annual_discount < 0
			 ? errdetail("Later purchases count for more than earlier ones.")
			 : errdetail("Parameter a of the model is %g; without a discount it has to be over 1.", a),
			 errhint("Give a horizon, or a discount over 0.")));
}

/* Discounted expected purchases; the horizon may be infinity, for life. */
static double
dert(FunctionCallInfo fcinfo, const FittedModel *model, const Customer *customer,
	 double horizon, double annual_discount)
{
	double		delta = delta_arg(model, annual_discount);

	check_life(model, horizon, annual_discount);
	return p_alive(model, customer) *
		expected_alive(fcinfo, customer->frequency, customer->age, horizon, delta);
}

/* Whether any of the arguments in the list is NULL. */
static bool
any_null(FunctionCallInfo fcinfo, int n, const int *args)
{
	for (int i = 0; i < n; i++)
		if (PG_ARGISNULL(args[i]))
			return true;
	return false;
}

#define ANY_NULL(...) \
	any_null(fcinfo, lengthof(((int[]) {__VA_ARGS__})), (int[]) {__VA_ARGS__})

/* NULL, for life, is infinity. */
static double
horizon_number_or_life(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? INFINITY : horizon_number(PG_GETARG_FLOAT8(n));
}

static double
horizon_or_life(FunctionCallInfo fcinfo, int n, const FittedModel *model)
{
	return PG_ARGISNULL(n) ? INFINITY : horizon_arg(PG_GETARG_INTERVAL_P(n), model);
}

/*
 * dert(m clv_model, frequency bigint, recency float8, age float8,
 *		annual_discount float8, horizon float8) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_dert);
Datum
scrm_dert(PG_FUNCTION_ARGS)
{
	const FittedModel *model;
	Customer	customer;

	if (ANY_NULL(0, 1, 2, 3, 4))
		PG_RETURN_NULL();
	model = model_arg(fcinfo, 0, &clv_family);
	customer = customer_args(PG_GETARG_INT64(1), PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3));
	PG_RETURN_FLOAT8(dert(fcinfo, model, &customer, horizon_number_or_life(fcinfo, 5),
						  PG_GETARG_FLOAT8(4)));
}

/*
 * dert(m clv_model, p purchases, as_of date, annual_discount float8,
 *		horizon interval) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_dert_purchases);
Datum
scrm_dert_purchases(PG_FUNCTION_ARGS)
{
	const FittedModel *model;
	Customer	customer;

	if (ANY_NULL(0, 1, 2, 3))
		PG_RETURN_NULL();
	model = model_arg(fcinfo, 0, &clv_family);
	if (!customer_read(PG_GETARG_DATUM(1), PG_GETARG_DATEADT(2), model, &customer, NULL))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(dert(fcinfo, model, &customer, horizon_or_life(fcinfo, 4, model),
						  PG_GETARG_FLOAT8(3)));
}

/*
 * Expected amount of a purchase.  A customer without repeat purchases has no
 * mean to look at.
 */
static double
expected_spend(const FittedModel *spend, int64 frequency, double monetary)
{
	if (frequency < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("frequency must be from 0 up, and is %lld", (long long) frequency)));
	if (frequency == 0)
		monetary = 0;
	if (isnan(monetary) || isinf(monetary))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("monetary must be a finite number, and is %g", monetary)));
	return gamma_gamma_expected(spend->parameters, frequency, monetary);
}

/*
 * expected_spend(s spend_model, frequency bigint, monetary float8) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_expected_spend);
Datum
scrm_expected_spend(PG_FUNCTION_ARGS)
{
	double		spend = expected_spend(model_arg(fcinfo, 0, &spend_family),
									   PG_GETARG_INT64(1), PG_GETARG_FLOAT8(2));

	if (isnan(spend))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(spend);
}

/* Money of one currency is not valued by a model of another. */
static void
check_currency(const FittedModel *spend, const CustomerSpend *customer)
{
	if (!(spend->has & MODEL_CURRENCY) || strcmp(spend->currency, customer->currency) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the purchases are in %s, and the spend model is in %s",
					customer->currency[0] ? customer->currency : "no currency",
					spend->currency),
			 errhint("Fit a spend model for each currency.")));
}

/*
 * expected_spend(s spend_model, p purchases, as_of date) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_expected_spend_purchases);
Datum
scrm_expected_spend_purchases(PG_FUNCTION_ARGS)
{
	const FittedModel *model = model_arg(fcinfo, 0, &spend_family);
	CustomerSpend customer;
	double		spend;

	if (!customer_read(PG_GETARG_DATUM(1), PG_GETARG_DATEADT(2), NULL, NULL, &customer))
		PG_RETURN_NULL();
	check_currency(model, &customer);
	spend = expected_spend(model, customer.frequency, customer.monetary);
	if (isnan(spend))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(spend);
}

/* The share of the money that is earned. */
static double
margin_arg(double margin)
{
	if (isnan(margin) || isinf(margin))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("margin must be a finite number, and is %g", margin)));
	return margin;
}

/*
 * clv(m clv_model, s spend_model, frequency bigint, recency float8,
 *	   age float8, monetary float8, horizon float8, annual_discount float8,
 *	   margin float8) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv);
Datum
scrm_clv(PG_FUNCTION_ARGS)
{
	const FittedModel *model;
	Customer	customer;
	double		spend;

	if (ANY_NULL(0, 1, 2, 3, 4, 7, 8) ||
		(PG_ARGISNULL(5) && PG_GETARG_INT64(2) != 0))
		PG_RETURN_NULL();
	model = model_arg(fcinfo, 0, &clv_family);
	customer = customer_args(PG_GETARG_INT64(2), PG_GETARG_FLOAT8(3), PG_GETARG_FLOAT8(4));
	spend = expected_spend(model_arg(fcinfo, 1, &spend_family), customer.frequency,
						   PG_ARGISNULL(5) ? 0 : PG_GETARG_FLOAT8(5));
	if (isnan(spend))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(margin_arg(PG_GETARG_FLOAT8(8)) * spend *
					 dert(fcinfo, model, &customer, horizon_number_or_life(fcinfo, 6),
						  PG_GETARG_FLOAT8(7)));
}

/*
 * clv(m clv_model, s spend_model, p purchases, as_of date, horizon interval,
 *	   annual_discount float8, margin float8) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_purchases);
Datum
scrm_clv_purchases(PG_FUNCTION_ARGS)
{
	const FittedModel *model,
			   *spend_model;
	Customer	customer;
	CustomerSpend money;
	double		spend;

	if (ANY_NULL(0, 1, 2, 3, 5, 6))
		PG_RETURN_NULL();
	model = model_arg(fcinfo, 0, &clv_family);
	spend_model = model_arg(fcinfo, 1, &spend_family);
	if (!customer_read(PG_GETARG_DATUM(2), PG_GETARG_DATEADT(3), model, &customer, &money))
		PG_RETURN_NULL();
	check_currency(spend_model, &money);
	spend = expected_spend(spend_model, money.frequency, money.monetary);
	if (isnan(spend))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(margin_arg(PG_GETARG_FLOAT8(6)) * spend *
					 dert(fcinfo, model, &customer, horizon_or_life(fcinfo, 4, model),
						  PG_GETARG_FLOAT8(5)));
}
