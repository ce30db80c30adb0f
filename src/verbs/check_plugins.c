/*
 * Plugins and formats of a configuration, loaded and compiled as a run does it
 * (convert/loom.h).  Many feeds have the same ones: each is tried once, and a
 * fault is told wherever it is used.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "convert/loom.h"
#include "verbs/check.h"

/* A plugin or a format that a feed or a digest names. */
struct use {
	char *spec;
	bool format;
	struct check_part part;
	char *fault; /* NULL: it is good */
};

struct uses {
	struct use *items;
	struct use **sorted; /* the same ones are neighbours */
	size_t count;
};

static int
use_order(const void *a, const void *b)
{
	const struct use *const *x = a, *const *y = b;

	if ((*x)->format != (*y)->format)
		return (*x)->format ? 1 : -1;
	return strcmp((*x)->spec, (*y)->spec);
}

static void
add_feed(struct uses *uses, const struct config_feed *feed)
{
	for (size_t i = 0; i < feed->through_count; i++)
		uses->items[uses->count++] =
		    (struct use){.spec = feed->through[i],
			.part = {&feed->through_at[i], "feed", feed->name}};
	for (size_t i = 0; i < feed->output_count; i++)
		uses->items[uses->count++] =
		    (struct use){.spec = feed->outputs[i].format,
			.format = true,
			.part = {&feed->outputs[i].at, "feed", feed->name}};
}

static void
add_digest(struct uses *uses, const struct config_digest *digest)
{
	uses->items[uses->count++] = (struct use){.spec = digest->html,
	    .format = true,
	    .part = {&digest->html_at, "digest", digest->name}};
	uses->items[uses->count++] = (struct use){.spec = digest->text,
	    .format = true,
	    .part = {&digest->text_at, "digest", digest->name}};
}

static void
collect(struct uses *uses, const struct config *config)
{
	size_t room = 1 + 2 * config->digest_count;

	for (size_t i = 0; i < config->feed_count; i++)
		room += config->feeds[i].through_count +
			config->feeds[i].output_count;
	*uses = (struct uses){.items = mem_new(room, sizeof(struct use)),
	    .sorted = mem_new(room, sizeof(struct use *))};
	for (size_t i = 0; i < config->feed_count; i++)
		add_feed(uses, &config->feeds[i]);
	for (size_t i = 0; i < config->digest_count; i++)
		add_digest(uses, &config->digests[i]);
	for (size_t i = 0; i < uses->count; i++)
		uses->sorted[i] = &uses->items[i];
	qsort(uses->sorted, uses->count, sizeof(struct use *), use_order);
}

/* Opens it alone; what is wrong as a string of the caller's, or NULL. */
static char *
try_use(const struct check *check, const struct use *use)
{
	const struct config *c = check->config;
	struct options options = *check->options;
	char *stages[] = {use->spec};
	struct repairs repairs;
	struct loom loom;
	struct error e;

	options.plugin_path =
	    (struct options_list){c->plugin_path, c->plugin_path_count};
	options.plugin = (struct options_list){stages, use->format ? 0 : 1};
	options.to = use->format ? use->spec : NULL;
	options.quiet = true;
	repairs_init(&repairs, &options);
	int result = loom_open(&loom, &options, &repairs, NULL, &e);
	loom_close(&loom);
	return result == -1 ? mem_str(e.text) : NULL;
}

static void
try_all(const struct check *check, const struct uses *uses)
{
	for (size_t i = 0; i < uses->count; i++) {
		struct use *use = uses->sorted[i];
		const struct use *last = i > 0 ? uses->sorted[i - 1] : NULL;
		if (last != NULL && use_order(&last, &use) == 0)
			use->fault = mem_str(last->fault);
		else
			use->fault = try_use(check, use);
	}
}

void
check_plugins(const struct check *check)
{
	struct uses uses;

	collect(&uses, check->config);
	try_all(check, &uses);
	for (size_t i = 0; i < uses.count; i++) {
		const struct use *use = &uses.items[i];
		if (use->fault != NULL)
			check_fault(check, &use->part, "%s", use->fault);
		free(use->fault);
	}
	free(uses.sorted);
	free(uses.items);
}
