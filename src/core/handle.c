/*
 * handle.c - a social profile in the one form in which it is compared
 */
#include "core/handle.h"

#include "mb/pg_wchar.h"

#include "core/hostname.h"
#include "core/networks.h"

static const HandleNetwork networks[] = {NETWORKS};

typedef struct Span
{
	const char *text;
	int			len;
} Span;

static int	read_account(const HandleNetwork *network, Span account, char *out, const char **why);

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_one_of(char c, const char *signs)
{
	return c && strchr(signs, c);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static bool
same(Span span, const char *word, int len)
{
	if (span.len != len)
		return false;
	for (int i = 0; i < len; i++)
		if (lower(span.text[i]) != word[i])
			return false;
	return true;
}

static bool
starts(Span span, const char *with)
{
	int			len = strlen(with);

	return span.len >= len && same((Span) {span.text, len}, with, len);
}

static Span
skip(Span span, int bytes)
{
	return (Span) {span.text + bytes, span.len - bytes};
}

/* Whether a word is one of those between commas. */
static bool
is_listed(Span word, const char *list)
{
	const char *end;

	for (const char *at = list + 1; *at; at = end + 1)
	{
		end = strchr(at, ',');
		if (same(word, at, end - at))
			return word.len > 0;
	}
	return false;
}

const HandleNetwork *
handle_network(const char *name, int len)
{
	Span		word = {name, len};

	for (int i = 0; i < lengthof(networks); i++)
		if (same(word, networks[i].name, strlen(networks[i].name)) || is_listed(word, networks[i].aliases))
			return &networks[i];
	return NULL;
}

static const HandleNetwork *
known(const char *name)
{
	return handle_network(name, strlen(name));
}

static int
wrong(const char **why, const char *sentence)
{
	*why = sentence;
	return -1;
}

/* ----------------------------------------------------------------- accounts */

static int
hex(char c)
{
	return is_digit(c) ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

/* Decodes %41; a text that is no longer than before. */
static int
percent_decode(Span span, char *out)
{
	int			n = 0;

	for (int i = 0; i < span.len; i++)
	{
		int			high,
					low;

		if (span.text[i] == '%' && i + 2 < span.len && (high = hex(span.text[i + 1])) >= 0 &&
			(low = hex(span.text[i + 2])) >= 0 && high * 16 + low >= 0x20)
		{
			out[n++] = high * 16 + low;
			i += 2;
		}
		else
			out[n++] = span.text[i];
	}
	return n;
}

/* The host of an address or a profile, behind its @. */
static int
read_user_at_host(const HandleNetwork *network, Span account, char *out, const char **why)
{
	const char *at = memchr(account.text, '@', account.len);
	int			n = 0;
	int			host;
	Span		user;

	if (!at || at == account.text)
		return wrong(why, "An account of this network is user@host.");
	user = (Span) {account.text, (int) (at - account.text)};
	if (user.len > 64)
		return wrong(why, "The user's name has at most 64 bytes.");
	for (int i = 0; i < user.len; i++)
	{
		char		c = user.text[i];

		if (!is_letter(c) && !is_digit(c) && !is_one_of(c, network->signs))
			return wrong(why, "The user's name has letters, digits, and _ . - only.");
		out[n++] = lower(c);
	}
	out[n++] = '@';
	host = hostname_canonical(at + 1, account.text + account.len - at - 1, out + n);
	if (host == 0 || !memchr(out + n, '.', host))
		return wrong(why, "What stands behind the @ is no name of a host.");
	return n + host;
}

static int
read_digits(const HandleNetwork *network, Span account, char *out, const char **why)
{
	int			n = 0;

	out[n++] = '+';
	for (int i = 0; i < account.len; i++)
	{
		char		c = account.text[i];

		if (is_digit(c) && n <= network->most)
			out[n++] = c;
		else if (is_digit(c) || !is_one_of(c, "+-.()/ ") || (c == '+' && i > 0))
			return wrong(why, "A number has 7 to 15 digits, with signs between them.");
	}
	/* 00 before the country is the + of old telephones. */
	while (n > 3 && out[1] == '0' && out[2] == '0')
	{
		memmove(out + 1, out + 3, n - 3);
		n -= 2;
	}
	if (n - 1 < network->least)
		return wrong(why, "A number has 7 to 15 digits, with signs between them.");
	return n;
}

static int
read_domain(Span account, char *out, const char **why)
{
	int			n;

	if (starts(account, "did:"))
	{
		if (account.len > 253 || (!starts(account, "did:plc:") && !starts(account, "did:web:")) || account.len < 9)
			return wrong(why, "An identifier begins with did:plc: or did:web:.");
		for (n = 0; n < account.len; n++)
		{
			if (!is_letter(account.text[n]) && !is_digit(account.text[n]) && !is_one_of(account.text[n], ":.-_%"))
				return wrong(why, "An identifier has letters, digits, and : . - _ only.");
			out[n] = lower(account.text[n]);
		}
		return n;
	}
	n = hostname_canonical(account.text, account.len, out);
	if (n == 0 || !memchr(out, '.', n))
		return wrong(why, "An account of this network is the name of a host, or did:plc:, did:web:.");
	return n;
}

int
canonical_email(const char *text, int len, char *out)
{
	const char *end = text + len;
	const char *at = NULL;
	int			n = 0;
	int			host;
	bool		gmail;

	while (text < end && (*text == ' ' || *text == '\t' || *text == '<'))
		text++;
	while (end > text && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '>'))
		end--;
	for (const char *c = text; c < end; c++)
		if (*c == '@')
			at = c;
	if (!at || at == text || at - text > 64 || end - at > 254)
		return 0;
	for (const char *c = text; c < at; c++)
	{
		if (!is_letter(*c) && !is_digit(*c) && (signed char) *c > 0 && !is_one_of(*c, "!#$%&'*+-/=?^_`{|}~."))
			return 0;
		if (*c == '.' && (c == text || c + 1 == at || is_one_of(c[1], ".+")))
			return 0;
		/* What follows a plus is the owner's own note. */
		if (*c == '+' && c > text)
			break;
		if ((unsigned char) *c < 0x20)
			return 0;
		out[n++] = lower(*c);
	}
	out[n++] = '@';
	host = hostname_canonical(at + 1, end - at - 1, out + n);
	if (host == 0 || !memchr(out + n, '.', host))
		return 0;
	gmail = (host == 9 && memcmp(out + n, "gmail.com", 9) == 0) || (host == 14 && memcmp(out + n, "googlemail.com", 14) == 0);
	if (!gmail)
		return n + host;
	host = 0;
	for (int i = 0; i < n; i++)
		if (out[i] != '.')
			out[host++] = out[i];
	memcpy(out + host, "gmail.com", 9);
	return host + 9;
}

/* host/path of any page. */
static int
read_web(Span account, char *out, const char **why)
{
	int			host = 0,
				n;

	if (starts(account, "https://"))
		account = skip(account, 8);
	else if (starts(account, "http://"))
		account = skip(account, 7);
	while (host < account.len && !is_one_of(account.text[host], "/?#:"))
		host++;
	while (starts((Span) {account.text, host}, "www.") && memchr(account.text + 4, '.', host - 4))
	{
		account = skip(account, 4);
		host -= 4;
	}
	n = hostname_canonical(account.text, host, out);
	if (n == 0 || !memchr(out, '.', n))
		return wrong(why, "A page begins with the name of a host.");
	account = skip(account, host);
	if (account.len > 0 && account.text[0] == ':')
	{
		int			port = 1;

		while (port < account.len && is_digit(account.text[port]))
			port++;
		account = skip(account, port);
		if (account.len > 0 && !is_one_of(account.text[0], "/?#"))
			return wrong(why, "A page begins with the name of a host.");
	}
	for (int i = 0; i < account.len && account.text[i] != '?' && account.text[i] != '#'; i++)
	{
		if ((unsigned char) account.text[i] <= ' ')
			return wrong(why, "The address of a page has no blank.");
		out[n++] = account.text[i];
	}
	while (out[n - 1] == '/')
		n--;
	return n;
}

/* UC and 22 signs: YouTube's own number of a channel. */
static bool
is_channel(Span account)
{
	return account.len == 24 && account.text[0] == 'U' && account.text[1] == 'C';
}

/* Letters, digits and the network's signs; `words`: beyond ASCII, too. */
static int
read_name(const HandleNetwork *network, Span account, char *out, const char **why)
{
	int			n = 0;
	int			written = 0;
	int			rules = network->rules;
	bool		keep = rules & NETWORK_UCID && is_channel(account);
	const char *slash = memchr(account.text, '/', account.len);

	/* company/, c/, user/ and @ are written before the account. */
	if (rules & NETWORK_WORDS && (account.text[0] == '@' || slash))
	{
		Span		before = {account.text, account.text[0] == '@' ? 1 : (int) (slash - account.text) + 1};
		char		form[32] = "=";

		if (before.len > 20)
			return wrong(why, "That is no form of an account of this network.");
		for (int i = 0; i < before.len; i++)
			form[i + 1] = lower(before.text[i]);
		form[before.len + 1] = ',';
		form[before.len + 2] = '\0';
		if (!strstr(network->forms, form))
			return wrong(why, "That is no form of an account of this network.");
		memcpy(out, form + 1, before.len);
		n = before.len;
		account = skip(account, before.len);
		out += n;
	}
	for (int i = 0; i < account.len; i++)
	{
		char		c = account.text[i];

		if (c == '.' && rules & NETWORK_NODOTS)
			continue;
		if (!is_letter(c) && !is_digit(c) && !is_one_of(c, network->signs) && !(rules & NETWORK_WORDS && (c & 0x80)))
			return wrong(why, "An account of this network does not have such signs.");
		out[written++] = keep ? c : lower(c);
	}
	n += written;
	if (written < network->least || written > network->most)
		return wrong(why, "An account of this network is shorter, or longer.");
	if (rules & NETWORK_NOHYPHENEND && (account.text[0] == '-' || account.text[account.len - 1] == '-'))
		return wrong(why, "An account of this network has no hyphen at an end.");
	return n;
}

/* An account of a network that is ours. */
static int
read_account(const HandleNetwork *network, Span account, char *out, const char **why)
{
	int			n;

	if (network->rules & NETWORK_EMAIL)
	{
		n = canonical_email(account.text, account.len, out);
		return n > 0 ? n : wrong(why, "An address is name@host.");
	}
	if (network->rules & NETWORK_WEB)
		return read_web(account, out, why);
	if (network->rules & NETWORK_DIGITS)
		return read_digits(network, account, out, why);
	if (account.len > 1 && account.text[0] == '@' && !strstr(network->forms, "=@,"))
		account = skip(account, 1);
	if (network->rules & NETWORK_ATHOST)
		return read_user_at_host(network, account, out, why);
	if (network->rules & NETWORK_DOMAIN)
		return read_domain(account, out, why);
	if (account.len == 0)
		return wrong(why, "There is no account.");
	return read_name(network, account, out, why);
}

/* network:account */
static int
write_handle(const HandleNetwork *network, Span account, char *out, const char **why)
{
	int			n = strlen(network->name);
	int			len;

	memcpy(out, network->name, n);
	out[n++] = ':';
	len = read_account(network, account, out + n, why);
	return len < 0 ? -1 : n + len;
}

/* --------------------------------------------------------------------- pages */

/* Whether a host is one of a network's, or below one: m., www., it. */
static bool
has_host(const HandleNetwork *network, Span host)
{
	const char *end;

	for (const char *at = network->hosts + 1; *at; at = end + 1)
	{
		int			len;

		end = strchr(at, ',');
		len = end - at;
		if (len > 2 && end[-1] == '*')
		{
			/* pinterest.* : .de, .co.uk, .com.au */
			const char *found = NULL;

			for (int i = 0; i + len - 1 < host.len && !found; i++)
				if ((i == 0 || host.text[i - 1] == '.') && same((Span) {host.text + i, len - 1}, at, len - 1))
					found = host.text + i + len - 1;
			if (found && host.text + host.len - found <= 6)
				return true;
		}
		else if (host.len >= len && same((Span) {host.text + host.len - len, len}, at, len) &&
				 (host.len == len || host.text[host.len - len - 1] == '.'))
			return len > 0;
	}
	return false;
}

/* The value of a parameter of a query string. */
static bool
parameter(Span query, const char *name, Span *value)
{
	int			len = strlen(name);

	for (int i = 0; i + len < query.len; i++)
		if ((i == 0 || query.text[i - 1] == '&') && query.text[i + len] == '=' && same((Span) {query.text + i, len}, name, len))
		{
			int			end = i + len + 1;

			while (end < query.len && query.text[end] != '&')
				end++;
			*value = (Span) {query.text + i + len + 1, end - i - len - 1};
			return value->len > 0;
		}
	return false;
}

/* The next part of a path, which stands before the next slash. */
static Span
next_part(Span *path)
{
	Span		part;
	int			n = 0;

	while (path->len > 0 && path->text[0] == '/')
		*path = skip(*path, 1);
	while (n < path->len && path->text[n] != '/')
		n++;
	part = (Span) {path->text, n};
	*path = skip(*path, n);
	return part;
}

/*
 * Whether a path has a form: /in/A, /@A, /people/ * /A, /company/A=company/.
 * Then *account is what stands for A, with what is written before it.
 */
static bool
has_form(Span form, Span path, Span query, char *buffer, Span *account)
{
	const char *before = memchr(form.text, '=', form.len);
	Span		value;

	/* profile.php?id=A: the only one with a parameter */
	if (before && before[1] == 'A')
	{
		Span		part = next_part(&path);
		const char *mark = memchr(form.text, '?', form.len);

		if (!mark || !same(part, form.text + 1, mark - form.text - 1))
			return false;
		return parameter(query, "id", account);
	}
	if (before)
		form.len = before - form.text;
	for (;;)
	{
		Span		wanted = next_part(&form);
		Span		part = next_part(&path);

		if (wanted.len == 0 || part.len == 0)
			return false;
		if (wanted.text[wanted.len - 1] != 'A')
		{
			if (wanted.text[0] != '*' && !same(part, wanted.text, wanted.len))
				return false;
			continue;
		}
		if (wanted.len == 2 && part.text[0] != wanted.text[0])
			return false;
		value = skip(part, wanted.len - 1);
		break;
	}
	if (!before)
	{
		*account = value;
		return value.len > 0;
	}
	{
		int			len = strcspn(before + 1, ",");

		/* A user's rule may say anything; `buffer` has room for this much. */
		if (len > 64)
			return false;
		memcpy(buffer, before + 1, len);
		memcpy(buffer + len, value.text, value.len);
		*account = (Span) {buffer, len + value.len};
		return value.len > 0;
	}
}

/* The account that the path of a network's page tells. */
static int
read_path(const HandleNetwork *network, Span host, Span path, Span query, char *out, const char **why)
{
	char		buffer[HANDLE_READ + 64];
	char		decoded[HANDLE_READ];
	Span		first;
	Span		account;
	const char *end;

	path = (Span) {decoded, percent_decode(path, decoded)};
	if (pg_encoding_verifymbstr(PG_UTF8, decoded, path.len) != path.len)
		return wrong(why, "That page is no text in UTF-8.");
	first = path;
	first = next_part(&first);
	for (const char *at = network->forms + 1; *at; at = end + 1)
	{
		end = strchr(at, ',');
		if (end - at == 3 && memcmp(at, "sub", 3) == 0)
		{
			/* name.medium.com */
			const char *dot = memchr(host.text, '.', host.len);

			if (dot && memchr(dot + 1, '.', host.text + host.len - dot - 1) && !starts(host, "www."))
				return write_handle(network, (Span) {host.text, (int) (dot - host.text)}, out, why);
			continue;
		}
		if (end - at == 2 && is_listed(first, network->reserved))
			continue;
		if (at[0] == '/' && has_form((Span) {at, (int) (end - at)}, path, query, buffer, &account))
			return write_handle(network, account, out, why);
	}
	return wrong(why, "That page is no profile.");
}

/* host/@user and host/users/user, on any host of the fediverse. */
static bool
is_fediverse(Span host, Span path, char *user_at_host, int *len)
{
	Span		first = next_part(&path);
	Span		user = next_part(&path);

	if (first.len > 1 && first.text[0] == '@')
		user = skip(first, 1);
	else if (!same(first, "users", 5) || user.len == 0)
		return false;
	if (memchr(user.text, '@', user.len) || user.len + host.len + 1 > HANDLE_READ)
		return false;
	memcpy(user_at_host, user.text, user.len);
	user_at_host[user.len] = '@';
	memcpy(user_at_host + user.len + 1, host.text, host.len);
	*len = user.len + 1 + host.len;
	return true;
}

typedef struct Page
{
	Span		host;
	Span		path;
	Span		query;
} Page;

/* host[:port][/path][?query][#fragment] */
static Page
split_page(Span text)
{
	Page		page = {.host = text, .query = {text.text, 0}};
	int			n = 0;

	while (n < text.len && !is_one_of(text.text[n], "/?#:"))
		n++;
	page.host.len = n;
	while (n < text.len && !is_one_of(text.text[n], "/?#"))
		n++;
	page.path = skip(text, n);
	for (int i = 0; i < page.path.len; i++)
		if (page.path.text[i] == '?' || page.path.text[i] == '#')
		{
			if (page.path.text[i] == '?')
				page.query = skip(page.path, i + 1);
			page.path.len = i;
			break;
		}
	for (int i = 0; i < page.query.len; i++)
		if (page.query.text[i] == '#')
			page.query.len = i;
	if (page.host.len > 0 && page.host.text[page.host.len - 1] == '.')
		page.host.len--;
	return page;
}

static int
read_page(Span text, char *out, const char **why)
{
	char		user_at_host[HANDLE_READ + 1];
	Page		page = split_page(text);
	int			n;
	Span		number;

	if (same(page.host, "api.whatsapp.com", 16) && parameter(page.query, "phone", &number))
		return write_handle(known("whatsapp"), (Span) {user_at_host, percent_decode(number, user_at_host)}, out, why);
	for (int i = 0; i < lengthof(networks); i++)
		if (has_host(&networks[i], page.host))
			return read_path(&networks[i], page.host, page.path, page.query, out, why);
	if (starts(page.host, "www.") && page.host.len > 4)
		page.host = skip(page.host, 4);
	if (is_fediverse(page.host, page.path, user_at_host, &n))
	{
		n = write_handle(known("mastodon"), (Span) {user_at_host, n}, out, why);
		if (n > 0)
			return n;
	}
	return write_handle(known("web"), text, out, why);
}

/* --------------------------------------------------------------------- texts */

static Span
trimmed(const char *text, int len)
{
	while (len > 0 && (unsigned char) *text <= ' ')
	{
		text++;
		len--;
	}
	while (len > 0 && (unsigned char) text[len - 1] <= ' ')
		len--;
	return (Span) {text, len};
}

/* Letters, digits, - and _, of which the first is a letter. */
static bool
is_network_name(const char *text, int len)
{
	if (len < 1 || len > 63 || !is_letter(text[0]))
		return false;
	for (int i = 0; i < len; i++)
		if (!is_letter(text[i]) && !is_digit(text[i]) && text[i] != '-' && text[i] != '_')
			return false;
	return true;
}

/* An account of a user's own network, as it stands. */
static int
write_own(const char *network, int network_len, Span account, char *out, const char **why)
{
	int			n = 0;

	if (!is_network_name(network, network_len))
		return wrong(why, "A network's name has at most 63 letters, digits, - and _, the first a letter.");
	if (is_listed((Span) {network, network_len}, ",http,https,mailto,acct,at,tg,"))
		return wrong(why, "That is the beginning of an address, and no network.");
	if (account.len == 0 || account.len > HANDLE_READ - 64)
		return wrong(why, "There is no account, or one of more than 1984 bytes.");
	for (int i = 0; i < account.len; i++)
		if ((unsigned char) account.text[i] < ' ')
			return wrong(why, "An account has no control characters.");
	for (; n < network_len; n++)
		out[n] = lower(network[n]);
	out[n++] = ':';
	memcpy(out + n, account.text, account.len);
	return n + account.len;
}

/* N+name@users.noreply.github.com is an account of GitHub. */
static int
read_address(Span address, char *out, const char **why)
{
	static const char noreply[] = "@users.noreply.github.com";
	int			len = sizeof(noreply) - 1;

	if (address.len > len && same((Span) {address.text + address.len - len, len}, noreply, len))
	{
		const char *plus = memchr(address.text, '+', address.len);

		address.len -= len;
		if (plus && plus < address.text + address.len)
			address = skip(address, plus + 1 - address.text);
		return write_handle(known("github"), address, out, why);
	}
	return write_handle(known("email"), address, out, why);
}

int
handle_parse(const char *text, int len, char *out, const char **why)
{
	Span		span = trimmed(text, len);
	const char *colon;
	const char *at;
	const char *slash;

	if (span.len == 0)
		return wrong(why, "It is empty.");
	if (span.len > HANDLE_READ - 64)
		return wrong(why, "It has more than 1984 bytes.");
	if (starts(span, "https://"))
		return read_page(skip(span, 8), out, why);
	if (starts(span, "http://"))
		return read_page(skip(span, 7), out, why);
	if (starts(span, "mailto:"))
	{
		const char *mark = memchr(span.text, '?', span.len);

		span = skip((Span) {span.text, mark ? (int) (mark - span.text) : span.len}, 7);
		return read_address(span, out, why);
	}
	if (starts(span, "tel:"))
		return write_handle(known("phone"), skip(span, 4), out, why);
	if (starts(span, "acct:"))
		return write_handle(known("mastodon"), skip(span, 5), out, why);
	if (starts(span, "at://"))
	{
		Span		rest = skip(span, 5);

		return write_handle(known("bluesky"), next_part(&rest), out, why);
	}
	if (starts(span, "tg://resolve?"))
	{
		Span		name;

		if (!parameter(skip(span, 13), "domain", &name))
			return wrong(why, "That page is no profile.");
		return write_handle(known("telegram"), name, out, why);
	}
	at = memchr(span.text, '@', span.len);
	colon = memchr(span.text, ':', span.len);
	slash = memchr(span.text, '/', span.len);
	if (colon && (!slash || colon < slash) && is_network_name(span.text, colon - span.text))
		return handle_of(span.text, colon - span.text, colon + 1, span.text + span.len - colon - 1, out, why);
	if (at == span.text)
	{
		if (memchr(at + 1, '@', span.len - 1))
			return write_handle(known("mastodon"), span, out, why);
		if (memchr(at, '.', span.len))
			return write_handle(known("bluesky"), span, out, why);
		return wrong(why, "It does not say of which network.");
	}
	if (at && (!slash || at < slash))
		return read_address(span, out, why);
	if (memchr(span.text, '.', slash ? slash - span.text : span.len))
		return read_page(span, out, why);
	return wrong(why, "It does not say of which network.");
}

int
handle_of(const char *network, int network_len, const char *text, int len, char *out, const char **why)
{
	const HandleNetwork *ours = handle_network(network, network_len);
	Span		account = trimmed(text, len);

	if (account.len > HANDLE_READ - 64)
		return wrong(why, "It has more than 1984 bytes.");
	if (!ours)
		return write_own(network, network_len, account, out, why);
	if (!(ours->rules & NETWORK_WEB) &&
		(starts(account, "https://") || starts(account, "http://") ||
		 (starts(account, "www.") && memchr(account.text, '/', account.len))))
	{
		int			n = handle_parse(account.text, account.len, out, why);
		int			name = strlen(ours->name);

		if (n > 0 && (handle_network_len(out, n) != name || memcmp(out, ours->name, name) != 0))
			return wrong(why, "That page is one of another network.");
		return n;
	}
	return write_handle(ours, account, out, why);
}

int
handle_by_rule(const HandleNetwork *network, const char *text, int len, char *out, const char **why)
{
	Span		account = trimmed(text, len);
	Page		page;

	if (account.len > HANDLE_READ - 64)
		return wrong(why, "It has more than 1984 bytes.");
	if (!starts(account, "https://") && !starts(account, "http://"))
		return write_handle(network, account, out, why);
	page = split_page(skip(account, starts(account, "https://") ? 8 : 7));
	if (!has_host(network, page.host))
		return wrong(why, "That page is one of another network.");
	return read_path(network, page.host, page.path, page.query, out, why);
}

/* Part of an address: what may not stand there is %41. */
static int
put_part(const HandleNetwork *network, Span part, char *out)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *unsafe = network->rules & NETWORK_WEB ? "\"<>\\^`{|}'" : "\"<>\\^`{|}'%?#";
	int			n = 0;

	for (int i = 0; i < part.len; i++)
	{
		unsigned char c = part.text[i];

		if (c > ' ' && c < 0x7F && !is_one_of(c, unsafe))
		{
			out[n++] = c;
			continue;
		}
		out[n++] = '%';
		out[n++] = digits[c >> 4];
		out[n++] = digits[c & 15];
	}
	return n;
}

int
handle_url(const HandleNetwork *network, const char *handle, int len, char *out)
{
	int			name = handle_network_len(handle, len);
	Span		account = {handle + name + 1, len - name - 1};
	const char *at = memchr(account.text, '@', account.len);
	const char *url = network->url;
	int			n = 0;

	/* A company has a page beside those of people; a channel by its number. */
	if (strcmp(network->name, "linkedin") == 0 && memchr(account.text, '/', account.len))
		url = "https://www.linkedin.com/%s";
	else if (strcmp(network->name, "youtube") == 0 && is_channel(account))
		url = "https://www.youtube.com/channel/%s";
	for (const char *c = url; *c; c++)
	{
		Span		part = account;

		if (*c != '%')
		{
			out[n++] = *c;
			continue;
		}
		if (!*++c)
			break;
		if (*c == 'h' && at)
			part = skip(account, at + 1 - account.text);
		else if (*c == 'u' && at)
			part.len = at - account.text;
		else if (*c == 'd' && part.len > 0 && part.text[0] == '+')
			part = skip(part, 1);
		n += put_part(network, part, out + n);
	}
	return n;
}

/* --------------------------------------------------------------- running text */

/* Signs that end a word of a bio, and those that only stand at its end. */
static bool
ends_word(char c)
{
	return (unsigned char) c <= ' ' || is_one_of(c, ",;|()[]<>\"{}");
}

/* A word of a text from *at on, without the marks of a sentence around it. */
static Span
next_word(const char *text, int len, int *at)
{
	int			start = *at;
	int			end;

	while (start < len && ends_word(text[start]))
		start++;
	end = start;
	while (end < len && !ends_word(text[end]))
		end++;
	*at = end;
	while (end > start && is_one_of(text[end - 1], ".:!?'"))
		end--;
	return (Span) {text + start, end - start};
}

int
handle_next(const char *text, int len, int *at, char *out)
{
	const HandleNetwork *named = NULL;

	while (*at < len)
	{
		Span		word = next_word(text, len, at);
		const char *why;
		const char *colon;
		int			n = -1;
		const HandleNetwork *before = named;

		named = NULL;
		if (word.len == 0)
			break;
		/* IG: @a, tw @b: the network stands before the account. */
		if (before && word.text[0] == '@')
			n = write_handle(before, word, out, &why);
		else if ((named = handle_network(word.text, word.len)) != NULL)
			continue;
		else if (word.len <= HANDLE_READ - 64)
		{
			colon = memchr(word.text, ':', word.len);
			/* Of other words with a colon only networks of ours. */
			if (!colon || starts(word, "http") || starts(word, "mailto:") || starts(word, "tel:") || starts(word, "acct:") ||
				starts(word, "at://") || handle_network(word.text, colon - word.text))
				n = handle_parse(word.text, word.len, out, &why);
			/* A page that belongs to no network is a page. */
			if (n > 4 && memcmp(out, "web:", 4) == 0 && !starts(word, "http") && !starts(word, "www."))
				n = -1;
		}
		if (n > 0)
			return n;
		CHECK_FOR_INTERRUPTS();
	}
	*at = len;
	return 0;
}
