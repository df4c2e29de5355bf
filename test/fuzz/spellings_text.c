/*
 * spellings_text.c - spellings as text
 */
#include "fuzz.h"

#include "core/spellings_text.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	SpellingsFlat *flat;
	SpellingsReader reader;
	SpellingsTextStatus status;
	const char *detail;
	int			offset;
	void	   *packed;
	char	   *written;

	status = spellings_from_text(text, &flat, &detail, &offset);
	if (status == SPELLINGS_TEXT_SYNTAX)
		REQUIRE(offset >= 0 && offset <= strlen(text) && strlen(detail) > 0);
	if (status != SPELLINGS_TEXT_OK)
		return;
	packed = spellings_pack(flat);
	spellings_open(&reader, (uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	written = spellings_to_text(&reader);
	REQUIRE(reader.error == NULL);
	REQUIRE(spellings_from_text(written, &flat, &detail, &offset) == SPELLINGS_TEXT_OK);
	REQUIRE(same_value(packed, spellings_pack(flat)));
}
