/*
 * json_fields.c - a flat JSON object, as the text form of a model
 *
 * pg_parse_json calls an action for each element; before 16 an action cannot
 * stop it, so the first error is kept and the rest of the text skipped.
 */
#include "core/json_fields.h"

#include <errno.h>
#include <math.h>

#include "mb/pg_wchar.h"

typedef struct Reading
{
	JsonFields	out;
	int			depth;			/* of objects and arrays around */
	int			numbers_room;
	int			row_start;		/* numbers before the row that is open */
	int			width;			/* of the first row */
} Reading;

static JsonField *
current(Reading *reading)
{
	return &reading->out.fields[reading->out.n - 1];
}

static void
wrong(Reading *reading, const char *format, const char *name)
{
	if (!reading->out.error)
		reading->out.error = psprintf(format, name);
}

/* The object itself is the only one, and outside all. */
static JSON_ACTION
object_start(void *state)
{
	Reading    *reading = state;

	if (reading->depth++ > 0)
		wrong(reading, "Field \"%s\" holds an object.",
			  reading->out.n > 0 ? current(reading)->name : "");
	JSON_ACTION_DONE;
}

static JSON_ACTION
object_end(void *state)
{
	((Reading *) state)->depth--;
	JSON_ACTION_DONE;
}

static JSON_ACTION
field_start(void *state, char *name, bool isnull)
{
	Reading    *reading = state;

	if (reading->out.error || reading->depth != 1)
		JSON_ACTION_DONE;
	if (json_field(&reading->out, name))
	{
		wrong(reading, "Field \"%s\" is there twice.", name);
		JSON_ACTION_DONE;
	}
	/* Names are compared one by one, in no more time than that takes. */
	if (reading->out.n == JSON_FIELDS_MAX)
	{
		wrong(reading, "Field \"%s\" is one too many.", name);
		JSON_ACTION_DONE;
	}
	memset(&reading->out.fields[reading->out.n], 0, sizeof(JsonField));
	reading->out.fields[reading->out.n++].name = pstrdup(name);
	reading->numbers_room = 0;
	reading->width = -1;
	JSON_ACTION_DONE;
}

static JSON_ACTION
array_start(void *state)
{
	Reading    *reading = state;
	int			depth = reading->depth++;

	if (reading->out.error)
		JSON_ACTION_DONE;
	if (depth == 0)
		wrong(reading, "It is %s.", "an array, not an object");
	else if (depth == 1)
		current(reading)->type = JSON_TOKEN_ARRAY_START;
	else if (depth > 2 || (current(reading)->n > 0 && current(reading)->rows == 0))
		wrong(reading, "Field \"%s\" is not an array of numbers or of rows of numbers.",
			  current(reading)->name);
	else
		reading->row_start = current(reading)->n;
	JSON_ACTION_DONE;
}

static JSON_ACTION
array_end(void *state)
{
	Reading    *reading = state;
	JsonField  *field;
	int			width;

	if (--reading->depth != 2 || reading->out.error)
		JSON_ACTION_DONE;
	field = current(reading);
	width = field->n - reading->row_start;
	if (reading->width >= 0 && width != reading->width)
		wrong(reading, "Field \"%s\" has rows of different lengths.", field->name);
	reading->width = width;
	field->rows++;
	JSON_ACTION_DONE;
}

static void
add_number(Reading *reading, JsonField *field, const char *token)
{
	if (field->n == reading->numbers_room)
	{
		reading->numbers_room = reading->numbers_room ? 2 * reading->numbers_room : 16;
		if (!field->numbers)
			field->numbers = palloc_array(double, reading->numbers_room);
		else if (reading->numbers_room > (int) (0x3FFFFFFF / sizeof(double)))
		{
			wrong(reading, "Field \"%s\" has too many numbers.", field->name);
			return;
		}
		else
			field->numbers = repalloc(field->numbers,
									  sizeof(double) * reading->numbers_room);
	}
	field->numbers[field->n++] = strtod(token, NULL);
}

static JSON_ACTION
scalar(void *state, char *token, JsonTokenType type)
{
	Reading    *reading = state;
	JsonField  *field;

	CHECK_FOR_INTERRUPTS();
	if (reading->out.error)
		JSON_ACTION_DONE;
	if (reading->depth == 0)
	{
		wrong(reading, "It is %s.", "a scalar, not an object");
		JSON_ACTION_DONE;
	}
	field = current(reading);
	if (reading->depth == 1)
	{
		field->type = type;
		field->text = pstrdup(token);
	}
	else if (type != JSON_TOKEN_NUMBER || (reading->depth == 2 && field->rows > 0))
		wrong(reading, "Field \"%s\" is not an array of numbers or of rows of numbers.",
			  field->name);
	else
		add_number(reading, field, token);
	JSON_ACTION_DONE;
}

/*
 * Reads `text`, in the current context.  Never fails: result.error tells.
 */
JsonFields
json_fields_read(const char *text, Size len)
{
	Reading		reading = {0};
	JsonSemAction actions = {
		.semstate = &reading,
		.object_start = object_start,
		.object_end = object_end,
		.object_field_start = field_start,
		.array_start = array_start,
		.array_end = array_end,
		.scalar = scalar
	};
	JsonLexContext *lex;

	reading.out.fields = palloc_array(JsonField, JSON_FIELDS_MAX);
	lex = json_lex_context(pnstrdup(text, len), len, PG_UTF8, true);
	if (pg_parse_json(lex, &actions) != JSON_SUCCESS)
		reading.out.error = "It is not valid JSON.";
	return reading.out;
}

/* The field of that name; NULL where there is none. */
JsonField *
json_field(const JsonFields *fields, const char *name)
{
	for (int i = 0; i < fields->n; i++)
		if (strcmp(fields->fields[i].name, name) == 0)
			return &fields->fields[i];
	return NULL;
}

/* A finite number; false where the field is none. */
bool
json_number(const JsonField *field, double *value)
{
	if (field->type != JSON_TOKEN_NUMBER)
		return false;
	*value = strtod(field->text, NULL);
	return isfinite(*value);
}

/* A whole number from 0 up; false where the field is none. */
bool
json_count(const JsonField *field, int64 *value)
{
	char	   *end;

	if (field->type != JSON_TOKEN_NUMBER)
		return false;
	errno = 0;
	*value = strtoll(field->text, &end, 10);
	return *end == '\0' && errno == 0 && *value >= 0;
}
