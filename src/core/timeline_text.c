/*
 * timeline_text.c - the text form of a contact history
 *
 * Costs: one pass each way.  Its own calendar arithmetic, since the server's
 * does not exist outside of it, depends on settings, and is slower.
 */
#include "core/timeline_text.h"

#include <errno.h>

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"

#include "core/timeline_codes.h"

#define DAYS_TO_2000	730425	/* from 0000-03-01 to 2000-01-01 */

/* Bytes of the longest event, with quotes, escapes and numbers. */
#define EVENT_TEXT_MAX	(TIMELINE_TS_MAX + 3 * (2 * LABEL_MAX + 3) + 60)

static inline int64
floor_div(int64 a, int64 b)
{
	return a / b - (a % b < 0);
}

/* ------------------------------------------------------------- calendar */

/* Days from 0000-03-01 to March 1st of a Gregorian year. */
static inline int64
days_to_march(int64 year)
{
	return 365 * year + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400);
}

/* Days from March 1st to the first of a month; months count from March, 0. */
static inline int
days_to_month(int month)
{
	return (153 * month + 2) / 5;
}

/* Days since 2000-01-01. */
static int64
days_of_date(int64 year, int month, int day)
{
	bool		before_march = month < 3;

	return days_to_march(year - before_march) +
		days_to_month(before_march ? month + 9 : month - 3) + day - 1 - DAYS_TO_2000;
}

static void
date_of_days(int64 days, int64 *year, int *month, int *day)
{
	int			rest,
				march;

	days += DAYS_TO_2000;
	*year = floor_div(days * 400, 146097);
	if (days_to_march(*year + 1) <= days)
		(*year)++;
	else if (days_to_march(*year) > days)
		(*year)--;
	rest = days - days_to_march(*year);
	march = (5 * rest + 2) / 153;
	*day = rest - days_to_month(march) + 1;
	*month = march < 10 ? march + 3 : march - 9;
	*year += march >= 10;
}

static int
days_in_month(int64 year, int month)
{
	static const uint8 days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* --------------------------------------------------------------- writing */

/* Writes v with at least `width` digits. */
static char *
put_digits(char *p, uint64 v, int width)
{
	char		digits[20];
	int			n = 0;

	while (v > 0 || n < width)
	{
		digits[n++] = '0' + v % 10;
		v /= 10;
	}
	while (n > 0)
		*p++ = digits[--n];
	return p;
}

static char *
put_two(char *p, int v, char after)
{
	p[0] = '0' + v / 10;
	p[1] = '0' + v % 10;
	p[2] = after;
	return p + 3;
}

/* Decimals of a second, without the zeros at the end. */
static char *
put_fraction(char *p, int usecs)
{
	int			width = 6;

	while (usecs % 10 == 0)
	{
		usecs /= 10;
		width--;
	}
	*p++ = '.';
	return put_digits(p, usecs, width);
}

static char *
put_ts(char *p, int64 ts)
{
	int64		days = floor_div(ts, USECS_PER_DAY),
				clock = ts - days * USECS_PER_DAY,
				year;
	int			month,
				day,
				seconds = clock / USECS_PER_SEC,
				usecs = clock % USECS_PER_SEC;

	date_of_days(days, &year, &month, &day);
	if (year < 0)
		*p++ = '-';
	p = put_digits(p, year < 0 ? -year : year, 4);
	*p++ = '-';
	p = put_two(p, month, '-');
	p = put_two(p, day, 'T');
	p = put_two(p, seconds / 3600, ':');
	p = put_two(p, seconds / 60 % 60, ':');
	p = put_two(p, seconds % 60, 'Z');
	if (usecs != 0)
	{
		p = put_fraction(p - 1, usecs);
		*p++ = 'Z';
	}
	return p;
}

char *
timeline_ts_text(char *buffer, int64 ts)
{
	*put_ts(buffer, ts) = '\0';
	return buffer;
}

/* What cannot stand in a bare label. */
static inline bool
is_special(char c)
{
	switch (c)
	{
		case ' ':
		case '\t':
		case '\n':
		case '\v':
		case '\f':
		case '\r':
		case '{':
		case '}':
		case ',':
		case '"':
		case '@':
		case ':':
		case '=':
		case '#':
		case '\\':
			return true;
	}
	return false;
}

static char *
put_label(char *p, Label label)
{
	bool		bare = label.len > 0;

	for (int i = 0; i < label.len && bare; i++)
		bare = !is_special(label.text[i]);
	if (bare)
	{
		memcpy(p, label.text, label.len);
		return p + label.len;
	}
	*p++ = '"';
	for (int i = 0; i < label.len; i++)
	{
		if (label.text[i] == '"' || label.text[i] == '\\')
			*p++ = '\\';
		*p++ = label.text[i];
	}
	*p++ = '"';
	return p;
}

static char *
put_event(char *p, const Timeline *timeline, const TimelineEvent *e)
{
	p = put_ts(p, e->ts);
	*p++ = ' ';
	p = put_label(p, timeline_verb(timeline, e->verb));
	if (e->channel)
	{
		*p++ = '@';
		p = put_label(p, timeline_channel(timeline, e->channel));
	}
	if (e->actor)
	{
		*p++ = ':';
		p = put_label(p, timeline_actor(timeline, e->actor));
	}
	if (e->has_value)
	{
		*p++ = '=';
		p += double_to_shortest_decimal_bufn(e->value, p);
	}
	if (e->has_seq)
	{
		*p++ = '#';
		if (e->seq < 0)
			*p++ = '-';
		p = put_digits(p, e->seq < 0 ? -(uint64) e->seq : (uint64) e->seq, 1);
	}
	return p;
}

char *
timeline_to_text(const Timeline *timeline)
{
	StringInfoData out;
	TimelineCursor cursor;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	timeline_start(&cursor, timeline);
	while (timeline_next(&cursor))
	{
		char	   *p;

		enlargeStringInfo(&out, EVENT_TEXT_MAX);
		p = out.data + out.len;
		if (cursor.done > 1)
		{
			*p++ = ',';
			*p++ = ' ';
		}
		out.len = put_event(p, timeline, &cursor.event) - out.data;
		if (cursor.done % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoChar(&out, '}');
	return cursor.error ? NULL : out.data;
}

/* --------------------------------------------------------------- reading */

typedef struct Reader
{
	const char *p;
	char		labels[3][LABEL_MAX];	/* unescaped */
} Reader;

static inline bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
skip_space(Reader *r)
{
	while (is_space(*r->p))
		r->p++;
}

static bool
take(Reader *r, char c)
{
	if (*r->p != c)
		return false;
	r->p++;
	return true;
}

/* From `low` to `high` digits; false, and the place stays, if there are not. */
static bool
take_digits(Reader *r, int low, int high, int *v)
{
	int			n = 0;

	*v = 0;
	while (n < high && r->p[n] >= '0' && r->p[n] <= '9')
		*v = *v * 10 + (r->p[n++] - '0');
	if (n < low)
		return false;
	r->p += n;
	return true;
}

/* Decimals of a second as microseconds. */
static bool
take_fraction(Reader *r, int *usecs)
{
	const char *start = r->p;

	if (!take_digits(r, 1, 6, usecs))
		return false;
	for (int n = r->p - start; n < 6; n++)
		*usecs *= 10;
	return true;
}

static TimelineTextError
take_ts(Reader *r, int64 *ts)
{
	const char *start = r->p;
	bool		before = take(r, '-');
	int			year,
				month,
				day,
				hour,
				minute,
				second,
				usecs = 0;

	if (!take_digits(r, 4, 6, &year) || !take(r, '-') ||
		!take_digits(r, 2, 2, &month) || !take(r, '-') ||
		!take_digits(r, 2, 2, &day) || !take(r, 'T') ||
		!take_digits(r, 2, 2, &hour) || !take(r, ':') ||
		!take_digits(r, 2, 2, &minute) || !take(r, ':') ||
		!take_digits(r, 2, 2, &second) ||
		(take(r, '.') && !take_fraction(r, &usecs)) || !take(r, 'Z'))
		return TIMELINE_TEXT_SYNTAX;
	if (before)
		year = -year;
	if (month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month) &&
		hour < 24 && minute < 60 && second < 60 && year >= -4713 && year < 294277)
	{
		*ts = days_of_date(year, month, day) * USECS_PER_DAY +
			((hour * 60 + minute) * 60 + second) * USECS_PER_SEC + usecs;
		if (IS_VALID_TIMESTAMP(*ts))
			return TIMELINE_TEXT_OK;
	}
	r->p = start;
	return TIMELINE_TEXT_TIME;
}

/* A label in quotes, into `buffer`. */
static TimelineTextError
take_quoted(Reader *r, char *buffer, Label *label)
{
	const char *start = r->p++;

	*label = (Label) {buffer, 0};
	while (*r->p != '"')
	{
		if (*r->p == '\\')
			r->p++;
		if (*r->p == '\0')
			return TIMELINE_TEXT_SYNTAX;
		if (label->len == LABEL_MAX)
		{
			r->p = start;
			return TIMELINE_TEXT_LONG_LABEL;
		}
		buffer[label->len++] = *r->p++;
	}
	r->p++;
	return TIMELINE_TEXT_OK;
}

static TimelineTextError
take_label(Reader *r, char *buffer, Label *label)
{
	const char *start = r->p;

	if (*start == '"')
		return take_quoted(r, buffer, label);
	while (*r->p != '\0' && !is_special(*r->p))
		r->p++;
	if (r->p == start)
		return TIMELINE_TEXT_SYNTAX;
	if (r->p - start > LABEL_MAX)
	{
		r->p = start;
		return TIMELINE_TEXT_LONG_LABEL;
	}
	*label = (Label) {start, (int) (r->p - start)};
	return TIMELINE_TEXT_OK;
}

/* Whether a token is Infinity, -Infinity, or only what a decimal has. */
static bool
is_decimal(const char *token)
{
	return strcmp(token, "Infinity") == 0 || strcmp(token, "-Infinity") == 0 ||
		(token[0] && token[strspn(token, "0123456789+-.eE")] == '\0');
}

static TimelineTextError
take_value(Reader *r, double *value)
{
	char		token[400];		/* of a decimal as long as a float8 needs, and
								 * more */
	Size		n = strcspn(r->p, " \t\n\v\f\r,}#");
	char	   *end;

	if (n >= sizeof(token))
		return TIMELINE_TEXT_SYNTAX;
	memcpy(token, r->p, n);
	token[n] = '\0';
	if (strcmp(token, "NaN") == 0)
		return TIMELINE_TEXT_NUMBER;
	if (!is_decimal(token))
		return TIMELINE_TEXT_SYNTAX;
	errno = 0;
	*value = strtod(token, &end);
	if (*end)
		return TIMELINE_TEXT_SYNTAX;
	/* Too large, or too small for anything but 0; a denormal number is none. */
	if (errno == ERANGE && (*value == 0 || *value > 1 || *value < -1))
		return TIMELINE_TEXT_NUMBER;
	r->p += n;
	return TIMELINE_TEXT_OK;
}

static TimelineTextError
take_seq(Reader *r, int64 *seq)
{
	Size		digits = strspn(r->p + (*r->p == '-'), "0123456789");
	char	   *end;

	if (digits == 0)
		return TIMELINE_TEXT_SYNTAX;
	errno = 0;
	*seq = strtoll(r->p, &end, 10);
	if (errno == ERANGE)
		return TIMELINE_TEXT_NUMBER;
	r->p = end;
	return TIMELINE_TEXT_OK;
}

static TimelineTextError
take_event(Reader *r, TimelineRow *row)
{
	TimelineTextError error;
	const char *verb;

	memset(row, 0, sizeof(*row));
	if ((error = take_ts(r, &row->ts)))
		return error;
	if (!is_space(*r->p))
		return TIMELINE_TEXT_SYNTAX;
	skip_space(r);
	verb = r->p;
	if ((error = take_label(r, r->labels[0], &row->verb)))
		return error;
	if (row->verb.len == 0)
	{
		r->p = verb;
		return TIMELINE_TEXT_EMPTY_VERB;
	}
	if (take(r, '@') && (error = take_label(r, r->labels[1], &row->channel)))
		return error;
	if (take(r, ':') && (error = take_label(r, r->labels[2], &row->actor)))
		return error;
	if ((row->has_value = take(r, '=')) && (error = take_value(r, &row->value)))
		return error;
	if ((row->has_seq = take(r, '#')) && (error = take_seq(r, &row->seq)))
		return error;
	skip_space(r);
	return TIMELINE_TEXT_OK;
}

static TimelineTextError
take_events(Reader *r, TimelineState **state)
{
	TimelineRow row;
	TimelineTextError error;
	int			n = 0;

	do
	{
		TimelineState *before = *state;
		TimelineStatus status;

		skip_space(r);
		if ((error = take_event(r, &row)))
			return error;
		status = timeline_state_add(state, &row);
		if (status != TIMELINE_OK)
			return status == TIMELINE_LABELS ? TIMELINE_TEXT_LABELS : TIMELINE_TEXT_LARGE;
		if (*state != before)
			pfree(before);
		if (++n % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	} while (take(r, ','));
	return TIMELINE_TEXT_OK;
}

TimelineTextError
timeline_from_text(const char *text, TimelineState **state, Size *at)
{
	Reader		reader;
	TimelineTextError error = TIMELINE_TEXT_OK;

	reader.p = text;
	*state = timeline_state_new(0);
	skip_space(&reader);
	if (!take(&reader, '{'))
		error = TIMELINE_TEXT_SYNTAX;
	else
	{
		skip_space(&reader);
		if (*reader.p != '}')
			error = take_events(&reader, state);
	}
	if (!error && !take(&reader, '}'))
		error = TIMELINE_TEXT_SYNTAX;
	if (!error)
	{
		skip_space(&reader);
		if (*reader.p)
			error = TIMELINE_TEXT_SYNTAX;
	}
	*at = reader.p - text;
	return error;
}
