/*
 * matcher.c - names of matchers, rights on them, and what a backend remembers
 */
#include "identity/matcher.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/regproc.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/varlena.h"

#include "base/errors.h"
#include "identity/match_model_type.h"

#define MATCHERS_KEPT	16		/* of a backend */

static const char *const suffixes[MATCHER_TABLES] = {"matcher", "key", "person", "decision", "journal"};

static Matcher *kept[MATCHERS_KEPT];
static uint64 uses;

/* ------------------------------------------------------------------- names */

char *
matcher_name(const char *text, char **schema)
{
	List	   *names = NIL;
	char	   *copy = pstrdup(text);

	if (!SplitIdentifierString(copy, '.', &names) || list_length(names) < 1 || list_length(names) > 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("invalid name of a matcher: \"%s\"", error_shows(text)),
				 errhint("Write it like that of a table: 'crm', or 'schema.crm'.")));
	*schema = list_length(names) == 2 ? linitial(names) : NULL;
	return llast(names);
}

char *
matcher_table(const char *name, MatcherTable table)
{
	char	   *full = psprintf("%s_%s", name, suffixes[table]);

	if (strlen(full) >= NAMEDATALEN)
		ereport(ERROR,
				(errcode(ERRCODE_NAME_TOO_LONG),
				 errmsg("name of the matcher is too long: \"%s\"", error_shows(name)),
				 errdetail("It has %zu bytes; with \"_%s\" behind it there may be %d.",
						   strlen(name), suffixes[MATCHER_DECISION], NAMEDATALEN - 1),
				 errhint("Choose a shorter name.")));
	return full;
}

char *
matcher_quoted(Oid schema, const char *name, MatcherTable table)
{
	return quote_qualified_identifier(get_namespace_name(schema), matcher_table(name, table));
}

pg_noreturn static void
error_no_matcher(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("there is no matcher \"%s\"", error_shows(name)),
			 errhint("Make it with create_matcher, or give its schema too: 'schema.crm'.")));
	pg_unreachable();
}

/* ------------------------------------------------------------------- cache */

/* A table changed in its definition: whatever rests on it is looked up again. */
static void
forget(Datum arg, Oid relation)
{
	for (int i = 0; i < MATCHERS_KEPT; i++)
	{
		Matcher    *m = kept[i];

		if (!m)
			continue;
		m->stale |= !OidIsValid(relation) || relation == m->relation;
		for (int t = 0; t < MATCHER_TABLES; t++)
			m->stale |= relation == m->tables[t];
	}
}

/* A place for one more.  Whoever still has the old one may use it to the end
 * of the transaction. */
static int
free_place(Oid table)
{
	int			place = 0;

	for (int i = 0; i < MATCHERS_KEPT; i++)
	{
		if (kept[i] && kept[i]->tables[MATCHER_TABLE] == table)
		{
			place = i;
			break;
		}
		if (!kept[i] || (kept[place] && kept[i]->used < kept[place]->used))
			place = i;
	}
	if (kept[place])
		MemoryContextSetParent(kept[place]->context, TopTransactionContext);
	kept[place] = NULL;
	return place;
}

Oid
matcher_index_on(Relation relation, AttrNumber column)
{
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;
	Oid			found = InvalidOid;

	foreach(cell, indexes)
	{
		HeapTuple	tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(lfirst_oid(cell)));
		Form_pg_index index;

		if (!HeapTupleIsValid(tuple))
			continue;
		index = (Form_pg_index) GETSTRUCT(tuple);
		if (index->indisunique && index->indisvalid && index->indimmediate && index->indnkeyatts == 1 &&
			index->indkey.values[0] == column && heap_attisnull(tuple, Anum_pg_index_indpred, NULL))
			found = lfirst_oid(cell);
		ReleaseSysCache(tuple);
	}
	list_free(indexes);
	return found;
}

pg_noreturn static void
error_no_column(Relation relation, const char *column)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("relation \"%s\" has no column \"%s\" any more", RelationGetRelationName(relation), error_shows(column)),
			 errdetail("Its matcher reads that column."),
			 errhint("Give the column its name back, or make the matcher again.")));
	pg_unreachable();
}

static void
set_relation(Matcher *m, Datum columns)
{
	Relation	relation = table_open(m->relation, AccessShareLock);
	TupleDesc	desc = RelationGetDescr(relation);
	TupleDesc	read;
	Datum	   *names;
	bool	   *nulls;
	int			n;

	deconstruct_array(DatumGetArrayTypeP(columns), TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls, &n);
	m->ncolumns = Min(n, MATCH_COLUMNS);
	m->id_column = get_attnum(m->relation, m->id_name);
	if (m->id_column <= 0)
		error_no_column(relation, m->id_name);
	m->id_type = TupleDescAttr(desc, m->id_column - 1)->atttypid;
	m->relation_index = matcher_index_on(relation, m->id_column);
	read = CreateTemplateTupleDesc(m->ncolumns);
	for (int i = 0; i < m->ncolumns; i++)
	{
		m->columns[i] = TextDatumGetCString(names[i]);
		m->attributes[i] = get_attnum(m->relation, m->columns[i]);
		if (m->attributes[i] <= 0)
			error_no_column(relation, m->columns[i]);
		TupleDescCopyEntry(read, i + 1, desc, m->attributes[i]);
	}
	m->reader = rows_of_tuples(read);
	table_close(relation, AccessShareLock);
}

/* Reads the one row of <name>_matcher; NULL where there is none. */
static HeapTuple
matcher_tuple(Relation table, Snapshot snapshot, TableScanDesc *scan)
{
	*scan = table_beginscan(table, snapshot, 0, NULL);
	return heap_getnext(*scan, ForwardScanDirection);
}

/* A table of that name may be something else, or have lost its model with the
 * extension. */
static bool
is_matcher(Relation table)
{
	TupleDesc	desc = RelationGetDescr(table);

	return table->rd_rel->relkind == RELKIND_RELATION && desc->natts == 6 &&
		TupleDescAttr(desc, 0)->atttypid == REGCLASSOID && TupleDescAttr(desc, 4)->atttypid == INT8OID &&
		!TupleDescAttr(desc, 3)->attisdropped;
}

static void
set_tables(Matcher *m)
{
	for (int t = 0; t < MATCHER_TABLES; t++)
	{
		m->tables[t] = get_relname_relid(matcher_table(m->name, t), m->schema);
		m->quoted[t] = matcher_quoted(m->schema, m->name, t);
		if (!OidIsValid(m->tables[t]))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_TABLE),
					 errmsg("table %s of matcher \"%s\" is missing", m->quoted[t], m->name),
					 errhint("Drop what is left of the matcher with drop_matcher, and make it again.")));
	}
}

static void
free_plans(void *arg)
{
	Matcher    *m = arg;

	for (int i = 0; i < DO_STATEMENTS; i++)
		if (m->plans[i])
			SPI_freeplan(m->plans[i]);
}

static Matcher *
matcher_load(Relation table, HeapTuple tuple, const char *name)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "scrm matcher", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Matcher    *m = palloc0_object(Matcher);
	Datum		values[6];
	bool		nulls[6];
	int			place;

	heap_deform_tuple(tuple, RelationGetDescr(table), values, nulls);
	m->context = context;
	m->end = (MemoryContextCallback) {free_plans, m, NULL};
	MemoryContextRegisterResetCallback(context, &m->end);
	m->name = pstrdup(name);
	m->schema = RelationGetNamespace(table);
	m->tid = tuple->t_self;
	m->xmin = HeapTupleHeaderGetRawXmin(tuple->t_data);
	set_tables(m);
	m->relation = DatumGetObjectId(values[0]);
	if (!SearchSysCacheExists1(RELOID, values[0]))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("the relation of matcher \"%s\" is gone", m->name),
				 errhint("Drop the matcher with drop_matcher.")));
	m->id_name = TextDatumGetCString(values[1]);
	set_relation(m, values[2]);
	m->model = match_model_value(values[3]);
	m->rows = DatumGetInt64(values[4]);
	MemoryContextSwitchTo(old);
	place = free_place(m->tables[MATCHER_TABLE]);
	MemoryContextSetParent(context, TopMemoryContext);
	kept[place] = m;
	return m;
}

/* What is remembered of it if that is how it is now; else what is there. */
static Matcher *
matcher_get(Oid oid, const char *name, Snapshot snapshot)
{
	static bool registered = false;
	Relation	table = table_open(oid, AccessShareLock);
	TableScanDesc scan;
	HeapTuple	tuple;
	Matcher    *m = NULL;

	if (!registered)
		CacheRegisterRelcacheCallback(forget, (Datum) 0);
	registered = true;
	if (!is_matcher(table))
		error_no_matcher(name);
	tuple = matcher_tuple(table, snapshot, &scan);
	if (!tuple)
		error_no_matcher(name);
	for (int i = 0; i < MATCHERS_KEPT && !m; i++)
		if (kept[i] && kept[i]->tables[MATCHER_TABLE] == oid && !kept[i]->stale &&
			ItemPointerEquals(&kept[i]->tid, &tuple->t_self) && kept[i]->xmin == HeapTupleHeaderGetRawXmin(tuple->t_data))
			m = kept[i];
	if (!m)
		m = matcher_load(table, tuple, name);
	m->used = ++uses;
	table_endscan(scan);
	table_close(table, AccessShareLock);
	return m;
}

/* ------------------------------------------------------------------ rights */

static void
check_select(Oid oid)
{
	AclResult	result = pg_class_aclcheck(oid, GetUserId(), ACL_SELECT);

	if (result != ACLCHECK_OK)
		aclcheck_error(result, get_relkind_objtype(get_rel_relkind(oid)), get_rel_name(oid));
}

/* Rows are read by index, so policies cannot hold: who is under one is told. */
static void
check_rights(const Matcher *m)
{
	check_select(m->relation);
	if (check_enable_rls(m->relation, InvalidOid, false) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("matcher \"%s\" reads all of relation \"%s\", and row-level security shows you a part of it",
						m->name, get_rel_name(m->relation)),
				 errhint("Call it as the relation's owner, or as a role with BYPASSRLS.")));
	check_select(m->tables[MATCHER_KEY]);
	check_select(m->tables[MATCHER_PERSON]);
	check_select(m->tables[MATCHER_DECISION]);
}

Oid
matcher_relation(const char *text, Oid *schema, char **name)
{
	char	   *in_schema;
	Oid			oid;
	Relation	table;
	TableScanDesc scan;
	HeapTuple	tuple;
	bool		isnull;
	Oid			relation = InvalidOid;

	*name = matcher_name(text, &in_schema);
	oid = RangeVarGetRelid(makeRangeVar(in_schema, matcher_table(*name, MATCHER_TABLE), -1), AccessShareLock, true);
	if (!OidIsValid(oid))
		error_no_matcher(text);
	check_select(oid);
	table = table_open(oid, AccessShareLock);
	*schema = RelationGetNamespace(table);
	tuple = matcher_tuple(table, GetActiveSnapshot(), &scan);

	/* Without the extension it has lost its model. */
	if (TupleDescAttr(RelationGetDescr(table), 0)->atttypid != REGCLASSOID)
		error_no_matcher(text);
	if (tuple)
		relation = DatumGetObjectId(heap_getattr(tuple, 1, RelationGetDescr(table), &isnull));
	table_endscan(scan);
	table_close(table, AccessShareLock);
	return relation;
}

Matcher *
matcher_find(const char *text)
{
	char	   *schema;
	char	   *name = matcher_name(text, &schema);
	Oid			oid = RangeVarGetRelid(makeRangeVar(schema, matcher_table(name, MATCHER_TABLE), -1), AccessShareLock, true);
	Matcher    *m;

	if (!OidIsValid(oid))
		error_no_matcher(text);
	check_select(oid);
	m = matcher_get(oid, name, GetActiveSnapshot());
	check_rights(m);
	return m;
}

Matcher *
matcher_now(const Matcher *old)
{
	Snapshot	snapshot = RegisterSnapshot(GetLatestSnapshot());
	Matcher    *m = matcher_get(old->tables[MATCHER_TABLE], old->name, snapshot);

	UnregisterSnapshot(snapshot);
	return m;
}

Matcher *
matcher_of_trigger(Relation relation, const char *name)
{
	Oid			oid = get_relname_relid(matcher_table(name, MATCHER_TABLE), RelationGetNamespace(relation));
	Matcher    *m;

	if (!OidIsValid(oid))
		error_no_matcher(name);
	check_select(oid);
	m = matcher_get(oid, name, GetActiveSnapshot());
	check_rights(m);
	return m;
}

/* -------------------------------------------------------------- statements */

typedef struct Statement
{
	MatcherTable table;
	const char *args;			/* of each its type: n numbers, 1 one number,
								 * b boolean, t text */
	const char *text_of;		/* %s: the table; the second: of persons */
} Statement;

static const Statement statements[DO_STATEMENTS] = {
	[DO_KEYS] = {MATCHER_KEY, "nn",
	"INSERT INTO %s (key, id) SELECT k, i FROM pg_catalog.unnest($1) k, pg_catalog.unnest($2) i ON CONFLICT DO NOTHING"},
	[DO_KEYS_OF_ALL] = {MATCHER_KEY, "nn",
	"INSERT INTO %s (key, id) SELECT * FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2))"},
	[DO_UNKEY] = {MATCHER_KEY, "nn",
	"DELETE FROM %s WHERE key OPERATOR(pg_catalog.=) ANY ($1) AND id OPERATOR(pg_catalog.=) ANY ($2)"},
	[DO_FOUND] = {MATCHER_PERSON, "n",
	"INSERT INTO %s AS p (id) SELECT i FROM pg_catalog.unnest($1) i RETURNING p.id, p.person"},
	[DO_REFOUND] = {MATCHER_PERSON, "n",
	"UPDATE %s AS p SET person = DEFAULT WHERE p.id OPERATOR(pg_catalog.=) ANY ($1) RETURNING p.id, p.person"},
	[DO_JOIN] = {MATCHER_PERSON, "nn",
	"INSERT INTO %s (id, person) SELECT * FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2))"},
	[DO_MOVE] = {MATCHER_PERSON, "nn",
		"UPDATE %s AS p SET person = n.person FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS n(id, person) "
	"WHERE p.id OPERATOR(pg_catalog.=) n.id"},
	[DO_LEAVE] = {MATCHER_PERSON, "n",
	"DELETE FROM %s WHERE id OPERATOR(pg_catalog.=) ANY ($1)"},
	[DO_UNKEY_ROWS] = {MATCHER_KEY, "n", "DELETE FROM %s WHERE id OPERATOR(pg_catalog.=) ANY ($1)"},
	[DO_FORGET_KEYS] = {MATCHER_KEY, "", "DELETE FROM %s"},
	[DO_FORGET] = {MATCHER_PERSON, "", "DELETE FROM %s"},
	[DO_JOURNAL] = {MATCHER_JOURNAL, "tnnn",
		"INSERT INTO %s (cause, id, was, person) SELECT $1, j.id, "
		"CASE WHEN j.was OPERATOR(pg_catalog.<>) 0 THEN j.was END, CASE WHEN j.person OPERATOR(pg_catalog.<>) 0 THEN j.person END "
	"FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4)) AS j(id, was, person)"},
	[DO_ROWS] = {MATCHER_TABLE, "1", "UPDATE %s SET rows = $1"},
	[DO_DECIDE] = {MATCHER_DECISION, "11b",
		"INSERT INTO %s AS d (id_a, id_b, same) VALUES ($1, $2, $3) ON CONFLICT (id_a, id_b) DO UPDATE "
	"SET same = EXCLUDED.same, at = pg_catalog.now(), by = CURRENT_USER"},
	[DO_JOURNAL_ALL] = {MATCHER_JOURNAL, "",
	"INSERT INTO %s (cause, id, was) SELECT 'truncate', p.id, p.person FROM %s AS p"},
};

static void
prepare(Matcher *m, MatcherStatement number)
{
	const Statement *s = &statements[number];
	Oid			types[4];
	int			n = strlen(s->args);
	SPIPlanPtr	plan;

	for (int i = 0; i < n; i++)
		types[i] = s->args[i] == 'n' ? INT8ARRAYOID : s->args[i] == '1' ? INT8OID : s->args[i] == 'b' ? BOOLOID : TEXTOID;
	plan = SPI_prepare(psprintf(s->text_of, m->quoted[s->table], m->quoted[MATCHER_PERSON]), n, types);
	if (!plan)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	SPI_keepplan(plan);
	m->plans[number] = plan;
}

void
matcher_do(Matcher *m, MatcherStatement number, Datum *values, const char *nulls, int64 rows)
{
	int			result;

	if (!m->plans[number])
		prepare(m, number);
	result = SPI_execute_plan(m->plans[number], values, nulls, false, 0);
	if (result < 0)
		elog(ERROR, "SPI_execute_plan failed: %s", SPI_result_code_string(result));

	/* Another session was there, and this transaction may not see it. */
	if (rows >= 0 && (int64) SPI_processed != rows)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to concurrent matching"),
				 errhint("Try the transaction again.")));
}

Datum
matcher_array(const int64 *values, int64 n)
{
	Datum	   *datums = palloc_array(Datum, n);

	for (int64 i = 0; i < n; i++)
		datums[i] = Int64GetDatum(values[i]);
	return PointerGetDatum(construct_array(datums, n, INT8OID, 8, true, TYPALIGN_DOUBLE));
}
