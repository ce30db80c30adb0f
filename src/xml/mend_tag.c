/*
 * Tags: the stack of open elements, end tags that are missing or match nothing,
 * and prefixes that nobody declared.
 */
#include "xml/mend_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "xml/ns.h"

struct element *
mend_top(struct mend *m)
{
	return m->depth == 0 ? NULL : &m->stack[m->depth - 1];
}

/* Whether an element has a name of those that a feed has many of. */
static bool
is_item(const struct mend *m, const struct element *el)
{
	const char *name = m->names.data + el->name;
	const char *colon = memchr(name, ':', el->len);
	size_t prefix = colon == NULL ? 0 : (size_t)(colon - name) + 1;

	name += prefix;
	size_t len = el->len - prefix;
	return (len == 4 && memcmp(name, "item", 4) == 0) ||
	       (len == 5 && memcmp(name, "entry", 5) == 0);
}

/* Closes the innermost element in the markup. */
static void
mend_pop(struct mend *m)
{
	struct element *top = mend_top(m);

	if (!m->run_on && is_item(m, top))
		m->pause = true;

	if (top->plain) {
		mend_piece(m, &(struct piece){.kind = RUN_END});
	} else {
		buf_puts(&m->markup, "</");
		buf_add(&m->markup, m->names.data + top->name, top->len);
		buf_putc(&m->markup, '>');
	}
	m->after_tag = true;
	while (m->n_prefixes > top->prefixes)
		free(m->prefixes[--m->n_prefixes].name);
	buf_cut(&m->names, top->name);
	if (--m->depth == 0)
		m->root_closed = true;
}

/* Closes all elements from the innermost to the one at this depth. */
static void
mend_close_to(struct mend *m, size_t at, size_t depth)
{
	while (m->depth > depth + 1) {
		struct element *top = mend_top(m);
		mend_note_name(m, at, "<@> is not closed; closed here",
		    m->names.data + top->name, top->len);
		mend_pop(m);
	}
	mend_pop(m);
}

/* Whether the open element at a depth has this very name. */
static bool
mend_is(const struct mend *m, size_t depth, const char *name, size_t len)
{
	const struct element *el = &m->stack[depth];

	return el->len == len &&
	       memcmp(m->names.data + el->name, name, len) == 0;
}

/* The depth of the innermost open element of a name, or -1. */
static long
mend_find(struct mend *m, const char *name, size_t len)
{
	for (size_t i = m->depth; i > 0; i--) {
		struct element *el = &m->stack[i - 1];
		if (el->len == len &&
		    memcmp(m->names.data + el->name, name, len) == 0)
			return (long)i - 1;
	}
	for (size_t i = m->depth; i > 0; i--) {
		struct element *el = &m->stack[i - 1];
		if (el->len == len &&
		    ascii_same(m->names.data + el->name, name, len))
			return (long)i - 1;
	}
	return -1;
}

/* HTML's elements without content, as they occur unescaped in feeds. */
static bool
is_void(const char *name, size_t len)
{
	static const char names[][6] = {
	    "br", "img", "hr", "input", "wbr", "area", "col"};

	if (len >= sizeof(names[0]))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i][len] == '\0' && ascii_same(names[i], name, len))
			return true;
	}
	return false;
}

enum step
mend_end_tag(struct mend *m)
{
	const char *p = m->window + m->at;
	size_t left = m->len - m->at;
	struct element *top = mend_top(m);

	/* As it is almost always. */
	if (top != NULL && left > top->len + 2 && p[2 + top->len] == '>' &&
	    memcmp(p + 2, m->names.data + top->name, top->len) == 0) {
		m->at += top->len + 3;
		mend_pop(m);
		return STEP_DONE;
	}
	size_t n = tag_name(p + 2, left - 2);
	size_t i = 2 + n;

	while (i < left && ascii_blank(p[i]))
		i++;
	if (i == left && !m->last)
		return STEP_MORE;
	if (i == left) {
		m->at = m->len; /* cut off */
		return STEP_DONE;
	}
	const char *gt = memchr(p + i, '>', left - i);
	const char *lt = memchr(p + i, '<', left - i);
	if (gt == NULL && lt == NULL && !m->last && left < LIMIT_TAG)
		return STEP_MORE;
	size_t len =
	    gt != NULL && (lt == NULL || gt < lt) ? (size_t)(gt + 1 - p) : i;
	if (p[i] != '>')
		mend_note(m, m->at, "an end tag that is not closed; mended");
	if (top != NULL && top->len == n &&
	    memcmp(m->names.data + top->name, p + 2, n) == 0) {
		mend_pop(m);
	} else {
		long depth = mend_find(m, p + 2, n);
		if (depth >= 0 && !mend_is(m, (size_t)depth, p + 2, n))
			mend_note_name(m, m->at,
			    "</@> in another case than its start; mended",
			    p + 2, n);
		if (depth >= 0)
			mend_close_to(m, m->at, (size_t)depth);
		else if (!m->root_closed &&
			 (m->kind == MEND_ANY || !is_void(p + 2, n)))
			mend_note_name(m, m->at,
			    "</@> closes nothing; left out", p + 2, n);
		else if (m->root_closed)
			mend_text(m, m->at, len, false);
	}
	m->at += len;
	return STEP_DONE;
}

size_t
mend_prefix_len(const char *name, size_t len)
{
	const char *colon = memchr(name, ':', len);

	return colon == NULL || colon == name || colon + 1 == name + len
		   ? 0
		   : (size_t)(colon - name);
}

const struct prefix *
mend_prefix(const struct mend *m, const char *name, size_t len)
{
	for (size_t i = m->n_prefixes; i > 0; i--) {
		const struct prefix *p = &m->prefixes[i - 1];
		if (p->len == len && memcmp(p->name, name, len) == 0)
			return p;
	}
	return NULL;
}

/* Notes the declarations that a tag makes. */
static int
mend_declare(struct mend *m, struct error *e)
{
	for (size_t i = 0; i < m->tag.n; i++) {
		const struct tag_attribute *a = &m->tag.attributes[i];
		if (!ascii_starts(a->name, a->name_len, "xmlns:"))
			continue;
		if (m->n_prefixes == LIMIT_PREFIXES)
			return error_set(e, ERR_INPUT,
			    "line %lu: more than %d namespaces declared at "
			    "once",
			    mend_line(m), LIMIT_PREFIXES);
		char *uri = mem_dup(a->value, a->value_len);
		const struct ns_entry *ns = ns_of_uri(uri);
		free(uri);
		m->prefixes[m->n_prefixes++] = (struct prefix){
		    .name = mem_dup(a->name + 6, a->name_len - 6),
		    .len = a->name_len - 6,
		    .mixed = ns != NULL && ns->id == NS_XHTML};
	}
	return 0;
}

/* Adds the declaration that a name's prefix lacks, if it lacks one. */
static void
mend_qualify(struct mend *m, const char *name, size_t name_len)
{
	size_t len = mend_prefix_len(name, name_len);
	char mark[64];

	if (len == 0 || ascii_starts(name, name_len, "xmlns:") ||
	    ascii_starts(name, name_len, "xml:") ||
	    mend_prefix(m, name, len) != NULL)
		return;
	const struct ns_entry *ns = ns_of_prefix(name, len);
	buf_puts(&m->markup, " xmlns:");
	buf_add(&m->markup, name, len);
	buf_puts(&m->markup, "=\"");
	if (ns == NULL) {
		buf_puts(&m->markup, "urn:feedloom:undeclared:");
		buf_add(&m->markup, name, len);
	} else {
		buf_puts(&m->markup, ns->uri);
	}
	buf_putc(&m->markup, '"');
	size_t told = len + 3 > sizeof(mark) ? sizeof(mark) - 3 : len;
	mark[0] = ' ';
	memcpy(mark + 1, name, told);
	mark[told + 1] = ' ';
	mark[told + 2] = '\0';
	if (m->n_prefixes < LIMIT_PREFIXES)
		m->prefixes[m->n_prefixes++] =
		    (struct prefix){.name = mem_dup(name, len),
			.len = len,
			.mixed = ns != NULL && ns->id == NS_XHTML};
	if (strstr(buf_text(&m->assumed), mark) == NULL) {
		if (m->assumed.len < 4 * KIB)
			buf_puts(&m->assumed, mark);
		mend_note_name(m, m->at,
		    ns == NULL
			? "the prefix @ is not declared; declared"
			: "the prefix @ is not declared; taken for its usual "
			  "namespace",
		    name, len);
	}
}

/* Remembers where a start tag stands that the reader may ask about. */
static void
mend_mark(struct mend *m)
{
	if (m->depth >= MEND_LINES_DEPTH)
		return;
	if (m->n_lines == m->cap_lines) {
		m->cap_lines = m->cap_lines == 0 ? 64 : m->cap_lines * 2;
		m->lines = mem_grow(m->lines, m->cap_lines, sizeof(*m->lines));
	}
	m->lines[m->n_lines++] = mend_line(m);
}

/* Writes the start tag, and declarations for prefixes that have none. */
static void
mend_write_tag(struct mend *m)
{
	const struct tag *tag = &m->tag;

	if (tag->clean) {
		size_t tail = tag->empty ? 2 : 1;
		buf_add(&m->markup, m->window + m->at, tag->len - tail);
	} else {
		tag_write(tag, &m->markup);
	}
	mend_qualify(m, tag->name, tag->name_len);
	for (size_t i = 0; i < tag->n; i++)
		mend_qualify(
		    m, tag->attributes[i].name, tag->attributes[i].name_len);
	buf_putc(&m->markup, '>');
	m->after_tag = true;
}

/*
 * An item within an item, or an entry right within an entry: the end tag of the
 * first one is missing.
 */
static void
mend_item(struct mend *m)
{
	const struct tag *tag = &m->tag;
	bool item = tag->name_len == 4 && memcmp(tag->name, "item", 4) == 0;
	struct element *top = mend_top(m);

	if (!item &&
	    !(tag->name_len == 5 && memcmp(tag->name, "entry", 5) == 0 &&
		top != NULL && top->len == 5 &&
		memcmp(m->names.data + top->name, "entry", 5) == 0))
		return;
	for (size_t i = m->depth; i > 0; i--) {
		struct element *el = &m->stack[i - 1];
		if (el->len == tag->name_len &&
		    memcmp(m->names.data + el->name, tag->name, el->len) == 0) {
			mend_note_name(m, m->at, "<@> within <@>; closed first",
			    tag->name, tag->name_len);
			mend_close_to(m, m->at, i - 1);
			return;
		}
	}
}

enum field {
	FIELD_NONE,
	FIELD_TEXT, /* holds no elements */
	FIELD_MARKUP,
};

/* What a feed's field of this name holds. */
static enum field
field_of(const char *name, size_t len)
{
	static const struct {
		const char *name;
		size_t len;
		enum field field;
	} fields[] = {
	    {"item", 4, FIELD_MARKUP},
	    {"entry", 5, FIELD_MARKUP},
	    {"title", 5, FIELD_TEXT},
	    {"link", 4, FIELD_TEXT},
	    {"guid", 4, FIELD_TEXT},
	    {"id", 2, FIELD_TEXT},
	    {"pubDate", 7, FIELD_TEXT},
	    {"lastBuildDate", 13, FIELD_TEXT},
	    {"published", 9, FIELD_TEXT},
	    {"updated", 7, FIELD_TEXT},
	    {"category", 8, FIELD_TEXT},
	    {"comments", 8, FIELD_TEXT},
	    {"language", 8, FIELD_TEXT},
	    {"generator", 9, FIELD_TEXT},
	    {"dc:creator", 10, FIELD_TEXT},
	    {"dc:date", 7, FIELD_TEXT},
	    {"description", 11, FIELD_MARKUP},
	    {"content:encoded", 15, FIELD_MARKUP},
	    {"summary", 7, FIELD_MARKUP},
	    {"content", 7, FIELD_MARKUP},
	    {"author", 6, FIELD_MARKUP},
	    {"enclosure", 9, FIELD_MARKUP},
	};

	/* What most of an export's begin with. */
	if (len > 3 && memcmp(name, "wp:", 3) == 0)
		return FIELD_NONE;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (fields[i].len == len && fields[i].name[0] == name[0] &&
		    memcmp(fields[i].name, name, len) == 0)
			return fields[i].field;
	}
	return FIELD_NONE;
}

/*
 * A feed's fields stand side by side: where one begins within another that
 * holds text alone, the end tag of that one is missing.
 */
static void
mend_field(struct mend *m)
{
	const struct tag *tag = &m->tag;
	struct element *top = mend_top(m);

	if (m->depth < 3 || m->depth > 4)
		return;
	const char *name = m->names.data + top->name;
	if (field_of(name, top->len) != FIELD_TEXT ||
	    field_of(tag->name, tag->name_len) == FIELD_NONE)
		return;
	mend_note_name(
	    m, m->at, "<@> is not closed; closed here", name, top->len);
	mend_pop(m);
}

/* Whether blanks within the element that the tag opens mean something. */
static bool
tag_mixed(const struct mend *m)
{
	const struct tag *tag = &m->tag;
	size_t len = mend_prefix_len(tag->name, tag->name_len);

	if (m->kind == MEND_FEED && m->depth < m->blank_depth)
		return false;
	if (m->kind == MEND_ANY || len == 0)
		return true;
	const struct prefix *prefix = mend_prefix(m, tag->name, len);
	return prefix != NULL && prefix->mixed;
}

static enum step
mend_push(struct mend *m, struct error *e)
{
	const struct tag *tag = &m->tag;
	size_t before = m->n_prefixes;

	if (m->depth == LIMIT_DEPTH) {
		error_set(e, ERR_INPUT,
		    "line %lu: more than %d elements within each other",
		    mend_line(m), LIMIT_DEPTH);
		return STEP_FAILED;
	}
	if (m->depth == 0)
		m->blank_depth =
		    tag->name_len == 3 && ascii_same(tag->name, "rss", 3) ? 3
									  : 2;
	if (mend_declare(m, e) == -1)
		return STEP_FAILED;
	mend_mark(m);
	bool plain = mend_plain(m);
	if (!plain)
		mend_write_tag(m);
	m->stack[m->depth] = (struct element){.name = m->names.len,
	    .len = tag->name_len,
	    .prefixes = before,
	    .plain = plain,
	    .mixed = tag_mixed(m)};
	buf_add(&m->names, tag->name, tag->name_len);
	m->depth++;
	if (tag->empty || (m->kind == MEND_FEED && m->depth > 3 &&
			      is_void(tag->name, tag->name_len)))
		mend_pop(m);
	return STEP_DONE;
}

/*
 * "x<y</title>": a '<' with letters behind it, right before the end tag of the
 * element, is text.
 */
static bool
mend_bare(struct mend *m)
{
	const struct tag *tag = &m->tag;
	const char *end = m->window + m->at + tag->len;
	struct element *top = mend_top(m);

	if (top == NULL || tag->n > 0 || tag->empty || end[-1] == '>' ||
	    !ascii_starts(end, m->len - m->at - tag->len, "</") ||
	    m->len - m->at - tag->len < top->len + 2 ||
	    memcmp(end + 2, m->names.data + top->name, top->len) != 0)
		return false;
	mend_note(m, m->at, "a bare '<'; taken as text");
	mend_run(m, false, m->at, tag->len);
	m->at += tag->len;
	return true;
}

/* HTML's elements whose end tags may be left out, right within each other. */
static void
mend_same(struct mend *m)
{
	static const char *const names[] = {
	    "p", "li", "dt", "dd", "tr", "td", "th", "option"};
	const struct tag *tag = &m->tag;
	struct element *top = mend_top(m);

	if (m->depth <= m->blank_depth || top->len != tag->name_len ||
	    !ascii_same(m->names.data + top->name, tag->name, tag->name_len))
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == tag->name_len &&
		    ascii_same(names[i], tag->name, tag->name_len)) {
			mend_note_name(m, m->at, "<@> within <@>; closed first",
			    tag->name, tag->name_len);
			mend_pop(m);
			return;
		}
	}
}

enum step
mend_start_tag(struct mend *m, struct error *e)
{
	size_t left = m->len - m->at;

	if (tag_parse(&m->tag, m->window + m->at, left) == 0) {
		if (left > LIMIT_TAG) {
			error_set(e, ERR_INPUT,
			    "line %lu: a tag longer than %zu bytes",
			    mend_line(m), LIMIT_TAG);
			return STEP_FAILED;
		}
		if (!m->last)
			return STEP_MORE;
		m->at = m->len;
		return STEP_DONE;
	}
	if (m->root_closed) {
		mend_text(m, m->at, m->tag.len, false);
		m->at = m->len;
		return STEP_DONE;
	}
	if (mend_bare(m))
		return STEP_DONE;
	for (size_t i = 0; i < m->tag.n_faults; i++) {
		const struct tag_fault *fault = &m->tag.faults[i];
		mend_note_name(m, (size_t)(fault->at - m->window), "@; mended",
		    fault->text, strlen(fault->text));
	}
	if (m->kind == MEND_FEED) {
		mend_same(m);
		mend_field(m);
		mend_item(m);
	}
	bool root = !m->root_seen;
	m->root_seen = true;
	enum step step = mend_push(m, e);
	m->at += m->tag.len;
	return step == STEP_DONE && root ? STEP_PAUSE : step;
}
