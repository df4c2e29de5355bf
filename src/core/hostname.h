/*
 * hostname.h - names of hosts in the form of the DNS
 */
#ifndef SCRM_HOSTNAME_H
#define SCRM_HOSTNAME_H

#include "core/core.h"

/*
 * Lower case, and labels with other letters as xn-- and punycode (RFC 3492).
 * Returns the length, at most 253, or 0 where it is no name of a host: it has
 * labels of 1 to 63 letters, digits and inner hyphens with dots between them.
 * `out` has 254 bytes.  Of other scripts the letters of Latin, Greek and
 * Cyrillic are made lower case; all else must be written so.
 */
extern int	hostname_canonical(const char *text, int len, char *out);

/* Punycode of n code points: its length, or -1 beyond `room` bytes. */
extern int	punycode_encode(const uint32 *code, int n, char *out, int room);

#endif							/* SCRM_HOSTNAME_H */
