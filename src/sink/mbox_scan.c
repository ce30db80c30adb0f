/*
 * Lines of a file that may be large and is anybody's: of each the begin is
 * looked at.  A message begins at a line "From ..." with a blank one before it;
 * its header ends at the next blank line.  Nothing in a body counts.
 */
#include "sink/mbox_scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/limits.h"

#define HEAD 64 /* bytes of a line that are looked at */

struct reading {
	struct mbox_scan *scan;
	const char *unique;
	char head[HEAD];
	size_t len;  /* of the line so far */
	off_t at;    /* where it begins */
	off_t begin; /* where the message does */
	bool blank;  /* the line before was */
	bool header;
};

/* Whether the line is that header of the message. */
static bool
names(const struct reading *r, const char *header)
{
	size_t n = strlen(header), id = strlen(r->unique);

	return r->len == n + id && r->len < HEAD &&
	       memcmp(r->head, header, n) == 0 &&
	       memcmp(r->head + n, r->unique, id) == 0;
}

static void
end_line(struct reading *r)
{
	bool blank = r->len == 0 || (r->len == 1 && r->head[0] == '\r');
	size_t seen = r->len < HEAD ? r->len : HEAD;

	if (r->blank && ascii_starts(r->head, seen, "From ")) {
		r->header = true;
		r->begin = r->at;
	} else if (r->header && blank) {
		r->header = false;
	} else if (r->header && names(r, MBOX_WHOLE)) {
		r->scan->whole = true;
	} else if (r->header && names(r, MBOX_PART)) {
		r->scan->part = r->begin;
	}
	r->at += (off_t)r->len + 1;
	r->len = 0;
	r->blank = blank;
}

static void
take(struct reading *r, const char *p, size_t n)
{
	while (n > 0) {
		const char *end = memchr(p, '\n', n);
		size_t part = end == NULL ? n : (size_t)(end - p);
		size_t room = r->len < HEAD ? HEAD - r->len : 0;
		if (room > 0)
			memcpy(r->head + r->len, p, part < room ? part : room);
		r->len += part;
		if (end != NULL)
			end_line(r);
		p += part + (end != NULL);
		n -= part + (end != NULL);
	}
}

int
mbox_scan(struct mbox_scan *scan, int fd, const char *unique)
{
	struct reading r = {.scan = scan, .unique = unique, .blank = true};
	static const struct mbox_scan none = {.part = -1};
	char part[64 * KIB];
	ssize_t n;

	*scan = none;
	while ((n = TEMP_FAILURE_RETRY(
		    pread(fd, part, sizeof(part), scan->size))) > 0) {
		take(&r, part, (size_t)n);
		if (n == 1)
			scan->ended[0] = scan->ended[1];
		else
			scan->ended[0] = part[n - 2];
		scan->ended[1] = part[n - 1];
		scan->size += n;
	}
	return n == 0 ? 0 : -1;
}
