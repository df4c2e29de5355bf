/*
 * match_people.h - rows of people that somebody might have, for laws of models
 *
 * Persons of few names, each once in a shop and perhaps again, misspelled, in
 * a social network.
 */
#ifndef SCRM_MATCH_PEOPLE_H
#define SCRM_MATCH_PEOPLE_H

#include "check.h"

#include "core/match_train.h"

#define PEOPLE_COLUMNS	7

static const char *const people_columns[PEOPLE_COLUMNS] = {
	"source", "first_name", "last_name", "email", "x", "city", "birth"
};
static const ColumnKind people_kinds[PEOPLE_COLUMNS] = {
	COLUMN_SOURCE, COLUMN_GIVEN, COLUMN_FAMILY, COLUMN_EMAIL, COLUMN_HANDLE, COLUMN_CATEGORY, COLUMN_DATE
};

static inline void
people_add(MatchRows *rows, const char *const *texts)
{
	MatchCell	cells[PEOPLE_COLUMNS];

	for (int i = 0; i < PEOPLE_COLUMNS; i++)
		cells[i] = (MatchCell)
	{
		texts[i], texts[i] ? (int) strlen(texts[i]) : -1
	};
	match_rows_add(rows, cells);
}

static inline void
people_into(MatchRows *rows, int persons, uint64 seed)
{
	static const char *const given[] = {"Anna", "Ben", "Carla", "Dario", "Elena", "Franz", "Giulia", "Hugo", "Ines", "Zo\xc3\xab"};
	static const char *const family[] = {"Rossi", "Meyer", "Garc\xc3\xad" "a", "Dubois", "Novak", "Silva", "Conti", "Weber"};
	static const char *const city[] = {"Rome", "Berlin", "Madrid", "Paris"};
	pg_prng_state prng;

	pg_prng_seed(&prng, seed);
	for (int i = 0; i < persons; i++)
	{
		const char *first = given[pg_prng_uint64_range(&prng, 0, lengthof(given) - 1)];
		const char *last = family[pg_prng_uint64_range(&prng, 0, lengthof(family) - 1)];
		int			number = pg_prng_uint64_range(&prng, 0, persons / 2);
		char	   *mail = psprintf("%s.%s%d@example.org", first, last, number);
		char	   *handle = psprintf("@%s%d", first, number);
		char	   *born = psprintf("19%02d-%02d-%02d", number % 60 + 40, number % 12 + 1, number % 27 + 1);
		char	   *typo = psprintf("%so", last);
		const char *shop[] = {"shop", first, last, mail, i % 3 ? NULL : handle, city[number % 4], born};
		const char *network[] = {"mastodon", first, i % 5 ? last : typo, i % 2 ? mail : NULL, handle, NULL, i % 7 ? born : NULL};

		people_add(rows, shop);
		if (i % 2)
			people_add(rows, network);
	}
}

static inline MatchRows *
people(int persons, uint64 seed)
{
	MatchRows  *rows = match_rows_new(PEOPLE_COLUMNS, people_columns, people_kinds);

	people_into(rows, persons, seed);
	match_rows_finish(rows);
	return rows;
}

/* A model of them, with a curve and values that are split. */
static inline MatchModel *
people_model(MatchRows *rows)
{
	MatchOptions options = {.pairs_per_row = 10, .seed = 1};
	uint32	   *table;
	int			width;
	MatchModel *model = match_train(rows, &options, &table, &width);

	model->nknots = 3;
	for (int i = 0; i < model->nknots; i++)
		model->knots[i] = (MatchKnot)
	{
		i		   *4 - 5.1,
					i * 3 - 4,
					100 - i,
					10.0 / 3 - i
	};
	for (uint32 i = 1; i < 1000; i++)
		match_keys_split(&model->keys, i % model->keys.n, i * UINT32_C(2654435761));
	return model;
}

#endif							/* SCRM_MATCH_PEOPLE_H */
