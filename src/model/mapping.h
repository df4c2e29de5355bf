/*
 * mapping.h - a mapping of plain documents, compiled
 *
 * A mapping is a JSON object, column -> jsonpath.  In a path `$` is the
 * element that makes the fact and `$doc` the whole document.
 */
#ifndef SCRM_MAPPING_H
#define SCRM_MAPPING_H

#include "postgres.h"
#include "utils/jsonb.h"
#include "utils/jsonpath.h"

/* The columns of activities(), after its ordinal, in their order. */
typedef enum MappingColumn
{
	MAP_KIND,
	MAP_EXTERNAL_ID,
	MAP_TS,
	MAP_CHANGED,
	MAP_VERB,
	MAP_NETWORK,
	MAP_ACTOR,
	MAP_ACTOR_NAME,
	MAP_ACTOR_KIND,
	MAP_TARGET,
	MAP_MENTIONS,
	MAP_IN_REPLY_TO,
	MAP_THREAD,
	MAP_TITLE,
	MAP_BODY,
	MAP_LANGUAGE,
	MAP_VISIBILITY,
	MAP_AMOUNT,
	MAP_EXTRA,
	MAP_COLUMNS,				/* how many there are; then what is no column */
	MAP_ROWS = MAP_COLUMNS,
	MAP_DOCUMENT,
	MAP_NAMES
} MappingColumn;

extern const char *const mapping_names[MAP_NAMES + 1];

typedef struct Path
{
	JsonPath   *path;			/* NULL: not mapped */

	/* A chain of keys from `$` or `$doc`, or a constant: no executor needed. */
	bool		simple;
	bool		from_document;
	bool		literal;		/* a constant */
	int			nkeys;
	JsonbValue *keys;			/* strings; of a constant, its value */

	/* Of another path from $doc: all that it reads of the element. */
	bool		memoizable;
	int			nreads;
	struct Path *reads;			/* chains of keys */
} Path;

#define PATH_KEYS	8			/* longest chain that is looked up directly */
#define PATH_READS	4			/* most that a memoizable path reads */

typedef struct Mapping
{
	Jsonb	   *source;			/* what it was compiled from */
	Path		paths[MAP_NAMES];
	int			nextra;			/* extra as an object: a path for each key */
	JsonbValue *extra_keys;
	Path	   *extra_paths;
} Mapping;

/* The document that facts come from. */
typedef struct Document
{
	Jsonb	   *jsonb;
	Jsonb	   *variables;		/* {"doc": document}, made when a path needs
								 * it */
	MemoryContext context;		/* for them: lives as long as the document */
	struct Memo *memo;			/* answers of memoizable paths */
	int			nmemo;
} Document;

/* What the paths of one fact are evaluated against. */
typedef struct Fact
{
	Document   *document;
	JsonbValue	element;		/* `$` */
	Jsonb	   *element_jsonb;	/* likewise */
	bool		found;			/* a path has found something */
	bool		email;			/* its network is: letters' case means nothing */
} Fact;

/* mapping.c */
extern Mapping *mapping_compile(Jsonb *source);
extern void jsonb_as_value(Jsonb *jb, JsonbValue *value);

/* path.c */
extern void path_analyze(Path *path);
extern JsonbValue *path_first(const Path *path, Fact *fact);
extern Jsonb *path_all(const Path *path, Fact *fact);

#endif							/* SCRM_MAPPING_H */
