/*
 * agreement.c - type contingency, and the aggregate that judges groups by it
 */
#include "postgres.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"

#include <math.h>

#include "base/errors.h"
#include "base/state.h"
#include "core/agreement.h"

#define CONTINGENCY_TYPE	"contingency"

/* What an error of a cell that counts too much says. */
#define error_range() \
	(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), \
	 errmsg("a cell of %s is out of range", CONTINGENCY_TYPE), \
	 errdetail("It may count " INT64_FORMAT " rows.", CONTINGENCY_TIMES_MAX))

static void
check_status(ContingencyStatus status)
{
	switch (status)
	{
		case CONTINGENCY_OK:
			break;
		case CONTINGENCY_LARGE:
			error_too_large(CONTINGENCY_TYPE, "Judge a sample of the persons.");
		case CONTINGENCY_RANGE:
			ereport(ERROR, error_range());
	}
}

/* The bytes of a value or of an open state, of a version we read. */
static const uint8 *
bytes_as_they_are(Datum value, Size *len)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);

	*len = VARSIZE_ANY_EXHDR(bytes);
	if (*len < 1)
		error_corrupt(CONTINGENCY_TYPE, 0, "It is empty.");
	check_version(CONTINGENCY_TYPE, p[0], CONTINGENCY_VERSION);
	return p;
}

/* Adds a value or an open state to *flat, which is new where it is NULL. */
static void
add_datum(ContingencyFlat **flat, Datum value)
{
	Size		len;
	const uint8 *bytes = bytes_as_they_are(value, &len);
	const char *error;

	check_status(contingency_add_value(flat, bytes, len, &error));
	if (error)
		error_corrupt(CONTINGENCY_TYPE, 0, error);
}

/* The packed bytes of a value; those of an open state are packed. */
static const uint8 *
packed_bytes(Datum value, Size *len)
{
	const uint8 *bytes = bytes_as_they_are(value, len);
	ContingencyFlat *flat = NULL;
	void	   *packed;

	if (*len > 1 && bytes[1] == FLAT_OPEN)
	{
		add_datum(&flat, value);
		check_status(contingency_pack(flat, &packed));
		bytes = bytes_as_they_are(PointerGetDatum(packed), len);
	}
	return bytes;
}

/* The state in argument 0, NULL while there is none; of a value, a new one. */
static ContingencyFlat *
state_arg(FunctionCallInfo fcinfo)
{
	ContingencyFlat *flat;

	if (PG_ARGISNULL(0))
		return NULL;
	flat = flat_arg(fcinfo, 0);
	if (!flat)
		add_datum(&flat, PG_GETARG_DATUM(0));
	return flat;
}

/*
 * contingency_in(cstring) -> contingency
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_in);
Datum
scrm_contingency_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	ContingencyFlat *flat;
	ContingencyStatus status;
	const char *detail;
	int			offset;
	void	   *packed;

	if (!contingency_from_text(text, &flat, &status, &detail, &offset) && detail)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", CONTINGENCY_TYPE, error_shows(text)),
				 errdetail("At byte %d: %s", offset + 1, detail),
				 errhint("Write it as {7/1,7/2*3}: group, truth and the number of rows.")));
	if (status == CONTINGENCY_OK)
		status = contingency_pack(flat, &packed);
	if (status == CONTINGENCY_RANGE)
		ereturn(fcinfo->context, (Datum) 0, error_range());
	check_status(status);
	PG_RETURN_POINTER(packed);
}

/*
 * contingency_out(contingency) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_out);
Datum
scrm_contingency_out(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = packed_bytes(PG_GETARG_DATUM(0), &len);
	ContingencyReader reader;
	char	   *text;

	contingency_open(&reader, bytes, len);
	text = contingency_to_text(&reader);
	if (reader.error)
		error_corrupt(CONTINGENCY_TYPE, 0, reader.error);
	PG_RETURN_CSTRING(text);
}

/*
 * contingency_send(contingency) -> bytea: the packed form, which has no byte
 * order
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_send);
Datum
scrm_contingency_send(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = packed_bytes(PG_GETARG_DATUM(0), &len);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbytes(&out, (const char *) bytes, len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/*
 * contingency_recv(internal) -> contingency: read cell by cell, and kept as it
 * is
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_recv);
Datum
scrm_contingency_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			len = in->len - in->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(in, len);
	ContingencyReader reader;
	ContingencyCell cell;
	struct varlena *value;

	if (len < 2)
		error_corrupt(CONTINGENCY_TYPE, len, "It ends within its header.");
	check_version(CONTINGENCY_TYPE, bytes[0], CONTINGENCY_VERSION);
	contingency_open(&reader, bytes, len);
	while (contingency_next(&reader, &cell))
		;
	if (reader.error)
		error_corrupt(CONTINGENCY_TYPE, 0, reader.error);
	value = palloc(VARHDRSZ + len);
	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), bytes, len);
	PG_RETURN_POINTER(value);
}

/*
 * contingency_add(state contingency, person bigint, truth bigint)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_add);
Datum
scrm_contingency_add(PG_FUNCTION_ARGS)
{
	ContingencyFlat *flat;
	ContingencyCell cell = {.times = 1};

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aggregate_unchanged(fcinfo);
	cell.row = PG_GETARG_INT64(1);
	cell.column = PG_GETARG_INT64(2);
	aggregate_context(fcinfo);
	flat = state_arg(fcinfo);
	if (!flat)
		flat = contingency_new();
	check_status(contingency_add(&flat, cell));
	PG_RETURN_POINTER(flat);
}

/*
 * contingency_combine(state contingency, part contingency)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_combine);
Datum
scrm_contingency_combine(PG_FUNCTION_ARGS)
{
	ContingencyFlat *flat;

	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	aggregate_context(fcinfo);
	flat = state_arg(fcinfo);
	add_datum(&flat, PG_GETARG_DATUM(1));
	PG_RETURN_POINTER(flat);
}

/*
 * contingency_agreement(state contingency) -> cluster_agreement: final function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_contingency_agreement);
Datum
scrm_contingency_agreement(PG_FUNCTION_ARGS)
{
	ContingencyCell *cells;
	int64		n;
	Agreement	agreement;
	TupleDesc	tupdesc;
	Datum		values[6];
	bool		nulls[6];

	aggregate_context(fcinfo);
	check_status(contingency_cells(state_arg(fcinfo), &cells, &n));
	agreement = agreement_of(cells, n);
	pfree(cells);
	values[0] = Float8GetDatum(agreement.pair_precision);
	values[1] = Float8GetDatum(agreement.pair_recall);
	values[2] = Float8GetDatum(agreement.pair_f1);
	values[3] = Float8GetDatum(agreement.b3_precision);
	values[4] = Float8GetDatum(agreement.b3_recall);
	values[5] = Float8GetDatum(agreement.b3_f1);
	for (int i = 0; i < lengthof(nulls); i++)
		nulls[i] = isnan(DatumGetFloat8(values[i]));
	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "cluster_agreement is no row type");
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}
