/*
 * match_record.h - records in jsonb as rows of the matching
 *
 * A record is an object whose keys are names of columns, as to_jsonb(row) of a
 * row that a model was trained on.
 */
#ifndef SCRM_MATCH_RECORD_H
#define SCRM_MATCH_RECORD_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "core/match_model.h"

/* Empty rows that take records for a model. */
extern MatchRows *match_record_rows(const MatchModel *model);

/*
 * Adds a record to such rows; `what` names the argument in messages.  A key
 * that is no column is ignored, one that is missing or null is no value; an
 * error where it is no object.  After the last one: match_model_finish.
 */
extern void match_record_add(MatchRows *rows, Jsonb *record, const char *what);

#endif							/* SCRM_MATCH_RECORD_H */
