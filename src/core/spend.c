/*
 * spend.c - the Gamma-Gamma model of what a purchase is worth
 *
 * The density of the mean z of x purchases (Fader and Hardie 2013, equation
 * 1a) is
 *
 *	 ln f = lnGamma(px+q) - lnGamma(px) - lnGamma(q) + q ln gamma
 *			+ (px-1) ln z + px ln x - (px+q) ln(gamma + xz)
 *
 * Gamma functions are taken once for each distinct x; a row costs one
 * logarithm.  Sums run in the order of the rows.
 */
#include "core/spend.h"

#include <math.h>

#include "core/minimize.h"
#include "core/special.h"

#define P	SPEND_PARAMETERS
#define H(i, j)		hessian[(i) * P + (j)]

/* Sums over the rows of one x. */
typedef struct Group
{
	double		customers;
	double		ln_z;
	double		ln_u;			/* u = gamma + xz */
	double		inverse_u;
	double		square_u;		/* of the inverse */
} Group;

static Size
sum_group(const SpendRow *rows, Size from, Size n, double gamma, Group *group)
{
	double		x = rows[from].frequency;
	Size		i;

	memset(group, 0, sizeof(*group));
	for (i = from; i < n && rows[i].frequency == rows[from].frequency; i++)
	{
		double		count = rows[i].customers,
					inverse = 1 / (gamma + x * rows[i].mean);

		group->customers += count;
		group->ln_z += count * log(rows[i].mean);
		group->ln_u -= count * log(inverse);
		group->inverse_u += count * inverse;
		group->square_u += count * inverse * inverse;
	}
	return i;
}

/*
 * ln L of any parameters, with gradient (3) and Hessian (3 x 3, lower
 * triangle).
 */
double
gamma_gamma_log_likelihood(const double *parameters, const SpendRow *rows, Size n,
						   double *gradient, double *hessian)
{
	double		p = parameters[GG_P],
				q = parameters[GG_Q],
				gamma = parameters[GG_GAMMA],
				ln_gamma_par = log(gamma),
				value = 0;
	LnGamma		g_q = ln_gamma_all(q);

	memset(gradient, 0, sizeof(double) * P);
	memset(hessian, 0, sizeof(double) * P * P);
	for (Size from = 0, to; from < n; from = to)
	{
		double		x = rows[from].frequency,
					shape = p * x + q;
		LnGamma		g_shape = ln_gamma_all(shape),
					g_px = ln_gamma_all(p * x);
		Group		group;

		CHECK_FOR_INTERRUPTS();
		to = sum_group(rows, from, n, gamma, &group);
		value += group.customers * (g_shape.value - g_px.value - g_q.value +
									q * ln_gamma_par + p * x * log(x)) +
			(p * x - 1) * group.ln_z - shape * group.ln_u;

		gradient[GG_P] += x * (group.customers * (g_shape.first - g_px.first + log(x)) +
							   group.ln_z - group.ln_u);
		gradient[GG_Q] += group.customers * (g_shape.first - g_q.first + ln_gamma_par) -
			group.ln_u;
		gradient[GG_GAMMA] += group.customers * q / gamma - shape * group.inverse_u;

		H(GG_P, GG_P) += group.customers * x * x * (g_shape.second - g_px.second);
		H(GG_Q, GG_P) += group.customers * x * g_shape.second;
		H(GG_Q, GG_Q) += group.customers * (g_shape.second - g_q.second);
		H(GG_GAMMA, GG_P) -= x * group.inverse_u;
		H(GG_GAMMA, GG_Q) += group.customers / gamma - group.inverse_u;
		H(GG_GAMMA, GG_GAMMA) += shape * group.square_u -
			group.customers * q / (gamma * gamma);
	}
	return value;
}

typedef struct Rows
{
	const SpendRow *rows;
	Size		n;
} Rows;

/* -ln L, for the minimizer. */
static void
minus_log_likelihood(const double *parameters, double *value, double *gradient,
					 double *hessian, void *data)
{
	Rows	   *rows = data;

	*value = -gamma_gamma_log_likelihood(parameters, rows->rows, rows->n,
										 gradient, hessian);
	for (int i = 0; i < P; i++)
		gradient[i] = -gradient[i];
	for (int i = 0; i < P * P; i++)
		hessian[i] = -hessian[i];
}

/*
 * Maximum likelihood, no penalty.  Where the status is SPEND_NO_MAXIMUM, the
 * parameters are how far the search came.
 */
SpendStatus
gamma_gamma_fit(const SpendRow *rows, Size n, SpendFit *fit)
{
	Rows		data = {rows, n};
	Minimum		minimum;
	MinimizeStatus status;
	double		sum = 0;

	memset(fit, 0, sizeof(*fit));
	for (Size i = 0; i < n; i++)
	{
		fit->customers += rows[i].customers;
		sum += rows[i].customers * rows[i].mean;
	}
	if (fit->customers < SPEND_LEAST_CUSTOMERS)
		return SPEND_TOO_FEW;

	fit->parameters[GG_P] = 1;
	fit->parameters[GG_Q] = 1;
	fit->parameters[GG_GAMMA] = sum / fit->customers;
	status = minimize_positive(P, fit->parameters, fit->customers,
							   minus_log_likelihood, &data, &minimum);
	fit->evaluations = minimum.evaluations;
	fit->runaway = minimum.runaway;
	fit->log_likelihood = -minimum.value;
	memcpy(fit->covariance, minimum.inverse, sizeof(fit->covariance));
	return status == MINIMIZE_FOUND ? SPEND_FITTED : SPEND_NO_MAXIMUM;
}

/*
 * Expected amount of a purchase of a customer whose x repeat purchases had
 * this mean: p (gamma + xz) / (px + q - 1), a weighted mean of the own and
 * everybody's.  A mean that is not over 0 tells nothing to this model: as
 * x = 0.  NaN where the expectation does not exist: px + q <= 1.
 */
double
gamma_gamma_expected(const double *parameters, int64 frequency, double mean)
{
	double		p = parameters[GG_P],
				x = mean > 0 ? frequency : 0,
				shape = p * x + parameters[GG_Q] - 1;

	if (shape <= 0)
		return NAN;
	return p * (parameters[GG_GAMMA] + (x > 0 ? x * mean : 0)) / shape;
}
