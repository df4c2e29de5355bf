/*
 * golden.c - type spellings, and the aggregate that chooses one of them
 */
#include "postgres.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "base/args.h"
#include "base/errors.h"
#include "base/state.h"
#include "core/golden.h"
#include "core/spellings_text.h"

#define SPELLINGS_TYPE	"spellings"

static void
error_spellings_large(void)
{
	error_too_large(SPELLINGS_TYPE, "Group by person, or shorten the values.");
}

/* The bytes of a value or of an open state, of a version we read. */
static const uint8 *
bytes_as_they_are(Datum value, Size *len)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);

	*len = VARSIZE_ANY_EXHDR(bytes);
	if (*len < 1)
		error_corrupt(SPELLINGS_TYPE, 0, "It is empty.");
	check_version(SPELLINGS_TYPE, p[0], SPELLINGS_VERSION);
	return p;
}

/* Adds a value or an open state to *flat, which is new where it is NULL. */
static void
add_datum(SpellingsFlat **flat, Datum value)
{
	Size		len;
	const uint8 *bytes = bytes_as_they_are(value, &len);
	const char *error;

	if (!spellings_add_value(flat, bytes, len, &error))
		error_spellings_large();
	if (error)
		error_corrupt(SPELLINGS_TYPE, 0, error);
}

/* The packed bytes of a value; those of an open state are packed. */
static const uint8 *
packed_bytes(Datum value, Size *len)
{
	const uint8 *bytes = bytes_as_they_are(value, len);
	SpellingsFlat *flat = NULL;

	if (*len > 1 && bytes[1] == FLAT_OPEN)
	{
		add_datum(&flat, value);
		bytes = bytes_as_they_are(PointerGetDatum(spellings_pack(flat)), len);
	}
	return bytes;
}

/* The state in argument 0, NULL while there is none; of a value, a new one. */
static SpellingsFlat *
state_arg(FunctionCallInfo fcinfo)
{
	SpellingsFlat *flat;

	if (PG_ARGISNULL(0))
		return NULL;
	flat = flat_arg(fcinfo, 0);
	if (!flat)
		add_datum(&flat, PG_GETARG_DATUM(0));
	return flat;
}

/* Texts of bytes from outside must be such in this database. */
static void
check_text(const Spelling *spelling)
{
	if (!pg_verify_mbstr(GetDatabaseEncoding(), spelling->text, spelling->len, true))
		error_corrupt(SPELLINGS_TYPE, 0, "A spelling is no text in the encoding of this database.");
}

/*
 * spellings_in(cstring) -> spellings
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_in);
Datum
scrm_spellings_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	SpellingsFlat *flat;
	const char *detail;
	int			offset;

	switch (spellings_from_text(text, &flat, &detail, &offset))
	{
		case SPELLINGS_TEXT_OK:
			break;
		case SPELLINGS_TEXT_SYNTAX:
			ereturn(fcinfo->context, (Datum) 0,
					(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					 errmsg("invalid input syntax for type %s: \"%s\"", SPELLINGS_TYPE, error_shows(text)),
					 errdetail("At byte %d: %s", offset + 1, detail),
					 errhint("Write it as {\"Rossi\"*3@2024-03-01T09:00:00Z,\"Rosi\"}.")));
		case SPELLINGS_TEXT_LARGE:
			error_spellings_large();
	}
	PG_RETURN_POINTER(spellings_pack(flat));
}

/*
 * spellings_out(spellings) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_out);
Datum
scrm_spellings_out(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = packed_bytes(PG_GETARG_DATUM(0), &len);
	SpellingsReader reader;
	Spelling	spelling;
	char	   *text;

	spellings_open(&reader, bytes, len);
	while (spellings_next(&reader, &spelling))
		check_text(&spelling);
	if (reader.error)
		error_corrupt(SPELLINGS_TYPE, 0, reader.error);
	spellings_open(&reader, bytes, len);
	text = spellings_to_text(&reader);
	PG_RETURN_CSTRING(text);
}

/*
 * spellings_send(spellings) -> bytea: the packed form, which has no byte order
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_send);
Datum
scrm_spellings_send(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = packed_bytes(PG_GETARG_DATUM(0), &len);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbytes(&out, (const char *) bytes, len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/*
 * spellings_recv(internal) -> spellings: read one by one, and kept as they are
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_recv);
Datum
scrm_spellings_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	int			len = in->len - in->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(in, len);
	SpellingsReader reader;
	Spelling	spelling;
	struct varlena *value;

	if (len < 2)
		error_corrupt(SPELLINGS_TYPE, len, "It ends within its header.");
	check_version(SPELLINGS_TYPE, bytes[0], SPELLINGS_VERSION);
	spellings_open(&reader, bytes, len);
	while (spellings_next(&reader, &spelling))
		check_text(&spelling);
	if (reader.error)
		error_corrupt(SPELLINGS_TYPE, 0, reader.error);
	value = palloc(VARHDRSZ + len);
	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), bytes, len);
	PG_RETURN_POINTER(value);
}

static bool
is_blank(const char *text, int len)
{
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return len == 0;
}

/*
 * spellings_add(state spellings, value text [, seen_at timestamptz])
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_add);
Datum
scrm_spellings_add(PG_FUNCTION_ARGS)
{
	SpellingsFlat *flat;
	text	   *value;
	Spelling	spelling = {.rows = 1, .newest = DT_NOBEGIN};

	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	value = PG_GETARG_TEXT_PP(1);
	spelling.text = VARDATA_ANY(value);
	spelling.len = VARSIZE_ANY_EXHDR(value);
	if (is_blank(spelling.text, spelling.len))
		return aggregate_unchanged(fcinfo);
	utf8_check(spelling.text, spelling.len);
	if (PG_NARGS() > 2 && !PG_ARGISNULL(2))
		spelling.newest = PG_GETARG_TIMESTAMPTZ(2);
	aggregate_context(fcinfo);
	flat = state_arg(fcinfo);
	if (!flat)
		flat = spellings_new();
	if (!spellings_add(&flat, spelling))
		error_spellings_large();
	PG_RETURN_POINTER(flat);
}

/*
 * spellings_combine(state spellings, part spellings)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_combine);
Datum
scrm_spellings_combine(PG_FUNCTION_ARGS)
{
	SpellingsFlat *flat;

	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	aggregate_context(fcinfo);
	flat = state_arg(fcinfo);
	add_datum(&flat, PG_GETARG_DATUM(1));
	PG_RETURN_POINTER(flat);
}

/*
 * spellings_golden(state spellings) -> text: final function
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_spellings_golden);
Datum
scrm_spellings_golden(PG_FUNCTION_ARGS)
{
	Spelling   *spellings;
	Spelling   *golden;
	int			n;

	aggregate_context(fcinfo);
	spellings = spellings_list(state_arg(fcinfo), &n);
	if (n == 0)
		PG_RETURN_NULL();
	golden = &spellings[golden_spelling(spellings, n)];
	check_text(golden);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(golden->text, golden->len));
}
