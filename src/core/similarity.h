/*
 * similarity.h - how alike two names are
 *
 * Texts are UTF-8 and compared by code points; bytes where both are ASCII.  A
 * byte that is no UTF-8 is a letter of its own.  All are symmetric.
 */
#ifndef SCRM_SIMILARITY_H
#define SCRM_SIMILARITY_H

#include "core/core.h"

/*
 * Jaro-Winkler similarity (Winkler 1990), from 0 to 1: Jaro's, and where that
 * passes 0.7 a tenth of what is missing for each letter, up to 4, that both
 * begin with.  Two empty texts are alike.
 */
extern double jaro_winkler(const char *a, int alen, const char *b, int blen);

/* The same for two texts of ASCII. */
extern double jaro_winkler_ascii(const char *a, int alen, const char *b, int blen);

/*
 * Optimal string alignment: how many letters to insert, delete, replace, or
 * exchange with their neighbor, none touched twice.  Above max_distance (not
 * negative): max_distance + 1.
 */
extern int	osa_distance(const char *a, int alen, const char *b, int blen,
						 int max_distance);

/*
 * How alike two names are, from 0 to 1, however their words are ordered; an
 * initial counts as the word that it begins.
 */
extern double name_similarity(const char *a, int alen, const char *b, int blen);

/*
 * How often each letter of a folded name occurs: 2 bits for each of a to z,
 * and for six classes of digits.  What else there is does not count.
 */
extern uint64 letter_counts(const char *folded, int len);

/*
 * True only if two texts of these counts cannot have a Jaro-Winkler similarity
 * of least_jaro_winkler or more.  Lengths are in the letters that are compared:
 * code points, where either is not ASCII.
 */
extern bool letters_too_far(uint64 a, uint64 b, int alen, int blen,
							double least_jaro_winkler);

#endif							/* SCRM_SIMILARITY_H */
