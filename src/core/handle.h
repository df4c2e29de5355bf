/*
 * handle.h - a social profile in the one form in which it is compared
 *
 * People write a profile as the address of a page, as network:account, as
 * @user@host, as an e-mail address, as mailto:, tel:, acct: or at://.  All
 * become "network:account", the account folded by the network's rules, which
 * networks.h has from src/identity/networks.tsv.  A network that is not there
 * is a user's own: its account is taken as it stands.
 *
 * One pass, without memory and without regular expressions.  Hosts are in the
 * form of the DNS: lower case, other letters by punycode (RFC 3492).
 */
#ifndef SCRM_HANDLE_H
#define SCRM_HANDLE_H

#include "core/core.h"

#define HANDLE_READ		2048	/* bytes of a handle as it is written, at most */
#define HANDLE_ROOM		8448	/* bytes of a handle that is read: letters may
								 * grow */

/* Rules of a network. */
enum
{
	NETWORK_LOWER = 1,
	NETWORK_NODOTS = 2,			/* dots do not count */
	NETWORK_WORDS = 4,			/* letters of any script, percent-decoded */
	NETWORK_UCID = 8,			/* UC and 22 signs stay as they are */
	NETWORK_NOHYPHENEND = 16,
	NETWORK_ATHOST = 32,		/* user@host */
	NETWORK_DOMAIN = 64,		/* the name of a host, or did: */
	NETWORK_DIGITS = 128,
	NETWORK_EMAIL = 256,
	NETWORK_WEB = 512
};

typedef struct HandleNetwork
{
	const char *name;
	const char *aliases;		/* these and what follows: between commas */
	const char *hosts;			/* ".*" at the end: of any country */
	const char *forms;			/* of a path; A is the account */
	const char *signs;			/* beside letters and digits */
	int			least;			/* bytes of an account */
	int			most;
	int			rules;
	const char *reserved;		/* first words of paths that are no accounts */
	const char *url;			/* of the page; %s the account */
} HandleNetwork;

/* The network of that name or alias; NULL if it is none of ours. */
extern const HandleNetwork *handle_network(const char *name, int len);

/*
 * Reads what somebody wrote; the length of the canonical form in `out`, which
 * has HANDLE_ROOM bytes, or -1, with a sentence that tells the rule in *why.
 */
extern int	handle_parse(const char *text, int len, char *out, const char **why);

/* The same where the network is known: an account with or without @, or a URL. */
extern int	handle_of(const char *network, int network_len, const char *text, int len,
					  char *out, const char **why);

/* Bytes of the network's name in a canonical handle. */
static inline int
handle_network_len(const char *handle, int len)
{
	const char *colon = memchr(handle, ':', len);

	return colon ? colon - handle : 0;
}

/*
 * The same by a rule that is none of ours: its lists are between commas, and
 * its form of an account is neither an address nor a page.
 */
extern int	handle_by_rule(const HandleNetwork *network, const char *text, int len, char *out, const char **why);

/*
 * The address of the page of a handle of that network; its length.  `out` has
 * room for the rule's url and, for each % of it, three times the handle.
 */
extern int	handle_url(const HandleNetwork *network, const char *handle, int len, char *out);

/*
 * The canonical e-mail address: lower case, host in the form of the DNS, without
 * +tag; of Gmail without dots.  Its length, 0 where there is no address.
 * `out` has HANDLE_ROOM bytes.
 */
extern int	canonical_email(const char *text, int len, char *out);

/*
 * The next profile that a running text names, from *at on; the length of its
 * canonical form, or 0 at the end.  Moves *at behind it.
 */
extern int	handle_next(const char *text, int len, int *at, char *out);

#endif							/* SCRM_HANDLE_H */
