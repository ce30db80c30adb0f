/*
 * The fields of a message of mail, but for those of MIME that stand at its
 * end: from texts of anybody and values of ours, which are judged.
 */
#include "render/message_header.h"

#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/date.h"
#include "render/mail_header.h"

#define ID_MAX 500 /* bytes of a message id */
#define MIME "Content-"

/* What may stand in addresses and ids, beside letters and digits. */
#define ADDRESS "!#$%&'*+-/=?^_`{|}~.@"

/* Fields that a message has of itself, or that only its carriers write. */
static const char *const own_fields[] = {"Date", "From", "Sender", "Reply-To",
    "To", "Cc", "Bcc", "Subject", "Message-ID", "In-Reply-To", "References",
    "MIME-Version", "Return-Path", "Received"};

bool
message_is_word(const char *text, const char *others, size_t max)
{
	size_t len = 0;

	while (ascii_letter(text[len]) || ascii_digit(text[len]) ||
	       (text[len] != '\0' && strchr(others, text[len]) != NULL))
		len++;
	return len > 0 && len <= max && text[len] == '\0';
}

/* It has one "@", and something before and behind it. */
static bool
is_address(const char *text, size_t max)
{
	const char *at = strchr(text, '@');

	return at != NULL && at > text && at[1] != '\0' &&
	       strchr(at + 1, '@') == NULL &&
	       message_is_word(text, ADDRESS, max);
}

static int
check_address(const char *what, const char *text, size_t max, struct error *e)
{
	if (is_address(text, max))
		return 0;
	return error_set(e, ERR_PLUGIN,
	    "a message's %s cannot be written in mail: \"%.80s\"", what, text);
}

static int
check_addresses(const struct message *m, struct error *e)
{
	if (check_address("sender", m->from.address, MAILBOX_ADDRESS, e) == -1)
		return -1;
	if (*m->reply_to.address != '\0' &&
	    check_address("address for replies", m->reply_to.address,
		MAILBOX_ADDRESS, e) == -1)
		return -1;
	for (size_t i = 0; i < m->to_count; i++)
		if (check_address("recipient", m->to[i].address,
			MAILBOX_ADDRESS, e) == -1)
			return -1;
	if (check_address("id", m->id, ID_MAX, e) == -1)
		return -1;
	for (size_t i = 0; i < m->answer_count; i++)
		if (check_address("id", m->answers[i], ID_MAX, e) == -1)
			return -1;
	return 0;
}

static bool
is_same(const char *a, const char *b)
{
	size_t len = strlen(a);

	return strlen(b) == len && ascii_same(a, b, len);
}

/* A field may be one that the message has not. */
static bool
is_free(const struct message *m, size_t field)
{
	const char *name = m->fields[field].name;

	if (strlen(name) >= strlen(MIME) &&
	    ascii_same(name, MIME, strlen(MIME)))
		return false;
	for (size_t i = 0; i < sizeof(own_fields) / sizeof(*own_fields); i++)
		if (is_same(name, own_fields[i]))
			return false;
	for (size_t i = 0; i < field; i++)
		if (is_same(name, m->fields[i].name))
			return false;
	return true;
}

static int
check_fields(const struct message *m, struct error *e)
{
	for (size_t i = 0; i < m->field_count; i++) {
		const char *name = m->fields[i].name;

		if (!mail_is_name(name))
			return error_set(e, ERR_PLUGIN,
			    "\"%.40s\" is no name of a field of mail", name);
		if (!is_free(m, i))
			return error_set(e, ERR_PLUGIN,
			    "the field %s is there already", name);
	}
	return 0;
}

static int
put_made(
    const char *name, const char *value, struct buf *header, struct error *e)
{
	if (mail_made(name, value, header))
		return 0;
	return error_set(e, ERR_PLUGIN,
	    "the field %s cannot be written in mail as it is: \"%.80s\"", name,
	    value);
}

static int
put_date(const struct message *m, struct buf *header, struct error *e)
{
	struct date date = {.seconds = m->when, .offset = (int16_t)m->offset};
	char words[DATE_TEXT];

	if (m->offset < -DATE_FURTHEST || m->offset > DATE_FURTHEST ||
	    !second_exists(m->when) || !second_exists(m->when + m->offset * 60))
		return error_set(
		    e, ERR_PLUGIN, "a message is of a day that is not");
	date_rfc822(&date, words);
	buf_printf(header, "Date: %s\n", words);
	return 0;
}

static void
put_people(const struct message *m, struct buf *header)
{
	mail_mailboxes("From", &m->from, 1, header);
	if (*m->reply_to.address != '\0')
		mail_mailboxes("Reply-To", &m->reply_to, 1, header);
	if (m->to_count > 0)
		mail_mailboxes("To", m->to, m->to_count, header);
}

/* Message ids, from the one on. */
static int
put_ids(const char *name, const char *const *ids, size_t n, struct buf *header,
    struct error *e)
{
	struct buf line;

	buf_init(&line, header->max);
	for (size_t i = 0; i < n; i++)
		buf_printf(&line, "%s<%s>", i > 0 ? " " : "", ids[i]);
	if (buf_full(&line))
		header->full = true;
	int result = put_made(name, buf_text(&line), header, e);
	buf_clear(&line);
	return result;
}

static int
put_header(const struct message *m, struct buf *header, struct error *e)
{
	size_t last = m->answer_count - 1;
	int result = put_date(m, header, e);

	put_people(m, header);
	mail_field("Subject", m->subject, header);
	if (result == 0)
		result = put_ids("Message-ID", &m->id, 1, header, e);
	if (result == 0 && m->answer_count > 0)
		result =
		    put_ids("In-Reply-To", m->answers + last, 1, header, e);
	if (result == 0 && m->answer_count > 0)
		result = put_ids(
		    "References", m->answers, m->answer_count, header, e);
	for (size_t i = 0; result == 0 && i < m->field_count; i++) {
		const struct message_field *field = &m->fields[i];

		if (field->as_is)
			result = put_made(field->name, field->value, header, e);
		else
			mail_field(field->name, field->value, header);
	}
	buf_puts(header, "MIME-Version: 1.0\n");
	return result;
}

/* Lines as mail has them. */
static void
put_lines(const struct buf *lines, struct buf *out)
{
	const char *text = buf_text(lines);

	for (size_t i = 0; i < lines->len; i++) {
		if (text[i] == '\n')
			buf_putc(out, '\r');
		buf_putc(out, text[i]);
	}
}

int
message_header(const struct message *m, struct buf *out, struct error *e)
{
	struct buf header;

	if (check_addresses(m, e) == -1 || check_fields(m, e) == -1)
		return -1;
	buf_init(&header, out->max);
	int result = put_header(m, &header, e);
	put_lines(&header, out);
	if (buf_full(&header))
		out->full = true;
	buf_clear(&header);
	return result;
}
