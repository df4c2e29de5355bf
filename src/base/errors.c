/*
 * errors.c - what more than one module reports
 */
#include "base/errors.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

void
error_corrupt(const char *type, Size offset, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("corrupt %s at byte %zu", type, offset),
			 errdetail("%s", detail)));
	pg_unreachable();
}

void
error_newer_version(const char *type, int found, int known)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s has format version %d, and this library reads up to %d",
					type, found, known),
			 errhint("Install the newer release of scrm here, too.")));
	pg_unreachable();
}

void
error_too_large(const char *type, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("%s would pass 1 GB", type),
			 errhint("%s", hint)));
	pg_unreachable();
}

char *
error_shows(const char *text)
{
	int			length = strlen(text);
	int			shown = pg_mbcliplen(text, length, ERROR_SHOWS);

	return psprintf("%.*s%s", shown, text, shown < length ? " ..." : "");
}

void
error_unknown(const char *what, const char *value, const char *const *known)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; known[i]; i++)
		appendStringInfo(&list, "%s%s", i ? ", " : "", known[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown %s: \"%s\"", what, error_shows(value)),
			 errhint("Known are: %s.", list.data)));
	pg_unreachable();
}
