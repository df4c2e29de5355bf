/*
 * model_types.c - the types clv_model and spend_model, and what they tell
 */
#include "postgres.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include <math.h>

#include "base/compat.h"
#include "base/errors.h"
#include "base/state.h"
#include "value/value_args.h"

static Datum
model_in(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	char	   *text = PG_GETARG_CSTRING(0);
	FittedModel model;
	const char *error = model_from_json(family, text, strlen(text), &model);

	if (error)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input for type %s: \"%s\"", family->type, error_shows(text)),
				 errdetail("%s", error),
				 errhint("Known are: %s.", model_family_text(family))));
	PG_RETURN_POINTER(model_to_bytes(&model));
}

/*
 * clv_model_in(cstring) -> clv_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_in);
Datum
scrm_clv_model_in(PG_FUNCTION_ARGS)
{
	return model_in(fcinfo, &clv_family);
}

/*
 * spend_model_in(cstring) -> spend_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_in);
Datum
scrm_spend_model_in(PG_FUNCTION_ARGS)
{
	return model_in(fcinfo, &spend_family);
}

static Datum
model_out(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	FittedModel model;

	model_read(family, PG_GETARG_DATUM(0), &model);
	PG_RETURN_CSTRING(model_to_json(&model));
}

/*
 * clv_model_out(clv_model) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_out);
Datum
scrm_clv_model_out(PG_FUNCTION_ARGS)
{
	return model_out(fcinfo, &clv_family);
}

/*
 * spend_model_out(spend_model) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_out);
Datum
scrm_spend_model_out(PG_FUNCTION_ARGS)
{
	return model_out(fcinfo, &spend_family);
}

static Datum
model_send(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	FittedModel model;

	model_read(family, PG_GETARG_DATUM(0), &model);
	PG_RETURN_BYTEA_P(model_to_wire(&model));
}

/*
 * clv_model_send(clv_model) -> bytea
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_send);
Datum
scrm_clv_model_send(PG_FUNCTION_ARGS)
{
	return model_send(fcinfo, &clv_family);
}

/*
 * spend_model_send(spend_model) -> bytea
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_send);
Datum
scrm_spend_model_send(PG_FUNCTION_ARGS)
{
	return model_send(fcinfo, &spend_family);
}

static Datum
model_recv(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			len = in->len - in->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(in, len);
	FittedModel model;
	const char *error;

	if (len < 1)
		error_corrupt(family->type, 0, "It is empty.");
	check_version(family->type, bytes[0], MODEL_VERSION);
	if ((error = model_from_wire(family, bytes, len, &model)) != NULL)
		error_corrupt(family->type, 0, error);
	PG_RETURN_POINTER(model_to_bytes(&model));
}

/*
 * clv_model_recv(internal) -> clv_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_recv);
Datum
scrm_clv_model_recv(PG_FUNCTION_ARGS)
{
	return model_recv(fcinfo, &clv_family);
}

/*
 * spend_model_recv(internal) -> spend_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_recv);
Datum
scrm_spend_model_recv(PG_FUNCTION_ARGS)
{
	return model_recv(fcinfo, &spend_family);
}

/* A row for each parameter; without a covariance there is no error. */
static Datum
model_parameters(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	FittedModel model;
	const ModelKind *kind;

	model_read(family, PG_GETARG_DATUM(0), &model);
	kind = model_kind(&model);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < kind->n; i++)
	{
		Datum		values[3];
		bool		nulls[3] = {false, false, !(model.has & MODEL_COVARIANCE)};

		values[0] = CStringGetTextDatum(kind->parameters[i]);
		values[1] = Float8GetDatum(model.parameters[i]);
		values[2] = Float8GetDatum(sqrt(model.covariance[i * kind->n + i]));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * parameters(clv_model) -> (name text, value float8, std_error float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_parameters);
Datum
scrm_clv_model_parameters(PG_FUNCTION_ARGS)
{
	return model_parameters(fcinfo, &clv_family);
}

/*
 * parameters(spend_model) -> (name text, value float8, std_error float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_parameters);
Datum
scrm_spend_model_parameters(PG_FUNCTION_ARGS)
{
	return model_parameters(fcinfo, &spend_family);
}

/* A row for each pair; none for a model without. */
static Datum
model_covariance(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	FittedModel model;
	const ModelKind *kind;

	model_read(family, PG_GETARG_DATUM(0), &model);
	kind = model_kind(&model);
	InitMaterializedSRF(fcinfo, 0);
	if (!(model.has & MODEL_COVARIANCE))
		return (Datum) 0;
	for (int i = 0; i < kind->n; i++)
		for (int j = 0; j < kind->n; j++)
		{
			Datum		values[3];
			bool		nulls[3] = {false, false, false};

			values[0] = CStringGetTextDatum(kind->parameters[i]);
			values[1] = CStringGetTextDatum(kind->parameters[j]);
			values[2] = Float8GetDatum(model.covariance[i * kind->n + j]);
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		}
	return (Datum) 0;
}

/*
 * covariance(clv_model) -> (a text, b text, value float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_covariance);
Datum
scrm_clv_model_covariance(PG_FUNCTION_ARGS)
{
	return model_covariance(fcinfo, &clv_family);
}

/*
 * covariance(spend_model) -> (a text, b text, value float8)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_covariance);
Datum
scrm_spend_model_covariance(PG_FUNCTION_ARGS)
{
	return model_covariance(fcinfo, &spend_family);
}

/* NULL for a model that was not fitted. */
static Datum
model_log_likelihood(FunctionCallInfo fcinfo, const ModelFamily *family)
{
	FittedModel model;

	model_read(family, PG_GETARG_DATUM(0), &model);
	if (!(model.has & MODEL_LOG_LIKELIHOOD))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(model.log_likelihood);
}

/*
 * log_likelihood(clv_model) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_clv_model_log_likelihood);
Datum
scrm_clv_model_log_likelihood(PG_FUNCTION_ARGS)
{
	return model_log_likelihood(fcinfo, &clv_family);
}

/*
 * log_likelihood(spend_model) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spend_model_log_likelihood);
Datum
scrm_spend_model_log_likelihood(PG_FUNCTION_ARGS)
{
	return model_log_likelihood(fcinfo, &spend_family);
}
