/*
 * minimize.c - damped Newton over positive parameters
 *
 * Newton's method in the logarithms of the parameters, which keeps them
 * positive and makes the problem one of scale 1, with exact derivatives.
 * Where the Hessian is not positive definite or a step does not descend, a
 * multiple of the unit matrix is added to it (Levenberg 1944).  Likelihoods
 * of purchase models take 7 to 9 evaluations.
 */
#include "core/minimize.h"

#include <float.h>
#include <math.h>

#define LONGEST_STEP	2.0		/* in a logarithm: a factor of 7.4 */
#define FARTHEST		20.0	/* from the start, likewise: 5e8 */
#define MOST_STEPS		500
#define FIRST_DAMPING	1e-3
#define DAMPING_UP		4.0
#define DAMPING_DOWN	0.1
#define LEAST_DAMPING	1e-6	/* below, none */
#define MOST_DAMPING	1e9
#define FLAT_GRADIENT	1e-10	/* of the function divided by scale */
#define SMALL_STEP		1e-5	/* a flat slope to nowhere has steps of 1 */
#define ROUNDING		1e-12	/* of the value: not an ascent */

/* The function at a point, in the logarithms of the parameters. */
typedef struct Point
{
	double		u[MINIMIZE_MAX];
	double		x[MINIMIZE_MAX];
	double		value;
	double		gradient[MINIMIZE_MAX];
	double		hessian[MINIMIZE_MAX * MINIMIZE_MAX];
	double		natural[MINIMIZE_MAX * MINIMIZE_MAX];	/* x x' times the
														 * Hessian in x */
} Point;

/* d f / d ln x = x f', and the second derivatives x x' f'' + diag(x f'). */
static bool
evaluate(int n, Point *point, MinimizeFunction function, void *data)
{
	double		g[MINIMIZE_MAX],
				h[MINIMIZE_MAX * MINIMIZE_MAX];

	for (int i = 0; i < n; i++)
		point->x[i] = exp(point->u[i]);
	function(point->x, &point->value, g, h, data);
	if (!isfinite(point->value))
		return false;
	for (int i = 0; i < n; i++)
	{
		point->gradient[i] = point->x[i] * g[i];
		if (!isfinite(point->gradient[i]))
			return false;
		for (int j = 0; j <= i; j++)
		{
			double		second = point->x[i] * point->x[j] * h[i * n + j];

			if (!isfinite(second))
				return false;
			point->natural[i * n + j] = second;
			point->hessian[i * n + j] = second + (i == j ? point->gradient[i] : 0);
		}
	}
	return true;
}

/*
 * Lower Cholesky factor of a + damping * unit matrix; false where that is not
 * positive definite beyond rounding.
 */
static bool
cholesky(int n, const double *a, double damping, double *factor)
{
	for (int i = 0; i < n; i++)
		for (int j = 0; j <= i; j++)
		{
			double		full = a[i * n + j] + (i == j ? damping : 0);
			double		sum = full;

			for (int k = 0; k < j; k++)
				sum -= factor[i * n + k] * factor[j * n + k];
			if (i != j)
				factor[i * n + j] = sum / factor[j * n + j];
			else if (sum > 8 * DBL_EPSILON * fabs(full))
				factor[i * n + i] = sqrt(sum);
			else
				return false;
		}
	return true;
}

/* Solves factor factor' x = b in place. */
static void
solve(int n, const double *factor, double *b)
{
	for (int i = 0; i < n; i++)
	{
		for (int k = 0; k < i; k++)
			b[i] -= factor[i * n + k] * b[k];
		b[i] /= factor[i * n + i];
	}
	for (int i = n - 1; i >= 0; i--)
	{
		for (int k = i + 1; k < n; k++)
			b[i] -= factor[k * n + i] * b[k];
		b[i] /= factor[i * n + i];
	}
}

static double
largest(int n, const double *v)
{
	double		most = 0;

	for (int i = 0; i < n; i++)
		most = Max(most, fabs(v[i]));
	return most;
}

/* The parameter that went farthest from its start. */
static int
farthest(int n, const double *u, const double *start)
{
	int			which = 0;

	for (int i = 1; i < n; i++)
		if (fabs(u[i] - start[i]) > fabs(u[which] - start[which]))
			which = i;
	return which;
}

/* The inverse of the Hessian in the parameters themselves. */
static bool
invert(int n, const Point *point, double *inverse)
{
	double		factor[MINIMIZE_MAX * MINIMIZE_MAX];

	if (!cholesky(n, point->natural, 0, factor))
		return false;
	for (int j = 0; j < n; j++)
	{
		double		column[MINIMIZE_MAX] = {0};

		column[j] = 1;
		solve(n, factor, column);
		for (int i = j; i < n; i++)
			inverse[i * n + j] = inverse[j * n + i] =
				column[i] * point->x[i] * point->x[j];
	}
	return true;
}

/*
 * Minimizes `function` over n positive parameters from x on, and leaves the
 * minimum in x (or how far it came).  `scale` is the number of observations
 * that the function sums over: the gradient is flat in relation to it.
 */
MinimizeStatus
minimize_positive(int n, double *x, double scale, MinimizeFunction function,
				  void *data, Minimum *minimum)
{
	Point		here,
				there;
	double		start[MINIMIZE_MAX] = {0},
				damping = 0;
	bool		found = false;

	memset(&here, 0, sizeof(here));
	memset(minimum, 0, sizeof(*minimum));
	for (int i = 0; i < n; i++)
		here.u[i] = start[i] = log(x[i]);
	minimum->evaluations = 1;
	if (!evaluate(n, &here, function, data))
		return MINIMIZE_RAN_AWAY;

	while (!found && minimum->evaluations < MOST_STEPS && damping < MOST_DAMPING)
	{
		double		factor[MINIMIZE_MAX * MINIMIZE_MAX] = {0},
					step[MINIMIZE_MAX],
					shorten;

		CHECK_FOR_INTERRUPTS();
		if (!cholesky(n, here.hessian, scale * damping, factor))
		{
			damping = Max(FIRST_DAMPING, damping * DAMPING_UP);
			continue;
		}
		memcpy(step, here.gradient, sizeof(step));
		solve(n, factor, step);
		if (damping == 0 && largest(n, here.gradient) < FLAT_GRADIENT * scale &&
			largest(n, step) < SMALL_STEP)
		{
			found = invert(n, &here, minimum->inverse);
			break;
		}

		shorten = Min(1, LONGEST_STEP / largest(n, step));
		there = here;
		for (int i = 0; i < n; i++)
			there.u[i] -= shorten * step[i];
		minimum->runaway = farthest(n, there.u, start);
		if (fabs(there.u[minimum->runaway] - start[minimum->runaway]) > FARTHEST)
			break;
		minimum->evaluations++;
		if (evaluate(n, &there, function, data) &&
			there.value <= here.value + ROUNDING * fabs(here.value))
		{
			here = there;
			damping *= DAMPING_DOWN;
			if (damping < LEAST_DAMPING)
				damping = 0;
		}
		else
			damping = Max(FIRST_DAMPING, damping * DAMPING_UP);
	}

	memcpy(x, here.x, sizeof(double) * n);
	minimum->value = here.value;
	minimum->runaway = farthest(n, here.u, start);
	return found ? MINIMIZE_FOUND : MINIMIZE_RAN_AWAY;
}
