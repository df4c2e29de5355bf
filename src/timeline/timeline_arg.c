/*
 * timeline_arg.c - timelines and periods as arguments, and what goes wrong
 */
#include "timeline/timeline_arg.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

#include "base/errors.h"

const uint8 *
timeline_bytes(FunctionCallInfo fcinfo, int n, Size *len)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(n);
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);

	*len = VARSIZE_ANY_EXHDR(value);
	if (*len < 2)
		error_corrupt("timeline", *len, "It ends within its header.");
	check_version("timeline", bytes[0], TIMELINE_VERSION);
	if (bytes[1] == FLAT_OPEN)
	{
		value = timeline_packed((TimelineState *) PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(n)));
		bytes = (const uint8 *) VARDATA(value);
		*len = VARSIZE(value) - VARHDRSZ;
	}
	return bytes;
}

void
timeline_arg(FunctionCallInfo fcinfo, int n, Timeline *timeline)
{
	Size		len;
	const uint8 *bytes = timeline_bytes(fcinfo, n, &len);
	const char *error = timeline_read(bytes, len, timeline);

	if (error)
		error_corrupt("timeline", 0, error);
}

Period
period_arg(FunctionCallInfo fcinfo, int n)
{
	Period		period = PERIOD_ALWAYS;
	RangeBound	lower,
				upper;
	bool		empty;

	if (PG_ARGISNULL(n))
		return period;
	range_deserialize(lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO),
					  PG_GETARG_RANGE_P(n), &lower, &upper, &empty);
	if (empty)
		return (Period) {1, 0};
	if (!lower.infinite)
	{
		period.from = DatumGetTimestampTz(lower.val);
		if (!lower.inclusive && period.from < PG_INT64_MAX)
			period.from++;
	}
	if (!upper.infinite)
	{
		period.to = DatumGetTimestampTz(upper.val);
		if (!upper.inclusive && period.to > PG_INT64_MIN)
			period.to--;
	}
	return period;
}

Label
label_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *value;

	if (PG_ARGISNULL(n))
		return (Label) {NULL, 0};
	value = PG_GETARG_TEXT_PP(n);
	return (Label) {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

Datum
label_datum(Label label, bool *isnull)
{
	*isnull = label.text == NULL;
	return *isnull ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(label.text, label.len));
}

Interval *
wait_interval(int64 a, int64 b)
{
	Interval   *interval = palloc0_object(Interval);

	if (pg_sub_s64_overflow(b, a, &interval->time))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("interval out of range")));
	return interval;
}

void
timeline_check(const TimelineCursor *cursor)
{
	if (cursor->error)
		error_corrupt("timeline", cursor->at - cursor->timeline->bytes, cursor->error);
}

void *
timeline_packed(const TimelineState *state)
{
	void	   *packed = timeline_pack(state);

	if (!packed)
		error_timeline_large();
	return packed;
}

void
error_timeline_labels(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("timeline has more than %d different verbs, channels and actors", LABELS_MAX),
			 errhint("Split it by period.")));
	pg_unreachable();
}

void
error_timeline_large(void)
{
	error_too_large("timeline", "Split it by period.");
}
