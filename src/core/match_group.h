/*
 * match_group.h - from pairs to persons
 *
 * Best link first.  Two groups become one if no source that has one row a
 * person would repeat, and the average weight between them holds: connected
 * components, which one wrong link joins, collapse on large tables.
 */
#ifndef SCRM_MATCH_GROUP_H
#define SCRM_MATCH_GROUP_H

#include "core/match_score.h"

#define MATCH_MERGE_LEAST (-1.0)	/* bits on average for two groups to be
									 * one, at probability .5 */
#define MATCH_LINK_LEAST (-12.0)	/* bits of links that grouping looks at */

/*
 * The row number of each row's person: its first row.  `least` is the average
 * weight, in bits, that a merge must reach.  Decisions hold whatever else
 * speaks against them; if they contradict one another the result is NULL and
 * *wrong is the first that two rows joined by others say are two.
 */
extern uint32 *match_group(const MatchRows *rows, MatchLink *links, int64 n, double least,
						   const MatchDecision *decisions, int64 ndecisions, int64 *wrong);

#endif							/* SCRM_MATCH_GROUP_H */
