/*
 * matcher_lock.h - sessions that match side by side
 *
 * Advisory locks to the end of the transaction, on keys and on persons.  They
 * are waited for in ascending order only (those of the whole matcher, which
 * come first, always); one that would be out of order is
 * taken if it is free.  So transactions that wait for these locks never wait
 * for one another in a circle, however many rows each of them writes.  There
 * are as many locks of each sort as stripes, so a load of a million rows has
 * no more.
 */
#ifndef SCRM_MATCHER_LOCK_H
#define SCRM_MATCHER_LOCK_H

#include "identity/matcher.h"

typedef enum LockResult
{
	LOCK_HELD,					/* all of them were ours before */
	LOCK_NEW,
	LOCK_BUSY					/* somebody else has one that is not waited
								 * for */
} LockResult;

/* Whoever changes groups shares the matcher; who makes them all has it alone. */
extern LockResult lock_shared(const Matcher *matcher);
extern void lock_alone(const Matcher *matcher);

/* Answers are given one after the other. */
extern void lock_decisions(const Matcher *matcher);

extern LockResult lock_keys(const Matcher *matcher, const Numbers *keys);
extern LockResult lock_persons(const Matcher *matcher, const Numbers *persons);

/* Whether nothing was committed since that snapshot. */
extern bool snapshot_is_latest(Snapshot snapshot);

#endif							/* SCRM_MATCHER_LOCK_H */
