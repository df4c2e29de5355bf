/*
 * match_compare.c - what two rows have in common
 */
#include "core/match_compare.h"

#include <math.h>

#include "core/match_words.h"
#include "core/similarity.h"

#define BIT(level) (UINT32_C(1) << (level))

const MatchLevels match_levels[MATCH_KINDS] = {
	[MATCH_GIVEN] = {"given name", 7, BIT(NAME_EQUAL) | BIT(NAME_ALIAS), BIT(NAME_EQUAL) | BIT(NAME_ALIAS) | BIT(NAME_NEAR), BIT(NAME_OTHER) - 2,
	{"no value", "equal", "learned alias", "Jaro-Winkler .92", "initial", "Jaro-Winkler .80", "different"}},
	[MATCH_FAMILY] = {"family name", 7, BIT(NAME_EQUAL) | BIT(NAME_ALIAS), BIT(NAME_EQUAL) | BIT(NAME_ALIAS) | BIT(NAME_NEAR), BIT(NAME_OTHER) - 2,
	{"no value", "equal", "learned alias", "Jaro-Winkler .92", "initial", "Jaro-Winkler .80", "different"}},
	[MATCH_ACCOUNT] = {"account", 13,
		BIT(ACCOUNT_BOTH) | BIT(ACCOUNT_EMAIL) | BIT(ACCOUNT_HANDLE) | BIT(ACCOUNT_HANDLE + 1) | BIT(ACCOUNT_STEM_DIGITS) | BIT(ACCOUNT_STEM),
		BIT(ACCOUNT_BOTH) | BIT(ACCOUNT_EMAIL) | BIT(ACCOUNT_HANDLE) | BIT(ACCOUNT_HANDLE + 1) | BIT(ACCOUNT_STEM_DIGITS) | BIT(ACCOUNT_STEM), 0,
		{"no value", "address and handle equal", "address equal", "handle equal", "handle equal, from the name",
			"stem and digits equal", "stem and digits equal, from the name", "stem equal", "stem equal, from the name",
	"stem Jaro-Winkler .90", "stem Jaro-Winkler .90, from the name", "different", "different, from the name"}},
	[MATCH_PHONE] = {"phone", 5, BIT(1), BIT(1) | BIT(2), 0, {"no value", "equal", "distance 1", "distance 2", "different"}},
	[MATCH_DATE] = {"date", 5, BIT(1), BIT(1) | BIT(2) | BIT(3), 0, {"no value", "equal", "day and month exchanged", "one digit", "different"}},
	[MATCH_CATEGORY] = {"category", 5, BIT(1), BIT(1) | BIT(2), 0, {"no value", "equal", "Jaro-Winkler .92", "Jaro-Winkler .80", "different"}},
	[MATCH_CODE] = {"code", 4, BIT(1), BIT(1) | BIT(2), 0, {"no value", "equal", "distance 1", "different"}},
	[MATCH_NUMBER] = {"number", 5, BIT(1), BIT(1) | BIT(2), 0, {"no value", "equal", "within 1 %", "within 10 %", "different"}},
	[MATCH_TEXT_KIND] = {"text", 6, BIT(1), BIT(1) | BIT(2), 0, {"no value", "equal", "cosine .9", "cosine .7", "cosine .5", "different"}},
};

/* Jaro-Winkler of two interned values, or 0 where it is under `least`. */
static inline double
alike(const MatchValue *a, const MatchValue *b, double least)
{
	if (letters_too_far(a->letters, b->letters, a->len, b->len, least))
		return 0;
	if (a->ascii && b->ascii)
		return jaro_winkler_ascii(a->text, a->len, b->text, b->len);
	return jaro_winkler(a->text, a->len, b->text, b->len);
}

static int
compare_names(const MatchField *field, const MatchValue *a, const MatchValue *b)
{
	double		similarity;

	if (a->hash == b->hash)
		return NAME_EQUAL;
	if (match_alias_find(field->aliases, a->hash, b->hash))
		return NAME_ALIAS;
	if (a->len == 1 || b->len == 1)
		return a->text[0] == b->text[0] ? NAME_INITIAL : NAME_OTHER;
	similarity = alike(a, b, .80);
	return similarity >= .92 ? NAME_NEAR : similarity >= .80 ? NAME_FAR : NAME_OTHER;
}

/* -log2 of the share of the value, or of the two values of an alias: of two
 * strangers' as much as the two are common, in proportion to other aliases. */
static float
name_bits(const MatchField *field, int level, const MatchValue *a, const MatchValue *b)
{
	if (level == NAME_EQUAL)
		return a->bits;
	if (level == NAME_ALIAS)
		return log2(match_alias_find(field->aliases, a->hash, b->hash)->pairs / field->aliases->pairs) + a->bits + b->bits - 1;
	return 0;
}

/* Given and family name, in the order in which they agree more. */
static void
compare_person(const MatchRows *rows, const uint32 *a, const uint32 *b, MatchEvidence *e)
{
	const MatchField *given = &rows->fields[rows->given];
	const MatchField *family = &rows->fields[rows->family];
	const MatchValue *ag = &given->dict->values[a[given->slot]];
	const MatchValue *bg = &given->dict->values[b[given->slot]];
	const MatchValue *af = &family->dict->values[a[family->slot]];
	const MatchValue *bf = &family->dict->values[b[family->slot]];
	bool		has_given = a[given->slot] && b[given->slot];
	bool		has_family = a[family->slot] && b[family->slot];

	if (has_given)
		e->level[rows->given] = compare_names(given, ag, bg);
	if (has_family)
		e->level[rows->family] = compare_names(family, af, bf);
	if (has_given && has_family && e->level[rows->given] == NAME_OTHER && e->level[rows->family] == NAME_OTHER &&
		(ag->hash == bf->hash || af->hash == bg->hash))
	{
		int			first = compare_names(given, ag, bf);
		int			last = compare_names(family, af, bg);

		if (first <= NAME_INITIAL && last <= NAME_INITIAL)
		{
			e->level[rows->given] = first;
			e->level[rows->family] = last;
			bg = bf;
			bf = &given->dict->values[b[given->slot]];
		}
	}
	e->bits[rows->given] = name_bits(given, e->level[rows->given], ag, bg);
	e->bits[rows->family] = name_bits(family, e->level[rows->family], af, bf);
}

static void
compare_account(const MatchField *field, const uint32 *a, const uint32 *b, uint8 *level, float *bits)
{
	bool		email = false,
				handle = false,
				stem = false,
				digits = false,
				near = false,
				any = false,
				explained = true;

	*bits = 0;
	for (int i = 0; i < field->slots; i++)
	{
		uint32		ca = a[field->slot + i];
		const MatchValue *va;

		if (!ca)
			continue;
		va = &field->dict[i].values[MATCH_VALUE(ca)];
		for (int j = 0; j < field->slots; j++)
		{
			uint32		cb = b[field->slot + j];
			const MatchValue *vb;
			const MatchValue *sa;
			const MatchValue *sb;

			if (!cb)
				continue;
			any = true;
			vb = &field->dict[j].values[MATCH_VALUE(cb)];
			explained &= (ca & cb & MATCH_EXPLAINED) != 0;
			if (va->hash == vb->hash)
			{
				if (field->email && i == 0 && j == 0)
					email = true;
				else
					handle = true;
				*bits += va->bits;
				continue;
			}
			if (email || handle || !va->stem || !vb->stem)
				continue;
			sa = &field->stems->values[va->stem];
			sb = &field->stems->values[vb->stem];
			if (va->stem == vb->stem)
			{
				if (!stem)
					*bits = sa->bits;
				stem = true;
				digits |= va->digits == vb->digits;
			}
			else if (!stem && !near)
				near = alike(sa, sb, .90) >= .90;
		}
	}
	if (!any)
		*level = 0;
	else if (email)
		*level = handle ? ACCOUNT_BOTH : ACCOUNT_EMAIL;
	else
		*level = (handle ? ACCOUNT_HANDLE : digits ? ACCOUNT_STEM_DIGITS : stem ? ACCOUNT_STEM :
				  near ? ACCOUNT_NEAR : ACCOUNT_OTHER) + explained;
}

/* How many of the same places differ. */
static int
differing(const MatchValue *a, const MatchValue *b)
{
	int			n = 0;

	for (int i = 0; i < a->len; i++)
		n += a->text[i] != b->text[i];
	return n;
}

static int
compare_dates(const MatchValue *a, const MatchValue *b)
{
	if (a->hash == b->hash)
		return 1;
	if (a->len != 8 || b->len != 8)
		return 4;
	if (memcmp(a->text, b->text, 4) == 0 && memcmp(a->text + 4, b->text + 6, 2) == 0 && memcmp(a->text + 6, b->text + 4, 2) == 0)
		return 2;
	return differing(a, b) == 1 ? 3 : 4;
}

static int
compare_codes(const MatchValue *a, const MatchValue *b, int most)
{
	int			distance;

	if (a->hash == b->hash)
		return 1;
	if (abs(a->len - b->len) > most)
		return most + 2;
	distance = osa_distance(a->text, a->len, b->text, b->len, most);
	return Min(distance, most + 1) + 1;
}

static int
compare_categories(const MatchValue *a, const MatchValue *b)
{
	double		similarity;

	if (a->hash == b->hash)
		return 1;
	similarity = alike(a, b, .80);
	return similarity >= .92 ? 2 : similarity >= .80 ? 3 : 4;
}

static int
compare_numbers(const MatchValue *a, const MatchValue *b)
{
	double		greater = Max(fabs(a->number), fabs(b->number));
	double		difference = fabs(a->number - b->number);

	if (a->hash == b->hash)
		return 1;
	return difference <= greater * .01 ? 2 : difference <= greater * .1 ? 3 : 4;
}

void
match_compare(const MatchRows *rows, const uint32 *a, const uint32 *b, MatchEvidence *evidence)
{
	for (int f = 0; f < rows->nfields; f++)
	{
		const MatchField *field = &rows->fields[f];
		const MatchValue *va,
				   *vb;
		int			level = 0;

		evidence->bits[f] = 0;
		evidence->level[f] = 0;
		if (field->kind <= MATCH_FAMILY && rows->given >= 0 && rows->family >= 0)
			continue;
		if (field->kind == MATCH_ACCOUNT)
		{
			compare_account(field, a, b, &evidence->level[f], &evidence->bits[f]);
			continue;
		}
		if (!a[field->slot] || !b[field->slot])
			continue;
		va = &field->dict->values[a[field->slot]];
		vb = &field->dict->values[b[field->slot]];
		switch (field->kind)
		{
			case MATCH_GIVEN:
			case MATCH_FAMILY:
				level = compare_names(field, va, vb);
				evidence->bits[f] = name_bits(field, level, va, vb);
				break;
			case MATCH_PHONE:
				level = compare_codes(va, vb, 2);
				break;
			case MATCH_DATE:
				level = compare_dates(va, vb);
				break;
			case MATCH_CODE:
				level = compare_codes(va, vb, 1);
				break;
			case MATCH_NUMBER:
				level = compare_numbers(va, vb);
				break;
			case MATCH_TEXT_KIND:
				level = match_words_compare(field, va, vb);
				break;
			default:
				level = compare_categories(va, vb);
		}
		evidence->level[f] = level;
		if (level == 1)
			evidence->bits[f] = va->bits;
	}
	if (rows->given >= 0 && rows->family >= 0)
		compare_person(rows, a, b, evidence);
}
