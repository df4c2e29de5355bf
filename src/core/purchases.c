/*
 * purchases.c - one customer's purchase days, each with the day's money
 *
 * Costs: 16 bytes an order while growing, until orders of one day are counted
 * together; packed 4 to 7 bytes a day.  Collecting n orders sorts n log n
 * (n, where they come in order); merging and reading are linear in the days.
 */
#include "core/purchases.h"

#include "common/int.h"

#include "core/fitted_model.h"
#include "core/varint.h"

#define FIRST_ORDERS	7		/* a state of 128 bytes, which palloc has */
#define FLAT_SIZE(n)	(offsetof(PurchasesFlat, days) + sizeof(PurchaseDay) * (Size) (n))
#define HEADER_SIZE		3		/* version, flags, scale */

StaticAssertDecl(FLAT_SIZE(FIRST_ORDERS) == 128, "the first state fills its chunk");

static const int64 powers_of_ten[PURCHASES_SCALE_MAX + 1] =
{1, 10, 100, 1000, 10000, 100000, 1000000};

static int
compare_days(const void *a, const void *b)
{
	int32		x = ((const PurchaseDay *) a)->day,
				y = ((const PurchaseDay *) b)->day;

	CHECK_FOR_INTERRUPTS();
	return x < y ? -1 : x > y;
}

/*
 * Sorts orders and counts those of a day together; *n becomes the number of
 * days.
 */
static PurchasesStatus
collapse(PurchaseDay *days, int32 *n)
{
	int32		kept = 0;

	if (*n == 0)
		return PURCHASES_OK;
	pg_qsort(days, *n, sizeof(PurchaseDay), compare_days);
	for (int32 i = 1; i < *n; i++)
	{
		if (days[i].day != days[kept].day)
		{
			days[++kept] = days[i];
			continue;
		}
		days[kept].flags |= days[i].flags;
		if (pg_add_s64_overflow(days[kept].amount, days[i].amount, &days[kept].amount))
			return PURCHASES_OUT_OF_RANGE;
	}
	*n = kept + 1;
	return PURCHASES_OK;
}

/* The state with room for one more order. */
static PurchasesStatus
make_room(PurchasesFlat **flat)
{
	int32		n = (*flat)->n,
				room = (flat_capacity(*flat) - offsetof(PurchasesFlat, days)) / sizeof(PurchaseDay);
	PurchasesStatus status;

	if (n < room)
		return PURCHASES_OK;
	if ((status = collapse((*flat)->days, &(*flat)->n)) != PURCHASES_OK)
		return status;
	memset((*flat)->days + (*flat)->n, 0, sizeof(PurchaseDay) * (n - (*flat)->n));
	/* Days are fewer than PURCHASES_DAY_MAX, so a value never gets too large. */
	if ((*flat)->n > room / 2)
		*flat = flat_grow(*flat, FLAT_SIZE((*flat)->n), FLAT_SIZE(2 * (*flat)->n));
	return PURCHASES_OK;
}

/* All amounts at a larger scale. */
static PurchasesStatus
grow_scale(PurchasesFlat *flat, int scale)
{
	int64		factor = powers_of_ten[scale - flat->scale];

	for (int32 i = 0; i < flat->n; i++)
		if (pg_mul_s64_overflow(flat->days[i].amount, factor, &flat->days[i].amount))
			return PURCHASES_OUT_OF_RANGE;
	flat->scale = scale;
	return PURCHASES_OK;
}

/*
 * An open state; its currency is three capitals or "".
 */
PurchasesFlat *
purchases_new(const char *currency)
{
	PurchasesFlat *flat = flat_new(FLAT_SIZE(FIRST_ORDERS), PURCHASES_VERSION);

	strlcpy(flat->currency, currency, sizeof(flat->currency));
	return flat;
}

/*
 * Adds an order, or a day, to *flat, or to a larger copy that *flat becomes.
 * Its day is in range, and its amount has `scale` decimals.
 */
PurchasesStatus
purchases_add(PurchasesFlat **flat, PurchaseDay order, int scale)
{
	PurchasesStatus status;

	Assert(order.day >= PURCHASES_DAY_MIN && order.day <= PURCHASES_DAY_MAX);
	if (order.flags & PURCHASE_KNOWN)
	{
		if (scale > (*flat)->scale &&
			(status = grow_scale(*flat, scale)) != PURCHASES_OK)
			return status;
		if (scale < (*flat)->scale &&
			pg_mul_s64_overflow(order.amount, powers_of_ten[(*flat)->scale - scale],
								&order.amount))
			return PURCHASES_OUT_OF_RANGE;
	}
	if ((status = make_room(flat)) != PURCHASES_OK)
		return status;
	(*flat)->days[(*flat)->n++] = order;
	return PURCHASES_OK;
}

/* Whether flags and amount go together as they do in a value. */
static bool
day_valid(const PurchaseDay *day)
{
	switch (day->flags)
	{
		case PURCHASE_BOUGHT | PURCHASE_KNOWN:
		case PURCHASE_BOUGHT:
			return true;
		case PURCHASE_KNOWN:
			return day->amount < 0;
		default:
			return false;
	}
}

/* The days of an open state that travelled, at any alignment. */
static PurchasesStatus
add_open(PurchasesFlat **flat, const uint8 *bytes, Size len, const char **error)
{
	PurchasesFlat from;
	Size		header = offsetof(PurchasesFlat, days) - VARHDRSZ;
	PurchasesStatus status = PURCHASES_OK;

	if (len < header)
	{
		*error = "It ends within its header.";
		return PURCHASES_OK;
	}
	memcpy((char *) &from + VARHDRSZ, bytes, header);
	if (from.n < 0 || (Size) from.n > (len - header) / sizeof(PurchaseDay) ||
		from.scale > PURCHASES_SCALE_MAX)
	{
		*error = "Its length does not fit its days.";
		return PURCHASES_OK;
	}
	for (int32 i = 0; i < from.n && status == PURCHASES_OK; i++)
	{
		PurchaseDay day;

		memcpy(&day, bytes + header + sizeof(day) * i, sizeof(day));
		if (day.day < PURCHASES_DAY_MIN || day.day > PURCHASES_DAY_MAX || !day_valid(&day))
		{
			*error = "A day is not one of this type.";
			break;
		}
		status = purchases_add(flat, day, from.scale);
	}
	return status;
}

/*
 * Adds all of a value or of an open state, from its version byte on, to *flat,
 * which is new where it is NULL.  A value without days and currency fits any
 * other.  *error: NULL, or a sentence on what is wrong with the bytes.
 */
PurchasesStatus
purchases_add_value(PurchasesFlat **flat, const uint8 *bytes, Size len, const char **error)
{
	PurchasesReader reader;
	PurchaseDay day;
	PurchasesStatus status = PURCHASES_OK;
	char		currency[PURCHASES_CURRENCY_LEN + 1];
	bool		open = len >= HEADER_SIZE && bytes[1] == FLAT_OPEN,
				empty;

	if ((*error = purchases_currency(bytes, len, currency)) != NULL)
		return PURCHASES_OK;
	if (!open)
		purchases_open(&reader, bytes, len);
	empty = !open && !currency[0] && reader.p == reader.end;
	if (!*flat)
		*flat = purchases_new(currency);
	else if ((*flat)->n == 0 && !(*flat)->currency[0])
		strlcpy((*flat)->currency, currency, sizeof(currency));
	else if (!empty && strcmp((*flat)->currency, currency) != 0)
		return PURCHASES_CURRENCIES;

	if (open)
		return add_open(flat, bytes, len, error);
	while (status == PURCHASES_OK && purchases_next(&reader, &day))
		status = purchases_add(flat, day, reader.scale);
	*error = reader.error;
	return status;
}

static uint8 *
write_day(uint8 *p, const PurchaseDay *day, uint64 step)
{
	p = varint_write(p, step << 2 | day->flags);
	if (day->flags & PURCHASE_KNOWN)
		p = varint_write(p, zigzag(day->amount));
	return p;
}

/*
 * The packed value of a state, which stays as it is.
 */
PurchasesStatus
purchases_pack(const PurchasesFlat *flat, void **packed)
{
	int32		n = flat->n;
	PurchaseDay *days = palloc(sizeof(PurchaseDay) * Max(1, n));
	PurchasesStatus status;
	uint8	   *result,
			   *p;

	memcpy(days, flat->days, sizeof(PurchaseDay) * n);
	if ((status = collapse(days, &n)) != PURCHASES_OK)
		return status;

	/* A step of days takes 4 bytes at most. */
	result = palloc(FLAT_PRELUDE + 1 + PURCHASES_CURRENCY_LEN + (4 + VARINT_MAX) * (Size) n);
	flat_version(result) = PURCHASES_VERSION;
	flat_flags(result) = flat->currency[0] ? PURCHASES_CURRENCY : 0;
	p = result + FLAT_PRELUDE;
	*p++ = flat->scale;
	if (flat->currency[0])
	{
		memcpy(p, flat->currency, PURCHASES_CURRENCY_LEN);
		p += PURCHASES_CURRENCY_LEN;
	}
	for (int32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		p = write_day(p, &days[i],
					  i > 0 ? (uint64) (days[i].day - days[i - 1].day) : zigzag(days[i].day));
	}
	pfree(days);
	SET_VARSIZE(result, p - result);
	*packed = result;
	return PURCHASES_OK;
}

/*
 * The currency of a value or an open state: three capitals or "".
 */
const char *
purchases_currency(const uint8 *bytes, Size len, char *currency)
{
	const uint8 *p = bytes + HEADER_SIZE;

	memset(currency, 0, PURCHASES_CURRENCY_LEN + 1);
	if (len < HEADER_SIZE)
		return "It ends within its header.";
	if (bytes[1] == 0)
		return NULL;
	if ((bytes[1] != PURCHASES_CURRENCY && bytes[1] != FLAT_OPEN) ||
		len < HEADER_SIZE + PURCHASES_CURRENCY_LEN)
		return "Its header is not one of this type.";
	if (bytes[1] == FLAT_OPEN && *p == '\0')
		return NULL;
	if (!currency_valid((const char *) p, PURCHASES_CURRENCY_LEN))
		return "Its currency is not three capitals.";
	memcpy(currency, p, PURCHASES_CURRENCY_LEN);
	return NULL;
}

/*
 * Opens a packed value for reading.
 */
void
purchases_open(PurchasesReader *reader, const uint8 *bytes, Size len)
{
	reader->p = reader->end = bytes + len;
	reader->started = false;
	reader->known = false;
	reader->scale = 0;
	reader->day = 0;
	if ((reader->error = purchases_currency(bytes, len, reader->currency)) != NULL)
		return;
	if (bytes[1] == FLAT_OPEN || bytes[2] > PURCHASES_SCALE_MAX)
	{
		reader->error = "Its header is not one of this type.";
		return;
	}
	reader->scale = bytes[2];
	reader->p = bytes + HEADER_SIZE +
		(bytes[1] == PURCHASES_CURRENCY ? PURCHASES_CURRENCY_LEN : 0);
}

/*
 * The next day into *day.  False at the end, and where the bytes are wrong.
 */
bool
purchases_next(PurchasesReader *reader, PurchaseDay *day)
{
	uint64		step,
				amount;
	int64		number;

	CHECK_FOR_INTERRUPTS();
	if (reader->p == reader->end)
	{
		if (!reader->error && reader->scale > 0 && !reader->known)
			reader->error = "Its scale is of no amount.";
		return false;
	}
	if ((reader->p = varint_read(reader->p, reader->end, &step)) == NULL)
		goto corrupt;
	day->flags = step & 3;
	step >>= 2;
	if (step > PURCHASES_DAY_MAX * INT64CONST(2) || (reader->started && step == 0))
		goto corrupt;
	number = reader->started ? reader->day + (int64) step : unzigzag(step);
	if (number < PURCHASES_DAY_MIN || number > PURCHASES_DAY_MAX)
		goto corrupt;
	reader->started = true;
	day->day = reader->day = number;
	day->amount = 0;
	if (day->flags & PURCHASE_KNOWN)
	{
		if ((reader->p = varint_read(reader->p, reader->end, &amount)) == NULL)
			goto corrupt;
		day->amount = unzigzag(amount);
		reader->known = true;
	}
	if (day_valid(day))
		return true;

corrupt:
	reader->error = "A day is not one of this type.";
	reader->p = reader->end;
	return false;
}

/*
 * Sums up a value as of a day: what comes later does not exist.  Returns NULL,
 * or a sentence on what is wrong with the bytes.
 */
const char *
purchases_summary(const uint8 *bytes, Size len, int32 as_of, PurchasesSummary *summary)
{
	PurchasesReader reader;
	PurchaseDay day;
	double		sum = 0;

	memset(summary, 0, sizeof(*summary));
	purchases_open(&reader, bytes, len);
	while (purchases_next(&reader, &day))
	{
		if (day.day > as_of)
			break;
		if (!(day.flags & PURCHASE_BOUGHT))
			continue;
		summary->last = day.day;
		if (summary->days++ == 0)
		{
			summary->first = day.day;
			continue;
		}
		if (!(day.flags & PURCHASE_KNOWN))
			continue;
		summary->repeat_known++;
		summary->overflow |= pg_add_s64_overflow(summary->repeat_sum, day.amount,
												 &summary->repeat_sum);
		sum += day.amount;
	}
	if (reader.error)
		return reader.error;
	summary->scale = reader.scale;
	strlcpy(summary->currency, reader.currency, sizeof(summary->currency));
	if (summary->repeat_known > 0)
		summary->repeat_mean = sum / ((double) summary->repeat_known *
									  powers_of_ten[reader.scale]);
	return NULL;
}
