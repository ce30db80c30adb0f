/*
 * The scanner in front of libxml2's push parser against libxml2's pull parser
 * alone: random documents that are well-formed make the same tree, and need no
 * repair, whatever their encoding is and however few bytes are read at a time.
 *
 * What differs on purpose stands in its own test, the last one.
 */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "scan.h"

#define DOCUMENTS 400
#define CHUNKS 64

/* xorshift64*: the same numbers everywhere. */
struct dice {
	uint64_t state;
};

static unsigned
roll(struct dice *d, unsigned n)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return (unsigned)((d->state * 0x2545F4914F6CDD1DULL) >> 33) % n;
}

#define PICK(d, table) ((table)[roll(d, sizeof(table) / sizeof((table)[0]))])

/* How a document is encoded, and what it may hold beyond ASCII. */
static const struct encoding_case {
	const char *name; /* iconv's */
	const char *mark; /* written first */
	size_t mark_len;
	const char *declared; /* NULL: there may be no declaration */
	const char *letters[4];
} encodings[] = {
    {"UTF-8", "", 0, NULL, {"é", "Ж", "日本", "😀"}},
    {"UTF-8", "", 0, "UTF-8", {"é", "Ж", "日本", "😀"}},
    {"UTF-8", "\xEF\xBB\xBF", 3, NULL, {"é", "Ж", "日本", "😀"}},
    {"UTF-8", "\xEF\xBB\xBF", 3, "utf-8", {"é", "Ж", "日本", "😀"}},
    {"UTF-16LE", "\xFF\xFE", 2, NULL, {"é", "Ж", "日本", "😀"}},
    {"UTF-16LE", "\xFF\xFE", 2, "UTF-16", {"é", "Ж", "日本", "😀"}},
    {"UTF-16BE", "\xFE\xFF", 2, NULL, {"é", "Ж", "日本", "😀"}},
    {"ISO-8859-1", "", 0, "ISO-8859-1", {"é", "ÄÖÜ", "ÿ", "ç"}},
    {"WINDOWS-1251", "", 0, "windows-1251", {"Ж", "щука", "яя", "Э"}},
};

/* A document in the making. */
struct making {
	struct dice dice;
	const char *const *letters;
	struct buf text;
	size_t root;  /* where a comment may stand */
	int depth;    /* elements around */
	int deepest;  /* that there may be */
	int left;     /* elements that there may be yet */
	int prefixed; /* declarations of the prefix p around */
	bool feed;
};

static void
put(struct making *m, const char *text)
{
	buf_puts(&m->text, text);
}

static void
put_blank(struct making *m)
{
	static const char *const blanks[] = {
	    " ", "\n", "\r\n", "\r", "\t", "  ", "\r\r\n", "\n\r"};

	put(m, PICK(&m->dice, blanks));
}

/* Words of a list (NULL at its end), letters and blanks. */
static void
put_some(struct making *m, const char *const *words, unsigned most)
{
	unsigned count = 0;

	while (words[count] != NULL)
		count++;
	for (unsigned n = roll(&m->dice, most); n > 0; n--) {
		unsigned what = roll(&m->dice, 5);
		if (what == 0)
			put(m, m->letters[roll(&m->dice, 4)]);
		else if (what == 1)
			put_blank(m);
		else
			put(m, words[roll(&m->dice, count)]);
	}
}

/* What was put since must not hold a mark: its last bytes become others. */
static void
spoil(struct making *m, size_t from, const char *mark)
{
	buf_text(&m->text);
	for (char *at = m->text.data + from;
	     m->text.len > from && (at = strstr(at, mark)) != NULL;)
		at[strlen(mark) - 1] = '!';
}

static const char *const references[] = {"a", "word", "&amp;", "&lt;", "&gt;",
    "&quot;", "&apos;", "&#65;", "&#x20AC;", "&#13;", "&#10;", "&#9;",
    "&#x1F600;", "&amp;lt;", "&amp;#60;", "]", "]]", "]]&gt;", ">", "/", ";",
    "#", "--", "-->", "?>", "CDATA[", NULL};

static const char *const marks[] = {"<item>", "</item>", "<a b='", "&amp;", "&",
    "&bogus;", "<!-", "->", "<![CDATA[", "]]>", "]]", "]", "<p>", "</", "<?x",
    "<", ">", "\"", "'", "x", NULL};

static void
put_text(struct making *m)
{
	size_t from = m->text.len;

	put_some(m, references, 7);
	if (roll(&m->dice, 3) == 0)
		put(m, "\"'");
	/* Text before it may have the first two. */
	spoil(m, from - 2, "]]>");
}

static void
put_cdata(struct making *m)
{
	put(m, "<![CDATA[");
	do {
		size_t from = m->text.len;
		put_some(m, marks, 7);
		spoil(m, from, "]]>");
	} while (roll(&m->dice, 3) == 0 && (put(m, "]]]]><![CDATA[>"), true));
	put(m, "]]>");
}

static void
put_comment(struct making *m)
{
	put(m, "<!--");
	size_t from = m->text.len;
	put_some(m, marks, 5);
	spoil(m, from, "--");
	put(m, " -->");
}

static void
put_instruction(struct making *m)
{
	put(m, "<?x ");
	size_t from = m->text.len;
	put_some(m, marks, 5);
	spoil(m, from, "?>");
	put(m, "?>");
}

static void
put_attribute(struct making *m, const char *name)
{
	const char *quote = roll(&m->dice, 2) == 0 ? "\"" : "'";

	put_blank(m);
	put(m, name);
	if (roll(&m->dice, 4) == 0)
		put_blank(m);
	put(m, "=");
	if (roll(&m->dice, 4) == 0)
		put_blank(m);
	put(m, quote);
	put_some(m, references, 5);
	put(m, quote);
}

/* Whether the element declares the prefix p. */
static bool
put_declarations(struct making *m)
{
	static const char *const names[] = {"u:p", "u:q", "u:r?a&amp;b"};
	bool declares = roll(&m->dice, 6) == 0;

	if (declares) {
		put(m, " xmlns:p=\"");
		put(m, PICK(&m->dice, names));
		put(m, "\"");
	}
	if (!m->feed && roll(&m->dice, 8) == 0)
		put(m, PICK(&m->dice, ((const char *const[]){" xmlns='u:d'",
					  " xmlns=''", "\nxmlns = 'u:e'"})));
	return declares;
}

static void
put_attributes(struct making *m, bool prefixed)
{
	static const char *const names[] = {"a", "b", "xml:lang", "c.d-e_1"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (roll(&m->dice, 5) == 0)
			put_attribute(m, names[i]);
	if (roll(&m->dice, 9) == 0)
		put_attribute(m, m->letters[0]);
	if (prefixed && roll(&m->dice, 4) == 0)
		put_attribute(m, "p:a");
}

static void put_content(struct making *m);

/* Names that a feed's repairs know are for other documents. */
static const char *
name_of(struct making *m)
{
	static const char *const plain[] = {"a", "b", "c-1.d_", "content"};
	static const char *const known[] = {"item", "entry", "p", "li", "br",
	    "img", "title", "link", "guid", "author", "rss", "feed", "option"};

	if (roll(&m->dice, 8) == 0)
		return m->letters[roll(&m->dice, 4)];
	return m->feed || roll(&m->dice, 2) == 0 ? PICK(&m->dice, plain)
						 : PICK(&m->dice, known);
}

static void
put_element(struct making *m, const char *name)
{
	char tag[80];
	size_t at = m->text.len;

	m->left--;
	if (name == NULL) {
		bool prefixed = m->prefixed > 0 && roll(&m->dice, 3) == 0;
		snprintf(
		    tag, sizeof(tag), "%s%s", prefixed ? "p:" : "", name_of(m));
		/* An emoji is no name. */
		if (strstr(tag, "\xF0\x9F") != NULL)
			snprintf(tag, sizeof(tag), "emoji");
	} else {
		snprintf(tag, sizeof(tag), "%s", name);
	}
	if (m->depth == 0)
		m->root = at;
	buf_printf(&m->text, "<%s", tag);
	bool declares = put_declarations(m);
	m->prefixed += declares;
	put_attributes(m, m->prefixed > 0);
	if (roll(&m->dice, 6) == 0)
		put_blank(m);
	if (name == NULL && roll(&m->dice, 5) == 0) {
		put(m, "/>");
	} else {
		put(m, ">");
		m->depth++;
		put_content(m);
		m->depth--;
		buf_printf(&m->text, "</%s%s>", tag,
		    roll(&m->dice, 6) == 0 ? "\r\n" : "");
	}
	m->prefixed -= declares;
}

static void
put_content(struct making *m)
{
	for (unsigned n = roll(&m->dice, 9); n > 0; n--) {
		switch (roll(&m->dice, 9)) {
		case 0:
		case 1:
			put_text(m);
			break;
		case 2:
		case 3:
			put_cdata(m);
			break;
		case 4:
			put_comment(m);
			break;
		case 5:
			put_instruction(m);
			break;
		case 6:
			put_blank(m);
			break;
		default:
			if (m->left > 0 && m->depth < m->deepest)
				put_element(m, NULL);
		}
	}
	while (m->deepest > 20 && m->left > 0 && m->depth < m->deepest)
		put_element(m, NULL);
}

static void
put_aside(struct making *m)
{
	for (unsigned n = roll(&m->dice, 3); n > 0; n--) {
		put_blank(m);
		if (roll(&m->dice, 2) == 0)
			put_comment(m);
		else
			put_instruction(m);
	}
}

/* A feed, of which the items are looked at. */
static void
put_feed(struct making *m)
{
	m->root = m->text.len;
	put(m, "<rss version=\"2.0\">\r\n<channel><title>T</title>\n");
	m->depth = 2;
	for (unsigned n = 1 + roll(&m->dice, 4); n > 0; n--) {
		m->left = 12;
		put_element(m, "item");
		put_blank(m);
		put_aside(m);
	}
	put(m, "</channel> </rss>");
}

/* The text, in UTF-8. */
static void
make(struct making *m, const struct encoding_case *encoding, unsigned seed,
    bool feed)
{
	*m = (struct making){.letters = encoding->letters, .feed = feed};
	m->dice.state = 0x9E3779B97F4A7C15ULL * (seed + 1);
	m->deepest = roll(&m->dice, 40) == 0 ? 100 : 7;
	m->left = m->deepest > 20 ? 120 : 25;
	buf_init(&m->text, 64 * MIB);
	if (encoding->declared != NULL)
		buf_printf(&m->text, "<?xml version=\"1.0\" encoding='%s'%s?>",
		    encoding->declared, roll(&m->dice, 2) == 0 ? "\r\n" : "");
	if (encoding->declared != NULL)
		put_aside(m);
	if (feed)
		put_feed(m);
	else
		put_element(m, NULL);
	put_aside(m);
}

/* The document's bytes: the root as it is, or far behind the first window. */
static void
encode(struct making *m, const struct encoding_case *encoding, bool far,
    struct buf *out)
{
	struct buf text;

	buf_init(&text, 64 * MIB);
	buf_add(&text, m->text.data, m->root);
	if (far) {
		/* Its first letter is for who guesses encodings. */
		buf_printf(&text, "<!--%s ", m->letters[0]);
		for (size_t i = 0; i < LIMIT_LOOKAHEAD + KIB; i++)
			buf_putc(&text, i % 100 == 99 ? '\n' : '.');
		buf_puts(&text, " -->");
	}
	buf_add(&text, m->text.data + m->root, m->text.len - m->root);
	size_t room = text.len * 2 + 16;
	char *bytes = malloc(room);
	assert_non_null(bytes);
	char *in = text.data, *to = bytes;
	size_t in_len = text.len;
	iconv_t cd = iconv_open(encoding->name, "UTF-8");
	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &in, &in_len, &to, &room), 0);
	iconv_close(cd);
	buf_add(out, encoding->mark, encoding->mark_len);
	buf_add(out, bytes, (size_t)(to - bytes));
	free(bytes);
	buf_clear(&text);
}

/* A well-formed document needs no repair. */
static void
hear(void *context, const struct note *note)
{
	buf_printf(
	    context, "%lu:%lu: %s\n", note->line, note->column, note->text);
}

static void
put_items(struct buf *out, const xmlNode *channel)
{
	for (const xmlNode *n = channel->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)n->name, "item") == 0)
			scan_put_tree(out, n, false);
}

static enum reader_part
part(void *context, const xmlNode *element)
{
	(void)context;
	return strcmp((const char *)element->name, "item") == 0 ? READER_ENTRY
								: READER_PLAIN;
}

/* As a feed: blanks that only separate elements may be missing. */
static int
items_ours(const char *p, size_t len, size_t chunk, const struct notes *notes,
    struct buf *out, struct error *e)
{
	struct scan_source source = {p, len, chunk};
	struct reader_callbacks callbacks = {.part = part};
	struct charset *charset =
	    charset_new((struct input){scan_read, &source}, notes);
	struct reader *reader = reader_new(charset, &callbacks, notes);
	unsigned long line;
	xmlNode *entry;
	int more;

	while ((more = reader_next(reader, &entry, &line, e)) == 1) {
		scan_put_tree(out, entry, false);
		xmlFreeNode(entry);
	}
	reader_free(reader);
	charset_free(charset);
	return more;
}

/* One reading of ours is what it must be. */
static void
check(struct making *m, const struct buf *bytes, size_t chunk,
    const struct buf *wanted, unsigned seed)
{
	struct buf got, heard;
	struct notes notes = {hear, &heard};
	struct error e = {.text = ""};

	buf_init(&got, 64 * MIB);
	buf_init(&heard, 64 * MIB);
	int done = (m->feed ? items_ours : scan_ours)(
	    bytes->data, bytes->len, chunk, &notes, &got, &e);
	if (done != 0 || heard.len > 0 ||
	    strcmp(buf_text(&got), wanted->data) != 0) {
		fprintf(stderr, "seed %u, chunks of %zu: %s\n%s\n", seed, chunk,
		    e.text, buf_text(&heard));
		fprintf(stderr, "in:\n%s\nwanted:\n%s\ngot:\n%s\n",
		    buf_text(&m->text), wanted->data, buf_text(&got));
		fail();
	}
	buf_clear(&heard);
	buf_clear(&got);
}

static void
check_document(const struct encoding_case *encoding, unsigned seed, bool feed)
{
	struct making m;
	struct buf near, far, wanted;

	make(&m, encoding, seed, feed);
	buf_init(&near, 64 * MIB);
	buf_init(&far, 64 * MIB);
	buf_init(&wanted, 64 * MIB);
	encode(&m, encoding, false, &near);
	encode(&m, encoding, true, &far);
	xmlDoc *doc = scan_theirs(near.data, near.len);
	if (doc == NULL)
		fprintf(stderr, "seed %u: not well-formed:\n%s\n", seed,
		    buf_text(&m.text));
	assert_non_null(doc);
	const xmlNode *root = xmlDocGetRootElement(doc);
	if (feed)
		put_items(&wanted, xmlFirstElementChild((xmlNode *)root));
	else
		scan_put_tree(&wanted, root, true);
	buf_text(&wanted);
	check(&m, &near, 0, &wanted, seed);
	check(&m, &far, 0, &wanted, seed);
	for (unsigned i = 0; i < CHUNKS; i += 8)
		check(&m, &far, 1 + (seed + i) % CHUNKS, &wanted, seed);
	xmlFreeDoc(doc);
	buf_clear(&wanted);
	buf_clear(&far);
	buf_clear(&near);
	buf_clear(&m.text);
}

/* Each one at every eighth size of chunks, from one that moves on. */
static void
check_documents(bool feed)
{
	for (unsigned seed = 0; seed < DOCUMENTS; seed++)
		check_document(&encodings[seed % (sizeof(encodings) /
						     sizeof(encodings[0]))],
		    seed, feed);
}

static void
test_documents(void **state)
{
	(void)state;
	check_documents(false);
}

static void
test_feeds(void **state)
{
	(void)state;
	check_documents(true);
}

/* What is read in another way than XML wants it, and why. */
static void
test_exceptions(void **state)
{
	static const struct {
		const char *text;
		const char *ours;
	} cases[] = {
	    /* No C1 control was ever meant (HTML, section 13.2.5.80). */
	    {"<a>&#150;</a>", "<a>\n\"–\"\n</>\n"},
	    /* In attributes libxml2 reads the numbers. */
	    {"<a b='&#150;'/>", "<a b=\"\xC2\x96\">\n</>\n"},
	    /* A DOCTYPE is left out. */
	    {"<!DOCTYPE a><a>b</a>", "<a>\n\"b\"\n</>\n"},
	    /* Bytes that are UTF-8 are UTF-8. */
	    {"<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>",
		"<a>\n\"é\"\n</>\n"},
	    /* Latin 1 is windows-1252 (Encoding Standard, section 4.2). */
	    {"<?xml version='1.0' encoding='iso-8859-1'?><a>\x80</a>",
		"<a>\n\"€\"\n</>\n"},
	};
	struct error e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		buf_init(&out, KIB);
		assert_int_equal(scan_ours(cases[i].text, strlen(cases[i].text),
				     0, NULL, &out, &e),
		    0);
		assert_string_equal(buf_text(&out), cases[i].ours);
		buf_clear(&out);
	}
}

/* The same of feeds, where no such elements are within each other. */
static void
test_exceptions_of_feeds(void **state)
{
	static const struct {
		const char *text;
		const char *ours;
	} cases[] = {
	    {"<item>a<item>b</item></item>",
		"<item>\n\"a\"\n</>\n<item>\n\"b\"\n</>\n"},
	    {"<item><title>a<link>b</link></title></item>",
		"<item>\n<title>\n\"a\"\n</>\n<link>\n\"b\"\n</>\n</>\n"},
	    {"<item><b><br>a</br></b></item>",
		"<item>\n<b>\n<br>\n</>\n\"a\"\n</>\n</>\n"},
	    {"<item><p>a<p>b</p></p></item>",
		"<item>\n<p>\n\"a\"\n</>\n<p>\n\"b\"\n</>\n</>\n"},
	};
	struct error e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf in, out;
		buf_init(&in, KIB);
		buf_init(&out, KIB);
		buf_printf(
		    &in, "<rss><channel>%s</channel></rss>", cases[i].text);
		assert_int_equal(
		    items_ours(in.data, in.len, 0, NULL, &out, &e), 0);
		assert_string_equal(buf_text(&out), cases[i].ours);
		buf_clear(&out);
		buf_clear(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_documents),
	    cmocka_unit_test(test_feeds),
	    cmocka_unit_test(test_exceptions),
	    cmocka_unit_test(test_exceptions_of_feeds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
