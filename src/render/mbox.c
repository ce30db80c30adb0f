/*
 * The mbox serialiser: messages one behind the other (RFC 4155), each with a
 * header (render/mail_header.h) and one body in two forms, plain text and HTML
 * (RFC 2046 section 5.1.4), which the serialisers of these make side by side.
 * What identifies a message is made of the ids that it is told, so that it is
 * the same each time.
 */
#include "render/serialiser.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/mail_body.h"
#include "render/mail_header.h"
#include "xml/node.h"
#include "xml/ns.h"

#define FORMS 2
#define HEAD_MAX (4 * MAIL_TEXT) /* bytes kept of a text */

/* What replies take over from the message that begins their thread. */
struct head {
	struct hash hash; /* of its id */
	struct buf id;
	struct buf subject;
	struct buf page;
};

struct mbox {
	struct buf *out;
	struct render_options options;
	struct buf domain; /* of all addresses and message ids */
	struct head head;  /* of the last loom:message, for its replies */
	bool in_message;
	bool done;	   /* the message has its body */
	const char *field; /* the name of the header that is open; or NULL */
	struct buf text;   /* of it */
	char boundary[MAIL_BOUNDARY];
	void *body[FORMS]; /* while it is open: by the serialisers of forms */
	struct buf made[FORMS];
	unsigned depth; /* open elements in the body, itself too; 0: none */
};

/* The forms of a body: the plainest first. */
static const struct {
	const char *type;
	const struct serialiser *as;
} forms[FORMS] = {
    {"text/plain", &serialiser_text},
    {"text/html", &serialiser_html},
};

/* Headers that are made of the message's attributes, or not at all. */
static const char *const own_fields[] = {"From", "Sender", "Reply-To", "To",
    "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Return-Path",
    "Received", "Archived-At", "X-Feedloom-Id"};

static void *
mbox_start(struct buf *out, const struct render_options *options)
{
	struct mbox *m = mem_new(1, sizeof(*m));

	m->out = out;
	m->options = *options;
	buf_init(&m->domain, KIB);
	buf_init(&m->text, LIMIT_OUTPUT);
	buf_init(&m->head.id, HEAD_MAX);
	buf_init(&m->head.subject, HEAD_MAX);
	buf_init(&m->head.page, HEAD_MAX);
	for (int i = 0; i < FORMS; i++)
		buf_init(&m->made[i], LIMIT_OUTPUT);
	mail_domain("", &m->domain);
	return m;
}

static void
mbox_free(void *s)
{
	struct mbox *m = s;

	if (m == NULL)
		return;
	for (int i = 0; i < FORMS; i++) {
		forms[i].as->free(m->body[i]);
		buf_clear(&m->made[i]);
	}
	buf_clear(&m->head.id);
	buf_clear(&m->head.subject);
	buf_clear(&m->head.page);
	buf_clear(&m->text);
	buf_clear(&m->domain);
	free(m);
}

/* An attribute; "" when it is not there. */
static const char *
said(const xmlNode *element, const char *name)
{
	const char *value = node_attribute(element, name);

	return value == NULL ? "" : value;
}

/* What stands in front of the fields, and when it was. */
static void
put_dates(struct mbox *m, const char *text)
{
	struct date date = {.seconds = 0};
	char words[DATE_TEXT];

	if (date_parse(text, strlen(text), &date) == -1)
		date = (struct date){.seconds = 0};
	date_asctime(&date, words);
	buf_printf(m->out, "From MAILER-DAEMON %s\n", words);
	date_rfc822(&date, words);
	buf_printf(m->out, "Date: %s\n", words);
}

static struct hash
hash_of(const char *id)
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, id, strlen(id));
	return hash;
}

static void
begin_message(struct mbox *m, const xmlNode *message)
{
	m->in_message = true;
	m->done = false;
	put_dates(m, said(message, "date"));
}

/* The message that it answers, and the one that began the thread. */
static void
put_references(struct mbox *m, const struct hash *ids, size_t n)
{
	const char *domain = buf_text(&m->domain);

	if (n == 0)
		return;
	mail_ids("In-Reply-To", ids + n - 1, 1, domain, m->out);
	mail_ids("References", ids, n, domain, m->out);
}

/* The beginning of a text, which may be all of it. */
static void
keep(struct buf *kept, const char *text)
{
	size_t len = strnlen(text, HEAD_MAX);

	buf_cut(kept, 0);
	buf_add(kept, text, len);
}

static int
open_message(struct mbox *m, const xmlNode *message, struct error *e)
{
	const char *domain = buf_text(&m->domain);
	const char *id = said(message, "id");
	const char *thread = said(message, "thread");
	const char *parent = said(message, "parent");
	struct hash answered[2] = {hash_of(thread), hash_of(parent)};

	if (*id == '\0')
		return error_set(e, ERR_PLUGIN, "mbox: a message without id");
	m->head.hash = hash_of(id);
	keep(&m->head.id, id);
	keep(&m->head.subject, said(message, "subject"));
	keep(&m->head.page, said(message, "page"));
	begin_message(m, message);
	mail_address("From", said(message, "author"), said(message, "address"),
	    domain, m->out);
	mail_field("Subject", said(message, "subject"), m->out);
	mail_ids("Message-ID", &m->head.hash, 1, domain, m->out);
	if (strcmp(thread, parent) == 0 || *parent == '\0')
		put_references(m, answered, *thread != '\0');
	else if (*thread == '\0')
		put_references(m, answered + 1, 1);
	else
		put_references(m, answered, 2);
	mail_field("X-Feedloom-Id", id, m->out);
	mail_archived(said(message, "page"), m->out);
	mail_boundary(&m->head.hash, m->boundary);
	return 0;
}

/* An id or an address of a reply: what is said of it stands behind. */
static const char *
behind(
    struct mbox *m, const char *front, const struct buf *kept, const char *end)
{
	buf_cut(&m->text, 0);
	buf_puts(&m->text, front);
	buf_add(&m->text, buf_text(kept), kept->len);
	buf_puts(&m->text, end);
	return buf_text(&m->text);
}

static int
open_reply(struct mbox *m, const xmlNode *reply, struct error *e)
{
	const char *domain = buf_text(&m->domain);
	const char *id = said(reply, "id");
	const char *parent = said(reply, "parent");
	const char *address = said(reply, "address");
	struct hash own = m->head.hash;
	struct hash answered[2] = {m->head.hash, m->head.hash};

	if (*id == '\0' || m->head.id.len == 0)
		return error_set(e, ERR_PLUGIN,
		    "mbox: a reply without id, or without a message before it");
	hash_add(&own, id, strlen(id));
	hash_add(&answered[1], parent, strlen(parent));
	begin_message(m, reply);
	mail_address("From", said(reply, "author"),
	    *address == '\0' ? id + strspn(id, "#") : address, domain, m->out);
	mail_field("Subject", behind(m, "Re: ", &m->head.subject, ""), m->out);
	mail_ids("Message-ID", &own, 1, domain, m->out);
	put_references(m, answered, *parent == '\0' ? 1 : 2);
	mail_field("X-Feedloom-Id", behind(m, "", &m->head.id, id), m->out);
	if (m->head.page.len > 0)
		mail_archived(behind(m, "", &m->head.page, id), m->out);
	buf_cut(&m->text, 0);
	mail_boundary(&own, m->boundary);
	return 0;
}

static bool
is_own_field(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(own_fields) / sizeof(own_fields[0]); i++)
		if (strlen(own_fields[i]) == len &&
		    ascii_same(name, own_fields[i], len))
			return true;
	return false;
}

static int
open_field(struct mbox *m, const xmlNode *header, struct error *e)
{
	const char *name = said(header, "name");

	if (m->done)
		return error_set(
		    e, ERR_PLUGIN, "mbox: a header behind the body");
	if (!mail_is_name(name))
		return error_set(e, ERR_PLUGIN,
		    "mbox: \"%.40s\" is no name of a header", name);
	if (is_own_field(name))
		return error_set(e, ERR_PLUGIN,
		    "mbox: the header %s is made of the message's attributes, "
		    "or not at all",
		    name);
	m->field = name;
	return 0;
}

static int
close_field(struct mbox *m, struct error *e)
{
	if (buf_full(&m->text))
		return error_set(e, ERR_INPUT, "mbox: a header is too large");
	mail_field(m->field, buf_text(&m->text), m->out);
	buf_cut(&m->text, 0);
	m->field = NULL;
	return 0;
}

static int
open_body(struct mbox *m, struct error *e)
{
	if (m->done)
		return error_set(e, ERR_PLUGIN, "mbox: a second body");
	m->done = true;
	m->depth = 1;
	for (int i = 0; i < FORMS; i++) {
		buf_cut(&m->made[i], 0);
		m->body[i] = forms[i].as->start(&m->made[i], &m->options);
	}
	return 0;
}

/* One of the forms, when all of it was heard. */
static int
put_form(struct mbox *m, int form, struct error *e)
{
	struct buf *made = &m->made[form];

	if (forms[form].as->finish(m->body[form], e) == -1)
		return -1;
	if (buf_full(made))
		return error_set(e, ERR_INPUT, "mbox: a body is too large");
	buf_printf(m->out,
	    "\n--%s\n"
	    "Content-Type: %s; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n",
	    m->boundary, forms[form].type);
	mail_body(buf_text(made), made->len, m->out);
	if (made->cap > LIMIT_BURST)
		buf_clear(made);
	return 0;
}

static int
close_body(struct mbox *m, struct error *e)
{
	int result = 0;

	buf_printf(m->out,
	    "MIME-Version: 1.0\n"
	    "Content-Type: multipart/alternative;\n"
	    " boundary=\"%s\"\n",
	    m->boundary);
	for (int i = 0; i < FORMS; i++) {
		if (result == 0)
			result = put_form(m, i, e);
		forms[i].as->free(m->body[i]);
		m->body[i] = NULL;
	}
	buf_printf(m->out, "\n--%s--\n\n", m->boundary);
	return result;
}

static int
close_message(struct mbox *m, struct error *e)
{
	m->in_message = false;
	if (!m->done)
		return error_set(
		    e, ERR_PLUGIN, "mbox: a message without a body");
	return 0;
}

/* An element of the body: each form hears of it. */
static int
open_inner(struct mbox *m, const xmlNode *element, struct error *e)
{
	m->depth++;
	for (int i = 0; i < FORMS; i++)
		if (forms[i].as->open(m->body[i], element, e) == -1)
			return -1;
	return 0;
}

static int
mbox_open(void *s, const xmlNode *element, struct error *e)
{
	struct mbox *m = s;

	if (m->depth > 0)
		return open_inner(m, element, e);
	if (!m->in_message && node_is(element, NS_LOOM, "message"))
		return open_message(m, element, e);
	if (!m->in_message && node_is(element, NS_LOOM, "reply"))
		return open_reply(m, element, e);
	if (!m->in_message && node_is(element, NS_LOOM, "mailbox")) {
		buf_cut(&m->domain, 0);
		mail_domain(said(element, "domain"), &m->domain);
		return 0;
	}
	if (m->in_message && m->field == NULL) {
		if (node_is(element, NS_LOOM, "header"))
			return open_field(m, element, e);
		if (node_is(element, NS_LOOM, "body"))
			return open_body(m, e);
	}
	return error_set(e, ERR_PLUGIN,
	    "mbox: <%s> where it cannot be; there are loom:mailbox, in it "
	    "loom:message and loom:reply, in these loom:header and loom:body",
	    node_name(element));
}

static int
mbox_text(void *s, const char *text, size_t len, struct error *e)
{
	struct mbox *m = s;

	if (m->field != NULL)
		buf_add(&m->text, text, len);
	else if (m->depth == 0 && !ascii_all_blank(text, len))
		return error_set(e, ERR_PLUGIN,
		    "mbox: text \"%.*s\" outside of headers and bodies",
		    (int)(len < 40 ? len : 40), text);
	for (int i = 0; i < FORMS && m->depth > 0; i++)
		if (forms[i].as->text(m->body[i], text, len, e) == -1)
			return -1;
	return 0;
}

static int
mbox_close(void *s, const xmlNode *element, struct error *e)
{
	struct mbox *m = s;

	if (m->depth > 0 && --m->depth > 0) {
		for (int i = 0; i < FORMS; i++)
			if (forms[i].as->close(m->body[i], element, e) == -1)
				return -1;
		return 0;
	}
	if (node_is(element, NS_LOOM, "body"))
		return close_body(m, e);
	if (m->field != NULL)
		return close_field(m, e);
	return m->in_message ? close_message(m, e) : 0;
}

static int
mbox_finish(void *s, struct error *e)
{
	(void)s;
	(void)e;
	return 0;
}

const struct serialiser serialiser_mbox = {
    .name = "mbox",
    .start = mbox_start,
    .open = mbox_open,
    .text = mbox_text,
    .close = mbox_close,
    .finish = mbox_finish,
    .free = mbox_free,
};
