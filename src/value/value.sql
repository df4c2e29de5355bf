-- value: purchases, lifetime value
--
-- First what is counted (purchases, clv_stats), then the models of it.

-- purchases ------------------------------------------------------------------

CREATE TYPE @extschema@.purchases;
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

CREATE TYPE @extschema@.purchases (
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

CREATE OPERATOR @extschema@.= (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (purchases, purchases) IS
	'Whether both hold the same days, amounts, scale and currency. [stable]';

CREATE OPERATOR @extschema@.<> (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (purchases, purchases) IS
	'Whether the two differ in a day, an amount, scale or currency. [stable]';

CREATE OPERATOR @extschema@.< (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (purchases, purchases) IS
	'Whether a sorts before b, in an order of no meaning that indexes need. [stable]';

CREATE OPERATOR @extschema@.<= (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (purchases, purchases) IS
	'Whether a sorts before b or equals it. [stable]';

CREATE OPERATOR @extschema@.> (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (purchases, purchases) IS
	'Whether a sorts after b. [stable]';

CREATE OPERATOR @extschema@.>= (
	LEFTARG = purchases, RIGHTARG = purchases, FUNCTION = purchases_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (purchases, purchases) IS
	'Whether a sorts after b or equals it. [stable]';

CREATE OPERATOR CLASS @extschema@.purchases_ops DEFAULT FOR TYPE purchases USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 purchases_cmp(purchases, purchases);
COMMENT ON OPERATOR CLASS purchases_ops USING btree IS
	'Sorts purchases, for DISTINCT, GROUP BY and unique indexes. [stable]';
COMMENT ON OPERATOR FAMILY purchases_ops USING btree IS
	'Sorts purchases, for DISTINCT, GROUP BY and unique indexes. [stable]';

CREATE OPERATOR CLASS @extschema@.purchases_ops DEFAULT FOR TYPE purchases USING hash AS
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

CREATE AGGREGATE @extschema@.purchases_agg(ts timestamptz) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz) IS
	'One customer''s purchases, from the moments of orders of unknown amount, on days of the session''s time zone. [stable]';

CREATE AGGREGATE @extschema@.purchases_agg(ts timestamptz, amount numeric) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz, numeric) IS
	'One customer''s purchases, from moments and amounts of orders, on days of the session''s time zone. [stable]';

CREATE AGGREGATE @extschema@.purchases_agg(ts timestamptz, amount numeric, zone text) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz, numeric, text) IS
	'One customer''s purchases, from moments and amounts of orders, on days of the time zone named. [stable]';

CREATE AGGREGATE @extschema@.purchases_agg(ts timestamptz, amount numeric, zone text, currency text) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(timestamptz, numeric, text, text) IS
	'One customer''s purchases, from moments and amounts of orders in one currency, on days of the time zone named. [stable]';

CREATE AGGREGATE @extschema@.purchases_agg(day date) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(date) IS
	'One customer''s purchases, from the days of orders of unknown amount. [stable]';

CREATE AGGREGATE @extschema@.purchases_agg(day date, amount numeric) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(date, numeric) IS
	'One customer''s purchases, from days and amounts of orders. [stable]';

CREATE AGGREGATE @extschema@.purchases_agg(day date, amount numeric, currency text) (
	SFUNC = purchases_add, STYPE = purchases, SSPACE = 128,
	COMBINEFUNC = purchases_combine, FINALFUNC = purchases_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE purchases_agg(date, numeric, text) IS
	'One customer''s purchases, from days and amounts of orders in one currency. [stable]';

CREATE AGGREGATE @extschema@.rollup(p purchases) (
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

CREATE OPERATOR @extschema@.+ (
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

CREATE TYPE @extschema@.clv_stats;
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

CREATE TYPE @extschema@.clv_stats (
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

CREATE AGGREGATE @extschema@.clv_stats_agg(p purchases, as_of date) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(purchases, date) IS
	'Statistics of a customer base, from the purchases of customers by as_of, in weeks. [stable]';

CREATE AGGREGATE @extschema@.clv_stats_agg(p purchases, as_of date, unit interval) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(purchases, date, interval) IS
	'Statistics of a customer base, from the purchases of customers by as_of, in units of whole days, weeks, months or years. [stable]';

CREATE AGGREGATE @extschema@.clv_stats_agg(frequency bigint, recency float8, age float8) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(bigint, float8, float8) IS
	'Statistics of a customer base, from one row a customer, in the caller''s unit. [stable]';

CREATE AGGREGATE @extschema@.clv_stats_agg(frequency bigint, recency float8, age float8, customers bigint) (
	SFUNC = clv_stats_add, STYPE = clv_stats, SSPACE = 168,
	COMBINEFUNC = clv_stats_combine, FINALFUNC = clv_stats_final,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE clv_stats_agg(bigint, float8, float8, bigint) IS
	'Statistics of a customer base, from rows that each count for some customers, in the caller''s unit. [stable]';

CREATE AGGREGATE @extschema@.rollup(s clv_stats) (
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

CREATE OPERATOR @extschema@.+ (
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


-- models ---------------------------------------------------------------------
-- Models of purchases: fitted to clv_stats, or typed by hand.

CREATE TYPE @extschema@.clv_model;

CREATE FUNCTION clv_model_in(cstring) RETURNS clv_model
	AS 'MODULE_PATHNAME', 'scrm_clv_model_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_model_in(cstring) IS
	'Reads the JSON text form of a clv_model. [stable]';

CREATE FUNCTION clv_model_out(clv_model) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_clv_model_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_model_out(clv_model) IS
	'Writes the JSON text form of a clv_model. [stable]';

CREATE FUNCTION clv_model_recv(internal) RETURNS clv_model
	AS 'MODULE_PATHNAME', 'scrm_clv_model_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_model_recv(internal) IS
	'Reads the binary form of a clv_model. [stable]';

CREATE FUNCTION clv_model_send(clv_model) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_clv_model_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clv_model_send(clv_model) IS
	'Writes the binary form of a clv_model. [stable]';

CREATE TYPE @extschema@.clv_model (
	INPUT = clv_model_in,
	OUTPUT = clv_model_out,
	RECEIVE = clv_model_recv,
	SEND = clv_model_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE clv_model IS
	'Fitted model of when customers buy and when they leave, a JSON object of model, unit and parameters. [stable]';

CREATE FUNCTION clv_fit(stats clv_stats, model text DEFAULT 'bg/nbd')
	RETURNS clv_model
	AS 'MODULE_PATHNAME', 'scrm_clv_fit'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION clv_fit(clv_stats, text) IS
	'Fits a purchase model by maximum likelihood, with standard errors. [stable]';

CREATE FUNCTION parameters(m clv_model)
	RETURNS TABLE (name text, value float8, std_error float8)
	AS 'MODULE_PATHNAME', 'scrm_clv_model_parameters'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION parameters(clv_model) IS
	'Parameters of the model, with standard errors where it was fitted. [stable]';

CREATE FUNCTION covariance(m clv_model)
	RETURNS TABLE (a text, b text, value float8)
	AS 'MODULE_PATHNAME', 'scrm_clv_model_covariance'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION covariance(clv_model) IS
	'Covariance of the estimated parameters, a row for each pair. [stable]';

CREATE FUNCTION log_likelihood(m clv_model)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_clv_model_log_likelihood'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_likelihood(clv_model) IS
	'Logarithm of the likelihood that the fit reached, NULL for a typed model. [stable]';

CREATE FUNCTION log_likelihood(m clv_model, stats clv_stats)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_clv_model_log_likelihood_stats'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 100;
COMMENT ON FUNCTION log_likelihood(clv_model, clv_stats) IS
	'Logarithm of the likelihood of any statistics under the model. [stable]';

-- Models of what a purchase is worth.

CREATE TYPE @extschema@.spend_stats;

CREATE FUNCTION spend_stats_in(cstring) RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_in(cstring) IS
	'Reads the JSON text form of a spend_stats. [stable]';

CREATE FUNCTION spend_stats_out(spend_stats) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_out(spend_stats) IS
	'Writes the JSON text form of a spend_stats. [stable]';

CREATE FUNCTION spend_stats_recv(internal) RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_recv(internal) IS
	'Reads the binary form of a spend_stats. [stable]';

CREATE FUNCTION spend_stats_send(spend_stats) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_send(spend_stats) IS
	'Writes the binary form of a spend_stats. [stable]';

CREATE TYPE @extschema@.spend_stats (
	INPUT = spend_stats_in,
	OUTPUT = spend_stats_out,
	RECEIVE = spend_stats_recv,
	SEND = spend_stats_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE spend_stats IS
	'Counted rows of repeat purchases and their mean amount, what a spend model is fitted to. [stable]';

CREATE FUNCTION spend_stats_add(spend_stats, frequency bigint, monetary float8)
	RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_add'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_add(spend_stats, bigint, float8) IS
	'Transition function of spend_stats_agg and spend_fit_agg. [stable]';

CREATE FUNCTION spend_stats_add(spend_stats, p purchases)
	RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_add_purchases'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_add(spend_stats, purchases) IS
	'Transition function of spend_stats_agg and spend_fit_agg. [stable]';

CREATE FUNCTION spend_stats_add(spend_stats, p purchases, as_of date)
	RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_add_purchases'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_add(spend_stats, purchases, date) IS
	'Transition function of spend_stats_agg and spend_fit_agg. [stable]';

CREATE FUNCTION spend_stats_combine(spend_stats, spend_stats)
	RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_combine(spend_stats, spend_stats) IS
	'Combine function of the aggregates over spend_stats. [stable]';

CREATE FUNCTION spend_stats_final(spend_stats)
	RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spend_stats_final(spend_stats) IS
	'Final function of spend_stats_agg and rollup. [stable]';

CREATE FUNCTION merge(a spend_stats, b spend_stats)
	RETURNS spend_stats
	AS 'MODULE_PATHNAME', 'scrm_spend_stats_merge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(spend_stats, spend_stats) IS
	'Statistics of both customer bases together, as a + b. [stable]';

CREATE OPERATOR @extschema@.+ (
	LEFTARG = spend_stats,
	RIGHTARG = spend_stats,
	FUNCTION = merge,
	COMMUTATOR = +
);
COMMENT ON OPERATOR + (spend_stats, spend_stats) IS
	'Statistics of both customer bases together. [stable]';

CREATE AGGREGATE @extschema@.spend_stats_agg(frequency bigint, monetary float8) (
	SFUNC = spend_stats_add,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_stats_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spend_stats_agg(bigint, float8) IS
	'Statistics for a spend model of customers given as repeat purchases and their mean amount. [stable]';

CREATE AGGREGATE @extschema@.spend_stats_agg(p purchases) (
	SFUNC = spend_stats_add,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_stats_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spend_stats_agg(purchases) IS
	'Statistics for a spend model of customers. [stable]';

CREATE AGGREGATE @extschema@.spend_stats_agg(p purchases, as_of date) (
	SFUNC = spend_stats_add,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_stats_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spend_stats_agg(purchases, date) IS
	'Statistics for a spend model of customers, of what they bought until a day. [stable]';

CREATE AGGREGATE @extschema@.rollup(spend_stats) (
	SFUNC = spend_stats_combine,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_stats_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(spend_stats) IS
	'Merges spend statistics. [stable]';

CREATE TYPE @extschema@.spend_model;

CREATE FUNCTION spend_model_in(cstring) RETURNS spend_model
	AS 'MODULE_PATHNAME', 'scrm_spend_model_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_model_in(cstring) IS
	'Reads the JSON text form of a spend_model. [stable]';

CREATE FUNCTION spend_model_out(spend_model) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_spend_model_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_model_out(spend_model) IS
	'Writes the JSON text form of a spend_model. [stable]';

CREATE FUNCTION spend_model_recv(internal) RETURNS spend_model
	AS 'MODULE_PATHNAME', 'scrm_spend_model_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_model_recv(internal) IS
	'Reads the binary form of a spend_model. [stable]';

CREATE FUNCTION spend_model_send(spend_model) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_spend_model_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spend_model_send(spend_model) IS
	'Writes the binary form of a spend_model. [stable]';

CREATE TYPE @extschema@.spend_model (
	INPUT = spend_model_in,
	OUTPUT = spend_model_out,
	RECEIVE = spend_model_recv,
	SEND = spend_model_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE spend_model IS
	'Fitted model of what a purchase is worth, a JSON object of model, currency and parameters. [stable]';

CREATE FUNCTION spend_fit(stats spend_stats)
	RETURNS spend_model
	AS 'MODULE_PATHNAME', 'scrm_spend_fit'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION spend_fit(spend_stats) IS
	'Fits the Gamma-Gamma model by maximum likelihood, with standard errors. [stable]';

CREATE FUNCTION spend_fit_final(spend_stats)
	RETURNS spend_model
	AS 'MODULE_PATHNAME', 'scrm_spend_fit_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION spend_fit_final(spend_stats) IS
	'Final function of spend_fit_agg. [stable]';

CREATE AGGREGATE @extschema@.spend_fit_agg(frequency bigint, monetary float8) (
	SFUNC = spend_stats_add,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_fit_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spend_fit_agg(bigint, float8) IS
	'Gamma-Gamma model fitted to customers given as repeat purchases and their mean amount. [stable]';

CREATE AGGREGATE @extschema@.spend_fit_agg(p purchases) (
	SFUNC = spend_stats_add,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_fit_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spend_fit_agg(purchases) IS
	'Gamma-Gamma model fitted to customers. [stable]';

CREATE AGGREGATE @extschema@.spend_fit_agg(p purchases, as_of date) (
	SFUNC = spend_stats_add,
	STYPE = spend_stats,
	SSPACE = 256,
	FINALFUNC = spend_fit_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = spend_stats_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spend_fit_agg(purchases, date) IS
	'Gamma-Gamma model fitted to customers, of what they bought until a day. [stable]';

CREATE FUNCTION parameters(s spend_model)
	RETURNS TABLE (name text, value float8, std_error float8)
	AS 'MODULE_PATHNAME', 'scrm_spend_model_parameters'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION parameters(spend_model) IS
	'Parameters of the model, with standard errors where it was fitted. [stable]';

CREATE FUNCTION covariance(s spend_model)
	RETURNS TABLE (a text, b text, value float8)
	AS 'MODULE_PATHNAME', 'scrm_spend_model_covariance'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION covariance(spend_model) IS
	'Covariance of the estimated parameters, a row for each pair. [stable]';

CREATE FUNCTION log_likelihood(s spend_model)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_spend_model_log_likelihood'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_likelihood(spend_model) IS
	'Logarithm of the likelihood that the fit reached, NULL for a typed model. [stable]';

-- Predictions: one form reads purchases, one takes numbers in the model's unit.

CREATE FUNCTION p_alive(m clv_model, p purchases, as_of date)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_p_alive_purchases'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION p_alive(clv_model, purchases, date) IS
	'Probability that the customer still is one on a day, 0 to 1. [stable]';

CREATE FUNCTION p_alive(m clv_model, frequency bigint, recency float8, age float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_p_alive'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION p_alive(clv_model, bigint, float8, float8) IS
	'Probability that a customer with these numbers still is one, 0 to 1. [stable]';

CREATE FUNCTION expected_purchases(m clv_model, p purchases, as_of date, horizon interval)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_expected_purchases_purchases'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION expected_purchases(clv_model, purchases, date, interval) IS
	'Purchases to expect of the customer from a day on for the length of horizon. [stable]';

CREATE FUNCTION expected_purchases(m clv_model, frequency bigint, recency float8, age float8,
		horizon float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_expected_purchases'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION expected_purchases(clv_model, bigint, float8, float8, float8) IS
	'Purchases to expect of a customer with these numbers up to horizon. [stable]';

CREATE FUNCTION expected_purchases(m clv_model, horizon float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_expected_purchases_new'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION expected_purchases(clv_model, float8) IS
	'Repeat purchases to expect of a new customer up to horizon. [stable]';

CREATE FUNCTION expected_purchases(m clv_model, stats clv_stats, horizon float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_expected_purchases_stats'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION expected_purchases(clv_model, clv_stats, float8) IS
	'Purchases to expect of a whole customer base up to horizon. [stable]';

CREATE FUNCTION dert(m clv_model, p purchases, as_of date,
		annual_discount float8 DEFAULT 0.1, horizon interval DEFAULT NULL)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_dert_purchases'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 20;
COMMENT ON FUNCTION dert(clv_model, purchases, date, float8, interval) IS
	'Discounted expected residual transactions: purchases to come, later ones counting less; horizon NULL is for life. [stable]';

CREATE FUNCTION dert(m clv_model, frequency bigint, recency float8, age float8,
		annual_discount float8 DEFAULT 0.1, horizon float8 DEFAULT NULL)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_dert'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 20;
COMMENT ON FUNCTION dert(clv_model, bigint, float8, float8, float8, float8) IS
	'Discounted expected residual transactions of a customer with these numbers. [stable]';

CREATE FUNCTION expected_spend(s spend_model, p purchases, as_of date)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_expected_spend_purchases'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION expected_spend(spend_model, purchases, date) IS
	'Mean amount to expect of a purchase of the customer, NULL where the model has none. [stable]';

CREATE FUNCTION expected_spend(s spend_model, frequency bigint, monetary float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_expected_spend'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION expected_spend(spend_model, bigint, float8) IS
	'Mean amount to expect of a purchase of a customer with these numbers, NULL where the model has none. [stable]';

CREATE FUNCTION clv(m clv_model, s spend_model, p purchases, as_of date,
		horizon interval DEFAULT NULL, annual_discount float8 DEFAULT 0.1,
		margin float8 DEFAULT 1)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_clv_purchases'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 20;
COMMENT ON FUNCTION clv(clv_model, spend_model, purchases, date, interval, float8, float8) IS
	'Customer lifetime value on a day: margin times expected spend times discounted expected purchases. [stable]';

CREATE FUNCTION clv(m clv_model, s spend_model, frequency bigint, recency float8, age float8,
		monetary float8, horizon float8, annual_discount float8 DEFAULT 0.1,
		margin float8 DEFAULT 1)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_clv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 20;
COMMENT ON FUNCTION clv(clv_model, spend_model, bigint, float8, float8, float8, float8, float8, float8) IS
	'Customer lifetime value of a customer with these numbers; horizon NULL is for life. [stable]';
