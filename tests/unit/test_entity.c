/*
 * Character references: the table of names, the numbers, the rules of HTML.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/entity.h"
#include "base/limits.h"
#include "base/mem.h"

static const struct {
	const char *name;
	const char *text;
} names[] = {
#include "base/entity.inc"
};

static const size_t names_len = sizeof(names) / sizeof(names[0]);

/* HTML5 has 2231 names; 106 of them are others without their semicolon. */
static void
table_is_whole_and_sorted(void **state)
{
	(void)state;
	assert_int_equal(names_len, 2231 - 106);
	for (size_t i = 0; i < names_len; i++) {
		if (i > 0)
			assert_true(
			    strcmp(names[i - 1].name, names[i].name) < 0);
		const char *text =
		    entity_text(names[i].name, strlen(names[i].name));
		assert_non_null(text);
		assert_string_equal(text, names[i].text);
		assert_in_range(strlen(text), 1, 6);
	}
}

static void
old_names_are_106(void **state)
{
	(void)state;
	size_t found = 0;
	for (size_t i = 0; i < names_len; i++) {
		char text[64] = "&";
		strcat(text, names[i].name);
		struct buf out;
		buf_init(&out, KIB);
		entity_decode_all(text, strlen(text), &out);
		if (strcmp(buf_text(&out), names[i].text) == 0)
			found++;
		buf_clear(&out);
	}
	assert_int_equal(found, 106);
}

static void
names_mean_what_html_says(void **state)
{
	static const struct {
		const char *name;
		const char *text;
	} cases[] = {
	    {"amp", "&"},
	    {"AMP", "&"},
	    {"lt", "<"},
	    {"quot", "\""},
	    {"apos", "'"},
	    {"nbsp", "\xC2\xA0"},
	    {"eacute", "\xC3\xA9"},
	    {"Eacute", "\xC3\x89"},
	    {"hellip", "\xE2\x80\xA6"},
	    {"rsquo", "\xE2\x80\x99"},
	    {"euro", "\xE2\x82\xAC"},
	    {"Tab", "\t"},
	    {"NewLine", "\n"},
	    {"bsol", "\\"},
	    {"fjlig", "fj"},
	    {"lang", "\xE2\x9F\xA8"},
	    {"Afr", "\xF0\x9D\x94\x84"},
	    {"nvlt", "<\xE2\x83\x92"},
	    {"NotEqualTilde", "\xE2\x89\x82\xCC\xB8"},
	    {"CounterClockwiseContourIntegral", "\xE2\x88\xB3"},
	    {"zwnj", "\xE2\x80\x8C"},
	    {"zwj", "\xE2\x80\x8D"},
	    {"AElig", "\xC3\x86"},
	    {"zscr", "\xF0\x9D\x93\x8F"},
	    {"EACUTE", NULL},
	    {"Amp", NULL},
	    {"APOS", NULL},
	    {"amp;", NULL},
	    {"am", NULL},
	    {"ampe", NULL},
	    {"", NULL},
	    {"CounterClockwiseContourIntegrals", NULL},
	    {"CounterClockwiseContourIntegralsAndMore", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text =
		    entity_text(cases[i].name, strlen(cases[i].name));
		if (cases[i].text == NULL)
			assert_null(text);
		else
			assert_string_equal(text, cases[i].text);
	}
	assert_null(entity_text("amp\0", 4));
	assert_non_null(entity_text("ampersand", 3));
}

static void
one_reference(void **state)
{
	static const struct {
		const char *text;
		size_t taken;
		const char *added;
	} cases[] = {
	    {"&amp;", 5, "&"},
	    {"&amp;amp;", 5, "&"},
	    {"&hellip; and", 8, "\xE2\x80\xA6"},
	    {"&amp", 0, ""},
	    {"&amp ;", 0, ""},
	    {"&copy2024;", 0, ""},
	    {"&", 0, ""},
	    {"&;", 0, ""},
	    {"& b;", 0, ""},
	    {"&unknown;", 0, ""},
	    {"&CounterClockwiseContourIntegral;", 33, "\xE2\x88\xB3"},
	    {"&CounterClockwiseContourIntegralx;", 0, ""},
	    {"&#65;", 5, "A"},
	    {"&#x41;", 6, "A"},
	    {"&#X4a;", 6, "J"},
	    {"&#8217;", 7, "\xE2\x80\x99"},
	    {"&#x1F600;", 9, "\xF0\x9F\x98\x80"},
	    {"&#0000000000000000000000000065;", 31, "A"},
	    {"&#65", 0, ""},
	    {"&#65 ;", 0, ""},
	    {"&#;", 0, ""},
	    {"&#x;", 0, ""},
	    {"&#", 0, ""},
	    {"&#x", 0, ""},
	    {"&#xg;", 0, ""},
	    {"&#a;", 0, ""},
	    {"&#-1;", 0, ""},
	    {"&#+1;", 0, ""},
	    {"&# 1;", 0, ""},
	    /* windows-1252 */
	    {"&#128;", 6, "\xE2\x82\xAC"},
	    {"&#146;", 6, "\xE2\x80\x99"},
	    {"&#x96;", 6, "\xE2\x80\x93"},
	    {"&#159;", 6, "\xC5\xB8"},
	    {"&#129;", 6, "\xC2\x81"},
	    {"&#127;", 6, "\x7F"},
	    {"&#160;", 6, "\xC2\xA0"},
	    /* what XML has, and what it has not */
	    {"&#9;", 4, "\t"},
	    {"&#10;", 5, "\n"},
	    {"&#13;", 5, "\r"},
	    {"&#0;", 4, ""},
	    {"&#x1B;", 6, ""},
	    {"&#11;", 5, ""},
	    {"&#xD7FF;", 8, "\xED\x9F\xBF"},
	    {"&#xD800;", 8, ""},
	    {"&#xDFFF;", 8, ""},
	    {"&#xE000;", 8, "\xEE\x80\x80"},
	    {"&#xFFFD;", 8, "\xEF\xBF\xBD"},
	    {"&#xFFFE;", 8, ""},
	    {"&#65535;", 8, ""},
	    {"&#x10FFFF;", 10, "\xF4\x8F\xBF\xBF"},
	    {"&#x110000;", 10, ""},
	    {"&#1114112;", 10, ""},
	    {"&#4294967361;", 13, ""},
	    {"&#18446744073709551681;", 23, ""},
	    {"&#x10000000000000041;", 21, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* Exactly as long as it is, for the sanitizer. */
		size_t len = strlen(cases[i].text);
		char *text = malloc(len);
		assert_non_null(text);
		memcpy(text, cases[i].text, len);
		struct buf out;
		buf_init(&out, KIB);
		size_t taken = entity_decode(text, len, &out);
		if (taken != cases[i].taken ||
		    strcmp(buf_text(&out), cases[i].added) != 0)
			fail_msg("%s: %zu \"%s\"", cases[i].text, taken,
			    buf_text(&out));
		buf_clear(&out);
		free(text);
	}
}

static void
whole_text(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
	    {"", ""},
	    {"plain", "plain"},
	    {"A &amp; B", "A & B"},
	    {"A & B", "A & B"},
	    {"A && B &", "A && B &"},
	    {"&amp;lt;", "&lt;"},
	    {"&amp;#38;", "&#38;"},
	    {"a&ltb", "a<b"},
	    {"&notit;", "\xC2\xACit;"},
	    {"&notin;", "\xE2\x88\x89"},
	    {"&notin", "\xC2\xACin"},
	    {"&copy2024", "\xC2\xA9"
			  "2024"},
	    {"&copy 2024", "\xC2\xA9 2024"},
	    {"&hellip", "&hellip"},
	    {"&hellip;&hellip;", "\xE2\x80\xA6\xE2\x80\xA6"},
	    {"?a=1&b=2&reg=3", "?a=1&b=2\xC2\xAE=3"},
	    {"&ampamp;", "&amp;"},
	    {"&am", "&am"},
	    {"&sup1&sup2;&frac34", "\xC2\xB9\xC2\xB2\xC2\xBE"},
	    {"&times;&timesd;&timesx", "\xC3\x97\xE2\xA8\xB0\xC3\x97x"},
	    {"&#65&#66;&#x43D", "AB\xD0\xBD"},
	    {"&#65x", "Ax"},
	    {"&#x41g", "Ag"},
	    {"&#;&#x;&#", "&#;&#x;&#"},
	    {"a&#0;b&#x1b;c&#xD800;d", "abcd"},
	    {"AT&T;", "AT&T;"},
	    {"&Aacute&aacute", "\xC3\x81\xC3\xA1"},
	    {"\xD0\x96&nbsp;\xD0\x96", "\xD0\x96\xC2\xA0\xD0\x96"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].text);
		char *text = malloc(len + 1);
		assert_non_null(text);
		memcpy(text, cases[i].text, len);
		struct buf out;
		buf_init(&out, KIB);
		entity_decode_all(text, len, &out);
		if (strcmp(buf_text(&out), cases[i].expected) != 0)
			fail_msg("%s: \"%s\"", cases[i].text, buf_text(&out));
		buf_clear(&out);
		free(text);
	}
}

static void
attribute_value(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
	    {"", ""},
	    {"/?a=1&copy=2", "/?a=1&copy=2"},
	    {"/?a=1&copy;=2", "/?a=1\xC2\xA9=2"},
	    {"a&ampb", "a&ampb"},
	    {"a&amp;amp;b", "a&amp;b"},
	    {"&#65&#x42;C", "ABC"},
	    {"&#", "&#"},
	    {"&#x", "&#x"},
	    {"&#0000000000000000000065", "A"},
	    {"&unknown;&", "&unknown;&"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		buf_init(&out, KIB);
		entity_decode_value(cases[i].text, strlen(cases[i].text), &out);
		assert_string_equal(buf_text(&out), cases[i].expected);
		buf_clear(&out);
	}
}

/* 5 MB each; would not end in our time if it were quadratic. */
static void
time_is_linear(void **state)
{
	static const char *const units[] = {
	    "&", "&#", "&#x", "&a", "&notit", "&#1", "9", "&#9"};
	const size_t total = 5000000;

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t unit = strlen(units[i]);
		char *text = mem_new(total, 1);
		memcpy(text, "&#", 2);
		for (size_t at = 2; at + unit <= total; at += unit)
			memcpy(text + at, units[i], unit);
		struct buf out;
		buf_init(&out, 2 * total);
		entity_decode_all(text, total, &out);
		assert_false(buf_full(&out));
		buf_clear(&out);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table_is_whole_and_sorted),
	    cmocka_unit_test(old_names_are_106),
	    cmocka_unit_test(names_mean_what_html_says),
	    cmocka_unit_test(one_reference),
	    cmocka_unit_test(whole_text),
	    cmocka_unit_test(attribute_value),
	    cmocka_unit_test(time_is_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
