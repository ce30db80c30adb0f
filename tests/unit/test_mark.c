/*
 * Marks: of what kind values are, what takes their place, and that what they
 * are made of is nowhere else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>

#include "model/field.h"
#include "render/mark.h"

/* The values of an entry, and what they are when they are marked. */
static const struct {
	const char *xml;
	enum mark_kind kind;
	const char *marked;
} cases[] = {
    {"<title>Knots</title>", MARK_TEXT, "x731000000xKnotsx731000001x"},
    {"<title type='html'>A &amp;amp; B</title>", MARK_TEXT,
	"x731000000xA &amp; Bx731000001x"},
    {"<title type='html'>&lt;b&gt;A&lt;/b&gt;</title>", MARK_HTML,
	"x731000000x<b>A</b><a href=\"https://x731000001.example/\">x</a>"},
    {"<icon>https://a.example/p/q.png?r#s</icon>", MARK_URL,
	"https://a.example/x731000000/p/q.png?r#s"},
    {"<icon>https://a.example</icon>", MARK_URL,
	"https://a.example/x731000000"},
    {"<id>urn:x:1</id>", MARK_URL, "urn:x731000000x:1"},
    {"<id>Note: it</id>", MARK_TEXT, "x731000000xNote: itx731000001x"},
    {"<x>12</x>", MARK_NUMBER, "731000000"},
    {"<x>-1.5</x>", MARK_NUMBER, "731000000"},
    {"<x>1.5.2</x>", MARK_TEXT, "x731000000x1.5.2x731000001x"},
    {"<x>12:30</x>", MARK_TEXT, "x731000000x12:30x731000001x"},
    {"<updated>2024-04-19T10:45:29Z</updated>", MARK_DATE,
	"1601-01-02T11:17:43Z"},
    {"<updated>2024-04-19T10:45:29.5+02:00</updated>", MARK_DATE,
	"1601-01-02T13:17:43.5+02:00"},
    {"<x>2024-04-19 10:45:29</x>", MARK_DATE, "1601-01-02 11:17:43"},
    {"<x>2024-04-19</x>", MARK_DATE, "1601-01-02"},
    {"<x>Fri, 19 Apr 2024 10:45:29 +0000</x>", MARK_DATE,
	"Tue, 02 Jan 1601 11:17:43 +0000"},
    {"<x>Fri, the weather was fine</x>", MARK_TEXT,
	"x731000000xFri, the weather was finex731000001x"},
    {"<link href='' type='audio/mpeg'/>", MARK_ENDING, "audio/mpeg731000000"},
    {"<x xml:lang='en-GB'/>", MARK_ENDING, "en-GB-x-731000000"},
    {"<j:number xmlns:j='http://www.w3.org/2005/xpath-functions'>1e5"
     "</j:number>",
	MARK_NUMBER, "731000000"},
    {"<j:boolean xmlns:j='http://www.w3.org/2005/xpath-functions'>true"
     "</j:boolean>",
	MARK_NONE, "true"},
};

struct seen {
	size_t n;
	struct mark mark;
	xmlNode *value;
};

static void
set(void *context, size_t field, xmlNode *value)
{
	static const struct ink ink = {.digits = 73100, .year = 1601};
	struct seen *seen = context;

	seen->n++;
	seen->value = value;
	mark_set(&seen->mark, field, value, &ink, 0, 0);
}

static void
test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fields *fields = fields_new();
		struct seen seen = {.n = 0};
		char xml[400];

		snprintf(xml, sizeof(xml),
		    "<entry xmlns='http://www.w3.org/2005/Atom'>%s</entry>",
		    cases[i].xml);
		xmlDoc *doc = xmlReadMemory(
		    xml, (int)strlen(xml), "x", NULL, XML_PARSE_NONET);
		fields_visit(fields, xmlDocGetRootElement(doc), set, &seen);
		assert_int_equal(seen.n, 1);
		assert_int_equal(seen.mark.kind, cases[i].kind);
		xmlChar *text = xmlNodeGetContent(seen.value);
		assert_string_equal((const char *)text, cases[i].marked);
		xmlFree(text);
		mark_clear(&seen.mark);
		xmlFreeDoc(doc);
		fields_free(fields);
	}
}

static void
test_ink(void **state)
{
	struct ink_map *map = ink_map_new();
	struct ink ink;
	unsigned n = 0;
	char token[MARK_TOKEN + 1];

	(void)state;
	assert_true(ink_choose(map, &ink));
	assert_int_equal(ink.digits, 73100);
	assert_int_equal(ink.year, 1601);
	ink_map_add(map, "in 1601, of 9973100 and 31602");
	assert_true(ink_choose(map, &ink));
	assert_int_equal(ink.digits, 73101);
	assert_int_equal(ink.year, 1603);
	ink_token(&ink, 42, token);
	assert_string_equal(token, "731010042");
	const char *text = "73101, 7310100 and x731010042x";
	assert_ptr_equal(ink_find(&ink, text, &n), strstr(text, token));
	assert_int_equal(n, 42);
	assert_null(ink_find(&ink, "73101004", &n));
	char five[] = "00000";
	for (unsigned i = 0; i < 100000; i++) {
		snprintf(five, sizeof(five), "%05u", i);
		ink_map_add(map, five);
	}
	assert_false(ink_choose(map, &ink));
	ink_map_free(map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_ink),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
