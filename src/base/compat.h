/*
 * compat.h - makes old servers look like new ones
 *
 * The code is written for the newest PostgreSQL; this header holds every
 * PG_VERSION_NUM and shrinks with each release that is dropped.  It is the
 * one header of base that core includes, so it compiles with FRONTEND too.
 */
#ifndef SCRM_COMPAT_H
#define SCRM_COMPAT_H

/* varatt.h is a header of its own, and one for both worlds, from 16 on. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#elif defined(FRONTEND)
#define VARHDRSZ	((int32) sizeof(int32))
#define VARDATA(p)	((char *) (p) + VARHDRSZ)
#ifdef WORDS_BIGENDIAN
#define VARSIZE(p)	(*(const uint32 *) (p) & 0x3FFFFFFF)
#define SET_VARSIZE(p, len) (*(uint32 *) (p) = (len) & 0x3FFFFFFF)
#else
#define VARSIZE(p)	((*(const uint32 *) (p) >> 2) & 0x3FFFFFFF)
#define SET_VARSIZE(p, len) (*(uint32 *) (p) = ((uint32) (len)) << 2)
#endif
#endif

/* Actions of the JSON parser return a result from 16 on; its maker takes a
 * lexer to reuse from 17 on.  (For files that include common/jsonapi.h.) */
#if PG_VERSION_NUM >= 160000
#define JSON_ACTION			JsonParseErrorType
#define JSON_ACTION_DONE	return JSON_SUCCESS
#else
#define JSON_ACTION			void
#define JSON_ACTION_DONE	return
#endif
#if PG_VERSION_NUM >= 170000
#define json_lex_context(text, len, encoding, escapes) \
	makeJsonLexContextCstringLen(NULL, text, len, encoding, escapes)
#else
#define json_lex_context(text, len, encoding, escapes) \
	makeJsonLexContextCstringLen(text, len, encoding, escapes)
#endif

#ifndef FRONTEND

/* Soft errors of input functions came with 16: before, they are hard. */
#if PG_VERSION_NUM < 160000
struct Node;
#define ereturn(context, dummy, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy; \
	} while (0)
#endif

/* Scans of an index may be counted from 18 on. */
#if PG_VERSION_NUM >= 180000
#define index_scan_begin(heap, index, snapshot, keys) index_beginscan(heap, index, snapshot, NULL, keys, 0)
#else
#define index_scan_begin(heap, index, snapshot, keys) index_beginscan(heap, index, snapshot, keys, 0)
#endif

#if PG_VERSION_NUM < 180000
#define PG_MODULE_MAGIC_EXT(...) PG_MODULE_MAGIC
#define pg_noreturn pg_attribute_noreturn()
#endif

#endif							/* FRONTEND */

#endif							/* SCRM_COMPAT_H */
