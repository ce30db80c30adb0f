/*
 * A cheap look before parsing.  Whether a head is late is decided on the safe
 * side: an end tag of an entry with anything but another entry or the end of
 * the feed behind it, even in a comment or CDATA, means reading twice, which
 * costs time and nothing else.
 */
#include "parse/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"

#define TAIL (64 * KIB)
#define LONGEST 32 /* prefix of a name */

static const char *
skip_blank(const char *p, const char *end)
{
	while (p < end && ascii_blank(*p))
		p++;
	return p;
}

static bool
ends_prefix(char c)
{
	return ascii_blank(c) || c == ':' || c == '<' || c == '>' || c == '/';
}

/* Behind the name of an entry, with or without a prefix; or NULL. */
static const char *
past_name(const char *p, const char *end)
{
	static const char *const names[] = {"item", "entry"};
	const char *colon = p;

	while (colon < end && colon - p < LONGEST && !ends_prefix(*colon))
		colon++;
	if (colon < end && *colon == ':')
		p = colon + 1;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *q = p + strlen(names[i]);
		if (ascii_starts(p, (size_t)(end - p), names[i]) && q < end &&
		    (ascii_blank(*q) || *q == '>' || *q == '/'))
			return q;
	}
	return NULL;
}

/* Behind the next end tag of an entry; NULL when there is none. */
static const char *
find_end_tag(const char *p, const char *end)
{
	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p++;
		const char *q =
		    p < end && *p == '/' ? past_name(p + 1, end) : NULL;
		if (q == NULL)
			continue;
		q = skip_blank(q, end);
		if (q < end && *q == '>')
			return q + 1;
	}
	return NULL;
}

/* Whether an entry's end tag has something of the head behind it. */
static bool
late_xml(const char *text, size_t len)
{
	const char *end = text + len;
	const char *p = text;

	while ((p = find_end_tag(p, end)) != NULL) {
		p = skip_blank(p, end);
		if (end - p < 2)
			return false;
		if (!(*p == '<' &&
			(p[1] == '/' || past_name(p + 1, end) != NULL)) &&
		    !ascii_starts(p, (size_t)(end - p), "]]>"))
			return true;
	}
	return false;
}

/* In JSON: a member of the head behind the array of items. */
static bool
late_json(const char *text, size_t len)
{
	const char *items = memmem(text, len, "\"items\"", 7);

	if (items == NULL)
		return false;
	const char *p = text + len;
	while (p > items && strchr(" \n\t\r}", p[-1]) != NULL)
		p--;
	return p > items && p[-1] != ']';
}

/* A word whose first byte is rare: memchr(3) goes on much faster to that. */
static const char *
find_rare(const char *text, size_t len, const char *word)
{
	const char *end = text + len;
	size_t n = strlen(word);

	for (const char *p = text; (size_t)(end - p) >= n; p++) {
		p = memchr(p, word[0], (size_t)(end - p) - n + 1);
		if (p == NULL || memcmp(p, word, n) == 0)
			return p;
	}
	return NULL;
}

/* Whether a post of an export refers to attachments behind it. */
static bool
late_attachment(const char *text, size_t len)
{
	static const char *const users[] = {"[gallery", "_thumbnail_id"};
	static const char address[] = "attachment_url>";

	/* Most documents are no exports, and have none. */
	if (memmem(text, len, address, sizeof(address) - 1) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		const char *user = find_rare(text, len, users[i]);
		if (user != NULL && memmem(user, len - (size_t)(user - text),
					address, sizeof(address) - 1) != NULL)
			return true;
	}
	return false;
}

char
survey_first(const char *text, size_t len)
{
	const char *end = text + len;
	const char *p = text;

	if (ascii_starts(p, len, "\xEF\xBB\xBF"))
		p += 3;
	/* UTF-16 has a zero byte before or behind each letter. */
	while (p < end && (*p == '\0' || strchr(" \n\t\r\xFE\xFF", *p) != NULL))
		p++;
	return p == end ? '\0' : *p;
}

int
survey_source(struct source *source, struct survey *survey, struct error *e)
{
	size_t len;
	bool whole;
	const char *text = source_peek(source, LIMIT_CHUNK, &len, &whole, e);

	if (text == NULL)
		return -1;
	char first = survey_first(text, len);
	survey->json = first == '{' || first == '[';
	uint64_t size = source_size(source);
	if (!whole && size > LIMIT_REWIND) {
		char *tail = mem_new(TAIL, 1);
		size_t n = source_tail(source, tail, TAIL);
		if (n > 0)
			survey->late_head = survey->json ? late_json(tail, n)
							 : late_xml(tail, n);
		free(tail);
		size = n == 0 ? 0 : size;
	}
	if (!whole && size <= LIMIT_REWIND) {
		text = source_peek(source, LIMIT_REWIND, &len, &whole, e);
		if (text == NULL)
			return -1;
	}
	if (whole || len > LIMIT_CHUNK)
		survey->late_head = survey->json ? whole && late_json(text, len)
						 : late_xml(text, len);
	if (whole && !survey->json)
		survey->late_images = late_attachment(text, len);
	return 0;
}
