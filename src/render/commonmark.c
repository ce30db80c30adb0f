/*
 * Small texts of CommonMark.  Also knows what GitHub's tables and task lists,
 * PHP Markdown's definition lists and Hugo's marks look like, which many
 * readers of CommonMark read as well.
 */
#include "render/commonmark.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/url.h"

/* True when parentheses come in pairs, not too many within each other. */
static bool
is_balanced(const char *url)
{
	int depth = 0;

	for (; *url != '\0' && depth >= 0 && depth < 30; url++)
		depth += *url == '(' ? 1 : *url == ')' ? -1 : 0;
	return depth == 0;
}

bool
commonmark_is_reference(const char *s, size_t n)
{
	size_t i = 1 + (n > 1 && s[1] == '#');
	size_t begin = i;

	while (i < n && (ascii_letter(s[i]) || ascii_digit(s[i])))
		i++;
	return i > begin && i < n && s[i] == ';';
}

void
commonmark_url(const char *url, struct buf *out)
{
	bool balanced = is_balanced(url);

	for (const char *end = url + strlen(url); url < end; url++) {
		unsigned char c = (unsigned char)*url;

		if (c <= ' ' || c == 0x7F || strchr("<>\"\\`{}|", c) != NULL) {
			buf_printf(out, "%%%02X", c);
			continue;
		}
		if ((c == '(' || c == ')') && !balanced)
			buf_putc(out, '\\');
		if (c == '&' &&
		    commonmark_is_reference(url, (size_t)(end - url)))
			buf_puts(out, "&amp;");
		else
			buf_putc(out, (char)c);
	}
}

/* Starts one of Hugo's marks: "{{<", "{{%", "<!--more-->". */
static bool
is_hugo(const char *s, size_t n)
{
	return ascii_starts(s, n, "{{<") || ascii_starts(s, n, "{{%") ||
	       ascii_starts(s, n, "<!--more-->");
}

void
commonmark_title(const char *title, struct buf *out)
{
	for (const char *end = title + strlen(title); title < end; title++) {
		size_t n = (size_t)(end - title);

		if (ascii_blank(*title)) {
			if (!ascii_blank(title[1]) && title[1] != '\0')
				buf_putc(out, ' ');
			continue;
		}
		if (is_hugo(title, n)) {
			buf_puts(out, *title == '<' ? "&lt;" : "&#123;");
			continue;
		}
		if (*title == '"' || *title == '\\' ||
		    (*title == '&' && commonmark_is_reference(title, n)))
			buf_putc(out, '\\');
		buf_putc(out, *title);
	}
}

/* A mail address as CommonMark's rule for "<a@b>" has it, roughly. */
static bool
is_mail(const char *s, size_t n)
{
	size_t ats = 0;

	for (size_t i = 0; i < n; i++) {
		ats += s[i] == '@';
		if (!ascii_letter(s[i]) && !ascii_digit(s[i]) &&
		    strchr("@.-_+", s[i]) == NULL)
			return false;
	}
	return ats == 1 && n > 2 && s[0] != '@' && ascii_letter(s[n - 1]);
}

bool
commonmark_is_autolink(const char *url, const char *text, size_t len)
{
	size_t n = strlen(url);

	if (url_has_scheme(url, n, "mailto"))
		return n == len + strlen("mailto:") && is_mail(text, len) &&
		       memcmp(url + strlen("mailto:"), text, len) == 0;
	if (n != len || memcmp(url, text, len) != 0 || !url_absolute(url, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)url[i] <= ' ' || url[i] == 0x7F ||
		    strchr("<>\\{}`|", url[i]) != NULL)
			return false;
	return true;
}

/* True when a line has only these characters, and so many of the first. */
static bool
is_all_of(const char *line, size_t len, const char *set, size_t least)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\0' || strchr(set, line[i]) == NULL)
			return false;
		n += line[i] == set[0];
	}
	return n >= least;
}

/* "12." or "12)", and a blank or nothing: how many digits, or SIZE_MAX. */
static size_t
number_mark(const char *line, size_t len)
{
	size_t n = 0;

	while (n < len && n < 10 && ascii_digit(line[n]))
		n++;
	if (n == 0 || n == 10 || n == len || (line[n] != '.' && line[n] != ')'))
		return SIZE_MAX;
	return n + 1 == len || line[n + 1] == ' ' ? n : SIZE_MAX;
}

size_t
commonmark_line_escape(const char *line, size_t len, bool first)
{
	size_t level = 0;

	if (len == 0)
		return SIZE_MAX;
	bool alone = len == 1 || line[1] == ' ';
	switch (line[0]) {
	case '#':
		while (level < len && line[level] == '#')
			level++;
		return level <= 6 && (level == len || line[level] == ' ')
			   ? 0
			   : SIZE_MAX;
	case '>':
		return 0;
	case '+':
	case ':':
		return alone ? 0 : SIZE_MAX;
	case '*':
		return alone || is_all_of(line, len, "* ", 3) ? 0 : SIZE_MAX;
	case '-':
		if (alone || is_all_of(line, len, "- ", 1))
			return 0;
		return !first && is_all_of(line, len, "-:| ", 1) ? 0 : SIZE_MAX;
	case '|':
		return !first && is_all_of(line, len, "-:| ", 1) ? 0 : SIZE_MAX;
	case '=':
		return !first && is_all_of(line, len, "= ", 1) ? 0 : SIZE_MAX;
	case '_':
		return is_all_of(line, len, "_ ", 3) ? 0 : SIZE_MAX;
	case '~':
		return ascii_starts(line, len, "~~~") ? 0 : SIZE_MAX;
	default:
		return number_mark(line, len);
	}
}

bool
commonmark_is_unquotable(const char *code, size_t len)
{
	const char *end = code + len;

	for (const char *s = code; s < end; s++)
		if ((*s == '{' || *s == '<') && is_hugo(s, (size_t)(end - s)))
			return true;
	return false;
}

void
commonmark_html_text(const char *text, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '\n' || (c != '\0' && strchr("&<>{}*_`[]\\~|\"", c)))
			buf_printf(out, "&#%d;", c);
		else
			buf_putc(out, c);
	}
}
