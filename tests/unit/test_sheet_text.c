/*
 * Stylesheets as text: entities that are put in, and all that is refused.
 */
#include "xml/sheet_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"

/* What becomes of a file of these bytes: its text, or the error's words. */
static char *
text_of(const char *bytes, size_t len)
{
	struct buf file, out;
	struct error e;

	buf_init(&file, 8 * MIB);
	buf_init(&out, SHEET_TEXT_MAX);
	buf_add(&file, bytes, len);
	if (sheet_text(&file, "error", &out, &e) == -1) {
		assert_int_equal(e.code, ERR_PLUGIN);
		buf_cut(&out, 0);
		buf_puts(&out, e.text);
	}
	buf_clear(&file);
	return buf_take(&out);
}

static void
assert_text(const char *bytes, const char *expected)
{
	char *text = text_of(bytes, strlen(bytes));

	assert_string_equal(text, expected);
	free(text);
}

#define DOCTYPE(what) "<!DOCTYPE a [" what "]>"
#define REFUSED(what)                                                          \
	"error:1: the DOCTYPE has " what "; only simple entities are taken"

static const struct {
	const char *bytes;
	const char *text;
} cases[] = {
    {"<a/>", "<a/>"},
    {"\xEF\xBB\xBF<a/>", "<a/>"},
    {"<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xE9</a>",
	"\n<a>\xC3\xA9</a>"},
    {"<?xml version='1.0'?><!-- <!DOCTYPE [ -->\n<?p\n<!DOCTYPE b?><a/>",
	"\n\n<a/>"},
    /* What is declared is put in, into text and into values. */
    {DOCTYPE("<!ENTITY nbsp '&#160;'>") "<a b='&nbsp;'>&nbsp;&amp;&lt;</a>",
	"<a b='&#160;'>&#160;&amp;&lt;</a>"},
    {"<!DOCTYPE a [\n<!-- ' -->\n<!ELEMENT a (b)>\n<!ENTITY q\n'\"'>\n]\n>"
     "<a b=\"&q;\"/>",
	"\n\n\n\n\n\n<a b=\"&quot;\"/>"},
    {DOCTYPE("<!ENTITY x 'http://x/#'>") "<a xmlns='&x;'/>",
	"<a xmlns='http://x/#'/>"},
    {DOCTYPE(
	 "<!ENTITY lt '&#38;#60;'><!ENTITY b \"<b c='d'/>\">") "<a>&lt;&b;</a>",
	"<a>&lt;<b c='d'/></a>"},
    {DOCTYPE("<!ENTITY l '&#38;#60;'><!ENTITY l 'second'>") "<a>&l;</a>",
	"<a>&#60;</a>"},
    /* Not where no reference is one. */
    {DOCTYPE("<!ENTITY n 'x'>") "<a><!-- &n; --><![CDATA[&n;]]><?p "
				"&n;?>&n;&m;& n;&n</a>",
	"<a><!-- &n; --><![CDATA[&n;]]><?p &n;?>x&m;& n;&n</a>"},
    /* A DOCTYPE that declares nothing here goes, whatever it names. */
    {"<!DOCTYPE html><a/>", "<a/>"},
    {"<!DOCTYPE a SYSTEM \"x[>.dtd\"><a>&x;</a>", "<a>&x;</a>"},
    {"<a><!DOCTYPE b></a>", "<a><!DOCTYPE b></a>"},
    /* Refused. */
    {DOCTYPE("<!ENTITY a 'b'><!ENTITY c '&a;&a;'>") "<a/>",
	REFUSED("an entity within an entity")},
    {DOCTYPE("<!ENTITY a '&#38;b;'>") "<a/>",
	REFUSED("an entity within an entity")},
    {DOCTYPE("<!ENTITY a SYSTEM 'file:///etc/passwd'>") "<a/>",
	REFUSED("an entity that is in another file")},
    {DOCTYPE("<!ENTITY a PUBLIC 'x' 'http://x/'>") "<a/>",
	REFUSED("an entity that is in another file")},
    {DOCTYPE("<!ENTITY % a 'b'>") "<a/>", REFUSED("a parameter entity")},
    {DOCTYPE("<!ENTITY % a SYSTEM 'x'> %a;") "<a/>",
	REFUSED("a parameter entity")},
    {DOCTYPE("%a;") "<a/>", REFUSED("a parameter entity")},
    {DOCTYPE("<!ENTITY a '%b;'>") "<a/>",
	REFUSED("a parameter entity within an entity")},
    {DOCTYPE("<!ATTLIST a b CDATA 'c'>") "<a/>", REFUSED("more than entities")},
    {DOCTYPE("<!NOTATION a SYSTEM 'b'>") "<a/>", REFUSED("more than entities")},
    {DOCTYPE("x") "<a/>", REFUSED("more than entities")},
    {"<!DOCTYPE a>" DOCTYPE("") "<a/>", REFUSED("a second DOCTYPE")},
    {"<!DOCTYPE a [", REFUSED("more than entities")},
    {"<!DOCTYPE a", REFUSED("a DOCTYPE without an end")},
    {"<!DOCTYPE a [<!ENTITY b 'c", REFUSED("an entity without an end")},
    {"<!DOCTYPE a [<!ENTITY b 'c'", REFUSED("a DOCTYPE without an end")},
    {"<!DOCTYPE a [<!-- ", REFUSED("a comment or the like without an end")},
    {"<a>\n<!-- ", "error:2: a comment or the like without an end"},
    {"<a>\n\n<![CDATA[ ]] ></a>",
	"error:3: a comment or the like without an end"},
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_text(cases[i].bytes, cases[i].text);
}

/* UTF-16, where no byte of a DOCTYPE would be seen. */
static void
test_utf16(void **state)
{
	static const char bytes[] = "<!DOCTYPE a [<!ENTITY % b 'c'>]><a/>";
	char wide[2 * sizeof(bytes)] = "\xFF\xFE";

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(bytes); i++)
		wide[2 * i + 2] = bytes[i];
	char *text = text_of(wide, 2 * sizeof(bytes));
	assert_string_equal(text, REFUSED("a parameter entity"));
	free(text);
}

/* A text of many of the same, with a number in them, between two others. */
static char *
text_of_many(const char *begin, const char *again, const char *behind,
    unsigned n, const char *end)
{
	struct buf bytes;

	buf_init(&bytes, 8 * MIB);
	buf_puts(&bytes, begin);
	for (unsigned i = 0; i < n; i++)
		buf_printf(&bytes, "%s%u%s", again, i, behind);
	buf_puts(&bytes, end);
	char *text = text_of(buf_text(&bytes), bytes.len);
	buf_clear(&bytes);
	return text;
}

static const struct {
	const char *begin, *again, *behind;
	unsigned n;
	const char *end;
	const char *error;
} limits[] = {
    {"<a ", "b", "='' ", 257, "/>",
	"error:1: a tag with more than 256 attributes"},
    {"<a>", "longer text", "", 300000, "</a>",
	"error: larger than 4194304 bytes"},
    {"<!DOCTYPE a [", "<!ENTITY a", " ''>", 257, "]>",
	REFUSED("more than 256 entities")},
    {"<!DOCTYPE a [<!ENTITY a '", "text", "", 1025, "'>]>",
	REFUSED("an entity of more than 4 KiB")},
    {DOCTYPE("<!ENTITY a 'text of a length that makes much of little: it is "
	     "not long, and stands there often'>") "<a>",
	"&a;", "", 100000, "</a>",
	"error:1: entities make it larger than 4194304 bytes"},
};

static void
test_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		char *text = text_of_many(limits[i].begin, limits[i].again,
		    limits[i].behind, limits[i].n, limits[i].end);
		assert_string_equal(text, limits[i].error);
		free(text);
	}
	char *text = text_of_many("<a ", "b", "='' ", 256, "/>");
	assert_int_equal(strncmp(text, "<a b0=''", 8), 0);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_utf16),
	    cmocka_unit_test(test_limits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
