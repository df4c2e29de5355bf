/*
 * match_model_text.h - a model of matching as JSON, and its parts in words
 *
 * {"version": 1, "rows": 100000, "lambda": 1.4e-05, "possible_pairs": ..., "possible_decoys": ...,
 *	"columns": [{"name": "first_name", "kind": "given name"}, ...],
 *	"sources": [{"name": "", "one_per": false, "rows": 0}, ...],
 *	"fields": [{"name": "given name", "kind": "given name", "parent": "family name", "any_u": [...],
 *		"levels": [{"level": "equal", "context": "differs", "m": 0.8, "u": 0.002}, ...]}, ...],
 *	"frequencies": [{"of": "given name", "rows": 99000, "values": {"00f3...": 12, ...}}, ...],
 *	"keys": [{"parts": [["family name", "phonetic"], ...], "refinements": [...], "pairs_per_row": 1.2,
 *		"gain": 310, "split": [...]}, ...],
 *	"calibration": [{"weight": -3.5, "calibrated": -4, "pairs": 120, "decoys": 7}, ...],
 *	"aliases": [{"of": "given name", "names": {(two hashes): 7, ...}}, ...]}
 *
 * Every field is there but for aliases, in any order; what is in arrays has the order that the
 * columns give it.  `parent` is absent where a field has none, a field by its
 * name (or its number, where one before it has the same name), or the two
 * names together: ["given name", "family name"].
 */
#ifndef SCRM_MATCH_MODEL_TEXT_H
#define SCRM_MATCH_MODEL_TEXT_H

#include "core/match_model.h"

extern char *match_model_to_text(const MatchModel *model);

/*
 * The packed bytes (core/match_bytes.h) of a model as text; NULL where it is
 * none, then *error is a sentence on what is wrong, with its path.  *version is
 * that of the text, 0 where it names none.
 */
extern void *match_model_from_text(const char *text, Size len, const char **error, int *version);

/* How the parents of a field agree in a context; NULL where it has none. */
extern const char *match_context_name(const MatchModel *model, int field, int context);

/* A key in words: "family name phonetic + given name first letter". */
extern char *match_key_text(const MatchModel *model, const MatchKey *key);

#endif							/* SCRM_MATCH_MODEL_TEXT_H */
