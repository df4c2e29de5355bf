/*
 * rows.h - the rows of a query text, batch by batch
 *
 * A function that works over a whole relation takes a query text.  It is run
 * through SPI as the caller, so his rights and row-level security hold, with
 * the snapshot of the calling statement, and reads only.
 *
 *		Rows	   *rows = rows_open(query, "source", 2);
 *
 *		while (rows_next(rows))
 *			for (int row = 0; row < rows->n; row++)
 *			{
 *				Size		length;
 *				const char *text = rows_text(rows, row, 1, 0, &length);
 *				...
 *			}
 *		rows_close(rows);
 *
 * The reader allocates in the context that was current at rows_open; what
 * rows_value and rows_text return is valid until the next rows_next.  All
 * functions leave the current context as it was.  After an error there is
 * nothing to do: the (sub)transaction releases cursor and connection.
 *
 * Readers may be nested, the last opened closed first, and SPI may be used
 * between the calls by whoever connects and finishes by himself.
 */
#ifndef SCRM_ROWS_H
#define SCRM_ROWS_H

#include "postgres.h"
#include "access/tupdesc.h"
#include "fmgr.h"

/* As what a column's values may be read, beside as text. */
typedef enum RowsKind
{
	ROWS_TEXT,					/* text and its kin */
	ROWS_NUMBER,				/* rows_number: integers, floats, numeric */
	ROWS_DATE,					/* date, timestamp, timestamptz */
	ROWS_BOOL,
	ROWS_VECTOR,				/* real[], double precision[] */
	ROWS_HANDLE,				/* scrm.handle */
	ROWS_OTHER
} RowsKind;

typedef struct RowsColumn
{
	const char *name;
	Oid			type;			/* of a domain, what it is over */
	RowsKind	kind;
	FmgrInfo	output;			/* its text form */
} RowsColumn;

typedef struct Rows
{
	const char *query;
	const char *what;			/* the argument's name, for messages */
	int			columns;
	RowsColumn *column;

	/* The batch */
	int			n;				/* its rows */
	int64		before;			/* rows in the batches before it */
	Datum	   *values;			/* n times columns */
	bool	   *nulls;

	/* The reader's own */
	struct PortalData *portal;
	struct SPITupleTable *tuples;
	MemoryContext batch;
	int			fetch;			/* rows to ask for next */
} Rows;

/*
 * Opens a query of at least so many columns.  Refuses what is not one SELECT,
 * VALUES, TABLE or WITH (42601), what would write (25006), fewer columns
 * (22023); errors inside the query are reported at their place in it.
 */
extern Rows *rows_open(const char *query, const char *what, int least_columns);

/* Reads the next batch; false, and n = 0, where no row is left. */
extern bool rows_next(Rows *rows);

extern void rows_close(Rows *rows);

/*
 * A reader of tuples that somebody else fetches, one at a time: he puts the
 * values of row 0 into `values` and `nulls`, and resets `batch` before.
 */
extern Rows *rows_of_tuples(TupleDesc desc);

static inline bool
rows_isnull(const Rows *rows, int row, int column)
{
	return rows->nulls[(Size) row * rows->columns + column];
}

static inline Datum
rows_value(const Rows *rows, int row, int column)
{
	return rows->values[(Size) row * rows->columns + column];
}

/*
 * The text of a value in the server's encoding, not terminated; NULL where it
 * is null.  At most `most` bytes of it, whole characters, where that is not 0:
 * of a large toasted value no more is read.  Dates are written as ISO 8601
 * whatever DateStyle and TimeZone are (instants in UTC), a char(n) without its
 * padding, all else as the type's output function does.
 */
extern const char *rows_text(Rows *rows, int row, int column, Size most, Size *length);

/* The number of a column of ROWS_NUMBER, not null. */
extern double rows_number(const Rows *rows, int row, int column);

#endif							/* SCRM_ROWS_H */
