/*
 * clv_fit.c - purchase models of a customer base
 */
#include "postgres.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "base/args.h"
#include "base/errors.h"
#include "base/state.h"
#include "core/clv_stats.h"
#include "value/value_args.h"

#define TYPE_NAME	"clv_stats"

/* A stored value, checked. */
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
		error_corrupt(TYPE_NAME, VARHDRSZ, error);
}

/* Why there is no fit. */
static void
error_no_fit(BtydStatus status, const BtydFit *fit, const ModelKind *kind)
{
	if (status == BTYD_TOO_FEW)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("statistics hold %lld customers with repeat purchases, and need at least %d",
						(long long) fit->repeaters, BTYD_LEAST_REPEATERS),
				 errdetail("They hold %lld customers in all.", (long long) fit->customers),
				 errhint("Widen the period, or give the model's parameters yourself: '{\"model\": \"%s\", ...}'::scrm.clv_model.",
						 kind->name)));
	ereport(ERROR,
			(errcode(ERRCODE_DATA_EXCEPTION),
			 errmsg("the likelihood of model \"%s\" has no maximum inside", kind->name),
			 errdetail("Parameter %s ran away to %g.", kind->parameters[fit->runaway],
					   fit->parameters[fit->runaway]),
			 errhint("Try another model or a longer period: customers may not leave at all, or may hardly differ.")));
}

/*
 * clv_fit(stats clv_stats, model text) -> clv_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_fit);
Datum
scrm_clv_fit(PG_FUNCTION_ARGS)
{
	const char *name = text_to_cstring(PG_GETARG_TEXT_PP(1));
	const char **known = palloc0_array(const char *, clv_family.nkinds + 1);
	FittedModel model = {.family = &clv_family};
	ClvStats	stats;
	BtydFit		fit;
	BtydStatus	status;

	for (int i = 0; i < clv_family.nkinds; i++)
		known[i] = clv_family.kinds[i].name;
	model.kind = choice("model", name, known);
	stats_read(PG_GETARG_DATUM(0), &stats);
	status = bg_nbd_fit(&stats.rows, &fit);
	if (status != BTYD_FITTED)
		error_no_fit(status, &fit, model_kind(&model));

	model.has = MODEL_CUSTOMERS | MODEL_LOG_LIKELIHOOD | MODEL_COVARIANCE;
	if (clv_unit_named(stats.head.unit))
		model.has |= MODEL_UNIT;
	model.unit = stats.head.unit;
	memcpy(model.parameters, fit.parameters, sizeof(fit.parameters));
	memcpy(model.covariance, fit.covariance, sizeof(fit.covariance));
	model.customers = fit.customers;
	model.log_likelihood = fit.log_likelihood;
	PG_RETURN_POINTER(model_to_bytes(&model));
}

/* Times of one unit are not read in another. */
static void
check_units(const FittedModel *model, const ClvStats *stats)
{
	if (clv_unit_fits(model->unit, stats->head.unit))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the model and the statistics have different units of time"),
			 errdetail("The model has %s, the statistics %s.",
					   clv_unit_text(model->unit), clv_unit_text(stats->head.unit)),
			 errhint("Make the statistics in the model's unit.")));
}

/*
 * log_likelihood(m clv_model, stats clv_stats) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_log_likelihood_stats);
Datum
scrm_clv_model_log_likelihood_stats(PG_FUNCTION_ARGS)
{
	FittedModel model;
	ClvStats	stats;

	model_read(&clv_family, PG_GETARG_DATUM(0), &model);
	stats_read(PG_GETARG_DATUM(1), &stats);
	check_units(&model, &stats);
	PG_RETURN_FLOAT8(bg_nbd_log_likelihood(model.parameters, &stats.rows, NULL, NULL));
}

/*
 * expected_purchases(m clv_model, stats clv_stats, horizon float8) -> float8:
 * of the whole base
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_expected_purchases_stats);
Datum
scrm_expected_purchases_stats(PG_FUNCTION_ARGS)
{
	FittedModel model;
	ClvStats	stats;

	model_read(&clv_family, PG_GETARG_DATUM(0), &model);
	stats_read(PG_GETARG_DATUM(1), &stats);
	check_units(&model, &stats);
	PG_RETURN_FLOAT8(bg_nbd_expected_base(model.parameters, &stats.rows,
										  horizon_number(PG_GETARG_FLOAT8(2))));
}
