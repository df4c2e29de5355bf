/*
 * iso8601.c - instants as documents write them
 *
 * iso8601_read takes the extended notation of ISO 8601, as RFC 3339 and the
 * APIs of the networks write it:
 *
 *		2018-10-11						midnight
 *		2018-10-11T02:31				T may be t or a blank
 *		2018-10-11T02:31:39.123456Z		fraction after . or , rounded to 1 us
 *		2018-10-11T02:31:39+05:30		or +0530, +05
 *
 * A time without zone is UTC.  A second 60 is the first of the next minute,
 * 24:00 the next midnight.  Years have four to six digits, from 0001 on.
 *
 * It is not the server's timestamptz input, whose answer depends on TimeZone
 * and DateStyle: what reads a document must be immutable.
 */
#include "core/iso8601.h"

#include <math.h>

#include "core/civil.h"

#define MILLISECONDS	1e11	/* an epoch from here on is in milliseconds */

typedef struct Scan
{
	const char *at;
	const char *end;
} Scan;

/* Reads from `least` to `most` digits; -1 where there are fewer. */
static int
digits(Scan *scan, int least, int most)
{
	int			value = 0,
				n = 0;

	while (n < most && scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
	{
		value = value * 10 + (*scan->at++ - '0');
		n++;
	}
	return n < least ? -1 : value;
}

/* Takes one of the characters of `any`. */
static bool
take(Scan *scan, const char *any)
{
	if (scan->at == scan->end || !strchr(any, *scan->at) || *scan->at == '\0')
		return false;
	scan->at++;
	return true;
}

/* Microseconds of the digits after a decimal sign, rounded half up. */
static int
fraction(Scan *scan)
{
	int			value = 0,
				n = 0,
				digit;

	while ((digit = digits(scan, 1, 1)) >= 0)
	{
		if (n < 6)
			value = value * 10 + digit;
		else if (n == 6 && digit >= 5)
			value++;
		n++;
	}
	for (int i = n; i < 6; i++)
		value *= 10;
	return n == 0 ? -1 : value;
}

/* Hour, minute and what follows; microseconds, which may be a whole day. */
static InstantStatus
read_time(Scan *scan, int64 *usecs)
{
	int			hour = digits(scan, 2, 2),
				minute,
				second = 0,
				micro = 0;

	if (hour < 0 || !take(scan, ":") || (minute = digits(scan, 2, 2)) < 0)
		return INSTANT_MALFORMED;
	if (take(scan, ":"))
	{
		if ((second = digits(scan, 2, 2)) < 0)
			return INSTANT_MALFORMED;
		if (take(scan, ".,") && (micro = fraction(scan)) < 0)
			return INSTANT_MALFORMED;
	}
	if (hour > 24 || minute > 59 || second > 60 ||
		(hour == 24 && (minute > 0 || second > 0 || micro > 0)))
		return INSTANT_NO_SUCH_DAY;
	*usecs = ((hour * 60 + minute) * INT64CONST(60) + second) * USECS_PER_SEC + micro;
	return INSTANT_OK;
}

/* Z, or what the local clock is ahead of UTC; nothing is UTC. */
static InstantStatus
read_zone(Scan *scan, int64 *ahead)
{
	int			sign,
				hour,
				minute = 0;

	*ahead = 0;
	if (scan->at == scan->end || take(scan, "Zz"))
		return INSTANT_OK;
	sign = *scan->at == '-' ? -1 : 1;
	if (!take(scan, "+-") || (hour = digits(scan, 2, 2)) < 0)
		return INSTANT_MALFORMED;
	if (take(scan, ":"))
		minute = digits(scan, 2, 2);
	else if (scan->at < scan->end)
		minute = digits(scan, 2, 2);
	if (minute < 0)
		return INSTANT_MALFORMED;
	if (hour > 15 || minute > 59)
		return INSTANT_NO_SUCH_DAY;
	*ahead = sign * (hour * INT64CONST(60) + minute) * 60 * USECS_PER_SEC;
	return INSTANT_OK;
}

/*
 * Reads one instant from the whole of text[0, length).
 */
InstantStatus
iso8601_read(const char *text, int length, TimestampTz *instant)
{
	Scan		scan = {text, text + length};
	int			year,
				month,
				day;
	int64		usecs = 0,
				ahead = 0;
	InstantStatus status;

	if ((year = digits(&scan, 4, 6)) < 0 || !take(&scan, "-") ||
		(month = digits(&scan, 2, 2)) < 0 || !take(&scan, "-") ||
		(day = digits(&scan, 2, 2)) < 0)
		return INSTANT_MALFORMED;
	if (scan.at < scan.end)
	{
		if (!take(&scan, "Tt "))
			return INSTANT_MALFORMED;
		if ((status = read_time(&scan, &usecs)) != INSTANT_OK ||
			(status = read_zone(&scan, &ahead)) != INSTANT_OK)
			return status;
		if (scan.at < scan.end)
			return INSTANT_MALFORMED;
	}
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
		day > civil_days_of_month(year, month))
		return INSTANT_NO_SUCH_DAY;

	/* Years of six digits fit int64 in microseconds only up to 294276. */
	if (year > 294276)
		return INSTANT_OUT_OF_RANGE;
	*instant = civil_day(year, month, day) * USECS_PER_DAY + usecs - ahead;
	return IS_VALID_TIMESTAMP(*instant) ? INSTANT_OK : INSTANT_OUT_OF_RANGE;
}

/*
 * Seconds since 1970, or milliseconds where the number is 1e11 (the year
 * 5138 in seconds) or more; rounded to microseconds.
 */
InstantStatus
epoch_read(double epoch, TimestampTz *instant)
{
	double		seconds = fabs(epoch) >= MILLISECONDS ? epoch / 1000 : epoch;
	const int64 from_1970 = (int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY;

	/* Within a double's exact microseconds, and far within a timestamp. */
	if (!(fabs(seconds) < 9e9))
		return INSTANT_OUT_OF_RANGE;
	*instant = (TimestampTz) rint((seconds - from_1970) * USECS_PER_SEC);
	return INSTANT_OK;
}
