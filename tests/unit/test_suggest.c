/*
 * What is meant by what was typed.
 */
#include "base/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = {"from", "to", "output", "base", "plugin",
    "plugin-path", "width", "since", "json", "jsonlines", "rss", "atom",
    "text"};

static const struct {
	const char *typed, *expected;
} cases[] = {
    {"width", "width"},
    {"WIDTH", "width"},
    {"wdith", "width"},	   /* two exchanged */
    {"frmo", "from"},	   /* the same, at the end */
    {"with", "width"},	   /* one missing */
    {"outputt", "output"}, /* one too many */
    {"plugim", "plugin"},  /* one wrong */
    {"jsn", "json"},
    {"rss2", "rss"},
    {"plug", "plugin"}, /* how a word begins */
    {"out", "output"},
    {"sin", "since"},
    {"jsonfeed", "json"}, /* a word and more */
    {"atomfeed", "atom"},
    {"plugin-paht", "plugin-path"},
    {"plugin-", "plugin"}, /* nearer than plugin-path? as near: the first */
    {"plugin-p", "plugin-path"}, /* plugin is two letters off */
    {"xml", NULL},
    {"zzzzz", NULL},
    {"q", NULL}, /* one letter is too little to be a mistake */
    {"", NULL},
    {"tv", "to"},
    {"xy", NULL}, /* no letter in common */
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	NULL},
};

static void
nearest(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct suggest s;
		suggest_init(&s, cases[i].typed);
		for (size_t j = 0; j < sizeof(words) / sizeof(words[0]); j++)
			suggest_offer(&s, words[j]);
		if (cases[i].expected == NULL && s.best != NULL)
			fail_msg("'%s' gave '%s'", cases[i].typed, s.best);
		if (cases[i].expected == NULL)
			continue;
		if (s.best == NULL)
			fail_msg("'%s' gave nothing", cases[i].typed);
		assert_string_equal(s.best, cases[i].expected);
	}
}

/* Time and memory are bounded by giving up on long words. */
static void
too_long(void **state)
{
	char typed[101], word[101];
	struct suggest s;

	(void)state;
	memset(typed, 'a', 100);
	memset(word, 'a', 100);
	typed[100] = word[100] = '\0';
	suggest_init(&s, typed);
	suggest_offer(&s, word);
	assert_null(s.best);
	suggest_init(&s, typed + 60);
	suggest_offer(&s, word + 59); /* one letter more than is looked at */
	assert_null(s.best);
	suggest_offer(&s, word + 60);
	assert_non_null(s.best);
}

/* One of the words, or what is nearest to it. */
static void
among(void **state)
{
	static const char *const known[] = {"if", "import", "include", NULL};
	struct suggest s;

	(void)state;
	assert_true(suggest_among(&s, "include", known));
	assert_null(s.best);
	assert_false(suggest_among(&s, "includ", known));
	assert_string_equal(s.best, "include");
	assert_false(suggest_among(&s, "Import", known));
	assert_string_equal(s.best, "import");
}

static void
words_for_people(void **state)
{
	struct suggest s;
	char out[SUGGEST_TEXT];

	(void)state;
	suggest_init(&s, "wdith");
	assert_string_equal(suggest_text(&s, "--", out), "");
	suggest_offer(&s, "width");
	assert_string_equal(
	    suggest_text(&s, "--", out), "; did you mean '--width'?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nearest),
	    cmocka_unit_test(too_long),
	    cmocka_unit_test(among),
	    cmocka_unit_test(words_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
