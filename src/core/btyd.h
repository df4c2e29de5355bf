/*
 * btyd.h - "buy till you die": purchase models of customers who leave unseen
 *
 * A customer made x repeat purchases, the last one at tx, and has been watched
 * up to T, all since the first purchase and in one unit of time.
 *
 * BG/NBD (Fader, Hardie, Lee 2005, "Counting your customers" the easy way,
 * Marketing Science 24(2)): purchases come as a Poisson process whose rate is
 * Gamma(r, alpha) over customers; after each purchase a customer leaves with
 * a probability that is Beta(a, b) over customers.
 */
#ifndef SCRM_BTYD_H
#define SCRM_BTYD_H

#include "core/clv_rows.h"

/* Parameters, in this order: r, alpha, a, b. */
#define BG_NBD_PARAMETERS	4
enum
{
	BG_R, BG_ALPHA, BG_A, BG_B
};

typedef enum BtydStatus
{
	BTYD_FITTED,
	BTYD_TOO_FEW,				/* under 2 customers with repeat purchases */
	BTYD_NO_MAXIMUM				/* a parameter runs to 0 or infinity */
} BtydStatus;

#define BTYD_LEAST_REPEATERS	2

typedef struct BtydFit
{
	double		parameters[BG_NBD_PARAMETERS];
	double		covariance[BG_NBD_PARAMETERS * BG_NBD_PARAMETERS];	/* rows */
	double		log_likelihood;
	int64		customers;
	int64		repeaters;		/* customers with x > 0 */
	int			evaluations;
	int			runaway;		/* which parameter, if BTYD_NO_MAXIMUM */
} BtydFit;

extern BtydStatus bg_nbd_fit(const ClvRows *rows, BtydFit *fit);
extern double bg_nbd_log_likelihood(const double *parameters, const ClvRows *rows,
									double *gradient, double *hessian);
extern double bg_nbd_p_alive(const double *parameters, int64 frequency,
							 double recency, double age);

#endif							/* SCRM_BTYD_H */
