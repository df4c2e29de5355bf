/*
 * contingency.c - how often each two ids were seen together
 *
 * Costs: 24 bytes a row while growing, until rows of one cell are counted
 * together; packed, some 3 to 20 bytes a cell.  Counting n rows sorts n log n.
 */
#include "core/contingency.h"

#include "common/int.h"
#include "lib/stringinfo.h"

#include "core/varint.h"

#define FIRST_CELLS		4
#define HEADER_SIZE		2		/* version, flags */
#define FLAT_SIZE(n)	(offsetof(ContingencyFlat, cells) + sizeof(ContingencyCell) * (Size) (n))

ContingencyFlat *
contingency_new(void)
{
	return flat_new(FLAT_SIZE(FIRST_CELLS), CONTINGENCY_VERSION);
}

static int
compare_cells(const void *a, const void *b)
{
	const ContingencyCell *x = a;
	const ContingencyCell *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

/* Sorts cells and counts equal ones together; *n becomes their number. */
static ContingencyStatus
collapse(ContingencyCell *cells, int64 *n)
{
	int64		kept = 0;

	if (*n == 0)
		return CONTINGENCY_OK;
	pg_qsort(cells, *n, sizeof(ContingencyCell), compare_cells);
	for (int64 i = 1; i < *n; i++)
	{
		if (compare_cells(&cells[kept], &cells[i]) != 0)
			cells[++kept] = cells[i];
		else if ((cells[kept].times += cells[i].times) > CONTINGENCY_TIMES_MAX)
			return CONTINGENCY_RANGE;
	}
	*n = kept + 1;
	return CONTINGENCY_OK;
}

/*
 * Room for a cell, by counting together or else by growing.  At its largest, a
 * state that is nearly full is full: or it would be sorted for every few rows.
 */
static ContingencyStatus
make_room(ContingencyFlat **flat, int64 room)
{
	int64		n = (*flat)->n;
	ContingencyStatus status = collapse((*flat)->cells, &(*flat)->n);

	if (status != CONTINGENCY_OK)
		return status;
	memset((*flat)->cells + (*flat)->n, 0, sizeof(ContingencyCell) * (n - (*flat)->n));
	if ((*flat)->n <= room / 2)
		return CONTINGENCY_OK;
	if (flat_capacity(*flat) == FLAT_MAX)
		return (*flat)->n > room - room / 8 ? CONTINGENCY_LARGE : CONTINGENCY_OK;
	*flat = flat_grow(*flat, FLAT_SIZE((*flat)->n), Min(FLAT_SIZE(2 * (*flat)->n), FLAT_MAX));
	return CONTINGENCY_OK;
}

ContingencyStatus
contingency_add(ContingencyFlat **flat, ContingencyCell cell)
{
	int64		room = (flat_capacity(*flat) - FLAT_SIZE(0)) / sizeof(ContingencyCell);

	if ((*flat)->n == room)
	{
		ContingencyStatus status = make_room(flat, room);

		if (status != CONTINGENCY_OK)
			return status;
	}
	(*flat)->cells[(*flat)->n++] = cell;
	return CONTINGENCY_OK;
}

static bool
cell_valid(const ContingencyCell *cell)
{
	return cell->times >= 1 && cell->times <= CONTINGENCY_TIMES_MAX;
}

/* The cells of an open state that travelled, at any alignment. */
static ContingencyStatus
add_open(ContingencyFlat **flat, const uint8 *bytes, Size len, const char **error)
{
	Size		header = FLAT_SIZE(0) - VARHDRSZ;
	ContingencyFlat from;

	if (len < header)
	{
		*error = "It ends within its header.";
		return CONTINGENCY_OK;
	}
	memcpy((char *) &from + VARHDRSZ, bytes, header);
	if (from.n < 0 || from.n > (len - header) / sizeof(ContingencyCell))
	{
		*error = "Its length does not fit its cells.";
		return CONTINGENCY_OK;
	}
	for (int64 i = 0; i < from.n; i++)
	{
		ContingencyCell cell;
		ContingencyStatus status;

		memcpy(&cell, bytes + header + sizeof(cell) * i, sizeof(cell));
		if (!cell_valid(&cell))
		{
			*error = "A cell is not one of this type.";
			return CONTINGENCY_OK;
		}
		if ((status = contingency_add(flat, cell)) != CONTINGENCY_OK)
			return status;
	}
	return CONTINGENCY_OK;
}

ContingencyStatus
contingency_add_value(ContingencyFlat **flat, const uint8 *bytes, Size len, const char **error)
{
	ContingencyReader reader;
	ContingencyCell cell;
	ContingencyStatus status = CONTINGENCY_OK;

	*error = NULL;
	if (!*flat)
		*flat = contingency_new();
	if (len >= HEADER_SIZE && bytes[1] == FLAT_OPEN)
		return add_open(flat, bytes, len, error);
	contingency_open(&reader, bytes, len);
	while (status == CONTINGENCY_OK && contingency_next(&reader, &cell))
		status = contingency_add(flat, cell);
	*error = reader.error;
	return status;
}

ContingencyStatus
contingency_cells(const ContingencyFlat *flat, ContingencyCell **cells, int64 *n)
{
	*n = flat->n;
	*cells = palloc_extended(sizeof(ContingencyCell) * (Size) Max(1, *n), MCXT_ALLOC_HUGE);
	memcpy(*cells, flat->cells, sizeof(ContingencyCell) * *n);
	return collapse(*cells, n);
}

/*
 * The packed value of a state, which stays as it is.
 */
ContingencyStatus
contingency_pack(const ContingencyFlat *flat, void **packed)
{
	ContingencyCell *cells;
	int64		n;
	ContingencyStatus status = contingency_cells(flat, &cells, &n);
	uint8	   *result,
			   *p;

	if (status != CONTINGENCY_OK)
		return status;
	result = palloc_extended(FLAT_PRELUDE + (Size) n * 3 * VARINT_MAX, MCXT_ALLOC_HUGE);
	flat_version(result) = CONTINGENCY_VERSION;
	flat_flags(result) = 0;
	p = result + FLAT_PRELUDE;
	for (int64 i = 0; i < n; i++)
	{
		bool		same_row = i > 0 && cells[i].row == cells[i - 1].row;

		p = varint_write(p, i == 0 ? zigzag(cells[i].row) :
						 (uint64) cells[i].row - (uint64) cells[i - 1].row);
		p = varint_write(p, !same_row ? zigzag(cells[i].column) :
						 (uint64) cells[i].column - (uint64) cells[i - 1].column);
		p = varint_write(p, cells[i].times);
		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(cells);
	if (p - result > FLAT_MAX)
		return CONTINGENCY_LARGE;
	SET_VARSIZE(result, p - result);
	*packed = result;
	return CONTINGENCY_OK;
}

void
contingency_open(ContingencyReader *reader, const uint8 *bytes, Size len)
{
	*reader = (ContingencyReader) {.p = bytes + len, .end = bytes + len};
	if (len < HEADER_SIZE)
		reader->error = "It ends within its header.";
	else if (bytes[1] != 0)
		reader->error = "Its flags are not those of this type.";
	else
		reader->p = bytes + HEADER_SIZE;
}

/* A step up from an int64; false where it passes the largest. */
static bool
step(int64 from, uint64 by, int64 *to)
{
	*to = (int64) ((uint64) from + by);
	return by <= (uint64) PG_INT64_MAX - (uint64) from;
}

/*
 * The next cell.  False at the end, and where the bytes are wrong.
 */
bool
contingency_next(ContingencyReader *reader, ContingencyCell *cell)
{
	uint64		row,
				column,
				times;
	bool		same_row;

	CHECK_FOR_INTERRUPTS();
	if (reader->p == reader->end)
		return false;
	if (!(reader->p = varint_read(reader->p, reader->end, &row)) ||
		!(reader->p = varint_read(reader->p, reader->end, &column)) ||
		!(reader->p = varint_read(reader->p, reader->end, &times)))
		goto corrupt;
	same_row = reader->started && row == 0;
	cell->row = unzigzag(row);
	cell->column = unzigzag(column);
	cell->times = times;
	if ((reader->started && !step(reader->last.row, row, &cell->row)) ||
		(same_row && (column == 0 || !step(reader->last.column, column, &cell->column))) ||
		!cell_valid(cell))
		goto corrupt;
	reader->last = *cell;
	reader->started = true;
	return true;

corrupt:
	reader->error = "A cell is not one of this type.";
	reader->p = reader->end;
	return false;
}

char *
contingency_to_text(ContingencyReader *reader)
{
	StringInfoData out;
	ContingencyCell cell;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	while (contingency_next(reader, &cell))
	{
		appendStringInfo(&out, "%s" INT64_FORMAT "/" INT64_FORMAT,
						 out.len > 1 ? "," : "", cell.row, cell.column);
		if (cell.times > 1)
			appendStringInfo(&out, "*" INT64_FORMAT, cell.times);
	}
	appendStringInfoChar(&out, '}');
	return out.data;
}

/* An int64 at *p, moved behind; false where there is none. */
static bool
read_number(const char **p, int64 *number)
{
	bool		negative = **p == '-';
	const char *first = *p += negative;

	*number = 0;
	/* Counted down: the least int64 has no positive counterpart. */
	for (; **p >= '0' && **p <= '9'; (*p)++)
		if (pg_mul_s64_overflow(*number, 10, number) ||
			pg_sub_s64_overflow(*number, **p - '0', number))
			return false;
	if (*p == first || (!negative && *number == PG_INT64_MIN))
		return false;
	if (!negative)
		*number = -*number;
	return true;
}

bool
contingency_from_text(const char *text, ContingencyFlat **flat, ContingencyStatus *status,
					  const char **detail, int *offset)
{
	const char *p = text;

#define SYNTAX(what) \
	return (*detail = (what), *offset = p - text, false)

	*flat = contingency_new();
	*status = CONTINGENCY_OK;
	*detail = NULL;
	if (*p != '{')
		SYNTAX("A brace must open here.");
	p++;
	while (*p != '}' || p[-1] == ',')
	{
		ContingencyCell cell = {.times = 1};

		if (p[-1] != '{' && p[-1] != ',')
			SYNTAX("A comma or the closing brace must come here.");
		if (!read_number(&p, &cell.row) || *p != '/' || (p++, !read_number(&p, &cell.column)))
			SYNTAX("Two ids of type bigint must end here, as 7/1.");
		if (*p == '*' && (p++, !read_number(&p, &cell.times) || !cell_valid(&cell)))
			SYNTAX("A number of times, from 1 on, must end here.");
		if ((*status = contingency_add(flat, cell)) != CONTINGENCY_OK)
			return false;
		if (*p == ',')
			p++;
		CHECK_FOR_INTERRUPTS();
	}
	if (*++p != '\0')
		SYNTAX("Nothing may follow the closing brace.");
	return true;
#undef SYNTAX
}
