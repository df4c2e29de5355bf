/*
 * account.c - addresses and handles in the form in which they are compared
 */
#include "core/account.h"

#include <ctype.h>

int
account_email(const char *text, int len, char *out, int *name_len)
{
	int			n = 0;
	char	   *at;
	char	   *plus;

	for (int i = 0; i < len; i++)
		if (!isspace((unsigned char) text[i]))
			out[n++] = tolower((unsigned char) text[i]);
	at = memchr(out, '@', n);
	if (!at)
		return 0;
	*name_len = at - out;
	plus = memchr(out, '+', *name_len);
	if (plus)
	{
		memmove(plus, at, n - (at - out));
		n -= at - plus;
		*name_len = plus - out;
	}
	return n;
}

int
account_handle(const char *column, const char *text, int len, char *out, int *name_len)
{
	int			n = 0;
	char	   *colon;

	for (int i = 0; i < len; i++)
		if (!isspace((unsigned char) text[i]) && text[i] != '@')
			out[n++] = tolower((unsigned char) text[i]);
	colon = memchr(out, ':', n);
	*name_len = colon ? n - (int) (colon + 1 - out) : n;
	return n;
}
