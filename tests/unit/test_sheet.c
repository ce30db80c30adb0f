/*
 * Stylesheets: the functions of a library, what goes wrong and where it is said
 * to be, and runs after a run that failed.  Works in a folder of its own.
 */
#include "xml/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpathInternals.h>

#include "base/buf.h"
#include "base/limits.h"
#include "xml/node.h"

#define NAMESPACES                                                             \
	" xmlns:exsl='http://exslt.org/common'"                                \
	" xmlns:set='http://exslt.org/sets'"                                   \
	" xmlns:str='http://exslt.org/strings'"                                \
	" xmlns:math='http://exslt.org/math'"                                  \
	" xmlns:date='http://exslt.org/dates-and-times'"                       \
	" xmlns:dyn='http://exslt.org/dynamic'"                                \
	" xmlns:func='http://exslt.org/functions'"                             \
	" xmlns:crypto='http://exslt.org/crypto'"                              \
	" xmlns:saxon='http://icl.com/saxon'"                                  \
	" xmlns:ms='urn:schemas-microsoft-com:xslt'"                           \
	" xmlns:libxslt='http://xmlsoft.org/XSLT/namespace'"
#define HEAD                                                                   \
	"<xsl:stylesheet version='1.0'"                                        \
	" xmlns:atom='http://www.w3.org/2005/Atom'"                            \
	" xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"                    \
	" xmlns:my='urn:feedloom:plugin:my'" NAMESPACES ">\n"                  \
	"<xsl:output method='text'/>\n"
#define TAIL "\n</xsl:stylesheet>\n"
#define SAY(select) "<xsl:value-of select=\"" select "\"/>"
#define ROOT(body) "<xsl:template match='/'>\n" body "</xsl:template>"

static const char feed[] = "<feed xmlns='http://www.w3.org/2005/Atom'>"
			   "<title>F</title>"
			   "<entry><title>one</title></entry>"
			   "<entry><title>two</title></entry></feed>";

static int
set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char dir[500];

	snprintf(
	    dir, sizeof(dir), "%s/feedloom-XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return -1;
	*state = realpath(".", NULL);
	return 0;
}

static int
tear_down(void **state)
{
	char command[600];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	free(*state);
	return system(command) == 0 ? 0 : -1;
}

/* What was said by xsl:message, all of it, and how often a call came. */
struct heard {
	char messages[1000];
	int calls;
};

static void
hear(void *context, const char *place, const char *text)
{
	struct heard *heard = context;
	size_t n = strlen(heard->messages);

	snprintf(heard->messages + n, sizeof(heard->messages) - n, "%s: %s\n",
	    place, text);
}

/* join() says what its arguments are, count() a number, and so on. */
static int
call(void *context, const char *name, xmlXPathObject **args, int n,
    xmlXPathObject **result, struct error *e)
{
	struct heard *heard = context;
	struct buf out;

	heard->calls++;
	if (strcmp(name, "fail") == 0)
		return error_set(e, ERR_INPUT, "my.lua:7: no such luck");
	if (strcmp(name, "count") == 0)
		*result = xmlXPathNewFloat(n);
	if (strcmp(name, "yes") == 0)
		*result = xmlXPathNewBoolean(1);
	if (strcmp(name, "last") == 0) {
		xmlNodeSet *set = args[0]->nodesetval;
		*result = xmlXPathNewNodeSet(set->nodeTab[set->nodeNr - 1]);
	}
	if (strcmp(name, "join") != 0)
		return 0;
	buf_init(&out, KIB);
	for (int i = 0; i < n; i++) {
		xmlChar *text = xmlXPathCastToString(args[i]);
		buf_printf(&out, "%c%s;", "?nbdsu"[args[i]->type], text);
		if (args[i]->type == XPATH_NODESET)
			buf_printf(&out, "%d;",
			    xmlXPathNodeSetGetLength(args[i]->nodesetval));
		xmlFree(text);
	}
	*result = xmlXPathNewString((const xmlChar *)buf_text(&out));
	buf_clear(&out);
	return 0;
}

static struct sheet *
load(const char *text, struct heard *heard, struct error *e)
{
	static const char *const names[] = {
	    "count", "fail", "join", "last", "yes", NULL};
	static const char *const folders[] = {".", NULL};
	struct sheet_setup setup = {.folders = folders,
	    .library = {"urn:feedloom:plugin:my", names, call, heard},
	    .message = hear,
	    .context = heard};
	FILE *f = fopen("my.xsl", "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return sheet_load("./my.xsl", &setup, e);
}

/* Runs it over the feed: the text of the result, or the words of the error. */
static void
run(struct sheet *sheet, char *text, size_t size, struct error *e)
{
	xmlDoc *doc =
	    xmlReadMemory(feed, (int)strlen(feed), NULL, NULL, XML_PARSE_NONET);
	xmlDoc *result = sheet_run(sheet, doc, SHEET_FRAME, e);

	if (result == NULL) {
		snprintf(text, size, "%s", e->text);
	} else {
		xmlChar *got = xmlNodeGetContent((const xmlNode *)result);
		snprintf(text, size, "%s", (const char *)got);
		xmlFree(got);
	}
	sheet_result_free(result);
	xmlFreeDoc(doc);
}

static void
assert_result(const char *sheet_text, const char *expected)
{
	struct heard heard = {.calls = 0};
	struct error e;
	char text[4000];
	struct sheet *sheet = load(sheet_text, &heard, &e);

	assert_non_null(sheet);
	/* Once more: a sheet is compiled once and run often. */
	for (int i = 0; i < 2; i++) {
		e.code = ERR_NONE;
		run(sheet, text, sizeof(text), &e);
		assert_string_equal(text, expected);
	}
	sheet_free(sheet);
}

static void
test_library(void **state)
{
	(void)state;
	assert_result(HEAD ROOT(SAY("my:join()")) TAIL, "");
	assert_result(
	    HEAD ROOT(SAY("my:join('a b', 1.5, true(), //atom:title)")) TAIL,
	    "sa b;d1.5;btrue;nF;3;");
	assert_result(HEAD ROOT(SAY("my:count(1, 2, 3) + 1")) TAIL, "4");
	assert_result(
	    HEAD ROOT(SAY("my:last(//atom:entry)/atom:title")) TAIL, "two");
	assert_result(
	    HEAD ROOT("<xsl:if test='my:yes()'>yes</xsl:if>") TAIL, "yes");
	/* In document order, whatever the expression. */
	assert_result(HEAD ROOT(SAY("my:join(//atom:entry[2] | "
				    "//atom:entry[1])")) TAIL,
	    "none;2;");
	/* A result tree fragment is a node set. */
	assert_result(
	    HEAD ROOT("<xsl:variable name='v'><a>x</a></xsl:variable>" SAY(
		"my:join($v)")) TAIL,
	    "nx;1;");
	assert_result(HEAD ROOT(SAY("function-available('my:join')")
			      SAY("function-available('my:nope')")) TAIL,
	    "truefalse");
}

static void
test_library_fails(void **state)
{
	struct heard heard = {.calls = 0};
	struct error e;
	char text[4000];

	(void)state;
	struct sheet *sheet =
	    load(HEAD ROOT("x<xsl:if test='true()'>\n"
			   "<b title='{my:fail(1)}'/></xsl:if>" SAY("1")) TAIL,
		&heard, &e);
	assert_non_null(sheet);
	run(sheet, text, sizeof(text), &e);
	assert_int_equal(e.code, ERR_INPUT);
	assert_string_equal(text, "my.xsl:5: my.lua:7: no such luck");
	assert_int_equal(heard.calls, 1);
	sheet_free(sheet);

	assert_result(HEAD ROOT(SAY("my:nope()")) TAIL,
	    "my.xsl:4: no function nope() in urn:feedloom:plugin:my: there are "
	    "count(), fail(), join(), last(), yes()");
}

static void
assert_select(const char *select, const char *expected)
{
	char text[6000];

	snprintf(text, sizeof(text), HEAD ROOT("%s%s%s") TAIL,
	    "<xsl:value-of select=\"", select, "\"/>");
	assert_result(text, expected);
}

static const struct {
	const char *select;
	const char *expected;
} exslt[] = {
    {"exsl:object-type(//*)", "node-set"},
    {"exsl:object-type('a')", "string"},
    {"exsl:object-type(1)", "number"},
    {"exsl:object-type(true())", "boolean"},
    {"count(exsl:node-set('a')/self::text())", "1"},
    {"concat(exsl:node-set('a'), exsl:node-set('b'))", "ab"},
    {"count(exsl:node-set(//atom:title))", "3"},
    {"ms:node-set('a')", "a"},
    {"count(set:difference(//*, //atom:title))", "3"},
    {"count(set:intersection(//*, //atom:title))", "3"},
    {"count(set:distinct(//atom:title | //atom:entry))", "3"},
    {"set:has-same-node(//*, //atom:title)", "true"},
    {"count(set:leading(//atom:title, //atom:title[2]))", "3"},
    {"set:trailing(//atom:title, //atom:title[. = 'one'])", "two"},
    {"count(str:tokenize('a b  c'))", "3"},
    {"str:split('a, b', ', ')[2]", "b"},
    {"str:encode-uri('a b', true())", "a%20b"},
    {"str:decode-uri('a%20b')", "a b"},
    {"str:padding(3, 'ab')", "aba"},
    {"str:align('a', '---', 'right')", "--a"},
    {"str:concat(//atom:title)", "Fonetwo"},
    {"str:replace('banana', 'an', 'o')", "booa"},
    {"math:max(str:tokenize('1 3 2'))", "3"},
    {"math:min(str:tokenize('1 3 2'))", "1"},
    {"math:highest(str:tokenize('1 3 2'))", "3"},
    {"math:lowest(str:tokenize('1 3 2'))", "1"},
    {"math:abs(-2)", "2"},
    {"math:sqrt(9)", "3"},
    {"math:power(2, 10)", "1024"},
    {"round(math:constant('PI', 20) * 1000)", "3142"},
    {"round(math:atan2(1, 1) * 1000)", "785"},
    {"date:year('2024-04-19')", "2024"},
    {"date:month-name('2024-04-19T10:45:00Z')", "April"},
    {"date:day-abbreviation('2024-04-19')", "Fri"},
    {"date:add('2024-01-31', 'P1M')", "2024-02-29"},
    {"date:difference('2024-01-01', '2024-03-01')", "P60D"},
    {"date:add-duration('P1D', 'PT12H')", "P1DT12H"},
    {"date:seconds('1970-01-02T00:00:00Z')", "86400"},
    {"date:seconds('1970-01-02T00:00:00')", "86400"},
    {"date:duration(86400)", "P1D"},
    {"date:leap-year('2024-01-01')", "true"},
    {"date:week-in-year('2024-04-19')", "16"},
    {"date:date('2024-04-19T10:45:00Z')", "2024-04-19Z"},
    {"date:time('2024-04-19T10:45:00Z')", "10:45:00Z"},
    {"date:year('no date')", "NaN"},
    {"date:year(//nothing)", "NaN"},
};

static void
test_exslt(void **state)
{
	(void)state;
	/* Whatever the machine's zone is. */
	setenv("TZ", "Pacific/Kiritimati", 1);
	for (size_t i = 0; i < sizeof(exslt) / sizeof(exslt[0]); i++)
		assert_select(exslt[i].select, exslt[i].expected);
}

/* Those of a module whose argument may be left out, and then is now. */
static const char *const dated[] = {"date", "day-abbreviation", "day-in-month",
    "day-in-week", "day-in-year", "day-name", "day-of-week-in-month",
    "duration", "hour-in-day", "leap-year", "minute-in-hour",
    "month-abbreviation", "month-in-year", "month-name", "second-in-minute",
    "seconds", "time", "week-in-month", "week-in-year", "year"};

static const char *const refused[] = {"date:date-time()", "math:random()",
    "dyn:evaluate('1')", "dyn:map(//*, '1')", "func:none()",
    "saxon:expression('1')", "saxon:eval(1)", "saxon:node-set('a')",
    "crypto:md5('a')", "libxslt:node-set(//*)", "libxslt:test()"};

static void
test_exslt_refused(void **state)
{
	struct heard heard = {.calls = 0};
	struct error e;
	char sheet_text[2000], text[4000], expected[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(dated) / sizeof(dated[0]); i++) {
		snprintf(sheet_text, sizeof(sheet_text), "date:%s()", dated[i]);
		snprintf(expected, sizeof(expected),
		    "my.xsl:4: %s() needs an argument: without one it would "
		    "say what is now",
		    dated[i]);
		assert_select(sheet_text, expected);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		snprintf(sheet_text, sizeof(sheet_text),
		    HEAD ROOT("%s%s%s") TAIL, "<xsl:value-of select=\"",
		    refused[i], "\"/>");
		struct sheet *sheet = load(sheet_text, &heard, &e);
		assert_non_null(sheet);
		run(sheet, text, sizeof(text), &e);
		assert_int_equal(e.code, ERR_PLUGIN);
		assert_int_equal(
		    strncmp(text, "my.xsl:4: no function ", 22), 0);
		sheet_free(sheet);
	}
	assert_select("date:date-time()",
	    "my.xsl:4: no function date-time() in "
	    "http://exslt.org/dates-and-times: the same input gives the same "
	    "output, so there is no chance and no time of day");
	assert_select("element-available('exsl:document')", "false");
	assert_select("element-available('func:function')", "false");
	assert_select("function-available('date:date-time')", "false");
	assert_select("function-available('date:year')", "true");
}

/* clang-format off */
static const char every_node[] = HEAD ROOT(
	"<xsl:variable name='a'><x a='1' b='2'>t<y/>t</x>t</xsl:variable>"
	"<xsl:variable name='b'>text</xsl:variable>"
	"<xsl:variable name='c'>text</xsl:variable>"
	"<xsl:variable name='n' select='//node() | //atom:entry/namespace::* |"
	"  exsl:node-set($a)//node() | exsl:node-set($a)/x/@* |"
	"  exsl:node-set($b) | exsl:node-set($b)/node() |"
	"  exsl:node-set($c)/node() | exsl:node-set(1) | exsl:node-set(2)'/>"
	"<xsl:variable name='ids'>"
	"<xsl:for-each select='$n'><i>" SAY("generate-id()") "</i>"
	"</xsl:for-each></xsl:variable>"
	SAY("count($n)")
	SAY("count($n) = count(set:distinct(exsl:node-set($ids)/i))")) TAIL;
/* clang-format on */

/* Muenchian grouping, and what else has an identifier. */
static void
test_ids(void **state)
{
	(void)state;
	assert_select("generate-id(/) = generate-id(//atom:title/..)", "false");
	assert_select("generate-id(//atom:entry[2]/atom:title)", "id6");
	assert_select(
	    "generate-id(//atom:entry[2]/atom:title/text())", "id6c1");
	assert_select("generate-id(/*/@*)", "");
	assert_select("generate-id(/)", "id0d0");
	assert_select("generate-id(//atom:entry | //atom:feed)", "id1");
	assert_result(HEAD
	    "<xsl:key name='k' match='atom:title' "
	    "use='string-length()'/>" ROOT(
		"<xsl:for-each select=\"//atom:title[generate-id() = "
		"generate-id(key('k', string-length())[1])]\">"
		"<xsl:value-of select='.'/>;</xsl:for-each>") TAIL,
	    "F;one;");
	/* Different for each node of all trees there are. */
	assert_result(every_node, "25true");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_library),
	    cmocka_unit_test(test_library_fails),
	    cmocka_unit_test(test_exslt),
	    cmocka_unit_test(test_exslt_refused),
	    cmocka_unit_test(test_ids),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
