/*
 * args.c - reading arguments, with the error text in one place
 */
#include "base/args.h"

#include <math.h>

#include "common/int.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "base/errors.h"
#include "core/utf8.h"

static JsonbValue *option(Jsonb *options, const char *name);
pg_noreturn static void error_option(const char *name, const char *must);

/*
 * Refuses what is no object, and the first name that `known` lacks.
 */
void
options_check(Jsonb *options, const char *const *known)
{
	JsonbIterator *it;
	JsonbValue	v;
	JsonbIteratorToken token;

	if (!JB_ROOT_IS_OBJECT(options))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("options are not a JSON object: %s",
						JsonbToCString(NULL, &options->root, VARSIZE(options))),
				 errhint("Write options as '{\"name\": value}'.")));

	it = JsonbIteratorInit(&options->root);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		int			i;

		if (token != WJB_KEY)
			continue;
		for (i = 0; known[i]; i++)
			if (strlen(known[i]) == (size_t) v.val.string.len &&
				memcmp(known[i], v.val.string.val, v.val.string.len) == 0)
				break;
		if (!known[i])
			error_unknown("option", pnstrdup(v.val.string.val, v.val.string.len),
						  known);
	}
}

bool
option_bool(Jsonb *options, const char *name, bool missing)
{
	JsonbValue *v = option(options, name);

	if (!v)
		return missing;
	if (v->type != jbvBool)
		error_option(name, "true or false");
	return v->val.boolean;
}

double
option_float(Jsonb *options, const char *name, double missing,
			 double low, double high)
{
	JsonbValue *v = option(options, name);
	double		number;

	if (!v)
		return missing;
	if (v->type != jbvNumeric)
		error_option(name, "a number");
	number = DatumGetFloat8(DirectFunctionCall1(numeric_float8,
												NumericGetDatum(v->val.numeric)));
	if (isnan(number) || number < low || number > high)
		error_option(name, psprintf("a number from %g to %g", low, high));
	return number;
}

int64
option_whole(Jsonb *options, const char *name, int64 missing,
			 int64 low, int64 high)
{
	double		number = option_float(options, name, missing, low, high);

	if (number != floor(number))
		error_option(name, "a whole number");
	return (int64) number;
}

char *
option_text(Jsonb *options, const char *name, const char *missing)
{
	JsonbValue *v = option(options, name);

	if (!v)
		return missing ? pstrdup(missing) : NULL;
	if (v->type != jbvString)
		error_option(name, "a text");
	return pnstrdup(v->val.string.val, v->val.string.len);
}

/*
 * NULL (and *n = 0) where the option is absent.
 */
char **
option_texts(Jsonb *options, const char *name, int *n)
{
	JsonbValue *v = option(options, name);
	char	  **texts;
	JsonbIterator *it;
	JsonbValue	element;
	JsonbIteratorToken token;
	const char *must = "a list of texts";

	*n = 0;
	if (!v)
		return NULL;
	if (v->type == jbvString)
	{
		texts = palloc0_array(char *, 2);
		texts[(*n)++] = pnstrdup(v->val.string.val, v->val.string.len);
		return texts;
	}
	if (v->type != jbvBinary || !JsonContainerIsArray(v->val.binary.data))
		error_option(name, must);

	texts = palloc0_array(char *, JsonContainerSize(v->val.binary.data) + 1);
	it = JsonbIteratorInit(v->val.binary.data);
	while ((token = JsonbIteratorNext(&it, &element, true)) != WJB_DONE)
	{
		if (token != WJB_ELEM)
			continue;
		if (element.type != jbvString)
			error_option(name, must);
		texts[(*n)++] = pnstrdup(element.val.string.val, element.val.string.len);
	}
	return texts;
}

int
choice(const char *what, const char *value, const char *const *known)
{
	for (int i = 0; known[i]; i++)
		if (strcmp(value, known[i]) == 0)
			return i;
	error_unknown(what, value, known);
}

int64
interval_usecs(const char *what, const Interval *interval)
{
	int64		usecs;

	if (interval->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s has months, which differ in length", what),
				 errhint("Write it in days or hours.")));
	if (pg_mul_s64_overflow(interval->day, USECS_PER_DAY, &usecs) ||
		pg_add_s64_overflow(usecs, interval->time, &usecs))
		ereport(ERROR,
				(errcode(ERRCODE_INTERVAL_FIELD_OVERFLOW),
				 errmsg("%s is out of range", what)));
	return usecs;
}

void
utf8_check(const char *text, int len)
{
	if (GetDatabaseEncoding() == PG_UTF8 || is_ascii(text, len))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("letters that are not ASCII are not supported in encoding %s",
					GetDatabaseEncodingName()),
			 errhint("Use a database whose encoding is UTF8.")));
}

/* The option's value; NULL where absent or null. */
static JsonbValue *
option(Jsonb *options, const char *name)
{
	JsonbValue *v = getKeyJsonValueFromContainer(&options->root, name,
												 strlen(name), NULL);

	return v && v->type != jbvNull ? v : NULL;
}

static void
error_option(const char *name, const char *must)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("option \"%s\" must be %s", name, must)));
	pg_unreachable();
}
