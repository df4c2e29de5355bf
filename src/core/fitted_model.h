/*
 * fitted_model.h - a model as a value: parameters by name, and how they came
 *
 * One shape serves every purchase model and every spend model.  A family is
 * an SQL type (clv_model, spend_model); its kinds are the models of it.  As
 * text a value is a flat JSON object, which may be typed by hand: only model
 * and parameters are needed.  As bytes, stored in the machine's order:
 *
 *	 0        4         5       6      7     8
 *	 +--------+---------+-------+------+-----+------------+---------- - - -
 *	 | length | version | flags | kind | 0   | parameters | optional fields
 *	 +--------+---------+-------+------+-----+------------+---------- - - -
 *
 * The optional fields follow in the order of their flags: unit (two int32,
 * months and days), currency (3 bytes), customers, left_out (int64),
 * log_likelihood (float8), covariance (its lower triangle in rows, float8).
 *
 * On the wire the same goes without length and the 0, in network order.
 */
#ifndef SCRM_FITTED_MODEL_H
#define SCRM_FITTED_MODEL_H

#include "core/clv_unit.h"

#define MODEL_VERSION		1
#define MODEL_PARAMETERS	4	/* at most */
#define CURRENCY_LEN		3

enum
{
	MODEL_UNIT = 1,
	MODEL_CURRENCY = 2,
	MODEL_CUSTOMERS = 4,
	MODEL_LEFT_OUT = 8,
	MODEL_LOG_LIKELIHOOD = 16,
	MODEL_COVARIANCE = 32
};

typedef struct ModelKind
{
	const char *name;
	int			n;				/* parameters */
	const char *parameters[MODEL_PARAMETERS];
} ModelKind;

typedef struct ModelFamily
{
	const char *type;			/* SQL type */
	int			optional;		/* which optional fields it may have */
	int			nkinds;
	const ModelKind *kinds;
} ModelFamily;

extern const ModelFamily clv_family;
extern const ModelFamily spend_family;

/* Kinds by their place in the family; stored, so they only grow. */
enum
{
	CLV_BG_NBD
};
enum
{
	SPEND_GAMMA_GAMMA
};

typedef struct FittedModel
{
	const ModelFamily *family;
	int			kind;
	int			has;			/* MODEL_... flags: which optional fields */
	double		parameters[MODEL_PARAMETERS];
	ClvUnit		unit;
	char		currency[CURRENCY_LEN + 1];
	int64		customers;
	int64		left_out;
	double		log_likelihood;
	double		covariance[MODEL_PARAMETERS * MODEL_PARAMETERS];	/* n x n, rows */
} FittedModel;

/* Parameters of the model's kind, and how many. */
static inline const ModelKind *
model_kind(const FittedModel *model)
{
	return &model->family->kinds[model->kind];
}

/* Each returns NULL, or a sentence on what is wrong. */
extern const char *model_check(const FittedModel *model);
extern const char *model_from_json(const ModelFamily *family, const char *text,
								   Size len, FittedModel *model);
extern const char *model_from_bytes(const ModelFamily *family, const uint8 *bytes,
									Size len, FittedModel *model);
extern const char *model_from_wire(const ModelFamily *family, const uint8 *bytes,
								   Size len, FittedModel *model);

extern char *model_to_json(const FittedModel *model);
extern void *model_to_bytes(const FittedModel *model);
extern void *model_to_wire(const FittedModel *model);
extern char *model_family_text(const ModelFamily *family);

/* Whether three capitals. */
extern bool currency_valid(const char *text, Size len);

#endif							/* SCRM_FITTED_MODEL_H */
