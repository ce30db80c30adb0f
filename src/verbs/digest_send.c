/*
 * A trial of a digest's way out.
 */
#include "verbs/digest_send.h"

#include <stdio.h>

#include "digest/mailer.h"
#include "digest/parcel.h"

static enum smtp_end
send_by_server(const struct options *options,
    const struct config_digest *digest, const struct mailbox *recipient,
    int message, char words[MAILER_WORDS])
{
	const struct mailer_setup setup = {.options = options,
	    .via = &digest->via,
	    .helo = mailbox_domain(&digest->sender)};
	struct error e;
	struct mailer *mailer = mailer_start(&setup, &e);

	if (mailer == NULL) {
		(void)snprintf(
		    words, MAILER_WORDS, "%.*s", MAILER_WORDS - 1, e.text);
		return SMTP_NO_SERVER;
	}
	enum smtp_end end = mailer_send(
	    mailer, digest->sender.address, recipient->address, message, words);
	mailer_end(mailer);
	return end;
}

int
digest_send(const struct options *options, const struct edition *edition,
    const struct mailbox *recipient, int message, struct error *e)
{
	const struct config_digest *digest = edition->digest;
	char words[MAILER_WORDS] = "", id[EDITION_ID];
	enum smtp_end end;

	edition_id(edition, id);
	const struct parcel parcel = {.digest = digest,
	    .slot = edition->slot.key,
	    .message_id = id,
	    .recipient = recipient->address,
	    .when = edition->slot.when,
	    .fd = message};
	end = digest->via.way == WAY_SMTP
		  ? send_by_server(options, digest, recipient, message, words)
		  : parcel_put(&parcel, words);
	if (end == SMTP_SENT)
		return 0;
	return error_set(e, end == SMTP_REFUSED ? ERR_CREATE : ERR_SYSTEM,
	    "digest '%s': not sent to <%s>: %s", digest->name,
	    recipient->address, words);
}
