/*
 * purchases.c - purchases as bytes: stored ones, and the state of an aggregate
 */
#include "fuzz.h"

#include "core/purchases_text.h"

/* Days of purchase up to `as_of`; -1 where the bytes are none of ours. */
static int
count_days(const uint8 *bytes, Size size, int32 as_of)
{
	PurchasesReader reader;
	PurchaseDay day;
	int			days = 0;

	purchases_open(&reader, bytes, size);
	while (purchases_next(&reader, &day))
		days += day.day <= as_of && (day.flags & PURCHASE_BOUGHT);
	return reader.error ? -1 : days;
}

/* The sum of all up to a day, against its days read one by one. */
static void
sum_up(const uint8 *bytes, Size size)
{
	static const int32 days[] = {0, 7300, PURCHASES_DAY_MAX};
	int32		as_of = days[size % lengthof(days)];
	PurchasesSummary summary;
	int			count = count_days(bytes, size, as_of);
	const char *error = purchases_summary(bytes, size, as_of, &summary);

	/* A summary reads no further than its day. */
	REQUIRE(count == -1 || error == NULL);
	if (count == -1)
		return;
	REQUIRE(summary.days == count && summary.repeat_known <= count);
	REQUIRE(count == 0 || summary.first <= summary.last);
}

/* Text, and reading it again. */
static void
print(const uint8 *bytes, Size size)
{
	PurchasesReader reader;
	PurchasesFlat *flat;
	const char *detail;
	int			offset;
	void	   *packed;
	char	   *text;

	purchases_open(&reader, bytes, size);
	text = purchases_to_text(&reader);
	REQUIRE(reader.error == NULL);
	REQUIRE(purchases_from_text(text, &flat, &detail, &offset) == PURCHASES_TEXT_OK);
	REQUIRE(purchases_pack(flat, &packed) == PURCHASES_OK);
	REQUIRE(has_bytes(packed, bytes, size));
}

/* Twice the same purchases: other sums on the same days. */
static void
merge_with_itself(PurchasesFlat *flat, const uint8 *bytes, Size size)
{
	const char *error;
	void	   *packed;

	if (purchases_add_value(&flat, bytes, size, &error) != PURCHASES_OK ||
		purchases_pack(flat, &packed) != PURCHASES_OK)
		return;
	REQUIRE(error == NULL);
	REQUIRE(count_days((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ, PURCHASES_DAY_MAX) ==
			count_days(bytes, size, PURCHASES_DAY_MAX));
}

/* To those of another currency they are not added, unless there are none. */
static void
merge_with_another(const uint8 *bytes, Size size)
{
	PurchasesFlat *flat = purchases_new("XTS");
	PurchaseDay day = {0, PURCHASE_BOUGHT | PURCHASE_KNOWN, 1};
	char		currency[PURCHASES_CURRENCY_LEN + 1];
	const char *error;
	PurchasesStatus status;

	REQUIRE(purchases_add(&flat, day, PURCHASES_SCALE_MAX) == PURCHASES_OK);
	REQUIRE(purchases_currency(bytes, size, currency) == NULL);
	status = purchases_add_value(&flat, bytes, size, &error);
	if (strcmp(currency, "XTS") != 0)
		REQUIRE((status == PURCHASES_OK) == (!currency[0] && size == 3));
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	bool		open = size > 1 && bytes[1] == FLAT_OPEN;
	PurchasesFlat *flat = NULL;
	PurchasesStatus status;
	const char *error;
	void	   *packed;

	if (size < 1 || bytes[0] != PURCHASES_VERSION)
		return;
	sum_up(stored, size);
	status = purchases_add_value(&flat, stored, size, &error);
	if (error)
		return;
	/* Of a state the days may come twice, and their sums be too large. */
	if (open && (status != PURCHASES_OK || purchases_pack(flat, &packed) != PURCHASES_OK))
		return;
	REQUIRE(status == PURCHASES_OK && purchases_pack(flat, &packed) == PURCHASES_OK);
	REQUIRE(open || has_bytes(packed, bytes, size));
	print((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	merge_with_itself(flat, (uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	merge_with_another((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
}
