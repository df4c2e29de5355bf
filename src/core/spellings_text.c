/*
 * spellings_text.c - the text form of spellings
 */
#include "core/spellings_text.h"

#include "common/int.h"
#include "lib/stringinfo.h"

#include "core/iso8601.h"
#include "core/timeline_text.h"

#define INFINITY_TEXT	"infinity"

static void
put_quoted(StringInfo out, const char *text, int len)
{
	appendStringInfoChar(out, '"');
	for (int i = 0; i < len; i++)
	{
		if (text[i] == '"' || text[i] == '\\')
			appendStringInfoChar(out, '\\');
		appendStringInfoChar(out, text[i]);
	}
	appendStringInfoChar(out, '"');
}

/*
 * The text of a packed value, from a reader that has just been opened.
 */
char *
spellings_to_text(SpellingsReader *reader)
{
	StringInfoData out;
	Spelling	spelling;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	while (spellings_next(reader, &spelling))
	{
		char		instant[TIMELINE_TS_MAX];

		if (out.len > 1)
			appendStringInfoChar(&out, ',');
		put_quoted(&out, spelling.text, spelling.len);
		if (spelling.rows > 1)
			appendStringInfo(&out, "*" INT64_FORMAT, spelling.rows);
		if (TIMESTAMP_IS_NOEND(spelling.newest))
			appendStringInfoString(&out, "@" INFINITY_TEXT);
		else if (!TIMESTAMP_IS_NOBEGIN(spelling.newest))
			appendStringInfo(&out, "@%s", timeline_ts_text(instant, spelling.newest));
	}
	appendStringInfoChar(&out, '}');
	return out.data;
}

/* A text in quotes at *p, without its backslashes; NULL where it does not end. */
static char *
read_quoted(const char **p, int *len)
{
	const char *end = *p + 1;
	char	   *text;

	while (*end && *end != '"')
		end += end[0] == '\\' && end[1] ? 2 : 1;
	if (!*end)
		return NULL;
	text = palloc(end - *p);
	*len = 0;
	for ((*p)++; *p < end; (*p)++)
	{
		*p += **p == '\\';
		text[(*len)++] = **p;
	}
	(*p)++;
	return text;
}

/* A number from 1 on at *p, moved behind; false where there is none. */
static bool
read_rows(const char **p, int64 *rows)
{
	*rows = 0;
	for (; **p >= '0' && **p <= '9'; (*p)++)
		if (pg_mul_s64_overflow(*rows, 10, rows) || pg_add_s64_overflow(*rows, **p - '0', rows))
			return false;
	return *rows > 0;
}

static bool
read_instant(const char **p, TimestampTz *instant)
{
	int			len = strcspn(*p, ",}");
	const char *text = *p;

	*p += len;
	if (len == strlen(INFINITY_TEXT) && memcmp(text, INFINITY_TEXT, len) == 0)
	{
		*instant = DT_NOEND;
		return true;
	}
	return iso8601_read(text, len, instant) == INSTANT_OK;
}

SpellingsTextStatus
spellings_from_text(const char *text, SpellingsFlat **flat, const char **detail, int *offset)
{
	const char *p = text;
	const char *start;

#define SYNTAX(where, what) \
	return (*detail = (what), *offset = (where) - text, SPELLINGS_TEXT_SYNTAX)

	*flat = spellings_new();
	if (*p != '{')
		SYNTAX(p, "A brace must open here.");
	p++;
	while (*p != '}' || p[-1] == ',')
	{
		Spelling	spelling = {.rows = 1, .newest = DT_NOBEGIN};

		if (p[-1] != '{' && p[-1] != ',')
			SYNTAX(p, "A comma or the closing brace must come here.");
		if (*p != '"')
			SYNTAX(p, "A text in double quotes must come here.");
		start = p;
		if (!(spelling.text = read_quoted(&p, &spelling.len)))
			SYNTAX(start, "A double quote must end this text.");
		if (*p == '*' && (start = p++) && !read_rows(&p, &spelling.rows))
			SYNTAX(start, "A number of rows, from 1 on, must follow.");
		if (*p == '@' && (start = p++) && !read_instant(&p, &spelling.newest))
			SYNTAX(start, "An instant must follow, as 2024-03-01T09:00:00Z, or infinity.");
		if (!spellings_add(flat, spelling))
			return SPELLINGS_TEXT_LARGE;
		pfree(unconstify(char *, spelling.text));
		if (*p == ',')
			p++;
		CHECK_FOR_INTERRUPTS();
	}
	if (*++p != '\0')
		SYNTAX(p, "Nothing may follow the closing brace.");
	return SPELLINGS_TEXT_OK;
#undef SYNTAX
}
