/*
 * varint.h - integers in as few bytes as they need
 *
 * Base 128, least significant group first, the top bit of a byte says that
 * another follows; at most 10 bytes.  Signed ones are zigzag folded first.
 * The reader takes the shortest form only, so that one number has one form
 * and equal values have equal bytes.
 */
#ifndef SCRM_VARINT_H
#define SCRM_VARINT_H

#include "core/core.h"

#define VARINT_MAX	10			/* bytes of the longest */

static inline uint64
zigzag(int64 v)
{
	return ((uint64) v << 1) ^ (uint64) (v >> 63);
}

static inline int64
unzigzag(uint64 v)
{
	return (int64) (v >> 1) ^ -(int64) (v & 1);
}

/* Bytes that v takes. */
static inline int
varint_size(uint64 v)
{
	int			n = 1;

	while (v >= 0x80)
	{
		v >>= 7;
		n++;
	}
	return n;
}

/* Writes v at p, which has room; returns the byte after it. */
static inline uint8 *
varint_write(uint8 *p, uint64 v)
{
	while (v >= 0x80)
	{
		*p++ = (uint8) (v | 0x80);
		v >>= 7;
	}
	*p++ = (uint8) v;
	return p;
}

/*
 * Reads a number at p into *v and returns the byte after it; NULL where the
 * bytes end before the number does, it passes 64 bits, or a shorter form
 * exists.
 */
static inline const uint8 *
varint_read(const uint8 *p, const uint8 *end, uint64 *v)
{
	uint64		result = 0;

	for (int shift = 0; p < end; shift += 7)
	{
		uint8		byte = *p++;

		if (shift == 63 && byte > 1)
			return NULL;
		result |= (uint64) (byte & 0x7F) << shift;
		if (byte < 0x80)
		{
			if (byte == 0 && shift > 0)
				return NULL;
			*v = result;
			return p;
		}
		if (shift == 63)
			return NULL;
	}
	return NULL;
}

#endif							/* SCRM_VARINT_H */
