/*
 * memory.h - the bound of one call's memory: setting scrm.memory_limit
 */
#ifndef SCRM_MEMORY_H
#define SCRM_MEMORY_H

#include "postgres.h"

extern void memory_init(void);

/* The bound in bytes, for work that can do with less; infinite where it is 0. */
extern double memory_limit(void);

/*
 * Says before the work begins that `what` (a function's name) will need so
 * many bytes: 53200 where that is more than the bound.
 */
extern void memory_announce(const char *what, double bytes);

#endif							/* SCRM_MEMORY_H */
