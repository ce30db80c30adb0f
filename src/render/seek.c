/*
 * Marks looked for: tokens in one pass, dates in each form that formats write,
 * but only where their year is.
 */
#include "render/seek.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "model/field.h"

#define BEGINNING 12 /* bytes of a text that are compared: it may be cut */

/* The mark that a token belongs to: they are in the order of tokens. */
static const struct mark *
mark_of(const struct search *s, unsigned token)
{
	size_t low = 0, high = s->n_marks;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->marks[middle].token + s->marks[middle].n <= token)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n_marks && s->marks[low].token <= token ? &s->marks[low]
								: NULL;
}

/* A text with white space collapsed. */
static char *
one_line(const char *text)
{
	struct buf out;
	bool space = false;

	buf_init(&out, LIMIT_OUTPUT);
	for (const char *p = text; *p != '\0'; p++) {
		if (ascii_blank(*p)) {
			space = out.len > 0;
			continue;
		}
		if (space)
			buf_putc(&out, ' ');
		space = false;
		buf_putc(&out, *p);
	}
	return buf_take(&out);
}

bool
search_same(const char *a, const char *b)
{
	while (ascii_blank(*a))
		a++;
	while (ascii_blank(*b))
		b++;
	if (*a != *b)
		return false;
	char *left = one_line(a);
	char *right = one_line(b);
	bool same = strcmp(left, right) == 0;
	free(right);
	free(left);
	return same;
}

static bool
is_word(char c)
{
	return ascii_letter(c) || ascii_digit(c);
}

/* Whether a text has a value, or the beginning of one, as words of its own. */
static bool
holds(const char *text, const char *value, bool whole)
{
	size_t len = strlen(value);

	for (const char *p = text; len > 0 && (p = strstr(p, value)) != NULL;
	     p++) {
		bool begins =
		    p == text || !is_word(p[-1]) || !is_word(value[0]);
		bool ends =
		    !whole || !is_word(p[len]) || !is_word(value[len - 1]);
		if (begins && ends)
			return true;
	}
	return false;
}

/* How a value begins: its first line, BEGINNING bytes at most. */
static char *
beginning(const char *value)
{
	while (ascii_blank(*value))
		value++;
	char *line = mem_dup(value, strcspn(value, "\r\n"));
	char *start = one_line(line);
	if (strlen(start) > BEGINNING)
		start[BEGINNING] = '\0';
	free(line);
	return start;
}

/* Whether a text begins to say a value. */
static bool
says_text(const char *text, const char *value)
{
	char *start = beginning(value);
	char *line = one_line(text);
	bool found = holds(line, start, strlen(start) < BEGINNING);

	free(line);
	free(start);
	return found;
}

/* Whether a text has an address in it that does not go on. */
static bool
says_address(const char *text, const char *url)
{
	size_t len = strlen(url);

	for (const char *p = text; (p = strstr(p, url)) != NULL; p++) {
		if (p[len] == '\0' ||
		    strchr(" \t\r\n<>\"'()[],;", p[len]) != NULL)
			return true;
	}
	return false;
}

/*
 * Whether a text of the run without marks says what a mark has replaced; a date
 * in the same form.
 */
static bool
says_value(const char *text, const struct mark *mark, size_t form)
{
	struct mark_form forms[MARK_FORMS];

	switch (mark->kind) {
	case MARK_HTML:
	case MARK_XHTML:
		return true; /* markup goes its way whatever it says */
	case MARK_URL:
		return says_address(text, mark->was);
	case MARK_NUMBER:
		return holds(text, mark->was, true);
	case MARK_DATE:
		mark_forms(mark, true, forms);
		return strstr(text, forms[form].text) != NULL ||
		       (form == 0 && holds(text, mark->was, true));
	default:
		return says_text(text, mark->was) ||
		       (mark->text != NULL && (says_text(text, mark->text) ||
						  says_text(text, mark->html)));
	}
}

/* The same of a text that may be percent-encoded, as ids are for Atom. */
static bool
says_value_somehow(const char *text, const struct mark *mark, size_t form)
{
	struct buf decoded;

	if (says_value(text, mark, form))
		return true;
	if (strchr(text, '%') == NULL)
		return false;
	buf_init(&decoded, LIMIT_OUTPUT);
	url_decode(text, strlen(text), &decoded);
	bool found = says_value(buf_text(&decoded), mark, form);
	buf_clear(&decoded);
	return found;
}

/* Whether the run without marks has a value where its mark is. */
static bool
is_known(const struct search *s, const struct mark *mark, const char *path,
    size_t form)
{
	size_t first, other;
	size_t n = places_at(s->plain, path, &first);

	/* One more than there was is not the one that was there. */
	if (mark->kind == MARK_HTML && places_at(s->places, path, &other) > n)
		return false;
	for (size_t i = first; i < first + n; i++) {
		if (says_value_somehow(s->plain->sorted[i]->text, mark, form))
			return true;
	}
	return false;
}

/* Adds a find and the token that says whether it gets through. */
static void
add_find(struct search *s, struct buf *text, const struct mark *mark,
    const struct place *place, unsigned half, size_t form)
{
	char token[MARK_TOKEN + 1];
	size_t first;
	size_t before = places_at(s->plain, place->path, &first);

	if ((s->n & (s->n + 1)) == 0)
		s->finds = mem_grow(s->finds, 2 * s->n + 2, sizeof(*s->finds));
	ink_token(s->ink, s->tokens + (unsigned)s->n, token);
	buf_puts(text, token);
	s->finds[s->n++] = (struct find){.mark = (size_t)(mark - s->marks),
	    .half = half,
	    .place = place,
	    .known = is_known(s, mark, place->path, form),
	    .news = places_at(s->places, place->path, &first) > before,
	    .whole = true};
}

static bool
has_room(const struct search *s)
{
	return s->tokens + s->n < MARK_TOKENS;
}

/* The tokens of a text, each one written over. */
static void
seek_tokens(struct search *s, const struct place *place, const char *from,
    struct buf *to)
{
	unsigned token;
	const char *p;

	while (has_room(s) && (p = ink_find(s->ink, from, &token)) != NULL) {
		const struct mark *mark = mark_of(s, token);
		buf_add(to, from, (size_t)(p - from));
		if (mark == NULL)
			buf_add(to, p, MARK_TOKEN);
		else
			add_find(s, to, mark, place, token - mark->token, true);
		from = p + MARK_TOKEN;
	}
	buf_puts(to, from);
}

/* A date that is in a text in any form, written over. */
static void
seek_date(struct search *s, const struct place *place, const struct mark *mark,
    struct buf *text)
{
	struct mark_form forms[MARK_FORMS];
	struct buf out;

	mark_forms(mark, false, forms);
	for (size_t i = 0; i < MARK_FORMS && has_room(s); i++) {
		const char *p = strstr(buf_text(text), forms[i].text);
		if (p == NULL)
			continue;
		buf_init(&out, LIMIT_OUTPUT);
		buf_add(&out, text->data, (size_t)(p - text->data));
		add_find(s, &out, mark, place, 0, i);
		s->finds[s->n - 1].whole = forms[i].whole;
		buf_puts(&out, p + strlen(forms[i].text));
		buf_clear(text);
		*text = out;
		return;
	}
}

/* Looks for all marks in one place. */
static void
seek(struct search *s, const struct place *place)
{
	size_t before = s->n;
	struct buf text;
	char year[8];

	buf_init(&text, LIMIT_OUTPUT);
	seek_tokens(s, place, place->text, &text);
	snprintf(year, sizeof(year), "%04u", s->ink->year % 10000);
	bool dated = strstr(place->text, year) != NULL;
	for (size_t i = 0; dated && i < s->n_marks; i++) {
		if (s->marks[i].kind == MARK_DATE)
			seek_date(s, place, &s->marks[i], &text);
	}
	if (s->n > before)
		field_set_text(place->node, buf_text(&text), text.len);
	buf_clear(&text);
}

void
search_places(struct search *s)
{
	for (size_t i = 0; i < s->places->n; i++)
		seek(s, &s->places->list[i]);
}

void
search_bytes(struct search *s, const char *bytes)
{
	unsigned token;

	for (const char *p = bytes; (p = ink_find(s->ink, p, &token)) != NULL;
	     p += MARK_TOKEN) {
		if (token >= s->tokens && token - s->tokens < s->n)
			s->finds[token - s->tokens].arrived = true;
	}
}

void
search_clear(struct search *s)
{
	free(s->finds);
	s->finds = NULL;
	s->n = 0;
}
