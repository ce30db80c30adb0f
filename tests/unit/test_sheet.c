/*
 * Stylesheets: the functions of a library, what goes wrong and where it is said
 * to be, and runs after a run that failed.
 */
#include "xml/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sheets.h"

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
	    "count(), fail(), join(), last(), turn(), yes()");
}

#define EACH(what) "//node()/..//node()[" what "]"
#define LOOP(what) "<xsl:for-each select='//*'>" what "</xsl:for-each>"
#define FIVE(what) what what what what what

/* What goes wrong while it runs, and on which line it is said to be. */
static void
test_failures(void **state)
{
	(void)state;
	assert_result(HEAD ROOT("a\n<xsl:message terminate='yes'>\n  no\n"
				"title </xsl:message>") TAIL,
	    "my.xsl:5: stopped by its message: no title");
	assert_select(
	    "$nope", "my.xsl:4: Variable 'nope' has not been declared.");
	assert_select("nope:call()",
	    "my.xsl:4: XPath evaluation returned no result. (function call "
	    "bound to undefined prefix nope)");
	assert_result(HEAD ROOT("<xsl:call-template name='a'/>") TAIL,
	    "my.xsl:4: The called template 'a' was not found.");
	assert_select("nope()", "my.xsl:4: no function nope()");
	assert_select("concat('a')", "my.xsl:4: Invalid number of arguments");
	assert_select("document('my.xsl')",
	    "my.xsl:4: document(): a stylesheet can read nothing else");
	assert_result(
	    HEAD ROOT("<xsl:call-template name='a'/>") "\n<xsl:template "
						       "name='a'>\n<xsl:call-"
						       "template name='a'/>"
						       "</xsl:template>" TAIL,
	    "my.xsl:6: templates call each other too deeply: an entry holds "
	    "too much, or it never ends");
	assert_select(
	    EACH("count(" EACH("count(" EACH("count(" EACH(
		"count(" EACH("count(" EACH("1") ")") ")") ")") ")") ")"),
	    "my.xsl:4: too many operations: an entry holds too much for this "
	    "stylesheet, or it never ends");
	assert_result(HEAD ROOT(LOOP(LOOP(LOOP(LOOP(
			  LOOP(LOOP(LOOP("\n" FIVE(FIVE("<x/>")))))))))) TAIL,
	    "my.xsl:5: too many operations: an entry holds too much for this "
	    "stylesheet, or it never ends");
}

/* document('') is the stylesheet itself, for tables that stand in it. */
static void
test_self(void **state)
{
	(void)state;
	assert_result(HEAD
	    "<my:m n='4'>April</my:m>\n<my:m n='5'>May</my:m>" ROOT(
		SAY("document('')/*/my:m[@n = 5]")
		    SAY("count(document('') | document(''))")
			SAY("generate-id(document('')) = "
			    "generate-id(/)")) TAIL,
	    "May1false");
	assert_select("document('', /)",
	    "my.xsl:4: document(): a stylesheet can read nothing else");
	assert_select("document(//none)",
	    "my.xsl:4: document(): a stylesheet can read nothing else");
}

/* A run that fails leaves nothing behind: the next one is as if it were none.
 */
static void
test_again(void **state)
{
	struct heard heard = {.calls = 0};
	struct error e;
	char text[1000];
	struct sheet *sheet = load(HEAD
	    "<xsl:variable name='tree'><x><xsl:value-of select='//atom:title'/>"
	    "</x></xsl:variable>" ROOT(
		"<xsl:variable name='v'><y/></xsl:variable>"
		"<xsl:for-each select='exsl:node-set($v)'>"
		"<xsl:if test='$fail'><xsl:message terminate='yes'>no"
		"</xsl:message></xsl:if></xsl:for-each>" SAY(
		    "$tree")) "<xsl:variable name='fail'"
			      " select=\"my:turn() mod 2 = 1\"/>" TAIL,
	    &heard, &e);

	(void)state;
	assert_non_null(sheet);
	for (int i = 0; i < 20; i++) {
		run(sheet, text, sizeof(text), &e);
		assert_string_equal(text,
		    i % 2 == 1 ? "F" : "my.xsl:4: stopped by its message: no");
	}
	sheet_free(sheet);
}

static void
test_messages(void **state)
{
	struct heard heard = {.calls = 0};
	struct error e;
	char text[1000], expected[1000];
	struct sheet *sheet =
	    load(HEAD ROOT("<xsl:for-each select='//atom:entry'>\n"
			   "<xsl:message> at\n\t<xsl:value-of"
			   " select='atom:title'/></xsl:message>"
			   "</xsl:for-each>\n<xsl:message>"
			   "<xsl:value-of select=\"str:padding(299, '.')\"/>"
			   "\u20ac</xsl:message>") TAIL,
		&heard, &e);

	(void)state;
	assert_non_null(sheet);
	run(sheet, text, sizeof(text), &e);
	snprintf(expected, sizeof(expected),
	    "my.xsl:5: at one\nmy.xsl:5: at two\nmy.xsl:7: %0299d\n", 0);
	for (char *s = strchr(expected, '7') + 3; *s != '\n'; s++)
		*s = '.';
	assert_string_equal(heard.messages, expected);
	sheet_free(sheet);
}

static void
assert_no_sheet(const char *sheet_text, const char *expected)
{
	struct heard heard = {.calls = 0};
	struct error e;

	assert_null(load(sheet_text, &heard, &e));
	assert_int_equal(e.code, ERR_PLUGIN);
	assert_string_equal(e.text, expected);
}

#define NO_FILE " (cannot be opened: No such file or directory)"
#define OUTSIDE " (lies outside of the folder '.')"
#define IMPORTS(href)                                                          \
	"<xsl:stylesheet version='1.0'"                                        \
	" xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>\n"                 \
	"<xsl:import href='" href "'/></xsl:stylesheet>"

static const struct {
	const char *sheet;
	const char *error;
} broken[] = {
    {HEAD "<a></b>" TAIL,
	"my.xsl:3: Opening and ending tag mismatch: a line 3 and b"},
    {HEAD ROOT("<no:a/>") TAIL,
	"my.xsl:4: Namespace prefix no on a is not defined"},
    {HEAD ROOT(SAY("a[")) TAIL,
	"my.xsl:4: xsl:value-of : could not compile select expression 'a[' "
	"(Invalid expression)"},
    {HEAD "<xsl:template match='a['/>" TAIL,
	"my.xsl:3: failed to compile 'a['"},
    {HEAD "<xsl:template/>" TAIL,
	"my.xsl:3: xsl:template: need to specify match or name attribute"},
    {IMPORTS("none.xsl"),
	"my.xsl:2: xsl:import : unable to load none.xsl" NO_FILE},
    {IMPORTS("../none.xsl"),
	"my.xsl:2: xsl:import : unable to load ../none.xsl" NO_FILE},
    {HEAD "<xsl:include href='none.xsl'/>" TAIL,
	"my.xsl:3: xsl:include : unable to load none.xsl" NO_FILE},
    {HEAD "<xsl:include href='/etc/passwd'/>" TAIL,
	"my.xsl:3: xsl:include : unable to load /etc/passwd" OUTSIDE},
    {HEAD "<xsl:include href='http://localhost/x'/>" TAIL,
	"my.xsl:3: xsl:include : unable to load http://localhost/x"},
    {"<html/>", "./my.xsl: not a stylesheet: its root element is <html>"},
    {"", "my.xsl:1: Document is empty"},
};

static void
test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_no_sheet(broken[i].sheet, broken[i].error);
}

/* A warning ends nothing, and is no error because one follows. */
static void
test_warnings(void **state)
{
	struct heard heard = {.calls = 0};
	struct error e;
	struct sheet *sheet =
	    load(HEAD "<xsl:strip-space/>\n" ROOT(
		     "<xsl:for-each select='*'>"
		     "<xsl:sort data-type='quip'/></xsl:for-each>") TAIL,
		&heard, &e);

	(void)state;
	assert_non_null(sheet);
	assert_string_equal(heard.messages,
	    "my.xsl:3: missing elements attribute\n"
	    "my.xsl:5: no support for data-type = quip\n");
	sheet_free(sheet);
	heard.messages[0] = '\0';
	assert_null(
	    load(HEAD "<xsl:strip-space/><xsl:template match='a['/>" TAIL,
		&heard, &e));
	assert_string_equal(heard.messages, "");
	assert_string_equal(e.text, "my.xsl:3: failed to compile 'a['");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_library),
	    cmocka_unit_test(test_library_fails),
	    cmocka_unit_test(test_failures),
	    cmocka_unit_test(test_self),
	    cmocka_unit_test(test_again),
	    cmocka_unit_test(test_messages),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_warnings),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
