/*
 * purchases_text.c - purchases as text, and amounts
 */
#include "fuzz.h"

#include "core/purchases_text.h"

/* An amount alone, as the aggregate reads it of a numeric. */
static void
read_amount(const char *text)
{
	const char *p = text,
			   *again;
	char		written[AMOUNT_TEXT_LEN];
	int64		amount,
				amount_again;
	int			scale,
				scale_again;
	bool		range;

	if (!amount_from_text(&p, &amount, &scale, &range))
	{
		REQUIRE(p == text);
		return;
	}
	REQUIRE(p > text && p <= text + strlen(text));
	if (range)
		return;
	REQUIRE(amount_to_text(amount, scale, written) < written + AMOUNT_TEXT_LEN);
	again = written;
	REQUIRE(amount_from_text(&again, &amount_again, &scale_again, &range));
	REQUIRE(*again == '\0' && !range && amount_again == amount && scale_again == scale);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	PurchasesFlat *flat;
	PurchasesReader reader;
	PurchasesTextStatus status;
	const char *detail;
	int			offset;
	void	   *packed,
			   *again;
	char	   *written;

	read_amount(text);
	status = purchases_from_text(text, &flat, &detail, &offset);
	if (status == PURCHASES_TEXT_SYNTAX)
		REQUIRE(offset >= 0 && offset <= strlen(text) && strlen(detail) > 0);
	if (status != PURCHASES_TEXT_OK || purchases_pack(flat, &packed) != PURCHASES_OK)
		return;
	purchases_open(&reader, (uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	written = purchases_to_text(&reader);
	REQUIRE(reader.error == NULL);
	REQUIRE(purchases_from_text(written, &flat, &detail, &offset) == PURCHASES_TEXT_OK);
	REQUIRE(purchases_pack(flat, &again) == PURCHASES_OK);
	REQUIRE(same_value(packed, again));
}
