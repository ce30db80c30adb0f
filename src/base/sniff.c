/*
 * Byte order marks, zero bytes and XML declarations.
 *
 * Looks at a bounded number of bytes.  Never takes for a declaration what
 * stands in a comment, in a CDATA section or in a JSON text.
 */
#include "base/sniff.h"

#include <string.h>

#include "base/ascii.h"

#define DECLARATION ((size_t)1024) /* where an XML declaration may begin */

/* Bytes that begin at p and end before end. */
struct part {
	const char *p;
	const char *end;
};

static size_t
left(const struct part *part)
{
	return (size_t)(part->end - part->p);
}

static bool
begins(const struct part *part, const char *text)
{
	return ascii_starts(part->p, left(part), text);
}

static void
skip_blanks(struct part *part)
{
	while (part->p < part->end && ascii_blank(*part->p))
		part->p++;
}

const struct encoding *
sniff_mark(const char *p, size_t len, size_t *size)
{
	static const struct {
		const char *label;
		const char *mark;
		size_t len;
	} marks[] = {
	    {"utf-8", "\xEF\xBB\xBF", 3},
	    {"utf-32le", "\xFF\xFE\0\0", 4}, /* before UTF-16LE */
	    {"utf-32be", "\0\0\xFE\xFF", 4},
	    {"utf-16le", "\xFF\xFE", 2},
	    {"utf-16be", "\xFE\xFF", 2},
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = marks[i].len;
		size_t at = 0;
		/* Each of several PHP files may have put its own there. */
		while (len - at >= n && memcmp(p + at, marks[i].mark, n) == 0)
			at += n;
		if (at == 0)
			continue;
		*size = at;
		return encoding_find(marks[i].label, strlen(marks[i].label));
	}
	return NULL;
}

const struct encoding *
sniff_wide(const char *p, size_t len)
{
	static const struct {
		const char *label;
		bool zero[4];
		unsigned first; /* where the first character stands */
	} patterns[] = {
	    {"utf-16le", {false, true, false, true}, 0},
	    {"utf-16be", {true, false, true, false}, 1},
	    {"utf-32le", {false, true, true, true}, 0},
	    {"utf-32be", {true, true, true, false}, 3},
	};

	if (len < 4)
		return NULL;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		char first = p[patterns[i].first];
		bool same = first == '<' || first == '{' || ascii_blank(first);
		for (size_t j = 0; j < 4; j++)
			same = same && (p[j] == '\0') == patterns[i].zero[j];
		if (same)
			return encoding_find(
			    patterns[i].label, strlen(patterns[i].label));
	}
	return NULL;
}

/* The inside of the XML declaration, from behind its name. */
static bool
find_declaration(const char *p, size_t len, struct part *found)
{
	const char *last = p + (len < DECLARATION ? len : DECLARATION);
	struct part rest = {
	    p, p + (len < 2 * DECLARATION ? len : 2 * DECLARATION)};

	skip_blanks(&rest);
	if (begins(&rest, "{"))
		return false;
	for (; rest.p < last; rest.p++) {
		rest.p = memchr(rest.p, '<', (size_t)(last - rest.p));
		if (rest.p == NULL || begins(&rest, "<![CDATA["))
			return false;
		if (begins(&rest, "<!--")) {
			rest.p = memmem(rest.p, left(&rest), "-->", 3);
			if (rest.p == NULL)
				return false;
		} else if (begins(&rest, "<?xml") && left(&rest) > 5 &&
			   ascii_blank(rest.p[5])) {
			found->p = rest.p + 5;
			found->end = memmem(rest.p, left(&rest), "?>", 2);
			return found->end != NULL;
		}
	}
	return false;
}

/* Takes one name="value" of the declaration; false when there is none. */
static bool
next_pair(struct part *rest, struct part *name, struct part *value)
{
	skip_blanks(rest);
	name->p = rest->p;
	while (rest->p < rest->end && *rest->p != '=' && !ascii_blank(*rest->p))
		rest->p++;
	name->end = rest->p;
	skip_blanks(rest);
	if (!begins(rest, "="))
		return false;
	rest->p++;
	skip_blanks(rest);
	if (!begins(rest, "\"") && !begins(rest, "'"))
		return false;
	value->p = rest->p + 1;
	value->end = memchr(value->p, *rest->p, (size_t)(rest->end - value->p));
	if (value->end == NULL)
		return false;
	rest->p = value->end + 1;
	return true;
}

bool
sniff_label(const char *p, size_t len, const char **label, size_t *label_len)
{
	struct part rest;
	struct part name;
	struct part value;

	if (!find_declaration(p, len, &rest))
		return false;
	while (next_pair(&rest, &name, &value)) {
		if (left(&name) != 8 || !begins(&name, "encoding"))
			continue;
		*label = value.p;
		*label_len = left(&value);
		return true;
	}
	return false;
}

const struct encoding *
sniff_declared(const char *p, size_t len)
{
	const char *label;
	size_t label_len;
	size_t mark = 0;

	sniff_mark(p, len, &mark);
	if (!sniff_label(p + mark, len - mark, &label, &label_len))
		return NULL;
	return encoding_find(label, label_len);
}
