/*
 * similarity.c - any bytes as two texts, parted by the first newline
 */
#include "fuzz.h"

#include <math.h>

#include "core/similarity.h"
#include "core/symbols.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *newline = memchr(bytes, '\n', size);
	int			alen = newline ? newline - bytes : size;
	int			blen = newline ? size - alen - 1 : 0;
	char	   *a = memcpy(palloc(alen), bytes, alen);
	char	   *b = memcpy(palloc(blen), bytes + size - blen, blen);
	double		jw = jaro_winkler(a, alen, b, blen);
	double		names = name_similarity(a, alen, b, blen);
	int			distance = osa_distance(a, alen, b, blen, PG_INT32_MAX);
	Symbols		symbols;

	REQUIRE(jw >= 0 && jw <= 1 && jw == jaro_winkler(b, blen, a, alen));
	REQUIRE(names >= 0 && names <= 1 && names == name_similarity(b, blen, a, alen));
	REQUIRE(jaro_winkler(a, alen, a, alen) == 1 && name_similarity(b, blen, b, blen) == 1);

	symbols_of(&symbols, a, alen, b, blen);
	REQUIRE(distance <= Max(symbols.len[0], symbols.len[1]));
	REQUIRE(distance >= abs(symbols.len[0] - symbols.len[1]));
	REQUIRE(distance == osa_distance(b, blen, a, alen, distance));
	REQUIRE(distance == 0 || osa_distance(a, alen, b, blen, distance - 1) == distance);
	REQUIRE(!letters_too_far(letter_counts(a, alen), letter_counts(b, blen),
							 symbols.len[0], symbols.len[1], jw));
}
