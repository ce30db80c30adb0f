/*
 * The mailer's own process: it reads the password, loads what it needs, locks
 * itself in, and then talks to the server, for one message after the other.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/lock.h"
#include "cli/worker.h"
#include "digest/mailer.h"
#include "run/secrets.h"

#define PORT_DNS 53

static enum smtp_tls
tls_of(enum config_tls tls)
{
	static const enum smtp_tls kinds[] = {[TLS_START] = SMTP_STARTTLS,
	    [TLS_AT_ONCE] = SMTP_TLS,
	    [TLS_NONE] = SMTP_PLAIN};

	return kinds[tls];
}

/* A frame that is not as the master writes it is its fault, and no question. */
static bool
read_frame(int fd, struct mailer_frame *frame)
{
	ssize_t n = TEMP_FAILURE_RETRY(pread(fd, frame, sizeof(*frame), 0));

	return n == (ssize_t)sizeof(*frame) &&
	       memchr(frame->sender, '\0', sizeof(frame->sender)) != NULL &&
	       memchr(frame->recipient, '\0', sizeof(frame->recipient)) != NULL;
}

/* 0, or -1: the master is gone, or no frame came back. */
static int
send_one(struct smtp *smtp, int channel, const struct work *work)
{
	struct mailer_frame frame;
	struct answer answer = {.number = work->number};
	int result = -1;

	if (read_frame(work->out, &frame)) {
		memset(frame.words, 0, sizeof(frame.words));
		frame.end = (int)smtp_send(smtp, frame.sender, frame.recipient,
		    work->in, frame.words, sizeof(frame.words));
		if (lseek(work->out, 0, SEEK_SET) == 0 &&
		    TEMP_FAILURE_RETRY(write(work->out, &frame,
			sizeof(frame))) == (ssize_t)sizeof(frame))
			result = worker_answer(channel, &answer);
	}
	close(work->in);
	close(work->out);
	return result;
}

static int
work(const struct smtp_setup *smtp_setup, const struct mailer_setup *setup,
    int channel, struct error *e)
{
	const uint16_t ports[] = {(uint16_t)setup->via->port, PORT_DNS};
	struct smtp *smtp = smtp_open(smtp_setup, e);
	struct work one;

	if (smtp == NULL)
		return -1;
	int result = lock_to_network(setup->options, smtp_certificates(smtp),
	    ports, sizeof(ports) / sizeof(ports[0]), e);
	while (result == 0 && worker_take(channel, &one) == 1)
		if (send_one(smtp, channel, &one) == -1)
			break;
	smtp_close(smtp);
	return result;
}

int
mailer_work(void *context, int channel)
{
	const struct mailer_setup *setup = context;
	const struct config_via *via = setup->via;
	struct error e;
	char *password = NULL;
	int result = 0;

	if (via->password_file != NULL || via->password_env != NULL) {
		password =
		    secrets_password(via->password_file, via->password_env, &e);
		result = password == NULL ? -1 : 0;
	}
	const struct smtp_setup smtp = {.host = via->host,
	    .port = (unsigned)via->port,
	    .tls = tls_of(via->tls),
	    .ca_file = via->ca_file,
	    .user = via->user,
	    .password = password,
	    .helo = setup->helo,
	    .wait = via->timeout,
	    .timeout = LIMIT_MAIL_TIME};
	if (result == 0)
		result = work(&smtp, setup, channel, &e);
	secrets_forget(password);
	if (result == 0)
		return EX_OK;
	(void)fprintf(stderr, "%s\n", e.text);
	return error_exit(e.code);
}
