/*
 * timeline_events.c - the rows of a timeline again, and how many there are
 */
#include "timeline/timeline_arg.h"

#include "funcapi.h"

#include "base/errors.h"

/*
 * events(t timeline, during tstzrange = NULL)
 *     -> (ts, verb, channel, actor, value, seq)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_events);
Datum
scrm_events(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Timeline	timeline;
	TimelineCursor cursor;
	const TimelineEvent *e = &cursor.event;
	Period		during;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	timeline_arg(fcinfo, 0, &timeline);
	during = period_arg(fcinfo, 1);
	timeline_start_at(&cursor, &timeline, during.from);
	while (timeline_next(&cursor) && e->ts <= during.to)
	{
		Datum		values[6];
		bool		nulls[6] = {false};

		CHECK_FOR_INTERRUPTS();
		if (e->ts < during.from)
			continue;
		values[0] = TimestampTzGetDatum(e->ts);
		values[1] = label_datum(timeline_verb(&timeline, e->verb), &nulls[1]);
		values[2] = label_datum(timeline_channel(&timeline, e->channel), &nulls[2]);
		values[3] = label_datum(timeline_actor(&timeline, e->actor), &nulls[3]);
		values[4] = Float8GetDatum(e->value);
		nulls[4] = !e->has_value;
		values[5] = Int64GetDatum(e->seq);
		nulls[5] = !e->has_seq;
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	timeline_check(&cursor);
	PG_RETURN_NULL();
}

/* Arguments (t, verb, channel, during); false where t is NULL. */
static bool
find(FunctionCallInfo fcinfo, bool first_only, TimelineFound *found)
{
	Timeline	timeline;
	TimelineFilter filter;
	const char *error;

	if (PG_ARGISNULL(0))
		return false;
	timeline_arg(fcinfo, 0, &timeline);
	filter.verb = label_arg(fcinfo, 1);
	filter.channel = label_arg(fcinfo, 2);
	filter.during = period_arg(fcinfo, 3);
	error = timeline_find(&timeline, &filter, first_only, found);
	if (error)
		error_corrupt("timeline", timeline.events - timeline.bytes, error);
	return true;
}

/*
 * event_count(t timeline, verb text = NULL, channel text = NULL,
 *     during tstzrange = NULL) -> int
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_event_count);
Datum
scrm_event_count(PG_FUNCTION_ARGS)
{
	TimelineFound found;

	if (!find(fcinfo, false, &found))
		PG_RETURN_NULL();
	PG_RETURN_INT32(found.n);
}

/*
 * first_at, last_at(t timeline, verb text = NULL, channel text = NULL,
 *     during tstzrange = NULL) -> timestamptz
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_first_at);
Datum
scrm_first_at(PG_FUNCTION_ARGS)
{
	TimelineFound found;

	if (!find(fcinfo, true, &found) || found.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(found.first);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_last_at);
Datum
scrm_last_at(PG_FUNCTION_ARGS)
{
	TimelineFound found;

	if (!find(fcinfo, false, &found) || found.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(found.last);
}
