/*
 * The functions that stylesheets are given: each row is a call with text, or
 * with an element in the place of the text, and what it must give.
 */
#include "render/functions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <libxml/parser.h>

#include "base/limits.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define WP "http://wordpress.org/export/1.2/"

static const struct {
	const char *name;
	const char *argument; /* an element when it begins with "<" */
	const char *expected;
} calls[] = {
    {"uri", "https://a.example/é?b=%20", "https://a.example/%C3%A9?b=%20"},
    {"uri", "", ""},
    {"decode", "a%20b%d1%8f%2", "a b\xD1\x8F%2"},
    {"decode", "a%00", "a%00"},
    {"decode", "a%0A", "a%0A"},
    {"decode", "%d1", "%d1"},
    {"name", "<wp:post_id xmlns:wp='" WP "'>7</wp:post_id>", "wp:post_id"},
    {"name", "<x:post_id xmlns:x='" WP "'>7</x:post_id>", "wp:post_id"},
    {"name", "<post_id xmlns='http://wordpress.org/export/1.0/'/>",
	"wp:post_id"},
    {"name", "<q:x xmlns:q='urn:q'/>", "q:x"},
    {"name", "<x/>", "x"},
    {"name", "wp:post_id", ""},
    {"paragraphs", "one\ntwo\n\nthree",
	"<p>one<br />\ntwo</p>\n<p>three</p>\n"},
    {"paragraphs", "<c>a &lt;b&gt;c&lt;/b&gt;</c>", "<p>a <b>c</b></p>\n"},
    {"images", "x", ""},
    {"images",
	"<c type='html'>&lt;img src='https://a/1.png'&gt;&lt;p&gt;&lt;IMG "
	"SRC=\"http://a/é 2.png\"&gt;&lt;img&gt;&lt;img src=''&gt;&lt;img "
	"src='data:image/png;base64,AA=='&gt;&lt;img src='/3.png'&gt;</c>",
	"https://a/1.png\nhttp://a/%C3%A9%202.png\n"},
    {"images", "<c>&lt;img src='https://a/1.png'&gt;</c>", ""},
    {"podcast-guid", "https://podnews.net/rss",
	"9b024349-ccf0-5f69-a609-6b82873eab3c"},
    {"podcast-guid", "http://podnews.net/rss//",
	"9b024349-ccf0-5f69-a609-6b82873eab3c"},
    {"podcast-guid", "podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"},
};

static const struct sheet_function *
find(const char *name)
{
	const struct sheet_function *f = render_functions;

	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	assert_non_null(f->name);
	return f;
}

/* As xml/sheet.c does it. */
static void
call(const char *name, const char *argument, struct buf *out)
{
	xmlDoc *doc = NULL;
	xmlNode *node = NULL;
	xmlChar *text = NULL;

	if (argument[0] == '<') {
		doc = xmlReadMemory(argument, (int)strlen(argument), NULL,
		    "UTF-8", XML_PARSE_NONET);
		assert_non_null(doc);
		node = xmlDocGetRootElement(doc);
		text = xmlNodeGetContent(node);
	}
	find(name)->call(
	    node, text == NULL ? argument : (const char *)text, out);
	xmlFree(text);
	xmlFreeDoc(doc);
}

static void
test_calls(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	for (size_t i = 0; i < LEN(calls); i++) {
		buf_cut(&out, 0);
		call(calls[i].name, calls[i].argument, &out);
		assert_string_equal(buf_text(&out), calls[i].expected);
	}
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_calls),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlCleanupParser();
	return failed;
}
