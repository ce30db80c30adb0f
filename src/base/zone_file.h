#ifndef FEEDLOOM_BASE_ZONE_FILE_H
#define FEEDLOOM_BASE_ZONE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * What the file of a zone says: when clocks were and will be changed.
 */

/* 400 years, after which days of the week fall on the same dates. */
#define ZONE_PERIOD ((int64_t)146097 * 86400)

/* No clock is further from UTC; seconds. */
#define ZONE_FURTHEST (26 * 3600)

struct zone_change {
	int64_t at;	/* seconds since 1970; each one behind the one before */
	int32_t offset; /* seconds east of UTC from then on */
};

struct zone_changes {
	struct zone_change *items;
	size_t count;
	int32_t first; /* the offset before all of these */
	/* From that moment on all is as it was ZONE_PERIOD before; INT64_MAX:
	 * it stays as it is behind the last change. */
	int64_t repeats;
};

/*
 * Reads a file in the format TZif, version 2 or later (RFC 8536): whatever the
 * bytes are.  0, or -1 with ERR_CONFIG and words that leave the name to the
 * caller, and nothing to free.
 */
int zone_file_read(struct zone_changes *changes, const void *bytes, size_t len,
    struct error *e);

void zone_changes_clear(struct zone_changes *changes);

#endif
