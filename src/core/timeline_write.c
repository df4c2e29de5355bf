/*
 * timeline_write.c - the one writer of the packed form
 *
 * Costs: 40 bytes an event while it works, and n log r comparisons where the
 * events came as r runs in order: one pass if they came sorted, or as parts
 * that were.
 */
#include "core/timeline_write.h"

#include <math.h>

#include "core/timeline_codes.h"
#include "core/varint.h"

#define INSERTION_MAX	24		/* events that insertion sort is faster for */

/* -------------------------------------------------------------- one event */

static inline uint8 *
write_channel(uint8 *p, uint32 code)
{
	uint32		label = code - LABEL_OWN;

	if (code < LABEL_OWN)
		*p++ = code;
	else if (label < CHANNEL_MORE - CHANNEL_OWN)
		*p++ = CHANNEL_OWN + label;
	else
	{
		*p++ = CHANNEL_MORE;
		p = varint_write(p, label - (CHANNEL_MORE - CHANNEL_OWN));
	}
	return p;
}

static inline uint8 *
write_verb(uint8 *p, uint32 code)
{
	uint32		label = code - LABEL_OWN;

	if (code < LABEL_OWN)
		*p++ = code;
	else if (label < VERB_MORE - VERB_OWN)
		*p++ = VERB_OWN + label;
	else
	{
		*p++ = VERB_MORE;
		p = varint_write(p, label - (VERB_MORE - VERB_OWN));
	}
	return p;
}

/*
 * A value in the first form that gives back the very same number: most are
 * counts or amounts of money.
 */
static uint8 *
write_value(uint8 *p, double value, int *kind)
{
	const double exact = 9007199254740992.0;	/* 2^53 */
	double		hundredths = rint(value * 100);
	uint64		bits;

	if (fabs(value) < exact && value == rint(value))
	{
		*kind = MASK_WHOLE;
		return varint_write(p, zigzag((int64) value));
	}
	if (fabs(hundredths) < exact && hundredths / 100 == value)
	{
		*kind = MASK_HUNDREDTHS;
		return varint_write(p, zigzag((int64) hundredths));
	}
	*kind = MASK_FLOAT;
	memcpy(&bits, &value, sizeof(bits));
	return write_uint64(p, bits);
}

/*
 * The mask that changes nothing but the channel or the actor; 0 where there is
 * more to say.
 */
static inline int
short_mask(const TimelineEvent *event, uint32 channel, uint32 actor)
{
	uint32		to;

	if (event->has_value || event->has_seq)
		return 0;
	if (event->actor == actor)
	{
		to = event->channel;
		if (to >= LABEL_OWN)
			to += TO_CHANNEL_OWN - LABEL_OWN;
		else if (to >= TO_CHANNEL_OWN)
			return 0;
		return to <= MASK_TO ? MASK_TO_CHANNEL | to : 0;
	}
	to = event->actor ? event->actor - LABEL_OWN + 1 : 0;
	return event->channel == channel && to <= MASK_TO ? MASK_TO_ACTOR | to : 0;
}

/* Mask and fields, where a short mask does not do. */
static uint8 *
write_masked(uint8 *p, const TimelineEvent *event, uint32 channel, uint32 actor, int64 seq)
{
	uint8	   *mask = p++;

	*mask = 0;
	if (event->channel != channel)
	{
		*mask |= MASK_CHANNEL;
		p = write_channel(p, event->channel);
	}
	if (event->actor != actor)
	{
		*mask |= MASK_ACTOR;
		p = varint_write(p, event->actor ? event->actor - LABEL_OWN + 1 : 0);
	}
	if (event->has_value)
	{
		int			kind;

		p = write_value(p, event->value, &kind);
		*mask |= kind;
	}
	if (event->has_seq)
	{
		*mask |= MASK_SEQ;
		p = varint_write(p, zigzag((int64) ((uint64) event->seq - (uint64) seq)));
	}
	return p;
}

uint8 *
timeline_write_event(uint8 *p, const TimelineEvent *event, uint32 channel,
					 uint32 actor, int64 seq, uint64 step)
{
	uint8	   *verb = p;
	int			mask;

	p = write_verb(p, event->verb);
	if (event->channel == channel && event->actor == actor &&
		!event->has_value && !event->has_seq)
		return varint_write(p, step);

	*verb |= VERB_MASKED;
	if ((mask = short_mask(event, channel, actor)))
		*p++ = mask;
	else
		p = write_masked(p, event, channel, actor, seq);
	return varint_write(p, step);
}

/* -------------------------------------------------------------- the order */

static int
compare_verbs(const Timeline *timeline, uint32 a, uint32 b)
{
	if (a == b)
		return 0;
	if (a < LABEL_OWN && b < LABEL_OWN)
		return verb_rank(a) - verb_rank(b);
	if (a < LABEL_OWN || b < LABEL_OWN)
		return a < LABEL_OWN ? -1 : 1;
	return label_compare(timeline_own_label(timeline, a), timeline_own_label(timeline, b));
}

/* Events of one instant. */
static int
compare_ties(const Timeline *timeline, const TimelineEvent *a, const TimelineEvent *b)
{
	int			order;

	if (a->has_seq != b->has_seq)
		return a->has_seq - b->has_seq;
	if (a->has_seq && a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	if ((order = compare_verbs(timeline, a->verb, b->verb)))
		return order;
	if (a->channel != b->channel)
		return label_compare(timeline_channel(timeline, a->channel),
							 timeline_channel(timeline, b->channel));
	if (a->actor != b->actor)
		return label_compare(timeline_actor(timeline, a->actor),
							 timeline_actor(timeline, b->actor));
	if (a->has_value != b->has_value)
		return a->has_value - b->has_value;
	if (a->has_value && a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return 0;
}

int
timeline_compare(const Timeline *timeline, const TimelineEvent *a, const TimelineEvent *b)
{
	if (a->ts != b->ts)
		return a->ts < b->ts ? -1 : 1;
	return compare_ties(timeline, a, b);
}

static void
insertion_sort(const Timeline *timeline, TimelineEvent *events, Size n)
{
	for (Size i = 1; i < n; i++)
	{
		TimelineEvent event = events[i];
		Size		j = i;

		for (; j > 0 && timeline_compare(timeline, &events[j - 1], &event) > 0; j--)
			events[j] = events[j - 1];
		events[j] = event;
	}
}

/* Merges from[0..middle) and from[middle..n) to `to`. */
static void
merge_runs(const Timeline *timeline, const TimelineEvent *from, Size middle, Size n,
		   TimelineEvent *to)
{
	Size		i = 0,
				j = middle;

	while (i < middle && j < n)
	{
		CHECK_FOR_INTERRUPTS();
		*to++ = timeline_compare(timeline, &from[i], &from[j]) <= 0 ? from[i++] : from[j++];
	}
	memcpy(to, &from[i], sizeof(TimelineEvent) * (middle - i));
	to += middle - i;
	memcpy(to, &from[j], sizeof(TimelineEvent) * (n - j));
}

/* The end of the run in order that begins at `start`. */
static Size
run_end(const Timeline *timeline, const TimelineEvent *events, Size start, Size n)
{
	Size		end = start + 1;

	while (end < n && timeline_compare(timeline, &events[end - 1], &events[end]) <= 0)
	{
		CHECK_FOR_INTERRUPTS();
		end++;
	}
	return Min(end, n);
}

/*
 * Merges neighboring runs until there is one.  The number of runs halves with
 * each pass, whatever their lengths.
 */
static void
merge_sort(const Timeline *timeline, TimelineEvent *events, Size n)
{
	TimelineEvent *from = events,
			   *to = palloc_extended(sizeof(TimelineEvent) * n, MCXT_ALLOC_HUGE),
			   *spare = to;
	Size		end = 0;

	while (run_end(timeline, from, 0, n) < n)
	{
		TimelineEvent *swap = from;

		for (Size start = 0; start < n; start = end)
		{
			Size		middle = run_end(timeline, from, start, n);

			end = middle < n ? run_end(timeline, from, middle, n) : n;
			merge_runs(timeline, from + start, middle - start, end - start, to + start);
		}
		from = to;
		to = swap;
	}
	if (from != events)
		memcpy(events, from, sizeof(TimelineEvent) * n);
	pfree(spare);
}

void
timeline_sort(const Timeline *timeline, TimelineEvent *events, Size n)
{
	if (n <= INSERTION_MAX)
		insertion_sort(timeline, events, n);
	else
		merge_sort(timeline, events, n);
}

/* ------------------------------------------------------------- the writer */

/* The packed value under construction, and its dictionary. */
typedef struct Writer
{
	const Timeline *timeline;
	uint8	   *start;			/* of the varlena */
	uint8	   *p;
	uint8	   *end;			/* of the room */
	uint32		labels;
	uint32	   *codes;			/* of each label of `timeline`; 0: unused */
	uint32		few[TIMELINE_FEW];
} Writer;

typedef struct OwnLabel
{
	Label		label;
	uint32		index;
} OwnLabel;

static int
compare_own(const void *a, const void *b)
{
	return label_compare(((const OwnLabel *) a)->label, ((const OwnLabel *) b)->label);
}

static inline void
mark(Writer *w, uint32 code)
{
	if (code >= LABEL_OWN)
		w->codes[code - LABEL_OWN] = 1;
}

/* The labels in use, in order; their new codes into w->codes. */
static OwnLabel *
sort_labels(Writer *w, const TimelineEvent *events, Size n)
{
	const Timeline *timeline = w->timeline;
	OwnLabel   *own;

	w->labels = 0;
	memset(w->few, 0, sizeof(w->few));
	w->codes = timeline->labels <= TIMELINE_FEW ? w->few :
		palloc0_array(uint32, timeline->labels);
	if (timeline->labels == 0)
		return NULL;
	for (Size i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		mark(w, events[i].verb);
		mark(w, events[i].channel);
		mark(w, events[i].actor);
	}
	own = palloc_array(OwnLabel, timeline->labels);
	for (uint32 i = 0; i < timeline->labels; i++)
		if (w->codes[i])
			own[w->labels++] = (OwnLabel) {timeline_own_label(timeline, LABEL_OWN + i), i};
	pg_qsort(own, w->labels, sizeof(OwnLabel), compare_own);
	for (uint32 i = 0; i < w->labels; i++)
		w->codes[own[i].index] = LABEL_OWN + i;
	return own;
}

/* The largest unit that divides every ts, as its flag. */
static int
choose_unit(const TimelineEvent *events, Size n)
{
	int			unit = 0;

	for (Size i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		while (unit < 2 && events[i].ts % unit_usecs(unit) != 0)
			unit++;
		if (unit == 2)
			break;
	}
	return unit;
}

/* Room for `more` bytes at w->p; false beyond what a value can hold. */
static bool
make_room(Writer *w, Size more)
{
	Size		used = w->p - w->start,
				room = w->end - w->start;
	uint8	   *grown;

	if (likely((Size) (w->end - w->p) >= more))
		return true;
	if (used + more > FLAT_MAX)
		return false;
	room = Min(Max(2 * room, used + more), FLAT_MAX);
	grown = palloc(room);
	memcpy(grown, w->start, used);
	pfree(w->start);
	w->start = grown;
	w->p = grown + used;
	w->end = grown + room;
	return true;
}

static bool
write_dictionary(Writer *w, const OwnLabel *own)
{
	if (!make_room(w, VARINT_MAX))
		return false;
	w->p = varint_write(w->p, w->labels);
	for (uint32 i = 0; i < w->labels; i++)
	{
		if (!make_room(w, 1 + LABEL_MAX))
			return false;
		*w->p++ = own[i].label.len;
		memcpy(w->p, own[i].label.text, own[i].label.len);
		w->p += own[i].label.len;
	}
	return true;
}

static inline uint32
new_code(const Writer *w, uint32 code)
{
	return code >= LABEL_OWN ? w->codes[code - LABEL_OWN] : code;
}

/*
 * Writes the events; where `index` is not 0, an entry of each block at that
 * offset from the start.
 */
static bool
write_events(Writer *w, const TimelineEvent *events, Size n, int unit, Size index)
{
	Size		first = w->p - w->start;
	uint32		channel = 0,
				actor = 0;
	int64		seq = 0;

	for (Size i = 0; i < n; i++)
	{
		TimelineEvent e = events[i];
		uint64		step;

		/* Room to spare, since nearly every event takes far less. */
		if (!make_room(w, EVENT_MAX))
			return false;
		if (i % TIMELINE_BLOCK == 0)
		{
			channel = actor = 0;
			seq = 0;
			step = zigzag(e.ts / unit);
			if (index)
			{
				uint8	   *entry = w->start + index + i / TIMELINE_BLOCK * TIMELINE_ENTRY;

				entry = write_uint64(entry, e.ts);
				write_uint32(entry, w->p - w->start - first);
			}
			CHECK_FOR_INTERRUPTS();
		}
		else
			step = ((uint64) e.ts - (uint64) events[i - 1].ts) / unit;
		e.channel = new_code(w, e.channel);
		e.actor = new_code(w, e.actor);
		e.verb = new_code(w, e.verb);
		w->p = timeline_write_event(w->p, &e, channel, actor, seq, step);
		channel = e.channel;
		actor = e.actor;
		if (e.has_seq)
			seq = e.seq;
	}
	return true;
}

/* Header and, zeroed, the index; its offset, or 0 where there is none. */
static bool
write_head(Writer *w, const TimelineEvent *events, Size n, Size *index)
{
	Size		entries = (n + TIMELINE_BLOCK - 1) / TIMELINE_BLOCK * TIMELINE_ENTRY;

	*index = 0;
	if (n <= TIMELINE_INDEX)
	{
		w->p = varint_write(w->p, n);
		return true;
	}
	if (!make_room(w, TIMELINE_HEADER + entries))
		return false;
	flat_flags(w->start) |= TIMELINE_INDEXED;
	w->p = write_uint32(w->p, n);
	w->p = write_uint64(w->p, events[0].ts);
	w->p = write_uint64(w->p, events[n - 1].ts);
	w->p = write_uint32(w->p, 0);
	*index = w->p - w->start;
	memset(w->p, 0, entries);
	w->p += entries;
	return true;
}

void *
timeline_write(const Timeline *timeline, TimelineEvent *events, Size n)
{
	Writer		w;
	OwnLabel   *own;
	Size		room = Min(EVENT_MAX + 16 * (n + 1), FLAT_MAX),
				index;
	int			unit;

	w.timeline = timeline;
	timeline_sort(timeline, events, n);
	own = sort_labels(&w, events, n);
	unit = choose_unit(events, n);
	w.start = palloc(room);
	w.end = w.start + room;
	w.p = w.start + FLAT_PRELUDE;
	flat_version(w.start) = TIMELINE_VERSION;
	flat_flags(w.start) = unit;
	if (!write_head(&w, events, n, &index) || !write_dictionary(&w, own))
		return NULL;
	if (index)
		write_uint32(w.start + index - 4, w.p - w.start - VARHDRSZ);
	if (!write_events(&w, events, n, unit_usecs(unit), index))
		return NULL;
	SET_VARSIZE(w.start, w.p - w.start);
	if (own)
		pfree(own);
	if (w.codes != w.few)
		pfree(w.codes);
	return w.start;
}

void *
timeline_pack(const TimelineState *state)
{
	Timeline	timeline;
	TimelineCursor cursor;
	TimelineEvent *events;
	void	   *result = NULL;

	if (timeline_read((const uint8 *) state + VARHDRSZ, flat_capacity(state) - VARHDRSZ,
					  &timeline) != NULL)
		return NULL;
	events = palloc_extended(sizeof(TimelineEvent) * Max(1, timeline.n), MCXT_ALLOC_HUGE);
	timeline_start(&cursor, &timeline);
	while (timeline_next(&cursor))
	{
		CHECK_FOR_INTERRUPTS();
		events[cursor.done - 1] = cursor.event;
	}
	if (!cursor.error)
		result = timeline_write(&timeline, events, timeline.n);
	pfree(events);
	return result;
}
