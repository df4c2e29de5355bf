/*
 * timeline_text.c - laws of the text form
 */
#include "random_timeline.h"

#include "core/timeline_text.h"

static void *
from_text(const char *text)
{
	TimelineState *state;
	Size		at;
	TimelineTextError error = timeline_from_text(text, &state, &at);

	CHECK(error == TIMELINE_TEXT_OK);
	if (error)
		printf("# error %d at byte %zu of %s\n", error, at, text);
	return timeline_pack(state);
}

static const char *
to_text(const void *value)
{
	Timeline	timeline;

	read_value(value, &timeline);
	return timeline_to_text(&timeline);
}

static void
text_gives_back_the_value(void)
{
	static const Sort sorts[] = {{86400000000, 1, 3, 5}, {86400000000 * 300, 1000000, 3, 2}};
	pg_prng_state seed;

	pg_prng_seed(&seed, 10);
	for (int i = 0; i < 400; i++)
	{
		int			n = i % 50;
		void	   *value = pack_rows(random_rows(&seed, &sorts[i % 2], n), n);

		CHECK(same_bytes(from_text(to_text(value)), value));
	}
}

/* Labels of any bytes, among them all that need quotes or escapes. */
static void
any_label_is_text(void)
{
	pg_prng_state seed;

	pg_prng_seed(&seed, 11);
	for (int i = 0; i < 5000; i++)
	{
		char		bytes[3][LABEL_MAX];
		TimelineRow row = {0};
		Label	   *labels[] = {&row.verb, &row.channel, &row.actor};
		void	   *value;

		row.ts = START;
		for (int k = 0; k < 3; k++)
		{
			*labels[k] = (Label) {bytes[k], below(&seed, i % 10 ? 5 : LABEL_MAX + 1)};
			for (int j = 0; j < labels[k]->len; j++)
				bytes[k][j] = below(&seed, 2) ? " \t\n{},\"@:=#\\"[below(&seed, 12)] :
					1 + below(&seed, 255);
		}
		if (row.verb.len == 0)
			row.verb = label_of("ask");
		value = pack_rows(&row, 1);
		CHECK(same_bytes(from_text(to_text(value)), value));
	}
}

/* Against a calendar that walks over every day from the first to the last. */
static void
dates_are_those_of_the_calendar(void)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int			year = -4713,
				month = 11,
				day = 24;
	int64		ts = INT64CONST(-211813488000000000);
	char		text[TIMELINE_TS_MAX],
				expected[TIMELINE_TS_MAX];

	while (year < 3000)
	{
		bool		leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

		snprintf(expected, sizeof(expected), "%s%04d-%02d-%02dT00:00:00Z",
				 year < 0 ? "-" : "", abs(year), month, day);
		timeline_ts_text(text, ts);
		if (strcmp(text, expected) != 0)
		{
			CHECK(false);
			printf("# %s and not %s\n", text, expected);
			return;
		}
		if (day % 10 == 1)
		{
			Timeline	timeline;
			TimelineCursor cursor;

			read_value(from_text(psprintf("{%s ask}", text)), &timeline);
			timeline_start(&cursor, &timeline);
			CHECK(timeline_next(&cursor) && cursor.event.ts == ts);
		}
		ts += INT64CONST(86400000000);
		if (day++ == lengths[month - 1] + (month == 2 && leap))
		{
			day = 1;
			if (month++ == 12)
			{
				month = 1;
				year++;
			}
		}
	}
}

static void
edges_of_time(void)
{
	char		text[TIMELINE_TS_MAX];

	CHECK(strcmp(timeline_ts_text(text, 0), "2000-01-01T00:00:00Z") == 0);
	CHECK(strcmp(timeline_ts_text(text, -1), "1999-12-31T23:59:59.999999Z") == 0);
	CHECK(strcmp(timeline_ts_text(text, 500000), "2000-01-01T00:00:00.5Z") == 0);
	CHECK(strcmp(timeline_ts_text(text, INT64CONST(9223371331199999999)),
				 "294276-12-31T23:59:59.999999Z") == 0);
	from_text("{294276-12-31T23:59:59.999999Z ask, -4713-11-24T00:00:00Z ask}");
}

static void
wrong_texts_are_refused(void)
{
	static const struct
	{
		const char *text;
		TimelineTextError error;
		Size		at;
	}			wrong[] = {
		{"", TIMELINE_TEXT_SYNTAX, 0},
		{"{", TIMELINE_TEXT_SYNTAX, 1},
		{"{} x", TIMELINE_TEXT_SYNTAX, 3},
		{"{2024-03-01T09:00:00Z ask", TIMELINE_TEXT_SYNTAX, 25},
		{"{2024-03-01T09:00:00Z ask,}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01 09:00:00Z ask}", TIMELINE_TEXT_SYNTAX, 11},
		{"{2024-03-01T09:00:00 ask}", TIMELINE_TEXT_SYNTAX, 20},
		{"{2024-03-01T09:00:00.Z ask}", TIMELINE_TEXT_SYNTAX, 21},
		{"{2024-03-01T09:00:00.1234567Z ask}", TIMELINE_TEXT_SYNTAX, 27},
		{"{2024-03-01T09:00:00Z}", TIMELINE_TEXT_SYNTAX, 21},
		{"{2024-03-01T09:00:00Z @x}", TIMELINE_TEXT_SYNTAX, 22},
		{"{2024-03-01T09:00:00Z ask:a@x}", TIMELINE_TEXT_SYNTAX, 27},
		{"{2024-03-01T09:00:00Z ask@}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01T09:00:00Z \"ask}", TIMELINE_TEXT_SYNTAX, 27},
		{"{2024-03-01T09:00:00Z \"ask\\", TIMELINE_TEXT_SYNTAX, 27},
		{"{2024-03-01T09:00:00Z ask=}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01T09:00:00Z ask=0x10}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01T09:00:00Z ask=1.2.3}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01T09:00:00Z ask=inf}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01T09:00:00Z ask=NaN}", TIMELINE_TEXT_NUMBER, 26},
		{"{2024-03-01T09:00:00Z ask=1e999}", TIMELINE_TEXT_NUMBER, 26},
		{"{2024-03-01T09:00:00Z ask=1e-999}", TIMELINE_TEXT_NUMBER, 26},
		{"{2024-03-01T09:00:00Z ask#}", TIMELINE_TEXT_SYNTAX, 26},
		{"{2024-03-01T09:00:00Z ask#9223372036854775808}", TIMELINE_TEXT_NUMBER, 26},
		{"{2024-02-30T09:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{2023-02-29T09:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{2024-13-01T09:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{2024-03-01T24:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{2024-03-01T09:00:60Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{294277-01-01T00:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{-4713-11-23T23:59:59Z ask}", TIMELINE_TEXT_TIME, 1},
		/* 2^64 microseconds before a year that there is */
		{"{-582542-03-01T09:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{-999999-03-01T09:00:00Z ask}", TIMELINE_TEXT_TIME, 1},
		{"{2024-03-01T09:00:00Z \"\"}", TIMELINE_TEXT_EMPTY_VERB, 22},
	};

	for (int i = 0; i < lengthof(wrong); i++)
	{
		TimelineState *state;
		Size		at;
		TimelineTextError error = timeline_from_text(wrong[i].text, &state, &at);

		CHECK(error == wrong[i].error && at == wrong[i].at);
		if (error != wrong[i].error || at != wrong[i].at)
			printf("# %s: %d at %zu\n", wrong[i].text, error, at);
	}
}

static void
labels_have_255_bytes(void)
{
	for (int quoted = 0; quoted < 2; quoted++)
		for (int len = 254; len <= 256; len++)
		{
			char		label[300];
			TimelineState *state;
			Size		at;

			memset(label, 'a', len);
			label[len] = '\0';
			CHECK(timeline_from_text(psprintf(quoted ? "{2024-03-01T09:00:00Z ask:\"%s\"}" :
											  "{2024-03-01T09:00:00Z ask:%s}", label),
									 &state, &at) ==
				  (len > LABEL_MAX ? TIMELINE_TEXT_LONG_LABEL : TIMELINE_TEXT_OK));
		}
}

/* Cut or changed anywhere: an error or a value, and nothing worse. */
static void
damaged_texts_do_no_harm(void)
{
	static const Sort sort = {86400000000, 1, 3, 5};
	pg_prng_state seed;

	pg_prng_seed(&seed, 12);
	for (int i = 0; i < 20000; i++)
	{
		int			n = 1 + below(&seed, 4);
		const char *text = to_text(pack_rows(random_rows(&seed, &sort, n), n));
		Size		len = strlen(text);
		char	   *copy = malloc(len + 1);
		TimelineState *state;
		Size		at;

		memcpy(copy, text, len + 1);
		copy[below(&seed, len)] = below(&seed, 3) ? "{}\":@=#\\,0-.e"[below(&seed, 13)] : '\0';
		if (timeline_from_text(copy, &state, &at) == TIMELINE_TEXT_OK)
		{
			void	   *value = timeline_pack(state);

			CHECK(same_bytes(from_text(to_text(value)), value));
		}
		CHECK(at <= len);
		free(copy);
	}
}

int
main(void)
{
	LAW(text_gives_back_the_value);
	LAW(any_label_is_text);
	LAW(dates_are_those_of_the_calendar);
	LAW(edges_of_time);
	LAW(wrong_texts_are_refused);
	LAW(labels_have_255_bytes);
	LAW(damaged_texts_do_no_harm);
	return check_done();
}
