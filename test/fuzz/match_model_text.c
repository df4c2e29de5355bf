/*
 * match_model_text.c - models of matching as JSON
 */
#define FUZZ_SIZE_MAX	16384
#include "fuzz.h"

#include "match_reads.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	const char *error;
	Size		at;
	int			version;
	uint8	   *value = match_model_from_text(text, strlen(text), &error, &version);
	MatchModel *model;
	void	   *again;

	REQUIRE((value == NULL) == (error != NULL));
	if (!value)
		return;
	model = match_model_from_bytes(value + VARHDRSZ, VARSIZE(value) - VARHDRSZ, &error, &at);
	REQUIRE(model);
	text = match_model_to_text(model);
	again = match_model_from_text(text, strlen(text), &error, &version);
	REQUIRE(again && same_value(again, value));
	use_model(model);
}
