/*
 * memory.c - the bound of one call's memory: setting scrm.memory_limit
 */
#include "base/memory.h"

#include <math.h>

#include "utils/guc.h"

#define MEGABYTE	(1024.0 * 1024.0)

static int	limit_mb;			/* scrm.memory_limit */

static char *size_shows(double bytes);

void
memory_init(void)
{
	DefineCustomIntVariable("scrm.memory_limit",
							"Most memory that one call of a function may take.",
							"A call that would need more fails before it starts. 0 means no limit.",
							&limit_mb, 4096, 0, PG_INT32_MAX, PGC_USERSET, GUC_UNIT_MB,
							NULL, NULL, NULL);
}

double
memory_limit(void)
{
	return limit_mb > 0 ? limit_mb * MEGABYTE : INFINITY;
}

void
memory_announce(const char *what, double bytes)
{
	if (bytes <= memory_limit())
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OUT_OF_MEMORY),
			 errmsg("%s would need %s of memory", what, size_shows(bytes)),
			 errdetail("The setting scrm.memory_limit allows %s.", size_shows(memory_limit())),
			 errhint("Raise it if the machine has that much, as by SET scrm.memory_limit = '%.0fMB', or give fewer rows.",
					 ceil(bytes / MEGABYTE))));
}

/* 5637144576 as "5.2 GB". */
static char *
size_shows(double bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
	int			unit = 0;

	while (bytes >= 1024 && unit < lengthof(units) - 1)
	{
		bytes /= 1024;
		unit++;
	}
	return psprintf("%.*f %s", bytes < 100 && bytes != floor(bytes) ? 1 : 0, bytes, units[unit]);
}
