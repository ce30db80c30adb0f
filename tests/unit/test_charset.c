/*
 * Streams of bytes into clean UTF-8: which encoding they are in, what becomes
 * of bad bytes, and that the sizes of reads never matter.
 */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"

/* Bytes in memory, so many at a time, and an error at their end if wanted. */
struct source {
	const char *p;
	size_t len;
	size_t chunk;
	bool fails;
	bool over; /* it must not be asked again */
};

static ssize_t
source_read(void *context, void *p, size_t n, struct error *e)
{
	struct source *s = context;

	assert_false(s->over);
	if (n > s->chunk)
		n = s->chunk;
	if (n > s->len)
		n = s->len;
	memcpy(p, s->p, n);
	s->p += n;
	s->len -= n;
	s->over = n == 0;
	if (n == 0 && s->fails)
		return error_set(e, ERR_NOINPUT, "broken pipe");
	return (ssize_t)n;
}

static void
hear(void *context, const struct note *note)
{
	buf_printf(
	    context, "%lu:%lu %s\n", note->line, note->column, note->text);
}

struct result {
	struct buf text;
	struct buf notes;
	char name[32];
	bool failed;
};

/* Reads everything: chunk bytes in, at most n out at a time. */
static void
read_all(struct result *r, const char *p, size_t len, bool fails, size_t chunk,
    size_t n)
{
	struct source source = {p, len, chunk, fails, false};
	struct error e = {0};
	ssize_t got;

	buf_init(&r->text, 64 * MIB);
	buf_init(&r->notes, 64 * MIB);
	struct notes notes = {hear, &r->notes};
	struct charset *c =
	    charset_new((struct input){source_read, &source}, &notes);
	char *out = malloc(n); /* exactly, for the sanitizer */
	assert_non_null(out);
	while ((got = charset_read(c, out, n, &e)) > 0) {
		assert_true((size_t)got <= n);
		assert_true(((unsigned char)out[0] & 0xC0) != 0x80);
		buf_add(&r->text, out, (size_t)got);
	}
	r->failed = got == -1;
	if (r->failed)
		assert_string_equal(e.text, "broken pipe");
	/* The end stays the end. */
	assert_int_equal(charset_read(c, out, n, &e), got);
	snprintf(r->name, sizeof(r->name), "%s", charset_name(c));
	charset_free(c);
	free(out);
}

static void
result_clear(struct result *r)
{
	buf_clear(&r->text);
	buf_clear(&r->notes);
}

/* Reads in every size, and expects the same of all of them. */
static void
check(const char *what, const char *p, size_t len, const char *text,
    size_t text_len, const char *name, const char *notes)
{
	static const size_t chunks[] = {1, 2, 3, 7, 4096, 1 << 20};
	static const size_t rooms[] = {16, 17, 100, 4096, 1 << 17};

	for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
		for (size_t j = 0; j < sizeof(rooms) / sizeof(rooms[0]); j++) {
			struct result r;
			read_all(&r, p, len, false, chunks[i], rooms[j]);
			if (r.text.len != text_len ||
			    memcmp(buf_text(&r.text), text, text_len) != 0)
				fail_msg("%s (%zu, %zu): text: %.200s", what,
				    chunks[i], rooms[j], buf_text(&r.text));
			if (strcmp(r.name, name) != 0)
				fail_msg("%s (%zu, %zu): is %s", what,
				    chunks[i], rooms[j], r.name);
			if (strcmp(buf_text(&r.notes), notes) != 0)
				fail_msg("%s (%zu, %zu): notes: %.500s", what,
				    chunks[i], rooms[j], buf_text(&r.notes));
			assert_false(r.failed);
			result_clear(&r);
		}
	}
}

#define BYTES(text) text, sizeof(text) - 1

struct test_case {
	const char *what;
	const char *in;
	size_t in_len;
	const char *out;
	size_t out_len;
	const char *name;
	const char *notes;
};

static void
check_all(const struct test_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(cases[i].what, cases[i].in, cases[i].in_len, cases[i].out,
		    cases[i].out_len, cases[i].name, cases[i].notes);
}

#define DECL(label) "<?xml version=\"1.0\" encoding=\"" label "\"?>\n"

/* Which encoding it is. */
static void
choosing(void **state)
{
	static const struct test_case cases[] = {
	    {"empty", BYTES(""), BYTES(""), "UTF-8", ""},
	    {"one byte", BYTES("<"), BYTES("<"), "UTF-8", ""},
	    {"ASCII", BYTES("<rss>a</rss>"), BYTES("<rss>a</rss>"), "UTF-8",
		""},
	    {"UTF-8", BYTES("<a>\xC3\xA9\xD0\x96\xE4\xB8\xAD\xF0\x9F\x98\x80"),
		BYTES("<a>\xC3\xA9\xD0\x96\xE4\xB8\xAD\xF0\x9F\x98\x80"),
		"UTF-8", ""},

	    /* Marks. */
	    {"a mark alone", BYTES("\xEF\xBB\xBF"), BYTES(""), "UTF-8", ""},
	    {"mark of UTF-8", BYTES("\xEF\xBB\xBF<a>\xC3\xA9"),
		BYTES("<a>\xC3\xA9"), "UTF-8", ""},
	    {"two marks", BYTES("\xEF\xBB\xBF\xEF\xBB\xBF<a>"), BYTES("<a>"),
		"UTF-8", ""},
	    {"a mark later", BYTES("\xEF\xBB\xBF<a>\xEF\xBB\xBF"),
		BYTES("<a>\xEF\xBB\xBF"), "UTF-8", ""},
	    {"half a mark", BYTES("\xEF\xBB"), BYTES("\xC3\xAF\xC2\xBB"),
		"windows-1252", "1:1 is not UTF-8; read as windows-1252\n"},
	    {"a mark beats bad bytes",
		BYTES("\xEF\xBB\xBF"
		      "caf\xE9"),
		BYTES("caf\xEF\xBF\xBD"), "UTF-8",
		"1:4 ends in the middle of a character\n"},
	    {"a mark beats the declaration",
		BYTES("\xEF\xBB\xBF" DECL("ISO-8859-1") "\xC3\xA9"),
		BYTES(DECL("ISO-8859-1") "\xC3\xA9"), "UTF-8",
		"1:1 declared as ISO-8859-1, but is UTF-8\n"},
	    {"mark of UTF-16LE",
		BYTES("\xFF\xFE<\0a\0>\0\xE9\0\x16\x04\x2D\x4E\x3D\xD8\0\xDE"),
		BYTES("<a>\xC3\xA9\xD0\x96\xE4\xB8\xAD\xF0\x9F\x98\x80"),
		"UTF-16LE", ""},
	    {"mark of UTF-16BE",
		BYTES("\xFE\xFF\0<\0a\0>\0\xE9\x04\x16\x4E\x2D\xD8\x3D\xDE\0"),
		BYTES("<a>\xC3\xA9\xD0\x96\xE4\xB8\xAD\xF0\x9F\x98\x80"),
		"UTF-16BE", ""},
	    {"mark of UTF-32LE", BYTES("\xFF\xFE\0\0<\0\0\0\0\xF6\x01\0"),
		BYTES("<\xF0\x9F\x98\x80"), "UTF-32LE", ""},
	    {"mark of UTF-32BE", BYTES("\0\0\xFE\xFF\0\0\0<\0\x01\xF6\0"),
		BYTES("<\xF0\x9F\x98\x80"), "UTF-32BE", ""},

	    /* Zero bytes. */
	    {"UTF-16LE without mark", BYTES("<\0?\0x\0m\0l\0 \0?\0>\0\xE9\0"),
		BYTES("<?xml ?>\xC3\xA9"), "UTF-16LE", ""},
	    {"UTF-16BE without mark", BYTES("\0<\0?\0x\0m\0l\0 \0?\0>\0\xE9"),
		BYTES("<?xml ?>\xC3\xA9"), "UTF-16BE", ""},
	    {"UTF-16LE, JSON", BYTES("{\0\"\0\xE9\0\"\0"),
		BYTES("{\"\xC3\xA9\""), "UTF-16LE", ""},
	    {"UTF-16BE, a blank line", BYTES("\0\n\0<\0a\0>"), BYTES("\n<a>"),
		"UTF-16BE", ""},
	    {"UTF-32LE without mark", BYTES("<\0\0\0a\0\0\0"), BYTES("<a"),
		"UTF-32LE", ""},
	    {"UTF-32BE without mark", BYTES("\0\0\0<\0\0\0a"), BYTES("<a"),
		"UTF-32BE", ""},
	    {"a NUL is no UTF-16", BYTES("<\0rss>"), BYTES("<rss>"), "UTF-8",
		"1:2 control character U+0000 left out\n"},

	    /* Declarations. */
	    {"windows-1251",
		BYTES(DECL("windows-1251") "<t>\xCF\xF0\xE8\xE2\xE5\xF2</t>"),
		BYTES(DECL("windows-1251") "<t>\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2"
					   "\xD0\xB5\xD1\x82</t>"),
		"windows-1251", ""},
	    {"its label in capitals, with other quotes",
		BYTES("<?xml version='1.0'\n\tencoding = 'CP1251' ?>\xC0"),
		BYTES("<?xml version='1.0'\n\tencoding = 'CP1251' ?>\xD0\x90"),
		"windows-1251", ""},
	    {"declared, but only ASCII", BYTES(DECL("koi8-r") "<a>"),
		BYTES(DECL("koi8-r") "<a>"), "KOI8-R", ""},
	    {"latin1 is windows-1252", BYTES(DECL("ISO-8859-1") "\x93\xE9\x94"),
		BYTES(DECL("ISO-8859-1") "\xE2\x80\x9C\xC3\xA9\xE2\x80\x9D"),
		"windows-1252", ""},
	    {"ASCII is windows-1252", BYTES(DECL("US-ASCII") "\xE9"),
		BYTES(DECL("US-ASCII") "\xC3\xA9"), "windows-1252", ""},
	    {"latin1, but is UTF-8", BYTES(DECL("ISO-8859-1") "a\xC3\xA9"),
		BYTES(DECL("ISO-8859-1") "a\xC3\xA9"), "UTF-8",
		"2:2 declared as ISO-8859-1, but is UTF-8\n"},
	    {"windows-1251, but is UTF-8",
		BYTES(DECL("windows-1251") "\xD0\x9F\xD1\x80"),
		BYTES(DECL("windows-1251") "\xD0\x9F\xD1\x80"), "UTF-8",
		"2:1 declared as windows-1251, but is UTF-8\n"},
	    {"UTF-8, but is windows-1252",
		BYTES(DECL("UTF-8") "It\x92s caf\xE9\n\xA9"),
		BYTES(DECL("UTF-8") "It\xE2\x80\x99s caf\xC3\xA9\n\xC2\xA9"),
		"windows-1252",
		"2:3 declared as UTF-8, but is not; read as windows-1252\n"},
	    {"undeclared windows-1252", BYTES("<a>caf\xE9</a>"),
		BYTES("<a>caf\xC3\xA9</a>"), "windows-1252",
		"1:7 is not UTF-8; read as windows-1252\n"},
	    {"UTF-8 with one bad byte",
		BYTES(DECL("UTF-8") "\xC3\xA9 caf\xE9 \xC3\xA9"),
		BYTES(DECL("UTF-8") "\xC3\xA9 caf\xEF\xBF\xBD \xC3\xA9"),
		"UTF-8", "2:7 byte 0xE9 is no UTF-8; replaced\n"},
	    {"declared UTF-16, but is not", BYTES(DECL("UTF-16") "\xC3\xA9"),
		BYTES(DECL("UTF-16") "\xC3\xA9"), "UTF-8",
		"1:1 declared as UTF-16, but is not; guessing\n"},
	    {"UTF-7 is not read", BYTES(DECL("UTF-7") "+ADw-b+AD4-"),
		BYTES(DECL("UTF-7") "+ADw-b+AD4-"), "UTF-8",
		"1:1 the encoding \"UTF-7\" is not known; guessing\n"},
	    {"unknown and not UTF-8", BYTES(DECL("x-what") "\xE9."),
		BYTES(DECL("x-what") "\xC3\xA9."), "windows-1252",
		"1:1 the encoding \"x-what\" is not known; guessing\n"
		"2:1 is not UTF-8; read as windows-1252\n"},
	    {"a label is not trusted", BYTES(DECL("a\x1B[31m\n\xC3\xA9")),
		BYTES(DECL("a[31m\n\xC3\xA9")), "UTF-8",
		"1:1 the encoding \"a?[31m???\" is not known; guessing\n"
		"1:32 control character U+001B left out\n"},
	    {"an endless label",
		BYTES(DECL("0123456789012345678901234567890123456789long")),
		BYTES(DECL("0123456789012345678901234567890123456789long")),
		"UTF-8",
		"1:1 the encoding \"0123456789012345678901234567890123456789\""
		" is not known; guessing\n"},
	    {"an empty label", BYTES(DECL("") "\xC3\xA9"),
		BYTES(DECL("") "\xC3\xA9"), "UTF-8", ""},

	    /* Where a declaration is one. */
	    {"blank lines in front", BYTES("\r\n \n" DECL("koi8-r") "\xC1"),
		BYTES("\n \n" DECL("koi8-r") "\xD0\xB0"), "KOI8-R", ""},
	    {"a message of PHP in front",
		BYTES("<br />\n<b>Warning</b>: x in <b>/a.php</b><br />\n" DECL(
		    "koi8-r") "\xC1"),
		BYTES("<br />\n<b>Warning</b>: x in <b>/a.php</b><br />\n" DECL(
		    "koi8-r") "\xD0\xB0"),
		"KOI8-R", ""},
	    {"a comment in front", BYTES("<!-- a -->" DECL("koi8-r") "\xC1"),
		BYTES("<!-- a -->" DECL("koi8-r") "\xD0\xB0"), "KOI8-R", ""},
	    {"in a comment", BYTES("<!-- " DECL("koi8-r") " -->\xC3\xA9"),
		BYTES("<!-- " DECL("koi8-r") " -->\xC3\xA9"), "UTF-8", ""},
	    {"in a CDATA section",
		BYTES("<a><![CDATA[" DECL("koi8-r") "]]>\xC3\xA9"),
		BYTES("<a><![CDATA[" DECL("koi8-r") "]]>\xC3\xA9"), "UTF-8",
		""},
	    {"in a JSON text",
		BYTES(" {\"a\": \"<?xml encoding='koi8-r'?>"
		      "\xC3\xA9"),
		BYTES(" {\"a\": \"<?xml encoding='koi8-r'?>\xC3\xA9"), "UTF-8",
		""},
	    {"a stylesheet's instruction",
		BYTES("<?xml-stylesheet encoding=\"koi8-r\"?>\xC3\xA9"),
		BYTES("<?xml-stylesheet encoding=\"koi8-r\"?>\xC3\xA9"),
		"UTF-8", ""},
	    {"no end",
		BYTES("<?xml version=\"1.0\" encoding=\"koi8-r\"\xC3\xA9"),
		BYTES("<?xml version=\"1.0\" encoding=\"koi8-r\"\xC3\xA9"),
		"UTF-8", ""},
	    {"a value that looks like one",
		BYTES("<?xml version=\" encoding='koi8-r' \"?>\xC3\xA9"),
		BYTES("<?xml version=\" encoding='koi8-r' \"?>\xC3\xA9"),
		"UTF-8", ""},
	    {"no quotes", BYTES("<?xml version=1.0 encoding=koi8-r?>\xC3\xA9"),
		BYTES("<?xml version=1.0 encoding=koi8-r?>\xC3\xA9"), "UTF-8",
		""},

	    /* Of more than one byte. */
	    {"Shift_JIS",
		BYTES(DECL("Shift_JIS") "\x93\xFA\x96\x7B\xB1\\\x81\x60."),
		BYTES(DECL("Shift_JIS") "\xE6\x97\xA5\xE6\x9C\xAC\xEF\xBD\xB1"
					"\\\xEF\xBD\x9E."),
		"Shift_JIS", ""},
	    {"EUC-JP", BYTES(DECL("EUC-JP") "\xC6\xFC\xCB\xDC\x8E\xB1."),
		BYTES(DECL("EUC-JP") "\xE6\x97\xA5\xE6\x9C\xAC\xEF\xBD\xB1."),
		"EUC-JP", ""},
	    {"ISO-2022-JP",
		BYTES(DECL("ISO-2022-JP") "a\x1B$B\x46\x7C\x4B\x5C\x1B(Bb"),
		BYTES(DECL("ISO-2022-JP") "a\xE6\x97\xA5\xE6\x9C\xAC"
					  "b"),
		"ISO-2022-JP", ""},
	    {"ISO-2022-JP, but is UTF-8",
		BYTES(DECL("ISO-2022-JP") "\xE6\x97\xA5"),
		BYTES(DECL("ISO-2022-JP") "\xE6\x97\xA5"), "UTF-8",
		"1:1 declared as ISO-2022-JP, but is UTF-8\n"},
	    {"GBK", BYTES(DECL("gb2312") "\xD6\xD0\xCE\xC4."),
		BYTES(DECL("gb2312") "\xE4\xB8\xAD\xE6\x96\x87."), "GBK", ""},
	    {"GB18030", BYTES(DECL("GB18030") "\xD6\xD0\x94\x39\xFC\x36."),
		BYTES(DECL("GB18030") "\xE4\xB8\xAD\xF0\x9F\x98\x80."),
		"gb18030", ""},
	    {"GBK and UTF-8: as it says", BYTES(DECL("GBK") "\xC3\xA9"),
		BYTES(DECL("GBK") "\xE8\x8C\x85"), "GBK", ""},
	    {"GBK, but is UTF-8", BYTES(DECL("GBK") "\xE4\xB8\xAD</a>"),
		BYTES(DECL("GBK") "\xE4\xB8\xAD</a>"), "UTF-8",
		"2:1 declared as GBK, but is UTF-8\n"},
	    {"Big5", BYTES(DECL("Big5") "\xA4\xA4\xA4\xE5."),
		BYTES(DECL("Big5") "\xE4\xB8\xAD\xE6\x96\x87."), "Big5", ""},
	    {"EUC-KR", BYTES(DECL("EUC-KR") "\xC7\xD1\xB1\xDB\x81\x41."),
		BYTES(DECL("EUC-KR") "\xED\x95\x9C\xEA\xB8\x80\xEA\xB0\x82."),
		"EUC-KR", ""},
	};

	(void)state;
	check_all(cases, sizeof(cases) / sizeof(cases[0]));
}

#define R "\xEF\xBF\xBD"
#define N(column, byte) "1:" column " byte 0x" byte " is no UTF-8; replaced\n"
#define C(column, code) "1:" column " control character U+" code " left out\n"

/* What is no text. */
static void
mending(void **state)
{
	static const struct test_case cases[] = {
	    {"line ends", BYTES("a\r\nb\rc\n\r\r\n\n\r"),
		BYTES("a\nb\nc\n\n\n\n\n"), "UTF-8", ""},
	    {"line ends around what goes away", BYTES("\r\x01\n\r\n\x01\n"),
		BYTES("\n\n\n\n"), "UTF-8",
		"2:1 control character U+0001 left out\n"
		"4:1 control character U+0001 left out\n"},
	    {"line ends in UTF-16", BYTES("\xFF\xFE\r\0\n\0a\0\r\0b\0"),
		BYTES("\na\nb"), "UTF-16LE", ""},
	    {"control characters",
		BYTES("a\tb\x01"
		      "c\x1B[0m\x7F\v\f"
		      "d\0\xC2\x80\xC2\x9F"),
		BYTES("a\tbc[0m\x7F  d\xC2\x80\xC2\x9F"), "UTF-8",
		C("4", "0001") C("5",
		    "001B") "1:9 control character U+000B made a blank\n"
			    "1:10 control character U+000C made a blank\n" C(
				"12", "0000")},
	    {"no characters",
		BYTES("\xEF\xBF\xBD\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90"
		      "\xF0\x9F\xBF\xBE."),
		BYTES("\xEF\xBF\xBD\xEF\xB7\x90\xF0\x9F\xBF\xBE."), "UTF-8",
		"1:4 U+FFFE, which is no character, left out\n"
		"1:4 U+FFFF, which is no character, left out\n"},
	    {"surrogates in UTF-8", BYTES("a\xED\xA0\xBD\xED\xB8\x80z"),
		BYTES("az"), "UTF-8",
		"1:2 lone surrogate U+D83D left out\n"
		"1:2 lone surrogate U+DE00 left out\n"},
	    {"half a surrogate", BYTES("\xC3\xA9\xED\xA0z"),
		BYTES("\xC3\xA9" R R "z"), "UTF-8", N("3", "ED") N("6", "A0")},
	    {"surrogates in UTF-16",
		BYTES("\xFE\xFF\0a\xD8\x3D\0b\xDE\0\0c\xD8\x3D\xD8\x3D\xDE\0"),
		BYTES("abc\xF0\x9F\x98\x80"), "UTF-16BE",
		"1:2 lone surrogate U+D83D left out\n"
		"1:3 lone surrogate U+DE00 left out\n"
		"1:4 lone surrogate U+D83D left out\n"},
	    {"beyond Unicode", BYTES("\xFF\xFE\0\0a\0\0\0\0\0\x11\0b\0\0\0"),
		BYTES("a" R "b"), "UTF-32LE",
		"1:2 byte 0x00 is no UTF-32LE; replaced\n"},

	    /* Tables 3-8 to 3-11 of Unicode, chapter 3.9. */
	    {"overlong",
		BYTES("\xC3\xA9\xC0\xAF\xE0\x80\xBF\xF0\x81\x82"
		      "A"),
		BYTES("\xC3\xA9" R R R R R R R R "A"), "UTF-8",
		N("3", "C0") N("6", "AF") N("9", "E0") N("12", "80")
		    N("15", "BF") N("18", "F0") N("21", "81") N("24", "82")},
	    {"out of range",
		BYTES("\xC3\xA9\xF4\x91\x92\x93\xFF"
		      "A\x80\xBF"
		      "B"),
		BYTES("\xC3\xA9" R R R R R "A" R R "B"), "UTF-8",
		N("3", "F4") N("6", "91") N("9", "92") N("12", "93")
		    N("15", "FF") N("19", "80") N("22", "BF")},
	    {"truncated",
		BYTES("\xC3\xA9\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
		      "A"),
		BYTES("\xC3\xA9" R R R R "A"), "UTF-8",
		N("3", "E1") N("6", "E2") N("9", "F0") N("12", "F1")},
	    {"good UTF-8 at its borders",
		BYTES("\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80"
		      "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"),
		BYTES("\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80"
		      "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"),
		"UTF-8", ""},

	    /* Ends in the middle. */
	    {"UTF-8 cut off", BYTES("\xC3\xA9\xF0\x9F\x98"),
		BYTES("\xC3\xA9" R), "UTF-8",
		"1:3 ends in the middle of a character\n"},
	    {"UTF-16 cut off",
		BYTES("\xFF\xFE"
		      "a\0b"),
		BYTES("a" R), "UTF-16LE",
		"1:2 ends in the middle of a character\n"},
	    {"a pair of UTF-16 cut off",
		BYTES("\xFF\xFE"
		      "a\0\x3D\xD8"),
		BYTES("a" R), "UTF-16LE",
		"1:2 ends in the middle of a character\n"},
	    {"Shift_JIS cut off", BYTES("<?xml encoding='sjis'?>\x81"),
		BYTES("<?xml encoding='sjis'?>" R), "Shift_JIS",
		"1:24 ends in the middle of a character\n"},

	    /* Bad bytes of others. */
	    {"none of windows-1252", BYTES("<?xml encoding='l1'?>\x81\x93"),
		BYTES("<?xml encoding='l1'?>\xC2\x81\xE2\x80\x9C"),
		"windows-1252", ""},
	    {"none of windows-1253",
		BYTES("<?xml encoding='cp1253'?>\xC1\xAA\r\xAA\n\xD2"),
		BYTES("<?xml encoding='cp1253'?>\xCE\x91" R "\n" R "\n" R),
		"windows-1253",
		"1:28 byte 0xAA is no windows-1253; replaced\n"
		"2:1 byte 0xAA is no windows-1253; replaced\n"
		"3:1 byte 0xD2 is no windows-1253; replaced\n"},
	    {"a lead byte before a sign", BYTES("<?xml encoding='sjis'?>\x81<"),
		BYTES("<?xml encoding='sjis'?>" R "<"), "Shift_JIS",
		"1:24 byte 0x81 is no Shift_JIS; replaced\n"},
	    {"a bad pair", BYTES("<?xml encoding='euc-kr'?>\xC9\xFF\xC7\xD1"),
		BYTES("<?xml encoding='euc-kr'?>" R "\xED\x95\x9C"), "EUC-KR",
		"1:26 byte 0xC9 is no EUC-KR; replaced\n"},
	    {"a lead byte that is never one",
		BYTES("<?xml encoding='euc-kr'?>\xC9\xC9\xC7\xD1"),
		BYTES("<?xml encoding='euc-kr'?>" R "\xED\x95\x9C"), "EUC-KR",
		"1:26 byte 0xC9 is no EUC-KR; replaced\n"},
	    {"beyond ASCII in ISO-2022-JP",
		BYTES("<?xml encoding='iso-2022-jp'?>\x1B$B\x46\x7C\xE9\x1B(B"
		      "z"),
		BYTES("<?xml encoding='iso-2022-jp'?>\xE6\x97\xA5" R "z"),
		"ISO-2022-JP", "1:34 byte 0xE9 is no ISO-2022-JP; replaced\n"},
	};

	(void)state;
	check_all(cases, sizeof(cases) / sizeof(cases[0]));
}

/* A text in each encoding, made by iconv's other direction. */
static void
round_trips(void **state)
{
	static const struct {
		const char *label;
		const char *text;
	} cases[] = {
	    {"windows-1250", "Zażółć gęślą jaźń; Ľubozvučné „ďatle“ 5 €"},
	    {"windows-1251", "Съешь же ещё этих мягких булок — № 5 «ґ»"},
	    {"windows-1252", "Déjà vu — l’Œuvre “naïve” à 5 €…"},
	    {"windows-1253", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία"},
	    {"windows-1254", "Pijamalı hasta yağız şoföre çabucak güvendi"},
	    {"windows-1255", "דג סקרן שט בים מאוכזב ₪"},
	    {"windows-1256", "نص حكيم له سر قاطع وذو شأن عظيم"},
	    {"windows-1257", "Įlinkdama fechtuotojo špaga, Ķēniņš"},
	    {"windows-1258", "Đưa ăn â ơ"},
	    {"windows-874", "เป็นมนุษย์สุดประเสริฐ"},
	    {"ibm866", "Съешь же ещё этих мягких булок"},
	    {"iso-8859-2", "Příliš žluťoučký kůň"},
	    {"iso-8859-3", "Eĥoŝanĝo ĉiuĵaŭde"},
	    {"iso-8859-4", "Ķēniņš šķērso"},
	    {"iso-8859-5", "Съешь же ещё этих булок № 5"},
	    {"iso-8859-6", "نص حكيم له سر"},
	    {"iso-8859-7", "Ξεσκεπάζω την ψυχοφθόρα"},
	    {"iso-8859-8", "דג סקרן שט בים"},
	    {"iso-8859-8-i", "דג סקרן שט בים"},
	    {"iso-8859-9", "yağız şoföre"},
	    {"iso-8859-10", "Čáđđi ŋuođđi"},
	    {"iso-8859-13", "Įlinkdama špaga"},
	    {"iso-8859-14", "Ŵyth ŷd"},
	    {"iso-8859-15", "l'œuvre à 5 €"},
	    {"iso-8859-16", "Știință și țară"},
	    {"koi8-r", "Съешь же ещё этих булок ╔═╗"},
	    {"koi8-u", "Ґанок, її єнот"},
	    {"koi8-t", "Тоҷикистон, ғӯза"},
	    {"kz-1048", "Қазақстан, Әлем"},
	    {"ptcp154", "Қазақстан, Әлем"},
	    {"macintosh", "Déjà vu ≠ ∞"},
	    {"x-mac-cyrillic", "Съешь ещё ґ"},
	    {"ibm437", "Déjà ░▒▓"},
	    {"ibm850", "Déjà ßçø"},
	    {"gbk", "人人生而自由，在尊严和权利上一律平等。"},
	    {"gb18030", "人人生而自由 😀 ꀀ"},
	    {"big5", "人人生而自由，在尊嚴和權利上一律平等。"},
	    {"euc-jp", "すべての人間は、生まれながらにして自由"},
	    {"iso-2022-jp", "すべての人間は abc 生まれながら"},
	    {"shift_jis", "すべての人間は、生まれながらにしてﾊﾝｶｸ"},
	    {"euc-kr", "모든 인간은 태어날 때부터 자유로우며 뷁"},
	    {"utf-16le", "Ж 中 😀"},
	    {"utf-16be", "Ж 中 😀"},
	    {"utf-32le", "Ж 中 😀"},
	    {"utf-32be", "Ж 中 😀"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct encoding *encoding =
		    encoding_find(cases[i].label, strlen(cases[i].label));
		assert_non_null(encoding);
		struct buf text;
		buf_init(&text, KIB);
		buf_printf(&text, "<?xml encoding='%s'?>\n%s\n%s\n",
		    cases[i].label, cases[i].text, cases[i].text);
		char bytes[1024];
		char *in = text.data;
		char *out = bytes;
		size_t in_len = text.len;
		size_t room = sizeof(bytes);
		iconv_t cd = iconv_open(
		    encoding->iconv == NULL ? encoding->name : encoding->iconv,
		    "UTF-8");
		assert_true(cd != (iconv_t)-1);
		size_t lost = iconv(cd, &in, &in_len, &out, &room);
		if (lost != 0)
			fail_msg("%s: bad sample", cases[i].label);
		iconv(cd, NULL, NULL, &out, &room);
		iconv_close(cd);
		check(cases[i].label, bytes, sizeof(bytes) - room, text.data,
		    text.len, encoding->name, "");
		buf_clear(&text);
	}
}

/* Appends a unit over and over until there are n bytes. */
static void
repeat(struct buf *b, const char *unit, size_t n)
{
	size_t len = strlen(unit);

	for (; n >= len; n -= len)
		buf_add(b, unit, len);
	buf_add(b, unit, n);
}

/* The decision waits for the first byte that needs one. */
static void
late_decisions(void **state)
{
	static const struct {
		const char *head;
		const char *tail;
		const char *expected;
		const char *name;
	} cases[] = {
	    {"<a>", "\xC3\xA9", "\xC3\xA9", "UTF-8"},
	    {"<a>", "caf\xE9.", "caf\xC3\xA9.", "windows-1252"},
	    {DECL("UTF-8"), "\xE9.", "\xC3\xA9.", "windows-1252"},
	    {DECL("koi8-r"), "\xC1", "\xD0\xB0", "KOI8-R"},
	    {DECL("koi8-r"), "\xC3\xA9", "\xC3\xA9", "UTF-8"},
	    {DECL("sjis"), "\x93\xFA", "\xE6\x97\xA5", "Shift_JIS"},
	};
	/* Around the window, and far behind it. */
	static const size_t sizes[] = {65530, 65535, 65536, 65537, 200000};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++) {
			struct buf in;
			struct buf out;
			struct result r;
			buf_init(&in, MIB);
			buf_init(&out, MIB);
			buf_puts(&in, cases[i].head);
			repeat(&in, "<p>Hello there.</p>\n", sizes[j]);
			buf_add(&out, in.data, in.len);
			buf_puts(&in, cases[i].tail);
			buf_puts(&out, cases[i].expected);
			read_all(&r, in.data, in.len, false, 5000, 4000);
			assert_string_equal(r.name, cases[i].name);
			assert_string_equal(buf_text(&r.text), out.data);
			result_clear(&r);
			buf_clear(&in);
			buf_clear(&out);
		}
	}
}

/* A character across the end of the window proves nothing. */
static void
window_cuts_a_character(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 8; shift++) {
		struct buf in;
		struct result r;
		buf_init(&in, MIB);
		/* The window begins with this one and ends in the other. */
		buf_puts(&in, "\xF0\x9F\x98\x80");
		repeat(&in, "a", 65536 - 4 - shift);
		buf_puts(&in, "\xF0\x9F\x98\x80.");
		repeat(&in, "\xD0\x96", 100000);
		read_all(&r, in.data, in.len, false, 1 << 20, 1 << 16);
		assert_string_equal(r.name, "UTF-8");
		assert_string_equal(buf_text(&r.notes), "");
		assert_int_equal(r.text.len, in.len);
		assert_memory_equal(r.text.data, in.data, in.len);
		result_clear(&r);
		/* Without the first, so that only the cut one is seen. */
		read_all(&r, in.data + 4, in.len - 4, false, 4096, 100);
		assert_string_equal(r.name, "UTF-8");
		assert_string_equal(buf_text(&r.notes), "");
		assert_int_equal(r.text.len, in.len - 4);
		result_clear(&r);
		buf_clear(&in);
	}
}

/* Texts larger than every buffer, with every size of line and run. */
static void
large_texts(void **state)
{
	static const struct {
		const char *head;
		const char *unit;
		const char *expected;
	} cases[] = {
	    {"", "0123456789abcde\xC3\xA9\n", "0123456789abcde\xC3\xA9\n"},
	    {"", "\xD0\x96\xE4\xB8\xAD\xF0\x9F\x98\x80\r\n",
		"\xD0\x96\xE4\xB8\xAD\xF0\x9F\x98\x80\n"},
	    {DECL("windows-1251"), "a\xC0\xE0 \r", "a\xD0\x90\xD0\xB0 \n"},
	    {DECL("sjis"), "abc\x93\xFA\x96\x7B",
		"abc\xE6\x97\xA5\xE6\x9C\xAC"},
	    {DECL("gb18030"), "a\x94\x39\xFC\x36\xD6\xD0",
		"a\xF0\x9F\x98\x80\xE4\xB8\xAD"},
	    {DECL("iso-2022-jp"), "a\x1B$B\x46\x7C\x1B(B", "a\xE6\x97\xA5"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf in;
		struct buf out;
		buf_init(&in, MIB);
		buf_init(&out, MIB);
		buf_puts(&in, cases[i].head);
		buf_puts(&out, cases[i].head);
		for (size_t j = 0; j < 20000; j++) {
			buf_puts(&in, cases[i].unit);
			buf_puts(&out, cases[i].expected);
		}
		static const size_t sizes[][2] = {{1, 65536}, {7, 17},
		    {4099, 1000}, {65536, 65536}, {1 << 20, 16}};
		for (size_t j = 0; j < 5; j++) {
			struct result r;
			read_all(&r, in.data, in.len, false, sizes[j][0],
			    sizes[j][1]);
			assert_int_equal(r.text.len, out.len);
			assert_memory_equal(r.text.data, out.data, out.len);
			assert_string_equal(buf_text(&r.notes), "");
			result_clear(&r);
		}
		buf_clear(&in);
		buf_clear(&out);
	}
}

static void
lines_and_columns(void **state)
{
	(void)state;
	struct buf in;
	struct result r;
	buf_init(&in, MIB);
	buf_puts(&in, "\xC3\xA9");
	repeat(&in, "0123456\n", 80000);
	repeat(&in, "x", 70000);
	buf_puts(&in, "\xFFy\n\n\xFE");
	static const size_t rooms[] = {16, 100, 128, 4097, 65536};
	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		read_all(&r, in.data, in.len, false, 10000, rooms[i]);
		assert_string_equal(buf_text(&r.notes),
		    "10001:70001 byte 0xFF is no UTF-8; replaced\n"
		    "10003:1 byte 0xFE is no UTF-8; replaced\n");
		result_clear(&r);
	}
	buf_clear(&in);
}

/* Bad bytes far behind the window, cut by reads. */
static void
late_bad_bytes(void **state)
{
	static const struct {
		const char *head;
		const char *tail;
		const char *expected;
	} cases[] = {
	    {"\xC3\xA9", "\xE4\xB8z\xFF\xF0\x9F\x98", R "z" R R},
	    {DECL("euc-kr") "\xC7\xD1", "\xC9\xC9\xC7\xD1", R "\xED\x95\x9C"},
	    {DECL("sjis") "\x93\xFA", "\x81<\xFF\x81\xFF\x93\xFA",
		R "<" R R "\xE6\x97\xA5"},
	};
	static const size_t chunks[] = {1, 2, 3, 65536};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf in;
		buf_init(&in, MIB);
		buf_puts(&in, cases[i].head);
		repeat(&in, "0123456789\n", 70000);
		buf_puts(&in, cases[i].tail);
		for (size_t j = 0; j < 4; j++) {
			struct result r;
			read_all(&r, in.data, in.len, false, chunks[j], 4000);
			size_t n = strlen(cases[i].expected);
			assert_true(r.text.len > n);
			assert_string_equal(
			    r.text.data + r.text.len - n, cases[i].expected);
			result_clear(&r);
		}
		buf_clear(&in);
	}
}

/* All that came before an error is delivered before it. */
static void
errors_come_last(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} cases[] = {
	    {"", ""},
	    {"<a>", "<a>"},
	    {"<a>\xC3\xA9", "<a>\xC3\xA9"},
	    {"<a>\xC3\xA9\xE4\xB8", "<a>\xC3\xA9"},
	    {"<a>\xE4\xB8", "<a>"},
	    {"a\r", "a\n"},
	    {DECL("sjis") "\x93\xFA\x96", DECL("sjis") "\xE6\x97\xA5"},
	};
	static const size_t chunks[] = {1, 2, 1000};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t j = 0; j < 3; j++) {
			struct result r;
			read_all(&r, cases[i].in, strlen(cases[i].in), true,
			    chunks[j], 16);
			assert_true(r.failed);
			assert_string_equal(buf_text(&r.text), cases[i].out);
			assert_string_equal(buf_text(&r.notes), "");
			result_clear(&r);
		}
	}
}

/* Millions of bad bytes: no more than a thousand notes, in linear time. */
static void
floods_are_bounded(void **state)
{
	static const struct {
		const char *head;
		const char *unit;
		size_t expected; /* bytes of text for each of the unit's */
	} cases[] = {
	    {"\xC3\xA9", "\xFF", 3},
	    {"\xC3\xA9", "\x1B", 0},
	    {"\xC3\xA9", "\f", 1},
	    {"\xC3\xA9", "\r", 1},
	    {"<?xml encoding='cp1253'?>", "\xAA", 3},
	    {"<?xml encoding='sjis'?>", "\xFF", 3},
	};
	const size_t n = 3000000;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf in;
		struct result r;
		buf_init(&in, 4 * MIB);
		buf_puts(&in, cases[i].head);
		repeat(&in, cases[i].unit, n);
		read_all(&r, in.data, in.len, false, 65536, 65536);
		assert_int_equal(
		    r.text.len, strlen(cases[i].head) + n * cases[i].expected);
		size_t told = 0;
		for (const char *p = buf_text(&r.notes); *p != '\0'; p++)
			told += *p == '\n';
		assert_in_range(told, 0, 1000);
		result_clear(&r);
		buf_clear(&in);
	}
}

static void
nobody_has_to_listen(void **state)
{
	(void)state;
	struct source source = {"\xC3\xA9\xFF\n\x01", 5, 1, false, false};
	struct error e;
	char out[16];
	size_t len = 0;
	ssize_t n;

	struct charset *c =
	    charset_new((struct input){source_read, &source}, NULL);
	while ((n = charset_read(c, out, sizeof(out), &e)) > 0)
		len += (size_t)n;
	assert_int_equal(n, 0);
	assert_int_equal(len, 6);
	charset_free(c);
	charset_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(choosing),
	    cmocka_unit_test(mending),
	    cmocka_unit_test(round_trips),
	    cmocka_unit_test(late_decisions),
	    cmocka_unit_test(window_cuts_a_character),
	    cmocka_unit_test(large_texts),
	    cmocka_unit_test(lines_and_columns),
	    cmocka_unit_test(late_bad_bytes),
	    cmocka_unit_test(errors_come_last),
	    cmocka_unit_test(floods_are_bounded),
	    cmocka_unit_test(nobody_has_to_listen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
