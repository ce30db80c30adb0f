/*
 * Help texts, made from the tables of verbs and options, and the verb that
 * shows them.  Wraps at 80 columns whatever the terminal is.
 */
#include "cli/help.h"

#include <string.h>
#include <sysexits.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "cli/verb.h"
#include "sink/sink.h"

#define COLUMNS 79
#define LEFT 28 /* where the words about an option begin */

/* Adds words, wrapped, from column at on; each new line begins at indent. */
static void
put_words(struct buf *out, size_t at, size_t indent, const char *words)
{
	bool first = true;

	while (*words != '\0') {
		size_t len = strcspn(words, " ");
		if (!first && at + 1 + len > COLUMNS) {
			buf_printf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			buf_putc(out, ' ');
			at++;
		}
		buf_add(out, words, len);
		at += len;
		words += len;
		words += strspn(words, " ");
		first = false;
	}
	buf_putc(out, '\n');
}

void
help_words(struct buf *out, const char *words)
{
	put_words(out, 0, 0, words);
}

void
help_row(struct buf *out, const char *name, const char *about)
{
	size_t len = strlen(name);

	buf_puts(out, name);
	if (len + 2 > LEFT)
		buf_printf(out, "\n%*s", LEFT, "");
	else
		buf_printf(out, "%*s", (int)(LEFT - len), "");
	put_words(out, LEFT, LEFT, about);
}

static void
put_values(struct buf *about, const struct option_def *def)
{
	buf_puts(about, ": ");
	for (const char *const *v = def->values; *v != NULL; v++)
		buf_printf(about, "%s%s", v == def->values ? "" : ", ", *v);
}

static void
put_option(struct buf *out, const struct option_def *def)
{
	struct buf name, about;

	buf_init(&name, KIB);
	buf_init(&about, KIB);
	if (def->letter != '\0')
		buf_printf(&name, "  -%c, --%s", def->letter, def->name);
	else
		buf_printf(&name, "      --%s", def->name);
	if (def->argument != NULL)
		buf_printf(&name, def->implied != NULL ? "[=%s]" : " %s",
		    def->argument);
	buf_puts(&about, def->about);
	if (def->values != NULL)
		put_values(&about, def);
	if (def->max != 0)
		buf_printf(&about, ", %d to %d", def->min, def->max);
	if (def->initial != NULL)
		buf_printf(&about, " (default: %s)", def->initial);
	help_row(out, buf_text(&name), buf_text(&about));
	buf_clear(&about);
	buf_clear(&name);
}

static void
put_options(struct buf *out, const struct verb *verb)
{
	buf_puts(out, "\nOptions:\n");
	for (const struct option_def *d = option_table; d->name != NULL; d++)
		if (option_of_verb(d, verb))
			put_option(out, d);
}

static void
put_verbs(struct buf *out, const struct verb *verbs)
{
	struct buf name;

	buf_puts(out, "\nVerbs:\n");
	buf_init(&name, KIB);
	for (const struct verb *v = verbs; v->name != NULL; v++) {
		buf_cut(&name, 0);
		buf_printf(&name, "  %s %s", v->name, v->synopsis);
		help_row(out, buf_text(&name), v->about);
	}
	buf_clear(&name);
}

void
help_usage(const struct verb *verbs, struct buf *out)
{
	buf_puts(out, "usage: feedloom ");
	for (const struct verb *v = verbs; v->name != NULL; v++)
		buf_printf(out, "%s%s", v == verbs ? "" : "|", v->name);
	buf_puts(out, " [OPTION]...\n");
	buf_puts(out, "try 'feedloom --help'\n");
}

static void
put_program(struct buf *out, const struct verb *verbs)
{
	buf_puts(out, "Usage: feedloom VERB [OPTION]...\n\n");
	help_words(out,
	    "Convert feeds: RSS, Atom, JSON Feed and WordPress exports in; "
	    "JSON "
	    "Feed, Atom, RSS, HTML and text out.");
	put_verbs(out, verbs);
	put_options(out, NULL);
	buf_putc(out, '\n');
	help_words(out, "'feedloom VERB --help' shows the options of a verb, "
			"'man feedloom' everything.");
}

static void
put_verb(struct buf *out, const struct verb *verb)
{
	buf_printf(out, "Usage: feedloom %s [OPTION]...%s%s\n\n%s.\n",
	    verb->name, *verb->synopsis == '\0' ? "" : " ", verb->synopsis,
	    verb->about);
	put_options(out, verb);
}

void
help_text(const struct verb *verbs, const struct verb *verb, struct buf *out)
{
	if (verb == NULL)
		put_program(out, verbs);
	else
		put_verb(out, verb);
}

int
help_write(
    const struct options *options, const char *path, const struct buf *text)
{
	struct error e = {0};
	struct sink *sink = sink_open(path, &e);
	int status = EX_OK;

	if (sink == NULL || sink_write(sink, buf_text(text), text->len, &e) ||
	    sink_commit(sink, &e) == -1)
		status = verb_fail(options, &e);
	sink_free(sink);
	return status;
}

int
help_print(const struct options *options, const struct buf *text)
{
	return help_write(options, NULL, text);
}

/* The verb of that name; NULL with the error filled in. */
static const struct verb *
find_verb(const struct verb *verbs, const char *name, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (const struct verb *v = verbs; v->name != NULL; v++) {
		if (strcmp(v->name, name) == 0)
			return v;
		suggest_offer(&near, v->name);
	}
	error_set(e, ERR_USAGE, "unknown verb '%s'%s", name,
	    suggest_text(&near, "", meant));
	return NULL;
}

int
help_main(const struct options *options)
{
	const struct verb *verb = options->verb;
	struct error e;
	struct buf out;

	/* `feedloom convert --help` comes here too. */
	if (verb != NULL && verb->id == VERB_HELP) {
		verb = NULL;
		if (options->operands.count > 0) {
			verb = find_verb(
			    options->verbs, options->operands.items[0], &e);
			if (verb == NULL)
				return verb_fail(options, &e);
		}
	}
	buf_init(&out, 64 * KIB);
	help_text(options->verbs, verb, &out);
	int status = help_print(options, &out);
	buf_clear(&out);
	return status;
}
