/*
 * match_words.c - texts of many words as vectors of words
 */
#include "core/match_words.h"

#include <math.h>

#include "core/similarity.h"

#define WEIGHT_OF_BIT	16
#define WHOLE			256		/* the likeness of equal words */
#define INITIAL			160		/* of an initial and the word it begins */
#define NEAR			.90		/* least Jaro-Winkler of near words */
#define NEAR_LETTERS	4		/* that they have at least */
#define NEAR_WORDS		16		/* without an equal that are looked at */

static const double level_cosines[] = {.9, .7, .5};

/* -------------------------------------------------------------------- reading */

static bool
has_digit(const char *text, int len)
{
	for (int i = 0; i < len; i++)
		if (text[i] >= '0' && text[i] <= '9')
			return true;
	return false;
}

static bool
has_word(const MatchField *field, const MatchValue *value, uint32 word)
{
	for (int i = 0; i < value->nwords; i++)
		if (field->texts[value->first + i].word == word)
			return true;
	return false;
}

static void
add_word(MatchField *field, MatchValue *value, const char *text, int len)
{
	bool		is_new;
	uint32		word = match_dict_add(field->words, text, len, &is_new);
	const MatchValue *w = &field->words->values[word];

	if (!is_new && has_word(field, value, word))
	{
		field->words->values[word].count--;
		return;
	}
	if (field->ntexts == field->texts_room)
	{
		MatchWord  *more = palloc_extended((Size) field->texts_room * 2 * sizeof(MatchWord), MCXT_ALLOC_HUGE);

		memcpy(more, field->texts, (Size) field->ntexts * sizeof(MatchWord));
		pfree(field->texts);
		field->texts = more;
		field->texts_room *= 2;
	}
	field->texts[field->ntexts++] = (MatchWord) {word, 0, w->len, has_digit(w->text, w->len), false, w->letters};
	value->nwords++;
}

static int
by_word(const void *a, const void *b)
{
	uint32		x = ((const MatchWord *) a)->word;
	uint32		y = ((const MatchWord *) b)->word;

	return x < y ? -1 : x > y;
}

void
match_words_read(MatchField *field, uint32 number, bool is_new, const char *folded, int len)
{
	MatchValue *value = &field->dict->values[number];

	field->words->rows++;
	if (!is_new)
	{
		for (int i = 0; i < value->nwords; i++)
			field->words->values[field->texts[value->first + i].word].count++;
		return;
	}
	value->first = field->ntexts;
	for (int start = 0, end; start < len; start = end + 1)
	{
		for (end = start; end < len && folded[end] != ' '; end++)
			;
		add_word(field, value, folded + start, end - start);
	}
	qsort(field->texts + value->first, value->nwords, sizeof(MatchWord), by_word);
}

void
match_words_weigh(MatchField *field, double most)
{
	const MatchDict *words = field->words;

	for (uint32 i = 1; i < field->dict->n; i++)
	{
		MatchValue *value = &field->dict->values[i];
		int64		norm = 0;

		for (int w = 0; w < value->nwords; w++)
		{
			MatchWord  *word = &field->texts[value->first + w];
			double		bits = words->values[word->word].bits;

			word->once = bits >= (float) most;
			word->weight = Max(1, (int) rint(bits * WEIGHT_OF_BIT));
			norm += (int64) word->weight * word->weight;
		}
		value->number = norm;
		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

/* ----------------------------------------------------------------- comparison */

/* The heaviest words of one text that the other has not. */
typedef struct Unequal
{
	int			n;
	const MatchWord *words[NEAR_WORDS];
} Unequal;

static inline bool
heavier(const MatchDict *words, const MatchWord *a, const MatchWord *b)
{
	if (a->weight != b->weight)
		return a->weight > b->weight;
	return words->values[a->word].hash < words->values[b->word].hash;
}

static inline void
unequal_add(Unequal *u, const MatchDict *words, const MatchWord *word)
{
	int			i = u->n;

	if (i == NEAR_WORDS)
	{
		if (!heavier(words, word, u->words[i - 1]))
			return;
		i--;
	}
	else
		u->n++;
	for (; i > 0 && heavier(words, word, u->words[i - 1]); i--)
		u->words[i] = u->words[i - 1];
	u->words[i] = word;
}

/* How alike two words are that are not equal, of WHOLE. */
static int
alike(const MatchDict *words, const MatchWord *a, const MatchWord *b)
{
	const MatchValue *x,
			   *y;
	double		similarity;

	if (a->digits || b->digits)
		return 0;
	if (a->len == 1 || b->len == 1)
	{
		x = &words->values[a->word];
		y = &words->values[b->word];
		return x->text[0] == y->text[0] && a->len != b->len ? INITIAL : 0;
	}
	if (Min(a->len, b->len) < NEAR_LETTERS || letters_too_far(a->letters, b->letters, a->len, b->len, NEAR))
		return 0;
	x = &words->values[a->word];
	y = &words->values[b->word];
	similarity = x->ascii && y->ascii ? jaro_winkler_ascii(x->text, x->len, y->text, y->len) :
		jaro_winkler(x->text, x->len, y->text, y->len);
	return similarity >= NEAR ? (int) (similarity * WHOLE) : 0;
}

/* The order of pairs that are equal in all else, whichever text is first. */
static bool
first_of(const MatchDict *words, const MatchWord *a, const MatchWord *b, const MatchWord *c, const MatchWord *d)
{
	return (words->values[a->word].hash ^ words->values[b->word].hash) < (words->values[c->word].hash ^ words->values[d->word].hash);
}

/* Pairs of near words, the most alike first, each word once. */
static int64
near_words(const MatchDict *words, Unequal *a, Unequal *b)
{
	uint8		likeness[NEAR_WORDS][NEAR_WORDS];
	int64		sum = 0;
	bool		any = false;

	for (int i = 0; i < a->n; i++)
		for (int j = 0; j < b->n; j++)
		{
			likeness[i][j] = Min(alike(words, a->words[i], b->words[j]), WHOLE - 1);
			any |= likeness[i][j] > 0;
		}
	while (any)
	{
		int			x = 0,
					y = 0;
		int64		best = 0;

		for (int i = 0; i < a->n; i++)
			for (int j = 0; j < b->n; j++)
			{
				int64		product = (int64) likeness[i][j] * a->words[i]->weight * b->words[j]->weight;

				if (product < best || product == 0 ||
					(product == best && !first_of(words, a->words[i], b->words[j], a->words[x], b->words[y])))
					continue;
				best = product;
				x = i;
				y = j;
			}
		any = best > 0;
		sum += best;
		for (int j = 0; j < b->n; j++)
			likeness[x][j] = 0;
		for (int i = 0; i < a->n; i++)
			likeness[i][y] = 0;
	}
	return sum;
}

static int
level_of(double dot, double norms)
{
	for (int i = 0; i < lengthof(level_cosines); i++)
		if (dot * dot >= level_cosines[i] * level_cosines[i] * norms)
			return i + 2;
	return lengthof(level_cosines) + 2;
}

int
match_words_compare(const MatchField *field, const MatchValue *a, const MatchValue *b)
{
	const MatchWord *x = field->texts + a->first;
	const MatchWord *y = field->texts + b->first;
	const MatchWord *xend = x + a->nwords;
	const MatchWord *yend = y + b->nwords;
	Unequal		of_a = {0},
				of_b = {0};
	int64		dot = 0;

	if (a->hash == b->hash)
		return 1;
	while (x < xend || y < yend)
	{
		if (y == yend || (x < xend && x->word < y->word))
			unequal_add(&of_a, field->words, x++);
		else if (x == xend || y->word < x->word)
			unequal_add(&of_b, field->words, y++);
		else
		{
			dot += (int64) x->weight * y->weight;
			x++;
			y++;
		}
	}
	dot *= WHOLE;
	if (of_a.n && of_b.n)
		dot += near_words(field->words, &of_a, &of_b);
	return level_of((double) dot / WHOLE, a->number * b->number);
}

/* ----------------------------------------------------------------------- keys */

/* Whether a word makes a key before another. */
static bool
rarer(const MatchDict *words, const MatchWord *a, const MatchWord *b)
{
	return a->once != b->once ? b->once : heavier(words, a, b);
}

int
match_words_rare(const MatchField *field, const MatchValue *value, uint64 hashes[MATCH_RARE])
{
	const MatchDict *words = field->words;
	const MatchWord *rare[MATCH_RARE];
	int			n = 0;

	for (int w = 0; w < value->nwords; w++)
	{
		const MatchWord *word = &field->texts[value->first + w];
		int			i = n;

		if (n < MATCH_RARE)
			n++;
		else if (rarer(words, word, rare[n - 1]))
			i--;
		else
			continue;
		for (; i > 0 && rarer(words, word, rare[i - 1]); i--)
			rare[i] = rare[i - 1];
		rare[i] = word;
	}
	for (int i = 0; i < n; i++)
		hashes[i] = words->values[rare[i]->word].hash;
	return n;
}
