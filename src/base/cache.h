/*
 * cache.h - large values that many rows read: setting scrm.cache_size
 *
 * A model is an argument, so each row hands it over again.  Detoasting and
 * decoding it for each would cost milliseconds; this does it once:
 *
 *		static void *
 *		decode_model(struct varlena *value) ...
 *
 *		const MatchModel *model = cached_value(fcinfo, 0, decode_model);
 *
 * The place of the call (fn_extra, which is then this cache's alone) knows the
 * value that it had last.  Behind it a cache of the backend has what other
 * places and statements decoded, up to scrm.cache_size; the least recently
 * used goes first.
 *
 * Which value it is, is told by its toast pointer; a value that is not toasted
 * is compared byte by byte, which for a large one takes longer: keep models in
 * tables.
 *
 * A toast pointer is a promise for a time only.  Once its row is deleted and
 * vacuumed, another value may get the same id, when the counter of OIDs has
 * come round.  That takes 2^32 of them, each taken under one lock of the whole
 * cluster and stored with its row: hours at the rate of the largest servers.
 * So what was read CACHE_FRESH ago or less is that value still; else it is
 * read again.
 */
#ifndef SCRM_CACHE_H
#define SCRM_CACHE_H

#include "postgres.h"
#include "fmgr.h"

/*
 * Makes the object of a value: detoasted, aligned, with a header of 4 bytes.
 * Allocates in the current context; the value's bytes stay as long as the
 * object, which may point at them.  May raise errors.
 */
typedef void *(*CacheDecode) (struct varlena *value);

extern void cache_init(void);

/*
 * Argument n, not NULL, decoded.  Nobody may write to the object.  It is valid
 * until this place is called again.
 */
extern const void *cached_value(FunctionCallInfo fcinfo, int n, CacheDecode decode);

#endif							/* SCRM_CACHE_H */
