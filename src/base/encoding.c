/*
 * Labels of encodings and decoders: a table of 128 characters for those of one
 * byte, a few lines for UTF-16 and UTF-32, and iconv(3) for the others.  The
 * table of windows-1252, which any document may turn out to be, is here; those
 * of the rest are asked of iconv.
 *
 * Follows the WHATWG Encoding Standard (sections 4.2 and 9 to 14) as far as
 * iconv's tables do.  Never replaces anything: what is bad, the caller mends.
 */
#include "base/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

static const struct encoding encodings[] = {
    {"UTF-8", ENCODING_UTF8, NULL,
	"utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"
	" cp65001"},
    {"windows-1252", ENCODING_BYTE, NULL,
	"windows-1252 cp1252 x-cp1252 iso-8859-1 iso_8859-1:1987 iso-ir-100"
	" latin1 l1 csisolatin1 us-ascii ascii ansi_x3.4-1968 cp819 ibm819"
	" x-user-defined"},
    {"IBM866", ENCODING_BYTE, "IBM866", "ibm866 cp866 866 csibm866"},
    {"ISO-8859-2", ENCODING_BYTE, "ISO-8859-2",
	"iso-8859-2 iso_8859-2:1987 iso-ir-101 latin2 l2 csisolatin2"},
    {"ISO-8859-3", ENCODING_BYTE, "ISO-8859-3",
	"iso-8859-3 iso_8859-3:1988 iso-ir-109 latin3 l3 csisolatin3"},
    {"ISO-8859-4", ENCODING_BYTE, "ISO-8859-4",
	"iso-8859-4 iso_8859-4:1988 iso-ir-110 latin4 l4 csisolatin4"},
    {"ISO-8859-5", ENCODING_BYTE, "ISO-8859-5",
	"iso-8859-5 iso_8859-5:1988 iso-ir-144 cyrillic csisolatincyrillic"},
    {"ISO-8859-6", ENCODING_BYTE, "ISO-8859-6",
	"iso-8859-6 iso_8859-6:1987 iso-ir-127 iso-8859-6-e iso-8859-6-i"
	" csiso88596e csiso88596i csisolatinarabic arabic asmo-708 ecma-114"},
    {"ISO-8859-7", ENCODING_BYTE, "ISO-8859-7",
	"iso-8859-7 iso_8859-7:1987 iso-ir-126 greek greek8 csisolatingreek"
	" ecma-118 elot_928 sun_eu_greek"},
    {"ISO-8859-8", ENCODING_BYTE, "ISO-8859-8",
	"iso-8859-8 iso_8859-8:1988 iso-ir-138 iso-8859-8-e csiso88598e"
	" csisolatinhebrew hebrew visual"},
    {"ISO-8859-8-I", ENCODING_BYTE, "ISO-8859-8",
	"iso-8859-8-i csiso88598i logical"},
    {"ISO-8859-10", ENCODING_BYTE, "ISO-8859-10",
	"iso-8859-10 iso-ir-157 latin6 l6 csisolatin6"},
    {"ISO-8859-13", ENCODING_BYTE, "ISO-8859-13", "iso-8859-13"},
    {"ISO-8859-14", ENCODING_BYTE, "ISO-8859-14", "iso-8859-14"},
    {"ISO-8859-15", ENCODING_BYTE, "ISO-8859-15", "iso-8859-15 l9 csisolatin9"},
    {"ISO-8859-16", ENCODING_BYTE, "ISO-8859-16", "iso-8859-16"},
    {"KOI8-R", ENCODING_BYTE, "KOI8-R", "koi8-r koi8 koi cskoi8r"},
    {"KOI8-U", ENCODING_BYTE, "KOI8-U", "koi8-u koi8-ru"},
    {"macintosh", ENCODING_BYTE, "MACINTOSH",
	"macintosh mac x-mac-roman csmacintosh"},
    {"windows-874", ENCODING_BYTE, "CP874",
	"windows-874 dos-874 iso-8859-11 tis-620"},
    {"windows-1250", ENCODING_BYTE, "CP1250", "windows-1250 cp1250 x-cp1250"},
    {"windows-1251", ENCODING_BYTE, "CP1251", "windows-1251 cp1251 x-cp1251"},
    {"windows-1253", ENCODING_BYTE, "CP1253", "windows-1253 cp1253 x-cp1253"},
    {"windows-1254", ENCODING_BYTE, "CP1254",
	"windows-1254 cp1254 x-cp1254 iso-8859-9 iso_8859-9:1989 iso-ir-148"
	" latin5 l5 csisolatin5"},
    {"windows-1255", ENCODING_BYTE, "CP1255", "windows-1255 cp1255 x-cp1255"},
    {"windows-1256", ENCODING_BYTE, "CP1256", "windows-1256 cp1256 x-cp1256"},
    {"windows-1257", ENCODING_BYTE, "CP1257", "windows-1257 cp1257 x-cp1257"},
    {"windows-1258", ENCODING_BYTE, "CP1258", "windows-1258 cp1258 x-cp1258"},
    {"x-mac-cyrillic", ENCODING_BYTE, "MAC-CYRILLIC",
	"x-mac-cyrillic x-mac-ukrainian"},
    {"GBK", ENCODING_BYTES, "GB18030",
	"gbk x-gbk gb2312 gb_2312-80 csgb2312 csiso58gb231280 iso-ir-58"
	" chinese euc-cn cp936 ms936 windows-936"},
    {"gb18030", ENCODING_BYTES, "GB18030", "gb18030"},
    {"Big5", ENCODING_BYTES, "BIG5-HKSCS",
	"big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 windows-950"},
    {"EUC-JP", ENCODING_BYTES, "EUC-JP-MS",
	"euc-jp x-euc-jp cseucpkdfmtjapanese"},
    {"ISO-2022-JP", ENCODING_ESCAPES, "ISO-2022-JP-3",
	"iso-2022-jp csiso2022jp"},
    {"Shift_JIS", ENCODING_BYTES, "CP932",
	"shift_jis sjis x-sjis csshiftjis ms_kanji ms932 cp932 windows-31j"},
    {"EUC-KR", ENCODING_BYTES, "UHC",
	"euc-kr cseuckr ksc_5601 ks_c_5601-1987 ks_c_5601-1989 csksc56011987"
	" iso-ir-149 korean windows-949 cp949 uhc"},
    {"UTF-16LE", ENCODING_WIDE, NULL,
	"utf-16 utf-16le ucs-2 iso-10646-ucs-2 unicode unicodefeff csunicode"},
    {"UTF-16BE", ENCODING_WIDE, NULL, "utf-16be unicodefffe"},

    /* Not in the standard. */
    {"UTF-32LE", ENCODING_WIDE, NULL, "utf-32 utf-32le"},
    {"UTF-32BE", ENCODING_WIDE, NULL, "utf-32be ucs-4 iso-10646-ucs-4"},
    {"KOI8-T", ENCODING_BYTE, "KOI8-T", "koi8-t"},
    {"KZ-1048", ENCODING_BYTE, "RK1048",
	"kz-1048 rk1048 strk1048-2002 cskz1048"},
    {"PTCP154", ENCODING_BYTE, "PT154",
	"ptcp154 pt154 cp154 cyrillic-asian csptcp154"},
    {"IBM437", ENCODING_BYTE, "IBM437", "ibm437 cp437 437"},
    {"IBM737", ENCODING_BYTE, "CP737", "ibm737 cp737"},
    {"IBM775", ENCODING_BYTE, "CP775", "ibm775 cp775"},
    {"IBM850", ENCODING_BYTE, "IBM850", "ibm850 cp850 850"},
    {"IBM852", ENCODING_BYTE, "IBM852", "ibm852 cp852 852"},
    {"IBM855", ENCODING_BYTE, "IBM855", "ibm855 cp855 855"},
    {"IBM857", ENCODING_BYTE, "IBM857", "ibm857 cp857 857"},
    {"IBM858", ENCODING_BYTE, "CP858", "ibm00858 ibm858 cp858"},
    {"IBM1125", ENCODING_BYTE, "CP1125", "ibm1125 cp1125"},
};

/* Its bytes 0x80 to 0x9F; those from 0xA0 are Latin 1. */
static const uint16_t windows_1252[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E,
    0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
    0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};

/* An array, so that there are no pointers: 1 to 3 bytes, 0 for no character. */
struct cell {
	unsigned char len;
	char text[3];
};

struct decoder {
	const struct encoding *encoding;
	enum decoder_state (*run)(struct decoder *d, const unsigned char **in,
	    size_t *len, char *out, size_t room, size_t *made);
	iconv_t iconv;
	bool opened;		/* iconv is */
	bool big;		/* endian, when wide */
	unsigned unit;		/* bytes, when wide */
	struct cell upper[128]; /* bytes 0x80 to 0xFF, when single */
};

/* The next letter or digit of *s before end, in lower case; 0 at the end. */
static char
label_next(const char **s, const char *end)
{
	while (*s < end) {
		char c = ascii_lower(*(*s)++);
		if (ascii_letter(c) || ascii_digit(c))
			return c;
	}
	return 0;
}

static bool
label_equal(const char *a, const char *a_end, const char *b, const char *b_end)
{
	char c;

	do {
		c = label_next(&a, a_end);
		if (c != label_next(&b, b_end))
			return false;
	} while (c != 0);
	return true;
}

const struct encoding *
encoding_find(const char *label, size_t len)
{
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		const char *word = encodings[i].labels;
		for (;;) {
			const char *end = strchrnul(word, ' ');
			if (label_equal(word, end, label, label + len))
				return &encodings[i];
			if (*end == '\0')
				break;
			word = end + 1;
		}
	}
	return NULL;
}

const struct encoding *
encoding_at(size_t i)
{
	if (i >= sizeof(encodings) / sizeof(encodings[0]))
		return NULL;
	return &encodings[i];
}

/* UTF-8 of a code point up to 0x10FFFF, surrogates too; its length. */
static size_t
put_utf8(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)((0xF00 >> n & 0xFF) | c);
	return n;
}

static enum decoder_state
run_byte(struct decoder *d, const unsigned char **in, size_t *len, char *out,
    size_t room, size_t *made)
{
	const unsigned char *s = *in;
	const unsigned char *end = s + *len;
	char *o = out;
	char *last = out + room - sizeof(struct cell);
	enum decoder_state state = DECODER_MORE;

	for (; s < end; s++) {
		if (o > last) {
			state = DECODER_FULL;
			break;
		}
		if (*s < 0x80) {
			*o++ = (char)*s;
			continue;
		}
		const struct cell *cell = &d->upper[*s - 0x80];
		if (cell->len == 0) {
			state = DECODER_BAD;
			break;
		}
		memcpy(o, cell->text, sizeof(cell->text));
		o += cell->len;
	}
	*made = (size_t)(o - out);
	*len = (size_t)(end - s);
	*in = s;
	return state;
}

static uint32_t
wide_unit(const struct decoder *d, const unsigned char *s)
{
	uint32_t c = 0;

	for (unsigned i = 0; i < d->unit; i++)
		c = c << 8 | s[d->big ? i : d->unit - 1 - i];
	return c;
}

static enum decoder_state
run_wide(struct decoder *d, const unsigned char **in, size_t *len, char *out,
    size_t room, size_t *made)
{
	size_t unit = d->unit;
	enum decoder_state state = DECODER_MORE;

	*made = 0;
	while (*len >= unit) {
		if (room - *made < 4) {
			state = DECODER_FULL;
			break;
		}
		uint32_t c = wide_unit(d, *in);
		size_t taken = unit;
		if (unit == 2 && c >= 0xD800 && c <= 0xDBFF) {
			if (*len < 4)
				break;
			uint32_t low = wide_unit(d, *in + 2);
			if (low >= 0xDC00 && low <= 0xDFFF) {
				c = 0x10000 + ((c - 0xD800) << 10) +
				    (low - 0xDC00);
				taken = 4;
			}
		}
		if (c > 0x10FFFF) {
			state = DECODER_BAD;
			break;
		}
		*made += put_utf8(c, out + *made);
		*in += taken;
		*len -= taken;
	}
	return state;
}

/*
 * Gives iconv no more bytes than it has room for (none makes more than four of
 * one), because its decoders with a memory are not safe against E2BIG.
 */
static enum decoder_state
run_iconv(struct decoder *d, const unsigned char **in, size_t *len, char *out,
    size_t room, size_t *made)
{
	size_t slice = *len < room / 4 - 8 ? *len : room / 4 - 8;
	size_t left = slice;
	char *s = (char *)(uintptr_t)*in; /* iconv does not write there */
	char *o = out;
	size_t free_left = room;

	int failed = 0;
	if (iconv(d->iconv, &s, &left, &o, &free_left) == (size_t)-1)
		failed = errno;
	size_t taken = slice - left;
	*in += taken;
	*len -= taken;
	*made = room - free_left;
	if (failed == EILSEQ)
		return DECODER_BAD;
	if (*len > 0 && taken > 0)
		return DECODER_FULL;
	/* None of them needs that much to know what it sees. */
	return left >= 8 ? DECODER_BAD : DECODER_MORE;
}

/*
 * Asks iconv for each upper byte on its own: some decoders join a letter and
 * the accent behind it, which is not theirs to do.  What it leaves undefined of
 * 0x80 to 0x9F is a control character, as the standard says.
 */
static void
fill_upper(struct decoder *d)
{
	for (unsigned i = 0; i < 128; i++) {
		char byte = (char)(i + 0x80);
		char text[16];
		char *s = &byte;
		char *o = text;
		size_t left = 1;
		size_t room = sizeof(text);
		struct cell *cell = &d->upper[i];
		iconv(d->iconv, NULL, NULL, NULL, NULL);
		if (iconv(d->iconv, &s, &left, &o, &room) != (size_t)-1)
			iconv(d->iconv, NULL, NULL, &o, &room);
		size_t n = sizeof(text) - room;
		if (n > 0 && n <= sizeof(cell->text)) {
			memcpy(cell->text, text, n);
			cell->len = (unsigned char)n;
		} else if (i < 0x20) {
			cell->len =
			    (unsigned char)put_utf8(i + 0x80, cell->text);
		}
	}
}

static void
fill_windows_1252(struct decoder *d)
{
	for (unsigned i = 0; i < 128; i++) {
		struct cell *cell = &d->upper[i];
		cell->len = (unsigned char)put_utf8(
		    i < 32 ? windows_1252[i] : i + 0x80, cell->text);
	}
}

/* The decoders that need nothing of the system. */
static void
decoder_set(struct decoder *d, const struct encoding *encoding)
{
	if (encoding->kind == ENCODING_BYTE) {
		d->run = run_byte;
		fill_windows_1252(d);
		return;
	}
	d->run = run_wide;
	d->big = strstr(encoding->name, "BE") != NULL;
	d->unit = strstr(encoding->name, "32") != NULL ? 4 : 2;
}

struct decoder *
decoder_new(const struct encoding *encoding, struct error *e)
{
	struct decoder *d = mem_new(1, sizeof(*d));

	d->encoding = encoding;
	if (encoding->iconv == NULL) {
		decoder_set(d, encoding);
		return d;
	}
	d->iconv = iconv_open("UTF-8", encoding->iconv);
	if (d->iconv == (iconv_t)-1) {
		decoder_free(d);
		error_set(e, ERR_SYSTEM, "this system cannot read %s",
		    encoding->name);
		return NULL;
	}
	d->opened = true;
	d->run = run_iconv;
	if (encoding->kind == ENCODING_BYTE) {
		d->run = run_byte;
		fill_upper(d);
	}
	return d;
}

/* Handles that keep iconv's tables loaded, for others of the same name. */
struct prepared {
	iconv_t handles[sizeof(encodings) / sizeof(encodings[0])];
	size_t count;
};

struct prepared *
encoding_prepare(const struct encoding *encoding)
{
	struct prepared *p = mem_new(1, sizeof(*p));

	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		const struct encoding *one = &encodings[i];
		if (one->iconv == NULL || (encoding != NULL && encoding != one))
			continue;
		iconv_t handle = iconv_open("UTF-8", one->iconv);
		if (handle != (iconv_t)-1)
			p->handles[p->count++] = handle;
	}
	return p;
}

void
encoding_release(struct prepared *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->count; i++)
		iconv_close(p->handles[i]);
	free(p);
}

void
decoder_free(struct decoder *d)
{
	if (d == NULL)
		return;
	if (d->opened)
		iconv_close(d->iconv);
	free(d);
}

enum decoder_state
decoder_run(struct decoder *d, const unsigned char **in, size_t *len, char *out,
    size_t room, size_t *made)
{
	return d->run(d, in, len, out, room, made);
}

/*
 * Two where a lead byte stands before what cannot be ASCII, so that one bad
 * pair does not put all that follow out of step.
 */
size_t
decoder_bad(const struct decoder *d, const unsigned char *in, size_t len)
{
	size_t n = 1;

	if (d->encoding->kind == ENCODING_WIDE)
		n = d->unit;
	else if (d->encoding->kind == ENCODING_BYTES && len >= 2 &&
		 in[0] > 0x80 && in[0] < 0xFF && in[1] >= 0x80)
		n = 2;
	return n < len ? n : len;
}

size_t
decoder_end(struct decoder *d, char *out, size_t room)
{
	size_t left = room;

	/* Those of glibc hold nothing back, but others may (POSIX). */
	if (d->run == run_iconv)
		iconv(d->iconv, NULL, NULL, &out, &left);
	return room - left;
}
