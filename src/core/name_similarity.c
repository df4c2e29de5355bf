/*
 * name_similarity.c - how alike two names are, word by word
 *
 * Each word of a name is paired with at most one word of the other; of all
 * such assignments we take the best.  With s the Jaro-Winkler similarity of a
 * pair, 1 where one is an initial of the other, the result is
 *
 *		sum over pairs of s (letters of both) / letters of both names,
 *
 * so a long word counts more than a short one, and a word without a partner
 * counts against.  Names that differ in nothing but blanks are equal.
 *
 * What a pair brings is an integer, so that sums do not depend on the order of
 * words or names.  Words past NAME_WORDS are not looked at.
 */
#include "core/similarity.h"

#include <math.h>

#include "core/fold.h"

#define NAME_WORDS	32
#define LETTERS_MAX	65535		/* that a word counts for: sums stay small */
#define UNIT		(INT64CONST(1) << 40)	/* of what a letter brings */

/* The words of a folded name. */
typedef struct NameWords
{
	const char *text[NAME_WORDS];
	int			bytes[NAME_WORDS];
	int			letters[NAME_WORDS];	/* code points */
	int64		total;			/* letters of all */
	int			n;
} NameWords;

static void
split(NameWords *words, const char *folded, int len)
{
	const char *end = folded + len;

	words->n = 0;
	words->total = 0;
	while (folded < end && words->n < NAME_WORDS)
	{
		const char *space = memchr(folded, ' ', end - folded);
		int			bytes = (space ? space : end) - folded;
		int			letters = 0;

		for (int i = 0; i < bytes; i++)
			letters += ((uint8) folded[i] & 0xC0) != 0x80;
		words->text[words->n] = folded;
		words->bytes[words->n] = bytes;
		letters = Min(letters, LETTERS_MAX);
		words->letters[words->n++] = letters;
		words->total += letters;
		folded += bytes + 1;
	}
}

/* Whether word i of a is one letter, and word j of b begins with it. */
static bool
is_initial(const NameWords *a, int i, const NameWords *b, int j)
{
	return a->letters[i] == 1 && a->bytes[i] <= b->bytes[j] &&
		memcmp(a->text[i], b->text[j], a->bytes[i]) == 0;
}

/* What the pair of word i of a and word j of b brings. */
static int64
gain(const NameWords *a, int i, const NameWords *b, int j)
{
	double		s = 1;

	if (!is_initial(a, i, b, j) && !is_initial(b, j, a, i))
		s = jaro_winkler(a->text[i], a->bytes[i], b->text[j], b->bytes[j]);
	return (int64) rint(s * UNIT) * (a->letters[i] + b->letters[j]);
}

/*
 * The most that pairs bring together; a has no more words than b.
 *
 * Shortest augmenting paths with prices on rows and columns (Kuhn 1955 and
 * Munkres 1957, in the form of Jonker and Volgenant 1987), on costs that are
 * gains with the other sign.  Column 0 stands for the row to be placed.
 */
static int64
best_assignment(const NameWords *a, const NameWords *b)
{
	int64		cost[NAME_WORDS][NAME_WORDS];
	int64		row_price[NAME_WORDS + 1] = {0};
	int64		column_price[NAME_WORDS + 1] = {0};
	int			row_of[NAME_WORDS + 1] = {0};	/* row + 1 of a column */
	int64		sum = 0;

	for (int i = 0; i < a->n; i++)
		for (int j = 0; j < b->n; j++)
			cost[i][j] = -gain(a, i, b, j);

	for (int i = 1; i <= a->n; i++)
	{
		int64		distance[NAME_WORDS + 1];
		int			from[NAME_WORDS + 1];	/* column before, on the path */
		bool		done[NAME_WORDS + 1] = {false};
		int			column = 0;

		for (int j = 0; j <= b->n; j++)
			distance[j] = PG_INT64_MAX;
		row_of[0] = i;
		do
		{
			int			row = row_of[column];
			int64		step = PG_INT64_MAX;
			int			next = 0;

			done[column] = true;
			for (int j = 1; j <= b->n; j++)
			{
				int64		reduced = cost[row - 1][j - 1] - row_price[row] - column_price[j];

				if (done[j])
					continue;
				if (reduced < distance[j])
				{
					distance[j] = reduced;
					from[j] = column;
				}
				if (distance[j] < step)
				{
					step = distance[j];
					next = j;
				}
			}
			for (int j = 0; j <= b->n; j++)
				if (done[j])
				{
					row_price[row_of[j]] += step;
					column_price[j] -= step;
				}
				else
					distance[j] -= step;
			column = next;
		} while (row_of[column] != 0);

		for (; column != 0; column = from[column])
			row_of[column] = row_of[from[column]];
	}
	for (int j = 1; j <= b->n; j++)
		if (row_of[j])
			sum -= cost[row_of[j] - 1][j - 1];
	return sum;
}

/* Whether the letters are the same, wherever blanks are. */
static bool
same_letters(const char *a, int alen, const char *b, int blen)
{
	int			j = 0;

	for (int i = 0; i < alen; i++)
	{
		if (a[i] == ' ')
			continue;
		while (j < blen && b[j] == ' ')
			j++;
		if (j == blen || a[i] != b[j++])
			return false;
	}
	return j == blen;
}

double
name_similarity(const char *a, int alen, const char *b, int blen)
{
	char	   *folded_a = palloc_extended((Size) alen * FOLD_GROWTH + 1, MCXT_ALLOC_HUGE);
	char	   *folded_b = palloc_extended((Size) blen * FOLD_GROWTH + 1, MCXT_ALLOC_HUGE);
	NameWords	words_a;
	NameWords	words_b;
	double		result = 1;

	alen = fold_name(a, alen, folded_a);
	blen = fold_name(b, blen, folded_b);
	if (!same_letters(folded_a, alen, folded_b, blen))
	{
		int64		sum;

		split(&words_a, folded_a, alen);
		split(&words_b, folded_b, blen);
		sum = words_a.n <= words_b.n ? best_assignment(&words_a, &words_b) :
			best_assignment(&words_b, &words_a);
		result = (double) sum / UNIT / (words_a.total + words_b.total);
	}
	pfree(folded_a);
	pfree(folded_b);
	return result;
}
