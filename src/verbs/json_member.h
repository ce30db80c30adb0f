#ifndef FEEDLOOM_VERBS_JSON_MEMBER_H
#define FEEDLOOM_VERBS_JSON_MEMBER_H

#include <stdint.h>

#include "base/json_out.h"

/*
 * Members of objects that verbs write, each a key with its value; text is made
 * UTF-8.
 */

/* NULL is null. */
void member_text(struct json_out *j, const char *key, const char *text);

/* A date of RFC 3339 in UTC; null for 0. */
void member_moment(struct json_out *j, const char *key, int64_t seconds);

void member_number(struct json_out *j, const char *key, int64_t n);

/* A number that is no member. */
void json_number(struct json_out *j, int64_t n);

#endif
