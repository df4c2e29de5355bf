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
} Word;

/* The key so far. */
typedef struct Key
{
	char	   *out;
	int			n;
	int			room;
	char		last;			/* class before; 0 behind a vowel */
	bool		space;			/* one is due before the next class */
	bool		full;
} Key;

/* The letter n places from the one at hand; 0 outside the word. */
static inline char
at(const Word *word, int n)
{
	if (n < word->start - word->p || n >= word->end - word->p)
		return 0;
	return word->p[n];
}

static inline bool
is_front_vowel(char c)
{
	return c == 'e' || c == 'i' || c == 'y';
}

/* Of its sound; j is one inside a word (Majer, Mayer). */
static inline bool
is_vowel(char c)
{
	return is_front_vowel(c) || c == 'a' || c == 'o' || c == 'u' || c == 'j';
}

/* T and D: before a sibilant they are part of it. */
static const char *
dental(const Word *word, int *letters)
{
	char		next = at(word, 1);

	if (word->p[0] == 'd')
		return next == 't' ? "" : next ? "D" : "T"; /* Schmidt, Schmitt,
													 * Schmid */
	if (next == 's' && at(word, 2) == 'c' && at(word, 3) == 'h')
	{
		*letters = 4;			/* Tschaikowski, Chaikovskii */
		return "K";
	}
	return next == 's' || next == 'z' || next == 'c' ? "" : "T";	/* Schwartz, Schwarz */
}

/* Vowels count at the start of a word only, all as one, or as a consonant. */
static const char *
vowel(const Word *word)
{
	char		c = word->p[0];

	if (word->p > word->start)
		return "";
	if (c == 'j' || ((c == 'i' || c == 'y') && is_vowel(at(word, 1))))
		return "Y";				/* Jan, Ian, Yan */
	return "A";
}

/*
 * Classes of the letter at hand, "" where it is silent, NULL where it has no
 * class; *letters is set where more than one make the sound.
 */
static const char *
sound(const Word *word, int *letters)
{
	char		c = word->p[0];
	char		next = at(word, 1);
	bool		first = word->p == word->start;

	if (c == next && c >= 'a' && c <= 'z')
		return "";
	if (is_vowel(c))
		return vowel(word);
	switch (c)
	{
		case 'b':
			return next ? "B" : "P";
		case 'p':
			if (next == 'h' || next == 'f')
				return "";		/* the F follows */
			if (!first && at(word, -1) == 'm' && (next == 's' || next == 't'))
				return "";		/* Thompson, Thomson */
			return "P";
		case 'w':
			if (!first && (next == 'n' || next == 'm'))
				return "";		/* Brown, Braun */
			return "F";
		case 'f':
		case 'v':
			return "F";
		case 's':
			if (next == 'c' && at(word, 2) == 'h')
				*letters = 3;
			return "S";
		case 'z':
			return "S";
		case 'c':
			if (next == 'z')
				*letters = 2;	/* Czajkowski, Chaikovskii */
			return is_front_vowel(next) ? "S" : "K";
		case 'k':
		case 'q':
			return "K";
		case 'g':
			if (next == 'h' && !is_vowel(at(word, 2)))
				return "";		/* Leigh, Lee */
			if (first && is_front_vowel(next))
				return "Y";		/* Geoffrey, Jeffrey */
			return next ? "G" : "K";
		case 'x':
			return "KS";
		case 'd':
		case 't':
			return dental(word, letters);
		case 'l':
			return "L";
		case 'm':
			return "M";
		case 'n':
			return "N";
		case 'r':
			return "R";
		case 'h':
			return !first && at(word, -1) == 'p' ? "F" : "";
		default:
			return NULL;
	}
}

/* Bytes that stay together; past the room nothing is written any more. */
static void
add(Key *key, const char *bytes, int len)
{
	int			space = key->space && key->n > 0;

	if (key->n + space + len > key->room)
		key->full = true;
	if (key->full)
		return;
	if (space)
		key->out[key->n++] = ' ';
	memcpy(key->out + key->n, bytes, len);
	key->n += len;
	key->space = false;
}

/* Classes that follow one another are one, unless a vowel parts them. */
static void
add_word(Key *key, Word *word)
{
	while (word->start < word->end && *word->start == 'h')
		word->start++;
	for (word->p = word->start; word->p < word->end;)
	{
		int			letters = 1;
		const char *classes = sound(word, &letters);

		if (!classes)
		{
			while ((at(word, letters) & 0xC0) == 0x80)
				letters++;
			add(key, word->p, letters);
			key->last = 0;
		}
		else
		{
			for (; *classes; classes++)
				if (*classes != key->last)
				{
					add(key, classes, 1);
					key->last = *classes;
				}
			if (is_vowel(*word->p))
				key->last = 0;
		}
		word->p += letters;
		CHECK_FOR_INTERRUPTS();
	}
}

int
phonetic_key(const char *folded, int len, char *out, int room)
{
	const char *end = folded + len;
	Key			key = {.out = out, .room = room};

	while (folded < end && !key.full)
	{
		const char *space = memchr(folded, ' ', end - folded);
		Word		word = {.start = folded, .end = space ? space : end};

		key.space = true;
		key.last = 0;
		add_word(&key, &word);
		folded = space ? space + 1 : end;
	}
	return key.n;
}
