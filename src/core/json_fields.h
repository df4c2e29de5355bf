/*
 * json_fields.h - a flat JSON object, as the text form of a model
 *
 * Names with a scalar, an array of numbers, or rows of numbers of one width;
 * nothing deeper, and no more fields than JSON_FIELDS_MAX.
 */
#ifndef SCRM_JSON_FIELDS_H
#define SCRM_JSON_FIELDS_H

#include "core/core.h"

#include "common/jsonapi.h"

#define JSON_FIELDS_MAX 32		/* three times what the largest model has */

typedef struct JsonField
{
	char	   *name;
	JsonTokenType type;			/* of a scalar, or JSON_TOKEN_ARRAY_START */
	char	   *text;			/* of a scalar: unescaped, or as written */
	double	   *numbers;		/* of an array, row after row */
	int			n;				/* numbers */
	int			rows;			/* 0 where the array holds the numbers itself */
} JsonField;

typedef struct JsonFields
{
	const char *error;			/* NULL, or a sentence on what is wrong */
	int			n;
	JsonField  *fields;			/* room for JSON_FIELDS_MAX */
} JsonFields;

extern JsonFields json_fields_read(const char *text, Size len);
extern JsonField *json_field(const JsonFields *fields, const char *name);
extern bool json_number(const JsonField *field, double *value);
extern bool json_count(const JsonField *field, int64 *value);

#endif							/* SCRM_JSON_FIELDS_H */
