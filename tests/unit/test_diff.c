/*
 * Differences between texts: which lines, and how they are shown.
 */
#include "verbs/diff.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/color.h"
#include "verbs/lines.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define X10(s) s s s s s s s s s s

struct example {
	const char *old, *new, *shown;
};

static void
check(const struct example *c, bool colored)
{
	const struct diff_text old = {c->old, strlen(c->old)};
	const struct diff_text new = {c->new, strlen(c->new)};
	struct buf out;

	buf_init(&out, MIB);
	diff_put(&out, &old, &new, colored);
	assert_string_equal(buf_text(&out), c->shown);
	buf_clear(&out);
}

static void
test_lines(void **state)
{
	static const struct example cases[] = {
	    {"", "", ""},
	    {"a\nb\n", "a\nb\n", ""},
	    {"", "a\n", "@@ -0,0 +1,1 @@\n+a\n"},
	    {"a\n", "", "@@ -1,1 +0,0 @@\n-a\n"},
	    {"a\n", "b\n", "@@ -1,1 +1,1 @@\n-a\n+b\n"},
	    {"\n", "\n\n", "@@ -1,1 +1,2 @@\n \n+\n"},
	    /* Three lines around a change. */
	    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
		"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"},
	    /* Six lines between two changes are shown; seven are not. */
	    {"a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
		"@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n"},
	    {"a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
		"@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
		"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
	    /* The paper's own example: five odd lines are the least. */
	    {"a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n",
		"@@ -1,7 +1,6 @@\n-a\n-b\n c\n+b\n a\n b\n-b\n a\n+c\n"},
	    {"a\nb\n", "b\nc\n", "@@ -1,2 +1,2 @@\n-a\n b\n+c\n"},
	    /* The last line feed. */
	    {"a\nb\n", "a\nb",
		"@@ -1,2 +1,2 @@\n a\n-b\n+b\n"
		"\\ without a line feed at its end\n"},
	    {"a", "b",
		"@@ -1,1 +1,1 @@\n-a\n\\ without a line feed at its end\n+b\n"
		"\\ without a line feed at its end\n"},
	    {"x\na", "y\na",
		"@@ -1,2 +1,2 @@\n-x\n+y\n a\n"
		"\\ without a line feed at its end\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i], false);
}

static void
test_bytes(void **state)
{
	static const struct example cases[] = {
	    /* What a terminal would obey, or not show. */
	    {"\33[2J\t\r\n", "\177\302\205\n",
		"@@ -1,1 +1,1 @@\n-\\x1B[2J\t\\x0D\n+\\x7F\\xC2\\x85\n"},
	    {"a b\n", "a\302\240b\342\200\213\n",
		"@@ -1,1 +1,1 @@\n-a b\n+a\\u{A0}b\\u{200B}\n"},
	    /* No UTF-8; a character that is not whole. */
	    {"\377\n", "\303\n", "@@ -1,1 +1,1 @@\n-\\xFF\n+\\xC3\n"},
	    /* Other scripts as they are, joiners too. */
	    {"\331\205\333\214\342\200\214\n", "\360\237\230\200\n",
		"@@ -1,1 +1,1 @@\n-\331\205\333\214\342\200\214\n"
		"+\360\237\230\200\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i], false);
}

/* Of lines with more than 240 bytes, what is around the change. */
static void
test_long_lines(void **state)
{
	static const struct example cases[] = {
	    {X10(X10("abc")) "old" X10(X10("def")) "\n",
		X10(X10("abc")) "new" X10(X10("def")) "\n",
		"@@ -1,1 +1,1 @@\n"
		"-…" X10("abc") X10("abc") "old" X10("def") X10("def")
		    X10("def") X10("def")
			X10("def") "def"
				   "def"
				   "def"
				   "def"
				   "def"
				   "def"
				   "def"
				   "def"
				   "def"
				   "…\n"
				   "+…" X10("abc") X10("abc") "new" X10("def")
				       X10("def") X10("def") X10("def")
					   X10("def") "def"
						      "def"
						      "def"
						      "def"
						      "def"
						      "def"
						      "def"
						      "def"
						      "def"
						      "…\n"},
	    /* Never through a character. */
	    {X10(X10("ä")) "a\n", X10(X10("ä")) "b\n",
		"@@ -1,1 +1,1 @@\n-" X10(X10("ä")) "a\n+" X10(X10("ä")) "b\n"},
	    {X10(X10("äöü")) "ä\n", X10(X10("äöü")) "ö\n",
		"@@ -1,1 +1,1 @@\n-…" X10("äöü") "ä\n+…" X10("äöü") "ö\n"},
	    {X10(X10("äöü")) "ä\n", "\n",
		"@@ -1,1 +1,1 @@\n-" X10("äöü") X10("äöü") X10("äöü")
		    X10("äöü") "…\n+\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i], false);
}

static void
test_colors(void **state)
{
	static const struct example cases[] = {
	    {"one\ntwo words\n", "one\ntwo worlds\n",
		"\33[36m@@ -1,2 +1,2 @@\33[m\n one\n"
		"\33[31m-two words\33[m\n"
		"\33[32m+two wor\33[7ml\33[27mds\33[m\n"},
	    {"cold tea\n", "warm tea\n",
		"\33[36m@@ -1,1 +1,1 @@\33[m\n"
		"\33[31m-\33[7mcold\33[27m tea\33[m\n"
		"\33[32m+\33[7mwarm\33[27m tea\33[m\n"},
	    /* All of it is no part of it. */
	    {"a\n", "b\n",
		"\33[36m@@ -1,1 +1,1 @@\33[m\n\33[31m-a\33[m\n"
		"\33[32m+b\33[m\n"},
	    /* Bytes that they share are not characters that they share. */
	    {"xé\n", "xè\n",
		"\33[36m@@ -1,1 +1,1 @@\33[m\n"
		"\33[31m-x\33[7mé\33[27m\33[m\n"
		"\33[32m+x\33[7mè\33[27m\33[m\n"},
	    {"éx\n", "©x\n", /* C3 A9, C2 A9 */
		"\33[36m@@ -1,1 +1,1 @@\33[m\n"
		"\33[31m-\33[7mé\33[27mx\33[m\n"
		"\33[32m+\33[7m©\33[27mx\33[m\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i], true);
}

/* The lines that are not odd. */
static char *
shared(const struct lines *lines, size_t *odd)
{
	struct buf out;

	buf_init(&out, 4 * MIB);
	for (size_t i = 0; i < lines->count; i++) {
		const struct line *line = &lines->items[i];
		*odd += line->odd;
		if (line->odd)
			continue;
		buf_add(&out, line->text, line->len);
		buf_putc(&out, '\n');
	}
	return buf_take(&out);
}

/* Compares; both must share the same lines. Returns the number of odd ones. */
static size_t
odd_lines(const char *a, const char *b)
{
	struct lines old, new;
	size_t odd = 0;

	lines_init(&old, a, strlen(a));
	lines_init(&new, b, strlen(b));
	lines_compare(&old, &new);
	char *left = shared(&old, &odd), *right = shared(&new, &odd);
	assert_string_equal(left, right);
	free(left);
	free(right);
	lines_clear(&old);
	lines_clear(&new);
	return odd;
}

/* All texts of up to six lines "a" and "b", by the bits of a number. */
static void
make_text(unsigned bits, char text[16])
{
	size_t n = 0;

	for (; bits > 1; bits >>= 1) {
		text[n++] = bits & 1 ? 'a' : 'b';
		text[n++] = '\n';
	}
	text[n] = '\0';
}

/* The least number of odd lines, found in the plain way. */
static size_t
least(const char *a, const char *b)
{
	if (*a == '\0' || *b == '\0')
		return (strlen(a) + strlen(b)) / 2;
	if (*a == *b)
		return least(a + 2, b + 2);
	size_t less_a = least(a + 2, b), less_b = least(a, b + 2);
	return 1 + (less_a < less_b ? less_a : less_b);
}

static void
test_least(void **state)
{
	char a[16], b[16];

	(void)state;
	for (unsigned i = 1; i < 128; i++) {
		for (unsigned j = 1; j < 128; j++) {
			make_text(i, a);
			make_text(j, b);
			assert_int_equal(odd_lines(a, b), least(a, b));
		}
	}
}

/* n lines of numbers: first, first + step, … */
static char *
numbers(unsigned n, unsigned first, unsigned step)
{
	struct buf out;

	buf_init(&out, 4 * MIB);
	for (unsigned i = 0; i < n; i++)
		buf_printf(&out, "%u\n", first + i * step);
	return buf_take(&out);
}

/* More than is worth sorting out: all of it, and soon. */
static void
test_too_much(void **state)
{
	char *few = numbers(900, 0, 2), *others = numbers(900, 0, 3);
	char *many = numbers(100000, 0, 2), *more = numbers(100000, 0, 3);
	struct buf out;

	(void)state;
	assert_int_equal(odd_lines(few, others), 2 * (900 - 300));
	/* The first line is the same, and no other looked at. */
	assert_int_equal(odd_lines(many, more), 2 * 99999);
	buf_init(&out, MIB);
	diff_put(&out, &(struct diff_text){many, strlen(many)},
	    &(struct diff_text){more, strlen(more)}, false);
	assert_true(out.len < 4000);
	assert_non_null(strstr(buf_text(&out), "\n… and more\n"));
	buf_clear(&out);
	free(more);
	free(many);
	free(others);
	free(few);
}

static void
test_wanted(void **state)
{
	(void)state;
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(master >= 0);
	assert_true(color_wanted("auto", master));
	assert_true(color_wanted("always", -1));
	assert_false(color_wanted("auto", -1));
	assert_false(color_wanted("never", master));
	setenv("TERM", "dumb", 1);
	assert_false(color_wanted("auto", master));
	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", "1", 1);
	assert_false(color_wanted("auto", master));
	assert_true(color_wanted("always", -1));
	setenv("NO_COLOR", "", 1);
	assert_true(color_wanted("auto", master));
	close(master);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_long_lines),
	    cmocka_unit_test(test_colors),
	    cmocka_unit_test(test_least),
	    cmocka_unit_test(test_too_much),
	    cmocka_unit_test(test_wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
