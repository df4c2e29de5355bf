/*
 * match_words.c - laws of texts of many words
 */
#include "match_people.h"

#include "core/match_bytes.h"
#include "core/match_words.h"

static const char *const columns[] = {"title", "note"};
static const ColumnKind kinds[] = {COLUMN_TEXT, COLUMN_CATEGORY};

static void
add(MatchRows *rows, const char *title)
{
	MatchCell	cells[] = {{title, title ? strlen(title) : -1}, {NULL, -1}};

	match_rows_add(rows, cells);
}

static MatchRows *
rows_of(const char *const *titles, int n)
{
	MatchRows  *rows = match_rows_new(2, columns, kinds);

	for (int i = 0; i < n; i++)
		add(rows, titles[i]);
	match_rows_finish(rows);
	return rows;
}

static int
level(const MatchRows *rows, int a, int b)
{
	MatchEvidence e;

	match_compare(rows, match_row(rows, a), match_row(rows, b), &e);
	return e.level[0];
}

/* A word of letters, so unlike all others of the numbers up to 400. */
static char *
word(uint64 n)
{
	static const char *const parts[] = {
		"bab", "cec", "did", "fof", "gug", "hah", "jej", "kik", "lol", "mum", "nan", "pep", "qiq", "ror", "sus", "tat", "vev", "wiw", "xox", "yuy"
	};

	return psprintf("%s%s", parts[n / 20 % 20], parts[n % 20]);
}

/* Some of the words from `first` on, in any order, some of them twice. */
static char *
some_words(pg_prng_state *prng, int first)
{
	char	   *text = pstrdup("");

	for (int i = pg_prng_uint64_range(prng, 1, 9); i > 0; i--)
		text = psprintf("%s %s", text, word(first + pg_prng_uint64_range(prng, 0, 11) * 21));
	return text;
}

#define TEXTS 300

static char **
texts(uint64 seed)
{
	char	  **all = palloc_array(char *, TEXTS);
	pg_prng_state prng;

	pg_prng_seed(&prng, seed);
	for (int i = 0; i < TEXTS; i++)
		all[i] = some_words(&prng, i % 3 * 3);
	return all;
}

/* How many of the texts have a word; a text is between blanks. */
static double
weight_of(char **all, const char *w)
{
	int			n = 0;

	for (int i = 0; i < TEXTS; i++)
		n += strstr(psprintf("%s ", all[i]), psprintf(" %s ", w)) != NULL;
	return rint(-log2((double) n / TEXTS) * 16);
}

/* The cosine by its definition, over all words that there are. */
static double
slow_cosine(char **all, const double *weights, int a, int b)
{
	double		dot = 0,
				aa = 0,
				bb = 0;

	for (int w = 0; w < 400; w++)
	{
		char	   *wanted = psprintf(" %s ", word(w));
		double		x = strstr(psprintf("%s ", all[a]), wanted) ? weights[w] : 0;
		double		y = strstr(psprintf("%s ", all[b]), wanted) ? weights[w] : 0;

		pfree(wanted);
		dot += x * y;
		aa += x * x;
		bb += y * y;
	}
	return dot / sqrt(aa * bb);
}

static void
levels_are_cosines(void)
{
	char	  **all = texts(1);
	MatchRows  *rows = rows_of((const char *const *) all, TEXTS);
	double		weights[400];
	int			seen[6] = {0};

	for (int w = 0; w < 400; w++)
		weights[w] = weight_of(all, word(w));
	for (int i = 0; i < TEXTS; i++)
		for (int j = i % 7; j < TEXTS; j += 7)
		{
			double		cosine = slow_cosine(all, weights, i, j);
			int			l = level(rows, i, j);

			/* Where a threshold is not hit to the last bit. */
			if (l > 1 && fabs(cosine - .9) > 1e-9 && fabs(cosine - .7) > 1e-9 && fabs(cosine - .5) > 1e-9)
				CHECK(l == (cosine >= .9 ? 2 : cosine >= .7 ? 3 : cosine >= .5 ? 4 : 5));
			if (l == 1)
				CHECK_NEAR(cosine, 1, 1e-12);
			seen[l]++;
		}
	for (int l = 1; l < 6; l++)
		CHECK(seen[l] > 0);
}

static void
order_is_nothing(void)
{
	char	  **all = texts(2);
	char	   *backwards[TEXTS];
	MatchRows  *rows,
			   *turned;

	for (int i = 0; i < TEXTS; i += 3)
		all[i] = psprintf("%s %s", word(i), i % 2 ? "babcex" : "bbcec");
	for (int i = 0; i < TEXTS; i++)
		backwards[i] = all[TEXTS - 1 - i];
	rows = rows_of((const char *const *) all, TEXTS);
	turned = rows_of((const char *const *) backwards, TEXTS);
	for (int i = 0; i < TEXTS; i++)
		for (int j = 0; j <= i; j++)
		{
			CHECK(level(rows, i, j) == level(rows, j, i));
			CHECK(level(rows, i, j) == level(turned, TEXTS - 1 - i, TEXTS - 1 - j));
		}
}

static void
near_words_count(void)
{
	static const char *const titles[] = {
		"Semantic integration of environmental models", "Semantic intergation of environmental models",
		"Semantic i. of environmental models", "Models (environmental), integration of: SEMANTIC",
		"Incremental maintenance for aggregate functions", "Semantic 1994 of environmental models",
		"Semantic 1995 of environmental models", "cable", "cables", "stone", NULL, "n/a"
	};
	MatchRows  *rows = rows_of(titles, lengthof(titles));

	CHECK(level(rows, 0, 1) == 2);
	CHECK(level(rows, 0, 2) < level(rows, 0, 5));
	CHECK(level(rows, 0, 3) == 2);
	CHECK(level(rows, 0, 4) == 5);
	/* Numbers that are near are others. */
	CHECK(level(rows, 5, 6) > 2);
	CHECK(level(rows, 7, 8) == 2 && level(rows, 7, 9) == 5);
	CHECK(level(rows, 0, 10) == 0 && level(rows, 10, 11) == 0);
}

static void
what_stands_behind_1024_characters_is_nothing(void)
{
	char		long_text[1200];
	const char *titles[3];
	MatchRows  *rows;

	for (int i = 0; i < 1199; i++)
		long_text[i] = i % 7 == 6 ? ' ' : word(i / 7)[i % 7];
	long_text[1199] = '\0';
	titles[0] = pstrdup(long_text);
	long_text[1050] = '#';
	titles[1] = pstrdup(long_text);
	long_text[1001] = '#';
	titles[2] = pstrdup(long_text);
	rows = rows_of(titles, 3);
	CHECK(level(rows, 0, 1) == 1);
	CHECK(level(rows, 0, 2) > 1);
}

/* Shops: a name, a street, a telephone; each once or twice, the second time in
 * other words.  Every fourth is in a house that has others. */
#define SHOPS	400
static const char *const shop_columns[] = {"name", "address", "phone"};
static const ColumnKind shop_kinds[] = {COLUMN_TEXT, COLUMN_TEXT, COLUMN_PHONE};

static void
shop_into(MatchRows *rows, int i, bool again)
{
	int			house = i % 4 ? i : i % 80;
	char	   *name = again ? psprintf("%s, %s", word(i * 7 % 400), word(i * 3 % 397)) : psprintf("the %s %s", word(i * 3 % 397), word(i * 7 % 400));
	char	   *street = psprintf("%d %s street", house * 3 % 97 + 1, word(house * 13 % 31));
	char	   *phone = psprintf("555 %07d", house * 7919 % 9999991);
	MatchCell	cells[] = {{name, strlen(name)}, {street, strlen(street)}, {phone, i % 5 || !again ? strlen(phone) : -1}};

	match_rows_add(rows, cells);
}

static MatchRows *
shops(void)
{
	MatchRows  *rows = match_rows_new(3, shop_columns, shop_kinds);

	for (int i = 0; i < SHOPS; i++)
		for (int again = 0; again <= i % 2; again++)
			shop_into(rows, i, again);
	match_rows_finish(rows);
	return rows;
}

static MatchModel *
shops_model(MatchRows *rows)
{
	MatchOptions options = {.pairs_per_row = 10, .seed = 1};
	uint32	   *table;
	int			width;

	return match_train(rows, &options, &table, &width);
}

/* Rows of one house that are called differently are two, and of one shop one. */
static void
names_part_the_shops_of_a_house(void)
{
	MatchRows  *rows = shops();
	MatchModel *model = shops_model(rows);
	double		prior = match_prior(model, rows->n);
	int			rows_of_shop[SHOPS * 2];
	int			right = 0,
				wrong = 0;

	for (int i = 0, n = 0; i < SHOPS; i++)
		for (int again = 0; again <= i % 2; again++)
			rows_of_shop[n++] = i;
	for (int i = 0; i < rows->n; i++)
		for (int j = 0; j < i; j++)
		{
			MatchEvidence e;

			match_compare(rows, match_row(rows, i), match_row(rows, j), &e);
			if (match_weight(model, &e) + prior < 0)
				continue;
			if (rows_of_shop[i] == rows_of_shop[j])
				right++;
			else
				wrong++;
		}
	CHECK(right > SHOPS / 2 * .97);
	CHECK(wrong < right * .03);
	CHECK(model->fields[1].parent == 2 || model->fields[2].parent == 1);
}

/* A row that comes alone is read as it was among all. */
static void
one_row_is_as_among_all(void)
{
	MatchRows  *all = shops();
	uint8	   *bytes = match_model_to_bytes(shops_model(all));
	const char *error;
	Size		at;
	MatchModel *model = match_model_from_bytes(bytes + VARHDRSZ, VARSIZE(bytes) - VARHDRSZ, &error, &at);
	MatchRows  *rows = match_model_rows(model, 3, shop_columns);
	int			width = model->keys.width;
	uint32	   *table = palloc0_array(uint32, all->n * width);
	uint32	   *one = palloc0_array(uint32, 2 * width);
	bool		words = false;

	for (int k = 0; k < model->keys.n; k++)
		for (int p = 0; p < model->keys.keys[k].nparts; p++)
			words |= model->keys.keys[k].parts[p].part >= PART_WORD;
	CHECK(words);
	for (int i = 0; i < SHOPS; i++)
		for (int again = 0; again <= i % 2; again++)
			shop_into(rows, i, again);
	match_model_finish(model, rows);
	match_keys_fill(&model->keys, key_reader(rows), rows, table);
	for (int i = 1; i < SHOPS; i += 2)
	{
		MatchRows  *alone = match_model_rows(model, 3, shop_columns);
		int64		first = i / 2 * 3 + 1;
		MatchEvidence a,
					b;

		/* The second comes first. */
		shop_into(alone, i, true);
		shop_into(alone, i, false);
		match_model_finish(model, alone);
		match_keys_fill(&model->keys, key_reader(alone), alone, one);
		CHECK(memcmp(one, table + (first + 1) * width, width * sizeof(uint32)) == 0);
		CHECK(memcmp(one + width, table + first * width, width * sizeof(uint32)) == 0);
		match_compare(rows, match_row(rows, first), match_row(rows, first + 1), &a);
		match_compare(alone, match_row(alone, 1), match_row(alone, 0), &b);
		CHECK(match_weight(model, &a) == match_weight(model, &b));
	}
}

int
main(void)
{
	LAW(levels_are_cosines);
	LAW(order_is_nothing);
	LAW(near_words_count);
	LAW(what_stands_behind_1024_characters_is_nothing);
	LAW(names_part_the_shops_of_a_house);
	LAW(one_row_is_as_among_all);
	return check_done();
}
