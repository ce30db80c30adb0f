#ifndef FEEDLOOM_BASE_URL_H
#define FEEDLOOM_BASE_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Addresses: RFC 3986 references resolved as section 5.2 says, with the
 * leniency of the web for what people type: white space around and line ends
 * within are dropped, blanks and other characters no URL may hold are
 * percent-encoded, a backslash in an http address is a slash.  Letters beyond
 * ASCII stay as they are (RFC 3987).
 */

/* True for "scheme:…" with a scheme of RFC 3986 section 3.1. */
bool url_absolute(const char *url, size_t len);

/* True when url has this scheme (lower case, without the colon). */
bool url_has_scheme(const char *url, size_t len, const char *scheme);

/*
 * The parts of an address or a reference, borrowed from it (RFC 3986 appendix
 * B); what is not there is NULL, which is not the same as "", but for the path.
 */
struct url_span {
	const char *p;
	size_t n;
};

struct url_parts {
	struct url_span scheme;
	struct url_span authority;
	struct url_span path;
	struct url_span query;
	struct url_span fragment;
};

void url_split(const char *url, size_t len, struct url_parts *parts);

/*
 * Adds ref, resolved against base, to out.  Returns true when what was added is
 * absolute.  A ref with a scheme is only tidied, whatever the scheme ("C:\x"
 * has one).  So is one that nothing can be seen from: base is NULL, not
 * absolute, without a hierarchy (mailto:, urn:; a mere fragment still works),
 * or one of the two is longer than LIMIT_URL.
 */
bool url_resolve(
    const char *base, const char *ref, size_t ref_len, struct buf *out);

/*
 * True for an absolute IRI as atom:id wants it: a scheme and more, no control
 * character, no blank, no <>"{}|\^`
 */
bool url_is_iri(const char *text, size_t len);

/*
 * True when url may stand in a page that people click in: http, https, mailto,
 * tel, or no scheme at all.  Sees through control characters, blanks, case; all
 * that stands before a colon counts as a scheme, so it errs on the safe side.
 * References (&#106;) are decoded by the caller.
 */
bool url_clickable(const char *url, size_t len);

/* Adds text percent-encoded but for RFC 3986's unreserved characters. */
void url_encode(const char *text, size_t len, struct buf *out);

/*
 * Adds an IRI as a URI (RFC 3987 section 3.1): what is not ASCII, or no URL may
 * hold, is percent-encoded, in a host name too; nothing else changes.
 */
void url_ascii(const char *iri, size_t len, struct buf *out);

/* Adds text with its percent escapes decoded; a lone % stays. */
void url_decode(const char *text, size_t len, struct buf *out);

#endif
