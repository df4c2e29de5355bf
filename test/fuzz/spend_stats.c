/*
 * spend_stats.c - statistics of spending as bytes: stored ones, and the state
 * of an aggregate
 */
#include "fuzz.h"

#include "core/flat.h"
#include "core/spend_stats.h"

/* The rows one by one, in a state that grows, make the same value. */
static void
collect_again(const SpendSet *set, const void *packed)
{
	SpendFlat  *flat = spend_flat_new();
	SpendSet	grown = {.settled = set->settled, .left_out = set->left_out};
	SpendSet	read;

	memcpy(flat->currency, set->currency, sizeof(flat->currency));
	memcpy(grown.currency, set->currency, sizeof(grown.currency));
	flat->settled = set->settled;
	flat->left_out = set->left_out;
	for (int64 i = set->n; i-- > 0;)
	{
		flat = spend_flat_add(flat, set->rows[i]);
		spend_set_add(&grown, set->rows[i]);
	}
	REQUIRE(same_value(spend_set_pack(&grown), packed));
	REQUIRE(spend_set_read((uint8 *) flat + VARHDRSZ, flat_capacity(flat) - VARHDRSZ, &read) == NULL);
	REQUIRE(same_value(spend_set_pack(&read), packed));
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	bool		open = size > 1 && (bytes[1] & FLAT_OPEN);
	SpendSet	set,
				again;
	void	   *packed;
	char	   *text;

	if (size < 1 || bytes[0] != SPEND_STATS_VERSION || spend_set_read(stored, size, &set) != NULL)
		return;
	packed = spend_set_pack(&set);
	if (!open)
		REQUIRE(packed && has_bytes(packed, bytes, size));
	/* Of a state the counts may pass what a value holds. */
	if (!packed)
		return;
	text = spend_set_to_json(&set);
	REQUIRE(spend_set_from_json(text, strlen(text), &again) == NULL);
	REQUIRE(same_value(spend_set_pack(&again), packed));
	REQUIRE(strcmp(spend_set_to_json(&again), text) == 0);
	collect_again(&set, packed);
}
