/*
 * How far a long conversion is, on standard error.  Only integers are
 * formatted, so no locale changes them; only CR and blanks move about on the
 * terminal, so every terminal will do.  Each line is one write(2).
 */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/monotonic.h"

#define FIRST 500   /* milliseconds before the first line */
#define OFTEN 100   /* between two on a terminal */
#define SELDOM 1000 /* between two elsewhere */
#define COLUMNS 80  /* of a terminal that does not say */

struct progress {
	struct progress_state state;
	size_t (*format)(const struct progress_state *state, size_t width,
	    char out[PROGRESS_LINE]);
	uint64_t begin; /* of it all, by the clock */
	uint64_t next;	/* in milliseconds since then */
	size_t columns; /* of the terminal, 0: standard error is none */
	size_t shown;	/* columns that the line takes there now */
	bool stays;	/* the last line */
};

/* Of the terminal at standard error; 0 when that is none. */
static size_t
columns_of_stderr(void)
{
	struct winsize size;

	if (!isatty(STDERR_FILENO))
		return 0;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS;
	return size.ws_col;
}

enum progress_when
progress_when(const char *name)
{
	if (strcmp(name, "always") == 0)
		return PROGRESS_ALWAYS;
	return strcmp(name, "never") == 0 ? PROGRESS_NEVER : PROGRESS_AUTO;
}

struct progress *
progress_new(enum progress_when when, uint64_t size)
{
	size_t columns = columns_of_stderr();

	if (when == PROGRESS_NEVER || (when == PROGRESS_AUTO && columns == 0))
		return NULL;
	struct progress *p = mem_new(1, sizeof(*p));
	p->state.size = size;
	p->format = progress_format;
	p->begin = (uint64_t)monotonic_millis();
	p->next = FIRST;
	p->columns = columns;
	p->stays = when == PROGRESS_ALWAYS;
	return p;
}

struct progress *
progress_new_files(enum progress_when when, uint64_t files)
{
	struct progress *p = progress_new(when, files);

	if (p != NULL)
		p->format = progress_format_files;
	return p;
}

/* "0:02", "1:02:03". */
static void
format_time(char *out, size_t room, uint64_t seconds)
{
	uint64_t hours = seconds / 3600;
	uint64_t minutes = seconds / 60 % 60;

	if (hours > 0)
		snprintf(out, room, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64,
		    hours, minutes, seconds % 60);
	else
		snprintf(
		    out, room, "%" PRIu64 ":%02" PRIu64, minutes, seconds % 60);
}

/* "  0:02 left (67 %)", or nothing when that cannot be known. */
static void
format_left(
    char *out, size_t room, const struct progress_state *state, uint64_t rate)
{
	uint64_t had = state->bytes < state->size ? state->bytes : state->size;
	char left[32];

	out[0] = '\0';
	if (state->size == 0 || rate == 0)
		return;
	format_time(left, sizeof(left), (state->size - had + rate - 1) / rate);
	snprintf(out, room, "  %s left (%" PRIu64 " %%)", left,
	    had * 100 / state->size);
}

static size_t
cut(char line[PROGRESS_LINE], size_t width)
{
	if (width < PROGRESS_LINE)
		line[width] = '\0';
	return strlen(line);
}

static uint64_t
rate_of(const struct progress_state *state)
{
	uint64_t millis = state->millis == 0 ? 1 : state->millis;

	return state->bytes * 1000 / millis;
}

size_t
progress_format(
    const struct progress_state *state, size_t width, char out[PROGRESS_LINE])
{
	uint64_t rate = rate_of(state);
	uint64_t read_tenths = state->bytes * 10 / MIB;
	uint64_t rate_tenths = rate * 10 / MIB;
	char left[64];

	format_left(left, sizeof(left), state, rate);
	snprintf(out, PROGRESS_LINE,
	    "%5" PRIu64 ".%" PRIu64 " MiB  %" PRIu64 " %s  %" PRIu64 ".%" PRIu64
	    " MiB/s%s",
	    read_tenths / 10, read_tenths % 10, state->entries,
	    state->entries == 1 ? "entry" : "entries", rate_tenths / 10,
	    rate_tenths % 10, left);
	return cut(out, width);
}

size_t
progress_format_files(
    const struct progress_state *state, size_t width, char out[PROGRESS_LINE])
{
	uint64_t rate = rate_of(state);
	char left[64];

	format_left(left, sizeof(left), state, rate);
	snprintf(out, PROGRESS_LINE,
	    "%5" PRIu64 " of %" PRIu64 " files  %" PRIu64 " files/s%s",
	    state->bytes, state->size, rate, left);
	return cut(out, width);
}

static void
say(const char *text, size_t n)
{
	ssize_t unheard = write(STDERR_FILENO, text, n);

	(void)unheard;
}

/* Rewrites the line on the terminal, over all of the one before. */
static void
draw_again(struct progress *p)
{
	char line[PROGRESS_LINE];
	char text[2 * PROGRESS_LINE];
	size_t n = p->format(&p->state, p->columns - 1, line);
	int width = (int)(p->shown > n ? p->shown : n);

	int length = snprintf(text, sizeof(text), "\r%-*s", width, line);
	say(text, (size_t)length);
	p->shown = n;
}

static void
draw_below(struct progress *p)
{
	char line[PROGRESS_LINE + 1];
	size_t n = p->format(&p->state, PROGRESS_LINE, line);

	line[n] = '\n';
	say(line, n + 1);
}

static void
draw(struct progress *p)
{
	if (p->columns > 0)
		draw_again(p);
	else
		draw_below(p);
}

void
progress_tell(struct progress *p, uint64_t bytes, uint64_t entries)
{
	if (p == NULL)
		return;
	p->state.bytes = bytes;
	p->state.entries = entries;
	p->state.millis = (uint64_t)monotonic_millis() - p->begin;
	if (p->state.millis < p->next)
		return;
	draw(p);
	p->next = p->state.millis + (p->columns > 0 ? OFTEN : SELDOM);
}

void
progress_hide(struct progress *p)
{
	char text[PROGRESS_LINE + 2];

	if (p == NULL || p->shown == 0)
		return;
	int n = snprintf(text, sizeof(text), "\r%*s\r", (int)p->shown, "");
	say(text, (size_t)n);
	p->shown = 0;
}

void
progress_end(struct progress *p)
{
	if (p == NULL)
		return;
	if (p->stays) {
		p->state.millis = (uint64_t)monotonic_millis() - p->begin;
		draw(p);
		if (p->columns > 0)
			say("\n", 1);
	} else {
		progress_hide(p);
	}
	free(p);
}
