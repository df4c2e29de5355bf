/*
 * flat.c - laws of the growable flat state and of varints
 */
#include "check.h"

#include "core/flat.h"
#include "core/varint.h"

/* Bytes in use survive growth, and the room is always zero. */
static void
growth_keeps_bytes_and_zeroes_room(void)
{
	uint8	   *state = flat_new(64, 3);
	Size		used = FLAT_PRELUDE;

	for (int i = 0; i < 10000; i++)
	{
		if (used == flat_capacity(state))
		{
			uint8	   *grown = flat_grow(state, used, used + 1);

			pfree(state);
			state = grown;
			for (Size j = used; j < flat_capacity(state); j++)
				CHECK(state[j] == 0);
		}
		state[used++] = (uint8) i;
	}
	CHECK(flat_version(state) == 3);
	CHECK(flat_flags(state) == FLAT_OPEN);
	for (int i = 0; i < 10000; i++)
		CHECK(state[FLAT_PRELUDE + i] == (uint8) i);
	pfree(state);
}

static void
growth_stops_at_what_a_value_can_hold(void)
{
	void	   *state = flat_new(64, 1);

	CHECK(flat_grow(state, 64, FLAT_MAX + 1) == NULL);
	CHECK(flat_grow(state, 64, (Size) -1) == NULL);
	pfree(state);
}

static void
zigzag_folds_and_unfolds(void)
{
	int64		edges[] = {0, 1, -1, 63, -64, 64, PG_INT64_MAX, PG_INT64_MIN};

	CHECK(zigzag(0) == 0 && zigzag(-1) == 1 && zigzag(1) == 2);
	for (int i = 0; i < lengthof(edges); i++)
		CHECK(unzigzag(zigzag(edges[i])) == edges[i]);
}

static void
varint_reads_what_it_wrote(void)
{
	pg_prng_state seed;
	uint8		bytes[VARINT_MAX];

	pg_prng_seed(&seed, 1);
	for (int i = 0; i < 100000; i++)
	{
		uint64		v = pg_prng_uint64(&seed) >> (i % 64);
		uint64		read;
		uint8	   *end = varint_write(bytes, v);

		CHECK(end - bytes == varint_size(v));
		CHECK(varint_read(bytes, end, &read) == end && read == v);
		for (const uint8 *cut = bytes; cut < end; cut++)
			CHECK(varint_read(bytes, cut, &read) == NULL);
	}
}

static void
varint_refuses_a_longer_form_and_65_bits(void)
{
	uint64		v;
	const uint8 zero_in_two[] = {0x80, 0x00};
	const uint8 bits_65[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02};
	const uint8 eleven[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x00};

	CHECK(varint_read(zero_in_two, zero_in_two + 2, &v) == NULL);
	CHECK(varint_read(bits_65, bits_65 + 10, &v) == NULL);
	CHECK(varint_read(eleven, eleven + 11, &v) == NULL);
}

int
main(void)
{
	LAW(growth_keeps_bytes_and_zeroes_room);
	LAW(growth_stops_at_what_a_value_can_hold);
	LAW(zigzag_folds_and_unfolds);
	LAW(varint_reads_what_it_wrote);
	LAW(varint_refuses_a_longer_form_and_65_bits);
	return check_done();
}
