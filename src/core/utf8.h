/*
 * utf8.h - code points of UTF-8, as whoever reads foreign text meets them
 *
 * No byte is trusted: what is no shortest form of a code point (surrogates and
 * what lies beyond U+10FFFF are none) is taken byte by byte.
 */
#ifndef SCRM_UTF8_H
#define SCRM_UTF8_H

#include "core/core.h"

#define UTF8_INVALID	0xFFFFFFFF

/*
 * The code point at p, before end; *len is how many bytes it has.  A byte that
 * begins none is UTF8_INVALID, of length 1.
 */
static inline uint32
utf8_decode(const char *p, const char *end, int *len)
{
	const uint8 *b = (const uint8 *) p;
	uint32		code;
	int			n = b[0] < 0x80 ? 1 : b[0] < 0xC2 ? 0 : b[0] < 0xE0 ? 2 :
	b[0] < 0xF0 ? 3 : b[0] < 0xF5 ? 4 : 0;

	*len = 1;
	if (n == 1)
		return b[0];
	if (n == 0 || end - p < n)
		return UTF8_INVALID;
	code = b[0] & (0x7F >> n);
	for (int i = 1; i < n; i++)
	{
		if ((b[i] & 0xC0) != 0x80)
			return UTF8_INVALID;
		code = code << 6 | (b[i] & 0x3F);
	}
	if ((n == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) ||
		(n == 4 && (code < 0x10000 || code > 0x10FFFF)))
		return UTF8_INVALID;
	*len = n;
	return code;
}

/* Writes a code point that utf8_decode gave; returns the bytes, at most 4. */
static inline int
utf8_encode(uint32 code, char *out)
{
	if (code < 0x80)
	{
		out[0] = code;
		return 1;
	}
	if (code < 0x800)
	{
		out[0] = 0xC0 | code >> 6;
		out[1] = 0x80 | (code & 0x3F);
		return 2;
	}
	if (code < 0x10000)
	{
		out[0] = 0xE0 | code >> 12;
		out[1] = 0x80 | (code >> 6 & 0x3F);
		out[2] = 0x80 | (code & 0x3F);
		return 3;
	}
	out[0] = 0xF0 | code >> 18;
	out[1] = 0x80 | (code >> 12 & 0x3F);
	out[2] = 0x80 | (code >> 6 & 0x3F);
	out[3] = 0x80 | (code & 0x3F);
	return 4;
}

/* Whether all bytes are ASCII. */
static inline bool
is_ascii(const char *text, int len)
{
	uint64		bits = 0;

	for (; len >= 8; text += 8, len -= 8)
	{
		uint64		word;

		memcpy(&word, text, 8);
		bits |= word;
	}
	while (len-- > 0)
		bits |= (uint64) (uint8) *text++;
	return (bits & UINT64CONST(0x8080808080808080)) == 0;
}

#endif							/* SCRM_UTF8_H */
