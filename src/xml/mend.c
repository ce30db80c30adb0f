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

#include "base/entity.h"
#include "base/limits.h"
#include "base/mem.h"
#include "xml/ns.h"
#include "xml/tag.h"

struct element {
	size_t name; /* offset in names */
	size_t len;
	size_t prefixes; /* declarations in scope outside of it */
	bool mixed;	 /* blanks within it mean something */
};

struct prefix {
	char *name;
	bool mixed; /* names HTML: its elements hold text and tags mixed */
};

/* A run before the pieces' buffers have come to rest. */
struct piece {
	bool decoded; /* in mend.text, else in the window */
	size_t at;
	size_t len;
};

struct mend {
	struct charset *in;
	const struct notes *notes;

	char *window;
	size_t cap;
	size_t len;	/* bytes in the window */
	size_t at;	/* bytes of it done with */
	size_t line_at; /* bytes of it whose lines are counted */
	unsigned long line;
	size_t line_start; /* where that line begins, if in the window */
	bool last;	   /* no more text behind the window */

	struct buf markup;
	struct buf text;
	struct piece *pieces;
	struct run *runs;
	size_t n_pieces;
	size_t cap_pieces;
	unsigned long *lines; /* of the piece's start tags */
	size_t n_lines;
	size_t cap_lines;

	struct element stack[LIMIT_DEPTH];
	size_t depth;
	struct buf names;
	struct prefix prefixes[LIMIT_PREFIXES];
	size_t n_prefixes;
	struct buf assumed; /* prefixes told of: " dc media " */

	size_t blank_depth; /* blanks down to this depth separate elements */
	bool in_cdata;
	const char *skipping; /* the mark that ends what is left out, or NULL */
	bool after_tag;	      /* no text since the last tag */
	bool root_seen;
	bool root_closed;
	bool junk_told;	    /* something before the feed */
	bool tail_told;	    /* something behind it */
	bool declared;	    /* an XML declaration was seen */
	bool html_declared; /* a DOCTYPE that declares HTML's entities */
	bool hungry;	    /* the window is scanned as far as it goes */
	struct tag tag;
};

/* What a step of the scanner came to. */
enum step {
	STEP_DONE,
	STEP_MORE,  /* the window ends too early */
	STEP_PAUSE, /* the root's tag is written: let it be judged first */
	STEP_FAILED,
};

struct mend *
mend_new(struct charset *in, const struct notes *notes)
{
	struct mend *m = mem_new(1, sizeof(*m));

	m->in = in;
	m->notes = notes;
	m->line = 1;
	m->after_tag = true;
	m->hungry = true;
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
static void
mend_note(struct mend *m, size_t at, const char *text)
{
	mend_count(m, at);
	note_tell(m->notes, m->line, (unsigned long)(at - m->line_start) + 1,
	    "%s", text);
}

static void
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

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static bool
all_blank(const char *p, size_t n)
{
	while (n > 0 && is_blank(p[n - 1]))
		n--;
	return n == 0;
}

static bool
starts(const char *p, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && memcmp(p, word, len) == 0;
}

static bool
same_letters(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((a[i] | 0x20) != (b[i] | 0x20))
			return false;
	}
	return true;
}

/* Adds a run: bytes of the window, or bytes at the end of m->text. */
static void
mend_run(struct mend *m, bool decoded, size_t at, size_t len)
{
	if (len == 0)
		return;
	if (m->n_pieces == m->cap_pieces) {
		m->cap_pieces = m->cap_pieces == 0 ? 64 : m->cap_pieces * 2;
		m->pieces =
		    mem_grow(m->pieces, m->cap_pieces, sizeof(*m->pieces));
		m->runs = mem_grow(m->runs, m->cap_pieces, sizeof(*m->runs));
	}
	m->pieces[m->n_pieces++] =
	    (struct piece){.decoded = decoded, .at = at, .len = len};
	buf_putc(&m->markup, 'x');
	m->after_tag = false;
}

/* The references that XML knows without a declaration. */
static bool
is_xml_reference(const char *p, size_t n)
{
	return p[1] == '#' || starts(p, n, "&amp;") || starts(p, n, "&lt;") ||
	       starts(p, n, "&gt;") || starts(p, n, "&quot;") ||
	       starts(p, n, "&apos;");
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

static struct element *
mend_top(struct mend *m)
{
	return m->depth == 0 ? NULL : &m->stack[m->depth - 1];
}

/* Character data of the window; before_tag: what follows it is a tag. */
static void
mend_text(struct mend *m, size_t at, size_t len, bool before_tag)
{
	const char *p = m->window + at;

	if (len == 0)
		return;
	if (!m->root_seen || m->root_closed) {
		bool *told = m->root_closed ? &m->tail_told : &m->junk_told;
		if (!*told && !all_blank(p, len)) {
			*told = true;
			mend_note(m, at,
			    m->root_closed
				? "something behind the end; left out"
				: "something before the feed; left out");
		}
		return;
	}
	if (before_tag && m->after_tag && !mend_top(m)->mixed &&
	    all_blank(p, len))
		return;
	if (memchr(p, '&', len) != NULL) {
		mend_decode(m, at, len);
	} else {
		mend_tell_ends(m, p, p + len);
		mend_run(m, false, at, len);
	}
}

/* The end of a stretch of text that does not cut a reference in two. */
static size_t
text_cut(const struct mend *m, size_t end)
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

/* Closes the innermost element in the markup. */
static void
mend_pop(struct mend *m)
{
	struct element *top = mend_top(m);

	buf_puts(&m->markup, "</");
	buf_add(&m->markup, m->names.data + top->name, top->len);
	buf_putc(&m->markup, '>');
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
		    same_letters(m->names.data + el->name, name, len))
			return (long)i - 1;
	}
	return -1;
}

/* HTML's elements without content, as they occur unescaped in feeds. */
static bool
is_void(const char *name, size_t len)
{
	static const char *const names[] = {
	    "br", "img", "hr", "input", "wbr", "area", "col"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == len &&
		    same_letters(names[i], name, len))
			return true;
	}
	return false;
}

static enum step
mend_end_tag(struct mend *m)
{
	const char *p = m->window + m->at;
	size_t left = m->len - m->at;
	size_t n = tag_name(p + 2, left - 2);
	size_t i = 2 + n;

	while (i < left && is_blank(p[i]))
		i++;
	if (i == left && !m->last)
		return STEP_MORE;
	if (i == left) {
		m->at = m->len; /* cut off */
		return STEP_DONE;
	}
	const char *gt = memchr(p + i, '>', left - i);
	const char *lt = memchr(p + i, '<', left - i);
	size_t len =
	    gt != NULL && (lt == NULL || gt < lt) ? (size_t)(gt + 1 - p) : i;
	if (p[i] != '>')
		mend_note(m, m->at, "an end tag that is not closed; mended");
	struct element *top = mend_top(m);
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
		else if (!is_void(p + 2, n) && !m->root_closed)
			mend_note_name(m, m->at,
			    "</@> closes nothing; left out", p + 2, n);
		else if (m->root_closed)
			mend_text(m, m->at, len, false);
	}
	m->at += len;
	return STEP_DONE;
}

/* The prefix of a name, as its length; 0 without one. */
static size_t
prefix_len(const char *name, size_t len)
{
	const char *colon = memchr(name, ':', len);

	return colon == NULL || colon == name || colon + 1 == name + len
		   ? 0
		   : (size_t)(colon - name);
}

static const struct prefix *
mend_prefix(const struct mend *m, const char *name, size_t len)
{
	for (size_t i = m->n_prefixes; i > 0; i--) {
		const struct prefix *p = &m->prefixes[i - 1];
		if (strncmp(p->name, name, len) == 0 && p->name[len] == '\0')
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
		if (!starts(a->name, a->name_len, "xmlns:"))
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
		    .mixed = ns != NULL && ns->id == NS_XHTML};
	}
	return 0;
}

/* Adds the declaration that a name's prefix lacks, if it lacks one. */
static void
mend_qualify(struct mend *m, const char *name, size_t name_len)
{
	size_t len = prefix_len(name, name_len);
	char mark[64];

	if (len == 0 || starts(name, name_len, "xmlns:") ||
	    starts(name, name_len, "xml:") || mend_prefix(m, name, len) != NULL)
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

	mend_mark(m);

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

/*
 * A feed's fields stand side by side: where one begins within another that
 * holds text alone, the end tag of that one is missing.
 */
static void
mend_field(struct mend *m)
{
	static const struct {
		const char *name;
		bool text; /* holds no elements */
	} fields[] = {
	    {"title", true},
	    {"link", true},
	    {"guid", true},
	    {"id", true},
	    {"pubDate", true},
	    {"lastBuildDate", true},
	    {"published", true},
	    {"updated", true},
	    {"category", true},
	    {"comments", true},
	    {"language", true},
	    {"generator", true},
	    {"dc:creator", true},
	    {"dc:date", true},
	    {"description", false},
	    {"content:encoded", false},
	    {"summary", false},
	    {"content", false},
	    {"author", false},
	    {"enclosure", false},
	    {"item", false},
	    {"entry", false},
	};
	const struct tag *tag = &m->tag;
	struct element *top = mend_top(m);
	bool open = false;
	bool begins = false;

	if (m->depth < 3 || m->depth > 4)
		return;
	const char *name = m->names.data + top->name;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t len = strlen(fields[i].name);
		open = open || (fields[i].text && top->len == len &&
				   memcmp(name, fields[i].name, len) == 0);
		begins =
		    begins || (tag->name_len == len &&
				  memcmp(tag->name, fields[i].name, len) == 0);
	}
	if (!open || !begins)
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
	size_t len = prefix_len(tag->name, tag->name_len);

	if (m->depth < m->blank_depth)
		return false;
	if (len == 0)
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
		    tag->name_len == 3 && same_letters(tag->name, "rss", 3) ? 3
									    : 2;
	if (mend_declare(m, e) == -1)
		return STEP_FAILED;
	mend_write_tag(m);
	m->stack[m->depth] = (struct element){.name = m->names.len,
	    .len = tag->name_len,
	    .prefixes = before,
	    .mixed = tag_mixed(m)};
	buf_add(&m->names, tag->name, tag->name_len);
	m->depth++;
	if (tag->empty || (m->depth > 3 && is_void(tag->name, tag->name_len)))
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
	    !starts(end, m->len - m->at - tag->len, "</") ||
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
	    !same_letters(m->names.data + top->name, tag->name, tag->name_len))
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == tag->name_len &&
		    same_letters(names[i], tag->name, tag->name_len)) {
			mend_note_name(m, m->at, "<@> within <@>; closed first",
			    tag->name, tag->name_len);
			mend_pop(m);
			return;
		}
	}
}

static enum step
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
	mend_same(m);
	mend_field(m);
	mend_item(m);
	bool root = !m->root_seen;
	m->root_seen = true;
	enum step step = mend_push(m, e);
	m->at += m->tag.len;
	return step == STEP_DONE && root ? STEP_PAUSE : step;
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
		} else if (starts(m->window + i, m->len - i, "<!--")) {
			const char *end =
			    memmem(m->window + i, m->len - i, "-->", 3);
			if (end == NULL)
				break;
			i = (size_t)(end - m->window) + 2;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '[') {
			brackets++;
		} else if (c == ']') {
			brackets--;
		} else if (starts(m->window + i, m->len - i, "<!ENTITY") ||
			   starts(m->window + i, m->len - i, "<!ATTLIST") ||
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

/*
 * Whether "]]>" at an offset ends its section.  Some CMS put the mark inside
 * of one: then another "]]>" comes before the element's end tag.  STEP_MORE
 * when the window does not tell.
 */
static enum step
cdata_ends(struct mend *m, size_t at, bool *ends)
{
	const char *p = m->window + at + 3;
	size_t left = m->len - at - 3;
	struct element *top = mend_top(m);
	size_t i = 0;

	*ends = true;
	if (top == NULL)
		return STEP_DONE;
	const char *name = m->names.data + top->name;
	while (i < left && is_blank(p[i]))
		i++;
	if (left - i < top->len + 2 && !m->last && left < LIMIT_LOOKAHEAD)
		return STEP_MORE;
	if (starts(p + i, left - i, "</") && left - i >= top->len + 2 &&
	    memcmp(p + i + 2, name, top->len) == 0)
		return STEP_DONE;
	for (i = 0; i < left; i++) {
		if (p[i] == ']' && starts(p + i, left - i, "]]>")) {
			*ends = false;
			return STEP_DONE;
		}
		if (p[i] == '<' &&
		    (starts(p + i, left - i, "<![CDATA[") ||
			(starts(p + i, left - i, "</") &&
			    left - i >= top->len + 2 &&
			    memcmp(p + i + 2, name, top->len) == 0)))
			return STEP_DONE;
	}
	return m->last || left >= LIMIT_LOOKAHEAD ? STEP_DONE : STEP_MORE;
}

static void
mend_cdata_run(struct mend *m, size_t at, size_t len)
{
	if (m->root_seen && !m->root_closed)
		mend_run(m, false, at, len);
	else
		mend_text(m, at, len, false);
}

static enum step
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

/* "<?…?>": the XML declaration has its place, all others mean nothing here. */
static enum step
mend_instruction(struct mend *m)
{
	size_t at = m->at;
	bool declaration = starts(m->window + at, m->len - at, "<?xml") &&
			   m->len - at > 5 && is_blank(m->window[at + 5]);

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

/* Anything that begins with '<'. */
static enum step
mend_markup(struct mend *m, struct error *e)
{
	const char *p = m->window + m->at;
	size_t left = m->len - m->at;

	if (left < 9 && !m->last)
		return STEP_MORE;
	if (left > 1 && tag_name(p + 1, left - 1) > 0)
		return mend_start_tag(m, e);
	if (left > 2 && p[1] == '/' && tag_name(p + 2, left - 2) > 0)
		return mend_end_tag(m);
	if (starts(p, left, "<![CDATA[")) {
		m->at += 9;
		m->in_cdata = true;
		return STEP_DONE;
	}
	if (starts(p, left, "<!--"))
		return mend_skip(m, "-->");
	if (left > 1 && p[1] == '?')
		return mend_instruction(m);
	if (left >= 9 && p[1] == '!' && same_letters(p + 2, "doctype", 7))
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
		if (m->skipping != NULL) {
			step = mend_skip(m, m->skipping);
		} else if (m->in_cdata) {
			step = mend_cdata(m);
		} else if (m->window[m->at] == '<') {
			step = mend_markup(m, e);
		} else {
			const char *p = m->window + m->at;
			const char *lt = memchr(p, '<', m->len - m->at);
			size_t end = lt == NULL ? text_cut(m, m->len)
						: (size_t)(lt - m->window);
			if (end == m->at ||
			    (lt == NULL && !m->last &&
				all_blank(p, end - m->at) &&
				end - m->at < LIMIT_LOOKAHEAD) ||
			    (lt != NULL && m->len - end < 2 && !m->last))
				return STEP_MORE;
			mend_text(m, m->at, end - m->at,
			    m->len - end > 1 && m->window[end + 1] != '!');
			m->at = end;
			step = STEP_DONE;
		}
		if (step != STEP_DONE)
			return step;
	}
	return STEP_MORE;
}

/* Moves what is not done with to the front and reads more behind it. */
static int
mend_fill(struct mend *m, struct error *e)
{
	mend_count(m, m->at);
	if (m->at > 0) {
		memmove(m->window, m->window + m->at, m->len - m->at);
		m->len -= m->at;
		m->line_start -= m->at; /* may wrap: only differences count */
		m->line_at = 0;
		m->at = 0;
	}
	if (m->cap - m->len < LIMIT_CHUNK) {
		m->cap = m->cap == 0 ? 2 * LIMIT_CHUNK : m->cap * 2;
		m->window = mem_grow(m->window, m->cap, 1);
	}
	ssize_t n = charset_read(m->in, m->window + m->len, m->cap - m->len, e);
	if (n == -1)
		return -1;
	m->last = n == 0;
	m->len += (size_t)n;
	return 0;
}

/* The names of roots that say "this is a feed", with what must follow. */
static bool
is_root(const char *p, size_t n)
{
	return starts(p, n, "<rss ") || starts(p, n, "<rss>") ||
	       starts(p, n, "<rss\n") || starts(p, n, "<rdf:RDF") ||
	       starts(p, n, "<RDF") || starts(p, n, "<feed ") ||
	       starts(p, n, "<feed\n") || starts(p, n, "<atom:feed");
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
	const char *end = p + m->len;

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
		if (starts(q, left, "<!--"))
			mark = "-->";
		else if (starts(q, left, "<?"))
			mark = "?>";
		else if (starts(q, left, "<!"))
			return;
		else if (!is_blank(*q))
			break;
		const char *stop =
		    mark == NULL ? q : memmem(q, left, mark, strlen(mark));
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
	do {
		if (mend_fill(m, e) == -1)
			return -1;
	} while (m->len < LIMIT_LOOKAHEAD && !m->last);
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
	m->n_lines = 0;
	do {
		if (m->hungry && mend_fill(m, e) == -1)
			return -1;
		enum step step = mend_scan(m, e);
		if (step == STEP_FAILED)
			return -1;
		m->hungry = step == STEP_MORE;
	} while (m->markup.len == 0 && !m->last);
	if (m->markup.len > 0 && m->markup.data[m->markup.len - 1] == 'x')
		buf_puts(&m->markup, "<?x?>");
	for (size_t i = 0; i < m->n_pieces; i++) {
		const struct piece *p = &m->pieces[i];
		m->runs[i] = (struct run){
		    .text = (p->decoded ? m->text.data : m->window) + p->at,
		    .len = p->len};
	}
	if (buf_full(&m->markup) || buf_full(&m->text))
		return error_set(
		    e, ERR_INPUT, "line %lu: too much at once", mend_line(m));
	*markup = buf_text(&m->markup);
	*len = m->markup.len;
	return 1;
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
