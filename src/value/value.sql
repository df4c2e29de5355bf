-- value: purchases, lifetime value
--
-- First what is counted (purchases, clv_stats), then the models of it.

-- purchases ------------------------------------------------------------------

CREATE TYPE purchases;
COMMENT ON TYPE purchases IS
	'One customer''s purchase days, each with the day''s sum of money: EUR{1997-01-01:29.33,1997-01-18:29.73}. [stable]';

CREATE FUNCTION purchases_in(cstring) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_in(cstring) IS
	'Reads the text form of purchases. [stable]';

CREATE FUNCTION purchases_out(purchases) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_purchases_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_out(purchases) IS
	'Writes the text form of purchases. [stable]';

CREATE FUNCTION purchases_recv(internal) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_recv(internal) IS
	'Reads the binary form of purchases, and checks it. [stable]';

CREATE FUNCTION purchases_send(purchases) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_purchases_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_send(purchases) IS
	'Writes the binary form of purchases. [stable]';

CREATE TYPE purchases (
	INPUT = purchases_in,
	OUTPUT = purchases_out,
	RECEIVE = purchases_recv,
	SEND = purchases_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);

-- Equal purchases have equal bytes, so the server's comparison of bytes will do.

CREATE FUNCTION purchases_eq(a purchases, b purchases) RETURNS boolean
	AS 'byteaeq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_eq(purchases, purchases) IS
	'Whether both hold the same days, amounts, scale and currency. [stable]';

CREATE FUNCTION purchases_ne(a purchases, b purchases) RETURNS boolean
	AS 'byteane' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_ne(purchases, purchases) IS
	'Whether the two differ in a day, an amount, scale or currency. [stable]';

CREATE FUNCTION purchases_lt(a purchases, b purchases) RETURNS boolean
	AS 'bytealt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_lt(purchases, purchases) IS
	'Whether a sorts before b, in an order of no meaning that indexes need. [stable]';

CREATE FUNCTION purchases_le(a purchases, b purchases) RETURNS boolean
	AS 'byteale' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_le(purchases, purchases) IS
	'Whether a sorts before b or equals it. [stable]';

CREATE FUNCTION purchases_gt(a purchases, b purchases) RETURNS boolean
	AS 'byteagt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_gt(purchases, purchases) IS
	'Whether a sorts after b. [stable]';

CREATE FUNCTION purchases_ge(a purchases, b purchases) RETURNS boolean
	AS 'byteage' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_ge(purchases, purchases) IS
	'Whether a sorts after b or equals it. [stable]';

CREATE FUNCTION purchases_cmp(a purchases, b purchases) RETURNS int
	AS 'byteacmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_cmp(purchases, purchases) IS
	'Order of two purchases, for indexes: negative, 0 or positive. [stable]';

CREATE FUNCTION purchases_hash(purchases) RETURNS int
	AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_hash(purchases) IS
	'Hash of purchases, for joins and grouping. [stable]';

CREATE FUNCTION purchases_hash_extended(purchases, seed bigint) RETURNS bigint
	AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_hash_extended(purchases, bigint) IS
	'Hash of purchases with a seed, for partitioning. [stable]';

CREATE OPERATOR = (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (purchases, purchases) IS
	'Whether both hold the same days, amounts, scale and currency. [stable]';

CREATE OPERATOR <> (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (purchases, purchases) IS
	'Whether the two differ in a day, an amount, scale or currency. [stable]';

CREATE OPERATOR < (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (purchases, purchases) IS
	'Whether a sorts before b, in an order of no meaning that indexes need. [stable]';

CREATE OPERATOR <= (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (purchases, purchases) IS
	'Whether a sorts before b or equals it. [stable]';

CREATE OPERATOR > (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (purchases, purchases) IS
	'Whether a sorts after b. [stable]';

CREATE OPERATOR >= (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (purchases, purchases) IS
	'Whether a sorts after b or equals it. [stable]';

CREATE OPERATOR CLASS purchases_ops DEFAULT FOR TYPE purchases USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 purchases_cmp(purchases, purchases);
COMMENT ON OPERATOR CLASS purchases_ops USING btree IS
	'Sorts purchases, for DISTINCT, GROUP BY and unique indexes. [stable]';
COMMENT ON OPERATOR FAMILY purchases_ops USING btree IS
	'Sorts purchases, for DISTINCT, GROUP BY and unique indexes. [stable]';

CREATE OPERATOR CLASS purchases_ops DEFAULT FOR TYPE purchases USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 purchases_hash(purchases),
	FUNCTION 2 purchases_hash_extended(purchases, bigint);
COMMENT ON OPERATOR CLASS purchases_ops USING hash IS
	'Hashes purchases, for joins and grouping. [stable]';
COMMENT ON OPERATOR FAMILY purchases_ops USING hash IS
	'Hashes purchases, for joins and grouping. [stable]';

-- Collecting.  The day of a moment depends on the time zone: the session's
-- (STABLE) or a named one.

CREATE FUNCTION purchases_add(state purchases, ts timestamptz) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_ts'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, timestamptz) IS
	'Adds an order, for purchases_agg(timestamptz). [stable]';

CREATE FUNCTION purchases_add(state purchases, ts timestamptz, amount numeric) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_ts'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, timestamptz, numeric) IS
	'Adds an order, for purchases_agg(timestamptz, numeric). [stable]';

CREATE FUNCTION purchases_add(state purchases, ts timestamptz, amount numeric, zone text) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_ts'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, timestamptz, numeric, text) IS
	'Adds an order, for purchases_agg(timestamptz, numeric, text). [stable]';

CREATE FUNCTION purchases_add(state purchases, ts timestamptz, amount numeric, zone text, currency text) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_ts'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, timestamptz, numeric, text, text) IS
	'Adds an order, for purchases_agg(timestamptz, numeric, text, text). [stable]';

CREATE FUNCTION purchases_add(state purchases, day date) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_day'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, date) IS
	'Adds an order, for purchases_agg(date). [stable]';

CREATE FUNCTION purchases_add(state purchases, day date, amount numeric) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_day'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, date, numeric) IS
	'Adds an order, for purchases_agg(date, numeric). [stable]';

CREATE FUNCTION purchases_add(state purchases, day date, amount numeric, currency text) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_add_day'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_add(purchases, date, numeric, text) IS
	'Adds an order, for purchases_agg(date, numeric, text). [stable]';

CREATE FUNCTION purchases_combine(state purchases, p purchases) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION purchases_combine(purchases, purchases) IS
	'Adds purchases to those collected so far, for purchases_agg and rollup. [stable]';

CREATE FUNCTION purchases_final(state purchases) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchases_final(purchases) IS
	'The value of the purchases collected, for purchases_agg and rollup. [stable]';

CREATE AGGREGATE purchases_agg(ts timestamptz) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz) IS
	'One customer''s purchases, from the moments of orders of unknown amount, on days of the session''s time zone. [stable]';

CREATE AGGREGATE purchases_agg(ts timestamptz, amount numeric) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz, numeric) IS
	'One customer''s purchases, from moments and amounts of orders, on days of the session''s time zone. [stable]';

CREATE AGGREGATE purchases_agg(ts timestamptz, amount numeric, zone text) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz, numeric, text) IS
	'One customer''s purchases, from moments and amounts of orders, on days of the time zone named. [stable]';

CREATE AGGREGATE purchases_agg(ts timestamptz, amount numeric, zone text, currency text) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz, numeric, text, text) IS
	'One customer''s purchases, from moments and amounts of orders in one currency, on days of the time zone named. [stable]';

CREATE AGGREGATE purchases_agg(day date) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(date) IS
	'One customer''s purchases, from the days of orders of unknown amount. [stable]';

CREATE AGGREGATE purchases_agg(day date, amount numeric) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(date, numeric) IS
	'One customer''s purchases, from days and amounts of orders. [stable]';

CREATE AGGREGATE purchases_agg(day date, amount numeric, currency text) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(date, numeric, text) IS
	'One customer''s purchases, from days and amounts of orders in one currency. [stable]';

CREATE AGGREGATE rollup(p purchases) (
	SFUNC = purchases_combine, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(purchases) IS
	'All purchases as one: the same day adds up. [stable]';

CREATE FUNCTION merge(a purchases, b purchases) RETURNS purchases
	AS 'MODULE_PATHNAME', 'scrm_purchases_merge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(purchases, purchases) IS
	'Both purchases as one: the same day adds up. [stable]';

CREATE OPERATOR + (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = merge, COMMUTATOR = +
);
COMMENT ON OPERATOR + (purchases, purchases) IS
	'Both purchases as one: the same day adds up. [stable]';

-- Reading.  Purchases after as_of do not exist.

CREATE FUNCTION purchase_days(p purchases) RETURNS TABLE (day date, amount numeric)
	AS 'MODULE_PATHNAME', 'scrm_purchase_days'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION purchase_days(purchases) IS
	'The days of purchases and returns, with their sums; NULL where the amount is not known. [stable]';

CREATE FUNCTION frequency(p purchases, as_of date = 'infinity') RETURNS bigint
	AS 'MODULE_PATHNAME', 'scrm_frequency'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION frequency(purchases, date) IS
	'Repeat purchases by as_of: purchase days less the first; NULL for who has not bought by then. [stable]';

CREATE FUNCTION recency(p purchases, as_of date = 'infinity', unit interval = '1 week') RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_recency'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION recency(purchases, date, interval) IS
	'Time from the first purchase to the last one by as_of. [stable]';

CREATE FUNCTION customer_age(p purchases, as_of date, unit interval = '1 week') RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_customer_age'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customer_age(purchases, date, interval) IS
	'Time from the first purchase to as_of. [stable]';

CREATE FUNCTION monetary(p purchases, as_of date = 'infinity') RETURNS numeric
	AS 'MODULE_PATHNAME', 'scrm_monetary'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION monetary(purchases, date) IS
	'Mean sum of the repeat purchase days of known amount by as_of: the first day is left out. [stable]';

CREATE FUNCTION total_amount(p purchases, from_day date, to_day date) RETURNS numeric
	AS 'MODULE_PATHNAME', 'scrm_total_amount'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION total_amount(purchases, date, date) IS
	'Money of the days from from_day up to, and without, to_day, returns included. [stable]';

CREATE FUNCTION purchase_count(p purchases, from_day date, to_day date) RETURNS bigint
	AS 'MODULE_PATHNAME', 'scrm_purchase_count'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION purchase_count(purchases, date, date) IS
	'Purchase days from from_day up to, and without, to_day. [stable]';

-- clv_stats ------------------------------------------------------------------

CREATE TYPE clv_stats;
COMMENT ON TYPE clv_stats IS
	'How many customers of a base have which frequency, recency and age: {"unit": "7 days", "as_of": "1997-09-30", "rows": [[2, 30.5, 39, 1]]}. [stable]';

CREATE FUNCTION clv_stats_in(cstring) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_in(cstring) IS
	'Reads the text form of clv_stats. [stable]';

CREATE FUNCTION clv_stats_out(clv_stats) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_out(clv_stats) IS
	'Writes the text form of clv_stats. [stable]';

CREATE FUNCTION clv_stats_recv(internal) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_recv(internal) IS
	'Reads the binary form of clv_stats, and checks it. [stable]';

CREATE FUNCTION clv_stats_send(clv_stats) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_send(clv_stats) IS
	'Writes the binary form of clv_stats. [stable]';

CREATE TYPE clv_stats (
	INPUT = clv_stats_in,
	OUTPUT = clv_stats_out,
	RECEIVE = clv_stats_recv,
	SEND = clv_stats_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);

CREATE FUNCTION clv_stats_add(state clv_stats, p purchases, as_of date) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_add_purchases'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_add(clv_stats, purchases, date) IS
	'Counts a row, for clv_stats_agg(purchases, date). [stable]';

CREATE FUNCTION clv_stats_add(state clv_stats, p purchases, as_of date, unit interval) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_add_purchases'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_add(clv_stats, purchases, date, interval) IS
	'Counts a row, for clv_stats_agg(purchases, date, interval). [stable]';

CREATE FUNCTION clv_stats_add(state clv_stats, frequency bigint, recency float8, age float8) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_add_row'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_add(clv_stats, bigint, float8, float8) IS
	'Counts a row, for clv_stats_agg(bigint, float8, float8). [stable]';

CREATE FUNCTION clv_stats_add(state clv_stats, frequency bigint, recency float8, age float8, customers bigint) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_add_row'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_add(clv_stats, bigint, float8, float8, bigint) IS
	'Counts a row, for clv_stats_agg(bigint, float8, float8, bigint). [stable]';

CREATE FUNCTION clv_stats_combine(state clv_stats, s clv_stats) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_combine(clv_stats, clv_stats) IS
	'Adds statistics to those collected so far, for clv_stats_agg and rollup. [stable]';

CREATE FUNCTION clv_stats_final(state clv_stats) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_stats_final(clv_stats) IS
	'The value of the statistics collected, for clv_stats_agg and rollup. [stable]';

CREATE AGGREGATE clv_stats_agg(p purchases, as_of date) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(purchases, date) IS
	'Statistics of a customer base, from the purchases of customers by as_of, in weeks. [stable]';

CREATE AGGREGATE clv_stats_agg(p purchases, as_of date, unit interval) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(purchases, date, interval) IS
	'Statistics of a customer base, from the purchases of customers by as_of, in units of whole days, weeks, months or years. [stable]';

CREATE AGGREGATE clv_stats_agg(frequency bigint, recency float8, age float8) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(bigint, float8, float8) IS
	'Statistics of a customer base, from one row a customer, in the caller''s unit. [stable]';

CREATE AGGREGATE clv_stats_agg(frequency bigint, recency float8, age float8, customers bigint) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(bigint, float8, float8, bigint) IS
	'Statistics of a customer base, from rows that each count for some customers, in the caller''s unit. [stable]';

CREATE AGGREGATE rollup(s clv_stats) (
	SFUNC = clv_stats_combine, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(clv_stats) IS
	'Statistics of all customers together, of one unit and day. [stable]';

CREATE FUNCTION merge(a clv_stats, b clv_stats) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_clv_stats_merge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(clv_stats, clv_stats) IS
	'Statistics of the customers of both, of one unit and day. [stable]';

CREATE OPERATOR + (
	LEFTARG = clv_stats, RIGHTARG = clv_stats, FUNCTION = merge, COMMUTATOR = +
);
COMMENT ON OPERATOR + (clv_stats, clv_stats) IS
	'Statistics of the customers of both, of one unit and day. [stable]';

CREATE FUNCTION stats_rows(stats clv_stats)
	RETURNS TABLE (frequency bigint, recency float8, age float8, customers bigint)
	AS 'MODULE_PATHNAME', 'scrm_stats_rows'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stats_rows(clv_stats) IS
	'The distinct rows of statistics, and how many customers each stands for. [stable]';

CREATE FUNCTION set_unit(stats clv_stats, unit interval) RETURNS clv_stats
	AS 'MODULE_PATHNAME', 'scrm_set_unit'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION set_unit(clv_stats, interval) IS
	'Names the unit of statistics that were counted without one. [stable]';

