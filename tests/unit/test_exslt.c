/*
 * EXSLT's functions, those that are left out, and generate-id().
 */
#include "xml/exslt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sheets.h"

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
	    cmocka_unit_test(test_exslt),
	    cmocka_unit_test(test_exslt_refused),
	    cmocka_unit_test(test_ids),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
