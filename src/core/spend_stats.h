/*
 * spend_stats.h - the multiset of (frequency, mean amount) of a customer base
 *
 * Growing, it is an array of rows: sorted and equal ones counted together
 * each time it is full.  Packed, rows are sorted, so that one multiset has one
 * form:
 *
 *	 0        4         5       6          9
 *	 +--------+---------+-------+----------+----------+------+------- - - -
 *	 | length | version | flags | currency | left_out | rows | row, row, ...
 *	 +--------+---------+-------+----------+----------+------+------- - - -
 *
 * currency: three capitals, or zeros where there is none.  left_out: customers
 * whom the model cannot use (no repeat purchase, or a mean not over 0).  A row
 * is the step of frequency; the bits of the mean, less those of the mean
 * before where the step is 0; and the customers.  All numbers are varints.
 */
#ifndef SCRM_SPEND_STATS_H
#define SCRM_SPEND_STATS_H

#include "core/fitted_model.h"
#include "core/spend.h"

#define SPEND_STATS_VERSION		1

/*
 * What is known of a base, in memory.  A currency of "" is none; before the
 * first customer it is not settled which.
 */
typedef struct SpendSet
{
	char		currency[CURRENCY_LEN + 1];
	bool		settled;
	int64		left_out;
	int64		n;
	int64		room;
	SpendRow   *rows;
} SpendSet;

/* The open flat state: a set whose rows follow it. */
typedef struct SpendFlat
{
	char		prelude[8];		/* FLAT_PRELUDE */
	char		currency[CURRENCY_LEN + 1];
	bool		settled;
	int64		left_out;
	int64		n;
	SpendRow	rows[FLEXIBLE_ARRAY_MEMBER];
} SpendFlat;

extern void spend_count_add(int64 *count, int64 more);
extern int64 spend_rows_collapse(SpendRow *rows, int64 n);
extern void spend_set_add(SpendSet *set, SpendRow row);
extern SpendFlat *spend_flat_new(void);
extern bool spend_flat_full(SpendFlat *flat);
extern SpendFlat *spend_flat_add(SpendFlat *flat, SpendRow row);

extern void *spend_set_pack(SpendSet *set);
extern const char *spend_set_read(const uint8 *bytes, Size len, SpendSet *set);
extern char *spend_set_to_json(const SpendSet *set);
extern const char *spend_set_from_json(const char *text, Size len, SpendSet *set);

#endif							/* SCRM_SPEND_STATS_H */
