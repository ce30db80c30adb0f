/*
 * feedloom feeds: which feeds a configuration has, a row each, or as a list of
 * subscriptions for feed readers.
 */
#include <sysexits.h>

#include "base/limits.h"
#include "base/quote.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/table.h"
#include "cli/verb.h"
#include "config/config.h"
#include "verbs/opml.h"
#include "verbs/verbs.h"

#define OUT_MAX (64 * MIB)

static void
warn(void *context, const char *text)
{
	const struct options *const *options = context;

	if (!(*options)->quiet)
		verb_warn(text);
}

/* What comes behind another one has a blank in front of it. */
static void
put_word(struct buf *cell, const char *word)
{
	if (cell->len > 0)
		buf_putc(cell, ' ');
	quote_shell(word, cell);
}

/* A command is one word: its spaces are within. */
static void
add_row(struct table *table, const struct config_feed *f)
{
	struct buf sources, outputs;

	buf_init(&sources, OUT_MAX);
	buf_init(&outputs, OUT_MAX);
	for (size_t i = 0; i < f->source_count; i++)
		put_word(&sources, f->sources[i].key);
	for (size_t i = 0; i < f->output_count; i++)
		put_word(&outputs, f->outputs[i].path);
	if (f->output_count == 0)
		buf_puts(&outputs, "-");
	const char *const cells[] = {
	    f->name, buf_text(&sources), buf_text(&outputs)};
	table_add(table, cells);
	buf_clear(&outputs);
	buf_clear(&sources);
}

static void
put_table(const struct config *config, struct buf *out)
{
	struct table table;

	table_init(&table, 3);
	for (size_t i = 0; i < config->feed_count; i++)
		add_row(&table, &config->feeds[i]);
	table_put(&table, out);
	table_clear(&table);
}

int
feeds_main(const struct options *options)
{
	struct error e;
	struct config *config =
	    config_read(options->config, warn, &options, &e);
	struct buf out;

	if (config == NULL)
		return verb_fail(options, &e);
	buf_init(&out, OUT_MAX);
	if (options->opml)
		opml_write(config, &out);
	else
		put_table(config, &out);
	int status = help_print(options, &out);
	buf_clear(&out);
	config_free(config);
	return status;
}
