#ifndef FEEDLOOM_DIGEST_MAILER_H
#define FEEDLOOM_DIGEST_MAILER_H

#include "base/error.h"
#include "base/mailbox.h"
#include "cli/options.h"
#include "config/config.h"
#include "sink/smtp.h"

/*
 * The process that talks to a mail server: it has the network and the one
 * password that goes there, and nothing else.  It reads what a stranger sends,
 * so it is locked in, and whatever it answers is looked at before it is
 * believed.
 */
struct mailer;

struct mailer_setup {
	const struct options *options; /* whether there is a sandbox */
	const struct config_via *via;  /* of WAY_SMTP */
	const char *helo;	       /* what we call ourselves: a domain */
};

#define MAILER_WORDS 240

/*
 * Starts it; the parts of the setup are borrowed until the end.  The password
 * is read by it alone.  NULL with ERR_SYSTEM.
 */
struct mailer *mailer_start(const struct mailer_setup *setup, struct error *e);

/* Ends it; it takes leave of the server, if that does not take long. */
void mailer_end(struct mailer *m); /* NULL is fine */

/*
 * As smtp_send.  After SMTP_NO_SERVER and SMTP_SILENT it is of no more use: the
 * process itself may have ended.
 */
enum smtp_end mailer_send(struct mailer *m, const char *sender,
    const char *recipient, int message, char words[MAILER_WORDS]);

/*
 * For both sides: the question, which the answer takes the place of, in a file
 * that is as long.
 */
struct mailer_frame {
	char sender[MAILBOX_ADDRESS]; /* texts end with a NUL */
	char recipient[MAILBOX_ADDRESS];
	int end; /* enum smtp_end */
	char words[MAILER_WORDS];
};

/* The process itself: cli/worker.h, with the setup as context. */
int mailer_work(void *setup, int channel);

#endif
