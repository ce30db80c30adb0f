/*
 * What the statements of feedloom.lua mean, in their order: an included file
 * takes the place of the statement that includes it.  defaults are for the
 * feeds that follow in their file, and in those that it includes.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/state.h"
#include "config/way.h"
#include "sink/path.h"

#define NAME_MAX_BYTES 64
#define NAME_BYTES                                                             \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

/* A default, and where it was said. */
struct given {
	const struct datum *value; /* NULL: not said */
	const char *file, *folder;
};

/* A file that is being read, and those that it is included by. */
struct level {
	const struct level *up;
	size_t depth;
	dev_t dev;
	ino_t ino;
	struct given defaults[CONFIG_FEED_KEYS];
};

static int read_file(struct config_reading *r, const char *name,
    const struct level *up, struct error *e);

/* Reads a value as if the reading were at the file that said it. */
static void
read_given(struct config_reading *r, const struct config_key *key,
    const struct given *given, struct config_feed *feed)
{
	const struct config_hand hand = r->at;

	r->at.file = given->file;
	r->at.folder = given->folder;
	config_value(r, key, given->value, feed);
	r->at = hand;
}

static void
read_settings(struct config_reading *r, const struct config_statement *s)
{
	struct config_place *at = &r->settings;

	if (at->file != NULL) {
		config_fault(r, s->line, "they were given already, %s:%d",
		    at->file, at->line);
		return;
	}
	*at = (struct config_place){r->at.file, s->line};
	config_keys(r, config_settings_keys, &s->value, r->config, NULL);
}

static void
read_defaults(struct config_reading *r, const struct config_statement *s,
    struct level *level)
{
	struct config_feed tried = {.name = NULL};

	for (size_t i = 0; i < s->value.count; i++) {
		const struct datum *item = &s->value.items[i];
		const struct config_key *key =
		    config_key_of(r, config_feed_keys, item);
		if (key == NULL)
			continue;
		if (key->own)
			config_fault(r, item->line, "'%s' is said by each feed",
			    key->name);
		else if (config_value(r, key, item, &tried))
			level->defaults[key - config_feed_keys] =
			    (struct given){item, r->at.file, r->at.folder};
	}
	config_feed_clear(&tried);
}

void
config_name(struct config_reading *r, const struct config_statement *s)
{
	size_t len = strlen(s->name);

	if (len == 0 || len > NAME_MAX_BYTES || *s->name == '.' ||
	    *s->name == '-' || s->name[strspn(s->name, NAME_BYTES)] != '\0')
		config_fault(r, s->line,
		    "a %s's name takes letters, digits, '-', '_' and '.', at "
		    "most %d of them, and begins with none of the signs",
		    r->at.word, NAME_MAX_BYTES);
}

static struct config_feed *
add_feed(struct config_reading *r)
{
	struct config *c = r->config;

	if (c->feed_count == LIMIT_FEEDS)
		return NULL;
	/* Room for 1, 2, 4, 8, … of them. */
	if ((c->feed_count & (c->feed_count - 1)) == 0)
		c->feeds = mem_grow(c->feeds,
		    c->feed_count == 0 ? 1 : 2 * c->feed_count,
		    sizeof(c->feeds[0]));
	struct config_feed *feed = &c->feeds[c->feed_count++];
	*feed = (struct config_feed){.name = NULL};
	return feed;
}

static void
read_feed(struct config_reading *r, const struct config_statement *s,
    const struct level *level)
{
	bool said[CONFIG_FEED_KEYS] = {false};
	struct config_feed *feed = add_feed(r);

	if (feed == NULL) {
		config_fault(
		    r, s->line, "there are more than %d feeds", LIMIT_FEEDS);
		return;
	}
	config_name(r, s);
	feed->name = mem_str(s->name);
	feed->file = r->at.file;
	feed->line = s->line;
	config_initial(r, config_feed_keys, feed);
	config_keys(r, config_feed_keys, &s->value, feed, said);
	for (size_t i = 0; config_feed_keys[i].name != NULL; i++) {
		const struct config_key *key = &config_feed_keys[i];
		if (!said[i] && level->defaults[i].value != NULL)
			read_given(r, key, &level->defaults[i], feed);
	}
	config_required(r, s->line, config_feed_keys, said);
}

/* The name of an included file, as who named the other one would call it. */
static char *
included_name(const char *file, const char *name, bool pattern)
{
	char *folder = path_folder(file);
	struct buf out;

	buf_init(&out, 64 * KIB);
	if (*name != '/' && strcmp(folder, ".") != 0) {
		for (const char *s = folder; *s != '\0'; s++) {
			if (pattern && strchr("*?[\\", *s) != NULL)
				buf_putc(&out, '\\');
			buf_putc(&out, *s);
		}
		if (buf_text(&out)[out.len - 1] != '/')
			buf_putc(&out, '/');
	}
	buf_puts(&out, name);
	free(folder);
	return buf_take(&out);
}

static void
include(struct config_reading *r, const char *name, const struct level *level)
{
	struct error e;

	if (read_file(r, name, level, &e) == 0)
		return;
	r->partial = true;
	if (e.code == ERR_NOINPUT)
		config_fault(r, r->at.line, "%s", e.text);
	else
		config_fault_of(r, e.text);
}

static void
read_include(struct config_reading *r, const struct config_statement *s,
    const struct level *level)
{
	bool pattern = strpbrk(s->name, "*?[") != NULL;
	char *name = included_name(r->at.file, s->name, pattern);
	glob_t found = {.gl_pathc = 0};

	r->at.line = s->line;
	if (!pattern) {
		include(r, name, level);
	} else if (glob(name, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			include(r, found.gl_pathv[i], level);
	} else {
		config_warn(r, s->line, "there is no such file");
	}
	globfree(&found);
	free(name);
}

/*
 * Whether ways of mail stand only behind via, which is in a digest; a fault if
 * not.
 */
static bool
check_ways(struct config_reading *r, const struct datum *value, bool digest)
{
	for (size_t i = 0; i < value->count; i++) {
		const struct datum *item = &value->items[i];
		bool via = digest && item->key != NULL &&
			   strcmp(item->key, "via") == 0;
		if (item->way != 0 && !via) {
			enum config_way way = (enum config_way)(item->way - 1);
			config_fault(r, item->line,
			    "'%s' says where mail goes, and stands in a digest "
			    "behind via: via = %s",
			    way_name(way), way_example(way));
			return false;
		}
		if (!check_ways(r, item, false))
			return false;
	}
	return true;
}

static void
read_statement(struct config_reading *r, const struct config_statement *s,
    struct level *level)
{
	r->at.word = config_word_name(s->word);
	r->at.name = s->name;
	if (s->faulty || !check_ways(r, &s->value, s->word == WORD_DIGEST))
		return;
	if (!s->complete) {
		config_fault(r, s->line,
		    "a table must follow: %s \"%s\" { ... }", r->at.word,
		    s->name);
		return;
	}
	switch (s->word) {
	case WORD_SETTINGS:
		read_settings(r, s);
		break;
	case WORD_DEFAULTS:
		read_defaults(r, s, level);
		break;
	case WORD_FEED:
		read_feed(r, s, level);
		break;
	case WORD_INCLUDE:
		read_include(r, s, level);
		break;
	case WORD_DIGEST:
		config_digest(r, s);
		break;
	}
}

/* Whether a file may be read where the reading is; a fault if not. */
static bool
check_level(struct config_reading *r, const char *name, struct level *level)
{
	struct stat st;

	if (level->up == NULL)
		return true;
	if (stat(name, &st) == -1) {
		config_fault(r, r->at.line, "there is no '%s'", name);
		return false;
	}
	level->dev = st.st_dev;
	level->ino = st.st_ino;
	for (const struct level *l = level->up; l != NULL; l = l->up)
		if (l->dev == st.st_dev && l->ino == st.st_ino) {
			config_fault(
			    r, r->at.line, "'%s' includes itself", name);
			return false;
		}
	if (level->depth == LIMIT_CONFIG_DEPTH ||
	    r->config->file_count == LIMIT_CONFIG_FILES) {
		config_fault(r, r->at.line,
		    "too many files: at most %d, %d within each other",
		    LIMIT_CONFIG_FILES, LIMIT_CONFIG_DEPTH);
		return false;
	}
	return true;
}

/* What is said of a file that everybody may change. */
static void
check_mode(struct config_reading *r, const char *name, struct level *level)
{
	struct stat st;
	struct buf text;

	if (stat(name, &st) == -1)
		return;
	level->dev = st.st_dev;
	level->ino = st.st_ino;
	if ((st.st_mode & S_IWOTH) == 0)
		return;
	buf_init(&text, 64 * KIB);
	buf_printf(&text, "%s: everybody may change it: chmod o-w", name);
	r->warn(r->context, buf_text(&text));
	buf_clear(&text);
}

/* The first file is what the configuration is called by. */
static void
set_paths(struct config *config, const struct config_file *file)
{
	if (config->path != NULL || file->folder == NULL)
		return;
	config->name = mem_str(file->name);
	config->folder = mem_str(file->folder);
	config->path = config_join(file->folder, path_file(file->name));
}

static const char *
add_name(struct config *config, const char *name)
{
	config->files = mem_grow(
	    config->files, config->file_count + 1, sizeof(config->files[0]));
	config->files[config->file_count] = mem_str(name);
	return config->files[config->file_count++];
}

static void
read_statements(struct config_reading *r, const struct config_file *file,
    struct level *level)
{
	const struct config_hand hand = r->at;

	r->at = (struct config_hand){
	    .file = add_name(r->config, file->name), .folder = file->folder};
	for (size_t i = 0; i < file->count && r->faults < LIMIT_FAULTS; i++)
		read_statement(r, &file->statements[i], level);
	r->at = hand;
}

static int
read_file(struct config_reading *r, const char *name, const struct level *up,
    struct error *e)
{
	struct level level = {.up = up, .depth = 1};
	struct config_file file;

	if (up != NULL) {
		level = *up;
		level.up = up;
		level.depth++;
	}
	if (!check_level(r, name, &level))
		return 0;
	int result = config_file_read(&file, name, &r->left, e);
	check_mode(r, name, &level);
	set_paths(r->config, &file);
	read_statements(r, &file, &level);
	config_file_clear(&file);
	return result;
}

int
config_statements(struct config_reading *r, const char *name, struct error *e)
{
	return read_file(r, name, NULL, e);
}
