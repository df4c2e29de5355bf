/*
 * state.c - states of aggregates, as the executor wants them
 */
#include "base/state.h"

#include "utils/memutils.h"
#include "utils/regproc.h"

#include "base/errors.h"

static Size flat_size(ExpandedObjectHeader *header);
static void flatten(ExpandedObjectHeader *header, void *result, Size size);

static const ExpandedObjectMethods promoted_methods = {flat_size, flatten};

/*
 * The memory of the running aggregate.  An error where the function was
 * called outside one: a state is written in place, a stored value never.
 */
MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("function %s works inside an aggregate only",
						format_procedure(fcinfo->flinfo->fn_oid)),
				 errhint("Call the aggregate that uses it.")));
	return context;
}

/*
 * What a transition or combine function returns for a row that adds nothing:
 * the state in argument 0, NULL while there is none.
 */
Datum
aggregate_unchanged(FunctionCallInfo fcinfo)
{
	(void) aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * NULL where the argument is no open state: an aggregate of a user's own may
 * begin with a value (INITCOND), or have a transition function that returns
 * one, of any shape.
 */
void *
flat_arg(FunctionCallInfo fcinfo, int n)
{
	struct varlena *value = (struct varlena *) PG_GETARG_POINTER(n);

	if (VARATT_IS_4B_U(value) && VARSIZE(value) >= FLAT_PRELUDE &&
		flat_flags(value) == FLAT_OPEN)
		return value;
	return NULL;
}

/*
 * The expanded object behind a state; NULL while it is still flat.  The
 * pointer is a read-only one in final functions, which write nothing.
 */
Promoted *
promoted_state(Datum state)
{
	ExpandedObjectHeader *header;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(state)))
		return NULL;
	header = DatumGetEOHP(state);
	if (header->eoh_methods != &promoted_methods)
		elog(ERROR, "expanded object is not a promoted state");
	return (Promoted *) header;
}

/*
 * Promotes a flat state.  `parent` is the aggregate's context; the object
 * owns a child of it, so that the executor takes it over without a copy.
 */
Promoted *
promote(const PromotedKind *kind, const void *flat, MemoryContext parent)
{
	MemoryContext context = AllocSetContextCreate(parent, "scrm promoted state",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Promoted   *state = palloc0(sizeof(Promoted));

	EOH_init_header(&state->hdr, &promoted_methods, context);
	state->kind = kind;
	state->data = kind->expand(flat);
	MemoryContextSwitchTo(old);
	return state;
}

/*
 * Opens the state for a write: switches to its memory, and returns the
 * context to give back to promoted_close.
 */
MemoryContext
promoted_open(Promoted *state)
{
	if (state->packed)
	{
		pfree(state->packed);
		state->packed = NULL;
	}
	return MemoryContextSwitchTo(state->hdr.eoh_context);
}

/*
 * Ends the write and returns what the transition function returns.
 */
Datum
promoted_close(Promoted *state, MemoryContext old)
{
	MemoryContextSwitchTo(old);
	return EOHPGetRWDatum(&state->hdr);
}

/*
 * The packed value of the state, in the current context: what the final
 * function of a promoted type returns.
 */
void *
promoted_pack(const Promoted *state)
{
	return state->kind->pack(state->data);
}

/*
 * Refuses a value in a format later than this library knows; version 0 never
 * was one.
 */
void
check_version(const char *type, int found, int known)
{
	if (found < 1)
		error_corrupt(type, 0, "The version is 0.");
	if (found > known)
		error_newer_version(type, found, known);
}

/* The size asked for first; packing once serves the flatten that follows. */
static Size
flat_size(ExpandedObjectHeader *header)
{
	Promoted   *state = (Promoted *) header;

	if (!state->packed)
	{
		MemoryContext old = MemoryContextSwitchTo(header->eoh_context);

		state->packed = promoted_pack(state);
		MemoryContextSwitchTo(old);
	}
	return VARSIZE(state->packed);
}

static void
flatten(ExpandedObjectHeader *header, void *result, Size size)
{
	Promoted   *state = (Promoted *) header;

	Assert(size == VARSIZE(state->packed));
	memcpy(result, state->packed, size);
}
