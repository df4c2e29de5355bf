/*
 * match_record.c - records in jsonb as rows of the matching
 */
#include "identity/match_record.h"

#include "utils/builtins.h"

#include "base/args.h"

/* A value as a column of the source would have it; len -1 for null. */
static MatchCell
cell_of(JsonbValue *value)
{
	StringInfoData text;

	switch (value->type)
	{
		case jbvNull:
			return (MatchCell) {NULL, -1};
		case jbvString:
			return (MatchCell) {value->val.string.val, value->val.string.len};
		case jbvNumeric:
			initStringInfo(&text);
			appendStringInfoString(&text, DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric))));
			break;
		case jbvBool:
			return (MatchCell) {value->val.boolean ? "t" : "f", 1};
		default:
			initStringInfo(&text);
			(void) JsonbToCString(&text, value->val.binary.data, value->val.binary.len);
	}
	return (MatchCell) {text.data, text.len};
}

MatchRows *
match_record_rows(const MatchModel *model)
{
	const char *names[MATCH_COLUMNS];

	for (int i = 0; i < model->ncolumns; i++)
		names[i] = model->columns[i].name;
	return match_model_rows(model, model->ncolumns, names);
}

void
match_record_add(MatchRows *rows, Jsonb *record, const char *what)
{
	MatchCell	cells[MATCH_COLUMNS];

	if (!JB_ROOT_IS_OBJECT(record))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is not an object", what),
				 errdetail("A record is an object of columns and their values."),
				 errhint("Use to_jsonb of a row, or write one: '{\"name\": \"Anna Rossi\"}'.")));
	for (int i = 0; i < rows->ninput; i++)
	{
		JsonbValue	room;
		const char *name = rows->columns[i].name;
		JsonbValue *value = getKeyJsonValueFromContainer(&record->root, name, strlen(name), &room);

		cells[i] = value ? cell_of(value) : (MatchCell) {NULL, -1};
		if (cells[i].len > 0)
			utf8_check(cells[i].text, cells[i].len);
	}
	match_rows_add(rows, cells);
}
