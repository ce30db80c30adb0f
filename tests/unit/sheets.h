#ifndef FEEDLOOM_UNIT_SHEETS_H
#define FEEDLOOM_UNIT_SHEETS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/xpathInternals.h>

#include "base/buf.h"
#include "base/limits.h"
#include "xml/sheet.h"

/*
 * Makes stylesheets, runs them over a small feed, and looks at what comes out,
 * for tests.  Works in a folder of its own.  Include it behind cmocka.h.
 */
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
	if (strcmp(name, "turn") == 0)
		*result = xmlXPathNewFloat(heard->calls);
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
	    "count", "fail", "join", "last", "turn", "yes", NULL};
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
assert_select(const char *select, const char *expected)
{
	char text[6000];

	snprintf(text, sizeof(text), HEAD ROOT("%s%s%s") TAIL,
	    "<xsl:value-of select=\"", select, "\"/>");
	assert_result(text, expected);
}

#endif
