/*
 * phone.c - telephone numbers in E.164, where the library that knows them is
 */
#include "identity/phone.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/args.h"
#include "base/errors.h"

#define PHONE_READ		250		/* bytes of a text that is a number, at most */

/* Found once; the library stays loaded. */
static PhoneCanonical canonical = NULL;

/* Loads the library.  Without it, or what it needs itself, that is 58P01. */
static void
load(void)
{
	canonical = (PhoneCanonical) load_external_function("$libdir/scrm_phone", "scrm_phone_canonical", true, NULL);
}

bool
phone_is_there(void)
{
	MemoryContext context = CurrentMemoryContext;

	if (canonical)
		return true;
	PG_TRY();
	{
		load();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		if (geterrcode() != ERRCODE_UNDEFINED_FILE)
			PG_RE_THROW();
		FlushErrorState();
	}
	PG_END_TRY();
	return canonical != NULL;
}

int
phone_canonical(const char *text, int len, const char *region, char *out)
{
	int			n;

	if (!phone_is_there())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("telephone numbers are read by the library scrm_phone, which is not installed"),
				 errhint("Install libphonenumber (Debian: libphonenumber-dev, g++), then make and install scrm again.")));
	if (len > PHONE_READ)
		return PHONE_NONE;
	n = canonical(text, len, region, out);
	if (n == PHONE_REGION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown region: \"%s\"", error_shows(region)),
				 errhint("Write a country's two letters, such as IT, or ZZ where every number begins with + and the country.")));
	if (n == PHONE_MEMORY)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	return n;
}

/*
 * canonical_phone(phone text, region text) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_canonical_phone);
Datum
scrm_canonical_phone(PG_FUNCTION_ARGS)
{
	text	   *phone = PG_GETARG_TEXT_PP(0);
	char	   *region = text_to_cstring(PG_GETARG_TEXT_PP(1));
	char		number[PHONE_ROOM];
	int			len;

	utf8_check(VARDATA_ANY(phone), VARSIZE_ANY_EXHDR(phone));
	for (char *c = region; *c; c++)
		*c = pg_toupper((unsigned char) *c);
	len = phone_canonical(VARDATA_ANY(phone), VARSIZE_ANY_EXHDR(phone), region, number);
	if (len == PHONE_NONE)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(number, len));
}
