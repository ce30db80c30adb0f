/*
 * The fields of a subject, by their names.
 */
#include "config/subject.h"

#include <string.h>

#include "base/suggest.h"

static const char *const names[] = {
    [SUBJECT_COUNT] = "count",
    [SUBJECT_DATE] = "date",
    [SUBJECT_FIRST] = "first",
    [SUBJECT_FROM] = "from",
    [SUBJECT_NUMBER] = "number",
    [SUBJECT_TITLE] = "title",
    [SUBJECT_TO] = "to",
};

/* The field of that name, of len bytes, or SUBJECT_FIELDS. */
static size_t
find(const char *name, size_t len)
{
	size_t i = 0;

	while (i < SUBJECT_FIELDS &&
	       (strlen(names[i]) != len || memcmp(names[i], name, len) != 0))
		i++;
	return i;
}

static int
unknown(const char *name, size_t len, struct error *e)
{
	char meant[SUGGEST_TEXT], typed[SUGGEST_TEXT];
	struct suggest near;

	if (len >= sizeof(typed))
		len = sizeof(typed) - 1;
	memcpy(typed, name, len);
	typed[len] = '\0';
	suggest_init(&near, typed);
	for (size_t i = 0; i < SUBJECT_FIELDS; i++)
		suggest_offer(&near, names[i]);
	return error_set(e, ERR_CONFIG,
	    "there is no field '{%s}'%s; \"{{\" is a brace", typed,
	    suggest_text(&near, "", meant));
}

int
subject_check(const char *text, struct error *e)
{
	while ((text = strchr(text, '{')) != NULL) {
		const char *name = text + 1;
		size_t len = strcspn(name, "{}");
		if (*name == '{') {
			text += 2;
			continue;
		}
		if (name[len] != '}')
			return error_set(e, ERR_CONFIG,
			    "a '{' has no '}' behind it; \"{{\" is a brace");
		if (find(name, len) == SUBJECT_FIELDS)
			return unknown(name, len, e);
		text = name + len;
	}
	return 0;
}

void
subject_write(
    const char *text, const char *const values[SUBJECT_FIELDS], struct buf *out)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "{");
		buf_add(out, text, len);
		text += len;
		if (*text == '\0')
			break;
		len = strcspn(text + 1, "{}");
		size_t field = find(text + 1, len);
		if (field == SUBJECT_FIELDS) {
			buf_putc(out, '{');
			text += text[1] == '{' ? 2 : 1;
			continue;
		}
		buf_puts(out, values[field]);
		text += len + 2;
	}
}
