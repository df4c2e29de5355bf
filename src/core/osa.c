/*
 * osa.c - optimal string alignment distance
 *
 * A column of the matrix of distances is two words of bits, the steps up and
 * the steps down between its cells (Myers 1999; Hyyro 2003, figure 5, with
 * transpositions), so that 64 rows take a dozen operations.
 *
 * Longer texts are worked off in strips of 64 rows.  Of a strip, only what
 * crosses its lower edge is kept: a byte for each column.  Cells further from
 * the diagonal than the distance asked for are left out (and an exchange on the
 * edge of that band would cost more than is asked for); where none was asked
 * for, we try a small one first.  Memory is some bytes for each letter, time
 * n * distance / 64 at the most.
 */
#include "core/similarity.h"

#include "core/symbols.h"
#include "core/utf8.h"

#define ROWS	64				/* of a strip */
#define FIRST_TRY	ROWS		/* distance tried first where texts are long */
#define SHORT_TEXT	4096		/* bytes to go through without an interrupt */

/* What crosses the lower edge of a strip, in a column. */
#define STEP_UP		1			/* the distance is one more than on the left */
#define STEP_DOWN	2			/* one less */
#define EXCHANGED	4			/* the last letter here was the next one there */

/* Columns of bits: a row for each letter of a. */
typedef struct Column
{
	uint64		up;				/* a row is one more than the row above */
	uint64		down;
	uint64		same;			/* a row is what its upper left neighbor is */
	uint64		places;			/* rows of the column's letter */
} Column;

/*
 * The next column, of a letter of b with these places in a; `entering` is what
 * crosses the upper edge, *step_up and *step_down are the rows one more and
 * one less than their left neighbors.
 */
static inline void
next_column(Column *column, uint64 places, int entering,
			uint64 *step_up, uint64 *step_down)
{
	uint64		up = column->up;
	uint64		down = column->down;
	uint64		exchanged = ((~column->same & places) << 1 | (entering & EXCHANGED) / EXCHANGED) &
	column->places;
	uint64		first = places | (entering & STEP_DOWN) / STEP_DOWN;
	uint64		same = (((first & up) + up) ^ up) | first | down | exchanged;
	uint64		left_up,
				left_down;

	*step_up = down | ~(same | up);
	*step_down = same & up;
	left_up = *step_up << 1 | (entering & STEP_UP);
	left_down = *step_down << 1 | (entering & STEP_DOWN) / STEP_DOWN;
	column->up = left_down | ~(same | left_up);
	column->down = left_up & same;
	column->same = same;
	column->places = places;
}

/*
 * Letters are below 128, and a has 1 to 64.
 */
static int
osa_bits(const uint8 *a, int alen, const uint8 *b, int blen)
{
	uint64		places[128];	/* of each letter in a */
	uint64		last = UINT64CONST(1) << (alen - 1);
	Column		column = {~UINT64CONST(0), 0, 0, 0};
	int			distance = alen;

	memset(places, 0, sizeof(places));
	for (int i = 0; i < alen; i++)
		places[a[i]] |= UINT64CONST(1) << i;
	for (int j = 0; j < blen; j++)
	{
		uint64		up,
					down;

		next_column(&column, places[b[j]], STEP_UP, &up, &down);
		distance += ((up & last) != 0) - ((down & last) != 0);
	}
	return distance;
}

/*
 * The rows of a strip against the columns of the band, where the distance may
 * be up to `most`.  `corner` is the distance above and left of the strip, on
 * return that of the next; returns the least distance on the lower edge, or,
 * of the last strip, the distance of the texts.
 */
static int
osa_strip(int row, int rows, const uint32 *b, int blen, int most,
		  const uint64 *places, uint8 *crossing, int *corner, bool last_strip)
{
	int			first = Max(row - most, 0);
	int			end = Min((int64) row + rows + most, blen);
	int			next_first = Max(row + ROWS - most, 0);
	uint64		last = UINT64CONST(1) << (rows - 1);
	Column		column = {~UINT64CONST(0), 0, 0, 0};
	int			distance = *corner + rows;
	int			least = distance;

	if (next_first == first)
		*corner = distance;
	for (int j = first; j < end; j++)
	{
		uint64		here = places[b[j]];
		bool		exchanged = (~column.same & here & last) != 0;
		uint64		up,
					down;

		next_column(&column, here, crossing[j], &up, &down);
		distance += ((up & last) != 0) - ((down & last) != 0);
		least = Min(least, distance);
		crossing[j] = ((up & last) != 0) * STEP_UP + ((down & last) != 0) * STEP_DOWN +
			exchanged * EXCHANGED;
		if (j + 1 == next_first)
			*corner = distance;
		if (j % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return last_strip ? distance : least;
}

/*
 * a is not longer than b, and not empty; the lengths differ by `most` at most.
 * Above it: most + 1.
 */
static int
osa_strips(const Symbols *symbols, const uint32 *a, int alen,
		   const uint32 *b, int blen, int most)
{
	uint64	   *places = core_alloc0((Size) symbols->n * sizeof(uint64));
	uint8	   *crossing = palloc_extended(blen, MCXT_ALLOC_HUGE);
	int			corner = 0;
	int			distance = 0;

	memset(crossing, STEP_UP, blen);
	for (int row = 0; row < alen && distance <= most; row += ROWS)
	{
		int			rows = Min(ROWS, alen - row);

		for (int i = 0; i < rows; i++)
			places[a[row + i]] |= UINT64CONST(1) << i;
		distance = osa_strip(row, rows, b, blen, most, places, crossing,
							 &corner, row + rows == alen);
		for (int i = 0; i < rows; i++)
			places[a[row + i]] = 0;
		CHECK_FOR_INTERRUPTS();
	}
	pfree(places);
	pfree(crossing);
	return Min(distance, most + 1);
}

static int
osa_symbols(const char *a, int alen, const char *b, int blen, int most)
{
	Symbols		symbols;
	int			shorter;
	int			distance;

	symbols_of(&symbols, a, alen, b, blen);
	shorter = symbols.len[1] < symbols.len[0];
	alen = symbols.len[shorter];
	blen = symbols.len[1 - shorter];
	most = Min(most, blen);
	if (blen - alen > most)
		distance = most + 1;
	else if (alen == 0)
		distance = blen;
	else
		for (int64 try = Max(FIRST_TRY, blen - alen);; try *= 4)
		{
			int			limit = Min(try, most);

			distance = osa_strips(&symbols, symbols.text[shorter], alen,
								  symbols.text[1 - shorter], blen, limit);
			if (distance <= limit || limit == most)
				break;
		}
	symbols_free(&symbols);
	return distance;
}

int
osa_distance(const char *a, int alen, const char *b, int blen, int max_distance)
{
	int			distance;

	if (alen > blen)
		return osa_distance(b, blen, a, alen, max_distance);
	if (alen == 0 || alen > ROWS || blen > SHORT_TEXT || !is_ascii(a, alen) || !is_ascii(b, blen))
		return osa_symbols(a, alen, b, blen, max_distance);
	if (blen - alen > max_distance)
		return max_distance + 1;
	distance = osa_bits((const uint8 *) a, alen, (const uint8 *) b, blen);
	return distance > max_distance ? max_distance + 1 : distance;
}
