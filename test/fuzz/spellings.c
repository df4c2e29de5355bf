/*
 * spellings.c - spellings as bytes: stored ones, and the state of an aggregate
 */
#include "fuzz.h"

#include "core/golden.h"
#include "core/spellings_text.h"

/* Text, and reading it again; a text of SQL has no zero byte. */
static void
print(const void *packed)
{
	SpellingsReader reader;
	Spelling	spelling;
	SpellingsFlat *flat;
	const char *detail;
	int			offset;
	char	   *text;

	spellings_open(&reader, (const uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	while (spellings_next(&reader, &spelling))
		if (memchr(spelling.text, 0, spelling.len))
			return;
	spellings_open(&reader, (const uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	text = spellings_to_text(&reader);
	REQUIRE(reader.error == NULL);
	REQUIRE(spellings_from_text(text, &flat, &detail, &offset) == SPELLINGS_TEXT_OK);
	REQUIRE(same_value(spellings_pack(flat), packed));
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	bool		open = size > 1 && bytes[1] == FLAT_OPEN;
	SpellingsFlat *flat = NULL;
	Spelling   *list;
	const char *error;
	void	   *packed;
	int			n;

	if (size < 1 || bytes[0] != SPELLINGS_VERSION)
		return;
	REQUIRE(spellings_add_value(&flat, stored, size, &error));
	if (error)
		return;
	packed = spellings_pack(flat);
	REQUIRE(open || has_bytes(packed, bytes, size));
	print(packed);

	/* Twice the same: more rows of the same texts. */
	list = spellings_list(flat, &n);
	REQUIRE(n == 0 || golden_spelling(list, n) < n);
	REQUIRE(spellings_add_value(&flat, (uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ, &error) && !error);
	list = spellings_list(flat, &n);
	for (int i = 0; i < n; i++)
		REQUIRE(list[i].rows >= 2);
}
