/*
 * What is said in so many words: neither classes nor colours are looked at, and
 * no opacity, with which scripts fade in what they load late.
 */
#include "html/unseen.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"

/* True of a declaration in lower case, without blanks, that leaves nothing. */
static bool
is_unseen_style(const char *text, size_t len)
{
	static const char *const names[] = {"display:none", "visibility:hidden",
	    "width:0", "width:1px", "height:0", "height:1px", "width:0px",
	    "height:0px", "max-width:0", "max-height:0", "max-width:1px",
	    "max-height:1px"};
	const char *end = memchr(text, '!', len); /* !important */
	size_t n = end == NULL ? len : (size_t)(end - text);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n && memcmp(text, names[i], n) == 0)
			return true;
	return false;
}

static bool
is_named(const struct token_attribute *a, const char *name)
{
	return a->name_len == strlen(name) &&
	       strncasecmp(a->name, name, a->name_len) == 0;
}

bool
unseen_attribute(const struct token_attribute *a)
{
	struct buf style;
	bool unseen = is_named(a, "hidden");
	size_t n;

	if (!is_named(a, "style") || a->value == NULL)
		return unseen;
	buf_init(&style, LIMIT_TAG);
	for (size_t i = 0; i < a->value_len; i++)
		if (!ascii_blank(a->value[i]))
			buf_putc(&style, ascii_lower(a->value[i]));
	for (const char *p = buf_text(&style); !unseen; p += n + 1) {
		n = strcspn(p, ";");
		unseen = is_unseen_style(p, n);
		if (p[n] == '\0')
			break;
	}
	buf_clear(&style);
	return unseen;
}

bool
unseen_tag(const struct token *token)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;

	for (unsigned n = 0;
	     n < LIMIT_HTML_ATTRIBUTES && token_attribute(token, &at, &a); n++)
		if (unseen_attribute(&a))
			return true;
	return false;
}
