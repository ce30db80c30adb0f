/*
 * Libraries by dlopen(3), into the scope in which the loader looks up what the
 * program calls (RTLD_GLOBAL).
 */
#include "base/late.h"

#include <dlfcn.h>
#include <stdlib.h>

static const char *const files[] = {
    [LATE_JANSSON] = "libjansson.so.4",
    [LATE_PCRE2] = "libpcre2-8.so.0",
    [LATE_SQLITE3] = "libsqlite3.so.0",
    [LATE_ZSTD] = "libzstd.so.1",
};

int
late_load(enum late library, struct error *e)
{
	const char *now = getenv("LD_BIND_NOW");

	/* Then the loader has looked already, and will not do it again. */
	if (now != NULL && *now != '\0')
		return error_set(e, ERR_SYSTEM,
		    "LD_BIND_NOW is set, and %s would not be found: unset it",
		    files[library]);
	if (dlopen(files[library], RTLD_LAZY | RTLD_GLOBAL | RTLD_NODELETE) ==
	    NULL)
		return error_set(e, ERR_SYSTEM,
		    "the library %s cannot be loaded", files[library]);
	return 0;
}
