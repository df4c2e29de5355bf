/*
 * match_curve.c - laws of what weights are worth
 */
#include "core/match_curve.h"

#include "check.h"

#define RHO		1.5

static double
normal(pg_prng_state *prng)
{
	double		u = pg_prng_double(prng),
				v = pg_prng_double(prng);

	return sqrt(-2 * log(u + 1e-300)) * cos(2 * M_PI * v);
}

/* Pairs whose weight says too much: true odds are slope * weight + shift bits. */
static void
drawn(MatchHistogram *histogram, int64 n, double slope, double shift, uint64 seed)
{
	pg_prng_state prng;

	memset(histogram, 0, sizeof(MatchHistogram));
	pg_prng_seed(&prng, seed);
	for (int64 i = 0; i < n; i++)
	{
		double		weight = 6 * normal(&prng);
		bool		wrong = pg_prng_double(&prng) > match_probability(slope * weight + shift);

		match_count(histogram, weight, false);
		if (wrong && pg_prng_double(&prng) * RHO < 1)
			match_count(histogram, weight, true);
	}
}

static MatchModel *
learned(const MatchHistogram *histogram)
{
	MatchModel *model = palloc0_object(MatchModel);

	model->possible_decoys = 1e6;
	model->possible_pairs = RHO * 1e6;
	match_learn_curve(model, histogram);
	return model;
}

/* Where decoys are many they decide what a weight is worth. */
static void
the_curve_is_what_pairs_were_drawn_from(void)
{
	MatchHistogram histogram;

	for (int round = 0; round < 8; round++)
	{
		double		slope = .6 + .05 * (round % 10),
					shift = round % 4 - 2;
		MatchModel *model;

		drawn(&histogram, 200000, slope, shift, round);
		model = learned(&histogram);
		CHECK(model->nknots > 20);
		for (double w = -4; w <= 10; w += .25)
			CHECK(fabs(match_probability(match_calibrate(model, w)) - match_probability(slope * w + shift)) < .03);
	}
}

/* Of all pairs that are false as many are told as the decoys show. */
static void
false_pairs_sum_up_to_the_decoys(void)
{
	MatchHistogram histogram;
	MatchModel *model;
	double		told = 0,
				shown = 0;

	drawn(&histogram, 200000, .7, -1, 3);
	model = learned(&histogram);
	for (int i = 0; i < model->nknots; i++)
	{
		told += model->knots[i].pairs * match_probability(-model->knots[i].calibrated);
		shown += RHO * model->knots[i].decoys;
	}
	CHECK_NEAR(told, shown, .01);
}

static void
the_curve_ascends(void)
{
	for (int round = 0; round < 50; round++)
	{
		MatchHistogram histogram;
		MatchModel *model;
		pg_prng_state prng;

		pg_prng_seed(&prng, round);
		memset(&histogram, 0, sizeof(histogram));
		for (int b = 0; b < MATCH_BINS; b++)
			if (pg_prng_bool(&prng))
			{
				histogram.pairs[b] = floor(pow(10, 5 * pg_prng_double(&prng)));
				histogram.decoys[b] = floor(histogram.pairs[b] * pg_prng_double(&prng) * 3);
			}
		model = learned(&histogram);
		CHECK(model->nknots > 0);
		for (int i = 1; i < model->nknots; i++)
			CHECK(model->knots[i - 1].weight < model->knots[i].weight &&
				  model->knots[i - 1].calibrated < model->knots[i].calibrated);
		for (int i = 0; i < model->nknots; i++)
			CHECK(fabs(model->knots[i].calibrated) < 1e3);
	}
}

/* Few pairs are no evidence against what they weigh, and none is no curve. */
static void
without_evidence_the_weight_is_believed(void)
{
	MatchHistogram histogram = {.pairs = {0}};
	MatchModel *model = learned(&histogram);

	CHECK(model->nknots == 0);
	match_count(&histogram, 3, false);
	model = learned(&histogram);
	CHECK(fabs(match_calibrate(model, 3) - 3) < .5);
	model->possible_decoys = 10;
	match_learn_curve(model, &histogram);
	CHECK(model->nknots == 0 && match_calibrate(model, 3) == 3);
}

/* Weights of any size find a bin. */
static void
every_weight_counts(void)
{
	static const double weights[] = {-INFINITY, -1e300, -20.1, -20, 0, 99.9, 100, 1e300, INFINITY};
	MatchHistogram histogram = {.pairs = {0}};
	double		sum = 0;

	for (int i = 0; i < lengthof(weights); i++)
		match_count(&histogram, weights[i], i % 2);
	for (int b = 0; b < MATCH_BINS; b++)
		sum += histogram.pairs[b] + histogram.decoys[b];
	CHECK(sum == lengthof(weights));
}

int
main(void)
{
	LAW(the_curve_is_what_pairs_were_drawn_from);
	LAW(false_pairs_sum_up_to_the_decoys);
	LAW(the_curve_ascends);
	LAW(without_evidence_the_weight_is_believed);
	LAW(every_weight_counts);
	return check_done();
}
