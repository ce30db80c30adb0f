/*
 * Sources of feeds, and what a request for one of them is made with.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "config/state.h"
#include "base/quote.h"

#define SOURCES_MAX 1000 /* of one feed */
#define HEADERS_MAX 50	 /* of one request */

/* RFC 9110 section 5.6.2 */
#define TOKEN                                                                  \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"       \
	"!#$%&'*+-.^_`|~"

static void
header_clear(struct config_header *h)
{
	free(h->name);
	free(h->value);
	free(h->value_file);
	free(h->value_env);
}

void
config_source_clear(struct config_source *s)
{
	free(s->key);
	free(s->url);
	free(s->file);
	for (size_t i = 0; s->argv != NULL && s->argv[i] != NULL; i++)
		free(s->argv[i]);
	free(s->argv);
	free(s->user);
	free(s->password_file);
	free(s->password_env);
	for (size_t i = 0; i < s->header_count; i++)
		header_clear(&s->headers[i]);
	free(s->headers);
}

/* Of what a request always says something else. */
static bool
is_ours(const char *name)
{
	static const char *const ours[] = {"accept-encoding", "connection",
	    "content-length", "host", "if-modified-since", "if-none-match",
	    "range", "te", "transfer-encoding", "upgrade"};

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcasecmp(ours[i], name) == 0)
			return true;
	return false;
}

/* By its name: what should not be known to others. */
static bool
is_secret(const char *name)
{
	static const char *const parts[] = {
	    "auth", "cookie", "key", "pass", "secret", "token"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcasestr(name, parts[i]) != NULL)
			return true;
	return false;
}

void
config_secret(struct config_reading *r, int line, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & S_IROTH) != 0)
		config_warn(r, line,
		    "'%s' holds a secret, and everybody may read it: "
		    "chmod o-r",
		    path);
}

static bool
check_header_name(struct config_reading *r, const struct datum *value)
{
	const char *name = value->key;

	if (name == NULL || *name == '\0' || name[strspn(name, TOKEN)] != '\0')
		config_fault(r, value->line,
		    "'headers' wants [\"NAME\"] = \"VALUE\"%s%s%s",
		    name == NULL ? "" : "; '", name == NULL ? "" : name,
		    name == NULL ? "" : "' is no name of a header");
	else if (is_ours(name))
		config_fault(r, value->line,
		    "the header '%s' is set by feedloom itself", name);
	else
		return true;
	return false;
}

static bool
read_header(struct config_reading *r, const struct datum *value,
    struct config_header *h)
{
	size_t before = r->faults;

	config_twice(r, value);
	if (!check_header_name(r, value))
		return false;
	h->name = mem_str(value->key);
	if (value->type != DATUM_TABLE) {
		h->value = mem_str(config_text(r, value->key, value));
		if (h->value != NULL && is_secret(h->name))
			config_secret(r, value->line, r->at.file);
		return h->value != NULL;
	}
	config_keys(r, config_header_keys, value, h, NULL);
	if (r->faults > before)
		return false;
	if ((h->value_file == NULL) == (h->value_env == NULL)) {
		config_fault(r, value->line,
		    "the header '%s' wants one of file = \"FILE\" and "
		    "env = \"VARIABLE\"",
		    h->name);
		return false;
	}
	if (h->value_file != NULL)
		config_secret(r, value->line, h->value_file);
	return true;
}

bool
config_headers(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *source)
{
	struct config_source *s = source;
	bool good = true;

	if (value->type != DATUM_TABLE || value->count > HEADERS_MAX) {
		config_fault(r, value->line,
		    "'%s' must be a table of at most %d headers: "
		    "{ [\"NAME\"] = \"VALUE\" }",
		    key->name, HEADERS_MAX);
		return false;
	}
	s->headers = mem_new(value->count + 1, sizeof(s->headers[0]));
	for (size_t i = 0; i < value->count; i++)
		good = read_header(r, &value->items[i],
			   &s->headers[s->header_count++]) &&
		       good;
	return good;
}

/* A command as one would type it. */
static char *
command_key(char *const *argv)
{
	struct buf key;

	buf_init(&key, LIMIT_CONFIG_DATA);
	for (; *argv != NULL; argv++) {
		if (key.len > 0)
			buf_putc(&key, ' ');
		quote_shell(*argv, &key);
	}
	return buf_take(&key);
}

/* What only goes with an address. */
static void
check_address(struct config_reading *r, const struct config_source *s, int line)
{
	const char *only = s->user != NULL	      ? "user"
			   : s->password_file != NULL ? "password_file"
			   : s->password_env != NULL  ? "password_env"
			   : s->header_count > 0      ? "headers"
			   : s->allow_private	      ? "allow_private"
						      : NULL;

	if (s->kind != CONFIG_URL && only != NULL) {
		config_fault(r, line, "'%s' is for a source with a url", only);
		return;
	}
	if (s->password_file != NULL && s->password_env != NULL)
		config_fault(r, line,
		    "'password_file' and 'password_env' exclude each other");
	else if ((s->user == NULL) !=
		 (s->password_file == NULL && s->password_env == NULL))
		config_fault(r, line,
		    "'user' goes together with 'password_file' or "
		    "'password_env'");
	else if (s->user != NULL && strchr(s->user, ':') != NULL)
		config_fault(r, line, "'user' cannot hold a ':'");
}

static void
settle(struct config_reading *r, struct config_source *s, int line)
{
	int kinds = (s->url != NULL) + (s->file != NULL) + (s->argv != NULL);

	if (kinds != 1) {
		config_fault(r, line,
		    "'source' wants one of url, file and command%s",
		    kinds == 0 ? "" : ", not several of them");
		return;
	}
	s->kind = s->url != NULL    ? CONFIG_URL
		  : s->file != NULL ? CONFIG_FILE
				    : CONFIG_COMMAND;
	s->key = s->argv != NULL ? command_key(s->argv)
				 : mem_str(s->url != NULL ? s->url : s->file);
	check_address(r, s, line);
}

int
config_line_of(const struct datum *table, const char *key)
{
	const struct datum *item = datum_get(table, key, strlen(key));

	return item != NULL ? item->line : table->line;
}

bool
config_no_password(struct config_reading *r, const struct datum *table)
{
	const struct datum *password =
	    datum_get(table, "password", strlen("password"));

	if (password != NULL)
		config_fault(r, password->line,
		    "a password does not stand here: say password_file = "
		    "\"FILE\" or password_env = \"VARIABLE\"");
	return password == NULL;
}

static void
read_source(struct config_reading *r, const struct config_key *key,
    const struct datum *value, struct config_source *s)
{
	size_t before = r->faults;

	s->at = (struct config_place){r->at.file, value->line};
	if (value->type == DATUM_TABLE) {
		if (!config_no_password(r, value))
			return;
		config_keys(r, config_source_keys, value, s, NULL);
		if (s->password_file != NULL)
			config_secret(r, config_line_of(value, "password_file"),
			    s->password_file);
	} else {
		const char *text = config_text(r, key->name, value);
		if (text == NULL)
			return;
		if (!url_absolute(text, strlen(text)))
			s->file = config_path(r, key->name, value);
		else if (config_url(r, key->name, text, value))
			s->url = mem_str(text);
	}
	if (r->faults == before)
		settle(r, s, value->line);
}

static int
key_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* No two may be the same: they would share what is remembered of one. */
static void
check_twice(struct config_reading *r, const struct config_feed *feed, int line)
{
	const char **keys = mem_new(feed->source_count + 1, sizeof(*keys));
	size_t n = 0;

	for (size_t i = 0; i < feed->source_count; i++)
		if (feed->sources[i].key != NULL)
			keys[n++] = feed->sources[i].key;
	if (n > 0)
		qsort(keys, n, sizeof(*keys), key_order);
	for (size_t i = 1; i < n; i++)
		if (strcmp(keys[i - 1], keys[i]) == 0)
			config_fault(
			    r, line, "'source' has '%.100s' twice", keys[i]);
	free(keys);
}

bool
config_sources(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	struct config_feed *feed = object;
	bool list = value->type == DATUM_TABLE && value->count > 0 &&
		    value->list_count == value->count;
	size_t before = r->faults, count = list ? value->count : 1;

	if (count > SOURCES_MAX) {
		config_fault(r, value->line, "'%s' has more than %d items",
		    key->name, SOURCES_MAX);
		return false;
	}
	feed->sources = mem_new(count, sizeof(feed->sources[0]));
	feed->source_count = count;
	for (size_t i = 0; i < count; i++)
		read_source(
		    r, key, list ? &value->items[i] : value, &feed->sources[i]);
	check_twice(r, feed, value->line);
	return r->faults == before;
}
