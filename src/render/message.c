/*
 * A message of mail.  Its parts and what stands around them are GMime's; its
 * fields and its text are render/mail_header.h's and render/mail_body.h's, as
 * in an mbox, for GMime lets "=?" through as it is and encodes no "From ".
 */
#include "render/message.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "render/gmime.h"
#include "render/mail_body.h"
#include "render/message_check.h"
#include "render/message_header.h"

/* What a picture's id and type may have beside letters and digits. */
#define PICTURE_ID "@.-_"
#define PICTURE_TYPE ".+-"
#define IMAGE "image/"
#define ID_MAX 500
#define TYPE_MAX 60

int
message_prepare(struct error *e)
{
	if (late_load(LATE_GMIME, e) == -1)
		return -1;
	g_mime_init();
	return 0;
}

static bool
is_picture(const struct message_picture *picture)
{
	return message_is_word(picture->id, PICTURE_ID, ID_MAX) &&
	       ascii_starts(picture->type, strlen(picture->type), IMAGE) &&
	       message_is_word(
		   picture->type + strlen(IMAGE), PICTURE_TYPE, TYPE_MAX);
}

static int
check_pictures(const struct message *m, struct error *e)
{
	for (size_t i = 0; i < m->picture_count; i++)
		if (!is_picture(&m->pictures[i]))
			return error_set(e, ERR_PLUGIN,
			    "a picture cannot be put in mail: \"%.80s\", of "
			    "type \"%.40s\"",
			    m->pictures[i].id, m->pictures[i].type);
	return 0;
}

static bool
is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t') || c == 0x7F;
}

/* UTF-8 whose only controls are tabs and line feeds. */
static void
put_text(const char *text, struct buf *out)
{
	struct buf valid;

	buf_init(&valid, out->max);
	utf8_scrub(text, strlen(text), &valid);
	for (const char *p = buf_text(&valid); *p != '\0'; p++) {
		if (*p == '\n' || (*p == '\r' && p[1] != '\n'))
			buf_putc(out, '\n');
		else if (*p != '\r' && is_control(*p))
			buf_puts(out, "\xEF\xBF\xBD");
		else if (*p != '\r')
			buf_putc(out, *p);
	}
	if (buf_full(&valid))
		out->full = true;
	buf_clear(&valid);
}

/* A part of bytes that are encoded already, or not at all yet. */
static GMimePart *
make_part(const char *type, const char *subtype, const void *bytes, size_t len,
    GMimeContentEncoding encoding)
{
	GMimePart *part = g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, len);
	GMimeDataWrapper *content =
	    g_mime_data_wrapper_new_with_stream(stream, encoding);

	g_mime_part_set_content(part, content);
	g_object_unref(content);
	g_object_unref(stream);
	return part;
}

/* Text as a part; max says what is too large.  NULL then. */
static GMimeObject *
make_text(const char *subtype, const char *text, size_t max)
{
	GMimeObject *object = NULL;
	struct buf clean, encoded;

	buf_init(&clean, max);
	buf_init(&encoded, max);
	put_text(text, &clean);
	mail_body(buf_text(&clean), clean.len, &encoded);
	if (!buf_full(&clean) && !buf_full(&encoded)) {
		GMimePart *part = make_part("text", subtype, buf_text(&encoded),
		    encoded.len, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);

		object = (GMimeObject *)part;
		g_mime_object_set_content_type_parameter(
		    object, "charset", "utf-8");
		g_mime_part_set_content_encoding(
		    part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	}
	buf_clear(&encoded);
	buf_clear(&clean);
	return object;
}

static GMimeObject *
make_picture(const struct message_picture *picture)
{
	const char *subtype = picture->type + strlen(IMAGE);
	GMimePart *part = make_part("image", subtype, picture->bytes,
	    picture->len, GMIME_CONTENT_ENCODING_DEFAULT);
	GMimeObject *object = (GMimeObject *)part;

	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_content_id(object, picture->id);
	g_mime_object_set_disposition(object, "inline");
	return object;
}

/*
 * Made by its type, boundary and all: GMime opens /dev/urandom for a multipart
 * that has none.  RFC 2387 wants to know of what type the first part is.
 */
static GMimeMultipart *
make_multipart(const struct message *m, enum message_multipart which)
{
	bool related = which == MESSAGE_RELATED;
	GMimeContentType *type = g_mime_content_type_new(
	    "multipart", related ? "related" : "alternative");
	char boundary[MAIL_BOUNDARY];

	if (related)
		g_mime_content_type_set_parameter(type, "type", "text/html");
	message_boundary(m, which, boundary);
	g_mime_content_type_set_parameter(type, "boundary", boundary);
	GMimeObject *object = g_mime_object_new(NULL, type);
	g_object_unref(type);
	return (GMimeMultipart *)object;
}

/* The parts keep it. */
static void
add_part(GMimeMultipart *parts, GMimeObject *part)
{
	g_mime_multipart_add(parts, part);
	g_object_unref(part);
}

/* HTML, and the pictures that it shows; NULL when it is too large. */
static GMimeObject *
make_html(const struct message *m, size_t max)
{
	GMimeObject *html = make_text("html", m->html, max);

	if (html == NULL || m->picture_count == 0)
		return html;
	GMimeMultipart *parts = make_multipart(m, MESSAGE_RELATED);
	add_part(parts, html);
	for (size_t i = 0; i < m->picture_count; i++)
		add_part(parts, make_picture(&m->pictures[i]));
	return (GMimeObject *)parts;
}

/* NULL when it is too large. */
static GMimeObject *
make_body(const struct message *m, size_t max)
{
	GMimeObject *text = make_text("plain", m->text, max);

	if (text == NULL || m->html == NULL)
		return text;
	GMimeObject *html = make_html(m, max);
	if (html == NULL) {
		g_object_unref(text);
		return NULL;
	}
	GMimeMultipart *parts = make_multipart(m, MESSAGE_ALTERNATIVE);
	add_part(parts, text);
	add_part(parts, html);
	return (GMimeObject *)parts;
}

/* Whether the pictures can have room, which must be known before any has. */
static bool
has_room(const struct message *m, size_t max)
{
	for (size_t i = 0; i < m->picture_count; i++) {
		if (m->pictures[i].len > max)
			return false;
		max -= m->pictures[i].len;
	}
	return true;
}

/* Fields of MIME, an empty line, and the parts. */
static bool
put_body(const struct message *m, struct buf *out)
{
	size_t max = out->max - out->len;
	GMimeObject *body = has_room(m, max) ? make_body(m, max) : NULL;

	if (body == NULL)
		return false;
	GMimeFormatOptions *format = g_mime_format_options_new();
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_format_options_set_newline_format(
	    format, GMIME_NEWLINE_FORMAT_DOS);
	bool whole = g_mime_object_write_to_stream(body, format, stream) != -1;
	const GByteArray *octets =
	    g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	buf_add(out, octets->data, octets->len);
	if (m->html == NULL && out->data[out->len - 1] != '\n')
		buf_puts(out, "\r\n");
	g_object_unref(stream);
	g_mime_format_options_free(format);
	g_object_unref(body);
	return whole && !buf_full(out);
}

static int
put_message(const struct message *m, struct buf *out, struct error *e)
{
	size_t from = out->len;

	if (message_header(m, out, e) == -1)
		return -1;
	if (buf_full(out) || !put_body(m, out))
		return error_set(e, ERR_INPUT, "the message is too large");
	return message_check(m, buf_text(out) + from, out->len - from, e);
}

int
message_write(const struct message *message, struct buf *out, struct error *e)
{
	size_t from = out->len;

	if (check_pictures(message, e) == 0 &&
	    put_message(message, out, e) == 0)
		return 0;
	buf_cut(out, from);
	return -1;
}
