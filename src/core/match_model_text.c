/*
 * match_model_text.c - a model of matching as JSON, and its parts in words
 *
 * The reader sees to what JSON can say wrongly; values are checked as bytes.
 */
#include "core/match_model_text.h"

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "port/pg_bitutils.h"

#include "core/json_tree.h"
#include "core/match_bytes.h"

const char *
match_context_name(const MatchModel *model, int field, int context)
{
	static const char *const one[] = {"differs", "agrees"};
	static const char *const names[] = {"neither agrees", "given name agrees", "family name agrees", "both agree"};
	int			parent = model->fields[field].parent;

	return parent == PARENT_NONE ? NULL : parent == PARENT_NAME ? names[context] : one[context];
}

char *
match_key_text(const MatchModel *model, const MatchKey *key)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int p = 0; p < key->nparts; p++)
	{
		appendStringInfo(&out, "%s%s", p ? " + " : "", model->fields[key->parts[p].field].name);
		if (key->parts[p].part != PART_WHOLE)
			appendStringInfo(&out, " %s", key_part_names[key->parts[p].part]);
	}
	return out.data;
}

/* Which values a field's dictionary has: "email", "email 2", "email stems". */
static char *
dictionary_name(const MatchField *field, int i)
{
	if (i == field->slots)
		return psprintf(field->words ? "%s words" : "%s stems", field->name);
	return i == 0 ? pstrdup(field->name) : psprintf("%s %d", field->name, i + 1);
}

/* ------------------------------------------------------------------ writing */

static void
put_number(StringInfo out, const char *name, double value)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(value, digits);
	appendStringInfo(out, "%s%s", name, digits);
}

static void
put_text(StringInfo out, const char *text)
{
	appendStringInfoChar(out, '"');
	for (; *text; text++)
	{
		if (*text == '"' || *text == '\\')
			appendStringInfoChar(out, '\\');
		if ((unsigned char) *text < ' ')
			appendStringInfo(out, "\\u%04x", (unsigned char) *text);
		else
			appendStringInfoChar(out, *text);
	}
	appendStringInfoChar(out, '"');
}

/* A field by its name, or by its number where another one is found by that. */
static void
put_field(StringInfo out, const MatchModel *model, int field)
{
	for (int f = 0; f < field; f++)
		if (strcmp(model->fields[f].name, model->fields[field].name) == 0)
		{
			appendStringInfo(out, "%d", field);
			return;
		}
	put_text(out, model->fields[field].name);
}

static void
put_columns(StringInfo out, const MatchModel *model)
{
	appendStringInfoString(out, ", \"columns\": [");
	for (int i = 0; i < model->ncolumns; i++)
	{
		appendStringInfo(out, "%s{\"name\": ", i ? ", " : "");
		put_text(out, model->columns[i].name);
		appendStringInfo(out, ", \"kind\": \"%s\"}", column_kinds[model->columns[i].kind]);
	}
	appendStringInfoString(out, "], \"sources\": [");
	for (int i = 0; i < model->nsources; i++)
	{
		const MatchSource *source = &model->sources[i];

		appendStringInfo(out, "%s{\"name\": ", i ? ", " : "");
		put_text(out, source->name);
		appendStringInfo(out, ", \"one_per\": %s, \"rows\": " UINT64_FORMAT "}",
						 source->one_per ? "true" : "false", source->rows);
	}
	appendStringInfoChar(out, ']');
}

static void
put_levels(StringInfo out, const MatchModel *model, int f)
{
	const MatchFieldModel *field = &model->fields[f];
	const MatchLevels *levels = &match_levels[field->kind];
	uint32		contexts = match_contexts(model, f);
	bool		first = true;

	for (int l = 1; l < levels->n; l++)
		put_number(out, l == 1 ? ", \"any_u\": [" : ", ", field->any_u[l]);
	appendStringInfoString(out, "], \"levels\": [");
	for (int context = 0; context < MATCH_CONTEXTS; context++)
		for (int l = 1; l < levels->n && contexts >> context & 1; l++)
		{
			appendStringInfo(out, "%s{\"level\": \"%s\"", first ? "" : ", ", levels->names[l]);
			if (contexts != 1)
				appendStringInfo(out, ", \"context\": \"%s\"", match_context_name(model, f, context));
			put_number(out, ", \"m\": ", field->m[context][l]);
			put_number(out, ", \"u\": ", field->u[context][l]);
			appendStringInfoChar(out, '}');
			first = false;
		}
	appendStringInfoString(out, "]}");
}

static void
put_fields(StringInfo out, const MatchModel *model)
{
	appendStringInfoString(out, ", \"fields\": [");
	for (int f = 0; f < model->nfields; f++)
	{
		const MatchFieldModel *field = &model->fields[f];

		appendStringInfo(out, "%s{\"name\": ", f ? ", " : "");
		put_text(out, field->name);
		appendStringInfo(out, ", \"kind\": \"%s\"", match_levels[field->kind].kind);
		if (field->parent == PARENT_NAME)
			appendStringInfoString(out, ", \"parent\": [\"given name\", \"family name\"]");
		else if (field->parent != PARENT_NONE)
		{
			appendStringInfoString(out, ", \"parent\": ");
			put_field(out, model, field->parent);
		}
		put_levels(out, model, f);
	}
	appendStringInfoChar(out, ']');
}

static void
put_frequencies(StringInfo out, const MatchModel *model, const MatchRows *shape)
{
	int			n = 0;

	appendStringInfoString(out, ", \"frequencies\": [");
	for (int f = 0; f < shape->nfields; f++)
		for (int i = 0; i < match_field_dicts(&shape->fields[f]); i++, n++)
		{
			const MatchFrequencies *frequencies = &model->frequencies[n];

			appendStringInfo(out, "%s{\"of\": ", n ? ", " : "");
			put_text(out, dictionary_name(&shape->fields[f], i));
			put_number(out, ", \"rows\": ", frequencies->rows);
			appendStringInfoString(out, ", \"values\": {");
			for (uint32 v = 0; v < frequencies->n; v++)
			{
				appendStringInfo(out, "%s\"%08x%08x\": %u", v ? ", " : "", (uint32) (frequencies->hashes[v] >> 32),
								 (uint32) frequencies->hashes[v], frequencies->counts[v]);
				if (v % 4096 == 0)
					CHECK_FOR_INTERRUPTS();
			}
			appendStringInfoString(out, "}}");
		}
	appendStringInfoChar(out, ']');
}

static void
put_parts(StringInfo out, const MatchModel *model, int n, const KeyPart *parts)
{
	appendStringInfoChar(out, '[');
	for (int p = 0; p < n; p++)
	{
		appendStringInfoString(out, p ? ", [" : "[");
		put_field(out, model, parts[p].field);
		appendStringInfo(out, ", \"%s\"]", key_part_names[parts[p].part]);
	}
	appendStringInfoChar(out, ']');
}

static void
put_keys(StringInfo out, const MatchModel *model)
{
	const uint64 *split = match_keys_sorted(&model->keys);
	const uint64 *end = split + model->keys.nsplit;

	appendStringInfoString(out, ", \"keys\": [");
	for (int k = 0; k < model->keys.n; k++)
	{
		const MatchKey *key = &model->keys.keys[k];
		bool		first = true;

		appendStringInfo(out, "%s{\"parts\": ", k ? ", " : "");
		put_parts(out, model, key->nparts, key->parts);
		appendStringInfoString(out, ", \"refinements\": ");
		put_parts(out, model, key->nrefinements, key->refinements);
		put_number(out, ", \"pairs_per_row\": ", key->pairs_per_row);
		put_number(out, ", \"gain\": ", key->gain);
		appendStringInfoString(out, ", \"split\": [");
		for (; split < end && *split >> 32 == k; split++, first = false)
			appendStringInfo(out, "%s%u", first ? "" : ", ", (uint32) *split);
		appendStringInfoString(out, "]}");
		CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoChar(out, ']');
}

static void
put_aliases(StringInfo out, const MatchModel *model)
{
	bool		first = true;

	appendStringInfoString(out, ", \"aliases\": [");
	for (int f = 0; f < model->nfields; f++)
	{
		const MatchAliases *aliases = &model->fields[f].aliases;

		if (model->fields[f].kind > MATCH_FAMILY)
			continue;
		appendStringInfo(out, "%s{\"of\": ", first ? "" : ", ");
		put_text(out, model->fields[f].name);
		appendStringInfoString(out, ", \"names\": {");
		for (uint32 i = 0; i < aliases->n; i++)
		{
			const MatchAlias *alias = &aliases->aliases[i];

			appendStringInfo(out, "%s\"%08x%08x%08x%08x\": %u", i ? ", " : "", (uint32) (alias->a >> 32), (uint32) alias->a,
							 (uint32) (alias->b >> 32), (uint32) alias->b, alias->pairs);
		}
		appendStringInfoString(out, "}}");
		first = false;
	}
	appendStringInfoChar(out, ']');
}

char *
match_model_to_text(const MatchModel *model)
{
	MatchModel	shaped = *model;
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "{\"version\": %d", MATCH_MODEL_VERSION);
	put_number(&out, ", \"rows\": ", model->rows);
	put_number(&out, ", \"lambda\": ", model->lambda);
	put_number(&out, ", \"possible_pairs\": ", model->possible_pairs);
	put_number(&out, ", \"possible_decoys\": ", model->possible_decoys);
	put_columns(&out, model);
	put_fields(&out, model);
	put_frequencies(&out, model, match_model_shape(&shaped));
	put_keys(&out, model);
	appendStringInfoString(&out, ", \"calibration\": [");
	for (int i = 0; i < model->nknots; i++)
	{
		put_number(&out, i ? ", {\"weight\": " : "{\"weight\": ", model->knots[i].weight);
		put_number(&out, ", \"calibrated\": ", model->knots[i].calibrated);
		put_number(&out, ", \"pairs\": ", model->knots[i].pairs);
		put_number(&out, ", \"decoys\": ", model->knots[i].decoys);
		appendStringInfoChar(&out, '}');
	}
	appendStringInfoChar(&out, ']');
	put_aliases(&out, model);
	appendStringInfoChar(&out, '}');
	return out.data;
}

/* ------------------------------------------------------------------ reading */

/* Says that there are not as many of something as the columns make. */
static bool
has_number(JsonReading *r, const JsonTree *array, int n)
{
	uint32		found = json_tree_array(r, array, PG_UINT32_MAX);

	if (!r->error && found != n)
		json_tree_wrong(r, array, psprintf("an array of %d, as the columns make", n));
	return !r->error;
}

static void
get_columns(JsonReading *r, const JsonTree *array, MatchModel *model)
{
	static const char *const names[] = {"name", "kind", NULL};
	const JsonTree *field[2];
	const JsonTree *column = array->first;

	model->ncolumns = json_tree_array(r, array, MATCH_COLUMNS);
	for (int i = 0; i < model->ncolumns; i++, column = column->next)
	{
		if (!json_tree_fields(r, column, names, 2, field))
			return;
		model->columns[i].name = pstrdup(json_tree_text(r, field[0]));
		model->columns[i].kind = json_tree_word(r, field[1], column_kinds);
	}
}

static void
get_sources(JsonReading *r, const JsonTree *array, MatchModel *model)
{
	static const char *const names[] = {"name", "one_per", "rows", NULL};
	const JsonTree *field[3];
	const JsonTree *source = array->first;

	model->nsources = json_tree_array(r, array, PG_INT32_MAX);
	model->sources = palloc0_array(MatchSource, model->nsources + 1);
	for (int i = 0; i < model->nsources; i++, source = source->next)
	{
		if (!json_tree_fields(r, source, names, 3, field))
			return;
		model->sources[i].name = pstrdup(json_tree_text(r, field[0]));
		model->sources[i].one_per = json_tree_bool(r, field[1]);
		model->sources[i].rows = json_tree_count(r, field[2], PG_INT64_MAX);
	}
}

/* A field by its name or number. */
static int
get_field(JsonReading *r, const JsonTree *element, const MatchModel *model)
{
	if (element->type == TREE_NUMBER && model->nfields > 0)
		return json_tree_count(r, element, model->nfields - 1);
	if (element->type == TREE_TEXT)
		for (int f = 0; f < model->nfields; f++)
			if (strcmp(model->fields[f].name, element->text) == 0)
				return f;
	json_tree_wrong(r, element, "the name of a field");
	return 0;
}

static int
get_parent(JsonReading *r, const JsonTree *element, const MatchModel *model)
{
	if (!element)
		return PARENT_NONE;
	if (element->type != TREE_ARRAY)
		return get_field(r, element, model);
	if (element->n != 2 || strcmp(json_tree_text(r, element->first), "given name") != 0 ||
		strcmp(json_tree_text(r, element->first->next), "family name") != 0)
		json_tree_wrong(r, element, "[\"given name\", \"family name\"]");
	return PARENT_NAME;
}

/* A text that can be no other one. */
static void
get_word(JsonReading *r, const JsonTree *element, const char *word)
{
	if (strcmp(json_tree_text(r, element), word) != 0)
		json_tree_wrong(r, element, psprintf("\"%s\"", word));
}

static void
get_levels(JsonReading *r, const JsonTree *any_u, const JsonTree *array, MatchModel *model, int f)
{
	static const char *const names[] = {"level", "m", "u", "context", NULL};
	MatchFieldModel *field = &model->fields[f];
	const MatchLevels *levels = &match_levels[field->kind];
	uint32		contexts = match_contexts(model, f);
	const JsonTree *element;

	if (!has_number(r, any_u, levels->n - 1) ||
		!has_number(r, array, (levels->n - 1) * pg_popcount32(contexts)))
		return;
	element = any_u->first;
	for (int l = 1; l < levels->n; l++, element = element->next)
		field->any_u[l] = json_tree_number(r, element);
	element = array->first;
	for (int context = 0; context < MATCH_CONTEXTS; context++)
		for (int l = 1; l < levels->n && contexts >> context & 1; l++, element = element->next)
		{
			const JsonTree *level[4];

			if (!json_tree_fields(r, element, names, contexts == 1 ? 3 : 4, level))
				return;
			get_word(r, level[0], levels->names[l]);
			field->m[context][l] = json_tree_number(r, level[1]);
			field->u[context][l] = json_tree_number(r, level[2]);
			if (contexts != 1)
				get_word(r, level[3], match_context_name(model, f, context));
			else if (level[3])
				json_tree_wrong(r, level[3], "there where a field has no parent");
		}
}

static void
get_fields(JsonReading *r, const JsonTree *array, MatchModel *model)
{
	static const char *const names[] = {"name", "kind", "any_u", "levels", "parent", NULL};
	const JsonTree *element;
	const JsonTree *field[5];

	if (!has_number(r, array, model->nfields))
		return;
	element = array->first;
	for (int f = 0; f < model->nfields; f++, element = element->next)
	{
		if (!json_tree_fields(r, element, names, 4, field))
			return;
		get_word(r, field[0], model->fields[f].name);
		get_word(r, field[1], match_levels[model->fields[f].kind].kind);
		model->fields[f].parent = get_parent(r, field[4], model);
		get_levels(r, field[2], field[3], model, f);
	}
}

/* Reads n hashes of 16 hexadecimal digits each. */
static void
get_hashes(JsonReading *r, const JsonTree *element, uint64 *hashes, int n)
{
	static const char digits[] = "0123456789abcdef";
	int			i = 0;

	for (const char *at = element->name; *at && i <= n * 16; at++, i++)
	{
		const char *digit = strchr(digits, *at);

		if (!digit)
			break;
		if (i < n * 16)
			hashes[i / 16] = hashes[i / 16] << 4 | (digit - digits);
	}
	if (i != n * 16 || element->name[i] != '\0')
		json_tree_wrong(r, element, n == 1 ? "at a hash of 16 hexadecimal digits" : "at two hashes of 16 hexadecimal digits each");
}

static void
get_values(JsonReading *r, const JsonTree *object, MatchFrequencies *frequencies)
{
	const JsonTree *value = object->first;

	if (object->type != TREE_OBJECT)
	{
		json_tree_wrong(r, object, "an object");
		return;
	}
	frequencies->n = object->n;
	frequencies->hashes = palloc_extended((Size) object->n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
	frequencies->counts = palloc_extended((Size) object->n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
	for (uint32 v = 0; v < object->n && !r->error; v++, value = value->next)
	{
		frequencies->hashes[v] = 0;
		get_hashes(r, value, &frequencies->hashes[v], 1);
		frequencies->counts[v] = json_tree_count(r, value, PG_UINT32_MAX);
		if (v % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

static void
get_frequencies(JsonReading *r, const JsonTree *array, MatchModel *model, const MatchRows *shape)
{
	static const char *const names[] = {"of", "rows", "values", NULL};
	const JsonTree *element;
	const JsonTree *field[3];
	int			n = 0;

	model->nfrequencies = match_rows_dicts(shape);
	if (!has_number(r, array, model->nfrequencies))
		return;
	model->frequencies = palloc0_array(MatchFrequencies, model->nfrequencies + 1);
	element = array->first;
	for (int f = 0; f < shape->nfields; f++)
		for (int i = 0; i < match_field_dicts(&shape->fields[f]); i++, n++, element = element->next)
		{
			if (!json_tree_fields(r, element, names, 3, field))
				return;
			get_word(r, field[0], dictionary_name(&shape->fields[f], i));
			model->frequencies[n].rows = json_tree_number(r, field[1]);
			get_values(r, field[2], &model->frequencies[n]);
		}
}

static int
get_parts(JsonReading *r, const JsonTree *array, const MatchModel *model, KeyPart *parts, int most)
{
	int			n = json_tree_array(r, array, most);
	const JsonTree *part = array->first;

	for (int p = 0; p < n; p++, part = part->next)
	{
		if (json_tree_array(r, part, 2) != 2)
		{
			json_tree_wrong(r, part, "a field and its part");
			return 0;
		}
		parts[p].field = get_field(r, part->first, model);
		parts[p].part = json_tree_word(r, part->first->next, key_part_names);
	}
	return n;
}

static void
get_split(JsonReading *r, const JsonTree *array, MatchKeys *keys, int key)
{
	uint32		n = json_tree_array(r, array, PG_UINT32_MAX);
	const JsonTree *value = array->first;
	uint64		before = 0;

	for (uint32 i = 0; i < n && !r->error; i++, value = value->next)
	{
		uint64		split = json_tree_count(r, value, PG_UINT32_MAX);

		/* A set takes what comes twice or not in order, and says nothing. */
		if (split <= before)
			json_tree_wrong(r, value, "greater than the value before it");
		else
			match_keys_split(keys, key, (uint32) split);
		before = split;
		if (i % 64 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

static void
get_keys(JsonReading *r, const JsonTree *array, MatchModel *model, const MatchRows *shape)
{
	static const char *const names[] = {"parts", "refinements", "pairs_per_row", "gain", "split", NULL};
	int			n = json_tree_array(r, array, MATCH_KEYS);
	const JsonTree *element = array->first;
	const JsonTree *field[5];

	match_keys_init(&model->keys);
	for (int k = 0; k < n; k++, element = element->next)
	{
		MatchKey	key = {0};

		if (!json_tree_fields(r, element, names, 5, field))
			return;
		key.nparts = get_parts(r, field[0], model, key.parts, KEY_PARTS);
		key.nrefinements = get_parts(r, field[1], model, key.refinements, KEY_REFINEMENTS);
		key.pairs_per_row = json_tree_number(r, field[2]);
		key.gain = json_tree_number(r, field[3]);
		if (r->error)
			return;
		match_keys_add(&model->keys, shape, &key);
		get_split(r, field[4], &model->keys, k);
	}
}

static void
get_knots(JsonReading *r, const JsonTree *array, MatchModel *model)
{
	static const char *const names[] = {"weight", "calibrated", "pairs", "decoys", NULL};
	const JsonTree *element = array->first;
	const JsonTree *field[4];

	model->nknots = json_tree_array(r, array, MATCH_KNOTS);
	for (int i = 0; i < model->nknots; i++, element = element->next)
	{
		if (!json_tree_fields(r, element, names, 4, field))
			return;
		model->knots[i] = (MatchKnot)
		{
			json_tree_number(r, field[0]), json_tree_number(r, field[1]),
				json_tree_number(r, field[2]), json_tree_number(r, field[3])
		};
	}
}

static void
get_alias_names(JsonReading *r, const JsonTree *object, MatchAliases *aliases)
{
	const JsonTree *value = object->first;

	if (object->type != TREE_OBJECT)
	{
		json_tree_wrong(r, object, "an object");
		return;
	}
	aliases->n = object->n;
	aliases->aliases = palloc_array(MatchAlias, object->n + 1);
	for (uint32 i = 0; i < object->n && !r->error; i++, value = value->next)
	{
		uint64		hashes[2] = {0, 0};

		get_hashes(r, value, hashes, 2);
		aliases->aliases[i] = (MatchAlias) {hashes[0], hashes[1], json_tree_count(r, value, PG_UINT32_MAX)};
	}
}

static void
get_aliases(JsonReading *r, const JsonTree *array, MatchModel *model)
{
	static const char *const names[] = {"of", "names", NULL};
	const JsonTree *element;
	const JsonTree *field[2];
	int			n = 0;

	for (int f = 0; f < model->nfields; f++)
		n += model->fields[f].kind <= MATCH_FAMILY;
	if (!has_number(r, array, n))
		return;
	element = array->first;
	for (int f = 0; f < model->nfields; f++)
	{
		if (model->fields[f].kind > MATCH_FAMILY)
			continue;
		if (!json_tree_fields(r, element, names, 2, field))
			return;
		get_word(r, field[0], model->fields[f].name);
		get_alias_names(r, field[1], &model->fields[f].aliases);
		element = element->next;
	}
}

/* The version, before all else: another one may have other fields. */
static int
get_version(JsonReading *r, const JsonTree *whole)
{
	if (whole->type == TREE_OBJECT)
		for (const JsonTree *field = whole->first; field; field = field->next)
			if (strcmp(field->name, "version") == 0)
				return json_tree_count(r, field, PG_INT32_MAX);
	return 0;
}

static void
get_model(JsonReading *r, const JsonTree *whole, MatchModel *model)
{
	static const char *const names[] = {
		"version", "rows", "lambda", "possible_pairs", "possible_decoys", "columns", "sources", "fields",
		"frequencies", "keys", "calibration", "aliases", NULL
	};
	const JsonTree *field[lengthof(names) - 1];
	const MatchRows *shape;

	/* A model that somebody writes by hand needs no aliases. */
	if (!json_tree_fields(r, whole, names, lengthof(field) - 1, field))
		return;
	model->rows = json_tree_number(r, field[1]);
	model->lambda = json_tree_number(r, field[2]);
	model->possible_pairs = json_tree_number(r, field[3]);
	model->possible_decoys = json_tree_number(r, field[4]);
	get_columns(r, field[5], model);
	get_sources(r, field[6], model);
	if (r->error)
		return;
	shape = match_model_shape(model);
	get_fields(r, field[7], model);
	get_frequencies(r, field[8], model, shape);
	get_keys(r, field[9], model, shape);
	get_knots(r, field[10], model);
	if (field[11])
		get_aliases(r, field[11], model);
}

void *
match_model_from_text(const char *text, Size len, const char **error, int *version)
{
	JsonReading reading = {0};
	const JsonTree *whole = json_tree_read(&reading, text, len);
	MatchModel *model = palloc0_object(MatchModel);
	uint8	   *bytes = NULL;
	Size		at;

	*version = reading.error ? 0 : get_version(&reading, whole);
	if (!reading.error && *version > MATCH_MODEL_VERSION)
		reading.error = "Its version is a later one.";
	if (!reading.error)
		get_model(&reading, whole, model);
	*error = reading.error;
	if (*error)
		return NULL;
	if (*version < 1)
	{
		*error = "version is not 1.";
		return NULL;
	}
	bytes = match_model_to_bytes(model);
	if (!bytes)
		*error = "It would pass 1 GB.";
	else if (!match_model_from_bytes(bytes + VARHDRSZ, VARSIZE(bytes) - VARHDRSZ, error, &at))
		return NULL;
	return bytes;
}
