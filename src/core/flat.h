/*
 * flat.h - the growable flat state
 *
 * A state that an aggregate writes in place, and the value that it becomes,
 * are one varlena.  It begins with the same prelude in every type:
 *
 *	 0        4         5       6
 *	 +--------+---------+-------+---------------------- - - -
 *	 | length | version | flags | the type's own bytes
 *	 +--------+---------+-------+---------------------- - - -
 *
 * length	the varlena length word.  In an *open* state it is the capacity:
 *			room follows the bytes in use, always zero, so that a copy of an
 *			open state carries no garbage.
 * version	of the type's format, from 1; a later version reads the earlier.
 * flags	FLAT_OPEN says that the state still grows; the rest is the type's.
 *
 * A stored value is *packed*: flag off, no room.  It comes back from a tuple
 * with a one-byte length word and at any alignment, so readers take
 * (bytes, length) from the version byte on and never a struct.
 *
 * Growing allocates in the current context and leaves the old state alone:
 * the executor copies the new one over and frees the old.
 */
#ifndef SCRM_FLAT_H
#define SCRM_FLAT_H

#include "core/core.h"

#define FLAT_PRELUDE	6		/* bytes before the type's own */
#define FLAT_MAX		((Size) 0x3FFFFFFF) /* MaxAllocSize: one byte under 1
											 * GB */
#define FLAT_OPEN		0x80	/* in flags: length is the capacity */

#define flat_version(state)		(((uint8 *) (state))[4])
#define flat_flags(state)		(((uint8 *) (state))[5])
#define flat_capacity(state)	((Size) VARSIZE(state))

extern void *flat_new(Size capacity, uint8 version);
extern void *flat_grow(const void *state, Size used, Size need);

#endif							/* SCRM_FLAT_H */
