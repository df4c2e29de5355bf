/*
 * match_reads.h - what every model of matching must stand
 */
#ifndef SCRM_MATCH_READS_H
#define SCRM_MATCH_READS_H

#include <math.h>

#include "core/match_bytes.h"
#include "core/match_explain.h"
#include "core/match_model_text.h"

/* Rows are read by it, get their keys, and are weighed. */
static inline void
use_model(const MatchModel *model)
{
	static const char *const texts[] = {"Anna Rossi", "anna@example.org", "12345678", "shop", "1980-05-01"};
	const char *names[MATCH_COLUMNS];
	MatchRows  *rows;
	KeyReader  *reader;
	MatchStep	steps[MATCH_STEPS];
	uint32	   *table;

	for (int i = 0; i < model->ncolumns; i++)
		names[i] = model->columns[i].name;
	rows = match_model_rows(model, model->ncolumns, names);
	for (int row = 0; row < 3; row++)
	{
		MatchCell	cells[MATCH_COLUMNS];

		for (int i = 0; i < model->ncolumns; i++)
		{
			const char *text = texts[(i + row / 2) % lengthof(texts)];

			cells[i] = (MatchCell)
			{
				text, (i + row) % 7 ? (int) strlen(text) : -1
			};
		}
		match_rows_add(rows, cells);
	}
	match_model_finish(model, rows);
	reader = key_reader(rows);
	table = palloc0_array(uint32, rows->n * model->keys.width + 1);
	match_keys_fill(&model->keys, reader, rows, table);
	key_reader_free(reader);
	for (int row = 0; row < 3; row++)
	{
		int			n = match_explain(model, rows, match_row(rows, row), match_row(rows, 0), steps);

		for (int s = 0; s < n; s++)
			REQUIRE(isfinite(steps[s].weight) && steps[s].name && steps[s].level);
	}
	for (int k = 0; k < model->keys.n; k++)
		REQUIRE(match_key_text(model, &model->keys.keys[k]));
}

#endif							/* SCRM_MATCH_READS_H */
