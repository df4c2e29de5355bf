/*
 * labels.h - verbs and channels that are known by one byte
 *
 * Any text is a verb, and any text is a channel.  These have a code, which
 * stands for them in every stored timeline: the lists are append-only.
 *
 * A code in memory is a uint32 in one number space for verbs, channels and
 * actors alike: 0 is NULL, 1 to 255 a listed label of that kind, and from
 * LABEL_OWN on a label of the timeline's own dictionary.  Actors have no list.
 */
#ifndef SCRM_LABELS_H
#define SCRM_LABELS_H

#include "core/core.h"

#define LABEL_MAX	255			/* bytes of a label */
#define LABEL_OWN	256			/* code of the dictionary's first label */
#define LABELS_MAX	65535		/* labels of one dictionary */

/* A label's bytes, not terminated; NULL where there is none. */
typedef struct Label
{
	const char *text;
	int			len;
} Label;

/* Codes of the verbs that have a meaning; frozen. */
enum Verb
{
	VERB_IMPRESSION = 1, VERB_VISIT, VERB_CLICK, VERB_DOWNLOAD, VERB_SIGNUP,
	VERB_OPEN, VERB_REOPEN,
	VERB_ASK, VERB_MENTION, VERB_POST, VERB_COMMENT, VERB_REVIEW, VERB_RATE,
	VERB_LIKE, VERB_SHARE, VERB_FOLLOW, VERB_UNFOLLOW, VERB_JOIN, VERB_LEAVE,
	VERB_ASSIGN, VERB_ESCALATE, VERB_RESUME,
	VERB_AUTO_REPLY,
	VERB_ANSWER,
	VERB_REPLY, VERB_REACH, VERB_NOTE,
	VERB_PEND, VERB_HOLD, VERB_RESOLVE, VERB_CLOSE, VERB_MERGE,
	VERB_LEAD, VERB_QUOTE, VERB_BUY, VERB_RENEW, VERB_RETURN, VERB_CANCEL,
	VERB_LAST = VERB_CANCEL
};

#define CHANNEL_LAST	21		/* code of the last listed channel */

/* Code of a listed verb or channel; 0 where it is not listed. */
extern uint32 verb_code(Label label);
extern uint32 channel_code(Label label);

/* Text of a listed code, 1 to VERB_LAST or CHANNEL_LAST. */
extern Label verb_label(uint32 code);
extern Label channel_label(uint32 code);

/*
 * Place of a listed verb among events of one instant.  Codes are frozen and
 * ranks are not bound to them, so a verb that joins later finds its place.
 */
extern int	verb_rank(uint32 code);

/* Bytewise order, a prefix first, NULL before all. */
static inline int
label_compare(Label a, Label b)
{
	int			order;

	if (!a.text || !b.text)
		return (a.text != NULL) - (b.text != NULL);
	order = memcmp(a.text, b.text, Min(a.len, b.len));
	return order ? order : a.len - b.len;
}

static inline bool
label_equal(Label a, Label b)
{
	return a.len == b.len && memcmp(a.text, b.text, a.len) == 0;
}

/* A label from a C string. */
static inline Label
label_of(const char *text)
{
	return (Label) {text, (int) strlen(text)};
}

#endif							/* SCRM_LABELS_H */
