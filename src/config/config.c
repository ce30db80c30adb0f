/*
 * A configuration: where it is found, how faults of it are told, its life, and
 * what is looked for in it.
 */
#include "config/config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "config/state.h"
#include "base/folder.h"

#define FILE_NAME "feedloom.lua"

/* "FILE:LINE: WORD 'NAME': " and the words. */
static void
compose(const struct config_reading *r, int line, const char *words,
    struct buf *out)
{
	buf_init(out, 64 * KIB);
	buf_printf(out, "%s:%d: ", r->at.file, line);
	if (r->at.word != NULL && r->at.name != NULL)
		buf_printf(out, "%s '%s': ", r->at.word, r->at.name);
	else if (r->at.word != NULL)
		buf_printf(out, "%s: ", r->at.word);
	buf_puts(out, words);
}

void
config_fault_of(struct config_reading *r, const char *text)
{
	if (r->faults++ == 0)
		error_set(r->first, ERR_CONFIG, "%s", text);
	if (r->fault != NULL && r->faults <= LIMIT_FAULTS)
		r->fault(r->context, text);
}

void
config_fault(struct config_reading *r, int line, const char *fmt, ...)
{
	char words[sizeof(r->first->text)];
	struct buf text;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	compose(r, line, words, &text);
	config_fault_of(r, buf_text(&text));
	buf_clear(&text);
}

void
config_warn(struct config_reading *r, int line, const char *fmt, ...)
{
	char words[sizeof(r->first->text)];
	struct buf text;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	compose(r, line, words, &text);
	r->warn(r->context, buf_text(&text));
	buf_clear(&text);
}

/* FOLDER/feedloom/feedloom.lua, if it is there. */
static char *
find_below(const char *folder, const char *rest)
{
	char *path =
	    folder == NULL || *folder != '/' ? NULL : folder_path(folder, rest);

	if (path != NULL && access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

/* As the XDG Base Directory Specification has it. */
static char *
find(struct error *e)
{
	const char *own = getenv("XDG_CONFIG_HOME");
	char *path = access(FILE_NAME, F_OK) == 0 ? mem_str(FILE_NAME) : NULL;

	if (path == NULL && own != NULL && *own == '/')
		path = find_below(own, "feedloom/" FILE_NAME);
	else if (path == NULL)
		path =
		    find_below(getenv("HOME"), ".config/feedloom/" FILE_NAME);
	if (path == NULL)
		path = find_below("/etc", "feedloom/" FILE_NAME);
	if (path == NULL)
		error_set(e, ERR_NOINPUT,
		    "there is no " FILE_NAME " here, in ~/.config/feedloom or "
		    "in /etc/feedloom; 'feedloom init' begins one, --config "
		    "names another");
	return path;
}

static struct config *
survey(const char *path, struct config_reading *r, struct error *e)
{
	char *found = path == NULL ? find(e) : mem_str(path);

	if (found == NULL)
		return NULL;
	r->config = mem_new(1, sizeof(*r->config));
	r->left = LIMIT_CONFIG_DATA;
	config_initial(r, config_settings_keys, r->config);
	int result = config_statements(r, found, e);
	free(found);
	if (result == -1 && e->code == ERR_NOINPUT) {
		config_free(r->config);
		return NULL;
	}
	r->partial |= result == -1;
	if (result == -1)
		config_fault_of(r, e->text);
	if (r->config->path != NULL)
		config_settle(r);
	return r->config;
}

struct config *
config_survey(const char *path, void (*warn)(void *context, const char *text),
    void (*fault)(void *context, const char *text), void *context,
    struct error *e)
{
	struct error first;
	struct config_reading r = {
	    .warn = warn, .fault = fault, .context = context, .first = &first};

	return survey(path, &r, e);
}

struct config *
config_read(const char *path, void (*warn)(void *context, const char *text),
    void *context, struct error *e)
{
	struct error first;
	struct config_reading r = {
	    .warn = warn, .context = context, .first = &first};
	struct config *config = survey(path, &r, e);

	if (config == NULL || r.faults == 0)
		return config;
	config_free(config);
	if (r.faults == 1)
		error_set(e, ERR_CONFIG, "%s", first.text);
	else
		error_set(e, ERR_CONFIG,
		    "%.400s (and %zu more: 'feedloom check' lists them)",
		    first.text, r.faults - 1);
	return NULL;
}

static void
clear_list(char **items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(items[i]);
	free(items);
}

void
config_feed_clear(struct config_feed *feed)
{
	for (size_t i = 0; i < feed->source_count; i++)
		config_source_clear(&feed->sources[i]);
	free(feed->sources);
	for (size_t i = 0; i < feed->output_count; i++) {
		free(feed->outputs[i].path);
		free(feed->outputs[i].format);
	}
	free(feed->outputs);
	clear_list(feed->through, feed->through_count);
	free(feed->through_at);
	clear_list(feed->types, feed->type_count);
	clear_list(feed->statuses, feed->status_count);
	free(feed->announce);
	free(feed->base);
	free(feed->name);
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	for (size_t i = 0; i < config->feed_count; i++)
		config_feed_clear(&config->feeds[i]);
	free(config->feeds);
	for (size_t i = 0; i < config->digest_count; i++)
		config_digest_clear(&config->digests[i]);
	free(config->digests);
	clear_list(config->plugin_path, config->plugin_path_count);
	clear_list(config->files, config->file_count);
	free(config->address);
	free(config->contact);
	free(config->output);
	free(config->state);
	free(config->folder);
	free(config->path);
	free(config->name);
	free(config);
}

const struct config_feed *
config_find(const struct config *config, const char *name, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < config->feed_count; i++)
		if (strcmp(config->feeds[i].name, name) == 0)
			return &config->feeds[i];
	for (size_t i = 0; i < config->feed_count; i++)
		suggest_offer(&near, config->feeds[i].name);
	error_set(e, ERR_USAGE, "%s has no feed '%s'%s", config->name, name,
	    suggest_text(&near, "", meant));
	return NULL;
}

const struct config_digest *
config_find_digest(
    const struct config *config, const char *name, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < config->digest_count; i++)
		if (strcmp(config->digests[i].name, name) == 0)
			return &config->digests[i];
	for (size_t i = 0; i < config->digest_count; i++)
		suggest_offer(&near, config->digests[i].name);
	error_set(e, ERR_USAGE, "%s has no digest '%s'%s", config->name, name,
	    suggest_text(&near, "", meant));
	return NULL;
}

/* Each with its NUL, so that none runs into the next; NULL is nothing. */
static void
add_text(struct hash *hash, const char *text)
{
	if (text != NULL)
		hash_add(hash, text, strlen(text));
	hash_add(hash, text == NULL ? "\1" : "\0", 1);
}

static void
add_texts(struct hash *hash, char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_text(hash, items[i]);
	add_text(hash, NULL);
}

static void
add_source(struct hash *hash, const struct config_source *s)
{
	add_text(hash, s->key);
	add_text(hash, s->user);
	for (size_t i = 0; i < s->header_count; i++) {
		add_text(hash, s->headers[i].name);
		add_text(hash, s->headers[i].value);
		add_text(hash, s->headers[i].value_file);
		add_text(hash, s->headers[i].value_env);
	}
	add_text(hash, NULL);
}

void
config_fingerprint(const struct config_feed *feed, char out[33])
{
	char numbers[64];
	struct hash hash;

	hash_init(&hash);
	for (size_t i = 0; i < feed->source_count; i++)
		add_source(&hash, &feed->sources[i]);
	add_texts(&hash, feed->through, feed->through_count);
	for (size_t i = 0; i < feed->output_count; i++) {
		add_text(&hash, feed->outputs[i].path);
		add_text(&hash, feed->outputs[i].format);
	}
	snprintf(numbers, sizeof(numbers), "%zu %zu %d", feed->accumulate,
	    feed->history, feed->mailed);
	add_text(&hash, numbers);
	add_text(&hash, feed->base);
	add_texts(&hash, feed->types, feed->type_count);
	add_texts(&hash, feed->statuses, feed->status_count);
	hash_hex(&hash, out);
}

bool
config_alerts(
    const struct config_alert *alert, int64_t failing, int64_t failures)
{
	return alert->seconds > 0 ? failing >= alert->seconds
				  : failures >= alert->runs;
}
