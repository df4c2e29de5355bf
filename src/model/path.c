/*
 * path.c - evaluating one path of a mapping
 *
 * Most paths are a chain of keys ($.sender, $doc.prompt) or a literal
 * ("shop"): those are looked up directly, with the answer that the server's
 * jsonpath executor would give.  Everything else goes to that executor.
 *
 * A path into the whole document, evaluated for each of its n elements, takes
 * n times n steps:
 *
 *		$doc.messages[*][*] ? (@.sender != $.sender).sender
 *
 * But it depends on its element by way of $.sender alone, and a conversation
 * has two or three of those.  So where all that a path reads of the element
 * are chains of keys, its answers are kept for the document, by their values.
 */
#include "model/mapping.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/fmgrprotos.h"

#include "base/compat.h"

#define MOST_MEMOS	64			/* a document: a linear search, still */

/* An answer kept. */
typedef struct Memo
{
	const Path *path;
	Jsonb	   *reads;			/* values of the path's reads, as an array */
	JsonbValue *answer;
} Memo;

static bool constant(JsonPathItem *item, JsonbValue *value);
static bool chain_of_keys(JsonPathItem *root, Path *path);
static bool collect_reads(JsonPathItem *item, Path *path);
static JsonbValue *walk_keys(const Path *path, Fact *fact, bool *answered);
static JsonbValue *recall(const Path *path, Fact *fact);
static Jsonb *values_read(const Path *path, Fact *fact, bool *answered);
static JsonbValue *execute_first(const Path *path, Fact *fact);
static Datum execute(PGFunction function, const Path *path, Fact *fact, bool *isnull);
static void make_variables(Document *document);

/*
 * Sees how a parsed path can be evaluated.
 */
void
path_analyze(Path *path)
{
	JsonPathItem item;

	jspInit(&item, path->path);
	path->keys = palloc0_array(JsonbValue, PATH_KEYS);
	path->literal = constant(&item, &path->keys[0]);
	/* Strict mode has errors to tell: the executor knows them. */
	if (path->literal || !(path->path->header & JSONPATH_LAX))
		return;
	path->simple = chain_of_keys(&item, path);
	if (path->simple || !path->from_document)
		return;
	path->reads = palloc0_array(Path, PATH_READS);
	path->memoizable = collect_reads(&item, path) && path->nreads > 0;
}

/* Whether the path is a constant, and which. */
static bool
constant(JsonPathItem *item, JsonbValue *value)
{
	if (jspHasNext(item))
		return false;
	switch (item->type)
	{
		case jpiString:
			value->type = jbvString;
			value->val.string.val = jspGetString(item, &value->val.string.len);
			return true;
		case jpiNumeric:
			value->type = jbvNumeric;
			value->val.numeric = jspGetNumeric(item);
			return true;
		case jpiBool:
			value->type = jbvBool;
			value->val.boolean = jspGetBool(item);
			return true;
		default:
			return false;
	}
}

/* Whether `root` is $ or $doc with keys only; fills the path with them. */
static bool
chain_of_keys(JsonPathItem *root, Path *path)
{
	JsonPathItem item = *root;
	JsonPathItem next;

	if (item.type == jpiVariable)
	{
		int32		length;
		char	   *name = jspGetString(&item, &length);

		path->from_document = length == 3 && memcmp(name, "doc", 3) == 0;
		if (!path->from_document)
			return false;
	}
	else if (item.type != jpiRoot)
		return false;
	while (jspGetNext(&item, &next))
	{
		JsonbValue *key = &path->keys[path->nkeys];

		if (next.type != jpiKey || path->nkeys == PATH_KEYS)
			return false;
		key->type = jbvString;
		key->val.string.val = jspGetString(&next, &key->val.string.len);
		path->nkeys++;
		item = next;
	}
	return true;
}

/*
 * Collects the chains that an expression reads from $; false where it reads
 * anything else of it, or holds an item that is not looked into here.
 */
static bool
collect_reads(JsonPathItem *item, Path *path)
{
	JsonPathItem part;

	check_stack_depth();
	switch (item->type)
	{
		case jpiRoot:
			{
				Path	   *read = &path->reads[path->nreads];

				if (path->nreads == PATH_READS)
					return false;
				read->keys = palloc0_array(JsonbValue, PATH_KEYS);
				read->simple = chain_of_keys(item, read);
				path->nreads++;
				return read->simple;
			}
		case jpiAnd:
		case jpiOr:
		case jpiEqual:
		case jpiNotEqual:
		case jpiLess:
		case jpiGreater:
		case jpiLessOrEqual:
		case jpiGreaterOrEqual:
		case jpiStartsWith:
			jspGetLeftArg(item, &part);
			if (!collect_reads(&part, path))
				return false;
			jspGetRightArg(item, &part);
			if (!collect_reads(&part, path))
				return false;
			break;
		case jpiNot:
		case jpiExists:
		case jpiFilter:
			jspGetArg(item, &part);
			if (!collect_reads(&part, path))
				return false;
			break;
		case jpiNull:
		case jpiString:
		case jpiNumeric:
		case jpiBool:
		case jpiVariable:
		case jpiCurrent:
		case jpiKey:
		case jpiAnyKey:
		case jpiAnyArray:
			break;
		default:
			return false;
	}
	return !jspGetNext(item, &part) || collect_reads(&part, path);
}

/*
 * The first value that the path finds; NULL where there is none, or null.
 * A constant is not found in the element: it alone makes no fact.
 */
JsonbValue *
path_first(const Path *path, Fact *fact)
{
	JsonbValue *value = NULL;
	bool		answered = false;

	if (!path->path)
		return NULL;
	if (path->literal)
		return &path->keys[0];
	if (path->simple)
		value = walk_keys(path, fact, &answered);
	if (!answered)
		value = path->memoizable ? recall(path, fact) : execute_first(path, fact);
	if (!value || value->type == jbvNull)
		return NULL;
	fact->found = true;
	return value;
}

/*
 * All values that the path finds, as a jsonb array.
 */
Jsonb *
path_all(const Path *path, Fact *fact)
{
	bool		isnull;

	return DatumGetJsonbP(execute(jsonb_path_query_array, path, fact, &isnull));
}

/*
 * The answer of a chain of keys.  Not answered, and so left to the executor:
 * a key of an array, which lax mode unwraps.
 */
static JsonbValue *
walk_keys(const Path *path, Fact *fact, bool *answered)
{
	JsonbValue *value = palloc_object(JsonbValue);

	*answered = true;
	if (path->from_document)
		jsonb_as_value(fact->document->jsonb, value);
	else
		*value = fact->element;
	for (int i = 0; i < path->nkeys; i++)
	{
		const JsonbValue *key = &path->keys[i];

		if (value->type != jbvBinary)
			return NULL;
		if (!JsonContainerIsObject(value->val.binary.data))
		{
			*answered = false;
			return NULL;
		}
		value = getKeyJsonValueFromContainer(value->val.binary.data,
											 key->val.string.val,
											 key->val.string.len, NULL);
		if (!value)
			return NULL;
	}
	return value;
}

/* The kept answer for what the path reads of this element, or a new one. */
static JsonbValue *
recall(const Path *path, Fact *fact)
{
	Document   *document = fact->document;
	bool		answered;
	Jsonb	   *reads = values_read(path, fact, &answered);
	MemoryContext old;
	Memo	   *memo;

	for (int i = 0; answered && i < document->nmemo; i++)
	{
		memo = &document->memo[i];
		if (memo->path == path && VARSIZE(memo->reads) == VARSIZE(reads) &&
			memcmp(memo->reads, reads, VARSIZE(reads)) == 0)
			return memo->answer;
	}
	if (!answered || document->nmemo == MOST_MEMOS)
		return execute_first(path, fact);

	old = MemoryContextSwitchTo(document->context);
	if (!document->memo)
		document->memo = palloc_array(Memo, MOST_MEMOS);
	memo = &document->memo[document->nmemo];
	memo->path = path;
	memo->reads = (Jsonb *) PG_DETOAST_DATUM_COPY(JsonbPGetDatum(reads));
	memo->answer = execute_first(path, fact);
	document->nmemo++;
	MemoryContextSwitchTo(old);
	return memo->answer;
}

/* The values of the path's reads as an array; null for what is not there. */
static Jsonb *
values_read(const Path *path, Fact *fact, bool *answered)
{
	JsonbParseState *state = NULL;
	JsonbValue	none = {.type = jbvNull};

	*answered = true;
	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; *answered && i < path->nreads; i++)
	{
		JsonbValue *value = walk_keys(&path->reads[i], fact, answered);

		/*
		 * An absent key is not null, which equals itself: left to the
		 * executor.
		 */
		if (!value)
			*answered = false;
		pushJsonbValue(&state, WJB_ELEM, value ? value : &none);
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL));
}

static JsonbValue *
execute_first(const Path *path, Fact *fact)
{
	bool		isnull;
	Datum		result = execute(jsonb_path_query_first, path, fact, &isnull);
	JsonbValue *value;

	if (isnull)
		return NULL;
	value = palloc_object(JsonbValue);
	jsonb_as_value(DatumGetJsonbP(result), value);
	return value;
}

/*
 * One of the server's jsonb_path_query functions.  Silent: where a strict
 * path meets another shape than it says, it finds nothing.
 */
static Datum
execute(PGFunction function, const Path *path, Fact *fact, bool *isnull)
{
	LOCAL_FCINFO(fcinfo, 4);
	Datum		result;

	if (!fact->element_jsonb)
		fact->element_jsonb = JsonbValueToJsonb(&fact->element);
	if (!fact->document->variables)
		make_variables(fact->document);
	InitFunctionCallInfoData(*fcinfo, NULL, 4, InvalidOid, NULL, NULL);
	fcinfo->args[0].value = JsonbPGetDatum(fact->element_jsonb);
	fcinfo->args[1].value = PointerGetDatum(path->path);
	fcinfo->args[2].value = JsonbPGetDatum(fact->document->variables);
	fcinfo->args[3].value = BoolGetDatum(true);
	for (int i = 0; i < 4; i++)
		fcinfo->args[i].isnull = false;
	result = function(fcinfo);
	*isnull = fcinfo->isnull;
	return result;
}

/* {"doc": document} */
static void
make_variables(Document *document)
{
	MemoryContext old = MemoryContextSwitchTo(document->context);
	JsonbParseState *state = NULL;
	JsonbValue	value;
	JsonbValue	key = {.type = jbvString};

	key.val.string.val = pstrdup("doc");
	key.val.string.len = 3;
	jsonb_as_value(document->jsonb, &value);
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	pushJsonbValue(&state, WJB_KEY, &key);
	pushJsonbValue(&state, WJB_VALUE, &value);
	document->variables = JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
	MemoryContextSwitchTo(old);
}
