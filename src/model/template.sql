-- The tables and views of a base, as create_base makes them.
--
-- One step an object, with its comments.  Names of the base's own objects are
-- unqualified: a step runs with search_path = base, scrm, pg_temp.  What is of
-- the extension is qualified, since the base may have a table of that name.
-- When a table, a column or a trigger comes back to a base, all its customers
-- are noted for refresh.  Kinds of steps:
--
--   table NAME            made where it is missing
--   column TABLE.NAME     a column of one of our types: it goes with DROP
--                         EXTENSION CASCADE, and comes back here
--   index NAME            made where it is missing
--   seed TABLE            first rows, when this run has made the table
--   trigger NAME.TABLE    made where it is missing
--   view NAME             made again when its statement has changed
--
-- Facts are of built-in types, and no CHECK, default or generated column of a
-- fact calls a function of ours: whatever becomes of the extension, they stay.
-- What no timeline and no purchases could hold, or no time zone, is refused by
-- CHECKs of its own, or one such fact would stop every refresh.

-- object: table setting
CREATE TABLE setting (
	name text PRIMARY KEY,
	value jsonb NOT NULL
);
COMMENT ON TABLE setting IS 'What holds for the whole base: one row a setting.';
COMMENT ON COLUMN setting.name IS 'Name of the setting: zone, currency, language, region, as_of, last_day, base.';
COMMENT ON COLUMN setting.value IS 'Its value: a JSON text, number or object.';

-- object: seed setting
INSERT INTO setting VALUES ('zone', '"UTC"');

-- object: table pillar
CREATE TABLE pillar (
	pillar text PRIMARY KEY,
	title text NOT NULL
);
COMMENT ON TABLE pillar IS 'The pillars of CRM that a conversation can belong to.';
COMMENT ON COLUMN pillar.pillar IS 'Short name of the pillar.';
COMMENT ON COLUMN pillar.title IS 'What the pillar is about, for people.';

-- object: seed pillar
INSERT INTO pillar VALUES
	('marketing', 'Marketing: being heard and known'),
	('service', 'Service: help, fixes, answers'),
	('sales', 'Sales: from interest to purchase'),
	('innovation', 'Innovation: ideas from customers');

-- object: table verb
CREATE TABLE verb (
	verb text PRIMARY KEY,
	stage text,
	asks boolean NOT NULL DEFAULT false,
	answers boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE verb IS 'What the verbs of interactions mean; a verb without a row here is kept as it came.';
COMMENT ON COLUMN verb.verb IS 'The verb, in lower case.';
COMMENT ON COLUMN verb.stage IS 'Stage of the customer journey: awareness, interest, purchase, service, loyalty, departure.';
COMMENT ON COLUMN verb.asks IS 'Whether it starts a wait for us.';
COMMENT ON COLUMN verb.answers IS 'Whether it ends a wait.';

-- object: seed verb
INSERT INTO verb (verb, stage, asks, answers) VALUES
	('impression', 'awareness', false, false), ('visit', 'awareness', false, false),
	('click', 'awareness', false, false), ('mention', 'awareness', false, false),
	('post', 'awareness', false, false), ('reach', 'awareness', false, false),
	('download', 'interest', false, false), ('signup', 'interest', false, false),
	('follow', 'interest', false, false), ('join', 'interest', false, false),
	('like', 'interest', false, false), ('lead', 'interest', false, false),
	('quote', 'interest', false, false),
	('buy', 'purchase', false, false),
	('ask', 'service', true, false), ('reply', 'service', false, true),
	('answer', 'service', false, false), ('comment', 'service', false, false),
	('note', 'service', false, false), ('auto_reply', 'service', false, false),
	('review', 'loyalty', false, false), ('rate', 'loyalty', false, false),
	('share', 'loyalty', false, false), ('renew', 'loyalty', false, false),
	('unfollow', 'departure', false, false), ('leave', 'departure', false, false),
	('return', 'departure', false, false), ('cancel', 'departure', false, false);

-- object: table channel
CREATE TABLE channel (
	channel_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text NOT NULL UNIQUE CONSTRAINT channel_name_length CHECK (octet_length(name) <= 255),
	network text NOT NULL,
	family text NOT NULL CHECK (family IN ('social', 'traditional', 'offline')),
	owned boolean NOT NULL DEFAULT false,
	calendar text
);
COMMENT ON TABLE channel IS 'Where people and the company meet; a network not seen before gets a channel of its own.';
COMMENT ON COLUMN channel.channel_id IS 'Key.';
COMMENT ON COLUMN channel.name IS 'Name, as timelines and reports show it.';
COMMENT ON COLUMN channel.network IS 'The network that documents name; where several channels have it, the oldest takes them.';
COMMENT ON COLUMN channel.family IS 'social, traditional or offline.';
COMMENT ON COLUMN channel.owned IS 'Whether the place is the company''s own.';
COMMENT ON COLUMN channel.calendar IS 'Opening hours, as text of a calendar.';

-- object: index channel_network
CREATE INDEX channel_network ON channel (network);

-- object: table company_profile
CREATE TABLE company_profile (
	company_profile_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	network text NOT NULL,
	account text NOT NULL,
	channel_id bigint REFERENCES channel,
	pillar text REFERENCES pillar,
	region text,
	opens_ticket boolean NOT NULL DEFAULT false,
	UNIQUE NULLS NOT DISTINCT (network, account, pillar)
);
COMMENT ON TABLE company_profile IS 'Who we are: the company''s own accounts, one row for each CRM pillar they serve.';
COMMENT ON COLUMN company_profile.company_profile_id IS 'Key.';
COMMENT ON COLUMN company_profile.network IS 'Network of the account, as documents name it.';
COMMENT ON COLUMN company_profile.account IS 'The account, as documents name it.';
COMMENT ON COLUMN company_profile.channel_id IS 'Channel that the account serves.';
COMMENT ON COLUMN company_profile.pillar IS 'CRM pillar that it serves.';
COMMENT ON COLUMN company_profile.region IS 'Region that it serves, ISO 3166.';
COMMENT ON COLUMN company_profile.opens_ticket IS 'Whether what is said to it is a case to be dealt with.';

-- object: table customer
CREATE TABLE customer (
	customer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'organization', 'household')),
	status text NOT NULL DEFAULT 'known' CHECK (status IN ('known', 'prospect', 'merged', 'erased')),
	display_name text,
	given_name text,
	family_name text,
	birth_date date,
	email text,
	phone text,
	street text,
	postal_code text,
	city text,
	region text,
	segment text,
	language text,
	attributes jsonb,
	merged_into bigint REFERENCES customer
);
COMMENT ON TABLE customer IS 'The people and organizations that we deal with; facts hang on their profiles.';
COMMENT ON COLUMN customer.customer_id IS 'Key.';
COMMENT ON COLUMN customer.kind IS 'person, organization or household.';
COMMENT ON COLUMN customer.status IS 'known (has bought), prospect (has spoken to us), merged or erased.';
COMMENT ON COLUMN customer.display_name IS 'Name to show.';
COMMENT ON COLUMN customer.given_name IS 'Given name.';
COMMENT ON COLUMN customer.family_name IS 'Family name.';
COMMENT ON COLUMN customer.birth_date IS 'Date of birth.';
COMMENT ON COLUMN customer.email IS 'Main e-mail address.';
COMMENT ON COLUMN customer.phone IS 'Main phone number.';
COMMENT ON COLUMN customer.street IS 'Street and number.';
COMMENT ON COLUMN customer.postal_code IS 'Postal code.';
COMMENT ON COLUMN customer.city IS 'City.';
COMMENT ON COLUMN customer.region IS 'Region, ISO 3166.';
COMMENT ON COLUMN customer.segment IS 'Segment, as the company names it.';
COMMENT ON COLUMN customer.language IS 'Preferred language.';
COMMENT ON COLUMN customer.attributes IS 'Anything else, by name.';
COMMENT ON COLUMN customer.merged_into IS 'The customer that this one was found to be.';

-- object: table profile
CREATE TABLE profile (
	profile_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	customer_id bigint REFERENCES customer,
	network text NOT NULL,
	account text NOT NULL,
	network_id text,
	display_name text,
	url text,
	bio text,
	language text,
	region text,
	kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'organization', 'bot')),
	followers bigint,
	first_seen timestamptz,
	last_seen timestamptz,
	UNIQUE (network, account),
	UNIQUE (network, network_id)
);
COMMENT ON TABLE profile IS 'Whatever a source knows a person by: a handle, an address, a shop account, a card; every fact hangs on one.';
COMMENT ON COLUMN profile.profile_id IS 'Key.';
COMMENT ON COLUMN profile.customer_id IS 'Whose it is; NULL is a stranger.';
COMMENT ON COLUMN profile.network IS 'The network that knows the account.';
COMMENT ON COLUMN profile.account IS 'The account, as people see it.';
COMMENT ON COLUMN profile.network_id IS 'The network''s own stable number of the account.';
COMMENT ON COLUMN profile.display_name IS 'Name that the account shows.';
COMMENT ON COLUMN profile.url IS 'Page of the account.';
COMMENT ON COLUMN profile.bio IS 'What the account says about itself.';
COMMENT ON COLUMN profile.language IS 'Language of the account.';
COMMENT ON COLUMN profile.region IS 'Region of the account, ISO 3166.';
COMMENT ON COLUMN profile.kind IS 'person, organization or bot.';
COMMENT ON COLUMN profile.followers IS 'Number of followers.';
COMMENT ON COLUMN profile.first_seen IS 'Time of the first thing known from it.';
COMMENT ON COLUMN profile.last_seen IS 'Time of the last thing known from it.';

-- object: index profile_customer
CREATE INDEX profile_customer ON profile (customer_id);

-- object: table customer_merge
CREATE TABLE customer_merge (
	customer_merge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kept bigint NOT NULL REFERENCES customer,
	absorbed bigint NOT NULL REFERENCES customer,
	profiles bigint[] NOT NULL,
	status text NOT NULL,
	reason text,
	at timestamptz NOT NULL DEFAULT now(),
	by text NOT NULL DEFAULT current_user,
	undone_at timestamptz,
	undone_by text,
	CHECK (kept <> absorbed)
);
COMMENT ON TABLE customer_merge IS 'Which customers were found to be one, each time; merge_customers writes it and unmerge takes it back.';
COMMENT ON COLUMN customer_merge.customer_merge_id IS 'Key.';
COMMENT ON COLUMN customer_merge.kept IS 'The customer that goes on.';
COMMENT ON COLUMN customer_merge.absorbed IS 'The one that was found to be the same.';
COMMENT ON COLUMN customer_merge.profiles IS 'Its own profiles at that time, without those of customers that it had absorbed.';
COMMENT ON COLUMN customer_merge.status IS 'Its status before.';
COMMENT ON COLUMN customer_merge.reason IS 'Why, in the words of who merged them.';
COMMENT ON COLUMN customer_merge.at IS 'When.';
COMMENT ON COLUMN customer_merge.by IS 'Who.';
COMMENT ON COLUMN customer_merge.undone_at IS 'When it was taken back; NULL while it holds.';
COMMENT ON COLUMN customer_merge.undone_by IS 'Who took it back.';

-- object: index customer_merge_absorbed
CREATE UNIQUE INDEX customer_merge_absorbed ON customer_merge (absorbed) WHERE undone_at IS NULL;

-- object: index customer_merge_kept
CREATE INDEX customer_merge_kept ON customer_merge (kept) WHERE undone_at IS NULL;

-- object: table document
CREATE TABLE document (
	document_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	source text NOT NULL,
	external_id text NOT NULL,
	shape text NOT NULL,
	received timestamptz NOT NULL DEFAULT now(),
	changed timestamptz,
	status text NOT NULL CHECK (status IN ('mapped', 'unknown', 'failed', 'erased')),
	revision int NOT NULL DEFAULT 1,
	reason text,
	body jsonb,
	UNIQUE (source, external_id)
);
COMMENT ON TABLE document IS 'Every document as it came: the arbiter of what was seen.';
COMMENT ON COLUMN document.document_id IS 'Key.';
COMMENT ON COLUMN document.source IS 'Where it comes from, as named in the call of ingest.';
COMMENT ON COLUMN document.external_id IS 'Its own id, or the SHA-256 of its text; of an id over 1,000 bytes its SHA-256.';
COMMENT ON COLUMN document.shape IS 'The shape it was read by: plain is a mapping.';
COMMENT ON COLUMN document.received IS 'When it first came in.';
COMMENT ON COLUMN document.changed IS 'When it was last changed at its source, as it says.';
COMMENT ON COLUMN document.status IS 'mapped, unknown (no fact found), failed (with a reason) or erased.';
COMMENT ON COLUMN document.revision IS 'How many versions of it have come in.';
COMMENT ON COLUMN document.reason IS 'Why it failed: SQLSTATE and message.';
COMMENT ON COLUMN document.body IS 'The document.';

-- object: table conversation
CREATE TABLE conversation (
	conversation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	source text NOT NULL,
	root text NOT NULL,
	channel_id bigint REFERENCES channel,
	profile_id bigint REFERENCES profile,
	pillar text REFERENCES pillar,
	opened timestamptz,
	last_in timestamptz,
	last_out timestamptz,
	status text NOT NULL DEFAULT 'open',
	UNIQUE (source, root)
);
COMMENT ON TABLE conversation IS 'What belongs together: the thread of a source.';
COMMENT ON COLUMN conversation.conversation_id IS 'Key.';
COMMENT ON COLUMN conversation.source IS 'Where it was held.';
COMMENT ON COLUMN conversation.root IS 'The source''s id of the thread, or of what began it.';
COMMENT ON COLUMN conversation.channel_id IS 'Channel it was held on.';
COMMENT ON COLUMN conversation.profile_id IS 'Who of the others spoke first.';
COMMENT ON COLUMN conversation.pillar IS 'CRM pillar of the company profile that takes part.';
COMMENT ON COLUMN conversation.opened IS 'Time of the first word.';
COMMENT ON COLUMN conversation.last_in IS 'When one of the others last spoke.';
COMMENT ON COLUMN conversation.last_out IS 'When one of ours last spoke.';
COMMENT ON COLUMN conversation.status IS 'Where it stands: open.';

-- object: table interaction
CREATE TABLE interaction (
	interaction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	ts timestamptz NOT NULL CONSTRAINT interaction_ts_in_range CHECK (ts >= '4713-01-01 00:00Z BC' AND ts < '294276-12-30 00:00Z'),
	document_id bigint,
	ordinal int,
	channel_id bigint,
	profile_id bigint,
	company_profile_id bigint,
	agent text CONSTRAINT interaction_agent_length CHECK (octet_length(agent) <= 255),
	direction text NOT NULL CHECK (direction IN ('in', 'out', 'peer', 'internal')),
	verb text NOT NULL CONSTRAINT interaction_verb_length CHECK (octet_length(verb) BETWEEN 1 AND 255),
	direct boolean NOT NULL DEFAULT false,
	conversation_id bigint,
	external_id text,
	in_reply_to text,
	title text,
	body text,
	language text,
	visibility text,
	metrics jsonb,
	edited_at timestamptz,
	deleted_at timestamptz
);
COMMENT ON TABLE interaction IS 'Everything that was said or done on any channel, a row each.';
COMMENT ON COLUMN interaction.interaction_id IS 'Key.';
COMMENT ON COLUMN interaction.ts IS 'When it was said or done.';
COMMENT ON COLUMN interaction.document_id IS 'The document that tells of it.';
COMMENT ON COLUMN interaction.ordinal IS 'Its place in that document.';
COMMENT ON COLUMN interaction.channel_id IS 'Channel it was said on.';
COMMENT ON COLUMN interaction.profile_id IS 'The other party: who spoke, or whom one of ours spoke to.';
COMMENT ON COLUMN interaction.company_profile_id IS 'Our account that spoke or was addressed.';
COMMENT ON COLUMN interaction.agent IS 'Who of ours spoke.';
COMMENT ON COLUMN interaction.direction IS 'in (to us), out (from us), peer (between others) or internal (among ours).';
COMMENT ON COLUMN interaction.verb IS 'What it is: ask, reply, reach, answer, post, note and any other verb.';
COMMENT ON COLUMN interaction.direct IS 'Whether it was addressed to us.';
COMMENT ON COLUMN interaction.conversation_id IS 'The conversation it belongs to.';
COMMENT ON COLUMN interaction.external_id IS 'Its own id at the source, or the document''s and its place there.';
COMMENT ON COLUMN interaction.in_reply_to IS 'Id at the source of what it replies to.';
COMMENT ON COLUMN interaction.title IS 'Subject or title.';
COMMENT ON COLUMN interaction.body IS 'The words, as plain text.';
COMMENT ON COLUMN interaction.language IS 'Language, as the source says.';
COMMENT ON COLUMN interaction.visibility IS 'Who could see it, as the source says.';
COMMENT ON COLUMN interaction.metrics IS 'What else the source says of it, by name.';
COMMENT ON COLUMN interaction.edited_at IS 'When it was last edited, as the source says.';
COMMENT ON COLUMN interaction.deleted_at IS 'When it was found to be gone from its document; its words are gone too, its row counts on.';

-- object: index interaction_profile
CREATE INDEX interaction_profile ON interaction (profile_id, ts);

-- object: index interaction_conversation
CREATE INDEX interaction_conversation ON interaction (conversation_id, ts);

-- object: index interaction_document
CREATE INDEX interaction_document ON interaction (document_id);

-- object: index interaction_ts
CREATE INDEX interaction_ts ON interaction USING brin (ts);

-- object: table purchase
CREATE TABLE purchase (
	purchase_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	profile_id bigint REFERENCES profile,
	ts timestamptz NOT NULL CONSTRAINT purchase_ts_in_range CHECK (ts >= '0001-01-02 00:00Z' AND ts < '9999-12-31 00:00Z'),
	amount numeric CONSTRAINT purchase_amount_exact CHECK (abs(amount) < 1e12 AND scale(trim_scale(amount)) <= 6),
	margin numeric CONSTRAINT purchase_margin_finite CHECK (margin NOT IN ('NaN', 'Infinity', '-Infinity')),
	currency text CONSTRAINT purchase_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
	channel_id bigint,
	conversation_id bigint,
	items jsonb,
	source text,
	external_id text,
	document_id bigint,
	UNIQUE (source, external_id)
);
COMMENT ON TABLE purchase IS 'Every purchase, a row each; a return is one of negative amount.';
COMMENT ON COLUMN purchase.purchase_id IS 'Key.';
COMMENT ON COLUMN purchase.profile_id IS 'Who bought.';
COMMENT ON COLUMN purchase.ts IS 'When.';
COMMENT ON COLUMN purchase.amount IS 'For how much; NULL is not known.';
COMMENT ON COLUMN purchase.margin IS 'What we earned by it.';
COMMENT ON COLUMN purchase.currency IS 'Currency of both, ISO 4217; NULL is the base''s.';
COMMENT ON COLUMN purchase.channel_id IS 'Channel it was bought on.';
COMMENT ON COLUMN purchase.conversation_id IS 'Conversation that led to it.';
COMMENT ON COLUMN purchase.items IS 'What was bought.';
COMMENT ON COLUMN purchase.source IS 'Where the purchase is known from.';
COMMENT ON COLUMN purchase.external_id IS 'Its own id there.';
COMMENT ON COLUMN purchase.document_id IS 'The document that tells of it.';

-- object: index purchase_profile
CREATE INDEX purchase_profile ON purchase (profile_id, ts);

-- object: index purchase_document
CREATE INDEX purchase_document ON purchase (document_id);

-- object: table pending
CREATE TABLE pending (
	profile_id bigint NOT NULL,
	customer_id bigint
);
COMMENT ON TABLE pending IS 'Profiles with new facts, for refresh; derived, no key: a queue.';
COMMENT ON COLUMN pending.profile_id IS 'The profile.';
COMMENT ON COLUMN pending.customer_id IS 'The customer that has lost it.';

-- object: table state
CREATE TABLE state (
	customer_id bigint PRIMARY KEY REFERENCES customer ON DELETE CASCADE,
	revision int NOT NULL DEFAULT 1,
	refreshed_at timestamptz NOT NULL
);
COMMENT ON TABLE state IS 'A customer''s whole history as values; derived, made by refresh.';
COMMENT ON COLUMN state.customer_id IS 'The customer.';
COMMENT ON COLUMN state.revision IS 'How often it was made.';
COMMENT ON COLUMN state.refreshed_at IS 'When it was last made.';

-- object: column state.timeline
ALTER TABLE state ADD COLUMN timeline scrm.timeline;
COMMENT ON COLUMN state.timeline IS 'All events of view event.';

-- object: column state.purchases
ALTER TABLE state ADD COLUMN purchases scrm.purchases;
COMMENT ON COLUMN state.purchases IS 'All purchases in the base''s currency.';

-- object: table model
CREATE TABLE model (
	model_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text NOT NULL,
	version int NOT NULL,
	trained_at timestamptz NOT NULL,
	rows bigint NOT NULL,
	quality jsonb NOT NULL,
	UNIQUE (name, version)
);
COMMENT ON TABLE model IS 'Trained models, a row for each version; derived, made by refresh.';
COMMENT ON COLUMN model.model_id IS 'Key.';
COMMENT ON COLUMN model.name IS 'What it predicts: clv (when people buy) or spend (for how much).';
COMMENT ON COLUMN model.version IS 'A new value is a new version; the highest one is used.';
COMMENT ON COLUMN model.trained_at IS 'When it was trained.';
COMMENT ON COLUMN model.rows IS 'Number of rows that the base had then.';
COMMENT ON COLUMN model.quality IS 'as_of (day), and what is known of its quality, or the reason why there is no model.';

-- object: column model.clv
ALTER TABLE model ADD COLUMN clv scrm.clv_model;
COMMENT ON COLUMN model.clv IS 'The model, for rows of that name.';
DELETE FROM model;

-- object: column model.spend
ALTER TABLE model ADD COLUMN spend scrm.spend_model;
COMMENT ON COLUMN model.spend IS 'The model, for rows of that name.';
DELETE FROM model;

-- object: table figure
CREATE TABLE figure (
	customer_id bigint PRIMARY KEY REFERENCES customer ON DELETE CASCADE,
	profiles bigint,
	networks text,
	preferred_channel text,
	best_hour int,
	first_seen timestamptz,
	last_seen timestamptz,
	interactions bigint,
	asks bigint,
	answered bigint,
	first_response_p50_s float8,
	purchases bigint,
	spent numeric,
	p_alive float8,
	expected_purchases float8,
	clv float8,
	value_decile int,
	as_of date,
	refreshed_at timestamptz,
	state_revision int,
	value_revision int,
	model_version int
);
COMMENT ON TABLE figure IS 'The plain columns of customer_360, a row a customer; derived, made by refresh.';
COMMENT ON COLUMN figure.customer_id IS 'The customer.';
COMMENT ON COLUMN figure.profiles IS 'See customer_360.';
COMMENT ON COLUMN figure.networks IS 'See customer_360.';
COMMENT ON COLUMN figure.preferred_channel IS 'See customer_360.';
COMMENT ON COLUMN figure.best_hour IS 'See customer_360.';
COMMENT ON COLUMN figure.first_seen IS 'See customer_360.';
COMMENT ON COLUMN figure.last_seen IS 'See customer_360.';
COMMENT ON COLUMN figure.interactions IS 'See customer_360.';
COMMENT ON COLUMN figure.asks IS 'See customer_360.';
COMMENT ON COLUMN figure.answered IS 'See customer_360.';
COMMENT ON COLUMN figure.first_response_p50_s IS 'See customer_360.';
COMMENT ON COLUMN figure.purchases IS 'See customer_360.';
COMMENT ON COLUMN figure.spent IS 'See customer_360.';
COMMENT ON COLUMN figure.p_alive IS 'See customer_360.';
COMMENT ON COLUMN figure.expected_purchases IS 'See customer_360.';
COMMENT ON COLUMN figure.clv IS 'See customer_360.';
COMMENT ON COLUMN figure.value_decile IS 'See customer_360.';
COMMENT ON COLUMN figure.as_of IS 'Day as of which the values hold.';
COMMENT ON COLUMN figure.refreshed_at IS 'When the row was last made.';
COMMENT ON COLUMN figure.state_revision IS 'Revision of the state that the counts are from.';
COMMENT ON COLUMN figure.value_revision IS 'Revision of the state that the values are from.';
COMMENT ON COLUMN figure.model_version IS 'Version of the models that the values are from.';

-- object: table progress
CREATE TABLE progress (
	task text PRIMARY KEY,
	state text NOT NULL,
	done bigint NOT NULL,
	total bigint NOT NULL,
	message text
);
COMMENT ON TABLE progress IS 'How far refresh is, or how its last run ended; derived.';
COMMENT ON COLUMN progress.task IS 'The task: state, models, value or figure.';
COMMENT ON COLUMN progress.state IS 'running or done.';
COMMENT ON COLUMN progress.done IS 'Rows done in this run.';
COMMENT ON COLUMN progress.total IS 'Rows to do, as seen when the task began.';
COMMENT ON COLUMN progress.message IS 'What a reader should know: rows left out, a model that could not be trained.';

-- object: trigger interaction_insert.interaction
CREATE TRIGGER interaction_insert AFTER INSERT ON interaction
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending();

-- object: trigger interaction_update.interaction
CREATE TRIGGER interaction_update AFTER UPDATE ON interaction
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending();

-- object: trigger interaction_delete.interaction
CREATE TRIGGER interaction_delete AFTER DELETE ON interaction
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending();

-- object: trigger interaction_truncate.interaction
CREATE TRIGGER interaction_truncate AFTER TRUNCATE ON interaction
	FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_truncated();

-- object: trigger purchase_insert.purchase
CREATE TRIGGER purchase_insert AFTER INSERT ON purchase
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending();

-- object: trigger purchase_update.purchase
CREATE TRIGGER purchase_update AFTER UPDATE ON purchase
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending();

-- object: trigger purchase_delete.purchase
CREATE TRIGGER purchase_delete AFTER DELETE ON purchase
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending();

-- object: trigger purchase_truncate.purchase
CREATE TRIGGER purchase_truncate AFTER TRUNCATE ON purchase
	FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_truncated();

-- object: trigger profile_insert.profile
CREATE TRIGGER profile_insert AFTER INSERT ON profile
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending_profile();

-- object: trigger profile_update.profile
CREATE TRIGGER profile_update AFTER UPDATE ON profile
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending_profile();

-- object: trigger profile_delete.profile
CREATE TRIGGER profile_delete AFTER DELETE ON profile
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_pending_profile();

-- object: trigger profile_truncate.profile
CREATE TRIGGER profile_truncate AFTER TRUNCATE ON profile
	FOR EACH STATEMENT EXECUTE FUNCTION scrm.note_truncated();

-- object: view event
CREATE VIEW event WITH (security_invoker = true) AS
SELECT p.customer_id, i.ts,
	CASE WHEN i.direction = 'peer' AND i.verb IN (SELECT v.verb FROM verb v WHERE v.asks) THEN 'post' ELSE i.verb END AS verb,
	c.name AS channel, i.agent AS actor, NULL::float8 AS value
FROM interaction i
	JOIN profile p ON p.profile_id = i.profile_id
	LEFT JOIN channel c ON c.channel_id = i.channel_id
WHERE p.customer_id IS NOT NULL
UNION ALL
SELECT p.customer_id, b.ts, 'buy', c.name, NULL,
	CASE WHEN b.currency IS NULL OR b.currency = (SELECT s.value #>> '{}' FROM setting s WHERE s.name = 'currency')
		THEN b.amount::float8 END
FROM purchase b
	JOIN profile p ON p.profile_id = b.profile_id
	LEFT JOIN channel c ON c.channel_id = b.channel_id
WHERE p.customer_id IS NOT NULL;
COMMENT ON VIEW event IS
	'What timeline_agg reads: everything known of every customer, whatever the channel [1] "one base" and [3] "the same functions for everything".';
COMMENT ON COLUMN event.customer_id IS 'The customer.';
COMMENT ON COLUMN event.ts IS 'When.';
COMMENT ON COLUMN event.verb IS 'What; an ask between customers is a post here, since it waits for nobody of ours.';
COMMENT ON COLUMN event.channel IS 'Where.';
COMMENT ON COLUMN event.actor IS 'Our agent, or NULL: never a customer''s name.';
COMMENT ON COLUMN event.value IS 'Amount of a purchase in the base''s currency.';

-- object: view customer_360
CREATE VIEW customer_360 WITH (security_invoker = true) AS
SELECT f.customer_id, c.kind, c.region, c.segment, f.profiles, f.networks, f.preferred_channel, f.best_hour,
	f.first_seen, f.last_seen, f.interactions, f.asks, f.answered, f.first_response_p50_s,
	f.purchases, f.spent, f.p_alive, f.expected_purchases, f.clv, f.value_decile, f.refreshed_at,
	coalesce(f.as_of < (SELECT (s.value #>> '{}')::date FROM setting s WHERE s.name = 'last_day'), true) AS stale
FROM figure f JOIN customer c ON c.customer_id = f.customer_id
WHERE c.status IN ('known', 'prospect');
COMMENT ON VIEW customer_360 IS
	'One row for each customer, all channels together: [0] "who are our customers or prospects"; [4] customer lifetime value.';
COMMENT ON COLUMN customer_360.customer_id IS 'The customer; no name, so that analysts may read it.';
COMMENT ON COLUMN customer_360.kind IS 'person, organization or household.';
COMMENT ON COLUMN customer_360.region IS 'Region, ISO 3166.';
COMMENT ON COLUMN customer_360.segment IS 'Segment, as the company names it.';
COMMENT ON COLUMN customer_360.profiles IS 'Number of profiles.';
COMMENT ON COLUMN customer_360.networks IS 'Networks of the profiles, in order of their names.';
COMMENT ON COLUMN customer_360.preferred_channel IS 'Channel that the customer uses most, purchases included.';
COMMENT ON COLUMN customer_360.best_hour IS 'Hour of the day, in the base''s zone, in which the customer speaks most.';
COMMENT ON COLUMN customer_360.first_seen IS 'Time of the first event.';
COMMENT ON COLUMN customer_360.last_seen IS 'Time of the last event.';
COMMENT ON COLUMN customer_360.interactions IS 'Number of interactions, ours with the customer included.';
COMMENT ON COLUMN customer_360.asks IS 'Number of asks to us.';
COMMENT ON COLUMN customer_360.answered IS 'How many of them a person of ours replied to.';
COMMENT ON COLUMN customer_360.first_response_p50_s IS
	'Median seconds from the first ask that waited to the reply that ended the wait, over the answered waits.';
COMMENT ON COLUMN customer_360.purchases IS 'Number of purchases in the base''s currency.';
COMMENT ON COLUMN customer_360.spent IS 'Their sum.';
COMMENT ON COLUMN customer_360.p_alive IS 'Probability that the customer still is one, as of the day in setting as_of.';
COMMENT ON COLUMN customer_360.expected_purchases IS 'Expected days with a purchase in the year after that day.';
COMMENT ON COLUMN customer_360.clv IS 'Expected spending in that year, discounted at 10 % a year.';
COMMENT ON COLUMN customer_360.value_decile IS 'Tenth of the customers by clv, 10 is the best, as the last training drew the bounds.';
COMMENT ON COLUMN customer_360.refreshed_at IS 'When the row was last made.';
COMMENT ON COLUMN customer_360.stale IS 'Whether the values are older than the data''s last day.';

-- object: view profile_coverage
CREATE VIEW profile_coverage WITH (security_invoker = true) AS
SELECT p.network, count(*) AS profiles, count(c.customer_id) AS caught, count(c.customer_id)::float8 / count(*) AS caught_share,
	count(DISTINCT c.customer_id) AS customers,
	count(DISTINCT c.customer_id)::float8 / nullif((SELECT count(*) FROM customer k WHERE k.status IN ('known', 'prospect')), 0) AS customer_share
FROM profile p LEFT JOIN customer c ON c.customer_id = p.customer_id AND c.status IN ('known', 'prospect')
WHERE p.kind <> 'bot'
GROUP BY p.network;
COMMENT ON VIEW profile_coverage IS
	'How many of a network''s profiles are known to be somebody''s, and of how many customers one is known there: coverage per network.';
COMMENT ON COLUMN profile_coverage.network IS 'The network.';
COMMENT ON COLUMN profile_coverage.profiles IS 'Number of profiles in it, bots left out.';
COMMENT ON COLUMN profile_coverage.caught IS 'How many of them are a customer''s.';
COMMENT ON COLUMN profile_coverage.caught_share IS 'Their share.';
COMMENT ON COLUMN profile_coverage.customers IS 'How many customers these are.';
COMMENT ON COLUMN profile_coverage.customer_share IS 'Share of all customers that have a known profile in the network.';
