/*
 * agreement.c - how well groups agree with the true ones
 *
 * Costs: two passes over the cells, and a sort between them.
 */
#include "core/agreement.h"

#include <math.h>

static double
pairs(double records)
{
	return records * (records - 1) / 2;
}

/*
 * Pairs of records within the groups of one side, and the sum over records of
 * the share of their group that is of their cell; the cells of a group follow
 * one another.
 */
static void
within_groups(const ContingencyCell *cells, int64 n, bool by_row, double *all_pairs, double *shares)
{
	*all_pairs = *shares = 0;
	for (int64 first = 0, end; first < n; first = end)
	{
		int64		group = by_row ? cells[first].row : cells[first].column;
		double		records = 0;
		double		squares = 0;

		for (end = first; end < n && (by_row ? cells[end].row : cells[end].column) == group; end++)
		{
			double		times = cells[end].times;

			records += times;
			squares += times * times;
			if (end % 4096 == 0)
				CHECK_FOR_INTERRUPTS();
		}
		*all_pairs += pairs(records);
		*shares += squares / records;
	}
}

static int
compare_columns(const void *a, const void *b)
{
	const ContingencyCell *x = a;
	const ContingencyCell *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static double
share(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

Agreement
agreement_of(ContingencyCell *cells, int64 n)
{
	double		records = 0;
	double		both = 0;
	double		group_pairs,
				true_pairs,
				group_shares,
				true_shares;

	for (int64 i = 0; i < n; i++)
	{
		records += cells[i].times;
		both += pairs(cells[i].times);
	}
	within_groups(cells, n, true, &group_pairs, &group_shares);
	pg_qsort(cells, n, sizeof(ContingencyCell), compare_columns);
	within_groups(cells, n, false, &true_pairs, &true_shares);
	return (Agreement)
	{
		.pair_precision = share(both, group_pairs),
			.pair_recall = share(both, true_pairs),
			.pair_f1 = share(2 * both, group_pairs + true_pairs),
			.b3_precision = share(group_shares, records),
			.b3_recall = share(true_shares, records),
			.b3_f1 = share(2 * group_shares * true_shares, records * (group_shares + true_shares))
	};
}
