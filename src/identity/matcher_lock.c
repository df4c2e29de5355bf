/*
 * matcher_lock.c - sessions that match side by side
 */
#include "identity/matcher_lock.h"

#include "access/transam.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/snapmgr.h"

#define STRIPES			1024
#define LOCK_CLASS		3		/* users' own advisory locks are 1 and 2 */

/* Ranks of a matcher's locks. */
#define RANK_MATCHER	0
#define RANK_DECISIONS	1
#define RANK_KEYS		2
#define RANK_PERSONS	(RANK_KEYS + STRIPES)

/* The highest that this transaction has asked for. */
static TransactionId asked_in = InvalidTransactionId;
static uint64 asked_most;

static LockResult
lock_one(const Matcher *matcher, uint32 rank, LOCKMODE mode)
{
	LOCKTAG		tag;
	uint64		place = (uint64) matcher->tables[MATCHER_TABLE] << 32 | rank;
	TransactionId now = GetTopTransactionId();

	if (asked_in != now)
		asked_most = 0;
	asked_in = now;
	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, matcher->tables[MATCHER_TABLE], rank, LOCK_CLASS);
	switch (LockAcquire(&tag, mode, false, rank >= RANK_KEYS && place < asked_most))
	{
		case LOCKACQUIRE_NOT_AVAIL:
			return LOCK_BUSY;
		case LOCKACQUIRE_ALREADY_HELD:
		case LOCKACQUIRE_ALREADY_CLEAR:
			return LOCK_HELD;
		default:
			asked_most = Max(asked_most, place);
			return LOCK_NEW;
	}
}

/* The stripes of some numbers, in ascending order. */
static LockResult
lock_all(const Matcher *matcher, uint32 first, const Numbers *numbers)
{
	bool		wanted[STRIPES] = {false};
	LockResult	result = LOCK_HELD;

	for (int i = 0; i < numbers->n; i++)
		wanted[match_mix((uint64) numbers->values[i]) % STRIPES] = true;
	for (int s = 0; s < STRIPES; s++)
	{
		LockResult	one = wanted[s] ? lock_one(matcher, first + s, ExclusiveLock) : LOCK_HELD;

		if (one == LOCK_BUSY)
			return LOCK_BUSY;
		if (one == LOCK_NEW)
			result = LOCK_NEW;
	}
	return result;
}

LockResult
lock_shared(const Matcher *matcher)
{
	return lock_one(matcher, RANK_MATCHER, ShareLock);
}

void
lock_alone(const Matcher *matcher)
{
	lock_one(matcher, RANK_MATCHER, ExclusiveLock);
}

LockResult
lock_keys(const Matcher *matcher, const Numbers *keys)
{
	return lock_all(matcher, RANK_KEYS, keys);
}

LockResult
lock_persons(const Matcher *matcher, const Numbers *persons)
{
	return lock_all(matcher, RANK_PERSONS, persons);
}

void
lock_decisions(const Matcher *matcher)
{
	lock_one(matcher, RANK_DECISIONS, ExclusiveLock);
}

bool
snapshot_is_latest(Snapshot snapshot)
{
	Snapshot	now = GetLatestSnapshot();

	return now->xmin == snapshot->xmin && now->xmax == snapshot->xmax && now->xcnt == snapshot->xcnt &&
		memcmp(now->xip, snapshot->xip, now->xcnt * sizeof(TransactionId)) == 0;
}
