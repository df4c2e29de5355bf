/*
 * clock.h - how much time has passed
 */
#ifndef SCRM_CLOCK_H
#define SCRM_CLOCK_H

#include "postgres.h"
#include "portability/instr_time.h"

/* Milliseconds since some moment; nobody sets this clock. */
static inline double
clock_ms(void)
{
	instr_time	time;

	INSTR_TIME_SET_CURRENT(time);
	return INSTR_TIME_GET_MILLISEC(time);
}

#endif							/* SCRM_CLOCK_H */
