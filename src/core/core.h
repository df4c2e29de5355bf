/*
 * core.h - the one prelude of a core file
 *
 * A core file is plain C over pointers and lengths.  It is compiled twice:
 * into the server's module, and with -DFRONTEND against libpgcommon for the
 * tests, the sanitizers and the fuzzers.  Datum, elog and ereport do not
 * exist there, so a core file that uses them does not build.
 */
#ifndef SCRM_CORE_H
#define SCRM_CORE_H

#ifdef FRONTEND
#include "postgres_fe.h"
#include "common/logging.h"		/* simplehash calls pg_fatal and pg_log_info */
#define CHECK_FOR_INTERRUPTS() ((void) 0)
#else
#include "postgres.h"
#include "miscadmin.h"
#endif

#include "base/compat.h"

/*
 * TICK(done, total) ends each outer step of a long loop: a canceled query ends
 * there, and whoever watches is told how far the call is (base/progress.h).
 * `total` is 0 where nobody knows it.  Between two ticks lie at most 5 ms of
 * work, on any input.
 */
#ifdef FRONTEND
#define TICK(done, total) ((void) (done), (void) (total))
#else
extern void progress_tick(double done, double total);
#define TICK(done, total) \
	do { \
		CHECK_FOR_INTERRUPTS(); \
		progress_tick(done, total); \
	} while (0)
#endif

/* Zeroed memory for simplehash: #define SH_RAW_ALLOCATOR core_alloc0 */
#define core_alloc0(size) \
	palloc_extended(size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO)

/* Fetches memory ahead of its use; no harm where it is not used after all. */
#ifdef __GNUC__
#define core_prefetch(address) __builtin_prefetch(address, 1)
#else
#define core_prefetch(address) ((void) 0)
#endif

#endif							/* SCRM_CORE_H */
