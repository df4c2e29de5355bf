-- BG/NBD fitted to a base of customers, against PyPI lifetimes.
--! full customers=100000 rounds=5
--! small customers=3000

--! setup
-- Customers as the model tells their story, with the parameters of CDNOW; ages
-- and purchases are days, counted in weeks.
CREATE FUNCTION gamma_variate(shape float8) RETURNS float8 LANGUAGE plpgsql AS $$
-- Marsaglia and Tsang (2000), from a shape that is one larger.
DECLARE
	d float8 = shape + 1 - 1 / 3.0;
	normal float8;
	v float8;
BEGIN
	LOOP
		normal := sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random());
		v := (1 + normal / sqrt(9 * d)) ^ 3;
		CONTINUE WHEN v <= 0;
		EXIT WHEN ln(1 - random()) < normal * normal / 2 + d - d * v + d * ln(v);
	END LOOP;
	RETURN d * v * (1 - random()) ^ (1 / shape);
END $$;
CREATE FUNCTION simulated_customer(n int, OUT frequency bigint, OUT recency float8, OUT age float8) LANGUAGE plpgsql AS $$
DECLARE
	rate float8 = gamma_variate(0.243) / 4.414 / 7;
	stays float8 = gamma_variate(0.793);
	at float8 = 0;
	last int = 0;
	days int = 190 + floor(random() * 85);
BEGIN
	stays := 1 - stays / (stays + gamma_variate(2.426));
	frequency := 0;
	LOOP
		at := at - ln(1 - random()) / greatest(rate, 1e-9);
		EXIT WHEN at > days;
		IF ceil(at) > last THEN
			frequency := frequency + 1;
			last := ceil(at);
		END IF;
		EXIT WHEN random() >= stays;
	END LOOP;
	recency := last / 7.0;
	age := days / 7.0;
END $$;
SELECT setseed(0.5);
CREATE TEMP TABLE customer AS SELECT c.* FROM generate_series(1, :customers) n, simulated_customer(n) c;
VACUUM ANALYZE customer;
\copy customer TO 'customers.csv' (FORMAT csv)
CREATE TEMP TABLE kept AS SELECT clv_stats_agg(frequency, recency, age) AS stats FROM customer;

-- lifetimes stops some 1e-6 off the optimum.
--! same
SELECT bool_and(abs(value / (:'peer'::jsonb->>name)::float8 - 1) < 1e-4 AND log_likelihood(:'scrm'::clv_model, stats)
	>= log_likelihood((:'peer'::jsonb || '{"model": "bg/nbd"}')::text::clv_model, stats))
FROM kept, parameters(:'scrm'::clv_model);

--! peer lifetimes
fit

--! figure aggregate and fit
--! goal 50 times as fast
--! scrm
SELECT clv_fit(clv_stats_agg(frequency, recency, age)) FROM customer;

--! figure fit of kept statistics
--! goal 150 times as fast
--! scrm
SELECT clv_fit(stats) FROM kept;
