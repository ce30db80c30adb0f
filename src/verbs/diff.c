/*
 * Shows which lines of two texts differ.  verbs/lines.c finds them; here they
 * are gathered into hunks, and where a run of old lines has as many new ones in
 * its place, what changed in each is shown in reverse.
 */
#include "verbs/diff.h"

#include <stdint.h>
#include <stdlib.h>

#include <unistr.h>

#include "base/mem.h"
#include "cli/color.h"
#include "verbs/lines.h"

#define AROUND 3       /* lines shown before and after a change */
#define LINES_MOST 400 /* lines shown in all */
#define LINE_MOST 240  /* bytes of a line that are shown */
#define LINE_BEFORE 60 /* of these, before what changed */

struct view {
	struct buf *out;
	bool colored;
	struct lines old, new;
	size_t i, j; /* the lines that come next */
	size_t shown;
};

/* From here to there, in bytes of a line. */
struct span {
	size_t from, to;
};

/* Characters that are taken for others, or for none: blanks and marks. */
static bool
is_unseen(ucs4_t c)
{
	return c == 0xA0 || c == 0xAD || c == 0x200B || c == 0x200E ||
	       c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/* Adds one character; returns its bytes. */
static size_t
put_character(struct buf *out, const char *text, size_t len)
{
	ucs4_t c;
	int n = u8_mbtoucr(&c, (const uint8_t *)text, len);

	if (n < 1 || (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0)) {
		n = n < 1 ? 1 : n;
		for (int i = 0; i < n; i++)
			buf_printf(out, "\\x%02X", (unsigned char)text[i]);
	} else if (is_unseen(c)) {
		buf_printf(out, "\\u{%X}", (unsigned)c);
	} else {
		buf_add(out, text, (size_t)n);
	}
	return (size_t)n;
}

/* The nearest place at or before at that is not within a character. */
static size_t
whole(const struct line *line, size_t at)
{
	while (at > 0 && at < line->len && (line->text[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* What is shown of a line in which one part matters most. */
static struct span
window(const struct line *line, const struct span *part)
{
	struct span shown = {0, line->len};

	if (line->len <= LINE_MOST)
		return shown;
	if (part->from > LINE_BEFORE)
		shown.from = whole(line, part->from - LINE_BEFORE);
	if (line->len - shown.from > LINE_MOST)
		shown.to = whole(line, shown.from + LINE_MOST);
	return shown;
}

static const enum color colors[] = {
    ['-'] = COLOR_RED, ['+'] = COLOR_GREEN, [' '] = COLOR_OFF};

/* The bytes of a line; part is shown in reverse, unless it is all of it. */
static void
put_bytes(struct view *v, const struct line *line, const struct span *part)
{
	struct span shown = window(line, part);
	bool marked = v->colored && part->from < part->to &&
		      part->to - part->from < line->len;

	buf_puts(v->out, shown.from > 0 ? "…" : "");
	for (size_t at = shown.from; at < shown.to;) {
		color_put(v->out, marked && at == part->from, COLOR_REVERSE);
		at += put_character(v->out, line->text + at, shown.to - at);
		color_put(v->out, marked && at == part->to, COLOR_REVERSE_OFF);
	}
	buf_puts(v->out, shown.to < line->len ? "…" : "");
}

static void
put_line(struct view *v, char sign, const struct lines *lines, size_t i,
    const struct span *part)
{
	bool colored = v->colored && sign != ' ';

	if (++v->shown > LINES_MOST)
		return;
	color_put(v->out, colored, colors[(int)sign]);
	buf_putc(v->out, sign);
	put_bytes(v, &lines->items[i], part);
	color_put(v->out, colored, COLOR_OFF);
	buf_putc(v->out, '\n');
	if (lines->open && i + 1 == lines->count)
		buf_puts(v->out, "\\ without a line feed at its end\n");
}

/* Where two lines differ: all but what both begin and end with. */
static void
compare(const struct line *a, const struct line *b, struct span *of_a,
    struct span *of_b)
{
	size_t most = a->len < b->len ? a->len : b->len;
	size_t from = 0, end = 0;

	while (from < most && a->text[from] == b->text[from])
		from++;
	from =
	    whole(a, from) < whole(b, from) ? whole(a, from) : whole(b, from);
	while (end < most - from &&
	       a->text[a->len - end - 1] == b->text[b->len - end - 1])
		end++;
	/* Not to end within a character. */
	while (end > 0 && (a->text[a->len - end] & 0xC0) == 0x80)
		end--;
	*of_a = (struct span){from, a->len - end};
	*of_b = (struct span){from, b->len - end};
}

static size_t
odd_run(const struct lines *lines, size_t i)
{
	size_t n = 0;

	while (i + n < lines->count && lines->items[i + n].odd)
		n++;
	return n;
}

/* How many lines both texts share from here on, of at most so many. */
static size_t
even_run(const struct view *v, size_t i, size_t j, size_t most)
{
	size_t n = 0;

	while (n < most && i + n < v->old.count && j + n < v->new.count &&
	       !v->old.items[i + n].odd && !v->new.items[j + n].odd)
		n++;
	return n;
}

/* Runs of odd lines; line by line, what is in the place of what. */
static void
put_change(struct view *v)
{
	size_t n = odd_run(&v->old, v->i), m = odd_run(&v->new, v->j);
	size_t pairs = n < m ? n : m;
	struct span *parts = mem_new(2 * pairs + 1, sizeof(*parts));
	const struct span none = {0, 0};

	for (size_t k = 0; k < pairs; k++)
		compare(&v->old.items[v->i + k], &v->new.items[v->j + k],
		    &parts[k], &parts[pairs + k]);
	for (size_t k = 0; k < n; k++)
		put_line(
		    v, '-', &v->old, v->i + k, k < pairs ? &parts[k] : &none);
	for (size_t k = 0; k < m; k++)
		put_line(v, '+', &v->new, v->j + k,
		    k < pairs ? &parts[pairs + k] : &none);
	free(parts);
	v->i += n;
	v->j += m;
}

/* Changes with few lines between them, from here to there. */
struct hunk {
	struct span old, new;
};

static bool
find_hunk(const struct view *v, struct hunk *h)
{
	size_t skipped = even_run(v, v->i, v->j, v->old.count);
	size_t before = skipped < AROUND ? skipped : AROUND;
	size_t i = v->i + skipped, j = v->j + skipped, gap;

	if (i == v->old.count && j == v->new.count)
		return false;
	h->old.from = i - before;
	h->new.from = j - before;
	for (;; i += gap, j += gap) {
		i += odd_run(&v->old, i);
		j += odd_run(&v->new, j);
		gap = even_run(v, i, j, 2 * AROUND + 1);
		if (gap > 2 * AROUND ||
		    (i + gap == v->old.count && j + gap == v->new.count))
			break;
	}
	gap = gap < AROUND ? gap : AROUND;
	h->old.to = i + gap;
	h->new.to = j + gap;
	return true;
}

static void
put_range(struct buf *out, char sign, const struct span *lines)
{
	size_t n = lines->to - lines->from;

	buf_printf(out, "%c%zu,%zu ", sign, lines->from + (n > 0), n);
}

static void
put_hunk(struct view *v, const struct hunk *h)
{
	const struct span none = {0, 0};

	color_put(v->out, v->colored, COLOR_CYAN);
	buf_puts(v->out, "@@ ");
	put_range(v->out, '-', &h->old);
	put_range(v->out, '+', &h->new);
	buf_puts(v->out, "@@");
	color_put(v->out, v->colored, COLOR_OFF);
	buf_putc(v->out, '\n');
	v->i = h->old.from;
	v->j = h->new.from;
	while (v->i < h->old.to || v->j < h->new.to) {
		if (even_run(v, v->i, v->j, 1) == 0) {
			put_change(v);
		} else {
			put_line(v, ' ', &v->old, v->i++, &none);
			v->j++;
		}
	}
}

void
diff_put(struct buf *out, const struct diff_text *old,
    const struct diff_text *new, bool colored)
{
	struct view v = {.out = out, .colored = colored};
	struct hunk hunk;

	lines_init(&v.old, old->text, old->len);
	lines_init(&v.new, new->text, new->len);
	lines_compare(&v.old, &v.new);
	while (v.shown <= LINES_MOST && find_hunk(&v, &hunk))
		put_hunk(&v, &hunk);
	if (v.shown > LINES_MOST)
		buf_puts(out, "… and more\n");
	lines_clear(&v.new);
	lines_clear(&v.old);
}
