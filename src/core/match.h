/*
 * match.h - which rows are one person: the shapes that all of it shares
 *
 * A source's columns are of kinds (match_kinds.h); columns make fields, what
 * two rows are compared by: given and family name, account (e-mail address and
 * handles, which are derived from one another), phone, dates, categories.
 * A field's comparison has levels, from equal to different; 0 is no evidence,
 * since one of the two has no value.
 *
 *		match_rows.h		rows as numbers of values
 *		match_compare.h		two rows to levels
 *		match_keys.h		rows that share a key are candidates
 *		match_train.h		what a level weighs, learned without labels
 *		match_score.h		levels to a weight, a weight to a probability
 *		match_group.h		pairs to persons
 *
 * The model is that of Fellegi and Sunter, A Theory for Record Linkage, JASA
 * 64 (1969): a level weighs log2(m / u) bits, m being its share among pairs
 * of one person, u among pairs of two.  Levels are not independent: those of
 * a field may depend on whether its parent agrees (Chow and Liu, Approximating
 * Discrete Probability Distributions with Dependence Trees, 1968).
 */
#ifndef SCRM_MATCH_H
#define SCRM_MATCH_H

#include "core/core.h"

#define MATCH_FIELDS	16		/* of a source, at most */
#define MATCH_LEVELS	16		/* of a field, with that of no evidence */
#define MATCH_CONTEXTS	4		/* of a field: how its parents agree */
#define MATCH_COLUMNS	64		/* of a source, at most */
#define MATCH_TEXT		64		/* bytes of a value that are compared */

/* Kinds of fields; stored in models, so they only grow. */
typedef enum MatchKind
{
	MATCH_GIVEN,
	MATCH_FAMILY,
	MATCH_ACCOUNT,
	MATCH_PHONE,
	MATCH_DATE,
	MATCH_CATEGORY,
	MATCH_CODE,
	MATCH_NUMBER,
	MATCH_TEXT_KIND,
	MATCH_VECTOR,
	MATCH_KINDS
} MatchKind;

/* Levels of names. */
enum
{
	NAME_EQUAL = 1,
	NAME_ALIAS,
	NAME_NEAR,					/* Jaro-Winkler .92 */
	NAME_INITIAL,
	NAME_FAR,					/* .80 */
	NAME_OTHER
};

/* Levels of accounts; the odd ones of the pairs are not explained by the
 * name, the even ones are: on both sides the stem holds a name of its row. */
enum
{
	ACCOUNT_BOTH = 1,
	ACCOUNT_EMAIL,
	ACCOUNT_HANDLE,				/* and + 1: explained */
	ACCOUNT_STEM_DIGITS = 5,
	ACCOUNT_STEM = 7,
	ACCOUNT_NEAR = 9,			/* stems of Jaro-Winkler .90 */
	ACCOUNT_OTHER = 11
};

/* A kind's levels by name; tf: the equal level weighs by the value's share. */
typedef struct MatchLevels
{
	const char *kind;
	int			n;				/* with level 0 */
	uint32		frequent;		/* bit l: level l weighs by the value's share */
	uint32		agree;			/* bit l: level l is agreement, for children */
	uint32		resemble;		/* and for accounts, which are made of names */
	const char *names[MATCH_LEVELS];
} MatchLevels;

/* Two rows that somebody said are one person, or are not. */
typedef struct MatchDecision
{
	uint32		a;
	uint32		b;
	bool		same;
} MatchDecision;

extern const MatchLevels match_levels[MATCH_KINDS];

#endif							/* SCRM_MATCH_H */
