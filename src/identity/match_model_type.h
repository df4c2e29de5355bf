/*
 * match_model_type.h - models of matching as arguments and results
 */
#ifndef SCRM_MATCH_MODEL_TYPE_H
#define SCRM_MATCH_MODEL_TYPE_H

#include "postgres.h"
#include "fmgr.h"

#include "core/match_model.h"

/*
 * Argument n, not NULL: decoded once for many rows (base/cache.h, which takes
 * fn_extra).  Nobody writes to it; valid until this place is called again.
 */
extern const MatchModel *match_model_arg(FunctionCallInfo fcinfo, int n);

/* A value that is not NULL, detoasted or not, decoded in the current context. */
extern const MatchModel *match_model_value(Datum value);

/* The value that a model is stored as; an error where it would pass 1 GB. */
extern Datum match_model_datum(const MatchModel *model);

#endif							/* SCRM_MATCH_MODEL_TYPE_H */
