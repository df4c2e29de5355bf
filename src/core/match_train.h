/*
 * match_train.h - learning a model from rows alone, without labels
 *
 * What two strangers have in common is observed on random pairs, and inside
 * rare contexts on pairs weighed by the probability that they are two; pairs
 * that cannot be one person (two rows of a source that has one row a person,
 * called decoys) count in full.  What one person's rows have in common comes from expectation and maximization over the patterns of
 * candidate pairs (Winkler, Using the EM Algorithm for Weight Computation in
 * the Fellegi-Sunter Model of Record Linkage, 1988).
 */
#ifndef SCRM_MATCH_TRAIN_H
#define SCRM_MATCH_TRAIN_H

#include "core/match_model.h"

typedef struct MatchOptions
{
	double		pairs_per_row;	/* candidates that keys may make */
	uint64		seed;
	int64		first_of_b;		/* two sources: row number, else 0 */
	const MatchDecision *labels;	/* pairs that somebody knows */
	int64		nlabels;
} MatchOptions;

/* A model of the rows; its keys' values of all rows go into *table, in rows of *width. */
extern MatchModel *match_train(MatchRows *rows, const MatchOptions *options, uint32 **table, int *width);

#endif							/* SCRM_MATCH_TRAIN_H */
