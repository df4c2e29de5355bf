/*
 * value_purchases.c - a customer's purchases, as the models see them
 */
#include "value/value_purchases.h"

#include "base/errors.h"
#include "base/state.h"
#include "core/purchases.h"

/* A stored value of purchases up to a day. */
static void
summary_read(Datum purchases, DateADT as_of, PurchasesSummary *summary)
{
	struct varlena *bytes = PG_DETOAST_DATUM_PACKED(purchases);
	const uint8 *p = (const uint8 *) VARDATA_ANY(bytes);
	const char *error;

	if (VARSIZE_ANY_EXHDR(bytes) < 1)
		error_corrupt("purchases", 0, "It is empty.");
	check_version("purchases", p[0], PURCHASES_VERSION);
	error = purchases_summary(p, VARSIZE_ANY_EXHDR(bytes), as_of, summary);
	if (error)
		error_corrupt("purchases", VARHDRSZ, error);
	if ((void *) bytes != (void *) DatumGetPointer(purchases))
		pfree(bytes);
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
