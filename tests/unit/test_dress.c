/*
 * What becomes of pictures where the host says it, and of all else that a
 * reader would fetch; and styles that elements of a feed get.
 */
#include "render/dress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Every picture whose address has "shown" in it is a part of the mail. */
static const char *
picture(void *context, const char *address)
{
	static char shown[200];
	int *calls = context;

	(*calls)++;
	if (strstr(address, "hostile") != NULL)
		return "javascript:alert(1)";
	if (strstr(address, "same") != NULL)
		return address;
	if (strstr(address, "shown") == NULL)
		return NULL;
	snprintf(shown, sizeof(shown), "cid:%d@a\"b", *calls);
	return shown;
}

/* The document as HTML, the caller's. */
static char *
dressed(const char *xml, bool mail)
{
	int calls = 0;
	struct render_options options = {
	    .picture = mail ? picture : NULL, .picture_context = &calls};
	struct walk run;
	char *text;

	walk_start_with(&run, &serialiser_html, &options);
	assert_int_equal(walk_all(&run, xml), 0);
	text = buf_take(&run.out);
	walk_end(&run);
	return text;
}

struct expected {
	const char *xml;
	const char *html;
};

static void
check(const struct expected *table, size_t n, bool mail)
{
	for (size_t i = 0; i < n; i++) {
		char *html = dressed(table[i].xml, mail);

		assert_string_equal(html, table[i].html);
		free(html);
	}
}

#define FEED(html)                                                             \
	"<td xmlns:l='urn:feedloom'><l:html><![CDATA[" html "]]></l:html></"   \
	"td>"
#define OUT(html) "<td>" html "</td>\n"
#define SHOWN "https://a.example/shown.png"
#define LOST "https://a.example/lost.png"

static const struct expected pictures[] = {
    /* The host's address, escaped, in the place of the picture's. */
    {FEED("a <img src='" SHOWN "' alt='A &lt; b' title='t'> b"),
	OUT("a <img src=\"cid:1@a&quot;b\" alt=\"A &lt; b\" title=\"t\"> b")},
    /* No list of others beside it. */
    {FEED("<img src='" SHOWN "' srcset='" LOST " 2x' sizes='1px'>"),
	OUT("<img src=\"cid:1@a&quot;b\" alt=\"\">")},
    {FEED("<picture><source srcset='" LOST "'><img src='" SHOWN "'></picture>"),
	OUT("<img src=\"cid:1@a&quot;b\" alt=\"\">")},
    /* Its words where it is not shown; nothing where it has none. */
    {FEED("a <img src='" LOST "' alt='1 &lt; &quot;2&quot;'> b"),
	OUT("a 1 &lt; \"2\" b")},
    {FEED("a <img src='" LOST "'> b"), OUT("a  b")},
    {FEED("<figure><img src='" LOST "'><figcaption>c</figcaption></figure>"),
	OUT("<figure><figcaption>c</figcaption></figure>")},
    {FEED("<img src='https://a.example/same'>"),
	OUT("<img src=\"https://a.example/same\" alt=\"\">")},
    {"<p><img src='https://a.example/same'/></p>",
	"<p><img src=\"https://a.example/same\"></p>\n"},
    /* Not even the host can put an address there that runs. */
    {FEED("<img src='https://a.example/hostile' alt='x'>"), OUT("x")},
    /* What counts readers goes without a word. */
    {FEED("a<img src='" SHOWN "' width='1' height='1' alt='x'>b"), OUT("ab")},
    {FEED("a<img src='" SHOWN "' height='0' alt='x'>b"), OUT("ab")},
    {FEED("<img src='" SHOWN "' width='16' height='12'>"),
	OUT("<img src=\"cid:1@a&quot;b\" alt=\"\" width=\"16\" "
	    "height=\"12\">")},
    /* Players become links, once, and not within another link. */
    {FEED("<video src='https://a.example/b/c.mp4?d' poster='" LOST
	  "' controls>no <b>video</b></video>e"),
	OUT("<a href=\"https://a.example/b/c.mp4?d\">c.mp4</a>e")},
    {FEED("<audio><source src='https://a.example/1.ogg'>"
	  "<source src='https://a.example/1.mp3'></audio>"),
	OUT("<a href=\"https://a.example/1.ogg\">1.ogg</a>")},
    {FEED("<a href='https://a.example/'><video src='https://a.example/'>"
	  "</video></a>"),
	OUT("<a href=\"https://a.example/\">https://a.example/</a>")},
    {FEED("<video>no <b>video</b></video>e"), OUT("no <b>video</b>e")},
    {FEED("<iframe src='https://a.example/f'></iframe>"),
	OUT("<a href=\"https://a.example/f\">https://a.example/f</a>")},
    /* What never was there. */
    {FEED("<table background='" SHOWN "'><tr><td>a</table>"
	  "<a href='https://a.example/' ping='" SHOWN "'>b</a>"
	  "<p style='background:url(" SHOWN ")'>c</p>"),
	OUT("<table><tr><td>a</td></tr></table>"
	    "<a href=\"https://a.example/\">b</a><p>c</p>")},
    /* The same in the stylesheet's own markup. */
    {"<p><img src='" SHOWN "' srcset='" LOST "' alt='a'/><img src='" LOST
     "' alt='&lt;b>'/><img alt='c'/></p>",
	"<p><img alt=\"a\" src=\"cid:1@a&quot;b\">&lt;b&gt;c</p>\n"},
    {"<div><video src='" SHOWN "' poster='" SHOWN "'><source src='" SHOWN
     "'/>a</video><p src='" SHOWN "' poster='" SHOWN "'>b</p></div>",
	"<div>a\n<p>b</p>\n</div>\n"},
    {"<html><head><link rel='icon' href='" SHOWN "'/></head><body/></html>",
	"<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\""
	"default-src 'none'; img-src * data: cid:; style-src 'unsafe-inline'; "
	"base-uri 'none'; form-action 'none'\">\n</head>\n<body></body>\n"
	"</html>\n"},
};

static void
test_pictures(void **state)
{
	(void)state;
	check(pictures, LEN(pictures), true);
}

#define STYLED(attributes, html)                                               \
	"<td xmlns:l='urn:feedloom'><l:html " attributes "><![CDATA[" html     \
	"]]></l:html></td>"

static const struct expected styles[] = {
    {STYLED("p='margin:0' a='color:#123'",
	 "<p>a <a href='https://a.example/'>b</a></p><h2>c</h2>"),
	OUT("<p style=\"margin:0\">a <a href=\"https://a.example/\" "
	    "style=\"color:#123\">b</a></p><h2>c</h2>")},
    /* A feed's own ones never. */
    {STYLED("p='margin:0'", "<p style='color:red' class='c' id='i'>a</p>"),
	OUT("<p style=\"margin:0\">a</p>")},
    /* Nor one that fetches, or that is none. */
    {STYLED("p='background:url(x)' b='' x='y'", "<p>a<b>b</b></p>"),
	OUT("<p>a<b style=\"\">b</b></p>")},
    {STYLED("p='font-family:\"A\"'", "<p>a</p>"),
	OUT("<p style=\"font-family:&quot;A&quot;\">a</p>")},
    /* A picture says no more than is wide enough. */
    {STYLED("width='500' img='height:auto'",
	 "<img src='" LOST "' width='1000' height='301' srcset='" LOST " 2x'>"),
	OUT("<img src=\"" LOST "\" srcset=\"" LOST " 2x\" alt=\"\" "
	    "width=\"500\" height=\"151\" style=\"height:auto\">")},
    {STYLED("width='500'", "<img src='" LOST "' width='400' height='300'>"),
	OUT("<img src=\"" LOST "\" alt=\"\" width=\"400\" height=\"300\">")},
};

static void
test_styles(void **state)
{
	(void)state;
	check(styles, LEN(styles), false);
}

/* A style of links is theirs that stand for players, too. */
static void
test_both(void **state)
{
	char *html =
	    dressed(STYLED("a='color:#123'",
			"<audio src='https://a.example/1.mp3'></audio>"),
		true);

	(void)state;
	assert_string_equal(html,
	    OUT("<a href=\"https://a.example/1.mp3\" style=\"color:#123\">"
		"1.mp3</a>"));
	free(html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pictures),
	    cmocka_unit_test(test_styles),
	    cmocka_unit_test(test_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
