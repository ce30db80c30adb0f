/*
 * Which events are told is decided here, and nowhere else.
 */
#include "run/journal.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/json_out.h"
#include "base/limits.h"
#include "cli/verb.h"

#define LINE (16 * KIB)

static const char *const names[] = {
    [JOURNAL_PUBLISHED] = "published",
    [JOURNAL_UNCHANGED] = "unchanged",
    [JOURNAL_HELD] = "held",
    [JOURNAL_FAILED] = "failed",
    [JOURNAL_RETRY] = "retry",
    [JOURNAL_WARNING] = "warning",
    [JOURNAL_NOTE] = "note",
};

static bool
is_told(const struct journal *journal, enum journal_event event)
{
	switch (event) {
	case JOURNAL_FAILED:
		return true;
	case JOURNAL_HELD:
	case JOURNAL_WARNING:
		return journal->json || !journal->quiet;
	default:
		return journal->json || journal->verbose > 0;
	}
}

static void
add_member(struct json_out *json, const char *key, const char *value)
{
	struct buf text;

	buf_init(&text, LINE);
	verb_text(&text, value);
	json_key(json, key);
	json_string_whole(json, buf_text(&text));
	buf_clear(&text);
}

static void
tell_json(const struct journal *journal, enum journal_event event,
    const char *feed, const char *text)
{
	struct date now = {.seconds = journal->now};
	char time[DATE_TEXT];
	struct json_out json;
	struct buf line;

	buf_init(&line, LINE);
	json_init(&json, &line, true);
	date_rfc3339(&now, time);
	json_open(&json, '{');
	add_member(&json, "time", time);
	add_member(&json, "event", names[event]);
	if (feed != NULL)
		add_member(&json, journal->digests ? "digest" : "feed", feed);
	add_member(&json, "text", text);
	json_close(&json, '}');
	fputs(buf_text(&line), stderr);
	buf_clear(&line);
}

void
journal_tell(const struct journal *journal, enum journal_event event,
    const char *feed, const char *fmt, ...)
{
	char text[4 * KIB];
	struct buf line;
	va_list args;

	if (!is_told(journal, event))
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	progress_hide(journal->progress);
	if (journal->json) {
		tell_json(journal, event, feed, text);
		return;
	}
	buf_init(&line, LINE);
	if (feed != NULL)
		buf_printf(&line, "%s: ", feed);
	buf_puts(&line, text);
	verb_warn(buf_text(&line));
	buf_clear(&line);
}
