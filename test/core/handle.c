/*
 * handle.c - what becomes of a profile as people write it
 */
#include "core/handle.h"

#include "check.h"

static const char *
read_handle(const char *text)
{
	static char out[HANDLE_ROOM + 1];
	const char *why = NULL;
	int			n = handle_parse(text, strlen(text), out, &why);

	if (n < 0)
	{
		CHECK(why && why[strlen(why) - 1] == '.');
		return NULL;
	}
	out[n] = '\0';
	return out;
}

/* As the networks' own pages and apps write it, and the form of all. */
static const char *const written[][2] = {
	{"https://twitter.com/Jack/status/20", "x:jack"},
	{"http://www.x.com/jack?lang=en#top", "x:jack"},
	{"https://mobile.twitter.com/Jack/", "x:jack"},
	{"twitter:@JACK", "x:jack"},
	{"x.com/jack", "x:jack"},
	{"https://www.facebook.com/Anna.Rossi", "facebook:annarossi"},
	{"https://it-it.facebook.com/people/Anna-Rossi/100004711", "facebook:100004711"},
	{"https://facebook.com/profile.php?id=100004711&sk=about", "facebook:100004711"},
	{"https://www.instagram.com/Some.One/", "instagram:some.one"},
	{"https://instagram.com/stories/some.one/123", "instagram:some.one"},
	{"ig:@some_one", "instagram:some_one"},
	{"https://www.threads.net/@some.one", "threads:some.one"},
	{"https://www.linkedin.com/in/J%C3%BCrgen-M%C3%BCller-1/", "linkedin:j\xc3\xbcrgen-m\xc3\xbcller-1"},
	{"https://de.linkedin.com/company/ACME/about", "linkedin:company/acme"},
	{"https://www.youtube.com/@Some.Channel/videos", "youtube:@some.channel"},
	{"https://youtube.com/channel/UCabcdefghijKLMNOPQRSTUV", "youtube:UCabcdefghijKLMNOPQRSTUV"},
	{"https://www.youtube.com/c/Channel", "youtube:c/channel"},
	{"https://www.youtube.com/user/Channel", "youtube:user/channel"},
	{"https://www.tiktok.com/@Some.One?lang=it", "tiktok:some.one"},
	{"https://medium.com/@Writer/a-post-1", "medium:writer"},
	{"https://writer.medium.com/a-post", "medium:writer"},
	{"https://old.reddit.com/user/Some-One/comments", "reddit:some-one"},
	{"https://www.reddit.com/u/some_one", "reddit:some_one"},
	{"https://www.pinterest.co.uk/Some_One/", "pinterest:some_one"},
	{"https://github.com/Some-One/repo", "github:some-one"},
	{"12345+Some-One@users.noreply.github.com", "github:some-one"},
	{"@Anna@Example.Social", "mastodon:anna@example.social"},
	{"acct:anna@example.social", "mastodon:anna@example.social"},
	{"https://example.social/@Anna/10001", "mastodon:anna@example.social"},
	{"https://example.social/users/anna", "mastodon:anna@example.social"},
	{"https://bsky.app/profile/Anna.Example.org", "bluesky:anna.example.org"},
	{"at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/1", "bluesky:did:plc:z72i7hdynmk6r22z27h6tvur"},
	{"https://t.me/s/Some_Channel", "telegram:some_channel"},
	{"tg://resolve?domain=some_channel", "telegram:some_channel"},
	{"https://wa.me/390612345678", "whatsapp:+390612345678"},
	{"https://api.whatsapp.com/send?phone=%2B39%2006%2012345678&text=hi", "whatsapp:+390612345678"},
	{"tel:+39 06 1234-5678", "phone:+390612345678"},
	{"mailto:Anna.Rossi+shop@Example.org?subject=x", "email:anna.rossi@example.org"},
	{"A.N.N.A@googlemail.com", "email:anna@gmail.com"},
	{"anna@b\xc3\xbc" "cher.example", "email:anna@xn--bcher-kva.example"},
	{"HTTP://WWW.Example.ORG:8080/Page/?a=1#b", "web:example.org/Page"},
	{"their_network:Anna Rossi", "their_network:Anna Rossi"},
	{"  x:jack \n", "x:jack"},
};

static void
profiles_have_one_form(void)
{
	for (int i = 0; i < lengthof(written); i++)
	{
		const char *handle = read_handle(written[i][0]);

		CHECK(handle != NULL);
		if (handle && strcmp(handle, written[i][1]) != 0)
			printf("# %s is %s, and should be %s\n", written[i][0], handle, written[i][1]);
		CHECK(handle && strcmp(handle, written[i][1]) == 0);
	}
}

/* What has the form already keeps it, and so does the page that it names. */
static void
the_form_is_its_own(void)
{
	char		url[HANDLE_ROOM * 4];

	for (int i = 0; i < lengthof(written); i++)
	{
		const char *form = written[i][1];
		int			len = strlen(form);
		const HandleNetwork *network = handle_network(form, handle_network_len(form, len));
		const char *again = read_handle(form);

		CHECK(again && strcmp(again, form) == 0);
		if (!network)
			continue;
		url[handle_url(network, form, len, url)] = '\0';
		again = read_handle(url);
		if (!again || strcmp(again, form) != 0)
			printf("# %s has the page %s\n", form, url);
		CHECK(again && strcmp(again, form) == 0);
	}
}

static void
what_is_no_profile_is_refused(void)
{
	static const char *const wrong[] = {
		"", " ", "jack", "@jack", "x:", "x:way_too_long_for_an_account", "x:a-b", "https://x.com/", "https://x.com/home", "https://x.com/i/flow/login",
		"https://www.facebook.com/groups/4711", "https://www.instagram.com/p/Cabc/", "https://www.instagram.com/reel/1",
		"https://t.me/joinchat/abc", "https://www.pinterest.com/pin/123/", "https://github.com/features",
		"github:-a", "github:a-", "mailto:anna", "mailto:a..b@example.org", "mailto:@example.org", "tel:12", "tel:1234567890123456",
		"https://www.linkedin.com/in/%FF%FE", "https://www.linkedin.com/feed/", "https://www.youtube.com/watch?v=1",
		"https:///x", "1net:a", "net: ", "mastodon:anna", "bluesky:anna", "acct:anna@"
	};

	for (int i = 0; i < lengthof(wrong); i++)
	{
		const char *handle = read_handle(wrong[i]);

		if (handle)
			printf("# \"%s\" is taken for %s\n", wrong[i], handle);
		CHECK(!handle);
	}
}

/* Where the network is known less must be said. */
static void
accounts_of_a_network(void)
{
	static const char *const accounts[][3] = {
		{"x", "@Jack", "x:jack"}, {"Twitter", "https://x.com/Jack", "x:jack"}, {"instagram", "some.one", "instagram:some.one"},
		{"mastodon", "@Anna@Example.org", "mastodon:anna@example.org"}, {"email", "Anna@Example.org", "email:anna@example.org"},
		{"phone", "+39 06 12345678", "phone:+390612345678"}, {"their", "Anna", "their:Anna"}, {"x", "https://github.com/jack", NULL},
		{"x", "two words", NULL}, {"", "a", NULL}
	};
	char		out[HANDLE_ROOM];

	for (int i = 0; i < lengthof(accounts); i++)
	{
		const char *why;
		int			n = handle_of(accounts[i][0], strlen(accounts[i][0]), accounts[i][1], strlen(accounts[i][1]), out, &why);

		CHECK((n > 0) == (accounts[i][2] != NULL));
		CHECK(n < 0 || (n == strlen(accounts[i][2]) && memcmp(out, accounts[i][2], n) == 0));
	}
}

static void
rules_of_users(void)
{
	static const HandleNetwork vk = {
		"vk", ",", ",vk.com,vk.ru,", ",/A,", "_.", 2, 32, NETWORK_LOWER, ",feed,", "https://vk.com/%s"
	};
	static const char *const accounts[][2] = {
		{"@Anna_R", "vk:anna_r"}, {"https://m.vk.com/Anna_R?w=1", "vk:anna_r"}, {"http://vk.ru/anna_r", "vk:anna_r"},
		{"https://vk.com/feed", NULL}, {"https://x.com/anna", NULL}, {"a", NULL}, {"a b", NULL}
	};

	/* What is written before an account is longer than any. */
	HandleNetwork wordy = vk;
	char	   *page = psprintf("https://vk.com/%0*d", 1900, 7);
	const char *why;
	char		out[HANDLE_ROOM];

	wordy.forms = psprintf(",/A=%0*d/,", 1500, 7);
	for (int i = 0; i < lengthof(accounts); i++)
	{
		int			n = handle_by_rule(&vk, accounts[i][0], strlen(accounts[i][0]), out, &why);

		CHECK((n > 0) == (accounts[i][1] != NULL));
		CHECK(n < 0 || (n == strlen(accounts[i][1]) && memcmp(out, accounts[i][1], n) == 0));
	}
	CHECK(handle_by_rule(&wordy, page, strlen(page), out, &why) < 0);
	CHECK(handle_url(&vk, "vk:anna r", 9, out) == 23 && memcmp(out, "https://vk.com/anna%20r", 23) == 0);
}

static void
texts_name_profiles(void)
{
	static const char text[] = "dad, runner. IG: @some.one, tw @jack; mail Anna.Rossi@example.org (or https://github.com/anna!)\n"
	"note: nothing, 12:30, @nobody, https://x.com/home";
	static const char *const named[] = {"instagram:some.one", "x:jack", "email:anna.rossi@example.org", "github:anna"};
	char		out[HANDLE_ROOM];
	int			at = 0,
				n,
				i = 0;

	while ((n = handle_next(text, sizeof(text) - 1, &at, out)) > 0)
	{
		CHECK(i < lengthof(named) && n == strlen(named[i]) && memcmp(out, named[i], n) == 0);
		i++;
	}
	CHECK(i == lengthof(named) && at == sizeof(text) - 1);
}

int
main(void)
{
	LAW(profiles_have_one_form);
	LAW(the_form_is_its_own);
	LAW(what_is_no_profile_is_refused);
	LAW(accounts_of_a_network);
	LAW(rules_of_users);
	LAW(texts_name_profiles);
	return check_done();
}
