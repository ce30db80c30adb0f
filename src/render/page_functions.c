/*
 * What text of a feed becomes where a page takes it for something else than
 * text: markup, a script, a style.
 */
#include "render/page.h"

#include <string.h>

#include "base/ascii.h"
#include "html/fragment.h"

static void
call_clean(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	fragment_clean(text, strlen(text), out);
}

/* U+2028 and U+2029 end lines of a script as line feeds do. */
static bool
is_line_end(const char *s)
{
	return (unsigned char)s[0] == 0xE2 && (unsigned char)s[1] == 0x80 &&
	       ((unsigned char)s[2] & 0xFE) == 0xA8;
}

/*
 * Text that is within a string of JavaScript or JSON: all but letters, digits
 * and what stands in numbers is escaped.  Where no string is around it, that is
 * a syntax error and nothing runs.
 */
static void
call_code(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	for (const char *s = text; *s != '\0'; s++) {
		if (is_line_end(s)) {
			buf_printf(out, "\\u20%02x",
			    ((unsigned char)s[2] & 1) == 0 ? 0x28 : 0x29);
			s += 2;
		} else if ((unsigned char)*s >= 0x80 || ascii_letter(*s) ||
			   ascii_digit(*s) || strchr(" .-_", *s) != NULL) {
			buf_putc(out, *s);
		} else {
			buf_printf(out, "\\u%04x", (unsigned char)*s);
		}
	}
}

/* The same within CSS, where addresses may stand without quotes. */
static void
call_style(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	for (const char *s = text; *s != '\0'; s++) {
		if ((unsigned char)*s >= 0x80 || ascii_letter(*s) ||
		    ascii_digit(*s) || strchr(" .-_~:/?#&=%+,@!", *s) != NULL)
			buf_putc(out, *s);
		else
			buf_printf(out, "\\%06x", (unsigned char)*s);
	}
}

/* Text within a comment or a processing instruction, which it cannot end. */
static void
call_aside(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	for (const char *s = text; *s != '\0'; s++)
		buf_putc(out, strchr("->?", *s) != NULL ? ' ' : *s);
}

const struct sheet_function page_functions[] = {
    {.name = "aside", .call = call_aside},
    {.name = "clean", .call = call_clean},
    {.name = "code", .call = call_code},
    {.name = "style", .call = call_style},
    {.name = NULL},
};
