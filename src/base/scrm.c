/*
 * scrm.c - the module's entry
 */
#include "postgres.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "base/cache.h"
#include "base/compat.h"
#include "base/memory.h"
#include "base/progress.h"

PG_MODULE_MAGIC_EXT(.name = "scrm", .version = SCRM_VERSION);

extern PGDLLEXPORT void _PG_init(void);

/*
 * The settings, and nothing else: no hook, no shared memory.
 */
void
_PG_init(void)
{
	progress_init();
	memory_init();
	cache_init();
	MarkGUCPrefixReserved("scrm");
}

/*
 * version() -> text
 */
PGDLLEXPORT PG_FUNCTION_INFO_V1(scrm_version);
Datum
scrm_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(SCRM_VERSION " (PostgreSQL " PG_VERSION
									 ", " SCRM_COMPILER ")"));
}
