/*
 * match_source.c - a query text's rows as rows of the matching
 */
#include "identity/match_source.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/args.h"
#include "base/errors.h"
#include "base/rows.h"

#define LOOK_AT		1000		/* values that tell a column's kind */

static const char *const known_options[] = {
	"fields", "one_per", "source_column", "labels", "decisions", "seed", "min_probability", "pairs_per_row", NULL
};

void
match_settings(Jsonb *options, MatchSettings *settings)
{
	JsonbValue	key = {.type = jbvString,.val.string = {.val = "fields", .len = 6}};
	JsonbValue *fields;

	memset(settings, 0, sizeof(MatchSettings));
	options_check(options, known_options);
	fields = findJsonbValueFromContainer(&options->root, JB_FOBJECT, &key);
	if (fields && fields->type != jbvNull)
	{
		if (fields->type != jbvBinary || !JsonContainerIsObject(fields->val.binary.data))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"fields\" is no object"),
					 errhint("Write it as {\"column\": \"kind\"}, for example {\"note\": \"ignore\"}.")));
		settings->fields = JsonbValueToJsonb(fields);
	}
	settings->one_per = option_texts(options, "one_per", &settings->n_one_per);
	settings->source_column = option_text(options, "source_column", NULL);
	settings->labels = option_text(options, "labels", NULL);
	settings->decisions = option_text(options, "decisions", NULL);
	settings->min_probability = option_float(options, "min_probability", .5, 0, 1);
	settings->options.pairs_per_row = option_float(options, "pairs_per_row", 10, .1, 1000);
	settings->options.seed = option_whole(options, "seed", 0, 0, INT64CONST(1) << 53);
}

/* What the user said of a column, or COLUMN_KINDS. */
static ColumnKind
said_kind(const MatchSettings *settings, const char *name)
{
	JsonbValue	key = {.type = jbvString,.val.string = {.val = (char *) name, .len = strlen(name)}};
	JsonbValue *kind;

	if (settings->source_column && strcmp(settings->source_column, name) == 0)
		return COLUMN_SOURCE;
	if (!settings->fields)
		return COLUMN_KINDS;
	kind = findJsonbValueFromContainer(&settings->fields->root, JB_FOBJECT, &key);
	if (!kind)
		return COLUMN_KINDS;
	if (kind->type != jbvString)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("kind of column \"%s\" is no text", name)));
	return choice("kind", pnstrdup(kind->val.string.val, kind->val.string.len), column_kinds);
}

static bool
has_column(const Rows *rows, const char *name)
{
	for (int c = 1; c < rows->columns; c++)
		if (strcmp(rows->column[c].name, name) == 0)
			return true;
	return false;
}

/* Every column that the options name must be there. */
static void
check_said(const Rows *rows, const MatchSettings *settings)
{
	JsonbIterator *it;
	JsonbValue	v;
	JsonbIteratorToken token;

	if (settings->source_column && !has_column(rows, settings->source_column))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("the source has no column \"%s\"", error_shows(settings->source_column)),
				 errdetail("Option \"source_column\" names it.")));
	if (!settings->fields)
		return;
	it = JsonbIteratorInit(&settings->fields->root);
	while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE)
		if (token == WJB_KEY && !has_column(rows, pnstrdup(v.val.string.val, v.val.string.len)))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("the source has no column \"%s\"",
							error_shows(pnstrdup(v.val.string.val, v.val.string.len))),
					 errdetail("Option \"fields\" names it; the first column is the id.")));
}

/* The kinds of the columns behind the id, by the first batch of rows. */
static void
infer_kinds(Rows *rows, const MatchSettings *settings, ColumnKind *kinds)
{
	check_said(rows, settings);
	for (int c = 1; c < rows->columns; c++)
	{
		const RowsColumn *column = &rows->column[c];
		ColumnLooks looks = {0};

		kinds[c - 1] = said_kind(settings, column->name);
		if (kinds[c - 1] != COLUMN_KINDS)
			continue;
		for (int row = 0; row < rows->n && looks.values < LOOK_AT; row++)
		{
			Size		len;
			const char *text = rows_text(rows, row, c, MATCH_READ, &len);

			if (text && len > 0)
				column_look(&looks, text, len);
		}
		kinds[c - 1] = looks.values == 0 ? COLUMN_IGNORE :
			column_kind(column->name, &looks, column->kind == ROWS_DATE);
		if (column->kind == ROWS_VECTOR || column->kind == ROWS_BOOL)
			kinds[c - 1] = column->kind == ROWS_BOOL ? COLUMN_CATEGORY : COLUMN_IGNORE;
	}
}

/* Tells what was inferred: the user sees what was taken for what. */
static void
tell_kinds(const Rows *rows, const ColumnKind *kinds)
{
	StringInfoData told;

	initStringInfo(&told);
	for (int c = 1; c < rows->columns; c++)
		appendStringInfo(&told, "%s%s: %s", c > 1 ? ", " : "", rows->column[c].name, column_kinds[kinds[c - 1]]);
	ereport(NOTICE, (errmsg("%s", told.data)));
}

static void
add_batch(Rows *rows, MatchRows *into)
{
	MatchCell	cells[MATCH_COLUMNS];

	for (int row = 0; row < rows->n; row++)
	{
		for (int c = 1; c < rows->columns; c++)
		{
			Size		len;
			const char *text = rows_text(rows, row, c, MATCH_READ * 4, &len);

			cells[c - 1] = text ? (MatchCell) {text, len} : (MatchCell) {NULL, -1};
		}
		match_rows_add(into, cells);
		if (row % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

/* One query's rows, put in the order of their ids. */
static void
read_one(const char *query, const char *what, Oid type, const MatchSettings *settings,
		 const MatchModel *model, MatchInput *input, int side)
{
	Rows	   *rows = rows_open(query, what, 2);
	int64		first = input->rows ? input->rows->n : 0;
	const char *names[MATCH_COLUMNS];
	bool		begun = false;

	if (rows->columns > MATCH_COLUMNS)
		ereport(ERROR,
				(errcode(ERRCODE_TOO_MANY_COLUMNS),
				 errmsg("%s has %d columns; at most %d are matched", what, rows->columns, MATCH_COLUMNS)));
	for (int c = 1; c < rows->columns; c++)
		names[c - 1] = rows->column[c].name;
	if (!OidIsValid(type))
		type = rows->column[0].type == INT2OID || rows->column[0].type == INT4OID ? INT8OID : rows->column[0].type;
	input->ids[side] = ids_new(type, rows);
	while (rows_next(rows) || !begun)
	{
		if (!begun && !input->rows)
		{
			if (model)
				input->rows = match_model_rows(model, rows->columns - 1, names);
			else
			{
				ColumnKind	kinds[MATCH_COLUMNS];

				infer_kinds(rows, settings, kinds);
				tell_kinds(rows, kinds);
				input->rows = match_rows_new(rows->columns - 1, names, kinds);
			}
		}
		else if (!begun)
			match_rows_input(input->rows, rows->columns - 1, names);
		begun = true;
		ids_add(input->ids[side], rows);
		add_batch(rows, input->rows);
		TICK(input->rows->n, 0);
	}
	rows_close(rows);
	if (input->rows->n > first)
		match_rows_order(input->rows, first, input->rows->n - first, ids_rank(input->ids[side]));
}

static void
mark_one_per(MatchRows *rows, const MatchSettings *settings)
{
	for (int i = 0; i < settings->n_one_per; i++)
	{
		int			source = match_source(rows, settings->one_per[i], strlen(settings->one_per[i]));

		rows->sources[source].one_per = true;
		if (rows->sources[source].rows == 0)
			ereport(NOTICE,
					(errmsg("no row is from source \"%s\"", error_shows(settings->one_per[i])),
					 errdetail("Option \"one_per\" names it.")));
	}
}

void
match_read(const char *a, const char *b, Oid type, const MatchSettings *settings,
		   const MatchModel *model, MatchInput *input)
{
	memset(input, 0, sizeof(MatchInput));
	read_one(a, b ? "source_a" : "source", type, settings, model, input, 0);
	if (b)
	{
		input->first_of_b = input->rows->n;
		read_one(b, "source_b", type, settings, model, input, 1);
	}
	if (!model)
		mark_one_per(input->rows, settings);
	if (model)
		match_model_finish(model, input->rows);
	else
		match_rows_finish(input->rows);
}

MatchDecision *
match_read_decisions(const char *query, const char *what, const MatchInput *input, int64 *n)
{
	Rows	   *rows = rows_open(query, what, 3);
	int64		room = 64;
	MatchDecision *decisions = palloc_array(MatchDecision, room);

	if (rows->column[2].kind != ROWS_BOOL)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("the third column of %s is no boolean", what),
				 errhint("Give the columns id_a, id_b, same.")));
	*n = 0;
	while (rows_next(rows))
		for (int row = 0; row < rows->n; row++)
		{
			int32		a = ids_place(input->ids[0], rows, row, 0);
			int32		b = ids_place(input->ids[input->first_of_b ? 1 : 0], rows, row, 1);

			/* Of rows that are gone nothing is to be decided. */
			if (a < 0 || b < 0 || rows_isnull(rows, row, 2) || (a == b && !input->first_of_b))
				continue;
			if (*n == room)
			{
				room *= 2;
				decisions = repalloc_huge(decisions, room * sizeof(MatchDecision));
			}
			decisions[(*n)++] = (MatchDecision) {a, b + (uint32) input->first_of_b, DatumGetBool(rows_value(rows, row, 2))};
		}
	rows_close(rows);
	return decisions;
}
