/*
 * minimize.h - damped Newton over positive parameters
 */
#ifndef SCRM_MINIMIZE_H
#define SCRM_MINIMIZE_H

#include "core/core.h"

#define MINIMIZE_MAX	4		/* parameters */

/*
 * A function of n positive parameters: its value, its n first derivatives,
 * and its second ones, n x n in rows, of which the lower triangle is read.
 */
typedef void (*MinimizeFunction) (const double *x, double *value,
								  double *gradient, double *hessian,
								  void *data);

typedef enum MinimizeStatus
{
	MINIMIZE_FOUND,
	MINIMIZE_RAN_AWAY			/* no minimum inside: a parameter goes to 0 or
								 * infinity */
} MinimizeStatus;

typedef struct Minimum
{
	double		value;
	double		inverse[MINIMIZE_MAX * MINIMIZE_MAX];	/* of the Hessian, n x n */
	int			evaluations;
	int			runaway;		/* which parameter, if MINIMIZE_RAN_AWAY */
} Minimum;

extern MinimizeStatus minimize_positive(int n, double *x, double scale,
										MinimizeFunction function, void *data,
										Minimum *minimum);

#endif							/* SCRM_MINIMIZE_H */
