/*
 * purchases_glue.h - purchases as the functions of SQL meet them
 */
#ifndef SCRM_PURCHASES_GLUE_H
#define SCRM_PURCHASES_GLUE_H

#include "postgres.h"
#include "fmgr.h"

#include "core/purchases.h"

#define PURCHASES_TYPE	"purchases"

/* The bytes of a value from its version byte on, of a version we read; an open
 * state is packed. */
extern const uint8 *purchases_bytes(Datum value, Size *len);

/* A reader of a stored value. */
extern void purchases_reader(Datum value, PurchasesReader *reader);

/* After the last purchases_next: an error if the bytes were wrong. */
extern void purchases_done(const PurchasesReader *reader);

/* Adds a value or an open state to *flat, which is new where it is NULL. */
extern void purchases_add_datum(PurchasesFlat **flat, Datum value);

/* The packed value of a state. */
extern Datum purchases_datum(const PurchasesFlat *flat);

/* An error unless all is well. */
extern void purchases_check(PurchasesStatus status, const char *currency, const char *other);

#endif							/* SCRM_PURCHASES_GLUE_H */
