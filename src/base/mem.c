/*
 * Allocation that ends the process when it fails.
 */
#include "base/mem.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/limits.h"

#define KEPT (32 * MIB)

void
mem_keep(void)
{
	/* Each fails only for a number that is out of its range. */
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
	(void)mallopt(M_MMAP_THRESHOLD, KEPT / 8);
}

void
mem_out(void)
{
	fputs("feedloom: out of memory; try again\n", stderr);
	exit(EX_TEMPFAIL);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (p == NULL)
		mem_out();
	return p;
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	void *q = reallocarray(p, n, size);

	if (q == NULL)
		mem_out();
	return q;
}

char *
mem_dup(const char *p, size_t n)
{
	char *q = malloc(n + 1);

	if (q == NULL)
		mem_out();
	if (n > 0)
		memcpy(q, p, n);
	q[n] = '\0';
	return q;
}

char *
mem_str(const char *s)
{
	return s == NULL ? NULL : mem_dup(s, strlen(s));
}
