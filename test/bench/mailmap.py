#!/usr/bin/env python3
"""mailmap.py REPOSITORY [--rows OUT.csv] [--persons PERSONS.csv]

The authors of a git history against its .mailmap, in which those who know
them have written down who is who.  A row is a name with an address, as commits
have them: id, name, email, commits, truth.  One person is what `git
check-mailmap` gives one name, as `git shortlog` counts; so the names of those
that .mailmap does not know are taken as they are.

--rows writes the rows; --persons has id and person of a matching of them.
Prints the figures of cluster_eval.py for the plain rule, that equal names or
equal addresses are one person, and for PERSONS.  Nothing of the history is kept.
"""
import argparse
import csv
import subprocess
import sys
from collections import Counter

import cluster_eval


def git(repository, *arguments, given=None):
	return subprocess.run(['git', '-C', repository, *arguments], input=given, check=True, stdout=subprocess.PIPE).stdout.decode(
		'utf-8', 'replace')


def authors(repository):
	"""(id, name, email, commits, truth) of each name with an address."""
	counts = Counter(line for line in git(repository, 'log', '--all', '--format=%an%x00%ae').split('\n') if line)
	pairs = [pair.split('\0') for pair in sorted(counts)]
	asked = ''.join('%s <%s>\n' % tuple(pair) for pair in pairs)
	named = [line.rpartition(' <')[0] for line in git(repository, 'check-mailmap', '--stdin', given=asked.encode()).splitlines()]
	if len(named) != len(pairs):
		sys.exit('git check-mailmap answered %d of %d authors' % (len(named), len(pairs)))
	numbers = {name: i for i, name in enumerate(dict.fromkeys(named), 1)}
	return [(str(i), name, email, counts[name + '\0' + email], numbers[canonical])
		for i, ((name, email), canonical) in enumerate(zip(pairs, named), 1)]


def plain_rule(rows):
	"""Groups of equal names or equal addresses, small letters or large."""
	group = {}

	def root(key):
		while group.setdefault(key, key) != key:
			group[key] = key = group[group[key]]
		return key

	for _, name, email, _, _ in rows:
		group[root(('name', name.lower()))] = root(('email', email.lower()))
	return {row[0]: root(('email', row[2].lower())) for row in rows}


def main():
	parser = argparse.ArgumentParser(usage=__doc__.partition('\n')[0], description=__doc__.partition('\n\n')[2],
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument('repository')
	parser.add_argument('--rows')
	parser.add_argument('--persons')
	options = parser.parse_args()
	rows = authors(options.repository)
	if options.rows:
		with open(options.rows, 'w', encoding='utf-8', newline='') as file:
			csv.writer(file, lineterminator='\n').writerows([('id', 'name', 'email', 'commits', 'truth'), *rows])
	truth = {row[0]: row[4] for row in rows}
	print('equal name or equal address')
	cluster_eval.show(cluster_eval.clusters(truth, plain_rule(rows)))
	if options.persons:
		print(options.persons)
		cluster_eval.show(cluster_eval.clusters(truth, dict(cluster_eval.read(options.persons, 'id', 'person'))))


if __name__ == '__main__':
	main()
