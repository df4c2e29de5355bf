/*
 * value_args.h - what the functions on models read of their arguments
 */
#ifndef SCRM_VALUE_ARGS_H
#define SCRM_VALUE_ARGS_H

#include "postgres.h"
#include "fmgr.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "core/btyd_expect.h"
#include "core/fitted_model.h"

/*
 * A whole number of days, weeks, months or years, over 0.  Hours, and signs
 * that differ or are negative: 22023.
 */
extern ClvUnit unit_arg(const Interval *interval);

/* Likewise, 0 too, as a number of the model's units; `what` names it. */
extern double horizon_arg(const Interval *interval, const FittedModel *model);

/* A finite number from 0 up, in the model's units; else 22023. */
extern double horizon_number(double horizon);

/* The unit in days; 22023 where the model names none. */
extern double model_unit_days(const FittedModel *model);

/* A stored model, checked. */
extern void model_read(const ModelFamily *family, Datum value, FittedModel *model);

/*
 * Argument n as a model, read once for all calls with the same bytes: kept in
 * fn_extra, which belongs to this file in the functions that call it.
 */
extern const FittedModel *model_arg(FunctionCallInfo fcinfo, int n,
									const ModelFamily *family);

/*
 * What a customer will buy who is alive, with the model last read by
 * model_arg: computed once for each (x, T, horizon, delta).
 */
extern double expected_alive(FunctionCallInfo fcinfo, int64 frequency, double age,
							 double horizon, double delta);

/* A customer as the models see one. */
typedef struct Customer
{
	int64		frequency;
	double		recency;
	double		age;			/* both in the model's units */
} Customer;

extern Customer customer_args(int64 frequency, double recency, double age);

#endif							/* SCRM_VALUE_ARGS_H */
