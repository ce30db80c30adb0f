#ifndef FEEDLOOM_CONFIG_FILE_H
#define FEEDLOOM_CONFIG_FILE_H

#include "config/datum.h"

/*
 * One file of a configuration as the statements that it makes: each a word,
 * with a name and a table behind it or one of both.  What they mean is not
 * looked at here.
 */
enum config_word {
	WORD_SETTINGS,
	WORD_DEFAULTS,
	WORD_FEED,
	WORD_INCLUDE,
	WORD_DIGEST,
};

struct config_statement {
	enum config_word word;
	char *name; /* NULL without one */
	int line;
	bool complete; /* it has all that its word asks for */
	bool faulty;   /* the file's error is about it */
	struct datum value;
};

struct config_file {
	char *name;   /* as the user would call it */
	char *folder; /* that it lies in, absolute */
	struct config_statement *statements;
	size_t count;
};

/*
 * Reads and runs a file; what it says takes bytes of *left.  0, or -1 with
 * ERR_CONFIG, or ERR_NOINPUT when it cannot be opened: then the file has the
 * statements that were made before that.  Its words begin with the name, and
 * with the line where there is one.
 */
int config_file_read(
    struct config_file *file, const char *name, size_t *left, struct error *e);
void config_file_clear(struct config_file *file);

const char *config_word_name(enum config_word word);

#endif
