/*
 * fuzz.h - what each harness of a reader needs
 *
 * A harness is a file that defines
 *
 *		static void fuzz(const uint8 *bytes, Size size)
 *
 * and tells with REQUIRE what must hold of any input.  All memory that a run
 * takes is given back after it, as the server does with a memory context.
 *
 * With -DFUZZ_REPLAY it is a program that reads the files it is given, under
 * any compiler: coverage is measured by that.
 */
#ifndef SCRM_FUZZ_H
#define SCRM_FUZZ_H

#include "core/core.h"

/* Longer inputs find nothing that these do not, and cost time; a harness may
 * say otherwise before it includes this. */
#ifndef FUZZ_SIZE_MAX
#define FUZZ_SIZE_MAX	1024
#endif

/* Fails the run; the input becomes a file. */
#define REQUIRE(condition) \
	do { \
		if (!(condition)) \
		{ \
			fprintf(stderr, "%s:%d: it does not hold that %s\n", \
					__FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

static void fuzz(const uint8 *bytes, Size size);
extern int	LLVMFuzzerTestOneInput(const uint8 *data, size_t size);

/* ---------------------------------------------------------------- memory */

/* The linker puts these in front of malloc and its kin (--wrap). */
extern void *__real_malloc(size_t size);
extern void *__real_calloc(size_t n, size_t size);
extern void *__real_realloc(void *p, size_t size);
extern void __real_free(void *p);
extern char *__real_strdup(const char *text);
extern void *__wrap_malloc(size_t size);
extern void *__wrap_calloc(size_t n, size_t size);
extern void *__wrap_realloc(void *p, size_t size);
extern void __wrap_free(void *p);
extern char *__wrap_strdup(const char *text);

static struct
{
	bool		on;				/* within a run */
	void	  **blocks;			/* taken, and not given back */
	int			n;
	int			room;
}			memory;

static void *
memory_taken(void *p)
{
	if (!memory.on || !p)
		return p;
	if (memory.n == memory.room)
	{
		memory.room = 2 * memory.room + 64;
		memory.blocks = __real_realloc(memory.blocks, sizeof(void *) * memory.room);
	}
	memory.blocks[memory.n++] = p;
	return p;
}

/* What is given back was taken lately, most often. */
static void
memory_given(void *p)
{
	if (!memory.on || !p)
		return;
	for (int i = memory.n; i-- > 0;)
		if (memory.blocks[i] == p)
		{
			memory.blocks[i] = memory.blocks[--memory.n];
			return;
		}
}

void *
__wrap_malloc(size_t size)
{
	return memory_taken(__real_malloc(size));
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return memory_taken(__real_calloc(n, size));
}

void *
__wrap_realloc(void *p, size_t size)
{
	memory_given(p);
	return memory_taken(__real_realloc(p, size));
}

void
__wrap_free(void *p)
{
	memory_given(p);
	__real_free(p);
}

char *
__wrap_strdup(const char *text)
{
	return memory_taken(__real_strdup(text));
}

/* ------------------------------------------------------------------ runs */

int
LLVMFuzzerTestOneInput(const uint8 *data, size_t size)
{
	if (size > FUZZ_SIZE_MAX)
		return 0;
	memory.on = true;
	fuzz(data, size);
	memory.on = false;
	while (memory.n > 0)
		__real_free(memory.blocks[--memory.n]);
	return 0;
}

/* What was given back is kept from new use for a while, but not so long that
 * the caches of the processor are flooded. */
extern const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0:quarantine_size_mb=4";
}

/*
 * The input where a stored value has its bytes: behind a length word, at an
 * odd address, and nothing behind the last one.
 */
static inline const uint8 *
as_stored(const uint8 *bytes, Size size)
{
	uint8	   *room = palloc0(VARHDRSZ + 1 + size);

	return memcpy(room + VARHDRSZ + 1, bytes, size);
}

/* The input as a C string: up to its first zero byte. */
static inline char *
as_text(const uint8 *bytes, Size size)
{
	return pnstrdup((const char *) bytes, size);
}

/* Whether a packed value, a varlena, has these bytes from its version on. */
static inline bool
has_bytes(const void *packed, const uint8 *bytes, Size size)
{
	return VARSIZE(packed) == VARHDRSZ + size &&
		memcmp((const char *) packed + VARHDRSZ, bytes, size) == 0;
}

static inline bool
same_value(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

#ifdef FUZZ_REPLAY
int
main(int argc, char **argv)
{
	static uint8 bytes[FUZZ_SIZE_MAX + 1];

	for (int i = 1; i < argc; i++)
	{
		FILE	   *file = fopen(argv[i], "rb");

		if (!file)
		{
			perror(argv[i]);
			return 1;
		}
		/* A copy of its own, so that what lies behind it is seen. */
		Size		size = fread(bytes, 1, sizeof(bytes), file);
		uint8	   *copy = memcpy(__real_malloc(Max(size, 1)), bytes, size);

		fclose(file);
		LLVMFuzzerTestOneInput(copy, size);
		__real_free(copy);
	}
	return 0;
}
#endif

#endif							/* SCRM_FUZZ_H */
