/*
 * fitted_model.c - a model as a value: checks, text and bytes
 */
#include "core/fitted_model.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"

#include "core/flat.h"
#include "core/json_fields.h"

/* Bytes of version, flags, kind; in the stored form one more, for alignment. */
#define WIRE_HEADER		3
#define STORED_HEADER	4

static const ModelKind clv_kinds[] = {
	{"bg/nbd", 4, {"r", "alpha", "a", "b"}}
};

static const ModelKind spend_kinds[] = {
	{"gamma-gamma", 3, {"p", "q", "gamma"}}
};

const ModelFamily clv_family = {
	"clv_model",
	MODEL_UNIT | MODEL_CUSTOMERS | MODEL_LOG_LIKELIHOOD | MODEL_COVARIANCE,
	lengthof(clv_kinds), clv_kinds
};

const ModelFamily spend_family = {
	"spend_model",
	MODEL_CURRENCY | MODEL_CUSTOMERS | MODEL_LEFT_OUT | MODEL_LOG_LIKELIHOOD |
	MODEL_COVARIANCE,
	lengthof(spend_kinds), spend_kinds
};

bool
currency_valid(const char *text, Size len)
{
	for (Size i = 0; i < len; i++)
		if (text[i] < 'A' || text[i] > 'Z')
			return false;
	return len == CURRENCY_LEN;
}

/* "bg/nbd (r, alpha, a, b), ...", for hints. */
char *
model_family_text(const ModelFamily *family)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < family->nkinds; i++)
	{
		appendStringInfo(&list, "%s%s (", i ? ", " : "", family->kinds[i].name);
		for (int j = 0; j < family->kinds[i].n; j++)
			appendStringInfo(&list, "%s%s", j ? ", " : "",
							 family->kinds[i].parameters[j]);
		appendStringInfoChar(&list, ')');
	}
	return list.data;
}

static const char *
covariance_check(const FittedModel *model)
{
	int			n = model_kind(model)->n;

	for (int i = 0; i < n; i++)
		for (int j = 0; j <= i; j++)
		{
			double		v = model->covariance[i * n + j];

			if (!isfinite(v) || v != model->covariance[j * n + i])
				return "Field \"covariance\" is not symmetric.";
			if (i == j && v < 0)
				return "Field \"covariance\" has a variance under 0.";
		}
	return NULL;
}

/*
 * Whether a model, however it came, is one: family and kind are set.
 */
const char *
model_check(const FittedModel *model)
{
	const ModelKind *kind = model_kind(model);

	for (int i = 0; i < kind->n; i++)
		if (!(model->parameters[i] > 0) || !isfinite(model->parameters[i]))
			return psprintf("Field \"%s\" is not a positive number.",
							kind->parameters[i]);
	if (model->has & ~model->family->optional)
		return "It has fields of another type.";
	if ((model->has & MODEL_UNIT) &&
		(!clv_unit_named(model->unit) || model->unit.months < 0 || model->unit.days < 0))
		return "Field \"unit\" is not a positive interval of days, weeks, months or years.";
	if ((model->has & MODEL_CURRENCY) && !currency_valid(model->currency, strlen(model->currency)))
		return "Field \"currency\" is not three capitals.";
	if ((model->has & MODEL_CUSTOMERS) && model->customers < 0)
		return "Field \"customers\" is not a whole number from 0 up.";
	if ((model->has & MODEL_LEFT_OUT) && model->left_out < 0)
		return "Field \"left_out\" is not a whole number from 0 up.";
	if ((model->has & MODEL_LOG_LIKELIHOOD) && !isfinite(model->log_likelihood))
		return "Field \"log_likelihood\" is not a number.";
	if (model->has & MODEL_COVARIANCE)
		return covariance_check(model);
	return NULL;
}

/* An optional field by name; 0 where there is none of that name. */
static int
optional_field(const char *name)
{
	static const struct
	{
		const char *name;
		int			flag;
	}			known[] = {
		{"unit", MODEL_UNIT},
		{"currency", MODEL_CURRENCY},
		{"customers", MODEL_CUSTOMERS},
		{"left_out", MODEL_LEFT_OUT},
		{"log_likelihood", MODEL_LOG_LIKELIHOOD},
		{"covariance", MODEL_COVARIANCE}
	};

	for (int i = 0; i < lengthof(known); i++)
		if (strcmp(name, known[i].name) == 0)
			return known[i].flag;
	return 0;
}

/* Reads an optional field; false where it has not the type. */
static bool
read_optional(const JsonField *field, int flag, FittedModel *model)
{
	int			n = model_kind(model)->n;

	switch (flag)
	{
		case MODEL_UNIT:
			return field->type == JSON_TOKEN_STRING &&
				clv_unit_parse(field->text, &model->unit);
		case MODEL_CURRENCY:
			if (field->type != JSON_TOKEN_STRING ||
				!currency_valid(field->text, strlen(field->text)))
				return false;
			memcpy(model->currency, field->text, CURRENCY_LEN + 1);
			return true;
		case MODEL_CUSTOMERS:
			return json_count(field, &model->customers);
		case MODEL_LEFT_OUT:
			return json_count(field, &model->left_out);
		case MODEL_LOG_LIKELIHOOD:
			return json_number(field, &model->log_likelihood);
		default:
			if (field->rows != n || field->n != n * n)
				return false;
			memcpy(model->covariance, field->numbers, sizeof(double) * n * n);
			return true;
	}
}

/* What an optional field has to be, for messages. */
static const char *
optional_must(int flag)
{
	switch (flag)
	{
		case MODEL_UNIT:
			return "a positive interval of days, weeks, months or years";
		case MODEL_CURRENCY:
			return "three capitals";
		case MODEL_LOG_LIKELIHOOD:
			return "a number";
		case MODEL_COVARIANCE:
			return "a row of numbers for each parameter";
		default:
			return "a whole number from 0 up";
	}
}

/* The kind that field "model" names. */
static const char *
read_kind(const JsonFields *fields, FittedModel *model)
{
	const JsonField *name = json_field(fields, "model");

	if (!name)
		return "Field \"model\" is missing.";
	if (name->type != JSON_TOKEN_STRING)
		return "Field \"model\" is not a text.";
	for (int i = 0; i < model->family->nkinds; i++)
		if (strcmp(name->text, model->family->kinds[i].name) == 0)
		{
			model->kind = i;
			return NULL;
		}
	return psprintf("Field \"model\" has an unknown model, \"%s\".", name->text);
}

static const char *
read_parameters(const JsonFields *fields, FittedModel *model)
{
	const ModelKind *kind = model_kind(model);

	for (int i = 0; i < kind->n; i++)
	{
		const JsonField *field = json_field(fields, kind->parameters[i]);

		if (!field)
			return psprintf("Field \"%s\" is missing.", kind->parameters[i]);
		if (!json_number(field, &model->parameters[i]))
			return psprintf("Field \"%s\" is not a positive number.",
							kind->parameters[i]);
	}
	return NULL;
}

/* Whether the kind has a parameter of that name. */
static bool
is_parameter(const ModelKind *kind, const char *name)
{
	for (int i = 0; i < kind->n; i++)
		if (strcmp(kind->parameters[i], name) == 0)
			return true;
	return false;
}

const char *
model_from_json(const ModelFamily *family, const char *text, Size len,
				FittedModel *model)
{
	JsonFields	fields = json_fields_read(text, len);
	const char *error = fields.error;

	memset(model, 0, sizeof(*model));
	model->family = family;
	if (!error)
		error = read_kind(&fields, model);
	if (!error)
		error = read_parameters(&fields, model);
	for (int i = 0; i < fields.n && !error; i++)
	{
		const JsonField *field = &fields.fields[i];
		int			flag = optional_field(field->name);

		if (strcmp(field->name, "model") == 0 ||
			is_parameter(model_kind(model), field->name))
			continue;
		if (!(flag & family->optional))
			return psprintf("Field \"%s\" is unknown.", field->name);
		if (!read_optional(field, flag, model))
			return psprintf("Field \"%s\" is not %s.", field->name, optional_must(flag));
		model->has |= flag;
	}
	return error ? error : model_check(model);
}

static void
append_number(StringInfo out, double v)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(v, digits);
	appendStringInfoString(out, digits);
}

/*
 * The text form: what model_from_json reads back to the same bytes.
 */
char *
model_to_json(const FittedModel *model)
{
	const ModelKind *kind = model_kind(model);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"model\": \"%s\"", kind->name);
	if (model->has & MODEL_UNIT)
		appendStringInfo(&out, ", \"unit\": \"%s\"", clv_unit_text(model->unit));
	if (model->has & MODEL_CURRENCY)
		appendStringInfo(&out, ", \"currency\": \"%s\"", model->currency);
	for (int i = 0; i < kind->n; i++)
	{
		appendStringInfo(&out, ", \"%s\": ", kind->parameters[i]);
		append_number(&out, model->parameters[i]);
	}
	if (model->has & MODEL_CUSTOMERS)
		appendStringInfo(&out, ", \"customers\": " INT64_FORMAT, model->customers);
	if (model->has & MODEL_LEFT_OUT)
		appendStringInfo(&out, ", \"left_out\": " INT64_FORMAT, model->left_out);
	if (model->has & MODEL_LOG_LIKELIHOOD)
	{
		appendStringInfoString(&out, ", \"log_likelihood\": ");
		append_number(&out, model->log_likelihood);
	}
	if (model->has & MODEL_COVARIANCE)
	{
		appendStringInfoString(&out, ", \"covariance\": [");
		for (int i = 0; i < kind->n * kind->n; i++)
		{
			appendStringInfoString(&out, i % kind->n ? ", " : i ? "], [" : "[");
			append_number(&out, model->covariance[i]);
		}
		appendStringInfoString(&out, "]]");
	}
	appendStringInfoChar(&out, '}');
	return out.data;
}

/* A run over the fields of a form in bytes, to write or to read them. */
typedef struct Cursor
{
	uint8	   *at;
	uint8	   *end;
	bool		writing;
	bool		network;		/* numbers have their highest byte first */
	bool		fits;
} Cursor;

static void
carry(Cursor *cursor, void *field, Size size)
{
	if ((Size) (cursor->end - cursor->at) < size)
	{
		cursor->fits = false;
		return;
	}
	if (cursor->writing)
		memcpy(cursor->at, field, size);
	else
		memcpy(field, cursor->at, size);
	cursor->at += size;
}

static void
carry_number(Cursor *cursor, void *field, Size size)
{
	uint8	   *bytes = cursor->writing ? cursor->at : field;

	carry(cursor, field, size);
#ifndef WORDS_BIGENDIAN
	if (cursor->network && cursor->fits)
		for (Size i = 0; i < size / 2; i++)
		{
			uint8		swap = bytes[i];

			bytes[i] = bytes[size - 1 - i];
			bytes[size - 1 - i] = swap;
		}
#endif
}

/* The fields after the header, in their order; `has` and `kind` are known. */
static void
carry_fields(Cursor *cursor, FittedModel *model)
{
	int			n = model_kind(model)->n;

	for (int i = 0; i < n; i++)
		carry_number(cursor, &model->parameters[i], sizeof(double));
	if (model->has & MODEL_UNIT)
	{
		carry_number(cursor, &model->unit.months, sizeof(int32));
		carry_number(cursor, &model->unit.days, sizeof(int32));
	}
	if (model->has & MODEL_CURRENCY)
		carry(cursor, model->currency, CURRENCY_LEN);
	if (model->has & MODEL_CUSTOMERS)
		carry_number(cursor, &model->customers, sizeof(int64));
	if (model->has & MODEL_LEFT_OUT)
		carry_number(cursor, &model->left_out, sizeof(int64));
	if (model->has & MODEL_LOG_LIKELIHOOD)
		carry_number(cursor, &model->log_likelihood, sizeof(double));
	if (model->has & MODEL_COVARIANCE)
		for (int i = 0; i < n; i++)
			for (int j = 0; j <= i; j++)
			{
				carry_number(cursor, &model->covariance[i * n + j], sizeof(double));
				model->covariance[j * n + i] = model->covariance[i * n + j];
			}
}

/* Writes one of the two forms, a varlena in the current context. */
static void *
write_form(const FittedModel *model, Size header, bool network)
{
	FittedModel copy = *model;
	uint8		buffer[VARHDRSZ + STORED_HEADER + sizeof(FittedModel)] = {0};
	Cursor		cursor = {buffer + VARHDRSZ + header, buffer + sizeof(buffer), true, network, true};
	uint8	   *result;

	flat_version(buffer) = MODEL_VERSION;
	flat_flags(buffer) = model->has;
	buffer[FLAT_PRELUDE] = model->kind;
	carry_fields(&cursor, &copy);
	Assert(cursor.fits);
	result = palloc(cursor.at - buffer);
	memcpy(result, buffer, cursor.at - buffer);
	SET_VARSIZE(result, cursor.at - buffer);
	return result;
}

static const char *
read_form(const ModelFamily *family, const uint8 *bytes, Size len, Size header,
		  bool network, FittedModel *model)
{
	Cursor		cursor = {unconstify(uint8 *, bytes) + header,
	unconstify(uint8 *, bytes) + len, false, network, true};

	memset(model, 0, sizeof(*model));
	if (len < header)
		return "It ends within its header.";
	model->family = family;
	model->has = bytes[1];
	model->kind = bytes[2];
	if (model->kind >= family->nkinds || (model->has & ~family->optional) ||
		(header == STORED_HEADER && bytes[3] != 0))
		return "Its header is not one of this type.";
	carry_fields(&cursor, model);
	if (!cursor.fits || cursor.at != cursor.end)
		return "Its length does not fit its fields.";
	return model_check(model);
}

/*
 * The stored form.
 */
void *
model_to_bytes(const FittedModel *model)
{
	return write_form(model, STORED_HEADER, false);
}

/*
 * Reads a stored model from its version byte on, of MODEL_VERSION.
 */
const char *
model_from_bytes(const ModelFamily *family, const uint8 *bytes, Size len,
				 FittedModel *model)
{
	return read_form(family, bytes, len, STORED_HEADER, false, model);
}

/*
 * The same on the wire.
 */
void *
model_to_wire(const FittedModel *model)
{
	return write_form(model, WIRE_HEADER, true);
}

const char *
model_from_wire(const ModelFamily *family, const uint8 *bytes, Size len,
				FittedModel *model)
{
	return read_form(family, bytes, len, WIRE_HEADER, true, model);
}
