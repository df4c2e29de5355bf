/*
 * spellings.h - different texts, how often each was seen, and when last
 *
 * Growing, spellings stand one behind the other as they come: sorted and
 * counted together each time there is no room left.  Packed, they are sorted,
 * so that one set has one form, whatever the order of rows:
 *
 *	 0        4         5       6
 *	 +--------+---------+-------+----------+----------+- - -
 *	 | length | version | flags | spelling | spelling |
 *	 +--------+---------+-------+----------+----------+- - -
 *
 * flags are 0.  A spelling is the length of its text, the text, how often it
 * was seen, and when last: 0 where no instant is known, else its zigzag and 1.
 * All numbers are varints.  The order is bytewise, a prefix first.
 */
#ifndef SCRM_SPELLINGS_H
#define SCRM_SPELLINGS_H

#include "core/core.h"
#include "core/flat.h"

#include "datatype/timestamp.h"

#define SPELLINGS_VERSION	1

/* Instants are of the years from 1 on, or infinite. */
#define SPELLINGS_INSTANT_MIN	INT64CONST(-63082281600000000)

typedef struct Spelling
{
	const char *text;			/* not terminated */
	int			len;
	int64		rows;			/* at least 1 */
	TimestampTz newest;			/* DT_NOBEGIN where no instant is known */
} Spelling;

/* The open flat state; nothing in it points anywhere. */
typedef struct SpellingsFlat
{
	char		prelude[8];		/* FLAT_PRELUDE */
	uint32		used;			/* bytes of entries */
	uint32		n;
	char		entries[FLEXIBLE_ARRAY_MEMBER];
} SpellingsFlat;

/* Reads a packed value spelling by spelling. */
typedef struct SpellingsReader
{
	const uint8 *p;
	const uint8 *end;
	const char *error;			/* NULL, or a sentence on what is wrong */
	Spelling	last;			/* the one before */
} SpellingsReader;

extern SpellingsFlat *spellings_new(void);

/*
 * Adds a spelling, or all of a value or of an open state from its version byte
 * on.  *flat may become a larger copy; spellings_add_value makes a new one of
 * NULL.  False: it would pass FLAT_MAX.
 */
extern bool spellings_add(SpellingsFlat **flat, Spelling spelling);
extern bool spellings_add_value(SpellingsFlat **flat, const uint8 *bytes, Size len,
								const char **error);

/* The spellings of a state, sorted, each once; their texts are the state's. */
extern Spelling *spellings_list(const SpellingsFlat *flat, int *n);
extern void *spellings_pack(const SpellingsFlat *flat);

/* From the version byte on, of SPELLINGS_VERSION. */
extern void spellings_open(SpellingsReader *reader, const uint8 *bytes, Size len);
extern bool spellings_next(SpellingsReader *reader, Spelling *spelling);

#endif							/* SCRM_SPELLINGS_H */
