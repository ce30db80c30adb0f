/*
 * Marks that were found, counted by the fields that they are of.
 */
#include "render/fate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LONG_VALUE 8 /* bytes; a shorter one is there by chance */

void
fate_add_place(struct fate *fate, const char *path)
{
	for (size_t i = 0; i < fate->n_places; i++) {
		if (strcmp(fate->places[i], path) == 0)
			return;
	}
	if (fate->n_places == FATE_PLACES)
		fate->more = true;
	else
		fate->places[fate->n_places++] = mem_str(path);
}

void
fate_clear(struct fate *fate)
{
	for (size_t i = 0; i < fate->n_places; i++)
		free(fate->places[i]);
	*fate = (struct fate){.values = 0};
}

/* What was found of a mark. */
struct found {
	bool known[2];
	bool news[2];
	bool part;
	bool altered;
};

static void
gather_finds(const struct search *s, struct found *found)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct find *f = &s->finds[i];
		struct found *of = &found[f->mark];

		if (!f->arrived)
			continue;
		if (!f->whole)
			of->part = of->part || f->known;
		else if (f->known)
			of->known[f->half] = true;
		else if (f->news)
			of->news[f->half] = true;
		else
			of->altered = true;
	}
}

enum outcome {
	NOTHING,
	ALTERED,
	PART,
	NEWS,
	KEPT
};

static enum outcome
outcome_of(const struct mark *mark, const struct found *found)
{
	bool second = mark->n == 2;

	if (found->known[0] && (!second || found->known[1]))
		return KEPT;
	if ((found->known[0] || found->news[0]) &&
	    (!second || found->known[1] || found->news[1]))
		return NEWS;
	if (found->known[0] || found->known[1] || found->part)
		return PART;
	return found->altered ? ALTERED : NOTHING;
}

/* The place of the run without marks that is just this value; or NULL. */
static const char *
place_of_value(const struct places *plain, const struct mark *mark)
{
	if (strlen(mark->was) < LONG_VALUE || mark->kind == MARK_ENDING)
		return NULL;
	for (size_t i = 0; i < plain->n; i++) {
		if (search_same(plain->list[i].text, mark->was))
			return plain->list[i].path;
	}
	return NULL;
}

static void
count_mark(const struct places *plain, const struct mark *mark,
    enum outcome outcome, struct fate *fate)
{
	const char *place;

	fate->values++;
	switch (outcome) {
	case KEPT:
		fate->kept++;
		break;
	case NEWS:
		place = place_of_value(plain, mark);
		fate->elsewhere =
		    place != NULL && (fate->news == 0 || fate->elsewhere);
		if (place != NULL)
			fate_add_place(fate, place);
		fate->news++;
		if (fate->values <= FATE_VALUES)
			fate->which |= (uint64_t)1 << (fate->values - 1);
		break;
	case PART:
		fate->part++;
		break;
	case ALTERED:
		fate->altered++;
		break;
	case NOTHING:
		break;
	}
}

/* Whether a place has all of a mark, of which a find is the first half. */
static bool
is_complete(const struct search *s, size_t find)
{
	const struct find *f = &s->finds[find];

	if (f->half != 0)
		return false;
	if (s->marks[f->mark].n < 2)
		return true;
	for (size_t i = find + 1; i < s->n && s->finds[i].place == f->place;
	     i++) {
		if (s->finds[i].mark == f->mark && s->finds[i].half == 1)
			return true;
	}
	return false;
}

/* How well a find tells where a mark came to: 0 is best; 3: not at all. */
static int
rank_of(const struct search *s, size_t find)
{
	const struct find *f = &s->finds[find];

	if (!f->arrived || (f->news && !f->known))
		return 3;
	if (!f->known)
		return 2;
	return f->whole && is_complete(s, find) ? 0 : 1;
}

/* Where each field's marks have come to, the best places only. */
static void
add_places(const struct search *s, struct fate *fates)
{
	for (int rank = 0; rank < 3; rank++) {
		for (size_t i = 0; i < s->n; i++) {
			const struct find *f = &s->finds[i];
			struct fate *fate = &fates[s->marks[f->mark].field];

			if (rank_of(s, i) == rank &&
			    (fate->n_places == 0 || fate->rank == rank)) {
				fate->rank = rank;
				fate_add_place(fate, f->place->path);
			}
		}
	}
}

void
fates_read(struct fate *fates, const struct search *s)
{
	struct found *found = mem_new(s->n_marks + 1, sizeof(*found));

	gather_finds(s, found);
	for (size_t i = 0; i < s->n_marks; i++)
		count_mark(s->plain, &s->marks[i],
		    outcome_of(&s->marks[i], &found[i]),
		    &fates[s->marks[i].field]);
	add_places(s, fates);
	free(found);
}
