/*
 * fold.c - laws of the folded form of names
 */
#include "check.h"

#include "common/unicode_norm.h"

#include "core/fold.h"
#include "core/utf8.h"

/* The folded form, terminated. */
static char *
fold(const char *text, int len)
{
	char	   *out = palloc((Size) len * FOLD_GROWTH + 1);
	int			n = fold_name(text, len, out);

	CHECK(n <= len * FOLD_GROWTH);
	out[n] = 0;
	return out;
}

static bool
folds_to(const char *text, const char *expected)
{
	char	   *folded = fold(text, strlen(text));

	if (strcmp(folded, expected) != 0)
		printf("# \"%s\" is \"%s\", and should be \"%s\"\n", text, folded, expected);
	return strcmp(folded, expected) == 0;
}

static void
words_and_letters(void)
{
	CHECK(folds_to("", ""));
	CHECK(folds_to("  Anna-Maria   ROSSI, jr.\t", "anna maria rossi jr"));
	CHECK(folds_to("O'Brien d\xe2\x80\x99" "Angelo", "obrien dangelo"));
	CHECK(folds_to("route66 4/5", "route66 4 5"));
	CHECK(folds_to("...", ""));
	CHECK(folds_to("a\xff\xfe" "b\xc3", "a b"));
	CHECK(folds_to("\xed\xa0\x80x\xf4\x90\x80\x80", "x"));
}

static void
latin_of_europe(void)
{
	CHECK(folds_to("François Müller Ångström", "francois muller angstrom"));
	CHECK(folds_to("Łukasz Żółć", "lukasz zolc"));
	CHECK(folds_to("Søren Kjærgård", "soren kjaergard"));
	CHECK(folds_to("Þórður Guðmundsdóttir", "thordur gudmundsdottir"));
	CHECK(folds_to("Weiß WEIẞ Œuvre", "weiss weiss oeuvre"));
	CHECK(folds_to("IŞIK İstanbul ışık", "isik istanbul isik"));
	CHECK(folds_to("Đoković Hrvoje Đ", "dokovic hrvoje d"));
	CHECK(folds_to("Ștefan Țepeș Nguyễn Văn", "stefan tepes nguyen van"));
	CHECK(folds_to("Əliyev Ħal Ŋ ŧ ĸ", "aliyev hal ng t k"));
}

/* Letters that profiles use as ornaments. */
static void
ornaments(void)
{
	CHECK(folds_to("𝓐𝓷𝓷𝓪 Ⓐⓝⓝⓐ ＡＮＮＡ \341\264\200ɴɴ\341\264\200 🄰🅽🅝ª", "anna anna anna anna anna"));
	CHECK(folds_to("ﬁlip ① ½ ²", "filip 1 1 2 2"));
	CHECK(folds_to("Anna 🌸✨ Rossi ♥", "anna rossi"));
	CHECK(folds_to("An\xe2\x80\x8bna\xef\xbb\xbf A\xcc\xb6n\xcc\xb6", "anna an"));
}

/* ICAO Doc 9303 part 3, section 6, with yu and ya; ELOT 743. */
static void
cyrillic_and_greek(void)
{
	CHECK(folds_to("Пёт\321\200 Ильич Чайковский", "petr ilich chaikovskii"));
	CHECK(folds_to("Юлия Щукина Эдуа\321\200д Жуков", "yuliya shchukina eduard zhukov"));
	CHECK(folds_to("Михаил Объедков Цой", "mikhail obedkov tsoi"));
	CHECK(folds_to("Зеленський Ґ\321\200унт Їжак Євген", "zelenskii grunt izhak yevgen"));
	CHECK(folds_to("Ђоковић Љиљана Џајић", "dokovic ljiljana dzajic"));
	CHECK(folds_to("Γεώργιος Πα\317\200ανδρέου", "georgios papandreou"));
	CHECK(folds_to("Ευάγγελος Λευτέρης ΠΑΥΛΟΣ Μ\317\200άμ\317\200ης", "evangelos lefteris pavlos bampis"));
	CHECK(folds_to("Ταϋγέτη Ψυχή Θεός Άγχος", "taygeti psychi theos anchos"));
	CHECK(folds_to("Ευ ξύλο", "ef xylo"));
}

static void
other_scripts_stay(void)
{
	CHECK(folds_to("山田 太郎", "山田 太郎"));
	CHECK(folds_to("محمّد", "محمد"));
	CHECK(folds_to("מֹשֶׁה", "משה"));
	CHECK(folds_to("राम कुमार", "राम कुमार"));
	CHECK(folds_to("ｶﾞ", fold("ガ", 3)));
	CHECK(folds_to("١٢٣ ४५", "123 45"));
	CHECK(folds_to("\352\271\200", "\xe1\x84\x80\xe1\x85\xb5\xe1\x86\xb7"));
}

/* The text of a code point between two letters. */
static int
between(uint32 code, char *text)
{
	int			len;

	text[0] = 'a';
	len = 1 + utf8_encode(code, text + 1);
	text[len++] = 'b';
	return len;
}

#define IS_SURROGATE(code) ((code) >= 0xD800 && (code) <= 0xDFFF)

static void
folding_twice_is_folding_once(void)
{
	for (uint32 code = 1; code <= 0x10FFFF; code++)
	{
		char		text[8];
		char	   *once;

		if (IS_SURROGATE(code))
			continue;
		once = fold(text, between(code, text));
		CHECK(strcmp(fold(once, strlen(once)), once) == 0);
		CHECK(once[0] == 'a' && once[strlen(once) - 1] == 'b' && !strstr(once, "  "));
		pfree(once);
	}
}

/*
 * A code point and its decomposition fold alike, by the tables of another
 * hand: PostgreSQL's.  Not so what we fold to nothing: signs that stand for a
 * blank with a mark (they look like apostrophes), and letters that Unicode has
 * given out since 15.0.
 */
static void
decomposed_is_the_same(void)
{
	int			differ = 0;

	for (uint32 code = 0x80; code <= 0x10FFFF; code++)
	{
		pg_wchar	text[] = {code, 0};
		pg_wchar   *decomposed;
		char		alone[4];
		char	   *folded;
		char	   *bytes;
		int			len = 0;

		if (IS_SURROGATE(code))
			continue;
		folded = fold(alone, utf8_encode(code, alone));
		if (*folded)
		{
			decomposed = unicode_normalize(UNICODE_NFKD, text);
			bytes = palloc(4 * 20);
			for (int i = 0; decomposed[i]; i++)
				len += utf8_encode(decomposed[i], bytes + len);
			if (strcmp(fold(bytes, len), folded) != 0)
				printf("# U+%04X is \"%s\", decomposed \"%s\"\n", code, folded, fold(bytes, len));
			differ += strcmp(fold(bytes, len), folded) != 0;
		}
	}
	CHECK(differ == 0);
}

/* Any bytes: valid UTF-8 comes out, within its room. */
static void
any_bytes_fold(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 1);
	for (int i = 0; i < 200000; i++)
	{
		char		text[24];
		int			len = pg_prng_uint64_range(&seed, 0, sizeof(text));
		char	   *copy = palloc(len); /* so that reading past it is seen */
		char	   *folded;
		int			bytes;

		for (int j = 0; j < len; j++)
			text[j] = pg_prng_uint64_range(&seed, 0, 1) ?
				"\xc3\xce\xcf\xd0\xe1\xf0\x85\x80\xa5\xb1"[pg_prng_uint64_range(&seed, 0, 9)] :
				(char) pg_prng_uint64_range(&seed, 0, 255);
		memcpy(copy, text, len);
		folded = fold(copy, len);
		for (char *p = folded; *p; p += bytes)
			CHECK(utf8_decode(p, folded + strlen(folded), &bytes) != UTF8_INVALID);
		CHECK(strcmp(fold(folded, strlen(folded)), folded) == 0);
		pfree(copy);
		pfree(folded);
	}
}

int
main(void)
{
	LAW(words_and_letters);
	LAW(latin_of_europe);
	LAW(ornaments);
	LAW(cyrillic_and_greek);
	LAW(other_scripts_stay);
	LAW(folding_twice_is_folding_once);
	LAW(decomposed_is_the_same);
	LAW(any_bytes_fold);
	return check_done();
}
