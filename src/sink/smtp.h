#ifndef FEEDLOOM_SINK_SMTP_H
#define FEEDLOOM_SINK_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * A server that takes mail (RFC 5321, by libcurl): one connection for any
 * number of messages, one recipient a transaction, so that what became of each
 * is known.
 */
struct smtp;

enum smtp_tls {
	SMTP_STARTTLS, /* or nothing is sent */
	SMTP_TLS,
	SMTP_PLAIN,
};

struct smtp_setup {
	const char *host;
	unsigned port;
	enum smtp_tls tls;
	const char *ca_file;  /* NULL: the system's */
	const char *user;     /* NULL: no AUTH */
	const char *password; /* goes only through TLS, or to loopback */
	const char *helo;     /* what we call ourselves: a domain */
	int64_t wait;	      /* seconds that it may keep us waiting */
	int64_t timeout;      /* seconds for one message in all, not less */
};

enum smtp_end {
	SMTP_SENT,	/* it has taken responsibility */
	SMTP_LATER,	/* 4xx, or the connection broke: try again */
	SMTP_SILENT,	/* the same, after we had waited: the next message may
			 * take as long */
	SMTP_REFUSED,	/* 5xx for this message or recipient: for good */
	SMTP_NO_SENDER, /* it takes nothing from this sender */
	SMTP_NO_SERVER, /* it did not come to that: no connection, no TLS, no
			 * AUTH; nobody else's mail will go either */
	SMTP_ENDS,
};

/*
 * Connects to nobody yet; the strings of the setup are borrowed until the end.
 * A server may keep us waiting for so long with each answer, and take nothing
 * of a message; with its answer to a message it may take all of the time, since
 * one that it has taken and we believe lost would arrive twice (RFC 5321,
 * section 4.5.3.2.6).
 * NULL with ERR_SYSTEM, or ERR_CONFIG for what can be no host.
 */
struct smtp *smtp_open(const struct smtp_setup *setup, struct error *e);
void smtp_close(struct smtp *s); /* NULL is fine */

/* The file of certificates that it reads, or NULL; borrowed. */
const char *smtp_certificates(const struct smtp *s);

/*
 * Sends what the file holds, from its begin, whose line ends are CRLF.  Both
 * are addresses of mailbox_read.  words get what the server said, or what went
 * wrong, in one line: of size bytes at most.  None of them is the password.
 *
 * One that is refused costs a connection: libcurl makes another for the next.
 */
enum smtp_end smtp_send(struct smtp *s, const char *sender,
    const char *recipient, int fd, char *words, size_t size);

#endif
