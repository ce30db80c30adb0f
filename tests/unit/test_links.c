/*
 * Links made absolute: which, against what, and that nothing else changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "html/links.h"

#define BASE "https://b.example/dir/feed"
#define PAGE "https://b.example/post?x=1"

/* NULL: nothing is relative, nothing is added. */
static const struct {
	const char *html;
	const char *expected;
} cases[] = {
    {"", NULL},
    {"text with href=/a in it", NULL},
    {"<a href=\"https://x.example/\">x</a>", NULL},
    {"<a href=\"HTTP://x.example/\">x</a>", NULL},
    {"<a href=\"mailto:a@b.example\">x</a>", NULL},
    {"<a href=\"javascript:x\"><img src=\"data:image/gif;base64,R0\">", NULL},
    {"<a href=\"\">x</a><a href>y</a><a href=' '>", NULL},
    {"<!-- <a href=/a> --><script>'<a href=/a>'</script>", NULL},
    {"<p title=/a data-src=/b hrefs=/c>", NULL},
    {"<a href=\"/a\">x</a>", "<a href=\"https://b.example/a\">x</a>"},
    {"<a href='a'>x</a>", "<a href='https://b.example/dir/a'>x</a>"},
    {"<A HREF=../a>x</A>", "<A HREF=\"https://b.example/a\">x</A>"},
    {"<a href=/a/>", "<a href=\"https://b.example/a/\">"},
    {"<img src=//x.example/y.png>", "<img src=\"https://x.example/y.png\">"},
    {"<a href=\" /a \">", "<a href=\"https://b.example/a\">"},
    {"<a href=#n>1</a>", "<a href=\"https://b.example/post?x=1#n\">1</a>"},
    {"<a href=\"?a=1&amp;b=2\">",
	"<a href=\"https://b.example/dir/feed?a=1&amp;b=2\">"},
    /* No reference of an attribute without its semicolon. */
    {"<a href=\"/?a=1&copy=2\">",
	"<a href=\"https://b.example/?a=1&amp;copy=2\">"},
    {"<a href='/a&#39;b'>", "<a href='https://b.example/a&#39;b'>"},
    {"<video poster=/p src=/v><blockquote cite=/c>",
	"<video poster=\"https://b.example/p\" src=\"https://b.example/v\">"
	"<blockquote cite=\"https://b.example/c\">"},
    {"<form action=/f><object data=/d><img longdesc=/l><td background=/b>",
	"<form action=\"https://b.example/f\">"
	"<object data=\"https://b.example/d\">"
	"<img longdesc=\"https://b.example/l\">"
	"<td background=\"https://b.example/b\">"},
    {"<base href=https://e.example/><a href=/a>",
	"<base href=https://e.example/><a href=\"https://b.example/a\">"},
    /* Lists: an address may hold commas and may begin right behind one. */
    {"<img srcset=\"https://x.example/a 1x, https://x.example/b 2x\">", NULL},
    {"<img srcset=\"/a 1x, https://x.example/b 2x\">",
	"<img srcset=\"https://b.example/a 1x, https://x.example/b 2x\">"},
    {"<img srcset=\"https://x.example/a 1x, /b,c 2x\">",
	"<img srcset=\"https://x.example/a 1x, https://b.example/b,c 2x\">"},
    {"<img srcset='/a, /b 640w ,/c'>",
	"<img srcset='https://b.example/a, https://b.example/b 640w "
	",https://b.example/c'>"},
    {"<img srcset=\"data:image/gif;base64,R0 1x, /b 2x\">",
	"<img srcset=\"data:image/gif;base64,R0 1x, https://b.example/b 2x\">"},
    {"<img srcset=\"/a calc(1,2) 1x, /b\">",
	"<img srcset=\"https://b.example/a calc(1,2) 1x, "
	"https://b.example/b\">"},
    {"<img srcset=\", ,\">", NULL},
};

static void
check(
    const char *html, const char *base, const char *page, const char *expected)
{
	struct buf out;

	buf_init(&out, KIB);
	bool changed = links_absolute(html, strlen(html), base, page, &out);
	assert_int_equal(changed, expected != NULL);
	assert_string_equal(buf_text(&out), expected == NULL ? "" : expected);
	buf_clear(&out);
}

static void
relative_links_become_absolute(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(cases[i].html, BASE, PAGE, cases[i].expected);
}

static void
without_a_base_links_stay(void **state)
{
	(void)state;
	check("<a href=/a><a href=#n>", NULL, NULL, NULL);
	check("<a href=/a><a href=#n>", NULL, PAGE,
	    "<a href=/a><a href=\"https://b.example/post?x=1#n\">");
	check("<a href=/a><a href=#n>", BASE, NULL,
	    "<a href=\"https://b.example/a\"><a href=#n>");
}

static void
what_is_there_stays(void **state)
{
	(void)state;
	struct buf out;

	buf_init(&out, KIB);
	buf_puts(&out, "before");
	assert_true(links_absolute("<a href=/a>", 11, BASE, PAGE, &out));
	assert_string_equal(
	    buf_text(&out), "before<a href=\"https://b.example/a\">");
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(relative_links_become_absolute),
	    cmocka_unit_test(without_a_base_links_stay),
	    cmocka_unit_test(what_is_there_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
