/*
 * match_alias.c - names that are one name
 */
#include "core/match_alias.h"

static uint32
first_slot(const MatchAliases *aliases, uint64 a, uint64 b)
{
	return (uint32) (a ^ b >> 32) & aliases->mask;
}

void
match_aliases_index(MatchAliases *aliases)
{
	aliases->pairs = 0;
	aliases->slots = NULL;
	if (aliases->n == 0)
		return;
	aliases->mask = 7;
	while (aliases->mask < aliases->n * 4)
		aliases->mask = aliases->mask * 2 + 1;
	aliases->slots = palloc0_array(uint32, aliases->mask + 1);
	for (uint32 i = 0; i < aliases->n; i++)
	{
		const MatchAlias *alias = &aliases->aliases[i];
		uint32		at = first_slot(aliases, alias->a, alias->b);

		while (aliases->slots[at])
			at = (at + 1) & aliases->mask;
		aliases->slots[at] = i + 1;
		aliases->pairs += alias->pairs;
	}
}

const MatchAlias *
match_alias_find(const MatchAliases *aliases, uint64 a, uint64 b)
{
	uint64		low = Min(a, b),
				high = Max(a, b);

	if (!aliases || !aliases->slots)
		return NULL;
	for (uint32 at = first_slot(aliases, low, high); aliases->slots[at]; at = (at + 1) & aliases->mask)
	{
		const MatchAlias *alias = &aliases->aliases[aliases->slots[at] - 1];

		if (alias->a == low && alias->b == high)
			return alias;
	}
	return NULL;
}
