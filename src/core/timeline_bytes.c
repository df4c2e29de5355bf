/*
 * timeline_bytes.c - the packed form from outside
 *
 * Reads every event, builds the value anew, and compares: so each rule of the
 * format is checked, whatever it is.  Costs twice what packing does.
 */
#include "core/timeline_bytes.h"

/* Whether no label has a zero byte, which no text can have. */
static const char *
check_labels(const Timeline *timeline, Size *at)
{
	for (uint32 i = 0; i < timeline->labels; i++)
	{
		Label		label = timeline_own_label(timeline, LABEL_OWN + i);

		*at = (const uint8 *) label.text - timeline->bytes;
		if (memchr(label.text, 0, label.len))
			return "A label has a zero byte.";
	}
	return NULL;
}

/* Whether every event can be read, and has a verb. */
static const char *
check_events(const Timeline *timeline, Size *at)
{
	TimelineCursor cursor;
	const char *error = NULL;

	timeline_start(&cursor, timeline);
	while (!error && timeline_next(&cursor))
		if (timeline_verb(timeline, cursor.event.verb).len == 0)
			error = "A verb is empty.";
	*at = cursor.at - timeline->bytes;
	return error ? error : cursor.error;
}

/* Where the value departs from the bytes; NULL if nowhere. */
static const char *
compare(const void *value, const uint8 *bytes, Size len, Size *at)
{
	const uint8 *built = (const uint8 *) value + VARHDRSZ;
	Size		n = VARSIZE(value) - VARHDRSZ;

	for (*at = 0; *at < len; ++*at)
		if (*at >= n || built[*at] != bytes[*at])
			return "It is not in the one form that its events have.";
	return n == len ? NULL : "It ends too early.";
}

TimelineStatus
timeline_from_bytes(const uint8 *bytes, Size len, void **value, const char **error, Size *at)
{
	TimelineState *state;
	Timeline	timeline;
	TimelineStatus status;

	*at = 0;
	if ((*error = timeline_read(bytes, len, &timeline)))
		return TIMELINE_CORRUPT;
	if (timeline.open)
	{
		*at = 1;
		*error = "It is the state of an aggregate.";
		return TIMELINE_CORRUPT;
	}
	if ((*error = check_labels(&timeline, at)) || (*error = check_events(&timeline, at)))
		return TIMELINE_CORRUPT;
	/* No more labels than the other has, and its bytes were read once. */
	state = timeline_state_new(len);
	status = timeline_state_append(&state, &timeline);
	if (status != TIMELINE_OK)
		return status;
	if (!(*value = timeline_pack(state)))
		return TIMELINE_LARGE;
	*error = compare(*value, bytes, len, at);
	return *error ? TIMELINE_CORRUPT : TIMELINE_OK;
}
