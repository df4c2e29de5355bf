/*
 * timeline_sessions.c - runs of events without a long silence
 */
#include "core/timeline_sessions.h"

/* Whether the silence from a to b, of which a is the earlier, ends a session. */
static inline bool
is_gap(int64 a, int64 b, int64 gap)
{
	return (uint64) b - (uint64) a > (uint64) gap;
}

void
session_start(SessionReader *reader, const Timeline *timeline, int64 gap)
{
	Size		codes = LABEL_OWN + (Size) timeline->labels;

	memset(reader, 0, sizeof(*reader));
	timeline_start(&reader->cursor, timeline);
	reader->gap = gap;
	reader->ahead = timeline_next(&reader->cursor);
	reader->channels = palloc_array(Label, codes);
	reader->seen = palloc0_array(bool, codes);
}

static void
add_event(SessionReader *reader, const TimelineEvent *e)
{
	reader->events++;
	reader->ended_at = e->ts;
	if (e->channel && !reader->seen[e->channel])
	{
		reader->seen[e->channel] = true;
		reader->channels[reader->n_channels++] =
			timeline_channel(reader->cursor.timeline, e->channel);
	}
}

static int
compare_channels(const void *a, const void *b)
{
	return label_compare(*(const Label *) a, *(const Label *) b);
}

bool
session_next(SessionReader *reader)
{
	TimelineCursor *cursor = &reader->cursor;

	if (!reader->ahead)
		return false;
	if (reader->n_channels > 0)
		memset(reader->seen, 0, LABEL_OWN + (Size) cursor->timeline->labels);
	reader->session++;
	reader->started_at = cursor->event.ts;
	reader->events = reader->n_channels = 0;
	do
	{
		add_event(reader, &cursor->event);
		reader->ahead = timeline_next(cursor);
		if (cursor->done % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	} while (reader->ahead && !is_gap(reader->ended_at, cursor->event.ts, reader->gap));
	pg_qsort(reader->channels, reader->n_channels, sizeof(Label), compare_channels);
	return !cursor->error;
}

int
session_count(const Timeline *timeline, int64 gap, const uint8 **at)
{
	TimelineCursor cursor;
	int			sessions = 0;
	int64		last = 0;

	timeline_start(&cursor, timeline);
	while (timeline_next(&cursor))
	{
		if (cursor.done == 1 || is_gap(last, cursor.event.ts, gap))
			sessions++;
		last = cursor.event.ts;
		if (cursor.done % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	*at = cursor.at;
	return cursor.error ? -1 : sessions;
}
