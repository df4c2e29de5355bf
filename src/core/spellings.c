/*
 * spellings.c - different texts, how often each was seen, and when last
 *
 * Costs: 24 bytes and its text for a row while growing, until rows of one text
 * are counted together; packed, 3 bytes and the text.  Collecting n rows sorts
 * n log n.
 */
#include "core/spellings.h"

#include "common/int.h"

#include "core/varint.h"

#define FIRST_CAPACITY	128
#define HEADER_SIZE		2		/* version, flags */

/* An entry of the open state; its text follows, up to a multiple of 8. */
typedef struct Entry
{
	int64		rows;
	int64		newest;
	uint32		len;
	uint32		zero;
} Entry;

#define ENTRY_SIZE(len)	(sizeof(Entry) + TYPEALIGN(8, (Size) (len)))
#define CAPACITY(used)	(offsetof(SpellingsFlat, entries) + (Size) (used))

SpellingsFlat *
spellings_new(void)
{
	return flat_new(FIRST_CAPACITY, SPELLINGS_VERSION);
}

static bool
instant_valid(TimestampTz instant)
{
	return TIMESTAMP_NOT_FINITE(instant) ||
		(instant >= SPELLINGS_INSTANT_MIN && instant < END_TIMESTAMP);
}

/* The spelling at p; returns the place behind it. */
static const char *
read_entry(const char *p, Spelling *spelling)
{
	Entry		entry;

	memcpy(&entry, p, sizeof(entry));
	*spelling = (Spelling) {p + sizeof(entry), entry.len, entry.rows, entry.newest};
	return p + ENTRY_SIZE(entry.len);
}

/* Writes a spelling at p, where there is room. */
static char *
write_entry(char *p, const Spelling *spelling)
{
	Entry		entry = {spelling->rows, spelling->newest, spelling->len, 0};
	Size		size = ENTRY_SIZE(spelling->len);

	memcpy(p, &entry, sizeof(entry));
	memcpy(p + sizeof(entry), spelling->text, spelling->len);
	memset(p + sizeof(entry) + spelling->len, 0, size - sizeof(entry) - spelling->len);
	return p + size;
}

static int
compare_texts(const void *a, const void *b)
{
	const Spelling *x = a;
	const Spelling *y = b;
	int			order = memcmp(x->text, y->text, Min(x->len, y->len));

	CHECK_FOR_INTERRUPTS();
	return order ? order : x->len - y->len;
}

Spelling *
spellings_list(const SpellingsFlat *flat, int *n)
{
	Spelling   *list = palloc_extended((Size) Max(1, flat->n) * sizeof(Spelling), MCXT_ALLOC_HUGE);
	const char *p = flat->entries;
	int			kept = 0;

	for (uint32 i = 0; i < flat->n; i++)
		p = read_entry(p, &list[i]);
	pg_qsort(list, flat->n, sizeof(Spelling), compare_texts);
	for (uint32 i = 1; i < flat->n; i++)
	{
		if (compare_texts(&list[kept], &list[i]) != 0)
		{
			list[++kept] = list[i];
			continue;
		}
		/* So many rows there are not; the sum is the same in any order. */
		if (pg_add_s64_overflow(list[kept].rows, list[i].rows, &list[kept].rows))
			list[kept].rows = PG_INT64_MAX;
		list[kept].newest = Max(list[kept].newest, list[i].newest);
	}
	*n = flat->n ? kept + 1 : 0;
	return list;
}

/* Counts rows of one text together, in place. */
static void
collapse(SpellingsFlat *flat)
{
	int			n;
	Spelling   *list = spellings_list(flat, &n);
	char	   *entries = palloc(flat->used);
	char	   *p = entries;

	for (int i = 0; i < n; i++)
		p = write_entry(p, &list[i]);
	memcpy(flat->entries, entries, p - entries);
	memset(flat->entries + (p - entries), 0, flat->used - (p - entries));
	flat->used = p - entries;
	flat->n = n;
	pfree(entries);
	pfree(list);
}

/*
 * Room for an entry of that size, by counting together or else by growing.  At
 * its largest, a state that is nearly full is full: or it would be sorted for
 * every few rows.
 */
static bool
make_room(SpellingsFlat **flat, Size size)
{
	Size		capacity = flat_capacity(*flat);
	Size		need;

	collapse(*flat);
	need = CAPACITY((*flat)->used + size);
	if (need > FLAT_MAX)
		return false;
	if (need <= capacity / 2)
		return true;
	if (capacity == FLAT_MAX)
		return need <= FLAT_MAX - FLAT_MAX / 8;
	*flat = flat_grow(*flat, CAPACITY((*flat)->used), Min(2 * need, FLAT_MAX));
	return true;
}

bool
spellings_add(SpellingsFlat **flat, Spelling spelling)
{
	Size		size = ENTRY_SIZE(spelling.len);

	if (spelling.newest < SPELLINGS_INSTANT_MIN)
		spelling.newest = DT_NOBEGIN;
	if (CAPACITY((*flat)->used + size) > flat_capacity(*flat) && !make_room(flat, size))
		return false;
	write_entry((*flat)->entries + (*flat)->used, &spelling);
	(*flat)->used += size;
	(*flat)->n++;
	return true;
}

/* The spellings of an open state that travelled, at any alignment. */
static bool
add_open(SpellingsFlat **flat, const uint8 *bytes, Size len, const char **error)
{
	SpellingsFlat from;
	Size		header = offsetof(SpellingsFlat, entries) - VARHDRSZ;
	const char *p = (const char *) bytes + header;
	const char *end;

	if (len < header)
	{
		*error = "It ends within its header.";
		return true;
	}
	memcpy((char *) &from + VARHDRSZ, bytes, header);
	end = p + Min(from.used, len - header);
	for (uint32 i = 0; i < from.n; i++)
	{
		Entry		entry;
		Spelling	spelling;

		if (end - p >= sizeof(entry))
			memcpy(&entry, p, sizeof(entry));
		if (end - p < sizeof(entry) || ENTRY_SIZE(entry.len) > end - p ||
			entry.rows < 1 || !instant_valid(entry.newest))
		{
			*error = "A spelling is not one of this type.";
			return true;
		}
		p = read_entry(p, &spelling);
		if (!spellings_add(flat, spelling))
			return false;
	}
	return true;
}

/*
 * *error: NULL, or a sentence on what is wrong with the bytes.
 */
bool
spellings_add_value(SpellingsFlat **flat, const uint8 *bytes, Size len, const char **error)
{
	SpellingsReader reader;
	Spelling	spelling;

	*error = NULL;
	if (!*flat)
		*flat = spellings_new();
	if (len >= HEADER_SIZE && bytes[1] == FLAT_OPEN)
		return add_open(flat, bytes, len, error);
	spellings_open(&reader, bytes, len);
	while (spellings_next(&reader, &spelling))
		if (!spellings_add(flat, spelling))
			return false;
	*error = reader.error;
	return true;
}

/*
 * The packed value of a state, which stays as it is.
 */
void *
spellings_pack(const SpellingsFlat *flat)
{
	int			n;
	Spelling   *list = spellings_list(flat, &n);

	/* An entry takes more than its spelling in the packed form. */
	uint8	   *result = palloc_extended(FLAT_PRELUDE + flat->used + (Size) n * VARINT_MAX,
										 MCXT_ALLOC_HUGE);
	uint8	   *p = result + FLAT_PRELUDE;

	flat_version(result) = SPELLINGS_VERSION;
	flat_flags(result) = 0;
	for (int i = 0; i < n; i++)
	{
		p = varint_write(p, list[i].len);
		memcpy(p, list[i].text, list[i].len);
		p = varint_write(p + list[i].len, list[i].rows);
		/* DT_NOBEGIN is the one whose zigzag is the greatest. */
		p = varint_write(p, zigzag(list[i].newest) + 1);
	}
	SET_VARSIZE(result, p - result);
	pfree(list);
	return result;
}

void
spellings_open(SpellingsReader *reader, const uint8 *bytes, Size len)
{
	reader->error = NULL;
	reader->last = (Spelling) {NULL, 0, 0, 0};
	reader->p = reader->end = bytes + len;
	if (len < HEADER_SIZE)
		reader->error = "It ends within its header.";
	else if (bytes[1] != 0)
		reader->error = "Its flags are not those of this type.";
	else
		reader->p = bytes + HEADER_SIZE;
}

/*
 * The next spelling.  False at the end, and where the bytes are wrong.
 */
bool
spellings_next(SpellingsReader *reader, Spelling *spelling)
{
	uint64		len,
				rows,
				newest;

	CHECK_FOR_INTERRUPTS();
	if (reader->p == reader->end)
		return false;
	reader->p = varint_read(reader->p, reader->end, &len);
	if (!reader->p || len > reader->end - reader->p)
		goto corrupt;
	spelling->text = (const char *) reader->p;
	spelling->len = len;
	reader->p = varint_read(reader->p + len, reader->end, &rows);
	if (!reader->p || rows < 1 || rows > PG_INT64_MAX)
		goto corrupt;
	spelling->rows = rows;
	reader->p = varint_read(reader->p, reader->end, &newest);
	spelling->newest = reader->p ? unzigzag(newest - 1) : 0;
	if (!reader->p || !instant_valid(spelling->newest) ||
		(reader->last.text && compare_texts(&reader->last, spelling) >= 0))
		goto corrupt;
	reader->last = *spelling;
	return true;

corrupt:
	reader->error = "A spelling is not one of this type.";
	reader->p = reader->end;
	return false;
}
