/*
 * hostname.c - names of hosts in the form of the DNS
 */
#include "core/hostname.h"

#include "core/utf8.h"

#define LABEL_MOST		63
#define HOST_MOST		253

/* Parameters of RFC 3492, section 5. */
#define BASE			36
#define T_MIN			1
#define T_MAX			26
#define SKEW			38
#define DAMP			700
#define FIRST_BIAS		72
#define FIRST_N			128

static uint32
adapt(uint32 delta, uint32 points, bool first)
{
	uint32		k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static char
digit(uint32 d)
{
	return d < 26 ? 'a' + d : '0' + d - 26;
}

int
punycode_encode(const uint32 *code, int n, char *out, int room)
{
	uint32		next = FIRST_N,
				delta = 0,
				bias = FIRST_BIAS;
	int			len = 0,
				basic,
				done;

	for (int i = 0; i < n; i++)
		if (code[i] < 0x80)
		{
			if (len == room)
				return -1;
			out[len++] = code[i];
		}
	basic = done = len;
	if (basic > 0)
	{
		if (len == room)
			return -1;
		out[len++] = '-';
	}
	while (done < n)
	{
		uint32		least = PG_UINT32_MAX;

		for (int i = 0; i < n; i++)
			if (code[i] >= next && code[i] < least)
				least = code[i];
		/* Labels are short: this cannot overflow. */
		delta += (least - next) * (done + 1);
		next = least;
		for (int i = 0; i < n; i++)
		{
			uint32		q;

			if (code[i] < next)
				delta++;
			if (code[i] != next)
				continue;
			q = delta;
			for (uint32 k = BASE;; k += BASE)
			{
				uint32		t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;

				if (len == room)
					return -1;
				if (q < t)
				{
					out[len++] = digit(q);
					break;
				}
				out[len++] = digit(t + (q - t) % (BASE - t));
				q = (q - t) / (BASE - t);
			}
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++;
		next++;
	}
	return len;
}

/* Lower case of Latin, Greek and Cyrillic letters. */
static uint32
lower(uint32 c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	if ((c >= 0x100 && c <= 0x12F) || (c >= 0x14A && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
		return c & 1 ? c + 1 : c;
	return c;
}

/* One label; its length in `out`, which has LABEL_MOST bytes, or 0. */
static int
label(const char *text, int len, char *out)
{
	uint32		code[LABEL_MOST];
	int			n = 0;
	bool		ascii = true;

	for (int at = 0, bytes; at < len; at += bytes)
	{
		uint32		c = utf8_decode(text + at, text + len, &bytes);

		if (c == UTF8_INVALID || n == LABEL_MOST)
			return 0;
		c = lower(c);
		if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return 0;
		/* Spaces, signs and controls of the first block beyond ASCII. */
		if (c >= 0x80 && c < 0xC0)
			return 0;
		ascii &= c < 0x80;
		code[n++] = c;
	}
	if (n == 0 || code[0] == '-' || code[n - 1] == '-')
		return 0;
	if (ascii)
	{
		for (int i = 0; i < n; i++)
			out[i] = code[i];
		return n;
	}
	memcpy(out, "xn--", 4);
	len = punycode_encode(code, n, out + 4, LABEL_MOST - 4);
	return len < 0 ? 0 : len + 4;
}

int
hostname_canonical(const char *text, int len, char *out)
{
	int			n = 0;

	/* The root's dot. */
	if (len > 1 && text[len - 1] == '.')
		len--;
	for (int start = 0, end; start <= len; start = end + 1)
	{
		char		one[LABEL_MOST];
		int			bytes;

		for (end = start; end < len && text[end] != '.'; end++)
			;
		bytes = label(text + start, end - start, one);
		if (bytes == 0 || n + bytes + 1 > HOST_MOST)
			return 0;
		if (start > 0)
			out[n++] = '.';
		memcpy(out + n, one, bytes);
		n += bytes;
	}
	return n;
}
