/*
 * labels.c - laws of the labels that have a code
 */
#include "check.h"

#include "core/labels.h"

/* The lists as every stored value knows them: the place of each is its code. */
static const char *const frozen_verbs[] = {
	"impression", "visit", "click", "download", "signup", "open", "reopen", "ask",
	"mention", "post", "comment", "review", "rate", "like", "share", "follow",
	"unfollow", "join", "leave", "assign", "escalate", "resume", "auto_reply",
	"answer", "reply", "reach", "note", "pend", "hold", "resolve", "close", "merge",
	"lead", "quote", "buy", "renew", "return", "cancel"
};

static const char *const frozen_channels[] = {
	"email", "phone", "sms", "letter", "web", "chat", "shop", "forum", "event",
	"facebook", "instagram", "x", "linkedin", "youtube", "tiktok", "mastodon",
	"bluesky", "reddit", "whatsapp", "messenger", "telegram"
};

static void
codes_are_frozen(void)
{
	CHECK(VERB_LAST >= lengthof(frozen_verbs));
	CHECK(CHANNEL_LAST >= lengthof(frozen_channels));
	for (int i = 0; i < lengthof(frozen_verbs); i++)
	{
		Label		label = label_of(frozen_verbs[i]);

		CHECK(verb_code(label) == i + 1);
		CHECK(label_equal(verb_label(i + 1), label));
	}
	for (int i = 0; i < lengthof(frozen_channels); i++)
	{
		Label		label = label_of(frozen_channels[i]);

		CHECK(channel_code(label) == i + 1);
		CHECK(label_equal(channel_label(i + 1), label));
	}
}

static void
every_listed_label_is_found(void)
{
	for (uint32 code = 1; code <= VERB_LAST; code++)
		CHECK(verb_code(verb_label(code)) == code);
	for (uint32 code = 1; code <= CHANNEL_LAST; code++)
		CHECK(channel_code(channel_label(code)) == code);
}

/* No two verbs share a rank: the order of events is total. */
static void
ranks_are_a_permutation(void)
{
	bool		seen[VERB_LAST + 1] = {false};

	for (uint32 code = 1; code <= VERB_LAST; code++)
	{
		int			rank = verb_rank(code);

		CHECK(rank >= 1 && rank <= VERB_LAST && !seen[rank]);
		seen[rank] = true;
	}
	CHECK(verb_rank(VERB_ASK) < verb_rank(VERB_REPLY));
	CHECK(verb_rank(VERB_REPLY) < verb_rank(VERB_RESOLVE));
	CHECK(verb_rank(VERB_CLICK) < verb_rank(VERB_BUY));
}

/* Every other text has no code: prefixes, longer ones, other cases, noise. */
static void
nothing_else_has_a_code(void)
{
	pg_prng_state seed;

	for (uint32 code = 1; code <= VERB_LAST; code++)
	{
		Label		label = verb_label(code);
		char		other[16];

		memcpy(other, label.text, label.len);
		other[label.len] = 's';
		CHECK(verb_code((Label) {other, label.len + 1}) == 0);
		CHECK(verb_code((Label) {other, label.len - 1}) == 0);
		other[0] ^= 0x20;
		CHECK(verb_code((Label) {other, label.len}) == 0);
	}
	CHECK(verb_code((Label) {"", 0}) == 0);
	CHECK(verb_code((Label) {"ask\0", 4}) == 0);
	CHECK(verb_code(label_of("email")) == 0);
	CHECK(channel_code(label_of("ask")) == 0);

	pg_prng_seed(&seed, 2);
	for (int i = 0; i < 100000; i++)
	{
		char		noise[12];
		int			len = pg_prng_uint64_range(&seed, 7, 12);

		for (int j = 0; j < len; j++)
			noise[j] = 'A' + pg_prng_uint64_range(&seed, 0, 25);
		CHECK(verb_code((Label) {noise, len}) == 0);
	}
}

static void
labels_compare_bytewise(void)
{
	Label		none = {NULL, 0};

	CHECK(label_compare(none, none) == 0);
	CHECK(label_compare(none, label_of("")) < 0);
	CHECK(label_compare(label_of(""), label_of("a")) < 0);
	CHECK(label_compare(label_of("a"), label_of("ab")) < 0);
	CHECK(label_compare(label_of("b"), label_of("ab")) > 0);
	CHECK(label_compare(label_of("z"), label_of("\xc3\xa9")) < 0);
}

int
main(void)
{
	LAW(codes_are_frozen);
	LAW(every_listed_label_is_found);
	LAW(ranks_are_a_permutation);
	LAW(nothing_else_has_a_code);
	LAW(labels_compare_bytewise);
	return check_done();
}
