-- The files as they are, by SQL alone, into tables of the user's own.
CREATE TABLE raw (document jsonb);
CREATE TABLE line (n bigint GENERATED ALWAYS AS IDENTITY, line text);

-- One JSON object of 40 MB on one line; the csv form with control characters
-- leaves JSON's backslashes alone.
\copy raw FROM 'dataset.json' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')
\copy line (line) FROM 'CDNOW_master.txt' WITH (FORMAT text, HEADER)

CREATE TABLE conversation AS
SELECT key AS id, value AS document FROM raw, jsonb_each(document);
DROP TABLE raw;

CREATE TABLE purchase AS
SELECT n AS line, a[1] AS customer, to_date(a[2], 'YYYYMMDD') AS day, a[4]::numeric AS amount
FROM line, regexp_split_to_array(btrim(line), '\s+') AS a;
DROP TABLE line;
