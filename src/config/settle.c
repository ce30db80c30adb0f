/*
 * When all statements are read: where state and outputs lie, and what nobody
 * may share.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/state.h"

#define DATABASE "feedloom.db"

/* A file that somebody writes, or that is read. */
struct claim {
	char *path;
	size_t order;
	const struct config_feed *feed; /* NULL: not an output */
	const struct config_place *at;
};

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

static int
name_order(const void *a, const void *b)
{
	const struct config_feed *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

static void
check_names(struct config_reading *r)
{
	const struct config *c = r->config;
	const struct config_feed **feeds =
	    mem_new(c->feed_count, sizeof(struct config_feed *));

	for (size_t i = 0; i < c->feed_count; i++)
		feeds[i] = &c->feeds[i];
	qsort(feeds, c->feed_count, sizeof(struct config_feed *), name_order);
	for (size_t i = 1; i < c->feed_count; i++) {
		if (strcmp(feeds[i - 1]->name, feeds[i]->name) != 0)
			continue;
		go_to(r, feeds[i], feeds[i]->file);
		config_fault(r, feeds[i]->line,
		    "another feed has that name, %s:%d", feeds[i - 1]->file,
		    feeds[i - 1]->line);
	}
	free(feeds);
}

static int
claim_order(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order != 0 ? order
			  : (x->order > y->order) - (x->order < y->order);
}

/* All files that somebody has: those of the configuration come first. */
static size_t
collect(const struct config *c, struct claim *claims)
{
	size_t n = 0;

	claims[n] = (struct claim){.path = mem_str(c->state), .order = n};
	n++;
	claims[n] = (struct claim){.path = mem_str(c->path), .order = n};
	n++;
	for (size_t i = 0; i < c->feed_count; i++)
		for (size_t j = 0; j < c->feeds[i].output_count; j++) {
			const struct config_output *o = &c->feeds[i].outputs[j];
			claims[n] = (struct claim){
			    .path = config_join(c->output, o->path),
			    .order = n,
			    .feed = &c->feeds[i],
			    .at = &o->at};
			n++;
		}
	return n;
}

static void
tell_twice(
    struct config_reading *r, const struct claim *one, const struct claim *two)
{
	go_to(r, two->feed, two->at->file);
	if (one->feed == NULL)
		config_fault(r, two->at->line,
		    "'publish': '%s' is where feedloom has its own data",
		    one->path);
	else
		config_fault(r, two->at->line,
		    "'publish': '%s' is written by feed '%s' already, %s:%d",
		    one->path, one->feed->name, one->at->file, one->at->line);
}

static void
check_outputs(struct config_reading *r)
{
	const struct config *c = r->config;
	size_t room = 2;

	for (size_t i = 0; i < c->feed_count; i++)
		room += c->feeds[i].output_count;
	struct claim *claims = mem_new(room, sizeof(claims[0]));
	size_t n = collect(c, claims);
	qsort(claims, n, sizeof(claims[0]), claim_order);
	for (size_t i = 1; i < n; i++)
		if (strcmp(claims[i - 1].path, claims[i].path) == 0 &&
		    claims[i].feed != NULL)
			tell_twice(r, &claims[i - 1], &claims[i]);
	for (size_t i = 0; i < n; i++)
		free(claims[i].path);
	free(claims);
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
	check_names(r);
	check_outputs(r);
}
