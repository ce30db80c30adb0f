/*
 * Entries known again.  New nodes may lie where old ones lay, so a node alone
 * proves little.  Linear but for looking up nodes, which is done in order of
 * their addresses, and for ids of new nodes in a window whose order is new.
 */
#include "verbs/answer.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum sameness {
	BY_BOTH, /* node and id */
	BY_ID,
	BY_NODE,
	BY_PLACE,
};

/* A trail that is looked for: NULL once it is found. */
struct one {
	const xmlNode *node;
	struct trail *trail;
};

struct answer {
	struct one *got; /* as they came */
	struct one **by_node;
	size_t n_got;
	size_t next; /* in got, behind the last one found */
};

static int
node_order(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)(*(const struct one *const *)a)->node;
	uintptr_t y = (uintptr_t)(*(const struct one *const *)b)->node;

	return (x > y) - (x < y);
}

static struct one *
find_node(const struct answer *a, const xmlNode *node)
{
	const struct one key = {.node = node}, *p = &key;
	struct one **found = bsearch(
	    &p, a->by_node, a->n_got, sizeof(a->by_node[0]), node_order);

	return found == NULL || (*found)->trail == NULL ? NULL : *found;
}

/* From the next one on and around: the first with an id, or any for NULL. */
static struct one *
find_id(struct answer *a, const char *id)
{
	for (size_t i = 0; i < a->n_got; i++) {
		size_t at = (a->next + i) % a->n_got;
		const struct trail *trail = a->got[at].trail;
		if (trail == NULL || (id != NULL && strcmp(trail->id, id) != 0))
			continue;
		a->next = at + 1;
		return &a->got[at];
	}
	return NULL;
}

static struct one *
find(struct answer *a, const xmlNode *entry, enum sameness how)
{
	struct one *found;

	if (how == BY_NODE)
		return find_node(a, entry);
	if (how == BY_PLACE)
		return find_id(a, NULL);
	char *id = trail_id(entry);
	found = how == BY_ID ? find_id(a, id) : find_node(a, entry);
	if (found != NULL && strcmp(found->trail->id, id) != 0)
		found = NULL;
	free(id);
	return found;
}

/* What is the same in one way; how many entries are left. */
static size_t
match(struct answer *a, const struct script_entries *entries, enum sameness how,
    struct trail **given)
{
	size_t left = 0;

	a->next = 0;
	for (size_t i = 0; i < entries->count; i++) {
		if (given[i] != NULL)
			continue;
		struct one *found = find(a, entries->items[i], how);
		if (found != NULL) {
			given[i] = found->trail;
			found->trail = NULL;
		} else {
			left++;
		}
	}
	return left;
}

void
answer_match(struct trail *const *got, size_t n_got,
    const struct script_entries *entries, struct trail **given)
{
	struct answer a = {.n_got = n_got};
	size_t n = entries->count, left = 0;

	a.got = mem_new(n_got + 1, sizeof(a.got[0]));
	a.by_node = mem_new(n_got + 1, sizeof(a.by_node[0]));
	for (size_t i = 0; i < n_got; i++) {
		a.got[i] = (struct one){got[i]->node, got[i]};
		a.by_node[i] = &a.got[i];
	}
	qsort(a.by_node, n_got, sizeof(a.by_node[0]), node_order);
	for (size_t i = 0; i < n; i++)
		given[i] = NULL;
	for (enum sameness how = BY_BOTH; how <= BY_NODE; how++)
		left = match(&a, entries, how, given);
	/* As many are left of those got: all but those found. */
	if (left > 0 && n_got - (n - left) == left)
		match(&a, entries, BY_PLACE, given);
	free(a.by_node);
	free(a.got);
}
