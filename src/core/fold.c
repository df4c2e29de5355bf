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
	char	   *greek_end;		/* p as it was behind a letter of Greek */
	char		greek;			/* the first letter that it became */
} Folded;

/* Letters that follow. */
static inline void
add(Folded *folded, const char *bytes, int len)
{
	if (folded->space && folded->p > folded->out)
		*folded->p++ = ' ';
	folded->space = false;
	memcpy(folded->p, bytes, len);
	folded->p += len;
}

/* A syllable of Hangul as its letters (The Unicode Standard, section 3.12). */
static void
add_hangul(Folded *folded, uint32 syllable)
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

/* Code points of Greek letters, and those with a diaeresis among the upsilons. */
#define IS_GREEK(code) \
	(((code) >= 0x370 && (code) <= 0x3FF) || ((code) >= 0x1F00 && (code) <= 0x1FFF))
#define HAS_DIAERESIS(code) \
	((code) == 0x3AB || (code) == 0x3B0 || (code) == 0x3CB || \
	 (code) == 0x1FE2 || (code) == 0x1FE3 || (code) == 0x1FE7)

/*
 * How upsilon sounds after alpha or epsilon: y if it has a diaeresis, f at the
 * end of a word and before a voiceless letter, else v.
 */
static char
upsilon(uint32 code, const char *text, const char *end)
{
	int			len;

	if (HAS_DIAERESIS(code))
		return 'y';
	for (; text < end; text += len)
	{
		uint32		next = utf8_decode(text, end, &len);
		uint32		value = next < 0x80 ? ascii[next] : next == UTF8_INVALID ? ' ' : table_value(next);

		if (next == 0x308 || next == 0x344)
			return 'y';
		if (value == GONE)
			continue;
		if (value >= FOLD_POOL)
			value = fold_pool[value - FOLD_POOL + 1];
		return value == ' ' || strchr("tkxpsfc", value) ? 'f' : 'v';
	}
	return 'f';
}

/*
 * A Greek letter that became `to`, and what follows it in the text.  Pairs of
 * letters that have a sound of their own are written by it (ELOT 743).
 */
static void
add_greek(Folded *folded, uint32 code, const char *to, int len,
		  const char *text, const char *end)
{
	char		before = folded->greek_end == folded->p && !folded->space ? folded->greek : 0;
	char	   *last = folded->p - 1;
	char		letter = to[0];

	if (letter == 'y' && before == 'o' && !HAS_DIAERESIS(code))
		letter = 'u';
	else if (letter == 'y' && (before == 'a' || before == 'e'))
		letter = upsilon(code, text, end);
	else if (before == 'g' && (letter == 'g' || letter == 'x' || letter == 'c'))
		*last = 'n';
	else if (before == 'm' && letter == 'p' && (last == folded->out || last[-1] == ' '))
	{
		folded->p = last;
		letter = 'b';
	}
	folded->greek = to[0];
	add(folded, &letter, 1);
	if (len > 1)
		add(folded, to + 1, len - 1);
	folded->greek_end = folded->p;
}

/* Words of the pool: what is parted by blanks. */
static void
add_words(Folded *folded, const char *words, int len)
{
	for (int i = 0; i < len; i++)
		if (words[i] == ' ')
			folded->space = true;
		else
			add(folded, words + i, 1);
}

/* A code point that is not ASCII, of len bytes at p, and what follows. */
static void
add_code(Folded *folded, uint32 code, const char *p, int len, const char *end)
{
	uint32		value = table_value(code);

	if (code >= 0xAC00 && code <= 0xD7A3)
		add_hangul(folded, code - 0xAC00);
	else if (value == 0)
		add(folded, p, len);
	else if (value == ' ')
		folded->space = true;
	else if (value != GONE)
	{
		const char *pooled = value < FOLD_POOL ? NULL : fold_pool + (value - FOLD_POOL);
		const char *to = pooled ? pooled + 1 : &(const char) {value};
		int			to_len = pooled ? pooled[0] : 1;

		if (IS_GREEK(code) && to[0] != ' ')
			add_greek(folded, code, to, to_len, p + len, end);
		else
			add_words(folded, to, to_len);
	}
}

int
fold_name(const char *text, int len, char *out)
{
	const char *end = text + len;
	Folded		folded = {.out = out, .p = out};

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
					add_code(&folded, code, text, n, end);
			}
			text += n;
		}
		CHECK_FOR_INTERRUPTS();
	}
	return folded.p - out;
}
