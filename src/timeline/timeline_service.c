/*
 * timeline_service.c - responses: first_response and responses
 */
#include "core/timeline_service.h"

#include "timeline/timeline_arg.h"

#include "funcapi.h"
#include "utils/builtins.h"

#include "base/args.h"
#include "base/errors.h"

/* Options of the service figures; the pause verbs are of those with states. */
static const char *const known_options[] = {
	"ask", "reply", "resolve", "reopen", "pause", "ask_reopens", "bots", "peers",
	"from", NULL
};

static const char *const from_choices[] = {"ask", "assign", NULL};

/* The rules of a call site, as long as its options stay the same bytes. */
typedef struct RulesCache
{
	Jsonb	   *options;
	ServiceRules rules;
} RulesCache;

/* Gives a role to the verbs that an option lists, or to the usual ones. */
static void
add_verbs(ServiceRules *rules, Jsonb *options, const char *name, int role,
		  const char *const *usual)
{
	int			n;
	char	  **verbs = option_texts(options, name, &n);

	if (!verbs)
		for (; *usual; usual++)
			service_rules_add(rules, label_of(*usual), role);
	for (int i = 0; verbs && i < n; i++)
	{
		if (verbs[i][0] == '\0')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("option \"%s\" lists an empty verb", name)));
		if ((role == ROLE_REPLY) &&
			(service_roles(rules, label_of(verbs[i])) & ROLE_ASK))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("verb \"%s\" starts a wait and ends it", verbs[i]),
					 errhint("Name it in one of the options \"ask\" and \"reply\".")));
		service_rules_add(rules, label_of(verbs[i]), role);
	}
}

static void
read_rules(Jsonb *options, ServiceRules *rules)
{
	static const char *const asks[] = {"ask", NULL};
	static const char *const replies[] = {"reply", NULL};
	static const char *const resolves[] = {"resolve", "close", NULL};
	static const char *const reopens[] = {"reopen", NULL};
	int			n;

	options_check(options, known_options);
	service_rules_init(rules);
	add_verbs(rules, options, "ask", ROLE_ASK, asks);
	add_verbs(rules, options, "reply", ROLE_REPLY, replies);
	add_verbs(rules, options, "resolve", ROLE_RESOLVE, resolves);
	add_verbs(rules, options, "reopen", ROLE_REOPEN, reopens);
	(void) option_texts(options, "pause", &n);
	rules->ask_reopens = option_bool(options, "ask_reopens", true);
	rules->bots = option_bool(options, "bots", false);
	if (rules->bots)
		service_rules_add(rules, verb_label(VERB_AUTO_REPLY), ROLE_REPLY);
	if (option_bool(options, "peers", false))
		service_rules_add(rules, verb_label(VERB_ANSWER), ROLE_REPLY);
	rules->from_assign = choice("from", option_text(options, "from", "ask"), from_choices) == 1;
}

/* The rules of argument n, read once for all rows of a call site. */
static const ServiceRules *
rules_arg(FunctionCallInfo fcinfo, int n)
{
	RulesCache *cache = fcinfo->flinfo->fn_extra;
	Jsonb	   *options = PG_GETARG_JSONB_P(n);
	MemoryContext old;

	if (cache && VARSIZE(cache->options) == VARSIZE(options) &&
		memcmp(cache->options, options, VARSIZE(options)) == 0)
		return &cache->rules;

	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	cache = palloc0_object(RulesCache);
	cache->options = palloc(VARSIZE(options));
	memcpy(cache->options, options, VARSIZE(options));
	read_rules(cache->options, &cache->rules);
	MemoryContextSwitchTo(old);
	fcinfo->flinfo->fn_extra = cache;
	return &cache->rules;
}

/*
 * first_response(t timeline, options jsonb = '{}') -> interval
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_first_response);
Datum
scrm_first_response(PG_FUNCTION_ARGS)
{
	Timeline	timeline;
	ServiceReader reader;
	bool		found;

	timeline_arg(fcinfo, 0, &timeline);
	service_start(&reader, &timeline, rules_arg(fcinfo, 1));
	found = service_next(&reader);
	timeline_check(&reader.cursor);
	if (!found || reader.turn.outcome != SERVICE_ANSWERED)
		PG_RETURN_NULL();
	PG_RETURN_INTERVAL_P(wait_interval(reader.turn.wait_from, reader.turn.answered_at));
}

/*
 * responses(t timeline, options jsonb = '{}') -> (turn, opening, asked_at,
 *     answered_at, wait, asks, channel, actor, outcome)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_responses);
Datum
scrm_responses(PG_FUNCTION_ARGS)
{
	static const char *const outcomes[] = {"answered", "waiting", "closed", "merged"};
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const ServiceRules *rules = rules_arg(fcinfo, 1);
	Timeline	timeline;
	ServiceReader reader;
	const ServiceTurn *turn = &reader.turn;

	InitMaterializedSRF(fcinfo, 0);
	timeline_arg(fcinfo, 0, &timeline);
	service_start(&reader, &timeline, rules);
	while (service_next(&reader))
	{
		Datum		values[9];
		bool		nulls[9] = {false};

		values[0] = Int32GetDatum(turn->turn);
		values[1] = Int32GetDatum(turn->opening);
		values[2] = TimestampTzGetDatum(turn->asked_at);
		nulls[3] = nulls[4] = turn->outcome != SERVICE_ANSWERED;
		values[3] = TimestampTzGetDatum(turn->answered_at);
		values[4] = nulls[4] ? (Datum) 0 :
			IntervalPGetDatum(wait_interval(turn->wait_from, turn->answered_at));
		values[5] = Int32GetDatum(turn->asks);
		values[6] = label_datum(timeline_channel(&timeline, turn->channel), &nulls[6]);
		values[7] = label_datum(timeline_actor(&timeline, turn->actor), &nulls[7]);
		values[8] = CStringGetTextDatum(outcomes[turn->outcome]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	timeline_check(&reader.cursor);
	PG_RETURN_NULL();
}
