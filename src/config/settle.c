/*
 * When all statements are read: where state and outputs lie, and what is so of
 * all feeds and digests together.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/state.h"

#define DATABASE "feedloom.db"

static bool
in_etc(const struct config *c)
{
	return strncmp(c->folder, "/etc/", 5) == 0;
}

/* systemd's folder for the service; of several the first. */
static char *
state_folder(void)
{
	const char *folders = getenv("STATE_DIRECTORY");

	return folders == NULL || *folders != '/'
		   ? NULL
		   : mem_dup(folders, strcspn(folders, ":"));
}

static char *
default_state(const struct config *c)
{
	char *folder = state_folder();
	char *path = config_join(folder != NULL ? folder
				 : in_etc(c)	? "/var/lib/feedloom"
						: c->folder,
	    DATABASE);

	free(folder);
	return path;
}

static void
set_defaults(struct config *c)
{
	if (c->state == NULL)
		c->state = default_state(c);
	if (c->output == NULL)
		c->output = mem_str(c->folder);
	if (c->plugin_path == NULL) {
		c->plugin_path = mem_new(2, sizeof(c->plugin_path[0]));
		c->plugin_path[0] = config_join(c->folder, "plugins");
		c->plugin_path_count = 1;
	}
}

/* At the feed, for its faults. */
static void
go_to(
    struct config_reading *r, const struct config_feed *feed, const char *file)
{
	r->at = (struct config_hand){
	    .file = file, .word = "feed", .name = feed->name};
}

/* What has a name, and where it stands. */
struct named {
	const char *name, *file;
	int line;
	size_t order;
};

static int
name_order(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	/* The same ones as they came: later ones are to blame. */
	return order != 0 ? order
			  : (x->order > y->order) - (x->order < y->order);
}

/* No two of these have one name. */
static void
check_names(
    struct config_reading *r, const char *word, struct named *all, size_t n)
{
	if (n > 0)
		qsort(all, n, sizeof(all[0]), name_order);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(all[i - 1].name, all[i].name) != 0)
			continue;
		r->at = (struct config_hand){
		    .file = all[i].file, .word = word, .name = all[i].name};
		config_fault(r, all[i].line, "another %s has that name, %s:%d",
		    word, all[i - 1].file, all[i - 1].line);
	}
}

static void
check_feed_names(struct config_reading *r)
{
	const struct config *c = r->config;
	struct named *all = mem_new(c->feed_count, sizeof(all[0]));

	for (size_t i = 0; i < c->feed_count; i++) {
		const struct config_feed *f = &c->feeds[i];
		all[i] = (struct named){f->name, f->file, f->line, i};
	}
	check_names(r, "feed", all, c->feed_count);
	free(all);
}

static void
check_digest_names(struct config_reading *r)
{
	const struct config *c = r->config;
	struct named *all = mem_new(c->digest_count + 1, sizeof(all[0]));

	for (size_t i = 0; i < c->digest_count; i++) {
		const struct config_digest *d = &c->digests[i];
		all[i] = (struct named){d->name, d->file, d->line, i};
	}
	check_names(r, "digest", all, c->digest_count);
	free(all);
}

/* Nothing is published to where the machine's settings are. */
static void
check_etc(struct config_reading *r)
{
	const struct config *c = r->config;

	for (size_t i = 0; i < c->feed_count; i++)
		for (size_t j = 0; j < c->feeds[i].output_count; j++) {
			const struct config_output *o = &c->feeds[i].outputs[j];
			if (*o->path == '/')
				continue;
			go_to(r, &c->feeds[i], o->at.file);
			config_fault(r, o->at.line,
			    "'publish': say where '%s' is: settings { output = "
			    "\"FOLDER\" }",
			    o->path);
			return;
		}
}

/* Keys that ask for something elsewhere. */
static void
check_needs(struct config_reading *r)
{
	const struct config *c = r->config;

	for (size_t i = 0; i < c->feed_count; i++) {
		const struct config_feed *feed = &c->feeds[i];
		go_to(r, feed, feed->file);
		if (feed->announce != NULL && c->address == NULL)
			config_fault(r, feed->line,
			    "'announce': say where outputs are on the web: "
			    "settings { address = \"https://...\" }");
		if (feed->history > 0 &&
		    (feed->source_count != 1 ||
			feed->sources[0].kind != CONFIG_URL))
			config_fault(r, feed->line,
			    "'history': only for a feed with one source, a "
			    "URL");
	}
}

void
config_settle(struct config_reading *r)
{
	struct config *c = r->config;
	bool said = c->output != NULL;

	set_defaults(c);
	if (c->feed_count == 0) {
		r->at = (struct config_hand){.file = c->name, .word = NULL};
		if (r->faults == 0)
			config_fault(r, 1, "there is no feed");
		return;
	}
	if (!said && in_etc(c))
		check_etc(r);
	check_needs(r);
	check_feed_names(r);
	check_digest_names(r);
	config_digests(r);
	config_claims(r);
}
