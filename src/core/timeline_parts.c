/*
 * timeline_parts.c - a timeline made of a part of another
 *
 * Linear in the events, with an array of them in memory; a label that no event
 * has any more is not written.
 */
#include "core/timeline_parts.h"

TimelineStatus
timeline_strip_actors(const Timeline *timeline, void **packed, const uint8 **at)
{
	TimelineEvent *events = palloc_extended(sizeof(TimelineEvent) * Max(1, timeline->n),
											MCXT_ALLOC_HUGE);
	TimelineCursor cursor;

	timeline_start(&cursor, timeline);
	while (timeline_next(&cursor))
	{
		TimelineEvent *event = &events[cursor.done - 1];

		CHECK_FOR_INTERRUPTS();
		*event = cursor.event;
		event->actor = 0;
	}
	*at = cursor.at;
	*packed = cursor.error ? NULL : timeline_write(timeline, events, timeline->n);
	pfree(events);
	if (cursor.error)
		return TIMELINE_CORRUPT;
	return *packed ? TIMELINE_OK : TIMELINE_LARGE;
}
