/*
 * clv_stats.c - laws of customer statistics
 */
#include "check.h"

#include "core/clv_stats.h"

#define BYTES(packed)	((const uint8 *) (packed) + VARHDRSZ)
#define LENGTH(packed)	(VARSIZE(packed) - VARHDRSZ)

static pg_prng_state seed;
static const ClvStatsHead head = {{0, 7}, true, -822};

static int64
random_upto(int64 most)
{
	return pg_prng_uint64_range(&seed, 0, most);
}

static ClvStatsRow
random_row(void)
{
	ClvStatsRow row = {random_upto(4), 0, (20 + random_upto(20)) / 7.0, 1 + random_upto(2)};

	if (row.frequency > 0)
		row.recency = (1 + random_upto(19)) / 7.0;
	return row;
}

static bool
same(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static ClvStatsFlat *
collect(const ClvStatsRow *rows, int n)
{
	ClvStatsFlat *flat = clv_flat_new(&head);

	for (int i = 0; i < n; i++)
		flat = clv_flat_add(flat, &rows[i]);
	return flat;
}

/* Flat or table, any order, packed or open: the same bytes, and every customer. */
static void
one_multiset_has_one_form(void)
{
	ClvStatsRow rows[2000];

	for (int round = 0; round < 60; round++)
	{
		int			n = random_upto(lengthof(rows));
		int64		customers = 0,
					counted = 0;
		ClvStatsFlat *flat;
		ClvStatsTable *table;
		ClvStats	stats,
					travelled;
		void	   *whole;

		for (int i = 0; i < n; i++)
		{
			rows[i] = random_row();
			customers += rows[i].customers;
		}
		flat = collect(rows, n);
		whole = clv_flat_pack(flat);
		CHECK(clv_stats_read(BYTES(whole), LENGTH(whole), &stats) == NULL);
		CHECK(clv_stats_read(BYTES(flat), LENGTH(flat), &travelled) == NULL);
		CHECK(same(clv_stats_pack(&stats), whole) && same(clv_stats_pack(&travelled), whole));
		CHECK(stats.customers == customers && stats.rows.n == flat->n);
		for (int i = 0; i < stats.rows.n; i++)
			counted += stats.rows.customers[i];
		CHECK(counted == customers);

		table = clv_table_from_flat(clv_flat_new(&head));
		for (int i = n - 1; i >= 0; i--)
			CHECK(clv_table_add(table, &rows[i]));
		CHECK(same(clv_table_pack(table), whole));
	}
}

/* A table that is packed goes on growing, as in a window's frame. */
static void
packing_ends_nothing(void)
{
	ClvStatsTable *table = clv_table_from_flat(clv_flat_new(&head));
	ClvStatsRow rows[3000];

	for (int i = 0; i < lengthof(rows); i++)
	{
		rows[i] = (ClvStatsRow) {i + 1, 1, 2, 1};
		CHECK(clv_table_add(table, &rows[i]));
		/* After each row for a while, then at odd moments. */
		if (i < 500 || random_upto(20) == 0)
		{
			void	   *packed = clv_table_pack(table);

			if (i % 50 == 0)
				CHECK(same(packed, clv_flat_pack(collect(rows, i + 1))));
			pfree(packed);
		}
	}
	CHECK(same(clv_table_pack(table), clv_flat_pack(collect(rows, lengthof(rows)))));
	CHECK(table->n == lengthof(rows) && table->customers == lengthof(rows));
}

static void
text_and_back(void)
{
	ClvStatsRow rows[300];

	for (int round = 0; round < 100; round++)
	{
		int			n = random_upto(lengthof(rows));
		void	   *packed;
		ClvStats	stats,
					read;
		char	   *text;

		for (int i = 0; i < n; i++)
			rows[i] = random_row();
		packed = clv_flat_pack(collect(rows, n));
		CHECK(clv_stats_read(BYTES(packed), LENGTH(packed), &stats) == NULL);
		text = clv_stats_to_json(&stats);
		CHECK(clv_stats_from_json(text, strlen(text), &read) == NULL);
		CHECK(same(clv_stats_pack(&read), packed));
	}
}

static void
counts_stay_exact(void)
{
	ClvStatsRow row = {1, 1, 2, CLV_STATS_MAX};
	ClvStatsFlat *flat = clv_flat_new(&head);
	ClvStatsTable *table;

	flat = clv_flat_add(flat, &row);
	row.customers = 1;
	CHECK(clv_flat_add(flat, &row) == NULL);
	table = clv_table_from_flat(flat);
	CHECK(!clv_table_add(table, &row));
}

static void
rows_that_no_customer_has(void)
{
	CHECK(clv_row_valid(0, 0, 0) && clv_row_valid(1, 1, 1) && clv_row_valid(3, 0.1, 5));
	CHECK(!clv_row_valid(-1, 0, 1) && !clv_row_valid(1, 0, 1) && !clv_row_valid(0, 1, 1));
	CHECK(!clv_row_valid(1, 2, 1) && !clv_row_valid(1, -1, 1) && !clv_row_valid(1, NAN, 1));
	CHECK(!clv_row_valid(1, 1, NAN) && !clv_row_valid(1, 1, INFINITY));
}

/* A zero has a sign in a state that travels, and none in a value. */
static void
zero_has_one_form(void)
{
	ClvStatsRow row = {0, 0, 2, 1};
	ClvStatsFlat *flat = collect(&row, 1);
	void	   *packed = clv_flat_pack(flat);
	uint8		bytes[] = {CLV_STATS_VERSION, 0, 0, 0, 1,
	0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 1, 0, 0, 0, 1};
	ClvStats	stats;

	for (int i = 0; i < 4; i++)
		if (flat->slots[i].customers > 0)
			flat->slots[i].recency = -0.0;
	CHECK(clv_stats_read(BYTES(flat), LENGTH(flat), &stats) == NULL);
	CHECK(same(clv_stats_pack(&stats), packed));
	CHECK(strstr(clv_stats_to_json(&stats), " -0") == NULL);

	/* One time, -0, and a customer of that age. */
	CHECK(clv_stats_read(bytes, sizeof(bytes), &stats) != NULL);
}

/* Cut, flipped and random bytes are refused or read, never overrun; what is
 * read is read the same again. */
static void
reads_any_bytes(void)
{
	for (int round = 0; round < 20000; round++)
	{
		ClvStatsRow rows[6];
		int			n = random_upto(lengthof(rows));
		void	   *packed;
		Size		length;
		uint8	   *bytes;
		ClvStats	stats;

		for (int i = 0; i < n; i++)
			rows[i] = random_row();
		packed = round % 2 ? clv_flat_pack(collect(rows, n)) : (void *) collect(rows, n);
		length = random_upto(3) ? LENGTH(packed) : random_upto(LENGTH(packed));
		bytes = palloc(Max(length, 1));
		memcpy(bytes, BYTES(packed), length);
		for (int flips = random_upto(2); flips > 0 && length > 0; flips--)
			bytes[random_upto(length - 1)] ^= 1 << random_upto(7);
		if (clv_stats_read(bytes, length, &stats) == NULL && !(bytes[1] & FLAT_OPEN))
		{
			void	   *again = clv_stats_pack(&stats);

			CHECK(LENGTH(again) == length && memcmp(BYTES(again) + 2, bytes + 2, length - 2) == 0);
		}
		pfree(bytes);
	}
}

int
main(void)
{
	pg_prng_seed(&seed, 42);
	LAW(one_multiset_has_one_form);
	LAW(packing_ends_nothing);
	LAW(text_and_back);
	LAW(counts_stay_exact);
	LAW(rows_that_no_customer_has);
	LAW(zero_has_one_form);
	LAW(reads_any_bytes);
	return check_done();
}
