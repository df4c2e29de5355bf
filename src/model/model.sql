
-- model: a customer base out of any documents

CREATE FUNCTION activities(document jsonb, mapping jsonb = NULL,
	OUT ordinal int, OUT kind text, OUT external_id text, OUT ts timestamptz, OUT changed timestamptz,
	OUT verb text, OUT network text, OUT actor text, OUT actor_name text, OUT actor_kind text,
	OUT target text, OUT mentions text[], OUT in_reply_to text, OUT thread text, OUT title text,
	OUT body text, OUT language text, OUT visibility text, OUT amount numeric, OUT extra jsonb)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_activities'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 10;
COMMENT ON FUNCTION activities(jsonb, jsonb) IS
	'What a document tells, as facts: who did what to whom and when, by a mapping of columns to JSON paths. [stable]';
