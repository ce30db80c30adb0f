/*
 * feedloom status: how the feeds of a configuration stand.  Reads the
 * configuration and the database, and changes nothing but the page that it is
 * asked for.
 */
#include "base/limits.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "verbs/standing.h"
#include "verbs/verbs.h"

#define OUTPUT_MAX (64 * MIB)

static void
warn(void *context, const char *text)
{
	(void)context;
	verb_warn(text);
}

static int
print(const struct options *options, const struct standings *all)
{
	struct buf out;
	struct error e;
	int status;

	buf_init(&out, OUTPUT_MAX);
	if (options->json)
		standings_json(all, &out);
	else if (options->prom)
		standings_prom(all, &out);
	else if (options->html != NULL)
		standings_html(all, &out);
	else
		standings_table(all, &out);
	if (buf_full(&out)) {
		error_set(&e, ERR_WRITE, "more than %d MiB would be written",
		    (int)(OUTPUT_MAX / MIB));
		status = verb_fail(options, &e);
	} else {
		status = help_write(options, options->html, &out);
	}
	buf_clear(&out);
	return status;
}

static int
show(const struct options *options, const struct config *config)
{
	struct standings all;
	struct error e;
	struct store *store = store_open(config->state, true, &e);
	int status;

	if (store == NULL)
		return verb_fail(options, &e);
	if (standings_read(&all, config, store, verb_now(options), &e) == 0) {
		status = print(options, &all);
		standings_clear(&all);
	} else {
		status = verb_fail(options, &e);
	}
	store_close(store);
	return status;
}

int
status_main(const struct options *options)
{
	struct error e;

	if (options->json + options->prom + (options->html != NULL) > 1) {
		error_set(&e, ERR_USAGE,
		    "--json, --prom and --html exclude each other");
		return verb_fail(options, &e);
	}
	struct config *config = config_read(options->config, warn, NULL, &e);
	if (config == NULL)
		return verb_fail(options, &e);
	int status = show(options, config);
	config_free(config);
	return status;
}
