/*
 * iso8601.c - instants as documents write them
 */
#include "fuzz.h"

#include "core/iso8601.h"
#include "core/timeline_text.h"

/* From year 1 on the text form of a timeline writes the same notation. */
static void
reads_what_timelines_write(TimestampTz instant)
{
	char		text[TIMELINE_TS_MAX];
	TimestampTz again;

	timeline_ts_text(text, instant);
	if (text[0] == '-' || strncmp(text, "0000", 4) == 0)
		return;
	REQUIRE(iso8601_read(text, strlen(text), &again) == INSTANT_OK);
	REQUIRE(again == instant);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	TimestampTz instant;
	double		epoch;

	if (iso8601_read((const char *) bytes, size, &instant) == INSTANT_OK)
	{
		REQUIRE(IS_VALID_TIMESTAMP(instant));
		reads_what_timelines_write(instant);
	}
	if (size != sizeof(epoch))
		return;
	memcpy(&epoch, bytes, sizeof(epoch));
	if (epoch_read(epoch, &instant) == INSTANT_OK)
	{
		REQUIRE(IS_VALID_TIMESTAMP(instant));
		reads_what_timelines_write(instant);
	}
}
