/*
 * account.h - addresses and handles in the form in which they are compared
 */
#ifndef SCRM_ACCOUNT_H
#define SCRM_ACCOUNT_H

#include "core/core.h"

/*
 * Both write the canonical form and return its length, 0 for none; `out` has
 * room for FOLD_GROWTH * len + 64 bytes.  *name_len is the length of the part that
 * somebody chose: of an address what is before the @, where it begins; of a
 * handle its account, where it ends.  A handle without network takes the
 * column's name for it.
 */
extern int	account_email(const char *text, int len, char *out, int *name_len);
extern int	account_handle(const char *column, const char *text, int len, char *out, int *name_len);

#endif							/* SCRM_ACCOUNT_H */
