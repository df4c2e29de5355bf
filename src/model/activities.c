/*
 * activities.c - what a plain document tells, by a mapping
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/formatting.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "base/args.h"
#include "base/compat.h"
#include "core/iso8601.h"
#include "model/mapping.h"

#define COLUMNS		(1 + MAP_COLUMNS)	/* the ordinal goes before */
#define VALUE_SHOWN	100			/* bytes of a value in a message */

static const char *const kinds[] = {
	"interaction", "profile", "tie", "purchase", "feedback", "ticket", "delete", NULL
};

static Mapping *compiled(FunctionCallInfo fcinfo, Jsonb *source);
static void rows_of_document(ReturnSetInfo *result, const Mapping *mapping, Document *document);
static void add_fact(ReturnSetInfo *result, const Mapping *mapping, Document *document,
					 const JsonbValue *element, int ordinal);
static void read_column(const Mapping *mapping, MappingColumn column, Fact *fact,
						Datum *value, bool *isnull);
static char *as_text(const char *column, const JsonbValue *value);
static char *tidy(char *text);
static char *lower_case(const char *text);
static TimestampTz as_instant(const char *column, const JsonbValue *value);
static Numeric as_amount(const char *column, const JsonbValue *value);
static bool is_decimal(const char *text);
static Datum all_texts(const char *column, const Path *path, Fact *fact, bool *isnull);
static Datum extra_object(const Mapping *mapping, Fact *fact, bool *isnull);
pg_noreturn static void error_value(int code, const char *column, const JsonbValue *value,
									const char *must);

/*
 * activities(document jsonb, mapping jsonb) -> SETOF record
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_activities);
Datum
scrm_activities(PG_FUNCTION_ARGS)
{
	Mapping    *mapping;

	/* The descriptor that the caller has: looking 20 columns up costs more than a document. */
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (PG_ARGISNULL(1))
		return (Datum) 0;		/* a shape that is not known */
	mapping = compiled(fcinfo, PG_GETARG_JSONB_P(1));
	if (!PG_ARGISNULL(0))
	{
		Document	document = {.jsonb = PG_GETARG_JSONB_P(0),.context = CurrentMemoryContext};

		rows_of_document((ReturnSetInfo *) fcinfo->resultinfo, mapping, &document);
	}
	return (Datum) 0;
}

/* The mapping, compiled once for all calls of this call site that give it. */
static Mapping *
compiled(FunctionCallInfo fcinfo, Jsonb *source)
{
	Mapping    *mapping = fcinfo->flinfo->fn_extra;
	MemoryContext context;
	MemoryContext old;

	if (mapping && VARSIZE(mapping->source) == VARSIZE(source) &&
		memcmp(mapping->source, source, VARSIZE(source)) == 0)
		return mapping;

	fcinfo->flinfo->fn_extra = NULL;
	if (mapping)
		MemoryContextDelete(GetMemoryChunkContext(mapping));
	context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "scrm mapping",
									ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(context);
	mapping = mapping_compile(source);
	MemoryContextSwitchTo(old);
	fcinfo->flinfo->fn_extra = mapping;
	return mapping;
}

/* A fact for each element; without `rows` the document is the only one. */
static void
rows_of_document(ReturnSetInfo *result, const Mapping *mapping, Document *document)
{
	MemoryContext per_row;
	MemoryContext old = CurrentMemoryContext;
	Fact		whole = {.document = document};
	JsonbIterator *it;
	JsonbValue	element;
	JsonbIteratorToken token;
	int			ordinal = 0;

	jsonb_as_value(document->jsonb, &whole.element);
	if (!mapping->paths[MAP_ROWS].path)
	{
		if (JB_ROOT_IS_OBJECT(document->jsonb))
			add_fact(result, mapping, document, &whole.element, 1);
		return;
	}

	per_row = AllocSetContextCreate(CurrentMemoryContext, "scrm fact", ALLOCSET_DEFAULT_SIZES);
	it = JsonbIteratorInit(&path_all(&mapping->paths[MAP_ROWS], &whole)->root);
	while ((token = JsonbIteratorNext(&it, &element, true)) != WJB_DONE)
	{
		if (token != WJB_ELEM)
			continue;
		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(per_row);
		add_fact(result, mapping, document, &element, ++ordinal);
		MemoryContextSwitchTo(old);
		MemoryContextReset(per_row);
	}
	MemoryContextDelete(per_row);
}

/* One row, unless no path of the mapping finds anything in the element. */
static void
add_fact(ReturnSetInfo *result, const Mapping *mapping, Document *document,
		 const JsonbValue *element, int ordinal)
{
	Fact		fact = {.document = document,.element = *element};
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};

	values[0] = Int32GetDatum(ordinal);
	for (int column = 0; column < MAP_COLUMNS; column++)
		read_column(mapping, column, &fact, &values[1 + column], &nulls[1 + column]);
	if (fact.found)
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
read_column(const Mapping *mapping, MappingColumn column, Fact *fact,
			Datum *value, bool *isnull)
{
	const char *name = mapping_names[column];
	const Path *path = &mapping->paths[column];
	JsonbValue *found;
	char	   *text;

	if (column == MAP_EXTRA && mapping->nextra > 0)
	{
		*value = extra_object(mapping, fact, isnull);
		return;
	}
	if (column == MAP_MENTIONS && path->path)
	{
		*value = all_texts(name, path, fact, isnull);
		return;
	}
	if (column == MAP_KIND && !path->path)
	{
		*value = CStringGetTextDatum(kinds[0]);
		return;
	}

	*value = (Datum) 0;
	found = path_first(path, fact);
	*isnull = found == NULL;
	if (!found)
		return;
	switch (column)
	{
		case MAP_TS:
		case MAP_CHANGED:
			*value = TimestampTzGetDatum(as_instant(name, found));
			break;
		case MAP_AMOUNT:
			*value = NumericGetDatum(as_amount(name, found));
			break;
		case MAP_EXTRA:
			if (found->type != jbvBinary || !JsonContainerIsObject(found->val.binary.data))
				error_value(ERRCODE_INVALID_PARAMETER_VALUE, name, found, "an object");
			*value = JsonbPGetDatum(JsonbValueToJsonb(found));
			break;
		default:
			text = tidy(as_text(name, found));
			*isnull = text == NULL;
			if (!text)
				break;
			if (column == MAP_KIND)
				text = pstrdup(kinds[choice("kind of fact", text, kinds)]);
			else if (column == MAP_VERB || (column == MAP_ACTOR && fact->email))
				text = lower_case(text);
			else if (column == MAP_NETWORK)
				fact->email = strcmp(text, "email") == 0;
			*value = CStringGetTextDatum(text);
	}
}

/* A text as it is, a number or a truth value as JSON writes it. */
static char *
as_text(const char *column, const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			return pnstrdup(value->val.string.val, value->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out,
													   NumericGetDatum(value->val.numeric)));
		case jbvBool:
			return pstrdup(value->val.boolean ? "true" : "false");
		default:
			error_value(ERRCODE_INVALID_PARAMETER_VALUE, column, value,
						"a text, a number or a truth value");
	}
}

/* Without white space at its ends; NULL where nothing else is there. */
static char *
tidy(char *text)
{
	const char *blanks = " \t\r\n\f\v";
	Size		length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]))
		length--;
	text[length] = '\0';
	return length > 0 ? text : NULL;
}

static char *
lower_case(const char *text)
{
	return str_tolower(text, strlen(text), DEFAULT_COLLATION_OID);
}

static TimestampTz
as_instant(const char *column, const JsonbValue *value)
{
	TimestampTz instant = 0;
	InstantStatus status = INSTANT_MALFORMED;

	if (value->type == jbvNumeric)
		status = epoch_read(DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
															   NumericGetDatum(value->val.numeric))),
							&instant);
	else if (value->type == jbvString)
		status = iso8601_read(value->val.string.val, value->val.string.len, &instant);

	if (status == INSTANT_MALFORMED)
		error_value(ERRCODE_INVALID_DATETIME_FORMAT, column, value,
					"a time as 2018-10-11T02:31:39Z, or seconds or milliseconds since 1970");
	if (status != INSTANT_OK)
		error_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, column, value,
					"a time that the calendar has, to the year 294276");
	return instant;
}

/* A number, or a text that is one; finite. */
static Numeric
as_amount(const char *column, const JsonbValue *value)
{
	char	   *text;

	if (value->type == jbvNumeric)
		return value->val.numeric;
	text = value->type == jbvString ? tidy(as_text(column, value)) : NULL;
	if (text && (pg_strcasecmp(text, "nan") == 0 || strcasestr(text, "inf")))
		error_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, column, value, "a finite number");
	if (!text || !is_decimal(text))
		error_value(ERRCODE_INVALID_TEXT_REPRESENTATION, column, value, "a number, as 12.50");
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before or after the point. */
static bool
is_decimal(const char *text)
{
	const char *digits = "0123456789";
	Size		before,
				after = 0;

	text += *text == '+' || *text == '-';
	text += before = strspn(text, digits);
	if (*text == '.')
		text += 1 + (after = strspn(text + 1, digits));
	if (before + after == 0)
		return false;
	if (*text == 'e' || *text == 'E')
	{
		text++;
		text += *text == '+' || *text == '-';
		before = strspn(text, digits);
		if (before == 0)
			return false;
		text += before;
	}
	return *text == '\0';
}

/* Every text that the path finds; NULL where there is none. */
static Datum
all_texts(const char *column, const Path *path, Fact *fact, bool *isnull)
{
	ArrayBuildState *texts = NULL;
	JsonbIterator *it = JsonbIteratorInit(&path_all(path, fact)->root);
	JsonbValue	v;
	JsonbIteratorToken token;

	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		char	   *text;

		if (token != WJB_ELEM || v.type == jbvNull)
			continue;
		fact->found = true;
		text = tidy(as_text(column, &v));
		if (text)
			texts = accumArrayResult(texts, CStringGetTextDatum(text), false,
									 TEXTOID, CurrentMemoryContext);
	}
	*isnull = texts == NULL;
	return texts ? makeArrayResult(texts, CurrentMemoryContext) : (Datum) 0;
}

/* extra, from its own paths; NULL where none finds anything. */
static Datum
extra_object(const Mapping *mapping, Fact *fact, bool *isnull)
{
	JsonbParseState *state = NULL;

	*isnull = true;
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < mapping->nextra; i++)
	{
		JsonbValue *found = path_first(&mapping->extra_paths[i], fact);

		if (!found)
			continue;
		*isnull = false;
		pushJsonbValue(&state, WJB_KEY, &mapping->extra_keys[i]);
		pushJsonbValue(&state, WJB_VALUE, found);
	}
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

/* What the document has where the mapping points, and what must be there. */
static void
error_value(int code, const char *column, const JsonbValue *value, const char *must)
{
	Jsonb	   *jb = JsonbValueToJsonb(unconstify(JsonbValue *, value));
	char	   *text = JsonbToCString(NULL, &jb->root, VARSIZE(jb));
	int			length = strlen(text);
	int			shown = pg_mbcliplen(text, length, VALUE_SHOWN);

	ereport(ERROR,
			(errcode(code),
			 errmsg("column \"%s\" of the mapping finds %.*s%s", column,
					shown, text, shown < length ? " ..." : ""),
			 errdetail("It must be %s.", must),
			 errhint("Let the column's path end where such a value is.")));
	pg_unreachable();
}
