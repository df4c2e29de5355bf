/*
 * fitted_model_text.c - models as text
 */
#include "fuzz.h"

#include "core/fitted_model.h"

static void
read_as(const ModelFamily *family, const char *text)
{
	FittedModel model,
				again;
	void	   *packed;
	char	   *written;

	if (model_from_json(family, text, strlen(text), &model) != NULL)
	{
		REQUIRE(strlen(model_family_text(family)) > 0);
		return;
	}
	packed = model_to_bytes(&model);
	REQUIRE(model_from_bytes(family, (uint8 *) packed + VARHDRSZ, VARSIZE(packed) - VARHDRSZ,
							 &again) == NULL);
	written = model_to_json(&again);
	REQUIRE(model_from_json(family, written, strlen(written), &model) == NULL);
	REQUIRE(same_value(model_to_bytes(&model), packed));
	REQUIRE(strcmp(model_to_json(&model), written) == 0);
}

static void
fuzz(const uint8 *bytes, Size size)
{
	char	   *text = as_text(bytes, size);

	read_as(&clv_family, text);
	read_as(&spend_family, text);
}
