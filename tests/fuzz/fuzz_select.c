/*
 * A selector, a zero byte, a list of changes, a zero byte, HTML: what a
 * selector finds it matches, and only that; a tree whose nodes are moved about
 * stays one, and what is written of it is read the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/buf.h"
#include "base/limits.h"
#include "html/excerpt.h"
#include "html/fragment.h"
#include "html/picture.h"
#include "html/select.h"
#include "html/tree.h"

#define FOUND 64 /* nodes that changes choose from */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct found {
	xmlNode *nodes[FOUND];
	size_t count;
};

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

static void
must_be_whole(const struct tree *t)
{
	const xmlNode *top = tree_top(t);
	const xmlNode *n = top;

	for (;;) {
		if (n->type != XML_TEXT_NODE && n->type != XML_COMMENT_NODE &&
		    n->children != NULL) {
			must(n->children->parent == n &&
			     n->children->prev == NULL &&
			     n->last->next == NULL);
			n = n->children;
			continue;
		}
		while (n != top && n->next == NULL)
			n = n->parent;
		if (n == top)
			return;
		must(n->next->prev == n && n->next->parent == n->parent);
		n = n->next;
	}
}

/* True when what a step means depends on where a search begins. */
static bool
has_scope(const struct selector_step *step)
{
	const struct selector_condition *c = step->conditions;

	for (; c != NULL; c = c->next) {
		if (c->kind == SELECTOR_SCOPE)
			return true;
		for (const struct selector_step *s = c->steps; s != NULL;
		     s = s->next) {
			if (has_scope(s))
				return true;
		}
	}
	return false;
}

/* Finds elements; they are those that match, one by one. */
static void
search(
    const struct tree *t, const struct selector *selector, struct found *found)
{
	struct error e;
	struct selector *all = selector_new("*", 1, &e);
	struct select some, every;
	bool scope = false;

	must(all != NULL);
	for (size_t i = 0; i < selector->count; i++)
		scope = scope || has_scope(&selector->steps[i]);
	select_begin(&some, selector, tree_top(t));
	select_begin(&every, all, tree_top(t));
	xmlNode *next = select_next(&some);
	for (xmlNode *n; (n = select_next(&every)) != NULL;) {
		bool failed;
		bool matches = select_matches(selector, n, &failed);

		must(scope || failed || some.failed || matches == (n == next));
		if (n != next)
			continue;
		if (found->count < FOUND)
			found->nodes[found->count++] = n;
		next = select_next(&some);
	}
	must(next == NULL);
	selector_free(all);
}

static void
change(const struct found *found, const char *with, const uint8_t *how)
{
	xmlNode *at = found->nodes[how[1] % found->count];
	xmlNode *node = found->nodes[how[2] % found->count];
	enum tree_place place = how[0] / 8 % (TREE_INSIDE + 1);
	struct error e;

	switch (how[0] % 8) {
	case 0:
		tree_remove(at);
		break;
	case 1:
		(void)tree_unwrap(at, &e);
		break;
	case 2:
		(void)tree_wrap(at, how[2] & 1 ? "table" : "p", &e);
		break;
	case 3:
		(void)tree_put_html(at, place, with, strlen(with), &e);
		break;
	case 4:
		(void)tree_put_node(at, place, node, &e);
		break;
	case 5:
		(void)tree_set_text(at, with, strlen(with), &e);
		break;
	case 6:
		(void)tree_rename(at, how[2] & 1 ? "td" : "x:y", &e);
		break;
	default:
		node = tree_copy(node, &e);
		if (node != NULL)
			(void)tree_put_node(at, place, node, &e);
	}
}

/* What is written of a tree that was only read is read as the same. */
static void
must_be_stable(const char *html, size_t len)
{
	struct buf once, twice;

	buf_init(&once, LIMIT_OUTPUT);
	buf_init(&twice, LIMIT_OUTPUT);
	xmlDoc *doc = fragment_parse(html, len);
	if (doc != NULL) {
		fragment_html(xmlDocGetRootElement(doc), &once);
		must(u8_check((const uint8_t *)buf_text(&once), once.len) ==
		     NULL);
		xmlFreeDoc(doc);
		doc = fragment_parse(buf_text(&once), once.len);
	}
	if (doc != NULL) {
		fragment_html(xmlDocGetRootElement(doc), &twice);
		must(once.len == twice.len &&
		     memcmp(buf_text(&once), buf_text(&twice), once.len) == 0);
		xmlFreeDoc(doc);
	}
	buf_clear(&once);
	buf_clear(&twice);
}

static void
read_only(const char *html, size_t len, size_t n)
{
	const struct word_limit limit = {n % 16, n / 16, n & 1 ? "…" : ""};
	struct picture picture;
	struct error e;
	struct buf out;

	buf_init(&out, LIMIT_OUTPUT);
	fragment_lines(html, len, &out);
	buf_cut(&out, 0);
	(void)excerpt(html, len, &limit, &out, &e);
	picture_init(&picture);
	(void)picture_first(html, len, &picture);
	picture_clear(&picture);
	buf_clear(&out);
}

static void
run(const char *text, const uint8_t *changes, size_t count, const char *html,
    size_t len)
{
	struct tree_room room = {MIB};
	struct found found = {0};
	struct error e;
	struct selector *selector = selector_new(text, strlen(text), &e);
	struct tree *t = tree_new(html, len, &room, &e);

	if (t != NULL && selector != NULL)
		search(t, selector, &found);
	for (size_t i = 0; i + 2 < count && found.count > 0; i += 3) {
		change(&found, text, changes + i);
		must_be_whole(t);
	}
	selector_free(selector);
	tree_free(t);
	must(room.left == MIB);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *first = size == 0 ? NULL : memchr(data, 0, size);
	size_t left = first == NULL ? 0 : size - (size_t)(first - data) - 1;
	const uint8_t *second = left == 0 ? NULL : memchr(first + 1, 0, left);

	if (second == NULL)
		return 0;
	const char *html = (const char *)second + 1;
	size_t len = size - (size_t)(second - data) - 1;
	run((const char *)data, first + 1, (size_t)(second - first) - 1, html,
	    len);
	must_be_stable(html, len);
	read_only(html, len, (size_t)(second - first));
	return 0;
}
