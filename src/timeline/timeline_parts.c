/*
 * timeline_parts.c - timelines made of parts of others
 */
#include "postgres.h"
#include "fmgr.h"

#include "base/errors.h"
#include "core/timeline_parts.h"
#include "timeline/timeline_arg.h"

/*
 * strip_actors(t timeline) -> timeline
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_strip_actors);
Datum
scrm_strip_actors(PG_FUNCTION_ARGS)
{
	Timeline	timeline;
	void	   *packed;
	const uint8 *at;

	timeline_arg(fcinfo, 0, &timeline);
	switch (timeline_strip_actors(&timeline, &packed, &at))
	{
		case TIMELINE_CORRUPT:
			error_corrupt("timeline", at - timeline.bytes, "An event is not one of this type.");
		case TIMELINE_LARGE:
			error_timeline_large();
		default:
			PG_RETURN_POINTER(packed);
	}
}
