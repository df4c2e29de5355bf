#!/usr/bin/env python3
"""clv_fit.py - BG/NBD in SQL against PyPI lifetimes, side by side

Simulates customers with a fixed seed, fits BG/NBD to them with lifetimes
0.11.3 and in SQL (aggregate and fit together, and the fit of kept
statistics), compares the optima, and prints the ratios of the medians.

	test/bench/clv_fit.py [--customers 100000] [--runs 9]

PGHOST, PGUSER, PGDATABASE and the like say where the extension is installed;
psql has to be in PATH.  lifetimes goes into a private environment below
$SCRM_BENCH or ~/.cache/scrm-bench.  SQL runs on one core: no parallel plan.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

PINNED = ['lifetimes==0.11.3', 'numpy==1.26.4', 'pandas==1.5.3', 'scipy==1.11.4']
TRUTH = dict(r=0.243, alpha=4.414, a=0.793, b=2.426)


def inside_environment():
	"""Runs this script again in an environment that has lifetimes."""
	folder = os.path.join(os.environ.get('SCRM_BENCH', os.path.expanduser('~/.cache/scrm-bench')), 'lifetimes')
	python = os.path.join(folder, 'bin', 'python')
	if sys.prefix == folder:
		return
	if not os.path.exists(os.path.join(folder, 'complete')):
		subprocess.run([sys.executable, '-m', 'venv', '--clear', folder], check=True)
		subprocess.run([python, '-m', 'pip', '-q', 'install', *PINNED], check=True)
		open(os.path.join(folder, 'complete'), 'w').close()
	# One core for both sides.
	for threads in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
		os.environ[threads] = '1'
	os.execv(python, [python, *sys.argv])


def simulate(n):
	"""frequency, recency and age in weeks; purchases are days, as in CDNOW."""
	import numpy as np
	random = np.random.default_rng(1997)
	rate = random.gamma(TRUTH['r'], 1 / TRUTH['alpha'], n)
	leave = random.beta(TRUTH['a'], TRUTH['b'], n)
	age = random.integers(190, 275, n)
	frequency = np.zeros(n, dtype=int)
	recency = np.zeros(n, dtype=int)
	clock = np.zeros(n)
	active = np.arange(n)
	while len(active):
		clock[active] += random.exponential(7 / rate[active])
		active = active[clock[active] <= age[active]]
		day = np.ceil(clock[active]).astype(int)
		new = active[day > recency[active]]
		frequency[new] += 1
		recency[active] = day
		active = active[random.random(len(active)) >= leave[active]]
	return frequency, recency / 7, age / 7


def psql(script):
	return subprocess.run(['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1'], input=script,
		capture_output=True, text=True, check=True).stdout


def load(frequency, recency, age):
	with tempfile.NamedTemporaryFile('w', suffix='.csv') as rows:
		for row in zip(frequency, recency, age):
			rows.write('%d,%r,%r\n' % (row[0], float(row[1]), float(row[2])))
		rows.flush()
		psql(f"""
			SET search_path = public, scrm;
			DROP TABLE IF EXISTS clv_bench, clv_bench_kept;
			CREATE TABLE clv_bench (frequency bigint, recency float8, age float8);
			\\copy clv_bench FROM '{rows.name}' (FORMAT csv)
			VACUUM ANALYZE clv_bench;
			CREATE TABLE clv_bench_kept AS SELECT clv_stats_agg(frequency, recency, age) AS st FROM clv_bench;""")


def timed(statement, runs):
	"""Median milliseconds in one session, after a run to warm up."""
	out = psql("""SET search_path = public, scrm; SET max_parallel_workers_per_gather = 0; SET jit = off;
		\\o /dev/null\n""" + statement + ';\n\\o\n\\timing on\n\\o /dev/null\n' + (statement + ';\n') * runs)
	times = [float(ms) for ms in re.findall(r'Time: ([0-9.]+) ms', out)]
	assert len(times) == runs, out
	return statistics.median(times)


def fit_lifetimes(data, runs):
	import pandas as pd
	from lifetimes import BetaGeoFitter
	frame = pd.DataFrame(dict(zip(('x', 'tx', 'T'), data)))
	times = []
	for _ in range(runs):
		start = time.perf_counter()
		model = BetaGeoFitter(penalizer_coef=0).fit(frame.x, frame.tx, frame['T'])
		times.append((time.perf_counter() - start) * 1000)
	# As it stops by default, lifetimes is 1e-6 off its optimum.
	model = BetaGeoFitter(penalizer_coef=0).fit(frame.x, frame.tx, frame['T'], tol=1e-8)
	return statistics.median(times), model.params_.to_dict()


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--customers', type=int, default=100000)
	parser.add_argument('--runs', type=int, default=9)
	options = parser.parse_args()
	inside_environment()
	import warnings
	warnings.filterwarnings('ignore')

	data = simulate(options.customers)
	load(*data)
	peer, peer_model = fit_lifetimes(data, options.runs)
	whole = timed('SELECT clv_fit(clv_stats_agg(frequency, recency, age)) FROM clv_bench', options.runs)
	kept = timed('SELECT clv_fit(st) FROM clv_bench_kept', options.runs)
	plain = timed('SELECT count(frequency), sum(recency), sum(age) FROM clv_bench', options.runs)
	aggregate = timed('SELECT clv_stats_agg(frequency, recency, age) IS NULL FROM clv_bench', options.runs)
	model = dict(line.split('|') for line in psql("""SET search_path = public, scrm;
		SELECT name, value FROM clv_bench_kept, parameters(clv_fit(st))""").split())
	rows, size = psql("""SET search_path = public, scrm; SELECT (SELECT count(*) FROM stats_rows(st)), pg_column_size(st)
		FROM clv_bench_kept""").strip().split('|')

	print(f'{options.customers} customers, {rows} distinct rows, {size} bytes kept; medians of {options.runs}')
	print(f'lifetimes fit                 {peer:9.2f} ms')
	print(f'SQL aggregate and fit         {whole:9.2f} ms   {peer / whole:6.1f} times as fast')
	print(f'SQL fit of kept statistics    {kept:9.2f} ms   {peer / kept:6.1f} times as fast')
	print(f'SQL aggregate                 {aggregate:9.2f} ms   {aggregate / plain:6.2f} of count and two sums ({plain:.2f} ms)')
	for name, value in model.items():
		ours, theirs = float(value), peer_model[name]
		print(f'{name:6} {ours:.9f}   lifetimes {theirs:.9f}   relative difference {abs(ours / theirs - 1):.1e}')


main()
