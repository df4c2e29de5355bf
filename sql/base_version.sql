SET search_path = public, scrm;
-- The version of the library is the version of the extension.
SELECT split_part(scrm.version(), ' ', 1) = extversion AS same FROM pg_extension WHERE extname = 'scrm';
SELECT scrm.version() ~ '^[0-9]+\.[0-9]+\.[0-9]+ \(PostgreSQL [0-9].*, .+\)$' AS shape;
