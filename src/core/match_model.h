/*
 * match_model.h - what was learned of a source: fields, levels, keys, evidence
 */
#ifndef SCRM_MATCH_MODEL_H
#define SCRM_MATCH_MODEL_H

#include <math.h>

#include "core/match_compare.h"
#include "core/match_keys.h"

#define PARENT_NONE		(-1)
#define PARENT_NAME		(-2)	/* given and family name together */
#define MATCH_KNOTS		200		/* of the calibration curve, at most */

/*
 * Values of one dictionary that were seen twice or more, by hash; the others
 * were seen once.  Which dictionary: see match_frequencies().
 */
typedef struct MatchFrequencies
{
	double		rows;			/* that have a value */
	uint32		n;
	uint64	   *hashes;			/* ascending */
	uint32	   *counts;
} MatchFrequencies;

typedef struct MatchFieldModel
{
	char	   *name;
	MatchKind	kind;
	int			parent;
	double		m[MATCH_CONTEXTS][MATCH_LEVELS];
	double		u[MATCH_CONTEXTS][MATCH_LEVELS];
	double		any_u[MATCH_LEVELS];	/* in any context */
	double		weight[MATCH_CONTEXTS][MATCH_LEVELS];	/* bits; of a frequent
														 * level those beside
														 * its value's */
	double		most[MATCH_CONTEXTS][MATCH_LEVELS]; /* of a frequent level */
	MatchAliases aliases;		/* of names */
} MatchFieldModel;

/* One knot of the calibration curve, and the evidence between it and the next. */
typedef struct MatchKnot
{
	double		weight;			/* as it sums up, in bits */
	double		calibrated;
	double		pairs;
	double		decoys;
} MatchKnot;

/* A column as it was read. */
typedef struct MatchModelColumn
{
	char	   *name;
	ColumnKind	kind;
} MatchModelColumn;

typedef struct MatchModel
{
	int			ncolumns;
	MatchModelColumn columns[MATCH_COLUMNS];
	int			nsources;
	MatchSource *sources;		/* the first has no name */
	int			nfields;
	MatchFieldModel fields[MATCH_FIELDS];
	int			given;
	int			family;
	double		rows;			/* trained on */
	double		lambda;			/* share of pairs that are one person */
	double		possible_pairs; /* of two rows that may be one person */
	double		possible_decoys;
	int			nfrequencies;
	MatchFrequencies *frequencies;	/* of each field its slots, then an
									 * account's stems */
	MatchKeys	keys;
	int			nknots;
	MatchKnot	knots[MATCH_KNOTS];
} MatchModel;

static inline int
name_agrees(MatchKind kind, bool account, int level)
{
	return (account ? match_levels[kind].resemble : match_levels[kind].agree) >> level & 1;
}

/* Which of its parents' agreements a field stands under. */
static inline int
match_context(const MatchModel *model, int field, const MatchEvidence *e)
{
	int			parent = model->fields[field].parent;
	int			context = 0;
	bool		account;

	if (parent >= 0)
		return match_levels[model->fields[parent].kind].agree >> e->level[parent] & 1;
	if (parent == PARENT_NONE)
		return 0;
	account = model->fields[field].kind == MATCH_ACCOUNT;
	if (model->given >= 0)
		context |= name_agrees(MATCH_GIVEN, account, e->level[model->given]);
	if (model->family >= 0)
		context |= name_agrees(MATCH_FAMILY, account, e->level[model->family]) << 1;
	return context;
}

/* The contexts that a field may stand under, as bits. */
static inline uint32
match_contexts(const MatchModel *model, int field)
{
	int			parent = model->fields[field].parent;

	if (parent != PARENT_NAME)
		return parent == PARENT_NONE ? 1 : 3;
	return (model->given >= 0 ? 3 : 1) * (model->family >= 0 ? 5 : 1);
}

/* What one field's level says, in bits. */
static inline double
match_field_weight(const MatchModel *model, int field, const MatchEvidence *e)
{
	const MatchFieldModel *f = &model->fields[field];
	int			level = e->level[field];
	int			context;
	double		weight;

	if (level == 0)
		return 0;
	context = match_context(model, field, e);
	weight = f->weight[context][level];
	if (match_levels[f->kind].frequent >> level & 1)
		weight = Max(weight + e->bits[field], f->most[context][level]);
	return weight;
}

/* All of it without the prior, in bits. */
static inline double
match_weight(const MatchModel *model, const MatchEvidence *e)
{
	double		weight = 0;

	for (int f = 0; f < model->nfields; f++)
		weight += match_field_weight(model, f, e);
	return weight;
}

/* How many rows had the value with this hash, as far as a model knows. */
extern uint32 match_frequency(const MatchFrequencies *frequencies, uint64 hash);

/* How many dictionaries a field has, and all have, each with its frequencies. */
extern int	match_field_dicts(const MatchField *field);
extern int	match_rows_dicts(const MatchRows *rows);

/* Columns, sources and frequencies of the rows that are trained on. */
extern void match_model_of(MatchModel *model, const MatchRows *rows);

/* What a model's columns make of fields, in model; returns empty rows of them. */
extern MatchRows *match_model_shape(MatchModel *model);

/*
 * Empty rows for a source with these columns, to be read by the model: of a
 * column that the model does not know nothing is taken.
 */
extern MatchRows *match_model_rows(const MatchModel *model, int ncolumns, const char *const *names);

/* In place of match_rows_finish: values are as frequent as the model says. */
extern void match_model_finish(const MatchModel *model, MatchRows *rows);

/* Makes weight and most of m and u. */
extern void match_model_weights(MatchModel *model);

/* Bits of the prior where `rows` rows are matched: as many pairs a row as in
 * the rows trained on. */
extern double match_prior(const MatchModel *model, double rows);

/* The calibrated weight; p = 1 / (1 + 2^-weight). */
extern double match_calibrate(const MatchModel *model, double weight);

static inline double
match_probability(double weight)
{
	return 1 / (1 + exp2(-weight));
}

#endif							/* SCRM_MATCH_MODEL_H */
