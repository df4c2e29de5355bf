/*
 * clv_unit.c - units of time of purchase models
 */
#include "fuzz.h"

#include "core/clv_unit.h"

static void
fuzz(const uint8 *bytes, Size size)
{
	ClvUnit		unit,
				again;
	char	   *text;

	if (!clv_unit_parse(as_text(bytes, size), &unit))
		return;
	REQUIRE(clv_unit_named(unit) && unit.months >= 0 && unit.days >= 0);
	text = clv_unit_text(unit);
	REQUIRE(clv_unit_parse(text, &again));
	REQUIRE(again.months == unit.months && again.days == unit.days);
	REQUIRE(strcmp(clv_unit_text(again), text) == 0);
}
