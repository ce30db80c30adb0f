/*
 * Ways of digests: servers, each with its process, which is started for the
 * first message that goes there; and what is on this machine.
 */
#include "digest/way.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool
is_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether two ways are to one server, as the same user. */
static bool
is_one_server(const struct config_via *a, const struct config_via *b)
{
	return a->way == WAY_SMTP && b->way == WAY_SMTP && a->port == b->port &&
	       a->tls == b->tls && a->timeout == b->timeout &&
	       is_same(a->host, b->host) && is_same(a->user, b->user) &&
	       is_same(a->password_file, b->password_file) &&
	       is_same(a->password_env, b->password_env) &&
	       is_same(a->ca_file, b->ca_file);
}

struct way *
ways_open(const struct config *config, const struct options *options)
{
	struct way *ways = mem_new(config->digest_count + 1, sizeof(*ways));

	for (size_t i = 0; i < config->digest_count; i++) {
		const struct config_digest *digest = &config->digests[i];
		struct way *way = &ways[i];
		way->digest = digest;
		way->server = ways;
		while (way->server < way &&
		       !is_one_server(&way->server->digest->via, &digest->via))
			way->server++;
		way->setup = (struct mailer_setup){.options = options,
		    .via = &digest->via,
		    .helo = mailbox_domain(&digest->sender)};
	}
	return ways;
}

void
ways_close(struct way *ways, size_t count)
{
	for (size_t i = 0; ways != NULL && i < count; i++)
		mailer_end(ways[i].mailer);
	free(ways);
}

const char *
way_shut(const struct way *way)
{
	if (way->is_shut)
		return way->shut;
	return way->server->is_shut ? way->server->shut : NULL;
}

static enum smtp_end
send_by_server(
    struct way *server, const struct parcel *p, char words[MAILER_WORDS])
{
	struct error e;

	if (server->mailer == NULL)
		server->mailer = mailer_start(&server->setup, &e);
	if (server->mailer != NULL)
		return mailer_send(server->mailer, p->digest->sender.address,
		    p->recipient, p->fd, words);
	(void)snprintf(words, MAILER_WORDS, "%.*s", MAILER_WORDS - 1, e.text);
	return SMTP_NO_SERVER;
}

enum smtp_end
way_send(struct way *way, const struct parcel *p, char words[MAILER_WORDS])
{
	return way->digest->via.way == WAY_SMTP
		   ? send_by_server(way->server, p, words)
		   : parcel_put(p, words);
}

void
way_close(struct way *way, enum smtp_end end, const char *words)
{
	struct way *shut = way;

	if (end == SMTP_NO_SERVER || end == SMTP_SILENT)
		shut = way->server;
	else if (end != SMTP_NO_SENDER)
		return;
	shut->is_shut = true;
	(void)snprintf(shut->shut, sizeof(shut->shut), "%s", words);
}
