/*
 * Messages of mail: some byte by byte, one written by a process that is locked
 * in; tables of parts that are refused, and of octets that the last look must
 * not let pass, with the words for each.
 */
#include "render/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/jail.h"
#include "base/limits.h"
#include "render/message_check.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define FIFTY "01234567890123456789012345678901234567890123456789"

/* By 128 bits of FNV-1a: of "1@a.example", and with "\nrelated" behind. */
#define OUTER "=_f8a98df52692e89f35ef24a1f26669bb"
#define INNER "=_2be1461e1398c643637cffb0f5a080be"

static const struct mailbox readers[] = {
    {"", "r@b.example"},
    {"Ann, \"the\" Reader", "ann@b.example"},
    {"Zoë", "zoe@b.example"},
};
static const char *const answers[] = {"0@a.example", "x.1@a.example"};
static const struct message_field fields[] = {
    {"List-Id", "Quay \r\nNews <quay.a.example>", false},
    {"List-Unsubscribe", "<https://a.example/?q=?x>, <mailto:u@a.example>",
	true},
};
static const struct message_picture pictures[] = {
    {"p1@a.example", "image/png", "\x89PNG\0\r\n", 7},
    {"p2@a.example", "image/svg+xml", "", 0},
};

static const struct message full = {
    .from = {"Quay", "quay+news@a.example"},
    .reply_to = {"", "desk@a.example"},
    .to = readers,
    .to_count = LEN(readers),
    .subject = "Größe\r\nBcc: x@b.example",
    .when = 1711846800,
    .offset = 120,
    .id = "1@a.example",
    .answers = answers,
    .answer_count = LEN(answers),
    .fields = fields,
    .field_count = LEN(fields),
    .text = "From us\r\n.\n=_\xFF\x01 \n\n-- \nend",
    .html = "<p>é</p>\n",
    .pictures = pictures,
    .picture_count = LEN(pictures),
};

static const char full_octets[] =
    "Date: Sun, 31 Mar 2024 03:00:00 +0200\r\n"
    "From: Quay <quay+news@a.example>\r\n"
    "Reply-To: <desk@a.example>\r\n"
    "To: <r@b.example>,\r\n"
    " \"Ann, \\\"the\\\" Reader\" <ann@b.example>,\r\n"
    " =?utf-8?q?Zo=C3=AB?= <zoe@b.example>\r\n"
    "Subject: =?utf-8?b?R3LDtsOfZSBCY2M6IHhAYi5leGFtcGxl?=\r\n"
    "Message-ID: <1@a.example>\r\n"
    "In-Reply-To: <x.1@a.example>\r\n"
    "References: <0@a.example> <x.1@a.example>\r\n"
    "List-Id: Quay News <quay.a.example>\r\n"
    "List-Unsubscribe: <https://a.example/?q=?x>, <mailto:u@a.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative;\r\n"
    "\tboundary=\"" OUTER "\"\r\n"
    "\r\n"
    "--" OUTER "\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "=46rom us\r\n"
    ".\r\n"
    "=3D_=EF=BF=BD=EF=BF=BD=20\r\n"
    "\r\n"
    "--=20\r\n"
    "end\r\n"
    "--" OUTER "\r\n"
    "Content-Type: multipart/related; type=\"text/html\";\r\n"
    "\tboundary=\"" INNER "\"\r\n"
    "\r\n"
    "--" INNER "\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "<p>=C3=A9</p>\r\n"
    "\r\n"
    "--" INNER "\r\n"
    "Content-Type: image/png\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "Content-Id: <p1@a.example>\r\n"
    "Content-Disposition: inline\r\n"
    "\r\n"
    "iVBORwANCg==\r\n"
    "\r\n"
    "--" INNER "\r\n"
    "Content-Type: image/svg+xml\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "Content-Id: <p2@a.example>\r\n"
    "Content-Disposition: inline\r\n"
    "\r\n"
    "\r\n"
    "--" INNER "--\r\n"
    "\r\n"
    "--" OUTER "--\r\n";

static const struct message plain = {
    .from = {"", "a@a.example"},
    .subject = "",
    .id = "1@a.example",
    .text = "one\ntwo",
};

static const char plain_octets[] =
    "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
    "From: <a@a.example>\r\n"
    "Subject:\r\n"
    "Message-ID: <1@a.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "one\r\n"
    "two\r\n";

static int
setup(void **state)
{
	struct error e;

	(void)state;
	return message_prepare(&e);
}

static void
test_whole(void **state)
{
	struct error e;
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	assert_int_equal(message_write(&full, &out, &e), 0);
	assert_string_equal(buf_text(&out), full_octets);
	buf_cut(&out, 0);
	assert_int_equal(message_write(&plain, &out, &e), 0);
	assert_string_equal(buf_text(&out), plain_octets);
	buf_clear(&out);
}

/* In a process that can open nothing any more. */
static void
test_locked_in(void **state)
{
	static const struct jail closed = {.memory = LIMIT_MEMORY};
	const char *valgrind = getenv("VALGRIND");
	int status;

	(void)state;
	if (valgrind != NULL && *valgrind != '\0')
		skip(); /* it needs what is refused */
	pid_t child = fork();
	if (child == 0) {
		struct error e;
		struct buf out;

		buf_init(&out, MIB);
		if (jail_lock(&closed, &e) == -1)
			_exit(1);
		if (message_write(&full, &out, &e) == -1)
			_exit(2);
		_exit(strcmp(buf_text(&out), full_octets) == 0 ? 0 : 3);
	}
	assert_int_not_equal(child, -1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* What is too large leaves nothing behind, at any size. */
static void
test_too_large(void **state)
{
	struct error e;
	struct buf out;

	(void)state;
	for (size_t max = 1; max < sizeof(full_octets) + 2; max += 7) {
		buf_init(&out, max);
		buf_puts(&out, "x");
		if (message_write(&full, &out, &e) == 0) {
			assert_true(max >= sizeof(full_octets));
		} else {
			assert_true(max < sizeof(full_octets));
			assert_int_equal(e.code, ERR_INPUT);
			assert_string_equal(e.text, "the message is too large");
			assert_string_equal(buf_text(&out), "x");
			assert_false(buf_full(&out));
		}
		buf_clear(&out);
	}
}

/* A message with one part that is wrong, and the words for it. */
static void
must_refuse(const struct message *message, const char *words)
{
	struct error e = {.code = ERR_NONE};
	struct buf out;

	buf_init(&out, MIB);
	assert_int_equal(message_write(message, &out, &e), -1);
	assert_int_equal(out.len, 0);
	assert_int_equal(e.code, ERR_PLUGIN);
	assert_string_equal(e.text, words);
	buf_clear(&out);
}

static const char *const addresses[] = {"", "a", "@a", "a@", "a@b@c",
    "a@b\r\nBcc: x@y", "a b@c", "a@b>", "<a@b", "a@b,c@d", "ä@b", "\"a\"@b",
    "a@b (c)"};

static void
test_addresses(void **state)
{
	char words[200];

	(void)state;
	for (size_t i = 0; i < LEN(addresses); i++) {
		struct message m = plain;
		struct mailbox to = {.name = ""};

		snprintf(
		    m.from.address, sizeof(m.from.address), "%s", addresses[i]);
		snprintf(words, sizeof(words),
		    "a message's sender cannot be written in mail: \"%s\"",
		    addresses[i]);
		must_refuse(&m, words);
		m = plain;
		m.to = &to;
		m.to_count = 1;
		snprintf(to.address, sizeof(to.address), "%s", addresses[i]);
		snprintf(words, sizeof(words),
		    "a message's recipient cannot be written in mail: \"%s\"",
		    addresses[i]);
		must_refuse(&m, words);
		m = plain;
		m.id = addresses[i];
		snprintf(words, sizeof(words),
		    "a message's id cannot be written in mail: \"%s\"",
		    addresses[i]);
		must_refuse(&m, words);
		m = plain;
		m.answers = &addresses[i];
		m.answer_count = 1;
		must_refuse(&m, words);
	}
}

static const struct {
	struct message_field field;
	const char *words;
} wrong_fields[] = {
    {{"", "", false}, "\"\" is no name of a field of mail"},
    {{"X y", "", false}, "\"X y\" is no name of a field of mail"},
    {{"X:", "", false}, "\"X:\" is no name of a field of mail"},
    {{"X\r\nY", "", false}, "\"X\r\nY\" is no name of a field of mail"},
    {{"Bcc", "", false}, "the field Bcc is there already"},
    {{"subject", "", false}, "the field subject is there already"},
    {{"content-type", "", true}, "the field content-type is there already"},
    {{"X", "a\r\nb", true},
	"the field X cannot be written in mail as it is: \"a\r\nb\""},
    {{"X", "é", true}, "the field X cannot be written in mail as it is: \"é\""},
    {{"X", "a\tb", true},
	"the field X cannot be written in mail as it is: \"a\tb\""},
};

static void
test_fields(void **state)
{
	static const struct message_field twice[] = {
	    {"X-a", "", false}, {"x-A", "", false}};
	char longest[902];

	(void)state;
	for (size_t i = 0; i < LEN(wrong_fields); i++) {
		struct message m = plain;

		m.fields = &wrong_fields[i].field;
		m.field_count = 1;
		must_refuse(&m, wrong_fields[i].words);
	}
	struct message m = plain;
	m.fields = twice;
	m.field_count = 2;
	must_refuse(&m, "the field x-A is there already");

	struct message_field made = {"X", longest, true};
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	m.fields = &made;
	m.field_count = 1;
	must_refuse(&m, "the field X cannot be written in mail as it is: "
			"\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"");
}

static void
test_others(void **state)
{
	static const struct message_picture wrong[] = {
	    {"", "image/png", "", 0},
	    {"a>", "image/png", "", 0},
	    {"a", "image/", "", 0},
	    {"a", "text/html", "", 0},
	    {"a", "image/a;b=c", "", 0},
	};
	static const int offsets[] = {-841, 841, INT32_MIN};

	(void)state;
	for (size_t i = 0; i < LEN(wrong); i++) {
		struct message m = full;
		char words[200];

		m.pictures = &wrong[i];
		m.picture_count = 1;
		snprintf(words, sizeof(words),
		    "a picture cannot be put in mail: \"%s\", of type \"%s\"",
		    wrong[i].id, wrong[i].type);
		must_refuse(&m, words);
	}
	for (size_t i = 0; i < LEN(offsets); i++) {
		struct message m = plain;

		m.offset = offsets[i];
		must_refuse(&m, "a message is of a day that is not");
	}
	struct message m = plain;
	m.when = INT64_MAX;
	must_refuse(&m, "a message is of a day that is not");
}

/* What is put in the place of the first of these, and the words for it. */
static const struct {
	const char *from, *to;
	const char *words;
} changes[] = {
    {"Subject: ", "Subject: x\r\nBcc: ",
	"line 8: a field that was not asked for"},
    {"Subject: ", "Subject : ", "line 7: a field that was not asked for"},
    {"Subject: ", "Subject: x\r\nSubject: ",
	"line 8: a field that was not asked for"},
    {"Message-ID: <1@a.example>\r\n", "",
	"line 8: a field that was not asked for"},
    {"MIME-Version: 1.0", "MIME-Version: 1.0\r\n",
	"line 14: fields are missing"},
    {"Date: ", " Date: ", "line 1: it continues no field"},
    {"MIME-Version: 1.0", "MIME-Version: 1.0\r\n \t",
	"line 14: it continues no field"},
    {"Date: ", "\r\nDate: ", "line 1: fields are missing"},
    {"List-Id: ", "List-Id: \n", "line 11: not ASCII that ends in CR LF"},
    {"List-Id: ", "List-Id: \r", "line 11: not ASCII that ends in CR LF"},
    {"List-Id: ", "List-Id: é", "line 11: not ASCII that ends in CR LF"},
    {"List-Id: ", "List-Id: \x01", "line 11: not ASCII that ends in CR LF"},
    {"end\r\n", "end\n", "line 26: not ASCII that ends in CR LF"},
    {"end\r\n", "\xC2\xA0\r\n", "line 26: not ASCII that ends in CR LF"},
    {"end\r\n", "end\r\n--" OUTER "\r\n",
	"line 28: a field that was not asked for"},
    {"end\r\n", "end\r\n--" OUTER "--\r\n",
	"line 27: a part too few, or too many"},
    {"end\r\n", "end\r\n--" OUTER "x\r\n",
	"line 27: a part too few, or too many"},
    {"end\r\n", "end\r\n--" INNER "\r\n", "line 27: another part ends"},
    {"end\r\n", FIFTY "0123456789012345678901234567\r\n", NULL},
    {"end\r\n", FIFTY "01234567890123456789012345678\r\n", "line 26: too long"},
    {"Content-Disposition: inline\r\n", "", "line 41: fields are missing"},
    {"Content-Id: ", "Content-Location: ",
	"line 40: a field that was not asked for"},
    {"--" INNER "--\r\n", "", "line 53: another part ends"},
    {"--" OUTER "--\r\n", "", "line 53: another part ends"},
    {"--" OUTER "--\r\n", "--" OUTER "--\r\nx\r\n",
	"line 55: something behind the last part"},
    {"--" OUTER "--\r\n", "--" OUTER "--",
	"line 54: not ASCII that ends in CR LF"},
};

static void
test_last_look(void **state)
{
	static const char front[] = "the message did not come out as it "
				    "should: ";
	struct error e;
	struct buf out;

	(void)state;
	buf_init(&out, MIB);
	for (size_t i = 0; i < LEN(changes); i++) {
		const char *at = strstr(full_octets, changes[i].from);

		assert_non_null(at);
		buf_cut(&out, 0);
		buf_add(&out, full_octets, (size_t)(at - full_octets));
		buf_puts(&out, changes[i].to);
		buf_puts(&out, at + strlen(changes[i].from));
		int result = message_check(&full, buf_text(&out), out.len, &e);
		assert_int_equal(result, changes[i].words == NULL ? 0 : -1);
		if (result == 0)
			continue;
		assert_int_equal(e.code, ERR_PLUGIN);
		assert_memory_equal(e.text, front, strlen(front));
		assert_string_equal(e.text + strlen(front), changes[i].words);
	}
	/* A NUL, which no string of C can say. */
	buf_cut(&out, 0);
	buf_add(&out, full_octets, sizeof(full_octets) - 1);
	out.data[100] = '\0';
	assert_int_equal(message_check(&full, out.data, out.len, &e), -1);
	/* Cut at any place it is not the message. */
	for (size_t len = 0; len < sizeof(full_octets) - 1; len++)
		assert_int_equal(
		    message_check(&full, full_octets, len, &e), -1);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_locked_in),
	    cmocka_unit_test(test_too_large),
	    cmocka_unit_test(test_addresses),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_last_look),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
