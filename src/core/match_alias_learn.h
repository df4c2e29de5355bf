/*
 * match_alias_learn.h - which names are one name, of pairs that are one person by all else
 */
#ifndef SCRM_MATCH_ALIAS_LEARN_H
#define SCRM_MATCH_ALIAS_LEARN_H

#include "core/match_model.h"

/*
 * Learns the aliases of the names from the pairs that the model's keys make of
 * the rows, by the model as it stands; rows and model know them from now on.
 */
extern void match_aliases_learn(MatchModel *model, MatchRows *rows,
								const uint32 *table, int width, int64 first_of_b);

#endif							/* SCRM_MATCH_ALIAS_LEARN_H */
