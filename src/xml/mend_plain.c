/*
 * Tags that are as plain as can be: the scanner knows of them all that libxml2
 * would find, so that they are runs as text is, and no markup.
 */
#include "xml/mend_state.h"

#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

#define NAME 200 /* longer ones are libxml2's to judge */

/* Whether a part of a name, of ASCII, has no meaning for XML itself. */
static bool
is_part(const char *name, size_t len)
{
	return len > 0 && len <= NAME && !ascii_starts(name, len, "xml");
}

static bool
is_local(const char *name, size_t len)
{
	return is_part(name, len) && memchr(name, ':', len) == NULL;
}

/*
 * Whether libxml2 would find nothing to judge in the start tag, nor its end
 * tag; *prefix is how much of its name its prefix is.
 */
static bool
is_plain(const struct mend *m, size_t *prefix)
{
	const struct tag *tag = &m->tag;
	const char *name = tag->name;
	size_t len = tag->name_len;

	if (!tag->plain || m->depth == 0)
		return false;
	*prefix = mend_prefix_len(name, len);
	if (*prefix > 0) {
		if (!is_part(name, *prefix) ||
		    mend_prefix(m, name, *prefix) == NULL)
			return false;
		name += *prefix + 1;
		len -= *prefix + 1;
	}
	if (!is_local(name, len) || tag_name(name, 1) == 0)
		return false;
	for (size_t i = 0; i < tag->n; i++) {
		const struct tag_attribute *a = &tag->attributes[i];
		if (!is_local(a->name, a->name_len))
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
