/*
 * Mail: fields of a header and the lines that RFC 5322 and 2047 have for them,
 * bodies as quoted-printable, and for both that nothing gets out of its place.
 * That mail programs read back what went in is for tests/naughty.t.
 */
#include "render/mail_body.h"
#include "render/mail_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

static const struct {
	const char *text;
	const char *field;
} fields[] = {
    {"", "S:\n"},
    {"Knots", "S: Knots\n"},
    {"  a \t b\r\n", "S: a b\n"},
    {"a\r\nBcc: x@y", "S: a Bcc: x@y\n"},
    {"a\n\nbody", "S: a body\n"},
    {"Zoë", "S: =?utf-8?q?Zo=C3=AB?=\n"},
    {"Пар", "S: =?utf-8?b?0J/QsNGA?=\n"},
    {"Knots and hitches é a_b?",
	"S: =?utf-8?q?Knots_and_hitches_=C3=A9_a=5Fb=3F?=\n"},
    {"é a_b?", "S: =?utf-8?b?w6kgYV9iPw==?=\n"},
    /* What looks encoded is shown, not read. */
    {"=?utf-8?q?x?=", "S: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?=\n"},
    {"a=?b", "S: =?utf-8?q?a=3D=3Fb?=\n"},
    {"a=b?", "S: a=b?\n"},
    /* What does harm is shown. */
    {"a\x1b[31m", "S: a<U+001B>[31m\n"},
    {"a\x7f", "S: a<U+007F>\n"},
    {"\xC2\x85", "S: <U+0085>\n"},
    {"\xE2\x80\xAE"
     "exe",
	"S: <U+202E>exe\n"},
    {"\xE2\x80\xA8"
     "a\xE2\x80\xA8 b",
	"S: a b\n"},
    {"\xff", "S: =?utf-8?b?77+9?=\n"},
    /* Folded at blanks; encoded to be cut when there is none. */
    {FIFTY " " TEN TEN " a", "S: " FIFTY " " TEN TEN " a\n"},
    {FIFTY " " TEN TEN "12 a", "S: " FIFTY " " TEN TEN "12\n a\n"},
    {FIFTY " " TEN TEN TEN, "S: " FIFTY "\n " TEN TEN TEN "\n"},
    {FIFTY FIFTY, "S: " FIFTY FIFTY "\n"},
    {FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY " é",
	"S: =?utf-8?q?" FIFTY TEN "0?=\n"
	" =?utf-8?q?123456789" FIFTY "0123?=\n"
	" =?utf-8?q?456789" FIFTY "0123456?=\n"
	" =?utf-8?q?789" FIFTY TEN "?=\n"
	" =?utf-8?q?" FIFTY "_=C3=A9?=\n"},
    /* Characters are whole in each word. */
    {"ЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖ",
	"S: =?utf-8?b?0JbQltCW0JbQltCW0JbQltCW0JbQltCW0JbQltCW0JbQltCW0JbQltCW"
	"0JY=?=\n"
	" =?utf-8?b?0JbQltCW0JbQltCW0JbQltCW0JbQltCW0JbQltCW0JbQltCW?=\n"},
};

static void
test_fields(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	for (size_t i = 0; i < LEN(fields); i++) {
		buf_cut(&out, 0);
		mail_field("S", fields[i].text, &out);
		assert_string_equal(buf_text(&out), fields[i].field);
	}
	buf_clear(&out);
}

static const struct {
	const char *person;
	const char *local;
	const char *field;
} people[] = {
    {"", "a", "From: <a@b.invalid>\n"},
    {"Zoe Lind", "comment-12", "From: Zoe Lind <comment-12@b.invalid>\n"},
    {"Q. Ed", "a", "From: \"Q. Ed\" <a@b.invalid>\n"},
    {"a\"b\\c", "a", "From: \"a\\\"b\\\\c\" <a@b.invalid>\n"},
    {"x@y, z", "a", "From: \"x@y, z\" <a@b.invalid>\n"},
    {"<x@y>", "a", "From: \"<x@y>\" <a@b.invalid>\n"},
    {"Zoë", "a", "From: =?utf-8?q?Zo=C3=AB?= <a@b.invalid>\n"},
    {"Z\r\nTo: <x@y>", "a", "From: \"Z To: <x@y>\" <a@b.invalid>\n"},
    {"=?utf-8?q?x?=", "a",
	"From: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@b.invalid>\n"},
    {"a", "", "From: a <nobody@b.invalid>\n"},
    {"a", "x@y\r\n.é", "From: a <x-y-----@b.invalid>\n"},
    {FIFTY " 12345", "abcdefghijkl",
	"From: " FIFTY " 12345\n <abcdefghijkl@b.invalid>\n"},
    {FIFTY TEN " x", "a",
	"From: =?utf-8?q?" FIFTY "01234567?=\n"
	" =?utf-8?q?89_x?= <a@b.invalid>\n"},
};

static void
test_people(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	for (size_t i = 0; i < LEN(people); i++) {
		buf_cut(&out, 0);
		mail_address("From", people[i].person, people[i].local,
		    "b.invalid", &out);
		assert_string_equal(buf_text(&out), people[i].field);
	}
	buf_clear(&out);
}

static const char *const domains[][2] = {
    {"a.example", "a.example"},
    {"A.Example.", "a.example"},
    {"", "invalid"},
    {"...", "invalid"},
    {".a..b", "a.b"},
    {"a b\r\n>", "a-b---"},
    {"%d0%b6.kz", "-d0-b6.kz"},
};

static void
test_domains(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	for (size_t i = 0; i < LEN(domains); i++) {
		buf_cut(&out, 0);
		mail_domain(domains[i][0], &out);
		assert_string_equal(buf_text(&out), domains[i][1]);
	}
	buf_cut(&out, 0);
	mail_domain(FIFTY FIFTY FIFTY FIFTY FIFTY, &out);
	assert_int_equal(out.len, 200);
	buf_clear(&out);
}

static void
test_names(void **state)
{
	(void)state;
	assert_true(mail_is_name("X-Feedloom-Id"));
	assert_true(mail_is_name("a"));
	assert_false(mail_is_name(""));
	assert_false(mail_is_name("a b"));
	assert_false(mail_is_name("a:b"));
	assert_false(mail_is_name("a\n"));
	assert_false(mail_is_name("é"));
	assert_false(mail_is_name(FIFTY));
}

/* A long text is cut, at a character. */
static void
test_long(void **state)
{
	struct buf text, out;

	(void)state;
	buf_init(&text, MIB);
	buf_init(&out, MIB);
	for (int n = 990; n < 1002; n++) {
		buf_cut(&text, 0);
		buf_cut(&out, 0);
		for (int i = 0; i < n / 6; i++)
			buf_puts(&text, "12345 ");
		for (int i = 0; i < n % 6; i++)
			buf_puts(&text, "x");
		while (text.len > 0 && text.data[text.len - 1] == ' ')
			buf_cut(&text, text.len - 1);
		mail_field("S", buf_text(&text), &out);
		if (text.len <= MAIL_TEXT)
			assert_null(strchr(buf_text(&out), '='));
		else
			assert_non_null(
			    strstr(buf_text(&out), "=E2=80=A6?=\n"));
	}
	buf_cut(&text, 0);
	for (int i = 0; i < 100000; i++)
		buf_puts(&text, "Ж");
	buf_cut(&out, 0);
	mail_field("S", buf_text(&text), &out);
	assert_true(out.len < 2000);
	buf_clear(&text);
	buf_clear(&out);
}

/* An address that does not fit its field is left out. */
static void
test_archived(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	mail_archived("https://a.example/é", &out);
	assert_string_equal(
	    buf_text(&out), "Archived-At: <https://a.example/%C3%A9>\n");
	buf_cut(&out, 0);
	mail_archived("", &out);
	mail_archived(
	    FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY
		FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY,
	    &out);
	assert_int_equal(out.len, 0);
	buf_clear(&out);
}

#define L75 FIFTY TEN TEN "01234"

static const struct {
	const char *text;
	const char *body;
} bodies[] = {
    {"", ""},
    {"a\nb\n", "a\nb\n"},
    {"a=b", "a=3Db"},
    {"é\r\n", "=C3=A9=0D\n"},
    {"a \nb\t\nc ", "a=20\nb=09\nc=20"},
    {"a b\tc", "a b\tc"},
    {L75, L75},
    {L75 "6", L75 "=\n6"},
    {FIFTY TEN TEN "012=", FIFTY TEN TEN "012=\n=3D"},
    {FIFTY TEN TEN "01=", FIFTY TEN TEN "01=3D"},
    /* No line is the begin of another message. */
    {"From x", "=46rom x"},
    {"a\nFrom x\n>From y\n>> From z", "a\n=46rom x\n>=46rom y\n>> From z"},
    {"From", "From"},
    {"From\n", "From\n"},
    {"From \n", "=46rom=20\n"},
    {" From x", " From x"},
    {L75 "From x", L75 "=\n=46rom x"},
    {L75 ">From x", L75 "=\n>=46rom x"},
    {"--=_0", "--=3D_0"},
};

static void
test_bodies(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	for (size_t i = 0; i < LEN(bodies); i++) {
		buf_cut(&out, 0);
		mail_body(bodies[i].text, strlen(bodies[i].text), &out);
		assert_string_equal(buf_text(&out), bodies[i].body);
	}
	buf_clear(&out);
}

/* So many ">" that lines are cut among them: each is looked at once. */
static void
test_quotes(void **state)
{
	struct buf text, out;

	(void)state;
	buf_init(&text, 8 * MIB);
	buf_init(&out, 16 * MIB);
	for (int i = 0; i < 4000000; i++)
		buf_putc(&text, '>');
	buf_puts(&text, "From x");
	mail_body(buf_text(&text), text.len, &out);
	assert_non_null(strstr(buf_text(&out), ">=46rom x"));
	assert_null(strstr(buf_text(&out), "From "));
	buf_clear(&text);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_people),
	    cmocka_unit_test(test_domains),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_archived),
	    cmocka_unit_test(test_bodies),
	    cmocka_unit_test(test_quotes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
