/*
 * special.h - the gamma function's logarithm and its derivatives
 *
 * For positive arguments, and of our own: libm's lgamma differs between
 * machines in its last digits and writes a global variable, and it has no
 * derivatives.
 */
#ifndef SCRM_SPECIAL_H
#define SCRM_SPECIAL_H

#include "core/core.h"

/* ln Gamma(x), psi(x) = its first, and psi'(x) = its second derivative. */
typedef struct LnGamma
{
	double		value;
	double		first;
	double		second;
} LnGamma;

extern LnGamma ln_gamma_all(double x);
extern double ln_gamma(double x);

/*
 * ln Gamma(base + x) - ln Gamma(base) and its derivatives by base, for a
 * sequence of x that only rises: begin with {base}, then rise_to each.
 */
typedef struct LnRise
{
	double		base;
	int64		x;
	LnGamma		sum;
} LnRise;

extern void rise_to(LnRise *rise, int64 x);

/*
 * Nodes and weights that turn an expectation over p ~ Beta(a, b) into a sum:
 * E[f(p)] = sum of weight[i] * f(p[i]).
 */
typedef struct BetaNodes
{
	int			n;
	double	   *p;
	double	   *weight;			/* their sum is 1 */
} BetaNodes;

extern BetaNodes beta_nodes(double a, double b);

/*
 * Gauss-Legendre nodes in (0, 1), with the weights that belong to them; the
 * sum of the weights is 1.
 */
#define LEGENDRE_NODES	12
extern const double legendre_node[LEGENDRE_NODES];
extern const double legendre_weight[LEGENDRE_NODES];

#endif							/* SCRM_SPECIAL_H */
