/*
 * match_train.c - learning a model from rows alone, without labels
 */
#include "core/match_train.h"

#include <math.h>

#include "common/hashfn.h"
#include "common/pg_prng.h"
#include "core/match_alias_learn.h"
#include "core/match_parents.h"

#define RANDOM_PAIRS	100000	/* of which the shares of levels are taken */
#define CONTEXT_PAIRS	40000	/* inside each rare context */
#define TRAIN_PAIRS		250000	/* candidates that the model is fitted to */
#define ROUNDS			40		/* of the fit, at most */
#define SETTLED			1e-4	/* relative change of the last */
#define SMOOTH_M		20		/* pairs' worth of what holds in any context */
#define SMOOTH_U		20
#define CHANCE			.1		/* that two rows which alone share what names
								 * a person are two, as long as no name tells */
#define OTHER_NAME		.1		/* of what is one is called otherwise, at most */
/* A text alone does not tell what its levels are worth: odds for one thing, as
 * the titles of published_sets.py and misspellings of them have them. */
static const double odds_alone[MATCH_LEVELS] = {1, 9, 9, 9, .25};
#define MOST_KIN		4		/* times that people of one family name share
								 * a given name more often than others */

/* Patterns of evidence with their numbers; bits of frequent levels by class. */
#define CLASSES			16
typedef struct Pattern
{
	uint8		code[MATCH_FIELDS]; /* level | class << 4 */
	double		pairs;
	double		decoys;
	double		p;
} Pattern;

typedef struct Patterns
{
	Pattern    *patterns;
	uint32		n;
	uint32		room;
	uint32	   *slots;
	uint32		mask;
	double		class_bits;		/* width of a class */
} Patterns;

static void
patterns_init(Patterns *set, double class_bits)
{
	set->n = 0;
	set->room = 1024;
	set->patterns = palloc_array(Pattern, set->room);
	set->mask = 4095;
	set->slots = palloc0_array(uint32, set->mask + 1);
	set->class_bits = class_bits;
}

static uint32
pattern_hash(const uint8 *code)
{
	uint64		a,
				b;

	memcpy(&a, code, 8);
	memcpy(&b, code + 8, 8);
	return (uint32) hash_combine64(match_mix(a), match_mix(b + 1));
}

static void
patterns_grow(Patterns *set)
{
	set->room *= 2;
	set->patterns = repalloc(set->patterns, (Size) set->room * sizeof(Pattern));
	if (set->room * 2 <= set->mask)
		return;
	pfree(set->slots);
	set->mask = set->mask * 4 + 3;
	set->slots = palloc0_array(uint32, (Size) set->mask + 1);
	for (uint32 i = 0; i < set->n; i++)
	{
		uint32		at = pattern_hash(set->patterns[i].code) & set->mask;

		while (set->slots[at])
			at = (at + 1) & set->mask;
		set->slots[at] = i + 1;
	}
}

static void
patterns_add(Patterns *set, const MatchModel *model, const MatchEvidence *e, bool decoy)
{
	uint8		code[MATCH_FIELDS] = {0};
	uint32		at;
	Pattern    *pattern;

	for (int f = 0; f < model->nfields; f++)
	{
		int			level = e->level[f];
		int			class = 0;

		if (match_levels[model->fields[f].kind].frequent >> level & 1)
			class = (int) (e->bits[f] / set->class_bits);
		code[f] = level | Min(class, CLASSES - 1) << 4;
	}
	at = pattern_hash(code) & set->mask;
	while (set->slots[at] && memcmp(set->patterns[set->slots[at] - 1].code, code, MATCH_FIELDS) != 0)
		at = (at + 1) & set->mask;
	if (!set->slots[at])
	{
		pattern = &set->patterns[set->n];
		memcpy(pattern->code, code, MATCH_FIELDS);
		pattern->pairs = pattern->decoys = pattern->p = 0;
		set->slots[at] = ++set->n;
	}
	pattern = &set->patterns[set->slots[at] - 1];
	if (decoy)
		pattern->decoys++;
	else
		pattern->pairs++;
	if (set->n == set->room)
		patterns_grow(set);
}

static void
pattern_evidence(const Patterns *set, const MatchModel *model, const Pattern *pattern, MatchEvidence *e)
{
	memset(e, 0, sizeof(MatchEvidence));
	for (int f = 0; f < model->nfields; f++)
	{
		e->level[f] = pattern->code[f] & 15;
		e->bits[f] = (pattern->code[f] >> 4) * set->class_bits + set->class_bits / 2;
	}
}

/* ------------------------------------------------------------- first guesses */

/* The share of pairs of rows with values that have the same one. */
static double
equal_share(const MatchDict *dict)
{
	double		same = 0;
	double		all = (double) dict->rows * (dict->rows - 1.0);

	for (uint32 i = 1; i < dict->n; i++)
		same += (double) dict->values[i].count * (dict->values[i].count - 1.0);
	return all > 0 ? Max(same, 1) / all : 1e-6;
}

/* What one person's rows agree in before anything is known. */
static void
first_m(MatchFieldModel *f)
{
	static const double name[MATCH_LEVELS] = {0, .80, .02, .06, .03, .03, .06};
	static const double account[MATCH_LEVELS] = {0, .10, .25, .10, .10, .04, .06, .04, .06, .04, .04, .10, .07};
	static const double other[MATCH_LEVELS] = {0, .80, .06, .04, .10};
	static const double text[MATCH_LEVELS] = {0, .50, .20, .12, .08, .10};
	const double *m = f->kind <= MATCH_FAMILY ? name : f->kind == MATCH_ACCOUNT ? account : f->kind == MATCH_TEXT_KIND ? text : other;
	int			n = match_levels[f->kind].n;
	double		sum = 0;

	for (int l = 1; l < n; l++)
		sum += m[l];
	for (int c = 0; c < MATCH_CONTEXTS; c++)
		for (int l = 1; l < n; l++)
			f->m[c][l] = m[l] / sum;
}

static double
exact_u(const MatchField *field, int level)
{
	if (field->kind != MATCH_ACCOUNT)
		return equal_share(field->dict);
	if (level == ACCOUNT_STEM)
		return equal_share(field->stems);
	if (level == ACCOUNT_STEM_DIGITS)
		return equal_share(field->stems) / 2;
	if (level == ACCOUNT_EMAIL || !field->email)
		return equal_share(&field->dict[0]);
	if (level == ACCOUNT_BOTH)
		return equal_share(&field->dict[0]) * .5;
	return equal_share(&field->dict[field->slots - 1]);
}

/* u from the levels' numbers, with what the frequencies say of equality. */
static void
shares_to_u(const MatchField *field, const double *counts, double *u)
{
	const MatchLevels *levels = &match_levels[field->kind];
	double		total = 0,
				sum = 0;

	for (int l = 1; l < levels->n; l++)
		total += counts[l];
	for (int l = 1; l < levels->n; l++)
	{
		u[l] = (counts[l] + .5) / (total + .5 * levels->n);
		if (levels->frequent >> l & 1 && (field->kind > MATCH_FAMILY || l == NAME_EQUAL))
			u[l] = exact_u(field, l);
		sum += u[l];
	}
	for (int l = 1; l < levels->n; l++)
		u[l] /= sum;
}

/* Gives the share of pairs of which anything can be compared. */
static double
random_u(MatchModel *model, const MatchRows *rows, const MatchOptions *options, pg_prng_state *prng)
{
	double		counts[MATCH_FIELDS][MATCH_LEVELS] = {{0}};
	double		comparable = 1;
	int64		b0 = options->first_of_b;

	for (int i = 0; i < RANDOM_PAIRS; i++)
	{
		int64		a = b0 ? pg_prng_uint64_range(prng, 0, b0 - 1) : pg_prng_uint64_range(prng, 0, rows->n - 1);
		int64		b = pg_prng_uint64_range(prng, b0, rows->n - 1);
		MatchEvidence e;
		bool		any = false;

		if (a == b)
			continue;
		match_compare(rows, match_row(rows, a), match_row(rows, b), &e);
		for (int f = 0; f < model->nfields; f++)
		{
			counts[f][e.level[f]]++;
			any |= e.level[f] > 0;
		}
		comparable += any;
		if (i % 16384 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	for (int f = 0; f < model->nfields; f++)
	{
		MatchFieldModel *field = &model->fields[f];

		shares_to_u(&rows->fields[f], counts[f], field->any_u);
		for (int c = 0; c < MATCH_CONTEXTS; c++)
			memcpy(field->u[c], field->any_u, sizeof(field->any_u));
	}
	return comparable / RANDOM_PAIRS;
}

/* --------------------------------------------------------------------- keys */

#define CANDIDATES		320
#define SAMPLE_PAIRS	600		/* of a candidate key */

typedef struct SampledPair
{
	uint32		a;
	uint32		b;
	bool		possible;		/* no decoys, not of one side */
	bool		made;			/* by a chosen key */
	float		p;
} SampledPair;

typedef struct Candidate
{
	MatchKey	key;
	double		made;			/* pairs of the blocks in the sample */
	double		scale;			/* pairs of the key for one of the sample */
	int			n;
	SampledPair *pairs;
	const MatchRows *rows;
	int64		first_of_b;
} Candidate;

/* Parts by which a field of a kind may be a key alone, or beside another. */
static int
alone_parts(MatchKind kind, KeyPartKind *parts)
{
	int			n = 0;

	switch (kind)
	{
		case MATCH_ACCOUNT:
			parts[n++] = PART_WHOLE;
			parts[n++] = PART_STEM;
			parts[n++] = PART_STEM5;
			break;
		case MATCH_NUMBER:
			break;
		case MATCH_GIVEN:
		case MATCH_FAMILY:
		case MATCH_CATEGORY:
			parts[n++] = PART_WHOLE;
			parts[n++] = PART_PHONETIC;
			parts[n++] = PART_FIRST5;
			break;
		case MATCH_TEXT_KIND:
			parts[n++] = PART_WHOLE;
			parts[n++] = PART_WORD;
			parts[n++] = PART_WORDS;
			parts[n++] = PART_FIRST5;
			break;
		default:
			parts[n++] = PART_WHOLE;
			parts[n++] = PART_FIRST5;
			parts[n++] = PART_LAST5;
	}
	return n;
}

static int
paired_parts(MatchKind kind, KeyPartKind *parts)
{
	int			n = 0;

	switch (kind)
	{
		case MATCH_ACCOUNT:
			parts[n++] = PART_STEM5;
			break;
		case MATCH_NUMBER:
			break;
		case MATCH_GIVEN:
		case MATCH_FAMILY:
			parts[n++] = PART_PHONETIC;
			parts[n++] = PART_FIRST1;
			parts[n++] = PART_FIRST3;
			break;
		case MATCH_TEXT_KIND:
			parts[n++] = PART_WORD;
			parts[n++] = PART_FIRST3;
			break;
		default:
			parts[n++] = PART_WHOLE;
			parts[n++] = PART_FIRST3;
			parts[n++] = PART_LAST3;
	}
	return n;
}

static int
candidate_keys(const MatchRows *rows, Candidate *candidates)
{
	int			n = 0;
	KeyPartKind parts[PART_KINDS],
				others[PART_KINDS];

	for (int f = 0; f < rows->nfields; f++)
	{
		int			nparts = alone_parts(rows->fields[f].kind, parts);

		for (int p = 0; p < nparts && n < CANDIDATES; p++)
		{
			memset(&candidates[n], 0, sizeof(Candidate));
			candidates[n].key.nparts = 1;
			candidates[n++].key.parts[0] = (KeyPart) {f, parts[p]};
		}
	}
	for (int f = 0; f < rows->nfields; f++)
		for (int g = f + 1; g < rows->nfields; g++)
		{
			int			nparts = paired_parts(rows->fields[f].kind, parts);
			int			nothers = paired_parts(rows->fields[g].kind, others);

			for (int p = 0; p < nparts; p++)
				for (int q = 0; q < nothers && n < CANDIDATES; q++)
				{
					memset(&candidates[n], 0, sizeof(Candidate));
					candidates[n].key.nparts = 2;
					candidates[n].key.parts[0] = (KeyPart) {f, parts[p]};
					candidates[n++].key.parts[1] = (KeyPart) {g, others[q]};
				}
		}
	for (int i = 0; i < n; i++)
	{
		candidates[i].key.slots = match_key_slots(rows, &candidates[i].key);
		match_key_refine(&candidates[i].key, rows);
	}
	return n;
}

static void
sample_block(void *state, const uint64 *entries, int64 n)
{
	Candidate  *c = state;

	for (int64 x = 0; x < n; x++)
		for (int64 y = x + 1; y < n; y++)
		{
			uint32		a = (uint32) entries[x] / c->key.slots;
			uint32		b = (uint32) entries[y] / c->key.slots;

			if (a == b)
				continue;
			c->made++;
			if (c->n < SAMPLE_PAIRS)
				c->pairs[c->n++] = (SampledPair)
			{
				a, b,
					!match_decoys(c->rows, match_row(c->rows, a), match_row(c->rows, b)) &&
					(!c->first_of_b || (a < c->first_of_b) != (b < c->first_of_b)), false, 0
			};
		}
}

/* Draws pairs of a key from its blocks, each of which is in whole or out. */
static void
sample_key(Candidate *candidate, KeyReader *reader, uint64 *entries, uint64 *spare)
{
	const MatchRows *rows = candidate->rows;
	uint32		every = Max(1, rows->n / 4000);
	int64		n = match_key_entries(&candidate->key, 0, reader, rows, every, entries);

	candidate->pairs = palloc_array(SampledPair, SAMPLE_PAIRS);
	match_key_blocks(&candidate->key, NULL, 0, reader, rows, entries, spare, n, sample_block, candidate);
	candidate->scale = candidate->n ? every * candidate->made / candidate->n : 0;
}

/* What the model says of the pairs of the sample. */
static void
judge_sample(Candidate *candidate, const MatchModel *model)
{
	double		prior = match_prior(model, candidate->rows->n);

	for (int i = 0; i < candidate->n; i++)
	{
		SampledPair *pair = &candidate->pairs[i];
		MatchEvidence e;

		pair->made = false;
		if (!pair->possible)
			continue;
		match_compare(candidate->rows, match_row(candidate->rows, pair->a), match_row(candidate->rows, pair->b), &e);
		pair->p = match_probability(match_weight(model, &e) + prior);
	}
}

/* Pairs of one person that a key would add, and all pairs. */
static double
key_gain(const Candidate *c, double *pairs)
{
	double		gain = 0;

	*pairs = 0;
	for (int j = 0; j < c->n; j++)
		if (!c->pairs[j].made)
		{
			gain += c->pairs[j].p;
			*pairs += 1;
		}
	*pairs *= c->scale;
	return gain * c->scale;
}

/* Marks what the last key makes. */
static void
mark_made(Candidate *c, const MatchKeys *keys, const uint32 *table, int width)
{
	for (int j = 0; j < c->n; j++)
		if (!c->pairs[j].made)
			c->pairs[j].made = match_key_shared(&keys->keys[keys->n - 1], table + (Size) c->pairs[j].a * width,
												table + (Size) c->pairs[j].b * width);
}

#define KEY_SLOTS	40			/* of all keys */
#define LEAST_GAIN	0.0003		/* pairs of one person a row, for a key to pay */

typedef struct Chooser
{
	MatchRows  *rows;
	KeyReader  *reader;
	Candidate  *candidates;
	int			n;
	double		budget;			/* pairs */
	uint32	   *table;			/* rows of KEY_SLOTS values */
} Chooser;

static void
chooser_init(Chooser *chooser, MatchRows *rows, const MatchOptions *options)
{
	int			slots = 1;
	Size		room;
	uint64	   *entries,
			   *spare;

	chooser->rows = rows;
	chooser->reader = key_reader(rows);
	chooser->candidates = palloc_array(Candidate, CANDIDATES);
	chooser->n = candidate_keys(rows, chooser->candidates);
	for (int i = 0; i < chooser->n; i++)
		slots = Max(slots, chooser->candidates[i].key.slots);
	room = (Size) rows->n * slots + 1;
	entries = palloc_extended(room * sizeof(uint64), MCXT_ALLOC_HUGE);
	spare = palloc_extended(room * sizeof(uint64), MCXT_ALLOC_HUGE);
	chooser->budget = options->pairs_per_row * rows->n;
	chooser->table = palloc_extended((Size) rows->n * KEY_SLOTS * sizeof(uint32), MCXT_ALLOC_HUGE);
	for (int i = 0; i < chooser->n; i++)
	{
		chooser->candidates[i].rows = rows;
		chooser->candidates[i].first_of_b = options->first_of_b;
		sample_key(&chooser->candidates[i], chooser->reader, entries, spare);
		CHECK_FOR_INTERRUPTS();
	}
	pfree(spare);
	pfree(entries);
}

/* Takes keys by what they find for each pair that they make. */
static void
choose_keys(Chooser *chooser, MatchModel *model)
{
	double		rows = chooser->rows->n;
	double		budget = chooser->budget;
	bool		taken[CANDIDATES] = {false};

	match_keys_init(&model->keys);
	for (int i = 0; i < chooser->n; i++)
	{
		judge_sample(&chooser->candidates[i], model);
		CHECK_FOR_INTERRUPTS();
	}
	while (model->keys.n < MATCH_KEYS)
	{
		int			best = -1;
		double		best_rate = 0,
					best_gain = 0,
					best_pairs = 0,
					made;

		for (int i = 0; i < chooser->n; i++)
		{
			Candidate  *c = &chooser->candidates[i];
			double		pairs;
			double		gain = key_gain(c, &pairs);
			double		rate = gain / (pairs + rows * .001);

			if (taken[i] || gain < rows * LEAST_GAIN || pairs > budget || rate <= best_rate ||
				model->keys.width + c->key.slots > KEY_SLOTS)
				continue;
			best = i;
			best_rate = rate;
			best_gain = gain;
			best_pairs = pairs;
		}
		if (best < 0)
			break;
		taken[best] = true;
		chooser->candidates[best].key.gain = best_gain;
		chooser->candidates[best].key.pairs_per_row = best_pairs / rows;
		match_keys_add(&model->keys, chooser->rows, &chooser->candidates[best].key);
		made = match_key_learn(&model->keys, model->keys.n - 1, chooser->reader, chooser->rows, chooser->table, KEY_SLOTS);
		/* A sample may miss what the whole has. */
		budget -= best_pairs * Max(1, made / (chooser->candidates[best].scale * chooser->candidates[best].n));
		for (int i = 0; i < chooser->n; i++)
			mark_made(&chooser->candidates[i], &model->keys, chooser->table, KEY_SLOTS);
		TICK(model->keys.n, 0);
	}
}

/* ----------------------------------------------------------- rare contexts */

/* A key with the field's value in it; 0 where there is none.  Not by the value's
 * number, which depends on the order in which the rows were read. */
static uint64
value_key(const MatchField *field, const uint32 *row, uint64 key)
{
	uint32		value = row[field->slot];

	return value ? hash_combine64(key, field->dict->values[value].hash) : 0;
}

/* Pairs with equal values in the fields of `context` (bit 0 given, 1 family). */
static void
sample_context(Patterns *set, const MatchModel *model, const MatchRows *rows, int context, pg_prng_state *prng)
{
	uint64	   *order = palloc_extended((Size) rows->n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
	uint64	   *spare = palloc_extended((Size) rows->n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
	uint32	   *group = palloc_extended((Size) rows->n * sizeof(uint32), MCXT_ALLOC_HUGE);
	uint32	   *starts;
	int64		n = 0;
	uint32		groups = 0;

	for (int64 i = 0; i < rows->n; i++)
	{
		const uint32 *row = match_row(rows, i);
		uint64		key = 1;

		if (context & 1)
			key = value_key(&rows->fields[model->given], row, key);
		if (context & 2 && key)
			key = value_key(&rows->fields[model->family], row, key);
		if (!key)
			continue;
		order[n++] = (key & ~UINT64CONST(0xFFFFFFFF)) | i;
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	match_sort(order, spare, n);
	starts = palloc_extended(((Size) n + 2) * sizeof(uint32), MCXT_ALLOC_HUGE);
	for (int64 i = 0; i < n; i++)
	{
		if (i == 0 || order[i] >> 32 != order[i - 1] >> 32)
			starts[groups++] = i;
		group[i] = groups - 1;
	}
	starts[groups] = n;
	for (int64 tries = 0, done = 0; n > 0 && tries < 4 * CONTEXT_PAIRS && done < CONTEXT_PAIRS; tries++)
	{
		int64		a = pg_prng_uint64_range(prng, 0, n - 1);
		uint32		g = group[a];
		int64		b = pg_prng_uint64_range(prng, starts[g], starts[g + 1] - 1);
		const uint32 *x,
				   *y;
		MatchEvidence e;

		if (a == b)
			continue;
		x = match_row(rows, (uint32) order[a]);
		y = match_row(rows, (uint32) order[b]);
		match_compare(rows, x, y, &e);
		patterns_add(set, model, &e, match_decoys(rows, x, y));
		if (++done % 8192 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(starts);
	pfree(group);
	pfree(spare);
	pfree(order);
}

/* --------------------------------------------------------------------- fit */

typedef struct Trainer
{
	MatchModel *model;
	const MatchRows *rows;
	Patterns	candidates;
	Patterns	contexts[MATCH_CONTEXTS];	/* pairs whose names agree so */
	Patterns	labels;			/* pairs known to be one person */
	double		every;			/* candidate pairs for one of those fitted to */
	double		comparable;		/* share of pairs with any evidence */
	double		random_u[MATCH_FIELDS][MATCH_LEVELS];	/* any_u as first seen */
} Trainer;

static void
take_pairs(void *state, const uint32 *a, const uint32 *b, int n)
{
	Trainer    *t = state;

	for (int i = 0; i < n; i++)
	{
		const uint32 *ra = match_row(t->rows, a[i]);
		const uint32 *rb = match_row(t->rows, b[i]);
		MatchEvidence e;

		match_compare(t->rows, ra, rb, &e);
		patterns_add(&t->candidates, t->model, &e, match_decoys(t->rows, ra, rb));
	}
}

/* Adds up what strangers have in common in one context. */
static void
count_strangers(const Trainer *t, int context, bool careful, double counts[][MATCH_LEVELS])
{
	const MatchModel *model = t->model;
	const Patterns *set = &t->contexts[context];
	double		prior = match_prior(model, t->rows->n);

	for (uint32 i = 0; i < set->n; i++)
	{
		const Pattern *pattern = &set->patterns[i];
		double		strangers = pattern->decoys;
		MatchEvidence e;

		pattern_evidence(set, model, pattern, &e);

		/*
		 * Relatives share all but the given name: taken for one person at
		 * first, they would teach that the given name says little.
		 */
		if (careful && context == 2 && model->given >= 0 && e.level[model->given] == NAME_OTHER)
			strangers += pattern->pairs;
		else
			strangers += pattern->pairs * (1 - match_probability(match_weight(model, &e) + prior));
		for (int f = 0; f < model->nfields; f++)
		{
			int			parent = model->fields[f].parent;

			/* A sample counts for the context that it was drawn for. */
			if (e.level[f] && ((parent == PARENT_NAME && match_context(model, f, &e) == context) ||
							   (parent == model->family && context == 2)))
				counts[f][e.level[f]] += strangers;
		}
	}
}

/*
 * u of a field in a context.  Strangers who agree in something agree in other
 * things no less than any two: what a sample lacks, since its sources do not
 * write names like that, is no evidence that strangers never do.
 */
static void
smooth_u(MatchFieldModel *field, int context, const double *counts, double total)
{
	int			n = match_levels[field->kind].n;
	double		sum = 0;

	for (int l = 1; l < n; l++)
	{
		double		u = (counts[l] + SMOOTH_U * field->any_u[l]) / (total + SMOOTH_U);

		field->u[context][l] = Max(u, field->any_u[l] * (field->any_u[l] > .1 ? .1 : 1));
		sum += field->u[context][l];
	}
	for (int l = 1; l < n; l++)
		field->u[context][l] /= sum;
}

/* The context of those who agree in all names that there are. */
static int
whole_name(const MatchModel *model)
{
	return (model->given >= 0) | (model->family >= 0) << 1;
}

/* Where strangers are not seen apart, those that agree in the whole name are
 * nearly all one person: what these share would pass for what strangers share. */
static void
careful_u(const MatchModel *model, MatchFieldModel *field, int context)
{
	int			n = match_levels[field->kind].n;
	double		sum = 0;
	bool		whole = field->parent == PARENT_NAME && context == whole_name(model);

	if (whole && field->kind != MATCH_ACCOUNT)
		memcpy(field->u[context], field->u[context == 3 ? 1 : 0], sizeof(field->u[context]));
	else if (whole)
		for (int l = ACCOUNT_BOTH; l <= ACCOUNT_HANDLE + 1; l++)
			field->u[context][l] = field->any_u[l];
	else if (field->parent >= 0)
		for (int l = 1; l < n - 1; l++)
			field->u[context][l] = Min(field->u[context][l], MOST_KIN * field->any_u[l]);
	for (int l = 1; l < n; l++)
		sum += field->u[context][l];
	for (int l = 1; l < n; l++)
		field->u[context][l] /= sum;
}

static double
sum_levels(const double *counts)
{
	double		sum = 0;

	for (int l = 1; l < MATCH_LEVELS; l++)
		sum += counts[l];
	return sum;
}

/*
 * u in contexts, of all strangers.  (Those of sources that have one row a
 * person are known to be strangers, but they are few, of other kinds of pairs,
 * and write names in their own way: what they share taught less.)
 */
static void
context_u(Trainer *t, bool careful)
{
	MatchModel *model = t->model;

	for (int s = 1; s < MATCH_CONTEXTS && (model->given >= 0 || model->family >= 0); s++)
	{
		double		strangers[MATCH_FIELDS][MATCH_LEVELS] = {{0}};

		count_strangers(t, s, careful, strangers);
		for (int f = 0; f < model->nfields; f++)
		{
			MatchFieldModel *field = &model->fields[f];
			int			c = field->parent == PARENT_NAME ? s : 1;

			if (field->parent == PARENT_NONE || (field->parent == model->family && s != 2))
				continue;
			smooth_u(field, c, strangers[f], sum_levels(strangers[f]));
			careful_u(model, field, c);
		}
	}
}

/* Pairs of one person by labels count beside those that the fit finds. */
static void
take_labels(Trainer *t, const MatchOptions *options)
{
	patterns_init(&t->labels, t->candidates.class_bits);
	for (int64 i = 0; i < options->nlabels; i++)
	{
		const MatchDecision *label = &options->labels[i];
		MatchEvidence e;

		if (!label->same)
			continue;
		match_compare(t->rows, match_row(t->rows, label->a), match_row(t->rows, label->b), &e);
		patterns_add(&t->labels, t->model, &e, false);
	}
}

static void
count_matches(const MatchModel *model, const Patterns *set, const Pattern *pattern, double p,
			  double counts[][MATCH_CONTEXTS][MATCH_LEVELS])
{
	MatchEvidence e;

	pattern_evidence(set, model, pattern, &e);
	for (int f = 0; f < model->nfields; f++)
		counts[f][match_context(model, f, &e)][e.level[f]] += p;
}

/* The field of what things are called, where no field names persons; or -1. */
static int
thing_name(const MatchModel *model)
{
	for (int f = 0; f < model->nfields && model->given < 0 && model->family < 0; f++)
		if (model->fields[f].kind == MATCH_TEXT_KIND && column_names_things(model->fields[f].name))
			return f;
	return -1;
}

static bool
text_alone(const MatchModel *model)
{
	return model->nfields == 1 && model->fields[0].kind >= MATCH_TEXT_KIND;
}

/*
 * Strangers' texts are hardly ever alike: of the few random pairs that are, most
 * are one person, or there is none.  So their share is no less than what the
 * candidates show, nor than what surely are not matches among the random pairs.
 * Before there are candidates, `counts` of strangers among them are NULL.
 */
static void
rare_u(Trainer *t, double (*counts)[MATCH_LEVELS])
{
	MatchModel *model = t->model;
	double		all = model->possible_pairs + model->possible_decoys;
	bool		alone = text_alone(model);

	for (int f = 0; f < model->nfields; f++)
	{
		MatchFieldModel *field = &model->fields[f];
		double		sum = 0;
		int			n = match_levels[field->kind].n;

		if (field->kind < MATCH_TEXT_KIND)
			continue;
		for (int l = 2; l < n - 1; l++)
		{
			double		u = t->random_u[f][l];
			double		seen = counts ? (counts[f][l] + 1) * t->every / all : .5 / RANDOM_PAIRS;
			double		sure = u - model->lambda * field->m[0][l] - 2 * sqrt(u / RANDOM_PAIRS);

			field->any_u[l] = alone ? model->lambda * field->m[0][l] / odds_alone[l] : Min(u, Max(seen, sure));
		}
		for (int l = 1; l < n; l++)
			sum += field->any_u[l];
		for (int l = 1; l < n; l++)
			field->any_u[l] /= sum;
		memcpy(field->u[0], field->any_u, sizeof(field->any_u));
	}
}

/*
 * What is one is seldom called two things.  Else those that are near each other
 * in all but the name (a street's shops) would be another optimum.
 */
static void
keep_name(double *m, int n)
{
	double		others = 1 - m[n - 1];

	if (m[n - 1] <= OTHER_NAME)
		return;
	for (int l = 1; l < n - 1; l++)
		m[l] *= (1 - OTHER_NAME) / others;
	m[n - 1] = OTHER_NAME;
}

/* One round: what pairs are, then what pairs of one person agree in. */
static double
maximize(Trainer *t)
{
	MatchModel *model = t->model;
	double		prior = match_prior(model, t->rows->n);
	double		counts[MATCH_FIELDS][MATCH_CONTEXTS][MATCH_LEVELS] = {{{0}}};
	double		strangers[MATCH_FIELDS][MATCH_LEVELS] = {{0}};
	double		matches = 0;
	int			name = thing_name(model);

	for (uint32 i = 0; i < t->candidates.n; i++)
	{
		Pattern    *pattern = &t->candidates.patterns[i];
		MatchEvidence e;
		double		p;
		bool		other_name;

		pattern_evidence(&t->candidates, model, pattern, &e);
		p = match_probability(match_weight(model, &e) + prior);
		pattern->p = p;
		p *= pattern->pairs;
		other_name = name >= 0 && e.level[name] == match_levels[MATCH_TEXT_KIND].n - 1;
		for (int f = 0; f < model->nfields; f++)
			strangers[f][e.level[f]] += pattern->decoys + pattern->pairs - (f != name && other_name ? 0 : p);
		matches += p;
		count_matches(model, &t->candidates, pattern, p, counts);
	}
	for (uint32 i = 0; i < t->labels.n; i++)
		count_matches(model, &t->labels, &t->labels.patterns[i], t->labels.patterns[i].pairs, counts);
	rare_u(t, strangers);
	for (int f = 0; f < model->nfields && !text_alone(model); f++)
	{
		MatchFieldModel *field = &model->fields[f];
		int			n = match_levels[field->kind].n;
		double		any[MATCH_LEVELS] = {0};
		double		total = 0;

		for (int l = 1; l < n; l++)
		{
			for (int c = 0; c < MATCH_CONTEXTS; c++)
				any[l] += counts[f][c][l];
			total += any[l];
		}
		for (int l = 1; l < n; l++)
			any[l] = (any[l] + .5) / (total + .5 * (n - 1));
		if (f == name)
			keep_name(any, n);
		for (int c = 0; c < MATCH_CONTEXTS; c++)
		{
			double		sum = 0;

			for (int l = 1; l < n; l++)
				sum += counts[f][c][l];
			for (int l = 1; l < n; l++)
				field->m[c][l] = (counts[f][c][l] + SMOOTH_M * any[l]) / (sum + SMOOTH_M);
			if (f == name)
				keep_name(field->m[c], n);
		}
	}
	if (text_alone(model))
		return matches;
	/* What cannot be compared is taken to be one person as often as the rest. */
	model->lambda = Max(matches * t->every, 1) / (model->possible_pairs * t->comparable + 1);
	return matches;
}

/*
 * Without a name nothing tells whether rows with one address are one person,
 * and what one person's rows share would pass for what strangers share.  So the
 * odds of the two rows that have an address are set, and those of c rows are
 * 2 / c of them.
 */
static void
trust_what_names_persons(Trainer *t)
{
	MatchModel *model = t->model;
	double		lambda = exp2(match_prior(model, t->rows->n));

	for (int f = 0; f < model->nfields && model->given < 0 && model->family < 0; f++)
	{
		MatchFieldModel *field = &model->fields[f];
		const MatchField *values = &t->rows->fields[f];
		int			last = field->kind == MATCH_ACCOUNT ? ACCOUNT_HANDLE + 1 :
		field->kind == MATCH_PHONE || field->kind == MATCH_CODE || f == thing_name(model) ? 1 : 0;

		for (int l = 1; l <= last; l++)
		{
			const MatchDict *dict = &values->dict[l < ACCOUNT_HANDLE ? 0 : values->slots - 1];
			double		chance = CHANCE / (1 - CHANCE) * lambda * field->m[0][l] * dict->rows / 2;

			field->u[0][l] = field->any_u[l] * Min(chance, 1);
		}
	}
}

static void
fit(Trainer *t)
{
	double		last = 0;

	for (int round = 0; round < ROUNDS; round++)
	{
		double		matches;

		trust_what_names_persons(t);
		match_model_weights(t->model);
		if (round % 4 == 0)
		{
			context_u(t, round < 8);
			match_model_weights(t->model);
		}
		matches = maximize(t);
		CHECK_FOR_INTERRUPTS();
		if (fabs(matches - last) < SETTLED * matches)
			break;
		last = matches;
	}
	trust_what_names_persons(t);
	match_model_weights(t->model);
}

/* Pairs of rows that may be one person, and those that cannot. */
static void
count_possible(MatchModel *model, const MatchRows *rows, int64 first_of_b)
{
	double		all = (double) rows->n * (rows->n - 1.0) / 2;
	double		decoys = 0;

	if (first_of_b)
		all = (double) first_of_b * (rows->n - first_of_b);
	else
		for (int s = 0; s < rows->nsources; s++)
			if (rows->sources[s].one_per)
				decoys += (double) rows->sources[s].rows * (rows->sources[s].rows - 1.0) / 2;
	model->possible_decoys = decoys;
	model->possible_pairs = Max(all - decoys, 1);
}

MatchModel *
match_train(MatchRows *rows, const MatchOptions *options, uint32 **table, int *width)
{
	MatchModel *model = palloc0_object(MatchModel);
	Trainer		trainer = {.model = model, .rows = rows};
	pg_prng_state prng;
	Chooser		chooser;

	pg_prng_seed(&prng, options->seed);
	model->nfields = rows->nfields;
	model->given = rows->given;
	model->family = rows->family;
	model->rows = rows->n;
	model->lambda = .5 * rows->n / ((double) rows->n * (rows->n - 1.0) / 2);
	for (int f = 0; f < rows->nfields; f++)
	{
		MatchFieldModel *field = &model->fields[f];

		field->name = rows->fields[f].name;
		field->kind = rows->fields[f].kind;
		field->parent = rows->given < 0 && rows->family < 0 ? PARENT_NONE :
			f == rows->family ? PARENT_NONE :
			f == rows->given ? (rows->family >= 0 ? rows->family : PARENT_NONE) : PARENT_NAME;
		first_m(field);
	}
	match_model_of(model, rows);
	count_possible(model, rows, options->first_of_b);
	trainer.comparable = random_u(model, rows, options, &prng);
	for (int f = 0; f < model->nfields; f++)
		memcpy(trainer.random_u[f], model->fields[f].any_u, sizeof(trainer.random_u[f]));
	rare_u(&trainer, NULL);
	if (thing_name(model) >= 0)
		match_parents_learn(model, rows, thing_name(model));
	trust_what_names_persons(&trainer);
	match_model_weights(model);
	chooser_init(&chooser, rows, options);
	for (int c = 1; c < MATCH_CONTEXTS; c++)
	{
		patterns_init(&trainer.contexts[c], log2(rows->n + 1) / CLASSES);
		if ((c & 1 && model->given < 0) || (c & 2 && model->family < 0))
			continue;
		sample_context(&trainer.contexts[c], model, rows, c, &prng);
	}
	/* Once by what is guessed, and again by what was learned. */
	for (int pass = 0; pass < 2; pass++)
	{
		double		pairs = 0;

		choose_keys(&chooser, model);
		for (int k = 0; k < model->keys.n; k++)
			pairs += model->keys.keys[k].pairs_per_row * rows->n;
		trainer.every = Max(1, ceil(pairs / TRAIN_PAIRS));
		patterns_init(&trainer.candidates, log2(rows->n + 1) / CLASSES);
		match_keys_pairs(&model->keys, chooser.table, KEY_SLOTS, rows->n, options->first_of_b, trainer.every, take_pairs, &trainer);
		take_labels(&trainer, options);
		fit(&trainer);
		if (pass == 0)
			match_aliases_learn(model, rows, chooser.table, KEY_SLOTS, options->first_of_b);
	}
	*table = chooser.table;
	*width = KEY_SLOTS;
	key_reader_free(chooser.reader);
	return model;
}
