/*
 * match_bytes.c - a model of matching as bytes
 */
#include "match_people.h"

#include "core/match_bytes.h"

static MatchModel *
read_back(const uint8 *value)
{
	const char *error;
	Size		at;
	MatchModel *model = match_model_from_bytes(value + VARHDRSZ, VARSIZE(value) - VARHDRSZ, &error, &at);

	if (!model)
		printf("# byte %zu: %s\n", at, error);
	return model;
}

static bool
same(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static void
bytes_are_the_model(void)
{
	MatchRows  *rows = people(400, 3);
	MatchModel *model = people_model(rows);
	uint8	   *bytes = match_model_to_bytes(model);
	MatchModel *back = read_back(bytes);

	CHECK(back != NULL);
	if (!back)
		return;
	CHECK(same(bytes, match_model_to_bytes(back)));
	CHECK(back->keys.width == model->keys.width && back->keys.n == model->keys.n && model->keys.n > 1);
	CHECK(model->keys.nsplit >= 999 && back->keys.nsplit == model->keys.nsplit);
	CHECK(back->given == model->given && back->family == model->family);
	/* What it says of pairs is the same to the last bit. */
	for (int i = 0; i < 2000; i++)
	{
		MatchEvidence e;

		match_compare(rows, match_row(rows, i * 7 % rows->n), match_row(rows, i * 11 % rows->n), &e);
		CHECK(match_weight(model, &e) == match_weight(back, &e));
	}
	for (uint32 i = 1; i < 2000; i++)
		CHECK(match_keys_is_split(&back->keys, 1, i * UINT32_C(2654435761)) ==
			  match_keys_is_split(&model->keys, 1, i * UINT32_C(2654435761)));
	for (double w = -20; w < 20; w += .37)
		CHECK(match_calibrate(model, w) == match_calibrate(back, w));
	CHECK(match_prior(model, 100) == match_prior(back, 100));
}

/* Rows read by the model are compared as those it was trained on. */
static void
rows_read_by_a_model_compare_alike(void)
{
	MatchRows  *rows = people(300, 5);
	MatchModel *model = read_back(match_model_to_bytes(people_model(rows)));
	MatchRows  *again = match_model_rows(model, PEOPLE_COLUMNS, people_columns);
	MatchRows  *source = people(300, 5);

	/* The same people once more, through the model. */
	CHECK(source->n == rows->n);
	for (int i = 0; i < 2; i++)
	{
		const char *cells[PEOPLE_COLUMNS] = {"shop", "Anna", "Rossi", "anna.rossi7@example.org", NULL, "Rome", "1947-08-08"};

		people_add(again, cells);
	}
	match_model_finish(model, again);
	CHECK(again->width == rows->width && again->nfields == rows->nfields);
	for (int f = 0; f < rows->nfields; f++)
	{
		const MatchField *field = &rows->fields[f];
		const MatchValue *value = &again->fields[f].dict[0].values[MATCH_VALUE(match_row(again, 0)[field->slot])];
		uint32		known = match_dict_find(&field->dict[0], value->hash);

		if (known)
			CHECK(field->dict[0].values[known].bits == value->bits);
	}
}

/* Cut short, or with any byte changed: refused, or another model. */
static void
bytes_are_not_trusted(void)
{
	uint8	   *value = match_model_to_bytes(people_model(people(20, 1)));
	Size		len = VARSIZE(value) - VARHDRSZ;
	const char *error;
	Size		at;

	for (Size cut = 1; cut < len; cut++)
	{
		/* A copy, so that a read past its end is found. */
		uint8	   *bytes = palloc(cut);

		memcpy(bytes, value + VARHDRSZ, cut);
		CHECK(match_model_from_bytes(bytes, cut, &error, &at) == NULL && error && at <= cut);
		pfree(bytes);
	}
	for (Size i = 1; i < len; i++)
	{
		uint8	   *bytes = palloc(len);
		MatchModel *model;

		memcpy(bytes, value + VARHDRSZ, len);
		bytes[i] ^= 1 << i % 8;
		model = match_model_from_bytes(bytes, len, &error, &at);
		if (!model)
			CHECK(error && at <= len);
		else
		{
			uint8	   *again = match_model_to_bytes(model);

			CHECK(VARSIZE(again) - VARHDRSZ == len && memcmp(again + VARHDRSZ, bytes, len) == 0);
		}
		pfree(bytes);
	}
}

/* Whatever order rows come in, sources are in theirs. */
static void
sources_have_one_order(void)
{
	MatchModel *model = people_model(people(20, 1));
	uint8	   *bytes = match_model_to_bytes(model);
	MatchSource first = model->sources[1];

	CHECK(model->nsources == 3);
	model->sources[1] = model->sources[2];
	model->sources[2] = first;
	CHECK(same(bytes, match_model_to_bytes(model)));
}

static void
a_model_of_nothing(void)
{
	MatchSource nameless = {.name = ""};
	MatchModel	model = {.nsources = 1, .sources = &nameless, .given = -1, .family = -1, .rows = 2, .lambda = 1};
	MatchModel *back;

	match_keys_init(&model.keys);
	back = read_back(match_model_to_bytes(&model));
	CHECK(back && back->nfields == 0 && back->ncolumns == 0 && back->nfrequencies == 0);
}

int
main(void)
{
	LAW(bytes_are_the_model);
	LAW(rows_read_by_a_model_compare_alike);
	LAW(bytes_are_not_trusted);
	LAW(sources_have_one_order);
	LAW(a_model_of_nothing);
	return check_done();
}
