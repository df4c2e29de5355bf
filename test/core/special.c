/*
 * special.c - laws of the gamma function and of expectations over a beta law
 */
#include "check.h"

#include "core/special.h"

/* Values of Abramowitz and Stegun, tables 6.1 to 6.3, and closed forms. */
static void
gamma_at_known_points(void)
{
	const double euler = 0.57721566490153286061;

	CHECK_NEAR(ln_gamma(1), 0, 3e-15);
	CHECK_NEAR(ln_gamma(2), 0, 3e-15);
	CHECK_NEAR(ln_gamma(0.5), log(M_PI) / 2, 1e-15);
	CHECK_NEAR(ln_gamma(171), log(7.257415615307994e306), 1e-15);
	CHECK_NEAR(ln_gamma_all(1).first, -euler, 1e-15);
	CHECK_NEAR(ln_gamma_all(0.5).first, -euler - 2 * log(2), 1e-15);
	CHECK_NEAR(ln_gamma_all(1).second, M_PI * M_PI / 6, 1e-15);
	CHECK_NEAR(ln_gamma_all(0.5).second, M_PI * M_PI / 2, 1e-15);
	CHECK_NEAR(ln_gamma_all(1e-8).value, log(1e8) - euler * 1e-8, 1e-14);
	CHECK_NEAR(ln_gamma_all(1e10).first, log(1e10) - 0.5e-10, 1e-15);
}

/* ln Gamma(x + 1) = ln x + ln Gamma(x), and the derivatives of that. */
static void
gamma_recurrence(void)
{
	for (double x = 1e-6; x < 1e8; x *= 1.13)
	{
		LnGamma		here = ln_gamma_all(x),
					next = ln_gamma_all(x + 1);

		CHECK_NEAR(next.value, here.value + log(x), 2e-14);
		CHECK_NEAR(here.first, next.first - 1 / x, 2e-15);
		CHECK_NEAR(here.second, next.second + 1 / (x * x), 2e-15);
		CHECK_NEAR(here.value, lgamma(x), 4e-15);
	}
}

/* Rising step by step, or in one leap, is the difference of two gammas. */
static void
rise_is_a_difference(void)
{
	const int64 way[] = {0, 1, 2, 5, 21, 22, 100, 5000, 5001};

	for (double base = 1e-3; base < 1e6; base *= 7)
	{
		LnRise		rise = {.base = base};
		LnGamma		from = ln_gamma_all(base);

		for (int i = 0; i < lengthof(way); i++)
		{
			LnGamma		to = ln_gamma_all(base + way[i]);

			rise_to(&rise, way[i]);
			CHECK_NEAR(rise.sum.value, to.value - from.value, 1e-14 * (1 + fabs(to.value)));
			CHECK_NEAR(rise.sum.first, to.first - from.first, 1e-13);
			CHECK_NEAR(rise.sum.second, to.second - from.second, 1e-13);
		}
	}
}

/* A difference of gammas at 1e12 has no digit left; the sum has all. */
static void
rise_keeps_digits(void)
{
	LnRise		rise = {.base = 1e12};

	rise_to(&rise, 3);
	CHECK_NEAR(rise.sum.value, 3 * log(1e12) + 3e-12, 1e-15);
	CHECK_NEAR(rise.sum.first * 1e12, 3, 1e-11);
}

/* Moments of the beta law: E[p], E[p^2], E[1/p], E[p^-s] where they exist. */
static void
beta_moments(void)
{
	const double sizes[] = {0.01, 0.3, 0.9, 1, 1.1, 2, 7.5, 60, 900, 5e3, 1e5, 3e7};

	for (int i = 0; i < lengthof(sizes); i++)
		for (int j = 0; j < lengthof(sizes); j++)
		{
			double		a = sizes[i],
						b = sizes[j],
						sum = 0,
						mean = 0,
						square = 0,
						inverse = 0,
						root = 0;
			BetaNodes	nodes = beta_nodes(a, b);

			for (int k = 0; k < nodes.n; k++)
			{
				sum += nodes.weight[k];
				mean += nodes.weight[k] * nodes.p[k];
				square += nodes.weight[k] * nodes.p[k] * nodes.p[k];
				if (a >= 2)
					inverse += nodes.weight[k] / nodes.p[k];
				root += nodes.weight[k] * sqrt(nodes.p[k]);
			}
			CHECK_NEAR(sum, 1, 1e-14);
			CHECK_NEAR(mean / (a / (a + b)), 1, 1e-10);
			CHECK_NEAR(square / (a * (a + 1) / ((a + b) * (a + b + 1))), 1, 1e-10);
			if (a >= 2)
				CHECK_NEAR(inverse / ((a + b - 1) / (a - 1)), 1, 1e-9);
			CHECK_NEAR(log(root), ln_gamma(a + 0.5) - ln_gamma(a) + ln_gamma(a + b) -
					   ln_gamma(a + b + 0.5), 1e-9 * (1 + ln_gamma(a + b) * 1e-6));
			CHECK(nodes.n < 1500);
			pfree(nodes.p);
			pfree(nodes.weight);
		}
}

/* A rule of n nodes integrates x^k exactly for k < 2n. */
static void
legendre_powers(void)
{
	for (int k = 0; k < 2 * LEGENDRE_NODES; k++)
	{
		double		sum = 0;

		for (int i = 0; i < LEGENDRE_NODES; i++)
			sum += legendre_weight[i] * pow(legendre_node[i], k);
		CHECK_NEAR(sum * (k + 1), 1, 1e-14);
	}
}

int
main(void)
{
	LAW(gamma_at_known_points);
	LAW(gamma_recurrence);
	LAW(rise_is_a_difference);
	LAW(rise_keeps_digits);
	LAW(beta_moments);
	LAW(legendre_powers);
	return check_done();
}
