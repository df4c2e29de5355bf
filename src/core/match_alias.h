/*
 * match_alias.h - names that are one name: Beppe and Giuseppe, in any language
 *
 * Two values of a name that recur among pairs which are certainly one person by
 * all else, and more often than the two are common.
 */
#ifndef SCRM_MATCH_ALIAS_H
#define SCRM_MATCH_ALIAS_H

#include "core/core.h"

#define MATCH_ALIASES	10000	/* of a field, at most */

typedef struct MatchAlias
{
	uint64		a;				/* hashes of the two values, a < b */
	uint64		b;
	uint32		pairs;			/* of one person that taught it */
} MatchAlias;

typedef struct MatchAliases
{
	uint32		n;
	MatchAlias *aliases;		/* ascending by a, b */
	uint32		mask;
	uint32	   *slots;			/* open addressing by both hashes; 0 is none */
	double		pairs;			/* of all */
} MatchAliases;

/* Makes what finds them, of n aliases in `aliases`. */
extern void match_aliases_index(MatchAliases *aliases);

/* The alias of two values in either order, or NULL; none are NULL, too. */
extern const MatchAlias *match_alias_find(const MatchAliases *aliases, uint64 a, uint64 b);

#endif							/* SCRM_MATCH_ALIAS_H */
