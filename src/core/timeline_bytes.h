/*
 * timeline_bytes.h - the packed form from outside
 */
#ifndef SCRM_TIMELINE_BYTES_H
#define SCRM_TIMELINE_BYTES_H

#include "core/timeline_write.h"

/*
 * Takes len bytes from the version byte on, of TIMELINE_VERSION, only if they
 * are the one form that their events have: *value is then a varlena of them.
 * TIMELINE_CORRUPT: *error is a sentence on the byte at *at.  TIMELINE_LARGE:
 * building them anew would pass FLAT_MAX.  Whether labels are text in some
 * encoding is for the caller to see.
 */
extern TimelineStatus timeline_from_bytes(const uint8 *bytes, Size len, void **value,
										  const char **error, Size *at);

#endif							/* SCRM_TIMELINE_BYTES_H */
