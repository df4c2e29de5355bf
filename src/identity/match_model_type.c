/*
 * match_model_type.c - the type match_model
 */
#include "identity/match_model_type.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"

#include "base/cache.h"
#include "base/errors.h"
#include "base/state.h"
#include "core/match_bytes.h"
#include "core/match_model_text.h"

/* Reads bytes from the version on; an error where they are no model. */
static MatchModel *
model_of(const uint8 *bytes, Size len)
{
	const char *error;
	Size		at;
	MatchModel *model;

	if (len < 1)
		error_corrupt("match_model", 0, "It is empty.");
	check_version("match_model", bytes[0], MATCH_MODEL_VERSION);
	model = match_model_from_bytes(bytes, len, &error, &at);
	if (!model)
		error_corrupt("match_model", at, error);
	return model;
}

static void *
decode(struct varlena *value)
{
	return model_of((uint8 *) VARDATA(value), VARSIZE(value) - VARHDRSZ);
}

const MatchModel *
match_model_arg(FunctionCallInfo fcinfo, int n)
{
	return cached_value(fcinfo, n, decode);
}

const MatchModel *
match_model_value(Datum value)
{
	return decode(PG_DETOAST_DATUM_COPY(value));
}

Datum
match_model_datum(const MatchModel *model)
{
	void	   *value = match_model_to_bytes(model);

	if (!value)
		error_too_large("match_model", "Train on fewer rows, or leave out columns that say little.");
	return PointerGetDatum(value);
}

/*
 * match_model_in(cstring) -> match_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_model_in);
Datum
scrm_match_model_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	const char *error;
	int			version;
	void	   *value = match_model_from_text(text, strlen(text), &error, &version);

	if (value)
		PG_RETURN_POINTER(value);
	if (version > MATCH_MODEL_VERSION)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("match_model has format version %d, and this library reads up to %d", version, MATCH_MODEL_VERSION),
				 errhint("Install the newer release of scrm here, too.")));
	ereturn(fcinfo->context, (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input for type match_model: \"%s\"", error_shows(text)),
			 errdetail("%s", error),
			 errhint("Start from what match_train has made; every field of it is needed.")));
}

/*
 * match_model_out(match_model) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_model_out);
Datum
scrm_match_model_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(match_model_to_text(match_model_arg(fcinfo, 0)));
}

/* Names become texts: they must be such in this database. */
static void
check_names(const MatchModel *model)
{
	for (int i = 0; i < model->ncolumns; i++)
		if (!pg_verify_mbstr(GetDatabaseEncoding(), model->columns[i].name, strlen(model->columns[i].name), true))
			error_corrupt("match_model", 0, psprintf("columns[%d].name is no text in the encoding of this database.", i));
	for (int i = 0; i < model->nsources; i++)
		if (!pg_verify_mbstr(GetDatabaseEncoding(), model->sources[i].name, strlen(model->sources[i].name), true))
			error_corrupt("match_model", 0, psprintf("sources[%d].name is no text in the encoding of this database.", i));
}

/*
 * match_model_recv(internal) -> match_model
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_model_recv);
Datum
scrm_match_model_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	Size		len = message->len - message->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(message, len);
	uint8	   *value = palloc(VARHDRSZ + len);

	check_names(model_of(bytes, len));
	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), bytes, len);
	PG_RETURN_POINTER(value);
}

/*
 * match_model_send(match_model) -> bytea
 *
 * The stored form, read all the same: what is sent is a model.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_model_send);
Datum
scrm_match_model_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(match_model_datum(match_model_arg(fcinfo, 0)));
}
