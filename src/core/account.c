/*
 * account.c - addresses and handles in the form in which they are compared
 */
#include "core/account.h"

#include "core/fold.h"
#include "core/handle.h"

int
account_email(const char *text, int len, char *out, int *name_len)
{
	const char *at;

	len = len > HANDLE_READ ? 0 : canonical_email(text, len, out);
	at = memchr(out, '@', len);
	*name_len = at ? at - out : 0;
	return len;
}

int
account_handle(const char *column, const char *text, int len, char *out, int *name_len)
{
	const char *why;
	int			n = len > HANDLE_READ ? -1 : handle_parse(text, len, out, &why);
	int			network;

	/* A column named after a network holds its accounts. */
	if (n < 0 && len <= HANDLE_READ && handle_network(column, strlen(column)))
		n = handle_of(column, strlen(column), text, len, out, &why);
	if (n < 0)
	{
		static const char none[] = "handle:";

		/* Columns are dirty, and two that are dirty alike are alike. */
		while (len > 0 && (*text == '@' || *text == ' '))
		{
			text++;
			len--;
		}
		memcpy(out, none, sizeof(none) - 1);
		n = fold_name(text, len, out + sizeof(none) - 1);
		*name_len = n;
		return n > 0 ? n + (int) sizeof(none) - 1 : 0;
	}
	network = handle_network_len(out, n);
	*name_len = n - network - 1;
	return n;
}
