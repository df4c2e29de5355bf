/*
 * contingency.h - how often each two ids were seen together
 *
 * Growing, it is an array of cells as they come: sorted and counted together
 * each time it is full.  Packed, cells are sorted by row and column, so that
 * one table has one form, whatever the order in which it was counted:
 *
 *	 0        4         5       6
 *	 +--------+---------+-------+------+------+- - -
 *	 | length | version | flags | cell | cell |
 *	 +--------+---------+-------+------+------+- - -
 *
 * flags are 0.  A cell is three varints: the step of its row from the row
 * before, the first one's zigzag; its column, the step from the column before
 * where the row is the same, else its zigzag; and how often it was seen.
 */
#ifndef SCRM_CONTINGENCY_H
#define SCRM_CONTINGENCY_H

#include "core/core.h"
#include "core/flat.h"

#define CONTINGENCY_VERSION	1
#define CONTINGENCY_TIMES_MAX	(INT64CONST(1) << 53)	/* float8 is exact */

typedef struct ContingencyCell
{
	int64		row;
	int64		column;
	int64		times;			/* 1 to CONTINGENCY_TIMES_MAX */
} ContingencyCell;

/* The open flat state; nothing in it points anywhere. */
typedef struct ContingencyFlat
{
	char		prelude[8];		/* FLAT_PRELUDE */
	int64		n;
	ContingencyCell cells[FLEXIBLE_ARRAY_MEMBER];
} ContingencyFlat;

typedef enum ContingencyStatus
{
	CONTINGENCY_OK,
	CONTINGENCY_LARGE,			/* it would pass FLAT_MAX */
	CONTINGENCY_RANGE			/* a cell would pass CONTINGENCY_TIMES_MAX */
} ContingencyStatus;

/* Reads a packed value cell by cell. */
typedef struct ContingencyReader
{
	const uint8 *p;
	const uint8 *end;
	const char *error;			/* NULL, or a sentence on what is wrong */
	ContingencyCell last;
	bool		started;
} ContingencyReader;

extern ContingencyFlat *contingency_new(void);

/*
 * Adds a cell, or all of a value or of an open state from its version byte on.
 * *flat may become a larger copy; contingency_add_value makes a new one of
 * NULL, and tells in *error what is wrong with the bytes.
 */
extern ContingencyStatus contingency_add(ContingencyFlat **flat, ContingencyCell cell);
extern ContingencyStatus contingency_add_value(ContingencyFlat **flat, const uint8 *bytes,
											   Size len, const char **error);

/* The cells of a state, sorted, each once. */
extern ContingencyStatus contingency_cells(const ContingencyFlat *flat,
										   ContingencyCell **cells, int64 *n);
extern ContingencyStatus contingency_pack(const ContingencyFlat *flat, void **packed);

/* From the version byte on, of CONTINGENCY_VERSION. */
extern void contingency_open(ContingencyReader *reader, const uint8 *bytes, Size len);
extern bool contingency_next(ContingencyReader *reader, ContingencyCell *cell);

/*
 * The text form: {7/1,7/2*3} of row/column*times, the times left out where it
 * is one.  Cells may come in any order on input.  False: *detail says what is
 * wrong, and *offset where; or, *detail being NULL, *status.
 */
extern char *contingency_to_text(ContingencyReader *reader);
extern bool contingency_from_text(const char *text, ContingencyFlat **flat,
								  ContingencyStatus *status, const char **detail, int *offset);

#endif							/* SCRM_CONTINGENCY_H */
