/*
 * civil.h - days of the proleptic Gregorian calendar
 *
 * Days count from 2000-01-01, as in PostgreSQL's date; years from 1.  The
 * server has date2j and j2date, but not outside itself.
 */
#ifndef SCRM_CIVIL_H
#define SCRM_CIVIL_H

#include "core/core.h"

/*
 * Years are counted from March, so that the leap day comes last: the days
 * before each month then follow (153 m + 2) / 5 (Richards, Explanatory
 * Supplement to the Astronomical Almanac, 2013, section 15.11).
 */
static inline int64
civil_day(int year, int month, int day)
{
	int			y = month > 2 ? year : year - 1;
	int			m = month > 2 ? month - 3 : month + 9;

	return INT64CONST(365) * y + y / 4 - y / 100 + y / 400 +
		(153 * m + 2) / 5 + day - 1 - 730425;
}

static inline int
civil_days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* The date of a day from year 1 on. */
static inline void
civil_date(int64 day, int *year, int *month, int *mday)
{
	int64		d = day + 730425;	/* from 0000-03-01 */
	int64		era = d / 146097;	/* of 400 years */
	int64		of_era = d % 146097;
	int64		y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64		of_year = of_era - (365 * y + y / 4 - y / 100);
	int			m = (5 * of_year + 2) / 153;

	*mday = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = era * 400 + y + (*month <= 2);
}

#endif							/* SCRM_CIVIL_H */
