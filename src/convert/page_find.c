/*
 * Finds the stylesheet that a document names, by its first bytes alone: nothing
 * is parsed yet.  It is looked for below the document's own folder and nowhere
 * else, whatever the address in the document says.
 */
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "convert/page.h"

/* A pseudo-attribute of a processing instruction, decoded; "" without it. */
static void
find_attribute(const char *text, size_t len, const char *name, struct buf *out)
{
	size_t n = strlen(name);

	for (const char *s = text, *end = text + len; s + n < end; s++) {
		if (strncmp(s, name, n) != 0 ||
		    (s > text && !ascii_blank(s[-1])))
			continue;
		s += n;
		while (s < end && (ascii_blank(*s) || *s == '='))
			s++;
		if (s == end || (*s != '"' && *s != '\''))
			return;
		const char *close = memchr(s + 1, *s, (size_t)(end - s - 1));
		if (close != NULL)
			entity_decode_value(
			    s + 1, (size_t)(close - s - 1), out);
		return;
	}
}

/* Whether a type is that of a stylesheet in XSLT. */
static bool
is_xslt(const char *type)
{
	static const char *const types[] = {"text/xsl", "text/xslt",
	    "application/xslt+xml", "text/xml", "application/xml"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcasecmp(types[i], type) == 0)
			return true;
	}
	return false;
}

/* Adds the address in an <?xml-stylesheet …?>, unless it is of another kind. */
static void
read_instruction(const char *text, size_t len, struct buf *href)
{
	static const char target[] = "<?xml-stylesheet";
	struct buf type;

	if (!ascii_starts(text, len, target))
		return;
	buf_init(&type, KIB);
	find_attribute(text, len, "type", &type);
	if (is_xslt(buf_text(&type)))
		find_attribute(text, len, "href", href);
	buf_clear(&type);
}

/* The first address in what stands before the root element. */
static void
find_address(const char *s, size_t len, struct buf *href)
{
	const char *end = s + len;

	while (
	    href->len == 0 && (s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		size_t left = (size_t)(end - s);
		const char *close = ascii_starts(s, left, "<!--") ? "-->"
				    : ascii_starts(s, left, "<?") ? "?>"
				    : ascii_starts(s, left, "<!") ? ">"
								  : NULL;
		const char *behind =
		    close == NULL ? NULL
				  : memmem(s, left, close, strlen(close));
		if (behind == NULL)
			return;
		read_instruction(s, (size_t)(behind - s), href);
		s = behind + strlen(close);
	}
}

/* Makes an address the path in it: no host, no query, no fragment. */
static void
cut_path(const char *href, struct buf *path)
{
	const char *s = strstr(href, "://");

	if (s != NULL || strncmp(href, "//", 2) == 0) {
		s = s == NULL ? href + 2 : s + 3;
		s += strcspn(s, "/?#");
	} else {
		s = href;
	}
	s += strspn(s, "/");
	url_decode(s, strcspn(s, "?#"), path);
}

/* The path of a file below the folder, or NULL when there is none. */
static char *
try_file(const char *folder, const char *name, struct buf *tried)
{
	struct buf path, file;
	struct error ignored;

	if (*name == '\0')
		return NULL;
	buf_init(&path, 64 * KIB);
	buf_init(&file, LIMIT_SHEET + 1);
	buf_printf(&path, "%s/%s", folder, name);
	bool found = file_read_below(folder, buf_text(&path), LIMIT_SHEET,
			 &file, &ignored) == 0;
	buf_printf(
	    tried, "%s'%s'", tried->len == 0 ? "" : " and ", buf_text(&path));
	buf_clear(&file);
	if (found)
		return buf_take(&path);
	buf_clear(&path);
	return NULL;
}

static char *
find_file(const char *document, const char *href, struct error *e)
{
	char *copy = mem_str(document);
	const char *folder = dirname(copy);
	struct buf path, tried;

	buf_init(&path, 64 * KIB);
	buf_init(&tried, 64 * KIB);
	cut_path(href, &path);
	const char *slash = strrchr(buf_text(&path), '/');
	char *found = try_file(folder, buf_text(&path), &tried);
	if (found == NULL && slash != NULL)
		found = try_file(folder, slash + 1, &tried);
	if (found == NULL)
		error_set(e, ERR_NOINPUT,
		    "'%s' names the stylesheet '%.100s', and there is no %s",
		    document, href,
		    tried.len == 0 ? "file of that name beside it"
				   : buf_text(&tried));
	buf_clear(&tried);
	buf_clear(&path);
	free(copy);
	return found;
}

char *
page_find(struct source *source, struct error *e)
{
	const char *name = source_name(source);
	char *head = mem_new(LIMIT_LOOKAHEAD, 1);
	char *found = NULL;
	struct buf href;
	size_t len;
	int packed = source_head(source, head, LIMIT_LOOKAHEAD, &len, e);

	buf_init(&href, LIMIT_URL);
	if (packed == 0)
		find_address(head, len, &href);
	if (packed == 1)
		error_set(e, ERR_USAGE,
		    "--stylesheet auto does not look into '%s', which is "
		    "compressed; name the stylesheet",
		    name);
	else if (packed == 0 && href.len > 0)
		found = find_file(name, buf_text(&href), e);
	else if (packed == 0)
		error_set(e, ERR_INPUT,
		    "'%s' names no stylesheet: no <?xml-stylesheet "
		    "type=\"text/xsl\"?> stands before its root element",
		    name);
	buf_clear(&href);
	free(head);
	return found;
}
