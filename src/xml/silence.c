/*
 * A listener of libxml2's that does not listen.
 */
#include "xml/silence.h"

#include <libxml/xmlerror.h>

static void
ignore(void *context, const char *fmt, ...)
{
	(void)context;
	(void)fmt;
}

void
xml_silence(void)
{
	xmlSetGenericErrorFunc(NULL, ignore);
}
