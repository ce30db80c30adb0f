/*
 * Numbers of messages: sorted, so that each is found at once.
 */
#include "verbs/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define DIGITS 18 /* so many fit */

static int
by_number(const void *a, const void *b)
{
	int64_t m = *(const int64_t *)a, n = *(const int64_t *)b;

	return m < n ? -1 : m > n;
}

static int
read_number(const char *word, int64_t *number, struct error *e)
{
	size_t digits = strspn(word, "0123456789");

	if (digits == 0 || digits > DIGITS || word[digits] != '\0')
		return error_set(e, ERR_USAGE,
		    "'%s' is no number of a message; 'feedloom outbox' lists "
		    "them",
		    word);
	*number = strtoll(word, NULL, 10);
	return 0;
}

/* In their order, each once. */
static void
sort(struct pick *pick)
{
	size_t kept = 0;

	if (pick->count > 0)
		qsort(pick->numbers, pick->count, sizeof(*pick->numbers),
		    by_number);
	for (size_t i = 0; i < pick->count; i++)
		if (kept == 0 || pick->numbers[kept - 1] != pick->numbers[i])
			pick->numbers[kept++] = pick->numbers[i];
	pick->count = kept;
}

int
pick_read(struct pick *pick, const struct options_list *words, struct error *e)
{
	*pick = (struct pick){0};
	if (words->count == 1 && strcmp(words->items[0], "all") == 0) {
		pick->all = true;
		return 0;
	}
	pick->numbers = mem_new(words->count, sizeof(*pick->numbers));
	pick->found = mem_new(words->count, sizeof(*pick->found));
	for (; pick->count < words->count; pick->count++) {
		if (read_number(words->items[pick->count],
			&pick->numbers[pick->count], e) == -1) {
			pick_clear(pick);
			return -1;
		}
	}
	sort(pick);
	return 0;
}

void
pick_clear(struct pick *pick)
{
	free(pick->numbers);
	free(pick->found);
	*pick = (struct pick){0};
}

bool
pick_has(struct pick *pick, int64_t number)
{
	int64_t *at = pick->count == 0
			  ? NULL
			  : bsearch(&number, pick->numbers, pick->count,
				sizeof(number), by_number);

	if (at == NULL)
		return false;
	pick->found[at - pick->numbers] = true;
	return true;
}
