#ifndef FEEDLOOM_CONFIG_CONFIG_H
#define FEEDLOOM_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mailbox.h"
#include "base/slot.h"

/*
 * What feedloom.lua says, checked: feedloom.conf(5).  Relative paths were
 * resolved from the folder of the file that they stand in; text is UTF-8 in
 * one line.  Secrets are not here, only where they are.
 */
enum config_kind {
	CONFIG_URL, /* http or https */
	CONFIG_FILE,
	CONFIG_COMMAND, /* its standard output */
};

/* Where something stands, for messages. */
struct config_place {
	const char *file; /* one of config.files */
	int line;
};

/* A header of a request; its value, or where that is. */
struct config_header {
	char *name;
	char *value; /* of these three exactly one */
	char *value_file;
	char *value_env;
};

struct config_source {
	enum config_kind kind;
	char *key;   /* what it is remembered by: the URL, path or command */
	char *url;   /* these three: NULL but for its kind */
	char *file;  /* absolute */
	char **argv; /* ends with NULL; argv[0] has a slash or is in PATH */
	char *user;
	char *password_file; /* at most one of these two */
	char *password_env;
	struct config_header *headers;
	size_t header_count;
	bool allow_private; /* loopback, private and link-local addresses */
	struct config_place at;
};

struct config_output {
	char *path;   /* absolute, or below config.output; no ".." in it */
	char *format; /* a plugin_load spec: "html", "html,key=value" */
	struct config_place at;
};

/* After so long, or so many runs that failed one behind the other. */
struct config_alert {
	int64_t seconds; /* 0: by runs */
	int runs;	 /* 0: by seconds; both 0: at once */
};

struct config_feed {
	char *name; /* letters, digits, '-', '_', '.'; no two are the same */
	const char *file; /* where it stands, */
	int line;	  /* for messages */
	struct config_source *sources;
	size_t source_count; /* at least one */
	char **through;	     /* plugin_load specs of stages, in order */
	struct config_place *through_at; /* where each of them stands */
	size_t through_count;
	struct config_output *outputs; /* NULL: none, which only a feed may */
	size_t output_count;	       /* have that a digest reads */
	int64_t every;		       /* seconds between fetches, at least */
	bool only_new;	   /* what the first run finds is not news */
	size_t accumulate; /* entries kept; 0: those of the source alone */
	size_t history;	   /* older entries fetched by pages; 0: none */
	bool mailed;	   /* a digest reads it, and its entries are kept */
	struct config_alert alert;
	char *announce;	  /* the hub that hears of changes, or NULL */
	size_t max_bytes; /* of one body, decoded */
	int64_t timeout;  /* seconds for one request in all */
	char *base;	  /* an absolute URL, or NULL */
	char **types;	  /* WXR, as --type and --status; NULL: the defaults */
	size_t type_count;
	char **statuses;
	size_t status_count;
};

enum config_group {
	GROUP_FEED,
	GROUP_CATEGORY, /* the first one of an entry */
	GROUP_AUTHOR,	/* the same */
	GROUP_DAY,	/* of publication, in the digest's zone */
	GROUP_NONE,
};

enum config_body {
	BODY_FULL,
	BODY_EXCERPT,
	BODY_HEADLINES,
};

enum config_images {
	IMAGES_NONE,   /* the words that stand for them */
	IMAGES_REMOTE, /* as the feed has them */
	IMAGES_ATTACH, /* fetched, and part of the message */
};

enum config_way {
	WAY_SMTP,
	WAY_SENDMAIL, /* a program that takes messages: argv -i -f S -- R */
	WAY_MAILDIR,
	WAY_MBOX,
	WAY_FILE, /* the last message alone; a path with "{slot}": all */
};

enum config_tls {
	TLS_START,   /* STARTTLS, or no mail; port 587 unless one is said */
	TLS_AT_ONCE, /* the same, 465 */
	TLS_NONE,    /* the same, 25; what loopback and port 25 have */
};

/* Where messages go. */
struct config_via {
	enum config_way way;
	char *host; /* smtp: these; a name or an address, without brackets */
	size_t port;
	enum config_tls tls;
	char *user;
	char *password_file; /* at most one of these two */
	char *password_env;
	char *ca_file;	 /* certificates to trust, or NULL: the system's */
	int64_t timeout; /* seconds that it may keep a run waiting */
	char *path;	 /* absolute: of the Maildir, mbox or file */
	char **argv;	 /* of sendmail; ends with NULL; no -t is in it */
	struct config_place at;
};

struct config_digest {
	char *name;	  /* as a feed's; a feed may have the same one */
	const char *file; /* where it stands, */
	int line;	  /* for messages */
	char **from;	  /* names of feeds; "*" alone: all of them */
	size_t from_count;
	struct config_place from_at;
	size_t *feeds; /* which of config.feeds these are, in that order */
	size_t feed_count;
	bool each;   /* a message for each entry, as soon as it is there */
	char *every; /* these two: nothing for each */
	struct slot_rule rule; /* that it means */
	char *timezone;	       /* a zone that is there: base/zone.h */
	enum config_group group_by;
	struct mailbox *to; /* these three: at least one recipient, unless
			     * via has a path */
	size_t to_count;
	char *to_file;	   /* a mailbox a line: config/recipients.h */
	char **to_command; /* prints the same */
	struct config_place to_file_at, to_command_at;
	struct mailbox sender;
	struct mailbox reply_to; /* address "": none */
	char *subject;		 /* with fields: config/subject.h */
	char *title;		 /* for people; NULL: that of its only feed, or
				  * else its name */
	char *intro;		 /* a text in front of all, or NULL */
	char *footer;		 /* a text behind all, or NULL */
	char *lang;		 /* a language tag, or NULL */
	enum config_body body;
	enum config_images images;
	size_t max_bytes;  /* of the HTML part */
	int64_t settle;	   /* seconds that an entry stays as it is first */
	bool send_empty;   /* a message even when there is nothing new */
	bool only_new;	   /* what is there when it begins is not news */
	bool corrections;  /* tell what changed since it was mailed */
	bool together;	   /* one message that names all recipients */
	bool thread;	   /* messages answer the one before */
	int64_t give_up;   /* seconds after which delivery is given up */
	char *unsubscribe; /* a URL of http(s) or mailto, or NULL */
	char *list_id;	   /* "name.domain"; NULL: made of name and sender */
	char *html, *text; /* plugin_load specs of the two formats */
	struct config_place html_at, text_at;
	struct config_via via;
	struct config_alert alert;
};

struct config {
	char *name;	    /* of the file, as the user would call it */
	char *path;	    /* the same, absolute */
	char *folder;	    /* that it lies in, absolute */
	char *state;	    /* path of the database, absolute */
	char *output;	    /* folder of relative outputs, absolute */
	char *address;	    /* of output, on the web; or NULL */
	char *contact;	    /* for the User-Agent: an address or URL, or NULL */
	size_t jobs;	    /* hosts that are fetched from at a time */
	int64_t pause;	    /* milliseconds between requests to one host */
	char **plugin_path; /* searched before the usual folders; if not said,
			     * "plugins" beside the file */
	size_t plugin_path_count;
	struct config_feed *feeds; /* in their order */
	size_t feed_count;	   /* at least one */
	struct config_digest *digests;
	size_t digest_count;
	char **files; /* all that were read */
	size_t file_count;
};

/*
 * Finds (path is NULL) or opens the file, reads what it includes, and checks
 * all of it but what lies outside: plugins, formats, folders (verbs/check.h).
 * NULL with ERR_CONFIG (exit 78), or ERR_NOINPUT when there is none; the words
 * begin with file and line of the first fault, and tell how many more there
 * are.  warn gets what is no error: a file with a secret that others may read.
 */
struct config *config_read(const char *path,
    void (*warn)(void *context, const char *text), void *context,
    struct error *e);

/*
 * The same for who wants all faults: each is told, at most LIMIT_FAULTS, and
 * the result is what could be understood all the same; NULL with the error
 * filled in, and nothing told of it, when not even the first file can be read.
 */
struct config *config_survey(const char *path,
    void (*warn)(void *context, const char *text),
    void (*fault)(void *context, const char *text), void *context,
    struct error *e);
void config_free(struct config *config);

/* The feed of that name, or NULL with ERR_USAGE and a suggestion. */
const struct config_feed *config_find(
    const struct config *config, const char *name, struct error *e);

/* Whether so many seconds and runs of failing are to be told. */
bool config_alerts(
    const struct config_alert *alert, int64_t failing, int64_t failures);

/* The digest of that name, the same. */
const struct config_digest *config_find_digest(
    const struct config *config, const char *name, struct error *e);

/*
 * "FOLDER/PATH" without "." and empty parts, or PATH alone when it is absolute:
 * where an output is.  The caller's.
 */
char *config_join(const char *folder, const char *path);

/*
 * A fingerprint of all of a feed's description that changes its outputs or
 * its entries: 32 hexadecimal digits.  Not of what plugins' files hold.
 */
void config_fingerprint(const struct config_feed *feed, char out[33]);

#endif
