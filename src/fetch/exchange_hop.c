/*
 * One transfer of libcurl's: what it is told, and what it asks on the way, each
 * address, header and part of the body.
 */
#include "fetch/exchange.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "fetch/address.h"

/* Feeds first, but no server that looks only at names is to refuse it. */
#define ACCEPT                                                                 \
	"application/atom+xml, application/rss+xml, application/feed+json, "   \
	"application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, "   \
	"*/*;q=0.5"

/* libcurl's word for "stop": fewer bytes than it gave; it gives some. */
#define STOP 0

static size_t
on_header(char *line, size_t size, size_t n, void *context)
{
	struct exchange *x = context;

	n *= size;
	x->head_bytes += n;
	if (x->head_bytes > LIMIT_HEADERS) {
		x->too_much_head = true;
		return STOP;
	}
	head_line(&x->head, line, n);
	return n;
}

bool
exchange_has_body(const struct exchange *x)
{
	return x->answer.status >= 200 && x->answer.status < 300;
}

static bool
body_write(struct exchange *x, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(x->body, p, n);
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

/* Of a page that says why there is no feed nothing is kept. */
static size_t
on_body(char *p, size_t size, size_t n, void *context)
{
	struct exchange *x = context;
	bool kept = exchange_has_body(x);

	n *= size;
	x->answer.size += n;
	if (x->answer.size > (kept ? x->max_bytes : LIMIT_HEADERS)) {
		x->too_large = kept;
		x->enough = !kept;
		return STOP;
	}
	if (!kept || body_write(x, p, n))
		return n;
	x->no_room = true;
	return STOP;
}

/* Whether this hop may go to an address that is not public. */
static bool
may_be_private(const struct exchange *x)
{
	return x->allow_private && (!x->home_only || exchange_at_home(x));
}

/* The address is looked at here, where no later answer of DNS changes it. */
static curl_socket_t
on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct exchange *x = context;

	(void)purpose;
	if (!may_be_private(x) && !address_public(&to->addr, to->addrlen)) {
		x->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* And again here: the connection may be one that another exchange made. */
static int
on_request(void *context, char *to, char *from, int to_port, int from_port)
{
	struct exchange *x = context;

	(void)from;
	(void)to_port;
	(void)from_port;
	if (may_be_private(x) || address_public_text(to))
		return CURL_PREREQFUNC_OK;
	x->refused = true;
	return CURL_PREREQFUNC_ABORT;
}

/* False when libcurl does not know or take one of them. */
#define SET(x, option, value)                                                  \
	(curl_easy_setopt((x)->easy, option, value) == CURLE_OK)

static bool
set_rules(struct exchange *x)
{
	return SET(x, CURLOPT_PROTOCOLS_STR, "http,https") &&
	       SET(x, CURLOPT_FOLLOWLOCATION, 0L) &&
	       SET(x, CURLOPT_PROXY, "") && /* nor one of the environment */
	       SET(x, CURLOPT_NOSIGNAL, 1L) &&
	       SET(x, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS) &&
	       SET(x, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
	       SET(x, CURLOPT_CAPATH, NULL) &&
	       SET(x, CURLOPT_CAINFO, x->setup->ca) &&
	       SET(x, CURLOPT_CONNECTTIMEOUT, (long)LIMIT_CONNECT) &&
	       SET(x, CURLOPT_LOW_SPEED_LIMIT, (long)LIMIT_SLOW) &&
	       SET(x, CURLOPT_LOW_SPEED_TIME, (long)LIMIT_STALL) &&
	       SET(x, CURLOPT_TIMEOUT_MS, (long)x->left);
}

static bool
set_callbacks(struct exchange *x)
{
	return SET(x, CURLOPT_PRIVATE, x) &&
	       SET(x, CURLOPT_ERRORBUFFER, x->said) &&
	       SET(x, CURLOPT_HEADERFUNCTION, on_header) &&
	       SET(x, CURLOPT_HEADERDATA, x) &&
	       SET(x, CURLOPT_WRITEFUNCTION, on_body) &&
	       SET(x, CURLOPT_WRITEDATA, x) &&
	       SET(x, CURLOPT_OPENSOCKETFUNCTION, on_socket) &&
	       SET(x, CURLOPT_OPENSOCKETDATA, x) &&
	       SET(x, CURLOPT_PREREQFUNCTION, on_request) &&
	       SET(x, CURLOPT_PREREQDATA, x);
}

static void
add_header(struct exchange *x, const char *name, const char *value)
{
	if (value != NULL)
		x->sent = exchange_header(x->sent, name, value);
}

static bool
set_secrets(struct exchange *x)
{
	for (const struct curl_slist *s = x->secrets; s != NULL; s = s->next) {
		x->sent = curl_slist_append(x->sent, s->data);
		if (x->sent == NULL)
			mem_out();
	}
	if (x->user == NULL)
		return true;
	return SET(x, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) &&
	       SET(x, CURLOPT_USERNAME, x->user) &&
	       SET(x, CURLOPT_PASSWORD, x->password == NULL ? "" : x->password);
}

static bool
set_request(struct exchange *x)
{
	add_header(x, "Accept", ACCEPT);
	add_header(x, "If-None-Match", x->etag);
	add_header(x, "If-Modified-Since", x->last_modified);
	if (exchange_at_home(x) && !set_secrets(x))
		return false;
	if (x->post != NULL && !SET(x, CURLOPT_POSTFIELDS, x->post))
		return false;
	return SET(x, CURLOPT_URL, x->url) &&
	       SET(x, CURLOPT_USERAGENT, x->setup->agent) &&
	       SET(x, CURLOPT_ACCEPT_ENCODING, "") && /* all it knows */
	       SET(x, CURLOPT_HTTPHEADER, x->sent);
}

/* Nothing of the hop before is left. */
static int
body_open(struct exchange *x)
{
	x->answer.size = 0;
	x->head_bytes = 0;
	x->said[0] = '\0';
	x->enough = x->refused = false;
	head_begin(&x->head);
	if (x->body == -1)
		x->body = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return x->body == -1 ? -1 : 0;
}

int
exchange_begin(struct exchange *x, CURLM *multi)
{
	if (x->left <= 0)
		return exchange_fail(x, "no time is left to ask %s", x->host);
	if (body_open(x) == -1)
		return exchange_fail(x, "no memory for an answer");
	x->easy = curl_easy_init();
	if (x->easy == NULL)
		mem_out();
	if (set_rules(x) && set_callbacks(x) && set_request(x) &&
	    curl_multi_add_handle(multi, x->easy) == CURLM_OK)
		return 0;
	exchange_stop(x);
	return exchange_fail(x, "libcurl refuses an option");
}

void
exchange_stop(struct exchange *x)
{
	curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->sent);
	x->easy = NULL;
	x->sent = NULL;
}
