-- timeline: the contact history of a customer over all channels, as one value

CREATE TYPE @extschema@.timeline;

CREATE FUNCTION timeline_in(cstring) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_in(cstring) IS 'Text form to timeline. [stable]';

CREATE FUNCTION timeline_out(timeline) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_timeline_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_out(timeline) IS 'Timeline to text form. [stable]';

CREATE FUNCTION timeline_recv(internal) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_recv(internal) IS
	'Binary form to timeline; every byte is checked. [stable]';

CREATE FUNCTION timeline_send(timeline) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_timeline_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_send(timeline) IS
	'Timeline to binary form, the packed bytes that are compared. [stable]';

CREATE TYPE @extschema@.timeline (
	INPUT = timeline_in,
	OUTPUT = timeline_out,
	RECEIVE = timeline_recv,
	SEND = timeline_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = external
);
COMMENT ON TYPE timeline IS
	'Events (ts, verb, channel, actor, value, seq) in order, some 8 bytes each. [stable]';

-- Comparison: over the packed bytes; equal is what holds the same events.

CREATE FUNCTION timeline_lt(a timeline, b timeline) RETURNS boolean
	AS 'MODULE_PATHNAME', 'scrm_timeline_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_lt(timeline, timeline) IS
	'Whether a sorts before b; operator <. [stable]';

CREATE FUNCTION timeline_le(a timeline, b timeline) RETURNS boolean
	AS 'MODULE_PATHNAME', 'scrm_timeline_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_le(timeline, timeline) IS
	'Whether a sorts before b or holds the same events; operator <=. [stable]';

CREATE FUNCTION timeline_eq(a timeline, b timeline) RETURNS boolean
	AS 'MODULE_PATHNAME', 'scrm_timeline_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_eq(timeline, timeline) IS
	'Whether both hold the same events; operator =. [stable]';

CREATE FUNCTION timeline_ne(a timeline, b timeline) RETURNS boolean
	AS 'MODULE_PATHNAME', 'scrm_timeline_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_ne(timeline, timeline) IS
	'Whether they differ in an event; operator <>. [stable]';

CREATE FUNCTION timeline_ge(a timeline, b timeline) RETURNS boolean
	AS 'MODULE_PATHNAME', 'scrm_timeline_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_ge(timeline, timeline) IS
	'Whether a sorts after b or holds the same events; operator >=. [stable]';

CREATE FUNCTION timeline_gt(a timeline, b timeline) RETURNS boolean
	AS 'MODULE_PATHNAME', 'scrm_timeline_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_gt(timeline, timeline) IS
	'Whether a sorts after b; operator >. [stable]';

CREATE FUNCTION timeline_cmp(a timeline, b timeline) RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_timeline_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_cmp(timeline, timeline) IS
	'-1, 0 or 1 as a sorts before, with or after b, bytewise. [stable]';

CREATE FUNCTION timeline_hash(timeline) RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_timeline_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_hash(timeline) IS 'Hash of the packed bytes. [stable]';

CREATE FUNCTION timeline_hash_extended(timeline, seed bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'scrm_timeline_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_hash_extended(timeline, bigint) IS
	'Hash of the packed bytes, of 64 bits and with a seed. [stable]';

CREATE OPERATOR @extschema@.< (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = timeline_lt,
	COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=),
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (timeline, timeline) IS 'Whether a sorts before b. [stable]';

CREATE OPERATOR @extschema@.<= (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = timeline_le,
	COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>),
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (timeline, timeline) IS 'Whether a sorts before b or holds the same events. [stable]';

CREATE OPERATOR @extschema@.= (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = timeline_eq,
	COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>),
	RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (timeline, timeline) IS 'Whether both hold the same events. [stable]';

CREATE OPERATOR @extschema@.<> (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = timeline_ne,
	COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=),
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (timeline, timeline) IS 'Whether they differ in an event. [stable]';

CREATE OPERATOR @extschema@.>= (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = timeline_ge,
	COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<),
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (timeline, timeline) IS 'Whether a sorts after b or holds the same events. [stable]';

CREATE OPERATOR @extschema@.> (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = timeline_gt,
	COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=),
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (timeline, timeline) IS 'Whether a sorts after b. [stable]';

CREATE OPERATOR FAMILY @extschema@.timeline_ops USING btree;
COMMENT ON OPERATOR FAMILY timeline_ops USING btree IS
	'Order of timelines by their packed bytes. [stable]';
CREATE OPERATOR CLASS @extschema@.timeline_ops DEFAULT FOR TYPE timeline USING btree FAMILY timeline_ops AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 timeline_cmp(timeline, timeline);
COMMENT ON OPERATOR CLASS timeline_ops USING btree IS
	'Order of timelines by their packed bytes, for DISTINCT, ORDER BY and unique indexes. [stable]';

CREATE OPERATOR FAMILY @extschema@.timeline_hash_ops USING hash;
COMMENT ON OPERATOR FAMILY timeline_hash_ops USING hash IS
	'Equality of timelines by their packed bytes. [stable]';
CREATE OPERATOR CLASS @extschema@.timeline_hash_ops DEFAULT FOR TYPE timeline USING hash FAMILY timeline_hash_ops AS
	OPERATOR 1 =,
	FUNCTION 1 timeline_hash(timeline), FUNCTION 2 timeline_hash_extended(timeline, bigint);
COMMENT ON OPERATOR CLASS timeline_hash_ops USING hash IS
	'Equality of timelines by their packed bytes, for GROUP BY and joins. [stable]';

-- Aggregates: none is strict and none has an initial state; see base/state.h.

CREATE FUNCTION timeline_combine(state timeline, other timeline) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_combine(timeline, timeline) IS
	'Adds the events of a part, in aggregates only. [stable]';

CREATE FUNCTION timeline_pack(timeline) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_pack'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_pack(timeline) IS
	'The packed value of the state of an aggregate. [stable]';

CREATE FUNCTION timeline_agg_trans(state timeline, ts timestamptz, verb text) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_agg_trans'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_agg_trans(timeline, timestamptz, text) IS
	'Adds a row of 2 columns, in aggregates only. [stable]';
CREATE AGGREGATE @extschema@.timeline_agg(ts timestamptz, verb text) (
	SFUNC = timeline_agg_trans, STYPE = timeline, SSPACE = 96,
	FINALFUNC = timeline_pack, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = timeline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text) IS
	'Rows (ts, verb) to a timeline; rows with NULL in these are skipped. [stable]';

CREATE FUNCTION timeline_agg_trans(state timeline, ts timestamptz, verb text, channel text) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_agg_trans'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_agg_trans(timeline, timestamptz, text, text) IS
	'Adds a row of 3 columns, in aggregates only. [stable]';
CREATE AGGREGATE @extschema@.timeline_agg(ts timestamptz, verb text, channel text) (
	SFUNC = timeline_agg_trans, STYPE = timeline, SSPACE = 96,
	FINALFUNC = timeline_pack, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = timeline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text, text) IS
	'Rows (ts, verb, channel) to a timeline. [stable]';

CREATE FUNCTION timeline_agg_trans(state timeline, ts timestamptz, verb text, channel text, actor text) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_agg_trans'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_agg_trans(timeline, timestamptz, text, text, text) IS
	'Adds a row of 4 columns, in aggregates only. [stable]';
CREATE AGGREGATE @extschema@.timeline_agg(ts timestamptz, verb text, channel text, actor text) (
	SFUNC = timeline_agg_trans, STYPE = timeline, SSPACE = 96,
	FINALFUNC = timeline_pack, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = timeline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text, text, text) IS
	'Rows (ts, verb, channel, actor) to a timeline. [stable]';

CREATE FUNCTION timeline_agg_trans(state timeline, ts timestamptz, verb text, channel text, actor text, value float8) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_agg_trans'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_agg_trans(timeline, timestamptz, text, text, text, float8) IS
	'Adds a row of 5 columns, in aggregates only. [stable]';
CREATE AGGREGATE @extschema@.timeline_agg(ts timestamptz, verb text, channel text, actor text, value float8) (
	SFUNC = timeline_agg_trans, STYPE = timeline, SSPACE = 96,
	FINALFUNC = timeline_pack, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = timeline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text, text, text, float8) IS
	'Rows (ts, verb, channel, actor, value) to a timeline. [stable]';

CREATE FUNCTION timeline_agg_trans(state timeline, ts timestamptz, verb text, channel text, actor text, value float8, seq bigint) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_agg_trans'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_agg_trans(timeline, timestamptz, text, text, text, float8, bigint) IS
	'Adds a row of 6 columns, in aggregates only. [stable]';
CREATE AGGREGATE @extschema@.timeline_agg(ts timestamptz, verb text, channel text, actor text, value float8, seq bigint) (
	SFUNC = timeline_agg_trans, STYPE = timeline, SSPACE = 96,
	FINALFUNC = timeline_pack, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = timeline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text, text, text, float8, bigint) IS
	'Rows (ts, verb, channel, actor, value, seq) to a timeline; seq orders equal instants. [stable]';

CREATE AGGREGATE @extschema@.rollup(t timeline) (
	SFUNC = timeline_combine, STYPE = timeline, SSPACE = 96,
	FINALFUNC = timeline_pack, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = timeline_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(timeline) IS
	'Timelines to one that holds all their events, repeats too. [stable]';

CREATE FUNCTION merge(a timeline, b timeline) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_timeline_merge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(timeline, timeline) IS
	'The events of both, repeats too; operator +. [stable]';

CREATE OPERATOR @extschema@.+ (
	LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = merge, COMMUTATOR = OPERATOR(@extschema@.+)
);
COMMENT ON OPERATOR + (timeline, timeline) IS 'The events of both, repeats too. [stable]';

-- Readers

CREATE FUNCTION events(t timeline, during tstzrange = NULL,
	OUT ts timestamptz, OUT verb text, OUT channel text, OUT actor text, OUT value float8,
	OUT seq bigint) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_events'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION events(timeline, tstzrange) IS
	'The rows again, in order, of a period or all. [stable]';

CREATE FUNCTION event_count(t timeline, verb text = NULL, channel text = NULL,
	during tstzrange = NULL) RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_event_count'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION event_count(timeline, text, text, tstzrange) IS
	'Number of events, of one verb, one channel, one period where given. [stable]';

CREATE FUNCTION first_at(t timeline, verb text = NULL, channel text = NULL,
	during tstzrange = NULL) RETURNS timestamptz
	AS 'MODULE_PATHNAME', 'scrm_first_at'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION first_at(timeline, text, text, tstzrange) IS
	'Instant of the first such event; NULL where there is none. [stable]';

CREATE FUNCTION last_at(t timeline, verb text = NULL, channel text = NULL,
	during tstzrange = NULL) RETURNS timestamptz
	AS 'MODULE_PATHNAME', 'scrm_last_at'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION last_at(timeline, text, text, tstzrange) IS
	'Instant of the last such event; NULL where there is none. [stable]';

CREATE FUNCTION first_response(t timeline, options jsonb = '{}') RETURNS interval
	AS 'MODULE_PATHNAME', 'scrm_first_response'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION first_response(timeline, jsonb) IS
	'Time from the first ask to its first reply; NULL where there is none. [preview]';

CREATE FUNCTION responses(t timeline, options jsonb = '{}',
	OUT turn int, OUT opening int, OUT asked_at timestamptz, OUT answered_at timestamptz,
	OUT wait interval, OUT asks int, OUT channel text, OUT actor text, OUT outcome text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_responses'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION responses(timeline, jsonb) IS
	'Every wait for a reply: answered, waiting, closed or merged. [preview]';

CREATE FUNCTION sessions(t timeline, gap interval = '30 min',
	OUT session int, OUT started_at timestamptz, OUT ended_at timestamptz, OUT events int,
	OUT channels text[]) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_sessions'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION sessions(timeline, interval) IS
	'Runs of events without a silence longer than gap. [stable]';

CREATE FUNCTION session_count(t timeline, gap interval = '30 min') RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_session_count'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION session_count(timeline, interval) IS
	'Number of runs of events without a silence longer than gap. [stable]';

CREATE FUNCTION strip_actors(t timeline) RETURNS timeline
	AS 'MODULE_PATHNAME', 'scrm_strip_actors'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION strip_actors(timeline) IS
	'The same events without who wrote them: counts and times stay when a person is erased. [stable]';
