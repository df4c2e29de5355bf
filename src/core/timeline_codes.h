/*
 * timeline_codes.h - numbers of the format that its reader and writer share
 */
#ifndef SCRM_TIMELINE_CODES_H
#define SCRM_TIMELINE_CODES_H

#include "core/timeline.h"

#include "datatype/timestamp.h"
#include "port/pg_bswap.h"

/* Bits of the verb byte and of the mask. */
#define VERB_MASKED		0x80
#define MASK_CHANNEL	0x01
#define MASK_ACTOR		0x02
#define MASK_VALUE		0x0C
#define MASK_WHOLE		0x04
#define MASK_HUNDREDTHS	0x08
#define MASK_FLOAT		0x0C
#define MASK_SEQ		0x10
#define MASK_ALL		0x1F

/* Masks that say it all: the channel, or the actor, in six bits. */
#define MASK_TO_CHANNEL	0x80
#define MASK_TO_ACTOR	0xC0
#define MASK_TO			0x3F
#define TO_CHANNEL_OWN	40

/* Where one-byte codes of the dictionary's labels begin, and what is more. */
#define VERB_OWN		96
#define VERB_MORE		127
#define CHANNEL_OWN		128
#define CHANNEL_MORE	255

/* Bytes of the longest event: verb, mask, labels, value, seq, step. */
#define EVENT_MAX		(1 + 3 + 1 + 4 + 3 + 10 + 10 + 10)

/* Microseconds of the unit that flags name. */
static inline int
unit_usecs(int flags)
{
	static const int usecs[] = {1000000, 1000, 1, 0};

	return usecs[flags & TIMELINE_UNIT];
}

/* Numbers of fixed width, highest byte first, at any alignment. */
static inline uint8 *
write_uint32(uint8 *p, uint32 v)
{
	v = pg_hton32(v);
	memcpy(p, &v, sizeof(v));
	return p + sizeof(v);
}

static inline uint8 *
write_uint64(uint8 *p, uint64 v)
{
	v = pg_hton64(v);
	memcpy(p, &v, sizeof(v));
	return p + sizeof(v);
}

static inline uint32
read_uint32(const uint8 *p)
{
	uint32		v;

	memcpy(&v, p, sizeof(v));
	return pg_ntoh32(v);
}

static inline uint64
read_uint64(const uint8 *p)
{
	uint64		v;

	memcpy(&v, p, sizeof(v));
	return pg_ntoh64(v);
}

/* Slots of the open form's hash table: at most half of them are taken. */
static inline uint32
slots_of(uint32 labels)
{
	uint32		slots = 64;

	if (labels <= TIMELINE_FEW)
		return 0;
	while (slots < 2 * labels)
		slots *= 2;
	return slots;
}

/* A slot: a label's distance from the dictionary's end, and its number. */
typedef struct TimelineSlot
{
	uint32		place;			/* 0: free */
	uint32		label;
} TimelineSlot;

/* Where the open form's tail ends: the slots are aligned. */
#define state_end(capacity)		((capacity) & ~(Size) 7)

#endif							/* SCRM_TIMELINE_CODES_H */
