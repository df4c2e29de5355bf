/*
 * clv_stats.h - the multiset of (frequency, recency, age) of a customer base
 *
 * Growing, it is a hash table with open addressing, from row to customers, in
 * the state itself at first and in memory of its own once that is large.
 * Packed, rows are sorted, so that one multiset has one form:
 *
 *	 0        4         5       6
 *	 +--------+---------+-------+--------------+---------+-------+------+------- - -
 *	 | length | version | flags | unit [as_of] | n times | times | rows | row, row,
 *	 +--------+---------+-------+--------------+---------+-------+------+------- - -
 *
 * flags: CLV_STATS_DATED says that as_of is there, a zigzag varint; all other
 * numbers are varints.  unit: months and days.  times: the distinct recencies
 * and ages ascending, each the step of its float8 bits from the time before.
 * A row is the step of frequency; the index of age, less that of the row
 * before where the step is 0; the index of age less that of recency; and the
 * customers.  Rows are sorted by (frequency, age, recency).
 */
#ifndef SCRM_CLV_STATS_H
#define SCRM_CLV_STATS_H

#include "core/clv_rows.h"
#include "core/clv_unit.h"
#include "core/core.h"
#include "core/flat.h"

#define CLV_STATS_VERSION	1
#define CLV_STATS_DATED		0x01	/* in flags */

/* Frequencies and customers stay where float8 is exact, as JSON is read. */
#define CLV_STATS_MAX		INT64CONST(9007199254740992)

/* What rows must share to be counted together. */
typedef struct ClvStatsHead
{
	ClvUnit		unit;			/* may be unnamed */
	int32		dated;			/* whether as_of is known */
	int32		as_of;			/* days since 2000-01-01 */
} ClvStatsHead;

/* Some customers; none in a slot that is free. */
typedef struct ClvStatsRow
{
	int64		frequency;
	double		recency;
	double		age;
	int64		customers;
} ClvStatsRow;

/* The open flat state: a table whose slots follow it, a power of two. */
typedef struct ClvStatsFlat
{
	char		prelude[8];		/* FLAT_PRELUDE */
	ClvStatsHead head;
	int64		customers;
	int64		n;				/* rows */
	ClvStatsRow slots[FLEXIBLE_ARRAY_MEMBER];
} ClvStatsFlat;

/* Rows that wait while the memory of their slots is fetched. */
#define CLV_STATS_WAITING	32

/*
 * The same in memory, of any size.  It is larger than the caches of a
 * processor, and its slots are hit at random, so a row first waits in line.
 */
typedef struct ClvStatsTable
{
	ClvStatsHead head;
	int64		customers;		/* those of waiting rows, too */
	int64		n;				/* rows, without those that wait */
	int64		nslots;
	ClvStatsRow *slots;
	void	   *memory;			/* of the slots, which are aligned in it */
	int			nwaiting;
	ClvStatsRow waiting[CLV_STATS_WAITING];
	uint64		hashes[CLV_STATS_WAITING];
} ClvStatsTable;

/* A value, read: what the models are fitted to. */
typedef struct ClvStats
{
	ClvStatsHead head;
	int64		customers;
	ClvRows		rows;
} ClvStats;

extern bool clv_row_valid(int64 frequency, double recency, double age);

extern ClvStatsFlat *clv_flat_new(const ClvStatsHead *head);
extern bool clv_flat_full(const ClvStatsFlat *flat);
extern ClvStatsFlat *clv_flat_add(ClvStatsFlat *flat, const ClvStatsRow *row);
extern void *clv_flat_pack(const ClvStatsFlat *flat);

extern ClvStatsTable *clv_table_from_flat(const ClvStatsFlat *flat);
extern bool clv_table_add(ClvStatsTable *table, const ClvStatsRow *row);
extern void *clv_table_pack(ClvStatsTable *table);

/* A value or an open state that travelled, from its version byte on, of
 * CLV_STATS_VERSION; in the current context.  NULL, or a sentence on what is
 * wrong with it. */
extern const char *clv_stats_read(const uint8 *bytes, Size len, ClvStats *stats);

extern void *clv_stats_pack(const ClvStats *stats); /* rows in any order */
extern char *clv_stats_to_json(const ClvStats *stats);
extern const char *clv_stats_from_json(const char *text, Size len, ClvStats *stats);

#endif							/* SCRM_CLV_STATS_H */
