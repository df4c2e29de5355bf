/*
 * bridges.h - the links without which a graph falls apart
 *
 * Tarjan, A Note on Finding the Bridges of a Graph, 1974: time and memory in
 * proportion to points and links.
 */
#ifndef SCRM_BRIDGES_H
#define SCRM_BRIDGES_H

#include "core/core.h"

typedef struct BridgeLink
{
	uint32		a;
	uint32		b;
} BridgeLink;

/* Sets bridge[i] of each of the m links between n points. */
extern void bridges_find(uint32 n, const BridgeLink *links, uint32 m, bool *bridge);

#endif							/* SCRM_BRIDGES_H */
