/*
 * match_rows.c - the rows of a source as numbers of values
 */
#include "core/match_rows.h"

#include <math.h>

#include "common/hashfn.h"
#include "core/account.h"
#include "core/fold.h"
#include "core/match_words.h"
#include "core/name_keys.h"
#include "core/similarity.h"
#include "core/utf8.h"

#define FOLD_ROOM	(MATCH_READ * 4 * FOLD_GROWTH)

/* Words that stand for nothing, folded. */
static const char *const placeholders[] = {
	"n a", "na na", "null", "none", "nan", "unknown", "unbekannt", "sconosciuto", "inconnu", "desconocido",
	"test", "tbd", "nil", "not available", "keine", "anonymous"
};

uint64
match_hash(const char *text, int len)
{
	return hash_bytes_extended((const unsigned char *) text, len, 0);
}

static void
dict_init(MatchDict *dict)
{
	dict->room = 64;
	dict->values = palloc0_array(MatchValue, dict->room);
	dict->n = 1;
	dict->mask = 127;
	dict->slots = palloc0_array(uint32, dict->mask + 1);
	dict->rows = 0;
}

static void
dict_grow(MatchDict *dict)
{
	MatchValue *values;

	if (dict->n == dict->room)
	{
		values = palloc_extended((Size) dict->room * 2 * sizeof(MatchValue), MCXT_ALLOC_HUGE);
		memcpy(values, dict->values, (Size) dict->n * sizeof(MatchValue));
		pfree(dict->values);
		dict->values = values;
		dict->room *= 2;
	}
	if (dict->n * 2 < dict->mask)
		return;
	pfree(dict->slots);
	dict->mask = dict->mask * 2 + 1;
	dict->slots = palloc_extended(((Size) dict->mask + 1) * sizeof(uint32), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (uint32 i = 1; i < dict->n; i++)
	{
		uint32		at = (uint32) dict->values[i].hash & dict->mask;

		while (dict->slots[at])
			at = (at + 1) & dict->mask;
		dict->slots[at] = i;
	}
}

uint32
match_dict_find(const MatchDict *dict, uint64 hash)
{
	uint32		at = (uint32) hash & dict->mask;

	while (dict->slots[at] && dict->values[dict->slots[at]].hash != hash)
		at = (at + 1) & dict->mask;
	return dict->slots[at];
}

/* At most `most` bytes of a text, not ending in the middle of a character. */
static int
clip(const char *text, int len, int most)
{
	if (len <= most)
		return len;
	while (most > 0 && ((unsigned char) text[most] & 0xC0) == 0x80)
		most--;
	return most;
}

uint32
match_dict_add(MatchDict *dict, const char *text, int len, bool *is_new)
{
	uint64		hash = match_hash(text, len);
	uint32		at = (uint32) hash & dict->mask;
	MatchValue *value;

	while (dict->slots[at] && dict->values[dict->slots[at]].hash != hash)
		at = (at + 1) & dict->mask;
	*is_new = dict->slots[at] == 0;
	if (!*is_new)
	{
		dict->values[dict->slots[at]].count++;
		return dict->slots[at];
	}
	dict->slots[at] = dict->n;
	value = &dict->values[dict->n];
	memset(value, 0, sizeof(MatchValue));
	value->hash = hash;
	value->count = 1;
	value->len = clip(text, len, MATCH_TEXT);
	value->cut = value->len < len;
	memcpy(value->text, text, value->len);
	value->ascii = is_ascii(value->text, value->len);
	value->letters = letter_counts(value->text, value->len);
	dict->n++;
	at = dict->n - 1;
	dict_grow(dict);
	return at;
}

static MatchField *
field_new(MatchRows *rows, const char *name, MatchKind kind, int slots)
{
	MatchField *field = &rows->fields[rows->nfields++];

	field->name = pstrdup(name);
	field->kind = kind;
	field->slot = rows->width;
	field->slots = slots;
	field->dict = palloc0_array(MatchDict, slots);
	for (int i = 0; i < slots; i++)
		dict_init(&field->dict[i]);
	rows->width += slots;
	return field;
}

static void
take_words(MatchField *field)
{
	field->words = palloc0_object(MatchDict);
	dict_init(field->words);
	field->texts_room = 64;
	field->texts = palloc_array(MatchWord, field->texts_room);
}

static int
count_kind(const MatchRows *rows, ColumnKind kind)
{
	int			n = 0;

	for (int i = 0; i < rows->ncolumns; i++)
		n += rows->columns[i].kind == kind;
	return n;
}

/* The name's fields and the account come first: others depend on them. */
static void
make_fields(MatchRows *rows)
{
	bool		whole = count_kind(rows, COLUMN_NAME) > 0;
	int			emails = count_kind(rows, COLUMN_EMAIL) > 0;
	int			handles = count_kind(rows, COLUMN_HANDLE);
	int			account = -1;

	if (count_kind(rows, COLUMN_FAMILY) > 0 || whole)
	{
		rows->family = rows->nfields;
		field_new(rows, "family name", MATCH_FAMILY, 1);
	}
	if (count_kind(rows, COLUMN_GIVEN) > 0 || whole)
	{
		rows->given = rows->nfields;
		field_new(rows, "given name", MATCH_GIVEN, 1);
	}
	if (emails + handles > 0)
	{
		MatchField *field;

		account = rows->nfields;
		field = field_new(rows, emails ? "email" : "handle", MATCH_ACCOUNT, emails + handles);
		field->email = emails > 0;
		field->stems = palloc0_object(MatchDict);
		dict_init(field->stems);
		handles = emails;
	}
	for (int i = 0; i < rows->ncolumns; i++)
	{
		MatchColumn *column = &rows->columns[i];
		static const int kinds[COLUMN_KINDS] = {
			[COLUMN_PHONE] = MATCH_PHONE, [COLUMN_DATE] = MATCH_DATE, [COLUMN_CATEGORY] = MATCH_CATEGORY,
			[COLUMN_CODE] = MATCH_CODE, [COLUMN_NUMBER] = MATCH_NUMBER, [COLUMN_TEXT] = MATCH_TEXT_KIND
		};

		column->field = -1;
		if (column->kind == COLUMN_GIVEN)
			column->field = rows->given;
		else if (column->kind == COLUMN_FAMILY)
			column->field = rows->family;
		else if (column->kind == COLUMN_EMAIL)
			column->field = account;
		else if (column->kind == COLUMN_HANDLE)
		{
			column->field = account;
			column->slot = rows->fields[account].slot + handles++;
			continue;
		}
		else if (kinds[column->kind] != 0 && rows->nfields < MATCH_FIELDS)
		{
			column->field = rows->nfields;
			field_new(rows, column->name, kinds[column->kind], 1);
			if (column->kind == COLUMN_TEXT)
				take_words(&rows->fields[column->field]);
		}
		if (column->field >= 0)
			column->slot = rows->fields[column->field].slot;
	}
}

MatchRows *
match_rows_new(int ncolumns, const char *const *names, const ColumnKind *kinds)
{
	MatchRows  *rows = palloc0_object(MatchRows);

	Assert(ncolumns <= MATCH_COLUMNS);
	rows->ncolumns = ncolumns;
	for (int i = 0; i < ncolumns; i++)
	{
		rows->columns[i].name = pstrdup(names[i]);
		rows->columns[i].kind = kinds[i];
		rows->input[i] = i;
	}
	rows->ninput = ncolumns;
	/* Beside a family name, nome is the given one. */
	if (count_kind(rows, COLUMN_FAMILY) > 0 && count_kind(rows, COLUMN_GIVEN) == 0)
		for (int i = 0; i < ncolumns; i++)
			if (kinds[i] == COLUMN_NAME)
				rows->columns[i].kind = COLUMN_GIVEN;
	rows->given = rows->family = -1;
	rows->width = 1;
	make_fields(rows);
	rows->room = 1024;
	rows->cells = palloc_array(uint32, rows->room * rows->width);
	rows->sources_room = 16;
	rows->sources = palloc0_array(MatchSource, rows->sources_room);
	rows->sources[0].name = pstrdup("");
	rows->nsources = 1;
	return rows;
}

int
match_source(MatchRows *rows, const char *name, int len)
{
	MatchSource *source;

	for (int i = rows->nsources - 1; i > 0; i--)
		if (strncmp(rows->sources[i].name, name, len) == 0 && rows->sources[i].name[len] == '\0')
			return i;
	if (rows->nsources == rows->sources_room)
	{
		rows->sources_room *= 2;
		rows->sources = repalloc(rows->sources, rows->sources_room * sizeof(MatchSource));
	}
	source = &rows->sources[rows->nsources];
	source->name = pnstrdup(name, len);
	source->hash = match_hash(name, len);
	source->one_per = source_is_network(name, len);
	source->rows = 0;
	return rows->nsources++;
}

/* Whether a folded value says nothing: n/a, 0000000, a single sign. */
static bool
is_placeholder(const char *text, int len)
{
	int			i = 1;

	for (int w = 0; w < lengthof(placeholders); w++)
		if ((int) strlen(placeholders[w]) == len && memcmp(placeholders[w], text, len) == 0)
			return true;
	while (i < len && text[i] == text[0])
		i++;
	return i == len && len > 2;
}

/* Adds a folded value in a slot; nothing is none. */
static void
put(MatchRows *rows, uint32 *row, int slot, MatchDict *dict, const char *text, int len)
{
	bool		is_new;

	if (len == 0 || row[slot] != MATCH_NONE || is_placeholder(text, len))
		return;
	row[slot] = match_dict_add(dict, text, len, &is_new);
	dict->rows++;
}

/* Words of a name that are no part of it, or belong to the next one. */
static bool
is_title(const char *word, int len)
{
	static const char *const titles[] = {"mr", "mrs", "ms", "miss", "dr", "prof", "sig", "sigra", "herr", "frau", "sr", "sra", "mme", "jr"};

	for (int i = 0; i < lengthof(titles); i++)
		if ((int) strlen(titles[i]) == len && memcmp(titles[i], word, len) == 0)
			return true;
	return false;
}

static bool
is_particle(const char *word, int len)
{
	static const char *const particles[] = {"de", "di", "da", "del", "della", "dello", "van", "von", "der", "den", "la", "le", "du", "do", "dos", "ter", "zu", "al", "el", "bin", "ben"};

	for (int i = 0; i < lengthof(particles); i++)
		if ((int) strlen(particles[i]) == len && memcmp(particles[i], word, len) == 0)
			return true;
	return false;
}

/*
 * Splits a whole name.  The first word is the given name and the last, with
 * the particles before it, the family name; behind a comma it is the other way
 * round.  A single word is a given name.
 */
static void
put_name(MatchRows *rows, uint32 *row, const char *raw, int rawlen, char *buffer)
{
	MatchField *given = &rows->fields[rows->given];
	MatchField *family = &rows->fields[rows->family];
	const char *comma = memchr(raw, ',', rawlen);
	int			len,
				start = 0,
				first,
				last;

	if (comma && comma > raw)
	{
		len = fold_name(raw, comma - raw, buffer);
		put(rows, row, family->slot, &family->dict[0], buffer, len);
		rawlen -= comma + 1 - raw;
		raw = comma + 1;
	}
	len = fold_name(raw, rawlen, buffer);
	for (;;)
	{
		first = start;
		while (first < len && buffer[first] != ' ')
			first++;
		if (first == len || !is_title(buffer + start, first - start))
			break;
		start = first + 1;
	}
	put(rows, row, given->slot, &given->dict[0], buffer + start, first - start);
	if (first >= len)
		return;
	last = len;
	while (buffer[last - 1] != ' ')
		last--;
	for (;;)
	{
		int			before = last - 1;

		while (before > first && buffer[before - 1] != ' ')
			before--;
		if (before <= first || !is_particle(buffer + before, last - 1 - before))
			break;
		last = before;
	}
	put(rows, row, family->slot, &family->dict[0], buffer + last, len - last);
}

static void
put_account(MatchRows *rows, uint32 *row, const MatchColumn *column, const char *text, int len, char *buffer)
{
	MatchField *field = &rows->fields[column->field];
	MatchDict  *dict = &field->dict[column->slot - field->slot];
	int			local;
	uint32		before = dict->n;
	MatchValue *value;

	if (column->kind == COLUMN_EMAIL)
		len = account_email(text, len, buffer, &local);
	else
		len = account_handle(column->name, text, len, buffer, &local);
	put(rows, row, column->slot, dict, buffer, len);
	if (dict->n > before)
	{
		char		digits[MATCH_READ];
		char		stem[FOLD_GROWTH * MATCH_READ];
		int			start = column->kind == COLUMN_EMAIL ? 0 : len - local;
		int			ndigits = 0;
		bool		is_new;

		value = &dict->values[dict->n - 1];
		for (int i = start; i < start + local && ndigits < MATCH_READ; i++)
			if (buffer[i] >= '0' && buffer[i] <= '9')
				digits[ndigits++] = buffer[i];
		value->digits = ndigits ? (uint32) match_hash(digits, ndigits) : 0;
		local = name_stem(buffer + start, Min(local, MATCH_READ), stem);
		value->stem = local > 0 ? match_dict_add(field->stems, stem, local, &is_new) : 0;
	}
	else if (MATCH_VALUE(row[column->slot]))
	{
		uint32		stem = dict->values[MATCH_VALUE(row[column->slot])].stem;

		if (stem)
			field->stems->values[stem].count++;
	}
}

static int
only_digits(const char *text, int len, char *out)
{
	int			n = 0;

	for (int i = 0; i < len; i++)
		if (text[i] >= '0' && text[i] <= '9')
			out[n++] = text[i];
	return n;
}

/* Letters and digits in lower case, without what stands between. */
static int
code_of(const char *folded, int len, char *out)
{
	int			n = 0;

	for (int i = 0; i < len; i++)
		if (folded[i] != ' ')
			out[n++] = folded[i];
	return n;
}

/* Bytes of the first n characters. */
static int
clip_chars(const char *text, int len, int n)
{
	int			i = 0;

	while (i < len && (n > 0 || ((unsigned char) text[i] & 0xC0) == 0x80))
		n -= ((unsigned char) text[i++] & 0xC0) != 0x80;
	return i;
}

static void
put_cell(MatchRows *rows, uint32 *row, const MatchColumn *column, const char *text, int len, char *buffer)
{
	MatchField *field;
	uint32		known;

	len = Min(len, MATCH_READ * 4);
	if (column->kind == COLUMN_NAME)
	{
		put_name(rows, row, text, len, buffer);
		return;
	}
	if (column->field < 0)
		return;
	field = &rows->fields[column->field];
	switch (field->kind)
	{
		case MATCH_ACCOUNT:
			put_account(rows, row, column, text, len, buffer);
			return;
		case MATCH_PHONE:
			len = only_digits(text, len, buffer);
			if (len < 5)
				return;
			/* Whatever stands before it, the last nine tell a number. */
			put(rows, row, column->slot, field->dict, buffer + Max(0, len - 9), Min(len, 9));
			return;
		case MATCH_DATE:
			if (!date_digits(text, len, buffer))
				len = only_digits(text, len, buffer);
			else
				len = 8;
			if (len == 8 && (memcmp(buffer, "19000101", 8) == 0 || memcmp(buffer, "19700101", 8) == 0))
				return;
			break;
		case MATCH_TEXT_KIND:
			len = fold_name(text, clip_chars(text, len, MATCH_READ), buffer);
			known = field->dict->n;
			put(rows, row, column->slot, field->dict, buffer, len);
			if (row[column->slot] != MATCH_NONE)
				match_words_read(field, row[column->slot], field->dict->n > known, buffer, len);
			return;
		case MATCH_CODE:
			len = fold_name(text, len, buffer);
			len = code_of(buffer, len, buffer);
			break;
		default:
			len = fold_name(text, len, buffer);
	}
	put(rows, row, column->slot, field->dict, buffer, len);
	if (field->kind == MATCH_NUMBER && row[column->slot])
	{
		char		number[64];

		len = Min(len, (int) sizeof(number) - 1);
		memcpy(number, text, len);
		number[len] = '\0';
		field->dict->values[row[column->slot]].number = strtod(number, NULL);
	}
}

void
match_rows_add(MatchRows *rows, const MatchCell *cells)
{
	char		buffer[FOLD_ROOM];
	uint32	   *row;
	int			source = 0;

	if (rows->n == rows->room)
	{
		uint32	   *grown = palloc_extended((Size) rows->room * 2 * rows->width * sizeof(uint32), MCXT_ALLOC_HUGE);

		memcpy(grown, rows->cells, (Size) rows->n * rows->width * sizeof(uint32));
		pfree(rows->cells);
		rows->cells = grown;
		rows->room *= 2;
	}
	row = rows->cells + rows->n * rows->width;
	memset(row, 0, rows->width * sizeof(uint32));
	for (int i = 0; i < rows->ninput; i++)
	{
		const MatchColumn *column = &rows->columns[Max(rows->input[i], 0)];

		if (cells[i].len < 0 || rows->input[i] < 0)
			continue;
		if (column->kind == COLUMN_SOURCE)
			source = match_source(rows, cells[i].text, clip(cells[i].text, cells[i].len, NAMEDATALEN));
		else
			put_cell(rows, row, column, cells[i].text, cells[i].len, buffer);
	}
	row[0] = source;
	rows->sources[source].rows++;
	rows->n++;
}

void
match_rows_input(MatchRows *rows, int ncolumns, const char *const *names)
{
	rows->ninput = Min(ncolumns, MATCH_COLUMNS);
	for (int i = 0; i < rows->ninput; i++)
	{
		rows->input[i] = -1;
		for (int j = 0; j < rows->ncolumns; j++)
			if (strcmp(names[i], rows->columns[j].name) == 0)
				rows->input[i] = j;
	}
}

void
match_rows_order(MatchRows *rows, int64 first, int64 n, const int32 *places)
{
	Size		width = rows->width * sizeof(uint32);
	uint32	   *from = rows->cells + first * rows->width;
	uint32	   *to = palloc_extended((Size) n * width + 1, MCXT_ALLOC_HUGE);

	for (int64 i = 0; i < n; i++)
	{
		memcpy(to + (Size) places[i] * rows->width, from + i * rows->width, width);
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	memcpy(from, to, (Size) n * width);
	pfree(to);
}

/* Whether the stem holds this name. */
static bool
stem_holds(const MatchValue *stem, const MatchField *field, const uint32 *row)
{
	const MatchValue *name = &field->dict->values[row[field->slot]];

	if (row[field->slot] == MATCH_NONE || name->len < 3)
		return false;
	for (int i = 0; i + name->len <= stem->len; i++)
		if (memcmp(stem->text + i, name->text, name->len) == 0)
			return true;
	return false;
}

static void
explain(MatchRows *rows, const MatchField *field, uint32 *row)
{
	for (int s = 0; s < field->slots; s++)
	{
		uint32	   *cell = &row[field->slot + s];
		const MatchValue *stem = &field->stems->values[field->dict[s].values[*cell].stem];

		if (*cell != MATCH_NONE &&
			((rows->given >= 0 && stem_holds(stem, &rows->fields[rows->given], row)) ||
			 (rows->family >= 0 && stem_holds(stem, &rows->fields[rows->family], row))))
			*cell |= MATCH_EXPLAINED;
	}
}

static void
dict_shares(MatchDict *dict)
{
	for (uint32 i = 1; i < dict->n; i++)
	{
		dict->values[i].bits = -log2((double) dict->values[i].count / dict->rows);
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

void
match_rows_finish(MatchRows *rows)
{
	for (int f = 0; f < rows->nfields; f++)
	{
		MatchField *field = &rows->fields[f];

		for (int s = 0; s < field->slots; s++)
			dict_shares(&field->dict[s]);
		if (field->kind == MATCH_TEXT_KIND)
		{
			dict_shares(field->words);
			match_words_weigh(field, -log2(1.0 / field->words->rows));
		}
		if (field->kind != MATCH_ACCOUNT)
			continue;
		field->stems->rows = 0;
		for (uint32 i = 1; i < field->stems->n; i++)
			field->stems->rows += field->stems->values[i].count;
		dict_shares(field->stems);
		for (int64 i = 0; i < rows->n; i++)
		{
			explain(rows, field, rows->cells + i * rows->width);
			if (i % 65536 == 0)
				CHECK_FOR_INTERRUPTS();
		}
	}
}
