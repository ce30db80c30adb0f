/*
 * Writes the messages of mail that standard input says, each behind its length,
 * or behind "error" what was wrong with it; locked in, as the processes that do
 * so are.  For tests/naughty/message.t.
 *
 * Input is parts, "NAME LENGTH\n" and so many bytes each, as from, from-name,
 * to, to-name, field:NAME, as-is:NAME, picture:TYPE:ID; "write 0\n" ends one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jail.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/message.h"

#define PARTS_MAX 50

struct writing {
	struct message message;
	struct mailbox to[PARTS_MAX];
	struct message_field fields[PARTS_MAX];
	struct message_picture pictures[PARTS_MAX];
	const char *answers[PARTS_MAX];
	char *kept[PARTS_MAX]; /* names and values, to be freed */
	size_t kept_count;
};

static char *
keep(struct writing *w, char *text)
{
	if (w->kept_count == PARTS_MAX)
		exit(3);
	return w->kept[w->kept_count++] = text;
}

static void
put_name(char name[MAILBOX_NAME], const char *value)
{
	snprintf(name, MAILBOX_NAME, "%s", value);
}

static void
put_address(char address[MAILBOX_ADDRESS], const char *value)
{
	snprintf(address, MAILBOX_ADDRESS, "%s", value);
}

/* A part whose name says more, behind ":". */
static void
put_more(struct writing *w, char *name, char *value, size_t len)
{
	struct message *m = &w->message;
	char *more = strchr(name, ':');

	if (more == NULL)
		exit(4);
	*more++ = '\0';
	if (strcmp(name, "picture") == 0) {
		const char *type = strsep(&more, ":");

		w->pictures[m->picture_count++] =
		    (struct message_picture){more, type, value, len};
		return;
	}
	w->fields[m->field_count++] = (struct message_field){
	    .name = more, .value = value, .as_is = strcmp(name, "as-is") == 0};
}

static void
put_part(struct writing *w, char *name, char *value, size_t len)
{
	struct message *m = &w->message;

	if (strcmp(name, "from") == 0)
		put_address(m->from.address, value);
	else if (strcmp(name, "from-name") == 0)
		put_name(m->from.name, value);
	else if (strcmp(name, "reply-to") == 0)
		put_address(m->reply_to.address, value);
	else if (strcmp(name, "reply-to-name") == 0)
		put_name(m->reply_to.name, value);
	else if (strcmp(name, "to") == 0)
		put_address(w->to[m->to_count++].address, value);
	else if (strcmp(name, "to-name") == 0)
		put_name(w->to[m->to_count].name, value);
	else if (strcmp(name, "subject") == 0)
		m->subject = value;
	else if (strcmp(name, "when") == 0)
		m->when = strtoll(value, NULL, 10);
	else if (strcmp(name, "offset") == 0)
		m->offset = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "id") == 0)
		m->id = value;
	else if (strcmp(name, "answer") == 0)
		w->answers[m->answer_count++] = value;
	else if (strcmp(name, "text") == 0)
		m->text = value;
	else if (strcmp(name, "html") == 0)
		m->html = value;
	else
		put_more(w, name, value, len);
}

static void
clear(struct writing *w)
{
	for (size_t i = 0; i < w->kept_count; i++)
		free(w->kept[i]);
	memset(w, 0, sizeof(*w));
	w->message.to = w->to;
	w->message.fields = w->fields;
	w->message.pictures = w->pictures;
	w->message.answers = w->answers;
	w->message.subject = w->message.text = "";
	w->message.id = "id@test.invalid";
}

static void
write_message(struct writing *w)
{
	struct buf out;
	struct error e;

	buf_init(&out, LIMIT_OUTPUT);
	if (message_write(&w->message, &out, &e) == 0) {
		printf("%zu\n", out.len);
		fwrite(buf_text(&out), 1, out.len, stdout);
	} else {
		printf("error %d %s\n", (int)e.code, e.text);
	}
	buf_clear(&out);
}

int
main(void)
{
	static const struct jail closed = {.memory = LIMIT_MEMORY};
	static struct writing w;
	char name[200];
	size_t len;
	struct error e;

	if (message_prepare(&e) == -1 || jail_lock(&closed, &e) == -1) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	clear(&w);
	while (scanf("%199s %zu", name, &len) == 2 && getchar() == '\n') {
		if (strcmp(name, "write") == 0) {
			write_message(&w);
			clear(&w);
			continue;
		}
		char *value = keep(&w, mem_new(len + 1, 1));
		if (fread(value, 1, len, stdin) != len)
			return 2;
		put_part(&w, keep(&w, mem_str(name)), value, len);
	}
	clear(&w);
	return 0;
}
