/*
 * match_explain.c - the weight of two rows, step by step
 */
#include "match_people.h"

#include "core/match_bytes.h"
#include "core/match_explain.h"
#include "core/match_score.h"

/* The same people, read by the model that was trained on them. */
static MatchRows *
through_model(const MatchModel *model, int persons)
{
	const char *rome[] = {"shop", "Rossi", "Anna", "anna.rossi7@example.org", "@anna7", "Rome", "1947-08-08"};
	const char *paris[] = {"mastodon", "Anna", "Rossi", "anna.rossi7@example.org", "@anna7", NULL, "1947-08-08"};
	const char *none[] = {"", NULL, NULL, NULL, NULL, NULL, NULL};
	MatchRows  *rows = match_model_rows(model, PEOPLE_COLUMNS, people_columns);

	people_add(rows, rome);
	people_add(rows, paris);
	people_add(rows, none);
	people_into(rows, persons, 4);
	match_model_finish(model, rows);
	return rows;
}

static void
steps_add_up_and_are_in_order(void)
{
	MatchModel *model = people_model(people(200, 4));
	MatchRows  *rows = through_model(model, 100);

	for (int i = 0; i < rows->n; i++)
		for (int j = 0; j < rows->n; j += 3)
		{
			MatchStep	steps[MATCH_STEPS];
			MatchEvidence e;
			int			n = match_explain(model, rows, match_row(rows, i), match_row(rows, j), steps);
			int			fields = 0;
			double		sum = 0;

			match_compare(rows, match_row(rows, i), match_row(rows, j), &e);
			for (int f = 0; f < model->nfields; f++)
				fields += e.level[f] != 0;
			CHECK(n == fields + 2);
			for (int s = 0; s < n; s++)
			{
				sum += steps[s].weight;
				CHECK(s < 2 || s == n - 1 || fabs(steps[s - 1].weight) >= fabs(steps[s].weight));
				CHECK((steps[s].a != NULL) == (s > 0 && s < n - 1) && (steps[s].b != NULL) == (steps[s].a != NULL));
			}
			CHECK_NEAR(sum, match_calibrate(model, match_prior(model, model->rows) + match_weight(model, &e)), 1e-12);
		}
}

/* What matching the same rows says of a pair, the steps add up to. */
static void
steps_are_what_matching_says(void)
{
	MatchRows  *trained = people(200, 4);
	MatchModel *model = people_model(trained);
	MatchRows  *rows = match_model_rows(model, PEOPLE_COLUMNS, people_columns);
	uint32	   *table;
	MatchLinks	links;

	people_into(rows, 200, 4);
	match_model_finish(model, rows);
	table = palloc0_array(uint32, rows->n * model->keys.width);
	match_keys_fill(&model->keys, key_reader(rows), rows, table);
	match_score(model, rows, table, model->keys.width, 0, -INFINITY, &links);
	CHECK(links.n > 100);
	for (int64 l = 0; l < links.n; l++)
	{
		MatchStep	steps[MATCH_STEPS];
		int			n = match_explain(model, rows, match_row(rows, links.links[l].a), match_row(rows, links.links[l].b), steps);
		double		sum = 0;

		for (int s = 0; s < n; s++)
			sum += steps[s].weight;
		CHECK_NEAR(sum, match_calibrate(model, links.links[l].weight), 1e-9);
	}
}

static const MatchStep *
step_of(const MatchStep *steps, int n, const char *name)
{
	for (int s = 0; s < n; s++)
		if (strcmp(steps[s].name, name) == 0)
			return &steps[s];
	return NULL;
}

/* Against a count of the people, one by one. */
static void
levels_say_how_many_rows(void)
{
	MatchRows  *trained = people(200, 4);
	MatchModel *model = people_model(trained);
	MatchRows  *rows = through_model(model, 100);

	for (int i = 3; i < rows->n; i++)
	{
		const MatchField *field = &rows->fields[rows->family];
		const uint32 *row = match_row(rows, i);
		MatchStep	steps[MATCH_STEPS];
		const MatchStep *step;
		uint64		hash = field->dict->values[row[field->slot]].hash;
		int			count = 0;
		int			n = match_explain(model, rows, row, row, steps);

		field = &trained->fields[trained->family];
		for (int j = 0; j < trained->n; j++)
			count += field->dict->values[match_row(trained, j)[field->slot]].hash == hash;
		step = step_of(steps, n, "family name");
		/* What the model has not seen counts as seen once. */
		CHECK(step && strcmp(step->level, psprintf("equal, %d %s", Max(count, 1), count > 1 ? "rows" : "row")) == 0);
	}
}

static void
words_of_steps(void)
{
	MatchModel *model = people_model(people(200, 4));
	MatchRows  *rows = through_model(model, 10);
	MatchStep	steps[MATCH_STEPS];
	int			n = match_explain(model, rows, match_row(rows, 0), match_row(rows, 1), steps);

	CHECK(strcmp(steps[0].level, "two random rows") == 0 && strcmp(steps[n - 1].level, "decoys") == 0);
	CHECK(strcmp(step_of(steps, n, "given name")->level, "equal, names exchanged") == 0);
	CHECK(strcmp(step_of(steps, n, "given name")->a, "rossi") == 0);
	CHECK(strcmp(step_of(steps, n, "email")->a, "anna.rossi7@example.org, x:anna7") == 0);
	CHECK(!step_of(steps, n, "city"));
	n = match_explain(model, rows, match_row(rows, 1), match_row(rows, 1), steps);
	CHECK(strcmp(steps[0].level, "two rows of a source that has one row a person") == 0);
	model->nknots = 0;
	n = match_explain(model, rows, match_row(rows, 2), match_row(rows, 1), steps);
	CHECK(n == 2 && strcmp(steps[1].level, "uncalibrated") == 0 && steps[1].weight == 0);
}

int
main(void)
{
	LAW(steps_add_up_and_are_in_order);
	LAW(steps_are_what_matching_says);
	LAW(levels_say_how_many_rows);
	LAW(words_of_steps);
	return check_done();
}
