#ifndef FEEDLOOM_BASE_LATE_H
#define FEEDLOOM_BASE_LATE_H

#include "base/error.h"

/*
 * Libraries that most runs do without, and that each cost a start 0.1 to 0.9
 * ms, or 10.  Where LATE is said of all functions of one that are called, the
 * linker leaves the library out (--as-needed in the Makefile), and the loader
 * finds each function at its first call, if the library was loaded by then.
 */
enum late {
	LATE_CURL,
	LATE_GMIME,
	LATE_JANSSON,
	LATE_PCRE2,
	LATE_SQLITE3,
	LATE_ZSTD,
};

/* Stands behind the header that declares the function. */
#define LATE(function)                                                         \
	extern __typeof__(function) function __attribute__((weak))

/*
 * Loads a library, for good, if it is not; before any of its functions is
 * called.  A locked process (base/jail.h) can load none: what it may come to
 * need is loaded before.  0, or -1 with ERR_SYSTEM.
 */
int late_load(enum late library, struct error *e);

#endif
