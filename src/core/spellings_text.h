/*
 * spellings_text.h - the text form of spellings
 *
 *		{"Rossi"*3@2024-03-01T09:00:00Z,"Rosi"}
 *
 * Of each spelling its text in double quotes, in which a backslash takes the
 * next byte as it is, *rows where there is more than one, and @instant where
 * one is known: in UTC, or infinity.
 */
#ifndef SCRM_SPELLINGS_TEXT_H
#define SCRM_SPELLINGS_TEXT_H

#include "core/spellings.h"

typedef enum SpellingsTextStatus
{
	SPELLINGS_TEXT_OK,
	SPELLINGS_TEXT_SYNTAX,		/* *detail says what, *offset where */
	SPELLINGS_TEXT_LARGE		/* past what a value holds */
} SpellingsTextStatus;

/* NULL: the text would pass 1 GB.  The reader's error says whether it is whole. */
extern char *spellings_to_text(SpellingsReader *reader);

/* Spellings may come in any order; those that repeat count together. */
extern SpellingsTextStatus spellings_from_text(const char *text, SpellingsFlat **flat,
											   const char **detail, int *offset);

#endif							/* SCRM_SPELLINGS_TEXT_H */
