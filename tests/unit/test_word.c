/*
 * Words: what is one, in scripts with and without blanks, and where texts are
 * cut.
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
#include "base/word.h"

/* Texts, and their words with a "|" behind each. */
static const struct {
	const char *text;
	const char *words;
} cases[] = {
    {"", ""},
    {" \n\t ", ""},
    {"a", "a|"},
    {"  One two\n three ", "One|two|three|"},
    {"don't state-of-the-art e-mail", "don't|state-of-the-art|e-mail|"},
    {"a & b - c … d !!! 7%", "a|b|c|d|7%|"},
    {"(so, he said: \"yes!\")", "(so,|he|said:|\"yes!\")|"},
    {"tide—table tide – table", "tide|table|tide|table|"},
    {"10\xC2\xA0km \xE2\x80\xAFx", "10|km|x|"},
    {"¿Qué? ¡Así! naïve ẞ", "¿Qué?|¡Así!|naïve|ẞ|"},
    {"Привет, мир", "Привет,|мир|"},
    {"مرحبا بالعالم", "مرحبا|بالعالم|"},
    {"नमस्ते दुनिया", "नमस्ते|दुनिया|"},
    {"🚢 boat 🚢", "boat|"},
    {"北京。", "北|京|"},
    {"東京タワー、です", "東|京|タ|ワ|ー|で|す|"},
    {"葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80|城|"},
    {"iPhone手机", "iPhone|手|机|"},
    {"（北）", "北|"},
    {"한국어 단어", "한국어|단어|"},
    {"ภาษาไทย คำ", "ภาษาไทย|คำ|"},
    {"a\xFF"
     "b \xC3",
	"a\xFF"
	"b|"},
};

static void
words_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].text);
		char *text = mem_grow(NULL, len + (len == 0), 1);
		struct word word;
		struct buf out;
		size_t at = 0, n = 0;

		memcpy(text, cases[i].text, len);
		buf_init(&out, KIB);
		for (; word_next(text, len, &at, &word); n++) {
			buf_add(&out, text + word.begin, word.end - word.begin);
			buf_putc(&out, '|');
		}
		assert_string_equal(buf_text(&out), cases[i].words);
		assert_int_equal(word_count(text, len), n);
		buf_clear(&out);
		free(text);
	}
}

/* Texts with a "|" where they are cut; none where they are not. */
static const struct {
	size_t words, chars;
	const char *ellipsis;
	const char *text;
} cuts[] = {
    {0, 0, "…", "One two three"},
    {3, 0, "…", "One two three"},
    {2, 0, "…", "One two| three"},
    {1, 0, "…", " One| two three"},
    {3, 0, "…", "One two three ! …"},
    {2, 0, "…", "One two|, three"},
    {2, 0, "…", "One two|. Three"},
    {2, 0, "…", "One two!| Three"},
    {2, 0, "", "One two,| three"},
    {1, 0, "…", "One| — two"},
    {2, 0, "…", "a & b| & c"},
    {2, 0, "…", "北京|。上海"},
    {3, 0, "…", "北京。上|海"},
    {0, 13, "…", "One two three"},
    {0, 12, "…", "One two| three"},
    {0, 8, "…", "One two| three"},
    {0, 7, "…", "One| two three"},
    {0, 7, "", "One two| three"},
    {0, 10, "...", "One two| three"},
    {0, 9, " [...]", "One| two three"},
    {0, 13, "…", "  One \n two  three  "},
    {0, 12, "…", "  One \n two|  three  "},
    {0, 5, "…", "Unfo|rgettable"},
    {0, 3, "…", "北京|上海"},
    {0, 4, "…", "北京上海"},
    {5, 8, "…", "One two| three four five six"},
    {1, 8, "…", "One| two three four five six"},
    {0, 1, "…", "|One"},
    {0, 1, "....", "|One"},
    /* A character may be many: e and an accent, a family of three. */
    {0, 3, "", "xe\xCC\x81y|z"},
    {0, 2, "", "xe\xCC\x81|yz"},
    {0, 2, "", "a👨‍👩‍👧|👨‍👩‍👧b"},
    {0, 4, "", "🇩🇪🇫🇷a🇩🇪"},
    {0, 3, "", "🇩🇪🇫🇷a|🇩🇪"},
    {0, 1, "", "🇩🇪|🇫🇷a🇩🇪"},
    {0, 2, "", "👍🏽❤️|x"},
    {0, 1, "", "க்|ஷ"},
};

static void
texts_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		const struct word_limit limit = {
		    cuts[i].words, cuts[i].chars, cuts[i].ellipsis};
		const char *mark = strchr(cuts[i].text, '|');
		size_t at = mark == NULL ? strlen(cuts[i].text)
					 : (size_t)(mark - cuts[i].text);
		struct buf text;

		buf_init(&text, KIB);
		buf_add(&text, cuts[i].text, at);
		buf_puts(&text, mark == NULL ? "" : mark + 1);
		assert_int_equal(
		    word_cut(buf_text(&text), text.len, &limit), at);
		buf_clear(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_found),
	    cmocka_unit_test(texts_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
