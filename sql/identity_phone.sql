-- telephone numbers in E.164; where the library that knows them is not installed this is skipped
SET search_path = public, scrm;
SELECT count(*) > 0 AS there FROM pg_catalog.pg_ls_dir((SELECT setting FROM pg_catalog.pg_config WHERE name = 'PKGLIBDIR')) f WHERE f ~ '^scrm_phone[.]' \gset
\if :there
\else
\echo skipped: scrm_phone is not installed
\q
\endif

-- Examples of libphonenumber's documentation, and a number that Ofcom keeps for dramas.
SELECT phone, region, canonical_phone(phone, region) FROM (VALUES
	('044 668 18 00', 'CH'), ('+41 44 668 1800', 'CH'), ('0041446681800', 'CH'), ('011 41 44 668 18 00', 'US'),
	('020 7946 0018', 'GB'), ('+44 (0)20 7946 0018', 'IT'), ('1-800-FLOWERS', 'US'), ('650.253.0000 ext. 12', 'us'),
	('tel:+1-650-253-0000', 'ZZ'), ('٠٦ ١٢٣٤ ٥٦٧٨', 'IT'), ('06 1234 5678', 'IT'), ('06 1234 5678', 'ZZ'), ('12', 'IT'), ('no number', 'IT'), ('', 'IT')) v(phone, region);
-- What is in the form keeps it.
SELECT bool_and(canonical_phone(e, r) = e) AS law
FROM (VALUES ('020 7946 0018', 'GB'), ('044 668 18 00', 'CH'), ('650-253-0000', 'US')) v(phone, region), canonical_phone(phone, region) e, unnest('{ZZ,IT,US}'::text[]) r;
SELECT canonical_phone(repeat('1', 100000), 'IT') IS NULL AS long, canonical_phone(NULL, 'IT') IS NULL AND canonical_phone('1', NULL) IS NULL AS nothing;
SELECT canonical_phone('06 1234 5678', 'XX');
SELECT canonical_phone('06 1234 5678', '');
SELECT canonical_phone('06 1234 5678', repeat('x', 1000));
SELECT count(canonical_phone('06 1234 ' || 1000 + i, 'IT')) FROM generate_series(0, 8999) i;
