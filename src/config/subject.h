#ifndef FEEDLOOM_CONFIG_SUBJECT_H
#define FEEDLOOM_CONFIG_SUBJECT_H

#include "base/buf.h"
#include "base/error.h"

/*
 * The subject of a digest's messages: text with fields in braces, as in
 * "{title}: {count} new, {date}".  "{{" is a brace.
 */
enum subject_field {
	SUBJECT_COUNT,	/* how many entries the message has */
	SUBJECT_DATE,	/* the day of the slot */
	SUBJECT_FIRST,	/* the title of the first entry */
	SUBJECT_FROM,	/* the day of the oldest entry, */
	SUBJECT_NUMBER, /* which message of the digest it is */
	SUBJECT_TITLE,	/* the digest's */
	SUBJECT_TO,	/* and that of the newest one */
	SUBJECT_FIELDS,
};

#define SUBJECT_OF_ALL "{title}: {count} new, {date}" /* where nothing is */
#define SUBJECT_OF_EACH "{first}"		      /* said */

/* 0, or -1 with ERR_CONFIG and what is wrong with the text. */
int subject_check(const char *text, struct error *e);

/* Adds the text, which is good, with the values (never NULL) in their places.
 */
void subject_write(const char *text, const char *const values[SUBJECT_FIELDS],
    struct buf *out);

#endif
