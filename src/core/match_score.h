/*
 * match_score.h - candidate pairs to weighed links
 */
#ifndef SCRM_MATCH_SCORE_H
#define SCRM_MATCH_SCORE_H

#include "core/match_curve.h"
#include "core/match_train.h"

typedef struct MatchLink
{
	uint32		a;				/* row numbers, a < b */
	uint32		b;
	double		weight;			/* bits with the prior, before calibration */
} MatchLink;

typedef struct MatchLinks
{
	MatchLink  *links;
	int64		n;
	int64		room;
	int64		pairs;			/* that were compared */
	MatchHistogram histogram;
} MatchLinks;

extern void match_link_add(MatchLinks *links, uint32 a, uint32 b, double weight);

/*
 * Weighs every pair that the keys make of the rows, of which those of one side
 * (first_of_b) and decoys are no links.  Keeps links of at least `least` bits.
 */
extern void match_score(const MatchModel *model, const MatchRows *rows, const uint32 *table, int width,
						int64 first_of_b, double least, MatchLinks *links);

#endif							/* SCRM_MATCH_SCORE_H */
