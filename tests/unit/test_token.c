/*
 * The tokenizer of HTML: its tokens, its attributes, and that they are the
 * whole input.
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
#include "html/token.h"

/* Tokens are written as a letter and their bytes in brackets. */
static const struct {
	const char *html;
	const char *tokens;
} cases[] = {
    {"", ""},
    {"plain", "T[plain]"},
    {"<p>a</p>", "O[<p>]T[a]C[</p>]"},
    {"<P CLASS=x>", "O[<P CLASS=x>]"},
    {"<br/><hr />", "S[<br/>]S[<hr />]"},
    {"<a href=x/>", "O[<a href=x/>]"},
    {"<a b='>'>c", "O[<a b='>'>]T[c]"},
    {"<a b=\">'\" c>", "O[<a b=\">'\" c>]"},
    {"<a b=\"c\"d>", "O[<a b=\"c\"d>]"},
    {"<a \">x\">", "O[<a \">]T[x\">]"},
    {"<a =\">x", "O[<a =\">]T[x]"},
    /* What is no tag is text. */
    {"1 < 2", "T[1 < 2]"},
    {"a <5 b", "T[a <5 b]"},
    {"<", "T[<]"},
    {"a<", "T[a<]"},
    {"<<b>", "T[<]O[<b>]"},
    {"<b", "T[<b]"},
    {"x<b y", "T[x]T[<b y]"},
    {"<a href=\"x>y</a>", "T[<a href=\"x>y</a>]"},
    /* Comments, and what becomes one. */
    {"<!-- a --><b>", "M[<!-- a -->]O[<b>]"},
    {"<!-- a > b -->c", "M[<!-- a > b -->]T[c]"},
    {"<!-->a", "M[<!-->]T[a]"},
    {"<!--->a", "M[<!--->]T[a]"},
    {"<!--a--!>b", "M[<!--a--!>]T[b]"},
    {"<!--!>b-->", "M[<!--!>b-->]"},
    {"<!---!>b-->", "M[<!---!>b-->]"},
    {"<!-- a", "M[<!-- a]"},
    {"<!DOCTYPE html>a", "M[<!DOCTYPE html>]T[a]"},
    {"<?php a ?>b", "M[<?php a ?>]T[b]"},
    {"<![CDATA[a>b]]>", "M[<![CDATA[a>]T[b]]>]"},
    {"</ p>a", "M[</ p>]T[a]"},
    {"</>a", "M[</>]T[a]"},
    {"</3>a", "M[</3>]T[a]"},
    /* Raw text. */
    {"<script>a<b>c</script>d", "O[<script>]T[a<b>c]C[</script>]T[d]"},
    {"<SCRIPT><!--</script>a", "O[<SCRIPT>]T[<!--]C[</script>]T[a]"},
    {"<script>a</scripty></script >", "O[<script>]T[a</scripty>]C[</script >]"},
    {"<style>a</STYLE/x>", "O[<style>]T[a]C[</STYLE/x>]"},
    {"<style>p{}</style", "O[<style>]T[p{}</style]"},
    {"<script></script>", "O[<script>]C[</script>]"},
    {"<script>a", "O[<script>]T[a]"},
    {"<textarea><p></textarea>", "O[<textarea>]T[<p>]C[</textarea>]"},
    {"<title><b></title>", "O[<title>]T[<b>]C[</title>]"},
    {"<xmp><b></xmp>", "O[<xmp>]T[<b>]C[</xmp>]"},
    {"<iframe><b></iframe>", "O[<iframe>]T[<b>]C[</iframe>]"},
    /* Raw text that never ends and would be shown is none. */
    {"<iframe/><b>a", "S[<iframe/>]O[<b>]T[a]"},
    {"<textarea><b>", "O[<textarea>]O[<b>]"},
    {"<iframe></iframe><iframe><b>",
	"O[<iframe>]C[</iframe>]O[<iframe>]O[<b>]"},
};

static const char letters[] = "-TOCM";

static void
put_tokens(const char *html, size_t len, struct buf *out)
{
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		char letter = letters[token.type];

		if (token.type == TOKEN_OPEN && token.self_closing)
			letter = 'S';
		buf_putc(out, letter);
		buf_putc(out, '[');
		buf_add(out, token.at, token.len);
		buf_putc(out, ']');
	}
	assert_int_equal(token.type, TOKEN_END);
}

static void
tokens_are_those_of_html(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* A copy of the exact size: reading behind it is seen. */
		size_t len = strlen(cases[i].html);
		char *html = mem_new(len + 1, 1);
		struct buf out;

		memcpy(html, cases[i].html, len);
		html = mem_grow(html, len + (len == 0), 1);
		buf_init(&out, KIB);
		put_tokens(html, len, &out);
		assert_string_equal(buf_text(&out), cases[i].tokens);
		buf_clear(&out);
		free(html);
	}
}

/* Attributes are written as name=value and a blank, name alone without one. */
static const struct {
	const char *tag;
	const char *attributes;
} attributes[] = {
    {"<a>", ""},
    {"<a >", ""},
    {"<a/>", ""},
    {"<a b=c>", "b=[c] "},
    {"<a b = c d>", "b=[c] d "},
    {"<a b='c d' e=\"f>g\">", "b=[c d] e=[f>g] "},
    {"<a b=\"\" c=''>", "b=[] c=[] "},
    {"<a b= >", "b=[] "},
    {"<a b=c/d>", "b=[c/d] "},
    {"<a b=\"c\"d=e>", "b=[c] d=[e] "},
    {"<a/b/c=d/>", "b c=[d/] "},
    {"<a\nb\t=\n'c'\f>", "b=[c] "},
    {"<a =b=c>", "=b=[c] "},
    {"<a b=&amp;>", "b=[&amp;] "},
    {"<a b=c=d>", "b=[c=d] "},
    {"<a b=c b=d>", "b=[c] b=[d] "},
};

static void
attributes_are_those_of_html(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]);
	     i++) {
		struct tokens tokens;
		struct token token;
		struct token_attribute a;
		struct buf out;

		tokens_init(
		    &tokens, attributes[i].tag, strlen(attributes[i].tag));
		assert_true(tokens_next(&tokens, &token));
		assert_int_equal(token.type, TOKEN_OPEN);
		buf_init(&out, KIB);
		const char *at = token.name + token.name_len;
		while (token_attribute(&token, &at, &a)) {
			buf_add(&out, a.name, a.name_len);
			if (a.value != NULL) {
				buf_puts(&out, "=[");
				buf_add(&out, a.value, a.value_len);
				buf_putc(&out, ']');
			}
			buf_putc(&out, ' ');
		}
		assert_string_equal(buf_text(&out), attributes[i].attributes);
		buf_clear(&out);
	}
}

static void
names_are_compared_without_case(void **state)
{
	(void)state;
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, "<Script>", 8);
	assert_true(tokens_next(&tokens, &token));
	assert_true(token_is(&token, "script"));
	assert_false(token_is(&token, "scrip"));
	assert_false(token_is(&token, "scripts"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tokens_are_those_of_html),
	    cmocka_unit_test(attributes_are_those_of_html),
	    cmocka_unit_test(names_are_compared_without_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
