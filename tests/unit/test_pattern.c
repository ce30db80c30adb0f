/*
 * Patterns of paths: what is fixed, what each field becomes, what is refused
 * and with which words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "sink/pattern.h"

static const struct pattern_values values = {
    .of = {[PATTERN_DATE] = "2024-04-19",
	[PATTERN_DAY] = "19",
	[PATTERN_ID] = "0123456789abcdef0123456789abcdef",
	[PATTERN_MONTH] = "04",
	[PATTERN_N] = "7",
	[PATTERN_NAME] = "knots",
	[PATTERN_SLUG] = "knots-01234567",
	[PATTERN_YEAR] = "2024"},
};

static const struct {
	const char *pattern;
	const char *folder;
	const char *path;
	const char *other; /* with "-x" */
} cases[] = {
    {"{slug}.md", ".", "knots-01234567.md", "knots-01234567-x.md"},
    {"a/b/{date}-{slug}.md", "a/b", "2024-04-19-knots-01234567.md",
	"2024-04-19-knots-01234567-x.md"},
    {"a/b{n}c/{name}/index.md", "a", "b7c/knots/index.md",
	"b7c/knots-x/index.md"},
    {"/{year}/{month}/{day}.txt", "/", "2024/04/19.txt", "2024/04/19-x.txt"},
    {"a//{id}", "a", "0123456789abcdef0123456789abcdef",
	"0123456789abcdef0123456789abcdef-x"},
    {"{name}/{n}-{name}", ".", "knots/7-knots", "knots-x/7-knots-x"},
    {"x{{y/{{{n}}", "x{y", "{7}", "{7-x}"},
    {"../{n}", "..", "7", "7-x"},
    {"./a/./{n}", "./a/.", "7", "7-x"},
    {"..{n}", ".", "..7", "..7-x"},
};

static void
test_paths(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error e = {.code = ERR_NONE};
		struct pattern *p = pattern_new(cases[i].pattern, &e);
		struct buf path;

		assert_true(pattern_is(cases[i].pattern));
		assert_non_null(p);
		assert_true(pattern_has_fields(p));
		assert_string_equal(pattern_folder(p), cases[i].folder);
		buf_init(&path, KIB);
		pattern_path(p, &values, "", &path);
		assert_string_equal(buf_text(&path), cases[i].path);
		buf_cut(&path, 0);
		pattern_path(p, &values, "-x", &path);
		assert_string_equal(buf_text(&path), cases[i].other);
		buf_clear(&path);
		pattern_free(p);
	}
}

static void
test_braces_alone(void **state)
{
	struct error e;
	struct buf path;

	(void)state;
	assert_false(pattern_is(NULL));
	assert_false(pattern_is("a}b"));
	struct pattern *p = pattern_new("a{{b}.json", &e);
	assert_non_null(p);
	assert_false(pattern_has_fields(p));
	buf_init(&path, KIB);
	pattern_path(p, &values, "", &path);
	assert_string_equal(buf_text(&path), "a{b}.json");
	buf_clear(&path);
	pattern_free(p);
}

static const struct {
	const char *pattern;
	const char *words;
} refused[] = {
    {"{slag}.md", "unknown field {slag}; did you mean 'slug'?"},
    {"{}.md", "unknown field {}"},
    {"{ slug }", "unknown field { slug }"},
    {"a{slug", "has a '{' without a '}'"},
    {"{n}/../{slug}", "'..' cannot stand behind a field"},
    {"a/{n}/..", "'..' cannot stand behind a field"},
    {"{slug}/", "ends in '/'"},
    {"{id}{id}{id}{id}{id}{id}{id}{id}", "makes too long a name"},
    {"{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}"
     "{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}"
     "{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}",
	"has too many fields"},
};

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct error e = {.code = ERR_NONE};

		assert_null(pattern_new(refused[i].pattern, &e));
		assert_int_equal(e.code, ERR_USAGE);
		if (strstr(e.text, refused[i].words) == NULL)
			fail_msg("%s: %s", refused[i].pattern, e.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_paths),
	    cmocka_unit_test(test_braces_alone),
	    cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
