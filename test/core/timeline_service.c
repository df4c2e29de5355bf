/*
 * timeline_service.c - turns and sessions against slow twins over arrays
 */
#include "random_timeline.h"

#include "core/timeline_service.h"
#include "core/timeline_sessions.h"

/* Only verbs that service knows, close together. */
static TimelineRow *
service_rows(pg_prng_state *seed, int n)
{
	static const char *const verbs[] = {"ask", "ask", "reply", "reply", "resolve", "close",
		"reopen", "open", "assign", "merge", "answer", "auto_reply", "note", "reach",
	"comment", "beg", "talk"};
	static const char *const actors[] = {NULL, "ann", "bob", "bot:greet", "bot"};
	static const char *const channels[] = {NULL, "x", "email", "fax"};
	TimelineRow *rows = palloc0_array(TimelineRow, Max(1, n));

	for (int i = 0; i < n; i++)
	{
		const char *actor = actors[below(seed, lengthof(actors))];
		const char *channel = channels[below(seed, lengthof(channels))];

		rows[i].ts = START + below(seed, 3 * n) * INT64CONST(1000000);
		rows[i].verb = label_of(verbs[below(seed, lengthof(verbs))]);
		if (actor)
			rows[i].actor = label_of(actor);
		if (channel)
			rows[i].channel = label_of(channel);
	}
	qsort(rows, n, sizeof(TimelineRow), compare_rows);
	return rows;
}

static ServiceRules
rules_of(bool bots, bool peers, bool from_assign, bool ask_reopens)
{
	ServiceRules rules;

	service_rules_init(&rules);
	service_rules_add(&rules, label_of("ask"), ROLE_ASK);
	service_rules_add(&rules, label_of("beg"), ROLE_ASK);
	service_rules_add(&rules, label_of("reply"), ROLE_REPLY);
	service_rules_add(&rules, label_of("talk"), ROLE_REPLY);
	service_rules_add(&rules, label_of("resolve"), ROLE_RESOLVE);
	service_rules_add(&rules, label_of("close"), ROLE_RESOLVE);
	service_rules_add(&rules, label_of("reopen"), ROLE_REOPEN);
	if (bots)
		service_rules_add(&rules, label_of("auto_reply"), ROLE_REPLY);
	if (peers)
		service_rules_add(&rules, label_of("answer"), ROLE_REPLY);
	rules.bots = bots;
	rules.from_assign = from_assign;
	rules.ask_reopens = ask_reopens;
	return rules;
}

static bool
is(const TimelineRow *row, const char *verb)
{
	return label_equal(row->verb, label_of(verb));
}

static bool
by_bot(const TimelineRow *row)
{
	return row->actor.len > 4 && strncmp(row->actor.text, "bot:", 4) == 0;
}

static bool
asks(const TimelineRow *row)
{
	return (is(row, "ask") || is(row, "beg")) && !by_bot(row);
}

static bool
answers(const TimelineRow *row, bool bots, bool peers)
{
	if (!bots && (by_bot(row) || is(row, "auto_reply")))
		return false;
	return is(row, "reply") || is(row, "talk") || is(row, "auto_reply") ||
		(peers && is(row, "answer"));
}

/* The opening that each event finds or makes, and whether it leaves it resolved. */
static void
openings(const TimelineRow *rows, int n, bool ask_reopens, int *opening, bool *resolved)
{
	int			now = 0;
	bool		done = false;

	for (int i = 0; i < n; i++)
	{
		const TimelineRow *row = &rows[i];

		if (now == 0 && (asks(row) || is(row, "open")))
			now = 1;
		else if (done && (is(row, "reopen") || (asks(row) && ask_reopens)))
		{
			now++;
			done = false;
		}
		if (now > 0 && (is(row, "resolve") || is(row, "close")))
			done = true;
		opening[i] = now;
		resolved[i] = done;
	}
}

static const char *
outcome_at_end(const TimelineRow *rows, int n, bool resolved, bool bots, bool peers)
{
	for (int i = n - 1; i >= 0; i--)
	{
		if (is(&rows[i], "merge"))
			return "merged";
		if (asks(&rows[i]) || answers(&rows[i], bots, peers) || is(&rows[i], "open") ||
			is(&rows[i], "reopen") || is(&rows[i], "resolve") || is(&rows[i], "close"))
			break;
	}
	return resolved ? "closed" : "waiting";
}

static void
turns_are_those_of_the_twin(void)
{
	static const char *const outcomes[] = {"answered", "waiting", "closed", "merged"};
	pg_prng_state seed;

	pg_prng_seed(&seed, 13);
	for (int round = 0; round < 4000; round++)
	{
		bool		bots = below(&seed, 2),
					peers = below(&seed, 2),
					from_assign = below(&seed, 2),
					ask_reopens = below(&seed, 2);
		ServiceRules rules = rules_of(bots, peers, from_assign, ask_reopens);
		int			n = below(&seed, 30);
		TimelineRow *rows = service_rows(&seed, n);
		int		   *opening = palloc0_array(int, n + 1);
		bool	   *resolved = palloc0_array(bool, n + 1);
		Timeline	timeline;
		ServiceReader reader;
		ServiceTurn *turn = &reader.turn;
		int			turns = 0;

		read_value(pack_rows(rows, n), &timeline);
		service_start(&reader, &timeline, &rules);
		openings(rows, n, ask_reopens, opening, resolved);
		for (int i = 0, j; i < n; i = j)
		{
			int			count = 0;
			int64		start = rows[i].ts;

			j = i + 1;
			if (!asks(&rows[i]))
				continue;
			for (j = i; j < n && !answers(&rows[j], bots, peers); j++)
			{
				count += asks(&rows[j]);
				if (from_assign && is(&rows[j], "assign"))
					start = rows[j].ts;
			}
			CHECK(service_next(&reader));
			CHECK(turn->turn == ++turns && turn->opening == opening[i] && turn->asks == count);
			CHECK(turn->asked_at == rows[i].ts && turn->wait_from == start);
			CHECK(label_compare(timeline_channel(&timeline, turn->channel), rows[i].channel) == 0);
			if (j < n)
			{
				CHECK(turn->outcome == SERVICE_ANSWERED && turn->answered_at == rows[j].ts);
				CHECK(label_compare(timeline_actor(&timeline, turn->actor), rows[j].actor) == 0);
				j++;
			}
			else
			{
				CHECK(strcmp(outcomes[turn->outcome],
							 outcome_at_end(rows, n, resolved[n - 1], bots, peers)) == 0);
				CHECK(turn->actor == 0);
			}
		}
		CHECK(!service_next(&reader) && !reader.cursor.error);
	}
}

static void
sessions_are_those_of_the_twin(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 14);
	for (int round = 0; round < 2000; round++)
	{
		int			n = below(&seed, 40);
		int64		gap = below(&seed, 8) * INT64CONST(1000000);
		TimelineRow *rows = service_rows(&seed, n);
		Timeline	timeline;
		SessionReader reader;
		const uint8 *at;
		int			sessions = 0,
					events = 0;

		read_value(pack_rows(rows, n), &timeline);
		session_start(&reader, &timeline, gap);
		for (int i = 0, j; i < n; i = j)
		{
			const char *const all[] = {"email", "fax", "x"};
			int			channels = 0;

			for (j = i + 1; j < n && rows[j].ts - rows[j - 1].ts <= gap;)
				j++;
			CHECK(session_next(&reader));
			CHECK(reader.session == ++sessions && reader.events == j - i);
			CHECK(reader.started_at == rows[i].ts && reader.ended_at == rows[j - 1].ts);
			for (int k = 0; k < lengthof(all); k++)
				for (int l = i; l < j; l++)
					if (rows[l].channel.text && label_equal(rows[l].channel, label_of(all[k])))
					{
						CHECK(channels < reader.n_channels &&
							  label_equal(reader.channels[channels], label_of(all[k])));
						channels++;
						break;
					}
			CHECK(channels == reader.n_channels);
			events += reader.events;
		}
		CHECK(!session_next(&reader));
		CHECK(events == n);
		CHECK(session_count(&timeline, gap, &at) == sessions);
	}
}

int
main(void)
{
	LAW(turns_are_those_of_the_twin);
	LAW(sessions_are_those_of_the_twin);
	return check_done();
}
