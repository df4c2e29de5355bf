/*
 * matcher_catch.c - who a record is: one probe for each of its keys
 */
#include "identity/matcher.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/snapmgr.h"

#define CANDIDATES		200		/* rows that are compared */
#define PERSONS			5		/* that are given, at most */
#define LOOKED_AT		8		/* persons that are weighed as wholes */
#define UNSURE_FROM		.05
#define UNSURE_TO		.95
#define RIVAL_BITS		3.0		/* a second person so near makes it unsure */
#define LOOKED_FROM		(UNSURE_FROM / 8)	/* less is near nobody who is
											 * given */
#define LEAST_BITS		(-8.0)	/* what one row can say against a person, */
#define NO_CANDIDATE	(-4.0)	/* and one that shares no key */
#define MOST_BITS		8.0		/* as in match_group.c */

/* --------------------------------------------------------------- candidates */

typedef struct Candidate
{
	int64		id;
	int			keys;			/* that it shares */
	double		weight;			/* bits with the prior */
} Candidate;

static int
by_keys(const void *x, const void *y)
{
	const Candidate *a = x;
	const Candidate *b = y;

	if (a->keys != b->keys)
		return a->keys > b->keys ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static int
by_weight(const void *x, const void *y)
{
	const Candidate *a = x;
	const Candidate *b = y;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* Rows that share most keys with the record. */
static int
find_candidates(MatcherRead *read, Jsonb *record, Candidate **found)
{
	uint64		keys[MATCHER_KEYS];
	MatcherRows own;
	Numbers		ids = {0};
	Candidate  *c;
	int			nkeys;
	int			n = 0;

	matcher_rows_begin(read->matcher, &own);
	matcher_add_record(read->matcher, &own, record);
	matcher_rows_finish(read->matcher, &own);
	nkeys = matcher_keys(read->matcher, &own, 0, keys);
	for (int k = 0; k < nkeys; k++)
	{
		int			before = ids.n;

		if (matcher_key_ids(read, keys[k], MATCH_BLOCK_MOST, &ids) > MATCH_BLOCK_MOST)
			ids.n = before;
	}
	if (ids.n > 1)
		qsort(ids.values, ids.n, sizeof(int64), compare_int64);
	c = palloc_array(Candidate, ids.n + 1);
	for (int i = 0; i < ids.n; i++)
		if (n > 0 && c[n - 1].id == ids.values[i])
			c[n - 1].keys++;
		else
			c[n++] = (Candidate) {ids.values[i], 1, 0};
	if (n > CANDIDATES)
		qsort(c, n, sizeof(Candidate), by_keys);
	*found = c;
	return Min(n, CANDIDATES);
}

/* Whether all that both rows have is equal: it is that row seen again. */
static bool
same_values(const MatchRows *rows, const uint32 *a, const uint32 *b)
{
	for (int s = 0; s < rows->width; s++)
		if (a[s] && b[s] && MATCH_VALUE(a[s]) != MATCH_VALUE(b[s]))
			return false;
	return true;
}

/* Weighs them, best first; returns how many are there. */
static int
weigh(MatcherRead *read, Jsonb *record, Candidate *c, int n)
{
	Matcher    *m = read->matcher;
	MatcherRows rows;
	double		prior = match_prior(m->model, m->rows);

	matcher_rows_begin(m, &rows);
	matcher_add_record(m, &rows, record);
	for (int i = 0; i < n; i++)
		matcher_add_row(read, &rows, c[i].id);
	match_model_finish(m->model, rows.rows);
	n = rows.ids.n - 1;
	for (int i = 0; i < n; i++)
	{
		const uint32 *own = match_row(rows.rows, 0);
		const uint32 *other = match_row(rows.rows, i + 1);
		MatchEvidence e;

		match_compare(rows.rows, own, other, &e);
		c[i].id = rows.ids.values[i + 1];
		c[i].weight = match_weight(m->model, &e) + prior;

		/* Two rows of a source with one row a person are two. */
		if (match_decoys(rows.rows, own, other) && !same_values(rows.rows, own, other))
			c[i].weight = -INFINITY;
	}
	qsort(c, n, sizeof(Candidate), by_weight);
	return n;
}

/* ------------------------------------------------------------------ persons */

typedef struct Person
{
	int64		person;
	int64		nearest;		/* its row of the highest weight */
	double		weight;			/* average of its rows */
	bool		joins;			/* matching of tables would join it */
} Person;

static double
weight_of(const Candidate *c, int n, int64 id)
{
	for (int i = 0; i < n; i++)
		if (c[i].id == id)
			return c[i].weight;
	return NO_CANDIDATE;
}

static void
weigh_person(MatcherRead *read, Person *p, const Candidate *c, int n)
{
	Numbers		members = {0};
	double		sum = 0;
	double		clipped = 0;

	matcher_members(read, p->person, &members);
	for (int i = 0; i < members.n; i++)
	{
		double		weight = weight_of(c, n, members.values[i]);

		/* A row of its own source forbids the person. */
		sum += isinf(weight) ? weight : Max(weight, LEAST_BITS);
		clipped += Max(LEAST_BITS, Min(MOST_BITS, weight));
	}
	p->weight = members.n == 1 ? weight_of(c, n, members.values[0]) : sum / Max(members.n, 1);
	p->joins = clipped / Max(members.n, 1) >= MATCH_MERGE_LEAST;
}

static int
by_person_weight(const void *x, const void *y)
{
	const Person *a = x;
	const Person *b = y;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return a->nearest < b->nearest ? -1 : a->nearest > b->nearest;
}

/* Whether a person of at most that weight is not given, whatever it is. */
static bool
cannot_matter(const MatchModel *model, double best, double weight)
{
	double		calibrated = match_calibrate(model, weight);
	double		of_best = match_calibrate(model, best);

	return match_probability(calibrated) < UNSURE_FROM &&
		(of_best - calibrated > RIVAL_BITS || match_probability(of_best) < UNSURE_FROM);
}

/*
 * The persons of the best candidates, best first.  A person's average is at
 * most the weight of its nearest row.
 */
static int
find_persons(MatcherRead *read, const Candidate *c, int n, Person *persons)
{
	int			found = 0;
	double		best = -INFINITY;

	for (int i = 0; i < n && found < LOOKED_AT && !isinf(c[i].weight); i++)
	{
		int64		person;
		bool		known;

		if (found > 0 && cannot_matter(read->matcher->model, best, c[i].weight))
			break;
		person = matcher_person_of(read, c[i].id);
		known = person == 0;
		for (int p = 0; p < found && !known; p++)
			known = persons[p].person == person;
		if (known)
			continue;
		persons[found] = (Person) {person, c[i].id, 0, false};
		weigh_person(read, &persons[found], c, n);
		best = Max(best, persons[found].weight);
		found++;
	}
	qsort(persons, found, sizeof(Person), by_person_weight);
	return found;
}

static void
give(ReturnSetInfo *result, const int64 *id, double probability, const char *verdict)
{
	Datum		values[3] = {Int64GetDatum(id ? *id : 0), Float8GetDatum(probability), CStringGetTextDatum(verdict)};
	bool		nulls[3] = {!id, false, false};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
give_persons(ReturnSetInfo *result, const MatchModel *model, const Person *p, int n)
{
	double		best = n > 0 ? match_calibrate(model, p[0].weight) : -INFINITY;
	double		probability = match_probability(best);

	if (n == 0 || !(probability >= UNSURE_FROM))
		give(result, NULL, n > 0 ? probability : 0, "new");
	else if (probability > UNSURE_TO && p[0].joins && (n == 1 || best - match_calibrate(model, p[1].weight) > RIVAL_BITS))
		give(result, &p[0].nearest, probability, "same");
	else
		for (int i = 0; i < Min(n, PERSONS); i++)
		{
			double		weight = match_calibrate(model, p[i].weight);

			if (i == 0 || match_probability(weight) >= UNSURE_FROM || best - weight <= RIVAL_BITS)
				give(result, &p[i].nearest, match_probability(weight), "ambiguous");
		}
}

/*
 * catch(matcher text, record jsonb) -> (id, probability, verdict)
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_catch);
Datum
scrm_catch(PG_FUNCTION_ARGS)
{
	Matcher    *m = matcher_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	Jsonb	   *record = PG_GETARG_JSONB_P(1);
	Person		persons[LOOKED_AT];
	Candidate  *candidates;
	MatcherRead read;
	int			n;

	InitMaterializedSRF(fcinfo, 0);
	matcher_read_begin(&read, m, GetActiveSnapshot());
	n = find_candidates(&read, record, &candidates);
	n = weigh(&read, record, candidates, n);
	n = find_persons(&read, candidates, n, persons);
	matcher_read_end(&read);
	give_persons((ReturnSetInfo *) fcinfo->resultinfo, m->model, persons, n);
	return (Datum) 0;
}
