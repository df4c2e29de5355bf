/*
 * match_alias.c - laws of names that are one name
 */
#include "core/match_alias_learn.h"

#include "core/match_bytes.h"
#include "core/match_model_text.h"
#include "match_people.h"

/* People of whom every third Franz is Zapper in the network. */
static MatchRows *
nicknamed(int persons)
{
	static const char *const given[] = {
		"Franz", "Anna", "Ben", "Carla", "Dario", "Elena", "Giulia", "Hugo", "Ines", "Jan", "Karl", "Lara",
		"Marta", "Nina", "Otto", "Paula", "Rita", "Sven", "Tilda", "Ugo", "Vera", "Walter", "Xenia", "Yara"
	};
	static const char *const family[] = {"Rossi", "Meyer", "Dubois", "Novak", "Silva", "Conti", "Weber"};
	static const char *const city[] = {"Rome", "Berlin", "Madrid", "Paris"};
	MatchRows  *rows = match_rows_new(PEOPLE_COLUMNS, people_columns, people_kinds);
	pg_prng_state prng;

	pg_prng_seed(&prng, 5);
	for (int i = 0; i < persons; i++)
	{
		const char *first = given[pg_prng_uint64_range(&prng, 0, lengthof(given) - 1)];
		const char *last = family[pg_prng_uint64_range(&prng, 0, lengthof(family) - 1)];
		const char *nick = i % 3 == 0 && first == given[0] ? "Zapper" : first;
		char	   *mail = psprintf("x%d@example.org", i);
		char	   *born = psprintf("19%02d-%02d-%02d", i % 60 + 40, i % 12 + 1, i % 27 + 1);

		people_add(rows, (const char *const[])
/**INDENT** Error@32: Unbalanced parens */
				   {
			"shop", first, last, mail, NULL, city[i % 4], born
/**INDENT** Warning@34: Extra ) */
		});
		people_add(rows, (const char *const[])
/**INDENT** Error@36: Unbalanced parens */
				   {
			"mastodon", nick, last, mail, NULL, city[i % 4], born
/**INDENT** Warning@38: Extra ) */
		});
	}
	match_rows_finish(rows);
	return rows;
}

static MatchModel *
trained(MatchRows *rows)
{
	MatchOptions options = {.pairs_per_row = 10};
	uint32	   *table;
	int			width;

	return match_train(rows, &options, &table, &width);
}

static const MatchAliases *
given_aliases(const MatchModel *model)
{
	return &model->fields[model->given].aliases;
}

static bool
is_alias(const MatchModel *model, const char *a, const char *b)
{
	return match_alias_find(given_aliases(model), match_hash(a, strlen(a)), match_hash(b, strlen(b))) != NULL;
}

static void
names_that_recur_are_one(void)
{
	MatchRows  *rows = nicknamed(1200);
	MatchModel *model = trained(rows);
	MatchEvidence e;

	CHECK(is_alias(model, "franz", "zapper") && is_alias(model, "zapper", "franz"));
	CHECK(!is_alias(model, "anna", "franz") && !is_alias(model, "zapper", "anna") && !is_alias(model, "franz", "franz"));
	CHECK(given_aliases(model)->n == 1 && model->fields[model->family].aliases.n == 0);
	CHECK(given_aliases(model)->pairs == given_aliases(model)->aliases[0].pairs);
	for (int64 i = 0; i < rows->n; i += 2)
	{
		const uint32 *a = match_row(rows, i);
		const uint32 *b = match_row(rows, i + 1);

		match_compare(rows, a, b, &e);
		if (a[rows->fields[rows->given].slot] != b[rows->fields[rows->given].slot])
			CHECK(e.level[rows->given] == NAME_ALIAS && match_field_weight(model, rows->given, &e) > 0);
	}
}

/* Few persons are no rule, and what nobody does is none. */
static void
names_of_few_are_none(void)
{
	CHECK(given_aliases(trained(nicknamed(60)))->n == 0);
	CHECK(given_aliases(trained(people(1000, 3)))->n == 0);
}

static void
aliases_go_with_the_model(void)
{
	MatchModel *model = trained(nicknamed(1200));
	uint8	   *bytes = match_model_to_bytes(model);
	char	   *text = match_model_to_text(model);
	const char *error;
	Size		at;
	int			version;
	MatchModel *back = match_model_from_bytes(bytes + VARHDRSZ, VARSIZE(bytes) - VARHDRSZ, &error, &at);
	uint8	   *again = match_model_from_text(text, strlen(text), &error, &version);

	CHECK(back && is_alias(back, "franz", "zapper"));
	CHECK(again && VARSIZE(again) == VARSIZE(bytes) && memcmp(again, bytes, VARSIZE(bytes)) == 0);
}

/* What a model from elsewhere may not say. */
static void
aliases_are_not_trusted(void)
{
	static const char *const wrong[] = {
		"{\"of\": \"given name\", \"names\": {}}, {\"of\": \"family name\", \"names\": {}}",
		"{\"of\": \"family name\", \"names\": {}}",
		"{\"of\": \"family name\", \"names\": {\"0000000000000002000000000000000\": 5}}, {\"of\": \"given name\", \"names\": {}}",
		"{\"of\": \"family name\", \"names\": {\"00000000000000020000000000000001\": 5}}, {\"of\": \"given name\", \"names\": {}}",
		"{\"of\": \"family name\", \"names\": {\"00000000000000010000000000000002\": 0}}, {\"of\": \"given name\", \"names\": {}}",
		"{\"of\": \"family name\", \"names\": {\"00000000000000010000000000000003\": 5, \"00000000000000010000000000000002\": 5}},"
		" {\"of\": \"given name\", \"names\": {}}",
		"{\"of\": \"family name\", \"names\": 7}, {\"of\": \"given name\", \"names\": {}}",
	};
	char	   *text = match_model_to_text(trained(people(300, 3)));
	char	   *aliases = strstr(text, "\"aliases\": [");
	const char *error;
	int			version;

	CHECK(aliases != NULL);
	*aliases = '\0';
	for (int i = 0; i < lengthof(wrong); i++)
	{
		char	   *other = psprintf("%s\"aliases\": [%s]}", text, wrong[i]);

		CHECK(match_model_from_text(other, strlen(other), &error, &version) == NULL && error);
	}
}

int
main(void)
{
	LAW(names_that_recur_are_one);
	LAW(names_of_few_are_none);
	LAW(aliases_go_with_the_model);
	LAW(aliases_are_not_trusted);
	return check_done();
}
