/*
 * A scanner that jumps from '<' to '<'.  In an attribute there is none (XML 1.0
 * section 2.4), so that a tag needs no more than a look at its name.
 */
#include "parse/ranges.h"

#include <string.h>

#include "base/ascii.h"
#include "base/sniff.h"
#include "base/utf8.h"

#define LOOK 12 /* bytes that tell what begins with a '<' */

/* Roots in the spellings that mend_find_root knows. */
static const struct {
	const char *tag;
	const char *item;
} roots[] = {
    {"<rss ", "item"},
    {"<rss>", "item"},
    {"<rss\n", "item"},
    {"<rdf:RDF ", "item"},
    {"<rdf:RDF\n", "item"},
    {"<RDF ", "item"},
    {"<feed ", "entry"},
    {"<feed\n", "entry"},
};

/* Whether the declared encoding, if there is any, is UTF-8. */
static bool
is_utf8(const char *p, size_t len)
{
	const char *label;
	size_t n;

	if (!sniff_label(p, len, &label, &n))
		return true;
	const struct encoding *declared = encoding_find(label, n);
	return declared != NULL && declared->kind == ENCODING_UTF8;
}

/* What may stand before the root, up to a '<': 1, 0 when more must come. */
static int
find_root(const char *p, size_t len, size_t *at)
{
	while (*at < len) {
		const char *mark = NULL;
		if (ascii_blank(p[*at])) {
			++*at;
			continue;
		}
		if (len - *at < LOOK)
			return 0;
		if (ascii_starts(p + *at, len - *at, "<?"))
			mark = "?>";
		else if (ascii_starts(p + *at, len - *at, "<!--"))
			mark = "-->";
		if (mark == NULL)
			return 1;
		const char *end =
		    memmem(p + *at, len - *at, mark, strlen(mark));
		if (end == NULL)
			return 0;
		*at = (size_t)(end - p) + strlen(mark);
	}
	return 0;
}

int
ranges_head(struct ranges *r, const char *p, size_t len)
{
	size_t mark = 0;

	if (len < 4)
		return 0;
	const struct encoding *seen = sniff_mark(p, len, &mark);
	if (seen != NULL && seen->kind != ENCODING_UTF8)
		return -1;
	size_t at = mark;
	int got = find_root(p, len, &at);
	if (got == 0)
		return 0;
	if (!is_utf8(p + mark, at - mark))
		return -1;
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		if (ascii_starts(p + at, len - at, roots[i].tag)) {
			r->item = roots[i].item;
			return 1;
		}
	}
	return -1;
}

int
ranges_utf8(const char *p, size_t len)
{
	size_t at = 0;

	while (at < len && (unsigned char)p[at] < 0x80)
		at++;
	if (at == len)
		return 0;
	for (size_t n = 2; n <= 4 && at + n <= len; n++)
		if (utf8_valid(p + at, n))
			return 1;
	return -1;
}

void
ranges_start(struct ranges *r, struct ranges_part *parts, size_t room)
{
	*r =
	    (struct ranges){.item = r->item, .parts = parts, .cap_parts = room};
}

/*
 * Passes over all up to and with the mark; false when more must come.  memchr
 * is much faster than memmem, and of what marks begin with there is little.
 */
static bool
skip(struct ranges *r, const char *p, size_t len)
{
	size_t n = strlen(r->mark);
	const char *found;

	while ((found = memchr(p + r->at, r->mark[0], len - r->at)) != NULL) {
		r->at = (size_t)(found - p);
		if (len - r->at < n)
			return false;
		if (memcmp(found, r->mark, n) == 0) {
			r->at += n;
			r->mark = NULL;
			return true;
		}
		r->at++;
	}
	r->at = len;
	return false;
}

/* What ends a name in a start tag. */
static const bool ends_name[256] = {
    [' '] = true,
    ['\n'] = true,
    ['\t'] = true,
    ['\r'] = true,
    ['\f'] = true,
    ['>'] = true,
    ['/'] = true,
    ['<'] = true,
};

/* Whether a name stands at p, which has a byte at least, and ends there. */
static bool
is_name(const char *p, size_t len, const char *name)
{
	if (*p != *name)
		return false;
	size_t n = strlen(name);
	return len > n && memcmp(p, name, n) == 0 && p[n] != '<' &&
	       ends_name[(unsigned char)p[n]];
}

/* An end tag; false when more must come. */
static bool
end_tag(struct ranges *r, const char *p, size_t len)
{
	size_t at = r->at + 2;

	if (!is_name(p + at, len - at, r->item)) {
		r->at = at;
		return true;
	}
	at += strlen(r->item);
	while (at < len && ascii_blank(p[at]))
		at++;
	if (at == len)
		return false;
	r->at = at;
	if (p[at] != '>')
		return true;
	r->end = ++r->at;
	if (r->open && r->attachment)
		r->parts[r->n_parts++] = (struct ranges_part){
		    (uint32_t)r->begin, (uint32_t)(r->end - r->begin)};
	r->open = false;
	return true;
}

/* A start tag; false when more must come. */
static bool
start_tag(struct ranges *r, const char *p, size_t len)
{
	static const char address[] = "attachment_url";
	size_t at = r->at + 1;

	if (is_name(p + at, len - at, r->item)) {
		if (!r->open) {
			r->open = true;
			r->begin = r->at;
			r->attachment = false;
		}
		r->at = at;
		return true;
	}
	while (at < len && !ends_name[(unsigned char)p[at]])
		at++;
	if (at == len)
		return false;
	size_t n = sizeof(address) - 1;
	if (at - r->at > n && memcmp(p + at - n, address, n) == 0)
		r->attachment = true;
	r->at = at;
	return true;
}

/* The next '<'; false when more must come. */
static bool
step(struct ranges *r, const char *p, size_t len)
{
	const char *lt = memchr(p + r->at, '<', len - r->at);
	size_t at = lt == NULL ? len : (size_t)(lt - p);

	r->at = at;
	if (len - at < LOOK)
		return false;
	if (lt[1] == '/')
		return end_tag(r, p, len);
	if (lt[1] != '!' && lt[1] != '?')
		return start_tag(r, p, len);
	if (lt[1] == '?')
		r->mark = "?>";
	else if (memcmp(lt, "<![CDATA[", 9) == 0)
		r->mark = "]]>";
	else if (memcmp(lt, "<!--", 4) == 0)
		r->mark = "-->";
	r->at += lt[1] == '?' ? 1 : 2;
	return true;
}

void
ranges_scan(struct ranges *r, const char *p, size_t len, size_t enough)
{
	bool more = true;

	while (more && r->end < enough && r->n_parts < r->cap_parts)
		more = r->mark != NULL ? skip(r, p, len) : step(r, p, len);
}
