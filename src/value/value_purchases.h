/*
 * value_purchases.h - a customer's purchases, as the models see them
 */
#ifndef SCRM_VALUE_PURCHASES_H
#define SCRM_VALUE_PURCHASES_H

#include "value/value_args.h"

/* The money of a customer's repeat purchases. */
typedef struct CustomerSpend
{
	int64		frequency;
	double		monetary;		/* their mean; 0 where there are none */
	char		currency[CURRENCY_LEN + 1]; /* "" is none */
} CustomerSpend;

/*
 * Reads purchases up to as_of: the times in the unit of `model` into
 * *customer, the money into *spend; either may be NULL.  False where there is
 * no purchase by then.  22008 for an infinite day.
 */
extern bool customer_read(Datum purchases, DateADT as_of, const FittedModel *model,
						  Customer *customer, CustomerSpend *spend);

#endif							/* SCRM_VALUE_PURCHASES_H */
