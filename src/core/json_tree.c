/*
 * json_tree.c - a JSON document as a tree, for the text forms of models
 *
 * Before it is parsed, depth and number of elements are taken from the signs
 * outside of texts: so the parser's recursion stays shallow, and the elements
 * are allocated at once.
 */
#include "core/json_tree.h"

#include <errno.h>
#include <math.h>

#include "common/jsonapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

typedef struct Builder
{
	JsonTree   *elements;
	uint32		n;
	uint32		room;
	JsonTree   *open;			/* innermost object or array */
	JsonTree   *last[JSON_TREE_DEPTH];	/* child of each that is open */
	int			depth;
	const char *name;			/* of the field that comes next */
} Builder;

static JsonTree *
add(Builder *builder, JsonTreeType type)
{
	JsonTree   *element = &builder->elements[builder->n++];

	Assert(builder->n <= builder->room);
	memset(element, 0, sizeof(JsonTree));
	element->type = type;
	element->parent = builder->open;
	if (!builder->open)
		return element;
	if (builder->open->type == TREE_OBJECT)
		element->name = builder->name;
	if (builder->open->n++ == 0)
		builder->open->first = element;
	else
		builder->last[builder->depth - 1]->next = element;
	builder->last[builder->depth - 1] = element;
	if (builder->n % 65536 == 0)
		CHECK_FOR_INTERRUPTS();
	return element;
}

static void
open_in(Builder *builder, JsonTreeType type)
{
	builder->open = add(builder, type);
	builder->depth++;
}

static JSON_ACTION
object_start(void *state)
{
	open_in(state, TREE_OBJECT);
	JSON_ACTION_DONE;
}

static JSON_ACTION
array_start(void *state)
{
	open_in(state, TREE_ARRAY);
	JSON_ACTION_DONE;
}

static JSON_ACTION
close_last(void *state)
{
	Builder    *builder = state;

	builder->open = builder->open->parent;
	builder->depth--;
	JSON_ACTION_DONE;
}

/* Names and tokens are ours: the parser does not use them again. */
static JSON_ACTION
field_start(void *state, char *name, bool isnull)
{
	((Builder *) state)->name = name;
	JSON_ACTION_DONE;
}

static JSON_ACTION
scalar(void *state, char *token, JsonTokenType type)
{
	JsonTree   *element = add(state, type == JSON_TOKEN_STRING ? TREE_TEXT :
							  type == JSON_TOKEN_NUMBER ? TREE_NUMBER :
							  type == JSON_TOKEN_NULL ? TREE_NULL : TREE_BOOL);

	element->text = token;
	JSON_ACTION_DONE;
}

/* An upper bound of the elements, from commas and brackets; or an error. */
static Size
count_elements(JsonReading *reading, const char *text, Size len)
{
	Size		n = 1;
	int			depth = 0;
	bool		quoted = false;

	for (Size i = 0; i < len; i++)
	{
		char		c = text[i];

		/* An escape skips a place. */
		if (i % 65536 < 2)
			CHECK_FOR_INTERRUPTS();
		if (quoted)
		{
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
			continue;
		}
		if (c == '"')
			quoted = true;
		n += c == ',' || c == '{' || c == '[';
		depth += c == '{' || c == '[';
		depth -= (c == '}' || c == ']') && depth > 0;
		if (depth > JSON_TREE_DEPTH)
		{
			reading->error = psprintf("It is nested deeper than %d.", JSON_TREE_DEPTH);
			return 0;
		}
	}
	if (n > JSON_TREE_MOST)
		reading->error = psprintf("It has more than %d elements.", JSON_TREE_MOST);
	return n;
}

const JsonTree *
json_tree_read(JsonReading *reading, const char *text, Size len)
{
	Builder		builder = {0};
	JsonSemAction actions = {
		.semstate = &builder,
		.object_start = object_start,
		.object_end = close_last,
		.object_field_start = field_start,
		.array_start = array_start,
		.array_end = close_last,
		.scalar = scalar
	};
	JsonLexContext *lex;

	builder.room = count_elements(reading, text, len);
	if (reading->error)
		return NULL;
	builder.elements = palloc_extended(builder.room * sizeof(JsonTree), MCXT_ALLOC_HUGE);
	lex = json_lex_context(pnstrdup(text, len), len, PG_UTF8, true);
	if (pg_parse_json(lex, &actions) != JSON_SUCCESS)
	{
		reading->error = "It is not valid JSON.";
		return NULL;
	}
	return builder.elements;
}

/* Appends the path of an element, the outermost first. */
static void
append_path(StringInfo out, const JsonTree *element)
{
	const JsonTree *parent = element->parent;
	int			i = 0;

	if (!parent)
		return;
	append_path(out, parent);
	if (element->name)
	{
		appendStringInfo(out, "%s%s", out->len ? "." : "", element->name);
		return;
	}
	for (const JsonTree *child = parent->first; child != element; child = child->next)
		i++;
	appendStringInfo(out, "[%d]", i);
}

char *
json_tree_path(const JsonTree *element)
{
	StringInfoData out;

	initStringInfo(&out);
	append_path(&out, element);
	return out.len ? out.data : pstrdup("It");
}

void
json_tree_wrong(JsonReading *reading, const JsonTree *element, const char *must)
{
	if (!reading->error)
		reading->error = psprintf("%s is not %s.", json_tree_path(element), must);
}

bool
json_tree_fields(JsonReading *reading, const JsonTree *object, const char *const *names, int required,
				 const JsonTree **fields)
{
	int			n = 0;

	for (; names[n]; n++)
		fields[n] = NULL;
	if (reading->error)
		return false;
	if (object->type != TREE_OBJECT)
	{
		json_tree_wrong(reading, object, "an object");
		return false;
	}
	for (const JsonTree *field = object->first; field && !reading->error; field = field->next)
	{
		int			i = 0;

		while (i < n && strcmp(names[i], field->name) != 0)
			i++;
		if (i == n)
			reading->error = psprintf("%s is unknown.", json_tree_path(field));
		else if (fields[i])
			reading->error = psprintf("%s is there twice.", json_tree_path(field));
		else
			fields[i] = field;
	}
	for (int i = 0; i < required && !reading->error; i++)
		if (!fields[i])
			reading->error = psprintf("%s has no field \"%s\".", json_tree_path(object), names[i]);
	return !reading->error;
}

uint32
json_tree_array(JsonReading *reading, const JsonTree *element, uint32 most)
{
	if (element->type != TREE_ARRAY)
		json_tree_wrong(reading, element, "an array");
	else if (element->n > most && !reading->error)
		reading->error = psprintf("%s has %u elements, more than %u.", json_tree_path(element), element->n, most);
	return reading->error ? 0 : element->n;
}

double
json_tree_number(JsonReading *reading, const JsonTree *element)
{
	double		value;

	if (element->type != TREE_NUMBER)
	{
		json_tree_wrong(reading, element, "a number");
		return 0;
	}
	value = strtod(element->text, NULL);
	if (!isfinite(value))
		json_tree_wrong(reading, element, "a number that float8 can hold");
	return reading->error ? 0 : value;
}

uint64
json_tree_count(JsonReading *reading, const JsonTree *element, uint64 most)
{
	uint64		value = 0;
	char	   *end = NULL;

	if (element->type == TREE_NUMBER && element->text[0] != '-')
	{
		errno = 0;
		value = strtoull(element->text, &end, 10);
	}
	if (!end || *end != '\0' || errno != 0 || value > most)
		json_tree_wrong(reading, element, psprintf("a whole number from 0 to " UINT64_FORMAT, most));
	return reading->error ? 0 : value;
}

bool
json_tree_bool(JsonReading *reading, const JsonTree *element)
{
	if (element->type != TREE_BOOL)
		json_tree_wrong(reading, element, "true or false");
	return !reading->error && element->text[0] == 't';
}

const char *
json_tree_text(JsonReading *reading, const JsonTree *element)
{
	if (element->type != TREE_TEXT)
		json_tree_wrong(reading, element, "a text");
	return reading->error ? "" : element->text;
}

int
json_tree_word(JsonReading *reading, const JsonTree *element, const char *const *words)
{
	const char *text = json_tree_text(reading, element);
	StringInfoData list;

	for (int i = 0; words[i] && !reading->error; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	if (reading->error)
		return 0;
	initStringInfo(&list);
	for (int i = 0; words[i]; i++)
		appendStringInfo(&list, "%s%s", i == 0 ? "one of " : ", ", words[i]);
	json_tree_wrong(reading, element, list.data);
	return 0;
}
