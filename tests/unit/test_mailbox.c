/*
 * Mailboxes: what is one, and what is not.
 */
#include "base/mailbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define TEN "abcdefghij"
#define SIXTY TEN TEN TEN TEN TEN TEN
#define LABEL SIXTY "klm"
#define LOCAL SIXTY "klmn"

static const struct {
	const char *text, *name, *address;
} good[] = {
    {"a@b.example", "", "a@b.example"},
    {"  a@b.example  ", "", "a@b.example"},
    {"<a@b.example>", "", "a@b.example"},
    {" <a@b.example> ", "", "a@b.example"},
    {"Name <a@b.example>", "Name", "a@b.example"},
    {"Name<a@b.example>", "Name", "a@b.example"},
    {"Jo van der Doe   <a@b.example>", "Jo van der Doe", "a@b.example"},
    {"Jo Q. Doe <a@b.example>", "Jo Q. Doe", "a@b.example"},
    {"O'Neil & Co. <a@b.example>", "O'Neil & Co.", "a@b.example"},
    {"Zürich täglich <a@b.example>", "Zürich täglich", "a@b.example"},
    {"Қала жаңалықтары <a@b.example>", "Қала жаңалықтары", "a@b.example"},
    {"\"Name\" <a@b.example>", "Name", "a@b.example"},
    {"\"Name\"<a@b.example>", "Name", "a@b.example"},
    {"\"\" <a@b.example>", "", "a@b.example"},
    {"\" Name \" <a@b.example>", "Name", "a@b.example"},
    {"\"Doe, Jo\" <a@b.example>", "Doe, Jo", "a@b.example"},
    {"\"Jo \\\"J\\\" Doe\" <a@b.example>", "Jo \"J\" Doe", "a@b.example"},
    {"\"C:\\\\mail\" <a@b.example>", "C:\\mail", "a@b.example"},
    {"\"<x@y.example>\" <a@b.example>", "<x@y.example>", "a@b.example"},
    {"\"a>b\" <a@b.example>", "a>b", "a@b.example"},
    {"\"you@bank.example, (all)\" <a@b.example>", "you@bank.example, (all)",
	"a@b.example"},
    {"jo.doe@b.example", "", "jo.doe@b.example"},
    {"jo.doe+news@b.example", "", "jo.doe+news@b.example"},
    {"o'neil@b.example", "", "o'neil@b.example"},
    {"prvs=0123abc=jo@b.example", "", "prvs=0123abc=jo@b.example"},
    {"_#$&'*?^`{}~@b.example", "", "_#$&'*?^`{}~@b.example"},
    {"Jo@B.Example", "", "Jo@B.Example"},
    {"1@2.example", "", "1@2.example"},
    {"a@b-c.d-e.example", "", "a@b-c.d-e.example"},
    {"a@xn--bcher-kva.example", "", "a@xn--bcher-kva.example"},
    {"a@4.3.2.1.in-addr.arpa", "", "a@4.3.2.1.in-addr.arpa"},
    {"root@localhost", "", "root@localhost"},
    {"root@LOCALHOST", "", "root@LOCALHOST"},
    {LOCAL "@b.example", "", LOCAL "@b.example"},
    {"a@" LABEL ".example", "", "a@" LABEL ".example"},
    {"a@" LABEL "." LABEL "." LABEL ".example.net", "",
	"a@" LABEL "." LABEL "." LABEL ".example.net"},
};

#define PLAIN                                                                  \
	"only plain addresses are taken: letters, digits and signs as in "     \
	"'jo.doe+news' in front of '@'"
#define DOTS "dots are between letters, one by one, in front of '@'"
#define TWO "there is more than one '@' in it"
#define NO_AT "there is no '@' in it"
#define NUMBER "behind '@' must be a name, not the number of a host"
#define QUOTES(c)                                                              \
	"a name with '" c "' must be in quotes, and this must be one mailbox"
#define BEHIND "there is something behind '>'; this must be one mailbox"
#define ENCODED "the name is encoded: write it as it reads"

/* What is refused, and what is said of it behind the text. */
static const struct {
	const char *text, *said;
} bad[] = {
    {"", "there is no address"},
    {"  ", "there is no address"},
    {"a", NO_AT},
    {"a.b.example", NO_AT},
    {"<>", NO_AT},
    {"Name <>", NO_AT},
    {"Name", NO_AT},
    {"@", "there is nothing in front of '@'"},
    {"@b.example", "there is nothing in front of '@'"},
    {"a@", "'' is no domain"},
    {"a@b", "the domain 'b' has no dot"},
    {"a@b@c", TWO},
    {"a@@b.example", TWO},
    {"a@b.example, c@d.example", TWO},
    {"a@b.example c@d.example", TWO},
    {"<a@b>,<c@d>", BEHIND},
    {"A <a@b.example>, C <c@d.example>", BEHIND},
    {"<a@b.example> Name", BEHIND},
    {"<<a@b.example>>", BEHIND},
    {"a@b.example <c@d.example>", QUOTES("@")},
    {"Doe, Jo <a@b.example>", QUOTES(",")},
    {"Readers: <a@b.example>;", QUOTES(":")},
    {"Readers:a@b.example;", PLAIN},
    {"Jo (home) <a@b.example>", QUOTES("(")},
    {"a@b.example (Jo)", "'b.example (Jo)' is no domain"},
    {"Jo [x] <a@b.example>", QUOTES("[")},
    {"Jo \"J\" Doe <a@b.example>", QUOTES("\"")},
    {"back\\slash <a@b.example>", QUOTES("\\")},
    {"Name> <a@b.example>", QUOTES(">")},
    {"\"Name <a@b.example>", "the quotes of the name do not end"},
    {"\"Name <a@b.example>\\\"", "the quotes of the name do not end"},
    {"\"Name\\", NO_AT},
    {"\"<\\", "the quotes of the name do not end"},
    {"\"Jo\" Doe <a@b.example>", "behind the name in quotes must be <ADDRESS>"},
    {"\"<Name>\" a@b.example", "behind the name in quotes must be <ADDRESS>"},
    {"Name <a@b.example", "'>' is missing"},
    {"=?utf-8?q?Jo?= <a@b.example>", ENCODED},
    {"\"=?utf-8?q?Jo?=\" <a@b.example>", ENCODED},
    {"a@[127.0.0.1]", NUMBER},
    {"a@[IPv6:::1]", NUMBER},
    {"a@127.0.0.1", NUMBER},
    {"a@example.123", NUMBER},
    {"a @b.example", PLAIN},
    {"a@ b.example", "' b.example' is no domain"},
    {"a@b. example", "'b. example' is no domain"},
    {"< a@b.example >", PLAIN},
    {"<a@b.example >", "'b.example ' is no domain"},
    {"jö@b.example", PLAIN},
    {"a@bücher.example", "the domain must be ASCII: write it as 'xn--...'"},
    {"a..b@c.example", DOTS},
    {".a@c.example", DOTS},
    {"a.@c.example", DOTS},
    {".@c.example", DOTS},
    {"a@c..example", "'c..example' is no domain"},
    {"a@.example", "'.example' is no domain"},
    {"a@b.example.", "'b.example.' is no domain"},
    {"a@localhost.", "'localhost.' is no domain"},
    {"a@-b.example", "'-b.example' is no domain"},
    {"a@b-.example", "'b-.example' is no domain"},
    {"a@b_c.example", "'b_c.example' is no domain"},
    {"a@b.example:25", "'b.example:25' is no domain"},
    {"a@b.example/c", "'b.example/c' is no domain"},
    {"a@" LABEL "n.example", "'" LABEL "n.example' is no domain"},
    {LOCAL "o@b.example", "more than 64 bytes are in front of '@'"},
    {"a@" LABEL "." LABEL "." LABEL "." LABEL,
	"an address is no longer than 254 bytes"},
    {"\"a b\"@c.example", PLAIN},
    {"\"a\"@c.example", PLAIN},
    {"\"a@b\"@c.example", TWO},
    {"mailto:a@b.example", PLAIN},
    {"a,b@c.example", PLAIN},
    {"a;b@c.example", PLAIN},
    {"a%b@c.example", PLAIN},
    {"a!b@c.example", PLAIN},
    {"|prog@c.example", PLAIN},
    {"/file@c.example", PLAIN},
    {"a(b)@c.example", PLAIN},
    {"a\\@c.example", PLAIN},
    {"<@x.example:a@b.example>", TWO},
    {"<@x.example,@y.example:a@b.example>", TWO},
    {"-oQ/tmp@c.example", PLAIN},
    {"-f@c.example",
	"an address that begins with '-' may be taken for an option"},
};

#define CONTROL "a mailbox has no control characters or line ends"
#define NO_UTF8 "a mailbox must be UTF-8"

/* These are not shown. */
static const struct {
	const char *text, *said;
} hidden[] = {
    {"a@b.example\n", CONTROL},
    {"a@b.example\r\nBcc: c@d.example", CONTROL},
    {"a@b.example\nRCPT TO:<c@d.example>", CONTROL},
    {"a\r@b.example", CONTROL},
    {"Na\nme <a@b.example>", CONTROL},
    {"\"Na\\\nme\" <a@b.example>", CONTROL},
    {"Na\tme <a@b.example>", CONTROL},
    {"Na\x1B[2Jme <a@b.example>", CONTROL},
    {"Na\x7Fme <a@b.example>", CONTROL},
    {"Na\xC2\x85me <a@b.example>", CONTROL},	 /* next line */
    {"Na\xE2\x80\xA8me <a@b.example>", CONTROL}, /* U+2028 */
    {"Na\xE2\x80\xAEme <a@b.example>", CONTROL}, /* right to left */
    {"Na\xE2\x81\xA6me <a@b.example>", CONTROL}, /* an isolate */
    {"\xEF\xBB\xBF"
     "a@b.example",
	CONTROL}, /* a byte order mark */
    {"N\xE4me <a@b.example>", NO_UTF8},
    {"N\xC0\x8Ame <a@b.example>", NO_UTF8}, /* a line end in two bytes */
    {"N\xED\xA0\x80me <a@b.example>", NO_UTF8},
};

static void
taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct mailbox m;
		struct error e;

		if (mailbox_read(&m, good[i].text, &e) == -1)
			fail_msg("%s", e.text);
		assert_string_equal(m.name, good[i].name);
		assert_string_equal(m.address, good[i].address);
		assert_string_equal(
		    mailbox_domain(&m), strchr(good[i].address, '@') + 1);
	}
}

static void
not_taken(void **state)
{
	char expected[512];
	struct mailbox m;
	struct error e = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (mailbox_read(&m, bad[i].text, &e) == 0)
			fail_msg("'%s' is taken", bad[i].text);
		snprintf(expected, sizeof(expected), "'%.200s': %s",
		    bad[i].text, bad[i].said);
		assert_string_equal(e.text, expected);
		assert_int_equal(e.code, ERR_CONFIG);
		assert_string_equal(m.address, "");
	}
	for (size_t i = 0; i < COUNT(hidden); i++) {
		assert_int_equal(mailbox_read(&m, hidden[i].text, &e), -1);
		assert_string_equal(e.text, hidden[i].said);
	}
}

/* Names and texts at their longest. */
static void
lengths(void **state)
{
	char text[1200];
	struct mailbox m;
	struct error e;

	(void)state;
	memset(text, 'n', sizeof(text));
	strcpy(text + 255, " <a@b.example>");
	assert_int_equal(mailbox_read(&m, text, &e), 0);
	assert_int_equal(strlen(m.name), 255);
	memset(text, 'n', sizeof(text));
	strcpy(text + 256, " <a@b.example>");
	assert_int_equal(mailbox_read(&m, text, &e), -1);
	assert_non_null(strstr(e.text, "a name is no longer than 255 bytes"));
	/* A message ends with a whole character. */
	memcpy(text + 199, "\xC3\xA4", 2);
	assert_int_equal(mailbox_read(&m, text, &e), -1);
	assert_non_null(strstr(e.text, "nnn': a name"));
	/* Quotes may take as much again. */
	memset(text, '\\', sizeof(text));
	text[0] = '"';
	strcpy(text + 1 + 2 * 255, "\" <a@b.example>");
	assert_int_equal(mailbox_read(&m, text, &e), 0);
	assert_int_equal(strlen(m.name), 255);
	memset(text, '\\', sizeof(text));
	text[0] = '"';
	text[1000] = '\0';
	assert_int_equal(mailbox_read(&m, text, &e), -1);
	memset(text, ' ', sizeof(text));
	text[1001] = '\0';
	assert_int_equal(mailbox_read(&m, text, &e), -1);
	assert_string_equal(e.text, "a mailbox is no longer than 1000 bytes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(taken),
	    cmocka_unit_test(not_taken),
	    cmocka_unit_test(lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
