/*
 * Selectors: what they find, what they say when they are wrong, and that they
 * end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/fragment.h"
#include "html/select.h"

static const char page[] =
    "<h2 id=a class='big title' title=' x'>Tides</h2>"
    "<p id=b>One <a id=c href='https://x.example/1' rel='next nofollow'>x</a> "
    "<a id=d href=/2.PNG hreflang=en-GB>y</a></p>"
    "<!-- ad -->"
    "<p id=e class=big> &nbsp;<!-- --></p>"
    "<div id=f><p id=g><img id=h src=s.png alt=''></p><ul id=i>"
    "<li id=j>1<li id=k class='Big'>2<li id=l>3<li id=m>4<li id=n>5</ul>"
    "<p id=o></p></div>"
    "<p id=p>The post <b id=q>Tides</b>\n appeared first on X</p>"
    "<o:p id=r @x=1>z</o:p>";

static const struct {
	const char *selector;
	const char *found; /* ids */
} finds[] = {
    {"p", "b e g o p"},
    {"P", "b e g o p"},
    {"*", "a b c d e f g h i j k l m n o p q r"},
    {"h2, li, h2", "a j k l m n"},
    {"nosuch", ""},
    {"o\\:p", "r"},
    {"o\\3a p", "r"},
    /* Classes and ids. */
    {".big", "a e"},
    {".title.big", "a"},
    {"p.big", "e"},
    {"*.big", "a e"},
    {"#k", "k"},
    {"li#a", ""},
    {"#\\6B", "k"},
    /* Attributes. */
    {"[href]", "c d"},
    {"a[HREF]", "c d"},
    {"[ rel ]", "c"},
    {"[href='/2.PNG']", "d"},
    {"[href=/2.PNG]", "d"},
    {"[href$=.png]", ""},
    {"[href$=.png i]", "d"},
    {"[href $= \".PNG\" ]", "d"},
    {"[href^=https:]", "c"},
    {"[href*='example/']", "c"},
    {"[href*='EXAMPLE/' I]", "c"},
    {"[href*='']", ""},
    {"[href^=''], [href$=\"\"]", ""},
    {"[rel~=nofollow]", "c"},
    {"[rel~=follow]", ""},
    {"[title~='']", ""},
    {"[rel='next nofollow']", "c"},
    {"[hreflang|=en]", "d"},
    {"[hreflang|=en-G]", ""},
    {"a[rel!=nofollow]", "c d"},
    {"a[hreflang!=en-GB]", "c"},
    {"[alt='']", "h"},
    {"[\\40 x]", "r"},
    {"[\\40 x='\\31']", "r"},
    /* What is between. */
    {"div p", "g o"},
    {"div   >\n p", "g o"},
    {"div>p>img", "h"},
    {"div img", "h"},
    {"div > img", ""},
    {"h2 + p", "b"},
    {"p + p", "e"},
    {"h2 ~ p", "b e p"},
    {"h2~p a", "c d"},
    {"a + a", "d"},
    {"p ~ div p + ul > li ~ li", "k l m n"},
    {"> p", "b e p"},
    {"> p > a, > h2", "a c d"},
    {":scope > p", "b e p"},
    {":scope", ""},
    {"+ p", ""},
    {"div div", ""},
    {"* * * *", ""},
    {"* * *", "h j k l m n"},
    /* Places. */
    {"li:first-child", "j"},
    {"li:last-child", "n"},
    {":only-child", "h q"},
    {"li:nth-child(2)", "k"},
    {"li:nth-child(odd)", "j l n"},
    {"li:nth-child( even )", "k m"},
    {"li:nth-child(2n+1)", "j l n"},
    {"li:nth-child( 3n - 1 )", "k n"},
    {"li:nth-child(-n+2)", "j k"},
    {"li:nth-child(n+4)", "m n"},
    {"li:nth-child(+N)", "j k l m n"},
    {"li:nth-child(0)", ""},
    {"li:nth-child(-1)", ""},
    {"li:nth-child(0n+3)", "l"},
    {"li:nth-last-child(2)", "m"},
    {"li:nth-last-child(-n+2)", "m n"},
    {"p:first-of-type", "b g"},
    {"p:last-of-type", "o p"},
    {"p:nth-of-type(2)", "e o"},
    {"p:nth-last-of-type(2)", "e g"},
    {"> :only-of-type", "a f r"},
    {"p:first-child", "g"},
    {"h2:first-child + p", "b"},
    /* Lists of steps. */
    {"li:not(.Big)", "j l m n"},
    {"li:not(.Big, :last-child)", "j l m"},
    {"li:not(:not(:nth-child(2)))", "k"},
    {":is(h2, ul)", "a i"},
    {"div :where(.Big, img)", "h k"},
    {"p:has(a)", "b"},
    {"p:has(img, b)", "g p"},
    {"div:has(img)", "f"},
    {"div:has(> img)", ""},
    {"div:has(> ul)", "f"},
    {"h2:has(+ p)", "a"},
    {"p:has(+ p)", "b"},
    {"h2:has(+ div), h2:has(~ div)", "a"},
    {"p:not(:has(*))", "e o"},
    {"p:has(a:nth-child(2))", "b"},
    {"p:has(:not(a))", "g p"},
    /* Contents. */
    {"p:empty", "o"},
    {"p:blank", "e o"},
    {":empty", "h o"},
    {"p:contains('appeared first on')", "p"},
    {"p:contains(Tides appeared )", "p"},
    {":contains(\"Tides\")", "a p q"},
    {"h2:contains(tides)", ""},
};

/* The ids of what is found below scope, a blank between them. */
static void
find(xmlNode *scope, const char *text, struct buf *out)
{
	struct error e = {0};
	struct selector *selector = selector_new(text, strlen(text), &e);
	struct select s;
	xmlNode *node;

	assert_string_equal(e.text, "");
	assert_non_null(selector);
	buf_cut(out, 0);
	select_begin(&s, selector, scope);
	while ((node = select_next(&s)) != NULL) {
		xmlChar *id = xmlGetProp(node, (const xmlChar *)"id");

		if (out->len > 0)
			buf_putc(out, ' ');
		buf_puts(out, id == NULL ? "?" : (const char *)id);
		xmlFree(id);
	}
	assert_false(s.failed);
	selector_free(selector);
}

/* A document that holds the fragment's nodes. */
static xmlDoc *
parse(const char *html)
{
	xmlDoc *doc = xmlNewDoc(NULL);
	size_t nodes = LIMIT_NODES;

	assert_true(
	    fragment_parse_into((xmlNode *)doc, html, strlen(html), &nodes));
	return doc;
}

static void
elements_are_found(void **state)
{
	xmlDoc *doc = parse(page);
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	for (size_t i = 0; i < sizeof(finds) / sizeof(finds[0]); i++) {
		find((xmlNode *)doc, finds[i].selector, &out);
		if (strcmp(buf_text(&out), finds[i].found) != 0)
			print_message("%s\n", finds[i].selector);
		assert_string_equal(buf_text(&out), finds[i].found);
	}
	buf_clear(&out);
	xmlFreeDoc(doc);
}

/* The element with this id. */
static xmlNode *
by_id(xmlDoc *doc, const char *id)
{
	struct error e = {0};
	struct selector *selector;
	struct select s;
	char text[16] = "#";

	strcat(text, id);
	selector = selector_new(text, strlen(text), &e);
	assert_non_null(selector);
	select_begin(&s, selector, (xmlNode *)doc);
	xmlNode *node = select_next(&s);
	assert_non_null(node);
	selector_free(selector);
	return node;
}

static void
a_scope_is_all_that_is_seen(void **state)
{
	static const struct {
		const char *scope;
		const char *selector;
		const char *found;
	} cases[] = {
	    {"f", "p", "g o"},
	    {"f", "div p", "g o"},
	    {"f", "h2 ~ div p", ""},
	    {"f", "> p", "g o"},
	    {"f", ":scope > ul > li:last-child", "n"},
	    {"f", "#f > p", "g o"},
	    {"f", "div", ""},
	    {"f", ":nth-child(4) > p", "g o"},
	    {"i", "li", "j k l m n"},
	    {"i", "li + li", "k l m n"},
	    {"i", "div li", ""},
	    {"h", "*", ""},
	};
	xmlDoc *doc = parse(page);
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		find(by_id(doc, cases[i].scope), cases[i].selector, &out);
		assert_string_equal(buf_text(&out), cases[i].found);
	}
	buf_clear(&out);
	xmlFreeDoc(doc);
}

static bool
matches(xmlNode *node, const char *text)
{
	struct error e = {0};
	struct selector *selector = selector_new(text, strlen(text), &e);
	bool failed;

	assert_non_null(selector);
	bool fits = select_matches(selector, node, &failed);
	assert_false(failed);
	selector_free(selector);
	return fits;
}

/* Each element matches just the selectors that find it. */
static void
what_is_found_matches(void **state)
{
	xmlDoc *doc = parse(page);

	(void)state;
	for (size_t i = 0; i < sizeof(finds) / sizeof(finds[0]); i++) {
		const char *selector = finds[i].selector;

		if (strstr(selector, ":scope") != NULL ||
		    strchr(">+", *selector) != NULL)
			continue;
		for (char id[2] = "a"; *id <= 'r'; ++*id) {
			bool found = strchr(finds[i].found, *id) != NULL;

			assert_int_equal(
			    matches(by_id(doc, id), selector), found);
		}
	}
	assert_true(matches(by_id(doc, "g"), ":scope"));
	assert_false(matches(by_id(doc, "g"), "> p"));
	xmlFreeDoc(doc);
}

static const struct {
	const char *selector;
	const char *says;
} mistakes[] = {
    {"", "selector '', character 1: here an element, '.class', '#id', "
	 "'[attribute]' or ':pseudo-class' is expected"},
    {"p > > a", "'p > > a', character 5: here an element"},
    {"p >", "character 4: here an element"},
    {"p, ", "character 4: here an element"},
    {"p,,a", "character 3: here an element"},
    {"p$", "character 2: this character cannot stand here"},
    {"é p )", "character 5: here an element"},
    {"p.", "character 3: here a name is expected"},
    {"#", "character 2: here a name is expected"},
    {"a[", "character 3: here the name of an attribute is expected"},
    {"a[href", "character 2: this '[' is not closed"},
    {"a[href?x]", "character 7: here ']', '=', '~='"},
    {"a[href=]", "character 8: here a value is expected"},
    {"a[href='x]", "character 8: this quote is not closed"},
    {"a[href='x' y]", "character 12: here ']' is expected"},
    {"a:frist-child", "character 2: there is no ':frist-child'; did you "
		      "mean ':first-child'?"},
    {"a:hover", "character 2: there is no ':hover'"},
    {"p::before", "character 2: there are only elements here"},
    {"p:", "character 3: here the name of a pseudo-class"},
    {"p:first-child(1)", "character 14: here are no brackets"},
    {"p:nth-child", "character 12: here '(' is expected"},
    {"p:nth-child(", "character 13: here a number, 'odd', 'even'"},
    {"p:nth-child(x)", "character 13: here a number"},
    {"p:nth-child(+)", "character 13: here a number"},
    {"p:nth-child(2n+)", "character 13: here a number"},
    {"p:nth-child(9999999)", "character 13: here a number"},
    {"p:nth-child(2", "character 12: this '(' is not closed"},
    {"p:nth-child(2 x)", "character 15: here ')' is expected"},
    {"p:not()", "character 7: here an element"},
    {"p:not(a b)", "character 9: no more than one step"},
    {"p:not(a > b)", "character 9: no more than one step"},
    {"p:has(a:has(b))", "character 13: ':has()' cannot stand within"},
    {":not(:not(:not(:not(:not(a)))))", "character 26: too many brackets"},
    {"p:contains()", "character 12: here a text is expected"},
    {"p:contains('x)", "character 12: this quote is not closed"},
    {"svg|a", "character 4: there are no namespaces"},
    {"\xFF", "the selector is not UTF-8"},
};

static void
mistakes_are_explained(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		const char *text = mistakes[i].selector;
		struct error e = {0};

		assert_null(selector_new(text, strlen(text), &e));
		assert_int_equal(e.code, ERR_PLUGIN);
		if (strstr(e.text, mistakes[i].says) == NULL)
			print_message("%s: %s\n", text, e.text);
		assert_non_null(strstr(e.text, mistakes[i].says));
	}
}

/* unit, n times over */
static char *
repeat(const char *unit, size_t n)
{
	size_t len = strlen(unit);
	char *text = mem_new(n * len + 1, 1);

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * len, unit, len);
	return text;
}

static void
long_selectors_are_refused(void **state)
{
	struct error e = {0};
	char *text = repeat("a,", SELECTOR_STEPS + 1);

	(void)state;
	assert_null(selector_new(text, strlen(text), &e));
	assert_non_null(strstr(e.text, "more than 64 steps"));
	assert_non_null(strstr(e.text, "a,…', character 129"));
	text[2 * SELECTOR_STEPS - 1] = '\0';
	struct selector *most = selector_new(text, strlen(text), &e);
	assert_non_null(most);
	selector_free(most);
	free(text);
	text = repeat("a", LIMIT_SELECTOR + 1);
	assert_null(selector_new(text, LIMIT_SELECTOR + 1, &e));
	assert_string_equal(e.text, "the selector is longer than 4 KiB");
	free(text);
}

/* How much is looked at to find n elements. */
static unsigned long
effort(const char *html, const char *text, size_t n, bool *failed)
{
	xmlDoc *doc = parse(html);
	struct error e = {0};
	struct selector *selector = selector_new(text, strlen(text), &e);
	struct select s;
	size_t found = 0;

	assert_non_null(selector);
	select_begin(&s, selector, (xmlNode *)doc);
	while (select_next(&s) != NULL)
		found++;
	*failed = s.failed;
	if (!s.failed)
		assert_int_equal(found, n);
	selector_free(selector);
	xmlFreeDoc(doc);
	return s.work;
}

static void
a_search_ends(void **state)
{
	char *deep = repeat("<div>", 128);
	char *wide = repeat("<p></p>", 20000);
	char *mixed = repeat("<b></b><i></i>", 20000);
	bool failed;

	(void)state;
	/* Backtracking would try 128 over 12 ways. */
	assert_in_range(effort(deep,
			    "div div div div div div div div div div "
			    "div div > nosuch",
			    0, &failed),
	    1, 128 * 13 + 13);
	assert_false(failed);
	assert_in_range(
	    effort(wide, "p ~ p ~ p ~ p ~ p:nth-last-child(2n)", 9998, &failed),
	    1, 20000 * 8);
	assert_false(failed);
	effort(mixed, "b:nth-last-of-type(2)", 1, &failed);
	assert_true(failed);
	free(mixed);
	free(wide);
	free(deep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(elements_are_found),
	    cmocka_unit_test(a_scope_is_all_that_is_seen),
	    cmocka_unit_test(what_is_found_matches),
	    cmocka_unit_test(mistakes_are_explained),
	    cmocka_unit_test(long_selectors_are_refused),
	    cmocka_unit_test(a_search_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
