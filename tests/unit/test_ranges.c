/*
 * Where feeds are cut: behind items, whatever stands in them, and at the same
 * places however the bytes come in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parse/ranges.h"

#define PARTS 3

/* A document; '|' stands where it can be cut, '^' before an attachment. */
static const char *const documents[] = {
    "<rss ><channel><title>x</title><item>1</item>|\n<item a='b'>2</item >|"
    "</channel></rss>    ",
    "<rss ><channel><item><![CDATA[</item><item>]]></item>|</channel></rss>  ",
    "<rss ><channel><!--<item></item>--><item><!-- </item> --></item>|</rss>"
    "           ",
    "<rss ><channel><item><?x </item>?></item>|<items/></items><itemx></itemx>"
    "<item/><x></x></item>|           ",
    "<?xml version='1.0' encoding='utf-8'?><!-- <rss > -->\n<rss >"
    "<item>]]></item>|            ",
    "<rss >^<item><wp:attachment_url>u</wp:attachment_url></item>|"
    "<item><attachment_url_x/></item>|^<item><attachment_url/></item>|      ",
    "<feed ><item></item><entry></entry>|<entry x:y='z'><entry/></entry>|"
    "</feed>            ",
    "<rdf:RDF ><channel><items></items></channel><item rdf:about='u'>\r\n"
    "</item\n>|             ",
    "<rss ><item><![CDATA[ ]] ]> ]]]]><![CDATA[></item>]]></item>|         ",
    "<rss ><item><![CDATA[ never ends </item>             ",
    "<rss ><item><!-- never ends </item>                  ",
    "<rss ><channel><title>no item</title></channel></rss>",
};

/* Text without marks, and the places of one kind of them. */
static size_t
unmark(const char *marked, char *text, char mark, size_t *places)
{
	size_t n = 0, len = 0;

	for (const char *p = marked; *p != '\0'; p++) {
		if (*p == mark)
			places[n++] = len;
		else if (*p != '|' && *p != '^')
			text[len++] = *p;
	}
	text[len] = '\0';
	return n;
}

/* Cuts behind each item, of text that grows by so many bytes. */
static void
check(const char *marked, size_t chunk)
{
	size_t cuts[20], begins[20], n = 0, parts_seen = 0, from = 0;
	char text[400];
	size_t n_begins = unmark(marked, text, '^', begins);
	size_t n_cuts = unmark(marked, text, '|', cuts);
	size_t len = strlen(text);
	struct ranges_part parts[PARTS];
	struct ranges r = {.item = NULL};

	assert_int_equal(ranges_head(&r, text, len), 1);
	ranges_start(&r, parts, PARTS);
	for (size_t have = 0; have < len;) {
		have = have + chunk < len ? have + chunk : len;
		ranges_scan(&r, text + from, have - from, 1);
		while (r.end > 0) {
			assert_true(n < n_cuts);
			assert_int_equal(from + r.end, cuts[n++]);
			for (size_t i = 0; i < r.n_parts; i++) {
				assert_true(parts_seen < n_begins);
				assert_int_equal(
				    from + parts[i].at, begins[parts_seen++]);
			}
			from += r.end;
			ranges_start(&r, parts, PARTS);
			ranges_scan(&r, text + from, have - from, 1);
		}
	}
	assert_int_equal(n, n_cuts);
	assert_int_equal(parts_seen, n_begins);
}

static void
test_cuts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		for (size_t chunk = 1; chunk <= 64; chunk++)
			check(documents[i], chunk);
}

/* A range is long enough, or has no more room for attachments. */
static void
test_enough(void **state)
{
	static const char text[] =
	    "<rss ><item>1</item><item>22</item><item>333</item>      "
	    "      ";
	static const char attachments[] =
	    "<item><attachment_url/></item><item><attachment_url/></item>"
	    "<item></item>              ";
	struct ranges_part parts[1];
	struct ranges r = {.item = NULL};

	(void)state;
	assert_int_equal(ranges_head(&r, text, strlen(text)), 1);
	ranges_start(&r, parts, 1);
	ranges_scan(&r, text, strlen(text), 21);
	assert_int_equal(r.end, 35);
	ranges_start(&r, parts, 1);
	ranges_scan(&r, text, strlen(text), 1000);
	assert_int_equal(r.end, 51);
	ranges_start(&r, parts, 1);
	ranges_scan(&r, attachments, strlen(attachments), 1000);
	assert_int_equal(r.end, 30);
	assert_int_equal(r.n_parts, 1);
	assert_int_equal(parts[0].len, 30);
}

static void
test_head(void **state)
{
	static const struct {
		const char *text;
		int is;
	} heads[] = {
	    {"", 0},
	    {"<rs", 0},
	    {"<rss version='2.0'>", 1},
	    {"\xEF\xBB\xBF<rss version='2.0'>", 1},
	    {" \n<?xml version='1.0'?> <rss version='2.0'>", 1},
	    {"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='x'>", 1},
	    {"<?xml version='1.0' encoding='koi8-r'?><feed xmlns='x'>", -1},
	    {"<?xml version='1.0' encoding='klingon'?><feed xmlns='x'>", -1},
	    {"<?xml version='1.0' ", 0},
	    {"<!-- <rss > ", 0},
	    {"<!DOCTYPE rss><rss version='2.0'>", -1},
	    {"Warning: in x.php <rss version='2.0'>", -1},
	    {"<atom:feed xmlns:atom='x'>", -1},
	    {"<html><head><title>x</title>", -1},
	    {"{\"version\": \"x\", \"items\": []}", -1},
	};
	struct ranges r = {.item = NULL};

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		assert_int_equal(
		    ranges_head(&r, heads[i].text, strlen(heads[i].text)),
		    heads[i].is);
	assert_int_equal(ranges_head(&r, "<\0r\0s\0s\0 \0 \0 \0 \0 ", 17), -1);
}

static void
test_utf8(void **state)
{
	(void)state;
	assert_int_equal(ranges_utf8("abc", 3), 0);
	assert_int_equal(ranges_utf8("ab\xC3\xA9\xFF", 5), 1);
	assert_int_equal(ranges_utf8("\xF0\x9F\x99\x82", 4), 1);
	assert_int_equal(ranges_utf8("ab\xE9 \xC3\xA9", 6), -1);
	assert_int_equal(ranges_utf8("ab\xC3", 3), -1);
	assert_int_equal(ranges_utf8("\xC0\x80", 2), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cuts),
	    cmocka_unit_test(test_enough),
	    cmocka_unit_test(test_head),
	    cmocka_unit_test(test_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
