/*
 * Addresses.  The first table is RFC 3986 section 5.4 word for word; the others
 * are what people and machines put where an address should be.
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
#include "base/url.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *ref;
	const char *expected;
} rfc3986[] = {
    /* 5.4.1 */
    {"g:h", "g:h"},
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"},
    {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"},
    {"g;x?y#s", "http://a/b/c/g;x?y#s"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../", "http://a/"},
    {"../../g", "http://a/g"},
    /* 5.4.2 */
    {"../../../g", "http://a/g"},
    {"../../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {".g", "http://a/b/c/.g"},
    {"g..", "http://a/b/c/g.."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"./g/.", "http://a/b/c/g/"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {"g;x=1/../y", "http://a/b/c/y"},
    {"g?y/./x", "http://a/b/c/g?y/./x"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
    {"g#s/./x", "http://a/b/c/g#s/./x"},
    {"g#s/../x", "http://a/b/c/g#s/../x"},
    {"http:g", "http:g"},
};

static const struct {
	const char *base;
	const char *ref;
	const char *expected;
	bool absolute;
} resolved[] = {
    /* bases of few parts */
    {"http://h", "x", "http://h/x", true},
    {"http://h", "/x", "http://h/x", true},
    {"http://h", "../x", "http://h/x", true},
    {"http://h", "", "http://h", true},
    {"http://h", "?q", "http://h?q", true},
    {"http://h", "#f", "http://h#f", true},
    {"http://h?q#f", "x", "http://h/x", true},
    {"http://h/a/b?q#f", "", "http://h/a/b?q", true},
    {"http://h/a/b?q#f", "#g", "http://h/a/b?q#g", true},
    {"http://h/a/b?q#f", "?r", "http://h/a/b?r", true},
    {"http://h/a/b?q=/x/y", "c", "http://h/a/c", true},
    {"HTTP://H/a", "b", "HTTP://H/b", true},
    {"https://h/a/", "//cdn.example/x.js", "https://cdn.example/x.js", true},
    {"https://h/a/", "//cdn.example", "https://cdn.example", true},
    {"https://h/a/", "//u@[2001:db8::1]:8080/x/../y",
	"https://u@[2001:db8::1]:8080/y", true},
    {"http://[::1]:80/a/b", "c?d", "http://[::1]:80/a/c?d", true},
    {"http://h/a//b/", "../c", "http://h/a//c", true},
    {"http://h/a/", "b//c", "http://h/a/b//c", true},
    {"http://h/a/", "b:c/d", "b:c/d", true},
    {"http://h/a/", "./b:c", "http://h/a/b:c", true},
    {"http://h/a/", "?p=1&b=2", "http://h/a/?p=1&b=2", true},
    {"file:///a/b", "c", "file:///a/c", true},
    {"x:/a/b", "../../c", "x:/c", true},
    {"x:/a", "/.//b", "x:/.//b", true},
    /* bases that nothing can be seen from */
    {NULL, "x y", "x%20y", false},
    {NULL, "http://h/x y", "http://h/x%20y", true},
    {NULL, "", "", false},
    {"", "x", "x", false},
    {"/a/b", "x", "x", false},
    {"//h/a", "x", "x", false},
    {"mailto:a@h", "x", "x", false},
    {"urn:a:b", "x", "x", false},
    {"urn:a:b", "#f", "urn:a:b#f", true},
    {"tag:h,2024:1", "", "tag:h,2024:1", true},
    {"data:text/html,x", "/y", "/y", false},
    /* absolute ones are only tidied */
    {"http://h/",
	"data:image/png;base64,AA==", "data:image/png;base64,AA==", true},
    {"http://h/", "mailto:a@h?subject=b c", "mailto:a@h?subject=b%20c", true},
    {"http://h/", "javascript:alert(1)", "javascript:alert(1)", true},
    {"http://h/", "java\tscript:alert(1)", "javascript:alert(1)", true},
    {"http://h/", "http://x/a/../b/./c", "http://x/a/../b/./c", true},
    {"http://h/", "C:\\x", "C:%5Cx", true},
    {"http://h/", "tel:+1 23", "tel:+1%2023", true},
    /* what people type */
    {"http://h/a/", " \t\r\n x \n", "http://h/a/x", true},
    {"http://h/a/", "x\n\t y\r\nz", "http://h/a/x%20yz", true},
    {"http://h/a/", "   ", "http://h/a/", true},
    {"http://h/a/", "a b\"<c>`{d}|^",
	"http://h/a/a%20b%22%3Cc%3E%60%7Bd%7D%7C%5E", true},
    {"http://h/a/", "..\\b\\c", "http://h/b/c", true},
    {"http://h/a/", "\\\\x\\y", "http://x/y", true},
    {"http://h/a/", "x?a\\b#c\\d", "http://h/a/x?a%5Cb#c%5Cd", true},
    {"http://h/a/", "HTTP:\\\\x\\y?\\", "HTTP://x/y?%5C", true},
    {"http://h\\a\\b", "c", "http://h/a/c", true},
    {" http://h/a b/c\n", "d", "http://h/a%20b/d", true},
    {"http://h/a/", "100%.jpg", "http://h/a/100%25.jpg", true},
    {"http://h/a/", "%41%zz%2", "http://h/a/%41%25zz%252", true},
    {"http://h/a/", "новости/статья?я#ё", "http://h/a/новости/статья?я#ё",
	true},
    {"https://блог.қаз/a/", "../b", "https://блог.қаз/b", true},
    {"http://h/a/", "x\001y\x7fz", "http://h/a/x%01y%7Fz", true},
    {"http://h/a/", "x?a[]=1&b=[2]", "http://h/a/x?a[]=1&b=[2]", true},
    {"http://h/a/", "%2e%2e/b", "http://h/a/%2e%2e/b", true},
};

static void
check(const char *base, const char *ref, const char *expected, bool absolute)
{
	struct buf out;

	buf_init(&out, 4096);
	buf_puts(&out, "<");
	bool result = url_resolve(base, ref, strlen(ref), &out);
	assert_string_equal(buf_text(&out) + 1, expected);
	assert_int_equal(buf_text(&out)[0], '<');
	assert_int_equal(result, absolute);
	buf_clear(&out);
}

static void
examples_of_the_rfc(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rfc3986); i++)
		check("http://a/b/c/d;p?q", rfc3986[i].ref, rfc3986[i].expected,
		    true);
}

static void
other_references(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(resolved); i++)
		check(resolved[i].base, resolved[i].ref, resolved[i].expected,
		    resolved[i].absolute);
}

/* A string of n bytes: front, and as many c as it takes. */
static char *
long_text(const char *front, char c, size_t n)
{
	char *text = mem_new(n + 1, 1);
	size_t len = strlen(front);

	memset(text, c, n);
	memcpy(text, front, len);
	return text;
}

static void
limits(void **state)
{
	struct buf out;
	char *ref = long_text("", 'x', LIMIT_URL);
	char *longer = long_text("", 'x', LIMIT_URL + 1);
	char *data = long_text("data:,", '<', 100 * LIMIT_URL);
	char *base = long_text("http://h/", 'b', LIMIT_URL + 1);

	(void)state;
	buf_init(&out, MIB * 4);
	assert_true(url_resolve("http://h/", ref, strlen(ref), &out));
	assert_int_equal(out.len, LIMIT_URL + strlen("http://h/"));
	buf_cut(&out, 0);
	assert_false(url_resolve("http://h/", longer, strlen(longer), &out));
	assert_int_equal(out.len, LIMIT_URL + 1);
	buf_cut(&out, 0);
	assert_false(url_resolve(base, "x", 1, &out));
	assert_string_equal(buf_text(&out), "x");
	buf_cut(&out, 0);
	assert_true(url_resolve("http://h/", data, strlen(data), &out));
	assert_int_equal(out.len, 6 + 3 * (100 * LIMIT_URL - 6));
	buf_clear(&out);

	/* What does not fit stays full, and nothing comes loose. */
	buf_init(&out, 10);
	url_resolve("http://h/", "abcdefghijklmnop", 16, &out);
	assert_true(buf_full(&out));
	url_resolve("http://h/", "a", 1, &out);
	assert_true(buf_full(&out));
	buf_clear(&out);
	buf_init(&out, 10);
	url_resolve("http://h/", "abcd", 4, &out);
	assert_true(buf_full(&out));
	buf_clear(&out);
	free(ref);
	free(longer);
	free(data);
	free(base);
}

/* Many dot segments are no reason to read a path twice. */
static void
many_segments(void **state)
{
	struct buf ref;
	struct buf out;

	(void)state;
	buf_init(&ref, LIMIT_URL);
	buf_init(&out, 2 * LIMIT_URL);
	for (int i = 0; i < 1000; i++)
		buf_puts(&ref, "a/");
	for (int i = 0; i < 1001; i++)
		buf_puts(&ref, "../");
	buf_puts(&ref, "z");
	assert_true(url_resolve("http://h/b/c", buf_text(&ref), ref.len, &out));
	assert_string_equal(buf_text(&out), "http://h/z");
	buf_clear(&out);
	buf_clear(&ref);
}

static void
schemes(void **state)
{
	static const struct {
		const char *url;
		bool absolute;
	} cases[] = {
	    {"http://h", true},
	    {"urn:x", true},
	    {"a+b-c.1:x", true},
	    {"C:\\x", true},
	    {"x:", true},
	    {"", false},
	    {":x", false},
	    {"1a:x", false},
	    {"+a:x", false},
	    {" http://h", false},
	    {"ht tp://h", false},
	    {"http", false},
	    {"/a:b", false},
	    {"a/b:c", false},
	    {"?a:b", false},
	    {"//h:80/", false},
	    {"é:x", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    url_absolute(cases[i].url, strlen(cases[i].url)),
		    cases[i].absolute);
	assert_true(url_has_scheme("HtTp://h", 8, "http"));
	assert_true(url_has_scheme("http:", 5, "http"));
	assert_false(url_has_scheme("https://h", 9, "http"));
	assert_false(url_has_scheme("http://h", 8, "https"));
	assert_false(url_has_scheme("http:", 4, "http"));
	assert_false(url_has_scheme("", 0, ""));
	assert_false(url_has_scheme(":x", 2, ""));
}

static void
iris(void **state)
{
	static const struct {
		const char *text;
		bool iri;
	} cases[] = {
	    {"http://h/?p=1", true},
	    {"tag:h,2024:/a/b", true},
	    {"urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", true},
	    {"https://блог.қаз/қызық", true},
	    {"http://h/a[1]", true},
	    {"x:", false},
	    {"", false},
	    {"123", false},
	    {"/p/1", false},
	    {"h/?p=1", false},
	    {"http://h/a b", false},
	    {" http://h/", false},
	    {"http://h/\n", false},
	    {"http://h/<x>", false},
	    {"http://h/\"", false},
	    {"http://h/{x}", false},
	    {"http://h/a|b", false},
	    {"http://h/a\\b", false},
	    {"http://h/a^b", false},
	    {"http://h/a`b", false},
	    {"http://h/\xC2\x85", false},
	    {"http://h/\xC2\xA0", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    url_is_iri(cases[i].text, strlen(cases[i].text)),
		    cases[i].iri);
}

static void
clicks(void **state)
{
	static const struct {
		const char *url;
		bool clickable;
	} cases[] = {
	    {"http://h/", true},
	    {"HTTPS://h/", true},
	    {" \n\thttp://h/", true},
	    {"mailto:a@h", true},
	    {"tel:+123", true},
	    {"", true},
	    {"a/b", true},
	    {"/a:b", true},
	    {"?a:b", true},
	    {"#a:b", true},
	    {"./a:b", true},
	    {"\\a:b", true},
	    {"//evil.example/", true},
	    {"новости", true},
	    {"javascript:alert(1)", false},
	    {"JaVaScRiPt:alert(1)", false},
	    {" javascript:alert(1)", false},
	    {"\001\002javascript:alert(1)", false},
	    {"java\tscript:alert(1)", false},
	    {"java\nscript:alert(1)", false},
	    {"java\r\nscript\t:alert(1)", false},
	    {"java\177script:alert(1)", false},
	    {"java script:alert(1)", false},
	    {"javascript://h/%0aalert(1)", false},
	    {"\xC2\xA0javascript:alert(1)", false},
	    {"\xEF\xBB\xBFjavascript:alert(1)", false},
	    {"%6Aavascript:alert(1)", false},
	    {"vbscript:x", false},
	    {"data:text/html,<script>", false},
	    {"feed:http://h/", false},
	    {"feed:https://h/", false},
	    {"ftp://h/", false},
	    {"file:///etc/passwd", false},
	    {"blob:http://h/", false},
	    {"view-source:http://h/", false},
	    {"ms-appinstaller:?source=x", false},
	    {"intent://h/", false},
	    {"averylongschemethatnobodyhas:x", false},
	    {":x", false},
	    {"h:80/x", false},
	    {"C:\\x", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    url_clickable(cases[i].url, strlen(cases[i].url)),
		    cases[i].clickable);
	assert_false(url_clickable("java\0script:x", 13));
}

static void
escapes(void **state)
{
	static const struct {
		const char *text;
		const char *encoded;
	} cases[] = {
	    {"", ""},
	    {"Az09-._~", "Az09-._~"},
	    {"a b&c=d/e?f#g%h+i", "a%20b%26c%3Dd%2Fe%3Ff%23g%25h%2Bi"},
	    {"é", "%C3%A9"},
	    {"\n\x7f", "%0A%7F"},
	};
	static const struct {
		const char *text;
		const char *decoded;
	} loose[] = {
	    {"%c3%A9", "é"},
	    {"%", "%"},
	    {"%4", "%4"},
	    {"%zz%41", "%zzA"},
	    {"%%41", "%A"},
	    {"a+b", "a+b"},
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_cut(&out, 0);
		url_encode(cases[i].text, strlen(cases[i].text), &out);
		assert_string_equal(buf_text(&out), cases[i].encoded);
		buf_cut(&out, 0);
		url_decode(cases[i].encoded, strlen(cases[i].encoded), &out);
		assert_string_equal(buf_text(&out), cases[i].text);
	}
	for (size_t i = 0; i < COUNT(loose); i++) {
		buf_cut(&out, 0);
		url_decode(loose[i].text, strlen(loose[i].text), &out);
		assert_string_equal(buf_text(&out), loose[i].decoded);
	}
	buf_cut(&out, 0);
	url_encode("a\0b", 3, &out);
	assert_string_equal(buf_text(&out), "a%00b");
	buf_clear(&out);
}

static void
uris_of_iris(void **state)
{
	static const struct {
		const char *iri;
		const char *uri;
	} cases[] = {
	    {"", ""},
	    {"https://a.example/b?c=d#e", "https://a.example/b?c=d#e"},
	    {"https://a.example/%c3%A9/é", "https://a.example/%c3%A9/%C3%A9"},
	    {"https://жок.kz/🦆",
		"https://%D0%B6%D0%BE%D0%BA.kz/%F0%9F%A6%86"},
	    {"https://a/b c\"<>\\^`{|}\n\x7f%", "https://a/b%20c%22%3C%3E%5C"
						"%5E%60%7B%7C%7D%0A%7F%25"},
	    {"https://a/%4", "https://a/%254"},
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_cut(&out, 0);
		url_ascii(cases[i].iri, strlen(cases[i].iri), &out);
		assert_string_equal(buf_text(&out), cases[i].uri);
		/* Twice changes nothing. */
		buf_cut(&out, 0);
		url_ascii(cases[i].uri, strlen(cases[i].uri), &out);
		assert_string_equal(buf_text(&out), cases[i].uri);
	}
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(examples_of_the_rfc),
	    cmocka_unit_test(other_references),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(many_segments),
	    cmocka_unit_test(schemes),
	    cmocka_unit_test(iris),
	    cmocka_unit_test(clicks),
	    cmocka_unit_test(escapes),
	    cmocka_unit_test(uris_of_iris),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
