/*
 * What libxml2 and libxslt say while a stylesheet is compiled or run: errors,
 * of which the first one counts, and the messages of the stylesheet.  Each is
 * told with the file and the line of the stylesheet that it is about.
 */
#include "xml/sheet_state.h"
#include "xml/silence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <libxslt/xsltutils.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "xml/node.h"

#define NO_LINE 0L

/* What libxslt says where a limit is reached, and what we say. */
static const struct {
	const char *theirs;
	const char *ours;
} limits[] = {
    {"infinite template recursion", "templates call each other too deeply: an "
				    "entry holds too much, or it never ends"},
    {"Operation limit exceeded", SHEET_TOO_MUCH},
};

/* Words without the name of the library's function in front of them. */
static const char *
bare(const char *words)
{
	const char *s = words;

	if (strncmp(s, "xslt", 4) != 0 && strncmp(s, "xml", 3) != 0)
		return words;
	while (ascii_letter(*s))
		s++;
	s += *s == ' ';
	return s[0] == ':' && s[1] == ' ' ? s + 2 : words;
}

/* Text on one line, of fewer than size bytes, without half a character. */
static void
put_line(char *out, size_t size, const char *text)
{
	size_t n = 0;

	for (; *text != '\0' && n + 1 < size; text++) {
		if (!ascii_blank(*text))
			out[n++] = *text;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (*text != '\0')
		while (n > 0 && ((unsigned char)*text & 0xC0) == 0x80) {
			text--;
			n--;
		}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

/* Where it is: "tidy.xsl:12".  A file that is not known is the sheet's own. */
static void
set_place(struct sheet *sheet, const char *file, long line)
{
	const char *slash;

	if (file == NULL || *file == '\0')
		file = sheet->path;
	slash = strrchr(file, '/');
	snprintf(sheet->place, sizeof(sheet->place), "%.100s",
	    slash == NULL ? file : slash + 1);
	size_t n = strlen(sheet->place);
	if (line != NO_LINE)
		snprintf(
		    sheet->place + n, sizeof(sheet->place) - n, ":%ld", line);
}

/* The same for the instruction that runs now. */
static void
find_place(struct sheet *sheet)
{
	const xmlNode *inst = sheet->run == NULL ? NULL : sheet->run->inst;

	if (inst == NULL)
		set_place(sheet, NULL, NO_LINE);
	else
		set_place(
		    sheet, (const char *)inst->doc->URL, xmlGetLineNo(inst));
}

static void
put_error(
    struct sheet *sheet, enum errcode code, const char *words, struct error *e)
{
	char line[360];

	put_line(line, sizeof(line), bare(words));
	error_set(e, code, "%s: %s", sheet->place, line);
}

/* An error: the first one counts. */
static void
tell(struct sheet *sheet, enum errcode code, const char *words)
{
	if (!sheet->failed)
		put_error(sheet, code, words, sheet->error);
	sheet->failed = true;
}

void
sheet_fail(struct sheet *sheet, const struct error *e)
{
	find_place(sheet);
	tell(sheet, e->code, e->text);
}

/* Errors of libxml2: the XML of a stylesheet, and XPath. */
static void
on_error(void *context, xmlError *error)
{
	struct sheet *sheet = context;
	const int xpath = XML_XPATH_EXPRESSION_OK - XPATH_EXPRESSION_OK;
	struct buf words;

	if (error->level < XML_ERR_ERROR || sheet->failed)
		return;
	if (sheet->run != NULL)
		find_place(sheet);
	else
		set_place(sheet, error->file, error->line);
	if (error->domain != XML_FROM_XPATH) {
		tell(sheet, ERR_PLUGIN, error->message);
	} else if (error->code == xpath + XPATH_OP_LIMIT_EXCEEDED) {
		tell(sheet, ERR_INPUT, SHEET_TOO_MUCH);
	} else if (error->code == xpath + XPATH_UNKNOWN_FUNC_ERROR) {
		buf_init(&words, KIB);
		sheet_tell_unknown(sheet, &words);
		tell(sheet, ERR_PLUGIN, buf_text(&words));
		buf_clear(&words);
	} else if (sheet->run != NULL) {
		tell(sheet, ERR_PLUGIN, error->message);
	} else {
		/* libxslt will say where; these words are behind its own. */
		put_line(sheet->hint, sizeof(sheet->hint), error->message);
	}
}

/*
 * While compiling, libxslt tells warnings as it does errors, and counts only
 * errors, after it has told them.  So the next fault or the end shows what the
 * last one was; warnings wait for the end, where they may be of no interest.
 */
static void
settle_fault(struct sheet *sheet)
{
	char *words = sheet->fault.text;

	if (words[0] == '\0' || sheet->failed)
		return;
	if (sheet->style == NULL || sheet->style->errors > 0) {
		sheet->failed = true;
		*sheet->error = sheet->fault;
	} else {
		buf_printf(&sheet->warnings, "%s\n", words);
	}
	words[0] = '\0';
}

/* Tells the warnings of a stylesheet that works, "place: words" each. */
static void
tell_warnings(struct sheet *sheet)
{
	char *line = sheet->warnings.data;

	while (line != NULL && !sheet->failed && sheet->message != NULL) {
		char *end = strchr(line, '\n');
		char *words = strstr(line, ": ");
		if (end == NULL || words == NULL)
			break;
		*end = *words = '\0';
		sheet->message(sheet->context, line, words + 2);
		line = end + 1;
	}
	buf_clear(&sheet->warnings);
}

/* Whether a run has used up what it may; XPath does not always say so. */
static bool
is_spent(const struct sheet *sheet)
{
	const xsltTransformContext *run = sheet->run;

	return run != NULL && run->xpathCtxt->opCount >= run->opLimit;
}

/* Errors of libxslt. */
static void
on_fault(struct sheet *sheet, const char *words)
{
	char text[400];

	if (is_spent(sheet)) {
		tell(sheet, ERR_INPUT, SHEET_TOO_MUCH);
		return;
	}
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		if (strstr(words, limits[i].theirs) != NULL) {
			tell(sheet, ERR_INPUT, limits[i].ours);
			return;
		}
	}
	put_line(text, 180, words);
	size_t n = strlen(text);
	if (sheet->hint[0] != '\0')
		snprintf(text + n, sizeof(text) - n, " (%.180s)", sheet->hint);
	sheet->hint[0] = '\0';
	if (sheet->run != NULL) {
		tell(sheet, ERR_PLUGIN, text);
		return;
	}
	settle_fault(sheet);
	put_error(sheet, ERR_PLUGIN, text, &sheet->fault);
}

/* What xsl:message says; if it ends the run, the error will say it. */
static void
on_message(struct sheet *sheet, const char *text)
{
	const xmlNode *inst = sheet->run == NULL ? NULL : sheet->run->inst;
	const char *ends =
	    inst == NULL ? NULL : node_attribute(inst, "terminate");

	find_place(sheet);
	put_line(sheet->said, sizeof(sheet->said), text);
	if (ends != NULL && strcmp(ends, "yes") == 0) {
		char words[sizeof(sheet->said) + 32];
		snprintf(words, sizeof(words), "stopped by its message: %s",
		    sheet->said);
		tell(sheet, ERR_PLUGIN, words);
	} else if (sheet->message != NULL) {
		sheet->message(sheet->context, sheet->place, sheet->said);
	}
}

/*
 * libxslt tells errors in two calls, a place and then "%s" with the words, and
 * what xsl:message says in one, "%s".
 */
static __attribute__((format(printf, 2, 3))) void
on_speech(void *context, const char *fmt, ...)
{
	struct sheet *sheet = context;
	va_list ap;

	va_start(ap, fmt);
	if (strcmp(fmt, "%s") == 0) {
		const char *words = va_arg(ap, const char *);
		if (sheet->placed)
			on_fault(sheet, words == NULL ? "" : words);
		else
			on_message(sheet, words == NULL ? "" : words);
		sheet->placed = false;
	} else if (strncmp(fmt, "%s: file %s line %d", 19) == 0) {
		(void)va_arg(ap, const char *);
		const char *file = va_arg(ap, const char *);
		set_place(sheet, file, va_arg(ap, int));
		sheet->placed = true;
	} else if (strchr(fmt, '%') != NULL) {
		find_place(sheet);
		sheet->placed = true;
	}
	va_end(ap);
}

/* What libxslt says besides: a dump of its stack. */
static __attribute__((format(printf, 2, 3))) void
on_dump(void *context, const char *fmt, ...)
{
	(void)context;
	(void)fmt;
}

/* What libxml2 says and does not call an error, though it is the cause of one:
 * "function f bound to undefined prefix p". */
static __attribute__((format(printf, 2, 3))) void
on_aside(void *context, const char *fmt, ...)
{
	struct sheet *sheet = context;
	char text[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put_line(sheet->hint, sizeof(sheet->hint), bare(text));
}

void
sheet_listen(struct sheet *sheet, struct error *e)
{
	sheet->error = e;
	sheet->failed = false;
	sheet->placed = false;
	sheet->unknown = NULL;
	sheet->hint[0] = '\0';
	sheet->fault.text[0] = '\0';
	buf_init(&sheet->warnings, 4 * KIB);
	xmlSetStructuredErrorFunc(sheet, on_error);
	xmlSetGenericErrorFunc(sheet, on_aside);
	if (sheet->run == NULL) {
		xsltSetGenericErrorFunc(sheet, on_speech);
		return;
	}
	xsltSetGenericErrorFunc(sheet, on_dump);
	xsltSetTransformErrorFunc(sheet->run, sheet, on_speech);
}

void
sheet_deaf(struct sheet *sheet)
{
	if (sheet->run == NULL) {
		settle_fault(sheet);
		tell_warnings(sheet);
	}
	xsltSetGenericErrorFunc(NULL, NULL);
	xml_silence();
	xmlSetStructuredErrorFunc(NULL, NULL);
}
