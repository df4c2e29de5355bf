/*
 * iso8601.h - instants as documents write them
 */
#ifndef SCRM_ISO8601_H
#define SCRM_ISO8601_H

#include "core/core.h"

#include "datatype/timestamp.h"

typedef enum InstantStatus
{
	INSTANT_OK,
	INSTANT_MALFORMED,			/* no such notation */
	INSTANT_NO_SUCH_DAY,		/* a field out of range, as of February 30 */
	INSTANT_OUT_OF_RANGE		/* past what a timestamp can hold */
} InstantStatus;

extern InstantStatus iso8601_read(const char *text, int length, TimestampTz *instant);
extern InstantStatus epoch_read(double epoch, TimestampTz *instant);

#endif							/* SCRM_ISO8601_H */
