/*
 * The html serialiser: a table of trees and the text they must give, a table
 * of trees that try to get something through the gate, what it refuses, and a
 * page whose entries come one by one with the output cut between them.
 */
#include "render/serialiser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

#define POLICY                                                                 \
	"<meta charset=\"utf-8\">\n"                                           \
	"<meta http-equiv=\"Content-Security-Policy\" content=\""              \
	"default-src 'none'; img-src * data:; media-src *; "                   \
	"style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"

/* The document as HTML, the caller's; NULL when it was refused. */
static char *
page(const char *xml, size_t piece, struct error *e)
{
	struct walk run;
	char *text = NULL;

	walk_start(&run, &serialiser_html, 72);
	run.piece = piece;
	if (walk_all(&run, xml) == 0)
		text = buf_take(&run.out);
	*e = run.e;
	walk_end(&run);
	return text;
}

struct expected {
	const char *xml;
	const char *html;
};

static void
check(const struct expected *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t piece = 0; piece < 3; piece++) {
			struct error e;
			char *html = page(table[i].xml, piece, &e);

			if (html == NULL)
				fail_msg("%s: %s", table[i].xml, e.text);
			assert_string_equal(html, table[i].html);
			free(html);
		}
	}
}

static const struct expected forms[] = {
    /* A page: type, charset and policy come by themselves. */
    {"<html lang='en'><head><title>A &amp; B</title></head>"
     "<body><p>x</p></body></html>",
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n" POLICY
	"<title>A &amp; B</title>\n</head>\n<body>\n<p>x</p>\n</body>\n"
	"</html>\n"},
    /* The same in the XHTML namespace, whatever its prefix. */
    {"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head>"
     "<h:meta charset='latin1'/></h:head><h:body/></h:html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY "</head>\n<body></body>\n"
	"</html>\n"},
    /* Nobody gets a page without them, and nobody two heads. */
    {"<html><body>a</body></html>", "<!DOCTYPE html>\n<html>\n<head>\n" POLICY
				    "</head>\n<body>a</body>\n</html>\n"},
    {"<html><body>a</body><head><title>b</title></head><body>c</body></html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	"</head>\n<body>a</body>\n</html>\n"},
    {"<html><head/><head><meta name='a'/></head><body/></html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	"</head>\n<body></body>\n</html>\n"},
    /* A piece of a page has none of that. */
    {"<p>x</p>", "<p>x</p>\n"},
    /* Void elements have no end tag, all others do. */
    {"<p>a<br/>b<span/></p>", "<p>a<br>b<span></span></p>\n"},
    {"<div><p/><hr/><p/></div>", "<div>\n<p></p>\n<hr>\n<p></p>\n</div>\n"},
    /* What a void element wrongly holds follows it. */
    {"<p>a<br>b</br>c</p>", "<p>a<br>bc</p>\n"},
    /* Text and attributes are escaped. */
    {"<p title='&quot;&lt;&amp;&gt;&apos;'>&lt;b> \"&amp;amp;\" &#xA0;é</p>",
	"<p title=\"&quot;&lt;&amp;&gt;'\">&lt;b&gt; \"&amp;amp;\" "
	"\xc2\xa0\xc3\xa9</p>\n"},
    /* Attributes that only are there. */
    {"<audio controls='controls' preload='none' src='https://a/b?c&amp;d'/>",
	"<audio controls preload=\"none\" src=\"https://a/b?c&amp;d\">"
	"</audio>\n"},
    /* xml:lang is lang, unless there is one. */
    {"<p xml:lang='kk'>a</p>", "<p lang=\"kk\">a</p>\n"},
    {"<p xml:lang='kk' lang='ru'>a</p>", "<p lang=\"ru\">a</p>\n"},
    /* Blocks stand on lines of their own; lines are never broken. */
    {"<article><h2>a <em>b</em></h2><div>c<p>d</p>e</div></article>",
	"<article>\n<h2>a <em>b</em></h2>\n<div>c\n<p>d</p>\ne</div>\n"
	"</article>\n"},
    {"<ul> <li>a</li>\n <li>b</li> </ul>",
	"<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
    {"<p><a href='/x'>a</a> <b>b</b>\n</p>",
	"<p><a href=\"/x\">a</a> <b>b</b>\n</p>\n"},
    /* Within pre and a, nothing is added either. */
    {"<div><a href='/x'><div>a</div><div>b</div></a></div>",
	"<div><a href=\"/x\"><div>a</div><div>b</div></a></div>\n"},
    {"<pre> a\n\n<code> b </code>\n</pre>",
	"<pre> a\n\n<code> b </code>\n</pre>\n"},
    /* A parser drops the first line end in pre. */
    {"<pre>\na</pre>", "<pre>\n\na</pre>\n"},
    {"<pre><b/>\na</pre>", "<pre><b></b>\na</pre>\n"},
    /* A style sheet is raw text. */
    {"<html><head><style>a > b { content: \"&amp;\" }"
     "@media (width: calc(1px + 2px)) { }</style></head></html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	"<style>a > b { content: \"&\" }@media (width: calc(1px + 2px)) { }"
	"</style>\n</head>\n</html>\n"},
    /* HTML of the feed. */
    {"<div xmlns:l='urn:feedloom'><l:html>&lt;p&gt;a &amp;amp; b"
     "&lt;/p&gt;</l:html></div>",
	"<div>\n<p>a &amp; b</p>\n</div>\n"},
    {"<div xmlns:l='urn:feedloom'><l:html><p>a &amp; <b>b</b></p></l:html>"
     "</div>",
	"<div>\n<p>a &amp; <b>b</b></p>\n</div>\n"},
    {"<p xmlns:l='urn:feedloom'>a <l:html>&lt;b&gt;b&lt;/b&gt;</l:html> c</p>",
	"<p>a <b>b</b> c</p>\n"},
    {"<div xmlns:l='urn:feedloom'><l:html/></div>", "<div>\n</div>\n"},
};

static void
test_forms(void **state)
{
	(void)state;
	check(forms, LEN(forms));
}

static const struct expected gates[] = {
    /* Elements that hold no prose go with all they hold. */
    {"<div>a<script>alert(1)</script>b</div>", "<div>ab</div>\n"},
    {"<div>a<svg><p>b</p><script>c</script></svg>d</div>", "<div>ad</div>\n"},
    {"<div>a<svg xmlns='http://www.w3.org/2000/svg'><title>b</title></svg>"
     "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'>c</m:math>d</div>",
	"<div>ad</div>\n"},
    {"<div><iframe src='/x'>a</iframe><object data='/x'><p>b</p></object>"
     "<embed src='/x'/><template>c</template><noscript>d</noscript></div>",
	"<div></div>\n"},
    /* Unknown ones lose their tags; other namespaces are unknown. */
    {"<div>a<form action='/x'>b<input/></form>c<blink>d</blink></div>",
	"<div>abcd</div>\n"},
    {"<div><SCRIPT>a</SCRIPT></div>", "<div>a</div>\n"},
    {"<div><p xmlns='http://www.w3.org/2005/Atom'>a</p></div>",
	"<div>a</div>\n"},
    /* Handlers, frames' and forms' attributes, attributes of others. */
    {"<p onclick='x' ONCLICK='x' formaction='x' action='x' srcdoc='x' "
     "ping='x' background='x' target='x' xml:space='preserve' "
     "xmlns:n='urn:n' n:href='x'>a</p>",
	"<p>a</p>\n"},
    {"<p id='a' class='b' data-c='d' aria-label='e' xonclick='f'>g</p>",
	"<p id=\"a\" class=\"b\" data-c=\"d\" aria-label=\"e\">g</p>\n"},
    /* Addresses. */
    {"<p><a href='javascript:alert(1)'>a</a><a href=' JaVa&#10;Script:x'>b"
     "</a><a href='data:text/html,x'>c</a><a href='vbscript:x'>d</a></p>",
	"<p><a>a</a><a>b</a><a>c</a><a>d</a></p>\n"},
    {"<p><a href='https://a/?b&amp;c'>a</a><a href='mailto:a@b'>b</a>"
     "<a href='../c:d'>c</a><a href='#d'>d</a></p>",
	"<p><a href=\"https://a/?b&amp;c\">a</a><a href=\"mailto:a@b\">b</a>"
	"<a href=\"../c:d\">c</a><a href=\"#d\">d</a></p>\n"},
    {"<p><img src='javascript:x' alt='a'/><img src='data:text/html,x'/>"
     "<img src='data:image/png;base64,AA=='/><a href='data:image/png,'/>"
     "<img src='data:image/svg+xml,%3Csvg/%3E'/></p>",
	"<p><img alt=\"a\"><img><img src=\"data:image/png;base64,AA==\">"
	"<a></a><img></p>\n"},
    /* What mail is laid out with; nothing that fetches. */
    {"<table align='center' bgcolor='#fff' border='0' cellpadding='0'"
     " cellspacing='0' background='https://a/b.png'><tr><td valign='top'/>"
     "</tr></table>",
	"<table align=\"center\" bgcolor=\"#fff\" border=\"0\" "
	"cellpadding=\"0\" cellspacing=\"0\">\n<tr>\n"
	"<td valign=\"top\"></td>\n</tr>\n</table>\n"},
    /* Style attributes that fetch. */
    {"<p style='color: rgb(1 2 3)'>a</p>",
	"<p style=\"color: rgb(1 2 3)\">a</p>\n"},
    {"<p style='background: url(//a)'>a</p>", "<p>a</p>\n"},
    {"<p style='background: URL(//a)'>a</p>", "<p>a</p>\n"},
    {"<p style='background: u\\72l(//a)'>a</p>", "<p>a</p>\n"},
    {"<p style='background: image-set(\"//a\" 1x)'>a</p>", "<p>a</p>\n"},
    /* Only where they belong: metadata in the head, the head in the page. */
    {"<div><style>a</style><link rel='icon' href='/x'/><meta name='a'/>"
     "<title>b</title><head><style>c</style></head><html><p>d</p></html>"
     "</div>",
	"<div>\n<p>d</p>\n</div>\n"},
    {"<html>a<head>b<p>c</p><title>d<b>e</b></title></head>f<body>g</body>"
     "</html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	"<title>de</title>\n</head>\n<body>g</body>\n</html>\n"},
    {"<html xmlns:l='urn:feedloom'><head><l:html>a</l:html><title>"
     "<l:html>b</l:html></title></head></html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	"<title></title>\n</head>\n</html>\n"},
    /* Metadata that acts. */
    {"<html><head><base href='//a/'/><meta http-equiv='refresh' "
     "content='0'/><meta http-equiv='Content-Security-Policy' "
     "content='img-src &apos;none&apos;'/><meta name='a' content='b'/>"
     "<link rel='stylesheet' href='/a'/><link rel='Alternate stylesheet' "
     "href='/b'/><link rel='preload' href='/c'/><link href='/d'/>"
     "<link rel='' href='/e'/><link rel='alternate' href='/f'/></head></html>",
	"<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"img-src 'none'\">\n<meta name=\"a\" content=\"b\">\n"
	"<link rel=\"alternate\" href=\"/f\">\n</head>\n</html>\n"},
};

static void
test_gate(void **state)
{
	(void)state;
	check(gates, LEN(gates));
}

static void
test_controls(void **state)
{
	/* XML lets DEL and U+0080 to U+009F in; HTML does not. */
	struct error e;
	char *html = page("<p title='&#x7F;'>a&#x85;b&#xA0;</p>", 0, &e);

	(void)state;
	assert_non_null(html);
	assert_string_equal(html, "<p title=\"\xef\xbf\xbd\">a\xef\xbf\xbd"
				  "b\xc2\xa0</p>\n");
	free(html);
}

static const char *const refused[] = {
    "<html><head><style>a { b: c }&lt;/style>&lt;script></style></head></html>",
    "<html><head><style>@import 'x';</style></head></html>",
    "<html><head><style>@IMPORT'x';</style></head></html>",
    "<html><head><style>@font-face { }</style></head></html>",
    "<html><head><style>a { b: url(x) }</style></head></html>",
    "<html><head><style>a { b: \\75rl(x) }</style></head></html>",
    "<html><head><style>a { b: src(\"x\") }</style></head></html>",
};

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(refused); i++) {
		struct error e = {0};
		char *html = page(refused[i], 0, &e);

		if (html != NULL)
			fail_msg("not refused: %s", refused[i]);
		assert_int_equal(e.code, ERR_PLUGIN);
		assert_non_null(strstr(e.text, "<style>"));
	}
}

/* Deeper than anyone writes: the text stays, the tags do not. */
static void
test_depth(void **state)
{
	enum {
		DEEP = LIMIT_HTML_DEPTH + 50
	};
	struct buf xml;
	struct error e;
	char *html;
	size_t n = 0;

	(void)state;
	buf_init(&xml, MIB);
	for (int i = 0; i < DEEP; i++)
		buf_puts(&xml, "<div>");
	buf_puts(&xml, "x");
	for (int i = 0; i < DEEP; i++)
		buf_puts(&xml, "</div>");
	html = page(buf_text(&xml), 0, &e);
	assert_non_null(html);
	assert_non_null(strstr(html, "<div>x</div>"));
	for (const char *at = html; (at = strstr(at, "<div>")) != NULL; at++)
		n++;
	assert_int_equal(n, LIMIT_HTML_DEPTH);
	for (const char *at = html; (at = strstr(at, "</div>")) != NULL; at++)
		n--;
	assert_int_equal(n, 0);
	free(html);
	buf_clear(&xml);
}

/* The host writes and cuts the output wherever an entry ended. */
static void
test_pieces(void **state)
{
	xmlDoc *frame = walk_parse("<html><head/><body><main/></body></html>");
	xmlDoc *entry = walk_parse("<article><p>a</p></article>");
	const xmlNode *html = xmlDocGetRootElement(frame);
	const xmlNode *head = html->children;
	const xmlNode *body = head->next;
	const xmlNode *main = body->children;
	struct error *e;
	struct walk run;

	(void)state;
	walk_start(&run, &serialiser_html, 72);
	e = &run.e;
	serialiser_html.open(run.s, html, e);
	serialiser_html.open(run.s, head, e);
	serialiser_html.close(run.s, head, e);
	serialiser_html.open(run.s, body, e);
	serialiser_html.open(run.s, main, e);
	assert_string_equal(buf_text(&run.out),
	    "<!DOCTYPE html>\n<html>\n<head>\n" POLICY
	    "</head>\n<body>\n<main>");
	buf_cut(&run.out, 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
		    walk_node(&run, xmlDocGetRootElement(entry)), 0);
		assert_string_equal(buf_text(&run.out),
		    i == 0 ? "\n<article>\n<p>a</p>\n</article>\n"
			   : "<article>\n<p>a</p>\n</article>\n");
		buf_cut(&run.out, 0);
	}
	serialiser_html.close(run.s, main, e);
	serialiser_html.close(run.s, body, e);
	serialiser_html.close(run.s, html, e);
	assert_int_equal(serialiser_html.finish(run.s, e), 0);
	assert_string_equal(buf_text(&run.out), "</main>\n</body>\n</html>\n");
	walk_end(&run);
	xmlFreeDoc(frame);
	xmlFreeDoc(entry);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_gate),
	    cmocka_unit_test(test_controls),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
