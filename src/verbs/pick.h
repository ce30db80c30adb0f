#ifndef FEEDLOOM_VERBS_PICK_H
#define FEEDLOOM_VERBS_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "cli/options.h"

/*
 * Numbers that were said on the command line, or "all", and which of them were
 * found.
 */
struct pick {
	bool all; /* "all" was said, and no number */
	int64_t *numbers;
	bool *found;
	size_t count;
};

/* 0, or -1 with ERR_USAGE for a word that is no number. */
int pick_read(
    struct pick *pick, const struct options_list *words, struct error *e);
void pick_clear(struct pick *pick);

/* Whether the number was said; it is found by that. */
bool pick_has(struct pick *pick, int64_t number);

#endif
