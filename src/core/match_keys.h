/*
 * match_keys.h - which rows are compared at all: those that share a key
 *
 * A key is made of parts of fields: the phonetic key of the family name, the
 * first three letters of the city.  Its value is a number of 32 bits, made of
 * the row and the model alone; 0 where a part has no value.  Where more than
 * MATCH_BLOCK rows of the rows trained on have a value, the value is split by
 * the next of the key's refinements, and given up after the last: so a rare
 * surname is a key, Smith alone is not.  (That two different values get one
 * number makes some pairs more, and no harm.)
 *
 * An account has several values of a part, one for each address or handle; so
 * a key has one or more slots.  Memory: 4 bytes a row and slot, 16 a row
 * while one key is sorted.
 */
#ifndef SCRM_MATCH_KEYS_H
#define SCRM_MATCH_KEYS_H

#include "core/match_rows.h"

#define MATCH_KEYS		32		/* of a model, at most */
#define MATCH_BLOCK		40		/* rows of one value, at most */
#define MATCH_BLOCK_MOST 400	/* where the model comes from other rows */
#define KEY_PARTS		3
#define KEY_REFINEMENTS 4

/* Parts of a value; stored in models, so they only grow. */
typedef enum KeyPartKind
{
	PART_WHOLE,
	PART_PHONETIC,
	PART_FIRST1,
	PART_FIRST2,
	PART_FIRST3,
	PART_FIRST5,
	PART_LAST3,
	PART_LAST5,
	PART_STEM,					/* of accounts */
	PART_STEM5,					/* its first five letters */
	PART_WORD,					/* of texts: the rarest words, one a slot */
	PART_WORDS,					/* two of them */
	PART_KINDS
} KeyPartKind;

extern const char *const key_part_names[PART_KINDS + 1];

typedef struct KeyPart
{
	int			field;
	KeyPartKind part;
} KeyPart;

typedef struct MatchKey
{
	int			nparts;
	KeyPart		parts[KEY_PARTS];
	int			nrefinements;
	KeyPart		refinements[KEY_REFINEMENTS];
	int			slot;			/* first in the table of keys */
	int			slots;
	double		pairs_per_row;	/* as learned */
	double		gain;			/* expected pairs of one person that no key
								 * before it makes, of the rows trained on */
} MatchKey;

typedef struct MatchKeys
{
	int			n;
	MatchKey	keys[MATCH_KEYS];
	int			width;			/* slots in all */
	/* The values that are split: key << 32 | value, in a hash set. */
	uint64	   *split;
	uint32		nsplit;
	uint32		split_mask;
} MatchKeys;

/* Values of parts by value of a field, made when they are first asked for. */
typedef struct KeyReader KeyReader;

extern KeyReader *key_reader(const MatchRows *rows);
extern void key_reader_free(KeyReader *reader);

extern void match_keys_init(MatchKeys *keys);

/* How many slots the values of a key take. */
extern int	match_key_slots(const MatchRows *rows, const MatchKey *key);

/* Adds a key; its slots are counted here.  False if there is no room. */
extern bool match_keys_add(MatchKeys *keys, const MatchRows *rows, const MatchKey *key);

/* Marks a value as one that is split. */
extern void match_keys_split(MatchKeys *keys, int key, uint32 value);
extern bool match_keys_is_split(const MatchKeys *keys, int key, uint32 value);

/* Refinements for a key of these parts, by the fields that are there. */
extern void match_key_refine(MatchKey *key, const MatchRows *rows);

/* The values of one row in the slots of one key. */
extern void match_key_values(const MatchKeys *keys, int key, KeyReader *reader,
							 const uint32 *row, uint32 *values);

/*
 * Entries of a key's values before any split: value << 32 | place, where a place
 * is row * slots + slot.  With `every` > 1 only values that it divides.
 */
extern int64 match_key_entries(const MatchKey *key, int number, KeyReader *reader, const MatchRows *rows,
							   uint32 every, uint64 *entries);

/*
 * Sorts n entries to blocks of equal values of at most MATCH_BLOCK rows,
 * splitting greater ones; notes the splits unless `splits` is NULL.
 */
typedef void (*MatchBlock) (void *state, const uint64 *entries, int64 n);
extern void match_key_blocks(const MatchKey *key, MatchKeys *splits, int number, KeyReader *reader,
							 const MatchRows *rows, uint64 *entries, uint64 *spare, int64 n,
							 MatchBlock give, void *state);

/*
 * Learns what must be split of key number `key` and fills its slots in
 * `table`, n rows of `width` slots.  Returns the number of pairs that it makes.
 */
extern double match_key_learn(MatchKeys *keys, int key, KeyReader *reader,
							  const MatchRows *rows, uint32 *table, int width);

/* Fills the slots of all keys for all rows, by what was learned. */
extern void match_keys_fill(const MatchKeys *keys, KeyReader *reader,
							const MatchRows *rows, uint32 *table);

/* Sorts entries value << 32 | row by value; `spare` has as much room. */
extern void match_sort(uint64 *entries, uint64 *spare, int64 n);

/*
 * Gives every pair of rows that share a key once, in batches, a before b in
 * the rows' order.  With `first_of_b` > 0 only pairs of a row before it with
 * one from it on.  Only values whose number modulo `every` is 0, for a
 * sample.  Returns the number of pairs.
 */
#define MATCH_BATCH 2048
typedef void (*MatchPairs) (void *state, const uint32 *a, const uint32 *b, int n);
extern int64 match_keys_pairs(const MatchKeys *keys, const uint32 *table, int width, int64 nrows, int64 first_of_b,
							  uint32 every, MatchPairs pairs, void *state);

/* Whether two rows of the table share a value of a key. */
extern bool match_key_shared(const MatchKey *key, const uint32 *a, const uint32 *b);

#endif							/* SCRM_MATCH_KEYS_H */
