#!/usr/bin/env python3
"""cluster_eval.py TRUTH.csv [--other TRUTH_B.csv] [--persons PERSONS.csv] [--pairs PAIRS.csv]
cluster_eval.py --labels LABELS.csv --pairs PAIRS.csv

How well persons and pairs agree with the truth.  TRUTH has columns id and
truth, PERSONS id and person (a row that it lacks is a person of its own), PAIRS
id_a, id_b and probability, whatever else they have.  With --other the pairs are
links: id_a is of TRUTH, id_b of TRUTH_B.  LABELS has id_a, id_b and same, 0 or
1, where only some answers are known: then the pairs of probability .5 and more
are judged by those among them.

Prints a figure a line, and a table of the probabilities: in each of ten bins
the pairs, their mean probability, and the share that is right.

Precision and recall of pairs count what is in one group; B-cubed (Bagga and
Baldwin 1998) is the mean over rows of the share of one's group that belongs
there, and of one's person that is in it.  The calibration error is the mean
over pairs of |mean probability - share that is right| of their bin.  Candidate
recall is the share of true pairs that PAIRS has, whatever their probability.
"""
import argparse
import csv
import sys
from collections import Counter


def read(path, *columns):
	"""The columns of a CSV file with a header, a tuple a row."""
	with open(path, encoding='utf-8', newline='') as file:
		rows = csv.reader(file)
		header = next(rows)
		places = [header.index(column) for column in columns]
		for row in rows:
			yield tuple([row[i] for i in places])


def pairs_in(counts):
	return sum(n * (n - 1) // 2 for n in counts)


def f1(precision, recall):
	return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def share(part, whole):
	return part / whole if whole else 1.0


def clusters(truth, person):
	"""Figures of groups, {id: person}, against {id: truth}."""
	of = lambda row: person.get(row, ('alone', row))
	people, groups = Counter(truth.values()), Counter(of(row) for row in truth)
	cells = Counter((of(row), t) for row, t in truth.items())
	right, n = pairs_in(cells.values()), len(truth)
	b3_precision = share(sum(c * c / groups[g] for (g, _), c in cells.items()), n)
	b3_recall = share(sum(c * c / people[t] for (_, t), c in cells.items()), n)
	precision, recall = share(right, pairs_in(groups.values())), share(right, pairs_in(people.values()))
	return dict(rows=n, persons=len(people), groups=len(groups), largest_group=max(groups.values(), default=0),
		pair_precision=precision, pair_recall=recall, pair_f1=f1(precision, recall),
		b3_precision=b3_precision, b3_recall=b3_recall, b3_f1=f1(b3_precision, b3_recall))


def true_pairs(truth, other):
	if other is None:
		return pairs_in(Counter(truth.values()).values())
	b = Counter(other.values())
	return sum(n * b[t] for t, n in Counter(truth.values()).items())


def probabilities(truth, other, pairs):
	"""Figures of (id_a, id_b, probability), and the bins."""
	b_truth = truth if other is None else other
	bins = [[0, 0.0, 0] for _ in range(10)]
	sure = sure_right = 0
	for a, b, p in pairs:
		p, same = float(p), truth[a] == b_truth[b]
		bin = bins[min(int(p * 10), 9)]
		bin[0] += 1
		bin[1] += p
		bin[2] += same
		if p >= .95:
			sure += 1
			sure_right += same
	n, whole = sum(bin[0] for bin in bins), true_pairs(truth, other)
	error = share(sum(abs(total - right) for _, total, right in bins), n) if n else 0.0
	figures = dict(pairs=n, pairs_a_row=n / max(len(truth), 1), candidate_recall=share(sum(bin[2] for bin in bins), whole),
		sure_pairs=sure, sure_precision=share(sure_right, sure), sure_recall=share(sure_right, whole), calibration_error=error)
	return figures, bins


def labeled(labels, pairs):
	"""Figures of the pairs of which an answer is known: labels is {(a, b): same}."""
	found = {(a, b) for a, b, p in pairs if float(p) >= .5}
	right = sum(same for pair, same in labels.items() if pair in found)
	precision, recall = share(right, sum(pair in found for pair in labels)), share(right, sum(labels.values()))
	return dict(labels=len(labels), pair_precision=precision, pair_recall=recall, pair_f1=f1(precision, recall))


def show(figures):
	for name, value in figures.items():
		print('%-18s %s' % (name, '%.4f' % value if isinstance(value, float) else value))


def show_bins(bins):
	print('%-12s %12s %12s %12s' % ('probability', 'pairs', 'mean', 'right'))
	for i, (n, total, right) in enumerate(bins):
		if n:
			print('%.1f to %.1f   %12d %12.4f %12.4f' % (i / 10, (i + 1) / 10, n, total / n, right / n))


def main():
	parser = argparse.ArgumentParser(usage=__doc__.partition('\n\n')[0], description=__doc__.partition('\n\n')[2],
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument('truth', nargs='?')
	parser.add_argument('--other')
	parser.add_argument('--persons')
	parser.add_argument('--pairs')
	parser.add_argument('--labels')
	options = parser.parse_args()
	if not options.truth and not (options.labels and options.pairs):
		parser.error('TRUTH is needed, or LABELS and PAIRS')
	pairs = options.pairs and read(options.pairs, 'id_a', 'id_b', 'probability')
	if options.labels:
		show(labeled({(a, b): same == '1' for a, b, same in read(options.labels, 'id_a', 'id_b', 'same')}, pairs))
		return
	truth = dict(read(options.truth, 'id', 'truth'))
	other = dict(read(options.other, 'id', 'truth')) if options.other else None
	if options.persons:
		show(clusters(truth, dict(read(options.persons, 'id', 'person'))))
	if pairs:
		figures, bins = probabilities(truth, other, pairs)
		show(figures)
		show_bins(bins)


if __name__ == '__main__':
	main()
