/*
 * timeline_service.c - who waited for us, how long, and how it ended
 *
 * Costs: one pass over the bytes; roles are looked up by code.
 */
#include "core/timeline_service.h"

#define BOT_PREFIX	"bot:"

void
service_rules_init(ServiceRules *rules)
{
	memset(rules, 0, sizeof(*rules));
	rules->roles[VERB_OPEN] = ROLE_OPEN;
	rules->roles[VERB_ASSIGN] = ROLE_ASSIGN;
	rules->roles[VERB_MERGE] = ROLE_MERGE;
}

static RuleVerb *
find_verb(const ServiceRules *rules, Label verb)
{
	for (int i = 0; i < rules->n; i++)
		if (label_equal(rules->verbs[i].label, verb))
			return &rules->verbs[i];
	return NULL;
}

void
service_rules_add(ServiceRules *rules, Label verb, int role)
{
	uint32		code = verb_code(verb);
	RuleVerb   *known;

	if (code)
		rules->roles[code] |= role;
	else if ((known = find_verb(rules, verb)))
		known->roles |= role;
	else
	{
		RuleVerb   *grown = palloc_array(RuleVerb, rules->n + 1);

		if (rules->n > 0)
			memcpy(grown, rules->verbs, sizeof(RuleVerb) * rules->n);
		grown[rules->n++] = (RuleVerb) {verb, role};
		rules->verbs = grown;
	}
}

int
service_roles(const ServiceRules *rules, Label verb)
{
	uint32		code = verb_code(verb);
	RuleVerb   *known;

	if (code)
		return rules->roles[code];
	known = find_verb(rules, verb);
	return known ? known->roles : 0;
}

static bool
is_bot(Label actor)
{
	return actor.len >= sizeof(BOT_PREFIX) - 1 &&
		memcmp(actor.text, BOT_PREFIX, sizeof(BOT_PREFIX) - 1) == 0;
}

void
service_start(ServiceReader *reader, const Timeline *timeline, const ServiceRules *rules)
{
	uint8	   *roles,
			   *bots;

	memset(reader, 0, sizeof(*reader));
	reader->rules = rules;
	timeline_start(&reader->cursor, timeline);
	roles = timeline->labels <= TIMELINE_FEW ? reader->few : palloc(2 * (Size) timeline->labels);
	bots = roles + timeline->labels;
	for (uint32 i = 0; i < timeline->labels; i++)
	{
		Label		label = timeline_own_label(timeline, LABEL_OWN + i);
		RuleVerb   *known = find_verb(rules, label);

		roles[i] = known ? known->roles : 0;
		bots[i] = is_bot(label);
	}
	reader->own_roles = roles;
	reader->own_bots = bots;
}

/* What the event does under the rules. */
static int
roles_of(const ServiceReader *reader, const TimelineEvent *e)
{
	int			roles;

	roles = e->verb >= LABEL_OWN ? reader->own_roles[e->verb - LABEL_OWN] :
		reader->rules->roles[e->verb];

	/* What a bot does to the state counts, and what it says does not. */
	if (e->actor && reader->own_bots[e->actor - LABEL_OWN])
		roles &= reader->rules->bots ? ~ROLE_ASK : ~(ROLE_ASK | ROLE_REPLY);
	return roles;
}

static void
open_again(ServiceReader *reader)
{
	reader->state = OPEN;
	reader->opening++;
}

/* An ask starts a turn, or belongs to the one that runs. */
static void
take_ask(ServiceReader *reader, const TimelineEvent *e)
{
	ServiceTurn *turn = &reader->turn;

	if (reader->state == NOT_YET_OPEN ||
		(reader->state == RESOLVED && reader->rules->ask_reopens))
		open_again(reader);
	if (reader->waiting)
	{
		turn->asks++;
		return;
	}
	reader->waiting = true;
	turn->turn++;
	turn->opening = reader->opening;
	turn->asks = 1;
	turn->asked_at = turn->wait_from = e->ts;
	turn->channel = e->channel;
	turn->actor = 0;
}

/*
 * Follows an event; true where it answers the turn.  An event that has
 * several roles takes them in this order: a reopening ask belongs to the next
 * opening, and a reply that resolves was given while the wait ran.
 */
static bool
follow(ServiceReader *reader, const TimelineEvent *e, int roles)
{
	ServiceTurn *turn = &reader->turn;
	bool		answers = false;

	if (((roles & ROLE_REOPEN) && reader->state == RESOLVED) ||
		((roles & ROLE_OPEN) && reader->state == NOT_YET_OPEN))
		open_again(reader);
	if (roles & ROLE_ASK)
		take_ask(reader, e);
	if ((roles & ROLE_ASSIGN) && reader->waiting && reader->rules->from_assign)
		turn->wait_from = e->ts;
	if ((roles & ROLE_REPLY) && reader->waiting)
	{
		answers = true;
		reader->waiting = false;
		turn->answered_at = e->ts;
		turn->actor = e->actor;
		turn->outcome = SERVICE_ANSWERED;
	}
	if ((roles & ROLE_RESOLVE) && reader->state == OPEN)
		reader->state = RESOLVED;
	if (roles & ~ROLE_ASSIGN)
		reader->merged = (roles & ROLE_MERGE) != 0;
	return answers;
}

bool
service_next(ServiceReader *reader)
{
	TimelineCursor *cursor = &reader->cursor;

	while (timeline_next(cursor))
	{
		int			roles = roles_of(reader, &cursor->event);

		if (cursor->done % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (roles && follow(reader, &cursor->event, roles))
			return true;
	}
	if (cursor->error || !reader->waiting)
		return false;
	reader->waiting = false;
	reader->turn.outcome = reader->merged ? SERVICE_MERGED :
		reader->state == RESOLVED ? SERVICE_CLOSED : SERVICE_WAITING;
	return true;
}
