/*
 * Trees that change: what stands where afterwards, what is refused, and that
 * nodes that were taken out stay good.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/fragment.h"
#include "html/select.h"
#include "html/tree.h"

static struct tree_room room;

static struct tree *
tree(const char *html)
{
	struct error e = {0};

	room.left = LIMIT_LUA_HTML;
	struct tree *t = tree_new(html, strlen(html), &room, &e);
	assert_string_equal(e.text, "");
	assert_non_null(t);
	return t;
}

/* The first element that fits; "" is the top, "a/" its first child. */
static xmlNode *
find(const struct tree *t, const char *text)
{
	size_t len = strcspn(text, "/");
	struct error e = {0};
	struct select s;

	if (*text == '\0')
		return tree_top(t);
	struct selector *selector = selector_new(text, len, &e);
	assert_non_null(selector);
	select_begin(&s, selector, tree_top(t));
	xmlNode *node = select_next(&s);
	selector_free(selector);
	assert_non_null(node);
	return text[len] == '/' ? node->children : node;
}

static void
must_be(const struct tree *t, const char *expected)
{
	struct buf out;

	buf_init(&out, MIB);
	fragment_html(tree_top(t), &out);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

/* Checks that all pointers of a tree agree. */
static void
must_be_whole(const struct tree *t)
{
	const xmlNode *top = tree_top(t);
	const xmlNode *n = top;

	for (;;) {
		if (n->type != XML_TEXT_NODE && n->type != XML_COMMENT_NODE &&
		    n->children != NULL) {
			assert_null(n->children->prev);
			assert_null(n->last->next);
			assert_ptr_equal(n->children->parent, n);
			n = n->children;
			continue;
		}
		while (n != top && n->next == NULL) {
			n = n->parent;
			assert_true(n == top || n->parent != NULL);
		}
		if (n == top)
			return;
		assert_ptr_equal(n->next->prev, n);
		assert_ptr_equal(n->next->parent, n->parent);
		n = n->next;
	}
}

/* Checks how a change went; frees the tree. */
static void
must_end(struct tree *t, int result, const struct error *e, const char *html,
    const char *expected)
{
	if (*expected == '!') {
		assert_int_equal(result, -1);
		assert_int_equal(e->code, ERR_PLUGIN);
		assert_string_equal(e->text, expected + 1);
		must_be(t, html);
	} else {
		assert_string_equal(e->text, "");
		assert_int_equal(result, 0);
		must_be(t, expected);
	}
	must_be_whole(t);
	tree_free(t);
	assert_int_equal(room.left, LIMIT_LUA_HTML);
}

/* Where html is put; an expectation that begins with "!" is an error. */
static const struct {
	const char *html;
	const char *at;
	enum tree_place place;
	const char *put;
	const char *expected;
} puts_html[] = {
    {"<p>a</p>", "p", TREE_BEFORE, "x<i>y</i>", "x<i>y</i><p>a</p>"},
    {"<p>a</p>", "p", TREE_AFTER, "x<i>y</i>", "<p>a</p>x<i>y</i>"},
    {"<p>a</p>b", "p", TREE_AFTER, "x<i>y</i>", "<p>a</p>x<i>y</i>b"},
    {"<p>a</p>", "p", TREE_FIRST, "x<i>y</i>", "<p>x<i>y</i>a</p>"},
    {"<p>a</p>", "p", TREE_LAST, "x<i>y</i>", "<p>ax<i>y</i></p>"},
    {"<p>a</p>b", "p", TREE_INSTEAD, "x<i>y</i>", "x<i>y</i>b"},
    {"b<p>a</p>", "p", TREE_INSTEAD, "x<i>y</i>", "bx<i>y</i>"},
    {"<p>a<b>c</b></p>", "p", TREE_INSIDE, "x<i>y</i>", "<p>x<i>y</i></p>"},
    {"<p></p>", "p", TREE_INSIDE, "x", "<p>x</p>"},
    {"<p></p>", "p", TREE_FIRST, "x", "<p>x</p>"},
    {"<p>a</p>", "p/", TREE_BEFORE, "x", "<p>xa</p>"},
    {"<p>a</p>", "p/", TREE_AFTER, "x", "<p>ax</p>"},
    {"<p>a</p>", "p/", TREE_INSTEAD, "<i>x</i>", "<p><i>x</i></p>"},
    {"<p>a</p>", "", TREE_LAST, "x", "<p>a</p>x"},
    {"<p>a</p>", "", TREE_FIRST, "x", "x<p>a</p>"},
    {"<p>a</p>", "", TREE_INSIDE, "x", "x"},
    {"", "", TREE_LAST, "x", "x"},
    /* Nothing is something, too. */
    {"<p>a</p>b", "p", TREE_INSTEAD, "", "b"},
    {"<p>a</p>b", "p", TREE_INSIDE, "", "<p></p>b"},
    {"<p>a</p>b", "p", TREE_AFTER, "", "<p>a</p>b"},
    {"<p>a</p>", "p", TREE_AFTER, "", "<p>a</p>"},
    /* It is read as what it is there. */
    {"<table></table>", "table", TREE_LAST, "<tr><td>a",
	"<table><tr><td>a</td></tr></table>"},
    {"<table><tr><td>a</td></tr></table>", "tr", TREE_AFTER, "<tr><td>b",
	"<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"},
    {"<p>a</p>", "p", TREE_LAST, "</p><tr>b</div>", "<p>ab</p>"},
    /* What cannot be. */
    {"<img src=\"a\">", "img", TREE_LAST, "x", "!nothing can be in <img>"},
    {"<img src=\"a\">", "img", TREE_INSIDE, "x", "!nothing can be in <img>"},
    {"<style>a</style>", "style", TREE_LAST, "<b>x",
	"!only text can be in <style>: set its text"},
    {"<style>a</style>", "style/", TREE_BEFORE, "<b>x",
	"!only text can be in <style>: set its text"},
    {"<p>a</p>", "p/", TREE_LAST, "x", "!a text has no nodes in it"},
    {"<p><!--a--></p>", "p/", TREE_FIRST, "x", "!a comment has no nodes in it"},
    {"<p>a</p>", "", TREE_BEFORE, "x", "!nothing can be around a fragment"},
    {"<p>a</p>", "", TREE_INSTEAD, "x", "!nothing can be around a fragment"},
};

static void
html_is_put(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(puts_html) / sizeof(puts_html[0]); i++) {
		struct tree *t = tree(puts_html[i].html);
		struct error e = {0};
		int result =
		    tree_put_html(find(t, puts_html[i].at), puts_html[i].place,
			puts_html[i].put, strlen(puts_html[i].put), &e);

		must_end(
		    t, result, &e, puts_html[i].html, puts_html[i].expected);
	}
}

static const struct {
	const char *html;
	const char *at;
	enum tree_place place;
	const char *node;
	const char *expected;
} moves[] = {
    {"<p>a</p><b>c</b>", "p", TREE_BEFORE, "b", "<b>c</b><p>a</p>"},
    {"<p>a</p><b>c</b>", "p", TREE_AFTER, "b", "<p>a</p><b>c</b>"},
    {"<b>c</b><p>a</p>", "p", TREE_AFTER, "b", "<p>a</p><b>c</b>"},
    {"<b>c</b><p>a</p>", "p", TREE_BEFORE, "b", "<b>c</b><p>a</p>"},
    {"<p>a</p><b>c</b>", "p", TREE_FIRST, "b", "<p><b>c</b>a</p>"},
    {"<p>a<b>c</b></p>", "p", TREE_FIRST, "b", "<p><b>c</b>a</p>"},
    {"<p><b>c</b>a</p>", "p", TREE_FIRST, "b", "<p><b>c</b>a</p>"},
    {"<p><b>c</b>a</p>", "p", TREE_LAST, "b", "<p>a<b>c</b></p>"},
    {"<p>a<b>c</b>d</p>", "p", TREE_INSIDE, "b", "<p><b>c</b></p>"},
    {"<p>a</p><b>c</b>", "p", TREE_INSIDE, "b", "<p><b>c</b></p>"},
    {"<p>a</p><b>c</b>d", "p", TREE_INSTEAD, "b", "<b>c</b>d"},
    {"<b>c</b><p>a</p>d", "p", TREE_INSTEAD, "b", "<b>c</b>d"},
    {"<p>a<b>c</b></p>d", "p", TREE_INSTEAD, "b", "<b>c</b>d"},
    {"<p>a</p>", "p", TREE_INSTEAD, "p", "<p>a</p>"},
    {"<p>a</p><b>c</b>", "", TREE_FIRST, "b", "<b>c</b><p>a</p>"},
    {"<p>a</p><b>c</b>", "p", TREE_LAST, "b/", "<p>ac</p><b></b>"},
    {"<p>a</p>", "p", TREE_LAST, "p", "!a node cannot be put into itself"},
    {"<p><b>a</b></p>", "b", TREE_BEFORE, "p",
	"!a node cannot be put into itself"},
    {"<p><b>a</b></p>", "b", TREE_INSTEAD, "p",
	"!a node cannot be put into itself"},
    {"<p>a</p><hr>", "hr", TREE_LAST, "p", "!nothing can be in <hr>"},
    {"<p>a</p><script></script>", "script", TREE_LAST, "p/",
	"!only text can be in <script>: set its text"},
};

static void
nodes_are_moved(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
		struct tree *t = tree(moves[i].html);
		struct error e = {0};
		int result = tree_put_node(find(t, moves[i].at), moves[i].place,
		    find(t, moves[i].node), &e);

		must_end(t, result, &e, moves[i].html, moves[i].expected);
	}
}

static const struct {
	const char *html;
	const char *name;
	const char *value; /* NULL: takes it away */
	const char *expected;
} attributes[] = {
    {"<p a=\"b\">", "c", "d", "<p a=\"b\" c=\"d\"></p>"},
    {"<p a=\"b\">", "A", "c", "<p a=\"c\"></p>"},
    {"<p a=\"b\">", "a", "", "<p a=\"\"></p>"},
    {"<p a=\"b\">", "a", NULL, "<p></p>"},
    {"<p a=\"b\">", "c", NULL, "<p a=\"b\"></p>"},
    {"<p>", "xlink:href", "'\"<>&",
	"<p xlink:href=\"&#39;&quot;&lt;&gt;&amp;\"></p>"},
    {"<p>", "@click", "a\001\xFF", "<p @click=\"a\xEF\xBF\xBD\"></p>"},
};

static void
attributes_are_set(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]);
	     i++) {
		struct tree *t = tree(attributes[i].html);
		const char *value = attributes[i].value;
		struct error e = {0};
		int result =
		    tree_set_attribute(find(t, "p"), attributes[i].name, value,
			value == NULL ? 0 : strlen(value), &e);

		must_end(t, result, &e, "", attributes[i].expected);
	}
	struct tree *t = tree("<p A=b c>");
	xmlNode *p = find(t, "p");
	struct error e = {0};
	assert_string_equal(tree_attribute(p, "a"), "b");
	assert_string_equal(tree_attribute(p, "C"), "");
	assert_null(tree_attribute(p, "d"));
	assert_null(tree_attribute(p, " "));
	assert_null(tree_attribute(tree_top(t), "a"));
	assert_int_equal(tree_set_attribute(p, "a b", "", 0, &e), -1);
	assert_string_equal(e.text, "'a b' is no name for an attribute");
	assert_int_equal(tree_set_attribute(tree_top(t), "a", "", 0, &e), -1);
	assert_string_equal(e.text, "a fragment has no attributes");
	tree_free(t);
}

static void
an_element_has_no_more_than_so_many(void **state)
{
	struct tree *t = tree("<p>");
	struct error e = {0};
	char name[] = "a000";

	(void)state;
	for (int i = 0; i <= LIMIT_HTML_ATTRIBUTES; i++) {
		int last = i == LIMIT_HTML_ATTRIBUTES;

		name[1] = (char)('0' + i / 100);
		name[2] = (char)('0' + i / 10 % 10);
		name[3] = (char)('0' + i % 10);
		assert_int_equal(
		    tree_set_attribute(find(t, "p"), name, "", 0, &e), -last);
	}
	assert_string_equal(e.text, "<p> would have more than 256 attributes");
	tree_free(t);
}

static const struct {
	const char *html;
	const char *at;
	const char *text;
	const char *expected;
} texts[] = {
    {"<p>a<b>c</b></p>", "p", "x<&\n", "<p>x&lt;&amp;\n</p>"},
    {"<p>a</p>", "p", "", "<p></p>"},
    {"<p>a</p>", "p/", "x<", "<p>x&lt;</p>"},
    {"<p>a</p>", "p/", "", "<p></p>"},
    {"<pre></pre>", "pre", "\na", "<pre>\n\na</pre>"},
    {"<script>a</script>", "script", "a<b && c", "<script>a<b && c</script>"},
    {"<script>a</script>", "script", "'</SCRIPT >'",
	"!the text would end <script>"},
    {"<script>a</script>", "script/", "</script",
	"!the text would end <script>"},
    {"<br>", "br", "a", "!nothing can be in <br>"},
    {"<p><!--a--></p>", "p/", "b", "!the text of a comment cannot be set"},
    {"<p>a</p>", "", "b", "!the text of a fragment cannot be set"},
};

static void
text_is_set(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct tree *t = tree(texts[i].html);
		struct error e = {0};
		int result = tree_set_text(find(t, texts[i].at), texts[i].text,
		    strlen(texts[i].text), &e);

		must_end(t, result, &e, texts[i].html, texts[i].expected);
	}
}

static const struct {
	char how; /* w: wrap, r: rename, u: unwrap, x: take out */
	const char *html;
	const char *at;
	const char *name;
	const char *expected;
} tags[] = {
    {'w', "<p>a</p>b", "p", "DIV", "<div><p>a</p></div>b"},
    {'w', "<p>a</p>", "p/", "b", "<p><b>a</b></p>"},
    {'w', "<p>a</p>", "p", "img", "!nothing can be in <img>"},
    {'w', "<p>a</p>", "p", "style", "!<style> can only be made from HTML"},
    {'w', "<p>a</p>", "p", "", "!'' is no name for an element"},
    {'w', "<p>a</p>", "p", "1", "!'1' is no name for an element"},
    {'w', "<p>a</p>", "p", "a b", "!'a b' is no name for an element"},
    {'w', "<p>a</p>", "", "p", "!nothing can be around a fragment"},
    {'w', "<style>a</style>", "style/", "b",
	"!only text can be in <style>: set its text"},
    {'r', "<H2 id=\"a\">b</H2>", "h2", "H3", "<h3 id=\"a\">b</h3>"},
    {'r', "<p></p>", "p", "br", "<br>"},
    {'r', "<script>a<b</script>", "script", "pre", "<pre>a&lt;b</pre>"},
    {'r', "<p>a</p>", "p", "br",
	"!nothing can be in <br>, and <p> is not empty"},
    {'r', "<p>a</p>", "p", "iframe", "!<iframe> can only be made from HTML"},
    {'r', "<p>a</p>", "p/", "b", "!a text has no name"},
    {'u', "<p>a<b>c<i>d</i>e</b>f</p>", "b", "", "<p>ac<i>d</i>ef</p>"},
    {'u', "<p><b></b></p>", "b", "", "<p></p>"},
    {'u', "<p>a</p>", "p", "", "a"},
    {'u', "<p>a</p>", "p/", "", "!a text has no tags"},
    {'x', "<p>a</p>b", "p", "", "b"},
    {'x', "<p>a</p>", "p/", "", "<p></p>"},
    {'x', "<p><!--a--></p>", "p/", "", "<p></p>"},
    {'x', "<p>a</p>", "", "", "<p>a</p>"},
};

static int
change(char how, xmlNode *node, const char *name, struct error *e)
{
	switch (how) {
	case 'w':
		return tree_wrap(node, name, e) == NULL ? -1 : 0;
	case 'r':
		return tree_rename(node, name, e);
	case 'u':
		return tree_unwrap(node, e);
	default:
		tree_remove(node);
		return 0;
	}
}

static void
tags_change(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		struct tree *t = tree(tags[i].html);
		struct error e = {0};
		int result =
		    change(tags[i].how, find(t, tags[i].at), tags[i].name, &e);

		must_end(t, result, &e, tags[i].html, tags[i].expected);
	}
}

static void
what_is_taken_out_stays_good(void **state)
{
	struct tree *t = tree("<p>a<b>c</b></p><i>d</i><u>e</u>");
	struct error e = {0};
	xmlNode *p = find(t, "p"), *b = find(t, "b");
	xmlNode *i = find(t, "i"), *u = find(t, "u");

	(void)state;
	tree_remove(p);
	tree_remove(i);
	tree_remove(u);
	tree_remove(u);
	must_be(t, "");
	assert_null(tree_parent(p));
	assert_ptr_equal(tree_parent(b), p);
	assert_ptr_equal(tree_of(b), t);
	assert_int_equal(tree_put_html(p, TREE_BEFORE, "x", 1, &e), -1);
	assert_string_equal(
	    e.text, "the node was taken out: it is nowhere in a fragment");
	assert_int_equal(tree_unwrap(p, &e), -1);
	assert_null(tree_wrap(p, "div", &e));
	/* It can be changed, and be put back. */
	assert_int_equal(tree_set_attribute(p, "id", "x", 1, &e), 0);
	assert_int_equal(tree_put_node(tree_top(t), TREE_LAST, p, &e), 0);
	assert_int_equal(tree_put_node(b, TREE_LAST, u, &e), 0);
	assert_int_equal(tree_put_node(u, TREE_AFTER, i, &e), 0);
	must_be(t, "<p id=\"x\">a<b>c<u>e</u><i>d</i></b></p>");
	tree_remove(b);
	assert_int_equal(tree_put_node(i, TREE_AFTER, p, &e), 0);
	must_be(t, "");
	must_be_whole(t);
	tree_free(t);
}

/* Each is freed once, those that went back and those that did not. */
static void
what_is_taken_out_is_freed(void **state)
{
	static const char *const orders[] = {
	    "", "pu", "up", "ip", "piu", "uip"};

	(void)state;
	for (size_t n = 0; n < sizeof(orders) / sizeof(orders[0]); n++) {
		struct tree *t = tree("<p>a</p><i>b</i><u>c</u>");
		xmlNode *top = tree_top(t);
		struct error e = {0};
		xmlNode *nodes[128];

		nodes['p'] = find(t, "p");
		nodes['i'] = find(t, "i");
		nodes['u'] = find(t, "u");
		while (top->children != NULL)
			tree_remove(top->children);
		for (const char *name = orders[n]; *name != '\0'; name++)
			assert_int_equal(tree_put_node(top, TREE_LAST,
					     nodes[(unsigned char)*name], &e),
			    0);
		must_be_whole(t);
		tree_free(t);
	}
}

static void
nodes_are_copied(void **state)
{
	struct tree *t = tree("<p a=b>c<i>d</i><!-- e --></p>");
	struct tree_room other_room = {MIB};
	struct error e = {0};
	xmlNode *copy = tree_copy(find(t, "p"), &e);
	struct tree *other = tree_new("<p>", 3, &other_room, &e);

	(void)state;
	assert_non_null(copy);
	assert_null(tree_parent(copy));
	assert_int_equal(tree_rename(copy, "div", &e), 0);
	assert_int_equal(tree_put_node(find(t, "i"), TREE_AFTER, copy, &e), 0);
	must_be(t, "<p a=\"b\">c<i>d</i><div a=\"b\">c<i>d</i><!-- e --></div>"
		   "<!-- e --></p>");
	must_be_whole(t);
	assert_null(tree_copy(tree_top(t), &e));
	assert_int_equal(
	    tree_put_node(find(other, "p"), TREE_LAST, copy, &e), -1);
	assert_string_equal(
	    e.text, "what is of another fragment can only be put here as HTML");
	tree_free(other);
	tree_free(t);
}

static void
depth_has_a_limit(void **state)
{
	struct tree *t = tree("<p>a</p>");
	struct error e = {0};
	xmlNode *p = find(t, "p"), *out = p;

	(void)state;
	for (int i = 1; i < LIMIT_HTML_DEPTH; i++) {
		out = tree_wrap(out, "b", &e);
		assert_non_null(out);
	}
	assert_null(tree_wrap(out, "b", &e));
	assert_string_equal(
	    e.text, "more than 128 elements would be within each other");
	assert_null(tree_wrap(p->children, "b", &e));
	/* What is read there is read as what is too deep. */
	assert_int_equal(tree_put_html(p, TREE_LAST, "<b>c</b>", 8, &e), 0);
	assert_string_equal(p->last->content, "c");
	xmlNode *copy = tree_copy(p, &e);
	assert_int_equal(tree_put_node(p, TREE_LAST, copy, &e), -1);
	assert_int_equal(tree_put_node(p, TREE_BEFORE, copy, &e), 0);
	must_be_whole(t);
	tree_free(t);
}

static void
room_has_a_limit(void **state)
{
	struct tree_room small = {10000};
	struct error e = {0};
	char *html = mem_new(20001, 1);

	(void)state;
	memset(html, 'a', 20000);
	assert_null(tree_new(html, 20000, &small, &e));
	assert_string_equal(e.text, "there is too much HTML");
	assert_int_equal(small.left, 10000);
	for (int i = 0; i < 20000; i += 4)
		memcpy(html + i, "<br>", 4);
	assert_null(tree_new(html, 4 * 100, &small, &e));
	assert_int_equal(small.left, 10000);
	struct tree *t = tree_new(html, 4 * 20, &small, &e);
	assert_non_null(t);
	xmlNode *top = tree_top(t);
	assert_int_equal(tree_put_html(top, TREE_LAST, html, 4 * 60, &e), -1);
	must_be_whole(t);
	assert_int_equal(
	    tree_set_attribute(top->children, "a", html, 8000, &e), -1);
	assert_string_equal(
	    e.text, "too much HTML: all fragments together are over 64 MiB");
	/* What takes the place of something does not add to it. */
	for (int i = 0; i < 100; i++)
		assert_int_equal(
		    tree_set_attribute(top->children, "a", html, 2000, &e), 0);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(
		    tree_set_attribute(top->children, "a", "b", 1, &e), 0);
		assert_int_equal(
		    tree_set_attribute(top->children, "a", NULL, 0, &e), 0);
	}
	int copies = 0;
	while (tree_copy(top->children, &e) != NULL)
		copies++;
	assert_in_range(copies, 10, 50);
	tree_free(t);
	assert_int_equal(small.left, 10000);
	free(html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(html_is_put),
	    cmocka_unit_test(nodes_are_moved),
	    cmocka_unit_test(attributes_are_set),
	    cmocka_unit_test(an_element_has_no_more_than_so_many),
	    cmocka_unit_test(text_is_set),
	    cmocka_unit_test(tags_change),
	    cmocka_unit_test(what_is_taken_out_stays_good),
	    cmocka_unit_test(what_is_taken_out_is_freed),
	    cmocka_unit_test(nodes_are_copied),
	    cmocka_unit_test(depth_has_a_limit),
	    cmocka_unit_test(room_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
