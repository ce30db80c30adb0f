/*
 * The mbox serialiser: a thread byte by byte, who answers whom, a body in both
 * forms, and a table of mistakes with the words that must name them.
 */
#include "render/serialiser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

#define LOOM " xmlns='urn:feedloom' xmlns:h='http://www.w3.org/1999/xhtml'"
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char thread[] =
    "<mailbox" LOOM " domain='q.example.invalid'>\n"
    "<message id='a' subject='Knots' author='Zoë' address='author'"
    " date='2024-01-02T10:00:00-05:00' page='https://q.example/knots'>\n"
    " <header name='X-Tags'>Rope;\nTar</header>\n"
    " <body><h:p>How to <h:a href='https://q.example/tie'>tie</h:a></h:p>"
    "<html>&lt;p&gt;From here&lt;script&gt;x&lt;/script&gt;</html></body>\n"
    "</message>\n"
    "<reply id='#1' author='Bo' date='2024-01-03 10:00:00'>"
    "<body>Well</body></reply>"
    "<reply id='#2' parent='#1' author='' address='x'>"
    "<body><h:p>Tied.</h:p></body></reply>"
    "</mailbox>";

/* The hashes are those of "a", "a#1" and "a#2", by 128 bits of FNV-1a. */
#define A "d228cb696f1a8caf78912b704e4a8964"
#define A1 "a68d62cd528b5822836dbc79781272e4"
#define A2 "a68d62cd558b5822836dbc7978127695"
#define AT "@q.example.invalid>"

static const char mails[] =
    "From MAILER-DAEMON Tue Jan  2 15:00:00 2024\n"
    "Date: Tue, 02 Jan 2024 10:00:00 -0500\n"
    "From: =?utf-8?q?Zo=C3=AB?= <author" AT "\n"
    "Subject: Knots\n"
    "Message-ID: <" A AT "\n"
    "X-Feedloom-Id: a\n"
    "Archived-At: <https://q.example/knots>\n"
    "X-Tags: Rope; Tar\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/alternative;\n"
    " boundary=\"=_" A "\"\n"
    "\n"
    "--=_" A "\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "How to tie [1]\n"
    "\n"
    "=46rom here\n"
    "\n"
    "[1] https://q.example/tie\n"
    "\n"
    "--=_" A "\n"
    "Content-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "<p>How to <a href=3D\"https://q.example/tie\">tie</a></p>\n"
    "<p>From here</p>\n"
    "\n"
    "--=_" A "--\n"
    "\n"
    "From MAILER-DAEMON Wed Jan  3 10:00:00 2024\n"
    "Date: Wed, 03 Jan 2024 10:00:00 +0000\n"
    "From: Bo <1" AT "\n"
    "Subject: Re: Knots\n"
    "Message-ID: <" A1 AT "\n"
    "In-Reply-To: <" A AT "\n"
    "References: <" A AT "\n"
    "X-Feedloom-Id: a#1\n"
    "Archived-At: <https://q.example/knots#1>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/alternative;\n"
    " boundary=\"=_" A1 "\"\n"
    "\n"
    "--=_" A1 "\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "Well\n"
    "\n"
    "--=_" A1 "\n"
    "Content-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "Well\n"
    "\n"
    "--=_" A1 "--\n"
    "\n"
    "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
    "Date: Thu, 01 Jan 1970 00:00:00 +0000\n"
    "From: <x" AT "\n"
    "Subject: Re: Knots\n"
    "Message-ID: <" A2 AT "\n"
    "In-Reply-To: <" A1 AT "\n"
    "References: <" A AT "\n"
    " <" A1 AT "\n"
    "X-Feedloom-Id: a#2\n"
    "Archived-At: <https://q.example/knots#2>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/alternative;\n"
    " boundary=\"=_" A2 "\"\n"
    "\n"
    "--=_" A2 "\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "Tied.\n"
    "\n"
    "--=_" A2 "\n"
    "Content-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "<p>Tied.</p>\n"
    "\n"
    "--=_" A2 "--\n"
    "\n";

static void
test_thread(void **state)
{
	struct walk run;

	(void)state;
	for (size_t piece = 0; piece < 4; piece++) {
		walk_start(&run, &serialiser_mbox, 72);
		run.piece = piece;
		assert_int_equal(walk_all(&run, thread), 0);
		assert_string_equal(buf_text(&run.out), mails);
		walk_end(&run);
	}
}

static const struct {
	const char *attributes;
	const char *fields; /* of those who are answered, or NULL */
} answers[] = {
    {"", NULL},
    {" thread='a'", "In-Reply-To: <" A AT "\nReferences: <" A AT "\nX-"},
    {" parent='a'", "In-Reply-To: <" A AT "\nReferences: <" A AT "\nX-"},
    {" thread='a' parent='a'",
	"In-Reply-To: <" A AT "\nReferences: <" A AT "\nX-"},
    {" thread='a' parent='a#1'",
	"In-Reply-To: <" A1 AT "\nReferences: <" A AT "\n <" A1 AT "\nX-"},
};

static void
test_answers(void **state)
{
	struct walk run;
	struct buf xml;

	(void)state;
	for (size_t i = 0; i < LEN(answers); i++) {
		buf_init(&xml, MIB);
		buf_printf(&xml,
		    "<mailbox" LOOM " domain='q.example.invalid'>"
		    "<message id='m'%s><body/></message></mailbox>",
		    answers[i].attributes);
		walk_start(&run, &serialiser_mbox, 72);
		assert_int_equal(walk_all(&run, buf_text(&xml)), 0);
		if (answers[i].fields == NULL)
			assert_null(strstr(buf_text(&run.out), "In-Reply-To"));
		else
			assert_non_null(
			    strstr(buf_text(&run.out), answers[i].fields));
		walk_end(&run);
		buf_clear(&xml);
	}
}

static const struct {
	const char *xml;
	const char *words;
} mistakes[] = {
    {"<x" LOOM "/>", "<x> where it cannot be"},
    {"<message/>", "<message> where it cannot be"},
    {"<mailbox" LOOM "><body/></mailbox>", "<body> where it cannot be"},
    {"<mailbox" LOOM ">x</mailbox>", "text \"x\" outside of headers"},
    {"<message" LOOM "/>", "a message without id"},
    {"<message" LOOM " id='a'/>", "a message without a body"},
    {"<message" LOOM " id='a'>x</message>", "text \"x\" outside"},
    {"<message" LOOM " id='a'><message id='b'/></message>",
	"<message> where it cannot be"},
    {"<message" LOOM " id='a'><body/><body/></message>", "a second body"},
    {"<message" LOOM " id='a'><body/><header name='x'/></message>",
	"a header behind the body"},
    {"<message" LOOM " id='a'><header/></message>",
	"\"\" is no name of a header"},
    {"<message" LOOM " id='a'><header name='a b'/></message>",
	"\"a b\" is no name of a header"},
    {"<message" LOOM " id='a'><header name='bcc'/></message>",
	"the header bcc is made of"},
    {"<message" LOOM " id='a'><header name='x'><b/></header></message>",
	"<b> where it cannot be"},
    {"<reply" LOOM " id='a'><body/></reply>", "or without a message before"},
    {"<mailbox" LOOM "><message id='a'><body/></message><reply/></mailbox>",
	"a reply without id"},
};

static void
test_mistakes(void **state)
{
	struct walk run;

	(void)state;
	for (size_t i = 0; i < LEN(mistakes); i++) {
		walk_start(&run, &serialiser_mbox, 72);
		assert_int_equal(walk_all(&run, mistakes[i].xml), -1);
		assert_int_equal(run.e.code, ERR_PLUGIN);
		assert_non_null(strstr(run.e.text, mistakes[i].words));
		walk_end(&run);
	}
}

/* Left in the middle, it frees what it has. */
static void
test_half(void **state)
{
	xmlDoc *doc = walk_parse("<message" LOOM " id='a'><body/></message>");
	const xmlNode *message = xmlDocGetRootElement(doc);
	struct walk run;

	(void)state;
	walk_start(&run, &serialiser_mbox, 72);
	assert_int_equal(run.as->open(run.s, message, &run.e), 0);
	assert_int_equal(run.as->open(run.s, message->children, &run.e), 0);
	walk_end(&run);
	xmlFreeDoc(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_thread),
	    cmocka_unit_test(test_answers),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_half),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlCleanupParser();
	return failed;
}
