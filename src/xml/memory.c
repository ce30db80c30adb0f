/*
 * The allocator of libxml2: base/mem.h's, for sizes of any kind.
 */
#include "xml/memory.h"

#include <stdlib.h>

#include <libxml/xmlmemory.h>

#include "base/mem.h"

static void *
take(size_t n)
{
	return mem_grow(NULL, n == 0 ? 1 : n, 1);
}

static void *
grow(void *p, size_t n)
{
	return mem_grow(p, n == 0 ? 1 : n, 1);
}

void
xml_memory(void)
{
	xmlMemSetup(free, take, grow, mem_str);
}
