/*
 * Headers of a response, line by line.  The first of a name counts, but for
 * Cache-Control, which may be said in several.
 */
#include "fetch/head.h"

#include <string.h>

#include "base/ascii.h"
#include "base/date.h"

#define DIGITS 10 /* of a number of seconds that means anything */

struct text {
	const char *p;
	size_t n;
};

static struct text
trimmed(const char *p, size_t n)
{
	while (n > 0 && ascii_blank(p[n - 1]))
		n--;
	while (n > 0 && ascii_blank(*p)) {
		p++;
		n--;
	}
	return (struct text){p, n};
}

static bool
printable(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < ' ' || p[i] > '~')
			return false;
	return true;
}

/* Into out, unless something is there already. */
static void
keep(struct text text, char *out, size_t room)
{
	if (*out != '\0' || text.n >= room || !printable(text.p, text.n))
		return;
	memcpy(out, text.p, text.n);
	out[text.n] = '\0';
}

static bool
is(struct text text, const char *word)
{
	return text.n == strlen(word) && ascii_same(text.p, word, text.n);
}

/* What stands in front of the separator, which goes with it. */
static struct text
next_part(struct text *rest, char separator)
{
	const char *end = memchr(rest->p, separator, rest->n);
	size_t n = end == NULL ? rest->n : (size_t)(end - rest->p);
	struct text part = trimmed(rest->p, n);

	rest->p += n;
	rest->n -= n;
	if (end != NULL) {
		rest->p++;
		rest->n--;
	}
	return part;
}

/* Seconds, or -1. */
static int64_t
number(struct text text)
{
	int64_t value = 0;

	if (text.n > 1 && text.p[0] == '"' && text.p[text.n - 1] == '"')
		text = (struct text){text.p + 1, text.n - 2};
	if (text.n == 0)
		return -1;
	for (size_t i = 0; i < text.n; i++) {
		if (!ascii_digit(text.p[i]))
			return -1;
		if (i < DIGITS)
			value = value * 10 + (text.p[i] - '0');
	}
	return value;
}

bool
http_validator(const char *etag, char out[HTTP_TEXT])
{
	static const char suffix[] = "-gzip\"";
	const size_t cut = sizeof(suffix) - 1;
	struct text text = trimmed(etag, strlen(etag));

	memset(out, 0, HTTP_TEXT);
	if (ascii_starts(text.p, text.n, "W/"))
		text = (struct text){text.p + 2, text.n - 2};
	if (text.n < 2 || text.p[0] != '"' || text.p[text.n - 1] != '"')
		return false;
	keep(text, out, HTTP_TEXT);
	if (*out == '\0' || strcspn(out + 1, "\"") != text.n - 2) {
		*out = '\0';
		return false;
	}
	if (text.n > cut + 1 && memcmp(out + text.n - cut, suffix, cut) == 0)
		memcpy(out + text.n - cut, "\"\0\0\0\0\0", cut);
	return true;
}

static void
on_etag(struct head *head, struct text value)
{
	char text[HTTP_TEXT];

	if (value.n >= sizeof(text) || head->answer->etag[0] != '\0')
		return;
	memcpy(text, value.p, value.n);
	text[value.n] = '\0';
	if (strlen(text) == value.n)
		(void)http_validator(text, head->answer->etag);
}

static void
on_last_modified(struct head *head, struct text value)
{
	keep(value, head->answer->last_modified,
	    sizeof(head->answer->last_modified));
}

static void
lower(char *text)
{
	for (; *text != '\0'; text++)
		*text = ascii_lower(*text);
}

static void
on_content_type(struct head *head, struct text value)
{
	struct http_answer *a = head->answer;

	if (a->type[0] != '\0')
		return;
	keep(next_part(&value, ';'), a->type, sizeof(a->type));
	lower(a->type);
	while (value.n > 0) {
		struct text parameter = next_part(&value, ';');
		if (!is(next_part(&parameter, '='), "charset"))
			continue;
		parameter = trimmed(parameter.p, parameter.n);
		if (parameter.n > 1 && parameter.p[0] == '"' &&
		    parameter.p[parameter.n - 1] == '"')
			parameter =
			    (struct text){parameter.p + 1, parameter.n - 2};
		keep(parameter, a->charset, sizeof(a->charset));
	}
	lower(a->charset);
}

static void
on_retry_after(struct head *head, struct text value)
{
	struct http_answer *a = head->answer;
	struct date date;

	if (a->retry_after != -1)
		return;
	a->retry_after = number(value);
	if (a->retry_after != -1 || date_parse(value.p, value.n, &date) == -1)
		return;
	a->retry_after =
	    date.seconds > head->now ? date.seconds - head->now : 0;
}

/* The shortest of the times that it names. */
static void
on_cache_control(struct head *head, struct text value)
{
	struct http_answer *a = head->answer;

	while (value.n > 0) {
		struct text directive = next_part(&value, ',');
		struct text name = next_part(&directive, '=');
		int64_t seconds = -1;
		if (is(name, "no-cache") || is(name, "no-store"))
			seconds = 0;
		else if (is(name, "max-age"))
			seconds = number(trimmed(directive.p, directive.n));
		if (seconds != -1 && (a->max_age == -1 || a->max_age > seconds))
			a->max_age = seconds;
	}
}

static void
on_age(struct head *head, struct text value)
{
	int64_t seconds = number(value);

	if (seconds > head->age)
		head->age = seconds;
}

static void
on_location(struct head *head, struct text value)
{
	if (head->located)
		return;
	head->located = true;
	if (value.n < sizeof(head->location) &&
	    memchr(value.p, '\0', value.n) == NULL) {
		memcpy(head->location, value.p, value.n);
		head->location[value.n] = '\0';
	}
}

static const struct {
	const char *name;
	void (*on)(struct head *head, struct text value);
} fields[] = {
    {"age", on_age},
    {"cache-control", on_cache_control},
    {"content-type", on_content_type},
    {"etag", on_etag},
    {"last-modified", on_last_modified},
    {"location", on_location},
    {"retry-after", on_retry_after},
};

void
head_begin(struct head *head)
{
	struct http_answer *a = head->answer;

	a->status = 0;
	a->retry_after = a->max_age = -1;
	memset(a->etag, 0, sizeof(a->etag));
	memset(a->last_modified, 0, sizeof(a->last_modified));
	memset(a->type, 0, sizeof(a->type));
	memset(a->charset, 0, sizeof(a->charset));
	memset(head->location, 0, sizeof(head->location));
	head->age = 0;
	head->located = head->whole = false;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200 ". */
static void
status_line(struct head *head, const char *line, size_t len)
{
	const char *p = memchr(line, ' ', len);
	size_t n = p == NULL ? 0 : len - (size_t)(p - line);

	head_begin(head);
	if (n >= 4 && ascii_digit(p[1]) && ascii_digit(p[2]) &&
	    ascii_digit(p[3]))
		head->answer->status =
		    (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0');
}

static void
end_line(struct head *head)
{
	struct http_answer *a = head->answer;

	head->whole = a->status >= 200;
	if (a->max_age != -1)
		a->max_age =
		    a->max_age > head->age ? a->max_age - head->age : 0;
}

void
head_line(struct head *head, const char *line, size_t len)
{
	if (head->whole)
		return;
	if (ascii_starts(line, len, "HTTP/")) {
		status_line(head, line, len);
		return;
	}
	if (ascii_all_blank(line, len)) {
		end_line(head);
		return;
	}
	struct text value = {line, len};
	struct text name = next_part(&value, ':');
	value = trimmed(value.p, value.n);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (is(name, fields[i].name))
			fields[i].on(head, value);
}
