/*
 * timeline_find.c - how many events of a kind, and the first and the last
 */
#include "core/timeline_find.h"

#define ANY_CODE	0
#define NO_CODE		PG_UINT32_MAX	/* of a label that the timeline does not
									 * have */

/* The code by which this timeline knows a label. */
static uint32
code_of(const Timeline *timeline, Label label, uint32 (*listed) (Label))
{
	uint32		code;

	if (!label.text)
		return ANY_CODE;
	if ((code = listed(label)))
		return code;
	for (uint32 i = 0; i < timeline->labels; i++)
		if (label_equal(timeline_own_label(timeline, LABEL_OWN + i), label))
			return LABEL_OWN + i;
	return NO_CODE;
}

const char *
timeline_find(const Timeline *timeline, const TimelineFilter *filter,
			  bool first_only, TimelineFound *found)
{
	uint32		verb = code_of(timeline, filter->verb, verb_code),
				channel = code_of(timeline, filter->channel, channel_code);
	TimelineCursor cursor;
	const TimelineEvent *e = &cursor.event;

	found->n = 0;
	if (verb == NO_CODE || channel == NO_CODE || filter->during.from > filter->during.to)
		return NULL;
	timeline_start_at(&cursor, timeline, filter->during.from);
	while (timeline_next(&cursor))
	{
		if (cursor.done % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (e->ts > filter->during.to)
			break;
		if (e->ts < filter->during.from || (verb != ANY_CODE && e->verb != verb) ||
			(channel != ANY_CODE && e->channel != channel))
			continue;
		if (found->n++ == 0)
			found->first = e->ts;
		found->last = e->ts;
		if (first_only)
			break;
	}
	return cursor.error;
}
