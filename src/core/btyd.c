/*
 * btyd.c - likelihood and fit of the BG/NBD model
 *
 * The likelihood of a customer (Fader, Hardie, Lee 2005, equation 6) is, with
 * D = ln a - ln(b + x - 1) + (r + x) ln((alpha + T) / (alpha + tx)), and
 * D = -infinity for x = 0,
 *
 *	 ln L = lnGamma(r+x) - lnGamma(r) + r ln alpha + lnB(a, b+x) - lnB(a, b)
 *			- (r+x) ln(alpha+T) + ln(1 + exp D)
 *
 * Only the last two terms need a customer's times.  Customers come as counted
 * rows, times and frequencies repeat among rows, so logarithms are taken once
 * for each distinct time and each distinct frequency, and a row costs one exp
 * and one log1p.  Memory: 4 bytes twice a row, 24 a distinct time.  Sums run
 * in the order of the rows: same rows, same bytes.
 */
#include "core/btyd.h"

#include <math.h>

#include "core/distinct.h"
#include "core/minimize.h"
#include "core/special.h"

#define P	BG_NBD_PARAMETERS

/* Rows with a table of their distinct times. */
typedef struct Timed
{
	const ClvRows *rows;
	uint32	   *recency;		/* index into times, of each row */
	uint32	   *age;
	Distinct	times;
	double	   *ln;				/* ln(alpha + time) */
	double	   *inverse;		/* 1 / (alpha + time) */
} Timed;

/* An array that may pass 1 GB. */
static void *
huge_array(Size size, Size n)
{
	return palloc_extended(size * n, MCXT_ALLOC_HUGE);
}

static void
timed_init(Timed *timed, const ClvRows *rows)
{
	Size		n = rows->n;

	timed->rows = rows;
	timed->recency = huge_array(sizeof(uint32), n);
	timed->age = huge_array(sizeof(uint32), n);
	distinct_init(&timed->times);
	for (Size i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		timed->recency[i] = distinct_index(&timed->times, rows->recency[i]);
		timed->age[i] = i > 0 && rows->age[i] == rows->age[i - 1]
			? timed->age[i - 1] : distinct_index(&timed->times, rows->age[i]);
	}
	timed->ln = huge_array(sizeof(double), timed->times.n);
	timed->inverse = huge_array(sizeof(double), timed->times.n);
}

static void
timed_free(Timed *timed)
{
	pfree(timed->recency);
	pfree(timed->age);
	distinct_free(&timed->times);
	pfree(timed->ln);
	pfree(timed->inverse);
}

/* Sums over customers; the Hessian's lower triangle only. */
typedef struct Sums
{
	double		value;
	double		g[P];
	double		h[P * P];
} Sums;

#define H(i, j)		h[(i) * P + (j)]

/*
 * The terms that depend on x alone, `count` customers of it.
 */
static void
add_frequency(Sums *sums, const double *parameters, double count, int64 x,
			  const LnGamma *r, const LnGamma *b, const LnGamma *ab)
{
	double		alpha = parameters[BG_ALPHA];

	sums->value += count * (r->value + parameters[BG_R] * log(alpha) +
							b->value - ab->value);
	sums->g[BG_R] += count * (r->first + log(alpha));
	sums->g[BG_ALPHA] += count * parameters[BG_R] / alpha;
	sums->g[BG_A] -= count * ab->first;
	sums->g[BG_B] += count * (b->first - ab->first);

	sums->H(BG_R, BG_R) += count * r->second;
	sums->H(BG_ALPHA, BG_R) += count / alpha;
	sums->H(BG_ALPHA, BG_ALPHA) -= count * parameters[BG_R] / (alpha * alpha);
	sums->H(BG_A, BG_A) -= count * ab->second;
	sums->H(BG_B, BG_A) -= count * ab->second;
	sums->H(BG_B, BG_B) += count * (b->second - ab->second);
}

/*
 * -(r+x) ln(alpha+T) for the rows [from, to) of one x.
 */
static void
add_ages(Sums *sums, const Timed *timed, int from, int to, double rx)
{
	double		ln = 0,
				inverse = 0,
				square = 0;

	for (int i = from; i < to; i++)
	{
		double		count = timed->rows->customers[i];
		double		v = timed->inverse[timed->age[i]];

		ln += count * timed->ln[timed->age[i]];
		inverse += count * v;
		square += count * v * v;
	}
	sums->value -= rx * ln;
	sums->g[BG_R] -= ln;
	sums->g[BG_ALPHA] -= rx * inverse;
	sums->H(BG_ALPHA, BG_R) -= inverse;
	sums->H(BG_ALPHA, BG_ALPHA) += rx * square;
}

/*
 * ln(1 + exp D) for the rows [from, to) of one x > 0.  With q = P(left), the
 * gradient is q D', the Hessian q(1-q) D'D'' + q D''.  D' by a and by b does
 * not depend on the times, so their sums are weighted ones of q and q(1-q).
 */
static void
add_departures(Sums *sums, const Timed *timed, int from, int to, int64 x,
			   const double *parameters)
{
	double		rx = parameters[BG_R] + x,
				bx = parameters[BG_B] + x - 1,
				d_a = 1 / parameters[BG_A],
				d_b = -1 / bx,
				ln_ab = log(parameters[BG_A]) - log(bx);
	double		value = 0,
				s_q = 0,
				s_v = 0,
				s_qr = 0,
				s_qi = 0,
				s_qi2 = 0,
				s_vr = 0,
				s_vi = 0,
				s_vrr = 0,
				s_vri = 0,
				s_vii = 0;

	for (int i = from; i < to; i++)
	{
		double		count = timed->rows->customers[i];
		double		i_age = timed->inverse[timed->age[i]],
					i_recency = timed->inverse[timed->recency[i]],
					d_r = timed->ln[timed->age[i]] - timed->ln[timed->recency[i]],
					d_i = i_age - i_recency;	/* D_alpha = rx d_i */
		double		d = ln_ab + rx * d_r,
					e = exp(-fabs(d)),
					near = 1 / (1 + e),
					q = d > 0 ? near : e * near,
					v;

		CHECK_FOR_INTERRUPTS();
		value += count * ((d > 0 ? d : 0) + log1p(e));
		v = count * e * near * near;
		q *= count;
		s_q += q;
		s_v += v;
		s_qr += q * d_r;
		s_qi += q * d_i;
		s_qi2 += q * d_i * (i_age + i_recency);
		s_vr += v * d_r;
		s_vi += v * d_i;
		s_vrr += v * d_r * d_r;
		s_vri += v * d_r * d_i;
		s_vii += v * d_i * d_i;
	}
	sums->value += value;
	sums->g[BG_R] += s_qr;
	sums->g[BG_ALPHA] += rx * s_qi;
	sums->g[BG_A] += d_a * s_q;
	sums->g[BG_B] += d_b * s_q;

	sums->H(BG_R, BG_R) += s_vrr;
	sums->H(BG_ALPHA, BG_R) += rx * s_vri + s_qi;
	sums->H(BG_ALPHA, BG_ALPHA) += rx * rx * s_vii - rx * s_qi2;
	sums->H(BG_A, BG_R) += d_a * s_vr;
	sums->H(BG_A, BG_ALPHA) += d_a * rx * s_vi;
	sums->H(BG_A, BG_A) += d_a * d_a * (s_v - s_q);
	sums->H(BG_B, BG_R) += d_b * s_vr;
	sums->H(BG_B, BG_ALPHA) += d_b * rx * s_vi;
	sums->H(BG_B, BG_A) += d_a * d_b * s_v;
	sums->H(BG_B, BG_B) += d_b * d_b * (s_v + s_q);
}

static void
sum_rows(const double *parameters, const Timed *timed, Sums *sums)
{
	const ClvRows *rows = timed->rows;
	LnRise		r = {.base = parameters[BG_R]},
				b = {.base = parameters[BG_B]},
				ab = {.base = parameters[BG_A] + parameters[BG_B]};

	memset(sums, 0, sizeof(*sums));
	for (uint32 i = 0; i < timed->times.n; i++)
	{
		double		t = parameters[BG_ALPHA] + timed->times.values[i];

		CHECK_FOR_INTERRUPTS();
		timed->ln[i] = log(t);
		timed->inverse[i] = 1 / t;
	}
	for (int from = 0, to; from < rows->n; from = to)
	{
		int64		x = rows->frequency[from];
		double		count = 0;

		CHECK_FOR_INTERRUPTS();
		for (to = from; to < rows->n && rows->frequency[to] == x; to++)
			count += rows->customers[to];
		rise_to(&r, x);
		rise_to(&b, x);
		rise_to(&ab, x);
		add_frequency(sums, parameters, count, x, &r.sum, &b.sum, &ab.sum);
		add_ages(sums, timed, from, to, parameters[BG_R] + x);
		if (x > 0)
			add_departures(sums, timed, from, to, x, parameters);
	}
}

/* -ln L, for the minimizer. */
static void
minus_log_likelihood(const double *parameters, double *value, double *gradient,
					 double *hessian, void *timed)
{
	Sums		sums;

	sum_rows(parameters, timed, &sums);
	*value = -sums.value;
	for (int i = 0; i < P; i++)
		gradient[i] = -sums.g[i];
	for (int i = 0; i < P * P; i++)
		hessian[i] = -sums.h[i];
}

/*
 * ln L of any parameters; with gradient (4) and Hessian (4 x 4, lower
 * triangle) where the pointers are not NULL.
 */
double
bg_nbd_log_likelihood(const double *parameters, const ClvRows *rows,
					  double *gradient, double *hessian)
{
	Timed		timed;
	Sums		sums;

	timed_init(&timed, rows);
	sum_rows(parameters, &timed, &sums);
	timed_free(&timed);
	if (gradient)
		memcpy(gradient, sums.g, sizeof(sums.g));
	if (hessian)
		memcpy(hessian, sums.h, sizeof(sums.h));
	return sums.value;
}

/*
 * Maximum likelihood, no penalty.  Where the status is BTYD_NO_MAXIMUM, the
 * parameters are how far the search came.
 */
BtydStatus
bg_nbd_fit(const ClvRows *rows, BtydFit *fit)
{
	Timed		timed;
	Minimum		minimum;
	MinimizeStatus status;
	double		age = 0;

	memset(fit, 0, sizeof(*fit));
	for (int i = 0; i < rows->n; i++)
	{
		fit->customers += rows->customers[i];
		if (rows->frequency[i] > 0)
			fit->repeaters += rows->customers[i];
		age += rows->customers[i] * rows->age[i];
	}
	if (fit->repeaters < BTYD_LEAST_REPEATERS)
		return BTYD_TOO_FEW;

	fit->parameters[BG_R] = 1;
	fit->parameters[BG_ALPHA] = age / fit->customers / 4;
	fit->parameters[BG_A] = 1;
	fit->parameters[BG_B] = 1;
	timed_init(&timed, rows);
	status = minimize_positive(P, fit->parameters, fit->customers,
							   minus_log_likelihood, &timed, &minimum);
	timed_free(&timed);

	fit->evaluations = minimum.evaluations;
	fit->runaway = minimum.runaway;
	fit->log_likelihood = -minimum.value;
	memcpy(fit->covariance, minimum.inverse, sizeof(fit->covariance));
	return status == MINIMIZE_FOUND ? BTYD_FITTED : BTYD_NO_MAXIMUM;
}

/*
 * P(still a customer at T), 1 / (1 + exp D).  1 for x = 0: this model lets
 * nobody leave before the first repeat purchase.
 */
double
bg_nbd_p_alive(const double *parameters, int64 frequency, double recency, double age)
{
	double		d;

	if (frequency == 0)
		return 1;
	d = log(parameters[BG_A]) - log(parameters[BG_B] + frequency - 1) +
		(parameters[BG_R] + frequency) *
		log1p((age - recency) / (parameters[BG_ALPHA] + recency));
	return 1 / (1 + exp(d));
}
