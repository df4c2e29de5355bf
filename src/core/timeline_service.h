/*
 * timeline_service.h - who waited for us, how long, and how it ended
 *
 * A turn runs from the first ask that nobody has answered to the first reply
 * after it; further asks in between belong to it.  A resolve answers nothing:
 * where a reply comes after it, the wait ran on.
 *
 * A timeline is not open before its first ask or open; it is resolved by a
 * resolve, and open again by a reopen, or by an ask where the rules say so:
 * that begins its next opening.
 */
#ifndef SCRM_TIMELINE_SERVICE_H
#define SCRM_TIMELINE_SERVICE_H

#include "core/timeline.h"

/* What a verb does; several may be true of one. */
#define ROLE_ASK		0x01	/* starts a wait */
#define ROLE_REPLY		0x02	/* ends it */
#define ROLE_RESOLVE	0x04
#define ROLE_REOPEN		0x08
#define ROLE_OPEN		0x10
#define ROLE_ASSIGN		0x20
#define ROLE_MERGE		0x40

typedef struct RuleVerb
{
	Label		label;
	int			roles;
} RuleVerb;

typedef struct ServiceRules
{
	uint8		roles[VERB_LAST + 1];	/* of listed verbs */
	int			n;				/* verbs without a code that have a role */
	RuleVerb   *verbs;
	bool		ask_reopens;
	bool		bots;			/* replies of actors "bot:..." end a wait */
	bool		from_assign;	/* the last assign before the reply starts it */
} ServiceRules;

/* Rules without any ask, reply, resolve or reopen; the other verbs have theirs. */
extern void service_rules_init(ServiceRules *rules);

/* Gives a verb a role; the text must outlive the rules. */
extern void service_rules_add(ServiceRules *rules, Label verb, int role);

/* The roles of a verb. */
extern int	service_roles(const ServiceRules *rules, Label verb);

typedef enum ServiceOutcome
{
	SERVICE_ANSWERED,
	SERVICE_WAITING,			/* the timeline ends, and is open */
	SERVICE_CLOSED,				/* it ended resolved */
	SERVICE_MERGED				/* it ended in another one */
} ServiceOutcome;

typedef struct ServiceTurn
{
	int			turn;			/* from 1 */
	int			opening;		/* from 1; in which the first ask came */
	int			asks;
	int64		asked_at;
	int64		wait_from;		/* asked_at, or the last assign */
	int64		answered_at;	/* where answered */
	uint32		channel;		/* code; of the first ask */
	uint32		actor;			/* code; of the reply */
	ServiceOutcome outcome;
} ServiceTurn;

typedef struct ServiceReader
{
	const ServiceRules *rules;
	TimelineCursor cursor;
	const uint8 *own_roles;		/* of the dictionary's labels as verbs */
	const uint8 *own_bots;		/* whether they are a bot as actors */
	uint8		few[2 * TIMELINE_FEW];
	enum
	{
		NOT_YET_OPEN, OPEN, RESOLVED
	}			state;
	int			opening;
	bool		merged;
	bool		waiting;		/* `turn` is a wait that runs */
	ServiceTurn turn;
} ServiceReader;

/*
 * Turns in order.  service_next returns false after the last one, or where
 * the bytes are none of ours (cursor.error).  It reads no further than the
 * turn's reply.
 */
extern void service_start(ServiceReader *reader, const Timeline *timeline,
						  const ServiceRules *rules);
extern bool service_next(ServiceReader *reader);

#endif							/* SCRM_TIMELINE_SERVICE_H */
