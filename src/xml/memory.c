/*
 * The allocator of libxml2.  The nodes of a tree are made one behind the other
 * and die together: small blocks are cut from the front of a region, and a
 * region is used again, whole, when none of its blocks is in use.  A few blocks
 * of each size are kept when they are given back, for what XPath takes and
 * gives back at once: it would leave holes between the nodes.  Nothing is
 * searched, and what is used together lies together.  Each block has its size
 * in front of it; a large one is the system's.
 *
 * The sanitizers look after each block on its own: they get none of this.
 */
#include "xml/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <libxml/xmlmemory.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/sanitizer.h"

#define REGION (32 * KIB) /* and its alignment */
#define BATCH 16	  /* regions that are asked for at a time */
#define SMALL (2 * KIB)	  /* the largest block of a region */
#define SPARE 64	  /* empty regions kept */
#define TINY 256	  /* of blocks up to this some are kept */
#define KEPT 8		  /* of one size */
#define LASTING 64	  /* texts that are there for good */

struct region {
	struct region *before, *behind; /* all that there are */
	struct region *next;		/* of those to spare */
	size_t live;			/* blocks in use */
	size_t end; /* bytes of all blocks there were, and of this */
};

/* What stands in front of a block. */
struct block {
	uint64_t size; /* without this; 0: it is there for good */
};

static struct {
	struct region *all;
	struct region *now;
	struct region *spare;
	size_t spares;
	char *fresh; /* so many regions that were never used */
	size_t n_fresh;
	/* Blocks that were just given back, to be taken again at once. */
	struct block *kept[TINY / sizeof(struct block) + 1][KEPT];
	unsigned char n_kept[TINY / sizeof(struct block) + 1];
	bool used; /* the allocator is libxml2's */
	struct block *lasting[LASTING];
	size_t n_lasting;
} regions;

static size_t
rounded(size_t n)
{
	return (n + sizeof(struct block) - 1) / sizeof(struct block) *
	       sizeof(struct block);
}

static struct block *
block_of(void *p)
{
	return (struct block *)p - 1;
}

static struct region *
region_of(struct block *block)
{
	return (struct region *)((uintptr_t)block & ~(uintptr_t)(REGION - 1));
}

static void
region_reset(struct region *region)
{
	region->live = 0;
	region->end = rounded(sizeof(*region));
}

/*
 * Asks the kernel for regions, which lie at multiples of their size: among
 * blocks of the heap each of them could cost twice what it holds.
 */
static void
region_batch(void)
{
	const size_t all = BATCH * REGION, more = all + REGION;
	char *p = mmap(NULL, more, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		mem_out();
	size_t before = (REGION - (uintptr_t)p % REGION) % REGION;
	if ((before > 0 && munmap(p, before) == -1) ||
	    munmap(p + before + all, REGION - before) == -1)
		mem_out();
	regions.fresh = p + before;
	regions.n_fresh = BATCH;
}

static struct region *
region_new(void)
{
	if (regions.n_fresh == 0)
		region_batch();
	struct region *region = (struct region *)(void *)regions.fresh;
	regions.fresh += REGION;
	regions.n_fresh--;
	region->before = NULL;
	region->behind = regions.all;
	if (regions.all != NULL)
		regions.all->before = region;
	regions.all = region;
	return region;
}

static void
region_free(struct region *region)
{
	if (region->before != NULL)
		region->before->behind = region->behind;
	else
		regions.all = region->behind;
	if (region->behind != NULL)
		region->behind->before = region->before;
	if (munmap(region, REGION) == -1)
		mem_out();
}

/* Begins an empty region; the one before it waits for its last block. */
static void
region_next(void)
{
	struct region *region = regions.spare;

	if (region != NULL) {
		regions.spare = region->next;
		regions.spares--;
	} else {
		region = region_new();
	}
	region_reset(region);
	regions.now = region;
}

/* The last block is gone: it is filled anew, kept for later or given back. */
static void
region_end(struct region *region)
{
	if (region == regions.now) {
		region_reset(region);
	} else if (regions.spares < SPARE) {
		region->next = regions.spare;
		regions.spare = region;
		regions.spares++;
	} else {
		region_free(region);
	}
}

static void *
take_large(struct block *old, size_t n)
{
	struct block *block;

	if (n > SIZE_MAX - sizeof(*block))
		mem_out();
	block = mem_grow(old, n + sizeof(*block), 1);
	block->size = n;
	return block + 1;
}

static void *
take(size_t n)
{
	size_t size = rounded(n == 0 ? 1 : n);

	if (n > SMALL)
		return take_large(NULL, n);
	size_t kind = size / sizeof(struct block);
	if (size <= TINY && regions.n_kept[kind] > 0)
		return regions.kept[kind][--regions.n_kept[kind]] + 1;
	if (regions.now == NULL ||
	    REGION - regions.now->end < size + sizeof(struct block))
		region_next();
	struct region *region = regions.now;
	struct block *block = (struct block *)((char *)region + region->end);
	region->end += size + sizeof(*block);
	region->live++;
	block->size = size;
	return block + 1;
}

static void
give(void *p)
{
	if (p == NULL)
		return;
	struct block *block = block_of(p);
	if (block->size > SMALL) {
		free(block);
		return;
	}
	if (block->size == 0)
		return;
	size_t kind = block->size / sizeof(*block);
	if (block->size <= TINY && regions.n_kept[kind] < KEPT) {
		regions.kept[kind][regions.n_kept[kind]++] = block;
		return;
	}
	struct region *region = region_of(block);
	if (--region->live == 0)
		region_end(region);
}

static void *
grow(void *p, size_t n)
{
	if (p == NULL)
		return take(n);
	struct block *block = block_of(p);
	if (block->size > SMALL && n > SMALL)
		return take_large(block, n);
	if (block->size <= SMALL && n <= block->size)
		return p;
	void *q = take(n);
	memcpy(q, p, n < block->size ? n : block->size);
	give(p);
	return q;
}

static char *
copy(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(take(n), s, n);
}

xmlChar *
xml_lasting(const char *text)
{
	size_t n = strlen(text) + 1;

	if (!regions.used)
		return xmlStrdup((const xmlChar *)text);
	for (size_t i = 0; i < regions.n_lasting; i++) {
		xmlChar *known = (xmlChar *)(regions.lasting[i] + 1);
		if (strcmp((char *)known, text) == 0)
			return known;
	}
	if (regions.n_lasting == LASTING)
		return (xmlChar *)copy(text);
	struct block *block = mem_grow(NULL, sizeof(*block) + n, 1);
	block->size = 0;
	regions.lasting[regions.n_lasting++] = block;
	return memcpy(block + 1, text, n);
}

static void *
take_one(size_t n)
{
	return mem_grow(NULL, n == 0 ? 1 : n, 1);
}

static void *
grow_one(void *p, size_t n)
{
	return mem_grow(p, n == 0 ? 1 : n, 1);
}

void
xml_memory(void)
{
	regions.used = !SANITIZER;
	if (SANITIZER)
		xmlMemSetup(free, take_one, grow_one, mem_str);
	else
		xmlMemSetup(give, take, grow, copy);
}
