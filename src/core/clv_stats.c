/*
 * clv_stats.c - the multiset of (frequency, recency, age) of a customer base
 *
 * Costs: 32 bytes a slot while growing, 4/3 to 16/3 slots a row;
 * packed 2 to 8 bytes a row, and time in proportion to rows, since only their
 * distinct numbers are sorted.  Rows saturate: a million customers of 85 days
 * of birth have some 100,000 distinct ones.
 */
#include "core/clv_stats.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"

#include "core/civil.h"
#include "core/distinct.h"
#include "core/json_fields.h"
#include "core/varint.h"

#define FIRST_SLOTS		4
#define FLAT_SIZE(n)	(offsetof(ClvStatsFlat, slots) + sizeof(ClvStatsRow) * (Size) (n))

/* By frequency, age, recency. */
static inline int
compare_rows(const ClvStatsRow *a, const ClvStatsRow *b)
{
	if (a->frequency != b->frequency)
		return a->frequency < b->frequency ? -1 : 1;
	if (a->age != b->age)
		return a->age < b->age ? -1 : 1;
	return (a->recency > b->recency) - (a->recency < b->recency);
}

#define ST_SORT sort_rows
#define ST_ELEMENT_TYPE ClvStatsRow
#define ST_COMPARE(a, b) compare_rows(a, b)
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Whether a row can be a customer's: all finite, 0 <= recency <= age, and a
 * recency where, and only where, there is a repeat purchase.
 */
bool
clv_row_valid(int64 frequency, double recency, double age)
{
	return frequency >= 0 && frequency <= CLV_STATS_MAX &&
		isfinite(age) && recency >= 0 && recency <= age &&
		(frequency > 0) == (recency > 0);
}

/* ------------------------------------------------------------ hash table */

static inline uint64
time_bits(double time)
{
	uint64		bits;

	memcpy(&bits, &time, sizeof(bits));
	return bits;
}

/* One branch for three numbers: there is but one zero in a row. */
static inline bool
same_row(const ClvStatsRow *a, const ClvStatsRow *b)
{
	return ((uint64) (a->frequency ^ b->frequency) |
			(time_bits(a->recency) ^ time_bits(b->recency)) |
			(time_bits(a->age) ^ time_bits(b->age))) == 0;
}

/* Multiply and fold: a third of the time of a hash of bytes. */
static inline uint64
hash_row(const ClvStatsRow *row)
{
	const uint64 multiplier = UINT64CONST(0x9E3779B97F4A7C15);	/* 2^64 / golden ratio */
	uint64		hash = row->frequency * multiplier;

	hash = (hash ^ hash >> 32 ^ time_bits(row->recency)) * multiplier;
	hash = (hash ^ hash >> 32 ^ time_bits(row->age)) * multiplier;
	return hash ^ hash >> 32;
}

/* Where the row is, or would be: a slot is free while it has no customers. */
static inline ClvStatsRow *
find_slot(ClvStatsRow *slots, int64 nslots, const ClvStatsRow *row, uint64 hash)
{
	for (;; hash++)
	{
		ClvStatsRow *slot = &slots[hash & (nslots - 1)];

		if (slot->customers == 0 || same_row(slot, row))
			return slot;
	}
}

/* Adds to a table with room; true where the row is a new one. */
static inline bool
add_to_slot(ClvStatsRow *slots, int64 nslots, const ClvStatsRow *row, uint64 hash)
{
	ClvStatsRow *slot = find_slot(slots, nslots, row, hash);

	if (slot->customers == 0)
	{
		*slot = *row;
		return true;
	}
	slot->customers += row->customers;
	return false;
}

/* A row as it is kept: of the two zeros, the positive one. */
static inline ClvStatsRow
kept_row(const ClvStatsRow *row)
{
	ClvStatsRow kept = *row;

	kept.recency += 0.0;
	kept.age += 0.0;
	return kept;
}

/* Counts customers; false where they pass CLV_STATS_MAX. */
static inline bool
count_customers(int64 *customers, const ClvStatsRow *row)
{
	if (row->customers > CLV_STATS_MAX - *customers)
		return false;
	*customers += row->customers;
	return true;
}

static void
rehash(ClvStatsRow *to, int64 nto, const ClvStatsRow *from, int64 nfrom)
{
	for (int64 i = 0; i < nfrom; i++)
		if (from[i].customers > 0)
			*find_slot(to, nto, &from[i], hash_row(&from[i])) = from[i];
}

static bool
table_full(int64 n, int64 nslots)
{
	return n >= nslots - nslots / 4;
}

/* ------------------------------------------------------- open flat state */

static int64
flat_slots(const ClvStatsFlat *flat)
{
	return (flat_capacity(flat) - offsetof(ClvStatsFlat, slots)) / sizeof(ClvStatsRow);
}

/*
 * An empty open state.
 */
ClvStatsFlat *
clv_flat_new(const ClvStatsHead *head)
{
	ClvStatsFlat *flat = flat_new(FLAT_SIZE(FIRST_SLOTS), CLV_STATS_VERSION);

	flat->head = *head;
	return flat;
}

/*
 * Whether the next row may need a larger state.
 */
bool
clv_flat_full(const ClvStatsFlat *flat)
{
	return table_full(flat->n, flat_slots(flat));
}

/*
 * Adds a row to an open state, or to a larger copy of it in the current
 * context.  NULL where customers pass CLV_STATS_MAX, or the state 1 GB.
 */
ClvStatsFlat *
clv_flat_add(ClvStatsFlat *flat, const ClvStatsRow *row)
{
	ClvStatsRow kept = kept_row(row);

	if (clv_flat_full(flat))
	{
		int64		nslots = flat_slots(flat);
		ClvStatsFlat *grown;

		if (FLAT_SIZE(nslots * 2) > FLAT_MAX)
			return NULL;
		grown = flat_new(FLAT_SIZE(nslots * 2), CLV_STATS_VERSION);
		grown->head = flat->head;
		grown->customers = flat->customers;
		grown->n = flat->n;
		rehash(grown->slots, nslots * 2, flat->slots, nslots);
		flat = grown;
	}
	if (!count_customers(&flat->customers, &kept))
		return NULL;
	flat->n += add_to_slot(flat->slots, flat_slots(flat), &kept, hash_row(&kept));
	return flat;
}

/* ------------------------------------------------------- table in memory */

/* Free slots; no slot lies across two cache lines. */
static void
new_slots(ClvStatsTable *table, int64 nslots)
{
	table->memory = palloc_extended(sizeof(ClvStatsRow) * (Size) nslots + PG_CACHE_LINE_SIZE,
									MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	table->slots = (ClvStatsRow *) TYPEALIGN(PG_CACHE_LINE_SIZE, table->memory);
	table->nslots = nslots;
}

/*
 * The same rows as a table of its own, in the current context.
 */
ClvStatsTable *
clv_table_from_flat(const ClvStatsFlat *flat)
{
	ClvStatsTable *table = palloc0_object(ClvStatsTable);

	table->head = flat->head;
	table->customers = flat->customers;
	table->n = flat->n;
	new_slots(table, Max(flat_slots(flat) * 2, (int64) 4 * CLV_STATS_WAITING));
	rehash(table->slots, table->nslots, flat->slots, flat_slots(flat));
	return table;
}

/* Rows that wait come to their slots, for which there is room. */
static void
settle_waiting(ClvStatsTable *table)
{
	for (int i = 0; i < table->nwaiting; i++)
		table->n += add_to_slot(table->slots, table->nslots, &table->waiting[i], table->hashes[i]);
	table->nwaiting = 0;
}

static void
grow_table(ClvStatsTable *table)
{
	/* By 4: moving the rows is a third of the work where it is by 2. */
	int64		nslots = table->nslots;
	ClvStatsRow *slots = table->slots;
	void	   *memory = table->memory;

	new_slots(table, nslots * 4);
	rehash(table->slots, table->nslots, slots, nslots);
	pfree(memory);
}

/*
 * Adds a row; the table grows in the current context.  False where customers
 * pass CLV_STATS_MAX.
 */
bool
clv_table_add(ClvStatsTable *table, const ClvStatsRow *row)
{
	ClvStatsRow kept = kept_row(row);
	uint64		hash = hash_row(&kept);

	if (!count_customers(&table->customers, &kept))
		return false;
	if (table->nwaiting == CLV_STATS_WAITING)
		settle_waiting(table);
	/* Room for a whole line before its first row: packing settles it early. */
	if (table->nwaiting == 0 && table_full(table->n + CLV_STATS_WAITING, table->nslots))
		grow_table(table);
	core_prefetch(&table->slots[hash & (table->nslots - 1)]);
	table->waiting[table->nwaiting] = kept;
	table->hashes[table->nwaiting++] = hash;
	return true;
}

/* ---------------------------------------------------- sorted, as it is read */

/* Arrays of n rows, to be filled. */
static void
new_rows(ClvStats *stats, int n)
{
	Size		size = sizeof(double) * Max(n, 1);

	stats->rows.n = n;
	stats->rows.frequency = palloc_extended(size, MCXT_ALLOC_HUGE);
	stats->rows.recency = palloc_extended(size, MCXT_ALLOC_HUGE);
	stats->rows.age = palloc_extended(size, MCXT_ALLOC_HUGE);
	stats->rows.customers = palloc_extended(size, MCXT_ALLOC_HUGE);
}

static void
set_row(ClvStats *stats, int i, const ClvStatsRow *row)
{
	((int64 *) stats->rows.frequency)[i] = row->frequency;
	((double *) stats->rows.recency)[i] = row->recency;
	((double *) stats->rows.age)[i] = row->age;
	((int64 *) stats->rows.customers)[i] = row->customers;
}

static void
get_row(const ClvStats *stats, int i, ClvStatsRow *row)
{
	row->frequency = stats->rows.frequency[i];
	row->recency = stats->rows.recency[i];
	row->age = stats->rows.age[i];
	row->customers = stats->rows.customers[i];
}

/* The rows in the slots of a table, as they lie. */
static void
stats_of_slots(const ClvStatsHead *head, int64 customers, int64 n,
			   const ClvStatsRow *slots, int64 nslots, ClvStats *stats)
{
	int64		found = 0;

	stats->head = *head;
	stats->customers = customers;
	new_rows(stats, n);
	for (int64 i = 0; i < nslots; i++)
		if (slots[i].customers > 0)
			set_row(stats, found++, &slots[i]);
	Assert(found == n);
}

/* ----------------------------------------------------------- packed form */

/* The order of rows, and the places of their times among the distinct ones. */
typedef struct Ranks
{
	Distinct	times;			/* ascending */
	uint32	   *recency;		/* of each row, into times */
	uint32	   *age;
	uint32	   *order;			/* rows by frequency, age, recency */
} Ranks;

static uint32 *
new_ranks(Size n)
{
	return palloc_extended(sizeof(uint32) * Max(n, 1), MCXT_ALLOC_HUGE);
}

/* Sorts `order` by the key of its rows, all under nkeys, stably. */
static void
counting_sort(uint32 *order, Size n, const uint32 *key, Size nkeys)
{
	uint32	   *from = palloc_extended(sizeof(uint32) * (nkeys + 1),
									   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	uint32	   *before = new_ranks(n);

	CHECK_FOR_INTERRUPTS();
	memcpy(before, order, sizeof(uint32) * n);
	for (Size i = 0; i < n; i++)
		from[key[i] + 1]++;
	for (Size i = 0; i < nkeys; i++)
		from[i + 1] += from[i];
	for (Size i = 0; i < n; i++)
		order[from[key[before[i]]]++] = before[i];
	pfree(before);
	pfree(from);
}

/* Sorts the distinct values, and makes places of the rows' indexes. */
static void
indexes_to_places(Distinct *distinct, uint32 *a, uint32 *b, Size n)
{
	uint32	   *place = distinct_sort(distinct);

	for (Size i = 0; i < n; i++)
	{
		a[i] = place[a[i]];
		if (b)
			b[i] = place[b[i]];
	}
	pfree(place);
}

/*
 * Ranks rows without comparing them: their frequencies and times repeat, so
 * only the distinct ones are sorted, and the rows counted into place.
 */
static void
rank_rows(const ClvRows *rows, Ranks *ranks)
{
	Size		n = rows->n;
	Distinct	frequencies;
	uint32	   *frequency = new_ranks(n);

	distinct_init(&frequencies);
	distinct_init(&ranks->times);
	ranks->recency = new_ranks(n);
	ranks->age = new_ranks(n);
	ranks->order = new_ranks(n);
	for (Size i = 0; i < n; i++)
	{
		frequency[i] = distinct_index(&frequencies, rows->frequency[i]);
		ranks->recency[i] = distinct_index(&ranks->times, rows->recency[i]);
		ranks->age[i] = distinct_index(&ranks->times, rows->age[i]);
		ranks->order[i] = i;
	}
	indexes_to_places(&frequencies, frequency, NULL, n);
	indexes_to_places(&ranks->times, ranks->recency, ranks->age, n);
	counting_sort(ranks->order, n, ranks->recency, ranks->times.n);
	counting_sort(ranks->order, n, ranks->age, ranks->times.n);
	counting_sort(ranks->order, n, frequency, frequencies.n);
	pfree(frequency);
	distinct_free(&frequencies);
}

static void
ranks_free(Ranks *ranks)
{
	distinct_free(&ranks->times);
	pfree(ranks->recency);
	pfree(ranks->age);
	pfree(ranks->order);
}

/* Unit, day, and the table of times. */
static uint8 *
write_head(uint8 *p, const ClvStatsHead *head, const Distinct *times)
{
	uint64		bits = 0;

	p = varint_write(p, head->unit.months);
	p = varint_write(p, head->unit.days);
	if (head->dated)
		p = varint_write(p, zigzag(head->as_of));
	p = varint_write(p, times->n);
	for (uint32 i = 0; i < times->n; i++)
	{
		p = varint_write(p, time_bits(times->values[i]) - bits);
		bits = time_bits(times->values[i]);
	}
	return p;
}

/*
 * The packed value of distinct rows, in any order.  NULL: it would pass 1 GB.
 */
void *
clv_stats_pack(const ClvStats *stats)
{
	const ClvRows *rows = &stats->rows;
	Ranks		ranks;
	Size		most;
	uint8	   *result,
			   *p;
	int64		frequency = 0;
	uint32		age = 0;

	rank_rows(rows, &ranks);
	most = FLAT_PRELUDE + VARINT_MAX * (5 + (Size) ranks.times.n + 4 * (Size) rows->n);
	result = palloc_extended(most, MCXT_ALLOC_HUGE);
	flat_version(result) = CLV_STATS_VERSION;
	flat_flags(result) = stats->head.dated ? CLV_STATS_DATED : 0;
	p = write_head(result + FLAT_PRELUDE, &stats->head, &ranks.times);
	p = varint_write(p, rows->n);
	for (int i = 0; i < rows->n; i++)
	{
		uint32		row = ranks.order[i];

		if (rows->frequency[row] != frequency)
			age = 0;
		p = varint_write(p, rows->frequency[row] - frequency);
		p = varint_write(p, ranks.age[row] - age);
		p = varint_write(p, ranks.age[row] - ranks.recency[row]);
		p = varint_write(p, rows->customers[row]);
		frequency = rows->frequency[row];
		age = ranks.age[row];
	}
	ranks_free(&ranks);
	if ((Size) (p - result) > FLAT_MAX)
	{
		pfree(result);
		return NULL;
	}
	SET_VARSIZE(result, p - result);
	return result;
}

/*
 * The packed value of an open state, and of a table.  NULL: it would pass 1 GB.
 */
void *
clv_flat_pack(const ClvStatsFlat *flat)
{
	ClvStats	stats;

	stats_of_slots(&flat->head, flat->customers, flat->n, flat->slots, flat_slots(flat), &stats);
	return clv_stats_pack(&stats);
}

void *
clv_table_pack(ClvStatsTable *table)
{
	ClvStats	stats;

	settle_waiting(table);
	if (table->n > PG_INT32_MAX / 2)
		return NULL;
	stats_of_slots(&table->head, table->customers, table->n, table->slots, table->nslots, &stats);
	return clv_stats_pack(&stats);
}

/* What the text form can say: the years 1 to 9999. */
static bool
head_valid(const ClvStatsHead *head)
{
	return head->unit.months >= 0 && head->unit.days >= 0 &&
		(head->dated ? head->dated == 1 : head->as_of == 0) &&
		head->as_of >= civil_day(1, 1, 1) && head->as_of <= civil_day(9999, 12, 31);
}

/* The rows of an open state, sorted. */
static void
stats_of_sorted(const ClvStatsFlat *flat, int64 nslots, ClvStats *stats)
{
	ClvStatsRow *sorted = palloc_extended(sizeof(ClvStatsRow) * Max(flat->n, 1), MCXT_ALLOC_HUGE);
	int64		n = 0;

	for (int64 i = 0; i < nslots; i++)
		if (flat->slots[i].customers > 0)
			sorted[n++] = kept_row(&flat->slots[i]);
	sort_rows(sorted, n);
	stats_of_slots(&flat->head, flat->customers, n, sorted, n, stats);
	pfree(sorted);
}

/* An open state that travelled: its slots, checked, then sorted. */
static const char *
read_open(const uint8 *bytes, Size len, ClvStats *stats)
{
	ClvStatsFlat *flat;
	int64		nslots,
				n = 0,
				customers = 0;

	if (len + VARHDRSZ < offsetof(ClvStatsFlat, slots))
		return "It ends within its header.";
	flat = palloc(len + VARHDRSZ);
	SET_VARSIZE(flat, len + VARHDRSZ);
	memcpy((char *) flat + VARHDRSZ, bytes, len);
	nslots = flat_slots(flat);
	if (FLAT_SIZE(nslots) != len + VARHDRSZ || (nslots & (nslots - 1)) != 0 || !head_valid(&flat->head))
		return "Its header is not one of this type.";
	for (int64 i = 0; i < nslots; i++)
	{
		const ClvStatsRow *row = &flat->slots[i];

		if (row->customers == 0)
			continue;
		if (row->customers < 0 || row->customers > CLV_STATS_MAX - customers ||
			!clv_row_valid(row->frequency, row->recency, row->age))
			return "A row is not one of this type.";
		n++;
		customers += row->customers;
	}
	if (n != flat->n || customers != flat->customers)
		return "Its rows are not as many as it says.";
	stats_of_sorted(flat, nslots, stats);
	pfree(flat);
	for (int i = 1; i < stats->rows.n; i++)
	{
		ClvStatsRow a,
					b;

		get_row(stats, i - 1, &a);
		get_row(stats, i, &b);
		if (same_row(&a, &b))
			return "It has a row twice.";
	}
	return NULL;
}

/* A varint of at most `most`. */
static const uint8 *
read_upto(const uint8 *p, const uint8 *end, uint64 most, uint64 *v)
{
	p = varint_read(p, end, v);
	return p && *v <= most ? p : NULL;
}

/* Unit, day, and the table of times. */
static const uint8 *
read_head(const uint8 *bytes, const uint8 *end, ClvStatsHead *head,
		  double **times, uint64 *ntimes)
{
	const uint8 *p = bytes + 2;
	uint64		months,
				days,
				day = 0,
				step,
				bits = 0;

	if (!(p = read_upto(p, end, PG_INT32_MAX, &months)) ||
		!(p = read_upto(p, end, PG_INT32_MAX, &days)))
		return NULL;
	head->unit = (ClvUnit) {months, days};
	head->dated = (bytes[1] & CLV_STATS_DATED) != 0;
	if (head->dated && !(p = read_upto(p, end, PG_UINT32_MAX, &day)))
		return NULL;
	head->as_of = unzigzag(day);
	if (!head_valid(head))
		return NULL;
	if (!(p = read_upto(p, end, end - p, ntimes)))
		return NULL;
	*times = palloc_extended(sizeof(double) * Max(*ntimes, 1), MCXT_ALLOC_HUGE);
	for (uint64 i = 0; i < *ntimes; i++)
	{
		if (!(p = varint_read(p, end, &step)) || (i > 0 && step == 0) ||
			step >= time_bits(INFINITY) - bits)
			return NULL;
		bits += step;
		memcpy(&(*times)[i], &bits, sizeof(bits));
	}
	return p;
}

/* Row i, after the row before it. */
static const uint8 *
read_row(const uint8 *p, const uint8 *end, const double *times, uint64 ntimes,
		 bool *used, ClvStatsRow *row, uint64 *age)
{
	uint64		step,
				age_step,
				back,
				customers;
	ClvStatsRow before = *row;

	if (!(p = read_upto(p, end, CLV_STATS_MAX - row->frequency, &step)) ||
		!(p = varint_read(p, end, &age_step)) || !(p = varint_read(p, end, &back)) ||
		!(p = read_upto(p, end, CLV_STATS_MAX, &customers)) || customers == 0)
		return NULL;
	if (step > 0)
		*age = 0;
	if (age_step >= ntimes || *age + age_step >= ntimes || back > *age + age_step)
		return NULL;
	*age += age_step;
	row->frequency += step;
	row->age = times[*age];
	row->recency = times[*age - back];
	row->customers = customers;
	used[*age] = used[*age - back] = true;
	if (!clv_row_valid(row->frequency, row->recency, row->age) ||
		(before.customers > 0 && compare_rows(&before, row) >= 0))
		return NULL;
	return p;
}

const char *
clv_stats_read(const uint8 *bytes, Size len, ClvStats *stats)
{
	const uint8 *end = bytes + len,
			   *p;
	double	   *times;
	bool	   *used;
	uint64		ntimes,
				n,
				age = 0;
	ClvStatsRow row = {0};

	memset(stats, 0, sizeof(*stats));
	if (len < 2)
		return "It ends within its header.";
	if (bytes[1] == FLAT_OPEN)
		return read_open(bytes, len, stats);
	if ((bytes[1] & ~CLV_STATS_DATED) != 0 ||
		!(p = read_head(bytes, end, &stats->head, &times, &ntimes)) ||
		!(p = read_upto(p, end, Min((end - p) / 4, PG_INT32_MAX / 2), &n)))
		return "Its header is not one of this type.";
	used = palloc0(Max(ntimes, 1));
	new_rows(stats, n);
	for (uint64 i = 0; i < n; i++)
	{
		if (!(p = read_row(p, end, times, ntimes, used, &row, &age)) ||
			row.customers > CLV_STATS_MAX - stats->customers)
			return "A row is not one of this type.";
		set_row(stats, i, &row);
		stats->customers += row.customers;
	}
	for (uint64 i = 0; i < ntimes; i++)
		if (!used[i])
			return "It has a time that no row uses.";
	pfree(times);
	pfree(used);
	return p == end ? NULL : "Its length does not fit its rows.";
}

/* ------------------------------------------------------------- text form */

/*
 * {"unit": "7 days", "as_of": "1997-09-30", "rows": [[x, tx, T, n], ...]}
 */
char *
clv_stats_to_json(const ClvStats *stats)
{
	StringInfoData out;
	const char *comma = "";

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	if (clv_unit_named(stats->head.unit))
	{
		appendStringInfo(&out, "\"unit\": \"%s\"", clv_unit_text(stats->head.unit));
		comma = ", ";
	}
	if (stats->head.dated)
	{
		int			year,
					month,
					day;

		civil_date(stats->head.as_of, &year, &month, &day);
		appendStringInfo(&out, "%s\"as_of\": \"%04d-%02d-%02d\"", comma, year, month, day);
		comma = ", ";
	}
	appendStringInfo(&out, "%s\"rows\": [", comma);
	for (int i = 0; i < stats->rows.n; i++)
	{
		char		recency[DOUBLE_SHORTEST_DECIMAL_LEN],
					age[DOUBLE_SHORTEST_DECIMAL_LEN];

		double_to_shortest_decimal_buf(stats->rows.recency[i], recency);
		double_to_shortest_decimal_buf(stats->rows.age[i], age);
		appendStringInfo(&out, "%s[" INT64_FORMAT ", %s, %s, " INT64_FORMAT "]", i ? ", " : "",
						 stats->rows.frequency[i], recency, age, stats->rows.customers[i]);
	}
	appendStringInfoString(&out, "]}");
	return out.data;
}

/* A whole number of 0..CLV_STATS_MAX. */
static bool
whole(double v)
{
	return v >= 0 && v <= (double) CLV_STATS_MAX && v == floor(v);
}

static const char *
rows_from_json(const JsonField *field, ClvStats *stats)
{
	ClvStatsRow *rows;
	int			kept = 0;

	if (field->type != JSON_TOKEN_ARRAY_START || field->n != 4 * field->rows)
		return "Field \"rows\" is not an array of [frequency, recency, age, customers].";
	rows = palloc_extended(sizeof(ClvStatsRow) * Max(field->rows, 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < field->rows; i++)
	{
		const double *v = field->numbers + 4 * (Size) i;

		CHECK_FOR_INTERRUPTS();
		if (!whole(v[0]) || !clv_row_valid(v[0], v[1], v[2]) || !whole(v[3]) || v[3] < 1 ||
			v[3] > CLV_STATS_MAX - stats->customers)
			return psprintf("Row %d of field \"rows\" is not [frequency, recency, age, customers] with 0 <= recency <= age.",
							i + 1);
		rows[i] = (ClvStatsRow) {v[0], v[1] + 0.0, v[2] + 0.0, v[3]};
		stats->customers += rows[i].customers;
	}
	sort_rows(rows, field->rows);
	for (int i = 0; i < field->rows; i++)
		if (kept > 0 && same_row(&rows[kept - 1], &rows[i]))
			rows[kept - 1].customers += rows[i].customers;
		else
			rows[kept++] = rows[i];
	new_rows(stats, kept);
	for (int i = 0; i < kept; i++)
		set_row(stats, i, &rows[i]);
	return NULL;
}

/* "1997-09-30", of a year from 1 to 9999. */
static bool
date_from_json(const JsonField *field, int32 *day)
{
	int			year,
				month,
				mday,
				end = 0;

	if (field->type != JSON_TOKEN_STRING || strlen(field->text) != 10 ||
		strspn(field->text, "0123456789-") != 10 ||
		sscanf(field->text, "%4d-%2d-%2d%n", &year, &month, &mday, &end) != 3 || end != 10 ||
		year < 1 || month < 1 || month > 12 || mday < 1 ||
		mday > civil_days_of_month(year, month))
		return false;
	*day = civil_day(year, month, mday);
	return true;
}

const char *
clv_stats_from_json(const char *text, Size len, ClvStats *stats)
{
	JsonFields	fields = json_fields_read(text, len);
	const char *error = fields.error;

	memset(stats, 0, sizeof(*stats));
	if (!error && !json_field(&fields, "rows"))
		error = "Field \"rows\" is missing.";
	for (int i = 0; i < fields.n && !error; i++)
	{
		const JsonField *field = &fields.fields[i];

		if (strcmp(field->name, "rows") == 0)
			error = rows_from_json(field, stats);
		else if (strcmp(field->name, "unit") == 0)
		{
			if (field->type != JSON_TOKEN_STRING || !clv_unit_parse(field->text, &stats->head.unit))
				error = "Field \"unit\" is not an interval of whole days, weeks, months or years.";
		}
		else if (strcmp(field->name, "as_of") == 0)
		{
			stats->head.dated = true;
			if (!date_from_json(field, &stats->head.as_of))
				error = "Field \"as_of\" is not a date of the years 1 to 9999, as 1997-09-30.";
		}
		else
			error = psprintf("Field \"%s\" is unknown.", field->name);
	}
	return error;
}
