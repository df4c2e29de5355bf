/*
 * fitted_model.c - models as values: text, bytes, and units
 */
#include "check.h"

#include "core/fitted_model.h"
#include "core/json_fields.h"

/* Cut short, or with any byte changed: refused or read, never a crash. */
static void
bytes_are_not_trusted(void)
{
	FittedModel model = {
		.family = &clv_family, .parameters = {1, 2, 3, 4}, .unit = {0, 7},
		.has = MODEL_UNIT | MODEL_CUSTOMERS, .customers = 10
	};
	FittedModel read;
	uint8	   *value = model_to_bytes(&model);
	Size		len = VARSIZE(value) - VARHDRSZ;

	for (Size cut = 1; cut < len; cut++)
	{
		/* A copy, so that a read past its end is found. */
		uint8	   *bytes = palloc(cut);

		memcpy(bytes, value + VARHDRSZ, cut);
		CHECK(model_from_bytes(&clv_family, bytes, cut, &read) != NULL);
		pfree(bytes);
	}
	for (Size at = 1; at < len; at++)
		for (int v = 0; v < 256; v++)
		{
			uint8	   *bytes = palloc(len);

			memcpy(bytes, value + VARHDRSZ, len);
			bytes[at] = v;
			model_from_bytes(&clv_family, bytes, len, &read);
			pfree(bytes);
		}
}

static void
models_survive_text_and_bytes(void)
{
	FittedModel model = {
		.family = &spend_family,
		.has = MODEL_CURRENCY | MODEL_CUSTOMERS | MODEL_LEFT_OUT | MODEL_LOG_LIKELIHOOD |
		MODEL_COVARIANCE,
		.parameters = {6.25, 1.0 / 3, 1e-17},
		.currency = "EUR", .customers = PG_INT64_MAX, .left_out = 0,
		.log_likelihood = -4058.1234567890123,
		.covariance = {1.5, 0.1, -3e20, 0.1, 2, 5, -3e20, 5, 0}
	};
	FittedModel back;
	char	   *text = model_to_json(&model);
	uint8	   *bytes = model_to_bytes(&model);
	uint8	   *again;

	CHECK(model_from_json(&spend_family, text, strlen(text), &back) == NULL);
	again = model_to_bytes(&back);
	CHECK(VARSIZE(again) == VARSIZE(bytes) && memcmp(again, bytes, VARSIZE(bytes)) == 0);
	again = model_to_wire(&back);
	CHECK(model_from_wire(&spend_family, again + VARHDRSZ, VARSIZE(again) - VARHDRSZ, &back) == NULL);
	again = model_to_bytes(&back);
	CHECK(VARSIZE(again) == VARSIZE(bytes) && memcmp(again, bytes, VARSIZE(bytes)) == 0);
	CHECK(model_from_bytes(&spend_family, bytes + VARHDRSZ, VARSIZE(bytes) - VARHDRSZ, &back) == NULL);
	CHECK(strcmp(model_to_json(&back), text) == 0);
	CHECK(model_from_bytes(&clv_family, bytes + VARHDRSZ, VARSIZE(bytes) - VARHDRSZ, &back) != NULL);
}

static bool
refused(const char *text, const char *with)
{
	FittedModel model;
	const char *error = model_from_json(&clv_family, text, strlen(text), &model);

	if (error && strstr(error, with))
		return true;
	printf("# %s\n# gave %s\n", text, error ? error : "no error");
	return false;
}

/* A model with fields x1, x2, ..., so that it has n. */
static char *
many_fields(int n)
{
	char	   *text = "\"model\": \"bg/nbd\", \"r\": 1, \"alpha\": 1, \"a\": 1, \"b\": 1";

	for (int i = 6; i <= n; i++)
		text = psprintf("%s, \"x%d\": 1", text, i);
	return psprintf("{%s}", text);
}

/* Numbers have their highest byte first, whatever the machine. */
static void
the_wire_has_network_order(void)
{
	const uint8 wire[] = {1, MODEL_UNIT, 0,
		0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0,
		0x3F, 0xE0, 0, 0, 0, 0, 0, 0, 0x40, 0x08, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 7};
	const char *text = "{\"model\": \"bg/nbd\", \"unit\": \"7 days\", \"r\": 1, \"alpha\": 2, \"a\": 0.5, \"b\": 3}";
	FittedModel model;
	uint8	   *written;

	CHECK(model_from_json(&clv_family, text, strlen(text), &model) == NULL);
	written = model_to_wire(&model);
	CHECK(VARSIZE(written) - VARHDRSZ == sizeof(wire) && memcmp(written + VARHDRSZ, wire, sizeof(wire)) == 0);
	CHECK(model_from_wire(&clv_family, wire, sizeof(wire), &model) == NULL);
	CHECK(strcmp(model_to_json(&model), text) == 0);
	CHECK(model_from_wire(&clv_family, wire, sizeof(wire) - 1, &model) != NULL);
}

static void
typed_models_are_checked(void)
{
	FittedModel model;
	const char *good = "{\"b\": 2.426, \"model\": \"bg/nbd\", \"r\": 0.243, \"alpha\": 4.414, \"a\": 0.793}";

	CHECK(model_from_json(&clv_family, good, strlen(good), &model) == NULL);
	CHECK(model.has == 0 && model.parameters[3] == 2.426);
#define M(rest)	"{\"model\": \"bg/nbd\", \"r\": 1, \"alpha\": 1, \"a\": 1, " rest "}"
	CHECK(refused("", "valid JSON"));
	CHECK(refused("[]", "array"));
	CHECK(refused("3", "scalar"));
	CHECK(refused("[[[[[[", "valid JSON"));
	CHECK(refused("{}", "\"model\" is missing"));
	CHECK(refused("{\"model\": 3}", "not a text"));
	CHECK(refused("{\"model\": \"pareto\"}", "unknown model, \"pareto\""));
	CHECK(refused(M("\"c\": 1"), "\"b\" is missing"));
	CHECK(refused(M("\"b\": 1, \"c\": 1"), "\"c\" is unknown"));
	CHECK(refused(M("\"b\": 1, \"b\": 1"), "twice"));
	CHECK(refused(many_fields(JSON_FIELDS_MAX), "\"x6\" is unknown"));
	CHECK(refused(many_fields(JSON_FIELDS_MAX + 1), "\"x33\" is one too many"));
	CHECK(refused(M("\"b\": 1, \"currency\": \"EUR\""), "\"currency\" is unknown"));
	CHECK(refused(M("\"b\": 0"), "\"b\" is not a positive"));
	CHECK(refused(M("\"b\": -1"), "\"b\" is not a positive"));
	CHECK(refused(M("\"b\": 1e999"), "\"b\" is not a positive"));
	CHECK(refused(M("\"b\": NaN"), "valid JSON"));
	CHECK(refused(M("\"b\": \"1\""), "\"b\" is not a positive"));
	CHECK(refused(M("\"b\": {}"), "object"));
	CHECK(refused(M("\"b\": 1, \"unit\": \"1 hour\""), "\"unit\""));
	CHECK(refused(M("\"b\": 1, \"unit\": \"0 days\""), "\"unit\""));
	CHECK(refused(M("\"b\": 1, \"unit\": \"99999999999 days\""), "\"unit\""));
	CHECK(refused(M("\"b\": 1, \"customers\": 1.5"), "\"customers\""));
	CHECK(refused(M("\"b\": 1, \"covariance\": [1]"), "\"covariance\""));
	CHECK(refused(M("\"b\": 1, \"covariance\": [[1, 2], [3]]"), "different lengths"));
	CHECK(refused(M("\"b\": 1, \"covariance\": [[1, [2]], [3]]"), "\"covariance\""));
	CHECK(refused(M("\"b\": 1, \"covariance\": [[1,0,0,0],[1,1,0,0],[0,0,1,0],[0,0,0,1]]"), "symmetric"));
	CHECK(refused(M("\"b\": 1, \"covariance\": [[1,0,0,0],[0,-1,0,0],[0,0,1,0],[0,0,0,1]]"), "variance under 0"));
}

static void
units_read_and_write(void)
{
	const char *const good[] = {"1 day", "7 days", "1 mon", "6 mons", "1 year", "2 years",
	"1 mon 3 days", "1 year 1 day"};
	const char *const bad[] = {"", " ", "7", "days", "7days", "-7 days", "7 days ", "7 hours",
	"0 days", "7  days", "1.5 days", "7 s", "2147483647 years"};
	ClvUnit		unit;

	for (int i = 0; i < lengthof(good); i++)
		CHECK(clv_unit_parse(good[i], &unit) && strcmp(clv_unit_text(unit), good[i]) == 0);
	for (int i = 0; i < lengthof(bad); i++)
		CHECK(!clv_unit_parse(bad[i], &unit));
	CHECK(clv_unit_parse("2 weeks", &unit) && clv_unit_days(unit) == 14);
	CHECK(clv_unit_parse("1 year", &unit) && clv_unit_days(unit) == 365.25);
	CHECK(clv_unit_parse("1 month", &unit) && clv_unit_days(unit) == 30.4375);
}

int
main(void)
{
	LAW(bytes_are_not_trusted);
	LAW(models_survive_text_and_bytes);
	LAW(the_wire_has_network_order);
	LAW(typed_models_are_checked);
	LAW(units_read_and_write);
	return check_done();
}
