/*
 * timeline.c - type timeline: text, bytes, comparison
 */
#include "timeline/timeline_arg.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"

#include "base/errors.h"
#include "core/timeline_bytes.h"
#include "core/timeline_text.h"

static void report_text(struct Node *context, TimelineTextError error,
						const char *text, Size at);

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

/* Labels become texts: they must be such in this database. */
static void
check_labels(const void *value)
{
	Timeline	timeline;

	(void) timeline_read((const uint8 *) VARDATA(value), VARSIZE(value) - VARHDRSZ, &timeline);
	for (uint32 i = 0; i < timeline.labels; i++)
	{
		Label		label = timeline_own_label(&timeline, LABEL_OWN + i);

		if (!pg_verify_mbstr(GetDatabaseEncoding(), label.text, label.len, true))
			error_corrupt("timeline", (const uint8 *) label.text - timeline.bytes,
						  "A label is no text in the encoding of this database.");
	}
}

/*
 * timeline_recv(internal) -> timeline
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_timeline_recv);
Datum
scrm_timeline_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	Size		len = message->len - message->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(message, len);
	const char *error;
	Size		at;
	void	   *value;

	if (len < 2)
		error_corrupt("timeline", len, "It ends within its header.");
	check_version("timeline", bytes[0], TIMELINE_VERSION);
	switch (timeline_from_bytes(bytes, len, &value, &error, &at))
	{
		case TIMELINE_OK:
			break;
		case TIMELINE_CORRUPT:
			error_corrupt("timeline", at, error);
		case TIMELINE_LABELS:
			error_timeline_labels();
		case TIMELINE_LARGE:
			error_timeline_large();
	}
	check_labels(value);
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
