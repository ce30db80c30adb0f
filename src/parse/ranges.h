#ifndef FEEDLOOM_PARSE_RANGES_H
#define FEEDLOOM_PARSE_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Where the bytes of a feed in XML can be cut into ranges of whole items:
 * looks at markup alone, and at no more of it than CDATA sections, comments,
 * processing instructions and the names of tags, so that it costs next to
 * nothing.  Bytes that are not what they seem give ranges that are none:
 * whoever parses one must see for himself that he stands between two items
 * behind it.
 */
struct ranges_part {
	uint32_t at;
	uint32_t len;
};

struct ranges {
	const char *item; /* what an entry is called; set by ranges_head */
	size_t at;	  /* bytes that were looked at */
	size_t end;	  /* behind the last whole item; 0: there is none */

	/* Items that have an attachment's address (parse/wxr.h). */
	struct ranges_part *parts; /* the caller's */
	size_t n_parts;
	size_t cap_parts;

	bool open;	  /* within an item */
	size_t begin;	  /* where that begins */
	bool attachment;  /* and what it is */
	const char *mark; /* what ends that which is passed over; or NULL */
};

/*
 * The first bytes of a document: 1 when it is a feed that can be cut; 0 when
 * there must be more bytes to know, -1 when it cannot, or is odd: anything but
 * UTF-8, a DOCTYPE, something before the root.
 */
int ranges_head(struct ranges *r, const char *p, size_t len);

/*
 * What whoever decides about an encoding that is UTF-8 so far will say
 * (base/charset.h): 1 when the first character beyond ASCII is one, 0 when
 * there is none yet, -1 when it is no character.
 */
int ranges_utf8(const char *p, size_t len);

/*
 * Another text, from between two items on (or from the document's first byte):
 * with room for parts, and nothing looked at.
 */
void ranges_start(struct ranges *r, struct ranges_part *parts, size_t room);

/*
 * Looks on, to the end of the text or until r->end is enough or there is no
 * room for parts.
 */
void ranges_scan(struct ranges *r, const char *p, size_t len, size_t enough);

#endif
