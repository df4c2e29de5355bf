/*
 * value_purchases.c - a customer's purchases, as the models see them
 */
#include "value/value_purchases.h"

#include "base/errors.h"
#include "value/purchases_glue.h"

/* A stored value of purchases up to a day. */
static void
summary_read(Datum purchases, DateADT as_of, PurchasesSummary *summary)
{
	Size		len;
	const uint8 *bytes = purchases_bytes(purchases, &len);
	const char *error = purchases_summary(bytes, len, as_of, summary);

	if (error)
		error_corrupt(PURCHASES_TYPE, 0, error);
}

bool
customer_read(Datum purchases, DateADT as_of, const FittedModel *model,
			  Customer *customer, CustomerSpend *spend)
{
	PurchasesSummary summary;

	if (model && DATE_NOT_FINITE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of is infinite"),
				 errhint("A model needs the day up to which customers were watched.")));
	summary_read(purchases, as_of, &summary);
	if (summary.days == 0)
		return false;
	if (model)
	{
		double		unit = model_unit_days(model);

		customer->frequency = summary.days - 1;
		customer->recency = (summary.last - summary.first) / unit;
		customer->age = (as_of - summary.first) / unit;
	}
	if (spend)
	{
		/* A day of unknown amount is a purchase, but tells nothing of money. */
		spend->frequency = summary.repeat_known;
		spend->monetary = summary.repeat_mean;
		strlcpy(spend->currency, summary.currency, sizeof(spend->currency));
	}
	return true;
}
