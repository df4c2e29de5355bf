/*
 * timeline_parts.h - a timeline made of a part of another
 */
#ifndef SCRM_TIMELINE_PARTS_H
#define SCRM_TIMELINE_PARTS_H

#include "core/timeline_write.h"

/*
 * The same events without their actors, packed, in the current context; those
 * that become equal stay as many as they were.  TIMELINE_CORRUPT: *at is where
 * the bytes are none of ours.
 */
extern TimelineStatus timeline_strip_actors(const Timeline *timeline, void **packed,
											const uint8 **at);

#endif							/* SCRM_TIMELINE_PARTS_H */
