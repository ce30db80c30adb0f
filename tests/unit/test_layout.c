/*
 * The text serialiser: HTML in, lines out.  The expected lines follow from
 * HTML's white space rules, UAX 14, UAX 11 and the promises of layout.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/wrap.h"
#include "html/fragment.h"
#include "walk.h"

struct sample {
	const char *name;
	int width;
	const char *html;
	const char *expected;
};

static const struct sample samples[] = {
    {"nothing", 40, "", ""},
    {"white space only", 40, " \n\t<p> </p><p>&nbsp;</p><div></div>", ""},
    {"words are wrapped", 20, "<p>The quick brown fox jumps over it.</p>",
	"The quick brown fox\n"
	"jumps over it.\n"},
    {"a line may be just as wide as the page", 20,
	"<p>12345678901234567890 x</p>", "12345678901234567890\nx\n"},
    {"white space collapses", 40, "<p> a \n\t b<b> c</b> <i> d</i>e </p>",
	"a b c de\n"},
    {"paragraphs", 40, "<p>a</p><p>b</p>\n\n\n<p>c</p>", "a\n\nb\n\nc\n"},
    {"divisions are lines", 40, "<div>a<div>b</div>c</div>", "a\nb\nc\n"},
    {"a long word stands alone", 20, "<p>a bcdefghijklmnopqrstuvwxyz c</p>",
	"a\nbcdefghijklmnopqrstuvwxyz\nc\n"},
    {"a forced line end", 40, "<p>a<br>b<br/> c</p>", "a\nb\nc\n"},
    {"forced line ends leave at most one blank line", 40,
	"<p><br>a<br><br><br>b<br></p>", "a\n\nb\n"},
    {"first and second headings are underlined", 40,
	"<h1>One</h1><h2>Two <em>b</em></h2>text<h3>Three</h3>text",
	"One\n===\n\nTwo b\n-----\n\ntext\n\nThree\n\ntext\n"},
    {"an underline is as wide as the widest line", 20,
	"<h2>The quick brown fox jumps</h2>",
	"The quick brown fox\njumps\n-------------------\n"},
    {"an underline counts columns", 40, "<h2>日本e\xCC\x81</h2>",
	"日本e\xCC\x81\n-----\n"},
    {"an empty heading is nothing", 40, "<h2></h2><p>a</p>", "a\n"},
    {"headings of a group stand close together", 40,
	"<hgroup><h2>A</h2><p>b</p></hgroup><p>c</p>", "A\n-\nb\n\nc\n"},

    {"a list", 20, "a<ul><li>one<li>the quick brown fox</ul>b",
	"a\n\n• one\n• the quick brown\n  fox\n\nb\n"},
    {"lists in lists", 40, "<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>",
	"• a\n  - b\n    1. c\n• d\n"},
    {"items of a paragraph each stand close together", 40,
	"<ul><li><p>a</p></li><li><p>b</p></li></ul>", "• a\n• b\n"},
    {"an item of two paragraphs makes room", 40,
	"<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
	"• a\n\n  b\n\n• c\n"},
    {"numbers stand to the right", 40,
	"<ol start=9><li>a<li>b</ol><ol start=\"x\"><li>c</ol>",
	" 9. a\n10. b\n\n1. c\n"},
    {"numbers of other kinds", 40,
	"<ol type=a start=26><li>x<li>y</ol><ol type=I><li>x<li>y<li>z</ol>"
	"<ol reversed><li>x<li>y</ol><ol><li value=7>x<li>y</ol>",
	" z. x\naa. y\n\n  I. x\n II. y\nIII. z\n\n2. x\n1. y\n\n"
	"7. x\n8. y\n"},
    {"definitions", 20,
	"<dl><dt>Ebb<dd>the water that goes away<dt>Flood<dd>b</dl>",
	"Ebb\n    the water that\n    goes away\nFlood\n    b\n"},
    {"a quotation", 20,
	"a<blockquote><p>the quick brown fox</p><p>b</p><blockquote>c"
	"</blockquote></blockquote>d",
	"a\n\n> the quick brown\n> fox\n>\n> b\n>\n> > c\n\nd\n"},
    {"whom it is from", 40,
	"<blockquote><p>a</p><cite>Nur</cite></blockquote>"
	"<blockquote>b <cite>c</cite></blockquote>",
	"> a\n>\n> — Nur\n\n> b c\n"},
    {"text as it was typed", 20,
	"<p>a</p><pre>\n if (x)\n\ty = \"the quick brown fox\";  "
	"\n\n\nz</pre>b",
	"a\n\n     if (x)\n            y = \"the quick brown fox\";\n\n    "
	"z\n\n"
	"b\n"},
    {"tabs stand in columns", 40, "<pre>a\tb\n日本語\tc</pre>",
	"    a       b\n    日本語  c\n"},
    {"a line across the page, and within an article", 20,
	"a<hr>b<article>c<hr>d</article>",
	"a\n\n--------------------\n\nb\n\nc\n\n       * * *\n\nd\n"},

    {"pictures are told", 40,
	"<p>a <img alt=\"The  quay\"> b <img alt=''> c <img></p>",
	"a [image: The quay] b c\n"},
    {"emoji are told as they are", 40,
	"<p><img alt=\"😀\"> <img class='wp-smiley' alt=':-)'> "
	"<img alt='❤️'> <img alt='👨‍👩‍👧'> <img alt='3'></p>",
	"😀 :-) ❤️ 👨‍👩‍👧 [image: 3]\n"},
    {"a picture and its caption", 40,
	"a<figure><img alt='Quay'><figcaption>By us</figcaption></figure>b",
	"a\n\n[image: Quay]\nBy us\n\nb\n"},
    {"films and sounds", 72,
	"<article><p><video src='http://e.org/a.mp4'>no</video> "
	"<audio><source src='http://e.org/b'></audio> "
	"<iframe src='http://e.org/c' title='Map'></iframe>"
	"<iframe></iframe></p></article>",
	"[video] [1] [audio] [2] [embedded: Map] [3]\n\n"
	"[1] http://e.org/a.mp4\n[2] http://e.org/b\n[3] http://e.org/c\n"},
    {"what is not for reading", 40,
	"a<script>x</script><style>y</style><svg><text>z</text></svg>"
	"<select><option>w</select>b",
	"ab\n"},
    {"words of their own", 40,
	"<p>m<sup>2</sup> H<sub>2</sub>O 1<sup>st</sup> <q>a <q>b</q></q> "
	"<s>c</s> <ins>d</ins></p>",
	"m² H₂O 1st “a ‘b’” [deleted: c] d\n"},
    {"digits behind a paragraph that is lowered with them stay", 40,
	"x<sub><p>b</p>a2</sub>", "x\n\nb\n\na2\n"},
    {"an abbreviation is explained once", 72,
	"<p><abbr title='Mean low water'>MLW</abbr> "
	"<abbr title='Mean low water'>MLW</abbr></p>",
	"MLW (Mean low water) MLW\n"},
    {"readings beside characters", 40,
	"<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)\n"},

    {"links are footnotes of their article", 40,
	"<article><p><a href='http://e.org/a'>one</a> "
	"<a href='http://e.org/b'>two</a>, <a href='http://e.org/a'>three"
	"</a>.</p></article><article><a href='http://e.org/b'>x</a>"
	"</article>",
	"one [1] two [2], three [1].\n\n"
	"[1] http://e.org/a\n[2] http://e.org/b\n\n"
	"x [1]\n\n[1] http://e.org/b\n"},
    {"links elsewhere are footnotes of the document", 40,
	"<a href='http://e.org/a'>x</a><article>y</article>z",
	"x [1]\n\ny\n\nz\n\n[1] http://e.org/a\n"},
    {"a footnote is never broken, nor set apart from its word", 20,
	"<a href='http://e.org/a-very/long-address'>the quick brown foxes"
	"</a>",
	"the quick brown\nfoxes [1]\n\n"
	"[1] http://e.org/a-very/long-address\n"},
    {"a link that says its address", 20,
	"<p>see <a href='http://www.e.org/a/'>e.org/a</a> and "
	"<a href='http://e.org/a-long/way-to-go'>"
	"http://e.org/a-long/way-to-go</a>.</p>",
	"see e.org/a and\nhttp://e.org/a-long/way-to-go.\n"},
    {"an address in running text", 20,
	"<p>see http://e.org/a-long/way-to-go or 见http://e.org/a-b/c-d吧</p>",
	"see\nhttp://e.org/a-long/way-to-go\nor 见\nhttp://e.org/a-b/c-d\n"
	"吧\n"},
    {"mail and telephone", 40,
	"<p><a href='mailto:a%40e.org?subject=x'>Ann</a> "
	"<a href='mailto:b@e.org'>b@e.org</a> <a href='tel:112'>112</a></p>",
	"Ann <a@e.org> b@e.org 112\n"},
    {"links to nowhere", 40,
	"<a href='#a'>a</a> <a href='javascript:b()'>b</a> <a>c</a> "
	"<a href=''>d</a> <a href='http://e.org/'><img></a>e",
	"a b c d e\n"},
    {"notes of the same page and the way back", 40,
	"<p>a<sup><a href='http://e.org/#fn1'>1</a></sup> "
	"<a href='http://e.org/#b'>↩</a> <a href='http://e.org/#c'>c</a></p>",
	"a¹ ↩ c [1]\n\n[1] http://e.org/#c\n"},
    {"a link around blocks", 40,
	"<article><a href='http://e.org/'><h3>A</h3><p>b</p></a></article>",
	"A [1]\n\nb\n\n[1] http://e.org/\n"},

    {"a table", 40,
	"<table><tr><th>Item<th>Spent<tr><td>Coal<td>1,200.50"
	"<tr><td>Ropes, long<td>9</table>",
	"Item            Spent\n-----------  --------\n"
	"Coal         1,200.50\nRopes, long         9\n"},
    {"a table with wrapped cells", 20,
	"<table><tr><td>a<td>the quick brown fox<tr><td>b<td>c</table>",
	"a  the quick brown\n   fox\n\nb  c\n"},
    {"a table that does not fit", 20,
	"<table><tr><th>First<th>Second<tr><td>incomprehensible<td>"
	"unpronounceable<tr><td>c<td>d</table>",
	"First:\n  incomprehensible\nSecond:\n  unpronounceable\n\n"
	"First: c\nSecond: d\n"},
    {"cells over several columns and rows", 40,
	"<table><tr><td colspan=2>both<td>c<tr><td rowspan=2>d<td>e<td>f"
	"<tr><td>g<td>h</table>",
	"both  c\nd  e  f\n   g  h\n"},
    {"a table of one column is text", 20,
	"<table><tr><td>the quick brown fox jumps<tr><td>b</table>",
	"the quick brown fox\njumps\nb\n"},
    {"tables for layout", 40,
	"<table><tr><td>a<td><table><tr><td>b<td>c</table>d</table>e",
	"a\n\nb  c\n\nd\n\ne\n"},
    {"a cell of several blocks", 40,
	"<table><tr><td>a<td><p>b</p><ul><li>c<li>d</ul></table>",
	"a  b\n   • c\n   • d\n"},
    {"a row of headings alone is a row", 40, "<table><tr><th>a<th>b</table>",
	"a  b\n"},

    {"a cell of blanks", 40,
	"<ul><li>a<table><tr><td>x<td>y<tr><td>&nbsp;<td>&nbsp;</table>b"
	"</ul>",
	"• a\n\n  x  y\n\n  b\n"},
    {"a table in verbatim text", 40,
	"<pre>a\tb<table><tr><td>c\td</table></pre>",
	"    a       b\n\n    c       d\n"},
    {"a footnote that ends in a blank", 40,
	"<a href='http://e.org/&nbsp;'>x</a>", "x [1]\n\n[1] http://e.org/\n"},

    {"Russian", 20, "<p>Паром ходит по чётным часам — кроме двух.</p>",
	"Паром ходит по\nчётным часам — кроме\nдвух.\n"},
    {"Kazakh", 20, "<p>Ә, ғ, қ, ң, ө, ұ, ү, һ, і — осы әріптер</p>",
	"Ә, ғ, қ, ң, ө, ұ, ү,\nһ, і — осы әріптер\n"},
    {"Chinese: no comma begins a line", 20,
	"<p>港口的灯每天傍晚六点，点亮以后</p>",
	"港口的灯每天傍晚六\n点，点亮以后\n"},
    {"Japanese: brackets stay with what they hold", 20,
	"<p>カタカナとひらがな。「括弧」です</p>",
	"カタカナとひらがな。\n「括弧」です\n"},
    {"Arabic: vowels take no column", 20,
	"<p>فُتحت بوّابة المرفأ قبل الفجر بساعة</p>",
	"فُتحت بوّابة المرفأ\nقبل الفجر بساعة\n"},
    {"Hebrew", 20, "<p>שלום עולם. זהו טקסט בעברית</p>",
	"שלום עולם. זהו טקסט\nבעברית\n"},
    {"Thai: a run that fits is not broken", 20,
	"<p>ภาษาไทย สวัสดีครับ ภาษาไทย</p>", "ภาษาไทย สวัสดีครับ\nภาษาไทย\n"},
    {"Thai: a run that does not fit is, but not at a vowel", 10,
	"<p>กกกกกกกกกเกกา</p>", "กกกกกกกกก\nเกกา\n"},
    {"emoji are two columns wide", 10,
	"<p>👩‍🚒👩‍🚒 👍🏽👍🏽 ❤️❤️</p>",
	"👩‍🚒👩‍🚒 👍🏽👍🏽\n❤️❤️\n"},
    {"a blank that is not broken", 20, "<p>the quick brown 10&nbsp;km x</p>",
	"the quick brown\n10 km x\n"},
    {"soft hyphens go, zero width blanks break", 10,
	"<p>soft&shy;hy&shy;phen abcdef&#x200B;ghijk</p>",
	"softhyphen\nabcdef\nghijk\n"},
    {"hyphens between words may end a line", 10,
	"<p>well-known twenty-one x-ray-room</p>",
	"well-known\ntwenty-one\nx-ray-room\n"},
    {"a word is broken at its hyphen", 10, "<p>snow harbour-master</p>",
	"snow\nharbour-\nmaster\n"},
    {"code and dates are not", 10, "<p>a --long-option 2024-04-19</p>",
	"a\n--long-option\n2024-04-19\n"},
    {"lone punctuation stays with its word", 10, "<p>« Bonjour ! » dit-il</p>",
	"« Bonjour ! »\ndit-il\n"},
};

/* The text that HTML gives; the caller frees it. */
static char *
text_of(const char *html, int width)
{
	struct walk w;
	xmlDoc *doc = fragment_parse(html, strlen(html));

	assert_non_null(doc);
	walk_start(&w, &serialiser_text, width);
	const xmlNode *node = xmlDocGetRootElement(doc)->children;
	for (; node != NULL; node = node->next)
		assert_int_equal(walk_node(&w, node), 0);
	assert_int_equal(w.as->finish(w.s, &w.e), 0);
	assert_false(buf_full(&w.out));
	char *text = buf_take(&w.out);
	walk_end(&w);
	xmlFreeDoc(doc);
	return text;
}

static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		char *text = text_of(samples[i].html, samples[i].width);

		if (strcmp(text, samples[i].expected) != 0)
			fail_msg("%s: expected\n%s\nbut it is\n%s",
			    samples[i].name, samples[i].expected, text);
		free(text);
	}
}

/* Text as an event, without a parser that might clean it first. */
static char *
text_of_text(const char *text, size_t len, int width)
{
	struct walk w;

	walk_start(&w, &serialiser_text, width);
	assert_int_equal(w.as->text(w.s, text, len, &w.e), 0);
	assert_int_equal(w.as->finish(w.s, &w.e), 0);
	char *made = buf_take(&w.out);
	walk_end(&w);
	return made;
}

static void
test_controls(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
	    {"a\x1B[31mb", "a<U+001B>[31mb\n"},
	    {"a\x7F\x01", "a<U+007F><U+0001>\n"},
	    {"a\xC2\x9B"
	     "31m",
		"a<U+009B>31m\n"},
	    {"a\xE2\x80\xAE", "a<U+202E>\n"},
	    {"a\xE2\x81\xA6", "a<U+2066>\n"},
	    {"\xE2\x80\x8F.", "<U+200F>.\n"},
	    {"a\xD8\x9C", "a<U+061C>\n"},
	    {"a\xE2\x80\xA8"
	     "b\r\nc\fd",
		"a b c d\n"},
	    {"a\xFF"
	     "b\xC3",
		"a\xEF\xBF\xBD"
		"b\xEF\xBF\xBD\n"},
	    {"a\xEF\xBB\xBF"
	     "b",
		"ab\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text =
		    text_of_text(cases[i].text, strlen(cases[i].text), 72);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
	char *text = text_of_text("a\0b", 3, 72);
	assert_string_equal(text, "a<U+0000>b\n");
	free(text);
}

/* What is promised of every output. */
static void
check_promises(const char *text)
{
	size_t len = strlen(text);

	if (len == 0)
		return;
	assert_int_equal(text[len - 1], '\n');
	assert_int_not_equal(text[0], '\n');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		assert_true(c >= 0x20 || c == '\n');
		assert_int_not_equal(c, 0x7F);
		if (c == '\n') {
			assert_true(i > 0 && text[i - 1] != ' ');
			assert_false(i > 1 && text[i - 1] == '\n' &&
				     text[i - 2] == '\n');
		}
	}
}

static const char *const shapes[][3] = {
    {"", "word", ""},
    {"", "a ", ""},
    {"", "- ", ""},
    {"", "( « — ", ""},
    {"", "漢字、", ""},
    {"", "ภาษาไทย", ""},
    {"", "a-b-cd-ef/gh", ""},
    {"", "👩‍🚒", ""},
    {"", "<br>", "x"},
    {"", "<blockquote>", "x"},
    {"", "<ul><li>", "x"},
    {"", "<a href='http://e.org/'>x</a>", ""},
    {"", "<table><tr><td>x", ""},
    {"<table><tr>", "<td>x</td>", "</table>"},
    {"<table>", "<tr><td rowspan=9>x<td>y</tr>", "</table>"},
    {"<table><tr><td>", "word ", "</table>"},
    {"<pre>", "\n\t", "x</pre>"},
    {"<pre>", "word\n", "</pre>"},
    {"<ol>", "<li>x", "</ol>"},
};

/* Much of anything: ends soon, and keeps what is promised. */
static void
test_masses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct buf html;

		buf_init(&html, LIMIT_OUTPUT);
		buf_puts(&html, shapes[i][0]);
		for (int n = 0; n < 20000; n++)
			buf_puts(&html, shapes[i][1]);
		buf_puts(&html, shapes[i][2]);
		xmlDoc *doc = fragment_parse(html.data, html.len);
		bool taken = doc != NULL;
		xmlFreeDoc(doc);
		if (taken) {
			char *text = text_of(html.data, 40);
			check_promises(text);
			free(text);
		}
		buf_clear(&html);
	}
}

static void
test_long_word(void **state)
{
	size_t n = 2 * MIB;
	char *word = malloc(n);

	(void)state;
	memset(word, 'x', n);
	char *text = text_of_text(word, n, 72);
	assert_int_equal(strlen(text), n + 1);
	free(text);
	for (size_t i = 0; i < n; i += 4) /* blanks: cut in two at one */
		word[i] = ' ';
	text = text_of_text(word, n, 72);
	check_promises(text);
	assert_int_equal(strlen(text), n); /* a blank lost, a line end won */
	free(text);
	free(word);
}

static void
test_many_links(void **state)
{
	struct buf html;

	(void)state;
	buf_init(&html, LIMIT_OUTPUT);
	for (int n = 0; n < 20000; n++)
		buf_printf(&html, "<a href='http://e.org/%d'>x</a> ", n % 9999);
	char *text = text_of(html.data, 72);
	check_promises(text);
	assert_non_null(strstr(text, "\n[9999] http://e.org/9998\n"));
	assert_null(strstr(text, "[10000]"));
	free(text);
	buf_clear(&html);
}

static xmlNode *
child(xmlNode *parent, const char *name, const char *text)
{
	return xmlNewTextChild(
	    parent, NULL, (const xmlChar *)name, (const xmlChar *)text);
}

/* <loom:html> is laid out in its place; what was written may be cut. */
static void
test_stream(void **state)
{
	struct walk w;
	struct buf all;

	(void)state;
	buf_init(&all, LIMIT_OUTPUT);
	walk_start(&w, &serialiser_text, 40);
	for (int i = 0; i < 2; i++) {
		xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
		xmlNode *article = xmlNewNode(NULL, (const xmlChar *)"article");
		xmlDocSetRootElement(doc, article);
		xmlSetNs(article,
		    xmlNewNs(article,
			(const xmlChar *)"http://www.w3.org/1999/xhtml", NULL));
		child(article, "h2", "Title");
		xmlNode *html = child(article, "html",
		    "<p>a &lt; <b>b</b></p><p><a href='http://e.org/'>c</a>");
		xmlSetNs(html, xmlNewNs(html, (const xmlChar *)LOOM_NS,
				   (const xmlChar *)"loom"));
		child(article, "p", "end");
		assert_int_equal(walk_node(&w, article), 0);
		buf_add(&all, w.out.data, w.out.len);
		buf_cut(&w.out, 0);
		xmlFreeDoc(doc);
	}
	assert_int_equal(w.as->finish(w.s, &w.e), 0);
	buf_add(&all, buf_text(&w.out), w.out.len);
	walk_end(&w);
	assert_string_equal(all.data,
	    "Title\n-----\n\na < b\n\nc [1]\n\nend\n\n[1] http://e.org/\n\n"
	    "Title\n-----\n\na < b\n\nc [1]\n\nend\n\n"
	    "[1] http://e.org/\n");
	buf_clear(&all);
}

/* A walk that is given up half way leaves nothing behind. */
static void
test_given_up(void **state)
{
	struct walk w;

	(void)state;
	walk_start(&w, &serialiser_text, 40);
	const char *html = "<article><ul><li><a href='http://e.org/'>x</a>"
			   "<table><tr><td>a</table></ul></article>";
	xmlDoc *doc = fragment_parse(html, strlen(html));
	const xmlNode *node = xmlDocGetRootElement(doc)->children;
	for (; node != NULL; node = node->children)
		assert_int_equal(w.as->open(w.s, node, &w.e), 0);
	assert_int_equal(walk_text(&w, "x"), 0);
	walk_end(&w);
	xmlFreeDoc(doc);
}

static void
test_width(void **state)
{
	static const struct {
		const char *text;
		int columns;
	} cases[] = {
	    {"", 0},
	    {"abc", 3},
	    {"日本", 4},
	    {"e\xCC\x81", 1},
	    {"👨‍👩‍👧‍👦", 2},
	    {"👍🏽", 2},
	    {"🇰🇿", 2},
	    {"❤️", 2},
	    {"3️⃣", 2},
	    {"שָׁ", 1},
	    {"ที่", 1},
	    {"한", 2},
	    {"ｱ", 1},
	    {"Ａ", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (wrap_width(cases[i].text, strlen(cases[i].text)) !=
		    cases[i].columns)
			fail_msg("%s is %d columns", cases[i].text,
			    wrap_width(cases[i].text, strlen(cases[i].text)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_controls),
	    cmocka_unit_test(test_masses),
	    cmocka_unit_test(test_long_word),
	    cmocka_unit_test(test_many_links),
	    cmocka_unit_test(test_stream),
	    cmocka_unit_test(test_given_up),
	    cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
