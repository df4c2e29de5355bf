/*
 * timeline_text.c - timelines as text
 */
#include "fuzz.h"

#include "core/timeline_text.h"

static char *
text_of(const void *value)
{
	Timeline	timeline;
	char	   *text;

	REQUIRE(timeline_read((const uint8 *) value + VARHDRSZ, VARSIZE(value) - VARHDRSZ,
						  &timeline) == NULL);
	text = timeline_to_text(&timeline);
	REQUIRE(text != NULL);
	return text;
}

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	TimelineState *state;
	Size		at;
	TimelineTextError error = timeline_from_text(text, &state, &at);
	void	   *packed,
			   *again;
	char	   *written;

	REQUIRE(at <= strlen(text));
	if (error)
		return;
	packed = timeline_pack(state);
	REQUIRE(packed != NULL);
	/* The state has its events as they came; their text is the same value. */
	REQUIRE(timeline_from_text(text_of(state), &state, &at) == TIMELINE_TEXT_OK);
	REQUIRE(same_value(timeline_pack(state), packed));

	written = text_of(packed);
	REQUIRE(timeline_from_text(written, &state, &at) == TIMELINE_TEXT_OK);
	again = timeline_pack(state);
	REQUIRE(same_value(again, packed));
	REQUIRE(strcmp(text_of(again), written) == 0);
}
