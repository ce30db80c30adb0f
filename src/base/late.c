/*
 * Libraries by dlopen(3), into the scope in which the loader looks up what the
 * program calls (RTLD_GLOBAL).
 */
#include "base/late.h"

#include <dlfcn.h>
#include <stdlib.h>

#include "base/sanitizer.h"

static const struct {
	const char *file;
	const char *package; /* of Debian */
} libraries[] = {
    [LATE_CURL] = {"libcurl.so.4", "libcurl4"},
    [LATE_GMIME] = {"libgmime-3.0.so.0", "libgmime-3.0-0"},
    [LATE_JANSSON] = {"libjansson.so.4", "libjansson4"},
    [LATE_PCRE2] = {"libpcre2-8.so.0", "libpcre2-8-0"},
    [LATE_SQLITE3] = {"libsqlite3.so.0", "libsqlite3-0"},
    [LATE_ZSTD] = {"libzstd.so.1", "libzstd1"},
};

#if SANITIZER
/*
 * LeakSanitizer falls over GLib's memory of threads, one time in fifty: what
 * loads that is left to valgrind.
 */
static int left_alone;

int __lsan_is_turned_off(void);

int
__lsan_is_turned_off(void)
{
	return left_alone;
}

#define LEAVE(library) (left_alone |= (library) == LATE_GMIME)
#else
#define LEAVE(library) ((void)(library))
#endif

int
late_load(enum late library, struct error *e)
{
	const char *file = libraries[library].file;
	const char *now = getenv("LD_BIND_NOW");

	/* Then the loader has looked already, and will not do it again. */
	if (now != NULL && *now != '\0')
		return error_set(e, ERR_SYSTEM,
		    "LD_BIND_NOW is set, and %s would not be found: unset it",
		    file);
	if (dlopen(file, RTLD_LAZY | RTLD_GLOBAL | RTLD_NODELETE) == NULL)
		return error_set(e, ERR_SYSTEM,
		    "the library %s cannot be loaded; on Debian it is in the "
		    "package %s",
		    file, libraries[library].package);
	LEAVE(library);
	return 0;
}
