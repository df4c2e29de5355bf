/*
 * timeline_find.h - how many events of a kind, and the first and the last
 */
#ifndef SCRM_TIMELINE_FIND_H
#define SCRM_TIMELINE_FIND_H

#include "core/timeline.h"

/* A period of whole microseconds, both ends in it; empty where from > to. */
typedef struct Period
{
	int64		from;
	int64		to;
} Period;

#define PERIOD_ALWAYS	((Period) {PG_INT64_MIN, PG_INT64_MAX})

/* What to find; a label of NULL is any. */
typedef struct TimelineFilter
{
	Label		verb;
	Label		channel;
	Period		during;
} TimelineFilter;

typedef struct TimelineFound
{
	uint32		n;
	int64		first;			/* valid where n > 0 */
	int64		last;
} TimelineFound;

/*
 * One pass over the period, or up to the first event found.  Returns NULL, or
 * a sentence on what is wrong with the bytes.
 */
extern const char *timeline_find(const Timeline *timeline, const TimelineFilter *filter,
								 bool first_only, TimelineFound *found);

#endif							/* SCRM_TIMELINE_FIND_H */
