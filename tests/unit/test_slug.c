/*
 * Slugs: what becomes of each script, how long they are, and that they hold
 * nothing but what they may, whatever goes in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/slug.h"

static const struct {
	const char *text;
	const char *slug;
} cases[] = {
    {"", ""},
    {"Hello, World!", "hello-world"},
    {"  --a__b  ", "a-b"},
    {"Don't; don’t", "dont-dont"},
    {"Crème brûlée à la Ñandú", "creme-brulee-a-la-nandu"},
    {"Straße, STRAẞE, Æsir, Øl, Łódź", "strasse-strasse-aesir-ol-lodz"},
    {"ﬁn ½ Ⅳ ²", "fin-1-2-iv-2"},
    {"ＷＩＤＥ １２", "wide-12"},
    {"İstanbul ığdır", "istanbul-igdir"},
    {"Щука, ёж и майя", "shchuka-yozh-i-mayya"},
    {"Київ: Ґава", "kiyiv-gava"},
    {"Қазақстан: Әлем, Өзен, Үйші, Ұлы, Ғылым, Жаңа, Һ, І",
	"qazaqstan-alem-ozen-uyshi-uly-gylym-zhana-h-i"},
    {"Ελλάδα Ώρα Ψυχής", "ellada-ora-psychis"},
    {"नमस्ते 世界 مرحبا", ""},
    {"日本 2024", "2024"},
    {"a\xC2\xAD"
     "b\xE2\x80\x8B"
     "c",
	"abc"}, /* soft hyphen, zero-width space */
    {"a\xFF\xFE"
     "b\xC3",
	"a-b"}, /* not UTF-8 */
    {"../../etc/passwd", "etc-passwd"},
    {".hidden", "hidden"},
    {"C:\\CON", "c-con"},
    /* 64 and no more, at a dash where there is one. */
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"one aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbb",
	"one-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"щщщщщщщщщщщщщщщщщ",
	"shchshchshchshchshchshchshchshchshchshchshchshchshchshchshchshch"},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		buf_init(&out, KIB);
		slug_add(cases[i].text, strlen(cases[i].text), &out);
		assert_string_equal(buf_text(&out), cases[i].slug);
		buf_clear(&out);
	}
}

/* Every character there is, alone and between letters. */
static void
test_all_characters(void **state)
{
	struct buf text, out;

	(void)state;
	buf_init(&text, KIB);
	buf_init(&out, KIB);
	for (unsigned long c = 0; c <= 0x10FFFF; c++) {
		buf_cut(&text, 0);
		buf_cut(&out, 0);
		buf_putc(&text, 'x');
		buf_putu(&text, c);
		buf_putc(&text, 'y');
		slug_add(text.data, text.len, &out);
		assert_true(out.len <= SLUG_MAX);
		assert_int_equal(out.len,
		    strspn(out.data, "abcdefghijklmnopqrstuvwxyz0123456789-"));
		assert_true(out.data[0] == 'x' && out.data[out.len - 1] == 'y');
		assert_null(strstr(out.data, "--"));
	}
	buf_clear(&text);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_all_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
