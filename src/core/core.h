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
