/*
 * iso8601.c - laws of reading instants
 */
#include "check.h"

#include <time.h>

#include "core/civil.h"
#include "core/iso8601.h"

static InstantStatus
status_of(const char *text)
{
	TimestampTz instant;

	return iso8601_read(text, strlen(text), &instant);
}

/* Microseconds since 1970, as the C library would count them. */
static int64
unix_usecs(const char *text)
{
	TimestampTz instant = 0;

	CHECK(iso8601_read(text, strlen(text), &instant) == INSTANT_OK);
	return instant + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY;
}

/* Every day of years that differ in their leap rules, against timegm. */
static void
agrees_with_the_c_library(void)
{
	const int	years[] = {1, 4, 100, 400, 1582, 1600, 1700, 1970, 1999, 2000, 2018, 2024, 2100, 9999};

	for (int i = 0; i < lengthof(years); i++)
		for (int day = 0; day < 366; day++)
		{
			struct tm	tm = {.tm_year = years[i] - 1900, .tm_mday = 1 + day,
			.tm_hour = day % 24, .tm_min = day % 60, .tm_sec = (day * 7) % 60};
			time_t		seconds = timegm(&tm);
			char		text[64];

			snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ",
					 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
					 tm.tm_hour, tm.tm_min, tm.tm_sec);
			CHECK(unix_usecs(text) == (int64) seconds * USECS_PER_SEC);
		}
}

/* Every day of the years 1 to 9999 has one date, and each date its day. */
static void
dates_and_days_are_one_to_one(void)
{
	int			year,
				month,
				mday,
				next_year = 1,
				next_month = 1,
				next_mday = 1;

	for (int64 day = civil_day(1, 1, 1); day <= civil_day(9999, 12, 31); day++)
	{
		civil_date(day, &year, &month, &mday);
		CHECK(year == next_year && month == next_month && mday == next_mday);
		CHECK(civil_day(year, month, mday) == day);
		if (++next_mday > civil_days_of_month(next_year, next_month))
		{
			next_mday = 1;
			if (++next_month > 12)
			{
				next_month = 1;
				next_year++;
			}
		}
	}
	CHECK(civil_day(2000, 1, 1) == 0 && next_year == 10000);
}

static void
one_instant_has_many_notations(void)
{
	int64		instant = unix_usecs("2018-10-11T02:31:39Z");

	CHECK(instant == INT64CONST(1539225099) * USECS_PER_SEC);
	CHECK(unix_usecs("2018-10-11 02:31:39") == instant);
	CHECK(unix_usecs("2018-10-11t02:31:39.000z") == instant);
	CHECK(unix_usecs("2018-10-11T08:01:39+05:30") == instant);
	CHECK(unix_usecs("2018-10-11T08:01:39+0530") == instant);
	CHECK(unix_usecs("2018-10-10T21:31:39-05") == instant);
	CHECK(unix_usecs("2018-10-11T02:31:38,9999996Z") == instant);
	CHECK(unix_usecs("2018-10-11T02:31:39.25Z") == instant + 250000);
	CHECK(unix_usecs("2016-12-31T23:59:60Z") == unix_usecs("2017-01-01"));
	CHECK(unix_usecs("2016-12-31T24:00Z") == unix_usecs("2017-01-01"));
}

static void
refuses_what_is_no_instant(void)
{
	const char *malformed[] = {"", "2018", "2018-10", "18-10-11", "2018-10-11T", "2018-10-11T02",
		"2018-10-11T02:31:", "2018-10-11T02:31:39.", "2018-10-11T02:31:39Zz", "2018-10-11T02:31:39+5",
		"2018-10-11T02:31:39+05:", "2018-10-11T02:31:39 CET", "11.10.2018", "-2018-10-11", "yesterday",
	"2018-10-11T02:31:39Z "};
	const char *no_such[] = {"2018-02-29", "1900-02-29", "2018-13-01", "2018-00-01", "2018-01-00",
		"2018-04-31", "0000-01-01", "2018-10-11T25:00", "2018-10-11T24:01", "2018-10-11T23:60",
	"2018-10-11T23:59:61", "2018-10-11T02:31:39+16:00"};

	for (int i = 0; i < lengthof(malformed); i++)
		CHECK(status_of(malformed[i]) == INSTANT_MALFORMED);
	for (int i = 0; i < lengthof(no_such); i++)
		CHECK(status_of(no_such[i]) == INSTANT_NO_SUCH_DAY);
	CHECK(status_of("294276-12-31T23:59:59.999999Z") == INSTANT_OK);
	CHECK(status_of("294277-01-01") == INSTANT_OUT_OF_RANGE);
	CHECK(status_of("999999-01-01") == INSTANT_OUT_OF_RANGE);
}

/* Every byte string is answered, and none is read past its end. */
static void
reads_only_its_bytes(void)
{
	const char	alphabet[] = "0123456789-:T.Z+ ,x";
	pg_prng_state seed;

	pg_prng_seed(&seed, 7);
	for (int i = 0; i < 200000; i++)
	{
		int			length = pg_prng_uint64_range(&seed, 0, 30);
		char	   *text = palloc(length + 1);
		TimestampTz instant;

		for (int j = 0; j < length; j++)
			text[j] = alphabet[pg_prng_uint64_range(&seed, 0, sizeof(alphabet) - 1)];
		text = repalloc(text, length ? length : 1);
		(void) iso8601_read(text, length, &instant);
		pfree(text);
	}
}

static void
epochs_in_seconds_and_milliseconds(void)
{
	TimestampTz a,
				b;

	CHECK(epoch_read(1539225099, &a) == INSTANT_OK);
	CHECK(epoch_read(1539225099000.0, &b) == INSTANT_OK);
	CHECK(a == b);
	CHECK(iso8601_read("2018-10-11T02:31:39Z", 20, &b) == INSTANT_OK && a == b);
	CHECK(epoch_read(NAN, &a) == INSTANT_OUT_OF_RANGE);
	CHECK(epoch_read(INFINITY, &a) == INSTANT_OUT_OF_RANGE);
	CHECK(epoch_read(1e300, &a) == INSTANT_OUT_OF_RANGE);
}

int
main(void)
{
	LAW(agrees_with_the_c_library);
	LAW(dates_and_days_are_one_to_one);
	LAW(one_instant_has_many_notations);
	LAW(refuses_what_is_no_instant);
	LAW(reads_only_its_bytes);
	LAW(epochs_in_seconds_and_milliseconds);
	return check_done();
}
