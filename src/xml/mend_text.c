/*
 * Character data: where it begins and ends, and its references decoded.  What
 * needs no decoding is handed on where it lies in the window.
 */
#include "xml/mend_state.h"

#include <string.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/mem.h"

void
mend_piece(struct mend *m, const struct piece *piece)
{
	if (m->n_pieces == m->cap_pieces) {
		m->cap_pieces = m->cap_pieces == 0 ? 64 : m->cap_pieces * 2;
		m->pieces =
		    mem_grow(m->pieces, m->cap_pieces, sizeof(*m->pieces));
		m->runs = mem_grow(m->runs, m->cap_pieces, sizeof(*m->runs));
	}
	m->pieces[m->n_pieces++] = *piece;
	buf_putc(&m->markup, 'x');
}

/* Adds text: bytes of the window, or bytes at the end of m->text. */
void
mend_run(struct mend *m, bool decoded, size_t at, size_t len)
{
	if (len == 0)
		return;
	mend_piece(
	    m, &(struct piece){.decoded = decoded, .at = at, .len = len});
	m->after_tag = false;
}

/* The references that XML knows without a declaration. */
static bool
is_xml_reference(const char *p, size_t n)
{
	return p[1] == '#' || ascii_starts(p, n, "&amp;") ||
	       ascii_starts(p, n, "&lt;") || ascii_starts(p, n, "&gt;") ||
	       ascii_starts(p, n, "&quot;") || ascii_starts(p, n, "&apos;");
}

/* Tells of each "]]>" in character data. */
static void
mend_tell_ends(struct mend *m, const char *p, const char *end)
{
	const char *gt = p;

	while ((gt = memchr(gt, '>', (size_t)(end - gt))) != NULL) {
		if (gt - p >= 2 && gt[-1] == ']' && gt[-2] == ']')
			mend_note(m, (size_t)(gt - 2 - m->window),
			    "']]>' in text; taken as text");
		gt++;
	}
}

/* Character data with references: decoded into m->text. */
static void
mend_decode(struct mend *m, size_t at, size_t len)
{
	const char *p = m->window + at;
	const char *end = p + len;
	size_t start = m->text.len;

	while (p < end) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		if (amp == NULL)
			amp = end;
		mend_tell_ends(m, p, amp);
		buf_add(&m->text, p, (size_t)(amp - p));
		p = amp;
		if (p == end)
			break;
		size_t left = (size_t)(end - p);
		size_t before = m->text.len;
		size_t n = entity_decode(p, left, &m->text);
		if (n == 0) {
			mend_note(m, (size_t)(p - m->window),
			    "a bare '&'; taken as text");
			buf_putc(&m->text, '&');
			n = 1;
		} else if (!is_xml_reference(p, left) && !m->html_declared) {
			mend_note_name(m, (size_t)(p - m->window),
			    "the entity @ is not declared; taken as HTML's", p,
			    n);
		} else if (m->text.len == before) {
			mend_note_name(m, (size_t)(p - m->window),
			    "@ is no character; left out", p, n);
		}
		p += n;
	}
	mend_run(m, true, start, m->text.len - start);
}

/* Character data of the window; before_tag: what follows it is a tag. */
void
mend_text(struct mend *m, size_t at, size_t len, bool before_tag)
{
	const char *p = m->window + at;

	if (len == 0)
		return;
	if (!m->root_seen || m->root_closed) {
		bool *told = m->root_closed ? &m->tail_told : &m->junk_told;
		if (!*told && !ascii_all_blank(p, len)) {
			*told = true;
			mend_note(m, at,
			    m->root_closed
				? "something behind the end; left out"
				: "something before the feed; left out");
		}
		return;
	}
	if (before_tag && m->after_tag && !mend_top(m)->mixed &&
	    len < LIMIT_LOOKAHEAD && ascii_all_blank(p, len))
		return;
	if (memchr(p, '&', len) != NULL) {
		mend_decode(m, at, len);
	} else {
		mend_tell_ends(m, p, p + len);
		mend_run(m, false, at, len);
	}
}

/* The end of a stretch of text that does not cut a reference in two. */
size_t
mend_text_cut(const struct mend *m, size_t end)
{
	size_t from = end > m->at + 40 ? end - 40 : m->at;

	if (m->last)
		return end;
	for (size_t i = end; i > from; i--) {
		if (m->window[i - 1] == ';')
			return end;
		if (m->window[i - 1] == '&')
			return i - 1;
	}
	return end;
}

/* Whether the end tag of the innermost element is at p. */
static bool
is_end(struct mend *m, const char *p, size_t left)
{
	const struct element *top = mend_top(m);

	return ascii_starts(p, left, "</") && left - 2 >= top->len &&
	       memcmp(p + 2, m->names.data + top->name, top->len) == 0;
}

/* Whether a comment, an instruction or a tag begins with the '<' at p. */
static bool
is_markup(const char *p, size_t left)
{
	return ascii_starts(p, left, "<!--") || ascii_starts(p, left, "<?") ||
	       ascii_starts(p, left, "</") ||
	       (left > 1 && tag_name(p + 1, left - 1) > 0);
}

/*
 * How long the comment, instruction or tag at p is, which may hold "]]>"; 0
 * when it does not end here.
 */
static size_t
aside(const char *p, size_t left)
{
	const char *end;
	char quote = '\0';

	if (ascii_starts(p, left, "<!--")) {
		end = memmem(p + 4, left - 4, "-->", 3);
		return end == NULL ? 0 : (size_t)(end - p) + 3;
	}
	if (ascii_starts(p, left, "<?")) {
		end = memmem(p + 2, left - 2, "?>", 2);
		return end == NULL ? 0 : (size_t)(end - p) + 2;
	}
	for (size_t i = 1; i < left; i++) {
		if (quote != '\0')
			quote = p[i] == quote ? '\0' : quote;
		else if (p[i] == '"' || p[i] == '\'')
			quote = p[i];
		else if (p[i] == '>')
			return i + 1;
	}
	return 0;
}

/*
 * Whether "]]>" at an offset ends its section.  Some CMS put the mark inside
 * of one: then another "]]>" comes before the element's end tag, where
 * character data is.  STEP_MORE when the window does not tell.
 */
static enum step
cdata_ends(struct mend *m, size_t at, bool *ends)
{
	const char *p = m->window + at + 3;
	size_t left = m->len - at - 3;
	bool whole = m->last || left >= LIMIT_LOOKAHEAD;

	if (left > LIMIT_LOOKAHEAD) /* however much more there is by chance */
		left = LIMIT_LOOKAHEAD;
	*ends = true;
	if (mend_top(m) == NULL)
		return STEP_DONE;
	if (left > LIMIT_LOOKAHEAD)
		left = LIMIT_LOOKAHEAD;
	for (size_t i = 0; i < left;) {
		size_t n = 1;
		if (p[i] == ']' && ascii_starts(p + i, left - i, "]]>")) {
			*ends = false;
			return STEP_DONE;
		}
		if (p[i] == '<') {
			if (is_end(m, p + i, left - i) ||
			    ascii_starts(p + i, left - i, "<![CDATA["))
				return STEP_DONE;
			if (is_markup(p + i, left - i))
				n = aside(p + i, left - i);
		}
		if (n == 0)
			break;
		i += n;
	}
	return whole ? STEP_DONE : STEP_MORE;
}

static void
mend_cdata_run(struct mend *m, size_t at, size_t len)
{
	if (m->root_seen && !m->root_closed)
		mend_run(m, false, at, len);
	else
		mend_text(m, at, len, false);
}

enum step
mend_cdata(struct mend *m)
{
	size_t from = m->at;
	const char *p = m->window + from;
	const char *end = m->window + m->len;

	while ((p = memchr(p, ']', (size_t)(end - p))) != NULL) {
		size_t at = (size_t)(p - m->window);
		if (end - p < 3) {
			if (m->last)
				break;
			mend_cdata_run(m, from, at - from);
			m->at = at;
			return STEP_MORE;
		}
		if (p[1] != ']' || p[2] != '>') {
			p++;
			continue;
		}
		bool ends;
		if (cdata_ends(m, at, &ends) == STEP_MORE) {
			mend_cdata_run(m, from, at - from);
			m->at = at;
			return STEP_MORE;
		}
		if (ends) {
			mend_cdata_run(m, from, at - from);
			m->at = at + 3;
			m->in_cdata = false;
			return STEP_DONE;
		}
		mend_note(m, at, "']]>' within a CDATA section; kept as text");
		p += 3;
	}
	mend_cdata_run(m, from, m->len - from);
	m->at = m->len;
	return m->last ? STEP_DONE : STEP_MORE;
}
