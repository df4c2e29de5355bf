/*
 * handle.c - any bytes as a handle, as an account of a network before the first
 * newline, as an address, and as a running text
 */
#include "fuzz.h"

#include "core/handle.h"

static const HandleNetwork rule = {
	"their", ",", ",their.example,their.*,", ",/u/A,/people/*/A,/id.php?id=A,/c/A=c/,sub,", "_-.", 1, 60,
	NETWORK_LOWER | NETWORK_WORDS | NETWORK_NODOTS, ",feed,", "https://%h.their.example/u/%u?%s%d%"
};

/* What has the form keeps it. */
static void
check_form(const char *handle, int n)
{
	char		again[HANDLE_ROOM];
	char	   *url;
	const char *why;
	const HandleNetwork *network = handle_network(handle, handle_network_len(handle, n));

	REQUIRE(n <= HANDLE_ROOM);
	REQUIRE(handle_parse(handle, n, again, &why) == n && memcmp(again, handle, n) == 0);
	network = network ? network : &rule;
	url = palloc(strlen(network->url) + 40 + 15 * n);
	REQUIRE(handle_url(network, handle, n, url) > 0);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = memcpy(palloc(size), bytes, size);
	const char *newline = memchr(text, '\n', size);
	char		handle[HANDLE_ROOM];
	const char *why;
	int			at = 0;
	int			n = handle_parse(text, size, handle, &why);

	if (n > 0)
		check_form(handle, n);
	n = canonical_email(text, size, handle);
	if (n > 0)
	{
		char		again[HANDLE_ROOM];

		REQUIRE(canonical_email(handle, n, again) == n && memcmp(again, handle, n) == 0);
	}
	handle_by_rule(&rule, text, size, handle, &why);
	if (newline)
	{
		n = handle_of(text, newline - text, newline + 1, text + size - newline - 1, handle, &why);
		if (n > 0)
			check_form(handle, n);
	}
	while ((n = handle_next(text, size, &at, handle)) > 0)
		check_form(handle, n);
}
