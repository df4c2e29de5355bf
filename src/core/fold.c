/*
 * fold.c - the one form of a name, however it is written
 */
#include "core/fold.h"

#include "core/fold_table.h"
#include "core/utf8.h"

#define GONE	1				/* a value of the table */

/* What a byte of ASCII becomes: a letter or digit, a blank, or nothing. */
static const char ascii[] =
"                                "
"       \1        0123456789      "
" abcdefghijklmnopqrstuvwxyz     "
"\1abcdefghijklmnopqrstuvwxyz     ";

/* The text so far. */
typedef struct Folded
{
	char	   *out;
	char	   *p;
	bool		space;			/* one is due before the next letter */
}			Folded;

/* Letters that follow. */
static inline void
add(Folded * folded, const char *bytes, int len)
{
	if (folded->space && folded->p > folded->out)
		*folded->p++ = ' ';
	folded->space = false;
	memcpy(folded->p, bytes, len);
	folded->p += len;
}

/* A syllable of Hangul as its letters (The Unicode Standard, section 3.12). */
static void
add_hangul(Folded * folded, uint32 syllable)
{
	uint32		jamo[3] = {
		0x1100 + syllable / 588,
		0x1161 + syllable % 588 / 28,
		0x11A7 + syllable % 28
	};
	char		bytes[4];

	for (int i = 0; i < (syllable % 28 ? 3 : 2); i++)
		add(folded, bytes, utf8_encode(jamo[i], bytes));
}

/* The table's value of a code point that is not ASCII. */
static inline uint32
table_value(uint32 code)
{
	if (code < FOLD_LIMIT)
		return fold_blocks[fold_index[code / FOLD_BLOCK] * FOLD_BLOCK + code % FOLD_BLOCK];
	if (code <= 0x323AF)
		return code <= 0x3134A || code >= 0x31350 ? 0 : ' ';	/* CJK G and H */
	if (code == 0xE0001 || (code >= 0xE0020 && code <= 0xE007F) ||
		(code >= 0xE0100 && code <= 0xE01EF))
		return GONE;			/* tags, variation selectors */
	return ' ';
}

/* A code point that is not ASCII, of len bytes at p. */
static void
add_code(Folded * folded, uint32 code, const char *p, int len)
{
	uint32		value;

	if (code >= 0xAC00 && code <= 0xD7A3)
	{
		add_hangul(folded, code - 0xAC00);
		return;
	}
	value = table_value(code);
	if (value == 0)
		add(folded, p, len);
	else if (value == ' ')
		folded->space = true;
	else if (value < FOLD_POOL && value != GONE)
		add(folded, &(char) {value}, 1);
	else if (value >= FOLD_POOL)
	{
		const char *pooled = fold_pool + (value - FOLD_POOL);
		const char *from = pooled + 1;
		const char *end = from + pooled[0];

		for (const char *to = from; from < end; from = to + 1)
		{
			for (to = from; to < end && *to != ' ';)
				to++;
			if (to > from)
				add(folded, from, to - from);
			if (to < end)
				folded->space = true;
		}
	}
}

int
fold_name(const char *text, int len, char *out)
{
	const char *end = text + len;
	Folded		folded = {out, out, false};

	while (text < end)
	{
		const char *chunk = text + Min(end - text, 65536);

		while (text < chunk)
		{
			int			n = 1;

			if ((uint8) *text < 0x80)
			{
				char		to = ascii[(uint8) *text];

				if (to == ' ')
					folded.space = true;
				else if (to != GONE)
					add(&folded, &to, 1);
			}
			else
			{
				uint32		code = utf8_decode(text, end, &n);

				if (code == UTF8_INVALID)
					folded.space = true;
				else
					add_code(&folded, code, text, n);
			}
			text += n;
		}
		CHECK_FOR_INTERRUPTS();
	}
	return folded.p - out;
}
