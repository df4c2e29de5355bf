/*
 * matcher_read.c - index probes, and rows of the relation by their ids
 */
#include "identity/matcher.h"

#include "access/table.h"
#include "access/visibilitymap.h"
#include "catalog/pg_am.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/args.h"
#include "base/compat.h"
#include "identity/match_record.h"

/* ----------------------------------------------------------------- numbers */

void
numbers_add(Numbers *numbers, int64 value)
{
	if (numbers->room == 0)
		numbers->values = palloc_array(int64, numbers->room = 64);
	else if (numbers->n == numbers->room)
		numbers->values = repalloc_huge(numbers->values, (Size) (numbers->room *= 2) * sizeof(int64));
	numbers->values[numbers->n++] = value;
}

int
compare_int64(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	return x < y ? -1 : x > y;
}

void
numbers_sort(Numbers *numbers)
{
	int			n = 0;

	if (numbers->n < 2)
		return;
	qsort(numbers->values, numbers->n, sizeof(int64), compare_int64);
	for (int i = 0; i < numbers->n; i++)
		if (n == 0 || numbers->values[n - 1] != numbers->values[i])
			numbers->values[n++] = numbers->values[i];
	numbers->n = n;
}

int64 *
numbers_find(const Numbers *numbers, int64 value)
{
	return numbers->n > 0 ? bsearch(&value, numbers->values, numbers->n, sizeof(int64), compare_int64) : NULL;
}

/* ------------------------------------------------------------------- scans */

void
matcher_read_begin(MatcherRead *read, Matcher *matcher, Snapshot snapshot)
{
	memset(read, 0, sizeof(MatcherRead));
	read->matcher = matcher;
	read->snapshot = snapshot;
}

/* The index of a table whose first column this is, and that has one more. */
static Relation
open_index(Relation table, AttrNumber column)
{
	List	   *indexes = RelationGetIndexList(table);
	ListCell   *cell;
	Relation	found = NULL;

	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (!found && index->rd_index->indisvalid && index->rd_index->indkey.values[0] == column &&
			index->rd_index->indnatts == 2 &&
			index->rd_rel->relam == BTREE_AM_OID && RelationGetIndexPredicate(index) == NIL)
			found = index;
		else
			index_close(index, AccessShareLock);
	}
	list_free(indexes);
	if (!found)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table \"%s\" of a matcher has lost an index", RelationGetRelationName(table)),
				 errhint("Drop the matcher, and make it again: decisions are kept.")));
	return found;
}

/* A scan of a matcher's table for a bigint in a column. */
static void
scan_begin(MatcherRead *read, MatcherTable table, int which, AttrNumber column, int64 value)
{
	ScanKeyData key;

	if (!read->tables[table])
	{
		read->tables[table] = table_open(read->matcher->tables[table], AccessShareLock);
		read->slots[table] = table_slot_create(read->tables[table], NULL);
	}
	if (!read->indexes[which])
	{
		read->indexes[which] = open_index(read->tables[table], column);
		read->scans[which] = index_scan_begin(read->tables[table], read->indexes[which], read->snapshot, 1);
		read->scans[which]->xs_want_itup = RelationGetNumberOfAttributes(read->indexes[which]) > 1;
	}
	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(value));
	index_rescan(read->scans[which], &key, 1, NULL, 0);
}

static int64
slot_number(TupleTableSlot *slot, AttrNumber column)
{
	bool		isnull;

	return DatumGetInt64(slot_getattr(slot, column, &isnull));
}

static bool
scan_next(MatcherRead *read, MatcherTable table, int which)
{
	return index_getnext_slot(read->scans[which], ForwardScanDirection, read->slots[table]);
}

/*
 * The next entry's second column, from the index alone where its page is all
 * visible, as an index-only scan does.
 */
static bool
scan_next_number(MatcherRead *read, MatcherTable table, int which, int64 *number)
{
	IndexScanDesc scan = read->scans[which];
	ItemPointer tid;
	bool		isnull;

	while ((tid = index_getnext_tid(scan, ForwardScanDirection)) != NULL)
	{
		if (!VM_ALL_VISIBLE(read->tables[table], ItemPointerGetBlockNumber(tid), &read->visible[table]) &&
			!index_fetch_heap(scan, read->slots[table]))
			continue;
		*number = DatumGetInt64(index_getattr(scan->xs_itup, 2, scan->xs_itupdesc, &isnull));
		return true;
	}
	return false;
}

void
matcher_read_end(MatcherRead *read)
{
	for (int i = 0; i <= MATCHER_TABLES; i++)
	{
		if (read->scans[i])
			index_endscan(read->scans[i]);
		if (read->indexes[i])
			index_close(read->indexes[i], AccessShareLock);
	}
	for (int t = 0; t < MATCHER_TABLES; t++)
		if (read->tables[t])
		{
			if (BufferIsValid(read->visible[t]))
				ReleaseBuffer(read->visible[t]);
			ExecDropSingleTupleTableSlot(read->slots[t]);
			table_close(read->tables[t], AccessShareLock);
		}
	if (read->relation)
	{
		ExecDropSingleTupleTableSlot(read->relation_slot);
		index_endscan(read->relation_scan);
		index_close(read->relation_index, AccessShareLock);
		table_close(read->relation, AccessShareLock);
	}
	memset(read, 0, sizeof(MatcherRead));
}

/* ------------------------------------------------------------------ probes */

int
matcher_key_ids(MatcherRead *read, uint64 key, int most, Numbers *ids)
{
	int			n = 0;
	int64		id;

	scan_begin(read, MATCHER_KEY, MATCHER_KEY, 1, (int64) key);
	while (n <= most && scan_next_number(read, MATCHER_KEY, MATCHER_KEY, &id))
	{
		n++;
		if (ids)
			numbers_add(ids, id);
	}
	return n;
}

int64
matcher_person_of(MatcherRead *read, int64 id)
{
	int64		person;

	scan_begin(read, MATCHER_PERSON, MATCHER_PERSON, 1, id);
	return scan_next_number(read, MATCHER_PERSON, MATCHER_PERSON, &person) ? person : 0;
}

void
matcher_members(MatcherRead *read, int64 person, Numbers *ids)
{
	int64		id;

	scan_begin(read, MATCHER_PERSON, PERSON_MEMBERS, 2, person);
	while (scan_next_number(read, MATCHER_PERSON, PERSON_MEMBERS, &id))
		numbers_add(ids, id);
}

void
decisions_add(Decisions *decisions, Decision one)
{
	if (decisions->room == 0)
		decisions->values = palloc_array(Decision, decisions->room = 16);
	else if (decisions->n == decisions->room)
		decisions->values = repalloc_huge(decisions->values, (Size) (decisions->room *= 2) * sizeof(Decision));
	decisions->values[decisions->n++] = one;
}

static void
add_decisions(MatcherRead *read, int which, Decisions *decisions)
{
	while (scan_next(read, MATCHER_DECISION, which))
	{
		TupleTableSlot *slot = read->slots[MATCHER_DECISION];
		bool		isnull;

		decisions_add(decisions, (Decision)
/**INDENT** Error@241: Unbalanced parens */
					  {
			slot_number(slot, 1), slot_number(slot, 2), DatumGetBool(slot_getattr(slot, 3, &isnull))
/**INDENT** Warning@243: Extra ) */
		});
	}
}

/* The places of tables that have but one index serve the second one here. */
#define DECISION_B	MATCHER_TABLE

void
matcher_decisions(MatcherRead *read, int64 id, Decisions *decisions)
{
	scan_begin(read, MATCHER_DECISION, MATCHER_DECISION, 1, id);
	add_decisions(read, MATCHER_DECISION, decisions);
	scan_begin(read, MATCHER_DECISION, DECISION_B, 2, id);
	add_decisions(read, DECISION_B, decisions);
}

/* -------------------------------------------------------------------- rows */

static void
open_relation(MatcherRead *read)
{
	Matcher    *m = read->matcher;

	read->relation = table_open(m->relation, AccessShareLock);
	if (!OidIsValid(m->relation_index))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("column \"%s\" of relation \"%s\" has lost its unique index", m->id_name, RelationGetRelationName(read->relation)),
				 errhint("Make one, or make the matcher again.")));
	read->relation_index = index_open(m->relation_index, AccessShareLock);
	read->relation_slot = table_slot_create(read->relation, NULL);
	read->relation_scan = index_scan_begin(read->relation, read->relation_index, read->snapshot, 1);
}

/* A key for an id; false where the id's type has no such number. */
static bool
id_key(const Matcher *m, int64 id, ScanKey key)
{
	switch (m->id_type)
	{
		case INT2OID:
			ScanKeyInit(key, 1, BTEqualStrategyNumber, F_INT2EQ, Int16GetDatum((int16) id));
			return id >= PG_INT16_MIN && id <= PG_INT16_MAX;
		case INT4OID:
			ScanKeyInit(key, 1, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum((int32) id));
			return id >= PG_INT32_MIN && id <= PG_INT32_MAX;
		default:
			ScanKeyInit(key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(id));
			return true;
	}
}

void
matcher_rows_begin(const Matcher *m, MatcherRows *rows)
{
	memset(rows, 0, sizeof(MatcherRows));
	rows->rows = match_model_rows(m->model, m->ncolumns, (const char *const *) m->columns);
}

/* What is in the reader becomes a row. */
static void
add_read(Matcher *m, MatcherRows *rows, int64 id)
{
	MatchCell	cells[MATCH_COLUMNS];

	for (int i = 0; i < m->ncolumns; i++)
	{
		Size		length;

		cells[i].text = rows_text(m->reader, 0, i, MATCH_READ * 4, &length);
		cells[i].len = cells[i].text ? (int) length : -1;
	}
	match_rows_add(rows->rows, cells);
	numbers_add(&rows->ids, id);
	MemoryContextReset(m->reader->batch);
}

bool
matcher_add_row(MatcherRead *read, MatcherRows *rows, int64 id)
{
	Matcher    *m = read->matcher;
	ScanKeyData key;

	if (!read->relation)
		open_relation(read);
	if (!id_key(m, id, &key))
		return false;
	index_rescan(read->relation_scan, &key, 1, NULL, 0);
	if (!index_getnext_slot(read->relation_scan, ForwardScanDirection, read->relation_slot))
		return false;
	for (int i = 0; i < m->ncolumns; i++)
		m->reader->values[i] = slot_getattr(read->relation_slot, m->attributes[i], &m->reader->nulls[i]);
	add_read(m, rows, id);
	ExecClearTuple(read->relation_slot);
	return true;
}

void
matcher_add_tuple(Matcher *m, MatcherRows *rows, int64 id, HeapTuple tuple, TupleDesc desc)
{
	for (int i = 0; i < m->ncolumns; i++)
		m->reader->values[i] = heap_getattr(tuple, m->attributes[i], desc, &m->reader->nulls[i]);
	add_read(m, rows, id);
}

void
matcher_add_record(const Matcher *m, MatcherRows *rows, Jsonb *record)
{
	const char *names[MATCH_COLUMNS];

	for (int i = 0; i < m->model->ncolumns; i++)
		names[i] = m->model->columns[i].name;
	match_rows_input(rows->rows, m->model->ncolumns, names);
	match_record_add(rows->rows, record, "record");
	numbers_add(&rows->ids, 0);
	match_rows_input(rows->rows, m->ncolumns, (const char *const *) m->columns);
}

void
matcher_rows_finish(const Matcher *m, MatcherRows *rows)
{
	const MatchKeys *keys = &m->model->keys;
	KeyReader  *reader;

	match_model_finish(m->model, rows->rows);
	reader = key_reader(rows->rows);
	rows->table = palloc_extended((Size) rows->rows->n * keys->width * sizeof(uint32) + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	match_keys_fill(keys, reader, rows->rows, rows->table);
	key_reader_free(reader);
}

void
matcher_rows(MatcherRead *read, const Numbers *ids, MatcherRows *rows)
{
	matcher_rows_begin(read->matcher, rows);
	for (int i = 0; i < ids->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		matcher_add_row(read, rows, ids->values[i]);
	}
	matcher_rows_finish(read->matcher, rows);
}

int
matcher_keys(const Matcher *m, const MatcherRows *rows, int64 row, uint64 *values)
{
	const MatchKeys *keys = &m->model->keys;

	return match_row_keys(keys, rows->table + row * keys->width, values);
}
