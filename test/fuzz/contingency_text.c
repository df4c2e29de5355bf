/*
 * contingency_text.c - counted pairs of ids as text
 */
#include "fuzz.h"

#include "core/contingency.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	ContingencyFlat *flat;
	ContingencyReader reader;
	ContingencyStatus status;
	const char *detail;
	int			offset;
	void	   *packed,
			   *again;
	char	   *written;

	if (!contingency_from_text(text, &flat, &status, &detail, &offset))
	{
		REQUIRE(detail ? offset >= 0 && offset <= strlen(text) : status != CONTINGENCY_OK);
		return;
	}
	if (contingency_pack(flat, &packed) != CONTINGENCY_OK)
		return;
	contingency_open(&reader, (uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	written = contingency_to_text(&reader);
	REQUIRE(reader.error == NULL);
	REQUIRE(contingency_from_text(written, &flat, &status, &detail, &offset));
	REQUIRE(contingency_pack(flat, &again) == CONTINGENCY_OK && same_value(packed, again));
}
