/*
 * progress.c - how far a long call is: setting scrm.progress
 */
#include "base/progress.h"

#include <math.h>

#include "access/parallel.h"
#include "lib/stringinfo.h"
#include "tcop/tcopprot.h"
#include "utils/backend_status.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "base/clock.h"
#include "core/core.h"

/* A second, in milliseconds; that of the tests is shorter. */
#ifndef PROGRESS_SECOND
#define PROGRESS_SECOND	1000.0
#endif
#define ACTIVITY_FIRST	(2 * PROGRESS_SECOND)
#define ACTIVITY_EACH	(1 * PROGRESS_SECOND)
#define NOTICE_EACH		(10 * PROGRESS_SECOND)

/*
 * The clock is read every so many ticks, or more often where a tick takes
 * long, but not where it was read a moment ago.
 */
#define TICKS_MOST		64
#define LOOK_EACH		(PROGRESS_SECOND / 100)

typedef enum ProgressMode
{
	PROGRESS_OFF,
	PROGRESS_NOTICE,
	PROGRESS_ACTIVITY
} ProgressMode;

typedef struct Progress
{
	struct Progress *outer;		/* the call that this one is inside of */
	const char *call;
	const char *unit;
	double		step;			/* when the step began; all in milliseconds */
	double		looked;			/* when the clock was read */
	double		due;			/* when to report */
	int			ticks;			/* from one look at the clock to the next */
	int			left;			/* of them */
	bool		shown;			/* in pg_stat_activity */
	MemoryContextCallback end;
} Progress;

static const struct config_enum_entry modes[] = {
	{"off", PROGRESS_OFF, false},
	{"notice", PROGRESS_NOTICE, false},
	{"activity", PROGRESS_ACTIVITY, false},
	{NULL, 0, false}
};

static int	mode;				/* scrm.progress */
static Progress *running;		/* the innermost call */

static void end_call(void *progress);
static void look(Progress *progress, double done, double total);
static char *describe(const Progress *progress, double done, double total);
static char *count_shows(double count);
static char *time_shows(double seconds);
static void show(const char *text);

void
progress_init(void)
{
	DefineCustomEnumVariable("scrm.progress",
							 "Where long functions tell how far they are.",
							 "off: nowhere; notice: a NOTICE every 10 seconds; activity: before the query in pg_stat_activity.",
							 &mode, PROGRESS_NOTICE, modes, PGC_USERSET, 0,
							 NULL, NULL, NULL);
}

void
progress_begin(const char *call, const char *unit)
{
	Progress   *progress = palloc0(sizeof(Progress));

	progress->outer = running;
	progress->call = call;
	progress->due = clock_ms() + (mode == PROGRESS_ACTIVITY ? ACTIVITY_FIRST : NOTICE_EACH);
	progress->end.func = end_call;
	progress->end.arg = progress;
	running = progress;
	progress_step(unit);
	MemoryContextRegisterResetCallback(CurrentMemoryContext, &progress->end);
}

void
progress_step(const char *unit)
{
	running->unit = unit;
	running->step = running->looked = clock_ms();
	running->ticks = running->left = 1;
}

void
progress_end(void)
{
	end_call(running);
}

/*
 * What TICK calls.
 */
void
progress_tick(double done, double total)
{
	if (running && --running->left <= 0)
		look(running, done, total);
}

/*
 * Ends a call, and those inside of it.  After an error this comes from its
 * memory context; else that comes later, and finds it ended.
 */
static void
end_call(void *progress)
{
	Progress   *call = running;

	while (call && call != progress)
		call = call->outer;
	if (!call)
		return;
	if (running->shown || call->shown)
		show(debug_query_string);
	running = call->outer;
}

static void
look(Progress *progress, double done, double total)
{
	double		time = clock_ms();
	char	   *text;

	if (time - progress->looked < LOOK_EACH)
		progress->ticks = Min(TICKS_MOST, 2 * progress->ticks);
	else
		progress->ticks = Max(1, progress->ticks / 2);
	progress->left = progress->ticks;
	progress->looked = time;
	if (time < progress->due || mode == PROGRESS_OFF || IsParallelWorker())
		return;

	text = describe(progress, done, total);
	if (mode == PROGRESS_NOTICE)
	{
		ereport(NOTICE, (errmsg_internal("%s", text)));
		progress->due = time + NOTICE_EACH;
	}
	else
	{
		char	   *query = psprintf("%s; %.*s", text, pgstat_track_activity_query_size,
									 debug_query_string ? debug_query_string : "");

		show(query);
		pfree(query);
		progress->shown = true;
		progress->due = time + ACTIVITY_EACH;
	}
	pfree(text);
}

/* "match_pairs: 31 % of 12.4 M pairs, 2.1 M/s, 4 s left" */
static char *
describe(const Progress *progress, double done, double total)
{
	double		rate = done / Max(1e-3, (progress->looked - progress->step) / 1000);
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "%s: ", progress->call);
	if (total > 0)
		appendStringInfo(&text, "%.0f %% of %s %s", floor(100 * Min(1, done / total)),
						 count_shows(total), progress->unit);
	else
		appendStringInfo(&text, "%s %s", count_shows(done), progress->unit);
	if (done > 0)
		appendStringInfo(&text, ", %s/s", count_shows(rate));
	if (done > 0 && total >= done)
		appendStringInfo(&text, ", %s left", time_shows((total - done) / rate));
	return text.data;
}

/* 12400000 as "12.4 M" */
static char *
count_shows(double count)
{
	static const char *const units[] = {"", " k", " M", " G", " T"};
	int			unit = 0;

	while (count >= 10000 && unit < lengthof(units) - 1)
	{
		count /= 1000;
		unit++;
	}
	return psprintf("%.*f%s", unit > 0 && count < 100 ? 1 : 0, count, units[unit]);
}

static char *
time_shows(double seconds)
{
	if (seconds < 100)
		return psprintf("%.0f s", seconds);
	if (seconds < 100 * 60)
		return psprintf("%.0f min", seconds / 60);
	return psprintf("%.0f h", seconds / 3600);
}

/*
 * Makes a text the session's query in pg_stat_activity; the query's id stays.
 */
static void
show(const char *text)
{
	uint64		id = pgstat_get_my_query_id();

	pgstat_report_activity(STATE_RUNNING, text);
	pgstat_report_query_id(id, true);
}
