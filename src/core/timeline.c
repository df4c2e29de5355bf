/*
 * timeline.c - reading the two forms of a contact history
 *
 * Costs: one pass, some ten nanoseconds an event, and no memory beside the
 * pointers to more than TIMELINE_FEW labels.
 */
#include "core/timeline.h"

#include <math.h>

#include "core/timeline_codes.h"
#include "core/varint.h"

static const char in_header[] = "It ends within its header.";
static const char in_dictionary[] = "Its dictionary is not one of this type.";
static const char in_event[] = "An event is not one of this type.";

/* Room for the pointers to the dictionary's labels. */
static void
dictionary_room(Timeline *timeline)
{
	timeline->dictionary = timeline->labels <= TIMELINE_FEW ? timeline->few :
		palloc_array(const uint8 *, timeline->labels);
}

/*
 * Finds the labels of a packed dictionary at p; returns the byte after it,
 * or NULL.
 */
static const uint8 *
read_dictionary(Timeline *timeline, const uint8 *p, const uint8 *end)
{
	uint64		labels;

	if (!(p = varint_read(p, end, &labels)) || labels > LABELS_MAX)
		return NULL;
	timeline->labels = labels;
	dictionary_room(timeline);
	for (uint32 i = 0; i < timeline->labels; i++)
	{
		if (p >= end || end - p < 1 + p[0])
			return NULL;
		timeline->dictionary[i] = p;
		p += 1 + p[0];
	}
	return p;
}

/* The same of an open form: newest first, and they fill their place. */
static const char *
read_open_dictionary(Timeline *timeline, const uint8 *p, const uint8 *end)
{
	dictionary_room(timeline);
	for (uint32 i = timeline->labels; i-- > 0;)
	{
		if (p >= end || end - p < 1 + p[0])
			return in_dictionary;
		timeline->dictionary[i] = p;
		p += 1 + p[0];
	}
	return p == end ? NULL : in_dictionary;
}

static const char *
read_open(const uint8 *bytes, Size len, Timeline *timeline)
{
	TimelineState head;
	const uint8 *start = bytes - VARHDRSZ;
	Size		tail,
				capacity = state_end(len + VARHDRSZ);

	if (len + VARHDRSZ < sizeof(TimelineState))
		return in_header;
	memcpy((char *) &head + VARHDRSZ, bytes, sizeof(TimelineState) - VARHDRSZ);
	tail = slots_of(head.labels) * sizeof(TimelineSlot);
	/* An event has two bytes at least. */
	if (head.tail < tail || head.n > head.used / 2 ||
		sizeof(TimelineState) + (Size) head.used + head.tail > capacity)
		return in_header;
	timeline->open = true;
	timeline->unit = 1;
	timeline->n = head.n;
	timeline->labels = head.labels;
	timeline->events = start + sizeof(TimelineState);
	timeline->end = timeline->events + head.used;
	return read_open_dictionary(timeline, start + capacity - head.tail,
								start + capacity - tail);
}

/* What stands between flags and dictionary; the byte after it, or NULL. */
static const uint8 *
read_head(Timeline *timeline, const uint8 *end)
{
	const uint8 *p = timeline->bytes + 2;
	uint64		n;

	if (timeline->bytes[1] & TIMELINE_INDEXED)
	{
		Size		index;

		if (end - timeline->bytes < TIMELINE_HEADER)
			return NULL;
		n = read_uint32(p);
		index = (n + TIMELINE_BLOCK - 1) / TIMELINE_BLOCK * TIMELINE_ENTRY;
		if (n <= TIMELINE_INDEX || n > end - timeline->bytes ||
			index > end - timeline->bytes - TIMELINE_HEADER)
			return NULL;
		p = timeline->bytes + TIMELINE_HEADER + index;
	}
	else if (!(p = varint_read(p, end, &n)) || n > TIMELINE_INDEX)
		return NULL;
	timeline->n = n;
	return p;
}

const char *
timeline_read(const uint8 *bytes, Size len, Timeline *timeline)
{
	const uint8 *p;

	timeline->bytes = bytes;
	if (len < 2)
		return in_header;
	if (bytes[1] == FLAT_OPEN)
		return read_open(bytes, len, timeline);
	timeline->open = false;
	timeline->unit = unit_usecs(bytes[1]);
	timeline->end = bytes + len;
	if (timeline->unit == 0 || (bytes[1] & ~(TIMELINE_UNIT | TIMELINE_INDEXED)) ||
		!(p = read_head(timeline, timeline->end)))
		return "Its header is not one of this type.";
	if (!(p = read_dictionary(timeline, p, timeline->end)))
		return in_dictionary;
	timeline->events = p;
	if ((bytes[1] & TIMELINE_INDEXED) && read_uint32(bytes + TIMELINE_HEADER - 4) != p - bytes)
		return "Its index is not one of this type.";
	return NULL;
}

void
timeline_start(TimelineCursor *cursor, const Timeline *timeline)
{
	memset(cursor, 0, sizeof(*cursor));
	cursor->timeline = timeline;
	cursor->at = timeline->events;
}

void
timeline_start_at(TimelineCursor *cursor, const Timeline *timeline, int64 from)
{
	const uint8 *index = timeline->bytes + TIMELINE_HEADER;
	uint32		low = 0,		/* no event before this block is wanted */
				high = (timeline->n + TIMELINE_BLOCK - 1) / TIMELINE_BLOCK;
	uint32		offset;

	timeline_start(cursor, timeline);
	if (timeline->open || !(timeline->bytes[1] & TIMELINE_INDEXED))
		return;
	while (high - low > 1)
	{
		uint32		middle = low + (high - low) / 2;

		/* Events equal to its first may end the block before. */
		if ((int64) read_uint64(index + TIMELINE_ENTRY * (Size) middle) < from)
			low = middle;
		else
			high = middle;
	}
	offset = read_uint32(index + TIMELINE_ENTRY * (Size) low + 8);
	if (offset >= timeline->end - timeline->events)
	{
		cursor->error = "Its index is not one of this type.";
		return;
	}
	cursor->at = timeline->events + offset;
	cursor->done = low * TIMELINE_BLOCK;
}

/* A varint that names a label of the dictionary, as its code; NULL if none. */
static const uint8 *
read_own(const Timeline *timeline, const uint8 *p, uint32 before, uint32 *code)
{
	uint64		more;

	if (!(p = varint_read(p, timeline->end, &more)) || more > LABELS_MAX)
		return NULL;
	*code = LABEL_OWN + before + (uint32) more;
	return p;
}

static const uint8 *
read_verb(const Timeline *timeline, const uint8 *p, int byte, uint32 *code)
{
	*code = byte;
	if (byte >= VERB_OWN && byte < VERB_MORE)
		*code = LABEL_OWN + byte - VERB_OWN;
	else if (byte == VERB_MORE &&
			 !(p = read_own(timeline, p, VERB_MORE - VERB_OWN, code)))
		return NULL;
	if (*code >= LABEL_OWN)
		return *code - LABEL_OWN < timeline->labels ? p : NULL;
	return *code >= 1 && *code <= VERB_LAST ? p : NULL;
}

static const uint8 *
read_channel(const Timeline *timeline, const uint8 *p, uint32 *code)
{
	int			byte;

	if (p >= timeline->end)
		return NULL;
	*code = byte = *p++;
	if (byte >= CHANNEL_OWN && byte < CHANNEL_MORE)
		*code = LABEL_OWN + byte - CHANNEL_OWN;
	else if (byte == CHANNEL_MORE &&
			 !(p = read_own(timeline, p, CHANNEL_MORE - CHANNEL_OWN, code)))
		return NULL;
	if (*code >= LABEL_OWN)
		return *code - LABEL_OWN < timeline->labels ? p : NULL;
	return *code <= CHANNEL_LAST ? p : NULL;
}

static const uint8 *
read_actor(const Timeline *timeline, const uint8 *p, uint32 *code)
{
	uint64		label;

	if (!(p = varint_read(p, timeline->end, &label)) || label > timeline->labels)
		return NULL;
	*code = label ? LABEL_OWN + (uint32) label - 1 : 0;
	return p;
}

static const uint8 *
read_value(const uint8 *p, const uint8 *end, int kind, double *value)
{
	uint64		bits;

	if (kind == MASK_FLOAT)
	{
		if (end - p < 8)
			return NULL;
		bits = read_uint64(p);
		memcpy(value, &bits, sizeof(bits));
		return isnan(*value) ? NULL : p + 8;
	}
	if (!(p = varint_read(p, end, &bits)))
		return NULL;
	*value = (double) unzigzag(bits);
	if (kind == MASK_HUNDREDTHS)
		*value /= 100;
	return p;
}

/* A mask that is the channel, or the actor; false where there is none such. */
static bool
read_short_mask(TimelineCursor *c, int mask)
{
	uint32		to = mask & MASK_TO,
				label;

	if (mask >= MASK_TO_ACTOR)
	{
		c->event.actor = to ? LABEL_OWN + to - 1 : 0;
		return to <= c->timeline->labels;
	}
	label = to - TO_CHANNEL_OWN;
	c->event.channel = to < TO_CHANNEL_OWN ? to : LABEL_OWN + label;
	return to < TO_CHANNEL_OWN ? to <= CHANNEL_LAST : label < c->timeline->labels;
}

static const uint8 *
read_masked(TimelineCursor *c, const uint8 *p)
{
	const Timeline *timeline = c->timeline;
	TimelineEvent *e = &c->event;
	uint64		step;
	int			mask;

	if (p >= timeline->end)
		return NULL;
	mask = *p++;
	if (mask >= MASK_TO_CHANNEL)
		return read_short_mask(c, mask) ? p : NULL;
	if (mask == 0 || (mask & ~MASK_ALL))
		return NULL;
	if ((mask & MASK_CHANNEL) && !(p = read_channel(timeline, p, &e->channel)))
		return NULL;
	if ((mask & MASK_ACTOR) && !(p = read_actor(timeline, p, &e->actor)))
		return NULL;
	if ((mask & MASK_VALUE) &&
		!(p = read_value(p, timeline->end, mask & MASK_VALUE, &e->value)))
		return NULL;
	e->has_value = (mask & MASK_VALUE) != 0;
	e->has_seq = (mask & MASK_SEQ) != 0;
	if (!e->has_seq)
		return p;
	if (!(p = varint_read(p, timeline->end, &step)))
		return NULL;
	e->seq = (int64) ((uint64) c->seq + (uint64) unzigzag(step));
	if (!timeline->open)
		c->seq = e->seq;
	return p;
}

/* Moves the clock by a step; false where it leaves the years that exist. */
static bool
move_clock(TimelineCursor *c, uint64 step, bool whole)
{
	int64		unit = c->timeline->unit;
	int64		end = END_TIMESTAMP / unit;

	if (c->timeline->open)
		c->clock = (int64) ((uint64) c->clock + (uint64) unzigzag(step));
	else if (whole)
		c->clock = unzigzag(step);
	else if (step >= (uint64) end - (uint64) c->clock)
		return false;
	else
		c->clock = (int64) ((uint64) c->clock + step);
	if (c->clock < MIN_TIMESTAMP / unit || c->clock >= end)
		return false;
	c->event.ts = c->clock * unit;
	return true;
}

/* The next event; the byte after it, or NULL. */
static const uint8 *
read_event(TimelineCursor *c, const uint8 *p)
{
	const Timeline *timeline = c->timeline;
	TimelineEvent *e = &c->event;
	bool		first = !timeline->open && c->done % TIMELINE_BLOCK == 0;
	uint64		step;
	int			byte;

	if (p >= timeline->end)
		return NULL;
	if (first)
	{
		e->channel = e->actor = 0;
		c->seq = 0;
	}
	byte = *p++;
	if (!(p = read_verb(timeline, p, byte & ~VERB_MASKED, &e->verb)))
		return NULL;
	e->has_value = e->has_seq = false;
	if ((byte & VERB_MASKED) && !(p = read_masked(c, p)))
		return NULL;
	if (!(p = varint_read(p, timeline->end, &step)) || !move_clock(c, step, first))
		return NULL;
	return p;
}

bool
timeline_next(TimelineCursor *cursor)
{
	const Timeline *timeline = cursor->timeline;
	const uint8 *p;

	if (cursor->error)
		return false;
	if (cursor->done == timeline->n)
	{
		if (cursor->at != timeline->end)
			cursor->error = "Bytes follow its last event.";
		return false;
	}
	if (!(p = read_event(cursor, cursor->at)))
	{
		cursor->error = in_event;
		return false;
	}
	cursor->at = p;
	cursor->done++;
	return true;
}
