/*
 * match_model_text.c - a model of matching as JSON
 */
#include "match_people.h"

#include "core/match_bytes.h"
#include "core/match_model_text.h"

static bool
same(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static void *
read_text(const char *text)
{
	const char *error;
	int			version;
	void	   *bytes = match_model_from_text(text, strlen(text), &error, &version);

	if (!bytes)
		printf("# %s\n", error);
	return bytes;
}

static void
text_is_the_model(void)
{
	MatchModel *model = people_model(people(300, 3));
	void	   *bytes = match_model_to_bytes(model);
	char	   *text = match_model_to_text(model);
	void	   *back = read_text(text);

	CHECK(back && same(bytes, back));
}

/* Names may be anything, and the same. */
static void
names_may_be_anything(void)
{
	const char *names[] = {"given name", "a", "a", "q\"\\\x01\n", "", "given name", "a"};
	const ColumnKind kinds[] = {
		COLUMN_GIVEN, COLUMN_CATEGORY, COLUMN_CATEGORY, COLUMN_CODE, COLUMN_NUMBER, COLUMN_DATE, COLUMN_EMAIL
	};
	MatchRows  *rows = match_rows_new(7, names, kinds);
	MatchModel *model;
	char	   *text;
	void	   *bytes,
			   *back;

	for (int i = 0; i < 100; i++)
	{
		MatchCell	cells[7];

		for (int c = 0; c < 7; c++)
		{
			const char *cell = c == 6 ? psprintf("x%d@example.org", i % 50) : psprintf("%d", i * c % 31 + 10000000);

			cells[c] = (MatchCell)
			{
				cell, (int) strlen(cell)
			};
		}
		match_rows_add(rows, cells);
	}
	match_rows_finish(rows);
	model = people_model(rows);
	model->fields[2].parent = 3;
	model->fields[3].parent = 2;
	bytes = match_model_to_bytes(model);
	text = match_model_to_text(model);
	back = read_text(text);
	CHECK(back && same(bytes, back));
}

/* Replaces the first `what` by `with`; the error has to say `say`. */
static bool
refused(const char *text, const char *what, const char *with, const char *say)
{
	const char *at = strstr(text, what);
	char	   *changed;
	const char *error;
	int			version;

	if (!at)
	{
		printf("# no \"%s\" in %s\n", what, text);
		return false;
	}
	changed = psprintf("%.*s%s%s", (int) (at - text), text, with, at + strlen(what));
	if (match_model_from_text(changed, strlen(changed), &error, &version) != NULL)
		error = "no error";
	if (strcmp(error, say) == 0)
		return true;
	printf("# %s for %s: %s\n", with, what, error);
	return false;
}

static void
errors_have_their_path(void)
{
	char	   *text = match_model_to_text(people_model(people(30, 2)));

	CHECK(refused(text, "{\"version\": 1", "{\"version\": 2", "Its version is a later one."));
	CHECK(refused(text, "{\"version\": 1", "{\"version\": 0", "version is not 1."));
	CHECK(refused(text, "\"rows\": 45", "\"rows\": \"45\"", "rows is not a number."));
	CHECK(refused(text, "\"rows\": 45", "\"rows\": -45", "rows is not a number from 0 to 1e+100."));
	CHECK(refused(text, "\"rows\": 45", "\"rows\": 1e999", "rows is not a number that float8 can hold."));
	CHECK(refused(text, "\"rows\": 45, ", "", "It has no field \"rows\"."));
	CHECK(refused(text, "\"rows\": 45, ", "\"rows\": 45, \"rows\": 45, ", "rows is there twice."));
	CHECK(refused(text, "\"rows\": 45, ", "\"rows\": 45, \"rose\": 1, ", "rose is unknown."));
	CHECK(refused(text, "\"lambda\": 0.", "\"lambda\": 3.", "lambda is not from 1e-100 to 1."));
	CHECK(refused(text, "\"kind\": \"given name\"", "\"kind\": \"gift\"", "columns[1].kind is not one of ignore, source, "
				  "name, given name, family name, email, handle, phone, date, category, code, number, text, vector."));
	CHECK(refused(text, "\"kind\": \"given name\"", "\"kind\": \"ignore\"", "fields is not an array of 4, as the columns make."));
	CHECK(refused(text, "\"one_per\": false", "\"one_per\": 0", "sources[0].one_per is not true or false."));
	CHECK(refused(text, "{\"name\": \"\", ", "{\"name\": \"x\", ", "sources[0].name is not empty."));
	CHECK(refused(text, "\"name\": \"shop\"", "\"name\": \"mastodon\"", "sources[2].name does not come after the one before it."));
	CHECK(refused(text, "\"parent\": \"family name\"", "\"parent\": \"father\"", "fields[1].parent is not the name of a field."));
	CHECK(refused(text, "\"parent\": \"family name\"", "\"parent\": 17", "fields[1].parent is not a whole number from 0 to 4."));
	CHECK(refused(text, "\"parent\": \"family name\"", "\"parent\": 1", "fields[1].parent is no other field."));
	CHECK(refused(text, "[\"given name\", \"family name\"]", "[\"given name\"]",
				  "fields[2].parent is not [\"given name\", \"family name\"]."));
	CHECK(refused(text, "\"level\": \"initial\"", "\"level\": \"equal\"", "fields[0].levels[3].level is not \"initial\"."));
	CHECK(refused(text, "\"m\": ", "\"m\": 1", "fields[0].levels[0] has a share that is not from 1e-100 to 1."));
	CHECK(refused(text, "\"context\": \"agrees\"", "\"context\": \"differs\"", "fields[1].levels[6].context is not \"agrees\"."));
	CHECK(refused(text, "\"of\": \"email stems\"", "\"of\": \"email 3\"", "frequencies[4].of is not \"email stems\"."));
	CHECK(refused(text, "\"values\": {\"", "\"values\": {\"0\": 2, \"",
				  "frequencies[0].values.0 is not at a hash of 16 hexadecimal digits."));
	CHECK(refused(text, "\"values\": {\"", "\"values\": {\"ffffffffffffffff\": 2, \"",
				  "frequencies[0].values: a hash does not come after the one before it."));
	CHECK(refused(text, "\"values\": {\"", "\"values\": {\"0000000000000000\": 1, \"",
				  "frequencies[0].values: a count is not from 2 to the number of rows."));
	CHECK(refused(text, "\"split\": [", "\"split\": [4294967295, ", "keys[0].split[1] is not greater than the value before it."));
	CHECK(refused(text, "\"split\": [", "\"split\": [0, ", "keys[0].split[0] is not greater than the value before it."));
	CHECK(refused(text, "\"split\": [", "\"split\": [1.5, ", "keys[0].split[0] is not a whole number from 0 to 4294967295."));
	CHECK(refused(text, "\"parts\": [[", "\"parts\": [[0, \"stem\"], [", "keys[0].parts[0] is the stem of what is no account."));
	CHECK(refused(text, "\"parts\": [[", "\"parts\": [[0], [", "keys[0].parts[0] is not a field and its part."));
	CHECK(refused(text, "\"calibrated\": -4", "\"calibrated\": null", "calibration[0].calibrated is not a number."));
	CHECK(refused(text, "\"calibrated\": -4", "\"calibrated\": 4e7", "calibration[0].calibrated is not within 1e+06 bits."));
	CHECK(refused(text, "\"rows\": 45", "\"rows\": 1", "rows is under 2."));
	CHECK(refused(text, "{\"weight\": -5.1", "{\"weight\": 5.1", "calibration[1].weight does not come after the one before it."));
	CHECK(refused(text, "{", "[{", "It is not valid JSON."));
	CHECK(refused("[]", "[", "[", "It is not an object."));
	CHECK(refused("7", "7", "7", "It is not an object."));
}

int
main(void)
{
	LAW(text_is_the_model);
	LAW(names_may_be_anything);
	LAW(errors_have_their_path);
	return check_done();
}
