/*
 * Simple expressions give what libxml2 gives: thousands that are made up, each
 * at all nodes of small feeds; and which expressions are simple.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libxml/xpathInternals.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "sheets.h"
#include "xml/node.h"
#include "xml/sheet_state.h"
#include "xml/xpath.h"

/* clang-format off */
static const char *const feeds[] = {
"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:r='urn:r' xml:lang='en'>"
"<title type='html'>a<![CDATA[b]]></title><link rel='self' href='x'/>"
"<entry xml:lang='de'><id r:perma='true'>x</id><title/>"
"<link rel='alternate' href='x'/><link rel='enclosure' href='y' r:n='1'/>"
"<link href=''/><category term='a' label='b'/><category term='a'/>"
"<r:group><r:group n='1'>a</r:group><r:group n='2'><r:link>b</r:link>"
"</r:group></r:group><!-- a --><?p b?><content type='xhtml'>"
"<div xmlns='http://www.w3.org/1999/xhtml'>a<b>b</b> <i/></div></content>"
"<author><name>a</name><name>b</name></author><author><name/></author>"
"<plain xmlns=''>a<link rel='self'>x</link></plain></entry>"
"<entry><id>y</id><title>b</title><link rel='related'/></entry></feed>",

"<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:q='urn:r'>"
"<a:entry><a:id q:perma=''>y</a:id><q:group n='2'/><a:link q:rel='self'"
" a:href='y' rel='self'/><link rel='alternate' href='y'/>text<a:title>a"
"<q:link/>b</a:title><a:title><![CDATA[]]></a:title><a:category/>"
"<a:content>x</a:content></a:entry></a:feed>",
};
/* clang-format on */

static void
shout(const xmlNode *node, const char *text, struct buf *out)
{
	buf_printf(out, "%s%s!", node == NULL ? "" : node_name(node), text);
}

/* Each other node, from the first when there is a text. */
static void
choose(const xmlNodeSet *set, const char *text, xmlNodeSet *out)
{
	for (int i = *text == '\0'; i < set->nodeNr; i += 2)
		xmlXPathNodeSetAddUnique(out, set->nodeTab[i]);
}

static const struct sheet_function functions[] = {
    {.name = "shout", .call = shout},
    {.name = "choose", .choose = choose},
    {.name = NULL},
};

static const char sheet_text[] =
    "<xsl:stylesheet version='1.0' xmlns:loom='urn:feedloom' xmlns:r='urn:r'"
    " xmlns:a='http://www.w3.org/2005/Atom'"
    " xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>";

/* A run that stands still: in the place of an instruction, with variables. */
struct place {
	struct sheet *sheet;
	xmlDoc *doc;
	xsltTransformContext *run;
	xsltStackElem variables[5];
	xsltStackElem *stack[5];
	xsltStackElem **old; /* the run's own stack */
	const xmlNode *at;
	unsigned long made, simple, same, given_up;
};

static void
set_variable(struct place *p, int i, const char *name, xmlXPathObject *value)
{
	assert_non_null(value);
	p->variables[i] = (xsltStackElem){.computed = 1,
	    .name = xmlDictLookup(p->run->dict, (const xmlChar *)name, -1),
	    .value = value};
	p->stack[i] = &p->variables[i];
}

static void
place_begin(struct place *p, const char *text)
{
	struct sheet_setup setup = {.functions = functions,
	    .folders = (const char *const[]){".", NULL}};
	struct error e;
	FILE *f = fopen("my.xsl", "w");

	*p = (struct place){.made = 0};
	assert_non_null(f);
	assert_true(fputs(sheet_text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	p->sheet = sheet_load("./my.xsl", &setup, &e);
	assert_non_null(p->sheet);
	p->doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, 0);
	assert_non_null(p->doc);
	p->run = xsltNewTransformContext(p->sheet->style, p->doc);
	p->run->_private = p->sheet;
	p->sheet->run = p->run;
	sheet_add_functions(p->sheet);
	p->at = xmlDocGetRootElement(p->sheet->style->doc);
	xmlXPathContext *path = p->run->xpathCtxt;
	xmlXPathRegisterNs(path, BAD_CAST "a", BAD_CAST NS_ATOM_URI);
	xmlXPathRegisterNs(path, BAD_CAST "r", BAD_CAST "urn:r");
	xmlXPathRegisterNs(path, BAD_CAST "loom", BAD_CAST NS_LOOM_URI);
	set_variable(p, 0, "text", xmlXPathNewCString("x"));
	set_variable(p, 1, "yes", xmlXPathNewBoolean(1));
	set_variable(
	    p, 2, "links", xmlXPathEval(BAD_CAST "//a:link | //a:title", path));
	set_variable(p, 3, "all", xmlXPathEval(BAD_CAST "//* | //@*", path));
	set_variable(p, 4, "two", xmlXPathNewFloat(2));
	p->old = p->run->varsTab;
	p->run->varsTab = p->stack;
	p->run->varsNr = 5;
}

static void
place_end(struct place *p)
{
	p->run->varsTab = p->old;
	p->run->varsNr = 0;
	for (int i = 0; i < 5; i++)
		xmlXPathFreeObject(p->variables[i].value);
	xmlXPathRegisteredNsCleanup(p->run->xpathCtxt);
	xsltFreeTransformContext(p->run);
	p->sheet->run = NULL;
	sheet_free(p->sheet);
	xmlFreeDoc(p->doc);
}

/* Chance that is the same each time. */
static unsigned
pick(unsigned n)
{
	static uint64_t state = 42;

	state = state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(state >> 33) % n;
}

#define PICK(array) array[pick(sizeof(array) / sizeof((array)[0]))]

static void put_nodes(struct buf *out, int deep);
static void put_expression(struct buf *out, int deep);

static void
put_predicates(struct buf *out, int deep)
{
	while (deep > 0 && pick(3) == 0) {
		buf_puts(out, "[");
		if (pick(3) == 0)
			buf_printf(out, "%u", 1 + pick(3));
		else if (pick(2) == 0)
			put_nodes(out, deep - 1);
		else
			put_expression(out, deep - 1);
		buf_puts(out, "]");
	}
}

static void
put_step(struct buf *out, int deep)
{
	static const char *const axes[] = {
	    "", "", "", "", "", "@", "@", "self::", "descendant::"};
	static const char *const tests[] = {"a:entry", "a:link", "a:title",
	    "a:category", "r:group", "link", "*", "*", "a:*", "r:*", "rel",
	    "href", "n", "r:perma", "xml:lang", "text()", "a:id"};

	if (pick(8) == 0) {
		buf_puts(out, ".");
		return;
	}
	buf_puts(out, PICK(axes));
	buf_puts(out, PICK(tests));
	put_predicates(out, deep);
}

static void
put_nodes(struct buf *out, int deep)
{
	if (deep > 0 && pick(5) == 0) {
		buf_puts(out, pick(2) == 0 ? "$links" : "$all");
		put_predicates(out, deep);
		if (pick(2) == 0) {
			buf_puts(out, pick(2) == 0 ? "/@*" : "/@rel");
			put_predicates(out, deep);
		}
		return;
	}
	if (pick(8) == 0)
		buf_puts(out, "/");
	while (pick(5) == 0)
		buf_puts(out, "../");
	do {
		put_step(out, deep);
	} while (pick(3) == 0 && (buf_puts(out, "/"), true));
}

static void
put_call(struct buf *out, int deep)
{
	static const char *const names[] = {
	    "not", "contains", "starts-with", "loom:shout", "loom:choose"};
	const char *name = PICK(names);

	buf_printf(out, "%s(", name);
	if (*name == 'l')
		put_nodes(out, deep - 1);
	else
		put_expression(out, deep - 1);
	if (*name == 'c' || *name == 's') {
		buf_puts(out, ", ");
		put_expression(out, deep - 1);
	} else if (strcmp(name, "loom:choose") == 0 && pick(2) == 0) {
		buf_puts(out, pick(2) == 0 ? ", 'a'" : ", ''");
	}
	buf_puts(out, ")");
}

static void
put_expression(struct buf *out, int deep)
{
	static const char *const operators[] = {
	    " = ", " = ", "!=", " != ", " and ", " or "};
	static const char *const literals[] = {
	    "'a'", "\"x\"", "''", "$text", "$yes", "'self'", "$two"};
	unsigned way = deep > 0 ? pick(8) : 6;

	if (way < 4) {
		bool bare = pick(2) == 0;
		buf_puts(out, bare ? "" : "(");
		put_expression(out, deep - 1);
		buf_puts(out, PICK(operators));
		put_expression(out, deep - 1);
		buf_puts(out, bare ? "" : ")");
	} else if (way == 4) {
		put_call(out, deep);
	} else if (way == 5) {
		buf_puts(out, PICK(literals));
	} else {
		put_nodes(out, deep);
	}
}

/* What a value is, so that two can be compared. */
static void
put_value(const xmlXPathObject *value, struct buf *out)
{
	if (value->type == XPATH_BOOLEAN)
		buf_printf(out, "boolean %d", value->boolval);
	else if (value->type == XPATH_STRING)
		buf_printf(out, "string %s", (const char *)value->stringval);
	else
		buf_printf(out, "type %d", value->type);
	for (int i = 0;
	     value->type == XPATH_NODESET && value->nodesetval != NULL &&
	     i < value->nodesetval->nodeNr;
	     i++)
		buf_printf(out, " %p", (void *)value->nodesetval->nodeTab[i]);
}

/* The nodes of both, and what they are as text and as a boolean. */
static void
compare(struct place *p, const char *text, const struct xpath *simple,
    xmlXPathCompExpr *compiled, xmlNode *node)
{
	xmlXPathContext *path = p->run->xpathCtxt;
	xmlXPathObject *nodes = NULL;
	xmlChar *own = NULL;
	struct buf ours, theirs;

	path->node = node;
	xmlXPathObject *good = xmlXPathCompiledEval(compiled, path);
	assert_non_null(good);
	if (xpath_gives_nodes(simple))
		nodes = xpath_nodes(simple, p->run, node);
	int yes = xpath_test(simple, p->run, node);
	const char *string = xpath_string(simple, p->run, node, &own);
	buf_init(&ours, MIB);
	buf_init(&theirs, MIB);
	if (nodes != NULL) {
		put_value(nodes, &ours);
		put_value(good, &theirs);
	}
	if (string != NULL) {
		xmlChar *copy = xmlXPathCastToString(good);
		buf_printf(&ours, "; %s", string);
		buf_printf(&theirs, "; %s", (const char *)copy);
		xmlFree(copy);
	}
	if (yes != -1) {
		buf_printf(&ours, "; %d", yes);
		buf_printf(&theirs, "; %d",
		    xmlXPathCompiledEvalToBoolean(compiled, path));
	}
	if (strcmp(buf_text(&ours), buf_text(&theirs)) != 0)
		fail_msg("%s\nat a <%s>: %s\nbut libxml2: %s", text,
		    node_name(node), buf_text(&ours), buf_text(&theirs));
	if (yes == -1)
		p->given_up++;
	else
		p->same++;
	buf_clear(&ours);
	buf_clear(&theirs);
	xmlFree(own);
	xmlXPathFreeObject(good);
	xmlXPathFreeObject(nodes);
}

static void
check(struct place *p, const char *text)
{
	xmlNode *root = xmlDocGetRootElement(p->doc);
	struct xpath *simple = xpath_new(text, p->at, functions);
	xmlXPathCompExpr *compiled =
	    xsltXPathCompile(p->sheet->style, BAD_CAST text);

	if (compiled == NULL)
		fail_msg("not XPath: %s", text);
	p->made++;
	if (simple != NULL) {
		p->simple++;
		compare(p, text, simple, compiled, (xmlNode *)p->doc);
		for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
			compare(p, text, simple, compiled, n);
			for (xmlAttr *a = n->type == XML_ELEMENT_NODE
					      ? n->properties
					      : NULL;
			     a != NULL; a = a->next)
				compare(
				    p, text, simple, compiled, (xmlNode *)a);
		}
	}
	xmlXPathFreeCompExpr(compiled);
	xpath_free(simple);
}

static void
test_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++) {
		struct place p;
		struct buf text;

		buf_init(&text, MIB);
		place_begin(&p, feeds[i]);
		for (int n = 0; n < 4000; n++) {
			buf_cut(&text, 0);
			if (pick(4) == 0)
				put_nodes(&text, 3);
			else
				put_expression(&text, 3);
			check(&p, buf_text(&text));
		}
		print_message("# of %lu expressions %lu are simple; "
			      "%lu values the same, %lu given up\n",
		    p.made, p.simple, p.same, p.given_up);
		assert_true(p.simple > p.made / 2);
		assert_true(p.same > p.given_up);
		place_end(&p);
		buf_clear(&text);
	}
}

/* What is simple, and what is not. */
static void
test_simple(void **state)
{
	static const char *const simple[] = {"a:link[1][@rel = 'self']/@href",
	    "not(a:title)", "$links[2]/@xml:lang", "( 'a' )", "text()",
	    "../@xml:lang", "self::a:link/*", "descendant::text()", "../../..",
	    "a:id = $links/@href", "(@a = 'b') != (@c = $text)", "*/*[*]",
	    "loom:shout($text) != ''", "starts-with(., ':')", "$all[@*[2]]",
	    "/a:feed/a:entry[2]", "/*/@xml:lang = 'en'", "loom:choose(*, 'a')",
	    "not(loom:choose(@*))"};
	static const char *const others[] = {"//a:link", ".//text()", "1",
	    "a + b", "a > b", "-1", "position()", "a[last()]", "a[$two]",
	    "a[1.5]", "/", "current()", "namespace::*", "count(a)",
	    "ancestor::a", "preceding-sibling::*", "comment()", "loom:no(a)",
	    "r:shout(a)", "loom:shout(a = b)", "loom:choose('a')",
	    "loom:choose($all)", "loom:choose(a, b)", "loom:choose(a)/b",
	    "loom:choose(a, 'b', 'c')", "node()", "$r:x", "none:a",
	    "contains(a)", "not(a, b)", "a | b", "a[1][1][1][1][1]", "$links/a",
	    "$links/..", "a/..", "(a)[1]", "(a)/b", "descendant::a/b", "@a/..",
	    "contains(a = b, '')"};

	(void)state;
	struct place p;
	place_begin(&p, feeds[0]);
	for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++)
		check(&p, simple[i]);
	assert_int_equal(p.simple, sizeof(simple) / sizeof(simple[0]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct xpath *x = xpath_new(others[i], p.at, functions);
		if (x != NULL)
			fail_msg("simple: %s", others[i]);
	}
	place_end(&p);
}

/* In a stylesheet, each instruction with its own; and what gives up. */
static void
test_instructions(void **state)
{
	(void)state;
	assert_select("/atom:feed/atom:entry[2]/atom:title", "two");
	assert_select("$none", "my.xsl:4: Variable 'none' has not been "
			       "declared.");
	assert_result(HEAD
	    "<xsl:variable name='g' select='/atom:feed/atom:entry'/>"
	    "<xsl:variable name='n' select='2'/>"
	    "<xsl:variable name='late' select='$n'/>" ROOT(
		"<xsl:for-each select='atom:feed/*'>"
		"<xsl:sort select='.' order='descending'/>"
		"<xsl:variable name='here' select='.'/>"
		"<xsl:choose><xsl:when test='self::atom:title'>t</xsl:when>"
		"<xsl:when test='$g = $here'>g<xsl:value-of select='.'/>"
		"</xsl:when><xsl:otherwise>o</xsl:otherwise></xsl:choose>"
		"<xsl:if test='atom:title = \"one\"'>1</xsl:if>"
		"<xsl:if test='$late'>l</xsl:if>"
		"<xsl:value-of select='$late'/>;</xsl:for-each>"
		"<xsl:apply-templates select='$g[$n]/atom:title'/>"
		"<xsl:copy-of select='$g/atom:title | atom:feed/atom:title'/>")
		TAIL,
	    "gtwol2;gone1l2;tl2;twoFonetwo");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same),
	    cmocka_unit_test(test_simple),
	    cmocka_unit_test(test_instructions),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
