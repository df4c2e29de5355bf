/*
 * purchases_text.h - the text form of purchases
 *
 *		EUR{1997-01-01:29.33,1997-01-18,1997-02-03:-5.00,1997-03-01*:-2.00}
 *
 * The currency, if any, then days with the day's sum, which is left out where
 * it is not known.  A sum under 0 is that of returns alone, unless a * says
 * that something was bought on that day, too.  Amounts have the value's scale.
 */
#ifndef SCRM_PURCHASES_TEXT_H
#define SCRM_PURCHASES_TEXT_H

#include "core/purchases.h"

typedef enum PurchasesTextStatus
{
	PURCHASES_TEXT_OK,
	PURCHASES_TEXT_SYNTAX,		/* *detail says what, *offset where */
	PURCHASES_TEXT_RANGE		/* an amount or a day's sum passes int64 */
} PurchasesTextStatus;

extern char *purchases_to_text(PurchasesReader *reader);
extern PurchasesTextStatus purchases_from_text(const char *text, PurchasesFlat **flat,
											   const char **detail, int *offset);

/* Decimal text of amount / 10^scale, as in the text form; 22 bytes at most. */
#define AMOUNT_TEXT_LEN	24
extern char *amount_to_text(int64 amount, int scale, char *text);
extern bool amount_from_text(const char **text, int64 *amount, int *scale, bool *range);

#endif							/* SCRM_PURCHASES_TEXT_H */
