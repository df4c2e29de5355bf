/*
 * spend_stats_text.c - statistics of spending as text
 */
#include "fuzz.h"

#include "core/spend_stats.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	SpendSet	set,
				again;
	void	   *packed;
	char	   *written;

	if (spend_set_from_json(text, strlen(text), &set) != NULL ||
		!(packed = spend_set_pack(&set)))
		return;
	REQUIRE(spend_set_read((uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ, &again) == NULL);
	REQUIRE(same_value(spend_set_pack(&again), packed));
	written = spend_set_to_json(&again);
	REQUIRE(spend_set_from_json(written, strlen(written), &set) == NULL);
	REQUIRE(same_value(spend_set_pack(&set), packed));
	REQUIRE(strcmp(spend_set_to_json(&set), written) == 0);
}
