/*
 * contingency.c - counted pairs of ids as bytes: stored ones, and the state of
 * an aggregate
 */
#include "fuzz.h"

#include <math.h>

#include "core/agreement.h"

/* Text, and reading it again. */
static void
print(const void *packed)
{
	ContingencyReader reader;
	ContingencyFlat *flat;
	ContingencyStatus status;
	const char *detail;
	int			offset;
	void	   *again;
	char	   *text;

	contingency_open(&reader, (const uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ);
	text = contingency_to_text(&reader);
	REQUIRE(reader.error == NULL);
	REQUIRE(contingency_from_text(text, &flat, &status, &detail, &offset));
	REQUIRE(contingency_pack(flat, &again) == CONTINGENCY_OK && same_value(again, packed));
}

static void
is_share(double share)
{
	REQUIRE(isnan(share) || (share >= 0 && share <= 1 + 1e-9));
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);
	bool		open = size > 1 && bytes[1] == FLAT_OPEN;
	ContingencyFlat *flat = NULL;
	ContingencyCell *cells;
	ContingencyStatus status;
	Agreement	agreement;
	const char *error;
	void	   *packed;
	int64		n;

	if (size < 1 || bytes[0] != CONTINGENCY_VERSION)
		return;
	status = contingency_add_value(&flat, stored, size, &error);
	if (error)
		return;
	/* Of a state cells may come twice, and count too much together. */
	if (open && (status != CONTINGENCY_OK || contingency_pack(flat, &packed) != CONTINGENCY_OK))
		return;
	REQUIRE(status == CONTINGENCY_OK && contingency_pack(flat, &packed) == CONTINGENCY_OK);
	REQUIRE(open || has_bytes(packed, bytes, size));
	print(packed);

	REQUIRE(contingency_cells(flat, &cells, &n) == CONTINGENCY_OK);
	agreement = agreement_of(cells, n);
	is_share(agreement.pair_precision);
	is_share(agreement.pair_recall);
	is_share(agreement.pair_f1);
	is_share(agreement.b3_precision);
	is_share(agreement.b3_recall);
	is_share(agreement.b3_f1);
}
