-- customers that are one: merges, and taking them back in any order
SET search_path = public, scrm;
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CALL create_base('crm', '{"currency": "EUR"}');
INSERT INTO crm.customer (display_name, status) SELECT 'customer ' || i, CASE WHEN i % 2 = 0 THEN 'known' ELSE 'prospect' END FROM generate_series(1, 8) i;
INSERT INTO crm.profile (customer_id, network, account) SELECT 1 + i % 8, 'shop', 'account ' || i FROM generate_series(0, 23) i;
CREATE VIEW owns AS SELECT c.customer_id, c.status, c.merged_into, array_agg(p.profile_id ORDER BY p.profile_id) FILTER (WHERE p.profile_id IS NOT NULL) AS profiles
FROM crm.customer c LEFT JOIN crm.profile p USING (customer_id) GROUP BY 1;
CREATE TABLE before AS TABLE owns;

-- Whose profiles are known, network by network; a customer with two in one counts once.
INSERT INTO crm.profile (customer_id, network, account, kind) VALUES (1, 'club', 'anna', 'person'), (NULL, 'club', 'ben', 'person'), (NULL, 'club', 'bot', 'bot');
SELECT * FROM crm.profile_coverage ORDER BY network;
DELETE FROM crm.profile WHERE network = 'club';

-- One is found to be another, which had absorbed a third.
SELECT merge_customers('crm', 2, 1, 'same address');
SELECT merge_customers('crm', 4, 2);
TABLE owns ORDER BY 1 LIMIT 4;
SELECT customer_merge_id, kept, absorbed, profiles, status, reason, by = current_user AS by_me FROM crm.customer_merge ORDER BY 1;
-- The first is taken back first, and the second takes nothing that is not its own.
SELECT unmerge('crm', 1);
TABLE owns ORDER BY 1 LIMIT 4;
SELECT merge_customers('crm', 4, 1);
SELECT unmerge('crm', 2);
TABLE owns ORDER BY 1 LIMIT 4;
SELECT unmerge('crm', 3);
SELECT count(*) FROM ((TABLE owns EXCEPT TABLE before) UNION ALL (TABLE before EXCEPT TABLE owns)) d;
-- Who keeps may be one that was absorbed: it goes with it, and comes back with it.
SELECT merge_customers('crm', 6, 5), merge_customers('crm', 5, 3);
TABLE owns ORDER BY 1 OFFSET 2 LIMIT 4;
SELECT unmerge('crm', 4);
TABLE owns ORDER BY 1 OFFSET 2 LIMIT 4;
SELECT unmerge('crm', 5);

-- Whatever is merged, and in whatever order it is taken back, all is as it was.
DO $$
DECLARE
	m bigint;
	differ bigint;
BEGIN
	PERFORM setseed(0.5);
	FOR round IN 1 .. 60 LOOP
		FOR i IN 1 .. 12 LOOP
			BEGIN
				IF random() < 0.75 THEN
					PERFORM merge_customers('crm', 1 + floor(random() * 8)::bigint, 1 + floor(random() * 8)::bigint);
				ELSE
					PERFORM unmerge('crm', (SELECT customer_merge_id FROM crm.customer_merge WHERE undone_at IS NULL ORDER BY random() LIMIT 1));
				END IF;
			EXCEPTION WHEN invalid_parameter_value THEN
				NULL;	-- they are one already
			END;
		END LOOP;
		IF EXISTS (SELECT FROM crm.profile p JOIN crm.customer c USING (customer_id) WHERE c.status = 'merged') THEN
			RAISE EXCEPTION 'round %: a profile is with a customer that was absorbed', round;
		END IF;
		FOR m IN SELECT customer_merge_id FROM crm.customer_merge WHERE undone_at IS NULL ORDER BY random() LOOP
			PERFORM unmerge('crm', m);
		END LOOP;
		SELECT count(*) INTO differ FROM (TABLE owns EXCEPT TABLE before) d;
		IF differ > 0 THEN
			RAISE EXCEPTION 'round %: % customers are not as they were', round, differ;
		END IF;
	END LOOP;
END $$;

-- Refresh hears of it.
SELECT count(*) > 0 AS noted FROM crm.pending WHERE customer_id IS NOT NULL;

-- What cannot be merged.
SELECT merge_customers('crm', 1, 1);
SELECT merge_customers('crm', 1, 99);
SELECT merge_customers('crm', 99, 1);
SELECT merge_customers('crm', NULL, 1);
SELECT merge_customers('nowhere', 1, 2);
SELECT merge_customers('crm', 1, 2) > 0 AS merged;
SELECT merge_customers('crm', 2, 1);
SELECT merge_customers('crm', 3, 2);
SELECT unmerge('crm', 0);
\set VERBOSITY sqlstate
SELECT unmerge('crm', 1);
\set VERBOSITY default
SELECT unmerge('crm', NULL) IS NULL AS nothing;
UPDATE crm.customer SET status = 'erased' WHERE customer_id = 8;
SELECT merge_customers('crm', 8, 1);
SELECT merge_customers('crm', 1, 8);

DROP VIEW owns;
DROP TABLE before;
DROP SCHEMA crm CASCADE;
