/*
 * What is asked for, and of whom.  An address is taken apart and put together
 * by libcurl, which later connects to what it was put together to.
 */
#include "fetch/exchange.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/url.h"

int
exchange_fail(struct exchange *x, const char *fmt, ...)
{
	va_list ap;
	struct http_answer *a = &x->answer;

	va_start(ap, fmt);
	(void)vsnprintf(a->failure, sizeof(a->failure), fmt, ap);
	va_end(ap);
	for (char *p = a->failure; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	a->status = 0;
	return -1;
}

/* Nothing that could begin another line of a request. */
static bool
in_a_line(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

/* The name of a header: letters, digits and hyphens. */
static bool
is_name(const char *text)
{
	const char *p = text;

	while (ascii_letter(*p) || ascii_digit(*p) || *p == '-' || *p == '_')
		p++;
	return p != text && *p == '\0';
}

struct curl_slist *
exchange_header(struct curl_slist *list, const char *name, const char *value)
{
	struct buf line;

	buf_init(&line, LIMIT_HEADERS);
	/* libcurl's way to send one that is empty. */
	if (*value == '\0')
		buf_printf(&line, "%s;", name);
	else
		buf_printf(&line, "%s: %s", name, value);
	struct curl_slist *longer = curl_slist_append(list, buf_text(&line));
	buf_clear(&line);
	if (longer == NULL)
		mem_out();
	return longer;
}

static bool
printable(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/* A validator that is none is not sent. */
static char *
validator(const char *text)
{
	size_t n = text == NULL ? 0 : strlen(text);

	return n > 0 && n < HTTP_TEXT && printable(text) ? mem_dup(text, n)
							 : NULL;
}

static int
copy_headers(struct exchange *x, const struct http_request *request)
{
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];
		if (!is_name(header->name))
			return exchange_fail(
			    x, "'%s' is no name of a header", header->name);
		if (!in_a_line(header->value) ||
		    strlen(header->value) > LIMIT_HEADERS / 4)
			return exchange_fail(x,
			    "the header %s is too long, or not of one line",
			    header->name);
		x->secrets =
		    exchange_header(x->secrets, header->name, header->value);
	}
	if ((x->user != NULL && !in_a_line(x->user)) ||
	    (x->password != NULL && !in_a_line(x->password)))
		return exchange_fail(x, "the password is not of one line");
	return 0;
}

/* With the secret itself gone from memory. */
static void
forget(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void
exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	for (const struct curl_slist *s = x->secrets; s != NULL; s = s->next)
		explicit_bzero(s->data, strlen(s->data));
	curl_slist_free_all(x->secrets);
	if (x->body != -1)
		(void)close(x->body);
	forget(x->user);
	forget(x->password);
	free(x->url);
	free(x->host);
	free(x->here);
	free(x->home);
	free(x->post);
	free(x->etag);
	free(x->last_modified);
	free(x);
}

uint16_t
http_port(const char *url)
{
	struct url_parts parts;
	size_t n = url == NULL ? 0 : strlen(url);

	url_split(url == NULL ? "" : url, n, &parts);
	const char *p = parts.authority.p;
	size_t len = p == NULL ? 0 : parts.authority.n, digits = 0;
	while (digits < len && ascii_digit(p[len - 1 - digits]))
		digits++;
	if (digits > 0 && digits < len && p[len - 1 - digits] == ':') {
		unsigned long port = strtoul(p + len - digits, NULL, 10);
		return port <= UINT16_MAX ? (uint16_t)port : 0;
	}
	if (url_has_scheme(url == NULL ? "" : url, n, "https"))
		return 443;
	return n > 0 && url_has_scheme(url, n, "http") ? 80 : 0;
}

bool
exchange_at_home(const struct exchange *x)
{
	return strcmp(x->here, x->home) == 0;
}

/* A part of an address as the caller's string, or NULL when there is none. */
static char *
part(CURLU *u, CURLUPart what, unsigned flags)
{
	char *text = NULL;

	if (curl_url_get(u, what, &text, flags) != CURLUE_OK)
		return NULL;
	char *own = mem_str(text);
	curl_free(text);
	return own;
}

/* User and password of the first address are as those of the request. */
static void
take_user(struct exchange *x, CURLU *u)
{
	if (x->home == NULL && x->user == NULL) {
		x->user = part(u, CURLUPART_USER, CURLU_URLDECODE);
		x->password = part(u, CURLUPART_PASSWORD, CURLU_URLDECODE);
	}
	(void)curl_url_set(u, CURLUPART_USER, NULL, 0);
	(void)curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
	(void)curl_url_set(u, CURLUPART_OPTIONS, NULL, 0);
	(void)curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
}

/* Registries ask for names beyond ASCII in Punycode (RFC 5891). */
static bool
host_ascii(CURLU *u, const char *host)
{
	for (const char *p = host; (unsigned char)*p < 0x80; p++)
		if (*p == '\0')
			return true;
	char *ascii = curl_ascii(host);
	if (ascii == NULL)
		return false;
	CURLUcode code = curl_url_set(u, CURLUPART_HOST, ascii, 0);
	free(ascii);
	return code == CURLUE_OK;
}

static char *
origin_of(const char *scheme, const char *host, const char *port)
{
	struct buf origin;

	buf_init(&origin, LIMIT_URL * 2);
	buf_printf(&origin, "%s://%s:%s", scheme, host, port);
	for (size_t i = 0; i < origin.len; i++)
		origin.data[i] = ascii_lower(origin.data[i]);
	return buf_take(&origin);
}

/* Takes over what libcurl made of the address; false when that is nothing. */
static bool
move_to(struct exchange *x, CURLU *u)
{
	char *scheme = part(u, CURLUPART_SCHEME, 0);
	char *host = part(u, CURLUPART_HOST, 0);
	char *port = part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	char *url = part(u, CURLUPART_URL, 0);
	bool good = scheme != NULL && host != NULL && port != NULL &&
		    url != NULL && strlen(url) < LIMIT_URL && printable(url) &&
		    strncmp(scheme, "http", 4) == 0;

	if (good) {
		free(x->here);
		free(x->host);
		free(x->url);
		x->here = origin_of(scheme, host, port);
		x->server = x->here + strlen(scheme) + strlen("://");
		x->host = host;
		x->url = url;
		host = url = NULL;
	}
	free(scheme);
	free(host);
	free(port);
	free(url);
	return good;
}

static bool
go_to(struct exchange *x, const char *url)
{
	CURLU *u = curl_url();
	bool good = false;

	if (u == NULL)
		mem_out();
	if (curl_url_set(u, CURLUPART_URL, url, CURLU_URLENCODE) == CURLUE_OK) {
		take_user(x, u);
		char *host = part(u, CURLUPART_HOST, 0);
		good = host != NULL && host_ascii(u, host) && move_to(x, u);
		free(host);
	}
	curl_url_cleanup(u);
	return good;
}

int
exchange_aim(struct exchange *x, const char *reference)
{
	bool first = x->url == NULL;
	bool secure = !first && url_has_scheme(x->url, strlen(x->url), "https");
	struct buf url;

	buf_init(&url, 4 * LIMIT_URL);
	(void)url_resolve(x->url, reference, strlen(reference), &url);
	bool good = !buf_full(&url) && go_to(x, buf_text(&url));
	buf_clear(&url);
	if (!good)
		return exchange_fail(x, "%s is no address of http or https",
		    first ? "the source" : "where it redirects to");
	if (secure && !url_has_scheme(x->url, strlen(x->url), "https"))
		return exchange_fail(
		    x, "redirects from https to http, at %s", x->host);
	if (x->home == NULL)
		x->home = mem_str(x->here);
	memset(x->answer.url, 0, sizeof(x->answer.url));
	memcpy(x->answer.url, x->url, strlen(x->url));
	return 0;
}

/* Aims there and back, as if that had been the hop before the first. */
static int
set_home(struct exchange *x, const char *home)
{
	if (home != NULL && exchange_aim(x, home) == -1)
		return -1;
	free(x->url);
	x->url = NULL;
	return 0;
}

struct exchange *
exchange_new(const struct http_setup *setup, size_t number,
    const struct http_request *request)
{
	struct exchange *x = mem_new(1, sizeof(*x));

	x->setup = setup;
	x->body = -1;
	x->answer.number = number;
	x->answer.retry_after = x->answer.max_age = -1;
	x->head = (struct head){.answer = &x->answer, .now = setup->now};
	x->post = mem_str(request->post);
	x->etag = validator(request->etag);
	x->last_modified = validator(request->last_modified);
	x->user = mem_str(request->user);
	x->password = mem_str(request->password);
	x->allow_private = request->allow_private;
	x->home_only = request->home_only;
	x->max_bytes = request->max_bytes;
	x->left = request->timeout * 1000;
	if (copy_headers(x, request) == 0 && set_home(x, request->home) == 0)
		(void)exchange_aim(x, request->url);
	return x;
}
