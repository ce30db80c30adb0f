/*
 * What in a stylesheet needs the whole feed, and what does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <libxml/parser.h>

#include "base/buf.h"
#include "base/limits.h"
#include "xml/scope.h"

#define HEAD                                                                   \
	"<xsl:stylesheet version='1.0'"                                        \
	" xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"                    \
	" xmlns:atom='http://www.w3.org/2005/Atom' xmlns:loom='urn:feedloom'"  \
	" xmlns:exsl='http://exslt.org/common'"                                \
	" xmlns:set='http://exslt.org/sets' xmlns:m='urn:m'"                   \
	" xmlns:p='urn:feedloom:plugin:p'>\n"
#define KEYS                                                                   \
	"<xsl:key name='own' match='atom:category'"                            \
	" use='concat(generate-id(..), @term)'/>"                              \
	"<xsl:key name='all' match='atom:category' use='@term'/>"              \
	"<xsl:key name='feed' match='atom:entry' use='generate-id(..)'/>"
#define TAIL "</xsl:stylesheet>"

/* The reason without the file and the line, or "". */
static void
find(const char *body, char *why, size_t size, struct scope *scope)
{
	struct buf text;

	buf_init(&text, 64 * KIB);
	buf_printf(&text, "%s%s%s", HEAD, body, TAIL);
	xmlDoc *doc =
	    xmlReadMemory(text.data, (int)text.len, "/x/my.xsl", NULL, 0);
	assert_non_null(doc);
	scope_find(scope, &doc, 1);
	snprintf(why, size, "%s", scope->whole ? scope->why : "");
	xmlFreeDoc(doc);
	buf_clear(&text);
}

static void
check(const char *before, const char *body, const char *after,
    const char *expected)
{
	char sheet[2000], got[400];
	struct scope scope;

	snprintf(sheet, sizeof(sheet), "%s%s%s", before, body, after);
	find(sheet, got, sizeof(got), &scope);
	const char *why = got;
	if (strncmp(why, "my.xsl:", 7) == 0)
		why = strstr(why, ": ") + 2;
	if (strcmp(why, expected) != 0)
		print_error("%s\n", sheet);
	assert_string_equal(why, expected);
}

/* Expressions where an entry is the current node. */
static void
test_expressions(void **state)
{
	static const struct {
		const char *expression;
		const char *why; /* NULL: the expression itself */
	} cases[] = {
	    /* Where it stands among the others. */
	    {"position()", "position()"},
	    {"1 + last()", "last()"},
	    {"concat(position ( ), '.')", "position ( )"},
	    {"atom:link[position() = 1]", ""},
	    {"atom:link[last()]/@href", ""},
	    {"'position() of last()'", ""},
	    {"self::*[position() = last()]", ""},
	    /* Others, by way of the feed. */
	    {"../atom:entry", NULL},
	    {"count(../atom:entry)", NULL},
	    {"/atom:feed/atom:entry[1]/atom:title", NULL},
	    {"/atom:feed/atom:entry/atom:title = atom:title", NULL},
	    {"(../*)[last()]", NULL},
	    {"../node()[2]", NULL},
	    {"/*/*", NULL},
	    {"current()/../atom:entry", NULL},
	    {"ancestor::*/atom:entry", NULL},
	    {"set:distinct(../atom:entry/atom:title)", NULL},
	    {"p:f(..)/atom:entry", NULL},
	    {"/atom:feed/atom:title", ""},
	    {"../atom:title | /*/atom:link", ""},
	    {"../@xml:lang", ""},
	    {"../*[not(self::atom:entry)]", ""},
	    {"../*[self::atom:title or self::atom:link]", ""},
	    {"../*[not(self::atom:title)]", NULL},
	    {"../m:entry", ""},
	    {"../entry", ""},
	    {"*[not(self::atom:entry)]/*", ""},
	    {"ancestor-or-self::*[@xml:lang][1]/@xml:lang", ""},
	    {"atom:source/atom:title", ""},
	    {"4 div 2 * count(*)", ""},
	    /* Axes and abbreviations. */
	    {"preceding-sibling::atom:entry[1]", NULL},
	    {"following-sibling::*", NULL},
	    {"not(preceding-sibling::atom:title)", ""},
	    {"atom:category/preceding-sibling::atom:category", ""},
	    {"preceding::atom:title", NULL},
	    {"atom:id/following::*", NULL},
	    {"//atom:category", NULL},
	    {"/descendant::atom:category", NULL},
	    {"..//atom:link", NULL},
	    {".//atom:link", ""},
	    {"descendant::text()", ""},
	    /* Keys and identifiers. */
	    {"key('all', 'x')", NULL},
	    {"key('feed', 'x')", NULL},
	    {"key(name(), 'x')", NULL},
	    {"key('own', concat(generate-id(), 'x'))/@term", ""},
	    {"id('x')", NULL},
	    {"generate-id()", NULL},
	    {"concat('a', generate-id(.))", "generate-id(.)"},
	    {"generate-id() = generate-id(/atom:feed)", ""},
	    {"atom:link[generate-id() != generate-id(../atom:link[1])]", ""},
	    {"atom:category[generate-id() = generate-id(key('own', "
	     "concat(generate-id(..), @term))[1])]",
		""},
	    /* The text of all. */
	    {"string(..)", NULL},
	    {"contains(/, 'x')", NULL},
	    {"name(..)", ""},
	    {"boolean(/atom:feed)", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(KEYS "<xsl:template match='atom:entry'><x><xsl:value-of "
			   "select=\"",
		    cases[i].expression, "\"/></x></xsl:template>",
		    cases[i].why == NULL ? cases[i].expression : cases[i].why);
}

/* Instructions, patterns, variables. */
static void
test_instructions(void **state)
{
	static const struct {
		const char *body;
		const char *why;
	} cases[] = {
	    /* The place of the entries. */
	    {"<xsl:template match='/atom:feed'><xsl:apply-templates "
	     "select='atom:entry'/></xsl:template>",
		""},
	    {"<xsl:template match='/'><xsl:apply-templates "
	     "select='/atom:feed/atom:entry'/></xsl:template>",
		""},
	    {"<xsl:template match='atom:feed'><xsl:apply-templates/>"
	     "</xsl:template>",
		""},
	    {"<xsl:template match='@*|node()'><xsl:copy><xsl:apply-templates "
	     "select='@*|node()'/></xsl:copy></xsl:template>",
		""},
	    {"<xsl:template match='atom:feed'><xsl:apply-templates "
	     "select='atom:entry[1]'/></xsl:template>",
		"atom:entry[1]"},
	    {"<xsl:template match='atom:feed'><xsl:apply-templates "
	     "select='atom:entry[atom:link]'/></xsl:template>",
		"atom:entry[atom:link]"},
	    {"<xsl:template match='atom:feed'><xsl:apply-templates "
	     "select='atom:entry'><xsl:sort/></xsl:apply-templates>"
	     "</xsl:template>",
		"xsl:sort"},
	    {"<xsl:template match='atom:feed'><xsl:apply-templates mode='toc' "
	     "select='atom:entry'/></xsl:template>",
		"atom:entry"},
	    {"<xsl:template match='atom:feed'><xsl:apply-templates mode='toc' "
	     "select='*'/></xsl:template>"
	     "<xsl:template match='atom:entry' mode='toc'/>",
		""},
	    {"<xsl:template match='/'><xsl:apply-templates mode='toc'/>"
	     "</xsl:template>",
		"node()"},
	    {"<xsl:template match='atom:entry'><xsl:apply-templates "
	     "select='../atom:entry'/></xsl:template>",
		"../atom:entry"},
	    {"<xsl:template match='atom:feed'><xsl:for-each "
	     "select='atom:entry'/></xsl:template>",
		"atom:entry"},
	    {"<xsl:template match='atom:feed'><xsl:if test='atom:entry'/>"
	     "</xsl:template>",
		"atom:entry"},
	    {"<xsl:template match='atom:feed'><x n='{{a}}{count(atom:entry)}'/>"
	     "</xsl:template>",
		"count(atom:entry)"},
	    {"<xsl:template match='atom:feed'><xsl:value-of "
	     "select='atom:entry[1]/atom:updated'/></xsl:template>",
		""},
	    {"<xsl:template match='atom:feed'><xsl:copy-of select='.'/>"
	     "</xsl:template>",
		"."},
	    /* Ours. */
	    {"<xsl:template match='atom:entry'><loom:copy "
	     "select='../atom:entry'/></xsl:template>",
		"../atom:entry"},
	    {"<xsl:template match='atom:entry'><loom:map><loom:string "
	     "key='n' select='count(../atom:entry)'/></loom:map>"
	     "</xsl:template>",
		"count(../atom:entry)"},
	    {"<xsl:template match='atom:entry'><loom:array key='l'>"
	     "<xsl:value-of select='last()'/></loom:array></xsl:template>",
		"last()"},
	    {"<xsl:template match='atom:entry'><loom:strings key='t' "
	     "select='atom:category/@term'/></xsl:template>",
		""},
	    /* Numbers. */
	    {"<xsl:template match='atom:entry'><xsl:number/></xsl:template>",
		"xsl:number"},
	    {"<xsl:template match='atom:link'><xsl:number level='any'/>"
	     "</xsl:template>",
		"xsl:number"},
	    {"<xsl:template match='atom:link'><xsl:number/></xsl:template>",
		""},
	    {"<xsl:template match='atom:entry'><xsl:number "
	     "value='position()'/></xsl:template>",
		"position()"},
	    /* Patterns. */
	    {"<xsl:template match='atom:entry[1]'/>", "atom:entry[1]"},
	    {"<xsl:template match='atom:entry[position() mod 2]'/>",
		"position()"},
	    {"<xsl:template match='atom:entry[atom:link[1]]/atom:id'/>", ""},
	    {"<xsl:template match='atom:link[1] | atom:id'/>", ""},
	    /* What the current list is. */
	    {"<xsl:template match='atom:entry'><xsl:for-each "
	     "select='atom:link'><xsl:sort select='@href'/>"
	     "<xsl:value-of select='position()'/></xsl:for-each>"
	     "</xsl:template>",
		""},
	    {"<xsl:template match='atom:link'><x a='{position()}'/>"
	     "</xsl:template>",
		""},
	    {"<xsl:template match='*'><x a='{last()}'/></xsl:template>",
		"last()"},
	    {"<xsl:template match='atom:entry'><xsl:apply-templates mode='m' "
	     "select='atom:link'/></xsl:template>"
	     "<xsl:template match='*' mode='m'><x a='{last()}'/>"
	     "<xsl:value-of select='../*'/></xsl:template>",
		""},
	    {"<xsl:template match='atom:entry'><xsl:call-template name='t'/>"
	     "</xsl:template><xsl:template name='t'><xsl:value-of "
	     "select='position()'/></xsl:template>",
		"position()"},
	    {"<xsl:template match='atom:entry'><xsl:for-each "
	     "select='atom:link'><xsl:call-template name='t'/></xsl:for-each>"
	     "</xsl:template><xsl:template name='t'><xsl:value-of "
	     "select='position()'/></xsl:template>",
		""},
	    /* Variables. */
	    {"<xsl:variable name='f' select='/atom:feed'/><xsl:template "
	     "match='atom:entry'><xsl:value-of select='$f/atom:entry'/>"
	     "</xsl:template>",
		"$f/atom:entry"},
	    {"<xsl:variable name='f' select='/atom:feed'/><xsl:template "
	     "match='atom:entry'><xsl:value-of select='$f/atom:title'/>"
	     "</xsl:template>",
		""},
	    {"<xsl:template match='atom:entry'><xsl:call-template name='t'>"
	     "<xsl:with-param name='x' select='..'/></xsl:call-template>"
	     "</xsl:template><xsl:template name='t'><xsl:param name='x'/>"
	     "<xsl:variable name='y' select='$x'/>"
	     "<xsl:value-of select='count($y/*)'/></xsl:template>",
		"count($y/*)"},
	    {"<xsl:variable name='t'><a/><a/></xsl:variable><xsl:template "
	     "match='atom:entry'><xsl:value-of "
	     "select='exsl:node-set($t)//a[last()]'/></xsl:template>",
		""},
	    /* What only looks like one. */
	    {"<xsl:template match='atom:entry'><x select='//position()'>"
	     "position()</x><!-- //x --></xsl:template>",
		""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check("", cases[i].body, "", cases[i].why);
}

static void
test_where(void **state)
{
	struct scope scope;
	char why[400];

	(void)state;
	find("<xsl:template match='/atom:feed'>\n<x>\n<xsl:value-of "
	     "select='  count(\n  atom:entry )'/></x></xsl:template>",
	    why, sizeof(why), &scope);
	assert_string_equal(why, "my.xsl:5: count( atom:entry )");
	assert_true(scope.feed);
	find("<xsl:template match='node()'/>", why, sizeof(why), &scope);
	assert_false(scope.feed);
	find("<xsl:template match='/' mode='x'/>", why, sizeof(why), &scope);
	assert_false(scope.feed);
}

/* However deep, long or broken it is: it ends, on the safe side. */
static void
test_depth(void **state)
{
	struct scope scope;
	struct buf text;
	char why[400];

	(void)state;
	buf_init(&text, MIB);
	buf_puts(&text, "<xsl:template match='atom:entry'><xsl:value-of "
			"select='");
	for (int i = 0; i < 50000; i++)
		buf_putc(&text, '(');
	buf_puts(&text, "'/></xsl:template>");
	xmlDoc *doc = NULL;
	struct buf sheet;
	buf_init(&sheet, MIB);
	buf_printf(&sheet, "%s%s%s", HEAD, buf_text(&text), TAIL);
	doc = xmlReadMemory(sheet.data, (int)sheet.len, "/x/my.xsl", NULL, 0);
	assert_non_null(doc);
	scope_find(&scope, &doc, 1);
	assert_true(scope.whole);
	xmlFreeDoc(doc);
	buf_clear(&sheet);
	buf_clear(&text);
	static const char *const broken[] = {"[", "a[", "a[[", "f(", "f(,", "@",
	    "::", "a::", "$", "a/", "//", "|", "or", "\"", "..[", "1 (", ")",
	    "a:", "a:*", "*:*", "a b", "{", "atom:entry["};
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		char body[300];
		snprintf(body, sizeof(body),
		    "<xsl:template match='%s'><xsl:value-of select='%s'/>"
		    "<x a='{%s}'/></xsl:template>",
		    broken[i], broken[i], broken[i]);
		find(body, why, sizeof(why), &scope);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_expressions),
	    cmocka_unit_test(test_instructions),
	    cmocka_unit_test(test_where),
	    cmocka_unit_test(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
