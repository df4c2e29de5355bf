/*
 * handle_rules.c - handles of networks that users have added
 *
 * Rows of network_rule are networks that are none of ours; they are read by
 * the calls that may depend on a table, which input may not.
 */
#include "identity/handle.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/args.h"
#include "base/errors.h"

static const char *const rule_names[] = {"lower", "nodots", "words", "ucid", "nohyphenend", "athost", "domain", "digits", NULL};

/* A list as the core reads it: ,a,b, */
static char *
list_column(int column)
{
	bool		null;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, &null);
	Datum	   *words;
	bool	   *nulls;
	int			n;
	StringInfoData list;

	initStringInfo(&list);
	appendStringInfoChar(&list, ',');
	if (null)
		return list.data;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT, &words, &nulls, &n);
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			appendStringInfo(&list, "%s,", TextDatumGetCString(words[i]));
	return list.data;
}

static int
rules_column(int column)
{
	char	   *list = list_column(column);
	int			rules = 0;

	for (int i = 0; rule_names[i]; i++)
		if (strstr(list, psprintf(",%s,", rule_names[i])))
			rules |= 1 << i;
	return rules;
}

static char *
text_column(int column)
{
	char	   *value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column);

	return value ? value : pstrdup("");
}

static void
copy_rule(HandleNetwork *network, MemoryContext context)
{
	MemoryContext before = MemoryContextSwitchTo(context);

	*network = (HandleNetwork)
	{
		.name = text_column(1), .aliases = list_column(2), .hosts = list_column(3), .forms = list_column(4),
			.signs = text_column(5), .least = atoi(text_column(6)), .most = atoi(text_column(7)), .rules = rules_column(8),
			.reserved = list_column(9), .url = text_column(10)
	};
	MemoryContextSwitchTo(before);
}

/* The user's rule of that name or alias, in the current context. */
static bool
find_rule(const char *name, int len, HandleNetwork *network)
{
	MemoryContext context = CurrentMemoryContext;
	Oid			type = TEXTOID;
	Datum		value = PointerGetDatum(cstring_to_text_with_len(name, len));
	bool		found;

	SPI_connect();
	if (SPI_execute_with_args("SELECT network, aliases, hosts, forms, signs, least, most, rules, reserved, url FROM scrm.network_rule"
							  " WHERE network OPERATOR(pg_catalog.=) pg_catalog.lower($1)"
							  " OR pg_catalog.lower($1) OPERATOR(pg_catalog.=) ANY (aliases) ORDER BY network LIMIT 1",
							  1, &type, &value, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "rules of networks cannot be read");
	found = SPI_processed > 0;
	if (found)
		copy_rule(network, context);
	SPI_finish();
	return found;
}

/*
 * handle(network text, account text) -> handle
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_handle_of);
Datum
scrm_handle_of(PG_FUNCTION_ARGS)
{
	text	   *network = PG_GETARG_TEXT_PP(0);
	text	   *account = PG_GETARG_TEXT_PP(1);
	char	   *name = VARDATA_ANY(network);
	int			name_len = VARSIZE_ANY_EXHDR(network);
	char		handle[HANDLE_ROOM];
	HandleNetwork rule;
	const char *why;
	int			len;

	utf8_check(name, name_len);
	utf8_check(VARDATA_ANY(account), VARSIZE_ANY_EXHDR(account));
	if (!handle_network(name, name_len) && find_rule(name, name_len, &rule))
		len = handle_by_rule(&rule, VARDATA_ANY(account), VARSIZE_ANY_EXHDR(account), handle, &why);
	else
		len = handle_of(name, name_len, VARDATA_ANY(account), VARSIZE_ANY_EXHDR(account), handle, &why);
	if (len < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid account of network \"%s\": \"%s\"", error_shows(text_to_cstring(network)),
						error_shows(text_to_cstring(account))),
				 errdetail("%s", why)));
	return handle_datum(handle, len);
}

/*
 * profile_url(handle) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_profile_url);
Datum
scrm_profile_url(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	char	   *handle = VARDATA_ANY(value);
	int			len = VARSIZE_ANY_EXHDR(value);
	int			name = handle_network_part(handle, len);
	const HandleNetwork *network = handle_network(handle, name);
	HandleNetwork rule;
	text	   *url;
	int			places = 0;

	if (!network && find_rule(handle, name, &rule))
		network = &rule;
	if (!network || network->url[0] == '\0')
		PG_RETURN_NULL();
	for (const char *c = network->url; *c; c++)
		places += *c == '%';
	url = palloc(VARHDRSZ + strlen(network->url) + 32 + 3 * (Size) len * (places + 1));
	SET_VARSIZE(url, VARHDRSZ + handle_url(network, handle, len, VARDATA(url)));
	PG_RETURN_TEXT_P(url);
}
