/*
 * check.h - the smallest test harness that a core test needs
 *
 * A test is a program: main() runs each law with LAW(name) and returns
 * check_done().  A failed CHECK prints where and goes on, so that one run
 * shows all that is wrong.
 */
#ifndef SCRM_CHECK_H
#define SCRM_CHECK_H

#include "core/core.h"

#include <math.h>

#include "common/pg_prng.h"

static int	check_failures;		/* in the law that runs */
static int	check_failed_laws;

#define CHECK(condition) \
	do { \
		if (!(condition)) \
		{ \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #condition); \
			check_failures++; \
		} \
	} while (0)

/* |a - b| within an absolute plus relative tolerance. */
#define CHECK_NEAR(a, b, tolerance) \
	do { \
		double		a_ = (a), \
					b_ = (b); \
\
		if (!(fabs(a_ - b_) <= (tolerance) * (1 + fabs(b_)))) \
		{ \
			printf("# %s:%d: %s is %.17g, and should be %.17g\n", \
				   __FILE__, __LINE__, #a, a_, b_); \
			check_failures++; \
		} \
	} while (0)

/* Runs a static void function of that name, and prints its verdict. */
#define LAW(name) \
	do { \
		check_failures = 0; \
		name(); \
		printf("%sok - " #name "\n", check_failures ? "not " : ""); \
		check_failed_laws += check_failures > 0; \
	} while (0)

static inline int
check_done(void)
{
	return check_failed_laws > 0;
}

#endif							/* SCRM_CHECK_H */
