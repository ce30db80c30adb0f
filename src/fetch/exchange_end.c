/*
 * The end of a hop: a redirect to another, an answer, or what it failed by in
 * words for people.
 */
#include "fetch/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/ascii.h"

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

static const struct {
	int status;
	bool permanent; /* the new address is to be remembered */
	bool posts;	/* a form goes there, too */
} redirects[] = {
    {301, true, false},
    {302, false, false},
    {303, false, false},
    {307, false, true},
    {308, true, true},
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Follows a redirect: 1; 0 when it is none; -1 with answer.failure. */
static int
redirect(struct exchange *x)
{
	struct http_answer *a = &x->answer;
	size_t i = 0;

	while (i < COUNT(redirects) && redirects[i].status != a->status)
		i++;
	if (i == COUNT(redirects) || !x->head.located ||
	    (x->post != NULL && !redirects[i].posts))
		return 0;
	if (a->redirects == LIMIT_REDIRECTS)
		return exchange_fail(
		    x, "redirects more than %d times", LIMIT_REDIRECTS);
	a->permanent =
	    redirects[i].permanent && (a->redirects == 0 || a->permanent);
	a->redirects++;
	return exchange_aim(x, x->head.location) == -1 ? -1 : 1;
}

static bool
worth_retry(int status)
{
	static const int statuses[] = {408, 425, 429, 500, 502, 503, 504};

	for (size_t i = 0; i < COUNT(statuses); i++)
		if (statuses[i] == status)
			return true;
	return false;
}

/* A body is whole: nobody changes it from here on. */
static void
seal(struct exchange *x)
{
	if (x->answer.failure[0] == '\0' && exchange_has_body(x)) {
		if (lseek(x->body, 0, SEEK_SET) == 0 &&
		    fcntl(x->body, F_ADD_SEALS, SEALS) == 0)
			return;
		exchange_fail(x, "no memory for an answer");
	}
	x->answer.size = 0;
	close(x->body);
	x->body = -1;
}

/* What it said before it failed is not to be built on. */
static void
unsay(struct exchange *x)
{
	head_begin(&x->head);
	x->answer.permanent = false;
}

static void
measure(struct exchange *x)
{
	curl_off_t took = 0;

	if (curl_easy_getinfo(x->easy, CURLINFO_TOTAL_TIME_T, &took) ==
	    CURLE_OK)
		x->left -= (int64_t)took / 1000;
}

bool
exchange_end(struct exchange *x, CURLM *multi, CURLcode result)
{
	struct http_answer *a = &x->answer;
	int more = 0;

	measure(x);
	/* Of a page that is no feed the head is enough, however it ends. */
	if (result != CURLE_OK && (!x->head.whole || exchange_has_body(x)))
		exchange_explain(x, result);
	else
		more = redirect(x);
	curl_multi_remove_handle(multi, x->easy);
	exchange_stop(x);
	if (more == 1)
		return true;
	if (a->failure[0] == '\0')
		a->retry = worth_retry(a->status);
	seal(x);
	if (a->failure[0] != '\0')
		unsay(x);
	return false;
}

/* "1.2 GB", and less than 1000 without a unit. */
static void
put_size(char *out, size_t room, uint64_t n)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
	size_t unit = 0;
	uint64_t tenths = n * 10;

	if (n > UINT64_MAX / 100)
		tenths = UINT64_MAX / 100 * 10;
	while (tenths >= 10000 && unit + 1 < COUNT(units)) {
		tenths /= 1000;
		unit++;
	}
	if (unit == 0 || tenths % 10 == 0)
		(void)snprintf(out, room, "%llu %s",
		    (unsigned long long)tenths / 10, units[unit]);
	else
		(void)snprintf(out, room, "%llu.%llu %s",
		    (unsigned long long)tenths / 10,
		    (unsigned long long)tenths % 10, units[unit]);
}

static void
explain_size(struct exchange *x)
{
	char most[32], is[32];
	curl_off_t says = -1;

	(void)curl_easy_getinfo(
	    x->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &says);
	put_size(most, sizeof(most), x->max_bytes);
	put_size(is, sizeof(is), (uint64_t)says);
	if (says > 0 && (uint64_t)says > x->max_bytes)
		exchange_fail(
		    x, "answered %s, more than max_bytes, %s", is, most);
	else
		exchange_fail(x, "answered more than max_bytes, %s", most);
}

/* EACCES is the sandbox's: its ports are those of sources. */
static void
explain_connect(struct exchange *x)
{
	long number = 0;
	char why[64] = "";

	(void)curl_easy_getinfo(x->easy, CURLINFO_OS_ERRNO, &number);
	if (number == EACCES)
		(void)snprintf(
		    why, sizeof(why), ": the port is not one of a source");
	else if (number != 0)
		(void)snprintf(
		    why, sizeof(why), ": %s", strerrordesc_np((int)number));
	if (number != 0)
		why[2] = ascii_lower(why[2]);
	exchange_fail(x, "cannot connect to %s%s", x->host, why);
}

static void
explain_time(struct exchange *x)
{
	curl_off_t connected = 0;

	(void)curl_easy_getinfo(
	    x->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	if (strstr(x->said, "too slow") != NULL)
		exchange_fail(x, "stalled: below %d bytes a second for %d s",
		    LIMIT_SLOW, LIMIT_STALL);
	else if (connected == 0)
		exchange_fail(
		    x, "cannot connect to %s: no answer in time", x->host);
	else
		exchange_fail(x, "the answer took longer than its timeout");
}

/* What OpenSSL says of a certificate is good enough, behind its prefixes. */
static void
explain_tls(struct exchange *x)
{
	static const char *const prefixes[] = {"problem: ", "SSL: "};
	const char *says = x->said;

	for (size_t i = 0; i < COUNT(prefixes); i++) {
		const char *at = strstr(says, prefixes[i]);
		if (at != NULL)
			says = at + strlen(prefixes[i]);
	}
	exchange_fail(x, "cannot trust %s: %s", x->host, says);
}

/* What is not in here is libcurl's own words. */
static const struct {
	CURLcode code;
	bool retry;
	void (*explain)(struct exchange *x);
	const char *before, *behind; /* the host */
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, true, NULL, "no address is known of ", ""},
    {CURLE_COULDNT_CONNECT, true, explain_connect, NULL, NULL},
    {CURLE_OPERATION_TIMEDOUT, true, explain_time, NULL, NULL},
    {CURLE_PEER_FAILED_VERIFICATION, false, explain_tls, NULL, NULL},
    {CURLE_SSL_CONNECT_ERROR, true, NULL, "no TLS with ", ""},
    {CURLE_PARTIAL_FILE, true, NULL, "the answer of ", " was cut off"},
    {CURLE_GOT_NOTHING, true, NULL, "", " closed without an answer"},
    {CURLE_SEND_ERROR, true, NULL, "", " broke the connection"},
    {CURLE_RECV_ERROR, true, NULL, "", " broke the connection"},
    {CURLE_HTTP2, true, NULL, "", " broke the connection"},
    {CURLE_HTTP2_STREAM, true, NULL, "", " broke the connection"},
    {CURLE_BAD_CONTENT_ENCODING, true, NULL, "what ",
	" answered is badly compressed"},
    {CURLE_UNSUPPORTED_PROTOCOL, false, NULL, "", " does not answer by HTTP"},
    {CURLE_WEIRD_SERVER_REPLY, false, NULL, "", " does not answer by HTTP"},
};

static void
explain_code(struct exchange *x, CURLcode result)
{
	size_t i = 0;

	while (i < COUNT(failures) && failures[i].code != result)
		i++;
	if (i == COUNT(failures)) {
		exchange_fail(x, "%s: %s", x->host,
		    x->said[0] != '\0' ? x->said : curl_easy_strerror(result));
		return;
	}
	x->answer.retry = failures[i].retry;
	if (failures[i].explain != NULL)
		failures[i].explain(x);
	else
		exchange_fail(x, "%s%s%s", failures[i].before, x->host,
		    failures[i].behind);
}

void
exchange_explain(struct exchange *x, CURLcode result)
{
	if (x->too_large)
		explain_size(x);
	else if (x->too_much_head)
		exchange_fail(x, "the headers are longer than %zu KiB",
		    LIMIT_HEADERS / KIB);
	else if (x->no_room)
		exchange_fail(x, "no memory for an answer");
	else if (x->refused && (result == CURLE_COULDNT_CONNECT ||
				   result == CURLE_ABORTED_BY_CALLBACK))
		exchange_fail(x,
		    "%s has no public address; allow_private permits others",
		    x->host);
	else
		explain_code(x, result);
}
