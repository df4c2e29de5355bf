/*
 * timeline_sessions.c - sessions and session_count
 */
#include "core/timeline_sessions.h"

#include "timeline/timeline_arg.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/args.h"
#include "base/errors.h"

/* The longest silence within a session, in us. */
static int64
gap_arg(FunctionCallInfo fcinfo, int n)
{
	Interval   *interval = PG_GETARG_INTERVAL_P(n);
	int64		gap = interval_usecs("gap", interval);

	if (gap < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("gap is negative: %s",
						DatumGetCString(DirectFunctionCall1(interval_out,
															IntervalPGetDatum(interval))))));
	return gap;
}

static Datum
text_array(const Label *labels, int n)
{
	Datum	   *texts = palloc_array(Datum, Max(1, n));
	bool		isnull;

	for (int i = 0; i < n; i++)
		texts[i] = label_datum(labels[i], &isnull);
	return PointerGetDatum(construct_array(texts, n, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * sessions(t timeline, gap interval = '30 min')
 *     -> (session, started_at, ended_at, events, channels)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_sessions);
Datum
scrm_sessions(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Timeline	timeline;
	SessionReader reader;

	InitMaterializedSRF(fcinfo, 0);
	timeline_arg(fcinfo, 0, &timeline);
	session_start(&reader, &timeline, gap_arg(fcinfo, 1));
	while (session_next(&reader))
	{
		Datum		values[5];
		bool		nulls[5] = {false};

		values[0] = Int32GetDatum(reader.session);
		values[1] = TimestampTzGetDatum(reader.started_at);
		values[2] = TimestampTzGetDatum(reader.ended_at);
		values[3] = Int32GetDatum(reader.events);
		values[4] = text_array(reader.channels, reader.n_channels);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	timeline_check(&reader.cursor);
	PG_RETURN_NULL();
}

/*
 * session_count(t timeline, gap interval = '30 min') -> int
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_session_count);
Datum
scrm_session_count(PG_FUNCTION_ARGS)
{
	Timeline	timeline;
	const uint8 *at;
	int			sessions;

	timeline_arg(fcinfo, 0, &timeline);
	sessions = session_count(&timeline, gap_arg(fcinfo, 1), &at);
	if (sessions < 0)
		error_corrupt("timeline", at - timeline.bytes, "An event is not one of this type.");
	PG_RETURN_INT32(sessions);
}
