/*
 * match_bytes.h - a model of matching as bytes
 *
 *	 0        4         5       6
 *	 +--------+---------+-------+---------+---------+---------+--------+------------- - - -
 *	 | length | version | 0     | numbers | columns | sources | fields | frequencies, ... aliases
 *	 +--------+---------+-------+---------+---------+---------+--------+------------- - - -
 *
 * numbers	rows, lambda, possible_pairs, possible_decoys (float8)
 * columns	how many; of each its kind (a byte) and its name
 * sources	how many; of each one_per (a byte), rows (varint), name.  The first
 *			has no name, the others ascend by it
 * fields	how many; of each kind and parent + 2 (bytes), any_u of its levels,
 *			then m and u of each level in each context it may stand under
 * frequencies	how many; of each rows (float8), n (varint), n hashes that
 *			ascend (8 bytes), n counts (varint)
 * keys		how many; of each its parts and its refinements (how many, then
 *			field and part, all bytes), pairs_per_row, gain (float8), and the
 *			values that are split, ascending (varint, then 4 bytes each)
 * knots	how many (varint); weight, calibrated, pairs, decoys (float8)
 * aliases	of each field that is a name, how many; of each two hashes (8 bytes,
 *			the lesser first), pairs (varint); ascending
 *
 * Counts are varints unless said otherwise, a text is its length (varint) and
 * its bytes, and numbers have their lowest byte first on every machine: so
 * this is the form that is stored and the one that is sent.  A model has one
 * form only.  What follows from the rest is not in it: names and slots of
 * fields come from the columns, weights from m and u.
 */
#ifndef SCRM_MATCH_BYTES_H
#define SCRM_MATCH_BYTES_H

#include "core/match_model.h"

#define MATCH_MODEL_VERSION 1

/* A varlena in the current context; NULL where it would pass FLAT_MAX. */
extern void *match_model_to_bytes(const MatchModel *model);

/*
 * Reads bytes of MATCH_MODEL_VERSION, from the version byte on.  Believes
 * nothing: NULL where they are no model, then *error is a sentence on what is
 * wrong, with the path in the model's text form, and *at the place.
 */
extern MatchModel *match_model_from_bytes(const uint8 *bytes, Size len,
										  const char **error, Size *at);

/* The values that keys split, key << 32 | value, ascending. */
extern uint64 *match_keys_sorted(const MatchKeys *keys);

#endif							/* SCRM_MATCH_BYTES_H */
