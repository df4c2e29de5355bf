/*
 * activities.c - what a plain document tells, by a mapping
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/formatting.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "base/args.h"
#include "base/compat.h"
#include "base/errors.h"
#include "core/iso8601.h"
#include "model/mapping.h"

#define COLUMNS		(1 + MAP_COLUMNS)	/* the ordinal goes before */

/* A text within a document: not ended by a zero, not copied. */
typedef struct Span
{
	const char *at;
	int			length;
} Span;

static const char *const kinds[] = {
	"interaction", "profile", "tie", "purchase", "feedback", "ticket", "delete", NULL
};

static Mapping *compiled(FunctionCallInfo fcinfo, Jsonb *source);
static void rows_of_document(ReturnSetInfo *result, const Mapping *mapping, Document *document);
static void add_fact(ReturnSetInfo *result, const Mapping *mapping, Document *document,
					 const JsonbValue *element, int ordinal);
static void read_column(const Mapping *mapping, MappingColumn column, Fact *fact,
						Datum *value, bool *isnull);
static Datum fact_kind(const Path *path, Fact *fact);
static bool as_text(const char *column, const JsonbValue *value, Span *text);
static bool tidy(Span *text);
static Datum text_datum(const Span *text);
static Datum lower_case(const Span *text);
static TimestampTz as_instant(const char *column, const JsonbValue *value);
static Numeric as_amount(const char *column, const JsonbValue *value);
static bool is_infinite(const char *text);
static bool is_decimal(const char *text);
static Numeric decimal(const char *column, const JsonbValue *value, char *text);
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

	/*
	 * The descriptor that the caller has: looking 20 columns up costs more
	 * than a document.
	 */
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (PG_ARGISNULL(1))
		return (Datum) 0;		/* a shape that is not known */
	mapping = compiled(fcinfo, PG_GETARG_JSONB_P(1));
	if (!PG_ARGISNULL(0))
	{
		Document	document = {.jsonb = PG_GETARG_JSONB_P(0), .context = CurrentMemoryContext};

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
	Fact		fact = {.document = document, .element = *element};
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
	Span		text;

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
	if (column == MAP_KIND)
	{
		*value = fact_kind(path, fact);
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
			*isnull = !as_text(name, found, &text);
			if (*isnull)
				break;
			if (column == MAP_NETWORK)
				fact->email = text.length == 5 && memcmp(text.at, "email", 5) == 0;
			if (column == MAP_VERB || (column == MAP_ACTOR && fact->email))
				*value = lower_case(&text);
			else
				*value = text_datum(&text);
	}
}

/* An interaction where nothing says otherwise: no fact is without a kind. */
static Datum
fact_kind(const Path *path, Fact *fact)
{
	JsonbValue *found = path_first(path, fact);
	Span		text;
	int			kind = 0;

	if (found && as_text(mapping_names[MAP_KIND], found, &text))
		kind = choice("kind of fact", pnstrdup(text.at, text.length), kinds);
	return CStringGetTextDatum(kinds[kind]);
}

/*
 * A text as it is, a number or a truth value as JSON writes it; without white
 * space at its ends.  False where nothing is left.
 */
static bool
as_text(const char *column, const JsonbValue *value, Span *text)
{
	switch (value->type)
	{
		case jbvString:
			text->at = value->val.string.val;
			text->length = value->val.string.len;
			break;
		case jbvNumeric:
			text->at = DatumGetCString(DirectFunctionCall1(numeric_out,
														   NumericGetDatum(value->val.numeric)));
			text->length = strlen(text->at);
			break;
		case jbvBool:
			text->at = value->val.boolean ? "true" : "false";
			text->length = strlen(text->at);
			break;
		default:
			error_value(ERRCODE_INVALID_PARAMETER_VALUE, column, value,
						"a text, a number or a truth value");
	}
	return tidy(text);
}

/* Blank, tab, line feed, vertical tab, form feed, carriage return. */
static inline bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes white space off both ends; false where nothing is left. */
static bool
tidy(Span *text)
{
	while (text->length > 0 && is_blank(text->at[text->length - 1]))
		text->length--;
	while (text->length > 0 && is_blank(*text->at))
	{
		text->at++;
		text->length--;
	}
	return text->length > 0;
}

static Datum
text_datum(const Span *text)
{
	return PointerGetDatum(cstring_to_text_with_len(text->at, text->length));
}

/*
 * As lower() of the database, but ASCII letters alike in all of them: in a
 * Turkish one I has another lower case, and LIKE would be no verb.
 */
static Datum
lower_case(const Span *text)
{
	char	   *ascii = asc_tolower(text->at, text->length);

	return CStringGetTextDatum(str_tolower(ascii, strlen(ascii), DEFAULT_COLLATION_OID));
}

static TimestampTz
as_instant(const char *column, const JsonbValue *value)
{
	TimestampTz instant = 0;
	InstantStatus status = INSTANT_MALFORMED;
	Span		text;

	if (value->type == jbvNumeric)
		status = epoch_read(DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
															   NumericGetDatum(value->val.numeric))),
							&instant);
	else if (value->type == jbvString && as_text(column, value, &text))
		status = iso8601_read(text.at, text.length, &instant);

	if (status == INSTANT_MALFORMED)
		error_value(ERRCODE_INVALID_DATETIME_FORMAT, column, value,
					"a time as 2018-10-11T02:31:39Z, or seconds or milliseconds since 1970");
	if (status != INSTANT_OK && value->type == jbvNumeric)
		error_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, column, value,
					"seconds or milliseconds since 1970, to the year 2255");
	if (status != INSTANT_OK)
		error_value(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE, column, value,
					"a time that the calendar has, to the year 294276");
	return instant;
}

/* A number, or a text that is one; finite. */
static Numeric
as_amount(const char *column, const JsonbValue *value)
{
	Span		span;
	char	   *text = NULL;

	if (value->type == jbvNumeric)
		return value->val.numeric;
	if (value->type == jbvString && as_text(column, value, &span))
		text = pnstrdup(span.at, span.length);
	if (text && is_infinite(text))
		error_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, column, value, "a finite number");
	if (!text || !is_decimal(text))
		error_value(ERRCODE_INVALID_TEXT_REPRESENTATION, column, value, "a number, as 12.50");
	return decimal(column, value, text);
}

/* What numeric takes for a number, and no amount is. */
static bool
is_infinite(const char *text)
{
	text += *text == '+' || *text == '-';
	return pg_strcasecmp(text, "nan") == 0 || pg_strcasecmp(text, "inf") == 0 ||
		pg_strcasecmp(text, "infinity") == 0;
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

/* The number of a decimal text; 1e200000 is one, too, but no numeric. */
static Numeric
decimal(const char *column, const JsonbValue *value, char *text)
{
	MemoryContext context = CurrentMemoryContext;
	volatile Datum number = (Datum) 0;

	PG_TRY();
	{
		number = DirectFunctionCall3(numeric_in, CStringGetDatum(text),
									 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		if (geterrcode() != ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE)
			PG_RE_THROW();
		FlushErrorState();
		error_value(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, column, value,
					"a number of at most 131072 digits");
	}
	PG_END_TRY();
	return DatumGetNumeric(number);
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
		Span		text;

		if (token != WJB_ELEM || v.type == jbvNull)
			continue;
		fact->found = true;
		if (as_text(column, &v, &text))
			texts = accumArrayResult(texts, text_datum(&text), false,
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

	ereport(ERROR,
			(errcode(code),
			 errmsg("column \"%s\" of the mapping finds %s", column, error_shows(text)),
			 errdetail("It must be %s.", must),
			 errhint("Let the column's path end where such a value is.")));
	pg_unreachable();
}
