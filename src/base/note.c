/*
 * Notes about mended input, on their way up.
 */
#include "base/note.h"

#include <stdarg.h>
#include <stdio.h>

void
note_tell(const struct notes *notes, unsigned long line, unsigned long column,
    const char *fmt, ...)
{
	char text[400];
	va_list ap;

	if (notes == NULL || notes->tell == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	notes->tell(notes->context,
	    &(struct note){.line = line, .column = column, .text = text});
}
