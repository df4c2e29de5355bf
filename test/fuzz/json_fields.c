/*
 * json_fields.c - a flat JSON object, whatever its fields
 */
#include "fuzz.h"

#include <math.h>

#include "core/json_fields.h"

/* What a reader of a model takes from a field. */
static void
take(const JsonFields *fields, const JsonField *field)
{
	double		number;
	int64		count;

	REQUIRE(json_field(fields, field->name) == field);	/* no name twice */
	if (field->type == JSON_TOKEN_ARRAY_START)
	{
		REQUIRE(field->rows == 0 || field->n % field->rows == 0);
		for (int i = 0; i < field->n; i++)
			REQUIRE(!isnan(field->numbers[i]));
		REQUIRE(!json_number(field, &number) && !json_count(field, &count));
		return;
	}
	REQUIRE(field->n == 0 && field->rows == 0 && strlen(field->text) <= FUZZ_SIZE_MAX);
	if (json_number(field, &number))
		REQUIRE(isfinite(number));
	if (json_count(field, &count))
		REQUIRE(count >= 0 && json_number(field, &number) && number == (double) count);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);
	JsonFields	fields = json_fields_read(text, strlen(text));

	if (fields.error)
	{
		REQUIRE(strlen(fields.error) > 0);
		return;
	}
	for (int i = 0; i < fields.n; i++)
		take(&fields, &fields.fields[i]);
}
