#ifndef FEEDLOOM_FETCH_HTTP_H
#define FEEDLOOM_FETCH_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/limits.h"

/*
 * HTTP as a reader of feeds needs it, by libcurl: many requests at once, one
 * at a time to each host (a name and port).  Redirects are followed here (at
 * most LIMIT_REDIRECTS, never from https to http; secrets go to one
 * origin only), addresses are checked when the socket is made, and what comes
 * in has ceilings after it is decoded.  No cookies, no proxy, no .netrc.
 *
 * That a body ended where it should is known only as far as its framing says
 * so: its reader must find the end of the document.
 */

#define HTTP_TEXT 1024 /* room for any validator, with its NUL */

struct http_header {
	const char *name;
	const char *value;
};

struct http_request {
	const char *url;
	const char *home; /* URL at whose origin the secrets are; NULL: url's */
	const char *post; /* a body of a form (WebSub), or NULL: GET */
	const char *etag; /* these two as answers had them; or NULL, or "" */
	const char *last_modified;
	const char *user; /* Basic; or NULL */
	const char *password;
	const struct http_header *headers; /* secrets among them */
	size_t header_count;
	bool allow_private; /* loopback, private and link-local addresses */
	bool home_only;	    /* those at home's origin alone */
	size_t max_bytes;   /* of the decoded body */
	int64_t timeout;    /* seconds in all, once its turn has come */
};

/*
 * What came of it: a frame of a fixed size; all texts end with a NUL.  Of what
 * failed only the number, retry, redirects, URL and the words are told.
 */
struct http_answer {
	size_t number;	/* of the request */
	int status;	/* of the last response; 0: see failure */
	bool retry;	/* worth another try soon: no name, no connection, no
			 * end, or 408, 425, 429, 500, 502, 503, 504 */
	bool permanent; /* redirects, and each of them was a 301 or 308 */
	int redirects;
	int64_t retry_after;	/* seconds; -1: not said */
	int64_t max_age;	/* Cache-Control, less Age; -1: not said */
	uint64_t size;		/* of the decoded body */
	char url[LIMIT_URL];	/* where it came from in the end, no secrets */
	char etag[HTTP_TEXT];	/* to be sent back, http_validator; "": none */
	char last_modified[64]; /* the same */
	char type[128];		/* media type, lower case, no parameters */
	char charset[64];	/* lower case, or "" */
	char failure[256];	/* for people; "" when there is a response */
};

/*
 * The form in which a validator of a response is sent back, and stored: of an
 * entity tag without W/ and without the "-gzip" of a server that compresses,
 * since WordPress compares all of it.  False, and "", when it is none: too
 * long, or not of printable ASCII; a tag has quotes around it.
 */
bool http_validator(const char *etag, char out[HTTP_TEXT]);

/* The port of a URL of http or https, or 0. */
uint16_t http_port(const char *url);

struct http;

struct http_setup {
	const char *agent; /* User-Agent */
	const char *ca;	   /* file of trusted certificates; NULL: the usual */
	size_t hosts;	   /* at once */
	int64_t pause;	   /* milliseconds between requests to one host */
	int64_t now;	   /* seconds: for Retry-After that is a date */
	/*
	 * body is open for reading at its start, sealed, and taken; -1: none,
	 * as with any status but 200 to 299.
	 */
	void (*done)(void *context, const struct http_answer *answer, int body);
	void *context;
};

/*
 * Loads the library (nothing else of the program does: it brings 30 others),
 * and opens what it needs of files, so that the process can be locked in
 * afterwards.  agent and ca are borrowed until http_free.  NULL with
 * ERR_SYSTEM.
 */
struct http *http_new(const struct http_setup *setup, struct error *e);
void http_free(struct http *http);

/* Where the trusted certificates are read from; borrowed. */
const char *http_certificates(const struct http *http);

/* Adds a request, whose parts are copied; its answer will have the number. */
void http_add(
    struct http *http, size_t number, const struct http_request *request);

/*
 * Goes on with all requests until something happened: an answer, bytes, or
 * that fd (or -1) can be read.  The number of requests not yet answered; -1
 * with ERR_SYSTEM.
 */
int http_go(struct http *http, int fd, struct error *e);

#endif
