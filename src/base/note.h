#ifndef FEEDLOOM_BASE_NOTE_H
#define FEEDLOOM_BASE_NOTE_H

#include <stddef.h>

/*
 * What a reader has to say about input that it could mend or must leave out.
 * Lower folders tell; run/ decides what a note means (a warning, an error
 * under --strict, nothing under -q) and prints it.
 */
struct note {
	unsigned long line;   /* 1-based; 0 when the place is not known */
	unsigned long column; /* 1-based, in bytes; 0 when not known */
	const char *text;     /* one line, no newline; borrowed */
};

struct notes {
	void (*tell)(void *context, const struct note *note);
	void *context;
};

/* Formats a note and hands it to notes->tell; a NULL notes hears nothing. */
void note_tell(const struct notes *notes, unsigned long line,
    unsigned long column, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
