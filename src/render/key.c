/*
 * The orders of keys.
 */
#include "render/key.h"

#include <string.h>

int
key_by_text(const void *left, const void *right)
{
	const struct key *a = left;
	const struct key *b = right;
	int order = strcmp(a->text, b->text);

	return order != 0 ? order : key_by_place(a, b);
}

int
key_by_place(const void *left, const void *right)
{
	const struct key *a = left;
	const struct key *b = right;

	return (a->at > b->at) - (a->at < b->at);
}
