/*
 * fitted_model.c - models as bytes: the stored form, and that on the wire
 */
#include "fuzz.h"

#include "core/fitted_model.h"

typedef const char *(*Reader) (const ModelFamily *, const uint8 *, Size, FittedModel *);
typedef void *(*Writer) (const FittedModel *);

/* What one form says the other one does, and the text. */
static void
read_as(const ModelFamily *family, Reader read, Writer write, const uint8 *bytes, Size size)
{
	FittedModel model,
				again;
	char	   *text;
	void	   *other;

	if (read(family, bytes, size, &model) != NULL)
		return;
	REQUIRE(has_bytes(write(&model), bytes, size));

	text = model_to_json(&model);
	REQUIRE(model_from_json(family, text, strlen(text), &again) == NULL);
	REQUIRE(has_bytes(write(&again), bytes, size));

	other = model_to_bytes(&model);
	REQUIRE(model_from_bytes(family, (uint8 *) other + VARHDRSZ, VARSIZE(other) - VARHDRSZ, &again) == NULL);
	REQUIRE(has_bytes(write(&again), bytes, size));
	other = model_to_wire(&model);
	REQUIRE(model_from_wire(family, (uint8 *) other + VARHDRSZ, VARSIZE(other) - VARHDRSZ, &again) == NULL);
	REQUIRE(has_bytes(write(&again), bytes, size));
}

static void
fuzz(const uint8 *bytes, Size size)
{
	const uint8 *stored = as_stored(bytes, size);

	if (size < 1 || bytes[0] != MODEL_VERSION)
		return;
	read_as(&clv_family, model_from_bytes, model_to_bytes, stored, size);
	read_as(&spend_family, model_from_bytes, model_to_bytes, stored, size);
	read_as(&clv_family, model_from_wire, model_to_wire, stored, size);
	read_as(&spend_family, model_from_wire, model_to_wire, stored, size);
}
