/*
 * args.h - reading arguments, with the error text in one place
 *
 * Every reader checks, and reports 22023 with the name and the value.
 */
#ifndef SCRM_ARGS_H
#define SCRM_ARGS_H

#include "postgres.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"

/*
 * Options: one jsonb object of names and values, '{}' by default.  First
 * options_check with all names that the function knows; then a reader for
 * each, which returns `missing` where the option is absent or null.
 */
extern void options_check(Jsonb *options, const char *const *known);
extern bool option_bool(Jsonb *options, const char *name, bool missing);
extern double option_float(Jsonb *options, const char *name, double missing,
						   double low, double high);

/* The same, of a whole number. */
extern int64 option_whole(Jsonb *options, const char *name, int64 missing,
						  int64 low, int64 high);
extern char *option_text(Jsonb *options, const char *name, const char *missing);

/* A list of texts, NULL-terminated; one text alone counts as a list of one. */
extern char **option_texts(Jsonb *options, const char *name, int *n);

/* Index of `value` in the NULL-terminated list `known`; else 22023. */
extern int	choice(const char *what, const char *value, const char *const *known);

/*
 * An interval in microseconds.  A day is 24 hours; months have no length, and
 * neither does an infinite interval.
 */
extern int64 interval_usecs(const char *what, const Interval *interval);

/*
 * For functions that read code points: 0A000 with the encoding where the
 * database is not in UTF-8, unless the text is ASCII, which is the same in all.
 */
extern void utf8_check(const char *text, int len);

#endif							/* SCRM_ARGS_H */
