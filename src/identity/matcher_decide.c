/*
 * matcher_decide.c - what somebody said of two rows holds from then on
 */
#include "identity/matcher.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "identity/matcher_lock.h"

void
matcher_error_decisions(int64 a, int64 b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("decisions contradict one another on rows " INT64_FORMAT " and " INT64_FORMAT, a, b),
			 errdetail("They are said to be two persons, and joined by others that are said to be one."),
			 errhint("Correct one of them with match_decide.")));
	pg_unreachable();
}

pg_noreturn static void
error_contradiction(const Decision *new, int64 third, const Decision *old)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("rows " INT64_FORMAT " and " INT64_FORMAT " cannot be %s: row " INT64_FORMAT " stands between them",
					new->a, new->b, new->same ? "one person" : "two persons", third),
			 errdetail("It was decided that " INT64_FORMAT " and " INT64_FORMAT " are %s.",
					   old->a, old->b, old->same ? "one person" : "two persons"),
			 errhint("If that was wrong, decide it again first.")));
	pg_unreachable();
}

/* Rows that decisions join, and by which of them each came in. */
typedef struct Joined
{
	Numbers		ids;			/* in the order in which they were found */
	Decisions	by;				/* of each id but the first */
	Decisions	apart;			/* decisions on them that part */
} Joined;

static bool
has(const Numbers *ids, int64 id)
{
	for (int i = 0; i < ids->n; i++)
		if (ids->values[i] == id)
			return true;
	return false;
}

/* All that is one with the row, not looking at the decision on (a, b) itself. */
static void
join(MatcherRead *read, int64 id, const Decision *but, Joined *joined)
{
	memset(joined, 0, sizeof(Joined));
	numbers_add(&joined->ids, id);
	decisions_add(&joined->by, *but);
	for (int i = 0; i < joined->ids.n; i++)
	{
		Decisions	on = {0};

		CHECK_FOR_INTERRUPTS();
		matcher_decisions(read, joined->ids.values[i], &on);
		for (int d = 0; d < on.n; d++)
		{
			Decision   *one = &on.values[d];
			int64		other = one->a == joined->ids.values[i] ? one->b : one->a;

			if (one->a == but->a && one->b == but->b)
				continue;
			if (!one->same)
				decisions_add(&joined->apart, *one);
			else if (!has(&joined->ids, other))
			{
				numbers_add(&joined->ids, other);
				decisions_add(&joined->by, *one);
			}
		}
	}
}

static void
check_consistent(MatcherRead *read, const Decision *new)
{
	Joined		a;
	Joined		b;

	join(read, new->a, new, &a);
	join(read, new->b, new, &b);
	for (int i = 1; i < a.ids.n && !new->same; i++)
		if (a.ids.values[i] == new->b)
		{
			const Decision *last = &a.by.values[i];

			error_contradiction(new, last->a == new->b ? last->b : last->a, last);
		}
	for (int d = 0; d < a.apart.n && new->same; d++)
	{
		const Decision *apart = &a.apart.values[d];
		bool		from_a = has(&a.ids, apart->a);
		int64		here = from_a ? apart->a : apart->b;
		int64		there = from_a ? apart->b : apart->a;

		if (has(&b.ids, there))
			error_contradiction(new, here == new->a ? there : here, apart);
	}
}

/* Both must be rows that the matcher knows. */
static void
check_there(MatcherRead *read, int64 id)
{
	if (matcher_person_of(read, id) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("matcher \"%s\" has no row " INT64_FORMAT, read->matcher->name, id),
				 errhint("Give two ids that matcher_persons has.")));
}

/*
 * match_decide(matcher text, id_a bigint, id_b bigint, same boolean)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_match_decide);
Datum
scrm_match_decide(PG_FUNCTION_ARGS)
{
	Matcher    *m = matcher_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	int64		x = PG_GETARG_INT64(1);
	int64		y = PG_GETARG_INT64(2);
	Decision	new = {Min(x, y), Max(x, y), PG_GETARG_BOOL(3)};
	Numbers		seeds = {0};
	MatcherRead read;
	Datum		values[3];

	if (x == y)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("row " INT64_FORMAT " is to be compared with itself", x),
				 errhint("Give two ids.")));
	PreventCommandIfReadOnly("match_decide()");
	SPI_connect();
	CommandCounterIncrement();
	lock_shared(m);
	lock_decisions(m);
	m = matcher_now(m);
	matcher_read_begin(&read, m, RegisterSnapshot(GetLatestSnapshot()));
	check_there(&read, x);
	check_there(&read, y);
	check_consistent(&read, &new);
	UnregisterSnapshot(read.snapshot);
	matcher_read_end(&read);

	values[0] = Int64GetDatum(new.a);
	values[1] = Int64GetDatum(new.b);
	values[2] = BoolGetDatum(new.same);
	matcher_do(m, DO_DECIDE, values, NULL, 1);
	numbers_add(&seeds, new.a);
	numbers_add(&seeds, new.b);
	matcher_regroup(m, &seeds, "decide");
	SPI_finish();
	PG_RETURN_VOID();
}
