/*
 * match_kinds.h - what a column of a source holds
 *
 * Told by its name in the languages of the field, and checked on values: a
 * column called mail without addresses is text.
 */
#ifndef SCRM_MATCH_KINDS_H
#define SCRM_MATCH_KINDS_H

#include "core/core.h"

/* Stored in models, so they only grow. */
typedef enum ColumnKind
{
	COLUMN_IGNORE,
	COLUMN_SOURCE,				/* where the row came from */
	COLUMN_NAME,				/* a person's whole name */
	COLUMN_GIVEN,
	COLUMN_FAMILY,
	COLUMN_EMAIL,
	COLUMN_HANDLE,
	COLUMN_PHONE,
	COLUMN_DATE,
	COLUMN_CATEGORY,			/* one of few words, or of many: a city */
	COLUMN_CODE,				/* digits and letters that mean one thing */
	COLUMN_NUMBER,
	COLUMN_TEXT,				/* many words */
	COLUMN_VECTOR,				/* an embedding */
	COLUMN_KINDS
} ColumnKind;

/* As users write them in options. */
extern const char *const column_kinds[COLUMN_KINDS + 1];

/* What the values of a column look like; of those that are there. */
typedef struct ColumnLooks
{
	int64		values;
	int64		addresses;		/* with an @ between a name and a host */
	int64		digits;			/* mostly digits */
	int64		phones;			/* 7 to 15 digits and what stands between */
	int64		dates;
	int64		numbers;		/* a number, perhaps with a fraction */
	int64		words;			/* blanks between words, plus one each */
	int64		things;			/* with a word that no person's name has */
	int64		bytes;
} ColumnLooks;

extern void column_look(ColumnLooks *looks, const char *value, int len);

/* By name and looks; `dated` if its type is a date or a timestamp. */
extern ColumnKind column_kind(const char *name, const ColumnLooks *looks, bool dated);

/* Whether texts in a column of this name are what things are called. */
extern bool column_names_things(const char *name);

/* Whether a source of this name has one row a person: a social network. */
extern bool source_is_network(const char *name, int len);

/* Reads a date: eight digits, year first, for 2001-04-10, 20010410, 10.4.2001
 * and 10/04/2001 (day first unless that cannot be).  False if it is none. */
extern bool date_digits(const char *value, int len, char digits[8]);

#endif							/* SCRM_MATCH_KINDS_H */
