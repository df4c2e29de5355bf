/*
 * purchases_text.c - the text form of purchases
 */
#include "core/purchases_text.h"

#include "common/int.h"
#include "lib/stringinfo.h"

#include "core/civil.h"

/*
 * Writes an amount with `scale` decimals; returns the end.
 */
char *
amount_to_text(int64 amount, int scale, char *text)
{
	uint64		magnitude = amount < 0 ? -(uint64) amount : (uint64) amount;
	char		digits[AMOUNT_TEXT_LEN];
	int			n = 0;

	do
	{
		digits[n++] = '0' + magnitude % 10;
		magnitude /= 10;
	} while (magnitude > 0 || n <= scale);
	if (amount < 0)
		*text++ = '-';
	while (n > 0)
	{
		if (n == scale)
			*text++ = '.';
		*text++ = digits[--n];
	}
	*text = '\0';
	return text;
}

/*
 * Reads [-] digits [. digits] at *text, and moves behind it.  False where
 * there is none, or it has more than PURCHASES_SCALE_MAX decimals; *range
 * where it passes int64.
 */
bool
amount_from_text(const char **text, int64 *amount, int *scale, bool *range)
{
	const char *p = *text;
	bool		negative = *p == '-';
	int			digits = 0;

	p += negative;
	*amount = 0;
	*scale = 0;
	*range = false;
	for (bool point = false;; p++)
	{
		if (*p == '.' && !point && digits > 0)
		{
			point = true;
			continue;
		}
		if (*p < '0' || *p > '9')
			break;
		digits++;
		*scale += point;
		/* Counted down: the least int64 has no positive counterpart. */
		*range |= pg_mul_s64_overflow(*amount, 10, amount) ||
			pg_sub_s64_overflow(*amount, *p - '0', amount);
	}
	if (digits == 0 || p[-1] == '.' || *scale > PURCHASES_SCALE_MAX)
		return false;
	if (!negative)
	{
		*range |= *amount == PG_INT64_MIN;
		*amount = *range ? 0 : -*amount;
	}
	*text = p;
	return true;
}

/*
 * The text of a packed value, from a reader that has just been opened.  The
 * reader's error says afterwards whether it is whole.
 */
char *
purchases_to_text(PurchasesReader *reader)
{
	StringInfoData out;
	PurchaseDay day;
	const char *comma = "";

	initStringInfo(&out);
	appendStringInfo(&out, "%s{", reader->currency);
	while (purchases_next(reader, &day))
	{
		int			year,
					month,
					mday;

		civil_date(day.day, &year, &month, &mday);
		appendStringInfo(&out, "%s%04d-%02d-%02d", comma, year, month, mday);
		if (day.flags & PURCHASE_KNOWN)
		{
			char		amount[AMOUNT_TEXT_LEN];

			amount_to_text(day.amount, reader->scale, amount);
			appendStringInfo(&out, "%s:%s",
							 day.amount < 0 && (day.flags & PURCHASE_BOUGHT) ? "*" : "", amount);
		}
		comma = ",";
	}
	appendStringInfoChar(&out, '}');
	return out.data;
}

/* n digits at *p, moved behind; -1 where there are fewer. */
static int
number(const char **p, int n)
{
	int			value = 0;

	for (; n > 0; n--, (*p)++)
	{
		if (**p < '0' || **p > '9')
			return -1;
		value = value * 10 + (**p - '0');
	}
	return value;
}

static bool
read_date(const char **p, int32 *day)
{
	int			year = number(p, 4),
				month = -1,
				mday = -1;

	if (year >= 1 && **p == '-' && (*p)++ && (month = number(p, 2)) >= 1 &&
		month <= 12 && **p == '-' && (*p)++)
		mday = number(p, 2);
	if (mday < 1 || mday > civil_days_of_month(year, month))
		return false;
	*day = civil_day(year, month, mday);
	return true;
}

/*
 * Reads the text form into a new open state.  Days may come in any order, and
 * those that repeat add up.
 */
PurchasesTextStatus
purchases_from_text(const char *text, PurchasesFlat **flat, const char **detail, int *offset)
{
	const char *p = text;
	char		currency[PURCHASES_CURRENCY_LEN + 1] = "";

#define SYNTAX(what) \
	return (*detail = (what), *offset = p - text, PURCHASES_TEXT_SYNTAX)

	while (*p >= 'A' && *p <= 'Z' && p - text < PURCHASES_CURRENCY_LEN)
		p++;
	if (p > text)
	{
		if (p - text < PURCHASES_CURRENCY_LEN)
			SYNTAX("A currency is three capitals.");
		memcpy(currency, text, PURCHASES_CURRENCY_LEN);
	}
	*flat = purchases_new(currency);
	if (*p != '{')
		SYNTAX("A brace must open here.");
	p++;
	while (*p != '}' || p[-1] == ',')
	{
		PurchaseDay day = {0};
		int			scale = 0;
		bool		star,
					range;

		if (p[-1] != '{' && p[-1] != ',')
			SYNTAX("A comma or the closing brace must come here.");
		if (!read_date(&p, &day.day))
			SYNTAX("A date of the years 1 to 9999 must come here, as 1997-01-01.");
		if ((star = *p == '*'))
			p++;
		if (*p == ':')
		{
			p++;
			if (!amount_from_text(&p, &day.amount, &scale, &range))
				SYNTAX("An amount of at most 6 decimals must come here, as 29.33.");
			if (range)
				return PURCHASES_TEXT_RANGE;
			day.flags = PURCHASE_KNOWN;
		}
		if (star && day.amount >= 0)
			SYNTAX("A star goes before an amount under 0.");
		if (star || day.amount >= 0)
			day.flags |= PURCHASE_BOUGHT;
		if (purchases_add(flat, day, scale) != PURCHASES_OK)
			return PURCHASES_TEXT_RANGE;
		if (*p == ',')
			p++;
		CHECK_FOR_INTERRUPTS();
	}
	if (*++p != '\0')
		SYNTAX("Nothing may follow the closing brace.");
	return PURCHASES_TEXT_OK;
#undef SYNTAX
}
