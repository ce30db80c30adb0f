/*
 * Plots as few paths: one for all shapes of a kind, in whole units.  Shapes
 * differ in where they are and in height, so that nothing is told by colour
 * alone.  SVG 2; a first <title> and <desc> are its name and description.
 */
#include "verbs/standing_plot.h"

#include <string.h>

#include "html/value.h"

#define BAR 8 /* a week's width */
#define BAR_STEP 10
#define BAR_MOST 24 /* the best week's height */
#define MARK 4	    /* a run's width */
#define MARK_STEP 6
#define MARK_MOST 16

static const struct {
	const char *class, *word;
	int top, height;
} marks[] = {
    [STORE_OK] = {"published", "published", 7, 9},
    [STORE_UNCHANGED] = {"unchanged", "nothing new", 13, 3},
    [STORE_FAILED] = {"failed", "failed", 0, 16},
    [STORE_HELD] = {"held", "held back", 0, 7},
};
#define MARKS (sizeof(marks) / sizeof(marks[0]))

const char *
plot_word(enum store_event what)
{
	return (size_t)what < MARKS ? marks[what].word : "unknown";
}

static void
begin(const struct standing *s, const char *what, int width, int height,
    struct buf *out)
{
	buf_printf(out,
	    "<svg role=\"img\" width=\"%d\" height=\"%d\" "
	    "viewBox=\"0 0 %d %d\">\n<title>",
	    width, height, width, height);
	value_text(s->feed->name, strlen(s->feed->name), out);
	buf_printf(out, ": %s</title>\n<desc>", what);
}

static void
put_box(int x, int y, int width, int height, struct buf *out)
{
	buf_printf(out, "M%d %dh%dv%dh-%dz", x, y, width, height, width);
}

/* Behind the description: the line that all stands on. */
static void
end_words(int width, int height, struct buf *out)
{
	buf_puts(out, "</desc>\n<path class=\"axis\" d=\"");
	put_box(0, height, width, 1, out);
	buf_puts(out, "\"/>\n");
}

/* The height of a week's bar: one of any entries can be seen. */
static int
bar_height(int64_t n, int64_t most)
{
	int height = (int)((double)n / (double)most * BAR_MOST);

	return n > 0 && height < 2 ? 2 : height;
}

static void
put_bars(const struct standing *s, int64_t most, struct buf *out)
{
	bool open = false;

	for (int i = 0; i < STANDING_WEEKS; i++) {
		int height = bar_height(s->weeks[i], most);
		if (height == 0)
			continue;
		buf_puts(out, open ? "" : "<path class=\"published\" d=\"");
		open = true;
		put_box(i * BAR_STEP, BAR_MOST - height, BAR, height, out);
	}
	buf_puts(out, open ? "\"/>\n" : "");
}

void
plot_weeks(const struct standing *s, struct buf *out)
{
	int64_t most = 1;
	int width = STANDING_WEEKS * BAR_STEP - (BAR_STEP - BAR);

	begin(s, "new entries a week, the last one on the right", width,
	    BAR_MOST + 1, out);
	for (int i = 0; i < STANDING_WEEKS; i++) {
		buf_printf(
		    out, "%s%lld", i == 0 ? "" : ", ", (long long)s->weeks[i]);
		if (s->weeks[i] > most)
			most = s->weeks[i];
	}
	end_words(width, BAR_MOST, out);
	put_bars(s, most, out);
	buf_puts(out, "</svg>\n");
}

/* From the oldest to the newest, those alike counted. */
static void
tell_runs(const struct standing *s, struct buf *out)
{
	for (size_t i = s->run_count, n; i > 0; i -= n) {
		enum store_event what = s->runs[i - 1].what;
		for (n = 1; n < i && s->runs[i - 1 - n].what == what; n++)
			;
		buf_puts(out, i == s->run_count ? "" : ", ");
		buf_puts(out, plot_word(what));
		if (n > 1)
			buf_printf(out, " %zu times", n);
	}
}

static void
put_marks(const struct standing *s, enum store_event what, struct buf *out)
{
	bool open = false;

	for (size_t i = s->run_count; i > 0; i--) {
		if (s->runs[i - 1].what != what)
			continue;
		if (!open)
			buf_printf(
			    out, "<path class=\"%s\" d=\"", marks[what].class);
		open = true;
		put_box((int)(STANDING_RUNS - i) * MARK_STEP, marks[what].top,
		    MARK, marks[what].height, out);
	}
	buf_puts(out, open ? "\"/>\n" : "");
}

void
plot_runs(const struct standing *s, struct buf *out)
{
	int width = STANDING_RUNS * MARK_STEP - (MARK_STEP - MARK);

	begin(s, "its last runs, the newest on the right", width, MARK_MOST + 1,
	    out);
	tell_runs(s, out);
	end_words(width, MARK_MOST, out);
	for (size_t i = 0; i < MARKS; i++)
		put_marks(s, (enum store_event)i, out);
	buf_puts(out, "</svg>\n");
}

void
plot_mark(enum store_event what, struct buf *out)
{
	buf_printf(out,
	    "<svg aria-hidden=\"true\" width=\"%d\" height=\"%d\" "
	    "viewBox=\"0 0 %d %d\"><path class=\"%s\" d=\"",
	    MARK, MARK_MOST, MARK, MARK_MOST, marks[what].class);
	put_box(0, marks[what].top, MARK, marks[what].height, out);
	buf_puts(out, "\"/></svg>");
}
