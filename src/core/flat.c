/*
 * flat.c - the growable flat state
 *
 * Costs: a growth doubles, so n bytes are copied at most twice over a
 * state's life.  Not for states that grow past some 64 kB in one group:
 * those are promoted (src/base/state.h).
 */
#include "core/flat.h"

/*
 * An open state with room for `capacity` bytes in all, prelude included.
 */
void *
flat_new(Size capacity, uint8 version)
{
	void	   *state;

	Assert(capacity >= FLAT_PRELUDE && capacity <= FLAT_MAX);
	state = palloc0(capacity);
	SET_VARSIZE(state, capacity);
	flat_version(state) = version;
	flat_flags(state) = FLAT_OPEN;
	return state;
}

/*
 * A copy of an open state, of which the first `used` bytes count, with room
 * for at least `need` bytes in all.  NULL: need exceeds what a value can hold.
 */
void *
flat_grow(const void *state, Size used, Size need)
{
	Size		capacity = flat_capacity(state);
	void	   *grown;

	Assert(used <= capacity);
	if (need > FLAT_MAX)
		return NULL;
	while (capacity < need)
		capacity = Min(capacity * 2, FLAT_MAX);

	grown = palloc(capacity);
	memcpy(grown, state, used);
	memset((char *) grown + used, 0, capacity - used);
	SET_VARSIZE(grown, capacity);
	return grown;
}
