/*
 * symbols.c - two texts as numbers that are equal where their letters are
 */
#include "core/symbols.h"

#include "port/pg_bitutils.h"

#include "core/utf8.h"

#define CODES	(0x110000 + 256)	/* code points and stray bytes */

/* Open addressing from code points to symbols. */
typedef struct SymbolTable
{
	uint32	   *codes;			/* by symbol */
	uint32	   *slots;			/* symbol + 1; 0 is empty */
	int			shift;			/* 32 less the bits of a slot's number */
	uint32		n;
} SymbolTable;

static uint32
symbol(SymbolTable *table, uint32 code)
{
	uint32		mask = 0xFFFFFFFF >> table->shift;
	uint32		slot = code * 0x9E3779B1u >> table->shift;

	while (table->slots[slot])
	{
		if (table->codes[table->slots[slot] - 1] == code)
			return table->slots[slot] - 1;
		slot = (slot + 1) & mask;
	}
	table->codes[table->n] = code;
	table->slots[slot] = ++table->n;
	return table->n - 1;
}

static int
add_text(SymbolTable *table, const char *text, int len, uint32 *symbols)
{
	const char *end = text + len;
	int			n = 0;
	int			bytes;

	for (; text < end; text += bytes)
	{
		uint32		code = utf8_decode(text, end, &bytes);

		symbols[n++] = symbol(table, code == UTF8_INVALID ? 0x110000 + (uint8) *text : code);
		if (n % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return n;
}

/*
 * Memory is 4 bytes for a byte of text, and less than 20 MB for the table;
 * none is allocated for short texts.
 */
void
symbols_of(Symbols *symbols, const char *a, int alen, const char *b, int blen)
{
	bool		is_short = (int64) alen + blen <= lengthof(symbols->room);
	uint32		codes[lengthof(symbols->room)];
	uint32		slots[4 * lengthof(symbols->room)];
	uint32		most = (uint32) Min((int64) alen + blen, CODES);
	SymbolTable table = {codes, slots, 31 - pg_leftmost_one_pos32(2 * most + 1), 0};
	Size		slots_size = ((Size) 2 << (31 - table.shift)) * sizeof(uint32);

	if (is_short)
	{
		symbols->text[0] = symbols->room;
		symbols->text[1] = symbols->room + alen;
		memset(slots, 0, slots_size);
	}
	else
	{
		symbols->text[0] = palloc_extended(((Size) alen + 1) * sizeof(uint32), MCXT_ALLOC_HUGE);
		symbols->text[1] = palloc_extended(((Size) blen + 1) * sizeof(uint32), MCXT_ALLOC_HUGE);
		table.codes = palloc_array(uint32, most);
		table.slots = core_alloc0(slots_size);
	}
	symbols->len[0] = add_text(&table, a, alen, symbols->text[0]);
	symbols->len[1] = add_text(&table, b, blen, symbols->text[1]);
	symbols->n = table.n;
	if (!is_short)
	{
		pfree(table.codes);
		pfree(table.slots);
	}
}

void
symbols_free(Symbols *symbols)
{
	if (symbols->text[0] == symbols->room)
		return;
	pfree(symbols->text[0]);
	pfree(symbols->text[1]);
}
