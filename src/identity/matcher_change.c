/*
 * matcher_change.c - the trigger that keeps persons current
 *
 * A row that came, went or changed: its keys are written, and the groups it
 * may touch are made again (core/match_catch.h says why these are enough).
 *
 * Sessions side by side: before a row is compared, its transaction locks the
 * row's keys, and before groups are judged, their persons.  So what two
 * sessions want to change they change one after the other, the second seeing
 * what the first has committed; see matcher_lock.h.
 */
#include "identity/matcher.h"

#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "identity/matcher_lock.h"

#define GROUP_AGAIN		2000	/* rows, at most, before the next settlement */

/* ----------------------------------------------------------------- writing */

/* Numbers of new persons, from the statement that made them. */
static void
take_persons(const Numbers *first, int64 *person_of)
{
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		int64		id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
		int64	   *at = numbers_find(first, id);

		person_of[at - first->values] = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2, &isnull));
	}
	SPI_freetuptable(SPI_tuptable);
}

/* New persons of rows in ascending order. */
static void
found(Matcher *m, MatcherStatement statement, const Numbers *first, int64 *person_of)
{
	Datum		values[1];

	if (first->n == 0)
		return;
	values[0] = matcher_array(first->values, first->n);
	matcher_do(m, statement, values, NULL, first->n);
	take_persons(first, person_of);
}

static void
put_persons(Matcher *m, MatcherStatement statement, const Numbers *ids, const Numbers *persons)
{
	Datum		values[2];

	if (ids->n == 0)
		return;
	values[0] = matcher_array(ids->values, ids->n);
	values[1] = matcher_array(persons->values, persons->n);
	matcher_do(m, statement, values, NULL, ids->n);
}

void
matcher_journal(Matcher *m, const char *cause, const Numbers *ids, const Numbers *was, const Numbers *is)
{
	Datum		values[4];

	if (ids->n == 0 || !cause)
		return;
	values[0] = CStringGetTextDatum(cause);
	values[1] = matcher_array(ids->values, ids->n);
	values[2] = matcher_array(was->values, was->n);
	values[3] = matcher_array(is->values, is->n);
	matcher_do(m, DO_JOURNAL, values, NULL, ids->n);
}

int64
matcher_write(Matcher *m, int64 n, const int64 *ids, const int64 *was, const uint32 *group, const char *cause)
{
	int64	   *person = palloc_extended((Size) n * sizeof(int64) + 1, MCXT_ALLOC_HUGE);
	int64	   *fresh = palloc_extended((Size) n * sizeof(int64) + 1, MCXT_ALLOC_HUGE);
	Numbers		founders[2] = {{0}};	/* rows that are new, and others */
	Numbers		moved[2] = {{0}};
	Numbers		to[2] = {{0}};
	Numbers		changed = {0},
				before = {0},
				after = {0};
	int			nth[2] = {0, 0};

	match_persons(n, was, group, person);
	for (int64 i = 0; i < n; i++)
		if (!person[i] && group[i] == i)
			numbers_add(&founders[was[i] != 0], ids[i]);
	for (int known = 0; known < 2; known++)
	{
		int64	   *persons = palloc_extended((Size) founders[known].n * sizeof(int64) + 1, MCXT_ALLOC_HUGE);

		found(m, known ? DO_REFOUND : DO_FOUND, &founders[known], persons);
		for (int64 i = 0; i < n; i++)
			if (!person[i] && group[i] == i && (was[i] != 0) == known)
				fresh[i] = persons[nth[known]++];
	}
	for (int64 i = 0; i < n; i++)
	{
		int			known = was[i] != 0;
		int64		is = person[i] ? person[i] : fresh[group[i]];

		if (is == was[i])
			continue;
		numbers_add(&changed, ids[i]);
		numbers_add(&before, was[i]);
		numbers_add(&after, is);
		if (!person[i] && group[i] == i)
			continue;
		numbers_add(&moved[known], ids[i]);
		numbers_add(&to[known], is);
	}
	put_persons(m, DO_JOIN, &moved[0], &to[0]);
	put_persons(m, DO_MOVE, &moved[1], &to[1]);
	matcher_journal(m, cause, &changed, &before, &after);
	pfree(fresh);
	pfree(person);
	return changed.n;
}

/* ---------------------------------------------------------------- regrouping */

/* What one round looks at: rows to be grouped again, and who hangs on them. */
typedef struct Round
{
	Matcher    *matcher;
	MatcherRead read;
	Numbers		rows;			/* the groups of the seeds */
	Numbers		near;			/* persons that have a link to them */
	Numbers		all;			/* rows of both */
	Numbers		large;			/* values of keys that make no pairs */
} Round;

static void
add_all(Numbers *to, const Numbers *from)
{
	for (int i = 0; i < from->n; i++)
		numbers_add(to, from->values[i]);
}

/* The seeds and all that are one person with one of them. */
static void
whole_groups(Round *r, const Numbers *seeds, Numbers *persons)
{
	for (int i = 0; i < seeds->n; i++)
	{
		int64		person = matcher_person_of(&r->read, seeds->values[i]);

		numbers_add(&r->rows, seeds->values[i]);
		if (person)
			numbers_add(persons, person);
	}
	numbers_sort(persons);
	for (int i = 0; i < persons->n; i++)
		matcher_members(&r->read, persons->values[i], &r->rows);
	numbers_sort(&r->rows);
}

/* The values of keys of some rows, as often as they are. */
static void
keys_of(const Matcher *m, const MatcherRows *rows, Numbers *keys)
{
	uint64		values[MATCHER_KEYS];

	for (int i = 0; i < rows->ids.n; i++)
	{
		int			n = matcher_keys(m, rows, i, values);

		for (int v = 0; v < n; v++)
			numbers_add(keys, (int64) values[v]);
	}
}

/* Rows outside that share a key with these, or were said to be the same. */
static void
candidates(Round *r, const Numbers *keys, Numbers *found, Numbers *told)
{
	Decisions	decisions = {0};
	Numbers		ids = {0};

	for (int k = 0; k < keys->n; k++)
	{
		int			before = ids.n;

		CHECK_FOR_INTERRUPTS();
		if (matcher_key_ids(&r->read, (uint64) keys->values[k], MATCH_BLOCK_MOST, &ids) > MATCH_BLOCK_MOST)
			ids.n = before;
	}
	numbers_sort(&ids);
	for (int i = 0; i < ids.n; i++)
		if (!numbers_find(&r->rows, ids.values[i]))
			numbers_add(found, ids.values[i]);
	for (int i = 0; i < r->rows.n; i++)
		matcher_decisions(&r->read, r->rows.values[i], &decisions);
	for (int d = 0; d < decisions.n; d++)
		if (decisions.values[d].same)
		{
			numbers_add(told, decisions.values[d].a);
			numbers_add(told, decisions.values[d].b);
		}
}

/* Of these candidates those that have a link that might be taken. */
static void
linked(Round *r, const Numbers *candidates, Numbers *with)
{
	Matcher    *m = r->matcher;
	MatcherRows rows;
	MatchLinks	links;
	int			own;

	matcher_rows_begin(m, &rows);
	for (int i = 0; i < r->rows.n; i++)
		matcher_add_row(&r->read, &rows, r->rows.values[i]);
	own = rows.ids.n;
	for (int i = 0; i < candidates->n; i++)
		matcher_add_row(&r->read, &rows, candidates->values[i]);
	if (own == 0 || own == rows.ids.n)
		return;
	matcher_rows_finish(m, &rows);

	/*
	 * A pair that a large value alone makes is here, too, and one more group
	 * is looked at: no harm.
	 */
	match_score_some(m->model, rows.rows, rows.table, rows.ids.values, own, m->rows, NULL, 0, MATCH_MERGE_LEAST, &links);
	for (int64 l = 0; l < links.n; l++)
		numbers_add(with, rows.ids.values[Max(links.links[l].a, links.links[l].b)]);
}

/* Finds near and all. */
static void
look_around(Round *r)
{
	MatcherRows rows;
	Numbers		keys = {0},
				others = {0},
				with = {0};

	matcher_rows(&r->read, &r->rows, &rows);
	keys_of(r->matcher, &rows, &keys);
	numbers_sort(&keys);
	candidates(r, &keys, &others, &with);
	linked(r, &others, &with);
	numbers_sort(&with);
	for (int i = 0; i < with.n; i++)
		if (!numbers_find(&r->rows, with.values[i]))
		{
			int64		person = matcher_person_of(&r->read, with.values[i]);

			if (person)
				numbers_add(&r->near, person);
		}
	numbers_sort(&r->near);
	add_all(&r->all, &r->rows);
	for (int i = 0; i < r->near.n; i++)
		matcher_members(&r->read, r->near.values[i], &r->all);
	numbers_sort(&r->all);
}

/* Values that two of the rows share and too many of all have. */
static void
find_large(Round *r, const MatcherRows *rows)
{
	Numbers		keys = {0};

	keys_of(r->matcher, rows, &keys);
	if (keys.n > 1)
		qsort(keys.values, keys.n, sizeof(int64), compare_int64);
	for (int i = 0, end; i < keys.n; i = end)
	{
		for (end = i + 1; end < keys.n && keys.values[end] == keys.values[i]; end++)
			;
		if (end - i > 1 && matcher_key_ids(&r->read, (uint64) keys.values[i], MATCH_BLOCK_MOST, NULL) > MATCH_BLOCK_MOST)
			numbers_add(&r->large, keys.values[i]);
	}
}

MatchDecision *
matcher_row_decisions(const Decisions *decisions, const Numbers *ids, int64 *n)
{
	MatchDecision *between = palloc_extended((Size) decisions->n * sizeof(MatchDecision) + 1, MCXT_ALLOC_HUGE);

	*n = 0;
	for (int d = 0; d < decisions->n; d++)
	{
		int64	   *a = numbers_find(ids, decisions->values[d].a);
		int64	   *b = numbers_find(ids, decisions->values[d].b);

		if (a && b)
			between[(*n)++] = (MatchDecision) {a - ids->values, b - ids->values, decisions->values[d].same};
	}
	return between;
}

/* The groups of the round's rows. */
static uint32 *
group_all(Round *r, const MatcherRows *rows)
{
	Matcher    *m = r->matcher;
	Decisions	decisions = {0};
	MatchDecision *between;
	MatchLinks	links;
	int64		n;
	int64		wrong;
	uint32	   *group;

	find_large(r, rows);
	for (int i = 0; i < rows->ids.n; i++)
		matcher_decisions(&r->read, rows->ids.values[i], &decisions);
	between = matcher_row_decisions(&decisions, &rows->ids, &n);
	match_score_some(m->model, rows->rows, rows->table, NULL, 0, m->rows, (uint64 *) r->large.values, r->large.n,
					 MATCH_LINK_LEAST, &links);
	group = match_group(rows->rows, links.links, links.n, MATCH_MERGE_LEAST, between, n, &wrong);
	if (!group)
		matcher_error_decisions(rows->ids.values[between[wrong].a], rows->ids.values[between[wrong].b]);
	return group;
}

/*
 * Persons that were near and did not come out as they were: rows of theirs are
 * added to the seeds.  False if there are none.
 */
static bool
widen(Round *r, const MatcherRows *rows, const uint32 *group, Numbers *seeds)
{
	int64	   *person = palloc_array(int64, rows->ids.n + 1);	/* 0: to be grouped */
	int64	   *first = palloc0_array(int64, rows->ids.n + 1);	/* of a group */
	bool	   *mixed = palloc0_array(bool, rows->ids.n + 1);
	int			before = seeds->n;

	for (int i = 0; i < rows->ids.n; i++)
	{
		person[i] = numbers_find(&r->rows, rows->ids.values[i]) ? 0 : matcher_person_of(&r->read, rows->ids.values[i]);
		if (group[i] == i)
			first[i] = person[i];
		mixed[group[i]] |= first[group[i]] != person[i];
	}
	for (int i = 0; i < rows->ids.n; i++)
	{
		bool		parted = false;

		/* Its person's rows are few: to look at all is simple. */
		for (int j = 0; j < i && person[i]; j++)
			parted |= person[j] == person[i] && group[j] != group[i];
		if (person[i] && (mixed[group[i]] || parted))
			numbers_add(seeds, rows->ids.values[i]);
	}
	numbers_sort(seeds);
	return seeds->n > before;
}

/* Writes the groups of the round's own rows. */
static void
write_groups(Round *r, const MatcherRows *rows, const uint32 *group, const char *cause)
{
	int64	   *ids = palloc_array(int64, rows->ids.n + 1);
	int64	   *was = palloc_array(int64, rows->ids.n + 1);
	uint32	   *own = palloc_array(uint32, rows->ids.n + 1);
	uint32	   *place = palloc_array(uint32, rows->ids.n + 1);
	int64		n = 0;

	for (int i = 0; i < rows->ids.n; i++)
	{
		if (!numbers_find(&r->rows, rows->ids.values[i]))
			continue;
		if (group[i] == i)
			place[i] = n;
		ids[n] = rows->ids.values[i];
		was[n] = matcher_person_of(&r->read, ids[n]);
		own[n++] = place[group[i]];
	}
	matcher_write(r->matcher, n, ids, was, own, cause);
}

/*
 * They wait for the next settlement; new ones are persons of their own.  Their
 * rows in <name>_person may be somebody's who waits for us: only the journal
 * is written.
 */
static void
leave(Matcher *m, const Numbers *seeds)
{
	MatcherRead read;
	Numbers		fresh = {0},
				was = {0},
				is = {0};

	if (seeds->n == 0)
		return;
	matcher_read_begin(&read, m, RegisterSnapshot(GetLatestSnapshot()));
	for (int i = 0; i < seeds->n; i++)
	{
		int64		person = matcher_person_of(&read, seeds->values[i]);

		numbers_add(&was, person);
		numbers_add(&is, person);
		if (!person)
			numbers_add(&fresh, seeds->values[i]);
	}
	UnregisterSnapshot(read.snapshot);
	matcher_read_end(&read);
	if (fresh.n > 0)
	{
		int64	   *persons = palloc_array(int64, fresh.n);
		int			nth = 0;

		found(m, DO_FOUND, &fresh, persons);
		for (int i = 0; i < is.n; i++)
			if (!is.values[i])
				is.values[i] = persons[nth++];
	}
	matcher_journal(m, "wait", seeds, &was, &is);
}

typedef enum RoundResult
{
	ROUND_DONE,
	ROUND_AGAIN,				/* the seeds are more, or others were there */
	ROUND_LEFT					/* too large, or somebody else has them */
} RoundResult;

static RoundResult
round_of(Round *r, Numbers *seeds, const char *cause)
{
	Numbers		persons = {0};
	MatcherRows rows;
	uint32	   *group;
	LockResult	locked;

	whole_groups(r, seeds, &persons);
	if (r->rows.n > GROUP_AGAIN)
		return ROUND_LEFT;
	look_around(r);
	if (r->all.n > GROUP_AGAIN)
		return ROUND_LEFT;
	add_all(&persons, &r->near);
	numbers_sort(&persons);
	locked = lock_persons(r->matcher, &persons);
	if (locked == LOCK_BUSY)
		return ROUND_LEFT;
	if (locked == LOCK_NEW && !snapshot_is_latest(r->read.snapshot))
		return ROUND_AGAIN;
	matcher_rows(&r->read, &r->all, &rows);
	group = group_all(r, &rows);
	if (widen(r, &rows, group, seeds))
		return ROUND_AGAIN;
	write_groups(r, &rows, group, cause);
	return ROUND_DONE;
}

void
matcher_regroup(Matcher *m, const Numbers *from, const char *cause)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "scrm groups", ALLOCSET_DEFAULT_SIZES);
	Numbers		seeds = {0};
	RoundResult result = ROUND_AGAIN;

	add_all(&seeds, from);
	while (seeds.n > 0 && result == ROUND_AGAIN)
	{
		Snapshot	snapshot = RegisterSnapshot(GetLatestSnapshot());
		Round		round = {m};
		MemoryContext old = MemoryContextSwitchTo(context);
		Numbers		more = {0};

		matcher_read_begin(&round.read, m, snapshot);
		add_all(&more, &seeds);
		result = round_of(&round, &more, cause);
		matcher_read_end(&round.read);
		UnregisterSnapshot(snapshot);
		MemoryContextSwitchTo(old);
		seeds.n = 0;
		add_all(&seeds, &more);
		MemoryContextReset(context);
	}
	if (result == ROUND_LEFT)
		leave(m, &seeds);
	MemoryContextDelete(context);
}

/* ------------------------------------------------------------ the trigger */

/* All rows went. */
static void
matcher_emptied(Matcher *m)
{
	matcher_do(m, DO_JOURNAL_ALL, NULL, NULL, -1);
	matcher_do(m, DO_FORGET, NULL, NULL, -1);
	matcher_do(m, DO_FORGET_KEYS, NULL, NULL, -1);
}

/* Keys that one has and the other lacks. */
static void
without(const Numbers *all, const Numbers *less, Numbers *rest)
{
	for (int i = 0; i < all->n; i++)
		if (!numbers_find(less, all->values[i]))
			numbers_add(rest, all->values[i]);
}

static void
write_keys(Matcher *m, MatcherStatement statement, const Numbers *keys, int64 id)
{
	Datum		values[2];

	if (keys->n == 0)
		return;
	values[0] = matcher_array(keys->values, keys->n);
	values[1] = matcher_array(&id, 1);
	matcher_do(m, statement, values, NULL, -1);
}

/*
 * A value that so many rows have makes no pairs, and with one row less it
 * does: all its rows are to be grouped again when it comes to that.
 */
static void
crossed(MatcherRead *read, const Numbers *keys, int now, Numbers *seeds)
{
	for (int k = 0; k < keys->n; k++)
	{
		int			before = seeds->n;

		if (matcher_key_ids(read, (uint64) keys->values[k], MATCH_BLOCK_MOST + 1, seeds) != now)
			seeds->n = before;
	}
}

/*
 * Locks the person that a row is of, which may be another one after the wait.
 * False where somebody else has it.
 */
static bool
lock_person_of(Matcher *m, int64 id, int64 *person)
{
	LockResult	locked = LOCK_NEW;

	while (locked == LOCK_NEW)
	{
		MatcherRead read;
		Numbers		persons = {0};

		matcher_read_begin(&read, m, RegisterSnapshot(GetLatestSnapshot()));
		*person = matcher_person_of(&read, id);
		UnregisterSnapshot(read.snapshot);
		matcher_read_end(&read);
		if (*person)
			numbers_add(&persons, *person);
		locked = lock_persons(m, &persons);
	}
	return locked != LOCK_BUSY;
}

/*
 * The row is no more: who were one person with it are to be looked at again.
 * Where somebody else has the person, its own turn comes with the settlement.
 */
static bool
row_leaves(Matcher *m, int64 id, const char *cause, Numbers *seeds)
{
	MatcherRead read;
	Numbers		ids = {0},
				was = {0},
				is = {0},
				members = {0};
	Datum		values[1];
	int64		person;

	numbers_add(&ids, id);
	if (!lock_person_of(m, id, &person))
	{
		leave(m, &ids);
		return false;
	}
	if (!person)
		return true;
	matcher_read_begin(&read, m, RegisterSnapshot(GetLatestSnapshot()));
	matcher_members(&read, person, &members);
	UnregisterSnapshot(read.snapshot);
	matcher_read_end(&read);
	without(&members, &ids, seeds);
	numbers_add(&was, person);
	numbers_add(&is, 0);
	values[0] = matcher_array(&id, 1);
	matcher_do(m, DO_LEAVE, values, NULL, 1);
	matcher_journal(m, cause, &ids, &was, &is);
	return true;
}

/* The id had the one keys and has the others; `here`: it is a row. */
static void
change_row(Matcher *m, int64 id, const Numbers *had, const Numbers *has, bool here, const char *cause)
{
	Numbers		locks = {0},
				gone = {0},
				come = {0},
				seeds = {0};
	MatcherRead read;
	bool		alone;

	add_all(&locks, had);
	add_all(&locks, has);
	alone = lock_keys(m, &locks) != LOCK_BUSY;
	without(had, has, &gone);
	without(has, had, &come);
	write_keys(m, DO_UNKEY, &gone, id);
	write_keys(m, DO_KEYS, &come, id);
	matcher_read_begin(&read, m, RegisterSnapshot(GetLatestSnapshot()));
	crossed(&read, &come, MATCH_BLOCK_MOST + 1, &seeds);
	crossed(&read, &gone, MATCH_BLOCK_MOST, &seeds);
	UnregisterSnapshot(read.snapshot);
	matcher_read_end(&read);
	if (here)
		numbers_add(&seeds, id);
	else
		alone &= row_leaves(m, id, cause, &seeds);
	numbers_sort(&seeds);
	if (alone)
		matcher_regroup(m, &seeds, cause);
	else
		leave(m, &seeds);
}

static int64
id_of(const Matcher *m, HeapTuple tuple, TupleDesc desc)
{
	bool		isnull;
	Datum		id = heap_getattr(tuple, m->id_column, desc, &isnull);

	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("id of a row is null"),
				 errdetail("Matcher \"%s\" knows rows by column \"%s\".", m->name, m->id_name),
				 errhint("Give the row an id, or make the column NOT NULL.")));
	return m->id_type == INT2OID ? DatumGetInt16(id) : m->id_type == INT4OID ? DatumGetInt32(id) : DatumGetInt64(id);
}

/*
 * What the tuple had and what the relation's row has now, which may be another
 * version than that of this event.
 */
static void
changed(Matcher *m, TriggerData *data, HeapTuple old, int64 id, const char *cause)
{
	MatcherRows rows;
	uint64		values[MATCHER_KEYS];
	Numbers		had = {0},
				has = {0};
	MatcherRead read;
	bool		here;

	matcher_rows_begin(m, &rows);
	matcher_read_begin(&read, m, RegisterSnapshot(GetLatestSnapshot()));
	if (old)
		matcher_add_tuple(m, &rows, id, old, RelationGetDescr(data->tg_relation));
	here = matcher_add_row(&read, &rows, id);
	UnregisterSnapshot(read.snapshot);
	matcher_read_end(&read);
	matcher_rows_finish(m, &rows);

	/* A change of other columns. */
	if (old && here && TRIGGER_FIRED_BY_UPDATE(data->tg_event) &&
		memcmp(match_row(rows.rows, 0), match_row(rows.rows, 1), rows.rows->width * sizeof(uint32)) == 0)
		return;
	for (int i = 0; i < rows.ids.n; i++)
	{
		int			n = matcher_keys(m, &rows, i, values);

		for (int v = 0; v < n; v++)
			numbers_add(old && i == 0 ? &had : &has, (int64) values[v]);
	}
	numbers_sort(&had);
	numbers_sort(&has);
	change_row(m, id, &had, &has, here, cause);
}

/*
 * matcher_change() -> trigger
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_matcher_change);
Datum
scrm_matcher_change(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	TupleDesc	desc;
	Matcher    *m;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("matcher_change can only be called as a trigger"),
				 errhint("create_matcher makes it.")));
	if (!TRIGGER_FIRED_AFTER(data->tg_event) || data->tg_trigger->tgnargs != 1)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("matcher_change is the trigger of a matcher"),
				 errhint("create_matcher makes it.")));
	desc = RelationGetDescr(data->tg_relation);
	SPI_connect();
	m = matcher_of_trigger(data->tg_relation, data->tg_trigger->tgargs[0]);
	CommandCounterIncrement();
	if (lock_shared(m) == LOCK_NEW)
		m = matcher_now(m);
	if (TRIGGER_FIRED_BY_TRUNCATE(data->tg_event))
		matcher_emptied(m);
	else if (TRIGGER_FIRED_BY_INSERT(data->tg_event))
		changed(m, data, NULL, id_of(m, data->tg_trigtuple, desc), "insert");
	else if (TRIGGER_FIRED_BY_DELETE(data->tg_event))
		changed(m, data, data->tg_trigtuple, id_of(m, data->tg_trigtuple, desc), "delete");
	else
	{
		int64		id = id_of(m, data->tg_trigtuple, desc);
		int64		now = id_of(m, data->tg_newtuple, desc);

		changed(m, data, data->tg_trigtuple, id, "update");
		if (now != id)
			changed(m, data, NULL, now, "update");
	}
	SPI_finish();
	return PointerGetDatum(NULL);
}
