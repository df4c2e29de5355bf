/*
 * btyd_expect.h - what a customer who is alive will buy
 *
 * Given that the customer is alive at T, the future depends on x and T alone;
 * recency acts through P(alive) only.  So these are computed once for each
 * (x, T) of a customer base, and multiplied by P(alive).  A new customer has
 * x = 0, T = 0, and is alive.
 */
#ifndef SCRM_BTYD_EXPECT_H
#define SCRM_BTYD_EXPECT_H

#include "core/btyd.h"

extern double bg_nbd_expected(const double *parameters, int64 frequency,
							  double age, double horizon);
extern double bg_nbd_discounted(const double *parameters, int64 frequency,
								double age, double horizon, double delta);
extern double bg_nbd_expected_base(const double *parameters, const ClvRows *rows,
								   double horizon);

#endif							/* SCRM_BTYD_EXPECT_H */
