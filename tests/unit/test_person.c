/*
 * Persons from the one string that RSS has for them: what it is taken apart
 * into, and that one person is not two.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/feed.h"
#include "model/person.h"
#include "xml/node.h"

static const struct {
	const char *text;
	const char *name; /* NULL: nobody */
	const char *email;
} cases[] = {
    {"", NULL, NULL},
    {" \n\t", NULL, NULL},
    {",", NULL, NULL},
    {"Ann", "Ann", NULL},
    {" Ann Author\n", "Ann Author", NULL},
    {"\"Ann Author\"", "Ann Author", NULL},
    {"Ann Author;", "Ann Author", NULL},
    {"Әсел Қасымова", "Әсел Қасымова", NULL},
    /* RSS 2.0 */
    {"ann@a.example (Ann Author)", "Ann Author", "ann@a.example"},
    {"ann@a.example(Ann Author)", "Ann Author", "ann@a.example"},
    {"ann@a.example ()", "ann@a.example", "ann@a.example"},
    {"mailto:ann@a.example (Ann)", "Ann", "ann@a.example"},
    {"ann@a.example (Ann (A.) Author)", "Ann (A.) Author", "ann@a.example"},
    {"ann@a.example (Ann <A.> Author)", "Ann <A.> Author", "ann@a.example"},
    {"ann@a.example (a@b.example)", "a@b.example", "ann@a.example"},
    /* RFC 5322 */
    {"Ann Author <ann@a.example>", "Ann Author", "ann@a.example"},
    {"Ann Author <mailto:ann@a.example>", "Ann Author", "ann@a.example"},
    {"\"Author, Ann\" <ann@a.example>", "Author, Ann", "ann@a.example"},
    {"<ann@a.example>", "ann@a.example", "ann@a.example"},
    /* RSS 0.9x, by hand */
    {"Ann Author (ann@a.example)", "Ann Author", "ann@a.example"},
    {"Ann Author (mailto:ann@a.example)", "Ann Author", "ann@a.example"},
    {"(ann@a.example)", "ann@a.example", "ann@a.example"},
    {"ann@a.example", "ann@a.example", "ann@a.example"},
    {"mailto:ann@a.example", "ann@a.example", "ann@a.example"},
    /* No address, so nothing is taken apart. */
    {"Ann (the author)", "Ann (the author)", NULL},
    {"(no one)", "(no one)", NULL},
    {"Ann <3", "Ann <3", NULL},
    {"Ann (", "Ann (", NULL},
    {") Ann (", ") Ann (", NULL},
    {"Ann @ Home", "Ann @ Home", NULL},
    {"@ann", "@ann", NULL},
    {"ann@", "ann@", NULL},
    {"@ann@a.example", "@ann@a.example", NULL},
    {"Ann <@ann@a.example>", "Ann <@ann@a.example>", NULL},
};

static const char *
child_text(xmlNode *person, const char *name)
{
	xmlNode *node = node_child(person, NS_ATOM, name);

	return node == NULL ? NULL : node_plain(node);
}

static void
check_text(const char *of, const char *got, const char *expected)
{
	if ((got == NULL) == (expected == NULL) &&
	    (got == NULL || strcmp(got, expected) == 0))
		return;
	fail_msg("\"%s\": got %s, not %s", of, got == NULL ? "nothing" : got,
	    expected == NULL ? "nothing" : expected);
}

static void
test_taken_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct feed *feed = feed_new(NULL);
		person_add(feed_root(feed), "author", cases[i].text);
		xmlNode *person =
		    node_child(feed_root(feed), NS_ATOM, "author");
		if (person == NULL) {
			check_text(cases[i].text, NULL, cases[i].name);
		} else {
			check_text(cases[i].text, child_text(person, "name"),
			    cases[i].name);
			check_text(cases[i].text, child_text(person, "email"),
			    cases[i].email);
		}
		feed_free(feed);
	}
}

static size_t
persons(const struct feed *feed, const char *role)
{
	size_t n = 0;

	for (xmlNode *p = node_first(feed_root(feed)); p != NULL;
	     p = node_next(p))
		n += node_is(p, NS_ATOM, role);
	return n;
}

/* The same name is the same person, of each role. */
static void
test_once(void **state)
{
	struct feed *feed = feed_new(NULL);
	xmlNode *root = feed_root(feed);

	(void)state;
	person_add(root, "author", "Ann");
	person_add(root, "author", "ann@a.example (Ann)");
	person_add(root, "author", "other@a.example (Ann)");
	person_add(root, "author", "Ben");
	person_add(root, "contributor", "Ann");
	assert_int_equal(persons(feed, "author"), 2);
	assert_int_equal(persons(feed, "contributor"), 1);
	xmlNode *ann = node_child(root, NS_ATOM, "author");
	assert_string_equal(child_text(ann, "name"), "Ann");
	assert_string_equal(child_text(ann, "email"), "ann@a.example");
	ann = node_child(root, NS_ATOM, "contributor");
	assert_null(child_text(ann, "email"));
	feed_free(feed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_taken_apart),
	    cmocka_unit_test(test_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
