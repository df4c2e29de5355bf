/*
 * timeline.c - timelines as bytes: stored ones, and the state of an aggregate;
 * and what is computed of them
 */
/* An index needs a thousand events. */
#define FUZZ_SIZE_MAX	4096
#include "fuzz.h"

#include "datatype/timestamp.h"

#include "core/timeline_bytes.h"
#include "core/timeline_find.h"
#include "core/timeline_service.h"
#include "core/timeline_parts.h"
#include "core/timeline_sessions.h"
#include "core/timeline_text.h"

/* Walks over all events; what a whole timeline is told by. */
typedef struct Walk
{
	bool		whole;			/* no error */
	uint32		n;
	int64		first;
	int64		last;
} Walk;

static Walk
walk(const Timeline *timeline)
{
	Walk		walk = {0};
	TimelineCursor cursor;

	timeline_start(&cursor, timeline);
	while (timeline_next(&cursor))
	{
		const TimelineEvent *e = &cursor.event;

		REQUIRE(IS_VALID_TIMESTAMP(e->ts));
		REQUIRE(timeline_verb(timeline, e->verb).text != NULL);
		REQUIRE((timeline_channel(timeline, e->channel).text != NULL) == (e->channel != 0));
		REQUIRE((timeline_actor(timeline, e->actor).text != NULL) == (e->actor != 0));
		if (walk.n++ == 0)
			walk.first = e->ts;
		walk.last = e->ts;
	}
	walk.whole = cursor.error == NULL;
	REQUIRE(!walk.whole || walk.n == timeline->n);
	return walk;
}

/* Events from an instant on, found with and without the index. */
static void
find_from(const Timeline *timeline, int64 from, bool ordered)
{
	TimelineFilter filter = {.during = {from, PG_INT64_MAX}};
	TimelineFound found,
				first;
	TimelineCursor cursor;
	uint32		n = 0;
	const char *error = timeline_find(timeline, &filter, false, &found);

	(void) timeline_find(timeline, &filter, true, &first);
	timeline_start(&cursor, timeline);
	while (timeline_next(&cursor))
		n += cursor.event.ts >= from;
	if (ordered)
		REQUIRE(error == NULL && found.n == n && first.n == (n > 0) &&
				(n == 0 || first.first == found.first));
}

/* Labels that are listed, are the timeline's own, and are not there. */
static void
find_labels(const Timeline *timeline, const Walk *walk, bool ordered)
{
	Label		own = timeline->labels > 0 ? timeline_own_label(timeline, LABEL_OWN) : label_of("ask");
	TimelineFilter filters[] = {
		{.during = PERIOD_ALWAYS},
		{.verb = own, .during = PERIOD_ALWAYS},
		{.verb = label_of("reply"), .during = PERIOD_ALWAYS},
		{.channel = label_of("x"), .during = PERIOD_ALWAYS},
		{.verb = label_of("no such verb"), .during = PERIOD_ALWAYS},
		{.during = {walk->last, walk->first}},
	};
	TimelineFound found;

	for (int i = 0; i < lengthof(filters); i++)
	{
		const char *error = timeline_find(timeline, &filters[i], false, &found);

		REQUIRE(found.n <= timeline->n);
		if (ordered)
			REQUIRE(error == NULL && (i > 0 || found.n == walk->n));
	}
}

static void
serve(const Timeline *timeline, bool ordered)
{
	ServiceRules rules;
	ServiceReader reader;

	service_rules_init(&rules);
	service_rules_add(&rules, label_of("ask"), ROLE_ASK);
	service_rules_add(&rules, label_of("reply"), ROLE_REPLY);
	service_rules_add(&rules, label_of("resolve"), ROLE_RESOLVE);
	service_rules_add(&rules, label_of("reopen"), ROLE_REOPEN);
	if (timeline->labels > 0)
		service_rules_add(&rules, timeline_own_label(timeline, LABEL_OWN), ROLE_ASK);
	service_rules_add(&rules, label_of("own"), ROLE_REPLY);
	service_rules_add(&rules, label_of("own"), ROLE_RESOLVE);
	rules.ask_reopens = timeline->n & 1;
	rules.bots = timeline->n & 2;
	rules.from_assign = timeline->n & 4;
	REQUIRE(service_roles(&rules, label_of("own")) & ROLE_REPLY);
	REQUIRE(service_roles(&rules, label_of("ask")) & ROLE_ASK);
	REQUIRE(service_roles(&rules, label_of("neither")) == 0 || timeline->labels > 0);

	service_start(&reader, timeline, &rules);
	for (int turn = 1; service_next(&reader); turn++)
	{
		REQUIRE(reader.turn.turn == turn && reader.turn.asks > 0);
		if (ordered && reader.turn.outcome == SERVICE_ANSWERED)
			REQUIRE(reader.turn.answered_at >= reader.turn.wait_from &&
					reader.turn.wait_from >= reader.turn.asked_at);
	}
}

static void
divide(const Timeline *timeline, int64 gap, const Walk *walk)
{
	SessionReader reader;
	const uint8 *at;
	int			sessions = session_count(timeline, gap, &at),
				events = 0,
				read = 0;

	session_start(&reader, timeline, gap);
	while (session_next(&reader))
	{
		read++;
		events += reader.events;
		for (int i = 1; i < reader.n_channels; i++)
			REQUIRE(label_compare(reader.channels[i - 1], reader.channels[i]) <= 0);
	}
	REQUIRE((sessions == -1) == !walk->whole);
	if (walk->whole)
		REQUIRE(read == sessions && events == walk->n);
}

static void
strip(const Timeline *timeline, const Walk *walk)
{
	void	   *packed;
	const uint8 *at;
	Timeline	stripped;
	TimelineStatus status = timeline_strip_actors(timeline, &packed, &at);

	REQUIRE((status == TIMELINE_OK) == walk->whole);
	if (status != TIMELINE_OK)
		return;
	REQUIRE(timeline_read((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ, &stripped) == NULL);
	REQUIRE(stripped.n == walk->n);
}

/*
 * What reads a timeline, whatever its bytes, one at a time, which saves time;
 * `ordered`: they are ours.
 */
static void
read_one(const Timeline *timeline, int which, bool ordered)
{
	Walk		all = walk(timeline);

	REQUIRE(!ordered || all.whole);
	switch (which % 6)
	{
		case 0:
			find_labels(timeline, &all, ordered);
			break;
		case 1:
			find_from(timeline, all.first / 2 + all.last / 2, ordered);
			break;
		case 2:
			serve(timeline, ordered);
			break;
		case 3:
			divide(timeline, 0, &all);
			break;
		case 4:
			divide(timeline, INT64CONST(1800000000), &all);
			break;
		case 5:
			strip(timeline, &all);
			break;
	}
}

/* The text says it all. */
static void
print(const Timeline *timeline, const uint8 *bytes, Size size)
{
	char	   *text = timeline_to_text(timeline);
	TimelineState *state;
	Size		at;

	REQUIRE(text != NULL);
	REQUIRE(timeline_from_text(text, &state, &at) == TIMELINE_TEXT_OK);
	REQUIRE(has_bytes(timeline_pack(state), bytes, size));
}

/* The state of an aggregate, which nobody may send; only copies travel. */
static void
pack_state(const uint8 *bytes, Size size)
{
	uint8	   *state = palloc(VARHDRSZ + size);
	Timeline	timeline;
	void	   *packed;

	SET_VARSIZE(state, VARHDRSZ + size);
	memcpy(state + VARHDRSZ, bytes, size);
	if (!(packed = timeline_pack((TimelineState *) state)))
		return;
	REQUIRE(timeline_read((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ, &timeline) == NULL);
	read_one(&timeline, size, true);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	Timeline	timeline;
	void	   *value;
	const char *error;
	Size		at;
	TimelineStatus status;

	if (size < 2 || bytes[0] != TIMELINE_VERSION)
		return;
	status = timeline_from_bytes(stored, size, &value, &error, &at);
	REQUIRE(status == TIMELINE_OK || (status == TIMELINE_CORRUPT && error && at <= size));
	if (status == TIMELINE_OK)
		REQUIRE(has_bytes(value, bytes, size));
	if (timeline_read(stored, size, &timeline) != NULL)
	{
		REQUIRE(status != TIMELINE_OK);
		return;
	}
	read_one(&timeline, size, status == TIMELINE_OK);
	if (status == TIMELINE_OK)
		print(&timeline, bytes, size);
	if (timeline.open)
		pack_state(bytes, size);
}
