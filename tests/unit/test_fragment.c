/*
 * Fragments: their tree, clean HTML out of good, bad and hostile markup, and
 * plain text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "html/element.h"
#include "html/fragment.h"
#include "html/token.h"

struct example {
	const char *html;
	const char *expected;
};

/* Trees, written with fragment_html; what is written is read the same. */
static const struct example trees[] = {
    {"", ""},
    {"a &amp; b &hellip; &#8230; &#x80; &nosuch;",
	"a &amp; b … … € &amp;nosuch;"},
    {"<P CLASS=x>a</P>", "<p class=\"x\">a</p>"},
    {"<p>a<p>b", "<p>a</p><p>b</p>"},
    {"<p>a<figure>b</figure>c", "<p>a</p><figure>b</figure>c"},
    {"<p>a<b>b<div>c</div>", "<p>a<b>b</b></p><div>c</div>"},
    {"<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
	"<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"},
    {"<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"},
    {"<table><tr><td>a<td>b<tr><th>c</table>d",
	"<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>d"},
    {"<td>a</td>", "a"},
    {"<section><video src=a><source src=b></video></section>",
	"<section><video src=\"a\"><source src=\"b\"></video></section>"},
    {"a</div></body></html>b", "ab"},
    {"<html><head><base href=x></head><body class=a>b</body></html>", "b"},
    {"<!doctype html><?b?><![CDATA[c]]></ d>e", "e"},
    {"a<!-- b -->c<!---->d<!-->e<!--->f",
	"a<!-- b -->c<!---->d<!---->e<!---->f"},
    {"<!--a--!>b<!-- c -- d -->e", "<!--a-->b<!-- c -- d -->e"},
    {"a<!--b", "a<!--b-->"},
    {"<!--a-\001->b-->c", "c"}, /* HTML cannot say that */
    {"<br/><div/>a", "<br><div>a</div>"},
    {"a</br>b", "a<br>b"},
    {"<svg viewBox=a xmlns=b><path d=c /><g><use xlink:href=#d /></g></svg>e",
	"<svg viewbox=\"a\" xmlns=\"b\"><path d=\"c\"></path><g>"
	"<use xlink:href=\"#d\"></use></g></svg>e"},
    {"<svg/><i/>a", "<svg></svg><i>a</i>"},
    {"<o:p>a</o:p><x-y z=1>b</x-y>", "<o:p>a</o:p><x-y z=\"1\">b</x-y>"},
    {"<a b=1 b=2 c:d=3 @e.f=4 [g]=5 =h=6 frame=7 \"=8 \377=9>i</a>",
	"<a b=\"1\" c:d=\"3\" @e.f=\"4\" [g]=\"5\" =h=\"6\" frame=\"7\">i</a>"},
    {"<script>a<b && c</script>", "<script>a<b && c</script>"},
    {"<textarea><b>&amp;</textarea>", "<textarea>&lt;b&gt;&amp;</textarea>"},
    {"a\001\037b\177c", "abc"},
    {"a\xFF\xC3(b", "a\xEF\xBF\xBD\xEF\xBF\xBD(b"},
    {"<pre>\n a</pre>", "<pre> a</pre>"},
    {"<pre>\n\n a</pre>", "<pre>\n\n a</pre>"},
    {"<textarea>\n</textarea><p>\na", "<textarea></textarea><p>\na</p>"},
    {"<iframe src=a />b<p><textarea>c<i>d",
	"<iframe src=\"a\"></iframe>b<p><textarea></textarea>c<i>d</i></p>"},
    {"<script>a<b", "<script>a<b</script>"},
    /* No end tag comes about where a control character stands in one. */
    {"<script>a</scrip\1t>b</script>c", "<script>a</scrip\uFFFDt>b</script>c"},
    {"<xmp>a</xm\rp>\r\nb</xmp>c", "<xmp>a</xm p> \nb</xmp>c"},
    /* One without its ">" is text behind. */
    {"a<script>b</script/c d", "a<script>b</script>&lt;/script/c d"},
    {"<xmp>a<b</xmp c", "<xmp>a<b</xmp>&lt;/xmp c"},
    {"<iframe src=a allow='b; c'><b></iframe>",
	"<iframe src=\"a\" allow=\"b; c\"><b></iframe>"},
};

/* Clean HTML. */
static const struct example cleanings[] = {
    {"", ""},
    {"a < b & c", "a &lt; b &amp; c"},
    {"<p>a</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"},
    {"<P>a<BR>b", "<p>a<br>b</p>"},
    /* Nesting. */
    {"<p>a<p>b", "<p>a</p><p>b</p>"},
    {"<p>a<div>b</div>c", "<p>a</p><div>b</div>c"},
    {"<b>a<i>b</b>c</i>", "<b>a<i>b</i></b><i>c</i>"},
    {"<em>a<p>b</em>c", "<em>a</em><p><em>b</em>c</p>"},
    {"<p><em>a<p>b", "<p><em>a</em></p><p><em>b</em></p>"},
    {"<p><cite>a<p>b", "<p><cite>a</cite></p><p>b</p>"},
    {"<a href=x>a<a href=y>b</a>", "<a href=\"x\">a</a><a href=\"y\">b</a>"},
    {"<a href=x><div>a</div></a>", "<a href=\"x\"><div>a</div></a>"},
    {"<a href=x><div></div>a<p>b</p></a>",
	"<a href=\"x\">a</a><a href=\"x\"><p>b</p></a>"},
    {"<p><a href=x>a<div>b</div></a>",
	"<p><a href=\"x\">a</a></p><a href=\"x\"><div>b</div></a>"},
    {"<ul><li>a<li>b<ul><li>c</ul></ul>",
	"<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"},
    {"<li>a<li>b</li>c", "<ul><li>a</li><li>b</li></ul>c"},
    {"<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
    {"<ol>\n<li>a</li>\n</ol>", "<ol>\n<li>a</li>\n</ol>"},
    {"<dt>a<dd>b", "<dl><dt>a</dt><dd>b</dd></dl>"},
    {"<table><tr><td>a<td>b<tr><td>c</table>",
	"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"},
    {"<table>a<td>b</table>", "<table><tr><td>a</td><td>b</td></tr></table>"},
    {"<td>a</td>b", "a b"},
    {"<table><td><b>a<td>b</table>c",
	"<table><tr><td><b>a</b></td><td>b</td></tr></table>c"},
    {"<h2><p>a</p></h2>", "<h2>a </h2>"},
    {"<h2>a<ul><li>b</ul></h2>", "<h2>a</h2><ul><li>b</li></ul>"},
    {"<h1>a</h2>b", "<h1>a</h1>b"},
    {"<pre>\n\na\n</pre>", "<pre>\n\na\n</pre>"},
    {"<pre>\na</pre>", "<pre>a</pre>"},
    {"<details open><summary>a</summary>b</details>",
	"<details open><summary>a</summary>b</details>"},
    {"<summary>a</summary><figcaption>b</figcaption>", "a b "},
    {"<ruby>a<rp>(<rt>b<rp>)</ruby>",
	"<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>"},
    /* Nothing in it. */
    {"<p></p><b></b><div><span></span></div><ul></ul>a", "a"},
    {"<table><tr><td></td></tr></table>", "<table><tr><td></td></tr></table>"},
    /* Old and other elements. */
    {"<center><font color=red>a</font> <tt>b</tt> <strike>c</strike> "
     "<big>d</big></center>",
	"<div>a <code>b</code> <s>c</s> d</div>"},
    {"<main><x-y>a</x-y></main>", "<div>a</div>"},
    {"<span class=x>a</span><span lang=de>b</span>",
	"a<span lang=\"de\">b</span>"},
    {"<noscript><p>a</noscript>", "<p>a</p>"},
    {"<form><label>a</label><input><button>b</button></form>", "<div>ab</div>"},
    {"<select><option>a<option>b</select>c", "a b c"},
    {"<textarea>&lt;b><i></textarea>", "&lt;b&gt;&lt;i&gt;"},
    {"<template>a</template>b<title>c</title>", "b"},
    {"<svg><title>a</title><text>b</text></svg>", "b"},
    {"<xmp>&lt;<b></xmp>", "<pre>&amp;lt;&lt;b&gt;</pre>"},
    /* Attributes. */
    {"<p id=a class=b style=c onclick=d data-e=f title='\"<>&amp;'>g</p>",
	"<p title=\"&quot;&lt;&gt;&amp;\">g</p>"},
    {"<a href=x target=_blank rel=y download>a</a>", "<a href=\"x\">a</a>"},
    {"<a name=x>a</a>", "a"},
    {"<p lang='\001' title='\001'>a</p>", "<p title=\"\">a</p>"},
    {"<a href=x href=javascript:y>a</a>", "<a href=\"x\">a</a>"},
    {"<a href='?a=1&copy=2'>a</a>", "<a href=\"?a=1&amp;copy=2\">a</a>"},
    {"<img src=x>", "<img src=\"x\" alt=\"\">"},
    {"<img alt=a>", "a"},
    {"<img src=x width=10px height=20 alt=a>",
	"<img src=\"x\" width=\"10\" height=\"20\" alt=\"a\">"},
    {"<img src=x width=0.5 height=50% alt=a>",
	"<img src=\"x\" width=\"0\" alt=\"a\">"},
    /* What is not to be seen does not come to light without its style. */
    {"a<img src=x alt=c hidden>b", "ab"},
    {"a<img src=x style='Border:0; DISPLAY: none !important' alt=c>b", "ab"},
    {"a<img src=x style=height:1px>b", "ab"},
    {"<img src=x style='display:block;width:10px;opacity:0' alt=a>",
	"<img src=\"x\" alt=\"a\">"},
    {"<img src='data:image/png;base64,AAAA' alt=''>",
	"<img src=\"data:image/png;base64,AAAA\" alt=\"\">"},
    {"<img src='data:image/svg+xml;base64,AAAA' alt=a>", "a"},
    {"<img src='data:image/gif;base64,R0' data-src=/b.png alt=''>",
	"<img src=\"/b.png\" alt=\"\">"},
    {"<img src=s.png class=wp-smiley alt=&#x1F6A2;>", "🚢"},
    {"<img src=a srcset='a 1x, javascript:b 2x, c,d 3x' alt=''>",
	"<img src=\"a\" srcset=\"a 1x, c,d 3x\" alt=\"\">"},
    {"<ol start=3 reversed type=a><li value=-4>b</ol>",
	"<ol start=\"3\" reversed type=\"a\"><li value=\"-4\">b</li></ol>"},
    {"<td colspan=2>a<table><td colspan=2 rowspan=x width=9>b</table>",
	"a<table><tr><td colspan=\"2\">b</td></tr></table>"},
    /* Media, and what loads other pages. */
    {"<video src=a autoplay>b</video>", "<video src=\"a\" controls>b</video>"},
    {"<audio controls><source src=a type=audio/ogg></audio>",
	"<audio controls><source src=\"a\" type=\"audio/ogg\"></audio>"},
    {"<picture><source srcset=a><img src=b></picture>c",
	"<picture><source srcset=\"a\"><img src=\"b\" alt=\"\"></picture>c"},
    {"<a href=x><picture><img src=b alt=''></picture></a>",
	"<a href=\"x\"><picture><img src=\"b\" alt=\"\"></picture></a>"},
    {"<source src=a>", ""},
    {"<iframe src=https://v.example/ title='A & b'>c</iframe>",
	"<a href=\"https://v.example/\">A &amp; b</a>"},
    {"<iframe src=//v.example/1></iframe>",
	"<a href=\"https://v.example/1\">https://v.example/1</a>"},
    {"<iframe src=/x></iframe><iframe srcdoc='<b>'/>a", "a"},
    {"<object data=https://v.example/a><param>b</object>",
	"<a href=\"https://v.example/a\">https://v.example/a</a>b"},
    {"<embed src=javascript:x>", ""},
    /* Bytes. */
    {"a\001\0337b\177", "a7b"},
    {"a\xFFz", "a\xEF\xBF\xBDz"},
    {"a\xEF\xBF\xBE", "a\xEF\xBF\xBD"},
};

/* Each of these runs a script, or loads something, in some browser. */
static const char *const attacks[] = {
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.example/x.js>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<<script>script>alert(1)<</script>/script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror =alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    "<img src=\"x\"\"onerror=alert(1)>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<img src=x oNeRrOr=alert(1)//",
    "<img src=`x`onerror=alert(1)>",
    "<img src=x:x onerror\n=\nalert(1)>",
    "<img src=javascript:alert(1)>",
    "<img src=x srcset='javascript:alert(1) 1x'>",
    "<img alt='\"><script>alert(1)</script>'>",
    "<img alt=\"`><img src=x onerror=alert(1)>\" src=x>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='\001javascript:alert(1)'>x</a>",
    "<a href='java&#115;cript:alert(1)'>x</a>",
    "<a href='java&#115cript:alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='&#x6A;avascript&colon;alert(1)'>x</a>",
    "<a href='javascript&Tab;:alert(1)'>x</a>",
    "<a href='&NewLine;javascript:alert(1)'>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='x' onclick='alert(1)'>x</a>",
    "<a href='\"onmouseover=alert(1) x=\"'>x</a>",
    "<a title='\"><img src=x onerror=alert(1)>' href=x>x</a>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<style>@import '//e.example/x.css';</style>",
    "<style><img src=\"</style><img src=x onerror=alert(1)>\">",
    "<link rel=stylesheet href=//e.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe><img src=x onerror=alert(1)></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet><frameset onload=alert(1)>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate xlink:href=#x attributeName=href "
    "values=javascript:alert(1) /><a id=x><text>x</text></a></svg>",
    "<svg><set attributeName=onmouseover to=alert(1)></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>'></svg>",
    "<svg><style><!--</style><img src=x onerror=alert(1)>-->",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<math><mtext></form><form><mglyph><style></math>"
    "<img src onerror=alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<math><annotation-xml encoding=text/html><script>alert(1)</script>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style>"
    "<path id=\"</style><img onerror=alert(1) src>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noembed><a title='</noembed><img src=x onerror=alert(1)>'>",
    "<textarea><a title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><a title='</title><img src=x onerror=alert(1)>'>",
    "<xmp><a title='</xmp><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<table><td background=javascript:alert(1)>x",
    "<table><a href=1><script>alert(1)</script></table>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--x--!><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<!DOCTYPE x [<!ENTITY y '<img src=x onerror=alert(1)>'>]>&y;",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "</><img src=x onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<video src=x onloadstart=alert(1) poster=javascript:alert(1)>",
    "<audio src=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)><body background=javascript:alert(1)>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<p onclick=alert(1) onclick>x<p/onclick=alert(1)>",
    "<a href=x id=getElementById name=attributes>x</a>",
    "<b <script>alert(1)</script>0",
    "<x onclick=alert(1) src=a>x</x><x/onclick=alert(1)>",
    "<a href=\"//e.example\\@javascript:alert(1)\">x</a>",
    "\xC0\xBCscript\xC0\xBE"
    "alert(1)",
    "<img src=\xE3\x80\x80javascript:alert(1)>",
};

static const struct example plains[] = {
    {"", ""},
    {" a \n\t b ", "a b"},
    {"<p>a</p><p>b</p>", "a b"},
    {"a<b>b</b>c", "abc"},
    {"a<br>b<br/>c", "a b c"},
    {"<ul><li>a</li><li>b</li></ul>", "a b"},
    {"<table><tr><td>a<td>b</table>", "a b"},
    {"a &amp; b &lt;c&gt; &hellip; &#8217; &nosuch;", "a & b <c> … ’ &nosuch;"},
    {"a&nbsp;b", "a\xC2\xA0"
		 "b"},
    {"a<img src=x alt='&#x1F6A2;'>b<img src=y>c", "a🚢bc"},
    {"<script>a</script><style>b</style>c<!-- d -->e", "ce"},
    {"<textarea>&lt;a></textarea><title>b</title>", "<a>"},
    {"<iframe src=x>a</iframe><iframe/>b", "b"},
    {"1 < 2 <3", "1 < 2 <3"},
    {"&lt;b&gt;a&lt;/b&gt;", "<b>a</b>"},
    {"a\001b&#7;c", "abc"},
    {"<xmp>&amp;</xmp>", "&amp;"},
};

/* Text in lines. */
static const struct example lines[] = {
    {"", ""},
    {"a\n b", "a b"},
    {"<p>a</p>\n<p>b</p>c", "a\n\nb\n\nc"},
    {"<h2>a</h2><div>b</div><div> c </div>", "a\n\nb\nc"},
    {"a<br>b<br>\n<br>c<br><br><br>d<br>", "a\nb\n\nc\n\nd"},
    {"a<ul><li>b<li>c<b>d</b></ul>e", "a\nb\ncd\ne"},
    {"<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a\tb\nc\td"},
    {"a<pre>\n b\n\n  c\t\001d\n</pre>e", "a\n\n b\n\n  c\td\n\ne"},
    {"<pre><b>\na</b>\n</pre>\n<pre>\n&lt;\n\n</pre>", "\na\n\n<"},
    {"a</pre> b <hr>c<blockquote><p>d</p></blockquote>", "a\n\nb\n\nc\n\nd"},
};

/* A copy of the exact size, so that reading behind it is seen. */
static char *
exact(const char *text, size_t len)
{
	char *copy = mem_dup(text, len);

	return mem_grow(copy, len + (len == 0), 1);
}

static void
clean(const char *html, size_t len, struct buf *out)
{
	char *copy = exact(html, len);

	buf_init(out, 4 * MIB);
	fragment_clean(copy, len, out);
	free(copy);
}

static void
put_tree(const char *html, size_t len, struct buf *out)
{
	char *copy = exact(html, len);
	xmlDoc *doc = fragment_parse(copy, len);

	free(copy);
	assert_non_null(doc);
	buf_init(out, 4 * MIB);
	fragment_html(xmlDocGetRootElement(doc), out);
	xmlFreeDoc(doc);
}

static void
trees_are_nested_as_html(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		struct buf out;

		struct buf again;

		put_tree(trees[i].html, strlen(trees[i].html), &out);
		assert_string_equal(buf_text(&out), trees[i].expected);
		put_tree(buf_text(&out), out.len, &again);
		assert_string_equal(buf_text(&again), trees[i].expected);
		buf_clear(&again);
		buf_clear(&out);
	}
}

/* Reads html into an element of that name. */
static bool
put_into(const char *name, const char *html, size_t nodes, struct buf *out)
{
	xmlDoc *doc = xmlNewDoc(NULL);
	xmlNode *parent = xmlNewDocNode(
	    doc, NULL, (const xmlChar *)name, (const xmlChar *)"=");

	xmlDocSetRootElement(doc, parent);
	bool fits = fragment_parse_into(parent, html, strlen(html), &nodes);
	buf_init(out, MIB);
	fragment_html_node(parent, out);
	xmlFreeDoc(doc);
	return fits && nodes == 0;
}

static void
a_fragment_is_read_into_an_element(void **state)
{
	static const struct {
		const char *name;
		const char *html;
		size_t nodes;
		const char *expected;
	} cases[] = {
	    {"p", "a<b c=d>e</b></p>f", 5, "<p>=a<b c=\"d\">e</b>f</p>"},
	    {"p", "<tr><td>a", 1, "<p>=a</p>"},
	    {"table", "<tr><td>a<td>b", 5,
		"<table>=<tr><td>a</td><td>b</td></tr></table>"},
	    {"tbody", "<tr><td>a</tbody><tr>b", 5,
		"<tbody>=<tr><td>a</td></tr><tr>b</tr></tbody>"},
	    {"tr", "<td>a<tr><td>b", 4, "<tr>=<td>a</td><td>b</td></tr>"},
	    {"td", "<td>a", 1, "<td>=a</td>"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		assert_true(put_into(
		    cases[i].name, cases[i].html, cases[i].nodes, &out));
		assert_string_equal(buf_text(&out), cases[i].expected);
		buf_clear(&out);
		for (size_t few = 0; few < cases[i].nodes; few++) {
			assert_false(
			    put_into(cases[i].name, cases[i].html, few, &out));
			buf_clear(&out);
		}
	}
}

static void
a_tree_has_a_div_as_its_root(void **state)
{
	(void)state;
	xmlDoc *doc = fragment_parse("a<i>b</i>", 9);
	const xmlNode *root = xmlDocGetRootElement(doc);

	assert_string_equal(root->name, "div");
	assert_int_equal(root->children->type, XML_TEXT_NODE);
	assert_string_equal(root->last->name, "i");
	assert_null(root->last->ns);
	xmlFreeDoc(doc);
}

/* unit, n times over */
static char *
repeat(const char *unit, size_t n)
{
	size_t len = strlen(unit);
	char *text = mem_new(n * len + 1, 1);

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * len, unit, len);
	return text;
}

static unsigned
depth(const char *html, size_t len)
{
	struct tokens tokens;
	struct token token;
	unsigned open = 0;
	unsigned deepest = 0;

	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		open += token.type == TOKEN_OPEN;
		open -= token.type == TOKEN_CLOSE;
		deepest = open > deepest ? open : deepest;
	}
	assert_int_equal(open, 0);
	return deepest;
}

static void
what_is_too_deep_keeps_its_text(void **state)
{
	(void)state;
	char *html = repeat("<div>x", 1000);
	char *ends = repeat("</div>", 1000);
	struct buf in, out;

	buf_init(&in, MIB);
	buf_puts(&in, html);
	buf_puts(&in, ends);
	buf_puts(&in, "<p>behind");
	put_tree(buf_text(&in), in.len, &out);
	assert_int_equal(depth(out.data, out.len), LIMIT_HTML_DEPTH - 1);
	assert_non_null(strstr(out.data, "</div><p>behind</p>"));
	buf_clear(&out);
	clean(buf_text(&in), in.len, &out);
	assert_int_equal(depth(out.data, out.len), LIMIT_HTML_DEPTH);
	assert_non_null(strstr(out.data, "</div><p>behind</p>"));
	buf_clear(&out);
	buf_clear(&in);
	free(ends);
	free(html);
}

static void
too_much_is_no_tree(void **state)
{
	(void)state;
	char *html = repeat("<br>", LIMIT_NODES + 2);

	assert_null(fragment_parse(html, strlen(html)));
	free(html);
	html = mem_new(LIMIT_ENTRY + 2, 1);
	memset(html, 'a', LIMIT_ENTRY + 1);
	assert_null(fragment_parse(html, LIMIT_ENTRY + 1));
	free(html);
}

static void
attributes_have_a_limit(void **state)
{
	(void)state;
	struct buf in, out;

	buf_init(&in, MIB);
	buf_puts(&in, "<p");
	for (int i = 0; i < 2 * LIMIT_HTML_ATTRIBUTES; i++)
		buf_printf(&in, " a%d=b", i);
	buf_puts(&in, ">x");
	put_tree(buf_text(&in), in.len, &out);
	assert_non_null(strstr(out.data, " a255="));
	assert_null(strstr(out.data, " a256="));
	buf_clear(&out);
	buf_clear(&in);
}

static void
cleaned_twice_is_cleaned_once(const struct buf *once)
{
	struct buf twice;

	clean(buf_text(once), once->len, &twice);
	assert_string_equal(buf_text(&twice), buf_text(once));
	buf_clear(&twice);
}

static void
html_is_cleaned(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cleanings) / sizeof(cleanings[0]); i++) {
		struct buf out;

		clean(cleanings[i].html, strlen(cleanings[i].html), &out);
		assert_string_equal(buf_text(&out), cleanings[i].expected);
		cleaned_twice_is_cleaned_once(&out);
		buf_clear(&out);
	}
}

static bool
is_address(const struct token_attribute *a)
{
	static const char *const names[] = {"href", "src", "poster", "cite"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == a->name_len &&
		    strncasecmp(names[i], a->name, a->name_len) == 0)
			return true;
	}
	return false;
}

static void
check_attribute(const struct token_attribute *a)
{
	assert_false(a->name_len > 1 && strncasecmp(a->name, "on", 2) == 0);
	assert_false(a->name_len == 5 && strncasecmp(a->name, "style", 5) == 0);
	assert_true(a->value == NULL || a->value[-1] == '"');
	assert_true(
	    a->value == NULL || memchr(a->value, '<', a->value_len) == NULL);
	if (is_address(a))
		assert_true(url_clickable(a->value, a->value_len));
}

/* A second opinion: what the tokenizer finds in clean HTML is on the list. */
static void
check_harmless(const struct buf *out)
{
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, buf_text(out), out->len);
	while (tokens_next(&tokens, &token)) {
		assert_int_not_equal(token.type, TOKEN_COMMENT);
		if (token.type == TOKEN_TEXT) {
			assert_null(memchr(token.at, '<', token.len));
			continue;
		}
		const struct element *element =
		    element_find(token.name, token.name_len);
		assert_non_null(element);
		assert_string_equal(element->name, element->as);
		const char *at = token.name + token.name_len;
		struct token_attribute a;
		while (token_attribute(&token, &at, &a))
			check_attribute(&a);
	}
}

static void
attacks_come_to_nothing(void **state)
{
	static const char *const around[] = {"%s", "<p>%s</p>",
	    "<table>%s</table>", "<svg>%s</svg>", "<a href=x title='%s'>y</a>",
	    "<select>%s", "<pre>%s", "<noscript>%s", "<math>%s", "<b>%s",
	    "<video>%s"};

	(void)state;
	for (size_t i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++) {
		for (size_t k = 0; k < sizeof(around) / sizeof(around[0]);
		     k++) {
			const char *hole = strstr(around[k], "%s");
			struct buf in, out;

			buf_init(&in, 4 * KIB);
			buf_add(&in, around[k], (size_t)(hole - around[k]));
			buf_puts(&in, attacks[i]);
			buf_puts(&in, hole + 2);
			clean(buf_text(&in), in.len, &out);
			check_harmless(&out);
			cleaned_twice_is_cleaned_once(&out);
			buf_clear(&out);
			buf_clear(&in);
		}
	}
}

/* Reopened tags must not make much of little. */
static void
output_stays_within_bounds(void **state)
{
	(void)state;
	char *html = repeat("<b><i><s><u><p>x", 20000);
	size_t len = strlen(html);
	struct buf out;

	clean(html, len, &out);
	assert_false(buf_full(&out));
	assert_in_range(out.len, 1, 8 * len);
	buf_clear(&out);
	free(html);
}

static void
a_full_buffer_stays_full(void **state)
{
	static const char html[] = "<div>a<p><b></b></p><p title=x>b</p></div>";
	static const char cleaned[] = "<div>a<p title=\"x\">b</p></div>";

	(void)state;
	for (size_t max = 0; max < sizeof(cleaned) - 1; max++) {
		struct buf out;

		buf_init(&out, max);
		fragment_clean(html, sizeof(html) - 1, &out);
		assert_true(buf_full(&out));
		buf_clear(&out);
	}
}

static void
nodes_are_cleaned_too(void **state)
{
	static const char xml[] =
	    "<div xmlns='http://www.w3.org/1999/xhtml'><p class='x'>a<br/>"
	    "<img src='b'>c</img></p><script>d</script><!--e--></div>";

	(void)state;
	xmlDoc *doc = xmlReadMemory(xml, sizeof(xml) - 1, NULL, NULL, 0);
	const xmlNode *root = xmlDocGetRootElement(doc);
	struct buf out;

	buf_init(&out, KIB);
	fragment_html(root, &out);
	assert_string_equal(buf_text(&out),
	    "<p class=\"x\">a<br><img src=\"b\">c</p><script>d</script>"
	    "<!--e-->");
	buf_cut(&out, 0);
	fragment_clean_nodes(root, &out);
	assert_string_equal(
	    buf_text(&out), "<p>a<br><img src=\"b\" alt=\"\">c</p>");
	buf_clear(&out);
	xmlFreeDoc(doc);
}

static void
text_is_one_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++) {
		size_t len = strlen(plains[i].html);
		char *html = exact(plains[i].html, len);
		struct buf out;

		buf_init(&out, KIB);
		fragment_text(html, len, &out);
		assert_string_equal(buf_text(&out), plains[i].expected);
		buf_cut(&out, 0);
		xmlDoc *doc = fragment_parse(html, len);
		fragment_text_node((xmlNode *)doc, &out);
		assert_string_equal(buf_text(&out), plains[i].expected);
		xmlFreeDoc(doc);
		buf_clear(&out);
		free(html);
	}
}

static void
text_has_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		size_t len = strlen(lines[i].html);
		char *html = exact(lines[i].html, len);
		struct buf out;

		buf_init(&out, KIB);
		fragment_lines(html, len, &out);
		assert_string_equal(buf_text(&out), lines[i].expected);
		buf_clear(&out);
		free(html);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(trees_are_nested_as_html),
	    cmocka_unit_test(a_fragment_is_read_into_an_element),
	    cmocka_unit_test(a_tree_has_a_div_as_its_root),
	    cmocka_unit_test(what_is_too_deep_keeps_its_text),
	    cmocka_unit_test(too_much_is_no_tree),
	    cmocka_unit_test(attributes_have_a_limit),
	    cmocka_unit_test(html_is_cleaned),
	    cmocka_unit_test(attacks_come_to_nothing),
	    cmocka_unit_test(output_stays_within_bounds),
	    cmocka_unit_test(a_full_buffer_stays_full),
	    cmocka_unit_test(nodes_are_cleaned_too),
	    cmocka_unit_test(text_is_one_line),
	    cmocka_unit_test(text_has_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
