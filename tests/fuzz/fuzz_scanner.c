/*
 * Any bytes: where libxml2's pull parser alone finds a well-formed document,
 * the scanner in front of the push parser makes the same tree of it.  The first
 * byte of the input chooses how many bytes are read at a time.
 *
 * What is left aside is so on purpose: DOCTYPE is left out or refused (mend.h);
 * of encodings other than UTF-8 the bytes decide (charset.h); numbers of
 * characters from 128 to 159 are taken for windows-1252's, as HTML says
 * (entity.h); and there are limits.
 */
#include <stdbool.h>
#include <stdio.h>

#include "../unit/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A comment before the root, so that what counts is not in the first window. */
#define AHEAD (LIMIT_LOOKAHEAD + KIB)

/* The document, with the comment where it may have one. */
static void
put_ahead(const char *p, size_t len, struct buf *out)
{
	static char blanks[AHEAD];
	const char *end = NULL;
	size_t at = 0;

	if (len > 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	if (len > at + 6 && memcmp(p + at, "<?xml", 5) == 0 &&
	    strchr(" \t\r\n", p[at + 5]) != NULL)
		end = memmem(p + at, len - at, "?>", 2);
	if (end != NULL)
		at = (size_t)(end + 2 - p);
	memset(blanks, ' ', sizeof(blanks));
	buf_add(out, p, at);
	buf_puts(out, "<!--");
	buf_add(out, blanks, sizeof(blanks));
	buf_puts(out, "-->");
	buf_add(out, p + at, len - at);
}

/* Whether the reading may differ. */
static bool
is_aside(const char *p, size_t len, const xmlDoc *doc, const struct buf *text)
{
	bool high = false;

	for (size_t i = 0; i < len; i++)
		high = high || (unsigned char)p[i] >= 0x80 || p[i] == '\0';
	if (high && doc->encoding != NULL &&
	    strcasecmp((const char *)doc->encoding, "utf-8") != 0)
		return true;
	for (size_t i = 1; i < text->len; i++)
		if (text->data[i - 1] == '\xC2' &&
		    (unsigned char)text->data[i] < 0xA0)
			return true;
	return doc->encoding != NULL &&
	       (strncasecmp((const char *)doc->encoding, "iso-2022", 8) == 0 ||
		   strncasecmp((const char *)doc->encoding, "utf-7", 5) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf theirs, ours, text;
	struct error e;

	if (size < 2)
		return 0;
	const char *p = (const char *)data + 1;
	size_t len = size - 1;
	xmlDoc *doc = scan_theirs(p, len);
	if (doc == NULL)
		return 0;
	buf_init(&theirs, 64 * MIB);
	buf_init(&ours, 64 * MIB);
	buf_init(&text, 64 * MIB);
	scan_put_tree(&theirs, xmlDocGetRootElement(doc), true);
	if (!is_aside(p, len, doc, &theirs)) {
		put_ahead(p, len, &text);
		int done = scan_ours(
		    buf_text(&text), text.len, data[0] % 65, NULL, &ours, &e);
		if (done == -1 && strstr(e.text, "than") == NULL &&
		    strstr(e.text, "limit") == NULL) {
			fprintf(stderr, "%s\n", e.text);
			abort();
		}
		if (done == 0 &&
		    strcmp(buf_text(&ours), buf_text(&theirs)) != 0) {
			fprintf(stderr, "theirs:\n%sours:\n%s",
			    buf_text(&theirs), buf_text(&ours));
			abort();
		}
	}
	buf_clear(&text);
	buf_clear(&ours);
	buf_clear(&theirs);
	xmlFreeDoc(doc);
	return 0;
}
