/*
 * Mailboxes of RFC 5322 and RFC 6532, without what no one writes and attacks
 * are made of: comments, groups, routes, quoted local parts, addresses of hosts
 * by number, characters beyond ASCII in an address.
 */
#include "base/mailbox.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <unistr.h>

#include "base/ascii.h"

#define LOCAL_MOST 64
#define DOMAIN_MOST 253
#define LABEL_MOST 63
#define TEXT_MOST 1000
#define SHOWN 200 /* of it, in messages */

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
#define LOCAL_BYTES LETTERS DIGITS "#$&'*+-=?^_`{}~."
#define DOMAIN_BYTES LETTERS DIGITS "-."
#define SPECIALS "()<>[]:;@\\,\"" /* that a name has in quotes only */

/* Controls, line ends, and what turns the direction of the text around it. */
static bool
is_control(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E ||
	       c == 0x200F || c == 0x061C || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static int
check_text(const char *text, struct error *e)
{
	size_t len = strlen(text);
	const uint8_t *p = (const uint8_t *)text;
	ucs4_t c;

	if (len > TEXT_MOST)
		return error_set(e, ERR_CONFIG,
		    "a mailbox is no longer than %d bytes", TEXT_MOST);
	if (u8_check(p, len) != NULL)
		return error_set(e, ERR_CONFIG, "a mailbox must be UTF-8");
	while ((p = u8_next(&c, p)) != NULL)
		if (is_control(c))
			return error_set(e, ERR_CONFIG,
			    "a mailbox has no control characters or line "
			    "ends");
	return 0;
}

/* No dot at an end, no two in a row. */
static bool
dots_divide(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] == '.' && (i == 0 || i + 1 == len || p[i + 1] == '.'))
			return false;
	return len > 0;
}

static int
check_local(const char *p, size_t len, struct error *e)
{
	if (len == 0)
		return error_set(
		    e, ERR_CONFIG, "there is nothing in front of '@'");
	if (len > LOCAL_MOST)
		return error_set(e, ERR_CONFIG,
		    "more than %d bytes are in front of '@'", LOCAL_MOST);
	for (size_t i = 0; i < len; i++)
		if (strchr(LOCAL_BYTES, p[i]) == NULL)
			return error_set(e, ERR_CONFIG,
			    "only plain addresses are taken: letters, digits "
			    "and signs as in 'jo.doe+news' in front of '@'");
	if (!dots_divide(p, len))
		return error_set(e, ERR_CONFIG,
		    "dots are between letters, one by one, in front of '@'");
	if (*p == '-')
		return error_set(e, ERR_CONFIG,
		    "an address that begins with '-' may be taken for an "
		    "option");
	return 0;
}

/* One part of a domain, and whether it has a letter. */
static bool
is_label(const char *p, size_t len, bool *letter)
{
	*letter = false;
	for (size_t i = 0; i < len; i++)
		*letter = *letter || ascii_letter(p[i]);
	return len > 0 && len <= LABEL_MOST && p[0] != '-' && p[len - 1] != '-';
}

static int
check_domain(const char *domain, struct error *e)
{
	size_t len = strlen(domain);
	bool letter = false;

	if (*domain == '[')
		return error_set(e, ERR_CONFIG,
		    "behind '@' must be a name, not the number of a host");
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)domain[i] >= 0x80)
			return error_set(e, ERR_CONFIG,
			    "the domain must be ASCII: write it as "
			    "'xn--...'");
	if (len == 0 || len > DOMAIN_MOST ||
	    strspn(domain, DOMAIN_BYTES) != len)
		return error_set(e, ERR_CONFIG, "'%.80s' is no domain", domain);
	for (const char *p = domain;; p++) {
		size_t n = strcspn(p, ".");
		if (!is_label(p, n, &letter))
			return error_set(
			    e, ERR_CONFIG, "'%.80s' is no domain", domain);
		p += n;
		if (*p == '\0')
			break;
	}
	if (!letter)
		return error_set(e, ERR_CONFIG,
		    "behind '@' must be a name, not the number of a host");
	if (strchr(domain, '.') == NULL &&
	    (len != 9 || !ascii_same(domain, "localhost", len)))
		return error_set(
		    e, ERR_CONFIG, "the domain '%.80s' has no dot", domain);
	return 0;
}

static int
read_address(
    struct mailbox *mailbox, const char *p, size_t len, struct error *e)
{
	const char *at = memchr(p, '@', len);

	if (at == NULL)
		return error_set(e, ERR_CONFIG, "there is no '@' in it");
	if (memchr(at + 1, '@', len - (size_t)(at + 1 - p)) != NULL)
		return error_set(
		    e, ERR_CONFIG, "there is more than one '@' in it");
	if (len >= MAILBOX_ADDRESS)
		return error_set(e, ERR_CONFIG,
		    "an address is no longer than %d bytes",
		    MAILBOX_ADDRESS - 1);
	memcpy(mailbox->address, p, len);
	mailbox->address[len] = '\0';
	if (check_local(p, (size_t)(at - p), e) == -1)
		return -1;
	return check_domain(mailbox_domain(mailbox), e);
}

/* A name as it was understood, without blanks at its ends. */
static int
take_name(struct mailbox *mailbox, const char *p, size_t len, struct error *e)
{
	while (len > 0 && ascii_blank(p[0])) {
		p++;
		len--;
	}
	while (len > 0 && ascii_blank(p[len - 1]))
		len--;
	if (len >= MAILBOX_NAME)
		return error_set(e, ERR_CONFIG,
		    "a name is no longer than %d bytes", MAILBOX_NAME - 1);
	memcpy(mailbox->name, p, len);
	mailbox->name[len] = '\0';
	if (strstr(mailbox->name, "=?") != NULL)
		return error_set(
		    e, ERR_CONFIG, "the name is encoded: write it as it reads");
	return 0;
}

/* A name in quotes; *text is behind them then. */
static int
read_quoted(struct mailbox *mailbox, const char **text, struct error *e)
{
	char name[TEXT_MOST + 1];
	size_t len = 0;
	const char *p = *text + 1;

	for (; *p != '"'; p++) {
		if (*p == '\\')
			p++;
		if (*p == '\0')
			return error_set(
			    e, ERR_CONFIG, "the quotes of the name do not end");
		name[len++] = *p;
	}
	*text = p + 1;
	return take_name(mailbox, name, len, e);
}

/* What stands in front of "<"; *text is there then. */
static int
read_name(struct mailbox *mailbox, const char **text, struct error *e)
{
	size_t len = strcspn(*text, SPECIALS);
	const char *begin = *text;

	if (*begin == '"') {
		if (read_quoted(mailbox, text, e) == -1)
			return -1;
		*text += strspn(*text, " ");
		return **text == '<' ? 0
				     : error_set(e, ERR_CONFIG,
					   "behind the name in quotes must be "
					   "<ADDRESS>");
	}
	*text += len;
	if (**text != '<')
		return error_set(e, ERR_CONFIG,
		    "a name with '%c' must be in quotes, and this must be one "
		    "mailbox",
		    **text);
	return take_name(mailbox, begin, len, e);
}

/* A text without blanks at its ends. */
static int
read_mailbox(
    struct mailbox *mailbox, const char *text, size_t len, struct error *e)
{
	const char *end = text + len;

	if (len == 0)
		return error_set(e, ERR_CONFIG, "there is no address");
	if (memchr(text, '<', len) == NULL)
		return read_address(mailbox, text, len, e);
	if (read_name(mailbox, &text, e) == -1)
		return -1;
	text++;
	const char *close = memchr(text, '>', (size_t)(end - text));
	if (close == NULL)
		return error_set(e, ERR_CONFIG, "'>' is missing");
	if (close + 1 != end)
		return error_set(e, ERR_CONFIG,
		    "there is something behind '>'; this must be one mailbox");
	return read_address(mailbox, text, (size_t)(close - text), e);
}

/* How much of a text a message has: whole characters. */
static int
shown(const char *text)
{
	size_t len = strnlen(text, SHOWN);

	while (len > 0 && (text[len] & 0xC0) == 0x80)
		len--;
	return (int)len;
}

int
mailbox_read(struct mailbox *mailbox, const char *text, struct error *e)
{
	*mailbox = (struct mailbox){0};
	if (check_text(text, e) == -1)
		return -1;
	const char *p = text + strspn(text, " ");
	size_t len = strlen(p);
	while (len > 0 && p[len - 1] == ' ')
		len--;
	if (read_mailbox(mailbox, p, len, e) == 0)
		return 0;
	*mailbox = (struct mailbox){0};
	return error_wrap(e, "'%.*s'", shown(text), text);
}

const char *
mailbox_domain(const struct mailbox *mailbox)
{
	return strchr(mailbox->address, '@') + 1;
}
