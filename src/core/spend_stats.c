/*
 * spend_stats.c - the multiset of (frequency, mean amount) of a customer base
 *
 * Costs: 24 bytes a row while growing, and sorting n log n each time that half
 * of the room has filled up; packed some 9 bytes a row.
 */
#include "core/spend_stats.h"

#include <math.h>

#include "common/int.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"

#include "core/flat.h"
#include "core/json_fields.h"
#include "core/varint.h"

#define FIRST_ROWS	8
#define COUNT_MAX	INT64CONST(9007199254740992)	/* 2^53 */
#define FLAT_SIZE(n)	(offsetof(SpendFlat, rows) + sizeof(SpendRow) * (Size) (n))

static int
compare_rows(const void *a, const void *b)
{
	const SpendRow *x = a,
			   *y = b;

	if (x->frequency != y->frequency)
		return x->frequency < y->frequency ? -1 : 1;
	if (x->mean != y->mean)
		return x->mean < y->mean ? -1 : 1;
	return 0;
}

/*
 * Adds to a count; what passes int64 stays too large for a value.
 */
void
spend_count_add(int64 *count, int64 more)
{
	if (pg_add_s64_overflow(*count, more, count))
		*count = PG_INT64_MAX;
}

/*
 * Sorts the rows and counts equal ones together; returns how many are left.
 */
int64
spend_rows_collapse(SpendRow *rows, int64 n)
{
	int64		kept = 0;

	if (n == 0)
		return 0;
	pg_qsort(rows, n, sizeof(SpendRow), compare_rows);
	for (int64 i = 1; i < n; i++)
		if (compare_rows(&rows[kept], &rows[i]) == 0)
			spend_count_add(&rows[kept].customers, rows[i].customers);
		else
			rows[++kept] = rows[i];
	return kept + 1;
}

/*
 * Adds a row to a set, whose room grows in the context of its rows.
 */
void
spend_set_add(SpendSet *set, SpendRow row)
{
	if (set->n == set->room)
	{
		set->n = spend_rows_collapse(set->rows, set->n);
		/* A set without rows may have memory for none. */
		if (set->room == 0)
		{
			set->room = FIRST_ROWS;
			set->rows = palloc_array(SpendRow, set->room);
		}
		else if (set->n > set->room / 2)
		{
			SpendRow   *grown = palloc_extended(sizeof(SpendRow) * 2 * set->room,
												MCXT_ALLOC_HUGE);

			memcpy(grown, set->rows, sizeof(SpendRow) * set->n);
			pfree(set->rows);
			set->rows = grown;
			set->room *= 2;
		}
	}
	set->rows[set->n++] = row;
}

SpendFlat *
spend_flat_new(void)
{
	return flat_new(FLAT_SIZE(FIRST_ROWS), SPEND_STATS_VERSION);
}

/*
 * Whether the next row needs a larger state: no room, and counting equal rows
 * together gained little.
 */
bool
spend_flat_full(SpendFlat *flat)
{
	int64		room = (flat_capacity(flat) - offsetof(SpendFlat, rows)) / sizeof(SpendRow);
	int64		n = flat->n;

	if (n < room)
		return false;
	flat->n = spend_rows_collapse(flat->rows, n);
	memset(flat->rows + flat->n, 0, sizeof(SpendRow) * (n - flat->n));
	return flat->n > room / 2;
}

/*
 * Adds a row to an open state, or to a larger copy of it.  NULL: it would pass
 * 1 GB.
 */
SpendFlat *
spend_flat_add(SpendFlat *flat, SpendRow row)
{
	if (spend_flat_full(flat))
		flat = flat_grow(flat, FLAT_SIZE(flat->n), FLAT_SIZE(2 * flat->n));
	if (flat)
		flat->rows[flat->n++] = row;
	return flat;
}

static uint64
mean_bits(double mean)
{
	uint64		bits;

	memcpy(&bits, &mean, sizeof(bits));
	return bits;
}

/* Counts stay where float8 is exact, as JSON is read. */
static bool
row_valid(const SpendRow *row)
{
	return row->frequency > 0 && row->frequency <= COUNT_MAX &&
		row->mean > 0 && isfinite(row->mean) &&
		row->customers > 0 && row->customers <= COUNT_MAX;
}

/*
 * The packed form; sorts the set's rows.  NULL: it would pass 1 GB, or a count
 * 2^53.
 */
void *
spend_set_pack(SpendSet *set)
{
	Size		most;
	uint8	   *result,
			   *p;
	int64		x = 0;
	uint64		bits = 0;

	set->n = spend_rows_collapse(set->rows, set->n);
	if (set->left_out > COUNT_MAX)
		return NULL;
	for (int64 i = 0; i < set->n; i++)
		if (!row_valid(&set->rows[i]))
			return NULL;
	most = FLAT_PRELUDE + CURRENCY_LEN + VARINT_MAX * (2 + 3 * (Size) set->n);
	result = palloc_extended(most, MCXT_ALLOC_HUGE);
	flat_version(result) = SPEND_STATS_VERSION;
	flat_flags(result) = 0;
	p = result + FLAT_PRELUDE;
	memcpy(p, set->currency, CURRENCY_LEN);
	p = varint_write(p + CURRENCY_LEN, set->left_out);
	p = varint_write(p, set->n);
	for (int64 i = 0; i < set->n; i++)
	{
		const SpendRow *row = &set->rows[i];

		if (row->frequency > x)
			bits = 0;
		p = varint_write(p, row->frequency - x);
		p = varint_write(p, mean_bits(row->mean) - bits);
		p = varint_write(p, row->customers);
		x = row->frequency;
		bits = mean_bits(row->mean);
	}
	if ((Size) (p - result) > FLAT_MAX)
	{
		pfree(result);
		return NULL;
	}
	SET_VARSIZE(result, p - result);
	return result;
}

/* Three capitals, or zeros. */
static bool
currency_or_none(const char *currency)
{
	return memcmp(currency, "\0\0", CURRENCY_LEN) == 0 || currency_valid(currency, CURRENCY_LEN);
}

/* An open state that travelled: its rows as they are. */
static const char *
read_open(const uint8 *bytes, Size len, SpendSet *set)
{
	SpendFlat	head;

	if (len + VARHDRSZ < offsetof(SpendFlat, rows))
		return "It ends within its header.";
	memcpy((char *) &head + VARHDRSZ, bytes, offsetof(SpendFlat, rows) - VARHDRSZ);
	if (!currency_or_none(head.currency) || bytes[offsetof(SpendFlat, settled) - VARHDRSZ] > 1 ||
		head.left_out < 0 || head.left_out > COUNT_MAX)
		return "Its header is not one of this type.";
	if (head.n < 0 || (uint64) head.n > (len + VARHDRSZ - offsetof(SpendFlat, rows)) / sizeof(SpendRow))
		return "Its length does not fit its rows.";
	memcpy(set->currency, head.currency, CURRENCY_LEN);
	set->settled = head.settled;
	set->left_out = head.left_out;
	set->n = set->room = head.n;
	set->rows = palloc_extended(Max(1, sizeof(SpendRow) * head.n), MCXT_ALLOC_HUGE);
	memcpy(set->rows, bytes + offsetof(SpendFlat, rows) - VARHDRSZ, sizeof(SpendRow) * head.n);
	for (int64 i = 0; i < set->n; i++)
		if (!row_valid(&set->rows[i]))
			return "A row is not one of this type.";
	return NULL;
}

/* Reads row i, which follows the rows before it. */
static const uint8 *
read_row(const uint8 *p, const uint8 *end, SpendRow *rows, int64 i)
{
	uint64		step,
				bits,
				customers;
	int64		x = i > 0 ? rows[i - 1].frequency : 0;

	if (!(p = varint_read(p, end, &step)) || !(p = varint_read(p, end, &bits)) ||
		!(p = varint_read(p, end, &customers)))
		return NULL;
	if (step > (uint64) (PG_INT64_MAX - x) || customers > PG_INT64_MAX)
		return NULL;
	if (step == 0 && i > 0)
	{
		if (bits == 0)
			return NULL;
		if (pg_add_u64_overflow(bits, mean_bits(rows[i - 1].mean), &bits))
			return NULL;
	}
	rows[i].frequency = x + step;
	memcpy(&rows[i].mean, &bits, sizeof(bits));
	rows[i].customers = customers;
	return row_valid(&rows[i]) ? p : NULL;
}

/*
 * Reads a value from its version byte on, open or packed, of
 * SPEND_STATS_VERSION.  Returns NULL, or a sentence on what is wrong.
 */
const char *
spend_set_read(const uint8 *bytes, Size len, SpendSet *set)
{
	const uint8 *p = bytes + 2 + CURRENCY_LEN,
			   *end = bytes + len;
	uint64		left_out,
				n;

	memset(set, 0, sizeof(*set));
	if (len < 2 + CURRENCY_LEN)
		return "It ends within its header.";
	if (bytes[1] == FLAT_OPEN)
		return read_open(bytes, len, set);
	memcpy(set->currency, bytes + 2, CURRENCY_LEN);
	if (bytes[1] != 0 ||
		!currency_or_none(set->currency) ||
		!(p = varint_read(p, end, &left_out)) || !(p = varint_read(p, end, &n)) ||
		left_out > COUNT_MAX || n > len)
		return "Its header is not one of this type.";
	set->settled = true;
	set->left_out = left_out;
	set->n = set->room = n;
	set->rows = palloc_extended(Max(1, sizeof(SpendRow) * n), MCXT_ALLOC_HUGE);
	for (int64 i = 0; i < set->n; i++)
		if (!(p = read_row(p, end, set->rows, i)))
			return "A row is not one of this type.";
	return p == end ? NULL : "Its length does not fit its rows.";
}

/*
 * The text form: {"currency": "EUR", "left_out": 3, "rows": [[x, mean, n]]}.
 */
char *
spend_set_to_json(const SpendSet *set)
{
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	if (set->currency[0])
		appendStringInfo(&out, "\"currency\": \"%s\", ", set->currency);
	appendStringInfo(&out, "\"left_out\": " INT64_FORMAT ", \"rows\": [", set->left_out);
	for (int64 i = 0; i < set->n; i++)
	{
		char		mean[DOUBLE_SHORTEST_DECIMAL_LEN];

		double_to_shortest_decimal_buf(set->rows[i].mean, mean);
		appendStringInfo(&out, "%s[" INT64_FORMAT ", %s, " INT64_FORMAT "]",
						 i ? ", " : "", set->rows[i].frequency, mean,
						 set->rows[i].customers);
	}
	appendStringInfoString(&out, "]}");
	return out.data;
}

/* A whole number from 1 up that float8 holds exactly. */
static bool
whole(double v)
{
	return v >= 1 && v <= (double) COUNT_MAX && v == floor(v);
}

static const char *
rows_from_json(const JsonField *field, SpendSet *set)
{
	if (field->type != JSON_TOKEN_ARRAY_START || field->n != 3 * field->rows)
		return "Field \"rows\" is not an array of [frequency, mean, customers].";
	set->n = set->room = field->rows;
	set->rows = palloc_extended(Max(1, sizeof(SpendRow) * set->n), MCXT_ALLOC_HUGE);
	for (int64 i = 0; i < set->n; i++)
	{
		const double *numbers = field->numbers + 3 * i;

		if (!whole(numbers[0]) || !whole(numbers[2]) ||
			!(numbers[1] > 0) || !isfinite(numbers[1]))
			return psprintf("Row %d of field \"rows\" is not [frequency, mean, customers] of positive numbers.",
							(int) i + 1);
		set->rows[i] = (SpendRow) {numbers[0], numbers[1], numbers[2]};
	}
	return NULL;
}

const char *
spend_set_from_json(const char *text, Size len, SpendSet *set)
{
	JsonFields	fields = json_fields_read(text, len);
	const char *error = fields.error;

	memset(set, 0, sizeof(*set));
	set->settled = true;
	if (!error && !json_field(&fields, "rows"))
		error = "Field \"rows\" is missing.";
	for (int i = 0; i < fields.n && !error; i++)
	{
		const JsonField *field = &fields.fields[i];

		if (strcmp(field->name, "rows") == 0)
			error = rows_from_json(field, set);
		else if (strcmp(field->name, "left_out") == 0)
		{
			if (!json_count(field, &set->left_out))
				error = "Field \"left_out\" is not a whole number from 0 up.";
		}
		else if (strcmp(field->name, "currency") == 0)
		{
			if (field->type != JSON_TOKEN_STRING || !currency_valid(field->text, strlen(field->text)))
				error = "Field \"currency\" is not three capitals.";
			else
				memcpy(set->currency, field->text, CURRENCY_LEN + 1);
		}
		else
			error = psprintf("Field \"%s\" is unknown.", field->name);
	}
	return error;
}
