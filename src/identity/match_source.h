/*
 * match_source.h - a query text's rows as rows of the matching
 */
#ifndef SCRM_MATCH_SOURCE_H
#define SCRM_MATCH_SOURCE_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "base/ids.h"
#include "core/match_group.h"

/* What users may say; see doc/identity.md. */
typedef struct MatchSettings
{
	Jsonb	   *fields;			/* column to kind, or NULL */
	char	  **one_per;		/* sources with one row a person */
	int			n_one_per;
	char	   *source_column;
	char	   *labels;			/* queries of id_a, id_b, same */
	char	   *decisions;
	double		min_probability;
	MatchOptions options;
} MatchSettings;

/* A source that was read, or two: the second's rows come behind. */
typedef struct MatchInput
{
	MatchRows  *rows;
	Ids		   *ids[2];
	int64		first_of_b;		/* 0 where there is one source */
} MatchInput;

extern void match_settings(Jsonb *options, MatchSettings *settings);

/*
 * Reads one or two query texts (`b` may be NULL).  Without a model the kinds
 * of columns are inferred, and told in a NOTICE.  Ids are of `type`, or as
 * they are where that is invalid.
 */
extern void match_read(const char *a, const char *b, Oid type, const MatchSettings *settings,
					   const MatchModel *model, MatchInput *input);

/* The id of a row. */
static inline Datum
match_id(const MatchInput *input, uint32 row)
{
	if (input->first_of_b && row >= input->first_of_b)
		return ids_datum(input->ids[1], row - input->first_of_b);
	return ids_datum(input->ids[0], row);
}

/* Reads a query of id_a, id_b, same. */
extern MatchDecision *match_read_decisions(const char *query, const char *what, const MatchInput *input, int64 *n);

#endif							/* SCRM_MATCH_SOURCE_H */
