/*
 * match_curve.h - what weights are worth, by pairs that cannot be one person
 *
 * Two rows of a source that has one row a person are a decoy: where D decoys
 * lie among weights, so do rho * D false pairs, rho being how many pairs of rows
 * may be one person for one that cannot (Elias and Gygi, Target-Decoy Search
 * Strategy for Increased Confidence, Nature Methods 4, 2007).
 */
#ifndef SCRM_MATCH_CURVE_H
#define SCRM_MATCH_CURVE_H

#include "core/match_model.h"

/* Pairs and decoys by weight, in bins of so many bits. */
#define MATCH_BIN		0.5
#define MATCH_BIN_FIRST (-20)
#define MATCH_BINS		240
typedef struct MatchHistogram
{
	double		pairs[MATCH_BINS];
	double		decoys[MATCH_BINS];
} MatchHistogram;

static inline void
match_count(MatchHistogram *histogram, double weight, bool decoy)
{
	double		bin = (weight - MATCH_BIN_FIRST) / MATCH_BIN;
	int			i = (int) Max(0, Min(bin, MATCH_BINS - 1));

	if (decoy)
		histogram->decoys[i]++;
	else
		histogram->pairs[i]++;
}

/* Makes the model's curve of all scored pairs; none where decoys are too few. */
extern void match_learn_curve(MatchModel *model, const MatchHistogram *histogram);

#endif							/* SCRM_MATCH_CURVE_H */
