/*
 * match_explain.h - the weight of two rows, step by step
 */
#ifndef SCRM_MATCH_EXPLAIN_H
#define SCRM_MATCH_EXPLAIN_H

#include "core/match_model.h"

#define MATCH_STEPS		(MATCH_FIELDS + 2)

typedef struct MatchStep
{
	const char *name;			/* of the field; prior, calibration */
	char	   *a;				/* values as they are compared; NULL: none */
	char	   *b;
	const char *level;
	double		weight;			/* bits */
} MatchStep;

/*
 * The prior, one step for each field that has evidence, the greatest weight
 * first, and the calibration.  Their sum is the calibrated weight of the pair
 * where as many rows are matched as the model was trained on.  The rows were
 * finished by match_model_finish.  Returns the number of steps.
 */
extern int	match_explain(const MatchModel *model, const MatchRows *rows, const uint32 *a, const uint32 *b,
						  MatchStep *steps);

#endif							/* SCRM_MATCH_EXPLAIN_H */
