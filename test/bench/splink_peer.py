#!/usr/bin/env python3
"""splink_peer.py [ROWS.csv] [--persons OUT.csv] [--pairs OUT.csv]

PyPI splink on DuckDB as a peer in matching rows of one person, set up as its
own tutorials do, with no knowledge of the data at hand: names, addresses and
so on are compared by the library's comparison for them, with frequencies; u
comes from random pairs, m from two runs of EM; groups are connected components
at .95.  People.csv and the registers that people.py makes are told apart by
their columns.

Prints the figures of cluster_eval.py, seconds of the wall and of CPU (reading
the file and preparing included), and the peak of memory.  Without ROWS.csv it
is a side of test/bench/run: it reads a command a line (match ROWS.csv, figure
NAME, memory), prints its answer, and a line that says that this is all.
"""
import argparse
import csv
import logging
import os
import resource
import sys
import time
import warnings

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

import cluster_eval

warnings.filterwarnings('ignore')
logging.disable(logging.WARNING)

# What any user does before: lower case, no marks, first and last word of a name, digits of a number.
PREPARE = """
	lower(strip_accents(%(name)s)) AS whole,
	nullif(split_part(whole, ' ', 1), '') AS first_name,
	nullif(split_part(whole, ' ', -1), '') AS last_name,
	first_name || ' ' || last_name AS full_name"""
PEOPLE = """id, """ + PREPARE % dict(name='name') + """,
	nullif(lower(email), '') AS email,
	nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 9), '') AS phone,
	nullif(lower(strip_accents(city)), '') AS city,
	nullif(lower(handle), '') AS handle"""
REGISTER = """id, """ + PREPARE % dict(name='full_name') + """,
	nullif(dob, '') AS dob, nullif(lower(birth_place), '') AS birth_place,
	nullif(lower(postcode), '') AS postcode, nullif(lower(occupation), '') AS occupation"""


def names():
	return cl.ForenameSurnameComparison('first_name', 'last_name', forename_surname_concat_col_name='full_name')


def exact(column):
	return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


def people():
	return dict(
		columns=PEOPLE,
		comparisons=[names(), cl.EmailComparison('email'), exact('phone'), exact('city'),
			cl.JaroWinklerAtThresholds('handle', [.9]).configure(term_frequency_adjustments=True)],
		blocks=[block_on('email'), block_on('phone'), block_on('handle'), block_on('first_name', 'last_name'),
			block_on('last_name', 'city')],
		certain=[block_on('email'), block_on('phone', 'last_name'), block_on('first_name', 'last_name', 'city')],
		train=[block_on('first_name', 'last_name'), block_on('email')])


def register():
	return dict(
		columns=REGISTER,
		comparisons=[names(), cl.DateOfBirthComparison('dob', input_is_string=True), cl.PostcodeComparison('postcode'),
			exact('birth_place'), exact('occupation')],
		blocks=[block_on('first_name', 'last_name'), block_on('first_name', 'dob'), block_on('last_name', 'dob'),
			block_on('postcode', 'first_name'), block_on('postcode', 'last_name'), block_on('dob', 'birth_place')],
		certain=[block_on('full_name', 'dob'), block_on('last_name', 'dob', 'postcode')],
		train=[block_on('first_name', 'last_name'), block_on('dob')])


def match(path):
	"""(id, person) of a file, and its (id_a, id_b, probability), which are many, to be fetched."""
	with open(path, encoding='utf-8', newline='') as file:
		kind = people() if 'email' in next(csv.reader(file)) else register()
	api = DuckDBAPI(duckdb.connect())
	rows = api.duckdb_con.sql("CREATE TABLE given AS SELECT %s FROM read_csv('%s', all_varchar = true)"
		% (kind['columns'].replace('id,', 'id::bigint AS id,', 1), path.replace("'", "''")))
	rows = api.register(api.duckdb_con.table('given'))
	linker = Linker(rows, SettingsCreator(link_type='dedupe_only', unique_id_column_name='id',
		comparisons=kind['comparisons'], blocking_rules_to_generate_predictions=kind['blocks']))
	linker.training.estimate_probability_two_random_records_match(kind['certain'], recall=.7)
	linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
	for rule in kind['train']:
		linker.training.estimate_parameters_using_expectation_maximisation(rule)
	pairs = linker.inference.predict(threshold_match_probability=.01)
	groups = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=.95)
	pairs = pairs.as_duckdbpyrelation().project('id_l, id_r, match_probability')
	return groups.as_duckdbpyrelation().project('id, cluster_id').fetchall(), pairs


def write(path, header, rows):
	with open(path, 'w', encoding='utf-8', newline='') as file:
		csv.writer(file, lineterminator='\n').writerows([header, *rows])


def judge(path, groups, pairs):
	"""Figures of groups and pairs, and the bins of their probabilities."""
	truth = dict(cluster_eval.read(path, 'id', 'truth'))
	figures = cluster_eval.clusters(truth, {str(row): person for row, person in groups})
	of_pairs, bins = cluster_eval.probabilities(truth, None, ((str(a), str(b), p) for a, b, p in pairs.fetchall()))
	return {**figures, **of_pairs}, bins


def peak_mb():
	return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def serve():
	peak = None
	for line in sys.stdin:
		command, *arguments = line.split()
		if command == 'match':
			groups = pairs = figures = None		# the memory of the turn before
			path = arguments[0]
			groups, pairs = match(path)
			peak = peak or peak_mb()
			print(len(groups))
		elif command == 'figure':
			# Judged when somebody asks, which is no part of matching.
			figures = figures or judge(path, groups, pairs)[0]
			print(figures[arguments[0]])
		elif command == 'memory':
			print(peak)
		print('end of the command', flush=True)


def main():
	parser = argparse.ArgumentParser(usage=__doc__.partition('\n')[0], description=__doc__.partition('\n\n')[2],
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument('rows', nargs='?')
	parser.add_argument('--persons')
	parser.add_argument('--pairs')
	options = parser.parse_args()
	if not options.rows:
		serve()
		return
	began, cpu = time.monotonic(), time.process_time()
	groups, pairs = match(options.rows)
	spent = dict(wall_s=time.monotonic() - began, cpu_s=time.process_time() - cpu,
		peak_mb=peak_mb(), cores=len(os.sched_getaffinity(0)))
	figures, bins = judge(options.rows, groups, pairs)
	cluster_eval.show({**spent, **figures})
	cluster_eval.show_bins(bins)
	if options.persons:
		write(options.persons, ('id', 'person'), groups)
	if options.pairs:
		write(options.pairs, ('id_a', 'id_b', 'probability'), pairs.fetchall())


if __name__ == '__main__':
	main()
