/*
 * timeline.h - a contact history as one value: its two forms, and reading them
 *
 * A timeline is a multiset of events (ts, verb, channel, actor, value, seq),
 * of which all but ts and verb may be NULL.  Its order is total: by ts, seq,
 * rank of the verb, verb, channel, actor, value, NULL first; so it never shows
 * in which order the events arrived, and equal timelines have equal bytes.
 *
 * The prelude is that of core/flat.h: length, version, flags.  Both forms
 * write an event alike:
 *
 *	 +------+ - - - + - - - + - - - - + - - - + - - - + - - - +------+
 *	 | verb | index | mask  | channel | actor | value | seq   | step |
 *	 +------+ - - - + - - - + - - - - + - - - + - - - + - - - +------+
 *
 * verb		7 bits: 1 to 95 a listed verb's code, 96 to 126 the dictionary's
 *			label 0 to 30, 127: a varint `index` follows, its label less 31.
 *			The top bit says that a mask follows.
 * mask		1: channel differs from the event before, and follows; 2: so does
 *			actor; 4, 8, 12: a value follows, as a whole number, as hundredths
 *			(zigzag varints), as the eight bytes of a float8, the highest
 *			first; 16: seq follows.  Channel and actor stay as they were where
 *			the mask does not name them; value and seq are NULL.
 *			Where only the channel changes, or only the actor, and one byte can
 *			say to what, that byte is the mask: 128 and up the channel (0 NULL,
 *			1 to 39 a code, 40 to 63 the dictionary's label 0 to 23), 192 and
 *			up the actor (0 NULL, else the dictionary's label plus 1).
 * channel	0 NULL, 1 to 127 a listed channel's code, 128 to 254 the
 *			dictionary's label 0 to 126, 255: a varint follows, label less 127.
 * actor	varint: 0 NULL, else the dictionary's label plus 1.
 * seq		zigzag varint of the difference to the last seq that was written.
 * step		varint of the difference to the ts before.
 *
 * Packed form: what is stored, sent and compared.
 *
 *	 0        4         5       6
 *	 +--------+---------+-------+-----+--------+------------+------- - - -
 *	 | length | version | flags | n   | labels | dictionary | events
 *	 +--------+---------+-------+-----+--------+------------+------- - - -
 *
 * flags	unit of the steps, the largest that divides every ts: 0 s, 1 ms,
 *			2 us; 4: indexed, where n > TIMELINE_INDEX.
 * n		number of events, a varint.
 * labels	number of labels in the dictionary, a varint; the dictionary is a
 *			length byte and the text of each, bytewise ascending.  It holds what
 *			the lists of labels.h lack, and nothing that is not used.
 * events	in order; steps are not negative.  The first of each TIMELINE_BLOCK
 *			events starts anew: as if before it all were NULL, seq 0, and its
 *			step is the zigzag varint of ts itself.
 *
 * In an indexed one n is a field of fixed place, and more follow, all with
 * the highest byte first, so that a slice of the value is enough to find what
 * lies in a period:
 *
 *	 6     10      18     26       30
 *	 +-----+-------+------+--------+----+--------+----+--------+- - -
 *	 | n 4 | first | last | events | ts | offset | ts | offset | ...
 *	 +-----+-------+------+--------+----+--------+----+--------+- - -
 *
 * first, last: ts in us; events: where they begin, from the version byte on;
 * for each block the ts of its first event, and its offset from `events`.
 * Then labels, dictionary and events as above.
 *
 * Open form: the state of an aggregate, never stored.
 *
 *	 +-------------------+------------- - - -       - - -------------+-------+
 *	 | TimelineState     | events ->    room, zero    <- dictionary  | slots |
 *	 +-------------------+------------- - - -       - - -------------+-------+
 *
 * Events in order of arrival; steps are zigzag varints in us, seq is written
 * whole.  The dictionary grows from the back, newest label first, and from the
 * 17th label on a hash table of places stands behind it.
 */
#ifndef SCRM_TIMELINE_H
#define SCRM_TIMELINE_H

#include "core/flat.h"
#include "core/labels.h"

#define TIMELINE_VERSION	1
#define TIMELINE_UNIT		0x03	/* in flags */
#define TIMELINE_INDEXED	0x04
#define TIMELINE_INDEX		1024	/* an index beyond so many events */
#define TIMELINE_BLOCK		512 /* events of a block */
#define TIMELINE_ENTRY		12	/* bytes of the index for each */
#define TIMELINE_HEADER		26	/* bytes before the index, from the version on */

typedef struct TimelineEvent
{
	int64		ts;				/* us since 2000-01-01 UTC, finite */
	int64		seq;
	double		value;			/* not NaN, not -0 */
	uint32		verb;			/* codes of labels.h */
	uint32		channel;
	uint32		actor;
	bool		has_seq;
	bool		has_value;
} TimelineEvent;

/*
 * The open form's head.  `channel` and `actor` are the last ones written;
 * 0xFFFF stands for every code that needs more bits.
 */
typedef struct TimelineState
{
	char		prelude[FLAT_PRELUDE];
	uint16		labels;
	uint32		n;
	uint32		used;			/* bytes of the events */
	int64		last;			/* ts of the last one */
	uint32		tail;			/* bytes of dictionary and slots */
	uint16		channel;
	uint16		actor;
} TimelineState;

#define TIMELINE_FEW	16		/* labels that need no table */

/*
 * A value of either form under a reader.  Points to itself, so it does not
 * move.
 */
typedef struct Timeline
{
	const uint8 *bytes;			/* from the version byte on */
	const uint8 *end;			/* of the events */
	const uint8 *events;
	bool		open;
	int			unit;			/* of the steps, in us */
	uint32		n;
	uint32		labels;
	const uint8 **dictionary;	/* length byte and text of each */
	const uint8 *few[TIMELINE_FEW];
} Timeline;

/* Where a reader is; `event` is what timeline_next has read. */
typedef struct TimelineCursor
{
	const Timeline *timeline;
	const uint8 *at;			/* the next event */
	uint32		done;			/* events before it */
	int64		clock;			/* units */
	int64		seq;
	TimelineEvent event;
	const char *error;			/* NULL, or a sentence on the bytes at `at` */
} TimelineCursor;

/*
 * Reads the head of a value, len bytes from the version byte on, of a version
 * that was checked.  Returns NULL, or a sentence on what is wrong.
 */
extern const char *timeline_read(const uint8 *bytes, Size len, Timeline *timeline);

/*
 * Walks over the events.  timeline_next returns false at the end, or where
 * the bytes are none of ours: then `error` is set.  It never reads outside of
 * the value, whatever the bytes are.
 */
extern void timeline_start(TimelineCursor *cursor, const Timeline *timeline);
extern bool timeline_next(TimelineCursor *cursor);

/*
 * Starts at the last block of which every event before it is earlier than
 * `from`; over an index this saves reading what lies before a period.
 */
extern void timeline_start_at(TimelineCursor *cursor, const Timeline *timeline,
							  int64 from);

/* The label of a dictionary code (LABEL_OWN and up). */
static inline Label
timeline_own_label(const Timeline *timeline, uint32 code)
{
	const uint8 *label = timeline->dictionary[code - LABEL_OWN];

	return (Label) {(const char *) label + 1, label[0]};
}

/* Texts of an event's codes; NULL in, NULL out. */
static inline Label
timeline_verb(const Timeline *timeline, uint32 code)
{
	return code >= LABEL_OWN ? timeline_own_label(timeline, code) : verb_label(code);
}

static inline Label
timeline_channel(const Timeline *timeline, uint32 code)
{
	return code >= LABEL_OWN ? timeline_own_label(timeline, code) :
		code ? channel_label(code) : (Label) {NULL, 0};
}

static inline Label
timeline_actor(const Timeline *timeline, uint32 code)
{
	return code ? timeline_own_label(timeline, code) : (Label) {NULL, 0};
}

#endif							/* SCRM_TIMELINE_H */
