/*
 * spellings.c - laws of spellings, and of the one that is chosen
 */
#include "check.h"

#include "core/fold.h"
#include "core/golden.h"
#include "core/similarity.h"
#include "core/spellings_text.h"

#define BYTES(packed)	((const uint8 *) (packed) + VARHDRSZ)
#define LENGTH(packed)	(VARSIZE(packed) - VARHDRSZ)

static pg_prng_state seed;

static int
below(int n)
{
	return pg_prng_uint64_range(&seed, 0, n - 1);
}

static Spelling
spelling(const char *text, int64 rows, TimestampTz newest)
{
	return (Spelling) {text, strlen(text), rows, newest};
}

/* One of some hundred texts, seen at one of some instants or at none. */
static Spelling
random_spelling(void)
{
	static const TimestampTz instants[] = {DT_NOBEGIN, DT_NOEND, 0, 1, -1, SPELLINGS_INSTANT_MIN, END_TIMESTAMP - 1};
	char	   *text = palloc(16);

	snprintf(text, 16, "%.*s%d", below(9), "\"a\\\xc3\xa9 ,}", below(12));
	return spelling(text, 1 + below(3), instants[below(lengthof(instants))]);
}

static bool
same(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static SpellingsFlat *
collect(const Spelling *spellings, int n)
{
	SpellingsFlat *flat = spellings_new();

	for (int i = 0; i < n; i++)
		CHECK(spellings_add(&flat, spellings[i]));
	return flat;
}

static void
shuffle(Spelling *spellings, int n)
{
	for (int i = n - 1; i > 0; i--)
	{
		int			j = below(i + 1);
		Spelling	swap = spellings[i];

		spellings[i] = spellings[j];
		spellings[j] = swap;
	}
}

/* Any order of rows, any parts, the open state as it travels: the same bytes. */
static void
parts_make_the_whole(void)
{
	static Spelling rows[500];
	const char *error;

	pg_prng_seed(&seed, 1);
	for (int round = 0; round < 200; round++)
	{
		int			n = below(lengthof(rows)) + 1;
		int			cut = below(n);
		SpellingsFlat *parts = NULL;
		SpellingsFlat *open;
		void	   *whole;
		void	   *packed;

		for (int i = 0; i < n; i++)
			rows[i] = random_spelling();
		whole = spellings_pack(collect(rows, n));
		open = collect(rows, cut);
		CHECK(spellings_add_value(&parts, BYTES(open), LENGTH(open), &error) && !error);
		packed = spellings_pack(collect(rows + cut, n - cut));
		CHECK(spellings_add_value(&parts, BYTES(packed), LENGTH(packed), &error) && !error);
		CHECK(same(spellings_pack(parts), whole));
		shuffle(rows, n);
		CHECK(same(spellings_pack(collect(rows, n)), whole));
	}
}

/* Out and in is the identity, and so is in and out. */
static void
text_says_all(void)
{
	pg_prng_seed(&seed, 2);
	for (int round = 0; round < 300; round++)
	{
		Spelling	rows[40];
		int			n = below(lengthof(rows));
		SpellingsFlat *flat;
		SpellingsReader reader;
		const char *detail;
		int			offset;
		void	   *packed;
		char	   *text;

		for (int i = 0; i < n; i++)
			rows[i] = random_spelling();
		packed = spellings_pack(collect(rows, n));
		spellings_open(&reader, BYTES(packed), LENGTH(packed));
		text = spellings_to_text(&reader);
		CHECK(reader.error == NULL);
		CHECK(spellings_from_text(text, &flat, &detail, &offset) == SPELLINGS_TEXT_OK);
		CHECK(same(spellings_pack(flat), packed));
	}
}

static void
wrong_texts_are_refused(void)
{
	static const char *const texts[] = {"", "{", "}", "{}x", "{,}", "{a}", "{\"a}", "{\"a\\", "{\"a\"*0}", "{\"a\"*}", "{\"a\"*-1}",
	"{\"a\"*9223372036854775808}", "{\"a\"@}", "{\"a\"@2024}", "{\"a\"@2024-02-30}", "{\"a\"@-infinity}", "{\"a\"\"b\"}", "{\"a\",}", "{\"a\" }"};

	for (int i = 0; i < lengthof(texts); i++)
	{
		SpellingsFlat *flat;
		const char *detail = "";
		int			offset = -1;

		CHECK(spellings_from_text(texts[i], &flat, &detail, &offset) == SPELLINGS_TEXT_SYNTAX);
		CHECK(*detail && offset >= 0 && offset <= strlen(texts[i]));
	}
}

/* Each bit another, each length: refused, or read as a value of one form. */
static void
damaged_bytes_are_refused_or_read(void)
{
	Spelling	rows[] = {spelling("Rosi", 1, DT_NOBEGIN), spelling("Rossi", 300, 0), spelling("Russo", 2, DT_NOEND)};
	void	   *packed = spellings_pack(collect(rows, 3));
	int			len = LENGTH(packed);

	for (int bit = 8; bit < 8 * len + 8 * len; bit++)
	{
		int			cut = bit < 8 * len ? len : bit / 8 - len;
		uint8	   *bytes = memcpy(palloc(cut), BYTES(packed), cut);
		SpellingsFlat *flat = NULL;
		const char *error;

		if (bit < 8 * len)
			bytes[bit / 8] ^= 1 << bit % 8;
		CHECK(spellings_add_value(&flat, bytes, cut, &error));
		if (!error && bytes[1] == 0)
		{
			void	   *again = spellings_pack(flat);

			CHECK(LENGTH(again) == cut && memcmp(BYTES(again), bytes, cut) == 0);
		}
		pfree(bytes);
	}
}

/* Rows past what is counted stay there. */
static void
counts_do_not_overflow(void)
{
	Spelling	rows[] = {spelling("a", PG_INT64_MAX, 0), spelling("a", 5, 1), spelling("b", 1, 0)};
	int			n;
	Spelling   *list = spellings_list(collect(rows, 3), &n);

	CHECK(n == 2 && list[0].rows == PG_INT64_MAX && list[0].newest == 1);
	CHECK(golden_spelling(list, n) == 0);
}

/* ---------------------------------------------------------------- golden */

static const char *
golden(Spelling *rows, int n)
{
	Spelling   *list;
	int			place;

	shuffle(rows, n);
	list = spellings_list(collect(rows, n), &n);
	place = golden_spelling(list, n);
	return pnstrdup(list[place].text, list[place].len);
}

#define GOLDEN(...) \
	golden((Spelling[]) {__VA_ARGS__}, lengthof(((Spelling[]) {__VA_ARGS__})))
#define ROW(text)		spelling(text, 1, DT_NOBEGIN)
#define SEEN(text, at)	spelling(text, 1, at)

static void
most_support_wins(void)
{
	pg_prng_seed(&seed, 3);
	CHECK(strcmp(GOLDEN(ROW("Rossi")), "Rossi") == 0);
	CHECK(strcmp(GOLDEN(ROW("Rossi"), ROW("Rossi"), SEEN("Bianchi", 9)), "Rossi") == 0);

	/*
	 * Three that are near against two that are equal: the one in their
	 * middle.
	 */
	CHECK(strcmp(GOLDEN(ROW("Katherine"), ROW("Katharine"), ROW("Kathrine"), ROW("Maria"), ROW("Maria")), "Katharine") == 0);
	/* Alike but for case and marks: the more frequent. */
	CHECK(strcmp(GOLDEN(ROW("Müller"), ROW("Müller"), SEEN("MULLER", 9)), "Müller") == 0);
}

static void
then_the_newest_the_longest_the_first(void)
{
	CHECK(strcmp(GOLDEN(SEEN("Anna", 1), SEEN("Maria", 2)), "Maria") == 0);
	CHECK(strcmp(GOLDEN(SEEN("Maria", 1), SEEN("Anna", DT_NOEND)), "Anna") == 0);
	CHECK(strcmp(GOLDEN(SEEN("Maria", DT_NOBEGIN), SEEN("Anna", 0)), "Anna") == 0);
	CHECK(strcmp(GOLDEN(ROW("Anna"), ROW("Maria")), "Maria") == 0);
	CHECK(strcmp(GOLDEN(ROW("Zoé"), ROW("Eve")), "Eve") == 0);
}

/* Against the rule written out, over few texts with many ties. */
static void
golden_is_what_the_rule_says(void)
{
	static const char *const texts[] = {"Rossi", "ROSSI", "Rosi", "Rossi G", "Russo", "Maria", "María", "Mariah", "", "-"};

	pg_prng_seed(&seed, 4);
	for (int round = 0; round < 2000; round++)
	{
		Spelling	rows[12];
		int			n = 1 + below(lengthof(rows));
		Spelling   *list;
		int			best = 0;
		double		support[lengthof(rows)] = {0};

		for (int i = 0; i < n; i++)
			rows[i] = spelling(texts[below(lengthof(texts))], 1, below(3));
		list = spellings_list(collect(rows, n), &n);
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
			{
				char		a[64],
							b[64];
				int			alen = fold_name(list[i].text, list[i].len, a);
				int			blen = fold_name(list[j].text, list[j].len, b);
				double		similarity = i == j ? 1 : jaro_winkler(a, alen, b, blen);

				if (similarity >= 0.9)
					support[i] += similarity * list[j].rows;
			}
		for (int i = 1; i < n; i++)
		{
			double		more = support[i] - support[best];

			if (fabs(more) < 1e-5)
				more = list[i].rows - list[best].rows;
			if (more == 0)
				more = list[i].newest - list[best].newest;
			/* Of these texts the longer has more bytes, but for María. */
			if (more == 0)
				more = list[i].len - (list[i].text[3] == '\xc3') - list[best].len + (list[best].text[3] == '\xc3');
			if (more > 0)
				best = i;
		}
		CHECK(golden_spelling(list, n) == best);
	}
}

/* A million different ones: the most frequent are looked at. */
static void
many_are_chosen_from_fast(void)
{
	SpellingsFlat *flat = spellings_new();
	Spelling   *list;
	int			n;
	char		text[32];

	for (int i = 0; i < 300000; i++)
	{
		snprintf(text, sizeof(text), "%d %s", i, "abcdefgh");
		CHECK(spellings_add(&flat, ROW(text)));
	}
	CHECK(spellings_add(&flat, spelling("Anna Rossi", 900, 0)));
	list = spellings_list(flat, &n);
	CHECK(n == 300001);
	CHECK(strncmp(list[golden_spelling(list, n)].text, "Anna Rossi", 10) == 0);
}

int
main(void)
{
	LAW(parts_make_the_whole);
	LAW(text_says_all);
	LAW(wrong_texts_are_refused);
	LAW(damaged_bytes_are_refused_or_read);
	LAW(counts_do_not_overflow);
	LAW(most_support_wins);
	LAW(then_the_newest_the_longest_the_first);
	LAW(golden_is_what_the_rule_says);
	LAW(many_are_chosen_from_fast);
	return check_done();
}
