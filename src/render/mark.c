/*
 * Values that can be told from all others.  Which digits and which year a feed
 * and what is made of it never use is found first, so that no constant of a
 * stylesheet can be taken for a mark.
 */
#include "render/mark.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "model/construct.h"
#include "model/field.h"
#include "xml/node.h"

#define DIGITS 5 /* that a token begins with */
#define DIGITS_FROM 10000U
#define DIGITS_END 100000U
#define DIGITS_FIRST 73100U /* tried first */
#define YEAR_FROM 1601U
#define YEAR_END 9000U

struct ink_map {
	bool digits[DIGITS_END];
	bool years[10000];
};

struct ink_map *
ink_map_new(void)
{
	return mem_new(1, sizeof(struct ink_map));
}

void
ink_map_free(struct ink_map *map)
{
	free(map);
}

void
ink_map_add(struct ink_map *map, const char *text)
{
	unsigned last = 0; /* the last digits in a row */
	unsigned n = 0;

	for (const char *p = text; *p != '\0'; p++) {
		if (!ascii_digit(*p)) {
			n = 0;
			continue;
		}
		n++;
		last = last % (DIGITS_END / 10) * 10 + (unsigned)(*p - '0');
		if (n >= DIGITS)
			map->digits[last] = true;
		if (n >= 4 && !ascii_digit(p[1]))
			map->years[last % 10000] = true;
	}
}

bool
ink_choose(const struct ink_map *map, struct ink *ink)
{
	ink->digits = DIGITS_FIRST;
	while (map->digits[ink->digits]) {
		if (++ink->digits == DIGITS_END)
			ink->digits = DIGITS_FROM;
		if (ink->digits == DIGITS_FIRST)
			return false;
	}
	ink->year = YEAR_FROM;
	while (ink->year < YEAR_END && map->years[ink->year])
		ink->year++;
	return ink->year < YEAR_END;
}

void
ink_token(const struct ink *ink, unsigned n, char out[MARK_TOKEN + 1])
{
	snprintf(out, MARK_TOKEN + 1, "%05u%04u", ink->digits % DIGITS_END,
	    n % MARK_TOKENS);
}

const char *
ink_find(const struct ink *ink, const char *text, unsigned *n)
{
	char begin[MARK_TOKEN + 1];

	ink_token(ink, 0, begin);
	begin[DIGITS] = '\0';
	for (const char *p = text; (p = strstr(p, begin)) != NULL; p++) {
		unsigned value = 0;
		size_t i = DIGITS;
		for (; i < MARK_TOKEN && ascii_digit(p[i]); i++)
			value = value * 10 + (unsigned)(p[i] - '0');
		if (i == MARK_TOKEN) {
			*n = value;
			return p;
		}
	}
	return NULL;
}

static bool
is_number(const char *text)
{
	const char *p = text + (*text == '-');
	size_t whole = strspn(p, "0123456789");

	p += whole;
	if (whole > 0 && *p == '.' && ascii_digit(p[1]))
		p += 1 + strspn(p + 1, "0123456789");
	return whole > 0 && *p == '\0';
}

/* True for "2024-04-19…" and, with words in it, "Fri, 19 Apr 2024 …". */
static bool
is_date(const char *text)
{
	struct date date;
	bool year_first = strlen(text) >= 10 && text[4] == '-' &&
			  text[7] == '-' && ascii_digit(text[0]);
	bool words = ascii_letter(text[0]) && strlen(text) >= 16 &&
		     text[3] == ',' && strpbrk(text, ":") != NULL;

	return (year_first || words) &&
	       date_parse(text, strlen(text), &date) == 0;
}

static bool
is_address(const char *text)
{
	size_t len = strlen(text);

	return url_absolute(text, len) && strpbrk(text, " \t\r\n<>") == NULL &&
	       text[len - 1] != ':';
}

static bool
is_named(const xmlNode *value, const char *name)
{
	return value->type == XML_ATTRIBUTE_NODE &&
	       strcmp(node_name(value), name) == 0;
}

static enum mark_kind
kind_of_construct(const xmlNode *construct)
{
	const char *type = node_attribute(construct, "type");
	const char *text = node_plain(construct);

	if (type != NULL && strcmp(type, "xhtml") == 0)
		return MARK_XHTML;
	if (type != NULL && strcmp(type, "html") == 0 && text != NULL &&
	    strchr(text, '<') != NULL)
		return MARK_HTML;
	return MARK_TEXT;
}

enum mark_kind
mark_kind(const xmlNode *value)
{
	const char *text = field_text(value);

	if (value->type == XML_ELEMENT_NODE)
		return kind_of_construct(value);
	if (value->type == XML_TEXT_NODE && ns_of(value->parent) == NS_JSON) {
		if (strcmp(node_name(value->parent), "number") == 0)
			return MARK_NUMBER;
		if (strcmp(node_name(value->parent), "string") != 0)
			return MARK_NONE;
	}
	if (is_named(value, "lang") || is_named(value, "hreflang") ||
	    (is_named(value, "type") && strchr(text, '/') != NULL))
		return MARK_ENDING;
	if (is_number(text))
		return MARK_NUMBER;
	if (is_date(text))
		return MARK_DATE;
	return is_address(text) ? MARK_URL : MARK_TEXT;
}

/* Where a token goes into an address: behind the host, or the scheme. */
static size_t
within_address(const char *url)
{
	size_t scheme = strcspn(url, ":") + 1;

	if (strncmp(url + scheme, "//", 2) != 0)
		return scheme;
	return scheme + 2 + strcspn(url + scheme + 2, "/?#");
}

/* The date that takes the place of another one, in its zone. */
static void
set_date(struct mark *mark, unsigned year, unsigned day)
{
	char first[] = "1601-01-02T11:17:43Z";
	const char *was = mark->was;

	date_parse(was, strlen(was), &mark->was_date);
	snprintf(first, sizeof(first), "%04u-01-02T11:17:43Z", year % 10000);
	date_parse(first, strlen(first), &mark->date);
	mark->date.seconds += (int64_t)day * 24 * 60 * 60;
	mark->date.offset = mark->was_date.offset;
	mark->date.nanos = mark->was_date.nanos;
	mark->len = DATE_TEXT;
	if (!ascii_digit(*was))
		return;
	mark->spaced = was[10] == ' ';
	if (strspn(was, "0123456789-:T .") == strlen(was))
		mark->len = strlen(was);
}

/* A date as its field has it. */
static void
own_form(const struct mark *mark, const struct date *date, char out[DATE_TEXT])
{
	if (!ascii_digit(*mark->was)) {
		date_rfc822(date, out);
		return;
	}
	date_rfc3339(date, out);
	if (mark->spaced)
		out[10] = ' ';
	if (mark->len < DATE_TEXT)
		out[mark->len] = '\0';
}

void
mark_forms(
    const struct mark *mark, bool was, struct mark_form forms[MARK_FORMS])
{
	const struct date *date = was ? &mark->was_date : &mark->date;

	own_form(mark, date, forms[0].text);
	date_rfc822(date, forms[1].text);
	date_rfc3339(date, forms[2].text);
	date_minute(date, forms[3].text);
	date_day(date, forms[4].text);
	date_rfc3339(date, forms[5].text);
	forms[5].text[10] = '\0';
	for (size_t i = 0; i < MARK_FORMS; i++)
		forms[i].whole = i == 0 || i == 2 || mark->len <= 10 ||
				 (i == 1 && date->nanos == 0);
}

/* XHTML gets its tokens within the div that holds it. */
static void
mark_xhtml(xmlNode *construct, const char *front, const char *link)
{
	xmlNode *div = node_first(construct);
	xmlNode *text = xmlNewDocText(construct->doc, (const xmlChar *)front);

	if (div == NULL)
		div = construct;
	xmlNode *a =
	    xmlNewDocNode(construct->doc, div->ns, (const xmlChar *)"a", NULL);
	if (text == NULL || a == NULL || xmlAddChild(div, a) == NULL ||
	    xmlAddPrevSibling(div->children, text) == NULL)
		mem_out();
	node_set(a, "href", link);
	node_set_text(a, "x", 1);
}

/* The marked text of a value that is not XHTML. */
static void
write_marked(const struct mark *mark, const char *first, const char *second,
    struct buf *out)
{
	size_t within;

	switch (mark->kind) {
	case MARK_HTML:
		buf_printf(out, "x%sx", first);
		buf_puts(out, mark->was);
		buf_printf(
		    out, "<a href=\"https://x%s.example/\">x</a>", second);
		break;
	case MARK_URL:
		within = within_address(mark->was);
		buf_add(out, mark->was, within);
		buf_printf(
		    out, mark->was[within - 1] == ':' ? "x%s" : "/x%s", first);
		buf_puts(out, mark->was + within);
		break;
	case MARK_ENDING:
		buf_puts(out, mark->was);
		buf_puts(out, strchr(mark->was, '/') == NULL ? "-x-" : "");
		buf_puts(out, first);
		break;
	case MARK_NUMBER:
		buf_puts(out, first);
		break;
	default:
		buf_printf(out, "x%sx", first);
		buf_puts(out, mark->was);
		buf_printf(out, "x%sx", second);
		break;
	}
}

static char *
value_text(const xmlNode *value)
{
	struct buf text;

	if (value->type != XML_ELEMENT_NODE)
		return mem_str(field_text(value));
	buf_init(&text, LIMIT_ENTRY);
	node_text(value, &text);
	return buf_take(&text);
}

/* A construct in other words; NULL for what is none. */
static char *
converted(const xmlNode *value,
    void (*convert)(const xmlNode *construct, struct buf *out))
{
	struct buf text;

	if (value->type != XML_ELEMENT_NODE)
		return NULL;
	buf_init(&text, LIMIT_ENTRY);
	convert(value, &text);
	return buf_take(&text);
}

void
mark_set(struct mark *mark, size_t field, xmlNode *value, const struct ink *ink,
    unsigned token, unsigned day)
{
	char first[MARK_TOKEN + 1], second[MARK_TOKEN + 1];
	char date[DATE_TEXT], link[64];
	struct buf text;

	*mark = (struct mark){.kind = mark_kind(value),
	    .field = field,
	    .was = value_text(value),
	    .text = converted(value, construct_text),
	    .html = converted(value, construct_html),
	    .token = token};
	ink_token(ink, token, first);
	ink_token(ink, token + 1, second);
	buf_init(&text, 2 * LIMIT_ENTRY);
	switch (mark->kind) {
	case MARK_NONE:
		return;
	case MARK_XHTML:
		mark->n = 2;
		snprintf(link, sizeof(link), "https://x%s.example/", second);
		mark_xhtml(value, first, link);
		return;
	case MARK_DATE:
		set_date(mark, ink->year, day);
		own_form(mark, &mark->date, date);
		buf_puts(&text, date);
		break;
	case MARK_TEXT:
	case MARK_HTML:
		mark->n = 2;
		write_marked(mark, first, second, &text);
		break;
	default:
		mark->n = 1;
		write_marked(mark, first, second, &text);
		break;
	}
	field_set_text(value, buf_text(&text), text.len);
	buf_clear(&text);
}

void
mark_skip(struct mark *mark, size_t field, unsigned token)
{
	*mark =
	    (struct mark){.field = field, .was = mem_str(""), .token = token};
}

void
mark_clear(struct mark *mark)
{
	free(mark->was);
	free(mark->text);
	free(mark->html);
	mark->was = mark->text = mark->html = NULL;
}
