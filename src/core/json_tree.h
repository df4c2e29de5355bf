/*
 * json_tree.h - a JSON document as a tree, for the text forms of models
 *
 * json_fields.h reads a flat object; this is for what is nested.  A reader of
 * a model takes its parts by json_tree_fields and the functions below it.
 * The first thing that is wrong becomes a sentence with its path ("fields[2].
 * kind is not a text."); after it the functions return nothing, so that their
 * caller may look at reading.error once, at the end of a part.
 *
 * Memory: 48 bytes an element, and its text.  Nested no deeper than
 * JSON_TREE_DEPTH, no more than JSON_TREE_MOST elements.
 */
#ifndef SCRM_JSON_TREE_H
#define SCRM_JSON_TREE_H

#include "core/core.h"

#define JSON_TREE_DEPTH 32
#define JSON_TREE_MOST	(1 << 24)

typedef enum JsonTreeType
{
	TREE_NULL,
	TREE_BOOL,
	TREE_NUMBER,
	TREE_TEXT,
	TREE_ARRAY,
	TREE_OBJECT
} JsonTreeType;

typedef struct JsonTree
{
	JsonTreeType type;
	uint32		n;				/* children */
	const char *name;			/* in an object; else NULL */
	const char *text;			/* of a text, unescaped; of true, false and a
								 * number as written */
	struct JsonTree *parent;
	struct JsonTree *first;		/* child */
	struct JsonTree *next;		/* child of the same parent */
} JsonTree;

typedef struct JsonReading
{
	const char *error;			/* NULL, or a sentence */
} JsonReading;

/* Reads a text, in the current context; NULL and an error where it is no JSON. */
extern const JsonTree *json_tree_read(JsonReading *reading, const char *text, Size len);

/* Where an element stands: "fields[2].levels[0].m"; "It" for the whole. */
extern char *json_tree_path(const JsonTree *element);

/* Says that an element is not what it must be: "a number". */
extern void json_tree_wrong(JsonReading *reading, const JsonTree *element, const char *must);

/*
 * The fields of an object by their names, a NULL-terminated list of which the
 * first `required` must be there; NULL for one that is not there.  Others, and
 * one that is there twice, are errors.  False after any error.
 */
extern bool json_tree_fields(JsonReading *reading, const JsonTree *object, const char *const *names, int required,
							 const JsonTree **fields);

/* How many elements an array has; 0 after an error. */
extern uint32 json_tree_array(JsonReading *reading, const JsonTree *element, uint32 most);

/* Values; 0, false or "" after an error.  A number is finite, a count whole. */
extern double json_tree_number(JsonReading *reading, const JsonTree *element);
extern uint64 json_tree_count(JsonReading *reading, const JsonTree *element, uint64 most);
extern bool json_tree_bool(JsonReading *reading, const JsonTree *element);
extern const char *json_tree_text(JsonReading *reading, const JsonTree *element);

/* The place of a text in a NULL-terminated list of words. */
extern int	json_tree_word(JsonReading *reading, const JsonTree *element, const char *const *words);

#endif							/* SCRM_JSON_TREE_H */
