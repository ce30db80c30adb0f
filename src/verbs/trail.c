/*
 * The story of an entry.  What counts as a change is what its elements say, not
 * how it is shown.
 */
#include "verbs/trail.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/color.h"
#include "cli/verb.h"
#include "verbs/diff.h"
#include "verbs/entry_lines.h"
#include "xml/node.h"

char *
trail_id(const xmlNode *entry)
{
	const xmlNode *id = node_child(entry, NS_ATOM, "id");

	return id == NULL ? mem_str("") : node_trimmed(id);
}

static bool
has_address(const xmlNode *entry, const char *address)
{
	for (const xmlNode *n = node_first(entry); n != NULL;
	     n = node_next(n)) {
		const char *href = node_attribute(n, "href");
		if (node_is(n, NS_ATOM, "link") && href != NULL &&
		    strcmp(href, address) == 0)
			return true;
	}
	return false;
}

/* Takes the node for it, as it is now. */
static void
look(struct trail *trail, const xmlNode *entry)
{
	trail->node = entry;
	free(trail->id);
	trail->id = trail_id(entry);
	if (!trail->followed)
		return;
	label_of(entry, trail->label_now);
	entry_hash(entry, &trail->hash);
	buf_cut(&trail->lines, 0);
	entry_lines(entry, &trail->lines);
}

struct trail *
trail_new(const xmlNode *entry, const char *only)
{
	struct trail *trail = mem_new(1, sizeof(*trail));

	trail->id = trail_id(entry);
	trail->followed = only == NULL || strcmp(only, trail->id) == 0 ||
			  has_address(entry, only);
	label_of(entry, trail->label);
	buf_init(&trail->lines, LIMIT_OUTPUT);
	buf_init(&trail->story, LIMIT_OUTPUT);
	look(trail, entry);
	return trail;
}

void
trail_free(struct trail *trail)
{
	buf_clear(&trail->story);
	buf_clear(&trail->lines);
	free(trail->id);
	free(trail);
}

static void
tell(struct trail *trail, const char *stage, const char *what)
{
	buf_puts(&trail->story, "  ");
	verb_text(&trail->story, stage);
	buf_puts(&trail->story, ": ");
	verb_line(&trail->story, what);
}

/* The entry as it is now beside what it was. */
static void
tell_difference(
    struct trail *trail, const char *stage, const xmlNode *entry, bool colored)
{
	struct buf was = trail->lines;
	struct hash hash = trail->hash;

	buf_init(&trail->lines, LIMIT_OUTPUT);
	look(trail, entry);
	struct diff_text old = {buf_text(&was), was.len};
	struct diff_text new = {buf_text(&trail->lines), trail->lines.len};
	if (hash.high == trail->hash.high && hash.low == trail->hash.low) {
		tell(trail, stage, "nothing changes");
	} else {
		trail->changed = true;
		tell(trail, stage,
		    strcmp(old.text, new.text) == 0 ? "white space changes"
						    : "changes");
		diff_put(&trail->story, &old, &new, colored);
	}
	buf_clear(&was);
}

void
trail_change(
    struct trail *trail, const char *stage, const xmlNode *entry, bool colored)
{
	if (trail->followed)
		tell_difference(trail, stage, entry, colored);
	else
		look(trail, entry);
}

void
trail_make(struct trail *trail, const char *stage, bool colored)
{
	const struct diff_text old = {"", 0};
	struct diff_text new = {buf_text(&trail->lines), trail->lines.len};

	trail->made = true;
	if (!trail->followed)
		return;
	tell(trail, stage, "makes it");
	diff_put(&trail->story, &old, &new, colored);
}

/* A failure without what it says of whose it is. */
static const char *
reason(const struct trail *trail, const char *why)
{
	const char *at = strstr(why, trail->label_now);

	if (at == NULL)
		return why;
	at += strlen(trail->label_now);
	return at + strspn(at, ": ");
}

void
trail_lose(struct trail *trail, const char *stage, const char *why)
{
	struct buf what;

	trail->state = TRAIL_DONE;
	trail->end = why == NULL ? TRAIL_DROPPED : TRAIL_FAILED;
	if (!trail->followed)
		return;
	buf_init(&what, 4 * KIB);
	if (why == NULL)
		buf_puts(&what, "drops it");
	else
		buf_printf(&what, "fails: %s", reason(trail, why));
	tell(trail, stage, buf_text(&what));
	buf_clear(&what);
}

void
trail_put(const struct trail *trail, bool colored, struct buf *out)
{
	color_put(out, colored, COLOR_BOLD);
	verb_text(out, trail->label);
	color_put(out, colored, COLOR_OFF);
	buf_putc(out, '\n');
	buf_add(out, buf_text(&trail->story), trail->story.len);
}
