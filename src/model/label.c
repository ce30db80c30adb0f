/*
 * Names of entries for messages.  Fast: made for each entry that a plugin sees.
 */
#include "model/label.h"

#include <string.h>

#include "xml/node.h"

#define TITLE_MAX 80
#define ID_MAX 140

/* Adds text, at most max bytes of it and no half of a character. */
static char *
add(char *at, const char *text, size_t max)
{
	size_t len = strnlen(text, max + 1);

	if (len <= max)
		return mempcpy(at, text, len);
	len = max;
	while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
		len--;
	at = mempcpy(at, text, len);
	return mempcpy(at, "…", strlen("…"));
}

static const char *
text_of(const xmlNode *entry, const char *name)
{
	const xmlNode *child = node_child(entry, NS_ATOM, name);
	const char *text = child == NULL ? NULL : node_plain(child);

	return text == NULL ? "" : text;
}

void
label_of(const xmlNode *entry, char out[LABEL_TEXT])
{
	const char *title = text_of(entry, "title");
	const char *id = text_of(entry, "id");
	char *at = out;

	*at++ = '"';
	at = add(at, title, TITLE_MAX);
	*at++ = '"';
	if (*id != '\0') {
		at = mempcpy(at, " (", 2);
		at = add(at, id, ID_MAX);
		*at++ = ')';
	}
	*at = '\0';
}
