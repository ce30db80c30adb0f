/*
 * Header fields: folding (RFC 5322 section 2.2.3), words that are encoded (RFC
 * 2047) and names of people (RFC 5322 section 3.2).  Text is encoded as a whole
 * or not at all, for what stands between two encoded words is not shown.
 */
#include "render/mail_header.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/url.h"
#include "render/clean.h"

#define LINE 76		 /* characters, if words let it be */
#define TOKEN_MAX 900	 /* a longer word is encoded, to be cut */
#define ENCODED_MAX 75	 /* characters of an encoded word, RFC 2047 section 2 */
#define ENCODED_FRAME 12 /* of them: =?utf-8?q??= */
#define QUOTED_MAX 60	 /* a longer name is encoded, to be folded */
#define DOMAIN_MAX 200
#define LOCAL_MAX 64

/* What may stand in an atom beside letters and digits. */
#define ATOM "!#$%&'*+-/=?^_`{|}~"

/* How much of len bytes is whole characters and at most most bytes. */
static size_t
cut(const char *text, size_t len, size_t most)
{
	if (len <= most)
		return len;
	while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
		most--;
	return most;
}

/* The text made clean; of a long one the beginning. */
static void
take(const char *text, struct buf *line)
{
	static const char more[] = "…";
	size_t len = cut(text, strlen(text), 4 * MAIL_TEXT);

	buf_init(line, MAIL_TEXT * KIB);
	clean_line(text, len, line);
	if (line->len <= MAIL_TEXT && text[len] == '\0')
		return;
	buf_cut(line, cut(line->data, line->len, MAIL_TEXT - strlen(more)));
	buf_puts(line, more);
}

/* Begins another line unless n more characters have room on this one. */
static void
fold(struct buf *out, size_t *column, size_t n)
{
	bool fits = *column + 1 + n <= LINE;

	buf_puts(out, fits ? " " : "\n ");
	*column = fits ? *column + 1 : 1;
}

/* Printable ASCII that can be folded. */
static bool
is_ascii(const char *text)
{
	size_t word = 0;

	for (const char *p = text; *p != '\0'; p++) {
		word = *p == ' ' ? 0 : word + 1;
		if (*p < ' ' || *p > '~' || word > TOKEN_MAX)
			return false;
	}
	return true;
}

/* It needs no encoding, either. */
static bool
is_plain(const char *text)
{
	return is_ascii(text) && strstr(text, "=?") == NULL;
}

static void
put_plain(const char *text, size_t column, struct buf *out)
{
	bool first = true;

	while (*(text += strspn(text, " ")) != '\0') {
		size_t n = strcspn(text, " ");

		if (first)
			buf_putc(out, ' ');
		else
			fold(out, &column, n);
		column += n + first;
		first = false;
		buf_add(out, text, n);
		text += n;
	}
}

/* What the Q encoding leaves as it is, even in a name (section 5). */
static bool
is_safe(char c)
{
	return ascii_letter(c) || ascii_digit(c) || c == '-' || c == '!' ||
	       c == '*' || c == '+' || c == '/';
}

static size_t
q_length(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += is_safe(text[i]) || text[i] == ' ' ? 1 : 3;
	return n;
}

static size_t
b_length(size_t len)
{
	return (len + 2) / 3 * 4;
}

static void
put_q(const char *text, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		if (is_safe(text[i]))
			buf_putc(out, text[i]);
		else if (text[i] == ' ')
			buf_putc(out, '_');
		else
			buf_printf(out, "=%02X", (unsigned char)text[i]);
	}
}

static void
put_b(const char *text, size_t len, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		unsigned bits = (unsigned)p[i] << 16;

		bits |= n > 1 ? (unsigned)p[i + 1] << 8 : 0;
		bits |= n > 2 ? p[i + 2] : 0;
		buf_putc(out, digits[bits >> 18]);
		buf_putc(out, digits[bits >> 12 & 63]);
		buf_putc(out, n > 1 ? digits[bits >> 6 & 63] : '=');
		buf_putc(out, n > 2 ? digits[bits & 63] : '=');
	}
}

/* The bytes of the character at text, which is UTF-8. */
static size_t
char_length(const char *text)
{
	size_t n = 1;

	while (((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* As much of text as room lets into one word, at least a character. */
static size_t
word_length(const char *text, size_t room, bool q)
{
	size_t len = 0, size = 0;

	while (text[len] != '\0') {
		size_t n = char_length(text + len);

		size = q ? size + q_length(text + len, n) : b_length(len + n);
		if (len > 0 && size > room)
			break;
		len += n;
	}
	return len;
}

/* Text as encoded words, each of whole characters, in the shorter way. */
static void
put_encoded(const char *text, size_t *column, struct buf *out)
{
	size_t len = strlen(text);
	bool q = q_length(text, len) <= b_length(len);
	size_t most = ENCODED_MAX - ENCODED_FRAME;

	while (*text != '\0') {
		size_t left = LINE - ENCODED_FRAME - 1;
		size_t room = *column < left ? left - *column : 0;
		size_t n;

		if (room < 16) {
			buf_puts(out, "\n ");
			*column = 1;
			room = most;
		} else {
			buf_putc(out, ' ');
			*column += 1;
		}
		n = word_length(text, room < most ? room : most, q);
		buf_puts(out, q ? "=?utf-8?q?" : "=?utf-8?b?");
		if (q)
			put_q(text, n, out);
		else
			put_b(text, n, out);
		buf_puts(out, "?=");
		*column +=
		    ENCODED_FRAME + (q ? q_length(text, n) : b_length(n));
		text += n;
	}
}

void
mail_field(const char *name, const char *text, struct buf *out)
{
	size_t column = strlen(name) + 1;
	struct buf line;

	take(text, &line);
	buf_puts(out, name);
	buf_putc(out, ':');
	if (is_plain(buf_text(&line)))
		put_plain(buf_text(&line), column, out);
	else
		put_encoded(buf_text(&line), &column, out);
	buf_putc(out, '\n');
	buf_clear(&line);
}

/* A name: atoms, or a quoted string, or encoded words. */
static void
put_person(const char *name, size_t *column, struct buf *out)
{
	bool atoms = true;
	size_t from = out->len;

	if (!is_plain(name) || strlen(name) > QUOTED_MAX) {
		put_encoded(name, column, out);
		return;
	}
	for (const char *p = name; *p != '\0'; p++)
		atoms = atoms && (ascii_letter(*p) || ascii_digit(*p) ||
				     strchr(" " ATOM, *p) != NULL);
	buf_puts(out, atoms ? " " : " \"");
	for (const char *p = name; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *p);
	}
	if (!atoms)
		buf_putc(out, '"');
	*column += out->len - from;
}

/* A person's name, which may be empty, and where mail reaches them. */
static void
put_mailbox(
    const char *person, const char *address, size_t column, struct buf *out)
{
	struct buf line;

	take(person, &line);
	if (line.len > 0)
		put_person(buf_text(&line), &column, out);
	fold(out, &column, strlen(address) + 2);
	buf_printf(out, "<%s>", address);
	buf_clear(&line);
}

void
mail_address(const char *name, const char *person, const char *local,
    const char *domain, struct buf *out)
{
	struct buf address;

	buf_init(&address, LOCAL_MAX + 1 + DOMAIN_MAX);
	for (const char *p = local; *p != '\0' && address.len < LOCAL_MAX; p++)
		buf_putc(&address, ascii_letter(*p) || ascii_digit(*p) ||
					   strchr("-_", *p) != NULL
				       ? *p
				       : '-');
	if (address.len == 0)
		buf_puts(&address, "nobody");
	buf_printf(&address, "@%s", domain);
	buf_printf(out, "%s:", name);
	put_mailbox(person, buf_text(&address), strlen(name) + 1, out);
	buf_putc(out, '\n');
	buf_clear(&address);
}

void
mail_mailboxes(const char *name, const struct mailbox *mailboxes, size_t n,
    struct buf *out)
{
	buf_printf(out, "%s:", name);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_puts(out, ",\n");
		put_mailbox(mailboxes[i].name, mailboxes[i].address,
		    i > 0 ? 0 : strlen(name) + 1, out);
	}
	buf_putc(out, '\n');
}

bool
mail_made(const char *name, const char *text, struct buf *out)
{
	if (!is_ascii(text))
		return false;
	buf_printf(out, "%s:", name);
	put_plain(text, strlen(name) + 1, out);
	buf_putc(out, '\n');
	return true;
}

/* A message id, for which a line is begun if need be, but for the first. */
static void
put_id(const char *local, const char *domain, bool first, size_t *column,
    struct buf *out)
{
	size_t len = strlen(local) + strlen(domain) + 3;

	if (first)
		buf_putc(out, ' ');
	else
		fold(out, column, len);
	buf_printf(out, "<%s@%s>", local, domain);
	*column += len;
}

void
mail_ids(const char *name, const struct hash *ids, size_t n, const char *domain,
    struct buf *out)
{
	size_t column = strlen(name) + 1;
	char hex[HASH_TEXT];

	buf_printf(out, "%s:", name);
	for (size_t i = 0; i < n; i++) {
		hash_hex(&ids[i], hex);
		put_id(hex, domain, i == 0, &column, out);
	}
	buf_putc(out, '\n');
}

void
mail_archived(const char *url, struct buf *out)
{
	static const char name[] = "Archived-At";
	size_t len = strlen(url);
	struct buf uri;

	if (len == 0 || len > MAIL_TEXT)
		return;
	buf_init(&uri, 3 * MAIL_TEXT + 2);
	buf_putc(&uri, '<');
	url_ascii(url, len, &uri);
	buf_putc(&uri, '>');
	if (uri.len <= TOKEN_MAX)
		mail_field(name, buf_text(&uri), out);
	buf_clear(&uri);
}

void
mail_domain(const char *host, struct buf *out)
{
	size_t from = out->len;

	for (; *host != '\0' && out->len - from < DOMAIN_MAX; host++) {
		char c = ascii_lower(*host);
		bool dot = out->len == from || out->data[out->len - 1] == '.';

		if (ascii_letter(c) || ascii_digit(c))
			buf_putc(out, c);
		else if (c != '.')
			buf_putc(out, '-');
		else if (!dot)
			buf_putc(out, '.');
	}
	if (out->len > from && out->data[out->len - 1] == '.')
		buf_cut(out, out->len - 1);
	if (out->len == from)
		buf_puts(out, "invalid");
}

bool
mail_is_name(const char *name)
{
	size_t len = 0;

	while (name[len] > ' ' && name[len] <= '~' && name[len] != ':')
		len++;
	return len > 0 && len <= 40 && name[len] == '\0';
}
