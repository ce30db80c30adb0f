/*
 * The header of a digest's message.
 */
#include "digest/editor_mail.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "render/message.h"

#define FIELDS 10

struct fields {
	struct message_field items[FIELDS];
	size_t count;
};

static void
add(struct fields *fields, const char *name, const char *value)
{
	fields->items[fields->count++] =
	    (struct message_field){.name = name, .value = value, .as_is = true};
}

/* "Name of it <name.domain>" (RFC 2919); the phrase is left out. */
static void
put_list_id(const struct config_digest *digest, struct buf *out)
{
	buf_putc(out, '<');
	if (digest->list_id != NULL)
		buf_puts(out, digest->list_id);
	else
		buf_printf(out, "%s.%s", digest->name,
		    mailbox_domain(&digest->sender));
	buf_putc(out, '>');
}

static void
add_unsubscribe(
    struct fields *fields, const struct config_digest *digest, struct buf *out)
{
	if (digest->unsubscribe == NULL)
		return;
	buf_printf(out, "<%s>", digest->unsubscribe);
	add(fields, "List-Unsubscribe", buf_text(out));
	if (strncmp(digest->unsubscribe, "https:", 6) == 0)
		add(fields, "List-Unsubscribe-Post",
		    "List-Unsubscribe=One-Click");
}

int
editor_write_mail(
    const struct editor_mail *mail, struct buf *out, struct error *e)
{
	const struct editor *editor = mail->editor;
	const struct edition *edition = editor->edition;
	const struct config_digest *digest = edition->digest;
	char id[EDITION_ID], answers[2][EDITION_ID];
	const char *const answered[] = {answers[0], answers[1]};
	struct fields fields = {.count = 0};
	struct buf list, leave;

	edition_id(edition, id);
	buf_init(&list, KIB);
	buf_init(&leave, LIMIT_URL);
	put_list_id(digest, &list);
	add(&fields, "List-Id", buf_text(&list));
	add_unsubscribe(&fields, digest, &leave);
	add(&fields, "Auto-Submitted", "auto-generated");
	add(&fields, "Precedence", "bulk");
	add(&fields, "X-Feedloom-Digest", digest->name);
	add(&fields, "X-Feedloom-Slot", edition->slot.key);
	size_t picture_count;
	struct message_picture *pictures =
	    editor_pictures_parts(mail->pictures, &picture_count);
	const struct message message = {.from = digest->sender,
	    .reply_to = digest->reply_to,
	    .to = editor->to,
	    .to_count = editor->to_count,
	    .subject = mail->subject,
	    .when = edition->slot.when,
	    .offset = zone_offset(editor->zone, edition->slot.when),
	    .id = id,
	    .answers = answered,
	    .answer_count = edition_answers(edition, answers),
	    .fields = fields.items,
	    .field_count = fields.count,
	    .text = mail->text,
	    .html = mail->html,
	    .pictures = pictures,
	    .picture_count = picture_count};
	int result = message_write(&message, out, e);
	free(pictures);
	buf_clear(&leave);
	buf_clear(&list);
	return result;
}
