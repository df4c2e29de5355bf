/*
 * json_tree.c - a JSON document as a tree
 */
#include "check.h"

#include "core/json_tree.h"

static const JsonTree *
tree(const char *text)
{
	JsonReading reading = {0};

	return json_tree_read(&reading, text, strlen(text));
}

static const char *
error_of(const char *text)
{
	JsonReading reading = {0};

	(void) json_tree_read(&reading, text, strlen(text));
	return reading.error ? reading.error : "no error";
}

static void
elements_are_where_they_were(void)
{
	const JsonTree *whole = tree("{\"a\": [1, {\"b\": [\"x\\n\\u00e9\", [], true]}, null], \"a\": -2.5e3}");
	const JsonTree *a = whole->first;
	const JsonTree *x = a->first->next->first->first;

	CHECK(whole->type == TREE_OBJECT && whole->n == 2 && !whole->parent && !whole->next);
	CHECK(strcmp(a->name, "a") == 0 && a->type == TREE_ARRAY && a->n == 3 && a->parent == whole);
	CHECK(strcmp(a->next->text, "-2.5e3") == 0 && a->next->type == TREE_NUMBER && !a->next->next);
	CHECK(x->type == TREE_TEXT && strcmp(x->text, "x\n\xc3\xa9") == 0);
	CHECK(x->next->type == TREE_ARRAY && x->next->n == 0 && !x->next->first);
	CHECK(x->next->next->type == TREE_BOOL && x->next->next->text[0] == 't');
	CHECK(a->first->next->next->type == TREE_NULL);
	CHECK(strcmp(json_tree_path(x->next), "a[1].b[1]") == 0);
	CHECK(strcmp(json_tree_path(whole), "It") == 0);
}

static void
depth_and_texts_are_told_apart(void)
{
	char		deep[JSON_TREE_DEPTH * 2 + 4] = "";

	memset(deep, '[', JSON_TREE_DEPTH);
	memset(deep + JSON_TREE_DEPTH, ']', JSON_TREE_DEPTH);
	CHECK(strcmp(error_of(deep), "no error") == 0);
	memset(deep, '[', JSON_TREE_DEPTH + 1);
	memset(deep + JSON_TREE_DEPTH + 1, ']', JSON_TREE_DEPTH + 1);
	CHECK(strcmp(error_of(deep), "It is nested deeper than 32.") == 0);
	CHECK(strcmp(error_of("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[[,,,\"]"), "no error") == 0);
	CHECK(strcmp(error_of(""), "It is not valid JSON.") == 0);
	CHECK(strcmp(error_of("[1,]"), "It is not valid JSON.") == 0);
	CHECK(strcmp(error_of("[\"\\u0000\"]"), "It is not valid JSON.") == 0);
	CHECK(strcmp(error_of("[1]]]]"), "It is not valid JSON.") == 0);
	CHECK(strcmp(error_of("\"\\"), "It is not valid JSON.") == 0);
}

static void
too_many_elements_are_refused(void)
{
	Size		n = JSON_TREE_MOST;
	char	   *text = palloc(n + 3);

	memset(text, ',', n + 2);
	text[0] = '[';
	CHECK(strcmp(error_of(pnstrdup(text, n)), "It has more than 16777216 elements.") == 0);
	pfree(text);
}

static void
values_are_checked(void)
{
	static const char *const words[] = {"one", "two", NULL};
	static const char *const names[] = {"a", "b", NULL};
	const JsonTree *field[2];
	const JsonTree *list = tree("[1, -1, 1.5, \"two\", true, 18446744073709551615, 18446744073709551616, {\"b\": 1}]");
	const JsonTree *at[8];
	JsonReading fine = {0};
	JsonReading r = {0};

	at[0] = list->first;
	for (int i = 1; i < 8; i++)
		at[i] = at[i - 1]->next;
	CHECK(json_tree_array(&fine, list, 8) == 8 && json_tree_number(&fine, at[1]) == -1);
	CHECK(json_tree_count(&fine, at[0], 1) == 1 && json_tree_count(&fine, at[5], PG_UINT64_MAX) == PG_UINT64_MAX);
	CHECK(json_tree_word(&fine, at[3], words) == 1 && json_tree_bool(&fine, at[4]));
	CHECK(json_tree_fields(&fine, at[7], names, 0, field) && !field[0] && field[1]);
	CHECK(!fine.error);
#define WRONG(call, says) \
	do { r.error = NULL; (void) (call); CHECK(r.error && strcmp(r.error, says) == 0); } while (0)
	WRONG(json_tree_array(&r, list, 7), "It has 8 elements, more than 7.");
	WRONG(json_tree_array(&r, at[0], 7), "[0] is not an array.");
	WRONG(json_tree_count(&r, at[1], 9), "[1] is not a whole number from 0 to 9.");
	WRONG(json_tree_count(&r, at[2], 9), "[2] is not a whole number from 0 to 9.");
	WRONG(json_tree_count(&r, at[6], PG_UINT64_MAX), "[6] is not a whole number from 0 to 18446744073709551615.");
	WRONG(json_tree_count(&r, at[3], 9), "[3] is not a whole number from 0 to 9.");
	WRONG(json_tree_number(&r, at[3]), "[3] is not a number.");
	WRONG(json_tree_text(&r, at[4]), "[4] is not a text.");
	WRONG(json_tree_bool(&r, at[3]), "[3] is not true or false.");
	WRONG(json_tree_word(&r, at[0], words), "[0] is not a text.");
	WRONG(json_tree_fields(&r, at[7], names, 1, field), "[7] has no field \"a\".");
	WRONG(json_tree_fields(&r, at[7], names + 2, 0, field), "[7].b is unknown.");
	WRONG(json_tree_fields(&r, at[0], names, 0, field), "[0] is not an object.");
	WRONG(json_tree_fields(&r, tree("{\"a\": 1, \"a\": 2}"), names, 0, field), "a is there twice.");
	/* The first error is the one that is told. */
	CHECK(!json_tree_fields(&r, at[7], names, 0, field) && strcmp(r.error, "a is there twice.") == 0);
}

int
main(void)
{
	LAW(elements_are_where_they_were);
	LAW(depth_and_texts_are_told_apart);
	LAW(too_many_elements_are_refused);
	LAW(values_are_checked);
	return check_done();
}
