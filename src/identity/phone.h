/*
 * phone.h - telephone numbers in E.164, where the library that knows them is
 */
#ifndef SCRM_IDENTITY_PHONE_H
#define SCRM_IDENTITY_PHONE_H

#include "postgres.h"

#include "phone/scrm_phone.h"

/* Whether the library is installed. */
extern bool phone_is_there(void);

/*
 * The number in E.164 in `out` (PHONE_ROOM bytes), and its length; 0 where the
 * text is no number.  22023 for an unknown region, 0A000 without the library.
 */
extern int	phone_canonical(const char *text, int len, const char *region, char *out);

#endif							/* SCRM_IDENTITY_PHONE_H */
