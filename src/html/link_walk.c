/*
 * Finds addresses tag by tag, without copying.  A srcset is cut where it
 * stands: a reference cannot hide a blank or a comma of its own in it.
 */
#include "html/link_walk.h"

#include <string.h>

#include "html/links.h"
#include "html/value.h"

void
link_walk_init(struct link_walk *w, const char *html, size_t len)
{
	*w = (struct link_walk){.at = NULL};
	tokens_init(&w->tokens, html, len);
}

/* The next attribute with an address in it; *list: with several. */
static bool
next_attribute(struct link_walk *w, bool *list)
{
	for (;;) {
		while (w->at != NULL &&
		       token_attribute(&w->token, &w->at, &w->attribute))
			if (links_holds(&w->attribute, list))
				return true;
		do {
			if (!tokens_next(&w->tokens, &w->token))
				return false;
		} while (w->token.type != TOKEN_OPEN);
		w->at = w->token.name + w->token.name_len;
	}
}

static bool
is_bare(const struct token_attribute *a)
{
	return a->value[-1] != '"' && a->value[-1] != '\'';
}

/* The next image of the srcset that is at hand. */
static bool
next_in_list(struct link_walk *w, struct link_place *place)
{
	const struct token_attribute *a = &w->attribute;
	struct value_source source;

	if (w->list == NULL ||
	    !value_source(&w->list, a->value + a->value_len, &source)) {
		w->list = NULL;
		return false;
	}
	place->url = source.url;
	place->len = source.url_len;
	return true;
}

/* The whole of the attribute, or the first of its list. */
static bool
enter(struct link_walk *w, bool list, struct link_place *place)
{
	place->url = w->attribute.value;
	place->len = w->attribute.value_len;
	if (list && !is_bare(&w->attribute)) {
		w->list = w->attribute.value;
		return next_in_list(w, place);
	}
	value_trim(&place->url, &place->len);
	return place->len > 0 && !list;
}

bool
link_walk_next(struct link_walk *w, struct link_place *place)
{
	bool found = next_in_list(w, place);
	bool list;

	while (!found) {
		if (!next_attribute(w, &list))
			return false;
		found = enter(w, list, place);
	}
	place->element = w->token.name;
	place->element_len = w->token.name_len;
	place->attribute = w->attribute.name;
	place->attribute_len = w->attribute.name_len;
	place->bare = is_bare(&w->attribute);
	return true;
}
