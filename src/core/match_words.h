/*
 * match_words.h - texts of many words as vectors of words
 *
 * A text is the set of its words.  A word weighs -log2 of the share of texts
 * that have it, so that rare words tell and common ones do not; two texts are
 * as alike as the cosine of their vectors (TF-IDF: Salton and Buckley, Term-
 * weighting Approaches in Automatic Text Retrieval, 1988).  Words that are
 * nearly equal count as far as they are (soft TF-IDF: Cohen, Ravikumar and
 * Fienberg, A Comparison of String Distance Metrics for Name-Matching Tasks,
 * 2003); so does an initial for the word that it begins.
 *
 * Weights are whole numbers, and so are sums: they do not depend on the order
 * in which rows were read.  Memory: 16 bytes a word of each distinct text, 112
 * a distinct word.  Time of a comparison: linear in words, and NEAR_WORDS
 * squared for those without an equal.
 */
#ifndef SCRM_MATCH_WORDS_H
#define SCRM_MATCH_WORDS_H

#include "core/match_rows.h"

#define MATCH_RARE		4		/* rare words of a text that make keys */
#define MATCH_RARE_ALONE 2		/* those that are one each */
#define MATCH_RARE_PAIRS 6		/* and pairs of all */

/* Takes the words of a new value of the field, or counts those of a known one. */
extern void match_words_read(MatchField *field, uint32 value, bool is_new, const char *folded, int len);

/* Weighs the words of all texts, of whose words the shares are known; a word
 * of `most` bits is in one text. */
extern void match_words_weigh(MatchField *field, double most);

/* The level of two texts. */
extern int	match_words_compare(const MatchField *field, const MatchValue *a, const MatchValue *b);

/*
 * The rarest words of a value that are in two texts or more, the rarest first;
 * then such as are in one, which rows to come may have.  Returns how many.
 */
extern int	match_words_rare(const MatchField *field, const MatchValue *value, uint64 hashes[MATCH_RARE]);

#endif							/* SCRM_MATCH_WORDS_H */
