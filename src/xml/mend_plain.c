/*
 * Tags that are as plain as can be: the scanner knows of them all that libxml2
 * would find, so that they are runs as text is, and no markup.
 */
#include "xml/mend_state.h"

#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

#define NAME 200 /* longer ones are libxml2's to judge */

/* Whether a name has no letter beyond ASCII, and no colon. */
static bool
is_plain_name(const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)name[i] >= 0x80 || name[i] == ':')
			return false;
	}
	return len > 0;
}

/*
 * Whether libxml2 would find nothing to judge in the start tag, nor its end
 * tag; *prefix is how much of its name its prefix is.
 */
static bool
is_plain(const struct mend *m, size_t *prefix)
{
	const struct tag *tag = &m->tag;

	*prefix = mend_prefix_len(tag->name, tag->name_len);
	size_t local = *prefix == 0 ? 0 : *prefix + 1;
	if (m->depth == 0 || !tag->clean || tag->name_len > NAME ||
	    !is_plain_name(tag->name + local, tag->name_len - local) ||
	    tag_name(tag->name + local, 1) == 0)
		return false;
	if (*prefix > 0 && (mend_prefix(m, tag->name, *prefix) == NULL ||
			       !is_plain_name(tag->name, *prefix) ||
			       ascii_starts(tag->name, *prefix, "xml")))
		return false;
	for (size_t i = 0; i < tag->n; i++) {
		const struct tag_attribute *a = &tag->attributes[i];
		if (a->name_len > NAME ||
		    !is_plain_name(a->name, a->name_len) ||
		    ascii_starts(a->name, a->name_len, "xml") ||
		    memchr(a->value, '&', a->value_len) != NULL ||
		    memchr(a->value, '\t', a->value_len) != NULL ||
		    memchr(a->value, '\n', a->value_len) != NULL)
			return false;
	}
	return true;
}

static void
add_plain(struct mend *m, size_t prefix)
{
	const struct tag *tag = &m->tag;
	size_t first = m->n_attributes;

	if (first + tag->n > m->cap_attributes) {
		m->cap_attributes = 2 * (first + tag->n);
		m->attributes = mem_grow(
		    m->attributes, m->cap_attributes, sizeof(*m->attributes));
	}
	for (size_t i = 0; i < tag->n; i++)
		m->attributes[m->n_attributes++] = tag->attributes[i];
	mend_piece(m, &(struct piece){.kind = RUN_START,
			  .at = (size_t)(tag->name - m->window),
			  .len = tag->name_len,
			  .prefix = prefix,
			  .attributes = first,
			  .n_attributes = tag->n});
	m->after_tag = true;
}

bool
mend_plain(struct mend *m)
{
	size_t prefix;

	if (!is_plain(m, &prefix))
		return false;
	add_plain(m, prefix);
	return true;
}
