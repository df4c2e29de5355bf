/*
 * golden.c - the spelling that stands for all
 *
 * Costs: each pair of at most GOLDEN_MAX spellings, most of which the count of
 * their letters tells apart.
 */
#include "core/golden.h"

#include "core/fold.h"
#include "core/similarity.h"

#define NEAR			0.9		/* similarity of those that back each other */
#define COMPARED		256		/* bytes of a text that are compared */
#define UNIT			(1 << 20)	/* of support by a row */
#define ROWS_MAX		(INT64CONST(1) << 32)	/* that count: sums stay small */

/* A spelling on its way to be chosen. */
typedef struct Candidate
{
	const Spelling *spelling;
	int			place;			/* among all */
	int			letters;		/* code points of the whole text */
	int64		support;
	char	   *folded;
	int			folded_len;
	int			folded_letters;
	uint64		counts;
} Candidate;

static int
code_points(const char *text, int len)
{
	int			n = 0;

	for (int i = 0; i < len; i++)
		n += ((uint8) text[i] & 0xC0) != 0x80;
	return n;
}

/* The better first. */
static int
compare_candidates(const void *a, const void *b)
{
	const Candidate *x = a;
	const Candidate *y = b;

	if (x->support != y->support)
		return x->support > y->support ? -1 : 1;
	if (x->spelling->rows != y->spelling->rows)
		return x->spelling->rows > y->spelling->rows ? -1 : 1;
	if (x->spelling->newest != y->spelling->newest)
		return x->spelling->newest > y->spelling->newest ? -1 : 1;
	if (x->letters != y->letters)
		return x->letters > y->letters ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static void
fold(Candidate *candidate)
{
	int			len = Min(candidate->spelling->len, COMPARED);

	candidate->folded = palloc(len * FOLD_GROWTH + 1);
	candidate->folded_len = fold_name(candidate->spelling->text, len, candidate->folded);
	candidate->folded_letters = code_points(candidate->folded, candidate->folded_len);
	candidate->counts = letter_counts(candidate->folded, candidate->folded_len);
}

/* What a row of either adds to the other, in UNITs. */
static int64
backing(const Candidate *a, const Candidate *b)
{
	double		similarity;

	if (letters_too_far(a->counts, b->counts, a->folded_letters, b->folded_letters, NEAR))
		return 0;
	similarity = jaro_winkler(a->folded, a->folded_len, b->folded, b->folded_len);
	return similarity < NEAR ? 0 : (int64) (similarity * UNIT + 0.5);
}

int
golden_spelling(const Spelling *spellings, int n)
{
	Candidate  *candidates = palloc_extended((Size) n * sizeof(Candidate), MCXT_ALLOC_HUGE);
	int			place;

	for (int i = 0; i < n; i++)
		candidates[i] = (Candidate)
	{
		.spelling = &spellings[i], .place = i,
			.letters = code_points(spellings[i].text, spellings[i].len)
	};
	if (n > GOLDEN_MAX)
		pg_qsort(candidates, n, sizeof(Candidate), compare_candidates);
	n = Min(n, GOLDEN_MAX);

	for (int i = 0; i < n; i++)
	{
		fold(&candidates[i]);
		candidates[i].support = Min(candidates[i].spelling->rows, ROWS_MAX) * UNIT;
		for (int j = 0; j < i; j++)
		{
			int64		share = backing(&candidates[i], &candidates[j]);

			candidates[i].support += Min(candidates[j].spelling->rows, ROWS_MAX) * share;
			candidates[j].support += Min(candidates[i].spelling->rows, ROWS_MAX) * share;
		}
		CHECK_FOR_INTERRUPTS();
	}
	pg_qsort(candidates, n, sizeof(Candidate), compare_candidates);
	place = candidates[0].place;
	for (int i = 0; i < n; i++)
		pfree(candidates[i].folded);
	pfree(candidates);
	return place;
}
