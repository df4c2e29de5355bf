/*
 * ids.h - the first column of a query's rows: ids of any type
 *
 * Algorithms know rows by dense numbers; SQL knows them by ids: bigint, or the
 * type of the sample that a polymorphic twin was given.  In between:
 *
 *		Ids		   *ids = ids_new(INT8OID, rows);
 *
 *		while (rows_next(rows))
 *			ids_add(ids, rows);
 *		ranks = ids_rank(ids);
 *
 * Now ranks[i] is the place of row i, in the order of arrival, among all ids
 * in the order of their type (text in that of "C", alike on all machines), and
 * ids_datum gives a place its id back.  So work that goes by places gives the
 * same result in whatever order the rows came, and the least place of a group
 * is its least id.
 *
 * Memory: per row 12 bytes, for a type that is not passed by value those of
 * the id, too; 20 while ids_rank sorts.  n log n comparisons, n where the rows
 * came in order.
 */
#ifndef SCRM_IDS_H
#define SCRM_IDS_H

#include "postgres.h"

#include "base/rows.h"

typedef struct Ids
{
	const char *what;			/* the query's argument, for messages */
	Oid			type;
	bool		byval;
	int16		length;
	int64		n;
	int64		room;
	Datum	   *values;			/* by arrival; once ranked, by place */
	MemoryContext context;
	bool		ranked;
} Ids;

/*
 * For the first column of these rows; integers widen to bigint, where that is
 * the type.  42804 where the column is of another type, 42883 where the type
 * has no order.
 */
extern Ids *ids_new(Oid type, const Rows *rows);

/* The ids of a batch.  22004 for NULL; 54000 past 2^31 - 1 rows. */
extern void ids_add(Ids *ids, const Rows *rows);

/* The place of each row; 23505 where an id came twice.  Once only. */
extern int32 *ids_rank(Ids *ids);

static inline Datum
ids_datum(const Ids *ids, int32 place)
{
	Assert(ids->ranked && place < ids->n);
	return ids->values[place];
}

/* The place of an id; -1 if it is none of them. */
extern int32 ids_find(const Ids *ids, Datum id);

/*
 * The place of the id in a column of other rows; -1 if there is none.  22004
 * for NULL, 42804 where the column is of another type.
 */
extern int32 ids_place(const Ids *ids, const Rows *rows, int row, int column);

#endif							/* SCRM_IDS_H */
