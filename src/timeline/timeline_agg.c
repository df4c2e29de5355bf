/*
 * timeline_agg.c - rows to timelines, and timelines to one
 */
#include "timeline/timeline_arg.h"

#include <math.h>

#include "utils/builtins.h"

#include "base/errors.h"
#include "core/timeline_text.h"

static TimelineState *state_arg(FunctionCallInfo fcinfo, int n);
static TimelineState *append(TimelineState *state, FunctionCallInfo fcinfo, int n);
static void read_row(FunctionCallInfo fcinfo, TimelineRow *row);

/*
 * timeline_agg_trans(timeline, ts timestamptz, verb text [, channel text
 *     [, actor text [, value float8 [, seq bigint]]]]) -> timeline
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_agg_trans);
Datum
scrm_timeline_agg_trans(PG_FUNCTION_ARGS)
{
	TimelineState *state;
	TimelineRow row;
	TimelineStatus status;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aggregate_unchanged(fcinfo);
	(void) aggregate_context(fcinfo);
	state = state_arg(fcinfo, 0);
	read_row(fcinfo, &row);
	if (!state)
		state = timeline_state_new(0);
	status = timeline_state_add(&state, &row);
	if (status == TIMELINE_LABELS)
		error_timeline_labels();
	if (status != TIMELINE_OK)
		error_timeline_large();
	PG_RETURN_POINTER(state);
}

/*
 * timeline_combine(timeline, timeline) -> timeline
 *
 * The transition function of rollup, too: to add a stored part and to add a
 * worker's part are the same.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_combine);
Datum
scrm_timeline_combine(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		return aggregate_unchanged(fcinfo);
	(void) aggregate_context(fcinfo);
	PG_RETURN_POINTER(append(state_arg(fcinfo, 0), fcinfo, 1));
}

/*
 * timeline_pack(timeline) -> timeline
 *
 * The final function: packs into a copy, since the state may go on growing.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_pack);
Datum
scrm_timeline_pack(PG_FUNCTION_ARGS)
{
	TimelineState *state = (TimelineState *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));

	if (VARSIZE(state) < sizeof(TimelineState) || flat_flags(state) != FLAT_OPEN)
		PG_RETURN_POINTER(state);
	check_version("timeline", flat_version(state), TIMELINE_VERSION);
	PG_RETURN_POINTER(timeline_packed(state));
}

/*
 * merge(a timeline, b timeline) -> timeline, and operator +
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_merge);
Datum
scrm_timeline_merge(PG_FUNCTION_ARGS)
{
	TimelineState *state = append(NULL, fcinfo, 0);

	PG_RETURN_POINTER(timeline_packed(append(state, fcinfo, 1)));
}

/*
 * Argument n as an open state, NULL where it is NULL.  What an aggregate of
 * someone else hands in may be packed, and is not written to.
 */
static TimelineState *
state_arg(FunctionCallInfo fcinfo, int n)
{
	TimelineState *state;

	if (PG_ARGISNULL(n))
		return NULL;
	state = flat_arg(fcinfo, n);
	return state ? state : append(NULL, fcinfo, n);
}

/* Adds the events of argument n, of either form, to a state or to none. */
static TimelineState *
append(TimelineState *state, FunctionCallInfo fcinfo, int n)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(n);
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);
	Size		len = VARSIZE_ANY_EXHDR(value);
	Timeline	timeline;
	const char *error;

	if (len < 2)
		error_corrupt("timeline", len, "It ends within its header.");
	check_version("timeline", bytes[0], TIMELINE_VERSION);
	if ((error = timeline_read(bytes, len, &timeline)))
		error_corrupt("timeline", 0, error);
	if (!state)
		state = timeline_state_new(len);
	switch (timeline_state_append(&state, &timeline))
	{
		case TIMELINE_OK:
			break;
		case TIMELINE_LABELS:
			error_timeline_labels();
		case TIMELINE_LARGE:
			error_timeline_large();
		case TIMELINE_CORRUPT:
			error_corrupt("timeline", timeline.events - bytes,
						  "An event is not one of this type.");
	}
	return state;
}

/* Where the event is, for messages. */
static const char *
of_event(const TimelineRow *row)
{
	return timeline_ts_text(palloc(TIMELINE_TS_MAX), row->ts);
}

static void
check_label(const TimelineRow *row, const char *what, Label label)
{
	if (label.len > LABEL_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
				 errmsg("%s of the event of %s has %d bytes, and a label has up to %d",
						what, of_event(row), label.len, LABEL_MAX)));
}

/* The row's arguments, as many as the overload has. */
static void
read_row(FunctionCallInfo fcinfo, TimelineRow *row)
{
	int			n = PG_NARGS();

	memset(row, 0, sizeof(*row));
	row->ts = PG_GETARG_TIMESTAMPTZ(1);
	if (TIMESTAMP_NOT_FINITE(row->ts))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("time of an event is %s",
						TIMESTAMP_IS_NOBEGIN(row->ts) ? "-infinity" : "infinity"),
				 errhint("Leave such rows out: FILTER (WHERE isfinite(ts)).")));
	row->verb = label_arg(fcinfo, 2);
	if (row->verb.len == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("verb of the event of %s is empty", of_event(row)),
				 errhint("A row without a verb is skipped: write nullif(verb, '').")));
	check_label(row, "verb", row->verb);
	if (n > 3)
		check_label(row, "channel", row->channel = label_arg(fcinfo, 3));
	if (n > 4)
		check_label(row, "actor", row->actor = label_arg(fcinfo, 4));
	if (n > 5 && !PG_ARGISNULL(5))
	{
		row->has_value = true;
		row->value = PG_GETARG_FLOAT8(5);
		if (isnan(row->value))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("value of the event of %s is NaN", of_event(row))));
	}
	if (n > 6 && !PG_ARGISNULL(6))
	{
		row->has_seq = true;
		row->seq = PG_GETARG_INT64(6);
	}
}
