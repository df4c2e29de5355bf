/*
 * spend.h - the Gamma-Gamma model of what a purchase is worth
 *
 * A customer's purchases vary around an own mean, and the means vary over
 * customers (Fader, Hardie, Lee 2005, RFM and CLV, Journal of Marketing
 * Research 42; Fader and Hardie 2013, The Gamma-Gamma model of monetary
 * value): an amount is Gamma(p, nu), nu is Gamma(q, gamma).  How much a
 * customer spends has to be independent of how often.
 */
#ifndef SCRM_SPEND_H
#define SCRM_SPEND_H

#include "core/core.h"

/*
 * Counted rows of (frequency, mean amount): customers[i] customers of
 * frequency[i] repeat purchases, 1 or more, whose mean is mean[i], over 0.
 * Sorted by (frequency, mean).
 */
typedef struct SpendRow
{
	int64		frequency;
	double		mean;
	int64		customers;
} SpendRow;

#define SPEND_PARAMETERS	3
enum
{
	GG_P, GG_Q, GG_GAMMA
};

#define SPEND_LEAST_CUSTOMERS	2

typedef enum SpendStatus
{
	SPEND_FITTED,
	SPEND_TOO_FEW,				/* customers with repeat purchases */
	SPEND_NO_MAXIMUM			/* a parameter runs to 0 or infinity */
} SpendStatus;

typedef struct SpendFit
{
	double		parameters[SPEND_PARAMETERS];
	double		covariance[SPEND_PARAMETERS * SPEND_PARAMETERS];	/* rows */
	double		log_likelihood;
	int64		customers;
	int			evaluations;
	int			runaway;		/* which parameter, if SPEND_NO_MAXIMUM */
} SpendFit;

extern SpendStatus gamma_gamma_fit(const SpendRow *rows, Size n, SpendFit *fit);
extern double gamma_gamma_log_likelihood(const double *parameters,
										 const SpendRow *rows, Size n,
										 double *gradient, double *hessian);
extern double gamma_gamma_expected(const double *parameters, int64 frequency,
								   double mean);

#endif							/* SCRM_SPEND_H */
