/*
 * btyd.c - laws of the BG/NBD model: likelihood, fit, and expectations
 */
#include "check.h"

#include "core/btyd.h"
#include "core/btyd_expect.h"
#include "core/special.h"

#define P	BG_NBD_PARAMETERS

/* The fit that Fader, Hardie and Lee (2005) publish for CDNOW, in weeks. */
static const double cdnow[P] = {0.243, 4.414, 0.793, 2.426};

static pg_prng_state seed;

static double
uniform(void)
{
	return (pg_prng_uint32(&seed) + 0.5) / 4294967296.0;
}

static double
normal(void)
{
	return sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform());
}

/* Gamma(shape, 1), Marsaglia and Tsang (2000). */
static double
gamma_deviate(double shape)
{
	double		d,
				c,
				v,
				x;

	if (shape < 1)
		return gamma_deviate(shape + 1) * pow(uniform(), 1 / shape);
	d = shape - 1.0 / 3;
	c = 1 / sqrt(9 * d);
	do
	{
		x = normal();
		v = pow(1 + c * x, 3);
	} while (v <= 0 || log(uniform()) >= x * x / 2 + d - d * v + d * log(v));
	return d * v;
}

/* A customer base in arrays of its own. */
typedef struct Base
{
	ClvRows		rows;
	int64	   *frequency;
	double	   *recency;
	double	   *age;
	int64	   *customers;
} Base;

typedef struct Row
{
	int64		frequency;
	double		recency;
	double		age;
} Row;

static int
compare_rows(const void *a, const void *b)
{
	const Row  *x = a,
			   *y = b;

	if (x->frequency != y->frequency)
		return x->frequency < y->frequency ? -1 : 1;
	if (x->age != y->age)
		return x->age < y->age ? -1 : 1;
	return x->recency < y->recency ? -1 : x->recency > y->recency;
}

/* Equal rows counted, or each row for itself. */
static Base
base_of_rows(Row *row, int n, bool counted)
{
	Base		base;
	int			m = 0;

	qsort(row, n, sizeof(Row), compare_rows);
	base.frequency = palloc_array(int64, n);
	base.recency = palloc_array(double, n);
	base.age = palloc_array(double, n);
	base.customers = palloc_array(int64, n);
	for (int i = 0; i < n; i++)
	{
		if (counted && i > 0 && compare_rows(&row[i - 1], &row[i]) == 0)
		{
			base.customers[m - 1]++;
			continue;
		}
		base.frequency[m] = row[i].frequency;
		base.recency[m] = row[i].recency;
		base.age[m] = row[i].age;
		base.customers[m++] = 1;
	}
	base.rows = (ClvRows) {m, base.frequency, base.recency, base.age, base.customers};
	return base;
}

/* One customer of the model's story; `left` tells whether gone at the end. */
static Row
simulate(const double *p, double age, bool *left)
{
	double		rate = gamma_deviate(p[BG_R]) / p[BG_ALPHA],
				x = gamma_deviate(p[BG_A]),
				leave = x / (x + gamma_deviate(p[BG_B]));
	Row			row = {0, 0, age};

	*left = false;
	for (double t = 0; !*left;)
	{
		t += -log(uniform()) / rate;
		if (!(t <= age))
			break;
		row.frequency++;
		row.recency = t;
		*left = uniform() < leave;
	}
	return row;
}

/* n customers on a grid of days, ages from 27 to 39 weeks. */
static Row *
simulate_base(const double *p, int n)
{
	Row		   *row = palloc_array(Row, n);
	bool		left;

	for (int i = 0; i < n; i++)
	{
		row[i] = simulate(p, (190 + (int) (uniform() * 84)) / 7.0, &left);
		if (row[i].frequency > 0)
			row[i].recency = Max(1, floor(row[i].recency * 7)) / 7.0;
	}
	return row;
}

/* Equation 6 of the paper as it stands, with libm's gamma function. */
static double
slow_ln_likelihood(const double *p, double x, double tx, double age)
{
	double		r = p[BG_R],
				alpha = p[BG_ALPHA],
				a = p[BG_A],
				b = p[BG_B];
	double		first,
				second;

	first = lgamma(a) + lgamma(b + x) - lgamma(a + b + x) - lgamma(a) - lgamma(b) +
		lgamma(a + b) + lgamma(r + x) - lgamma(r) + r * log(alpha) -
		(r + x) * log(alpha + age);
	second = lgamma(a + 1) + lgamma(b + x - 1) - lgamma(a + b + x) - lgamma(a) -
		lgamma(b) + lgamma(a + b) + lgamma(r + x) - lgamma(r) + r * log(alpha) -
		(r + x) * log(alpha + tx);
	return log(exp(first) + (x > 0 ? exp(second) : 0));
}

static void
likelihood_is_the_papers(void)
{
	const double other[P] = {2.5, 30, 0.1, 9};

	pg_prng_seed(&seed, 1);
	for (int k = 0; k < 2; k++)
	{
		const double *p = k ? other : cdnow;
		Row		   *row = simulate_base(cdnow, 500);
		double		slow = 0;
		Base		base;

		for (int i = 0; i < 500; i++)
			slow += slow_ln_likelihood(p, row[i].frequency, row[i].recency, row[i].age);
		base = base_of_rows(row, 500, true);
		CHECK(base.rows.n < 500);
		CHECK_NEAR(bg_nbd_log_likelihood(p, &base.rows, NULL, NULL), slow, 1e-13);
		base = base_of_rows(row, 500, false);
		CHECK_NEAR(bg_nbd_log_likelihood(p, &base.rows, NULL, NULL), slow, 1e-13);
	}
}

static void
derivatives_are_differences(void)
{
	const double points[][P] = {
		{0.243, 4.414, 0.793, 2.426}, {1, 10, 1, 1}, {3, 0.5, 0.05, 40}, {0.01, 100, 7, 0.3}
	};
	Base		base;

	pg_prng_seed(&seed, 2);
	base = base_of_rows(simulate_base(cdnow, 300), 300, true);
	for (int k = 0; k < lengthof(points); k++)
	{
		double		p[P],
					g[P],
					h[P * P];

		memcpy(p, points[k], sizeof(p));
		bg_nbd_log_likelihood(p, &base.rows, g, h);
		for (int i = 0; i < P; i++)
		{
			double		step = 1e-4 * p[i],
						up,
						down,
						g_up[P],
						g_down[P];

			p[i] = points[k][i] + step;
			up = bg_nbd_log_likelihood(p, &base.rows, g_up, NULL);
			p[i] = points[k][i] - step;
			down = bg_nbd_log_likelihood(p, &base.rows, g_down, NULL);
			p[i] = points[k][i];
			/* In logarithms of the parameters, where the scale is 1. */
			CHECK_NEAR(p[i] * (up - down) / (2 * step), p[i] * g[i], 1e-6);
			for (int j = 0; j <= i; j++)
				CHECK_NEAR(p[i] * p[j] * (g_up[j] - g_down[j]) / (2 * step),
						   p[i] * p[j] * h[i * P + j], 1e-6);
		}
	}
}

/* True parameters within 4 standard errors; the gradient is flat. */
static void
refit_finds_what_was_simulated(void)
{
	const double truths[][P] = {
		{0.243, 4.414, 0.793, 2.426}, {1.5, 12, 0.6, 1.5}, {0.8, 3, 2, 8}
	};

	pg_prng_seed(&seed, 3);
	for (int k = 0; k < lengthof(truths); k++)
	{
		int			n = 20000;
		Base		base = base_of_rows(simulate_base(truths[k], n), n, true);
		BtydFit		fit;
		double		g[P],
					h[P * P];

		CHECK(bg_nbd_fit(&base.rows, &fit) == BTYD_FITTED);
		CHECK(fit.customers == n);
		CHECK(fit.evaluations <= 15);
		for (int i = 0; i < P; i++)
			CHECK(fabs(fit.parameters[i] - truths[k][i]) < 4 * sqrt(fit.covariance[i * (P + 1)]));
		CHECK_NEAR(bg_nbd_log_likelihood(fit.parameters, &base.rows, g, h),
				   fit.log_likelihood, 1e-14);
		for (int i = 0; i < P; i++)
		{
			CHECK(fabs(g[i] * fit.parameters[i]) < 1e-9 * n);
			/* Covariance times minus the Hessian is one. */
			for (int j = 0; j < P; j++)
			{
				double		sum = 0;

				for (int l = 0; l < P; l++)
					sum -= fit.covariance[i * P + l] * h[l > j ? l * P + j : j * P + l];
				CHECK_NEAR(sum, i == j, 1e-6);
			}
		}
	}
}

/* Days for weeks: alpha times 7, and everything else as it was. */
static void
unit_only_scales_alpha(void)
{
	int			n = 3000;
	Row		   *row;
	BtydFit		weeks,
				days;
	Base		base;
	double		repeats = 0;

	pg_prng_seed(&seed, 4);
	row = simulate_base(cdnow, n);
	base = base_of_rows(row, n, true);
	CHECK(bg_nbd_fit(&base.rows, &weeks) == BTYD_FITTED);
	for (int i = 0; i < n; i++)
	{
		repeats += row[i].frequency;
		row[i].recency *= 7;
		row[i].age *= 7;
	}
	base = base_of_rows(row, n, true);
	CHECK(bg_nbd_fit(&base.rows, &days) == BTYD_FITTED);
	CHECK_NEAR(days.parameters[BG_R], weeks.parameters[BG_R], 1e-7);
	CHECK_NEAR(days.parameters[BG_ALPHA] / 7, weeks.parameters[BG_ALPHA], 1e-7);
	CHECK_NEAR(days.parameters[BG_A], weeks.parameters[BG_A], 1e-7);
	CHECK_NEAR(days.parameters[BG_B], weeks.parameters[BG_B], 1e-7);
	CHECK_NEAR(days.log_likelihood, weeks.log_likelihood - repeats * log(7), 1e-12);
	CHECK_NEAR(bg_nbd_p_alive(days.parameters, 3, 100, 200),
			   bg_nbd_p_alive(weeks.parameters, 3, 100 / 7.0, 200 / 7.0), 1e-7);
	CHECK_NEAR(bg_nbd_expected(days.parameters, 3, 200, 365),
			   bg_nbd_expected(weeks.parameters, 3, 200 / 7.0, 365 / 7.0), 1e-7);
	CHECK_NEAR(bg_nbd_discounted(days.parameters, 3, 200, INFINITY, 0.0003),
			   bg_nbd_discounted(weeks.parameters, 3, 200 / 7.0, INFINITY, 0.0021), 1e-7);
}

static void
too_few_and_no_maximum_are_told(void)
{
	Row			row[200];
	Base		base;
	BtydFit		fit;

	for (int i = 0; i < 200; i++)
		row[i] = (Row) {0, 0, 10 + i % 7};
	row[0] = (Row) {2, 5, 10};
	base = base_of_rows(row, 200, true);
	CHECK(bg_nbd_fit(&base.rows, &fit) == BTYD_TOO_FEW);
	CHECK(fit.repeaters == 1);
	base = base_of_rows(row, 0, true);
	CHECK(bg_nbd_fit(&base.rows, &fit) == BTYD_TOO_FEW);

	/* Everybody buys to the end: nobody leaves, so a / b runs to 0. */
	for (int i = 0; i < 200; i++)
		row[i] = (Row) {1 + i % 9, 9.5, 10};
	base = base_of_rows(row, 200, true);
	CHECK(bg_nbd_fit(&base.rows, &fit) == BTYD_NO_MAXIMUM);
	CHECK(fit.runaway == BG_A || fit.runaway == BG_B);

	/* Two customers alike. */
	row[0] = row[1] = (Row) {1, 1, 2};
	base = base_of_rows(row, 2, true);
	CHECK(bg_nbd_fit(&base.rows, &fit) == BTYD_NO_MAXIMUM);
}

/* The same base in one order of counting or another has one fit. */
static void
fit_is_deterministic(void)
{
	Row		   *row;
	Base		base;
	BtydFit		one,
				two;

	pg_prng_seed(&seed, 5);
	row = simulate_base(cdnow, 2000);
	base = base_of_rows(row, 2000, true);
	bg_nbd_fit(&base.rows, &one);
	base = base_of_rows(row, 2000, true);
	bg_nbd_fit(&base.rows, &two);
	CHECK(memcmp(&one, &two, sizeof(one)) == 0);
}

static void
p_alive_behaves(void)
{
	/* Fader, Hardie, Lee (2008), Computing P(alive) using the BG/NBD model. */
	CHECK_NEAR(bg_nbd_p_alive(cdnow, 2, 30.43, 38.86), 0.7266, 1e-4);
	CHECK(bg_nbd_p_alive(cdnow, 0, 0, 1e6) == 1);
	for (double t = 1; t < 1e6; t *= 2)
		CHECK(bg_nbd_p_alive(cdnow, 5, 1, 2 * t) < bg_nbd_p_alive(cdnow, 5, 1, t));
	/* An early heavy buyer has left, however small that makes it. */
	CHECK(bg_nbd_p_alive(cdnow, 40, 10, 38) < 1e-12);
	CHECK(bg_nbd_p_alive(cdnow, 5000, 1, 1e6) == 0);
}

/* The share of simulated customers with such a past who are still there. */
static void
predictions_hold_in_simulation(void)
{
	const double p[P] = {2, 10, 1, 4};
	int			n = 150000,
				alike = 0,
				alive = 0;
	double		later = 0,
				square = 0,
				first_year = 0,
				share,
				expected;

	pg_prng_seed(&seed, 6);
	for (int i = 0; i < n; i++)
	{
		bool		left;
		Row			row = simulate(p, 20, &left);

		first_year += row.frequency;
		if (row.frequency != 3 || row.recency < 9 || row.recency > 11)
			continue;
		alike++;
		alive += !left;
	}
	share = bg_nbd_p_alive(p, 3, 10, 20);
	CHECK(alike > 500);
	CHECK(fabs(alive / (double) alike - share) < 0.04);
	CHECK_NEAR(first_year / n, bg_nbd_expected(p, 0, 0, 20), 0.02);

	/* Given alive: leave after a purchase with p, buy with the rate. */
	expected = bg_nbd_expected(p, 3, 20, 15);
	n = 50000;
	for (int i = 0; i < n; i++)
	{
		const double posterior[P] = {p[BG_R] + 3, p[BG_ALPHA] + 20, p[BG_A], p[BG_B] + 3};
		bool		left;
		double		bought = simulate(posterior, 15, &left).frequency;

		later += bought;
		square += bought * bought;
	}
	later /= n;
	CHECK(fabs(later - expected) < 4 * sqrt((square / n - later * later) / n));
}

/*
 * E over p ~ Beta(a, b) by a plain fine sum in the logit of p: slow, and only
 * for a and b that are not near 0.
 */
static double
slow_expectation(double a, double b, double (*f) (double p, const double *arg),
				 const double *arg)
{
	double		sum = 0,
				step = 0.04;
	double		ln_b = lgamma(a) + lgamma(b) - lgamma(a + b);
	double		middle = log(a / b);

	for (int i = -7500; i <= 2500; i++)
	{
		double		s = middle + i * step,
					ln_p = s < 0 ? s - log1p(exp(s)) : -log1p(exp(-s)),
					ln_q = ln_p - s,
					ln = a * ln_p + b * ln_q - ln_b;

		if (ln > -80)
			sum += exp(ln) * f(exp(ln_p), arg) * step;
	}
	return sum;
}

static double
purchases_to(double p, const double *arg)
{
	return -expm1(-arg[0] * log1p(p * arg[1])) / p;
}

static double
density_at(double p, const double *arg)
{
	return exp(-(arg[0] + 1) * log1p(p * arg[1]));
}

static void
expectations_are_right_for_hard_arguments(void)
{
	const double as[] = {0.25, 1, 1 + 1e-9, 3, 40};
	const double bs[] = {0.3, 2.4, 900};
	const int64 xs[] = {0, 1, 30, 5000};
	const double zs[] = {1e-7, 0.1, 3, 500, 1e6};

	for (int i = 0; i < lengthof(as); i++)
		for (int j = 0; j < lengthof(bs); j++)
			for (int k = 0; k < lengthof(xs); k++)
				for (int l = 0; l < lengthof(zs); l++)
				{
					double		p[P] = {0.243, 4.414, as[i], bs[j]};
					double		arg[2] = {p[BG_R] + xs[k], zs[l]};
					double		age = 20;
					double		fast = bg_nbd_expected(p, xs[k], age, zs[l] * (p[BG_ALPHA] + age));
					double		slow = slow_expectation(p[BG_A], p[BG_B] + xs[k], purchases_to, arg);

					CHECK_NEAR(fast / slow, 1, 1e-7);
				}
}

/*
 * Models may be typed: with any a and b the law is one of points, and the
 * nodes are soon found.  Here r = alpha = 1 and the horizon is 1, so a customer
 * who leaves with probability p buys (1 - 1 / (1 + p)) / p times.
 */
static void
extreme_parameters_are_limits(void)
{
	const double extreme[][3] = {	/* a, b, expected purchases */
		{1e-300, 1e300, 1}, {1e300, 1e-300, 0.5},	/* p = 0; p = 1 */
		{1e-300, 1e-300, 0.75}, {1e-20, 1e-310, 0.5},	/* one of both */
		{1e300, 1e300, 1 / 1.5}, {1e300, 3e300, 1 / 1.25}, {2e-300, 1e-300, 2.0 / 3},
		{1e-300, 1, 1}, {1, 1e-300, 0.5}, {1, 1e300, 1}, {1e300, 1, 0.5}
	};

	for (int i = 0; i < lengthof(extreme); i++)
	{
		double		p[P] = {1, 1, extreme[i][0], extreme[i][1]};

		CHECK_NEAR(bg_nbd_expected(p, 0, 0, 1), extreme[i][2], 1e-9);
	}
}

/* At a = 1 nothing happens; the closed form would divide by a - 1. */
static void
a_of_one_is_no_special_case(void)
{
	double		below[P] = {0.3, 5, 1 - 1e-7, 2},
				at[P] = {0.3, 5, 1, 2},
				above[P] = {0.3, 5, 1 + 1e-7, 2};

	CHECK_NEAR(bg_nbd_expected(at, 2, 30, 40),
			   (bg_nbd_expected(below, 2, 30, 40) + bg_nbd_expected(above, 2, 30, 40)) / 2, 1e-12);
}

static void
discounted_is_right_for_hard_arguments(void)
{
	const double as[] = {0.5, 1, 6};
	const int64 xs[] = {0, 3, 400};
	const double deltas[] = {0.3, 1e-2, 1e-5};
	const double horizons[] = {1, 52, INFINITY};

	for (int i = 0; i < lengthof(as); i++)
		for (int k = 0; k < lengthof(xs); k++)
			for (int l = 0; l < lengthof(deltas); l++)
				for (int m = 0; m < lengthof(horizons); m++)
				{
					double		p[P] = {0.243, 4.414, as[i], 2.426};
					double		age = 38,
								a = p[BG_ALPHA] + age,
								shape = p[BG_R] + xs[k],
								end = log1p(Min(horizons[m], 60 / deltas[l])),
								slow = 0;
					int			panels = ceil(end) * 2;

					/* In ln(1 + z), by panels of half a unit. */
					for (int n = 0; n < panels * LEGENDRE_NODES; n++)
					{
						double		v = end * (n / LEGENDRE_NODES +
											   legendre_node[n % LEGENDRE_NODES]) / panels,
									z = expm1(v),
									arg[2] = {shape, z / a};

						if (z * deltas[l] < 50)
							slow += legendre_weight[n % LEGENDRE_NODES] * end / panels *
								exp(v - deltas[l] * z) * shape / a *
								slow_expectation(p[BG_A], p[BG_B] + xs[k], density_at, arg);
					}
					CHECK_NEAR(bg_nbd_discounted(p, xs[k], age, horizons[m], deltas[l]) / slow,
							   1, 1e-7);
				}
}

static void
discounting_behaves(void)
{
	double		life = bg_nbd_discounted(cdnow, 2, 38.86, INFINITY, 0.002),
				before = INFINITY;

	/* A longer horizon comes to life. */
	CHECK(bg_nbd_discounted(cdnow, 2, 38.86, 500, 0.002) < life);
	CHECK_NEAR(bg_nbd_discounted(cdnow, 2, 38.86, 1e5, 0.002), life, 1e-12);
	/* No discount is expected purchases, and a small one is near it. */
	CHECK(bg_nbd_discounted(cdnow, 2, 38.86, 52, 0) == bg_nbd_expected(cdnow, 2, 38.86, 52));
	CHECK_NEAR(bg_nbd_discounted(cdnow, 2, 38.86, 52, 1e-12),
			   bg_nbd_expected(cdnow, 2, 38.86, 52), 1e-9);
	CHECK_NEAR(bg_nbd_discounted(cdnow, 2, 38.86, 52, -1e-12),
			   bg_nbd_expected(cdnow, 2, 38.86, 52), 1e-9);
	/* More discount, less of it. */
	for (double delta = 1e-6; delta < 100; delta *= 3)
	{
		double		here = bg_nbd_discounted(cdnow, 2, 38.86, INFINITY, delta);

		CHECK(here > 0 && here < before);
		before = here;
	}
	CHECK(bg_nbd_discounted(cdnow, 2, 38.86, 52, -0.01) > bg_nbd_expected(cdnow, 2, 38.86, 52));
	/* For life without a discount: E[1/p], where there is one. */
	CHECK(isinf(bg_nbd_discounted(cdnow, 2, 38.86, INFINITY, 0)));
	CHECK_NEAR(bg_nbd_expected((double[]) {0.3, 5, 3, 2}, 2, 30, INFINITY), 3, 1e-14);
	CHECK_NEAR(bg_nbd_expected((double[]) {0.3, 5, 3, 2}, 2, 30, 1e15), 3, 1e-6);
	/* Nothing in no time. */
	CHECK(bg_nbd_expected(cdnow, 2, 38.86, 0) == 0);
	CHECK(bg_nbd_discounted(cdnow, 2, 38.86, 0, 0.002) == 0);
	/* Extreme arguments stay numbers. */
	CHECK(isfinite(bg_nbd_expected((double[]) {1e-6, 1e-6, 1e-3, 1e-3}, 100000, 1e9, 1e9)));
	CHECK(isfinite(bg_nbd_discounted((double[]) {1e6, 1e-6, 1e6, 1e6}, 0, 0, INFINITY, 1e-9)));
	CHECK(isfinite(bg_nbd_expected((double[]) {1e-300, 1e300, 1e-3, 1e300}, 1, 1, 1)));
}

/* The published prediction for one customer of CDNOW: 1.226 in 39 weeks. */
static void
cdnow_customer(void)
{
	double		alive = bg_nbd_p_alive(cdnow, 2, 30.43, 38.86);

	CHECK(fabs(alive * bg_nbd_expected(cdnow, 2, 38.86, 39) - 1.226) < 0.0005);
}

/* A base is the sum of its customers, however they are counted. */
static void
base_is_the_sum_of_its_customers(void)
{
	int			n = 300;
	Row		   *row;
	Base		base;
	double		sum = 0;

	pg_prng_seed(&seed, 7);
	row = simulate_base(cdnow, n);
	for (int i = 0; i < n; i++)
		sum += bg_nbd_p_alive(cdnow, row[i].frequency, row[i].recency, row[i].age) *
			bg_nbd_expected(cdnow, row[i].frequency, row[i].age, 52);
	base = base_of_rows(row, n, true);
	CHECK_NEAR(bg_nbd_expected_base(cdnow, &base.rows, 52), sum, 1e-13);
	base = base_of_rows(row, n, false);
	CHECK_NEAR(bg_nbd_expected_base(cdnow, &base.rows, 52), sum, 1e-13);
	base = base_of_rows(row, 0, true);
	CHECK(bg_nbd_expected_base(cdnow, &base.rows, 52) == 0);
}

int
main(void)
{
	LAW(likelihood_is_the_papers);
	LAW(derivatives_are_differences);
	LAW(refit_finds_what_was_simulated);
	LAW(unit_only_scales_alpha);
	LAW(too_few_and_no_maximum_are_told);
	LAW(fit_is_deterministic);
	LAW(p_alive_behaves);
	LAW(predictions_hold_in_simulation);
	LAW(expectations_are_right_for_hard_arguments);
	LAW(extreme_parameters_are_limits);
	LAW(a_of_one_is_no_special_case);
	LAW(discounted_is_right_for_hard_arguments);
	LAW(discounting_behaves);
	LAW(base_is_the_sum_of_its_customers);
	LAW(cdnow_customer);
	return check_done();
}
