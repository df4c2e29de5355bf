/*
 * clv_unit.c - the unit of time of purchase models, as text
 */
#include "core/clv_unit.h"

#include <ctype.h>

#include "common/int.h"

static const struct
{
	const char *name;
	int32		months;
	int32		days;
}			words[] = {
	{"day", 0, 1},
	{"week", 0, 7},
	{"mon", 1, 0},
	{"month", 1, 0},
	{"year", 12, 0}
};

/* Adds `count` of the word at `name`, singular or plural; false if unknown. */
static bool
add_word(const char *name, int len, int32 count, ClvUnit *unit)
{
	if (len > 1 && name[len - 1] == 's')
		len--;
	for (int i = 0; i < lengthof(words); i++)
	{
		int32		months,
					days;

		if (strlen(words[i].name) != (size_t) len || strncmp(words[i].name, name, len) != 0)
			continue;
		return !pg_mul_s32_overflow(words[i].months, count, &months) &&
			!pg_mul_s32_overflow(words[i].days, count, &days) &&
			!pg_add_s32_overflow(unit->months, months, &unit->months) &&
			!pg_add_s32_overflow(unit->days, days, &unit->days);
	}
	return false;
}

/*
 * "7 days", "1 mon", "1 year 2 mons": pairs of a positive whole number and a
 * word.  False for anything else.
 */
bool
clv_unit_parse(const char *text, ClvUnit *unit)
{
	unit->months = unit->days = 0;
	while (*text)
	{
		int32		count = 0;
		int			len = 0;

		if (!isdigit((unsigned char) *text))
			return false;
		for (; isdigit((unsigned char) *text); text++)
			if (pg_mul_s32_overflow(count, 10, &count) ||
				pg_add_s32_overflow(count, *text - '0', &count))
				return false;
		if (*text++ != ' ')
			return false;
		while (islower((unsigned char) text[len]))
			len++;
		if (!add_word(text, len, count, unit))
			return false;
		text += len;
		if (*text == ' ' && text[1] != '\0')
			text++;
	}
	return clv_unit_named(*unit);
}

static char *
counted(int32 count, const char *word)
{
	return psprintf("%d %s%s", count, word, count == 1 ? "" : "s");
}

/*
 * What clv_unit_parse reads, and PostgreSQL as an interval; of a named unit.
 */
char *
clv_unit_text(ClvUnit unit)
{
	char	   *months = "";
	char	   *days = unit.days == 0 ? "" : counted(unit.days, "day");

	if (unit.months != 0)
		months = unit.months % 12 == 0 ? counted(unit.months / 12, "year") :
			counted(unit.months, "mon");
	return psprintf("%s%s%s", months, *months && *days ? " " : "", days);
}
