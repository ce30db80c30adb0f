/*
 * Where mail goes: what stands behind a word of config/way.h, and what is so
 * where nothing is said.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/state.h"
#include "config/way.h"

#define SENDMAIL "/usr/sbin/sendmail"
#define SLOT "{slot}"

void
config_via_clear(struct config_via *via)
{
	free(via->host);
	free(via->user);
	free(via->password_file);
	free(via->password_env);
	free(via->ca_file);
	free(via->path);
	for (size_t i = 0; via->argv != NULL && via->argv[i] != NULL; i++)
		free(via->argv[i]);
	free(via->argv);
}

static bool
is_loopback(const char *host)
{
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, host, &six) == 1)
		return IN6_IS_ADDR_LOOPBACK(&six);
	return strcasecmp(host, "localhost") == 0;
}

static void
set_defaults(struct config_via *via, bool tls_said)
{
	static const size_t ports[] = {
	    [TLS_START] = 587, [TLS_AT_ONCE] = 465, [TLS_NONE] = 25};

	if (!tls_said)
		via->tls = via->port == 465 ? TLS_AT_ONCE
			   : via->port == 25 || is_loopback(via->host)
			       ? TLS_NONE
			       : TLS_START;
	if (via->port == 0)
		via->port = ports[via->tls];
}

static void
check_user(struct config_reading *r, const struct config_via *via, int line)
{
	if (via->password_file != NULL && via->password_env != NULL)
		config_fault(r, line,
		    "'password_file' and 'password_env' exclude each other");
	else if ((via->user == NULL) !=
		 (via->password_file == NULL && via->password_env == NULL))
		config_fault(r, line,
		    "'user' goes together with 'password_file' or "
		    "'password_env'");
	else if (via->user != NULL && via->tls == TLS_NONE &&
		 !is_loopback(via->host))
		config_fault(r, line,
		    "without TLS everybody on the way to '%s' could read the "
		    "password: say tls = \"starttls\"",
		    via->host);
}

static void
read_smtp(
    struct config_reading *r, const struct datum *value, struct config_via *via)
{
	bool said[CONFIG_SMTP_KEYS] = {false};
	size_t before = r->faults;

	if (!config_no_password(r, value))
		return;
	config_initial(r, config_smtp_keys, via);
	config_keys(r, config_smtp_keys, value, via, said);
	config_required(r, value->line, config_smtp_keys, said);
	if (via->password_file != NULL)
		config_secret(r, config_line_of(value, "password_file"),
		    via->password_file);
	if (r->faults > before)
		return;
	set_defaults(via, datum_get(value, "tls", strlen("tls")) != NULL);
	check_user(r, via, value->line);
}

/* Recipients are said to the program, never taken out of the message. */
static void
check_program(struct config_reading *r, const struct config_via *via, int line)
{
	for (size_t i = 1; via->argv[i] != NULL; i++)
		if (strcmp(via->argv[i], "-t") == 0)
			config_fault(r, line,
			    "'sendmail': leave '-t' out: recipients are told "
			    "one by one");
}

static void
read_sendmail(
    struct config_reading *r, const struct datum *value, struct config_via *via)
{
	static const struct config_key key = {.name = "sendmail",
	    .type = TYPE_COMMAND,
	    .offset = offsetof(struct config_via, argv)};

	if (value->count == 0) {
		via->argv = mem_new(2, sizeof(via->argv[0]));
		via->argv[0] = mem_str(SENDMAIL);
	} else if (config_command(r, &key, value, via)) {
		check_program(r, via, value->line);
	}
}

/* Braces are for the slot alone. */
static void
check_braces(struct config_reading *r, const char *path, int line)
{
	for (const char *s = path; (s = strpbrk(s, "{}")) != NULL;) {
		if (strncmp(s, SLOT, strlen(SLOT)) == 0) {
			s += strlen(SLOT);
			continue;
		}
		config_fault(r, line,
		    "'file': in braces only " SLOT " can stand, for the slot");
		return;
	}
}

static void
read_path(
    struct config_reading *r, const struct datum *value, struct config_via *via)
{
	const char *word = way_name(via->way);

	if (value->count == 0) {
		config_fault(r, value->line,
		    "'%s' wants a path behind it: via = %s", word,
		    way_example(via->way));
		return;
	}
	const struct datum *path = &value->items[0];
	via->path = config_path(r, word, path);
	if (via->path == NULL)
		return;
	if (via->way != WAY_MAILDIR && path->text[path->len - 1] == '/')
		config_fault(r, value->line, "'%s': '%s' names no file", word,
		    path->text);
	else if (via->way == WAY_FILE)
		check_braces(r, via->path, value->line);
}

/* What somebody says who thinks that it is a word among others. */
static void
tell_ways(struct config_reading *r, const struct datum *value)
{
	if (value->type == DATUM_TEXT)
		for (int way = 0; way < WAYS; way++)
			if (strcmp(way_name((enum config_way)way),
				value->text) == 0) {
				config_fault(r, value->line,
				    "'via' is no string: via = %s",
				    way_example((enum config_way)way));
				return;
			}
	config_fault(r, value->line,
	    "'via' is not %s, but smtp { ... }, sendmail, maildir \"FOLDER\", "
	    "mbox \"FILE\" or file \"FILE\"",
	    datum_name(value));
}

bool
config_via(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	struct config_via *via = member;
	size_t before = r->faults;

	(void)key;
	via->at = (struct config_place){r->at.file, value->line};
	if (value->way == 0) {
		tell_ways(r, value);
		return false;
	}
	via->way = (enum config_way)(value->way - 1);
	if (via->way == WAY_SMTP)
		read_smtp(r, value, via);
	else if (via->way == WAY_SENDMAIL)
		read_sendmail(r, value, via);
	else
		read_path(r, value, via);
	return r->faults == before;
}
