/*
 * match_score.c - candidate pairs to weighed links
 */
#include "core/match_score.h"

#define AHEAD			16		/* pairs between fetching rows and comparing
								 * them */

typedef struct Scorer
{
	const MatchModel *model;
	const MatchRows *rows;
	double		prior;
	double		least;
	MatchLinks *links;
	double		done;			/* pairs, and about how many there are */
	double		total;
} Scorer;

void
match_link_add(MatchLinks *links, uint32 a, uint32 b, double weight)
{
	if (links->n == links->room)
	{
		MatchLink  *more = palloc_extended((Size) links->room * 2 * sizeof(MatchLink), MCXT_ALLOC_HUGE);

		memcpy(more, links->links, (Size) links->n * sizeof(MatchLink));
		pfree(links->links);
		links->links = more;
		links->room *= 2;
	}
	links->links[links->n++] = (MatchLink) {a, b, weight};
}

static void
score_batch(void *state, const uint32 *a, const uint32 *b, int n)
{
	Scorer	   *s = state;

	for (int i = 0; i < n; i++)
	{
		const uint32 *ra = match_row(s->rows, a[i]);
		const uint32 *rb = match_row(s->rows, b[i]);
		bool		decoy;
		MatchEvidence e;
		double		weight;

		if (i + AHEAD < n)
		{
			core_prefetch(match_row(s->rows, a[i + AHEAD]));
			core_prefetch(match_row(s->rows, b[i + AHEAD]));
		}
		decoy = match_decoys(s->rows, ra, rb);
		match_compare(s->rows, ra, rb, &e);
		weight = match_weight(s->model, &e) + s->prior;
		match_count(&s->links->histogram, weight, decoy);
		if (!decoy && weight >= s->least)
			match_link_add(s->links, a[i], b[i], weight);
	}
	s->done += n;
	TICK(s->done, Max(s->done, s->total));
}

void
match_score(const MatchModel *model, const MatchRows *rows, const uint32 *table, int width,
			int64 first_of_b, double least, MatchLinks *links)
{
	Scorer		scorer = {model, rows, match_prior(model, rows->n), least, links, 0, 0};

	for (int k = 0; k < model->keys.n; k++)
		scorer.total += model->keys.keys[k].pairs_per_row * rows->n;
	memset(links, 0, sizeof(MatchLinks));
	links->room = 4096;
	links->links = palloc_array(MatchLink, links->room);
	links->pairs = match_keys_pairs(&model->keys, table, width, rows->n, first_of_b, 1, score_batch, &scorer);
}
