/*
 * handle.h - what the files of the type handle share
 */
#ifndef SCRM_IDENTITY_HANDLE_H
#define SCRM_IDENTITY_HANDLE_H

#include "postgres.h"
#include "fmgr.h"

#include "core/handle.h"

/* A value of the type of bytes in canonical form. */
extern Datum handle_datum(const char *handle, int len);

/* Bytes of the network's name in a value; 22P03 where there is none. */
extern int	handle_network_part(const char *handle, int len);

#endif							/* SCRM_IDENTITY_HANDLE_H */
