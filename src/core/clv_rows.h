/*
 * clv_rows.h - what the purchase models read of a customer base
 */
#ifndef SCRM_CLV_ROWS_H
#define SCRM_CLV_ROWS_H

#include "core/core.h"

/*
 * A multiset of (frequency, recency, age) in arrays: row i stands for
 * customers[i] customers who made frequency[i] repeat purchases, the last one
 * at recency[i], observed up to age[i].  Times are in the caller's unit since
 * the first purchase, 0 <= recency <= age.  Rows are distinct, and sorted by
 * (frequency, age, recency).
 */
typedef struct ClvRows
{
	int			n;
	const int64 *frequency;
	const double *recency;
	const double *age;
	const int64 *customers;
} ClvRows;

#endif							/* SCRM_CLV_ROWS_H */
