/*
 * Values as JSON has them: dates are texts, what there is not is null.
 */
#include "verbs/json_member.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"

void
member_text(struct json_out *j, const char *key, const char *text)
{
	struct buf valid;

	json_key(j, key);
	if (text == NULL) {
		json_literal(j, "null");
		return;
	}
	buf_init(&valid, MIB);
	utf8_scrub(text, strlen(text), &valid);
	json_string_whole(j, buf_text(&valid));
	buf_clear(&valid);
}

void
member_moment(struct json_out *j, const char *key, int64_t seconds)
{
	struct date date = {.seconds = seconds};
	char text[DATE_TEXT];

	date_rfc3339(&date, text);
	member_text(j, key, seconds == 0 ? NULL : text);
}

void
member_number(struct json_out *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_number(j, n);
}

void
json_number(struct json_out *j, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	json_literal(j, text);
}
