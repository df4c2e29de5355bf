/*
 * match_bytes.c - models of matching as bytes
 */
#define FUZZ_SIZE_MAX	4096
#include "fuzz.h"

#include "match_reads.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	const char *error;
	Size		at;
	int			version;
	MatchModel *model;
	char	   *text;
	void	   *again;

	if (size < 1 || bytes[0] != MATCH_MODEL_VERSION)
		return;
	model = match_model_from_bytes(stored, size, &error, &at);
	REQUIRE((model == NULL) == (error != NULL));
	REQUIRE(at <= size);
	if (!model)
		return;
	REQUIRE(has_bytes(match_model_to_bytes(model), bytes, size));
	text = match_model_to_text(model);
	again = match_model_from_text(text, strlen(text), &error, &version);
	REQUIRE(again && !error && has_bytes(again, bytes, size));
	use_model(model);
}
