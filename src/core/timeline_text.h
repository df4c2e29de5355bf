/*
 * timeline_text.h - the text form of a contact history
 *
 *		{2024-03-01T09:00:00Z ask@x:"anna b", 2024-03-01T09:12:30.5Z reply=1.5#7}
 *
 * Of each event ts verb[@channel][:actor][=value][#seq], in the order of the
 * timeline on output and in any on input.  ts is ISO 8601 in UTC with up to
 * six decimals; years before 1 count astronomically (0000 is 1 BC).  A label
 * that is empty, or holds white space or one of {},"@:=#\, stands in double
 * quotes, in which a backslash takes the next byte as it is.  A value is the
 * shortest decimal that gives back the same float8.
 */
#ifndef SCRM_TIMELINE_TEXT_H
#define SCRM_TIMELINE_TEXT_H

#include "core/timeline_write.h"

typedef enum TimelineTextError
{
	TIMELINE_TEXT_OK,
	TIMELINE_TEXT_SYNTAX,
	TIMELINE_TEXT_TIME,			/* a date or time that does not exist */
	TIMELINE_TEXT_NUMBER,		/* a value or seq out of range, or NaN */
	TIMELINE_TEXT_EMPTY_VERB,
	TIMELINE_TEXT_LONG_LABEL,	/* over LABEL_MAX bytes */
	TIMELINE_TEXT_LABELS,		/* as TIMELINE_LABELS */
	TIMELINE_TEXT_LARGE
} TimelineTextError;

/*
 * Reads a text into an open state; *at is how far it came.
 */
extern TimelineTextError timeline_from_text(const char *text, TimelineState **state,
											Size *at);

/* The text of a value of either form; NULL where its bytes are none of ours. */
extern char *timeline_to_text(const Timeline *timeline);

/* An instant as the text form has it, TIMELINE_TS_MAX bytes with its end. */
#define TIMELINE_TS_MAX	40
extern char *timeline_ts_text(char *buffer, int64 ts);

#endif							/* SCRM_TIMELINE_TEXT_H */
