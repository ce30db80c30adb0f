/*
 * The last look at a message of mail (RFC 5322 section 2, RFC 2046 section
 * 5.1): line by line, against what was asked for.  A mistake in what made it,
 * or a text that found a way through, ends here and not in a mailbox.
 */
#include "render/message_check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

#define HEADER_LINE 998
#define BODY_LINE 78
#define OWN_FIELDS 10 /* of a message, at most */

struct look {
	const char *at, *end; /* what was not looked at yet */
	const char *line;     /* the last line, without its end */
	size_t len;
	size_t number;
	char boundaries[2][MAIL_BOUNDARY];
	struct error *e;
};

/* The fields of the parts, in GMime's order. */
static const char *const text_fields[] = {
    "Content-Type", "Content-Transfer-Encoding"};
static const char *const related_fields[] = {"Content-Type"};
static const char *const picture_fields[] = {"Content-Type",
    "Content-Transfer-Encoding", "Content-ID", "Content-Disposition"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void
message_boundary(const struct message *message, enum message_multipart which,
    char out[MAIL_BOUNDARY])
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, message->id, strlen(message->id));
	if (which == MESSAGE_RELATED)
		hash_add(&hash, "\nrelated", strlen("\nrelated"));
	mail_boundary(&hash, out);
}

static int
wrong(const struct look *l, const char *what)
{
	return error_set(l->e, ERR_PLUGIN,
	    "the message did not come out as it should: line %zu: %s",
	    l->number, what);
}

static bool
is_shown(char c)
{
	return (c >= ' ' && c <= '~') || c == '\t';
}

/* 1, 0 at the end, or -1. */
static int
next_line(struct look *l, size_t longest)
{
	const char *p = l->at;

	if (p == l->end)
		return 0;
	l->number++;
	while (p < l->end && is_shown(*p))
		p++;
	if (l->end - p < 2 || p[0] != '\r' || p[1] != '\n')
		return wrong(l, "not ASCII that ends in CR LF");
	l->line = l->at;
	l->len = (size_t)(p - l->at);
	l->at = p + 2;
	return l->len <= longest ? 1 : wrong(l, "too long");
}

/* The line begins a field of that name. */
static bool
is_field(const struct look *l, const char *name)
{
	size_t len = strlen(name);

	return l->len > len && l->line[len] == ':' &&
	       ascii_same(l->line, name, len);
}

/* A header of these fields, and the empty line behind it. */
static int
look_at_header(struct look *l, const char *const *names, size_t count)
{
	size_t n = 0;
	int got;

	while ((got = next_line(l, HEADER_LINE)) == 1 && l->len > 0) {
		if (ascii_blank(*l->line)) {
			if (n == 0 || ascii_all_blank(l->line, l->len))
				return wrong(l, "it continues no field");
		} else if (n == count || !is_field(l, names[n++])) {
			return wrong(l, "a field that was not asked for");
		}
	}
	if (got == -1)
		return -1;
	return got == 1 && n == count ? 0 : wrong(l, "fields are missing");
}

/* The line is what a reader takes for this boundary: it begins so. */
static bool
is_boundary(const struct look *l, enum message_multipart which)
{
	const char *boundary = l->boundaries[which];

	return ascii_starts(l->line, l->len, "--") &&
	       ascii_starts(l->line + 2, l->len - 2, boundary);
}

/* A body, up to the line of a boundary: the last one if it is final. */
static int
look_at_body(struct look *l, enum message_multipart which, bool final)
{
	size_t len = strlen("--") + MAIL_BOUNDARY - 1;
	int got;

	while ((got = next_line(l, BODY_LINE)) == 1)
		if (is_boundary(l, MESSAGE_ALTERNATIVE) ||
		    is_boundary(l, MESSAGE_RELATED))
			break;
	if (got == -1)
		return -1;
	if (got == 0 || !is_boundary(l, which))
		return wrong(l, "another part ends");
	l->line += len;
	l->len -= len;
	if (final ? l->len == 2 && memcmp(l->line, "--", 2) == 0 : l->len == 0)
		return 0;
	return wrong(l, "a part too few, or too many");
}

static int
look_at_end(struct look *l)
{
	int got;

	while ((got = next_line(l, BODY_LINE)) == 1)
		if (l->len > 0)
			return wrong(l, "something behind the last part");
	return got;
}

static int
look_at_html(struct look *l, const struct message *message)
{
	enum message_multipart which =
	    message->picture_count > 0 ? MESSAGE_RELATED : MESSAGE_ALTERNATIVE;

	if (message->picture_count > 0 &&
	    (look_at_header(l, related_fields, COUNT(related_fields)) == -1 ||
		look_at_body(l, MESSAGE_RELATED, false) == -1))
		return -1;
	if (look_at_header(l, text_fields, COUNT(text_fields)) == -1)
		return -1;
	for (size_t i = 0; i < message->picture_count; i++)
		if (look_at_body(l, which, false) == -1 ||
		    look_at_header(l, picture_fields, COUNT(picture_fields)) ==
			-1)
			return -1;
	if (look_at_body(l, which, true) == -1)
		return -1;
	return which == MESSAGE_RELATED
		   ? look_at_body(l, MESSAGE_ALTERNATIVE, true)
		   : 0;
}

/* The body of a message that is text alone. */
static int
look_at_text(struct look *l)
{
	int got;

	while ((got = next_line(l, BODY_LINE)) == 1)
		continue;
	return got;
}

static int
look_at_parts(struct look *l, const struct message *message)
{
	if (message->html == NULL)
		return look_at_text(l);
	if (look_at_body(l, MESSAGE_ALTERNATIVE, false) == -1 ||
	    look_at_header(l, text_fields, COUNT(text_fields)) == -1 ||
	    look_at_body(l, MESSAGE_ALTERNATIVE, false) == -1 ||
	    look_at_html(l, message) == -1)
		return -1;
	return look_at_end(l);
}

/* Those that the message has, in their order; room for them is there. */
static size_t
list_fields(const struct message *message, const char **names)
{
	size_t n = 0;

	names[n++] = "Date";
	names[n++] = "From";
	if (*message->reply_to.address != '\0')
		names[n++] = "Reply-To";
	if (message->to_count > 0)
		names[n++] = "To";
	names[n++] = "Subject";
	names[n++] = "Message-ID";
	if (message->answer_count > 0) {
		names[n++] = "In-Reply-To";
		names[n++] = "References";
	}
	for (size_t i = 0; i < message->field_count; i++)
		names[n++] = message->fields[i].name;
	names[n++] = "MIME-Version";
	names[n++] = "Content-Type";
	if (message->html == NULL)
		names[n++] = "Content-Transfer-Encoding";
	return n;
}

int
message_check(const struct message *message, const char *octets, size_t len,
    struct error *e)
{
	struct look l = {.at = octets, .end = octets + len, .e = e};
	const char **names =
	    mem_new(OWN_FIELDS + message->field_count + 1, sizeof(*names));

	message_boundary(
	    message, MESSAGE_ALTERNATIVE, l.boundaries[MESSAGE_ALTERNATIVE]);
	message_boundary(
	    message, MESSAGE_RELATED, l.boundaries[MESSAGE_RELATED]);
	int result = look_at_header(&l, names, list_fields(message, names));
	if (result == 0)
		result = look_at_parts(&l, message);
	free(names);
	return result;
}
