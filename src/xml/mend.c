/*
 * The scanner that makes feeds well-formed as they stream by.  It knows
 * XML 1.0's tokens and the stack of open elements, and nothing of feeds but the
 * names of their roots and of the element that must not hold another of its
 * kind.  Text is handed on where it lies; only what had to be decoded is
 * copied.
 */
#include "xml/mend.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/charset.h"
#include "xml/mend_state.h"

struct mend *
mend_new(struct charset *in, enum mend_kind kind, const struct notes *notes)
{
	struct mend *m = mem_new(1, sizeof(*m));

	m->in = in;
	m->kind = kind;
	m->notes = notes;
	m->line = 1;
	m->after_tag = true;
	m->hungry = true;
	m->run_on = kind == MEND_ANY;
	buf_init(&m->markup, LIMIT_HEAD);
	buf_init(&m->text, LIMIT_HEAD);
	buf_init(&m->names, LIMIT_DEPTH * LIMIT_TAG);
	buf_init(&m->assumed, 64 * KIB);
	return m;
}

void
mend_free(struct mend *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n_prefixes; i++)
		free(m->prefixes[i].name);
	buf_clear(&m->assumed);
	buf_clear(&m->names);
	buf_clear(&m->text);
	buf_clear(&m->markup);
	free(m->lines);
	free(m->attributes);
	free(m->runs);
	free(m->pieces);
	free(m->window);
	free(m);
}

/* Counts lines up to an offset of the window. */
static void
mend_count(struct mend *m, size_t upto)
{
	if (m->window == NULL)
		return;
	const char *p = m->window + m->line_at;
	const char *end = m->window + upto;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		m->line++;
		p++;
		m->line_start = (size_t)(p - m->window);
	}
	if (upto > m->line_at)
		m->line_at = upto;
}

unsigned long
mend_line(struct mend *m)
{
	mend_count(m, m->at);
	return m->line;
}

/* Tells of a repair at an offset of the window. */
void
mend_note(struct mend *m, size_t at, const char *text)
{
	mend_count(m, at);
	unsigned long line = m->line;
	size_t start = m->line_start;
	/* Of a tag whose later lines were told of, back to the first one. */
	while (start > at && start <= m->line_at) {
		const char *end = memrchr(m->window, '\n', start - 1);
		start = end == NULL ? m->front : (size_t)(end + 1 - m->window);
		line--;
	}
	note_tell(m->notes, line, (unsigned long)(at - start) + 1, "%s", text);
}

void
mend_note_name(
    struct mend *m, size_t at, const char *fmt, const char *name, size_t len)
{
	mend_count(m, at);
	if (len > 60)
		len = 60;
	struct buf text;
	buf_init(&text, 400);
	for (const char *p = fmt; *p != '\0'; p++) {
		if (*p == '@')
			buf_add(&text, name, len);
		else
			buf_putc(&text, *p);
	}
	mend_note(m, at, buf_text(&text));
	buf_clear(&text);
}

/* Leaves out everything up to and with a mark. */
static enum step
mend_skip(struct mend *m, const char *mark)
{
	const char *p = m->window + m->at;
	size_t n = strlen(mark);
	const char *end = memmem(p, m->len - m->at, mark, n);

	m->skipping = NULL;
	if (end != NULL) {
		m->at = (size_t)(end - m->window) + n;
		return STEP_DONE;
	}
	m->skipping = mark;
	if (m->last)
		m->at = m->len;
	else if (m->len - m->at >= n)
		m->at = m->len - (n - 1);
	return STEP_MORE;
}

/*
 * DOCTYPE: names HTML's entities at best, and at worst declares some that grow
 * without bound.  It is left out, or the document refused.
 */
static enum step
mend_doctype(struct mend *m, struct error *e)
{
	size_t i = m->at + 9;
	int brackets = 0;
	char quote = '\0';

	for (; i < m->len; i++) {
		char c = m->window[i];
		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (ascii_starts(m->window + i, m->len - i, "<!--")) {
			const char *end =
			    memmem(m->window + i + 4, m->len - i - 4, "-->", 3);
			if (end == NULL)
				break;
			i = (size_t)(end - m->window) + 2;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '[') {
			brackets++;
		} else if (c == ']') {
			brackets--;
		} else if (ascii_starts(
			       m->window + i, m->len - i, "<!ENTITY") ||
			   ascii_starts(
			       m->window + i, m->len - i, "<!ATTLIST") ||
			   (c == '%' && brackets > 0)) {
			error_set(e, ERR_INPUT,
			    "line %lu: the DOCTYPE declares entities or "
			    "attributes; such documents are refused",
			    mend_line(m));
			return STEP_FAILED;
		} else if (c == '>' && brackets <= 0) {
			/* Netscape's for RSS 0.91 declares Latin 1's. */
			m->html_declared = memmem(m->window + m->at, i - m->at,
					       "rss-0.91.dtd", 12) != NULL;
			m->at = i + 1;
			return STEP_DONE;
		}
	}
	if (m->len - m->at > LIMIT_TAG) {
		error_set(e, ERR_INPUT, "line %lu: a DOCTYPE without an end",
		    mend_line(m));
		return STEP_FAILED;
	}
	if (!m->last && i + 9 >= m->len)
		return STEP_MORE;
	m->at = m->len;
	return m->last ? STEP_DONE : STEP_MORE;
}

/* "<?…?>": the XML declaration has its place, all others mean nothing here. */
static enum step
mend_instruction(struct mend *m)
{
	size_t at = m->at;
	bool declaration = ascii_starts(m->window + at, m->len - at, "<?xml") &&
			   m->len - at > 5 && ascii_blank(m->window[at + 5]);

	if (declaration && m->root_seen)
		mend_note(m, at, "an XML declaration within; left out");
	else if (declaration && m->declared)
		mend_note(m, at, "a second XML declaration; left out");
	else if (declaration && !m->junk_told && mend_line(m) > 0 &&
		 (m->line > 1 || at > m->line_start)) {
		m->junk_told = true;
		mend_note(
		    m, at, "something before the XML declaration; left out");
	}
	m->declared = m->declared || declaration;
	return mend_skip(m, "?>");
}

/* Whether a name begins here, which takes its first character to tell. */
static bool
begins_name(const char *p, size_t left)
{
	if (left > 0 && (unsigned char)*p < 0x80)
		left = 1;
	return tag_name(p, left < 4 ? left : 4) > 0;
}

/* Anything that begins with '<'. */
static enum step
mend_markup(struct mend *m, struct error *e)
{
	const char *p = m->window + m->at;
	size_t left = m->len - m->at;

	/* An end tag is known by its slash, and may be the last for a while. */
	if (left < 9 && !m->last && (left < 3 || p[1] != '/'))
		return STEP_MORE;
	if (left > 1 && begins_name(p + 1, left - 1))
		return mend_start_tag(m, e);
	if (left > 2 && p[1] == '/' && begins_name(p + 2, left - 2))
		return mend_end_tag(m);
	if (ascii_starts(p, left, "<![CDATA[")) {
		m->at += 9;
		m->in_cdata = true;
		return STEP_DONE;
	}
	if (ascii_starts(p, left, "<!--")) {
		m->at += 4; /* "<!-->" ends nothing */
		return mend_skip(m, "-->");
	}
	if (left > 1 && p[1] == '?')
		return mend_instruction(m);
	if (left >= 9 && p[1] == '!' && ascii_same(p + 2, "doctype", 7))
		return mend_doctype(m, e);
	if (left > 2 && p[1] == '!' && m->depth > 0) {
		mend_note(m, m->at, "'<!' that begins nothing; left out");
		return mend_skip(m, ">");
	}
	if (m->depth > 0) {
		mend_note(m, m->at, "a bare '<'; taken as text");
		mend_run(m, false, m->at, 1);
	}
	m->at++;
	return STEP_DONE;
}

/* Scans as far as the window goes. */
static enum step
mend_scan(struct mend *m, struct error *e)
{
	while (m->at < m->len) {
		enum step step;
		if (m->tail_told) {
			/* What is behind the end is not looked at. */
			m->at = m->len;
			break;
		}
		if (m->skipping != NULL) {
			step = mend_skip(m, m->skipping);
		} else if (m->in_cdata) {
			step = mend_cdata(m);
		} else if (m->window[m->at] == '<') {
			step = mend_markup(m, e);
		} else {
			const char *p = m->window + m->at;
			const char *lt = memchr(p, '<', m->len - m->at);
			size_t end = lt == NULL ? mend_text_cut(m, m->len)
						: (size_t)(lt - m->window);
			if (end == m->at ||
			    (lt == NULL && !m->last &&
				ascii_all_blank(p, end - m->at) &&
				end - m->at < LIMIT_LOOKAHEAD) ||
			    (lt != NULL && m->len - end < 2 && !m->last))
				return STEP_MORE;
			mend_text(m, m->at, end - m->at,
			    m->len - end > 1 && m->window[end + 1] != '!' &&
				m->window[end + 1] != '?');
			m->at = end;
			step = STEP_DONE;
		}
		if (step != STEP_DONE)
			return step;
		if (m->pause) {
			m->pause = false;
			return STEP_PAUSE;
		}
	}
	return STEP_MORE;
}

/* Reads more behind what is in the window: 0, -1, or INPUT_DRY. */
static int
mend_read(struct mend *m, struct error *e)
{
	if (m->cap - m->len < LIMIT_CHUNK) {
		m->cap = m->cap == 0 ? 2 * LIMIT_CHUNK : m->cap * 2;
		m->window = mem_grow(m->window, m->cap, 1);
	}
	ssize_t n = charset_read(m->in, m->window + m->len, m->cap - m->len, e);
	if (n < 0)
		return (int)n;
	m->last = n == 0;
	m->len += (size_t)n;
	return 0;
}

/*
 * Moves what is not done with to the front and reads as much behind it: what
 * is looked at again and again, a long tag, takes time in proportion.
 */
static int
mend_fill(struct mend *m, struct error *e)
{
	mend_count(m, m->at);
	if (m->at > 0) {
		memmove(m->window, m->window + m->at, m->len - m->at);
		m->len -= m->at;
		m->line_start -= m->at; /* may wrap: only differences count */
		m->front = m->line_start;
		m->line_at = 0;
		m->at = 0;
	}
	size_t left = m->len;
	int got;
	do
		got = mend_read(m, e);
	while (got == 0 && m->len < 2 * left && !m->last);
	/* What was read first is to be scanned first. */
	if (got != 0 && m->len > left)
		got = 0;
	return got;
}

/* The names of roots that say "this is a feed", with what must follow. */
static bool
is_root(const char *p, size_t n)
{
	return ascii_starts(p, n, "<rss ") || ascii_starts(p, n, "<rss>") ||
	       ascii_starts(p, n, "<rss\n") || ascii_starts(p, n, "<rdf:RDF") ||
	       ascii_starts(p, n, "<RDF") || ascii_starts(p, n, "<feed ") ||
	       ascii_starts(p, n, "<feed\n") ||
	       ascii_starts(p, n, "<atom:feed");
}

/*
 * Before the first tag: a PHP warning or a page's remains may stand before the
 * feed, tags and all.  When a feed's root can be seen further on in the window,
 * everything before it is left out.
 */
static void
mend_find_root(struct mend *m)
{
	const char *p = m->window;
	const char *end =
	    p + (m->len < LIMIT_LOOKAHEAD ? m->len : LIMIT_LOOKAHEAD);

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (is_root(p, (size_t)(end - p)))
			break;
		p++;
	}
	if (p == NULL)
		return;
	const char *q = m->window;
	while (q < p) {
		const char *mark = NULL;
		size_t left = (size_t)(p - q);
		size_t n = ascii_starts(q, left, "<!--") ? 4 : 0;
		if (n > 0)
			mark = "-->";
		else if (ascii_starts(q, left, "<?"))
			mark = "?>";
		else if (ascii_starts(q, left, "<!"))
			return;
		else if (!ascii_blank(*q))
			break;
		const char *stop =
		    mark == NULL ? q
				 : memmem(q + n, left - n, mark, strlen(mark));
		if (stop == NULL)
			return;
		q = stop + (mark == NULL ? 1 : strlen(mark));
	}
	if (q >= p)
		return;
	mend_note(
	    m, (size_t)(q - m->window), "something before the feed; left out");
	m->junk_told = true;
	m->at = (size_t)(p - m->window);
}

/* Fills the first window, so that the feed can be found in it. */
static int
mend_begin(struct mend *m, struct error *e)
{
	int got;

	do {
		got = mend_fill(m, e);
		/* An error comes again, behind what came before it. */
		if (got == -1 && m->len == 0)
			return -1;
	} while (got == 0 && m->len < LIMIT_LOOKAHEAD && !m->last);
	if (m->kind == MEND_FEED)
		mend_find_root(m);
	m->hungry = false;
	return 0;
}

int
mend_next(struct mend *m, const char **markup, size_t *len, struct error *e)
{
	if (m->window == NULL && mend_begin(m, e) == -1)
		return -1;
	if (m->last && m->hungry)
		return 0;
	buf_cut(&m->markup, 0);
	buf_cut(&m->text, 0);
	m->n_pieces = 0;
	m->n_attributes = 0;
	m->n_lines = 0;
	do {
		int got = m->hungry ? mend_fill(m, e) : 0;
		if (got != 0)
			return got;
		enum step step = mend_scan(m, e);
		if (step == STEP_FAILED)
			return -1;
		m->hungry = step == STEP_MORE;
	} while (m->markup.len == 0 && !m->last);
	if (m->markup.len > 0 && m->markup.data[m->markup.len - 1] == 'x')
		buf_puts(&m->markup, "<?x?>");
	for (size_t i = 0; i < m->n_pieces; i++) {
		const struct piece *p = &m->pieces[i];
		m->runs[i] = (struct run){.kind = p->kind,
		    .text = (p->decoded ? m->text.data : m->window) + p->at,
		    .len = p->len,
		    .prefix = p->prefix,
		    .attributes = p->n_attributes == 0
				      ? NULL
				      : m->attributes + p->attributes,
		    .n_attributes = p->n_attributes};
	}
	if (buf_full(&m->markup) || buf_full(&m->text))
		return error_set(
		    e, ERR_INPUT, "line %lu: too much at once", mend_line(m));
	*markup = buf_text(&m->markup);
	*len = m->markup.len;
	return 1;
}

void
mend_run_on(struct mend *m)
{
	m->run_on = true;
}

const struct run *
mend_runs(const struct mend *m, size_t *n)
{
	*n = m->n_pieces;
	return m->runs;
}

unsigned long
mend_tag_line(const struct mend *m, size_t i)
{
	return i < m->n_lines ? m->lines[i] : m->line;
}

bool
mend_truncated(const struct mend *m)
{
	return m->depth > 0;
}

bool
mend_between(const struct mend *m, size_t *depth)
{
	*depth = m->depth;
	return m->at == m->len && !m->in_cdata && m->skipping == NULL &&
	       m->after_tag && m->root_seen && !m->root_closed;
}

void
mend_skip_lines(struct mend *m, const struct lines *lines)
{
	mend_count(m, m->at);
	m->line += lines->ends;
	/* Only differences to offsets count, so that it may wrap. */
	m->line_start = (lines->any ? m->at : m->line_start) - lines->tail;
}
