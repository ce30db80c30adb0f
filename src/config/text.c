/*
 * Text, paths and addresses of a configuration.
 */
#include <limits.h>
#include <string.h>

#include "base/limits.h"
#include "base/url.h"
#include "plugin/value.h"
#include "config/state.h"

/* The address itself is not told then. */
#define URL_SECRET                                                             \
	"a password does not belong into an address; say user = \"NAME\", "    \
	"password_file = \"FILE\""

const char *
config_text(
    struct config_reading *r, const char *key, const struct datum *value)
{
	if (value->type != DATUM_TEXT)
		config_fault(r, value->line, "'%s' must be a string, not %s",
		    key, datum_name(value));
	else if (value->len == 0)
		config_fault(r, value->line, "'%s' is empty", key);
	else if (value->len > LIMIT_URL)
		config_fault(r, value->line, "'%s' is longer than %d KiB", key,
		    (int)(LIMIT_URL / KIB));
	else if (!value_is_line(value->text, value->len))
		config_fault(
		    r, value->line, "'%s' must be one line of UTF-8 text", key);
	else
		return value->text;
	return NULL;
}

/* Adds a path part by part, without those that say nothing. */
static void
add_parts(struct buf *out, const char *path)
{
	while (*path != '\0') {
		size_t len = strcspn(path, "/");
		bool empty = len == 0 || (len == 1 && *path == '.');
		if (!empty && out->len > 0 && out->data[out->len - 1] != '/')
			buf_putc(out, '/');
		if (!empty)
			buf_add(out, path, len);
		path += len;
		path += strspn(path, "/");
	}
}

char *
config_join(const char *folder, const char *path)
{
	struct buf out;

	buf_init(&out, LIMIT_URL + PATH_MAX + 2);
	if (*path == '/' || *folder == '/')
		buf_putc(&out, '/');
	if (*path != '/')
		add_parts(&out, folder);
	add_parts(&out, path);
	return buf_take(&out);
}

char *
config_path(
    struct config_reading *r, const char *key, const struct datum *value)
{
	const char *path = config_text(r, key, value);

	if (path == NULL)
		return NULL;
	if (*path == '~') {
		config_fault(r, value->line,
		    "'%s': a '~' is for shells; write the whole path", key);
		return NULL;
	}
	return config_join(r->at.folder, path);
}

const char *
config_url_fault(const char *url)
{
	size_t len = strlen(url);
	struct url_parts parts;

	if (url_has_scheme(url, len, "file"))
		return "is no address of http or https; a file is named by its "
		       "path";
	if (!url_has_scheme(url, len, "http") &&
	    !url_has_scheme(url, len, "https"))
		return "is no address of http or https";
	url_split(url, len, &parts);
	if (parts.authority.p == NULL || parts.authority.n == 0)
		return "names no host";
	if (memchr(parts.authority.p, '@', parts.authority.n) != NULL)
		return URL_SECRET;
	if (!url_is_iri(url, len))
		return "has a character that no address may hold";
	return NULL;
}

bool
config_url(struct config_reading *r, const char *key, const char *url,
    const struct datum *value)
{
	const char *fault = config_url_fault(url);

	if (fault == NULL)
		return true;
	if (strcmp(fault, URL_SECRET) == 0)
		config_fault(r, value->line, "'%s': %s", key, fault);
	else
		config_fault(
		    r, value->line, "'%s': '%.100s' %s", key, url, fault);
	return false;
}
