/*
 * match_model_type.c - the type match_model
 */
#include "identity/match_model_type.h"

#include "base/cache.h"
#include "base/errors.h"
#include "base/state.h"
#include "core/match_bytes.h"

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
