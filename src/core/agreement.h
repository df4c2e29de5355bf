/*
 * agreement.h - how well groups agree with the true ones
 */
#ifndef SCRM_AGREEMENT_H
#define SCRM_AGREEMENT_H

#include "core/contingency.h"

/*
 * Shares from 0 to 1, NaN where they are of nothing.  Of pairs of records:
 * those that both the groups and the truth put together, of those of the
 * groups (precision) and of those of the truth (recall).  B-cubed (Bagga and
 * Baldwin 1998, Algorithms for scoring coreference chains): the same for each
 * record, counted among the records of its group and of its true group, itself
 * included; the mean over all records.  F1 is the harmonic mean of both.
 */
typedef struct Agreement
{
	double		pair_precision;
	double		pair_recall;
	double		pair_f1;
	double		b3_precision;
	double		b3_recall;
	double		b3_f1;
} Agreement;

/*
 * From the cells of (group, truth), sorted by group, each once; they are left
 * sorted by truth.
 */
extern Agreement agreement_of(ContingencyCell *cells, int64 n);

#endif							/* SCRM_AGREEMENT_H */
