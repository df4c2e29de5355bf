/*
 * progress.h - how far a long call is: setting scrm.progress
 *
 * A function that may take long says so around its work:
 *
 *		progress_begin("match_pairs", "rows");
 *		...							(core loops end each step with TICK)
 *		progress_step("pairs");
 *		...
 *		progress_end();
 *
 * and whoever watches reads, after the second second, "match_pairs: 31 % of
 * 12.4 M pairs, 2.1 M/s, 4 s left": before the query's text in
 * pg_stat_activity where the setting is `activity`, each 10 s as a NOTICE
 * where it is `notice`.  Calls may be nested; the inner one is told of.
 *
 * After an error there is nothing to do: the call ends with the memory
 * context that was current when it began, which must last as long as it.
 */
#ifndef SCRM_PROGRESS_H
#define SCRM_PROGRESS_H

#include "postgres.h"

extern void progress_init(void);

/* `call` and `unit` are not copied. */
extern void progress_begin(const char *call, const char *unit);

/* The next step of the work, which counts something else. */
extern void progress_step(const char *unit);

extern void progress_end(void);

#endif							/* SCRM_PROGRESS_H */
