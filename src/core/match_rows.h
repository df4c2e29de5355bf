/*
 * match_rows.h - the rows of a source as numbers of values
 *
 * Each field's distinct values are interned: a value is kept once, folded and
 * cut to what is compared, with the number of rows that have it.  Equality and
 * frequency are then a matter of integers.  Memory: 4 bytes a row and slot,
 * 112 a distinct value, and for texts 16 a word.
 *
 * A field takes one slot of a row, but an account takes one for the address
 * and one for each column of handles.  Slot 0 is the source.  In a slot of an
 * account the highest bit tells that the row's own name explains it.
 */
#ifndef SCRM_MATCH_ROWS_H
#define SCRM_MATCH_ROWS_H

#include "core/match.h"
#include "core/match_alias.h"
#include "core/match_kinds.h"

#define MATCH_NONE		0		/* number of no value */
#define MATCH_EXPLAINED UINT32_C(0x80000000)
#define MATCH_VALUE(cell) ((cell) & ~MATCH_EXPLAINED)
#define MATCH_READ		1024	/* characters of a value that count */

typedef struct MatchValue
{
	uint64		hash;			/* of the folded form */
	uint64		letters;		/* letter_counts of the compared text */
	uint32		count;			/* rows of this source that have it */
	uint32		stem;			/* accounts: number of the stem; 0: none */
	uint32		digits;			/* accounts: hash of the digits beside it */
	float		bits;			/* -log2 of its share of the rows that have
								 * any */
	uint8		len;			/* of text */
	bool		ascii:1;
	bool		cut:1;			/* text is not all of it */
	uint16		nwords;			/* texts: words in field->texts */
	uint32		first;			/* the first of them */
	double		number;			/* of texts: square of the vector's length */
	char		text[MATCH_TEXT];
} MatchValue;

typedef struct MatchDict
{
	MatchValue *values;			/* by number; 0 is none */
	uint32		n;				/* with 0 */
	uint32		room;
	uint32	   *slots;			/* open addressing by hash */
	uint32		mask;
	uint64		rows;			/* that have a value */
} MatchDict;

/* A word of a text; those of one text ascend by their numbers. */
typedef struct MatchWord
{
	uint32		word;			/* number in field->words */
	uint16		weight;
	uint8		len;
	bool		digits:1;		/* it has one */
	bool		once:1;			/* one text has it */
	uint64		letters;		/* as in MatchValue */
} MatchWord;

typedef struct MatchField
{
	char	   *name;
	MatchKind	kind;
	int			slot;			/* the first */
	int			slots;
	bool		email;			/* an account's first slot is the address */
	MatchDict  *dict;			/* one for each slot */
	MatchDict  *stems;			/* of accounts */
	MatchDict  *words;			/* of texts */
	MatchWord  *texts;
	uint32		ntexts;
	uint32		texts_room;
	const MatchAliases *aliases;	/* of names; NULL: none */
} MatchField;

typedef struct MatchColumn
{
	char	   *name;
	ColumnKind	kind;
	int			field;			/* -1: of none, or of given and family name */
	int			slot;
} MatchColumn;

typedef struct MatchSource
{
	char	   *name;
	uint64		hash;			/* of the name */
	bool		one_per;		/* no person has two rows in it */
	uint64		rows;
} MatchSource;

typedef struct MatchRows
{
	int			ncolumns;
	MatchColumn columns[MATCH_COLUMNS];
	int			ninput;			/* cells of a row as it is read, and the
								 * column of each, -1 for none */
	int			input[MATCH_COLUMNS];
	int			nfields;
	MatchField	fields[MATCH_FIELDS];
	int			given;			/* field, or -1 */
	int			family;
	int			width;			/* slots of a row */
	int			nsources;		/* at least 1: rows without a source */
	int			sources_room;
	MatchSource *sources;
	int64		n;
	int64		room;
	uint32	   *cells;			/* n * width */
} MatchRows;

/* One cell of a row as it was read; len -1 is NULL. */
typedef struct MatchCell
{
	const char *text;
	int			len;
} MatchCell;

extern MatchRows *match_rows_new(int ncolumns, const char *const *names,
								 const ColumnKind *kinds);

/* Reads rows that have these columns from now on, by name. */
extern void match_rows_input(MatchRows *rows, int ncolumns, const char *const *names);

/* Adds a row of ninput cells. */
extern void match_rows_add(MatchRows *rows, const MatchCell *cells);

/* Moves n rows from row `first` on to their places among them. */
extern void match_rows_order(MatchRows *rows, int64 first, int64 n, const int32 *places);

/* Says what is known only at the end: shares of values, what names explain. */
extern void match_rows_finish(MatchRows *rows);

/* The number of a text, counted once more. */
extern uint32 match_dict_add(MatchDict *dict, const char *text, int len, bool *is_new);

/* The number of the value with this hash, or MATCH_NONE. */
extern uint32 match_dict_find(const MatchDict *dict, uint64 hash);

/* A source by name; its number, new if it was not there. */
extern int	match_source(MatchRows *rows, const char *name, int len);

extern uint64 match_hash(const char *text, int len);

/* Finalizer of MurmurHash3: every bit of the number reaches every bit. */
static inline uint64
match_mix(uint64 h)
{
	h ^= h >> 33;
	h *= UINT64CONST(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64CONST(0xc4ceb9fe1a85ec53);
	return h ^ h >> 33;
}

static inline const uint32 *
match_row(const MatchRows *rows, int64 row)
{
	return rows->cells + row * rows->width;
}

/* Whether two rows cannot be one person: a source that has one row a person. */
static inline bool
match_decoys(const MatchRows *rows, const uint32 *a, const uint32 *b)
{
	return a[0] == b[0] && rows->sources[a[0]].one_per;
}

#endif							/* SCRM_MATCH_ROWS_H */
