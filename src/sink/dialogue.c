/*
 * RFC 5321 section 4.2: a reply is lines of a code, a hyphen in all but the
 * last, and text.  What is no such line is not a part of any reply.  The words
 * of several lines are put one behind the other.
 */
#include "sink/dialogue.h"

#include <string.h>

#include "base/ascii.h"

#define CODE 3 /* digits */

static const struct {
	const char *command;
	const char *name;
} stages[] = {
    [STAGE_GREETING] = {NULL, "the greeting"},
    [STAGE_HELLO] = {"EHLO", "EHLO"},
    [STAGE_TLS] = {"STARTTLS", "STARTTLS"},
    [STAGE_AUTH] = {"AUTH", "AUTH"},
    [STAGE_SENDER] = {"MAIL", "MAIL FROM"},
    [STAGE_RECIPIENT] = {"RCPT", "RCPT TO"},
    [STAGE_DATA] = {"DATA", "DATA"},
    [STAGE_BODY] = {NULL, "the message"},
};

const char *
dialogue_name(enum dialogue_stage stage)
{
	return stages[stage].name;
}

static void
forget_reply(struct dialogue *d)
{
	d->code = 0;
	d->whole = false;
	d->len = 0;
	d->words[0] = '\0';
}

void
dialogue_begin(struct dialogue *d)
{
	d->stage = STAGE_GREETING;
	d->left = false;
	forget_reply(d);
}

static bool
is_command(const char *line, size_t len, const char *command)
{
	size_t n = strlen(command);

	return len > n && ascii_starts(line, len, command) &&
	       (line[n] == ' ' || line[n] == '\r' || line[n] == '\n');
}

void
dialogue_ask(struct dialogue *d, const char *line, size_t len)
{
	/* What it left with stays as it was. */
	d->left = d->left || is_command(line, len, "QUIT");
	if (d->left)
		return;
	if (is_command(line, len, "HELO")) {
		line = "EHLO ";
		len = strlen(line);
	}
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		if (stages[i].command == NULL ||
		    !is_command(line, len, stages[i].command))
			continue;
		d->stage = (enum dialogue_stage)i;
		if (d->stage == STAGE_HELLO)
			d->authenticated = false;
	}
	forget_reply(d);
}

static void
add_words(struct dialogue *d, const char *p, size_t n)
{
	while (n > 0 && ascii_blank(p[n - 1]))
		n--;
	if (n > 0 && d->len > 0 && d->len + 1 < sizeof(d->words))
		d->words[d->len++] = ' ';
	for (size_t i = 0; i < n && d->len + 1 < sizeof(d->words); i++)
		d->words[d->len++] = p[i] < ' ' || p[i] > '~' ? '?' : p[i];
	d->words[d->len] = '\0';
}

static void
end_reply(struct dialogue *d)
{
	d->whole = true;
	if (d->stage == STAGE_AUTH && d->code == 235)
		d->authenticated = true;
	if (d->stage == STAGE_DATA && d->code == 354) {
		d->stage = STAGE_BODY;
		forget_reply(d);
	}
}

static void
answer_line(struct dialogue *d, const char *line, size_t len)
{
	if (len < CODE || !ascii_digit(line[0]) || !ascii_digit(line[1]) ||
	    !ascii_digit(line[2]))
		return;
	char mark = len > CODE ? line[CODE] : '\r';
	if (mark != '-' && !ascii_blank(mark))
		return;
	if (d->whole)
		forget_reply(d);
	if (d->len == 0)
		add_words(d, line, CODE);
	d->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
	if (len > CODE + 1)
		add_words(d, line + CODE + 1, len - CODE - 1);
	if (mark != '-')
		end_reply(d);
}

void
dialogue_answer(struct dialogue *d, const char *lines, size_t len)
{
	while (len > 0 && !d->left) {
		const char *end = memchr(lines, '\n', len);
		size_t n = end == NULL ? len : (size_t)(end - lines) + 1;
		answer_line(d, lines, n);
		lines += n;
		len -= n;
	}
}
