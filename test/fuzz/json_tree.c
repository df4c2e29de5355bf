/*
 * json_tree.c - a JSON document as a tree
 */
#include "fuzz.h"

#include <math.h>

#include "core/json_tree.h"

/* Reads an element as all that it may be, and what is in it. */
static uint32
visit(const JsonTree *element, const JsonTree *parent)
{
	static const char *const words[] = {"a", "b", NULL};
	const JsonTree *fields[2];
	JsonReading r = {0};
	uint32		n = 0;

	REQUIRE(element->parent == parent && strlen(json_tree_path(element)) > 0);
	REQUIRE((element->name != NULL) == (parent && parent->type == TREE_OBJECT));
	REQUIRE(isfinite(json_tree_number(&r, element)));
	r.error = NULL;
	REQUIRE(json_tree_count(&r, element, 99) <= 99);
	r.error = NULL;
	REQUIRE(json_tree_word(&r, element, words) <= 1);
	r.error = NULL;
	REQUIRE(json_tree_bool(&r, element) + json_tree_array(&r, element, 3) <= 3);
	r.error = NULL;
	if (json_tree_fields(&r, element, words, 1, fields))
		REQUIRE(element->type == TREE_OBJECT && fields[0] && element->n <= 2);
	else
		REQUIRE(r.error);
	for (const JsonTree *child = element->first; child; child = child->next)
	{
		(void) visit(child, element);
		n++;
	}
	REQUIRE(n == element->n);
	return n;
}

static void
fuzz(const uint8 *bytes, Size size)
{
	JsonReading reading = {0};
	const JsonTree *tree = json_tree_read(&reading, (const char *) bytes, size);

	REQUIRE((tree == NULL) == (reading.error != NULL));
	if (tree)
		(void) visit(tree, NULL);
}
