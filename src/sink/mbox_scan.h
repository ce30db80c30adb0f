#ifndef FEEDLOOM_SINK_MBOX_SCAN_H
#define FEEDLOOM_SINK_MBOX_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * What an mbox has of one message: whole, or only a part, because its writer
 * ended before it was done.  A message tells by the name of a header, which is
 * as long for both.
 */
#define MBOX_WHOLE "X-Feedloom-Unique: "
#define MBOX_PART "X-Feedloom-Partly: "

struct mbox_scan {
	bool whole;
	off_t part;    /* where a part of it begins; -1: there is none */
	off_t size;    /* of the file */
	char ended[2]; /* its last two bytes, NUL where there are fewer */
};

/* Reads the whole file.  0, or -1 with errno. */
int mbox_scan(struct mbox_scan *scan, int fd, const char *unique);

#endif
