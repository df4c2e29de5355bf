/*
 * match_keys.c - which rows are compared at all: those that share a key
 */
#include "core/match_keys.h"

#include "common/hashfn.h"
#include "core/match_words.h"
#include "core/name_keys.h"

const char *const key_part_names[PART_KINDS + 1] = {
	"whole", "phonetic", "first letter", "first 2 letters", "first 3 letters", "first 5 letters",
	"last 3 letters", "last 5 letters", "stem", "first 5 letters of stem",
	"rare word", "two rare words", NULL
};

struct KeyReader
{
	const MatchRows *rows;
	/* By field, slot and part: values by number of the value. */
	uint32	   *parts[MATCH_FIELDS][MATCH_COLUMNS][PART_KINDS];
};

KeyReader *
key_reader(const MatchRows *rows)
{
	KeyReader  *reader = palloc0_object(KeyReader);

	reader->rows = rows;
	return reader;
}

void
key_reader_free(KeyReader *reader)
{
	for (int f = 0; f < MATCH_FIELDS; f++)
		for (int s = 0; s < MATCH_COLUMNS; s++)
			for (int p = 0; p < PART_KINDS; p++)
				if (reader->parts[f][s][p])
					pfree(reader->parts[f][s][p]);
	pfree(reader);
}

/* The first n characters, in bytes; -1 if it has fewer. */
static int
first_chars(const char *text, int len, int n)
{
	int			i = 0;

	while (n-- > 0)
	{
		if (i >= len)
			return -1;
		i++;
		while (i < len && ((unsigned char) text[i] & 0xC0) == 0x80)
			i++;
	}
	return i;
}

static uint32
hash_part(const char *text, int len, KeyPartKind part)
{
	char		phonetic[MATCH_TEXT * 2];
	static const int letters[PART_KINDS] = {
		[PART_FIRST1] = 1, [PART_FIRST2] = 2, [PART_FIRST3] = 3, [PART_FIRST5] = 5, [PART_STEM5] = 5
	};
	uint32		hash;

	if (part == PART_PHONETIC)
	{
		len = phonetic_key(text, len, phonetic, sizeof(phonetic));
		text = phonetic;
	}
	else if (letters[part])
		len = first_chars(text, len, letters[part]);
	else if (part == PART_LAST3 || part == PART_LAST5)
	{
		int			n = part == PART_LAST3 ? 3 : 5;

		if (len <= n)
			return 0;
		text += len - n;
		len = n;
	}
	if (len <= 0)
		return 0;
	hash = hash_bytes((const unsigned char *) text, len);
	return hash ? hash : 1;
}

/* Values of the slots of rare words, or of pairs of them. */
static void
rare_values(KeyReader *reader, int f)
{
	const MatchField *field = &reader->rows->fields[f];
	Size		size = (Size) field->dict->n * sizeof(uint32);
	uint32	  **words[MATCH_RARE_ALONE];
	uint32	  **pairs[MATCH_RARE_PAIRS];

	for (int s = 0; s < MATCH_RARE_ALONE; s++)
	{
		words[s] = &reader->parts[f][s][PART_WORD];
		*words[s] = palloc_extended(size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	}
	for (int s = 0; s < MATCH_RARE_PAIRS; s++)
	{
		pairs[s] = &reader->parts[f][s][PART_WORDS];
		*pairs[s] = palloc_extended(size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	}
	for (uint32 i = 1; i < field->dict->n; i++)
	{
		uint64		hashes[MATCH_RARE];
		int			n = match_words_rare(field, &field->dict->values[i], hashes);
		int			pair = 0;

		for (int s = 0; s < n; s++)
		{
			if (s < MATCH_RARE_ALONE)
				(*words[s])[i] = (uint32) (hashes[s] >> 32) | 1;
			for (int t = 0; t < s; t++)
				(*pairs[pair++])[i] = (uint32) ((hashes[s] + hashes[t]) >> 32) | 1;
		}
	}
}

static const uint32 *
part_values(KeyReader *reader, int f, int s, KeyPartKind part)
{
	const MatchField *field = &reader->rows->fields[f];
	const MatchDict *dict = &field->dict[s];
	uint32	   *values = reader->parts[f][s][part];

	if (values)
		return values;
	if (part == PART_WORD || part == PART_WORDS)
	{
		rare_values(reader, f);
		return reader->parts[f][s][part];
	}
	values = palloc_extended((Size) dict->n * sizeof(uint32), MCXT_ALLOC_HUGE);
	values[0] = 0;
	for (uint32 i = 1; i < dict->n; i++)
	{
		const MatchValue *value = &dict->values[i];

		if (i % 16384 == 0)
			CHECK_FOR_INTERRUPTS();
		if (part == PART_WHOLE)
			values[i] = (uint32) (value->hash >> 32) | 1;
		else if (part == PART_STEM || part == PART_STEM5)
		{
			value = &field->stems->values[value->stem];
			values[i] = value->len < 3 ? 0 : hash_part(value->text, value->len, part);
		}
		else
			values[i] = hash_part(value->text, value->len, part);
	}
	reader->parts[f][s][part] = values;
	return values;
}

void
match_keys_init(MatchKeys *keys)
{
	memset(keys, 0, sizeof(MatchKeys));
	keys->split_mask = 1023;
	keys->split = palloc0_array(uint64, keys->split_mask + 1);
}

/* Slots of a part: those of its field, but a text has one for each word. */
static inline int
part_slots(const MatchField *field, KeyPartKind part)
{
	return part == PART_WORD ? MATCH_RARE_ALONE : part == PART_WORDS ? MATCH_RARE_PAIRS : field->slots;
}

int
match_key_slots(const MatchRows *rows, const MatchKey *key)
{
	int			slots = 1;

	for (int p = 0; p < key->nparts; p++)
		slots = Max(slots, part_slots(&rows->fields[key->parts[p].field], key->parts[p].part));
	return slots;
}

bool
match_keys_add(MatchKeys *keys, const MatchRows *rows, const MatchKey *key)
{
	MatchKey   *added = &keys->keys[keys->n];

	if (keys->n == MATCH_KEYS)
		return false;
	*added = *key;
	added->slot = keys->width;
	added->slots = match_key_slots(rows, key);
	keys->width += added->slots;
	keys->n++;
	return true;
}

bool
match_keys_is_split(const MatchKeys *keys, int key, uint32 value)
{
	uint64		wanted = (uint64) key << 32 | value;
	uint32		at = value & keys->split_mask;

	while (keys->split[at] && keys->split[at] != wanted)
		at = (at + 1) & keys->split_mask;
	return keys->split[at] != 0;
}

void
match_keys_split(MatchKeys *keys, int key, uint32 value)
{
	uint32		at = value & keys->split_mask;

	if (match_keys_is_split(keys, key, value))
		return;
	while (keys->split[at])
		at = (at + 1) & keys->split_mask;
	keys->split[at] = (uint64) key << 32 | value;
	if (++keys->nsplit * 2 > keys->split_mask)
	{
		uint64	   *old = keys->split;
		uint32		n = keys->split_mask + 1;

		keys->split_mask = keys->split_mask * 2 + 1;
		keys->split = palloc_extended(((Size) keys->split_mask + 1) * sizeof(uint64), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
		for (uint32 i = 0; i < n; i++)
		{
			if (!old[i])
				continue;
			at = (uint32) old[i] & keys->split_mask;
			while (keys->split[at])
				at = (at + 1) & keys->split_mask;
			keys->split[at] = old[i];
		}
		pfree(old);
	}
}

/*
 * The next field is the one that says most and is seldom missing: the given
 * name, the family name, then whatever comes in the order of the columns.
 */
void
match_key_refine(MatchKey *key, const MatchRows *rows)
{
	uint32		used = 0;

	key->nrefinements = 0;
	for (int p = 0; p < key->nparts; p++)
		used |= UINT32_C(1) << key->parts[p].field;
	for (int round = 0; round < 3; round++)
		for (int f = 0; f < rows->nfields; f++)
		{
			MatchKind	kind = rows->fields[f].kind;
			bool		name = kind == MATCH_GIVEN || kind == MATCH_FAMILY;

			if (used >> f & 1 || kind == MATCH_ACCOUNT || kind == MATCH_NUMBER || key->nrefinements == KEY_REFINEMENTS)
				continue;
			if (round == 0 ? kind != MATCH_GIVEN : round == 1 ? kind != MATCH_FAMILY : name)
				continue;
			if (name)
				key->refinements[key->nrefinements++] = (KeyPart) {f, PART_FIRST1};
			if (key->nrefinements < KEY_REFINEMENTS)
				key->refinements[key->nrefinements++] = (KeyPart) {f, name ? PART_PHONETIC : kind == MATCH_TEXT_KIND ? PART_WORD : PART_WHOLE};
		}
}

static inline uint32
mix(uint32 hash, uint32 part)
{
	hash = hash_combine(hash, murmurhash32(part));
	return hash ? hash : 1;
}

/* The value of a part in a slot of its field; of one slot where it has one. */
static inline uint32
part_value(KeyReader *reader, KeyPart part, const uint32 *row, int slot)
{
	const MatchField *field = &reader->rows->fields[part.field];
	int			s = slot < part_slots(field, part.part) ? slot : 0;
	const uint32 *values = reader->parts[part.field][s][part.part];

	if (!values)
		values = part_values(reader, part.field, s, part.part);
	return values[MATCH_VALUE(row[field->slot + (s < field->slots ? s : 0)])];
}

static inline uint32
match_key_first(const MatchKey *key, int number, KeyReader *reader, const uint32 *row, int slot)
{
	uint32		hash = number + 1;

	for (int p = 0; p < key->nparts; p++)
	{
		uint32		value = part_value(reader, key->parts[p], row, slot);

		if (!value)
			return 0;
		hash = mix(hash, value);
	}
	return hash;
}

static inline uint32
refine(const MatchKey *key, int depth, KeyReader *reader, const uint32 *row, uint32 value)
{
	uint32		part = part_value(reader, key->refinements[depth], row, 0);

	return part ? mix(value, part) : 0;
}

void
match_key_values(const MatchKeys *keys, int key, KeyReader *reader, const uint32 *row, uint32 *values)
{
	const MatchKey *k = &keys->keys[key];

	for (int s = 0; s < k->slots; s++)
	{
		uint32		value = match_key_first(k, key, reader, row, s);
		int			depth = 0;

		while (value && match_keys_is_split(keys, key, value))
			value = depth < k->nrefinements ? refine(k, depth++, reader, row, value) : 0;
		for (int t = 0; t < s && value; t++)
			if (values[t] == value)
				value = 0;
		values[s] = value;
	}
}

/* Least significant digits first: three passes of 11 bits of the upper half. */
void
match_sort(uint64 *entries, uint64 *spare, int64 n)
{
	uint32		counts[3][2048];

	memset(counts, 0, sizeof(counts));
	for (int64 i = 0; i < n; i++)
	{
		uint32		value = entries[i] >> 32;

		counts[0][value & 2047]++;
		counts[1][value >> 11 & 2047]++;
		counts[2][value >> 22]++;
	}
	for (int pass = 0; pass < 3; pass++)
	{
		uint32		sum = 0;
		int			shift = 32 + 11 * pass;
		uint64	   *swap = entries;

		for (int i = 0; i < 2048; i++)
		{
			uint32		count = counts[pass][i];

			counts[pass][i] = sum;
			sum += count;
		}
		for (int64 i = 0; i < n; i++)
			spare[counts[pass][entries[i] >> shift & 2047]++] = entries[i];
		CHECK_FOR_INTERRUPTS();
		entries = spare;
		spare = swap;
	}
	/* After three passes the result is in what was the spare. */
	memcpy(spare, entries, (Size) n * sizeof(uint64));
}

void
match_key_blocks(const MatchKey *key, MatchKeys *splits, int number, KeyReader *reader, const MatchRows *rows,
				 uint64 *entries, uint64 *spare, int64 n, MatchBlock give, void *state)
{
	for (int depth = 0; n > 0; depth++)
	{
		int64		left = 0;

		match_sort(entries, spare, n);
		for (int64 i = 0, end; i < n; i = end)
		{
			uint32		value = entries[i] >> 32;

			for (end = i + 1; end < n && (entries[end] >> 32) == value; end++)
				;
			if (end - i <= MATCH_BLOCK)
			{
				give(state, entries + i, end - i);
				continue;
			}
			if (splits)
				match_keys_split(splits, number, value);
			for (int64 j = i; j < end && depth < key->nrefinements; j++)
			{
				uint32		place = (uint32) entries[j];
				uint32		refined = refine(key, depth, reader, match_row(rows, place / key->slots), value);

				if (refined)
					entries[left++] = (uint64) refined << 32 | place;
			}
		}
		n = left;
	}
}

int64
match_key_entries(const MatchKey *key, int number, KeyReader *reader, const MatchRows *rows, uint32 every, uint64 *entries)
{
	int64		n = 0;

	for (int64 i = 0; i < rows->n; i++)
	{
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		for (int s = 0; s < key->slots; s++)
		{
			uint32		value = match_key_first(key, number, reader, match_row(rows, i), s);

			if (value && (every <= 1 || value % every == 0))
				entries[n++] = (uint64) value << 32 | (uint32) (i * key->slots + s);
		}
	}
	return n;
}

/* Where the values of a key go to. */
typedef struct Learned
{
	uint32	   *table;
	int			width;
	const MatchKey *key;
	double		pairs;
} Learned;

static void
learn_block(void *state, const uint64 *entries, int64 n)
{
	Learned    *learned = state;
	const MatchKey *key = learned->key;

	learned->pairs += (double) n * (n - 1) / 2;
	for (int64 i = 0; i < n; i++)
	{
		uint32		place = (uint32) entries[i];
		uint32	   *slots = learned->table + (Size) (place / key->slots) * learned->width + key->slot;
		uint32		value = entries[i] >> 32;

		/* One row has a value once. */
		for (int s = 0; s < key->slots; s++)
			if (slots[s] == value)
				value = 0;
		slots[place % key->slots] = value;
	}
}

double
match_key_learn(MatchKeys *keys, int key, KeyReader *reader, const MatchRows *rows, uint32 *table, int width)
{
	const MatchKey *k = &keys->keys[key];
	Learned		learned = {table, width, k, 0};
	Size		room = (Size) rows->n * k->slots + 1;
	uint64	   *entries = palloc_extended(room * sizeof(uint64), MCXT_ALLOC_HUGE);
	uint64	   *spare = palloc_extended(room * sizeof(uint64), MCXT_ALLOC_HUGE);
	int64		n = match_key_entries(k, key, reader, rows, 1, entries);

	for (int64 i = 0; i < rows->n; i++)
		memset(table + i * width + k->slot, 0, k->slots * sizeof(uint32));
	match_key_blocks(k, keys, key, reader, rows, entries, spare, n, learn_block, &learned);
	pfree(spare);
	pfree(entries);
	return learned.pairs;
}

void
match_keys_fill(const MatchKeys *keys, KeyReader *reader, const MatchRows *rows, uint32 *table)
{
	for (int64 i = 0; i < rows->n; i++)
	{
		for (int k = 0; k < keys->n; k++)
			match_key_values(keys, k, reader, match_row(rows, i), table + i * keys->width + keys->keys[k].slot);
		if (i % 4096 == 0)
			TICK(i, rows->n);
	}
}

/* How often two rows share a value of a key, counted up to `value` itself. */
static inline bool
share_before(const MatchKey *key, const uint32 *a, const uint32 *b, uint32 value)
{
	for (int s = 0; s < key->slots; s++)
	{
		uint32		mine = a[key->slot + s];

		if (!mine || mine == value)
			continue;
		for (int t = 0; t < key->slots; t++)
			if (b[key->slot + t] == mine && mine < value)
				return true;
	}
	return false;
}

bool
match_key_shared(const MatchKey *key, const uint32 *a, const uint32 *b)
{
	if (key->slots == 1)
		return a[key->slot] == b[key->slot] && a[key->slot];
	return share_before(key, a, b, PG_UINT32_MAX);
}

static inline bool
share_any(const MatchKeys *keys, int n, const uint32 *a, const uint32 *b)
{
	for (int k = 0; k < n; k++)
		if (match_key_shared(&keys->keys[k], a, b))
			return true;
	return false;
}

int64
match_keys_pairs(const MatchKeys *keys, const uint32 *table, int width, int64 nrows, int64 first_of_b,
				 uint32 every, MatchPairs give, void *state)
{
	uint32		a[MATCH_BATCH];
	uint32		b[MATCH_BATCH];
	int			batch = 0;
	int64		pairs = 0;

	for (int k = 0; k < keys->n; k++)
	{
		const MatchKey *key = &keys->keys[k];
		Size		room = (Size) nrows * key->slots;
		uint64	   *entries = palloc_extended(room * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
		uint64	   *spare = palloc_extended(room * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
		int64		n = 0;

		for (int64 i = 0; i < nrows; i++)
			for (int s = 0; s < key->slots; s++)
			{
				uint32		value = table[i * width + key->slot + s];

				if (value && (every <= 1 || value % every == 0))
					entries[n++] = (uint64) value << 32 | (uint32) i;
			}
		match_sort(entries, spare, n);
		for (int64 i = 0, end; i < n; i = end)
		{
			uint32		value = entries[i] >> 32;

			for (end = i + 1; end < n && (entries[end] >> 32) == value; end++)
				;
			if (end - i > MATCH_BLOCK_MOST)
				continue;
			for (int64 x = i; x < end; x++)
				for (int64 y = x + 1; y < end; y++)
				{
					uint32		first = (uint32) entries[x];
					uint32		second = (uint32) entries[y];
					const uint32 *ta = table + (Size) first * width;
					const uint32 *tb = table + (Size) second * width;

					if (first == second || (first_of_b > 0 && (first >= first_of_b || second < first_of_b)))
						continue;
					if (share_any(keys, k, ta, tb) || (key->slots > 1 && share_before(key, ta, tb, value)))
						continue;
					a[batch] = first;
					b[batch] = second;
					pairs++;
					if (++batch == MATCH_BATCH)
					{
						give(state, a, b, batch);
						batch = 0;
						CHECK_FOR_INTERRUPTS();
					}
				}
		}
		pfree(spare);
		pfree(entries);
	}
	if (batch > 0)
		give(state, a, b, batch);
	return pairs;
}
