/*
 * Addresses, as RFC 3986 has them: section 5.2 for references, 5.2.4 for dot
 * segments, without the exceptions of 5.2.2 for old parsers.  Works on text
 * alone: never looks at a file or a network, never makes a name lower case, and
 * never decodes what was encoded.
 */
#include "base/url.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"

#define SCHEME 16	     /* a longer one is none that matters */
#define TIDY (3 * LIMIT_URL) /* every byte may become three */

/* Blanks, line ends and the other controls. */
static bool
is_control(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7F;
}

static void
put_escape(unsigned char c, struct buf *out)
{
	static const char digits[] = "0123456789ABCDEF";
	char escape[] = {'%', digits[c >> 4], digits[c & 0xF]};

	buf_add(out, escape, sizeof(escape));
}

/* The length of the scheme in front of its colon, 0 when there is none. */
static size_t
scheme_length(const char *url, size_t len)
{
	size_t n = 0;

	if (len == 0 || !ascii_letter(url[0]))
		return 0;
	while (n < len && (ascii_letter(url[n]) || ascii_digit(url[n]) ||
			      url[n] == '+' || url[n] == '-' || url[n] == '.'))
		n++;
	return n < len && url[n] == ':' ? n : 0;
}

bool
url_absolute(const char *url, size_t len)
{
	return scheme_length(url, len) > 0;
}

bool
url_has_scheme(const char *url, size_t len, const char *scheme)
{
	size_t n = scheme_length(url, len);

	if (n == 0 || strlen(scheme) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (ascii_lower(url[i]) != scheme[i])
			return false;
	return true;
}

/*
 * What a browser may take for the scheme: all that stands before the first
 * colon, in small letters, without controls and blanks.  False when a slash,
 * a question mark, a number sign or the end comes first: then url has none.
 */
static bool
apparent_scheme(const char *url, size_t len, char scheme[SCHEME])
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (is_control(url[i]))
			continue;
		if (url[i] == ':') {
			scheme[n < SCHEME ? n : 0] = '\0';
			return true;
		}
		if (strchr("/\\?#", url[i]) != NULL)
			return false;
		if (n < SCHEME)
			scheme[n] = ascii_lower(url[i]);
		if (n < SCHEME)
			n++;
	}
	return false;
}

bool
url_clickable(const char *url, size_t len)
{
	static const char *const clickable[] = {
	    "http", "https", "mailto", "tel"};
	char scheme[SCHEME];

	if (!apparent_scheme(url, len, scheme))
		return true;
	for (size_t i = 0; i < sizeof(clickable) / sizeof(clickable[0]); i++)
		if (strcmp(scheme, clickable[i]) == 0)
			return true;
	return false;
}

/* What needs a look of its own: it may be escaped, or begins a part. */
static bool
is_odd(char c)
{
	switch (c) {
	case '"':
	case '#':
	case '%':
	case '<':
	case '>':
	case '?':
	case '\\':
	case '^':
	case '`':
	case '{':
	case '|':
	case '}':
		return true;
	default:
		return is_control(c);
	}
}

/* How many bytes from here on need no look of their own. */
static size_t
plain_run(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && !is_odd(text[n]))
		n++;
	return n;
}

/* True for what no URL may hold, but for line ends and tabs. */
static bool
must_escape(const char *text, size_t len)
{
	char c = *text;

	if (c == '\t' || c == '\n' || c == '\r')
		return false;
	if (c == '%')
		return len < 3 || ascii_hex(text[1]) < 0 ||
		       ascii_hex(text[2]) < 0;
	return is_control(c) || strchr("\"<>\\^`{|}", c) != NULL;
}

/* Adds text with its blanks around it and line ends within left out, and what
 * no URL may hold percent-encoded. */
static void
tidy(const char *text, size_t len, struct buf *out)
{
	char scheme[SCHEME];
	bool slashes = !apparent_scheme(text, len, scheme) ||
		       strcmp(scheme, "http") == 0 ||
		       strcmp(scheme, "https") == 0;

	while (len > 0 && is_control(text[len - 1]))
		len--;
	for (; len > 0 && is_control(*text); text++)
		len--;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		size_t n = plain_run(text + i, len - i);

		buf_add(out, text + i, n);
		if (n > 0) {
			i += n - 1;
			continue;
		}
		if (c == '?' || c == '#')
			slashes = false;
		if (c == '\\' && slashes)
			buf_putc(out, '/');
		else if (must_escape(text + i, len - i))
			put_escape((unsigned char)c, out);
		else if (c != '\t' && c != '\n' && c != '\r')
			buf_putc(out, c);
	}
}

/* Cuts n bytes off the front of what is left. */
static struct url_span
cut(struct url_span *left, size_t n)
{
	struct url_span front = {left->p, n};

	left->p += n;
	left->n -= n;
	return front;
}

/* How many bytes come before the first of the characters. */
static size_t
before(const struct url_span *s, const char *characters)
{
	size_t n = 0;

	while (n < s->n &&
	       (s->p[n] == '\0' || strchr(characters, s->p[n]) == NULL))
		n++;
	return n;
}

void
url_split(const char *url, size_t len, struct url_parts *u)
{
	struct url_span left = {url, len};
	size_t n = scheme_length(url, len);

	*u = (struct url_parts){.scheme = {NULL, 0}};
	if (n > 0) {
		u->scheme = cut(&left, n);
		cut(&left, 1);
	}
	if (left.n >= 2 && left.p[0] == '/' && left.p[1] == '/') {
		cut(&left, 2);
		u->authority = cut(&left, before(&left, "/?#"));
	}
	u->path = cut(&left, before(&left, "?#"));
	if (left.n > 0 && left.p[0] == '?') {
		cut(&left, 1);
		u->query = cut(&left, before(&left, "#"));
	}
	if (left.n > 0) {
		cut(&left, 1);
		u->fragment = left;
	}
}

/* Drops the last segment and the slash before it. */
static void
drop_segment(struct buf *path)
{
	size_t n = path->len;

	while (n > 0 && path->data[n - 1] != '/')
		n--;
	buf_cut(path, n > 0 ? n - 1 : 0);
}

/* Adds a path, which begins with a slash, without its dot segments. */
static void
add_path(const char *p, size_t len, struct buf *path)
{
	for (size_t i = 0, next; i < len; i = next) {
		next = i + 1;
		while (next < len && p[next] != '/')
			next++;
		size_t n = next - i; /* with the slash before the segment */
		bool here = n == 2 && p[i + 1] == '.';
		bool up = n == 3 && p[i + 1] == '.' && p[i + 2] == '.';
		if (!here && !up) {
			buf_add(path, p + i, n);
			continue;
		}
		if (up)
			drop_segment(path);
		if (next == len)
			buf_putc(path, '/');
	}
}

/* RFC 3986 sections 5.2.3 and 5.2.4: the path of ref seen from base. */
static void
merge_path(
    const struct url_parts *base, const struct url_parts *ref, struct buf *path)
{
	struct buf whole;

	buf_init(&whole, 2 * TIDY + 1);
	if (ref->authority.p == NULL && ref->path.p[0] != '/') {
		size_t n = base->path.n;
		while (n > 0 && base->path.p[n - 1] != '/')
			n--;
		buf_add(&whole, base->path.p, n);
		if (n == 0)
			buf_putc(&whole, '/');
	}
	buf_add(&whole, ref->path.p, ref->path.n);
	add_path(whole.data, whole.len, path);
	buf_clear(&whole);
}

static void
add_part(const char *before_it, const struct url_span *part, struct buf *out)
{
	if (part->p == NULL)
		return;
	buf_puts(out, before_it);
	buf_add(out, part->p, part->n);
}

/* RFC 3986 section 5.2.2, for a reference without a scheme. */
static void
resolve(
    const struct url_parts *base, const struct url_parts *ref, struct buf *out)
{
	struct url_span path = base->path;
	struct url_span query = base->query;
	struct url_span authority = base->authority;
	struct buf merged;

	buf_init(&merged, 2 * TIDY + 1);
	if (ref->authority.p != NULL)
		authority = ref->authority;
	if (ref->authority.p != NULL || ref->path.n > 0) {
		merge_path(base, ref, &merged);
		path = (struct url_span){buf_text(&merged), merged.len};
		query = ref->query;
	} else if (ref->query.p != NULL) {
		query = ref->query;
	}
	buf_add(out, base->scheme.p, base->scheme.n);
	buf_putc(out, ':');
	add_part("//", &authority, out);
	/* A path must not become an authority (RFC 3986 section 3.3). */
	if (authority.p == NULL && path.n > 1 && path.p[1] == '/')
		buf_puts(out, "/.");
	add_part("", &path, out);
	add_part("?", &query, out);
	add_part("#", &ref->fragment, out);
	buf_clear(&merged);
}

/*
 * True when something can be seen from base: one with a hierarchy, or for a
 * mere fragment any.
 */
static bool
is_base_of(const struct url_parts *base, const struct url_parts *ref)
{
	if (base->scheme.p == NULL)
		return false;
	if (base->authority.p != NULL ||
	    (base->path.n > 0 && base->path.p[0] == '/'))
		return true;
	return ref->authority.p == NULL && ref->path.n == 0 &&
	       ref->query.p == NULL;
}

bool
url_resolve(const char *base, const char *ref, size_t ref_len, struct buf *out)
{
	size_t start = out->len;
	struct buf tidied_ref;
	struct buf tidied_base;
	struct url_parts r, b;

	tidy(ref, ref_len, out);
	const char *text = buf_text(out) + start;
	size_t len = out->len - start;
	if (url_absolute(text, len))
		return true;
	if (buf_full(out) || base == NULL || ref_len > LIMIT_URL ||
	    strlen(base) > LIMIT_URL)
		return false;

	buf_init(&tidied_ref, TIDY);
	buf_init(&tidied_base, TIDY);
	buf_add(&tidied_ref, text, len);
	tidy(base, strlen(base), &tidied_base);
	url_split(buf_text(&tidied_ref), tidied_ref.len, &r);
	url_split(buf_text(&tidied_base), tidied_base.len, &b);
	bool resolved = is_base_of(&b, &r);
	if (resolved) {
		buf_cut(out, start);
		resolve(&b, &r, out);
	}
	buf_clear(&tidied_base);
	buf_clear(&tidied_ref);
	return resolved;
}

bool
url_is_iri(const char *text, size_t len)
{
	size_t n = scheme_length(text, len);

	if (n == 0 || n + 1 == len)
		return false;
	for (size_t i = n + 1; i < len; i++) {
		char c = text[i];

		if (is_control(c) || strchr("<>\"{}|\\^`", c) != NULL)
			return false;
		/* U+0080 to U+009F */
		if (c == '\xC2' && i + 1 < len &&
		    (unsigned char)text[i + 1] < 0xA0)
			return false;
	}
	return true;
}

void
url_encode(const char *text, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (ascii_letter(c) || ascii_digit(c) ||
		    (c != '\0' && strchr("-._~", c) != NULL))
			buf_putc(out, c);
		else
			put_escape((unsigned char)c, out);
	}
}

void
url_ascii(const char *iri, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)iri[i] >= 0x80 || is_control(iri[i]) ||
		    must_escape(iri + i, len - i))
			put_escape((unsigned char)iri[i], out);
		else
			buf_putc(out, iri[i]);
	}
}

void
url_decode(const char *text, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		int high = len - i > 2 ? ascii_hex(text[i + 1]) : -1;
		int low = len - i > 2 ? ascii_hex(text[i + 2]) : -1;

		if (text[i] == '%' && high >= 0 && low >= 0) {
			buf_putc(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_putc(out, text[i]);
		}
	}
}
