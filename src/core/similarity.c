/*
 * similarity.c - Jaro-Winkler similarity, and a filter before it
 *
 * Jaro's rule: a letter of one text matches the first letter of the other that
 * is equal, not matched yet, and no further away than half the longer text.
 * Going through the one text in order, such a letter is the lowest bit of a
 * word, or, where the texts are long, the head of a queue: what lies behind
 * the window once will lie behind it ever after.  So any two texts take time
 * in proportion to their lengths, and either may be gone through.
 */
#include "core/similarity.h"

#include "port/pg_bitutils.h"

#include "core/symbols.h"
#include "core/utf8.h"

/* How far apart two equal letters may stand. */
static inline int
jaro_window(int alen, int blen)
{
	return Max(Max(alen, blen) / 2 - 1, 0);
}

/*
 * From the numbers of matches, of matched letters that stand elsewhere in the
 * other text, and of letters that both begin with.  Half a transposition
 * counts for none, as in Winkler's own code.  One division: equal texts are
 * 1, and 0.7 is 0.7.
 */
static inline double
winkler(int alen, int blen, int matches, int displaced, int prefix)
{
	double		m = matches;
	double		t = displaced / 2;
	double		product = (double) alen * blen;
	double		jaro = m * m * ((double) alen + blen) + (m - t) * product;
	double		whole = 3 * (m * product);

	if (matches == 0)
		return 0;
	if (jaro * 10 < whole * 7)
		return jaro / whole;
	return jaro / whole + prefix * 0.1 * (1 - jaro / whole);
}

/*
 * Letters are below 128, and each text has 1 to 64.
 */
static inline double
jaro_winkler_bits(const uint8 *a, int alen, const uint8 *b, int blen)
{
	int			window = jaro_window(alen, blen);
	uint64		grow = (UINT64CONST(1) << window) - 1;	/* places to come */
	uint64		reach = grow << 1 | 1;	/* places that a letter may match */
	uint64		places[128];	/* of each letter in b */
	uint64		left = ~UINT64CONST(0); /* places not matched */
	uint64		bit = 1;
	uint8		letters[SYMBOLS_SHORT]; /* matched, in the order of a */
	int			matches = 0;
	int			displaced = 0;
	int			prefix = 0;

	memset(places, 0, sizeof(places));
	for (int j = 0; j < blen; j++, bit <<= 1)
		places[b[j]] |= bit;
	for (int i = 0; i < alen; i++)
	{
		uint64		found = places[a[i]] & reach & left;

		left ^= found & -found;
		letters[matches] = a[i];
		matches += found != 0;
		reach = reach << 1 | (grow & 1);
		grow >>= 1;
	}
	left = ~left;
	for (int m = 0; m < matches; m++)
	{
		displaced += letters[m] != b[pg_rightmost_one_pos64(left)];
		left &= left - 1;
	}
	while (prefix < Min(4, Min(alen, blen)) && a[prefix] == b[prefix])
		prefix++;
	return winkler(alen, blen, matches, displaced, prefix);
}

/*
 * Neither text is empty; they are of any length.
 */
static double
jaro_winkler_queues(const Symbols *symbols)
{
	const uint32 *a = symbols->text[0];
	const uint32 *b = symbols->text[1];
	int			alen = symbols->len[0];
	int			blen = symbols->len[1];
	int			window = jaro_window(alen, blen);
	int		   *head = palloc_extended(symbols->n * sizeof(int), MCXT_ALLOC_HUGE);
	int		   *next = palloc_extended((Size) blen * sizeof(int), MCXT_ALLOC_HUGE);
	bool	   *matched = core_alloc0(blen);
	uint32	   *letters = palloc_extended((Size) alen * sizeof(uint32), MCXT_ALLOC_HUGE);
	int			matches = 0;
	int			displaced = 0;
	int			prefix = 0;

	for (uint32 s = 0; s < symbols->n; s++)
		head[s] = blen;
	for (int j = blen - 1; j >= 0; j--)
	{
		next[j] = head[b[j]];
		head[b[j]] = j;
	}
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < alen; i++)
	{
		int		   *j = &head[a[i]];

		while (*j < Min(i - window, blen))
			*j = next[*j];
		if (*j < blen && *j <= i + window)
		{
			matched[*j] = true;
			letters[matches++] = a[i];
			*j = next[*j];
		}
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	for (int j = 0, m = 0; j < blen; j++)
		if (matched[j])
			displaced += b[j] != letters[m++];
	while (prefix < Min(4, Min(alen, blen)) && a[prefix] == b[prefix])
		prefix++;
	pfree(head);
	pfree(next);
	pfree(matched);
	pfree(letters);
	return winkler(alen, blen, matches, displaced, prefix);
}

/* Symbols of a short text as bytes. */
static void
symbols_as_bytes(const uint32 *symbols, int len, uint8 *bytes)
{
	for (int i = 0; i < len; i++)
		bytes[i] = symbols[i];
}

static double
jaro_winkler_symbols(const char *a, int alen, const char *b, int blen)
{
	Symbols		symbols;
	double		result;

	symbols_of(&symbols, a, alen, b, blen);
	if (Max(symbols.len[0], symbols.len[1]) <= SYMBOLS_SHORT)
	{
		uint8		bytes[2][SYMBOLS_SHORT];

		symbols_as_bytes(symbols.text[0], symbols.len[0], bytes[0]);
		symbols_as_bytes(symbols.text[1], symbols.len[1], bytes[1]);
		result = jaro_winkler_bits(bytes[0], symbols.len[0], bytes[1], symbols.len[1]);
	}
	else
		result = jaro_winkler_queues(&symbols);
	symbols_free(&symbols);
	return result;
}

double
jaro_winkler_ascii(const char *a, int alen, const char *b, int blen)
{
	if (alen == 0 || blen == 0)
		return alen == blen;
	if (Max(alen, blen) <= SYMBOLS_SHORT)
		return jaro_winkler_bits((const uint8 *) a, alen, (const uint8 *) b, blen);
	return jaro_winkler_symbols(a, alen, b, blen);
}

double
jaro_winkler(const char *a, int alen, const char *b, int blen)
{
	if (alen == 0 || blen == 0)
		return alen == blen;
	if (is_ascii(a, alen) && is_ascii(b, blen))
		return jaro_winkler_ascii(a, alen, b, blen);
	return jaro_winkler_symbols(a, alen, b, blen);
}

/*
 * The 2 bits of a letter go 00, 01, 11, 10: one bit changes with each, so two
 * counts have at most as many different bits as they are apart.
 */
uint64
letter_counts(const char *folded, int len)
{
	static const uint8 more[4] = {1, 3, 2, 2};
	uint64		counts = 0;

	for (int i = 0; i < len; i++)
	{
		char		c = folded[i];
		int			shift;
		uint64		count;

		if (c >= 'a' && c <= 'z')
			shift = 2 * (c - 'a');
		else if (c >= '0' && c <= '9')
			shift = 52 + 2 * ((c - '0') % 6);
		else
			continue;
		count = counts >> shift & 3;
		counts ^= (count ^ more[count]) << shift;
	}
	return counts;
}

/* Bits of a word; the compiler's own is a call where the machine may lack it. */
static inline int
bits(uint64 word)
{
	word -= word >> 1 & UINT64CONST(0x5555555555555555);
	word = (word & UINT64CONST(0x3333333333333333)) +
		(word >> 2 & UINT64CONST(0x3333333333333333));
	word = (word + (word >> 4)) & UINT64CONST(0x0F0F0F0F0F0F0F0F);
	return word * UINT64CONST(0x0101010101010101) >> 56;
}

/*
 * Letters that one has in excess match none of the other, so that alen + blen
 * - 2 m is at least the number of different bits; no letter is displaced, and
 * all that Winkler adds is added, in the best case.
 */
bool
letters_too_far(uint64 a, uint64 b, int alen, int blen, double least_jaro_winkler)
{
	int			shorter = Min(alen, blen);
	double		m = Min((alen + blen - bits(a ^ b)) / 2, shorter);
	double		product = (double) alen * blen;
	double		missing = 2 * product - m * (alen + blen);	/* of 3 product */
	double		may_miss = 3 * (1 - least_jaro_winkler + 1e-9) * product;
	double		after = missing * (1 - 0.1 * Min(4, shorter));	/* the prefix */

	if (shorter == 0)
		return (alen == blen) < least_jaro_winkler;
	return (missing > may_miss) & ((missing > 0.900001 * product) | (after > may_miss));
}
