/*
 * A stylesheet's file as text that libxml2 can be given.  Entities are what
 * makes a small file large or reads another one, so the simple ones that
 * stylesheets declare ("&nbsp;") are put in here and all others refused:
 * libxml2 never sees a declaration.
 */
#include "xml/sheet_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/charset.h"
#include "base/limits.h"
#include "base/mem.h"

#define MOST_ENTITIES 256
#define ENTITY_LENGTH (4 * KIB)

struct entity {
	char *name;
	char *value;
};

/* The text of a file that is being looked through. */
struct scan {
	const char *text;
	const char *at;
	const char *end;
	const char *problem; /* what is wrong with it, where we are */
	struct entity *entities;
	size_t n;
};

/* The bytes of the file that were not read yet. */
struct rest {
	const char *at;
	size_t len;
};

static ssize_t
read_some(void *context, void *p, size_t n, struct error *e)
{
	struct rest *rest = context;

	(void)e;
	if (n > rest->len)
		n = rest->len;
	memcpy(p, rest->at, n);
	rest->at += n;
	rest->len -= n;
	return (ssize_t)n;
}

/* The file in UTF-8. */
static int
decode(const struct buf *file, struct buf *text, struct error *e)
{
	struct rest rest = {buf_text(file), file->len};
	struct input in = {.read = read_some, .context = &rest};
	struct charset *charset = charset_new(in, NULL);
	char chunk[4 * KIB];
	ssize_t got;

	while ((got = charset_read(charset, chunk, sizeof(chunk), e)) > 0)
		buf_add(text, chunk, (size_t)got);
	charset_free(charset);
	return (int)got;
}

/* The line that we are in. */
static unsigned long
line_of(const struct scan *s)
{
	unsigned long line = 1;

	for (const char *p = s->text;
	     (p = memchr(p, '\n', (size_t)(s->at - p))) != NULL; p++)
		line++;
	return line;
}

static bool
begins(const struct scan *s, const char *word)
{
	return ascii_starts(s->at, (size_t)(s->end - s->at), word);
}

static void
skip_blanks(struct scan *s)
{
	while (s->at < s->end && ascii_blank(*s->at))
		s->at++;
}

/*
 * The length of what begins with one mark and ends with another, if it stands
 * here; 0 if not.
 */
static size_t
length_of(struct scan *s, const char *from, const char *to)
{
	size_t n = strlen(from);

	if (!begins(s, from))
		return 0;
	const char *end =
	    memmem(s->at + n, (size_t)(s->end - s->at) - n, to, strlen(to));
	if (end == NULL) {
		s->problem = "a comment or the like without an end";
		return 0;
	}
	return (size_t)(end - s->at) + strlen(to);
}

/* The length of a comment or a processing instruction, in the same way. */
static size_t
aside(struct scan *s)
{
	size_t n = length_of(s, "<!--", "-->");

	return n > 0 ? n : length_of(s, "<?", "?>");
}

/* Steps behind the end of a declaration; quotes may hold one. */
static void
skip_declaration(struct scan *s, const char *ends)
{
	char quote = '\0';

	for (; s->at < s->end; s->at++) {
		if (quote != '\0')
			quote = *s->at == quote ? '\0' : quote;
		else if (*s->at == '"' || *s->at == '\'')
			quote = *s->at;
		else if (strchr(ends, *s->at) != NULL)
			return;
	}
	s->problem = "a DOCTYPE without an end";
}

static const struct entity *
find_entity(const struct scan *s, const char *name, size_t len)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strncmp(s->entities[i].name, name, len) == 0 &&
		    s->entities[i].name[len] == '\0')
			return &s->entities[i];
	}
	return NULL;
}

/* Whether a reference is one of XML's own: a number, or one of five names. */
static bool
is_plain_reference(const char *text, size_t len)
{
	static const char *const names[] = {
	    "&#", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (ascii_starts(text, len, names[i]))
			return true;
	}
	return false;
}

/* Text with "&#38;" as the ampersand that it is in a declaration. */
static void
put_ampersands(const char *text, size_t len, struct buf *out)
{
	static const char *const numbers[] = {"&#38;", "&#x26;"};

	while (len > 0) {
		size_t n = 1;
		for (size_t i = 0; i < 2; i++) {
			if (ascii_starts(text, len, numbers[i]))
				n = strlen(numbers[i]);
		}
		buf_putc(out, *text);
		text += n;
		len -= n;
	}
}

/*
 * An entity's value as it will stand in the text (XML 1.0 section 4.5); in pure
 * text quotes are escaped, since they would end an attribute.
 */
static char *
make_value(struct scan *s, const char *text, size_t len)
{
	bool markup = memchr(text, '<', len) != NULL;
	struct buf plain, value;

	buf_init(&plain, ENTITY_LENGTH);
	buf_init(&value, 8 * ENTITY_LENGTH);
	put_ampersands(text, len, &plain);
	for (size_t i = 0; i < plain.len; i++) {
		const char *at = plain.data + i;
		if (*at == '%')
			s->problem = "a parameter entity within an entity";
		if (*at == '&' && !is_plain_reference(at, plain.len - i))
			s->problem = "an entity within an entity";
		if (*at == '"' && !markup)
			buf_puts(&value, "&quot;");
		else if (*at == '\'' && !markup)
			buf_puts(&value, "&#39;");
		else
			buf_putc(&value, *at);
	}
	if (buf_full(&plain))
		s->problem = "an entity of more than 4 KiB";
	buf_clear(&plain);
	return buf_take(&value);
}

/* "<!ENTITY name 'value'>", behind the keyword. */
static void
read_entity(struct scan *s)
{
	skip_blanks(s);
	const char *name = s->at;
	if (begins(s, "%")) {
		s->problem = "a parameter entity";
		return;
	}
	while (s->at < s->end && !ascii_blank(*s->at) &&
	       strchr("'\"<>&%;", *s->at) == NULL)
		s->at++;
	size_t len = (size_t)(s->at - name);
	skip_blanks(s);
	if (!begins(s, "'") && !begins(s, "\"")) {
		s->problem = "an entity that is in another file";
		return;
	}
	const char *value = s->at + 1;
	const char *end = memchr(value, *s->at, (size_t)(s->end - value));
	if (end == NULL || s->n == MOST_ENTITIES) {
		s->problem = end == NULL ? "an entity without an end"
					 : "more than 256 entities";
		return;
	}
	s->entities = mem_grow(s->entities, s->n + 1, sizeof(*s->entities));
	s->entities[s->n++] = (struct entity){.name = mem_dup(name, len),
	    .value = make_value(s, value, (size_t)(end - value))};
	s->at = end + 1;
	skip_declaration(s, ">");
}

/* What stands between "[" and "]" of a DOCTYPE, and its end. */
static void
read_subset(struct scan *s)
{
	while (s->problem == NULL) {
		skip_blanks(s);
		size_t n = aside(s);
		if (n > 0) {
			s->at += n;
		} else if (begins(s, "<!ENTITY")) {
			s->at += 8;
			read_entity(s);
			s->at += s->problem == NULL;
		} else if (begins(s, "<!ELEMENT")) {
			skip_declaration(s, ">");
			s->at += s->problem == NULL;
		} else if (begins(s, "]")) {
			skip_declaration(s, ">");
			return;
		} else if (s->problem == NULL) {
			s->problem = begins(s, "%") ? "a parameter entity"
						    : "more than entities";
		}
	}
}

/* All that stands before the root element. */
static void
read_prolog(struct scan *s)
{
	bool declared = false;

	while (s->problem == NULL) {
		skip_blanks(s);
		size_t n = aside(s);
		if (n > 0) {
			s->at += n;
			continue;
		}
		if (!begins(s, "<!DOCTYPE"))
			return;
		if (declared)
			s->problem = "a second DOCTYPE";
		declared = true;
		skip_declaration(s, "[>");
		if (s->problem == NULL && begins(s, "[")) {
			s->at++;
			read_subset(s);
		}
		s->at += s->problem == NULL;
	}
}

/* A reference: the value of an entity that was declared, or itself. */
static void
put_reference(struct scan *s, struct buf *out)
{
	size_t len = 1 + strcspn(s->at + 1, ";<>& \t\n\"'");
	const struct entity *entity =
	    s->at[len] == ';' && !is_plain_reference(s->at, len + 1)
		? find_entity(s, s->at + 1, len - 1)
		: NULL;

	if (entity == NULL) {
		buf_putc(out, *s->at);
		s->at++;
		return;
	}
	buf_puts(out, entity->value);
	s->at += len + 1;
}

/* Adds the elements, with entities put in where text or a value is. */
static void
put_content(struct scan *s, struct buf *out)
{
	const char *from = s->at; /* of what was not put yet */
	char quote = '\0';
	bool tag = false;
	unsigned attributes = 0;

	while (s->at < s->end && s->problem == NULL) {
		s->at += strcspn(s->at, "<>&\"'=");
		if (s->at == s->end)
			break;
		char c = *s->at;
		size_t n = tag || c != '<' ? 0 : aside(s);
		if (n == 0 && !tag && c == '<')
			n = length_of(s, "<![CDATA[", "]]>");
		if (c == '&') {
			buf_add(out, from, (size_t)(s->at - from));
			put_reference(s, out);
			from = s->at;
			continue;
		}
		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (tag && (c == '"' || c == '\''))
			quote = c;
		else if (tag && c == '=' && ++attributes > LIMIT_ATTRIBUTES)
			s->problem = "a tag with more than 256 attributes";
		else if (n == 0 && (c == '<' || c == '>')) {
			tag = c == '<';
			attributes = 0;
		}
		s->at += n == 0 ? 1 : n;
	}
	buf_add(out, from, (size_t)(s->at - from));
}

static int
change(
    const struct buf *text, struct buf *out, const char *name, struct error *e)
{
	struct scan s = {.text = buf_text(text),
	    .at = buf_text(text),
	    .end = buf_text(text) + text->len};
	int done = 0;

	read_prolog(&s);
	for (unsigned long i = line_of(&s); i > 1; i--)
		buf_putc(out, '\n');
	if (s.problem != NULL)
		done = error_set(e, ERR_PLUGIN,
		    "%s:%lu: the DOCTYPE has %s; only simple entities are "
		    "taken",
		    name, line_of(&s), s.problem);
	else
		put_content(&s, out);
	if (done == 0 && s.problem != NULL)
		done = error_set(
		    e, ERR_PLUGIN, "%s:%lu: %s", name, line_of(&s), s.problem);
	if (done == 0 && buf_full(out))
		done = error_set(e, ERR_PLUGIN,
		    "%s:%lu: entities make it larger than %zu bytes", name,
		    line_of(&s), out->max);
	for (size_t i = 0; i < s.n; i++) {
		free(s.entities[i].name);
		free(s.entities[i].value);
	}
	free(s.entities);
	return done;
}

int
sheet_text(
    const struct buf *file, const char *name, struct buf *out, struct error *e)
{
	struct buf text;

	buf_init(&text, SHEET_TEXT_MAX);
	int done = decode(file, &text, e);
	if (done == 0 && !buf_full(&text))
		done = change(&text, out, name, e);
	else if (done == 0)
		done = error_set(e, ERR_PLUGIN, "%s: larger than %zu bytes",
		    name, SHEET_TEXT_MAX);
	buf_clear(&text);
	return done;
}
