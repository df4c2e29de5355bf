/*
 * special.c - the gamma function's logarithm, expectations over a beta law
 *
 * ln Gamma and its derivatives: the argument is raised to 10 by recurrence,
 * and from there Stirling's asymptotic series (Abramowitz and Stegun 6.1.41,
 * 6.3.18, 6.4.12) is good to the last digits.
 *
 * Expectations: the double-exponential rule of Takahasi and Mori (1974) in
 * p = 1 / (1 + exp(-sinh w)) with equal steps in w.  It takes the endpoint
 * singularities of a < 1 and b < 1 as they come, where Gauss-Jacobi rules of
 * 48 to 64 nodes miss by 1e-5 and their weights overflow near b = 5,000.
 */
#include "core/special.h"

#include <math.h>

#define SERIES_FROM		10.0	/* the first term left out is under 1e-16 */
#define LN_SQRT_2PI		0.91893853320467274178
#define SUM_AT_MOST		16		/* steps up to which adding terms is cheaper */

/* Weights under these, in logarithms, of the largest are dropped; the lower
 * side goes on longer, since f may grow like 1/p there. */
#define DROP_UNDER_LOW	(-80.0)
#define DROP_UNDER_HIGH (-45.0)
#define WIDEST_STEP		0.03
#define EDGE_STEP		0.25	/* in sinh w: the law ends like exp(-exp(s)) */

/* A law beyond these is one point, or two, to the last digit. */
#define BETA_MOST		1e15
#define BETA_LEAST		1e-15

const double legendre_node[LEGENDRE_NODES] = {
	0.0092196828766403746,
	0.0479413718147625716,
	0.1150486629028476564,
	0.2063410228566912763,
	0.3160842505009099031,
	0.4373832957442655422,
	0.5626167042557344577,
	0.6839157494990900968,
	0.7936589771433087236,
	0.8849513370971523435,
	0.9520586281852374283,
	0.9907803171233596253
};

const double legendre_weight[LEGENDRE_NODES] = {
	0.0235876681932559135,
	0.0534696629976592154,
	0.0800391642716731131,
	0.1015837133615329608,
	0.1167462682691774043,
	0.1245735229067013925,
	0.1245735229067013925,
	0.1167462682691774043,
	0.1015837133615329608,
	0.0800391642716731131,
	0.0534696629976592154,
	0.0235876681932559135
};

/* Coefficients of the asymptotic series in 1/x^2. */
#define TERMS	7
static const double value_terms[TERMS] = {
	1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
};
static const double first_terms[TERMS] = {
	1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12
};
static const double second_terms[TERMS] = {
	1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6
};

static double
series(const double *terms, double y2)
{
	double		sum = terms[TERMS - 1];

	for (int i = TERMS - 2; i >= 0; i--)
		sum = sum * y2 + terms[i];
	return sum;
}

/*
 * ln Gamma(x), psi(x), psi'(x) for x > 0.
 */
LnGamma
ln_gamma_all(double x)
{
	LnGamma		g;
	double		product = 1,
				first = 0,
				second = 0,
				y,
				y2,
				ln;

	while (x < SERIES_FROM)
	{
		y = 1 / x;
		product *= x;
		first += y;
		second += y * y;
		x += 1;
	}
	y = 1 / x;
	y2 = y * y;
	ln = log(x);
	g.value = (x - 0.5) * ln - x + LN_SQRT_2PI - log(product) +
		y * series(value_terms, y2);
	g.first = ln - first - y / 2 - y2 * series(first_terms, y2);
	g.second = second + y + y2 / 2 + y * y2 * series(second_terms, y2);
	return g;
}

double
ln_gamma(double x)
{
	return ln_gamma_all(x).value;
}

/*
 * Raises `rise` to x, which is no smaller than where it stands.  A short way
 * is the sum of its terms: no difference of two large numbers.
 */
void
rise_to(LnRise *rise, int64 x)
{
	LnGamma		from,
				to;

	if (x - rise->x <= SUM_AT_MOST)
	{
		for (; rise->x < x; rise->x++)
		{
			double		y = 1 / (rise->base + rise->x);

			rise->sum.value -= log(y);
			rise->sum.first += y;
			rise->sum.second -= y * y;
		}
		return;
	}
	from = ln_gamma_all(rise->base + rise->x);
	to = ln_gamma_all(rise->base + x);
	rise->sum.value += to.value - from.value;
	rise->sum.first += to.first - from.first;
	rise->sum.second += to.second - from.second;
	rise->x = x;
}

/* ln of the density of w, but for a constant; *ln_p is ln p there. */
static double
ln_weight(double a, double b, double w, double *ln_p)
{
	double		s = sinh(w);
	double		tail = log1p(exp(-fabs(s)));
	double		ln_1p;

	*ln_p = s < 0 ? s - tail : -tail;
	ln_1p = s < 0 ? -tail : -s - tail;
	return a * *ln_p + b * ln_1p + log(cosh(w));
}

/*
 * Brings an extreme law to where it still looks the same and the rule ends: its
 * tails are as long as 1/a and 1/b, and the steps as short as a and b are far
 * from each other.
 */
static void
beta_bound(double *a, double *b)
{
	double		most = Max(*a, *b),
				bound = Min(Max(most, BETA_LEAST), BETA_MOST),
				least = BETA_LEAST * Min(1, bound);

	if (bound != most)
	{
		*a = *a / most * bound;
		*b = *b / most * bound;
	}
	*a = Max(*a, least);
	*b = Max(*b, least);
}

/*
 * Nodes for p ~ Beta(a, b), a > 0 and b > 0, some 230 of them, in the current
 * context; up to 10,000 for the extremest a and b.  The worst relative error of
 * E[(1 - (1 + pz)^-k) / p] was 1e-9 over the hard cases of test/core/btyd.c.  A
 * law so narrow that it falls between the steps, or that lies far out, gets a
 * finer one.
 */
BetaNodes
beta_nodes(double a, double b)
{
	BetaNodes	nodes;
	double		w0,
				step,
				ln_p,
				top,
				sum = 0;
	int			room = 512;

	beta_bound(&a, &b);
	w0 = asinh(log(a) - log(b));
	step = Min(0.7 * sqrt(1 / a + 1 / b), EDGE_STEP) / cosh(w0);
	step = Min(step, WIDEST_STEP);
	top = ln_weight(a, b, w0, &ln_p);
	nodes.n = 0;
	nodes.p = palloc_array(double, room);
	nodes.weight = palloc_array(double, room);

	/* Leftwards from the middle, then rightwards; `top` may still rise. */
	for (int side = -1; side <= 1; side += 2)
		for (int i = side < 0 ? 0 : 1;; i++)
		{
			double		ln = ln_weight(a, b, w0 + side * i * step, &ln_p);

			top = Max(top, ln);
			if (ln - top < (side < 0 ? DROP_UNDER_LOW : DROP_UNDER_HIGH))
				break;
			if (nodes.n == room)
			{
				room *= 2;
				nodes.p = repalloc(nodes.p, sizeof(double) * room);
				nodes.weight = repalloc(nodes.weight, sizeof(double) * room);
			}
			nodes.p[nodes.n] = exp(ln_p);
			nodes.weight[nodes.n++] = ln;
		}

	for (int i = 0; i < nodes.n; i++)
		sum += nodes.weight[i] = exp(nodes.weight[i] - top);
	for (int i = 0; i < nodes.n; i++)
		nodes.weight[i] /= sum;
	return nodes;
}
