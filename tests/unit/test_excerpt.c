/*
 * The beginning of fragments, cut where words end, and their first picture.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/excerpt.h"
#include "html/picture.h"

static const struct {
	size_t words, chars;
	const char *ellipsis;
	const char *html;
	const char *expected; /* NULL: not cut */
} cuts[] = {
    {5, 0, "…", "", NULL},
    {5, 0, "…", "<P>One two<br />three", NULL},
    {2, 0, "…", "<p>One two<img src=a></p> &nbsp;<p></p>", NULL},
    {2, 0, "…", "<p>One two three</p>", "<p>One two…</p>"},
    {2, 0, "…", "<p>One</p><p>two</p><p>three</p>", "<p>One</p><p>two…</p>"},
    {2, 0, " [&]", "One <b>two, <i>three</i></b> four",
	"One <b>two [&amp;]</b>"},
    {1, 0, "…", "<ul><li>a<li>b</ul>c", "<ul><li>a…</li></ul>"},
    {1, 0, "…", "<p>a<br>b", "<p>a…</p>"},
    /* A word goes on through tags within a line. */
    {1, 0, "…", "<p>un<b>for</b>get <i>me</i></p>", "<p>un<b>for</b>get…</p>"},
    {2, 0, "…", "<div>a</div>b<div>c</div>", "<div>a</div>b…"},
    {1, 0, "…", "<p>a<!-- b -->c d</p>", "<p>a<!-- b -->c…</p>"},
    /* Pictures before the cut stay, what is not text does not count. */
    {1, 0, "…", "<figure><img src=a alt='b c'></figure><p>d e</p>",
	"<figure><img src=\"a\" alt=\"b c\"></figure><p>d…</p>"},
    {1, 0, "…", "<style>a b</style><script>c d</script>e f",
	"<style>a b</style><script>c d</script>e…"},
    {1, 0, "…", "a <iframe src=b></iframe> c <iframe src=d></iframe>", "a…"},
    {1, 0, "…", "a <template>b</template>", NULL},
    {1, 0, "", "<p>a, b</p>", "<p>a,</p>"},
    {3, 0, "…", "<p>北京。上海</p>", "<p>北京。上…</p>"},
    {0, 8, "…", "<p>One <b>two</b> three</p>", "<p>One <b>two…</b></p>"},
    {0, 11, "…", "<p>One</p>\n\n<p>two three</p>", "<p>One</p>\n\n<p>two…</p>"},
    {0, 13, "…", "<p>One</p>\n\n<p>two three</p>", NULL},
    {0, 1, "…", "<p>One</p>", "…"},
    {0, 2, "", "<p>!</p><p>!</p>", "<p>!</p>"},
    {0, 4, "…", "<p>a&amp;b&lt;c&gt;d</p>", "<p>a&amp;b…</p>"},
    {1, 0, "…", "a\xFFz b", "a\xEF\xBF\xBDz…"},
};

static void
fragments_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		const struct word_limit limit = {
		    cuts[i].words, cuts[i].chars, cuts[i].ellipsis};
		const char *expected = cuts[i].expected;
		struct error e = {0};
		struct buf out;

		buf_init(&out, KIB);
		int cut = excerpt(
		    cuts[i].html, strlen(cuts[i].html), &limit, &out, &e);
		assert_string_equal(
		    buf_text(&out), expected == NULL ? cuts[i].html : expected);
		assert_int_equal(cut, expected != NULL);
		buf_clear(&out);
	}
}

static void
too_much_is_not_cut(void **state)
{
	const struct word_limit limit = {.words = 1, .ellipsis = ""};
	char *html = mem_new(LIMIT_ENTRY + 1, 1);
	struct error e = {0};
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	memset(html, 'a', LIMIT_ENTRY + 1);
	assert_int_equal(excerpt(html, LIMIT_ENTRY + 1, &limit, &out, &e), -1);
	assert_int_equal(e.code, ERR_PLUGIN);
	assert_int_equal(out.len, 0);
	free(html);
}

static const struct {
	const char *html;
	const char *src; /* NULL: none */
	const char *alt;
	unsigned width, height;
} pictures[] = {
    {"", NULL, NULL, 0, 0},
    {"<p>a<IMG SRC=' a&amp;b.png\n' ALT='c &lt; d'><img src=e>", "a&b.png",
	"c < d", 0, 0},
    {"<img src=a width=640 height=480>", "a", NULL, 640, 480},
    {"<img src=a width=100% height='480px' alt>", "a", "", 0, 480},
    {"<img src=a width=999999999999>", "a", NULL, 0, 0},
    /* What is no picture. */
    {"<img><img src=''><img src=' '><img alt=a>", NULL, NULL, 0, 0},
    {"<img src=p.gif width=1 height=1><img src=a>", "a", NULL, 0, 0},
    {"<img src=p.gif height=0><img src=p width='1px'><img src=a>", "a", NULL, 0,
	0},
    {"<img src=s.svg class='wp-smiley x' alt=:)><img class=emoji src=s>"
     "<img src=a>",
	"a", NULL, 0, 0},
    {"<img src=data:image/gif;base64,R0><img src=cid:a><img src=b>", "b", NULL,
	0, 0},
    {"<img src='java\nscript:a'><img src=JavaScript:b>", NULL, NULL, 0, 0},
    {"<!-- <img src=a> --><script>'<img src=b>'</script>", NULL, NULL, 0, 0},
    {"<img src=//x.example/a.png>", "//x.example/a.png", NULL, 0, 0},
    /* Loaded late. */
    {"<img src=data:image/gif;base64,R0 data-src=a.png>", "a.png", NULL, 0, 0},
    {"<img src=blank.gif data-lazy-src=a.png>", "a.png", NULL, 0, 0},
    {"<img src=data:x data-src=data:y><noscript><img src=a></noscript>", "a",
	NULL, 0, 0},
    {"<img src=data:x data-srcset='a 300w, b 600w'>", "b", NULL, 600, 0},
    /* The largest. */
    {"<img src=a width=300 height=200 srcset='a 300w, b 1024w, c 768w'>", "b",
	NULL, 1024, 683},
    {"<img src=a width=300 srcset='a 1x, b 2x, c 1.5x'>", "b", NULL, 300, 0},
    {"<img src=a srcset='a, b 1.5x'>", "b", NULL, 0, 0},
    {"<img src=a srcset='data:x 2x'>", "a", NULL, 0, 0},
    {"<img src=a width=1024 height=9 srcset='b 300w'>", "a", NULL, 1024, 9},
    {"<picture><source srcset=a.webp><img src=b.png></picture>", "b.png", NULL,
	0, 0},
};

static void
the_first_picture_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		const char *html = pictures[i].html;
		struct picture p;

		picture_init(&p);
		bool found = picture_first(html, strlen(html), &p);
		if (found != (pictures[i].src != NULL))
			print_message("%s\n", html);
		assert_int_equal(found, pictures[i].src != NULL);
		if (found) {
			assert_string_equal(buf_text(&p.src), pictures[i].src);
			assert_int_equal(p.has_alt, pictures[i].alt != NULL);
			assert_string_equal(
			    buf_text(&p.alt), p.has_alt ? pictures[i].alt : "");
			assert_int_equal(p.width, pictures[i].width);
			assert_int_equal(p.height, pictures[i].height);
		}
		picture_clear(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fragments_are_cut),
	    cmocka_unit_test(too_much_is_not_cut),
	    cmocka_unit_test(the_first_picture_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
