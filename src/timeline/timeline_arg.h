/*
 * timeline_arg.h - timelines and periods as arguments, and what goes wrong
 */
#ifndef SCRM_TIMELINE_ARG_H
#define SCRM_TIMELINE_ARG_H

#include "postgres.h"
#include "fmgr.h"
#include "utils/timestamp.h"

#include "base/state.h"
#include "core/timeline_find.h"
#include "core/timeline_write.h"

/* The packed bytes of argument n from the version byte on, of a known version. */
extern const uint8 *timeline_bytes(FunctionCallInfo fcinfo, int n, Size *len);

/* Argument n under a reader. */
extern void timeline_arg(FunctionCallInfo fcinfo, int n, Timeline *timeline);

/* Argument n, a tstzrange; always, where it is NULL. */
extern Period period_arg(FunctionCallInfo fcinfo, int n);

/* Argument n, a text; none, where it is NULL. */
extern Label label_arg(FunctionCallInfo fcinfo, int n);

/* The label as a text; *isnull where there is none. */
extern Datum label_datum(Label label, bool *isnull);

/* b - a in hours and below; 22008 where it is no int64 of microseconds. */
extern Interval *wait_interval(int64 a, int64 b);

/* 22P03 where the cursor has stopped at an error. */
extern void timeline_check(const TimelineCursor *cursor);

/* The state packed; 54000 where it is too large for a value. */
extern void *timeline_packed(const TimelineState *state);

pg_noreturn extern void error_timeline_labels(void);
pg_noreturn extern void error_timeline_large(void);

#endif							/* SCRM_TIMELINE_ARG_H */
