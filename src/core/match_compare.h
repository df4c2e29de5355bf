/*
 * match_compare.h - what two rows have in common
 *
 * Every field gets the highest of its levels that holds; 0 where a side has no
 * value.  For levels that weigh by how frequent the value is, `bits` is -log2
 * of the value's share.
 */
#ifndef SCRM_MATCH_COMPARE_H
#define SCRM_MATCH_COMPARE_H

#include "core/match_rows.h"

typedef struct MatchEvidence
{
	uint8		level[MATCH_FIELDS];
	float		bits[MATCH_FIELDS];
} MatchEvidence;

/* Two rows, of one source of rows or of two that share their dictionaries. */
extern void match_compare(const MatchRows *rows, const uint32 *a, const uint32 *b,
						  MatchEvidence *evidence);

#endif							/* SCRM_MATCH_COMPARE_H */
