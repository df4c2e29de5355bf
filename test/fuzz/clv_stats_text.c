/*
 * clv_stats_text.c - customer statistics as text
 */
#include "fuzz.h"

#include "core/clv_stats.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	ClvStats	stats,
				again;
	void	   *packed;
	char	   *written;

	if (clv_stats_from_json(text, strlen(text), &stats) != NULL)
		return;
	packed = clv_stats_pack(&stats);
	REQUIRE(packed != NULL);
	REQUIRE(clv_stats_read((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ, &again) == NULL);
	REQUIRE(same_value(clv_stats_pack(&again), packed));
	written = clv_stats_to_json(&again);
	REQUIRE(clv_stats_from_json(written, strlen(written), &stats) == NULL);
	REQUIRE(same_value(clv_stats_pack(&stats), packed));
	REQUIRE(strcmp(clv_stats_to_json(&stats), written) == 0);
}
