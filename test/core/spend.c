/*
 * spend.c - laws of the Gamma-Gamma model and its statistics
 */
#include "check.h"

#include "core/flat.h"
#include "core/spend.h"
#include "core/spend_stats.h"
#include "core/varint.h"

#define P	SPEND_PARAMETERS

/* As published for CDNOW (Fader and Hardie 2013). */
static const double cdnow[P] = {6.25, 3.74, 15.44};

static pg_prng_state seed;

static double
uniform(void)
{
	return (pg_prng_uint32(&seed) + 0.5) / 4294967296.0;
}

/* Gamma(shape, 1), Marsaglia and Tsang (2000); shape 1 or more. */
static double
gamma_deviate(double shape)
{
	double		d = shape - 1.0 / 3,
				c = 1 / sqrt(9 * d),
				v,
				x;

	do
	{
		x = sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform());
		v = pow(1 + c * x, 3);
	} while (v <= 0 || log(uniform()) >= x * x / 2 + d - d * v + d * log(v));
	return d * v;
}

/* n customers with 1 to 9 repeat purchases, collapsed. */
static int64
simulate(const double *p, SpendRow *rows, int64 n)
{
	for (int64 i = 0; i < n; i++)
	{
		int64		x = 1 + (int) (9 * uniform() * uniform());
		double		nu = gamma_deviate(p[GG_Q]) / p[GG_GAMMA];

		rows[i] = (SpendRow) {x, gamma_deviate(p[GG_P] * x) / nu / x, 1};
	}
	return spend_rows_collapse(rows, n);
}

static void
derivatives_are_differences(void)
{
	const double points[][P] = {{6.25, 3.74, 15.44}, {1, 1, 30}, {0.3, 12, 200}};
	SpendRow	rows[200];
	int64		n;

	pg_prng_seed(&seed, 1);
	n = simulate(cdnow, rows, 200);
	for (int k = 0; k < lengthof(points); k++)
	{
		double		p[P],
					g[P],
					h[P * P];

		memcpy(p, points[k], sizeof(p));
		gamma_gamma_log_likelihood(p, rows, n, g, h);
		for (int i = 0; i < P; i++)
		{
			double		step = 1e-4 * p[i],
						up,
						down,
						g_up[P],
						g_down[P],
						unused[P * P];

			p[i] = points[k][i] + step;
			up = gamma_gamma_log_likelihood(p, rows, n, g_up, unused);
			p[i] = points[k][i] - step;
			down = gamma_gamma_log_likelihood(p, rows, n, g_down, unused);
			p[i] = points[k][i];
			CHECK_NEAR(p[i] * (up - down) / (2 * step), p[i] * g[i], 1e-6);
			for (int j = 0; j <= i; j++)
				CHECK_NEAR(p[i] * p[j] * (g_up[j] - g_down[j]) / (2 * step),
						   p[i] * p[j] * h[i * P + j], 1e-6);
		}
	}
}

/* The density of a mean integrates to 1. */
static void
density_is_one(void)
{
	for (int x = 1; x < 20; x += 6)
	{
		double		sum = 0,
					g[P],
					h[P * P];

		for (double u = -12; u < 14; u += 0.01)
		{
			SpendRow	row = {x, exp(u), 1};

			sum += exp(u + gamma_gamma_log_likelihood(cdnow, &row, 1, g, h)) * 0.01;
		}
		CHECK_NEAR(sum, 1, 1e-9);
	}
}

static void
refit_finds_what_was_simulated(void)
{
	int64		n = 20000;
	SpendRow   *rows = palloc_array(SpendRow, n);
	SpendFit	fit;

	pg_prng_seed(&seed, 2);
	n = simulate(cdnow, rows, n);
	CHECK(gamma_gamma_fit(rows, n, &fit) == SPEND_FITTED);
	CHECK(fit.customers == 20000);
	CHECK(fit.evaluations <= 20);
	for (int i = 0; i < P; i++)
		CHECK(fabs(fit.parameters[i] - cdnow[i]) < 4 * sqrt(fit.covariance[i * (P + 1)]));
}

/* Cents for euros: gamma times 100, the rest as it was. */
static void
currency_unit_only_scales_gamma(void)
{
	int64		n = 2000;
	SpendRow   *rows = palloc_array(SpendRow, n);
	SpendFit	euros,
				cents;

	pg_prng_seed(&seed, 3);
	n = simulate(cdnow, rows, n);
	CHECK(gamma_gamma_fit(rows, n, &euros) == SPEND_FITTED);
	for (int64 i = 0; i < n; i++)
		rows[i].mean *= 100;
	CHECK(gamma_gamma_fit(rows, n, &cents) == SPEND_FITTED);
	CHECK_NEAR(cents.parameters[GG_P], euros.parameters[GG_P], 1e-7);
	CHECK_NEAR(cents.parameters[GG_Q], euros.parameters[GG_Q], 1e-7);
	CHECK_NEAR(cents.parameters[GG_GAMMA] / 100, euros.parameters[GG_GAMMA], 1e-7);
}

static void
too_few_and_no_maximum_are_told(void)
{
	SpendRow	rows[] = {{1, 10, 1}, {2, 10, 50}};
	SpendFit	fit;

	CHECK(gamma_gamma_fit(rows, 0, &fit) == SPEND_TOO_FEW);
	CHECK(gamma_gamma_fit(rows, 1, &fit) == SPEND_TOO_FEW);
	/* Everybody spends the same: no spread to estimate. */
	CHECK(gamma_gamma_fit(rows, 2, &fit) == SPEND_NO_MAXIMUM);
}

/* The expectation lies between the own mean and everybody's, and goes from
 * the second to the first as purchases are seen. */
static void
expected_spend_is_a_weighted_mean(void)
{
	double		everybody = gamma_gamma_expected(cdnow, 0, 0),
				before = everybody;

	CHECK_NEAR(everybody, 6.25 * 15.44 / 2.74, 1e-14);
	for (int64 x = 1; x < 1000000; x *= 3)
	{
		double		here = gamma_gamma_expected(cdnow, x, 100);

		CHECK(here > before && here < 100);
		before = here;
	}
	CHECK_NEAR(before, 100, 1e-4);
	/* A mean of 0 or less is one that the model cannot use. */
	CHECK(gamma_gamma_expected(cdnow, 5, 0) == everybody);
	CHECK(gamma_gamma_expected(cdnow, 5, -3) == everybody);
	/* q <= 1: no population mean, but one given purchases. */
	CHECK(isnan(gamma_gamma_expected((double[]) {2, 0.9, 10}, 0, 0)));
	CHECK(gamma_gamma_expected((double[]) {2, 0.9, 10}, 1, 5) > 0);
}

/* Any order, any grouping: the same packed bytes; and they read back. */
static void
stats_are_a_multiset(void)
{
	int64		n = 5000;
	SpendRow   *rows = palloc_array(SpendRow, n);
	SpendSet	whole = {.settled = true, .currency = "EUR", .left_out = 300},
				parts = {.settled = true, .currency = "EUR", .left_out = 300},
				back;
	SpendFlat  *flat = spend_flat_new();
	uint8	   *a,
			   *b;

	pg_prng_seed(&seed, 4);
	for (int64 i = 0; i < n; i++)
		rows[i] = (SpendRow) {1 + (int64) (20 * uniform()), 1 + (int) (50 * uniform()), 1};
	for (int64 i = 0; i < n; i++)
	{
		spend_set_add(&whole, rows[i]);
		spend_set_add(&parts, rows[n - 1 - i]);
		flat = spend_flat_add(flat, rows[(i * 7) % n]);
	}
	CHECK(whole.room < 4096);	/* 1,000 distinct rows */
	CHECK(flat_capacity(flat) < 4096 * sizeof(SpendRow));
	a = spend_set_pack(&whole);
	b = spend_set_pack(&parts);
	CHECK(VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0);

	CHECK(spend_set_read(a + VARHDRSZ, VARSIZE(a) - VARHDRSZ, &back) == NULL);
	CHECK(back.n == whole.n && back.left_out == 300 && strcmp(back.currency, "EUR") == 0);
	CHECK(memcmp(back.rows, whole.rows, sizeof(SpendRow) * back.n) == 0);

	/* An open state that travelled; its n rows were counted in part. */
	CHECK(spend_set_read((uint8 *) flat + VARHDRSZ, VARSIZE(flat) - VARHDRSZ, &back) == NULL);
	strcpy(back.currency, "EUR");
	back.left_out = 300;
	b = spend_set_pack(&back);
	CHECK(VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0);

	/* Text. */
	CHECK(spend_set_from_json(spend_set_to_json(&whole), strlen(spend_set_to_json(&whole)), &back) == NULL);
	b = spend_set_pack(&back);
	CHECK(VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0);
}

/* Cut short, or with any byte changed: refused or read, never a crash. */
static void
bytes_are_not_trusted(void)
{
	SpendRow	rows[] = {{1, 10.5, 3}, {1, 11, 1}, {700, 1e-3, 2}};
	SpendSet	set = {.n = 3, .room = 3, .rows = rows, .settled = true},
				back;
	uint8	   *value = spend_set_pack(&set);
	Size		len = VARSIZE(value) - VARHDRSZ;

	for (Size cut = 1; cut < len; cut++)
	{
		/* A copy, so that a read past its end is found. */
		uint8	   *bytes = palloc(cut);

		memcpy(bytes, value + VARHDRSZ, cut);
		CHECK(spend_set_read(bytes, cut, &back) != NULL);
		pfree(bytes);
	}
	for (Size at = 1; at < len; at++)
		for (int v = 0; v < 256; v++)
		{
			uint8	   *bytes = palloc(len);

			memcpy(bytes, value + VARHDRSZ, len);
			bytes[at] = v;
			spend_set_read(bytes, len, &back);
			pfree(bytes);
		}
}

static void
rows_have_three_numbers(void)
{
	const char *const wrong[] = {"{\"rows\": [[]]}", "{\"rows\": [[], []]}", "{\"rows\": [1, 2, 3]}",
	"{\"rows\": [[1, 2]]}", "{\"rows\": 3}", "{}"};
	SpendSet	set;

	for (int i = 0; i < lengthof(wrong); i++)
		CHECK(spend_set_from_json(wrong[i], strlen(wrong[i]), &set) != NULL);
	CHECK(spend_set_from_json("{\"rows\": []}", 12, &set) == NULL && set.n == 0);
}

/* 2^53 customers often enough that their sum is 0 in 64 bits. */
static void
sums_that_pass_64_bits_are_told(void)
{
	SpendSet	set = {.settled = true};
	int64		count = 0;

	for (int i = 0; i < 2048; i++)
	{
		spend_set_add(&set, (SpendRow) {1, 10, INT64CONST(1) << 53});
		spend_count_add(&count, INT64CONST(1) << 53);
	}
	CHECK(spend_set_pack(&set) == NULL);
	CHECK(count == PG_INT64_MAX);
}

/* A second mean below the first, by a step that goes around. */
static void
packed_rows_ascend(void)
{
	const uint64 two = UINT64CONST(0x4000000000000000),
				one = UINT64CONST(0x3FF0000000000000);
	uint8		bytes[64] = {SPEND_STATS_VERSION};
	uint8	   *p = bytes + 5;
	const uint64 numbers[] = {0, 2, 1, two, 1, 0, one - two, 1};
	SpendSet	set;

	for (int i = 0; i < lengthof(numbers); i++)
		p = varint_write(p, numbers[i]);
	CHECK(spend_set_read(bytes, p - bytes, &set) != NULL);
}

/* What a state cannot hold is refused where one travels. */
static void
states_are_not_trusted(void)
{
	SpendFlat  *flat = spend_flat_new();
	const uint8 *bytes = (uint8 *) flat + VARHDRSZ;
	Size		len = VARSIZE(flat) - VARHDRSZ;
	SpendSet	set;

	CHECK(spend_set_read(bytes, len, &set) == NULL);
	flat->left_out = -1;
	CHECK(spend_set_read(bytes, len, &set) != NULL);
	flat->left_out = 0;
	memcpy(flat->currency, "\"}{", 3);
	CHECK(spend_set_read(bytes, len, &set) != NULL);
	memcpy(flat->currency, "EUR", 3);
	memset(&flat->settled, 2, 1);
	CHECK(spend_set_read(bytes, len, &set) != NULL);
}

int
main(void)
{
	LAW(derivatives_are_differences);
	LAW(density_is_one);
	LAW(refit_finds_what_was_simulated);
	LAW(currency_unit_only_scales_gamma);
	LAW(too_few_and_no_maximum_are_told);
	LAW(expected_spend_is_a_weighted_mean);
	LAW(stats_are_a_multiset);
	LAW(bytes_are_not_trusted);
	LAW(rows_have_three_numbers);
	LAW(sums_that_pass_64_bits_are_told);
	LAW(packed_rows_ascend);
	LAW(states_are_not_trusted);
	return check_done();
}
