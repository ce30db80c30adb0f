/*
 * Stored posts: blocks, paragraphs, shortcodes.  What is expected is what
 * WordPress 6 shows for them, but that every <p> is closed where it leaves one
 * open.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/post.h"

struct example {
	const char *text;
	const char *expected;
};

static const struct example paragraphs[] = {
    {"", ""},
    {" \n\n ", ""},
    {"a", "<p>a</p>"},
    {"a\nb\n\nc", "<p>a<br />\nb</p>\n<p>c</p>"},
    {"a\n\n\n\n \nb", "<p>a</p>\n<p>b</p>"},
    {"a<br>b", "<p>a<br />\nb</p>"},
    {"a<br />\nb", "<p>a<br />\nb</p>"},
    {"a<br><br/>b", "<p>a</p>\n<p>b</p>"},
    {"&nbsp;", "<p>&nbsp;</p>"},
    {"<em>a</em>\nb", "<p><em>a</em><br />\nb</p>"},
    {"a <b>\nc</b>", "<p>a <b><br />\nc</b></p>"},
    {"<div>a</div>", "<div>a</div>"},
    {"<div>\na\n</div>", "<div>\na\n</div>"},
    {"<div>a</div>\nb", "<div>a</div>\n<p>b</p>"},
    {"a<div>b</div>", "<p>a</p>\n<div>b</div>"},
    {"<h2>a</h2>\nb\nc", "<h2>a</h2>\n<p>b<br />\nc</p>"},
    {"<h2>a\nb</h2>", "<h2>a<br />\nb</h2>"},
    {"<p>a</p>", "<p>a</p>"},
    {"<p>a\nb</p>", "<p>a<br />\nb</p>"},
    {"<p class=x>a\n\nb</p>\nc", "<p class=x>a</p>\n<p>b</p>\n<p>c</p>"},
    {"<p>a<ul><li>b</li></ul>", "<p>a</p>\n<ul><li>b</li></ul>"},
    {"<p>a", "<p>a</p>"},
    {"a</p>", "<p>a</p>"},
    {"<blockquote>a</blockquote>", "<blockquote><p>a</p>\n</blockquote>"},
    {"<ul>\n\t<li>a</li>\n</ul>\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>"},
    {"<table>\n<tr>\n<td>a</td>\n</tr>\n</table>",
	"<table>\n<tr>\n<td>a</td>\n</tr>\n</table>"},
    {"a\n<hr />\nb", "<p>a</p>\n<hr />\n<p>b</p>"},
    {"<pre>a\n\n b</pre>\nc", "<pre>a\n\n b</pre>\n<p>c</p>"},
    {"<script>\na\n\nb\n</script>", "<script>\na\n\nb\n</script>"},
    {"<style>\na\n\nb\n</style>\nc", "<style>\na\n\nb\n</style>\n<p>c</p>"},
    {"<!-- a\n\nb -->", "<!-- a\n\nb -->"},
    {"<a href=\"x\"\n\ntitle=y>a</a>", "<p><a href=\"x\"\n\ntitle=y>a</a></p>"},
    {"1 < 2\n\n3 > 2", "<p>1 < 2</p>\n<p>3 > 2</p>"},
    /* An address alone on its line. */
    {"a\nhttps://v.example/?x=1&y=2\nb",
	"<p>a</p>\n"
	"<p><a href=\"https://v.example/?x=1&amp;y=2\">"
	"https://v.example/?x=1&amp;y=2</a></p>\n<p>b</p>"},
    {"a https://v.example/\nb", "<p>a https://v.example/<br />\nb</p>"},
    {"<a href=x>https://v.example/</a>",
	"<p><a href=x>https://v.example/</a></p>"},
    /* Marks. */
    {"a\n<!--more-->\nb", "<p>a</p>\n<p>b</p>"},
    {"a\n\n<!--more And on-->\n\nb", "<p>a</p>\n<p>b</p>"},
    {"a\n\n<!--nextpage-->\n\nb", "<p>a</p>\n<p>b</p>"},
    {"<!--noteaser-->a<!-- moreover -->", "<p>a<!-- moreover --></p>"},
};

static const struct example blocks[] = {
    {"<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->",
	"<p>a\nb</p>"},
    {"<!-- wp:paragraph {\"align\":\"left\"} -->\n<p>a</p>\n"
     "<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>b</p>\n"
     "<!-- /wp:paragraph -->\n\n",
	"<p>a</p>\n\n<p>b</p>"},
    {"<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>a</li>\n"
     "<!-- /wp:list-item -->\n\n<!-- wp:list-item -->\n<li>b</li>\n"
     "<!-- /wp:list-item --></ul>\n<!-- /wp:list -->",
	"<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>"},
    {"<!-- wp:latest-posts {\"postsToShow\":2} /-->", ""},
    {"<!-- wp:a/b --><p>a</p><!-- wp:c /--><p>b</p><!-- /wp:a/b -->",
	"<p>a</p><p>b</p>"},
    /* Classic text between blocks. */
    {"a\n\nb\n\n<!-- wp:html -->\n<i>\n\nc</i>\n<!-- /wp:html -->\n\nd",
	"<p>a</p>\n<p>b</p>\n\n<i>\n\nc</i>\n\n<p>d</p>"},
    {"<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->", ""},
    /* Line ends within a block's own text stay. */
    {"<!-- wp:code -->\n<pre>a\n\n\n\nb</pre>\n<!-- /wp:code -->",
	"<pre>a\n\n\n\nb</pre>"},
    {"<!-- wp:embed -->\n<div>\nhttps://v.example/1\n</div>\n"
     "<!-- /wp:embed -->",
	"<div><a href=\"https://v.example/1\">https://v.example/1</a></div>"},
    {"<!-- wp:a -->\n<p>never closed</p>", "<p>never closed</p>"},
    {"<p>a</p><!-- /wp:a -->", "<p>a</p>"},
    {"a <!-- wp:a", "<p>a <!-- wp:a</p>"},
};

static const struct example shortcodes[] = {
    {"[caption id=\"attachment_6\" align=\"alignright\" width=\"300\"]"
     "<a href=\"x\"><img src=\"y.png\" /></a> The <em>crane</em>[/caption]",
	"<figure id=\"attachment_6\" class=\"wp-caption alignright\">"
	"<a href=\"x\"><img src=\"y.png\" /></a>"
	"<figcaption>The <em>crane</em></figcaption></figure>"},
    {"[caption caption=\"It is &lt;old&gt;\"]<img src=\"y.png\">[/caption]",
	"<figure class=\"wp-caption\"><img src=\"y.png\">"
	"<figcaption>It is &lt;old&gt;</figcaption></figure>"},
    {"[wp_caption]<img src=y> a[/wp_caption]",
	"<figure class=\"wp-caption\"><img src=y>"
	"<figcaption>a</figcaption></figure>"},
    {"[caption]<img src=y>[/caption]", "<p><img src=y></p>"},
    {"[caption]a[/caption]", "<p>a</p>"},
    {"[caption width=3]", "[caption width=3]"},
    {"[caption id='\"><script>']<img src=y>a[/caption]",
	"<figure id=\"&quot;&gt;&lt;script&gt;\" class=\"wp-caption\">"
	"<img src=y><figcaption>a</figcaption></figure>"},
    {"[gallery ids=\"7, 8\"]",
	"<figure class=\"gallery\"><img src=\"https://x.example/7.png\" "
	"alt=\"\"> <a href=\"https://x.example/?attachment_id=8\">"
	"https://x.example/?attachment_id=8</a></figure>"},
    {"[gallery include=7]",
	"<figure class=\"gallery\"><img src=\"https://x.example/7.png\" "
	"alt=\"\"></figure>"},
    {"[gallery columns=3]", "[gallery columns=3]"},
    {"a\n\n[gallery]\n\nb", "<p>a</p>\n[gallery]\n<p>b</p>"},
    {"[embed width=\"5\"] https://v.example/?a&b [/embed]",
	"<p><a href=\"https://v.example/?a&amp;b\">"
	"https://v.example/?a&amp;b</a></p>"},
    {"[embed]javascript:x[/embed]", "[embed]javascript:x[/embed]"},
    {"a [audio mp3=\"x.mp3\" loop=\"on\"][/audio] b",
	"<p>a <audio controls src=\"x.mp3\"></audio> b</p>"},
    {"[video width=\"6\" mp4='x.mp4' poster=\"p.png\" /] a",
	"<p><video controls src=\"x.mp4\" poster=\"p.png\"></video> a</p>"},
    {"[audio]", "[audio]"},
    /* Others stay, and so does what is no shortcode. */
    {"[tide id=\"5\"]a[/tide] [1] [] [ gallery] [captions]",
	"<p>[tide id=\"5\"]a[/tide] [1] [] [ gallery] [captions]</p>"},
    {"[[gallery]] [[tide id=\"5\"]] [[A Page]] [[a page]]",
	"<p>[gallery] [tide id=\"5\"] [[A Page]] [[a page]]</p>"},
    {"[caption", "<p>[caption</p>"},
    {"<!-- wp:paragraph --><p>[audio src=x]</p><!-- /wp:paragraph -->",
	"<p><audio controls src=\"x\"></audio></p>"},
};

static const char *
address(void *context, unsigned long id)
{
	(void)context;
	return id == 7 ? "https://x.example/7.png" : NULL;
}

static const struct post_images images = {
    .address = address, .site = "https://x.example"};

static void
check_all(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(examples[i].text);
		char *text = mem_dup(examples[i].text, len);
		struct buf out;

		/* The exact size: reading behind it is seen. */
		text = mem_grow(text, len + (len == 0), 1);
		buf_init(&out, 4 * KIB);
		post_html(text, len, &images, &out);
		assert_string_equal(buf_text(&out), examples[i].expected);
		buf_clear(&out);
		free(text);
	}
}

static void
classic_text_gets_paragraphs(void **state)
{
	(void)state;
	check_all(paragraphs, sizeof(paragraphs) / sizeof(paragraphs[0]));
}

static void
comments_of_blocks_go(void **state)
{
	(void)state;
	check_all(blocks, sizeof(blocks) / sizeof(blocks[0]));
}

static void
own_shortcodes_are_expanded(void **state)
{
	(void)state;
	check_all(shortcodes, sizeof(shortcodes) / sizeof(shortcodes[0]));
}

static void
without_images_a_gallery_stays(void **state)
{
	(void)state;
	struct buf out;

	buf_init(&out, KIB);
	post_html("[gallery ids=7]", 15, NULL, &out);
	assert_string_equal(buf_text(&out), "[gallery ids=7]");
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(classic_text_gets_paragraphs),
	    cmocka_unit_test(comments_of_blocks_go),
	    cmocka_unit_test(own_shortcodes_are_expanded),
	    cmocka_unit_test(without_images_a_gallery_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
