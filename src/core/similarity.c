/*
 * similarity.c - how alike two names are
 */
#include "core/similarity.h"

#include "core/fold.h"
#include "core/utf8.h"

/* Code points of a text; *n of them. */
static uint32 *
code_points(const char *text, int len, int *n)
{
	uint32	   *codes = palloc_array(uint32, Max(len, 1));
	const char *end = text + len;
	int			bytes;

	*n = 0;
	for (const char *p = text; p < end; p += bytes)
	{
		uint32		code = utf8_decode(p, end, &bytes);

		codes[(*n)++] = code == UTF8_INVALID ? 0x110000 + (uint8) *p : code;
	}
	return codes;
}

static double
jaro_winkler_codes(const uint32 *a, int alen, const uint32 *b, int blen)
{
	int			window = Max(Max(alen, blen) / 2 - 1, 0);
	bool	   *a_used = palloc0_array(bool, Max(alen, 1));
	bool	   *b_used = palloc0_array(bool, Max(blen, 1));
	int			m = 0;
	int			t = 0;
	int			prefix = 0;
	double		jaro;

	if (alen == 0 || blen == 0)
		return alen == blen;
	for (int i = 0; i < alen; i++)
	{
		int			high = Min(i + window, blen - 1);

		for (int j = Max(i - window, 0); j <= high; j++)
			if (!b_used[j] && a[i] == b[j])
			{
				a_used[i] = b_used[j] = true;
				m++;
				break;
			}
		CHECK_FOR_INTERRUPTS();
	}
	if (m == 0)
		return 0;
	for (int i = 0, j = 0; i < alen; i++)
		if (a_used[i])
		{
			while (!b_used[j])
				j++;
			t += a[i] != b[j++];
		}
	jaro = ((double) m / alen + (double) m / blen + (double) (m - t / 2) / m) / 3;
	if (jaro <= 0.7)
		return jaro;
	while (prefix < 4 && prefix < Min(alen, blen) && a[prefix] == b[prefix])
		prefix++;
	return jaro + prefix * 0.1 * (1 - jaro);
}

double
jaro_winkler(const char *a, int alen, const char *b, int blen)
{
	uint32	   *ca = code_points(a, alen, &alen);
	uint32	   *cb = code_points(b, blen, &blen);
	double		result = jaro_winkler_codes(ca, alen, cb, blen);

	pfree(ca);
	pfree(cb);
	return result;
}

double
jaro_winkler_ascii(const char *a, int alen, const char *b, int blen)
{
	return jaro_winkler(a, alen, b, blen);
}

int
osa_distance(const char *a, int alen, const char *b, int blen, int max_distance)
{
	uint32	   *ca = code_points(a, alen, &alen);
	uint32	   *cb = code_points(b, blen, &blen);
	int		   *before = palloc0_array(int, blen + 1);
	int		   *row = palloc0_array(int, blen + 1);
	int		   *next = palloc0_array(int, blen + 1);
	int			distance;

	for (int j = 0; j <= blen; j++)
		row[j] = j;
	for (int i = 1; i <= alen; i++)
	{
		int		   *spare = before;

		next[0] = i;
		for (int j = 1; j <= blen; j++)
		{
			next[j] = Min(Min(row[j], next[j - 1]) + 1, row[j - 1] + (ca[i - 1] != cb[j - 1]));
			if (i > 1 && j > 1 && ca[i - 1] == cb[j - 2] && ca[i - 2] == cb[j - 1])
				next[j] = Min(next[j], before[j - 2] + 1);
		}
		before = row;
		row = next;
		next = spare;
		CHECK_FOR_INTERRUPTS();
	}
	distance = row[blen];
	pfree(ca);
	pfree(cb);
	return distance > max_distance ? max_distance + 1 : distance;
}

double
name_similarity(const char *a, int alen, const char *b, int blen)
{
	char	   *fa = palloc((Size) alen * FOLD_GROWTH + 1);
	char	   *fb = palloc((Size) blen * FOLD_GROWTH + 1);

	alen = fold_name(a, alen, fa);
	blen = fold_name(b, blen, fb);
	return jaro_winkler(fa, alen, fb, blen);
}

/* The 2 bits of a letter go 00, 01, 11, 10: one bit flips with each. */
uint64
letter_counts(const char *folded, int len)
{
	static const uint8 next[4] = {1, 3, 2, 2};
	uint64		counts = 0;

	for (int i = 0; i < len; i++)
	{
		char		c = folded[i];
		int			shift;

		if (c >= 'a' && c <= 'z')
			shift = 2 * (c - 'a');
		else if (c >= '0' && c <= '9')
			shift = 52 + 2 * ((c - '0') % 6);
		else
			continue;
		counts ^= (uint64) ((counts >> shift & 3) ^ next[counts >> shift & 3]) << shift;
	}
	return counts;
}

bool
letters_too_far(uint64 a, uint64 b, int alen, int blen, double least_jaro_winkler)
{
	double		m = (alen + blen - __builtin_popcountll(a ^ b)) / 2;
	double		jaro = least_jaro_winkler;

	if (alen == 0 || blen == 0)
		return (alen == blen) < least_jaro_winkler;
	m = Min(m, Min(alen, blen));
	if (jaro > 0.7)
		jaro = Max(0.7, 1 - (1 - least_jaro_winkler) / 0.6);
	return m / alen + m / blen + 1 < 3 * jaro - 1e-9;
}
