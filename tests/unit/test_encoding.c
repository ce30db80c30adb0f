/*
 * Labels of the WHATWG Encoding Standard, what is declared with them, and
 * decoders of what they mean.
 */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "base/sniff.h"

/* Section 4.2 of the standard, all but those of "replacement". */
static void
labels_of_the_standard(void **state)
{
	static const struct {
		const char *label;
		const char *name;
	} cases[] = {
	    {"866", "IBM866"},
	    {"ansi_x3.4-1968", "windows-1252"},
	    {"arabic", "ISO-8859-6"},
	    {"ascii", "windows-1252"},
	    {"asmo-708", "ISO-8859-6"},
	    {"big5", "Big5"},
	    {"big5-hkscs", "Big5"},
	    {"chinese", "GBK"},
	    {"cn-big5", "Big5"},
	    {"cp1250", "windows-1250"},
	    {"cp1251", "windows-1251"},
	    {"cp1252", "windows-1252"},
	    {"cp1253", "windows-1253"},
	    {"cp1254", "windows-1254"},
	    {"cp1255", "windows-1255"},
	    {"cp1256", "windows-1256"},
	    {"cp1257", "windows-1257"},
	    {"cp1258", "windows-1258"},
	    {"cp819", "windows-1252"},
	    {"cp866", "IBM866"},
	    {"csbig5", "Big5"},
	    {"cseuckr", "EUC-KR"},
	    {"cseucpkdfmtjapanese", "EUC-JP"},
	    {"csgb2312", "GBK"},
	    {"csibm866", "IBM866"},
	    {"csiso2022jp", "ISO-2022-JP"},
	    {"csiso58gb231280", "GBK"},
	    {"csiso88596e", "ISO-8859-6"},
	    {"csiso88596i", "ISO-8859-6"},
	    {"csiso88598e", "ISO-8859-8"},
	    {"csiso88598i", "ISO-8859-8-I"},
	    {"csisolatin1", "windows-1252"},
	    {"csisolatin2", "ISO-8859-2"},
	    {"csisolatin3", "ISO-8859-3"},
	    {"csisolatin4", "ISO-8859-4"},
	    {"csisolatin5", "windows-1254"},
	    {"csisolatin6", "ISO-8859-10"},
	    {"csisolatin9", "ISO-8859-15"},
	    {"csisolatinarabic", "ISO-8859-6"},
	    {"csisolatincyrillic", "ISO-8859-5"},
	    {"csisolatingreek", "ISO-8859-7"},
	    {"csisolatinhebrew", "ISO-8859-8"},
	    {"cskoi8r", "KOI8-R"},
	    {"csksc56011987", "EUC-KR"},
	    {"csmacintosh", "macintosh"},
	    {"csshiftjis", "Shift_JIS"},
	    {"csunicode", "UTF-16LE"},
	    {"cyrillic", "ISO-8859-5"},
	    {"dos-874", "windows-874"},
	    {"ecma-114", "ISO-8859-6"},
	    {"ecma-118", "ISO-8859-7"},
	    {"elot_928", "ISO-8859-7"},
	    {"euc-jp", "EUC-JP"},
	    {"euc-kr", "EUC-KR"},
	    {"gb18030", "gb18030"},
	    {"gb2312", "GBK"},
	    {"gb_2312", "GBK"},
	    {"gb_2312-80", "GBK"},
	    {"gbk", "GBK"},
	    {"greek", "ISO-8859-7"},
	    {"greek8", "ISO-8859-7"},
	    {"hebrew", "ISO-8859-8"},
	    {"ibm819", "windows-1252"},
	    {"ibm866", "IBM866"},
	    {"iso-10646-ucs-2", "UTF-16LE"},
	    {"iso-2022-jp", "ISO-2022-JP"},
	    {"iso-8859-1", "windows-1252"},
	    {"iso-8859-10", "ISO-8859-10"},
	    {"iso-8859-11", "windows-874"},
	    {"iso-8859-13", "ISO-8859-13"},
	    {"iso-8859-14", "ISO-8859-14"},
	    {"iso-8859-15", "ISO-8859-15"},
	    {"iso-8859-16", "ISO-8859-16"},
	    {"iso-8859-2", "ISO-8859-2"},
	    {"iso-8859-3", "ISO-8859-3"},
	    {"iso-8859-4", "ISO-8859-4"},
	    {"iso-8859-5", "ISO-8859-5"},
	    {"iso-8859-6", "ISO-8859-6"},
	    {"iso-8859-6-e", "ISO-8859-6"},
	    {"iso-8859-6-i", "ISO-8859-6"},
	    {"iso-8859-7", "ISO-8859-7"},
	    {"iso-8859-8", "ISO-8859-8"},
	    {"iso-8859-8-e", "ISO-8859-8"},
	    {"iso-8859-8-i", "ISO-8859-8-I"},
	    {"iso-8859-9", "windows-1254"},
	    {"iso-ir-100", "windows-1252"},
	    {"iso-ir-101", "ISO-8859-2"},
	    {"iso-ir-109", "ISO-8859-3"},
	    {"iso-ir-110", "ISO-8859-4"},
	    {"iso-ir-126", "ISO-8859-7"},
	    {"iso-ir-127", "ISO-8859-6"},
	    {"iso-ir-138", "ISO-8859-8"},
	    {"iso-ir-144", "ISO-8859-5"},
	    {"iso-ir-148", "windows-1254"},
	    {"iso-ir-149", "EUC-KR"},
	    {"iso-ir-157", "ISO-8859-10"},
	    {"iso-ir-58", "GBK"},
	    {"iso8859-1", "windows-1252"},
	    {"iso8859-10", "ISO-8859-10"},
	    {"iso8859-11", "windows-874"},
	    {"iso8859-13", "ISO-8859-13"},
	    {"iso8859-14", "ISO-8859-14"},
	    {"iso8859-15", "ISO-8859-15"},
	    {"iso8859-2", "ISO-8859-2"},
	    {"iso8859-3", "ISO-8859-3"},
	    {"iso8859-4", "ISO-8859-4"},
	    {"iso8859-5", "ISO-8859-5"},
	    {"iso8859-6", "ISO-8859-6"},
	    {"iso8859-7", "ISO-8859-7"},
	    {"iso8859-8", "ISO-8859-8"},
	    {"iso8859-9", "windows-1254"},
	    {"iso88591", "windows-1252"},
	    {"iso885910", "ISO-8859-10"},
	    {"iso885911", "windows-874"},
	    {"iso885913", "ISO-8859-13"},
	    {"iso885914", "ISO-8859-14"},
	    {"iso885915", "ISO-8859-15"},
	    {"iso88592", "ISO-8859-2"},
	    {"iso88593", "ISO-8859-3"},
	    {"iso88594", "ISO-8859-4"},
	    {"iso88595", "ISO-8859-5"},
	    {"iso88596", "ISO-8859-6"},
	    {"iso88597", "ISO-8859-7"},
	    {"iso88598", "ISO-8859-8"},
	    {"iso88599", "windows-1254"},
	    {"iso_8859-1", "windows-1252"},
	    {"iso_8859-15", "ISO-8859-15"},
	    {"iso_8859-1:1987", "windows-1252"},
	    {"iso_8859-2", "ISO-8859-2"},
	    {"iso_8859-2:1987", "ISO-8859-2"},
	    {"iso_8859-3", "ISO-8859-3"},
	    {"iso_8859-3:1988", "ISO-8859-3"},
	    {"iso_8859-4", "ISO-8859-4"},
	    {"iso_8859-4:1988", "ISO-8859-4"},
	    {"iso_8859-5", "ISO-8859-5"},
	    {"iso_8859-5:1988", "ISO-8859-5"},
	    {"iso_8859-6", "ISO-8859-6"},
	    {"iso_8859-6:1987", "ISO-8859-6"},
	    {"iso_8859-7", "ISO-8859-7"},
	    {"iso_8859-7:1987", "ISO-8859-7"},
	    {"iso_8859-8", "ISO-8859-8"},
	    {"iso_8859-8:1988", "ISO-8859-8"},
	    {"iso_8859-9", "windows-1254"},
	    {"iso_8859-9:1989", "windows-1254"},
	    {"koi", "KOI8-R"},
	    {"koi8", "KOI8-R"},
	    {"koi8-r", "KOI8-R"},
	    {"koi8-ru", "KOI8-U"},
	    {"koi8-u", "KOI8-U"},
	    {"koi8_r", "KOI8-R"},
	    {"korean", "EUC-KR"},
	    {"ks_c_5601-1987", "EUC-KR"},
	    {"ks_c_5601-1989", "EUC-KR"},
	    {"ksc5601", "EUC-KR"},
	    {"ksc_5601", "EUC-KR"},
	    {"l1", "windows-1252"},
	    {"l2", "ISO-8859-2"},
	    {"l3", "ISO-8859-3"},
	    {"l4", "ISO-8859-4"},
	    {"l5", "windows-1254"},
	    {"l6", "ISO-8859-10"},
	    {"l9", "ISO-8859-15"},
	    {"latin1", "windows-1252"},
	    {"latin2", "ISO-8859-2"},
	    {"latin3", "ISO-8859-3"},
	    {"latin4", "ISO-8859-4"},
	    {"latin5", "windows-1254"},
	    {"latin6", "ISO-8859-10"},
	    {"logical", "ISO-8859-8-I"},
	    {"mac", "macintosh"},
	    {"macintosh", "macintosh"},
	    {"ms932", "Shift_JIS"},
	    {"ms_kanji", "Shift_JIS"},
	    {"shift-jis", "Shift_JIS"},
	    {"shift_jis", "Shift_JIS"},
	    {"sjis", "Shift_JIS"},
	    {"sun_eu_greek", "ISO-8859-7"},
	    {"tis-620", "windows-874"},
	    {"ucs-2", "UTF-16LE"},
	    {"unicode", "UTF-16LE"},
	    {"unicode-1-1-utf-8", "UTF-8"},
	    {"unicode11utf8", "UTF-8"},
	    {"unicode20utf8", "UTF-8"},
	    {"unicodefeff", "UTF-16LE"},
	    {"unicodefffe", "UTF-16BE"},
	    {"us-ascii", "windows-1252"},
	    {"utf-16", "UTF-16LE"},
	    {"utf-16be", "UTF-16BE"},
	    {"utf-16le", "UTF-16LE"},
	    {"utf-8", "UTF-8"},
	    {"utf8", "UTF-8"},
	    {"visual", "ISO-8859-8"},
	    {"windows-1250", "windows-1250"},
	    {"windows-1251", "windows-1251"},
	    {"windows-1252", "windows-1252"},
	    {"windows-1253", "windows-1253"},
	    {"windows-1254", "windows-1254"},
	    {"windows-1255", "windows-1255"},
	    {"windows-1256", "windows-1256"},
	    {"windows-1257", "windows-1257"},
	    {"windows-1258", "windows-1258"},
	    {"windows-31j", "Shift_JIS"},
	    {"windows-874", "windows-874"},
	    {"windows-949", "EUC-KR"},
	    {"x-cp1250", "windows-1250"},
	    {"x-cp1251", "windows-1251"},
	    {"x-cp1252", "windows-1252"},
	    {"x-cp1253", "windows-1253"},
	    {"x-cp1254", "windows-1254"},
	    {"x-cp1255", "windows-1255"},
	    {"x-cp1256", "windows-1256"},
	    {"x-cp1257", "windows-1257"},
	    {"x-cp1258", "windows-1258"},
	    {"x-euc-jp", "EUC-JP"},
	    {"x-gbk", "GBK"},
	    {"x-mac-cyrillic", "x-mac-cyrillic"},
	    {"x-mac-roman", "macintosh"},
	    {"x-mac-ukrainian", "x-mac-cyrillic"},
	    {"x-sjis", "Shift_JIS"},
	    {"x-unicode20utf8", "UTF-8"},
	    {"x-user-defined", "windows-1252"},
	    {"x-x-big5", "Big5"},
	};

	(void)state;
	assert_int_equal(sizeof(cases) / sizeof(cases[0]), 228 - 6);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct encoding *encoding =
		    encoding_find(cases[i].label, strlen(cases[i].label));
		if (encoding == NULL)
			fail_msg("%s: not found", cases[i].label);
		if (strcmp(encoding->name, cases[i].name) != 0)
			fail_msg("%s: %s", cases[i].label, encoding->name);
	}
}

static void
other_labels(void **state)
{
	static const struct {
		const char *label;
		const char *name;
	} cases[] = {
	    {"UTF-8", "UTF-8"},
	    {" utf-8\n", "UTF-8"},
	    {"utf_8", "UTF-8"},
	    {"Windows1251", "windows-1251"},
	    {"WINDOWS-1251", "windows-1251"},
	    {"latin-1", "windows-1252"},
	    {"ISO8859_15", "ISO-8859-15"},
	    {"cp936", "GBK"},
	    {"UTF-32", "UTF-32LE"},
	    {"KZ-1048", "KZ-1048"},
	    {"", NULL},
	    {"-", NULL},
	    {"utf", NULL},
	    {"utf-88", NULL},
	    {"utf-8 koi8-r", NULL},
	    {"x", NULL},
	    {"UTF-7", NULL},
	    {"unicode-1-1-utf-7", NULL},
	    {"replacement", NULL},
	    {"hz-gb-2312", NULL},
	    {"iso-2022-kr", NULL},
	    {"csiso2022kr", NULL},
	    {"iso-2022-cn", NULL},
	    {"iso-2022-cn-ext", NULL},
	    {"cp037", NULL},
	    {"../../../x", NULL},
	    {"UTF-8//IGNORE", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct encoding *encoding =
		    encoding_find(cases[i].label, strlen(cases[i].label));
		if (cases[i].name == NULL && encoding != NULL)
			fail_msg("%s: %s", cases[i].label, encoding->name);
		if (cases[i].name != NULL)
			assert_string_equal(encoding->name, cases[i].name);
	}
}

/* No label is in two rows, and every row is found by its own name. */
static void
labels_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; encoding_at(i) != NULL; i++) {
		const struct encoding *encoding = encoding_at(i);
		assert_ptr_equal(
		    encoding_find(encoding->name, strlen(encoding->name)),
		    encoding);
		for (const char *p = encoding->labels; *p != '\0';) {
			size_t n = strcspn(p, " ");
			assert_ptr_equal(encoding_find(p, n), encoding);
			p += n;
			p += *p == ' ';
		}
	}
}

static void
every_decoder_opens(void **state)
{
	(void)state;
	for (size_t i = 0; encoding_at(i) != NULL; i++) {
		const struct encoding *encoding = encoding_at(i);
		struct error e;
		if (encoding->kind == ENCODING_UTF8)
			continue;
		struct decoder *d = decoder_new(encoding, &e);
		if (d == NULL)
			fail_msg("%s", e.text);
		decoder_free(d);
	}
	decoder_free(NULL);
}

static void
a_missing_decoder_is_an_error(void **state)
{
	static const struct encoding none = {
	    "none", ENCODING_BYTES, "NO-SUCH-THING", "none"};
	struct error e = {0};

	(void)state;
	assert_null(decoder_new(&none, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(e.text, "this system cannot read none");
}

/* In encodings of one byte ASCII is ASCII; what the standard has undefined. */
static void
bytes_of_one_byte_encodings(void **state)
{
	static const struct {
		const char *label;
		unsigned char byte;
		const char *text; /* NULL: no character */
	} cases[] = {
	    {"windows-1252", 0x80, "\xE2\x82\xAC"},
	    {"windows-1252", 0x81, "\xC2\x81"},
	    {"windows-1252", 0x9D, "\xC2\x9D"},
	    {"windows-1252", 0xFF, "\xC3\xBF"},
	    {"latin1", 0x93, "\xE2\x80\x9C"},
	    {"windows-1251", 0x98, "\xC2\x98"},
	    {"windows-1251", 0xC0, "\xD0\x90"},
	    {"windows-1251", 0xB8, "\xD1\x91"},
	    {"windows-1253", 0xAA, NULL},
	    {"windows-1253", 0xD2, NULL},
	    {"windows-1255", 0xD9, NULL},
	    {"windows-1255", 0xE9, "\xD7\x99"}, /* not held back */
	    {"windows-1257", 0xA1, NULL},
	    {"windows-1258", 0xCC, "\xCC\x80"},
	    {"iso-8859-1", 0x85, "\xE2\x80\xA6"},
	    {"iso-8859-2", 0x85, "\xC2\x85"},
	    {"iso-8859-2", 0xB1, "\xC4\x85"},
	    {"iso-8859-5", 0xD0, "\xD0\xB0"},
	    {"iso-8859-6", 0xA1, NULL},
	    {"iso-8859-7", 0xA4, "\xE2\x82\xAC"},
	    {"iso-8859-8", 0xE0, "\xD7\x90"},
	    {"iso-8859-9", 0xFD, "\xC4\xB1"},
	    {"iso-8859-15", 0xA4, "\xE2\x82\xAC"},
	    {"koi8-r", 0xC1, "\xD0\xB0"},
	    {"koi8-u", 0xA4, "\xD1\x94"},
	    {"ibm866", 0x80, "\xD0\x90"},
	    {"macintosh", 0xDB, "\xE2\x82\xAC"},
	    {"x-mac-ukrainian", 0xA2, "\xD2\x90"},
	    {"tis-620", 0xA1, "\xE0\xB8\x81"},
	    {"windows-874", 0xDB, NULL},
	    {"kz-1048", 0xA3, "\xD3\x98"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned char in[3] = {'a', cases[i].byte, '~'};
		const unsigned char *s = in;
		size_t len = sizeof(in);
		char out[DECODER_ROOM + 1];
		size_t made;
		struct error e;
		struct decoder *d = decoder_new(
		    encoding_find(cases[i].label, strlen(cases[i].label)), &e);
		assert_non_null(d);
		enum decoder_state end =
		    decoder_run(d, &s, &len, out, DECODER_ROOM, &made);
		out[made] = '\0';
		char expected[16] = "a";
		if (cases[i].text != NULL) {
			strcat(expected, cases[i].text);
			strcat(expected, "~");
		}
		if (strcmp(out, expected) != 0)
			fail_msg("%s 0x%02X: %s", cases[i].label, cases[i].byte,
			    out);
		assert_int_equal(
		    end, cases[i].text == NULL ? DECODER_BAD : DECODER_MORE);
		assert_int_equal(len, cases[i].text == NULL ? 2 : 0);
		decoder_free(d);
	}
}

/* The table of ours is that of iconv; undefined there is a control here. */
static void
windows_1252_is_that_of_iconv(void **state)
{
	struct error e;
	struct decoder *d = decoder_new(encoding_find("cp1252", 6), &e);
	iconv_t reference = iconv_open("UTF-8", "CP1252");

	(void)state;
	assert_non_null(d);
	assert_true(reference != (iconv_t)-1);
	for (unsigned byte = 0; byte < 256; byte++) {
		unsigned char in = (unsigned char)byte;
		const unsigned char *s = &in;
		char out[DECODER_ROOM], expected[8] = {(char)0xC2, (char)in};
		char *from = (char *)&in, *to = expected;
		size_t len = 1, left = 1, room = sizeof(expected), made;
		size_t n = 2;
		if (iconv(reference, &from, &left, &to, &room) != (size_t)-1)
			n = sizeof(expected) - room;
		assert_int_equal(
		    decoder_run(d, &s, &len, out, sizeof(out), &made),
		    DECODER_MORE);
		assert_int_equal(made, n);
		assert_memory_equal(out, expected, n);
	}
	iconv_close(reference);
	decoder_free(d);
}

static void
declarations_name_an_encoding(void **state)
{
	static const struct {
		const char *text;
		const char *name;
	} cases[] = {
	    {"<?xml version='1.0' encoding='koi8-r'?><rss/>", "KOI8-R"},
	    {"\xEF\xBB\xBF\xEF\xBB\xBF<?xml encoding=\"cp1251\"?>",
		"windows-1251"},
	    {"\n<!-- x --><?xml version='1.0' encoding='gb2312'?>", "GBK"},
	    {"<?xml version='1.0' encoding='utf-8'?>", "UTF-8"},
	    {"<?xml version='1.0' encoding='martian'?>", NULL},
	    {"<?xml version='1.0'?>", NULL},
	    {"{\"a\":\"<?xml encoding='koi8-r'?>\"}", NULL},
	    {"<rss/>", NULL},
	    {"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct encoding *encoding =
		    sniff_declared(cases[i].text, strlen(cases[i].text));
		if (cases[i].name == NULL)
			assert_null(encoding);
		else
			assert_string_equal(encoding->name, cases[i].name);
	}
}

static void
prepared_is_released(void **state)
{
	struct error e;
	struct prepared *all = encoding_prepare(NULL);
	struct prepared *one = encoding_prepare(encoding_find("gbk", 3));
	struct prepared *none = encoding_prepare(encoding_find("utf-8", 5));

	(void)state;
	assert_non_null(all);
	assert_non_null(one);
	assert_non_null(none);
	encoding_release(one);
	struct decoder *d = decoder_new(encoding_find("gbk", 3), &e);
	assert_non_null(d);
	decoder_free(d);
	encoding_release(none);
	encoding_release(all);
	encoding_release(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(labels_of_the_standard),
	    cmocka_unit_test(other_labels),
	    cmocka_unit_test(labels_are_unique),
	    cmocka_unit_test(every_decoder_opens),
	    cmocka_unit_test(a_missing_decoder_is_an_error),
	    cmocka_unit_test(bytes_of_one_byte_encodings),
	    cmocka_unit_test(windows_1252_is_that_of_iconv),
	    cmocka_unit_test(declarations_name_an_encoding),
	    cmocka_unit_test(prepared_is_released),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
