/*
 * The csv serialiser: cells and the bytes that RFC 4180 has for them, cells
 * that a spreadsheet would run, and a table of mistakes with the words that
 * must name them.
 */
#include "render/serialiser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

#define LOOM " xmlns:loom=\"urn:feedloom\""
#define HTML " xmlns=\"http://www.w3.org/1999/xhtml\""
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *xml;
	const char *expected;
} documents[] = {
    {"<table/>", ""},
    {"<table><tr><th>a</th><th>b</th></tr></table>", "a,b\r\n"},
    {"<table" HTML ">\n <thead><tr>\n <th>a</th> <th/> </tr></thead>\n"
     " <tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
	"a,\r\n1,2\r\n"},
    {"<tr><td>a</td></tr>", "a\r\n"},
    /* Quotes where they are needed. */
    {"<tr><td>a,b</td><td>a;b</td><td>a\"b</td><td>a'b</td></tr>",
	"\"a,b\",a;b,\"a\"\"b\",a'b\r\n"},
    {"<tr><td>a\nb</td><td>a&#13;b</td><td>\"</td><td>\"\"</td></tr>",
	"\"a\nb\",\"a\rb\",\"\"\"\",\"\"\"\"\"\"\r\n"},
    {"<tr><td> a</td><td>a </td><td> </td><td>a b</td></tr>",
	"\" a\",\"a \",\" \",a b\r\n"},
    /* A row of one empty cell is no empty line. */
    {"<table><tr><th>a</th></tr><tr><td/></tr><tr><td>b</td></tr></table>",
	"a\r\n\"\"\r\nb\r\n"},
    {"<tr><td/><td/></tr>", ",\r\n"},
    /* Markup in a cell is its text. */
    {"<tr><td>a<b>b<i>c</i></b><table><tr><td>d</td></tr></table>e</td></tr>",
	"abcde\r\n"},
    /* What the table says of the file. */
    {"<table" LOOM " loom:separator='semicolon'><tr><td>a,b</td><td>c;d</td>"
     "</tr></table>",
	"a,b;\"c;d\"\r\n"},
    {"<table" LOOM " loom:separator='tab'><tr><td>a,b</td><td>c&#9;d</td>"
     "</tr></table>",
	"a,b\t\"c\td\"\r\n"},
    {"<table" LOOM " loom:separator='comma' loom:bom='true'><tr><td>é</td>"
     "</tr></table>",
	"\xEF\xBB\xBFé\r\n"},
    {"<table" LOOM " loom:bom=''><tr><td>a</td></tr></table>", "a\r\n"},
};

static void
test_documents(void **state)
{
	struct walk run;

	(void)state;
	for (size_t i = 0; i < LEN(documents); i++) {
		for (size_t piece = 0; piece < 4; piece++) {
			walk_start(&run, &serialiser_csv, 72);
			run.piece = piece;
			assert_int_equal(walk_all(&run, documents[i].xml), 0);
			assert_string_equal(
			    buf_text(&run.out), documents[i].expected);
			walk_end(&run);
		}
	}
}

static const struct {
	const char *text;
	bool guarded;
} cells[] = {
    {"=1+1", true},
    {"+1+1", true},
    {"-1+1", true},
    {"@SUM(1)", true},
    {"=", true},
    {"-", true},
    {"- a", true},
    {"+491234", true},
    {"\t=1", true},
    {"\tx", true},
    {"\nx", true},
    {"  =1", true},
    {" \n-x", true},
    {"－1+1", true},
    {"＝1", true},
    {"＋1", true},
    {"＠x", true},
    {"-1", false},
    {"-0.5", false},
    {"-1e5", false},
    {"-1e5x", true},
    {"-01", true},
    {"1+1", false},
    {"'=1", false},
    {"a=1", false},
    {"", false},
    {"  ", false},
    {"—1", false},
};

static void
test_formulas(void **state)
{
	struct walk run;

	(void)state;
	for (size_t i = 0; i < LEN(cells); i++) {
		char xml[80];
		const char *got;

		snprintf(xml, sizeof(xml), "<tr><td>%s</td><td>x</td></tr>",
		    cells[i].text);
		walk_start(&run, &serialiser_csv, 72);
		assert_int_equal(walk_all(&run, xml), 0);
		got = buf_text(&run.out);
		got += *got == '"';
		if (cells[i].guarded)
			assert_true(*got++ == '\'');
		assert_memory_equal(got, cells[i].text, strlen(cells[i].text));
		walk_end(&run);
	}
}

static const struct {
	const char *xml;
	const char *words;
} mistakes[] = {
    {"<table>x</table>", "text \"x\" outside of all cells"},
    {"<table><tr>x</tr></table>", "text \"x\" outside of all cells"},
    {"<p/>", "<p> where only table, thead, tbody and tr are"},
    {"<table><td/></table>", "<td> where only table"},
    {"<tr><p/></tr>", "<p> in a row, which has th and td only"},
    {"<tr><x:td xmlns:x='urn:x'/></tr>", "<td> in a row"},
    {"<tr/>", "a row of 0 cells"},
    {"<table><tr><td/></tr><tr><td/><td/></tr></table>",
	"a row of 2 cells, where the first one has 1"},
    {"<table" LOOM " loom:separator='|'/>",
	"the separator \"|\" is none of comma, semicolon and tab"},
    {"<table><tr><td/></tr><table/></table>", "a second table"},
};

static void
test_mistakes(void **state)
{
	struct walk run;

	(void)state;
	for (size_t i = 0; i < LEN(mistakes); i++) {
		walk_start(&run, &serialiser_csv, 72);
		assert_int_equal(walk_all(&run, mistakes[i].xml), -1);
		assert_int_equal(run.e.code, ERR_PLUGIN);
		assert_non_null(strstr(run.e.text, mistakes[i].words));
		walk_end(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_documents),
	    cmocka_unit_test(test_formulas),
	    cmocka_unit_test(test_mistakes),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlCleanupParser();
	return failed;
}
