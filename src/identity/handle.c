/*
 * handle.c - the type handle: a social profile in the one form in which it is compared
 *
 * A value is the text network:account.  What is read is always in canonical
 * form, so two handles of one profile have equal bytes.
 */
#include "identity/handle.h"

#include "common/hashfn.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"

#include "base/args.h"
#include "base/errors.h"

Datum
handle_datum(const char *handle, int len)
{
	return PointerGetDatum(cstring_to_text_with_len(handle, len));
}

int
handle_network_part(const char *handle, int len)
{
	int			network = handle_network_len(handle, len);

	if (network == 0)
		error_corrupt("handle", 0, "It does not begin with a network.");
	return network;
}

/*
 * handle_in(cstring) -> handle
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_in);
Datum
scrm_handle_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	char		handle[HANDLE_ROOM];
	const char *why;
	int			len;

	utf8_check(text, strlen(text));
	len = handle_parse(text, strlen(text), handle, &why);
	if (len < 0)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input for type handle: \"%s\"", error_shows(text)),
				 errdetail("%s", why),
				 errhint("Write the address of the profile's page, or network:account; where the network is known, as in handle('x', '@jack').")));
	return handle_datum(handle, len);
}

/*
 * handle_out(handle) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_out);
Datum
scrm_handle_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(TextDatumGetCString(PG_GETARG_DATUM(0)));
}

/*
 * handle_recv(internal) -> handle
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_recv);
Datum
scrm_handle_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			n;
	char	   *text = pq_getmsgtext(message, message->len - message->cursor, &n);
	char		handle[HANDLE_ROOM];
	const char *why;
	int			len;

	utf8_check(text, n);
	len = handle_parse(text, n, handle, &why);
	if (len != n || memcmp(text, handle, n) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid bytes for type handle: \"%s\"", error_shows(text)),
				 len < 0 ? errdetail("%s", why) : errdetail("Its form is \"%s\".", pnstrdup(handle, len))));
	return handle_datum(handle, len);
}

/*
 * handle_send(handle) -> bytea
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_send);
Datum
scrm_handle_send(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendtext(&message, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* -------------------------------------------------------------------- parts */

static text *
part_of(text * value, bool account)
{
	char	   *handle = VARDATA_ANY(value);
	int			len = VARSIZE_ANY_EXHDR(value);
	int			network = handle_network_part(handle, len);

	return account ? cstring_to_text_with_len(handle + network + 1, len - network - 1) :
		cstring_to_text_with_len(handle, network);
}

/*
 * handle_network(handle) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_network);
Datum
scrm_handle_network(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(part_of(PG_GETARG_TEXT_PP(0), false));
}

/*
 * handle_account(handle) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_account);
Datum
scrm_handle_account(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(part_of(PG_GETARG_TEXT_PP(0), true));
}

/* ---------------------------------------------------------------- comparison */

/* By network, then by account, bytewise. */
static int
compare(FunctionCallInfo fcinfo)
{
	text	   *x = PG_GETARG_TEXT_PP(0);
	text	   *y = PG_GETARG_TEXT_PP(1);
	const char *a = VARDATA_ANY(x);
	const char *b = VARDATA_ANY(y);
	int			len_a = VARSIZE_ANY_EXHDR(x);
	int			len_b = VARSIZE_ANY_EXHDR(y);
	int			network_a = handle_network_len(a, len_a);
	int			network_b = handle_network_len(b, len_b);
	int			order = memcmp(a, b, Min(network_a, network_b));

	if (order == 0 && network_a != network_b)
		order = network_a - network_b;
	if (order == 0)
		order = memcmp(a, b, Min(len_a, len_b));
	if (order == 0)
		order = len_a - len_b;
	PG_FREE_IF_COPY(x, 0);
	PG_FREE_IF_COPY(y, 1);
	return order < 0 ? -1 : order > 0;
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_lt);
Datum
scrm_handle_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) < 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_le);
Datum
scrm_handle_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) <= 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_eq);
Datum
scrm_handle_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) == 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_ne);
Datum
scrm_handle_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) != 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_ge);
Datum
scrm_handle_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) >= 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_gt);
Datum
scrm_handle_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) > 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_cmp);
Datum
scrm_handle_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(fcinfo));
}

/*
 * handle_hash(handle) -> int, handle_hash_extended(handle, bigint) -> bigint
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_hash);
Datum
scrm_handle_hash(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);

	return hash_any((unsigned char *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_hash_extended);
Datum
scrm_handle_hash_extended(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);

	return hash_any_extended((unsigned char *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), PG_GETARG_INT64(1));
}

/* --------------------------------------------------------------------- texts */

/*
 * canonical_email(text) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_canonical_email);
Datum
scrm_canonical_email(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	char		address[HANDLE_ROOM];
	int			len;

	utf8_check(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	len = canonical_email(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), address);
	if (len == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(address, len));
}

/* Handles of a text that were given, by hash. */
typedef struct Given
{
	uint64		hash;
	List	   *handles;
} Given;

static bool
is_new(HTAB *given, text * handle)
{
	uint64		hash = hash_bytes_extended((unsigned char *) VARDATA(handle), VARSIZE(handle) - VARHDRSZ, 0);
	bool		found;
	Given	   *entry = hash_search(given, &hash, HASH_ENTER, &found);
	ListCell   *cell;

	if (!found)
		entry->handles = NIL;
	foreach(cell, entry->handles)
	{
		text	   *other = lfirst(cell);

		if (VARSIZE(other) == VARSIZE(handle) && memcmp(other, handle, VARSIZE(handle)) == 0)
			return false;
	}
	entry->handles = lappend(entry->handles, handle);
	return true;
}

/*
 * handles(body text) -> SETOF handle
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handles);
Datum
scrm_handles(PG_FUNCTION_ARGS)
{
	text	   *body = PG_GETARG_TEXT_PP(0);
	HASHCTL		control = {.keysize = sizeof(uint64), .entrysize = sizeof(Given), .hcxt = CurrentMemoryContext};
	HTAB	   *given = hash_create("handles of a text", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	char		handle[HANDLE_ROOM];
	int			at = 0;
	int			len;

	utf8_check(VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	while ((len = handle_next(VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body), &at, handle)) > 0)
	{
		Datum		value = handle_datum(handle, len);
		bool		null = false;

		if (is_new(given, DatumGetTextP(value)))
			tuplestore_putvalues(result->setResult, result->setDesc, &value, &null);
	}
	return (Datum) 0;
}
