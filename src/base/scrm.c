/*
 * scrm.c - the module's entry
 */
#include "postgres.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "base/compat.h"

PG_MODULE_MAGIC_EXT(.name = "scrm", .version = SCRM_VERSION);

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
