#ifndef FEEDLOOM_BASE_ERROR_H
#define FEEDLOOM_BASE_ERROR_H

/*
 * What went wrong: a code for the program's decision, words for the person.
 * A function that can fail takes a struct error last (never NULL), leaves it
 * alone on success, and fills it exactly once on failure; callers on the way
 * up put context in front of the words with error_wrap.
 */

enum errcode {
	ERR_NONE,
	ERR_USAGE,   /* the command line or a plugin's options: exit 64 */
	ERR_INPUT,   /* not a feed, broken, or over a limit: exit 65 */
	ERR_NOINPUT, /* no such file, or it cannot be read: exit 66 */
	ERR_CREATE,  /* the output cannot be made: exit 73 */
	ERR_WRITE,   /* the output cannot be written: exit 74 */
	ERR_SYSTEM,  /* the kernel refused something; try again: exit 75 */
	ERR_PLUGIN,  /* a plugin, format or stylesheet is at fault: exit 78 */
	ERR_CONFIG,  /* the configuration is: exit 78 */
};

struct error {
	enum errcode code;
	char text[512]; /* one line of UTF-8, no newline at its end */
};

/* All three return -1, so that a caller can return what they return. */
int error_set(struct error *e, enum errcode code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As error_set, with ": " and strerror(errno) behind the words. */
int error_errno(struct error *e, enum errcode code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts the words and ": " in front of those that are there. */
int error_wrap(struct error *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The exit status (sysexits.h) that a code stands for. */
int error_exit(enum errcode code);

#endif
