/*
 * btyd_expect.c - what a customer who is alive will buy
 *
 * Alive at T, the purchase rate is Gamma(r+x, alpha+T) and the probability p
 * to leave after a purchase is Beta(a, b+x), independently.  With k = r + x
 * and A = alpha + T, the density of purchases at T + z is
 *
 *	 rate(z) = E[ k/A (1 + pz/A)^-(k+1) ]
 *
 * and their number up to t is E[ (1 - (1 + pt/A)^-k) / p ]: positive, and
 * sound at a = 1, where the closed form with a 2F1 divides by a - 1 (Fader,
 * Hardie, Lee 2005, equation 10).
 */
#include "core/btyd_expect.h"

#include <math.h>

#include "core/special.h"

#define TINY_P		1e-290		/* below, 1/p is near overflow: take the limit */
#define LIFE		40.0		/* in 1/delta: exp(-40) of the start remains */
#define NEGLIGIBLE	1e-18
#define PANEL		2.0			/* in v: worst error 8e-13 of 4,500 hard cases */

/*
 * Expected purchases in (T, T + horizon], given alive at T.  horizon is 0 or
 * more, and may be infinite: then infinity where a <= 1.
 */
double
bg_nbd_expected(const double *parameters, int64 frequency, double age,
				double horizon)
{
	double		k = parameters[BG_R] + frequency,
				a = parameters[BG_A],
				b = parameters[BG_B] + frequency,
				z = horizon / (parameters[BG_ALPHA] + age),
				sum = 0;
	BetaNodes	nodes;

	if (isinf(horizon))
		return a > 1 ? (a + b - 1) / (a - 1) : INFINITY;
	nodes = beta_nodes(a, b);
	for (int i = 0; i < nodes.n; i++)
	{
		double		p = nodes.p[i];

		sum += nodes.weight[i] *
			(p < TINY_P ? k * z : -expm1(-k * log1p(p * z)) / p);
	}
	pfree(nodes.p);
	pfree(nodes.weight);
	return sum;
}

/* k/A E[(1 + pz/A)^-(k+1)], by the nodes that matter. */
static double
rate(const BetaNodes *nodes, double k, double a, double z)
{
	double		sum = 0;

	for (int i = 0; i < nodes->n; i++)
		sum += nodes->weight[i] * exp(-(k + 1) * log1p(nodes->p[i] * z / a));
	return k / a * sum;
}

/*
 * Leaves out the nodes that cannot matter: the discounted purchases of a
 * customer with this p are at most 1/p, and at most `most`; of all they are
 * 1 or so.
 */
static void
nodes_trim(BetaNodes *nodes, double most)
{
	int			kept = 0;

	for (int i = 0; i < nodes->n; i++)
		if (nodes->weight[i] * Max(1, Min(most, 1 / nodes->p[i])) > NEGLIGIBLE)
		{
			nodes->p[kept] = nodes->p[i];
			nodes->weight[kept++] = nodes->weight[i];
		}
	nodes->n = kept;
}

/*
 * Expected purchases in (T, T + horizon], one at T + z counted exp(-delta z),
 * given alive at T.  An infinite horizon is for life, and needs delta > 0, or
 * delta = 0 and a > 1; else the result is infinity.
 *
 * The integral over z is taken in v = ln(1 + z/c), where the rate's time
 * scales, from A/(k+1) for p near 1 up to 1/delta, are of equal length:
 * Gauss-Legendre on panels of at most PANEL.
 */
double
bg_nbd_discounted(const double *parameters, int64 frequency, double age,
				  double horizon, double delta)
{
	double		k = parameters[BG_R] + frequency,
				a = parameters[BG_ALPHA] + age,
				c,
				end,
				sum = 0;
	int			panels;
	BetaNodes	nodes;

	if (delta == 0)
		return bg_nbd_expected(parameters, frequency, age, horizon);
	if (delta > 0)
		horizon = Min(horizon, LIFE / delta);
	if (isinf(horizon))
		return INFINITY;

	nodes = beta_nodes(parameters[BG_A], parameters[BG_B] + frequency);
	nodes_trim(&nodes, delta > 0 ? k / (a * delta) : INFINITY);
	c = Min(1 / fabs(delta), a / (k + 1));
	end = log1p(horizon / c);
	panels = Max(1, (int) ceil(end / PANEL));
	for (int i = 0; i < panels; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int j = 0; j < LEGENDRE_NODES; j++)
		{
			double		v = end * (i + legendre_node[j]) / panels,
						z = c * expm1(v);

			sum += legendre_weight[j] * end / panels * c * exp(v - delta * z) *
				rate(&nodes, k, a, z);
		}
	}
	pfree(nodes.p);
	pfree(nodes.weight);
	return sum;
}

/*
 * Expected purchases of a whole base up to the horizon: the sum over its
 * customers of P(alive) times the expectation given alive.
 */
double
bg_nbd_expected_base(const double *parameters, const ClvRows *rows, double horizon)
{
	double		sum = 0,
				alive = 0;

	for (int i = 0; i < rows->n; i++)
	{
		alive += rows->customers[i] *
			bg_nbd_p_alive(parameters, rows->frequency[i], rows->recency[i], rows->age[i]);
		if (i + 1 < rows->n && rows->frequency[i + 1] == rows->frequency[i] &&
			rows->age[i + 1] == rows->age[i])
			continue;
		CHECK_FOR_INTERRUPTS();
		sum += alive * bg_nbd_expected(parameters, rows->frequency[i], rows->age[i], horizon);
		alive = 0;
	}
	return sum;
}
