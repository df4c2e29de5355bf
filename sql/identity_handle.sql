-- handles: social profiles in the one form in which they are compared
SET search_path = public, scrm;

-- However it is written.
SELECT t AS written, t::handle AS handle, handle_network(t::handle) AS network, handle_account(t::handle) AS account, profile_url(t::handle) AS page
FROM unnest('{https://twitter.com/Jack/status/20, @Anna@Example.org, https://it-it.facebook.com/people/Anna-Rossi/100004711,
	https://www.linkedin.com/in/J%C3%BCrgen, linkedin:company/ACME, https://youtube.com/channel/UCabcdefghijKLMNOPQRSTUV, mailto:A.Rossi+shop@googlemail.com,
	tel:+39 06 1234-5678, https://wa.me/390612345678, https://bsky.app/profile/Anna.Example.org, HTTP://WWW.Example.ORG:8080/Page/?a=1, their_network:Anna Rossi}'::text[]) t;

-- What is none is told, with the rule.
SELECT '@jack'::handle;
SELECT ''::handle;
SELECT 'https://www.instagram.com/p/Cabc/'::handle;
SELECT 'x:way_too_long_for_an_account'::handle;
SELECT 'https://www.linkedin.com/in/%FF'::handle;
SELECT repeat('a', 3000)::handle;
SELECT NULL::handle IS NULL AS none;

-- Where the network is known.
SELECT handle('x', '@Jack'), handle('Twitter', 'https://x.com/Jack'), handle('mastodon', '@Anna@Example.org'), handle('their', 'Anna');
SELECT handle('x', 'https://github.com/jack');
SELECT handle('x', 'two words');
SELECT handle('', 'a');
SELECT handle(NULL, 'a') IS NULL AS none;

-- Equal profiles are equal; the order is by network, then by account.
SELECT 'https://x.com/jack'::handle = 'twitter:@JACK' AS same, handle_hash('https://x.com/jack') = handle_hash('tw:jack') AS same_hash,
	handle_hash_extended('x:jack', 1) = handle_hash_extended('x:jack', 2) AS seed_is_nothing;
CREATE TABLE profile (h handle);
INSERT INTO profile VALUES ('x2:a'), ('x:b'), ('x:a'), ('xing:a'), ('x:ab'), ('email:z@example.org'), ('https://x.com/A');
SELECT h FROM profile ORDER BY h;
SELECT h, count(*) FROM profile GROUP BY h HAVING count(*) > 1;
SELECT bool_and((a.h < b.h) = (handle_cmp(a.h, b.h) < 0) AND (a.h <= b.h) = NOT (a.h > b.h) AND (a.h >= b.h) = NOT (a.h < b.h)
	AND (a.h = b.h) = (a.h::text = b.h::text) AND (a.h <> b.h) = NOT (a.h = b.h)
	AND (a.h < b.h) = ((handle_network(a.h) COLLATE "C", handle_account(a.h) COLLATE "C") < (handle_network(b.h) COLLATE "C", handle_account(b.h) COLLATE "C"))) AS law
FROM profile a, profile b;
CREATE INDEX ON profile (h);
CREATE INDEX ON profile USING hash (h);
SET enable_seqscan = off;
SELECT count(*) FROM profile WHERE h = 'https://x.com/a';
SELECT count(*) FROM profile a JOIN profile b USING (h);
RESET enable_seqscan;
SELECT bool_and(h = h::text::handle) AS text_and_back FROM profile;
CREATE TABLE plain (t text);
INSERT INTO plain SELECT h FROM profile ORDER BY h LIMIT 1;
TABLE plain;

SELECT handle_send('x:jack');

-- What a bio says.
SELECT h FROM handles('dad, runner. IG: @some.one, tw @jack, again https://www.instagram.com/Some.One; mail Anna.Rossi@example.org (or https://github.com/anna!)
note: nothing, 12:30, @nobody, https://x.com/home') h;
SELECT count(*) FROM handles('');
SELECT count(*) FROM handles(NULL);
SELECT count(*), count(DISTINCT h) FROM handles((SELECT string_agg('https://x.com/u' || i % 20000, ' ') FROM generate_series(1, 40000) i)) h;

-- Addresses.
SELECT a, canonical_email(a) FROM unnest('{Anna.Rossi@Example.org, <a.n.n.a+list@googlemail.com>, anna@bücher.example, anna, @example.org, a..b@example.org, ""}'::text[]) a;
SELECT canonical_email(repeat('a', 2000) || '@example.org') IS NULL AS too_long;

-- A network that scrm does not know.
INSERT INTO network_rule (network, aliases, hosts, signs, most, reserved, url) VALUES ('vk', '{vkontakte}', '{vk.com}', '_.', 32, '{feed}', 'https://vk.com/%s');
SELECT handle('vk', '@Anna_R'), handle('VKontakte', 'https://m.vk.com/Anna_R?w=1'), profile_url('vk:anna_r'), profile_url('vk:anna "r"'), profile_url('none:anna') IS NULL AS no_page;
SELECT handle('vk', 'https://vk.com/feed');
SELECT handle('vk', 'a b');
INSERT INTO network_rule (network) VALUES ('VK 2');
INSERT INTO network_rule (network, rules) VALUES ('vk2', '{upper}');
INSERT INTO network_rule (network, least, most) VALUES ('vk2', 5, 4);
DELETE FROM network_rule;

DROP TABLE profile, plain;
