/*
 * clv_stats.c - customer statistics as bytes: stored ones, and the state of
 * an aggregate
 */
#include "fuzz.h"

#include "core/clv_stats.h"

static void
add(ClvStatsFlat **flat, ClvStatsTable *table, const ClvStatsRow *row)
{
	REQUIRE((*flat = clv_flat_add(*flat, row)) != NULL);
	REQUIRE(clv_table_add(table, row));
}

/*
 * The rows one by one, and of each one customer before the others, make the
 * same value: in a state that grows, and in a table.
 */
static void
collect_again(const ClvStats *stats, const void *packed)
{
	const ClvRows *rows = &stats->rows;
	ClvStatsFlat *flat = clv_flat_new(&stats->head);
	ClvStatsTable *table = clv_table_from_flat(flat);
	ClvStats	read;

	for (int i = rows->n; i-- > 0;)
	{
		ClvStatsRow row = {rows->frequency[i], rows->recency[i], rows->age[i], rows->customers[i]};
		int64		more = row.customers - 1;

		row.customers = 1;
		add(&flat, table, &row);
		row.customers = more;
		if (more > 0)
			add(&flat, table, &row);
	}
	REQUIRE(same_value(clv_flat_pack(flat), packed));
	REQUIRE(same_value(clv_table_pack(table), packed));
	REQUIRE(same_value(clv_table_pack(clv_table_from_flat(flat)), packed));
	REQUIRE(clv_stats_read((uint8 *) flat + VARHDRSZ, flat_capacity(flat) - VARHDRSZ, &read) == NULL);
	REQUIRE(same_value(clv_stats_pack(&read), packed));
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	bool		open = size > 1 && (bytes[1] & FLAT_OPEN);
	ClvStats	stats,
				again;
	void	   *packed;
	char	   *text;

	if (size < 1 || bytes[0] != CLV_STATS_VERSION || clv_stats_read(stored, size, &stats) != NULL)
		return;
	packed = clv_stats_pack(&stats);
	REQUIRE(packed && (open || has_bytes(packed, bytes, size)));
	text = clv_stats_to_json(&stats);
	REQUIRE(clv_stats_from_json(text, strlen(text), &again) == NULL);
	REQUIRE(again.customers == stats.customers);
	REQUIRE(same_value(clv_stats_pack(&again), packed));
	REQUIRE(strcmp(clv_stats_to_json(&again), text) == 0);
	collect_again(&stats, packed);
}
