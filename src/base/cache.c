/*
 * cache.c - large values that many rows read: setting scrm.cache_size
 */
#include "base/cache.h"

#include "access/detoast.h"
#include "common/hashfn.h"
#include "lib/ilist.h"
#include "utils/guc.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "base/clock.h"
#include "base/compat.h"

/* Milliseconds for which a toast pointer is trusted; the tests have fewer. */
#ifndef CACHE_FRESH
#define CACHE_FRESH		60000.0
#endif

/* Either a toast pointer, or the size and a hash of bytes that are to compare. */
typedef struct CacheKey
{
	CacheDecode decode;
	Oid			relation;		/* 0: not toasted */
	Oid			id;
	uint32		size;
	uint32		rest;			/* of the toast pointer, or the hash */
} CacheKey;

/* Lives in a memory context of its own, with all that belongs to it. */
typedef struct CacheEntry
{
	CacheKey	key;
	void	   *object;
	struct varlena *source;		/* the value as it came; NULL: toasted */
	double		read;			/* when, by clock_ms */
	MemoryContext context;
	Size		bytes;			/* of it */
	int			places;			/* of calls that have it */
	bool		kept;			/* in the cache */
	dlist_node	node;
} CacheEntry;

typedef struct KeptEntry
{
	CacheKey	key;
	CacheEntry *entry;
} KeptEntry;

/* What a place of a call had last, argument by argument. */
typedef struct CachePlace
{
	MemoryContextCallback end;
	int			arguments;
	CacheEntry *last[FLEXIBLE_ARRAY_MEMBER];
} CachePlace;

static int	cache_mb;			/* scrm.cache_size */
static HTAB *kept;				/* of KeptEntry */
static dlist_head recent = DLIST_STATIC_INIT(recent);	/* latest first */
static Size kept_bytes;

static CachePlace *place_of(FunctionCallInfo fcinfo);
static void end_place(void *place);
static CacheKey key_of(const struct varlena *value, CacheDecode decode);
static bool is_value(const CacheEntry *entry, const struct varlena *value, CacheDecode decode);
static CacheEntry *find(const CacheKey *key, const struct varlena *value);
static CacheEntry *make(const CacheKey *key, struct varlena *value);
static void shrink(int megabytes, void *extra);
static void drop(CacheEntry *entry);
static void release(CacheEntry *entry);

void
cache_init(void)
{
	DefineCustomIntVariable("scrm.cache_size",
							"Memory of a session for models that its statements read again and again.",
							"The least recently used go first.",
							&cache_mb, 64, 0, PG_INT32_MAX, PGC_USERSET, GUC_UNIT_MB,
							NULL, shrink, NULL);
}

const void *
cached_value(FunctionCallInfo fcinfo, int n, CacheDecode decode)
{
	struct varlena *value = (struct varlena *) PG_GETARG_POINTER(n);
	CachePlace *place = place_of(fcinfo);
	CacheEntry *entry = place->last[n];
	CacheKey	key;

	/* An expanded object is no bytes yet. */
	if (VARATT_IS_EXTERNAL(value) && !VARATT_IS_EXTERNAL_ONDISK(value))
		value = detoast_external_attr(value);
	if (entry && is_value(entry, value, decode))
	{
		if (entry->kept)
			dlist_move_head(&recent, &entry->node);
		return entry->object;
	}
	key = key_of(value, decode);
	entry = find(&key, value);
	if (!entry)
		entry = make(&key, value);
	entry->places++;
	if (place->last[n])
		release(place->last[n]);
	place->last[n] = entry;
	return entry->object;
}

static CachePlace *
place_of(FunctionCallInfo fcinfo)
{
	CachePlace *place = fcinfo->flinfo->fn_extra;

	if (!place)
	{
		place = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt,
									   offsetof(CachePlace, last) + PG_NARGS() * sizeof(CacheEntry *));
		place->arguments = PG_NARGS();
		place->end.func = end_place;
		place->end.arg = place;
		MemoryContextRegisterResetCallback(fcinfo->flinfo->fn_mcxt, &place->end);
		fcinfo->flinfo->fn_extra = place;
	}
	return place;
}

static void
end_place(void *arg)
{
	CachePlace *place = arg;

	for (int i = 0; i < place->arguments; i++)
		if (place->last[i])
			release(place->last[i]);
}

static CacheKey
key_of(const struct varlena *value, CacheDecode decode)
{
	CacheKey	key;

	memset(&key, 0, sizeof(key));
	key.decode = decode;
	if (VARATT_IS_EXTERNAL_ONDISK(value))
	{
		struct varatt_external pointer;

		VARATT_EXTERNAL_GET_POINTER(pointer, value);
		key.relation = pointer.va_toastrelid;
		key.id = pointer.va_valueid;
		key.size = pointer.va_rawsize;
		key.rest = pointer.va_extinfo;
	}
	else
	{
		key.size = VARSIZE_ANY(value);
		key.rest = hash_bytes((const unsigned char *) value, (int) key.size);
	}
	return key;
}

/* Whether the entry is of this value, and may be trusted. */
static bool
is_value(const CacheEntry *entry, const struct varlena *value, CacheDecode decode)
{
	if (entry->key.decode != decode || VARATT_IS_EXTERNAL_ONDISK(value) != (entry->source == NULL))
		return false;
	if (entry->source)
		return entry->key.size == VARSIZE_ANY(value) &&
			memcmp(entry->source, value, entry->key.size) == 0;
	else
	{
		CacheKey	key = key_of(value, decode);

		return memcmp(&entry->key, &key, sizeof(key)) == 0 && clock_ms() - entry->read <= CACHE_FRESH;
	}
}

/* What is kept under the key, unless it is another value or too old. */
static CacheEntry *
find(const CacheKey *key, const struct varlena *value)
{
	KeptEntry  *found = kept ? hash_search(kept, key, HASH_FIND, NULL) : NULL;

	if (!found)
		return NULL;
	if (!is_value(found->entry, value, key->decode))
	{
		drop(found->entry);
		return NULL;
	}
	dlist_move_head(&recent, &found->entry->node);
	return found->entry;
}

/*
 * Decodes the value and keeps it, until the cache is too large.  It is there
 * for the caller in any case, who must count himself among its places.
 */
static CacheEntry *
make(const CacheKey *key, struct varlena *value)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "scrm cached value",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	CacheEntry *entry = palloc0(sizeof(CacheEntry));

	entry->key = *key;
	entry->context = context;
	entry->read = clock_ms();
	if (!VARATT_IS_EXTERNAL_ONDISK(value))
	{
		entry->source = palloc(key->size);
		memcpy(entry->source, value, key->size);
		value = entry->source;
	}
	entry->object = key->decode(detoast_attr(value));
	MemoryContextSwitchTo(old);
	entry->bytes = MemoryContextMemAllocated(context, true);

	if (!kept)
	{
		HASHCTL		control = {.keysize = sizeof(CacheKey), .entrysize = sizeof(KeptEntry)};

		kept = hash_create("scrm cache", 64, &control, HASH_ELEM | HASH_BLOBS);
	}
	((KeptEntry *) hash_search(kept, key, HASH_ENTER, NULL))->entry = entry;
	entry->kept = true;
	MemoryContextSetParent(context, TopMemoryContext);
	dlist_push_head(&recent, &entry->node);
	kept_bytes += entry->bytes;

	/* The caller's own may be among those that go. */
	entry->places++;
	shrink(cache_mb, NULL);
	entry->places--;
	return entry;
}

/* Also what a new size of the cache does. */
static void
shrink(int megabytes, void *extra)
{
	while (kept_bytes > (Size) megabytes * 1024 * 1024)
		drop(dlist_tail_element(CacheEntry, node, &recent));
}

/* Takes an entry out of the cache; the places that have it keep it. */
static void
drop(CacheEntry *entry)
{
	hash_search(kept, &entry->key, HASH_REMOVE, NULL);
	dlist_delete(&entry->node);
	kept_bytes -= entry->bytes;
	entry->kept = false;
	if (entry->places == 0)
		MemoryContextDelete(entry->context);
}

/* A place has another value, or is no more. */
static void
release(CacheEntry *entry)
{
	if (--entry->places == 0 && !entry->kept)
		MemoryContextDelete(entry->context);
}
