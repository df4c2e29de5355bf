/*
 * ids.c - the first column of a query's rows: ids of any type
 */
#include "base/ids.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "parser/parse_coerce.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/sortsupport.h"
#include "utils/typcache.h"

#include "base/compat.h"
#include "base/errors.h"

typedef struct IdRow
{
	Datum		id;
	int32		row;			/* in the order of arrival */
} IdRow;

#define ST_SORT sort_ids
#define ST_ELEMENT_TYPE IdRow
#define ST_COMPARE_ARG_TYPE SortSupportData
#define ST_COMPARE(a, b, order) ((order)->comparator((a)->id, (b)->id, order))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

static void check_type(Oid type, Oid said, const Rows *rows, int column);
static bool widens(Oid from, Oid to);
static Datum widened(Datum id, Oid from);
static void order_of(Oid type, SortSupport order);
static char *id_shows(const Ids *ids, Datum id);

Ids *
ids_new(Oid type, const Rows *rows)
{
	Ids		   *ids = palloc0(sizeof(Ids));
	SortSupportData order;

	ids->what = rows->what;
	ids->type = getBaseType(type);
	check_type(ids->type, type, rows, 0);
	order_of(ids->type, &order);
	get_typlenbyval(ids->type, &ids->length, &ids->byval);
	ids->context = AllocSetContextCreate(CurrentMemoryContext, "scrm ids", ALLOCSET_DEFAULT_SIZES);
	return ids;
}

void
ids_add(Ids *ids, const Rows *rows)
{
	MemoryContext old = MemoryContextSwitchTo(ids->context);

	if (ids->n + rows->n > ids->room)
	{
		ids->room = Max(1024, 2 * (ids->n + rows->n));
		ids->values = ids->values ? repalloc_huge(ids->values, ids->room * sizeof(Datum)) :
			MemoryContextAllocHuge(ids->context, ids->room * sizeof(Datum));
	}
	if (ids->n + rows->n > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%s has more than %d rows", ids->what, PG_INT32_MAX)));
	for (int row = 0; row < rows->n; row++)
	{
		Datum		id = rows_value(rows, row, 0);

		if (rows_isnull(rows, row, 0))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("id of %s is NULL in row " INT64_FORMAT, ids->what, ids->n + 1),
					 errdetail("The ids are column \"%s\", the first one.", rows->column[0].name)));
		if (widens(rows->column[0].type, ids->type))
			id = widened(id, rows->column[0].type);
		else if (ids->length == -1)
			id = PointerGetDatum(PG_DETOAST_DATUM_COPY(id));
		else
			id = datumCopy(id, ids->byval, ids->length);
		ids->values[ids->n++] = id;
	}
	MemoryContextSwitchTo(old);
}

int32 *
ids_rank(Ids *ids)
{
	MemoryContext context = CurrentMemoryContext;
	IdRow	   *sorted = MemoryContextAllocHuge(context, Max(1, ids->n) * sizeof(IdRow));
	int32	   *ranks = MemoryContextAllocHuge(context, Max(1, ids->n) * sizeof(int32));
	SortSupportData order;

	for (int64 i = 0; i < ids->n; i++)
		sorted[i] = (IdRow) {ids->values[i], (int32) i};
	order_of(ids->type, &order);
	sort_ids(sorted, ids->n, &order);
	for (int64 place = 0; place < ids->n; place++)
	{
		if (place % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (place > 0 && order.comparator(sorted[place - 1].id, sorted[place].id, &order) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNIQUE_VIOLATION),
					 errmsg("id %s occurs twice in %s", id_shows(ids, sorted[place].id), ids->what),
					 errdetail("It is in row %d and in row %d.",
							   Min(sorted[place - 1].row, sorted[place].row) + 1,
							   Max(sorted[place - 1].row, sorted[place].row) + 1),
					 errhint("Let the first column tell the rows apart.")));
		ids->values[place] = sorted[place].id;
		ranks[sorted[place].row] = (int32) place;
	}
	pfree(sorted);
	ids->ranked = true;
	return ranks;
}

int32
ids_find(const Ids *ids, Datum id)
{
	SortSupportData order;
	int64		low = 0,
				high = ids->n - 1;

	order_of(ids->type, &order);
	while (low <= high)
	{
		int64		middle = (low + high) / 2;
		int			way = order.comparator(ids->values[middle], id, &order);

		if (way == 0)
			return (int32) middle;
		if (way < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}

int32
ids_place(const Ids *ids, const Rows *rows, int row, int column)
{
	Datum		id = rows_value(rows, row, column);

	check_type(ids->type, ids->type, rows, column);
	if (rows_isnull(rows, row, column))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("\"%s\" of %s is NULL in row " INT64_FORMAT, rows->column[column].name, rows->what,
						rows->before + row + 1)));
	if (widens(rows->column[column].type, ids->type))
		id = widened(id, rows->column[column].type);
	return ids_find(ids, id);
}

/* 42804 where a column does not hold ids of the type. */
static void
check_type(Oid type, Oid said, const Rows *rows, int column)
{
	Oid			found = rows->column[column].type;

	if (!widens(found, type) && !IsBinaryCoercible(found, type))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("ids of %s are of type %s, and not %s", rows->what,
						format_type_be(found), format_type_be(said)),
				 column == 0 ? errdetail("The ids are column \"%s\", the first one.", rows->column[0].name) :
				 errdetail("They are in column \"%s\".", rows->column[column].name),
				 errhint("Cast the column, or use the form of the function that takes a sample of an id, as NULL::%s.",
						 format_type_be(found))));
}

/* Whether every value of an integer type is one of the other. */
static bool
widens(Oid from, Oid to)
{
	return to == INT8OID && (from == INT4OID || from == INT2OID);
}

static Datum
widened(Datum id, Oid from)
{
	return Int64GetDatum(from == INT4OID ? DatumGetInt32(id) : DatumGetInt16(id));
}

/* The type's own order, but for text that of "C". */
static void
order_of(Oid type, SortSupport order)
{
	TypeCacheEntry *entry = lookup_type_cache(type, TYPECACHE_LT_OPR | TYPECACHE_CMP_PROC);

	if (!OidIsValid(entry->lt_opr) || !OidIsValid(entry->cmp_proc))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("ids of type %s have no order", format_type_be(type)),
				 errhint("Cast them to text.")));
	memset(order, 0, sizeof(SortSupportData));
	order->ssup_cxt = CurrentMemoryContext;
	order->ssup_collation = OidIsValid(entry->typcollation) ? C_COLLATION_OID : InvalidOid;
	PrepareSortSupportFromOrderingOp(entry->lt_opr, order);
}

static char *
id_shows(const Ids *ids, Datum id)
{
	Oid			output;
	bool		varlena;

	getTypeOutputInfo(ids->type, &output, &varlena);
	return error_shows(OidOutputFunctionCall(output, id));
}
