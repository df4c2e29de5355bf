/*
 * matcher.h - persons of a relation, kept current
 *
 * A matcher is five tables of the caller's beside his relation, and a trigger
 * on it:
 *
 *		<name>_matcher	one row: relation, columns, model, how many rows the
 *						prior counts with
 *		<name>_key		key number << 32 | value, and id: which rows have it
 *		<name>_person	id, person
 *		<name>_decision	what somebody answered, a < b
 *		<name>_journal	each row that came, went or changed its person; rows
 *						that wait for a settlement
 *
 *		matcher.c			names, rights, the backend's cache of matchers
 *		matcher_read.c		index probes, rows of the relation
 *		matcher_change.c	the trigger, groups made again
 *		matcher_make.c		create, drop
 *		matcher_all.c		settle, persons, review: over all rows
 *		matcher_lock.[ch]	sessions side by side
 *		matcher_decide.c	answers
 *		matcher_catch.c		one record against all
 */
#ifndef SCRM_MATCHER_H
#define SCRM_MATCHER_H

#include "postgres.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "access/tableam.h"
#include "storage/buf.h"
#include "storage/itemptr.h"
#include "utils/jsonb.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

#include "base/rows.h"
#include "core/match_catch.h"

#define MATCHER_KEYS	(MATCH_KEYS * MATCH_COLUMNS)	/* values of a row, at
														 * most */

typedef enum MatcherTable
{
	MATCHER_TABLE,
	MATCHER_KEY,
	MATCHER_PERSON,
	MATCHER_DECISION,
	MATCHER_JOURNAL,
	MATCHER_TABLES
} MatcherTable;

/* What is written to them, with arrays of bigint. */
typedef enum MatcherStatement
{
	DO_KEYS,					/* add: keys, id */
	DO_KEYS_OF_ALL,				/* add: keys, and the id of each */
	DO_UNKEY,					/* drop: keys, id */
	DO_FOUND,					/* rows that are new persons: ids */
	DO_REFOUND,					/* rows that become new persons: ids */
	DO_JOIN,					/* new rows: ids, persons */
	DO_MOVE,					/* rows: ids, persons */
	DO_LEAVE,					/* rows that are gone: ids */
	DO_UNKEY_ROWS,				/* drop all keys of: ids */
	DO_ROWS,					/* how many rows the prior counts with */
	DO_DECIDE,					/* two ids, and whether they are the same */
	DO_FORGET_KEYS,				/* all of them */
	DO_FORGET,					/* all rows */
	DO_JOURNAL_ALL,				/* of all rows that they go */
	DO_JOURNAL,					/* cause, ids, persons until now, persons */
	DO_STATEMENTS
} MatcherStatement;

/* What a backend knows of a matcher until its tables change. */
typedef struct Matcher
{
	MemoryContext context;
	char	   *name;
	Oid			schema;
	Oid			tables[MATCHER_TABLES];
	char	   *quoted[MATCHER_TABLES]; /* with their schema, for statements */
	Oid			relation;
	Oid			relation_index; /* on its id */
	Oid			id_type;
	AttrNumber	id_column;
	char	   *id_name;
	int			ncolumns;
	char	   *columns[MATCH_COLUMNS];
	AttrNumber	attributes[MATCH_COLUMNS];
	Rows	   *reader;			/* of the id and the columns */
	const MatchModel *model;
	double		rows;			/* that the prior counts with */

	struct _SPI_plan *plans[DO_STATEMENTS]; /* once they are asked for */
	MemoryContextCallback end;

	/* The version of <name>_matcher's row, and whether to look at it again. */
	ItemPointerData tid;
	TransactionId xmin;
	bool		stale;
	uint64		used;
} Matcher;

/* ------------------------------------------------------------------ matcher.c */

/* Splits the name of a matcher; *schema NULL where it has none. */
extern char *matcher_name(const char *text, char **schema);

/*
 * The matcher of that name, as relations are found; 42704 where there is none.
 * Valid for the transaction.  Checks that the user may read it and all of the
 * relation.
 */
extern Matcher *matcher_find(const char *name);

/* Of a matcher, however broken, its relation (perhaps gone), schema and name. */
extern Oid	matcher_relation(const char *text, Oid *schema, char **name);

/* That of a trigger on a relation. */
extern Matcher *matcher_of_trigger(Relation relation, const char *name);

/* As it is now, and not as the calling statement sees it. */
extern Matcher *matcher_now(const Matcher *matcher);

/* The unique index on a column alone; 0 if there is none. */
extern Oid	matcher_index_on(Relation relation, AttrNumber column);

/* The same for statements, with its schema. */
extern char *matcher_quoted(Oid schema, const char *name, MatcherTable table);

/* The name of a table of the matcher; 42622 where it would be too long. */
extern char *matcher_table(const char *name, MatcherTable table);

/*
 * One of the matcher's statements, through SPI as the caller; its rows are in
 * SPI_tuptable.  It must do `rows` rows, unless that is -1: what a transaction
 * may not see, since its snapshot is older, is 40001.
 */
extern void matcher_do(Matcher *matcher, MatcherStatement statement, Datum *values, const char *nulls, int64 rows);

/* A bigint[] of so many numbers. */
extern Datum matcher_array(const int64 *values, int64 n);

/* ------------------------------------------------------------- matcher_read.c */

/* A sorted set of numbers. */
typedef struct Numbers
{
	int64	   *values;
	int			n;
	int			room;
} Numbers;

extern void numbers_add(Numbers *numbers, int64 value);
extern void numbers_sort(Numbers *numbers); /* and each once */
extern int	compare_int64(const void *a, const void *b);

/* Where it is in a sorted set; NULL where it is not. */
extern int64 *numbers_find(const Numbers *numbers, int64 value);

/* Tables and scans that a call has open. */
typedef struct MatcherRead
{
	Matcher    *matcher;
	Snapshot	snapshot;
	Relation	tables[MATCHER_TABLES];
	Relation	indexes[MATCHER_TABLES + 1];	/* the last: of persons */
	Relation	relation;
	Relation	relation_index;
	IndexScanDesc scans[MATCHER_TABLES + 1];
	IndexScanDesc relation_scan;
	TupleTableSlot *slots[MATCHER_TABLES];
	Buffer		visible[MATCHER_TABLES];	/* of the map of visible pages */
	TupleTableSlot *relation_slot;
} MatcherRead;

#define PERSON_MEMBERS MATCHER_TABLES	/* index of <name>_person (person) */

extern void matcher_read_begin(MatcherRead *read, Matcher *matcher, Snapshot snapshot);
extern void matcher_read_end(MatcherRead *read);

/* Adds the ids that have the key's value, at most `most`; how many there were. */
extern int	matcher_key_ids(MatcherRead *read, uint64 key, int most, Numbers *ids);

/* The person of a row; 0 where it has none. */
extern int64 matcher_person_of(MatcherRead *read, int64 id);

/* Adds the rows of a person. */
extern void matcher_members(MatcherRead *read, int64 person, Numbers *ids);

/* What somebody said of two rows, a < b. */
typedef struct Decision
{
	int64		a;
	int64		b;
	bool		same;
} Decision;

typedef struct Decisions
{
	Decision   *values;
	int			n;
	int			room;
} Decisions;

extern void decisions_add(Decisions *decisions, Decision one);

/* Adds those on a row. */
extern void matcher_decisions(MatcherRead *read, int64 id, Decisions *decisions);

/* Rows of the relation with their ids. */
typedef struct MatcherRows
{
	MatchRows  *rows;
	Numbers		ids;
	uint32	   *table;			/* of their keys, once they are finished */
} MatcherRows;

extern void matcher_rows_begin(const Matcher *matcher, MatcherRows *rows);

/* Adds the row of that id, if it is there. */
extern bool matcher_add_row(MatcherRead *read, MatcherRows *rows, int64 id);

/* Adds the tuple's row. */
extern void matcher_add_tuple(Matcher *matcher, MatcherRows *rows, int64 id, HeapTuple tuple, TupleDesc desc);

/* Adds a record, with 0 for its id. */
extern void matcher_add_record(const Matcher *matcher, MatcherRows *rows, Jsonb *record);

extern void matcher_rows_finish(const Matcher *matcher, MatcherRows *rows);

/* All of it, for ids in ascending order. */
extern void matcher_rows(MatcherRead *read, const Numbers *ids, MatcherRows *rows);

/* The keys of a row, as they are in the table of keys: ascending. */
extern int	matcher_keys(const Matcher *matcher, const MatcherRows *rows, int64 row, uint64 *values);

/* ----------------------------------------------------------- matcher_change.c */

/*
 * Makes the groups of these rows again, with what hangs on them.  `cause` goes
 * into the journal.
 */
extern void matcher_regroup(Matcher *matcher, const Numbers *seeds, const char *cause);

/*
 * Writes who is which person now, of rows in the order of ids: was[i] is 0 for
 * a row that has none, group[i] the number of its group's first row.  Returns
 * how many rows changed.  Without a cause nothing goes into the journal.
 */
extern int64 matcher_write(Matcher *matcher, int64 n, const int64 *ids, const int64 *was, const uint32 *group,
						   const char *cause);

/* Into the journal: rows, their persons until now, and those they are now. */
extern void matcher_journal(Matcher *matcher, const char *cause, const Numbers *ids, const Numbers *was, const Numbers *is);

/* Decisions between rows of these ids, ascending, by their places. */
extern MatchDecision *matcher_row_decisions(const Decisions *decisions, const Numbers *ids, int64 *n);

/* -------------------------------------------------------------- matcher_all.c */

/*
 * Groups all rows, and writes what became of them; `first` writes keys and
 * persons of an empty matcher, and nothing into the journal.  Returns how many
 * rows there are.
 */
extern int64 matcher_group_all(Matcher *matcher, bool first);

/* ----------------------------------------------------------- matcher_decide.c */

/* 22023: these two are said to be two persons, and joined by others. */
pg_noreturn extern void matcher_error_decisions(int64 a, int64 b);

#endif							/* SCRM_MATCHER_H */
