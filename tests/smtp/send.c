/*
 * Sends messages one behind the other and prints what came of each.  For
 * tests/smtp.t.
 *
 *	send HOST PORT starttls|tls|plain SECONDS [ca=FILE] [user=] [password=]
 *	    [wait=SECONDS]
 *
 * A line of standard input is a sender, a recipient and a file, with blanks
 * between.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sink/smtp.h"

#define WORDS 240

static const char *const ends[SMTP_ENDS] = {
    [SMTP_SENT] = "sent",
    [SMTP_LATER] = "later",
    [SMTP_SILENT] = "silent",
    [SMTP_REFUSED] = "refused",
    [SMTP_NO_SENDER] = "no sender",
    [SMTP_NO_SERVER] = "no server",
};

static enum smtp_tls
tls_of(const char *word)
{
	if (strcmp(word, "starttls") == 0)
		return SMTP_STARTTLS;
	return strcmp(word, "tls") == 0 ? SMTP_TLS : SMTP_PLAIN;
}

static void
set_up(struct smtp_setup *setup, const char *word)
{
	if (strncmp(word, "ca=", 3) == 0)
		setup->ca_file = word + 3;
	else if (strncmp(word, "user=", 5) == 0)
		setup->user = word + 5;
	else if (strncmp(word, "password=", 9) == 0)
		setup->password = word + 9;
	else if (strncmp(word, "wait=", 5) == 0)
		setup->wait = strtol(word + 5, NULL, 10);
}

static void
send_line(struct smtp *smtp, char *line)
{
	char words[WORDS];
	const char *sender = strsep(&line, " ");
	const char *recipient = strsep(&line, " ");
	int fd = open(line, O_RDONLY | O_CLOEXEC);

	enum smtp_end end =
	    smtp_send(smtp, sender, recipient, fd, words, sizeof(words));
	printf("%s: %s: %s\n", recipient, ends[end], words);
	fflush(stdout);
	close(fd);
}

int
main(int argc, char *argv[])
{
	char line[1000];
	struct error e;

	if (argc < 5)
		return 64;
	struct smtp_setup setup = {.host = argv[1],
	    .port = (unsigned)strtoul(argv[2], NULL, 10),
	    .tls = tls_of(argv[3]),
	    .wait = strtol(argv[4], NULL, 10),
	    .timeout = strtol(argv[4], NULL, 10),
	    .helo = "client.example"};
	for (int i = 5; i < argc; i++)
		set_up(&setup, argv[i]);
	struct smtp *smtp = smtp_open(&setup, &e);
	if (smtp == NULL) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		send_line(smtp, line);
	}
	smtp_close(smtp);
	return 0;
}
