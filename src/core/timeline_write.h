/*
 * timeline_write.h - making timelines: the open state, and packing it
 *
 * Every timeline, whether from rows, text, bytes or other timelines, is made
 * by adding events to an open state and packing it: there is one writer.
 */
#ifndef SCRM_TIMELINE_WRITE_H
#define SCRM_TIMELINE_WRITE_H

#include "core/timeline.h"

typedef enum TimelineStatus
{
	TIMELINE_OK,
	TIMELINE_LABELS,			/* more than LABELS_MAX labels without a code */
	TIMELINE_LARGE,				/* more than FLAT_MAX bytes */
	TIMELINE_CORRUPT			/* the other timeline's bytes are none of ours */
} TimelineStatus;

/* An event as a row has it. */
typedef struct TimelineRow
{
	int64		ts;				/* us, a valid finite timestamp */
	Label		verb;			/* 1 to LABEL_MAX bytes */
	Label		channel;		/* up to LABEL_MAX, or NULL */
	Label		actor;			/* alike */
	bool		has_value;
	bool		has_seq;
	double		value;			/* not NaN */
	int64		seq;
} TimelineRow;

/* An open state; room for at least `room` bytes of events and labels. */
extern TimelineState *timeline_state_new(Size room);

/*
 * Adds to the state in place, or makes a larger one in the current context and
 * leaves the old alone; *state is the one to go on with.  After an error it
 * is a state to be thrown away.
 */
extern TimelineStatus timeline_state_add(TimelineState **state, const TimelineRow *row);

/* Adds all events of a timeline of either form. */
extern TimelineStatus timeline_state_append(TimelineState **state, const Timeline *other);

/*
 * The packed form of a state, in the current context; the state is only read.
 * NULL: it would pass FLAT_MAX.
 */
extern void *timeline_pack(const TimelineState *state);

/*
 * Packs events whose codes refer to the dictionary of `timeline`; sorts them
 * where they are not in order.  NULL as above.
 */
extern void *timeline_write(const Timeline *timeline, TimelineEvent *events, Size n);

/*
 * Writes an event that follows one of these codes and this seq; at most
 * EVENT_MAX bytes.  The step is as the form wants it.  Returns the byte after.
 */
extern uint8 *timeline_write_event(uint8 *p, const TimelineEvent *event, uint32 channel,
								   uint32 actor, int64 seq, uint64 step);

/* The total order of events, whose codes refer to this timeline. */
extern int	timeline_compare(const Timeline *timeline, const TimelineEvent *a,
							 const TimelineEvent *b);

/* Sorts events; linear where they come as a few runs in order. */
extern void timeline_sort(const Timeline *timeline, TimelineEvent *events, Size n);

#endif							/* SCRM_TIMELINE_WRITE_H */
