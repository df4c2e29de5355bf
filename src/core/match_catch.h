/*
 * match_catch.h - persons kept current, change by change
 *
 * Grouping is local.  What match_group makes of the rows of one of its groups
 * alone is that group, since links that were refused changed nothing.  So
 * groups that were made apart are those of all rows together exactly if no
 * link between two of them is taken, at its turn, by the groups as they are
 * then: it is enough to group again what changed with the groups that have a
 * link to it, and to go on with those of them that came out otherwise.
 *
 * The pairs of few rows must be those that all rows would make: a key's value
 * that more than MATCH_BLOCK_MOST rows of all have makes none, so such values
 * are an argument.
 */
#ifndef SCRM_MATCH_CATCH_H
#define SCRM_MATCH_CATCH_H

#include "core/match_group.h"

/* A value of a key in one number, as the index of keys has it. */
#define MATCH_KEY(key, value) ((uint64) (key) << 32 | (value))

/* The values in a row of the table of keys, ascending; returns how many. */
extern int	match_row_keys(const MatchKeys *keys, const uint32 *table, uint64 *values);

/*
 * Links of few rows, as match_score gives them of all.  `order` are numbers by
 * which the first of two rows is told, NULL where they are in that order;
 * first_of_b as in match_keys_pairs; `rows_of_all` is how many rows there are,
 * `large` the values that too many of them have, ascending.
 */
extern void match_score_some(const MatchModel *model, const MatchRows *rows, const uint32 *table, const int64 *order,
							 int64 first_of_b, double rows_of_all, const uint64 *large, int nlarge, double least,
							 MatchLinks *links);

/*
 * Which person each group of rows goes on being.  was[i] is the person of row
 * i until now, 0 if none; group[i] a row number, the same for all rows of a
 * group.  In person[i] its person, 0 where the group is a new one.  Of many
 * persons a group is the one that most of its rows were, and of many groups a
 * person is the one that most of its rows are in; ties by the lesser person,
 * then the first group.
 */
extern void match_persons(int64 n, const int64 *was, const uint32 *group, int64 *person);

#endif							/* SCRM_MATCH_CATCH_H */
