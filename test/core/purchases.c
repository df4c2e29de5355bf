/*
 * purchases.c - laws of purchases
 */
#include "check.h"

#include "core/purchases.h"
#include "core/purchases_text.h"

#define BYTES(packed)	((const uint8 *) (packed) + VARHDRSZ)
#define LENGTH(packed)	(VARSIZE(packed) - VARHDRSZ)

typedef struct Order
{
	PurchaseDay day;
	int			scale;
} Order;

static pg_prng_state seed;

static int64
random_upto(int64 most)
{
	return pg_prng_uint64_range(&seed, 0, most);
}

static Order
random_order(void)
{
	Order		order = {{.day = random_upto(900) - 450, .flags = PURCHASE_BOUGHT}, random_upto(3)};

	if (random_upto(9) > 0)
	{
		order.day.amount = random_upto(100000) - 20000;
		order.day.flags = PURCHASE_KNOWN | (order.day.amount >= 0 ? PURCHASE_BOUGHT : 0);
	}
	return order;
}

static void *
pack(const PurchasesFlat *flat)
{
	void	   *packed;

	CHECK(purchases_pack(flat, &packed) == PURCHASES_OK);
	return packed;
}

static bool
same(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static PurchasesFlat *
collect(const Order *orders, int n)
{
	PurchasesFlat *flat = purchases_new("EUR");

	for (int i = 0; i < n; i++)
		CHECK(purchases_add(&flat, orders[i].day, orders[i].scale) == PURCHASES_OK);
	return flat;
}

/* Any order of rows, any parts, the open state as it travels: the same bytes. */
static void
parts_make_the_whole(void)
{
	Order		orders[600];
	const char *error;

	for (int round = 0; round < 200; round++)
	{
		int			n = random_upto(lengthof(orders));
		int			cut = random_upto(n);
		void	   *whole;
		PurchasesFlat *parts = NULL,
				   *travelled = NULL,
				   *open;

		for (int i = 0; i < n; i++)
			orders[i] = random_order();
		whole = pack(collect(orders, n));
		open = collect(orders, cut);
		CHECK(purchases_add_value(&parts, BYTES(pack(open)), LENGTH(pack(open)), &error) == PURCHASES_OK && !error);
		CHECK(purchases_add_value(&travelled, BYTES(open), LENGTH(open), &error) == PURCHASES_OK && !error);
		open = collect(orders + cut, n - cut);
		CHECK(purchases_add_value(&parts, BYTES(pack(open)), LENGTH(pack(open)), &error) == PURCHASES_OK && !error);
		CHECK(purchases_add_value(&travelled, BYTES(open), LENGTH(open), &error) == PURCHASES_OK && !error);
		CHECK(same(pack(parts), whole));
		CHECK(same(pack(travelled), whole));
		for (int i = n - 1; i > 0; i--)
		{
			int			j = random_upto(i);
			Order		swap = orders[i];

			orders[i] = orders[j];
			orders[j] = swap;
		}
		CHECK(same(pack(collect(orders, n)), whole));
	}
}

/* Against a table of days: sums, counts and the summary of every as_of. */
static void
agrees_with_a_table_of_days(void)
{
	for (int round = 0; round < 50; round++)
	{
		Order		orders[300];
		int64		sum[901] = {0};
		uint32		flags[901] = {0};
		int			n = 1 + random_upto(lengthof(orders) - 1);
		void	   *packed;

		for (int i = 0; i < n; i++)
		{
			orders[i] = random_order();
			orders[i].scale = 2;
			sum[orders[i].day.day + 450] += orders[i].day.amount;
			flags[orders[i].day.day + 450] |= orders[i].day.flags;
		}
		packed = pack(collect(orders, n));
		for (int as_of = -460; as_of <= 460; as_of += 23)
		{
			PurchasesSummary summary;
			int64		days = 0,
						known = 0,
						repeat = 0;
			int			first = 0,
						last = 0;

			for (int day = -450; day <= 450 && day <= as_of; day++)
			{
				if (!(flags[day + 450] & PURCHASE_BOUGHT))
					continue;
				if (days++ == 0)
					first = day;
				else if (flags[day + 450] & PURCHASE_KNOWN)
				{
					known++;
					repeat += sum[day + 450];
				}
				last = day;
			}
			CHECK(purchases_summary(BYTES(packed), LENGTH(packed), as_of, &summary) == NULL);
			CHECK(summary.days == days);
			if (days > 0)
				CHECK(summary.first == first && summary.last == last);
			CHECK(summary.repeat_known == known && summary.repeat_sum == repeat);
			if (known > 0)
				CHECK_NEAR(summary.repeat_mean, repeat / 100.0 / known, 1e-12);
		}
	}
}

static void
text_and_back(void)
{
	for (int round = 0; round < 500; round++)
	{
		Order		orders[40];
		int			n = random_upto(lengthof(orders));
		void	   *packed;
		PurchasesReader reader;
		PurchasesFlat *flat;
		const char *detail;
		int			offset;
		char	   *text;

		for (int i = 0; i < n; i++)
			orders[i] = random_order();
		packed = pack(collect(orders, n));
		purchases_open(&reader, BYTES(packed), LENGTH(packed));
		text = purchases_to_text(&reader);
		CHECK(reader.error == NULL);
		CHECK(purchases_from_text(text, &flat, &detail, &offset) == PURCHASES_TEXT_OK);
		CHECK(same(pack(flat), packed));
	}
}

static void
amounts_and_their_text(void)
{
	const int64 edges[] = {0, 1, -1, 9, 10, 123456, -123456, PG_INT64_MAX, PG_INT64_MIN};

	for (int i = 0; i < lengthof(edges); i++)
		for (int scale = 0; scale <= PURCHASES_SCALE_MAX; scale++)
		{
			char		text[AMOUNT_TEXT_LEN];
			const char *p = text;
			int64		amount;
			int			read_scale;
			bool		range;

			amount_to_text(edges[i], scale, text);
			CHECK(amount_from_text(&p, &amount, &read_scale, &range) && *p == '\0' && !range);
			CHECK(amount == edges[i] && read_scale == scale);
		}
}

/* Cut, flipped and random bytes are refused or read, never overrun. */
static void
reads_any_bytes(void)
{
	for (int round = 0; round < 20000; round++)
	{
		Order		orders[8];
		int			n = random_upto(lengthof(orders));
		void	   *packed;
		Size		length;
		uint8	   *bytes;
		PurchasesFlat *flat = NULL;
		PurchasesSummary summary;
		const char *error;

		for (int i = 0; i < n; i++)
			orders[i] = random_order();
		packed = round % 2 ? pack(collect(orders, n)) : (void *) collect(orders, n);
		length = random_upto(LENGTH(packed));
		bytes = palloc(Max(length, 1));
		memcpy(bytes, BYTES(packed), length);
		for (int flips = random_upto(3); flips > 0 && length > 0; flips--)
			bytes[random_upto(length - 1)] ^= 1 << random_upto(7);
		(void) purchases_add_value(&flat, bytes, length, &error);
		(void) purchases_summary(bytes, length, 0, &summary);
		pfree(bytes);
	}
}

/* One set of orders has one form: another spelling of it is refused. */
static void
refuses_another_form(void)
{
	const uint8 good[] = {1, 0, 2, 0x07, 0x02, 0x07, 0x04}; /* two days, 0.01 and
															 * 0.02 */
	const struct
	{
		uint8		bytes[8];
		int			length;
	}			bad[] = {
		{{1, 0, 7, 0x07, 0x02}, 5}, /* scale 7 */
		{{1, 2, 2, 0x07, 0x02}, 5}, /* an unknown flag */
		{{1, 1, 2, 'e', 'u', 'r', 0x05}, 7},	/* no capitals */
		{{1, 0, 2, 0x07, 0x02, 0x03, 0x04}, 7}, /* a day twice */
		{{1, 0, 2, 0x04}, 4},	/* neither bought nor known */
		{{1, 0, 2, 0x06, 0x02}, 5}, /* a return of a positive sum */
		{{1, 0, 2, 0x87, 0x00, 0x02}, 6},	/* a longer varint */
		{{1, 0, 2, 0x07}, 4},	/* no amount */
		{{1, 0, 2}, 3},			/* a scale without an amount */
		{{1, 0, 1, 0x05}, 4},	/* likewise */
	};
	PurchasesSummary summary;

	CHECK(purchases_summary(good, sizeof(good), 100000, &summary) == NULL && summary.days == 2 && summary.repeat_sum == 2);
	for (int i = 0; i < lengthof(bad); i++)
		CHECK(purchases_summary(bad[i].bytes, bad[i].length, 100000, &summary) != NULL);
}

int
main(void)
{
	pg_prng_seed(&seed, 42);
	LAW(parts_make_the_whole);
	LAW(agrees_with_a_table_of_days);
	LAW(text_and_back);
	LAW(amounts_and_their_text);
	LAW(reads_any_bytes);
	LAW(refuses_another_form);
	return check_done();
}
