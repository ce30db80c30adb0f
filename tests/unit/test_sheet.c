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

#define HEAD                                                                   \
	"<xsl:stylesheet version='1.0' "                                       \
	"xmlns:atom='http://www.w3.org/2005/Atom'"                             \
	" xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"                    \
	" xmlns:my='urn:feedloom:plugin:my' exclude-result-prefixes='my'>\n"   \
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
	char text[1000];
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
	char text[1000];

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_library),
	    cmocka_unit_test(test_library_fails),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
