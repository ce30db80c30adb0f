#ifndef FEEDLOOM_SINK_DIALOGUE_H
#define FEEDLOOM_SINK_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What client and server say to each other in SMTP (RFC 5321), as somebody who
 * listens hears it: how far they are, and what the server said last.
 */
enum dialogue_stage {
	STAGE_GREETING, /* the server speaks first */
	STAGE_HELLO,
	STAGE_TLS,
	STAGE_AUTH,
	STAGE_SENDER,
	STAGE_RECIPIENT,
	STAGE_DATA,
	STAGE_BODY, /* it has asked for the message: up to its last dot */
};

#define DIALOGUE_WORDS 240

struct dialogue {
	enum dialogue_stage stage;
	bool authenticated; /* since the connection was made */
	bool left;	    /* by QUIT: what is said then is not heard */
	int code;	    /* of its reply to the last command; 0: none yet */
	bool whole;	    /* the reply is: no more lines of it come */
	size_t len;	    /* of words */
	char words[DIALOGUE_WORDS]; /* in one line of printable ASCII */
};

/* A line that the client sent; secrets of AUTH are not kept. */
void dialogue_ask(struct dialogue *d, const char *line, size_t len);

/* Lines that the server sent. */
void dialogue_answer(struct dialogue *d, const char *lines, size_t len);

/* Nothing is said yet on a connection that is new, or there from before. */
void dialogue_begin(struct dialogue *d);

/* How a person calls a stage: "RCPT TO". */
const char *dialogue_name(enum dialogue_stage stage);

#endif
