/*
 * Errors as values: a code and one line of text.  Nothing here prints.
 */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

int
error_set(struct error *e, enum errcode code, const char *fmt, ...)
{
	va_list ap;

	e->code = code;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return -1;
}

int
error_errno(struct error *e, enum errcode code, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	e->code = code;
	va_start(ap, fmt);
	int n = vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(e->text))
		snprintf(e->text + n, sizeof(e->text) - (size_t)n, ": %s",
		    strerror(saved));
	return -1;
}

int
error_wrap(struct error *e, const char *fmt, ...)
{
	char inner[sizeof(e->text)];
	va_list ap;

	memcpy(inner, e->text, sizeof(inner));
	va_start(ap, fmt);
	int n = vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	/* What has no room is left out. */
	if (n >= 0 && (size_t)n < sizeof(e->text) &&
	    snprintf(e->text + n, sizeof(e->text) - (size_t)n, ": %s", inner) <
		0)
		e->text[n] = '\0';
	return -1;
}

int
error_exit(enum errcode code)
{
	switch (code) {
	case ERR_NONE:
		return EX_OK;
	case ERR_USAGE:
		return EX_USAGE;
	case ERR_INPUT:
		return EX_DATAERR;
	case ERR_NOINPUT:
		return EX_NOINPUT;
	case ERR_CREATE:
		return EX_CANTCREAT;
	case ERR_WRITE:
		return EX_IOERR;
	case ERR_SYSTEM:
		return EX_TEMPFAIL;
	case ERR_PLUGIN:
	case ERR_CONFIG:
		return EX_CONFIG;
	}
	return EX_SOFTWARE;
}
