/*
 * errors.h - what more than one module reports
 *
 * Those that raise an error do not return.
 */
#ifndef SCRM_ERRORS_H
#define SCRM_ERRORS_H

#include "postgres.h"

#include "base/compat.h"

/* 22P03: bytes that no version of ours has written. */
pg_noreturn extern void error_corrupt(const char *type, Size offset, const char *detail);

/* 0A000: written by a later release. */
pg_noreturn extern void error_newer_version(const char *type, int found, int known);

/* 54000: more than one value can hold; the hint says how to split it. */
pg_noreturn extern void error_too_large(const char *type, const char *hint);

#define ERROR_SHOWS		100		/* bytes of a text in a message */

/* A text that somebody gave, as far as a message shows it: no megabytes. */
extern char *error_shows(const char *text);

/* 22023: `value` is no `what`; the hint lists the known ones. */
pg_noreturn extern void error_unknown(const char *what, const char *value,
									  const char *const *known);

#endif							/* SCRM_ERRORS_H */
