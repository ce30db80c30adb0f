/*
 * feedloom status: how the feeds of a configuration stand.  Reads the
 * configuration and the database, and changes nothing.
 */
#include "base/limits.h"
#include "run/help.h"
#include "run/options.h"
#include "run/standing.h"
#include "run/verb.h"

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

	buf_init(&out, 64 * MIB);
	if (options->json)
		standings_json(all, &out);
	else if (options->prom)
		standings_prom(all, &out);
	else
		standings_table(all, &out);
	int status = help_print(options, &out);
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

	if (options->json && options->prom) {
		error_set(
		    &e, ERR_USAGE, "--json and --prom exclude each other");
		return verb_fail(options, &e);
	}
	struct config *config = config_read(options->config, warn, NULL, &e);
	if (config == NULL)
		return verb_fail(options, &e);
	int status = show(options, config);
	config_free(config);
	return status;
}
