/*
 * feedloom check: every fault of a configuration that can be found, a line
 * each.  What needs the network is not tried.
 */
#include "verbs/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/limits.h"
#include "cli/verb.h"
#include "config/duration.h"
#include "verbs/verbs.h"

struct telling {
	const struct options *options;
	size_t faults;
};

static void
warn(void *context, const char *text)
{
	const struct telling *t = context;

	if (!t->options->quiet)
		verb_warn(text);
}

static void
tell(void *context, const char *text)
{
	struct telling *t = context;

	if (++t->faults <= LIMIT_FAULTS)
		verb_warn(text);
	if (t->faults == LIMIT_FAULTS)
		verb_warn("no more faults are told");
}

void
check_fault(const struct check *check, const struct check_part *part,
    const char *fmt, ...)
{
	struct error words;
	struct buf text;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words.text, sizeof(words.text), fmt, ap);
	va_end(ap);
	buf_init(&text, 64 * KIB);
	buf_printf(&text, "%s:%d: %s '%s': %s", part->at->file, part->at->line,
	    part->word, part->name, words.text);
	check->fault(check->context, buf_text(&text));
	buf_clear(&text);
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void
list_feed(const struct config_feed *f)
{
	char every[DURATION_TEXT];
	struct buf line;

	duration_write(f->every * 1000, every);
	buf_init(&line, KIB);
	buf_printf(&line,
	    "%s: %zu source%s, %zu plugin%s, %zu output%s, every %s", f->name,
	    f->source_count, plural(f->source_count), f->through_count,
	    plural(f->through_count), f->output_count, plural(f->output_count),
	    every);
	verb_warn(buf_text(&line));
	buf_clear(&line);
}

static void
list_digest(const struct config_digest *d)
{
	struct buf line;

	buf_init(&line, KIB);
	buf_printf(&line, "%s: a digest of %zu feed%s, ", d->name,
	    d->feed_count, plural(d->feed_count));
	if (d->each)
		buf_puts(&line, "a message for each entry");
	else
		buf_printf(&line, "%s (%s)", d->every, d->timezone);
	verb_warn(buf_text(&line));
	buf_clear(&line);
}

static void
list(const struct config *config)
{
	for (size_t i = 0; i < config->feed_count; i++)
		list_feed(&config->feeds[i]);
	for (size_t i = 0; i < config->digest_count; i++)
		list_digest(&config->digests[i]);
}

int
check_main(const struct options *options)
{
	struct telling t = {.options = options};
	struct error e;
	struct config *config =
	    config_survey(options->config, warn, tell, &t, &e);
	struct check check = {
	    .options = options, .config = config, .fault = tell, .context = &t};

	if (config == NULL)
		return verb_fail(options, &e);
	if (config->path != NULL) {
		check_plugins(&check);
		check_files(&check);
		check_digests(&check);
	}
	if (options->verbose > 0 && t.faults == 0)
		list(config);
	config_free(config);
	return t.faults == 0 ? EX_OK : EX_CONFIG;
}
