/*
 * labels.c - verbs and channels that are known by one byte
 *
 * Against the obvious twin: a search through the list.
 */
#include "fuzz.h"

#include "core/labels.h"

static uint32
search(Label label, Label (*listed) (uint32), uint32 last)
{
	for (uint32 code = 1; code <= last; code++)
		if (label_equal(listed(code), label))
			return code;
	return 0;
}

static void
fuzz(const uint8 *bytes, Size size)
{
	Label		label = {(const char *) bytes, size};

	uint32		verb = verb_code(label);

	REQUIRE(verb == search(label, verb_label, VERB_LAST));
	REQUIRE(verb == 0 || (verb_rank(verb) >= 1 && verb_rank(verb) <= VERB_LAST));
	REQUIRE(channel_code(label) == search(label, channel_label, CHANNEL_LAST));
}
