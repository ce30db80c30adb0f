#ifndef FEEDLOOM_CONFIG_KEY_H
#define FEEDLOOM_CONFIG_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * All keys of feedloom.lua, as tables: reading goes by them, and a lint
 * compares them with feedloom.conf(5).
 */
enum config_type {
	TYPE_FLAG,	   /* bool */
	TYPE_COUNT,	   /* size_t, min to max */
	TYPE_SECONDS,	   /* int64_t, from text with a unit */
	TYPE_MILLISECONDS, /* the same */
	TYPE_BYTES,	   /* size_t, from text with a unit */
	TYPE_LINE,	   /* char * */
	TYPE_ENVIRONMENT,  /* char *, the name of a variable */
	TYPE_URL,	   /* char *, http or https */
	TYPE_PATH,	   /* char *, absolute */
	TYPE_PATHS,	   /* char **, and their count */
	TYPE_WORDS,	   /* char **, and their count */
	TYPE_COMMAND,	   /* char **, ends with NULL */
	TYPE_ALERT,	   /* struct config_alert */
	TYPE_HEADERS,	   /* struct config_header *, and their count */
	TYPE_SOURCES,	   /* struct config_source *, and their count */
	TYPE_THROUGH,	   /* char **, their count, and their places */
	TYPE_PUBLISH,	   /* struct config_output *, and their count */
	TYPE_CHOICE,	   /* an enum, one of words */
	TYPE_FORMAT,	   /* char *, a plugin_load spec */
	TYPE_SLOT,	   /* char *, and the struct slot_rule behind it */
	TYPE_ZONE,	   /* char *, a time zone */
	TYPE_LANGUAGE,	   /* char *, a tag */
	TYPE_MAILBOX,	   /* struct mailbox */
	TYPE_MAILBOXES,	   /* struct mailbox *, and their count */
	TYPE_SUBJECT,	   /* char *, config/subject.h */
	TYPE_LIST_ID,	   /* char * */
	TYPE_LEAVE,	   /* char *, a URL of http, https or mailto */
	TYPE_HOST,	   /* char * */
	TYPE_VIA,	   /* struct config_via */
	TYPES,
};

struct config_key {
	const char *name;
	enum config_type type;
	size_t offset; /* in the struct that the table is for */
	size_t count;  /* offset of how many there are, or of the rule, */
	size_t place;  /* and of its struct config_place; both 0: none */
	const char *const *words; /* to choose from, in the enum's order */
	int64_t min, max;
	const char *initial; /* the default, as it would be written */
	bool own;	     /* of one feed: not for defaults */
	bool required;
};

/* Each ends with a NULL name. */
extern const struct config_key config_settings_keys[]; /* struct config */
extern const struct config_key config_feed_keys[];     /* config_feed */
extern const struct config_key config_source_keys[];   /* config_source */
extern const struct config_key config_header_keys[];   /* config_header */
extern const struct config_key config_digest_keys[];   /* config_digest */
extern const struct config_key config_smtp_keys[];     /* config_via */

#define CONFIG_FEED_KEYS 32   /* room for all of a feed, */
#define CONFIG_DIGEST_KEYS 48 /* of a digest, */
#define CONFIG_SMTP_KEYS 16   /* and of a server */

#endif
