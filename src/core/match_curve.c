/*
 * match_curve.c - what weights are worth, by pairs that cannot be one person
 *
 * The calibrated weight is the weight plus a shift, a Gaussian process of
 * weight.  Of a bin with T pairs that weigh c bits, T / (1 + 2^c) are false; the
 * decoys among them are Poisson, with 1 / rho of that as their mean.  The shift
 * is the most probable one, found by Fisher scoring (Rasmussen and Williams,
 * Gaussian Processes for Machine Learning, 2006, algorithm 3.1): where decoys
 * are many they decide, where they are few the weight is believed.
 */
#include "core/match_curve.h"

#define ENOUGH_POSSIBLE 1000	/* decoys that the rows may make */
#define LEAST_WEIGHT	(-4)	/* below, nearly all pairs are false, and rho
								 * is known less well than their share */
#define SHIFT_VARIANCE	4.0		/* bits squared */
#define SHIFT_LENGTH	3.0		/* bits over which shifts are alike */
#define JITTER			1e-6	/* keeps K definite */
#define STEPS			50
#define SETTLED			1e-9

typedef struct Curve
{
	int			n;
	double		weight[MATCH_BINS];
	double		pairs[MATCH_BINS];
	double		decoys[MATCH_BINS];
	double		rho;
	double	   *k;				/* n x n: covariance of shifts */
	double	   *l;				/* n x n: factor of I + W^1/2 K W^1/2 */
	double		a[MATCH_BINS];	/* K^-1 shift */
	double		shift[MATCH_BINS];
	double		root[MATCH_BINS];	/* of the information of a bin */
	double		slope[MATCH_BINS];	/* of the likelihood */
} Curve;

static void
curve_init(Curve *curve, const MatchHistogram *histogram, double rho)
{
	memset(curve, 0, sizeof(Curve));
	curve->rho = rho;
	for (int b = 0; b < MATCH_BINS; b++)
	{
		double		weight = MATCH_BIN_FIRST + (b + .5) * MATCH_BIN;

		if (weight < LEAST_WEIGHT || histogram->pairs[b] == 0 || curve->n == MATCH_KNOTS)
			continue;
		curve->weight[curve->n] = weight;
		curve->pairs[curve->n] = histogram->pairs[b];
		curve->decoys[curve->n++] = histogram->decoys[b];
	}
	curve->k = palloc_array(double, curve->n * curve->n + 1);
	curve->l = palloc_array(double, curve->n * curve->n + 1);
	for (int i = 0; i < curve->n; i++)
		for (int j = 0; j < curve->n; j++)
		{
			double		apart = (curve->weight[i] - curve->weight[j]) / SHIFT_LENGTH;

			curve->k[i * curve->n + j] = SHIFT_VARIANCE * (exp(-apart * apart / 2) + (i == j ? JITTER : 0));
		}
}

static void
times_k(const Curve *curve, const double *x, double *product)
{
	for (int i = 0; i < curve->n; i++)
	{
		product[i] = 0;
		for (int j = 0; j < curve->n; j++)
			product[i] += curve->k[i * curve->n + j] * x[j];
	}
}

/* Log posterior of the shift that belongs to `a`, which is taken; up to a constant. */
static double
curve_take(Curve *curve, const double *a)
{
	double		posterior = 0;

	memmove(curve->a, a, curve->n * sizeof(double));
	times_k(curve, curve->a, curve->shift);
	for (int i = 0; i < curve->n; i++)
	{
		double		wrong = match_probability(-(curve->weight[i] + curve->shift[i]));
		double		mean = curve->pairs[i] * wrong / curve->rho + 1e-300;
		double		bend = M_LN2 * (1 - wrong);

		posterior += curve->decoys[i] * log(mean) - mean - curve->a[i] * curve->shift[i] / 2;
		curve->slope[i] = (mean - curve->decoys[i]) * bend;
		curve->root[i] = sqrt(mean) * bend;
	}
	return posterior;
}

/* Cholesky's factor of I + W^1/2 K W^1/2. */
static void
factor(Curve *curve)
{
	int			n = curve->n;

	for (int i = 0; i < n; i++)
		for (int j = 0; j <= i; j++)
		{
			double		sum = curve->root[i] * curve->k[i * n + j] * curve->root[j] + (i == j);

			for (int x = 0; x < j; x++)
				sum -= curve->l[i * n + x] * curve->l[j * n + x];
			curve->l[i * n + j] = i == j ? sqrt(sum) : sum / curve->l[j * n + j];
		}
}

static void
solve(const Curve *curve, double *x)
{
	int			n = curve->n;

	for (int i = 0; i < n; i++)
	{
		for (int j = 0; j < i; j++)
			x[i] -= curve->l[i * n + j] * x[j];
		x[i] /= curve->l[i * n + i];
	}
	for (int i = n - 1; i >= 0; i--)
	{
		for (int j = i + 1; j < n; j++)
			x[i] -= curve->l[j * n + i] * x[j];
		x[i] /= curve->l[i * n + i];
	}
}

/* Where the next step would go. */
static void
scoring_step(Curve *curve, double *a)
{
	double		b[MATCH_BINS],
				x[MATCH_BINS];

	factor(curve);
	for (int i = 0; i < curve->n; i++)
		b[i] = curve->root[i] * curve->root[i] * curve->shift[i] + curve->slope[i];
	times_k(curve, b, x);
	for (int i = 0; i < curve->n; i++)
		x[i] *= curve->root[i];
	solve(curve, x);
	for (int i = 0; i < curve->n; i++)
		a[i] = b[i] - curve->root[i] * x[i];
}

static void
fit(Curve *curve)
{
	double		a[MATCH_BINS] = {0},
				last[MATCH_BINS],
				next[MATCH_BINS];
	double		best = curve_take(curve, a);

	for (int step = 0; step < STEPS; step++)
	{
		double		before = best,
					part = 1;

		memcpy(last, curve->a, sizeof(last));
		scoring_step(curve, a);
		for (; part > 1e-4; part /= 2)
		{
			for (int i = 0; i < curve->n; i++)
				next[i] = last[i] + part * (a[i] - last[i]);
			best = curve_take(curve, next);
			if (best >= before)
				break;
		}
		if (best < before)
			best = curve_take(curve, last);
		if (best - before <= SETTLED * fabs(best))
			break;
	}
}

/* Neighbors that do not ascend become one knot, and the curve ascends. */
static void
curve_knots(const Curve *curve, MatchModel *model)
{
	MatchKnot  *knots = model->knots;
	int			n = 0;

	for (int i = 0; i < curve->n; i++)
	{
		knots[n++] = (MatchKnot)
		{
			curve->weight[i], curve->weight[i] + curve->shift[i], curve->pairs[i], curve->decoys[i]
		};
		for (; n > 1 && knots[n - 1].calibrated <= knots[n - 2].calibrated; n--)
		{
			MatchKnot  *low = &knots[n - 2];
			double		all = low->pairs + low[1].pairs;

			low->weight = (low->weight * low->pairs + low[1].weight * low[1].pairs) / all;
			low->calibrated = (low->calibrated * low->pairs + low[1].calibrated * low[1].pairs) / all;
			low->decoys += low[1].decoys;
			low->pairs = all;
		}
	}
	model->nknots = n;
}

void
match_learn_curve(MatchModel *model, const MatchHistogram *histogram)
{
	Curve	   *curve;

	model->nknots = 0;
	if (model->possible_decoys < ENOUGH_POSSIBLE)
		return;
	curve = palloc_object(Curve);
	curve_init(curve, histogram, model->possible_pairs / model->possible_decoys);
	fit(curve);
	curve_knots(curve, model);
	pfree(curve->k);
	pfree(curve->l);
	pfree(curve);
}
