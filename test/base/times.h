/*
 * times.h - times of src/base that the tests set, so that none need be waited for
 */
#ifndef PROBE_TIMES_H
#define PROBE_TIMES_H

extern double probe_second;		/* base/progress.c: its second, in ms */
extern double probe_fresh;		/* base/cache.c: how long a toast pointer is
								 * trusted, in ms */
#define PROGRESS_SECOND	probe_second
#define CACHE_FRESH		probe_fresh

#endif							/* PROBE_TIMES_H */
