/*
 * timeline.c - type timeline: text, bytes, comparison
 */
#include "timeline/timeline_arg.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"

#include "base/errors.h"
#include "core/timeline_text.h"

static void report_text(struct Node *context, TimelineTextError error,
						const char *text, Size at);
static void *rebuild(const uint8 *bytes, Size len);

/*
 * timeline_in(cstring) -> timeline
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_in);
Datum
scrm_timeline_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	TimelineState *state;
	Size		at;
	TimelineTextError error = timeline_from_text(text, &state, &at);

	if (error)
	{
		report_text(fcinfo->context, error, text, at);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(timeline_packed(state));
}

/*
 * timeline_out(timeline) -> cstring
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_out);
Datum
scrm_timeline_out(PG_FUNCTION_ARGS)
{
	Timeline	timeline;
	char	   *text;

	timeline_arg(fcinfo, 0, &timeline);
	text = timeline_to_text(&timeline);
	if (!text)
		error_corrupt("timeline", timeline.events - timeline.bytes,
					  "An event is not one of this type.");
	PG_RETURN_CSTRING(text);
}

/*
 * timeline_recv(internal) -> timeline
 *
 * Reads every event, builds the value anew, and takes the bytes only if that
 * gives the same: so each rule of the format is checked, whatever it is.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_recv);
Datum
scrm_timeline_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	Size		len = message->len - message->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(message, len);
	void	   *value;

	if (len < 2)
		error_corrupt("timeline", len, "It ends within its header.");
	check_version("timeline", bytes[0], TIMELINE_VERSION);
	value = rebuild(bytes, len);
	for (Size i = 0; i < len; i++)
		if (VARHDRSZ + i >= VARSIZE(value) || ((uint8 *) VARDATA(value))[i] != bytes[i])
			error_corrupt("timeline", i, "It is not in the one form that its events have.");
	if (VARSIZE(value) != VARHDRSZ + len)
		error_corrupt("timeline", len, "It ends too early.");
	PG_RETURN_POINTER(value);
}

/*
 * timeline_send(timeline) -> bytea
 *
 * The packed bytes: they are in network order already.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_send);
Datum
scrm_timeline_send(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = timeline_bytes(fcinfo, 0, &len);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, (const char *) bytes, len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* Bytewise, the shorter first. */
static int
compare(FunctionCallInfo fcinfo)
{
	Size		a_len,
				b_len;
	const uint8 *a = timeline_bytes(fcinfo, 0, &a_len);
	const uint8 *b = timeline_bytes(fcinfo, 1, &b_len);
	int			order = memcmp(a, b, Min(a_len, b_len));

	if (order == 0)
		return (a_len > b_len) - (a_len < b_len);
	return order < 0 ? -1 : 1;
}

/*
 * timeline_cmp(timeline, timeline) -> int
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_cmp);
Datum
scrm_timeline_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(fcinfo));
}

/*
 * timeline_eq, _ne, _lt, _le, _ge, _gt (timeline, timeline) -> boolean
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_eq);
Datum
scrm_timeline_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) == 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_ne);
Datum
scrm_timeline_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) != 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_lt);
Datum
scrm_timeline_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) < 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_le);
Datum
scrm_timeline_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) <= 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_ge);
Datum
scrm_timeline_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) >= 0);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_gt);
Datum
scrm_timeline_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) > 0);
}

/*
 * timeline_hash(timeline) -> int, timeline_hash_extended(timeline, bigint) -> bigint
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_hash);
Datum
scrm_timeline_hash(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = timeline_bytes(fcinfo, 0, &len);

	return hash_any(bytes, len);
}

PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_hash_extended);
Datum
scrm_timeline_hash_extended(PG_FUNCTION_ARGS)
{
	Size		len;
	const uint8 *bytes = timeline_bytes(fcinfo, 0, &len);

	return hash_any_extended(bytes, len, PG_GETARG_INT64(1));
}

/* Labels become texts: they must be such in this database. */
static void
check_labels(const Timeline *timeline)
{
	for (uint32 i = 0; i < timeline->labels; i++)
	{
		Label		label = timeline_own_label(timeline, LABEL_OWN + i);

		if (!pg_verify_mbstr(GetDatabaseEncoding(), label.text, label.len, true))
			error_corrupt("timeline", (const uint8 *) label.text - timeline->bytes,
						  "A label is no text in the encoding of this database.");
	}
}

/* Every event read, and written by the one writer. */
static void *
rebuild(const uint8 *bytes, Size len)
{
	TimelineState *state = timeline_state_new(len);
	Timeline	timeline;
	TimelineCursor cursor;
	const char *error;

	if (bytes[1] & FLAT_OPEN)
		error_corrupt("timeline", 1, "It is the state of an aggregate.");
	if ((error = timeline_read(bytes, len, &timeline)))
		error_corrupt("timeline", 0, error);
	check_labels(&timeline);
	timeline_start(&cursor, &timeline);
	while (timeline_next(&cursor))
		if (timeline_verb(&timeline, cursor.event.verb).len == 0)
			error_corrupt("timeline", cursor.at - bytes, "A verb is empty.");
	timeline_check(&cursor);
	/* No more labels than the other has, and its bytes were read once. */
	if (timeline_state_append(&state, &timeline) != TIMELINE_OK)
		error_timeline_large();
	return timeline_packed(state);
}

static void
report_text(struct Node *context, TimelineTextError error, const char *text, Size at)
{
	/* A few characters from where it went wrong. */
	int			len = pg_mbcliplen(text + at, strlen(text + at), 30);
	const char *there = pnstrdup(text + at, len);

	switch (error)
	{
		case TIMELINE_TEXT_OK:
			break;
		case TIMELINE_TEXT_SYNTAX:
			ereturn(context,,
					(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					 errmsg("invalid timeline at byte %zu: \"%s\"", at, there),
					 errhint("Write an event as ts verb[@channel][:actor][=value][#seq], such as {2024-03-01T09:00:00Z ask@x:\"anna b\"}.")));
		case TIMELINE_TEXT_TIME:
			ereturn(context,,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("time out of range in timeline at byte %zu: \"%s\"", at, there)));
		case TIMELINE_TEXT_NUMBER:
			ereturn(context,,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("number out of range in timeline at byte %zu: \"%s\"", at, there)));
		case TIMELINE_TEXT_EMPTY_VERB:
			ereturn(context,,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("empty verb in timeline at byte %zu", at)));
		case TIMELINE_TEXT_LONG_LABEL:
			ereturn(context,,
					(errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
					 errmsg("label over %d bytes in timeline at byte %zu: \"%s...\"",
							LABEL_MAX, at, there)));
		case TIMELINE_TEXT_LABELS:
			error_timeline_labels();
		case TIMELINE_TEXT_LARGE:
			error_timeline_large();
	}
}
