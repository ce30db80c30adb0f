#ifndef FEEDLOOM_BASE_MEM_H
#define FEEDLOOM_BASE_MEM_H

#include <stddef.h>

/*
 * Memory that is there or ends the process: no caller can do better than stop
 * when a few kilobytes are refused.  What input can make large is bounded by
 * limits.h before it gets here.  Every result is freed with free(3).
 */

/*
 * What is freed stays with the process, up to 32 MiB, for the next document;
 * giving it back and asking again costs many small ones a fifth of their time.
 * To be called before anything is allocated.
 */
void mem_keep(void);

/* n objects of size bytes, all zero. */
void *mem_new(size_t n, size_t size) __attribute__((malloc));

/* p, made n objects of size bytes; what is new is not cleared. */
void *mem_grow(void *p, size_t n, size_t size);

/* A copy of n bytes with a NUL behind them. */
char *mem_dup(const char *p, size_t n) __attribute__((malloc));

/* A copy of a string, NULL for NULL. */
char *mem_str(const char *s) __attribute__((malloc));

/* Says that memory ran out and ends the process with status 75. */
_Noreturn void mem_out(void);

#endif
