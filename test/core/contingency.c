/*
 * contingency.c - laws of counted pairs of ids, and of agreement
 */
#include "check.h"

#include "core/agreement.h"

#define BYTES(packed)	((const uint8 *) (packed) + VARHDRSZ)
#define LENGTH(packed)	(VARSIZE(packed) - VARHDRSZ)

static pg_prng_state seed;

static int
below(int n)
{
	return pg_prng_uint64_range(&seed, 0, n - 1);
}

static int64
random_id(void)
{
	static const int64 extremes[] = {PG_INT64_MIN, PG_INT64_MIN + 1, -1, 0, PG_INT64_MAX - 1, PG_INT64_MAX};

	return below(4) ? below(20) - 5 : extremes[below(lengthof(extremes))];
}

static ContingencyFlat *
collect(const ContingencyCell *cells, int n)
{
	ContingencyFlat *flat = contingency_new();

	for (int i = 0; i < n; i++)
		CHECK(contingency_add(&flat, cells[i]) == CONTINGENCY_OK);
	return flat;
}

static void *
pack(const ContingencyFlat *flat)
{
	void	   *packed;

	CHECK(contingency_pack(flat, &packed) == CONTINGENCY_OK);
	return packed;
}

static bool
same(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static void
parts_make_the_whole(void)
{
	static ContingencyCell cells[600];
	const char *error;

	pg_prng_seed(&seed, 1);
	for (int round = 0; round < 300; round++)
	{
		int			n = below(lengthof(cells)) + 1;
		int			cut = below(n);
		ContingencyFlat *parts = NULL;
		ContingencyFlat *open;
		void	   *whole;
		void	   *packed;

		for (int i = 0; i < n; i++)
			cells[i] = (ContingencyCell) {random_id(), random_id(), 1 + below(3)};
		whole = pack(collect(cells, n));
		open = collect(cells, cut);
		CHECK(contingency_add_value(&parts, BYTES(open), LENGTH(open), &error) == CONTINGENCY_OK && !error);
		packed = pack(collect(cells + cut, n - cut));
		CHECK(contingency_add_value(&parts, BYTES(packed), LENGTH(packed), &error) == CONTINGENCY_OK && !error);
		CHECK(same(pack(parts), whole));
		for (int i = n - 1; i > 0; i--)
		{
			int			j = below(i + 1);
			ContingencyCell swap = cells[i];

			cells[i] = cells[j];
			cells[j] = swap;
		}
		CHECK(same(pack(collect(cells, n)), whole));
	}
}

static void
text_says_all(void)
{
	pg_prng_seed(&seed, 2);
	for (int round = 0; round < 300; round++)
	{
		ContingencyCell cells[40];
		int			n = below(lengthof(cells));
		ContingencyFlat *flat;
		ContingencyStatus status;
		ContingencyReader reader;
		const char *detail;
		int			offset;
		void	   *packed;
		char	   *text;

		for (int i = 0; i < n; i++)
			cells[i] = (ContingencyCell) {random_id(), random_id(), 1 + below(3)};
		packed = pack(collect(cells, n));
		contingency_open(&reader, BYTES(packed), LENGTH(packed));
		text = contingency_to_text(&reader);
		CHECK(reader.error == NULL);
		CHECK(contingency_from_text(text, &flat, &status, &detail, &offset));
		CHECK(same(pack(flat), packed));
	}
}

static void
wrong_texts_are_refused(void)
{
	static const char *const texts[] = {"", "{", "}", "{}x", "{,}", "{1}", "{1/}", "{/1}", "{1/1,}", "{1/1 }", "{1/1*0}", "{1/1*-1}", "{1/1*}",
	"{1/9223372036854775808}", "{-9223372036854775809/1}", "{1/1*9007199254740993}", "{--1/1}", "{1/1}{"};

	for (int i = 0; i < lengthof(texts); i++)
	{
		ContingencyFlat *flat;
		ContingencyStatus status;
		const char *detail = NULL;
		int			offset = -1;

		CHECK(!contingency_from_text(texts[i], &flat, &status, &detail, &offset));
		CHECK(detail && offset >= 0 && offset <= strlen(texts[i]));
	}
}

static void
damaged_bytes_are_refused_or_read(void)
{
	ContingencyCell cells[] = {{PG_INT64_MIN, PG_INT64_MAX, 1}, {7, 1, 300}, {7, 2, 1}, {PG_INT64_MAX, 0, 2}};
	void	   *packed = pack(collect(cells, 4));
	int			len = LENGTH(packed);

	for (int bit = 8; bit < 16 * len; bit++)
	{
		int			cut = bit < 8 * len ? len : bit / 8 - len;
		uint8	   *bytes = memcpy(palloc(cut), BYTES(packed), cut);
		ContingencyFlat *flat = NULL;
		const char *error;

		if (bit < 8 * len)
			bytes[bit / 8] ^= 1 << bit % 8;
		CHECK(contingency_add_value(&flat, bytes, cut, &error) == CONTINGENCY_OK);
		if (!error && bytes[1] == 0)
			CHECK(LENGTH(pack(flat)) == cut && memcmp(BYTES(pack(flat)), bytes, cut) == 0);
		pfree(bytes);
	}
}

static void
too_many_are_told(void)
{
	ContingencyCell cells[] = {{1, 1, CONTINGENCY_TIMES_MAX}, {1, 1, 1}};
	void	   *packed;

	CHECK(contingency_pack(collect(cells, 2), &packed) == CONTINGENCY_RANGE);
}

/* ------------------------------------------------------------- agreement */

/* Groups and truth of each record, as the characters of two strings. */
static Agreement
agreement(const char *groups, const char *truth)
{
	ContingencyFlat *flat = contingency_new();
	ContingencyCell *cells;
	int64		n;

	for (int i = 0; groups[i]; i++)
		CHECK(contingency_add(&flat, (ContingencyCell) {groups[i], truth[i], 1}) == CONTINGENCY_OK);
	CHECK(contingency_cells(flat, &cells, &n) == CONTINGENCY_OK);
	return agreement_of(cells, n);
}

/*
 * Bagga and Baldwin (1998), section 4: truth 12345 67 89ABC; the first response
 * puts the last two together, the second the first and the last.
 */
static void
b_cubed_of_the_paper(void)
{
	Agreement	first = agreement("111112222222", "111112233333");
	Agreement	second = agreement("111112211111", "111112233333");

	CHECK_NEAR(first.b3_precision, 16.0 / 21, 1e-15);	/* 76 % */
	CHECK_NEAR(second.b3_precision, 7.0 / 12, 1e-15);	/* 58 % */
	CHECK(first.b3_recall == 1 && second.b3_recall == 1);
	CHECK(first.pair_recall == 1 && second.pair_recall == 1);
}

static void
nothing_is_no_share(void)
{
	Agreement	alone = agreement("123", "123");
	Agreement	parted = agreement("123", "111");
	Agreement	none = agreement("", "");

	CHECK(isnan(alone.pair_precision) && isnan(alone.pair_recall) && isnan(alone.pair_f1));
	CHECK(alone.b3_precision == 1 && alone.b3_recall == 1 && alone.b3_f1 == 1);
	CHECK(isnan(parted.pair_precision) && parted.pair_recall == 0 && parted.pair_f1 == 0);
	CHECK(isnan(none.b3_precision) && isnan(none.b3_f1));
}

/* Against the definitions, record by record. */
static void
equal_to_the_definitions(void)
{
	pg_prng_seed(&seed, 3);
	for (int round = 0; round < 500; round++)
	{
		char		groups[40],
					truth[40];
		int			n = 2 + below(37);
		int			kinds = 1 + below(9);
		double		both = 0,
					of_groups = 0,
					of_truth = 0,
					precision = 0,
					recall = 0;
		Agreement	a;

		for (int i = 0; i < n; i++)
		{
			groups[i] = 'a' + below(kinds);
			truth[i] = 'a' + below(kinds);
		}
		groups[n] = truth[n] = 0;
		for (int i = 0; i < n; i++)
		{
			double		mine = 0,
						theirs = 0,
						shared = 0;

			for (int j = 0; j < n; j++)
			{
				mine += groups[i] == groups[j];
				theirs += truth[i] == truth[j];
				shared += groups[i] == groups[j] && truth[i] == truth[j];
			}
			both += (shared - 1) / 2;
			of_groups += (mine - 1) / 2;
			of_truth += (theirs - 1) / 2;
			precision += shared / mine / n;
			recall += shared / theirs / n;
		}
		a = agreement(groups, truth);
		CHECK_NEAR(a.b3_precision, precision, 1e-12);
		CHECK_NEAR(a.b3_recall, recall, 1e-12);
		CHECK_NEAR(a.b3_f1, 2 * precision * recall / (precision + recall), 1e-12);
		if (of_groups > 0)
			CHECK_NEAR(a.pair_precision, both / of_groups, 1e-12);
		if (of_truth > 0)
			CHECK_NEAR(a.pair_recall, both / of_truth, 1e-12);
		if (of_groups + of_truth > 0)
			CHECK_NEAR(a.pair_f1, 2 * both / (of_groups + of_truth), 1e-12);
	}
}

int
main(void)
{
	LAW(parts_make_the_whole);
	LAW(text_says_all);
	LAW(wrong_texts_are_refused);
	LAW(damaged_bytes_are_refused_or_read);
	LAW(too_many_are_told);
	LAW(b_cubed_of_the_paper);
	LAW(nothing_is_no_share);
	LAW(equal_to_the_definitions);
	return check_done();
}
