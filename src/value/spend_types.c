/*
 * spend_types.c - the type spend_stats, its aggregates, and the fit
 *
 * A promoted state (base/state.h): flat while small, from 64 kB on an
 * expanded object around a SpendSet.
 */
#include "postgres.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include <math.h>

#include "base/errors.h"
#include "base/state.h"
#include "core/spend_stats.h"
#include "value/value_purchases.h"

#define TYPE_NAME	"spend_stats"

static void *
set_pack(void *set)
{
	void	   *packed = spend_set_pack(set);

	if (!packed)
		error_too_large(TYPE_NAME, "Aggregate parts of the base, and fit a model to each.");
	return packed;
}

/* The content of an open flat state. */
static void
set_of_flat(const SpendFlat *flat, SpendSet *set)
{
	memcpy(set->currency, flat->currency, sizeof(set->currency));
	set->settled = flat->settled;
	set->left_out = flat->left_out;
	set->n = set->room = flat->n;
	set->rows = palloc_extended(Max(1, sizeof(SpendRow) * flat->n), MCXT_ALLOC_HUGE);
	memcpy(set->rows, flat->rows, sizeof(SpendRow) * flat->n);
}

static void *
set_expand(const void *flat)
{
	SpendSet   *set = palloc0(sizeof(SpendSet));

	set_of_flat(flat, set);
	return set;
}

static const PromotedKind spend_promoted = {TYPE_NAME, set_expand, set_pack};

/* A stored value, or a state that travelled, checked. */
static void
set_read(Datum value, SpendSet *set)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);
	const char *error;

	if (VARSIZE_ANY_EXHDR(bytes) < 1)
		error_corrupt(TYPE_NAME, 0, "It is empty.");
	check_version(TYPE_NAME, p[0], SPEND_STATS_VERSION);
	error = spend_set_read(p, VARSIZE_ANY_EXHDR(bytes), set);
	if (error)
		error_corrupt(TYPE_NAME, VARHDRSZ, error);
}

/* The state in argument 0, as a set of its own. */
static void
set_of_state(FunctionCallInfo fcinfo, SpendSet *set)
{
	Promoted   *big = promoted_state(PG_GETARG_DATUM(0));
	const SpendFlat *flat = big ? NULL : flat_arg(fcinfo, 0);
	const SpendSet *data;

	if (flat)
	{
		set_of_flat(flat, set);
		return;
	}
	if (!big)
	{
		set_read(PG_GETARG_DATUM(0), set);
		return;
	}
	data = big->data;
	*set = *data;
	set->rows = palloc_extended(sizeof(SpendRow) * Max(1, data->n), MCXT_ALLOC_HUGE);
	memcpy(set->rows, data->rows, sizeof(SpendRow) * data->n);
	set->room = set->n;
}

/*
 * spend_stats_in(cstring) -> spend_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_in);
Datum
scrm_spend_stats_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	SpendSet	set;
	const char *error = spend_set_from_json(text, strlen(text), &set);

	if (error)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input for type %s", TYPE_NAME),
				 errdetail("%s", error),
				 errhint("Write it as {\"left_out\": 3, \"rows\": [[frequency, mean, customers], ...]}.")));
	PG_RETURN_POINTER(set_pack(&set));
}

/*
 * spend_stats_out(spend_stats) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_out);
Datum
scrm_spend_stats_out(PG_FUNCTION_ARGS)
{
	SpendSet	set;

	set_read(PG_GETARG_DATUM(0), &set);
	set.n = spend_rows_collapse(set.rows, set.n);
	PG_RETURN_CSTRING(spend_set_to_json(&set));
}

/*
 * spend_stats_send(spend_stats) -> bytea: the packed form, which has no byte
 * order
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_send);
Datum
scrm_spend_stats_send(PG_FUNCTION_ARGS)
{
	SpendSet	set;
	void	   *packed;
	StringInfoData out;

	set_read(PG_GETARG_DATUM(0), &set);
	packed = set_pack(&set);
	pq_begintypsend(&out);
	pq_sendbytes(&out, (char *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/*
 * spend_stats_recv(internal) -> spend_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_recv);
Datum
scrm_spend_stats_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			len = in->len - in->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(in, len);
	SpendSet	set;
	const char *error;

	if (len < 2)
		error_corrupt(TYPE_NAME, 0, "It ends within its header.");
	check_version(TYPE_NAME, bytes[0], SPEND_STATS_VERSION);
	if (bytes[1] != 0)
		error_corrupt(TYPE_NAME, 1, "Its flags are not those of a value.");
	if ((error = spend_set_read(bytes, len, &set)) != NULL)
		error_corrupt(TYPE_NAME, 0, error);
	PG_RETURN_POINTER(set_pack(&set));
}

static void
error_currencies(const char *a, const char *b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("amounts of different currencies: %s and %s",
					a[0] ? a : "none", b[0] ? b : "none"),
			 errhint("Group by currency, or convert the amounts first.")));
}

/* Settles the currency of a state, or refuses a second one. */
static void
settle(char *currency, bool *settled, const char *with)
{
	if (*settled && strcmp(currency, with) != 0)
		error_currencies(currency, with);
	memcpy(currency, with, CURRENCY_LEN + 1);
	*settled = true;
}

/* Adds what `from` holds to a set in the current context. */
static void
set_add_set(SpendSet *set, const SpendSet *from)
{
	if (from->settled)
		settle(set->currency, &set->settled, from->currency);
	spend_count_add(&set->left_out, from->left_out);
	for (int64 i = 0; i < from->n; i++)
		spend_set_add(set, from->rows[i]);
}

/* The flat state in argument 0; of a value, a new one. */
static SpendFlat *
flat_state(FunctionCallInfo fcinfo)
{
	SpendFlat  *flat = flat_arg(fcinfo, 0);
	SpendSet	set;

	if (flat)
		return flat;
	set_read(PG_GETARG_DATUM(0), &set);
	flat = spend_flat_new();
	memcpy(flat->currency, set.currency, sizeof(flat->currency));
	flat->settled = set.settled;
	flat->left_out = set.left_out;
	for (int64 i = 0; i < set.n; i++)
		if ((flat = spend_flat_add(flat, set.rows[i])) == NULL)
			error_too_large(TYPE_NAME, "Aggregate parts of the base, and fit a model to each.");
	return flat;
}

/*
 * Adds to the state in argument 0 of a transition or combine function, and
 * returns the state.
 */
static Datum
state_add(FunctionCallInfo fcinfo, const SpendSet *from)
{
	MemoryContext agg = aggregate_context(fcinfo);
	Promoted   *big = PG_ARGISNULL(0) ? NULL : promoted_state(PG_GETARG_DATUM(0));
	SpendFlat  *flat = big ? NULL : PG_ARGISNULL(0) ? spend_flat_new() : flat_state(fcinfo);
	int64		done = 0;

	if (!big)
	{
		if (from->settled)
			settle(flat->currency, &flat->settled, from->currency);
		spend_count_add(&flat->left_out, from->left_out);
		for (; done < from->n; done++)
		{
			if (flat_capacity(flat) >= PROMOTE_AT && spend_flat_full(flat))
			{
				big = promote(&spend_promoted, flat, agg);
				break;
			}
			flat = spend_flat_add(flat, from->rows[done]);
		}
	}
	if (big)
	{
		MemoryContext old = promoted_open(big);
		SpendSet   *set = big->data;

		if (!flat)
		{
			if (from->settled)
				settle(set->currency, &set->settled, from->currency);
			spend_count_add(&set->left_out, from->left_out);
		}
		for (; done < from->n; done++)
			spend_set_add(set, from->rows[done]);
		PG_RETURN_DATUM(promoted_close(big, old));
	}
	PG_RETURN_POINTER(flat);
}

/*
 * One customer: a row that the model can use, or one more left out.
 */
static Datum
state_add_customer(FunctionCallInfo fcinfo, int64 frequency, double monetary,
				   const char *currency)
{
	SpendRow	row = {frequency, monetary, 1};
	SpendSet	one = {.settled = true, .n = 1, .rows = &row};

	strlcpy(one.currency, currency, sizeof(one.currency));
	if (frequency == 0 || monetary <= 0)
	{
		one.n = 0;
		one.left_out = 1;
	}
	return state_add(fcinfo, &one);
}

/*
 * spend_stats_add(spend_stats, frequency bigint, monetary float8)
 * -> spend_stats: transition function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_add);
Datum
scrm_spend_stats_add(PG_FUNCTION_ARGS)
{
	int64		frequency;
	double		monetary;

	/* A customer without repeat purchases has no mean. */
	if (PG_ARGISNULL(1) || (PG_ARGISNULL(2) && PG_GETARG_INT64(1) != 0))
		return aggregate_unchanged(fcinfo);
	frequency = PG_GETARG_INT64(1);
	monetary = frequency == 0 ? 0 : PG_GETARG_FLOAT8(2);
	if (frequency < 0 || isnan(monetary) || isinf(monetary))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no customer can have frequency %lld and monetary %g",
						(long long) frequency, monetary),
				 errdetail("frequency counts repeat purchases, from 0 up; monetary is their finite mean.")));
	return state_add_customer(fcinfo, frequency, monetary, "");
}

/*
 * spend_stats_add(spend_stats, p purchases [, as_of date]) -> spend_stats:
 * transition function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_add_purchases);
Datum
scrm_spend_stats_add_purchases(PG_FUNCTION_ARGS)
{
	CustomerSpend customer;
	DateADT		as_of;

	if (PG_ARGISNULL(1) || (PG_NARGS() > 2 && PG_ARGISNULL(2)))
		return aggregate_unchanged(fcinfo);
	as_of = PG_NARGS() > 2 ? PG_GETARG_DATEADT(2) : DATEVAL_NOEND;
	if (!customer_read(PG_GETARG_DATUM(1), as_of, NULL, NULL, &customer))
		return aggregate_unchanged(fcinfo);
	return state_add_customer(fcinfo, customer.frequency, customer.monetary,
							  customer.currency);
}

/*
 * spend_stats_combine(spend_stats, spend_stats) -> spend_stats: combine
 * function, and the transition function of rollup
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_combine);
Datum
scrm_spend_stats_combine(PG_FUNCTION_ARGS)
{
	SpendSet	from;

	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	set_read(PG_GETARG_DATUM(1), &from);
	return state_add(fcinfo, &from);
}

/*
 * spend_stats_final(spend_stats) -> spend_stats: final function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_final);
Datum
scrm_spend_stats_final(PG_FUNCTION_ARGS)
{
	SpendSet	set;

	aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	set_of_state(fcinfo, &set);
	PG_RETURN_POINTER(set_pack(&set));
}

/*
 * merge(a spend_stats, b spend_stats) -> spend_stats
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_stats_merge);
Datum
scrm_spend_stats_merge(PG_FUNCTION_ARGS)
{
	SpendSet	a,
				b;

	set_read(PG_GETARG_DATUM(0), &a);
	set_read(PG_GETARG_DATUM(1), &b);
	set_add_set(&a, &b);
	PG_RETURN_POINTER(set_pack(&a));
}

/* Fits a Gamma-Gamma model, or says why there is none. */
static Datum
set_fit(SpendSet *set)
{
	FittedModel model = {.family = &spend_family, .kind = SPEND_GAMMA_GAMMA};
	SpendFit	fit;

	set->n = spend_rows_collapse(set->rows, set->n);
	switch (gamma_gamma_fit(set->rows, set->n, &fit))
	{
		case SPEND_TOO_FEW:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("statistics hold %lld customers with repeat purchases of some amount, and need at least %d",
							(long long) fit.customers, SPEND_LEAST_CUSTOMERS),
					 errdetail("%lld customers were left out: no repeat purchase, or a mean that is not over 0.",
							   (long long) set->left_out)));
			break;
		case SPEND_NO_MAXIMUM:
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("the likelihood of the spend model has no maximum inside"),
					 errdetail("Parameter %s ran away to %g.",
							   spend_family.kinds[model.kind].parameters[fit.runaway],
							   fit.parameters[fit.runaway]),
					 errhint("Amounts may hardly differ among customers, or within them; take a longer period.")));
			break;
		case SPEND_FITTED:
			break;
	}
	model.has = MODEL_CUSTOMERS | MODEL_LEFT_OUT | MODEL_LOG_LIKELIHOOD | MODEL_COVARIANCE;
	if (set->currency[0])
		model.has |= MODEL_CURRENCY;
	memcpy(model.currency, set->currency, sizeof(model.currency));
	memcpy(model.parameters, fit.parameters, sizeof(fit.parameters));
	memcpy(model.covariance, fit.covariance, sizeof(fit.covariance));
	model.log_likelihood = fit.log_likelihood;
	model.customers = fit.customers;
	model.left_out = set->left_out;
	PG_RETURN_POINTER(model_to_bytes(&model));
}

/*
 * spend_fit(spend_stats) -> spend_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_fit);
Datum
scrm_spend_fit(PG_FUNCTION_ARGS)
{
	SpendSet	set;

	set_read(PG_GETARG_DATUM(0), &set);
	return set_fit(&set);
}

/*
 * spend_fit_final(spend_stats) -> spend_model: final function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_fit_final);
Datum
scrm_spend_fit_final(PG_FUNCTION_ARGS)
{
	SpendSet	set;

	aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	set_of_state(fcinfo, &set);
	return set_fit(&set);
}
