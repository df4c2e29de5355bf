/*
 * purchases_types.c - the type purchases: text, binary, merging
 */
#include "value/purchases_glue.h"

#include "libpq/pqformat.h"

#include "base/errors.h"
#include "base/state.h"
#include "core/purchases_text.h"

/* The bytes of a value or of an open state, of a version we read. */
static const uint8 *
bytes_as_they_are(Datum value, Size *len)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);

	*len = VARSIZE_ANY_EXHDR(bytes);
	if (*len < 1)
		error_corrupt(PURCHASES_TYPE, 0, "It is empty.");
	check_version(PURCHASES_TYPE, p[0], PURCHASES_VERSION);
	return p;
}

const uint8 *
purchases_bytes(Datum value, Size *len)
{
	const uint8 *bytes = bytes_as_they_are(value, len);
	PurchasesFlat *flat = NULL;

	/* Of an aggregate without a final function, or of a part that travels. */
	if (*len > 1 && bytes[1] == FLAT_OPEN)
	{
		purchases_add_datum(&flat, value);
		bytes = bytes_as_they_are(purchases_datum(flat), len);
	}
	return bytes;
}

void
purchases_reader(Datum value, PurchasesReader *reader)
{
	Size		len;
	const uint8 *bytes = purchases_bytes(value, &len);

	purchases_open(reader, bytes, len);
}

void
purchases_done(const PurchasesReader *reader)
{
	if (reader->error)
		error_corrupt(PURCHASES_TYPE, 0, reader->error);
}

void
purchases_add_datum(PurchasesFlat **flat, Datum value)
{
	Size		len;
	const uint8 *bytes = bytes_as_they_are(value, &len);
	const char *error;
	char		before[PURCHASES_CURRENCY_LEN + 1] = "";
	char		currency[PURCHASES_CURRENCY_LEN + 1];
	PurchasesStatus status;

	if (*flat)
		strlcpy(before, (*flat)->currency, sizeof(before));
	status = purchases_add_value(flat, bytes, len, &error);
	if (error)
		error_corrupt(PURCHASES_TYPE, 0, error);
	(void) purchases_currency(bytes, len, currency);
	purchases_check(status, before, currency);
}

Datum
purchases_datum(const PurchasesFlat *flat)
{
	void	   *packed;

	purchases_check(purchases_pack(flat, &packed), "", "");
	return PointerGetDatum(packed);
}

void
purchases_check(PurchasesStatus status, const char *currency, const char *other)
{
	switch (status)
	{
		case PURCHASES_OK:
			break;
		case PURCHASES_OUT_OF_RANGE:
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("amounts of purchases are out of range"),
					 errdetail("A day's sum, in units of its last decimal, is at most 9223372036854775807."),
					 errhint("Round the amounts to fewer decimals.")));
			break;
		case PURCHASES_CURRENCIES:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("purchases of different currencies: %s and %s",
							currency[0] ? currency : "none", other[0] ? other : "none"),
					 errhint("Group by currency, or convert the amounts first.")));
			break;
	}
}

/*
 * purchases_in(cstring) -> purchases
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_in);
Datum
scrm_purchases_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	PurchasesFlat *flat;
	const char *detail;
	int			offset;
	void	   *packed;
	PurchasesTextStatus status = purchases_from_text(text, &flat, &detail, &offset);

	if (status == PURCHASES_TEXT_SYNTAX)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", PURCHASES_TYPE, error_shows(text)),
				 errdetail("At character %d: %s", offset + 1, detail),
				 errhint("Write it as {1997-01-01:29.33,1997-01-18:29.73}, or EUR{...}.")));
	if (status == PURCHASES_TEXT_RANGE || purchases_pack(flat, &packed) != PURCHASES_OK)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amounts of purchases are out of range: \"%s\"", error_shows(text)),
				 errhint("Write the amounts with fewer decimals.")));
	PG_RETURN_POINTER(packed);
}

/*
 * purchases_out(purchases) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_out);
Datum
scrm_purchases_out(PG_FUNCTION_ARGS)
{
	PurchasesReader reader;
	char	   *text;

	purchases_reader(PG_GETARG_DATUM(0), &reader);
	text = purchases_to_text(&reader);
	purchases_done(&reader);
	PG_RETURN_CSTRING(text);
}

/*
 * purchases_send(purchases) -> bytea: the packed form, which has no byte order
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_send);
Datum
scrm_purchases_send(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = purchases_bytes(PG_GETARG_DATUM(0), &len);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbytes(&out, (const char *) bytes, len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/*
 * purchases_recv(internal) -> purchases: read day by day, and written anew
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_recv);
Datum
scrm_purchases_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			len = in->len - in->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(in, len);
	PurchasesReader reader;
	PurchaseDay day;
	struct varlena *value;

	if (len < 2)
		error_corrupt(PURCHASES_TYPE, 0, "It ends within its header.");
	check_version(PURCHASES_TYPE, bytes[0], PURCHASES_VERSION);
	purchases_open(&reader, bytes, len);
	while (purchases_next(&reader, &day))
		;
	purchases_done(&reader);
	value = palloc(VARHDRSZ + len);
	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), bytes, len);
	PG_RETURN_POINTER(value);
}

/*
 * merge(a purchases, b purchases) -> purchases
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_purchases_merge);
Datum
scrm_purchases_merge(PG_FUNCTION_ARGS)
{
	PurchasesFlat *flat = NULL;

	purchases_add_datum(&flat, PG_GETARG_DATUM(0));
	purchases_add_datum(&flat, PG_GETARG_DATUM(1));
	PG_RETURN_DATUM(purchases_datum(flat));
}
