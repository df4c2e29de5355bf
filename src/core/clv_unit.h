/*
 * clv_unit.h - the unit of time of purchase models and their statistics
 *
 * Whole days and months; a month has 30.4375 days, a year twelve months.  No
 * time zone and no hours: purchases are days.
 */
#ifndef SCRM_CLV_UNIT_H
#define SCRM_CLV_UNIT_H

#include "core/core.h"

#define DAYS_PER_UNIT_MONTH	30.4375
#define DAYS_PER_UNIT_YEAR	365.25

/* All zero: unnamed, which fits any other. */
typedef struct ClvUnit
{
	int32		months;
	int32		days;
} ClvUnit;

static inline bool
clv_unit_named(ClvUnit unit)
{
	return unit.months != 0 || unit.days != 0;
}

static inline double
clv_unit_days(ClvUnit unit)
{
	return unit.months * DAYS_PER_UNIT_MONTH + unit.days;
}

/* Whether both may meet: alike, or one of them is unnamed. */
static inline bool
clv_unit_fits(ClvUnit a, ClvUnit b)
{
	return !clv_unit_named(a) || !clv_unit_named(b) ||
		(a.months == b.months && a.days == b.days);
}

extern bool clv_unit_parse(const char *text, ClvUnit *unit);
extern char *clv_unit_text(ClvUnit unit);

#endif							/* SCRM_CLV_UNIT_H */
