/*
 * match_parents.h - what strangers have in common goes together
 *
 * Two shops of one house share the street, the city and the telephone: three
 * agreements that are one.  Where no person's name tells which rows are of one
 * household, rows that have a value in common and are called differently show
 * what else such rows share.
 */
#ifndef SCRM_MATCH_PARENTS_H
#define SCRM_MATCH_PARENTS_H

#include "core/match_model.h"

/*
 * Gives fields a parent, and their u where it agrees; `name` is the field that
 * tells strangers, since it differs.  Each field has any_u.
 */
extern void match_parents_learn(MatchModel *model, const MatchRows *rows, int name);

#endif							/* SCRM_MATCH_PARENTS_H */
