/*
 * purchases.h - one customer's purchase days, each with the day's money
 *
 * Growing, it is an array of orders: sorted and counted together by day each
 * time it is full.  Packed, days are sorted, so that one set of orders has one
 * form, whatever their order:
 *
 *	 0        4         5       6       7            [10]
 *	 +--------+---------+-------+-------+------------+-----+-----+- - -
 *	 | length | version | flags | scale | [currency] | day | day |
 *	 +--------+---------+-------+-------+------------+-----+-----+- - -
 *
 * flags: PURCHASES_CURRENCY says that three capitals follow the scale.  A day
 * is a varint of four times the step from the day before, plus its PURCHASE_
 * flags; where its amount is known, a zigzag varint of the amount in units of
 * 10^-scale follows.  The first step is the zigzag of the day itself.
 *
 * Days count from 2000-01-01, as in PostgreSQL, and lie in the years 1 to
 * 9999.  The scale is the largest seen, at most 6, and 0 where no amount is
 * known: sums are exact.
 */
#ifndef SCRM_PURCHASES_H
#define SCRM_PURCHASES_H

#include "core/core.h"
#include "core/flat.h"

#define PURCHASES_VERSION		1
#define PURCHASES_CURRENCY		0x01	/* in flags */
#define PURCHASES_SCALE_MAX		6
#define PURCHASES_DAY_MIN		(-730119)	/* 0001-01-01 */
#define PURCHASES_DAY_MAX		2921939 /* 9999-12-31 */
#define PURCHASES_CURRENCY_LEN	3

/* What is known of a day; together those of its orders. */
#define PURCHASE_BOUGHT		1	/* an order that is not a return */
#define PURCHASE_KNOWN		2	/* an order whose amount is known */

/* An order, or the orders of a day. */
typedef struct PurchaseDay
{
	int32		day;
	uint32		flags;
	int64		amount;			/* in units of 10^-scale; 0 if not known */
} PurchaseDay;

/* The open flat state; nothing in it points anywhere. */
typedef struct PurchasesFlat
{
	char		prelude[FLAT_PRELUDE];
	uint8		scale;
	char		currency[PURCHASES_CURRENCY_LEN + 1];	/* "" is none */
	int32		n;
	PurchaseDay days[FLEXIBLE_ARRAY_MEMBER];
} PurchasesFlat;

typedef enum PurchasesStatus
{
	PURCHASES_OK,
	PURCHASES_OUT_OF_RANGE,		/* an amount, or a day's sum, passes int64 */
	PURCHASES_CURRENCIES		/* two, or one and none */
} PurchasesStatus;

/*
 * Reads a packed value day by day.  After purchases_open, and at the end of
 * purchases_next, `error` is NULL or a sentence on what is wrong.
 */
typedef struct PurchasesReader
{
	const uint8 *p;
	const uint8 *end;
	const char *error;
	int			scale;
	char		currency[PURCHASES_CURRENCY_LEN + 1];
	bool		started;
	bool		known;			/* an amount has been read */
	int32		day;			/* the last one read */
} PurchasesReader;

/* What the models read of a customer, up to a day. */
typedef struct PurchasesSummary
{
	int64		days;			/* purchase days; 0: nothing below holds */
	int32		first;
	int32		last;
	int64		repeat_known;	/* days after the first of known amount */
	int64		repeat_sum;		/* their sum, in units of 10^-scale */
	bool		overflow;		/* repeat_sum passes int64 */
	double		repeat_mean;	/* of their amounts; 0 where there are none */
	int			scale;
	char		currency[PURCHASES_CURRENCY_LEN + 1];	/* "" is none */
} PurchasesSummary;

extern PurchasesFlat *purchases_new(const char *currency);
extern PurchasesStatus purchases_add(PurchasesFlat **flat, PurchaseDay order, int scale);
extern PurchasesStatus purchases_add_value(PurchasesFlat **flat, const uint8 *bytes,
										   Size len, const char **error);
extern PurchasesStatus purchases_pack(const PurchasesFlat *flat, void **packed);

/* All that follow read from the version byte on, of PURCHASES_VERSION. */
extern void purchases_open(PurchasesReader *reader, const uint8 *bytes, Size len);
extern bool purchases_next(PurchasesReader *reader, PurchaseDay *day);
extern const char *purchases_currency(const uint8 *bytes, Size len, char *currency);
extern const char *purchases_summary(const uint8 *bytes, Size len, int32 as_of,
									 PurchasesSummary *summary);

#endif							/* SCRM_PURCHASES_H */
