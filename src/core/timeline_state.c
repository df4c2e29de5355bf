/*
 * timeline_state.c - the open state that an aggregate adds events to
 *
 * Costs: an event is written in place, a label without a code is looked for
 * among TIMELINE_FEW by comparing, beyond that in the hash table.  State and
 * dictionary share one varlena that doubles.
 */
#include "core/timeline_write.h"

#include "common/hashfn.h"

#include "core/timeline_codes.h"
#include "core/varint.h"

/*
 * 64 bytes hold three events without labels of their own, and are the size of
 * a class of palloc: a larger start costs memory in every group.
 */
#define FIRST_CAPACITY	64

#define NO_CODE			0xFFFF	/* last channel or actor that 16 bits do not
								 * hold */

static inline Size
capacity_of(const TimelineState *state)
{
	return state_end(flat_capacity(state));
}

static inline Size
room_of(const TimelineState *state)
{
	return capacity_of(state) - sizeof(TimelineState) - state->used - state->tail;
}

static inline uint8 *
tail_of(const TimelineState *state)
{
	return (uint8 *) state + capacity_of(state) - state->tail;
}

TimelineState *
timeline_state_new(Size room)
{
	Size		capacity = FIRST_CAPACITY;

	while (capacity < sizeof(TimelineState) + room && capacity < FLAT_MAX / 2)
		capacity *= 2;
	return flat_new(capacity, TIMELINE_VERSION);
}

/*
 * Makes room for `more` bytes.  `keep` is a state that belongs to the caller
 * and is not freed.  False where a value cannot hold it.
 */
static bool
make_room(TimelineState **state, const TimelineState *keep, Size more)
{
	TimelineState *old = *state;
	TimelineState *grown;

	if (room_of(old) >= more)
		return true;
	/* 7 more, since the largest capacity is odd, and slots are aligned. */
	grown = flat_grow(old, sizeof(TimelineState) + old->used,
					  sizeof(TimelineState) + old->used + old->tail + more + 7);
	if (!grown)
		return false;
	memcpy(tail_of(grown), tail_of(old), old->tail);
	if (old != keep)
		pfree(old);
	*state = grown;
	return true;
}

static inline TimelineSlot *
slots_at(const TimelineState *state)
{
	return (TimelineSlot *) ((uint8 *) state + capacity_of(state)) - slots_of(state->labels);
}

/* The slot where a label is, or the free one where it belongs. */
static TimelineSlot *
find_slot(TimelineSlot *slots, uint32 size, Label label)
{
	const uint8 *end = (uint8 *) slots;
	uint32		i = hash_bytes((const unsigned char *) label.text, label.len);

	for (;; i++)
	{
		TimelineSlot *slot = &slots[i & (size - 1)];
		const uint8 *there = end - slot->place;

		if (slot->place == 0 ||
			label_equal((Label) {(const char *) there + 1, there[0]}, label))
			return slot;
	}
}

/* The code of a label that the dictionary has; 0 if it has not. */
static uint32
find_own(const TimelineState *state, Label label)
{
	const uint8 *p = tail_of(state);

	if (state->labels > TIMELINE_FEW)
	{
		TimelineSlot *slot = find_slot(slots_at(state), slots_of(state->labels), label);

		return slot->place ? LABEL_OWN + slot->label : 0;
	}
	for (uint32 i = state->labels; i-- > 0; p += 1 + p[0])
		if (p[0] == label.len && memcmp(p + 1, label.text, label.len) == 0)
			return LABEL_OWN + i;
	return 0;
}

/* Fills an empty table of slots from the labels before it. */
static void
fill_slots(TimelineState *state)
{
	TimelineSlot *slots = slots_at(state);
	const uint8 *end = (uint8 *) slots,
			   *p = tail_of(state);

	for (uint32 i = state->labels; i-- > 0; p += 1 + p[0])
	{
		TimelineSlot *slot = find_slot(slots, slots_of(state->labels),
									   (Label) {(const char *) p + 1, p[0]});

		slot->place = end - p;
		slot->label = i;
	}
}

/*
 * Adds a label to the dictionary.  Where the table of slots has to grow, the
 * labels move down to make its room.
 */
static void
add_own(TimelineState *state, Label label)
{
	Size		slots = slots_of(state->labels) * sizeof(TimelineSlot),
				grown = slots_of(state->labels + 1) * sizeof(TimelineSlot);
	uint8	   *p = tail_of(state);

	if (grown > slots)
		memmove(p - (grown - slots), p, state->tail - slots);
	state->tail += grown - slots + 1 + label.len;
	state->labels++;
	p = tail_of(state);
	p[0] = label.len;
	memcpy(p + 1, label.text, label.len);
	if (grown > slots)
	{
		memset(slots_at(state), 0, grown);
		fill_slots(state);
	}
	else if (grown)
	{
		TimelineSlot *slot = find_slot(slots_at(state), slots_of(state->labels), label);

		slot->place = (uint8 *) slots_at(state) - p;
		slot->label = state->labels - 1;
	}
}

/* The code of a label in the dictionary, to which it is added if missing. */
static TimelineStatus
intern(TimelineState **state, const TimelineState *keep, Label label, uint32 *code)
{
	uint32		labels = (*state)->labels;

	if ((*code = find_own(*state, label)))
		return TIMELINE_OK;
	if (labels == LABELS_MAX)
		return TIMELINE_LABELS;
	if (!make_room(state, keep, 1 + label.len +
				   (slots_of(labels + 1) - slots_of(labels)) * sizeof(TimelineSlot)))
		return TIMELINE_LARGE;
	add_own(*state, label);
	*code = LABEL_OWN + labels;
	return TIMELINE_OK;
}

static inline uint32
last_code(uint16 code)
{
	return code == NO_CODE ? PG_UINT32_MAX : code;
}

/* Adds an event whose codes are those of the state. */
static TimelineStatus
add_event(TimelineState **state, const TimelineState *keep, const TimelineEvent *e)
{
	TimelineState *s = *state;
	uint64		step = zigzag((int64) ((uint64) e->ts - (uint64) s->last));
	uint8		bytes[EVENT_MAX];
	Size		size = timeline_write_event(bytes, e, last_code(s->channel),
											last_code(s->actor), 0, step) - bytes;

	if (!make_room(state, keep, size))
		return TIMELINE_LARGE;
	s = *state;
	memcpy((uint8 *) s + sizeof(TimelineState) + s->used, bytes, size);
	s->used += size;
	s->n++;
	s->last = e->ts;
	s->channel = Min(e->channel, NO_CODE);
	s->actor = Min(e->actor, NO_CODE);
	return TIMELINE_OK;
}

/* Codes of an event's three labels. */
static TimelineStatus
code_labels(TimelineState **state, const TimelineState *keep, const TimelineRow *row,
			TimelineEvent *event)
{
	TimelineStatus status = TIMELINE_OK;

	if (!(event->verb = verb_code(row->verb)))
		status = intern(state, keep, row->verb, &event->verb);
	if (row->channel.text && !(event->channel = channel_code(row->channel)) &&
		status == TIMELINE_OK)
		status = intern(state, keep, row->channel, &event->channel);
	if (row->actor.text && status == TIMELINE_OK)
		status = intern(state, keep, row->actor, &event->actor);
	return status;
}

TimelineStatus
timeline_state_add(TimelineState **state, const TimelineRow *row)
{
	TimelineState *keep = *state;
	TimelineStatus status;
	TimelineEvent event = {0};

	event.ts = row->ts;
	event.has_value = row->has_value;
	event.has_seq = row->has_seq;
	/* -0 equals 0, and equal events have equal bytes. */
	event.value = row->value + 0.0;
	event.seq = row->seq;
	status = code_labels(state, keep, row, &event);
	return status == TIMELINE_OK ? add_event(state, keep, &event) : status;
}

/* Of a code of the other timeline's dictionary the one of the state. */
static TimelineStatus
translate(TimelineState **state, const TimelineState *keep, const Timeline *other,
		  uint32 (*listed) (Label), uint32 *known, uint32 *code)
{
	TimelineStatus status = TIMELINE_OK;
	uint32	   *mine,
				one_byte;
	Label		label;

	if (*code < LABEL_OWN)
		return TIMELINE_OK;
	/* Listed since that timeline was made, perhaps. */
	label = timeline_own_label(other, *code);
	if (listed && (one_byte = listed(label)))
	{
		*code = one_byte;
		return TIMELINE_OK;
	}
	mine = &known[*code - LABEL_OWN];
	if (*mine == 0)
		status = intern(state, keep, label, mine);
	*code = *mine;
	return status;
}

TimelineStatus
timeline_state_append(TimelineState **state, const Timeline *other)
{
	TimelineState *keep = *state;
	uint32		few[TIMELINE_FEW] = {0};
	uint32	   *known = few;
	TimelineStatus status = TIMELINE_OK;
	TimelineCursor cursor;

	if (other->labels > TIMELINE_FEW)
		known = palloc0_array(uint32, other->labels);
	timeline_start(&cursor, other);
	while (status == TIMELINE_OK && timeline_next(&cursor))
	{
		TimelineEvent event = cursor.event;

		status = translate(state, keep, other, verb_code, known, &event.verb);
		if (status == TIMELINE_OK)
			status = translate(state, keep, other, channel_code, known, &event.channel);
		if (status == TIMELINE_OK)
			status = translate(state, keep, other, NULL, known, &event.actor);
		if (status == TIMELINE_OK)
			status = add_event(state, keep, &event);
		if (cursor.done % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	if (known != few)
		pfree(known);
	return cursor.error ? TIMELINE_CORRUPT : status;
}
