/*
 * match_bytes.c - a model of matching as bytes
 *
 * One run over the parts of a model serves three purposes: to find its size,
 * to write it, and to read it.  Only what is read is checked; a model from
 * elsewhere (its text form) is checked by writing and reading it.
 */
#include "core/match_bytes.h"

#include <math.h>

#include "core/flat.h"
#include "core/varint.h"

#define HEADER		2			/* version and flags */

/* What no model comes near to; within them no sum or quotient overflows. */
#define LEAST_SHARE 1e-100
#define MOST_AMOUNT 1e100
#define MOST_BITS	1e6

typedef enum Purpose
{
	TO_SIZE,
	TO_WRITE,
	TO_READ
} Purpose;

typedef struct Carrier
{
	Purpose		purpose;
	uint8	   *bytes;			/* from the version byte on */
	Size		at;
	Size		last;			/* where the last number began */
	Size		end;
	const char *error;
} Carrier;

/* What must hold of the number that was read last; the first sentence stays. */
#define REQUIRE(c, condition, ...) \
	do { \
		if ((c)->purpose == TO_READ && !(c)->error && !(condition)) \
			(c)->error = psprintf(__VA_ARGS__); \
	} while (0)

static Size
left(const Carrier *c)
{
	return c->end - c->at;
}

/* Bytes as they are; false, and nothing is read, where there are not so many. */
static bool
carry(Carrier *c, void *bytes, Size size)
{
	c->last = c->error ? c->last : c->at;
	REQUIRE(c, left(c) >= size, "It ends too early.");
	if (c->error)
		return false;
	if (c->purpose == TO_READ)
		memcpy(bytes, c->bytes + c->at, size);
	else if (c->purpose == TO_WRITE)
		memcpy(c->bytes + c->at, bytes, size);
	c->at += size;
	return true;
}

/* A number of `size` bytes, the lowest first. */
static void
carry_fixed(Carrier *c, uint64 *value, int size)
{
	uint8		bytes[8];

	for (int i = 0; i < size; i++)
		bytes[i] = (uint8) (*value >> 8 * i);
	if (!carry(c, bytes, size) || c->purpose != TO_READ)
		return;
	*value = 0;
	for (int i = 0; i < size; i++)
		*value |= (uint64) bytes[i] << 8 * i;
}

static void
carry_varint(Carrier *c, uint64 *value)
{
	const uint8 *end;

	if (c->purpose != TO_READ)
	{
		uint8		bytes[VARINT_MAX];

		carry(c, bytes, varint_write(bytes, *value) - bytes);
		return;
	}
	if (c->error)
		return;
	c->last = c->at;
	end = varint_read(c->bytes + c->at, c->bytes + c->end, value);
	REQUIRE(c, end, "A number is cut off or not in its shortest form.");
	if (end)
		c->at = end - c->bytes;
}

/* A number of one byte. */
static void
carry_int(Carrier *c, int *value)
{
	uint8		byte = (uint8) *value;

	if (carry(c, &byte, 1))
		*value = byte;
}

static void
carry_float(Carrier *c, double *value)
{
	uint64		bits;

	memcpy(&bits, value, sizeof(bits));
	carry_fixed(c, &bits, sizeof(bits));
	memcpy(value, &bits, sizeof(bits));
}

/* Rows, pairs and the like. */
static void
carry_amount(Carrier *c, double *value, const char *path)
{
	carry_float(c, value);
	REQUIRE(c, *value >= 0 && *value <= MOST_AMOUNT, "%s is not a number from 0 to %g.", path, MOST_AMOUNT);
}

/* How many of something follow, each in `size` bytes at least. */
static void
carry_count(Carrier *c, uint32 *n, uint64 most, Size size, const char *path)
{
	uint64		count = *n;

	carry_varint(c, &count);
	REQUIRE(c, count <= most, "%s has more than " UINT64_FORMAT ".", path, most);
	REQUIRE(c, count <= left(c) / size, "%s has more than there are bytes for.", path);
	*n = c->error ? 0 : (uint32) count;
}

static void
carry_text(Carrier *c, char **text, const char *what, int i)
{
	uint64		len = c->purpose == TO_READ ? 0 : strlen(*text);

	carry_varint(c, &len);
	REQUIRE(c, len <= left(c), "%s[%d].name is longer than what there is.", what, i);
	if (c->purpose == TO_READ)
		*text = palloc0(c->error ? 1 : len + 1);
	if (c->error)
		return;
	carry(c, *text, len);
	REQUIRE(c, strlen(*text) == len, "%s[%d].name has a zero byte.", what, i);
}

/* ------------------------------------------------------- columns and sources */

static void
carry_columns(Carrier *c, MatchModel *model)
{
	uint32		n = model->ncolumns;

	carry_count(c, &n, MATCH_COLUMNS, 2, "columns");
	model->ncolumns = n;
	for (int i = 0; i < model->ncolumns && !c->error; i++)
	{
		int			kind = model->columns[i].kind;

		carry_int(c, &kind);
		REQUIRE(c, kind < COLUMN_KINDS, "columns[%d].kind is unknown.", i);
		model->columns[i].kind = kind;
		carry_text(c, &model->columns[i].name, "columns", i);
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const MatchSource *) a)->name, ((const MatchSource *) b)->name);
}

/* The order of rows does not show: sources are written by name. */
static MatchSource *
sorted_sources(const MatchModel *model)
{
	MatchSource *sources = palloc_array(MatchSource, model->nsources + 1);

	memcpy(sources, model->sources, model->nsources * sizeof(MatchSource));
	if (model->nsources > 2)
		qsort(sources + 1, model->nsources - 1, sizeof(MatchSource), by_name);
	return sources;
}

static void
carry_sources(Carrier *c, MatchModel *model)
{
	uint32		n = model->nsources;
	MatchSource *sources;

	carry_count(c, &n, PG_INT32_MAX, 3, "sources");
	REQUIRE(c, n > 0, "sources has none.");
	if (c->error)
		return;
	sources = c->purpose == TO_READ ? palloc0_array(MatchSource, n) : sorted_sources(model);
	for (uint32 i = 0; i < n && !c->error; i++)
	{
		int			one_per = sources[i].one_per;

		carry_int(c, &one_per);
		REQUIRE(c, one_per <= 1, "sources[%u].one_per is not true or false.", i);
		sources[i].one_per = one_per == 1;
		carry_varint(c, &sources[i].rows);
		carry_text(c, &sources[i].name, "sources", i);
		REQUIRE(c, i > 0 || sources[i].name[0] == '\0', "sources[0].name is not empty.");
		REQUIRE(c, i < 2 || by_name(&sources[i - 1], &sources[i]) < 0,
				"sources[%u].name does not come after the one before it.", i);
		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	if (c->purpose == TO_READ)
	{
		model->sources = sources;
		model->nsources = n;
	}
}

/* -------------------------------------------------------------------- fields */

static void
carry_share(Carrier *c, double *value, int field, const char *name, int i)
{
	carry_float(c, value);
	REQUIRE(c, *value >= LEAST_SHARE && *value <= 1, "fields[%d].%s[%d] has a share that is not from %g to 1.",
			field, name, i, LEAST_SHARE);
}

/* Contexts that a field never stands under are as the first one. */
static void
fill_contexts(MatchFieldModel *field, uint32 contexts)
{
	for (int context = 1; context < MATCH_CONTEXTS; context++)
		if (!(contexts >> context & 1))
		{
			memcpy(field->m[context], field->m[0], sizeof(field->m[0]));
			memcpy(field->u[context], field->u[0], sizeof(field->u[0]));
		}
}

static void
carry_levels(Carrier *c, MatchModel *model, int f)
{
	MatchFieldModel *field = &model->fields[f];
	int			levels = match_levels[field->kind].n;
	uint32		contexts = match_contexts(model, f);
	int			n = 0;

	for (int l = 1; l < levels; l++)
		carry_share(c, &field->any_u[l], f, "any_u", l - 1);
	for (int context = 0; context < MATCH_CONTEXTS; context++)
		for (int l = 1; l < levels && contexts >> context & 1; l++, n++)
		{
			carry_share(c, &field->m[context][l], f, "levels", n);
			carry_share(c, &field->u[context][l], f, "levels", n);
		}
	if (c->purpose == TO_READ)
		fill_contexts(field, contexts);
}

static void
carry_fields(Carrier *c, MatchModel *model)
{
	int			n = model->nfields;

	carry_int(c, &n);
	REQUIRE(c, n == model->nfields, "fields has %d, and the columns make %d.", n, model->nfields);
	for (int f = 0; f < model->nfields && !c->error; f++)
	{
		int			kind = model->fields[f].kind;
		int			parent = model->fields[f].parent - PARENT_NAME;

		carry_int(c, &kind);
		REQUIRE(c, kind == model->fields[f].kind && match_levels[kind].n > 0,
				"fields[%d].kind is not what the columns make.", f);
		carry_int(c, &parent);
		parent += PARENT_NAME;
		REQUIRE(c, parent < n && parent != f, "fields[%d].parent is no other field.", f);
		model->fields[f].parent = parent;
		if (!c->error)
			carry_levels(c, model, f);
	}
}

/* --------------------------------------------------------------- frequencies */

static void
carry_hashes(Carrier *c, MatchFrequencies *frequencies, int i)
{
	for (uint32 v = 0; v < frequencies->n && !c->error; v++)
	{
		carry_fixed(c, &frequencies->hashes[v], sizeof(uint64));
		REQUIRE(c, v == 0 || frequencies->hashes[v - 1] < frequencies->hashes[v],
				"frequencies[%d].values: a hash does not come after the one before it.", i);
		if (v % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

static void
carry_counts(Carrier *c, MatchFrequencies *frequencies, int i)
{
	for (uint32 v = 0; v < frequencies->n && !c->error; v++)
	{
		uint64		count = frequencies->counts[v];

		carry_varint(c, &count);
		REQUIRE(c, count > 1 && count <= PG_UINT32_MAX && count <= frequencies->rows,
				"frequencies[%d].values: a count is not from 2 to the number of rows.", i);
		if (c->purpose == TO_READ)
			frequencies->counts[v] = (uint32) count;
		if (v % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

static void
carry_frequencies(Carrier *c, MatchModel *model, const MatchRows *shape)
{
	uint32		n = model->nfrequencies;

	carry_count(c, &n, PG_INT32_MAX, 9, "frequencies");
	if (shape)
		model->nfrequencies = match_rows_dicts(shape);
	REQUIRE(c, n == model->nfrequencies, "frequencies has %u, and the columns make %d.", n, model->nfrequencies);
	if (c->purpose == TO_READ)
		model->frequencies = palloc0_array(MatchFrequencies, model->nfrequencies);
	for (int i = 0; i < model->nfrequencies && !c->error; i++)
	{
		MatchFrequencies *frequencies = &model->frequencies[i];
		char		path[64];

		snprintf(path, sizeof(path), "frequencies[%d].rows", i);
		carry_amount(c, &frequencies->rows, path);
		snprintf(path, sizeof(path), "frequencies[%d].values", i);
		carry_count(c, &frequencies->n, PG_UINT32_MAX, 9, path);
		if (c->purpose == TO_READ)
		{
			frequencies->hashes = palloc_extended((Size) frequencies->n * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
			frequencies->counts = palloc_extended((Size) frequencies->n * sizeof(uint32) + 1, MCXT_ALLOC_HUGE);
		}
		carry_hashes(c, frequencies, i);
		carry_counts(c, frequencies, i);
	}
}

/* ---------------------------------------------------------------------- keys */

static void
carry_parts(Carrier *c, const MatchModel *model, int *n, KeyPart *parts, int most, const char *path)
{
	carry_int(c, n);
	REQUIRE(c, *n <= most, "%s has more than %d.", path, most);
	for (int p = 0; p < *n && !c->error; p++)
	{
		int			part = parts[p].part;

		carry_int(c, &parts[p].field);
		REQUIRE(c, parts[p].field < model->nfields, "%s[%d] has no field of the model.", path, p);
		carry_int(c, &part);
		REQUIRE(c, part < PART_KINDS, "%s[%d] has no part that is known.", path, p);
		REQUIRE(c, (part != PART_STEM && part != PART_STEM5) ||
				model->fields[parts[p].field].kind == MATCH_ACCOUNT, "%s[%d] is the stem of what is no account.", path, p);
		REQUIRE(c, (part != PART_WORD && part != PART_WORDS) ||
				model->fields[parts[p].field].kind == MATCH_TEXT_KIND, "%s[%d] is a word of what is no text.", path, p);
		parts[p].part = part;
	}
}

static int
by_value(const void *a, const void *b)
{
	uint64		x = *(const uint64 *) a;
	uint64		y = *(const uint64 *) b;

	return x < y ? -1 : x > y;
}

uint64 *
match_keys_sorted(const MatchKeys *keys)
{
	uint64	   *values = palloc_extended((Size) keys->nsplit * sizeof(uint64) + 1, MCXT_ALLOC_HUGE);
	uint32		n = 0;

	for (uint32 i = 0; n < keys->nsplit; i++)
		if (keys->split[i])
			values[n++] = keys->split[i];
	qsort(values, n, sizeof(uint64), by_value);
	return values;
}

/* Those of one key; `values` are those of all from it on, or NULL to read. */
static const uint64 *
carry_split(Carrier *c, MatchKeys *keys, int key, const uint64 *values, const uint64 *end)
{
	uint32		n = 0;
	uint64		before = 0;
	char		path[64];

	while (values && values + n < end && values[n] >> 32 == key)
		n++;
	snprintf(path, sizeof(path), "keys[%d].split", key);
	carry_count(c, &n, PG_UINT32_MAX, 4, path);
	for (uint32 i = 0; i < n && !c->error; i++)
	{
		uint64		value = values ? (uint32) values[i] : 0;

		carry_fixed(c, &value, sizeof(uint32));
		REQUIRE(c, value > before, "%s: a value does not come after the one before it.", path);
		before = value;
		if (c->purpose == TO_READ && !c->error)
			match_keys_split(keys, key, value);

		/* Values that somebody chose may all want the same place. */
		if (i % 64 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	return values ? values + n : NULL;
}

static void
carry_keys(Carrier *c, MatchModel *model, const MatchRows *shape)
{
	MatchKeys  *keys = &model->keys;
	uint32		n = keys->n;
	const uint64 *values = shape ? NULL : match_keys_sorted(keys);
	const uint64 *end = values ? values + keys->nsplit : NULL;

	carry_count(c, &n, MATCH_KEYS, 19, "keys");
	if (shape)
		match_keys_init(keys);
	for (int k = 0; k < (int) n && !c->error; k++)
	{
		MatchKey	key = shape ? (MatchKey) {0} : keys->keys[k];
		char		path[64];

		snprintf(path, sizeof(path), "keys[%d].parts", k);
		carry_parts(c, model, &key.nparts, key.parts, KEY_PARTS, path);
		REQUIRE(c, key.nparts > 0, "%s has none.", path);
		snprintf(path, sizeof(path), "keys[%d].refinements", k);
		carry_parts(c, model, &key.nrefinements, key.refinements, KEY_REFINEMENTS, path);
		snprintf(path, sizeof(path), "keys[%d].pairs_per_row", k);
		carry_amount(c, &key.pairs_per_row, path);
		snprintf(path, sizeof(path), "keys[%d].gain", k);
		carry_amount(c, &key.gain, path);
		if (shape && !c->error)
			match_keys_add(keys, shape, &key);
		values = carry_split(c, keys, k, values, end);
	}
}

/* --------------------------------------------------------------------- knots */

static void
carry_knots(Carrier *c, MatchModel *model)
{
	uint32		n = model->nknots;

	carry_count(c, &n, MATCH_KNOTS, 32, "calibration");
	model->nknots = n;
	for (int i = 0; i < model->nknots && !c->error; i++)
	{
		MatchKnot  *knot = &model->knots[i];
		char		path[64];

		carry_float(c, &knot->weight);
		REQUIRE(c, fabs(knot->weight) <= MOST_BITS, "calibration[%d].weight is not within %g bits.", i, MOST_BITS);
		REQUIRE(c, i == 0 || knot[-1].weight < knot->weight,
				"calibration[%d].weight does not come after the one before it.", i);
		carry_float(c, &knot->calibrated);
		REQUIRE(c, fabs(knot->calibrated) <= MOST_BITS, "calibration[%d].calibrated is not within %g bits.", i, MOST_BITS);
		snprintf(path, sizeof(path), "calibration[%d].pairs", i);
		carry_amount(c, &knot->pairs, path);
		snprintf(path, sizeof(path), "calibration[%d].decoys", i);
		carry_amount(c, &knot->decoys, path);
	}
}

/* ------------------------------------------------------------------- aliases */

static void
carry_alias(Carrier *c, MatchAliases *aliases, uint32 i, const char *path)
{
	MatchAlias *alias = &aliases->aliases[i];
	uint64		pairs = alias->pairs;

	carry_fixed(c, &alias->a, sizeof(uint64));
	carry_fixed(c, &alias->b, sizeof(uint64));
	REQUIRE(c, alias->a < alias->b, "%s: the hashes of an alias do not ascend.", path);
	REQUIRE(c, i == 0 || alias[-1].a < alias->a || (alias[-1].a == alias->a && alias[-1].b < alias->b),
			"%s: an alias does not come after the one before it.", path);
	carry_varint(c, &pairs);
	REQUIRE(c, pairs > 0 && pairs <= PG_UINT32_MAX, "%s: an alias has no pairs.", path);
	alias->pairs = (uint32) pairs;
}

static void
carry_aliases(Carrier *c, MatchModel *model)
{
	for (int f = 0; f < model->nfields && !c->error; f++)
	{
		MatchAliases *aliases = &model->fields[f].aliases;
		char		path[64];

		if (model->fields[f].kind > MATCH_FAMILY)
			continue;
		snprintf(path, sizeof(path), "aliases of %s", model->fields[f].name);
		carry_count(c, &aliases->n, MATCH_ALIASES, 17, path);
		if (c->purpose == TO_READ)
			aliases->aliases = palloc_array(MatchAlias, aliases->n + 1);
		for (uint32 i = 0; i < aliases->n && !c->error; i++)
			carry_alias(c, aliases, i, path);
		if (c->purpose == TO_READ && !c->error)
			match_aliases_index(aliases);
	}
}

/* ----------------------------------------------------------------- the whole */

static void
carry_model(Carrier *c, MatchModel *model)
{
	const MatchRows *shape = NULL;

	carry_amount(c, &model->rows, "rows");
	REQUIRE(c, model->rows >= 2, "rows is under 2.");
	carry_float(c, &model->lambda);
	REQUIRE(c, model->lambda >= LEAST_SHARE && model->lambda <= 1, "lambda is not from %g to 1.", LEAST_SHARE);
	carry_amount(c, &model->possible_pairs, "possible_pairs");
	carry_amount(c, &model->possible_decoys, "possible_decoys");
	carry_columns(c, model);
	carry_sources(c, model);
	if (c->error)
		return;
	if (c->purpose == TO_READ)
		shape = match_model_shape(model);
	carry_fields(c, model);
	if (!c->error)
		carry_frequencies(c, model, shape);
	if (!c->error)
		carry_keys(c, model, shape);
	carry_knots(c, model);
	carry_aliases(c, model);
}

void *
match_model_to_bytes(const MatchModel *model)
{
	MatchModel	copy = *model;
	Carrier		c = {.purpose = TO_SIZE};
	uint8	   *result;

	carry_model(&c, &copy);
	if (c.at > FLAT_MAX - VARHDRSZ - HEADER)
		return NULL;
	result = palloc0(VARHDRSZ + HEADER + c.at);
	SET_VARSIZE(result, VARHDRSZ + HEADER + c.at);
	flat_version(result) = MATCH_MODEL_VERSION;
	c = (Carrier)
	{
		.purpose = TO_WRITE, .bytes = result + VARHDRSZ, .at = HEADER, .end = HEADER + c.at
	};
	carry_model(&c, &copy);
	Assert(c.at == c.end && !c.error);
	return result;
}

MatchModel *
match_model_from_bytes(const uint8 *bytes, Size len, const char **error, Size *at)
{
	MatchModel *model = palloc0_object(MatchModel);
	Carrier		c = {.purpose = TO_READ, .bytes = unconstify(uint8 *, bytes), .at = HEADER, .end = len};

	c.last = Min(len, 1);
	REQUIRE(&c, len >= HEADER, "It ends within its header.");
	REQUIRE(&c, bytes[1] == 0, "Its flags are not 0.");
	if (!c.error)
		carry_model(&c, model);
	c.last = c.error ? c.last : c.at;
	REQUIRE(&c, c.at == c.end, "It goes on after its end.");
	*error = c.error;
	*at = c.last;
	if (c.error)
		return NULL;
	match_model_weights(model);
	return model;
}
