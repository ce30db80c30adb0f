/*
 * Expands WordPress's own shortcodes into the elements that its HTML5 themes
 * show for them.  Never guesses at a shortcode of a plugin: it stays as it is.
 * Linear: where the next "]" and the next end tags are is remembered.
 */
#include "html/shortcode.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/limits.h"
#include "html/token.h"
#include "html/value.h"

enum {
	CAPTION,
	WP_CAPTION,
	GALLERY,
	EMBED,
	AUDIO,
	VIDEO,
	KINDS
};

/* A shortcode as it stands in the text. */
struct shortcode {
	unsigned kind;
	const char *attributes;
	const char *attributes_end;
	const char *content; /* NULL without an end tag */
	const char *content_end;
	const char *end; /* behind all of it */
};

struct expander {
	const char *end;
	const struct post_images *images;
	struct buf *out;
	const char *bracket;	 /* the next "]" from some place on */
	const char *ends[KINDS]; /* the next end tag of each kind */
	bool found[KINDS];	 /* ends[] was looked for */
	struct buf value;
	struct buf more;
};

typedef bool writer(struct expander *x, const struct shortcode *s);
static writer write_caption, write_gallery, write_embed, write_media;

static const struct {
	const char *name;
	const char *end_tag;
	writer *write; /* false: the shortcode stays as it is */
} kinds[KINDS] = {
    [CAPTION] = {"caption", "[/caption]", write_caption},
    [WP_CAPTION] = {"wp_caption", "[/wp_caption]", write_caption},
    [GALLERY] = {"gallery", NULL, write_gallery},
    [EMBED] = {"embed", "[/embed]", write_embed},
    [AUDIO] = {"audio", "[/audio]", write_media},
    [VIDEO] = {"video", "[/video]", write_media},
};

static bool
is_name(char c)
{
	return ascii_letter(c) || ascii_digit(c) || c == '_' || c == '-';
}

static const char *
name_end(const char *p, const char *end)
{
	while (p < end && is_name(*p))
		p++;
	return p;
}

/* The next "]" from p on, or NULL. */
static const char *
find_bracket(struct expander *x, const char *p)
{
	if (x->bracket == NULL || x->bracket < p) {
		x->bracket =
		    p == x->end ? NULL : memchr(p, ']', (size_t)(x->end - p));
		if (x->bracket == NULL)
			x->bracket = x->end;
	}
	return x->bracket == x->end ? NULL : x->bracket;
}

/* The next end tag of this kind from p on, or NULL. */
static const char *
find_end_tag(struct expander *x, unsigned kind, const char *p)
{
	const char *tag = kinds[kind].end_tag;

	if (tag == NULL)
		return NULL;
	if (!x->found[kind] || (x->ends[kind] != NULL && x->ends[kind] < p)) {
		x->ends[kind] =
		    memmem(p, (size_t)(x->end - p), tag, strlen(tag));
		x->found[kind] = true;
	}
	return x->ends[kind];
}

/*
 * The attribute's value as it stands there, or NULL.  The values are those of
 * shortcode_parse_atts(): in double quotes, in single ones, bare.
 */
static const char *
find_attribute(const struct shortcode *s, const char *name, size_t *value_len)
{
	const char *p = s->attributes;
	const char *end = s->attributes_end;

	while (p < end) {
		p += value_blanks(p, (size_t)(end - p));
		const char *from = p;
		p = name_end(p, end);
		size_t len = (size_t)(p - from);
		if (p == end || *p != '=') {
			p += p < end;
			continue;
		}
		p++;
		char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : 0;
		const char *value = p;
		while (p < end && (quote != 0 ? *p != quote : !ascii_blank(*p)))
			p++;
		if (len == strlen(name) && memcmp(from, name, len) == 0) {
			*value_len = (size_t)(p - value);
			return value;
		}
		p += quote != 0 && p < end;
	}
	return NULL;
}

/* Adds the attribute's value, decoded; false when there is none. */
static bool
get_attribute(const struct shortcode *s, const char *name, struct buf *out)
{
	size_t len;
	const char *value = find_attribute(s, name, &len);

	if (value != NULL)
		entity_decode_value(value, len, out);
	return value != NULL;
}

/* The attribute of this name, or NULL; borrowed until the next call. */
static const char *
attribute(struct expander *x, const struct shortcode *s, const char *name)
{
	buf_cut(&x->value, 0);
	return get_attribute(s, name, &x->value) ? buf_text(&x->value) : NULL;
}

/* Adds text as a quoted value, or as text: what is safe in both. */
static void
put(struct expander *x, const char *text)
{
	value_encode(text, strlen(text), x->out);
}

void
shortcode_link(const char *url, size_t len, struct buf *out)
{
	struct buf decoded;

	buf_init(&decoded, 2 * len + KIB);
	entity_decode_value(url, len, &decoded);
	buf_puts(out, "<a href=\"");
	value_encode(buf_text(&decoded), decoded.len, out);
	buf_puts(out, "\">");
	value_text(buf_text(&decoded), decoded.len, out);
	buf_puts(out, "</a>");
	buf_clear(&decoded);
}

/* Where the image at the content's begin ends, its link included, or NULL. */
static const char *
image_end(const char *content, const char *end)
{
	struct tokens tokens;
	struct token token;
	bool linked = false;
	const char *image = NULL;

	tokens_init(&tokens, content, (size_t)(end - content));
	while (tokens_next(&tokens, &token)) {
		bool blank = token.type == TOKEN_TEXT &&
			     value_blanks(token.at, token.len) == token.len;

		if (token.type == TOKEN_OPEN && token_is(&token, "a") &&
		    image == NULL)
			linked = true;
		else if (token.type == TOKEN_OPEN && token_is(&token, "img") &&
			 image == NULL)
			image = tokens.at;
		else if (token.type == TOKEN_CLOSE && token_is(&token, "a") &&
			 linked && image != NULL)
			return tokens.at;
		else if (!blank)
			break;
		if (image != NULL && !linked)
			break;
	}
	return image;
}

static void
put_caption_start(struct expander *x, const struct shortcode *s)
{
	const char *value = attribute(x, s, "id");

	buf_puts(x->out, "<figure");
	if (value != NULL && *value != '\0') {
		buf_puts(x->out, " id=\"");
		put(x, value);
		buf_putc(x->out, '"');
	}
	buf_puts(x->out, " class=\"wp-caption");
	value = attribute(x, s, "align");
	if (value != NULL && strncmp(value, "align", 5) == 0) {
		buf_putc(x->out, ' ');
		put(x, value);
	}
	buf_puts(x->out, "\">");
}

/*
 * Old posts have the caption as an attribute, newer ones behind the image.
 * Without a caption only the content is shown, as WordPress does.
 */
static bool
write_caption(struct expander *x, const struct shortcode *s)
{
	if (s->content == NULL)
		return false;
	const char *image = image_end(s->content, s->content_end);
	size_t len = 0;
	const char *text = find_attribute(s, "caption", &len);
	if (text != NULL) {
		image = s->content_end;
	} else if (image != NULL) {
		text = image;
		len = (size_t)(s->content_end - image);
	}
	if (text != NULL)
		value_trim(&text, &len);
	if (image == NULL || len == 0) {
		buf_add(
		    x->out, s->content, (size_t)(s->content_end - s->content));
		return true;
	}
	const char *from = s->content;
	size_t from_len = (size_t)(image - from);
	value_trim(&from, &from_len);
	put_caption_start(x, s);
	buf_add(x->out, from, from_len);
	buf_puts(x->out, "<figcaption>");
	buf_add(x->out, text, len);
	buf_puts(x->out, "</figcaption></figure>");
	return true;
}

/* Adds the image of an attachment, or a link to its page. */
static bool
put_attachment(struct expander *x, unsigned long id)
{
	const struct post_images *images = x->images;
	const char *url = images == NULL || images->address == NULL
			      ? NULL
			      : images->address(images->context, id);

	if (url != NULL) {
		buf_puts(x->out, "<img src=\"");
		put(x, url);
		buf_puts(x->out, "\" alt=\"\">");
		return true;
	}
	if (images == NULL || images->site == NULL)
		return false;
	size_t len = strlen(images->site);
	buf_cut(&x->value, 0);
	buf_puts(&x->value, images->site);
	if (len > 0 && images->site[len - 1] != '/')
		buf_putc(&x->value, '/');
	buf_printf(&x->value, "?attachment_id=%lu", id);
	buf_puts(x->out, "<a href=\"");
	put(x, buf_text(&x->value));
	buf_puts(x->out, "\">");
	put(x, buf_text(&x->value));
	buf_puts(x->out, "</a>");
	return true;
}

/* The next number of a list, from *at on; 0 at its end. */
static unsigned long
next_id(const char **at)
{
	const char *p = *at;
	unsigned long id = 0;

	while (*p != '\0' && !ascii_digit(*p))
		p++;
	for (; ascii_digit(*p); p++) {
		if (id < 1000000000)
			id = id * 10 + (unsigned long)(*p - '0');
	}
	*at = p;
	return id;
}

static bool
write_gallery(struct expander *x, const struct shortcode *s)
{
	size_t before = x->out->len;
	bool any = false;
	unsigned long id;

	buf_cut(&x->more, 0);
	if (!get_attribute(s, "ids", &x->more) &&
	    !get_attribute(s, "include", &x->more))
		return false;
	const char *at = buf_text(&x->more);
	buf_puts(x->out, "<figure class=\"gallery\">");
	while ((id = next_id(&at)) != 0) {
		if (any)
			buf_putc(x->out, ' ');
		if (!put_attachment(x, id)) {
			any = false;
			break;
		}
		any = true;
	}
	if (!any) {
		if (!buf_full(x->out))
			buf_cut(x->out, before);
		return false;
	}
	buf_puts(x->out, "</figure>");
	return true;
}

static bool
is_web(const char *url, size_t len)
{
	return (len > 7 && memcmp(url, "http://", 7) == 0) ||
	       (len > 8 && memcmp(url, "https://", 8) == 0);
}

static bool
write_embed(struct expander *x, const struct shortcode *s)
{
	if (s->content == NULL)
		return false;
	const char *url = s->content;
	size_t len = (size_t)(s->content_end - url);
	value_trim(&url, &len);
	if (!is_web(url, len) || memchr(url, '<', len) != NULL)
		return false;
	shortcode_link(url, len, x->out);
	return true;
}

static bool
write_media(struct expander *x, const struct shortcode *s)
{
	static const char *const sources[] = {"src", "mp3", "m4a", "ogg", "wav",
	    "flac", "mp4", "m4v", "webm", "ogv", "mov", "wmv", "flv", "wma"};
	const char *url = NULL;

	for (size_t i = 0;
	     url == NULL && i < sizeof(sources) / sizeof(sources[0]); i++)
		url = attribute(x, s, sources[i]);
	if (url == NULL || *url == '\0')
		return false;
	buf_puts(x->out, s->kind == VIDEO ? "<video" : "<audio");
	buf_puts(x->out, " controls src=\"");
	put(x, url);
	buf_putc(x->out, '"');
	url = s->kind == VIDEO ? attribute(x, s, "poster") : NULL;
	if (url != NULL && *url != '\0') {
		buf_puts(x->out, " poster=\"");
		put(x, url);
		buf_putc(x->out, '"');
	}
	buf_puts(x->out, s->kind == VIDEO ? "></video>" : "></audio>");
	return true;
}

/* Reads the shortcode at p ("["); false when it is none of ours. */
static bool
read_shortcode(struct expander *x, const char *p, struct shortcode *s)
{
	const char *name = p + 1;
	const char *end = name_end(name, x->end);
	size_t len = (size_t)(end - name);

	for (s->kind = 0; s->kind < KINDS; s->kind++) {
		if (strlen(kinds[s->kind].name) == len &&
		    memcmp(kinds[s->kind].name, name, len) == 0)
			break;
	}
	if (s->kind == KINDS)
		return false;
	const char *bracket = find_bracket(x, end);
	if (bracket == NULL)
		return false;
	s->attributes = end;
	s->attributes_end = bracket;
	s->content = s->content_end = NULL;
	s->end = bracket + 1;
	if (bracket > end && bracket[-1] == '/') {
		s->attributes_end--;
		return true;
	}
	const char *tag = find_end_tag(x, s->kind, s->end);
	if (tag != NULL) {
		s->content = s->end;
		s->content_end = tag;
		s->end = tag + strlen(kinds[s->kind].end_tag);
	}
	return true;
}

/*
 * "[[name …]]" is how a shortcode is written out: true, with the place behind
 * it, for what looks like one and not like a link of a wiki.
 */
static bool
read_escaped(struct expander *x, const char *p, const char **end)
{
	if (x->end - p < 5 || p[1] != '[' || p[2] < 'a' || p[2] > 'z')
		return false;
	const char *name = name_end(p + 2, x->end);
	const char *bracket = find_bracket(x, name);
	if (bracket == NULL || bracket + 1 == x->end || bracket[1] != ']')
		return false;
	if (bracket != name &&
	    memchr(name, '=', (size_t)(bracket - name)) == NULL)
		return false;
	*end = bracket + 2;
	return true;
}

void
shortcodes_expand(const char *text, size_t len,
    const struct post_images *images, struct buf *out)
{
	struct expander x = {.end = text + len, .images = images, .out = out};
	const char *done = text;
	const char *p = text;

	buf_init(&x.value, LIMIT_TAG);
	buf_init(&x.more, LIMIT_TAG);
	while (p < x.end && (p = memchr(p, '[', (size_t)(x.end - p))) != NULL) {
		struct shortcode s;
		const char *end;

		buf_add(out, done, (size_t)(p - done));
		done = p;
		if (read_escaped(&x, p, &end)) {
			buf_add(out, p + 1, (size_t)(end - p - 2));
			done = p = end;
		} else if (read_shortcode(&x, p, &s) &&
			   kinds[s.kind].write(&x, &s)) {
			done = p = s.end;
		} else {
			p++;
		}
	}
	buf_add(out, done, (size_t)(x.end - done));
	buf_clear(&x.value);
	buf_clear(&x.more);
}

bool
shortcode_alone(const char *text, size_t len)
{
	struct expander x = {.end = text + len};
	struct shortcode s;

	return len > 2 && *text == '[' && read_shortcode(&x, text, &s) &&
	       s.end == x.end;
}
