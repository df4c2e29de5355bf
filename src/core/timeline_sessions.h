/*
 * timeline_sessions.h - runs of events without a long silence
 */
#ifndef SCRM_TIMELINE_SESSIONS_H
#define SCRM_TIMELINE_SESSIONS_H

#include "core/timeline.h"

/* What the cursor's reader has gathered of the session that it is in. */
typedef struct SessionReader
{
	TimelineCursor cursor;
	int64		gap;			/* us; a longer silence ends a session */
	bool		ahead;			/* the cursor's event is the next session's
								 * first */

	/* The session that session_next has read. */
	int			session;		/* from 1 */
	int64		started_at;
	int64		ended_at;
	int			events;
	int			n_channels;
	Label	   *channels;		/* each one once, in bytewise order */

	bool	   *seen;			/* by code */
} SessionReader;

/*
 * session_next returns false after the last one, or where the bytes are none
 * of ours (cursor.error).
 */
extern void session_start(SessionReader *reader, const Timeline *timeline, int64 gap);
extern bool session_next(SessionReader *reader);

/*
 * The number of sessions; -1 where the bytes are none of ours, and *at is
 * where.
 */
extern int	session_count(const Timeline *timeline, int64 gap, const uint8 **at);

#endif							/* SCRM_TIMELINE_SESSIONS_H */
