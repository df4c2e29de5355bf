/*
 * scrm_phone.h - what the library scrm_phone offers to scrm
 */
#ifndef SCRM_PHONE_H
#define SCRM_PHONE_H

#define PHONE_ROOM		32		/* bytes of a number in E.164 */

/* What becomes of a text, where it is not the length of a number. */
#define PHONE_NONE		0		/* it is no number */
#define PHONE_REGION	(-1)	/* nobody knows the region */
#define PHONE_MEMORY	(-2)

/*
 * The number in E.164 (ITU-T E.164: + and at most 15 digits) into `out`, which
 * has PHONE_ROOM bytes; its length, or one of the above.  `region` is two
 * letters of ISO 3166, or ZZ, where numbers begin with + and the country.
 */
typedef int (*PhoneCanonical) (const char *text, int len, const char *region, char *out);

#endif							/* SCRM_PHONE_H */
