/*
 * names.c - names in one form, and how alike two of them are
 */
#include "postgres.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/args.h"
#include "base/errors.h"
#include "core/fold.h"
#include "core/name_keys.h"
#include "core/similarity.h"

/* The bytes of a text argument, readable as UTF-8. */
typedef struct Name
{
	const char *text;
	int			len;
} NameText;

static NameText
name_arg(FunctionCallInfo fcinfo, int n)
{
	text	   *value = PG_GETARG_TEXT_PP(n);
	NameText	name = {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};

	utf8_check(name.text, name.len);
	return name;
}

/* One that is folded. */
static NameText
folded_arg(FunctionCallInfo fcinfo, int n)
{
	NameText	name = name_arg(fcinfo, n);

	if (name.len > FOLD_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a text of %d bytes is too long for a name", name.len),
				 errdetail("It may have %d bytes.", FOLD_MAX)));
	return name;
}

/* Room for a text of as many bytes; it is written in place. */
static text *
text_room(Size len)
{
	return palloc_extended(VARHDRSZ + len, MCXT_ALLOC_HUGE);
}

/* The text in a room, of that length. */
static Datum
text_of_len(text * room, int len)
{
	if (len > MaxAllocSize - VARHDRSZ)
		error_too_large("text", "Shorten the text.");
	SET_VARSIZE(room, VARHDRSZ + len);
	PG_RETURN_TEXT_P(room);
}

/*
 * fold_name(text) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_fold_name);
Datum
scrm_fold_name(PG_FUNCTION_ARGS)
{
	NameText	name = folded_arg(fcinfo, 0);
	text	   *folded = text_room((Size) name.len * FOLD_GROWTH);

	return text_of_len(folded, fold_name(name.text, name.len, VARDATA(folded)));
}

/*
 * name_stem(text) -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_name_stem);
Datum
scrm_name_stem(PG_FUNCTION_ARGS)
{
	NameText	name = folded_arg(fcinfo, 0);
	text	   *stem = text_room((Size) name.len * FOLD_GROWTH);

	return text_of_len(stem, name_stem(name.text, name.len, VARDATA(stem)));
}

/*
 * phonetic_key(text) -> text, of any text: it is folded first
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_phonetic_key);
Datum
scrm_phonetic_key(PG_FUNCTION_ARGS)
{
	NameText	name = folded_arg(fcinfo, 0);
	char	   *folded = palloc_extended((Size) name.len * FOLD_GROWTH + 1, MCXT_ALLOC_HUGE);
	int			len = fold_name(name.text, name.len, folded);
	int			room = Min((int64) len * 2, PG_INT32_MAX);
	text	   *key = text_room(room);

	return text_of_len(key, phonetic_key(folded, len, VARDATA(key), room));
}

/*
 * jaro_winkler(a text, b text) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_jaro_winkler);
Datum
scrm_jaro_winkler(PG_FUNCTION_ARGS)
{
	NameText	a = name_arg(fcinfo, 0);
	NameText	b = name_arg(fcinfo, 1);

	PG_RETURN_FLOAT8(jaro_winkler(a.text, a.len, b.text, b.len));
}

/*
 * damerau_levenshtein(a text, b text, max_distance int = NULL) -> int
 *
 * Not STRICT, so that NULL may be the third argument.
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_damerau_levenshtein);
Datum
scrm_damerau_levenshtein(PG_FUNCTION_ARGS)
{
	int			max_distance = PG_ARGISNULL(2) ? PG_INT32_MAX : PG_GETARG_INT32(2);
	NameText	a;
	NameText	b;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (max_distance < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_distance is negative: %d", max_distance),
				 errhint("Leave it out to have the distance, however great.")));
	a = name_arg(fcinfo, 0);
	b = name_arg(fcinfo, 1);
	PG_RETURN_INT32(osa_distance(a.text, a.len, b.text, b.len, max_distance));
}

/*
 * name_similarity(a text, b text) -> float8
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_name_similarity);
Datum
scrm_name_similarity(PG_FUNCTION_ARGS)
{
	NameText	a = folded_arg(fcinfo, 0);
	NameText	b = folded_arg(fcinfo, 1);

	PG_RETURN_FLOAT8(name_similarity(a.text, a.len, b.text, b.len));
}
