/*
 * state.h - states of aggregates, as the executor wants them
 *
 * The transition type of every aggregate is the value type itself, so that
 * parallel workers and shards can ship it.  Two shapes:
 *
 * Growable flat state (core/flat.h): one varlena, for the many small ones.
 *
 * Promoted state: starts as a growable flat state and becomes an expanded
 * object once it is full at PROMOTE_AT bytes.  Expanded from the start, each
 * group would own a memory context, and hash aggregation, which sums the
 * memory of all contexts at every new group, would become quadratic.
 *
 * A transition function of a promoted type reads:
 *
 *		MemoryContext agg = aggregate_context(fcinfo);
 *		Promoted   *big = PG_ARGISNULL(0) ? NULL : promoted_state(PG_GETARG_DATUM(0));
 *		Stats	   *flat = big ? NULL : PG_ARGISNULL(0) ? stats_new() : flat_state(fcinfo);
 *
 *		if (!big && stats_full(flat) && flat_capacity(flat) >= PROMOTE_AT)
 *			big = promote(&stats_kind, flat, agg);
 *		if (big)
 *		{
 *			MemoryContext old = promoted_open(big);
 *
 *			big_stats_add(big->data, ...);
 *			PG_RETURN_DATUM(promoted_close(big, old));
 *		}
 *		PG_RETURN_POINTER(stats_add(flat, ...));
 *
 * where flat_state is flat_arg, or an open state made of the value that is
 * there instead.
 *
 * Neither transition nor combine function is STRICT, and no aggregate has an
 * INITCOND: a strict one would make the first input, packed and perhaps
 * toasted, the state that is then written in place.
 */
#ifndef SCRM_STATE_H
#define SCRM_STATE_H

#include "postgres.h"
#include "fmgr.h"
#include "utils/expandeddatum.h"

#include "base/compat.h"
#include "core/flat.h"

#define PROMOTE_AT	65536		/* bytes; recipe measured at 64 kB */

/* What the promoted shape needs to know of a type. */
typedef struct PromotedKind
{
	const char *name;			/* of the SQL type, for messages */

	/* The flat state's content as the big structure, in the current context. */
	void	   *(*expand) (const void *flat);

	/*
	 * The big structure as a packed value, in the current context; it may be
	 * put in order, and goes on growing.
	 */
	void	   *(*pack) (void *data);
} PromotedKind;

typedef struct Promoted
{
	ExpandedObjectHeader hdr;	/* must be first */
	const PromotedKind *kind;
	void	   *data;			/* the big structure, in hdr.eoh_context */
	void	   *packed;			/* made for a flatten, valid till the next
								 * write */
} Promoted;

extern MemoryContext aggregate_context(FunctionCallInfo fcinfo);
extern Datum aggregate_unchanged(FunctionCallInfo fcinfo);

/* Argument n, not NULL, as an open flat state that may be written in place. */
extern void *flat_arg(FunctionCallInfo fcinfo, int n);

extern Promoted *promoted_state(Datum state);
extern Promoted *promote(const PromotedKind *kind, const void *flat,
						 MemoryContext parent);
extern MemoryContext promoted_open(Promoted *state);
extern Datum promoted_close(Promoted *state, MemoryContext old);
extern void *promoted_pack(const Promoted *state);

extern void check_version(const char *type, int found, int known);

#endif							/* SCRM_STATE_H */
