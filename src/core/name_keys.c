/*
 * name_keys.c - what stays of a name when its spelling changes
 */
#include "core/name_keys.h"

/*
 * The account in a handle or an address: behind "network:" and @, before
 * another @ or a +tag.
 */
static void
find_account(const char **text, int *len)
{
	const char *p = *text;
	const char *end = p + *len;
	const char *start = p;

	while (start < end && ((*start >= 'a' && *start <= 'z') || *start == '_'))
		start++;
	if (start > p && start < end && *start == ':')
		p = start + 1;
	while (p < end && (*p == '@' || *p == ' '))
		p++;
	for (const char *q = p; q < end; q++)
		if (*q == '@' || *q == '+')
		{
			if (q > p)
				end = q;
			break;
		}
	*text = p;
	*len = end - p;
}

int
name_stem(const char *text, int len, char *out)
{
	int			n;
	int			kept = 0;

	find_account(&text, &len);
	n = fold_name(text, len, out);
	for (int i = 0; i < n; i++)
		if (out[i] != ' ' && !(out[i] >= '0' && out[i] <= '9'))
			out[kept++] = out[i];
	return kept;
}

/* A word on its way to its key. */
typedef struct Word
{
	const char *p;				/* the letter at hand */
	const char *start;
	const char *end;
}			Word;

static inline bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The letter n places from the one at hand; 0 outside the word. */
static inline char
at(const Word * word, int n)
{
	if (n < word->start - word->p || n >= word->end - word->p)
		return 0;
	return word->p[n];
}

static inline bool
front_vowel(char c)
{
	return c == 'e' || c == 'i' || c == 'y';
}

/*
 * Classes of the letter at hand, and how many letters these are of: "" where
 * it is silent.
 */
static const char *
sound(const Word * word, int *letters)
{
	char		c = word->p[0];
	char		next = at(word, 1);
	bool		first = word->p == word->start;

	*letters = 1;
	if (is_vowel(c) || c == 'j')
	{
		if (!first)
			return "";
		if (c == 'i' || c == 'y' || c == 'j')
			return is_vowel(next) || next == 'h' || next == 'j' ? "Y" : "A";
		return "A";
	}
	switch (c)
	{
		case 'b':
			return next ? "B" : "P";
		case 'p':
			if (next == 'h' || next == 'f')
			{
				*letters = 2;
				return "F";
			}
			if (!first && at(word, -1) == 'm' && (next == 's' || next == 't'))
				return "";		/* Thompson, Thomson */
			return "P";
		case 'v':
		case 'f':
			return "F";
		case 'w':
			if (!first && (next == 'n' || next == 'm'))
				return "";		/* Brown, Braun */
			return "F";
		case 's':
			if (next == 'c' && at(word, 2) == 'h')
			{
				*letters = 3;
				return "S";
			}
			return "S";
		case 'z':
			return "S";
		case 'c':
			if (next == 'z')	/* Czajkowski, Tchaikovsky */
			{
				*letters = 2;
				return "K";
			}
			return front_vowel(next) ? "S" : "K";
		case 'k':
		case 'q':
			return "K";
		case 'g':
			if (next == 'h' && !is_vowel(at(word, 2)))
				return "";		/* Leigh, Wright */
			if (first && front_vowel(next))
				return "Y";		/* Geoffrey, Jeffrey */
			return next ? "G" : "K";
		case 'x':
			return "KS";
		case 'd':
		case 't':
			if (c == 'd' && next == 't')
				return "";		/* Schmidt, Schmitt */
			if (c == 't' && (next == 's' || next == 'z' || next == 'c'))
				return "";		/* Schwartz, Schwarz */
			return c == 't' || !next ? "T" : "D";
		case 'l':
			return "L";
		case 'm':
			return "M";
		case 'n':
			return "N";
		case 'r':
			return "R";
		case 'h':
			return "";
	}
	return NULL;
}

/*
 * Letters that follow one another and sound the same count once; a vowel
 * between them parts them.
 */
int
phonetic_key(const char *folded, int len, char *out, int room)
{
	Word		word = {folded, folded, folded};
	const char *end = folded + len;
	int			n = 0;
	char		last = 0;		/* class before, 0 after a vowel */

	for (const char *p = folded; p < end;)
	{
		const char *classes;
		int			letters = 1;

		if (p == folded || p[-1] == ' ')
		{
			word.start = p;
			word.end = memchr(p, ' ', end - p);
			if (!word.end)
				word.end = end;
		}
		if (*p == ' ')
		{
			if (n >= room)
				return n;
			out[n++] = ' ';
			last = 0;
			p++;
			continue;
		}
		word.p = p;
		classes = sound(&word, &letters);
		if (classes == NULL)
		{
			while (p + letters < end && ((uint8) p[letters] & 0xC0) == 0x80)
				letters++;
			if (n + letters > room)
				return n;
			memcpy(out + n, p, letters);
			n += letters;
			last = 0;
		}
		else
		{
			for (; *classes; classes++)
			{
				if (*classes == last)
					continue;
				if (n >= room)
					return n;
				out[n++] = last = *classes;
			}
			if (is_vowel(*p) || *p == 'j')
				last = 0;
		}
		p += letters;
	}
	return n;
}
