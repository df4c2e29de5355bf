/*
 * fold.c - any bytes as a name: its folded form, its stem, its key
 */
#include "fuzz.h"

#include "core/name_keys.h"
#include "core/utf8.h"

static void
is_utf8(const char *text, int len)
{
	const char *end = text + len;
	int			bytes;

	for (; text < end; text += bytes)
		REQUIRE(utf8_decode(text, end, &bytes) != UTF8_INVALID);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *folded = palloc(size * FOLD_GROWTH);
	int			len = fold_name((const char *) bytes, size, folded);
	char	   *again = palloc((Size) len * FOLD_GROWTH);
	char	   *key = palloc(2 * (Size) len);
	char	   *room = palloc(len / 2);
	int			key_len;

	REQUIRE(len <= size * FOLD_GROWTH);
	is_utf8(folded, len);
	REQUIRE(fold_name(folded, len, again) == len && memcmp(folded, again, len) == 0);

	REQUIRE(name_stem((const char *) bytes, size, again) <= len);
	key_len = phonetic_key(folded, len, key, 2 * len);
	REQUIRE(key_len <= 2 * len);
	is_utf8(key, key_len);
	REQUIRE(memcmp(key, room, phonetic_key(folded, len, room, len / 2)) == 0);

	/* A key of what nobody folded: garbage, but within its bounds. */
	key = palloc(2 * size);
	REQUIRE(phonetic_key((const char *) bytes, size, key, 2 * size) <= 2 * size);
}
