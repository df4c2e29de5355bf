/*
 * mapping.c - a mapping of plain documents, compiled
 */
#include "model/mapping.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/compat.h"
#include "base/errors.h"

const char *const mapping_names[MAP_NAMES + 1] = {
	"kind", "external_id", "ts", "changed", "verb", "network", "actor",
	"actor_name", "actor_kind", "target", "mentions", "in_reply_to", "thread",
	"title", "body", "language", "visibility", "amount", "extra",
	"rows", "document", NULL
};

static void compile_column(Mapping *mapping, const char *name, JsonbValue *value);
static void compile_extra(Mapping *mapping, JsonbContainer *object);
static void compile_path(Path *path, const char *column, JsonbValue *value);
static void check_variables(const char *column, const char *text, JsonPath *path);
pg_noreturn static void error_path(const char *column, const char *text, const char *detail);

static const char *const path_hint =
"Write a path, as in \"$.author\", or a constant in two pairs of quotes, as in \"\\\"shop\\\"\".";

/*
 * Compiles a mapping, in the current context.  22023 with the column and the
 * reason where it is none.
 */
Mapping *
mapping_compile(Jsonb *source)
{
	Mapping    *mapping = palloc0_object(Mapping);
	JsonbIterator *it;
	JsonbValue	v;
	JsonbIteratorToken token;
	char	   *name = NULL;

	mapping->source = (Jsonb *) PG_DETOAST_DATUM_COPY(JsonbPGetDatum(source));
	if (!JB_ROOT_IS_OBJECT(source))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mapping is not a JSON object: %s",
						error_shows(JsonbToCString(NULL, &source->root, VARSIZE(source)))),
				 errhint("Write it as '{\"ts\": \"$.created_at\", \"actor\": \"$.author\"}'.")));

	it = JsonbIteratorInit(&mapping->source->root);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			name = pnstrdup(v.val.string.val, v.val.string.len);
		else if (token == WJB_VALUE && name)
			compile_column(mapping, name, &v);
	}
	return mapping;
}

static void
compile_column(Mapping *mapping, const char *name, JsonbValue *value)
{
	int			column;

	for (column = 0; column < MAP_NAMES; column++)
		if (strcmp(name, mapping_names[column]) == 0)
			break;
	if (column == MAP_NAMES)
		error_unknown("column of a mapping", name, mapping_names);
	if (column == MAP_EXTRA && value->type == jbvBinary &&
		JsonContainerIsObject(value->val.binary.data))
		compile_extra(mapping, value->val.binary.data);
	else
		compile_path(&mapping->paths[column], name, value);
}

/* extra: {"name": path, ...} */
static void
compile_extra(Mapping *mapping, JsonbContainer *object)
{
	JsonbIterator *it = JsonbIteratorInit(object);
	JsonbValue	v;
	JsonbIteratorToken token;

	mapping->extra_keys = palloc0_array(JsonbValue, JsonContainerSize(object) + 1);
	mapping->extra_paths = palloc0_array(Path, JsonContainerSize(object) + 1);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			mapping->extra_keys[mapping->nextra] = v;
		else if (token == WJB_VALUE)
			compile_path(&mapping->extra_paths[mapping->nextra++], "extra", &v);
	}
}

static void
compile_path(Path *path, const char *column, JsonbValue *value)
{
	MemoryContext context = CurrentMemoryContext;
	char	   *text;

	if (value->type == jbvNull)
		return;
	if (value->type != jbvString)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("mapping of column \"%s\" is not a text", column),
				 errhint("%s", path_hint)));
	text = pnstrdup(value->val.string.val, value->val.string.len);

	/* What the server's parser finds wrong is the detail of our error. */
	PG_TRY();
	{
		path->path = DatumGetJsonPathP(DirectFunctionCall1(jsonpath_in, CStringGetDatum(text)));
	}
	PG_CATCH();
	{
		ErrorData  *error;
		int			category;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		category = ERRCODE_TO_CATEGORY(error->sqlerrcode);

		/*
		 * A canceled query or memory that ran out says nothing about the
		 * path.
		 */
		if (category != ERRCODE_TO_CATEGORY(ERRCODE_DATA_EXCEPTION) &&
			category != ERRCODE_TO_CATEGORY(ERRCODE_SYNTAX_ERROR) &&
			category != ERRCODE_TO_CATEGORY(ERRCODE_PROGRAM_LIMIT_EXCEEDED))
			PG_RE_THROW();
		FlushErrorState();
		error_path(column, text, error->message);
	}
	PG_END_TRY();
	check_variables(column, text, path->path);
	path_analyze(path);
}

/*
 * Refuses variables other than $doc.  The executor does so only where it
 * comes to evaluate one, perhaps in the last of a million documents.
 *
 * The server prints a variable, and nothing else, as $"name".  So this reads
 * its print, which is the same in all versions: the tree has other items in
 * each of them.
 */
static void
check_variables(const char *column, const char *text, JsonPath *path)
{
	char	   *print = DatumGetCString(DirectFunctionCall1(jsonpath_out, PointerGetDatum(path)));

	for (char *at = print; *at; at++)
	{
		char	   *quote = at;

		if (*at != '"')
			continue;
		for (at++; *at != '"'; at++)
			if (*at == '\\')
				at++;
		if (quote == print || quote[-1] != '$')
			continue;
		*at = '\0';
		if (strcmp(quote + 1, "doc") != 0)
			error_path(column, text,
					   psprintf("There is no variable $%s; a path knows $doc.", quote + 1));
	}
	pfree(print);
}

static void
error_path(const char *column, const char *text, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("mapping of column \"%s\" is not a path: %s", column, error_shows(text)),
			 errdetail_internal("%s", error_shows(detail)),
			 errhint("%s", path_hint)));
	pg_unreachable();
}

/* A jsonb as a value: its scalar, or its container. */
void
jsonb_as_value(Jsonb *jb, JsonbValue *value)
{
	if (JB_ROOT_IS_SCALAR(jb))
		(void) JsonbExtractScalar(&jb->root, value);
	else
	{
		value->type = jbvBinary;
		value->val.binary.data = &jb->root;
		value->val.binary.len = VARSIZE(jb) - VARHDRSZ;
	}
}
