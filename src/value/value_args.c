/*
 * value_args.c - what the functions on models read of their arguments
 */
#include "value/value_args.h"

#include <math.h>

#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/errors.h"
#include "base/state.h"
#include "core/flat.h"

/* Expectations that fn_extra keeps: 56 bytes each; then it begins anew. */
#define KEPT_EXPECTATIONS	65536

typedef struct ExpectKey
{
	int64		frequency;
	double		age;
	double		horizon;
	double		delta;
} ExpectKey;

typedef struct Expect
{
	ExpectKey	key;
	double		value;
	char		status;
} Expect;

#define SH_PREFIX expects
#define SH_ELEMENT_TYPE Expect
#define SH_KEY_TYPE ExpectKey
#define SH_KEY key
#define SH_HASH_KEY(table, k) \
	hash_bytes((const unsigned char *) &(k), sizeof(ExpectKey))
#define SH_EQUAL(table, a, b) (memcmp(&(a), &(b), sizeof(ExpectKey)) == 0)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* A model as last seen, and its bytes to know it by. */
typedef struct KeptModel
{
	void	   *bytes;			/* NULL: none yet */
	Size		len;
	FittedModel model;
} KeptModel;

typedef struct ModelCache
{
	KeptModel	clv;
	KeptModel	spend;
	expects_hash *expects;		/* of the clv model */
} ModelCache;

static char *
interval_text(const Interval *interval)
{
	return DatumGetCString(DirectFunctionCall1(interval_out,
											   IntervalPGetDatum(interval)));
}

static void
error_interval(const char *what, const Interval *interval)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s \"%s\" is not a whole number of days, weeks, months or years",
					what, interval_text(interval)),
			 errdetail("It has %d months, %d days and %lld microseconds.",
					   interval->month, interval->day, (long long) interval->time),
			 errhint("Write it as '7 days' or '1 month'.")));
}

ClvUnit
unit_arg(const Interval *interval)
{
	ClvUnit		unit = {interval->month, interval->day};

	if (interval->month < 0 || interval->day < 0 || interval->time != 0 ||
		!clv_unit_named(unit))
		error_interval("unit", interval);
	return unit;
}

double
horizon_arg(const Interval *interval, const FittedModel *model)
{
	ClvUnit		horizon = {interval->month, interval->day};

	if (interval->month < 0 || interval->day < 0 || interval->time != 0)
		error_interval("horizon", interval);
	return clv_unit_days(horizon) / model_unit_days(model);
}

double
horizon_number(double horizon)
{
	if (!(horizon >= 0) || isinf(horizon))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("horizon must be a finite number from 0 up, and is %g", horizon)));
	return horizon;
}

double
model_unit_days(const FittedModel *model)
{
	if (!(model->has & MODEL_UNIT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s has no unit, so days cannot be told in it",
						model->family->type),
				 errdetail("The model is %s.", model_to_json(model)),
				 errhint("Fit it to statistics that have a unit, or type \"unit\": \"7 days\" into the model.")));
	return clv_unit_days(model->unit);
}

void
model_read(const ModelFamily *family, Datum value, FittedModel *model)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);
	const char *error;

	if (VARSIZE_ANY_EXHDR(bytes) < 1)
		error_corrupt(family->type, 0, "It is empty.");
	check_version(family->type, p[0], MODEL_VERSION);
	error = model_from_bytes(family, p, VARSIZE_ANY_EXHDR(bytes), model);
	if (error)
		error_corrupt(family->type, VARHDRSZ, error);
}

static ModelCache *
model_cache(FunctionCallInfo fcinfo)
{
	if (!fcinfo->flinfo->fn_extra)
		fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt,
														  sizeof(ModelCache));
	return fcinfo->flinfo->fn_extra;
}

const FittedModel *
model_arg(FunctionCallInfo fcinfo, int n, const ModelFamily *family)
{
	ModelCache *cache = model_cache(fcinfo);
	KeptModel  *kept = family == &clv_family ? &cache->clv : &cache->spend;
	struct varlena *value = PG_GETARG_VARLENA_PP(n);
	Size		len = VARSIZE_ANY_EXHDR(value);

	if (kept->bytes && kept->len == len &&
		memcmp(kept->bytes, VARDATA_ANY(value), len) == 0)
		return &kept->model;

	if (kept->bytes)
		pfree(kept->bytes);
	kept->bytes = NULL;
	model_read(family, PointerGetDatum(value), &kept->model);
	if (family == &clv_family && cache->expects)
		expects_reset(cache->expects);
	kept->bytes = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, len);
	memcpy(kept->bytes, VARDATA_ANY(value), len);
	kept->len = len;
	return &kept->model;
}

double
expected_alive(FunctionCallInfo fcinfo, int64 frequency, double age,
			   double horizon, double delta)
{
	ModelCache *cache = fcinfo->flinfo->fn_extra;
	ExpectKey	key = {frequency, age, horizon, delta};
	Expect	   *expect;
	bool		found;

	if (!cache->expects)
		cache->expects = expects_create(fcinfo->flinfo->fn_mcxt, 64, NULL);
	else if (cache->expects->members >= KEPT_EXPECTATIONS)
		expects_reset(cache->expects);
	expect = expects_lookup(cache->expects, key);
	if (!expect)
	{
		/* Before the insert: an error or a cancel in it must leave no entry. */
		double		value = bg_nbd_discounted(cache->clv.model.parameters,
											  frequency, age, horizon, delta);

		expect = expects_insert(cache->expects, key, &found);
		expect->value = value;
	}
	return expect->value;
}

/*
 * A customer in the caller's numbers; 22023 where there can be none like it.
 */
Customer
customer_args(int64 frequency, double recency, double age)
{
	Customer	customer = {frequency, recency, age};
	const char *rule = NULL;

	if (isnan(recency) || isnan(age) || isinf(recency) || isinf(age))
		rule = "Times are finite numbers.";
	else if (frequency < 0)
		rule = "frequency counts repeat purchases, from 0 up.";
	else if (recency < 0 || recency > age)
		rule = "recency is the time of the last purchase since the first, from 0 to age.";
	else if (frequency == 0 && recency > 0)
		rule = "Without a repeat purchase the recency is 0.";
	else if (frequency > 0 && recency == 0)
		rule = "A repeat purchase comes after the first one, so the recency is over 0.";
	if (rule)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no customer can have frequency %lld, recency %g and age %g",
						(long long) frequency, recency, age),
				 errdetail("%s", rule)));
	return customer;
}
