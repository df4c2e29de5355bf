/*
 * labels.c - verbs and channels that are known by one byte
 *
 * Look-up is one multiplication over the length and the first and the last
 * eight bytes, one byte of a table, one comparison.  The multiplier is the
 * least odd multiple of 2^64 over the golden ratio under which no two verbs
 * and no two channels meet; test/core/labels.c shows that none do, and who
 * appends a label searches anew.
 */
#include "core/labels.h"

#include "port/pg_bswap.h"

#define MULTIPLIER	UINT64CONST(0xfa8cfc37711c2db9)
#define LISTED_MAX	10			/* bytes of the longest listed label */

static const char *const verbs[VERB_LAST + 1] = {
	NULL,
	"impression", "visit", "click", "download", "signup",
	"open", "reopen",
	"ask", "mention", "post", "comment", "review", "rate",
	"like", "share", "follow", "unfollow", "join", "leave",
	"assign", "escalate", "resume",
	"auto_reply",
	"answer",
	"reply", "reach", "note",
	"pend", "hold", "resolve", "close", "merge",
	"lead", "quote", "buy", "renew", "return", "cancel"
};

static const char *const channels[CHANNEL_LAST + 1] = {
	NULL,
	"email", "phone", "sms", "letter", "web", "chat", "shop", "forum", "event",
	"facebook", "instagram", "x", "linkedin", "youtube", "tiktok", "mastodon",
	"bluesky", "reddit", "whatsapp", "messenger", "telegram"
};

/* Today the codes stand in the order of the ranks. */
static const uint8 ranks[VERB_LAST + 1] = {
	0,
	1, 2, 3, 4, 5,
	6, 7,
	8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
	20, 21, 22,
	23,
	24,
	25, 26, 27,
	28, 29, 30, 31, 32,
	33, 34, 35, 36, 37, 38
};

static const uint8 verb_slots[256] = {
	[2] = 36, [7] = 3, [12] = 14, [18] = 8, [20] = 30, [23] = 35, [24] = 19,
	[30] = 13, [31] = 37, [35] = 7, [36] = 33, [40] = 4, [49] = 20, [50] = 1,
	[62] = 38, [65] = 28, [78] = 22, [90] = 15, [103] = 2, [108] = 31,
	[116] = 24, [117] = 27, [119] = 23, [149] = 26, [152] = 32, [171] = 25,
	[173] = 16, [180] = 11, [186] = 34, [199] = 29, [207] = 9, [208] = 17,
	[213] = 5, [216] = 18, [232] = 21, [244] = 10, [247] = 6, [251] = 12
};

static const uint8 channel_slots[256] = {
	[38] = 3, [61] = 10, [63] = 13, [66] = 7, [77] = 5, [115] = 18, [125] = 9,
	[130] = 8, [132] = 12, [138] = 16, [141] = 17, [142] = 4, [152] = 6,
	[153] = 14, [160] = 19, [167] = 1, [172] = 2, [183] = 11, [188] = 20,
	[216] = 15, [255] = 21
};

/* Bytes of a text as a number, the same on every machine. */
static inline uint64
load8(const char *text)
{
	uint64		v;

	memcpy(&v, text, 8);
#ifdef WORDS_BIGENDIAN
	v = pg_bswap64(v);
#endif
	return v;
}

static inline uint64
load4(const char *text)
{
	uint32		v;

	memcpy(&v, text, 4);
#ifdef WORDS_BIGENDIAN
	v = pg_bswap32(v);
#endif
	return v;
}

/* The slot of a text of 1 to LISTED_MAX bytes. */
static inline int
slot(Label label)
{
	const char *text = label.text;
	int			len = label.len;
	uint64		first,
				last;

	if (len >= 8)
	{
		first = load8(text);
		last = load8(text + len - 8);
	}
	else if (len >= 4)
		first = last = load4(text) | load4(text + len - 4) << 32;
	else
		first = last = (uint8) text[0] | (uint64) (uint8) text[len / 2] << 8 |
			(uint64) (uint8) text[len - 1] << 16;
	return ((first ^ (last << 17 | last >> 47)) + (uint64) len) * MULTIPLIER >> 56;
}

static inline uint32
look_up(Label label, const uint8 *slots, const char *const *listed)
{
	uint32		code;

	if (label.len < 1 || label.len > LISTED_MAX)
		return 0;
	code = slots[slot(label)];
	return code && label_equal(label, label_of(listed[code])) ? code : 0;
}

uint32
verb_code(Label label)
{
	return look_up(label, verb_slots, verbs);
}

uint32
channel_code(Label label)
{
	return look_up(label, channel_slots, channels);
}

Label
verb_label(uint32 code)
{
	return label_of(verbs[code]);
}

Label
channel_label(uint32 code)
{
	return label_of(channels[code]);
}

int
verb_rank(uint32 code)
{
	return ranks[code];
}
