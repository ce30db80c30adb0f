/*
 * Mail by libcurl, which speaks the protocol; how far it came is heard from
 * what it reports (CURLOPT_DEBUGFUNCTION), since its result does not tell.  One
 * handle, and so one connection, for all messages.
 *
 * Never sends a password that is not for this server's eyes alone, never a
 * message without AUTH where a user is said, and never a line end that one
 * server might take for another's than CRLF (CVE-2023-51764).
 */
#include "sink/smtp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/curl.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sink/dialogue.h"

#define LEAVING 5L /* seconds for an answer to QUIT */
#define URL_LONG KIB

struct smtp {
	struct smtp_setup setup;
	const char *ca;
	bool begun; /* with libcurl */
	CURL *easy;
	struct dialogue dialogue;
	char said[CURL_ERROR_SIZE];
	const char *stopped; /* by us: why; or NULL */
	int fd;
	off_t length, at; /* of the message, and how much of it is read, */
	off_t sent;	  /* and on its way */
};

/* False when libcurl does not know or take one of them. */
#define SET(s, option, value)                                                  \
	(curl_easy_setopt((s)->easy, option, value) == CURLE_OK)

/* It has all of the message, and is waited for as long as there is time. */
static void
be_patient(struct smtp *s)
{
	(void)curl_easy_setopt(s->easy, CURLOPT_LOW_SPEED_TIME, 0L);
	(void)curl_easy_setopt(
	    s->easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->setup.timeout);
}

static int
on_debug(CURL *easy, curl_infotype kind, char *text, size_t len, void *context)
{
	struct smtp *s = context;
	bool was = s->dialogue.left;

	if (kind == CURLINFO_HEADER_IN)
		dialogue_answer(&s->dialogue, text, len);
	if (kind == CURLINFO_HEADER_OUT)
		dialogue_ask(&s->dialogue, text, len);
	if (kind == CURLINFO_DATA_OUT) {
		s->sent += (off_t)len;
		if (s->sent >= s->length)
			be_patient(s);
	}
	if (s->dialogue.left && !was)
		(void)curl_easy_setopt(
		    easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, LEAVING);
	return 0;
}

static bool
is_loopback(const struct sockaddr *to)
{
	if (to->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, to, sizeof(in));
		return ntohl(in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	}
	if (to->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, to, sizeof(in));
		return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr);
	}
	return false;
}

/* Where it goes is looked at here, where no answer of DNS changes it. */
static curl_socket_t
on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct smtp *s = context;

	(void)purpose;
	if (s->setup.tls == SMTP_PLAIN && s->setup.user != NULL &&
	    !is_loopback(&to->addr)) {
		s->stopped = "a password goes only through TLS, or to this "
			     "machine itself";
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* libcurl goes on without AUTH where the server does not offer it. */
static int
on_request(void *context, char *to, char *from, int to_port, int from_port)
{
	struct smtp *s = context;

	(void)to;
	(void)from;
	(void)to_port;
	(void)from_port;
	if (s->setup.user == NULL || s->dialogue.authenticated)
		return CURL_PREREQFUNC_OK;
	s->stopped = "the server takes no user and password";
	return CURL_PREREQFUNC_ABORT;
}

static size_t
on_read(char *p, size_t size, size_t n, void *context)
{
	struct smtp *s = context;
	ssize_t got = TEMP_FAILURE_RETRY(pread(s->fd, p, size * n, s->at));

	if (got == -1) {
		s->stopped = "the message cannot be read";
		return CURL_READFUNC_ABORT;
	}
	s->at += got;
	return (size_t)got;
}

static bool
set_rules(struct smtp *s)
{
	long wait = (long)s->setup.wait;
	long connect = wait < LIMIT_MAIL_CONNECT ? wait : LIMIT_MAIL_CONNECT;
	bool start = s->setup.tls == SMTP_STARTTLS;

	return SET(s, CURLOPT_PROTOCOLS_STR, "smtp,smtps") &&
	       SET(s, CURLOPT_PROXY, "") && /* nor one of the environment */
	       SET(s, CURLOPT_NOSIGNAL, 1L) &&
	       SET(s, CURLOPT_USE_SSL,
		   (long)(start ? CURLUSESSL_ALL : CURLUSESSL_NONE)) &&
	       SET(s, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
	       SET(s, CURLOPT_CAPATH, NULL) && SET(s, CURLOPT_CAINFO, s->ca) &&
	       SET(s, CURLOPT_MAXCONNECTS, 1L) &&
	       SET(s, CURLOPT_CONNECTTIMEOUT, connect) &&
	       SET(s, CURLOPT_LOW_SPEED_LIMIT, 1L) &&
	       SET(s, CURLOPT_TIMEOUT, (long)s->setup.timeout);
}

static bool
set_callbacks(struct smtp *s)
{
	return SET(s, CURLOPT_ERRORBUFFER, s->said) &&
	       SET(s, CURLOPT_VERBOSE, 1L) && /* to on_debug alone */
	       SET(s, CURLOPT_DEBUGFUNCTION, on_debug) &&
	       SET(s, CURLOPT_DEBUGDATA, s) &&
	       SET(s, CURLOPT_READFUNCTION, on_read) &&
	       SET(s, CURLOPT_READDATA, s) &&
	       SET(s, CURLOPT_OPENSOCKETFUNCTION, on_socket) &&
	       SET(s, CURLOPT_OPENSOCKETDATA, s) &&
	       SET(s, CURLOPT_PREREQFUNCTION, on_request) &&
	       SET(s, CURLOPT_PREREQDATA, s) && SET(s, CURLOPT_UPLOAD, 1L);
}

/* Through TLS there is nothing that another way would hide better. */
static bool
set_user(struct smtp *s)
{
	if (s->setup.user == NULL)
		return true;
	return SET(s, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN") &&
	       SET(s, CURLOPT_USERNAME, s->setup.user) &&
	       SET(s, CURLOPT_PASSWORD,
		   s->setup.password == NULL ? "" : s->setup.password);
}

/* Letters, digits, and what else stands in names and addresses. */
static bool
is_host(const char *text)
{
	const char *p = text;

	while (ascii_letter(*p) || ascii_digit(*p) ||
	       (*p != '\0' && strchr("-._:", *p) != NULL))
		p++;
	return p != text && *p == '\0';
}

/* The path is what we call ourselves: CURLOPT_URL(3). */
static int
set_url(struct smtp *s, struct error *e)
{
	const struct smtp_setup *setup = &s->setup;
	bool brackets = strchr(setup->host, ':') != NULL;
	struct buf url;

	if (!is_host(setup->host) || !is_host(setup->helo))
		return error_set(
		    e, ERR_CONFIG, "'%s' is no host's name", setup->host);
	buf_init(&url, URL_LONG);
	buf_printf(&url, "smtp%s://%s%s%s:%u/%s",
	    setup->tls == SMTP_TLS ? "s" : "", brackets ? "[" : "", setup->host,
	    brackets ? "]" : "", setup->port, setup->helo);
	bool good = !buf_full(&url) && SET(s, CURLOPT_URL, buf_text(&url));
	buf_clear(&url);
	if (good)
		return 0;
	return error_set(e, ERR_CONFIG, "'%s' is no host's name", setup->host);
}

struct smtp *
smtp_open(const struct smtp_setup *setup, struct error *e)
{
	struct smtp *s = mem_new(1, sizeof(*s));

	s->setup = *setup;
	s->ca = setup->ca_file;
	s->begun = curl_begin(e) == 0;
	if (!s->begun)
		goto fail;
	if (s->ca == NULL)
		s->ca = curl_version_info(CURLVERSION_NOW)->cainfo;
	s->easy = curl_easy_init();
	if (s->easy == NULL)
		mem_out();
	if (set_url(s, e) == -1)
		goto fail;
	if (set_rules(s) && set_callbacks(s) && set_user(s))
		return s;
	error_set(e, ERR_SYSTEM, "libcurl refuses an option");
fail:
	smtp_close(s);
	return NULL;
}

void
smtp_close(struct smtp *s)
{
	if (s == NULL)
		return;
	if (s->easy != NULL)
		curl_easy_cleanup(s->easy);
	if (s->begun)
		curl_end();
	free(s);
}

const char *
smtp_certificates(const struct smtp *s)
{
	return s->ca;
}

/* What is not in here is libcurl's own words. */
static const struct {
	CURLcode code;
	const char *before, *behind; /* the host */
	bool says;		     /* at which stage */
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, "no address is known of ", "", false},
    {CURLE_COULDNT_CONNECT, "cannot connect to ", "", false},
    {CURLE_OPERATION_TIMEDOUT, "", " does not answer in time", true},
    {CURLE_PEER_FAILED_VERIFICATION, "cannot trust ", "", false},
    {CURLE_SSL_CONNECT_ERROR, "no TLS with ", "", false},
    {CURLE_USE_SSL_FAILED, "", " offers no TLS", false},
    {CURLE_LOGIN_DENIED, "", " takes no user and password", false},
    {CURLE_GOT_NOTHING, "", " broke the connection", true},
    {CURLE_SEND_ERROR, "", " broke the connection", true},
    {CURLE_RECV_ERROR, "", " broke the connection", true},
    {CURLE_WEIRD_SERVER_REPLY, "", " does not answer by SMTP", true},
};

/* What the kernel or OpenSSL says of it, if that tells more; "" else. */
static const char *
detail(const struct smtp *s, CURLcode result)
{
	static const char *const prefixes[] = {"problem: ", "SSL: "};
	long number = 0;

	if (result == CURLE_COULDNT_CONNECT &&
	    curl_easy_getinfo(s->easy, CURLINFO_OS_ERRNO, &number) ==
		CURLE_OK &&
	    number != 0)
		return strerrordesc_np((int)number);
	if (result != CURLE_PEER_FAILED_VERIFICATION)
		return "";
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const char *at = strstr(s->said, prefixes[i]);
		if (at != NULL)
			return at + strlen(prefixes[i]);
	}
	return s->said;
}

static void
explain_code(const struct smtp *s, CURLcode result, char *out, size_t size)
{
	size_t i = 0;

	while (i < sizeof(failures) / sizeof(failures[0]) &&
	       failures[i].code != result)
		i++;
	if (i < sizeof(failures) / sizeof(failures[0])) {
		const char *more = detail(s, result);
		bool says = failures[i].says;
		(void)snprintf(out, size, "%s%s%s%s%s%s%s", failures[i].before,
		    s->setup.host, failures[i].behind, says ? ", at " : "",
		    says ? dialogue_name(s->dialogue.stage) : "",
		    *more != '\0' ? ": " : "", more);
	} else
		(void)snprintf(out, size, "%s: %s", s->setup.host,
		    s->said[0] != '\0' ? s->said : curl_easy_strerror(result));
	for (; *out != '\0'; out++)
		if (*out < ' ' || *out > '~')
			*out = '?';
}

/* A server that repeats the password is not repeated. */
static void
explain(const struct smtp *s, CURLcode result, char *words, size_t size)
{
	const struct dialogue *d = &s->dialogue;
	const char *secret = s->setup.password;

	if (s->stopped != NULL)
		(void)snprintf(words, size, "%s", s->stopped);
	else if (d->whole && (result == CURLE_OK || d->code >= 400))
		(void)snprintf(words, size, "%s", d->words);
	else
		explain_code(s, result, words, size);
	if (d->stage == STAGE_AUTH && d->whole && d->code >= 400)
		(void)snprintf(words, size,
		    "%d: the server does not take the user and password",
		    d->code);
	else if (secret != NULL && *secret != '\0' &&
		 strstr(words, secret) != NULL)
		(void)snprintf(words, size, "%d", d->code);
}

/* To MAIL FROM: two of the codes are about the room that there is now. */
static enum smtp_end
judge_sender(int code)
{
	switch (code) {
	case 452:
		return SMTP_LATER;
	case 552:
		return SMTP_REFUSED;
	default:
		return code >= 500 ? SMTP_NO_SENDER : SMTP_NO_SERVER;
	}
}

static enum smtp_end
judge(const struct smtp *s, CURLcode result)
{
	const struct dialogue *d = &s->dialogue;
	int code = d->whole ? d->code : 0;

	if (d->stage < STAGE_SENDER)
		return SMTP_NO_SERVER;
	if (d->stage == STAGE_SENDER)
		return judge_sender(code);
	if (code / 100 == 5)
		return SMTP_REFUSED;
	if (d->stage == STAGE_BODY && code / 100 == 2)
		return SMTP_SENT;
	return result == CURLE_OPERATION_TIMEDOUT ? SMTP_SILENT : SMTP_LATER;
}

/* How long the file is; -1 when it is not a message, with words. */
static off_t
measure(int fd, char *words, size_t size)
{
	char part[16 * KIB], last = '\0';
	off_t at = 0;
	ssize_t n;

	while (
	    (n = TEMP_FAILURE_RETRY(pread(fd, part, sizeof(part), at))) > 0) {
		for (ssize_t i = 0; i < n; last = part[i++])
			if (part[i] == '\0' ||
			    (part[i] == '\n') != (last == '\r'))
				goto bad;
		at += n;
	}
	if (n == 0 && last == '\n')
		return at;
bad:
	(void)snprintf(words, size, "%s",
	    n == -1 ? "the message cannot be read"
		    : "the message has lines that do not end in CR LF");
	return -1;
}

/* What stands between "<" and ">" and cannot end it, or the line. */
static bool
is_address(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || *p == '<' || *p == '>')
			return false;
	return strchr(text, '@') != NULL;
}

static CURLcode
transfer(struct smtp *s, bool fresh)
{
	s->at = 0;
	s->sent = 0;
	s->stopped = NULL;
	s->said[0] = '\0';
	dialogue_begin(&s->dialogue);
	if (!SET(s, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L) ||
	    !SET(s, CURLOPT_LOW_SPEED_TIME, (long)s->setup.wait) ||
	    !SET(s, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->setup.wait))
		return CURLE_UNKNOWN_OPTION;
	return curl_easy_perform(s->easy);
}

/* A server may have had enough of a connection, and does not say so before. */
static bool
is_stale(const struct smtp *s, CURLcode result)
{
	const struct dialogue *d = &s->dialogue;
	long made = 1;

	return result != CURLE_OK && result != CURLE_OPERATION_TIMEDOUT &&
	       curl_easy_getinfo(s->easy, CURLINFO_NUM_CONNECTS, &made) ==
		   CURLE_OK &&
	       made == 0 && d->stage <= STAGE_SENDER &&
	       (!d->whole || d->code / 100 == 4);
}

/*
 * It is not told how long a message is (CURLOPT_INFILESIZE): it compares that
 * with what it has sent, doubled dots and all, and leaves the last bytes out
 * where these are as many.
 */
static enum smtp_end
send_to(struct smtp *s, const char *sender, struct curl_slist *to, char *words,
    size_t size)
{
	if (!SET(s, CURLOPT_MAIL_FROM, sender) ||
	    !SET(s, CURLOPT_MAIL_RCPT, to)) {
		(void)snprintf(words, size, "libcurl refuses an option");
		return SMTP_NO_SERVER;
	}
	CURLcode result = transfer(s, false);
	if (is_stale(s, result))
		result = transfer(s, true);
	explain(s, result, words, size);
	return judge(s, result);
}

enum smtp_end
smtp_send(struct smtp *s, const char *sender, const char *recipient, int fd,
    char *words, size_t size)
{
	s->length = measure(fd, words, size);
	if (s->length == -1)
		return SMTP_REFUSED;
	if (!is_address(sender) || !is_address(recipient)) {
		(void)snprintf(words, size, "an address that cannot be one");
		return SMTP_REFUSED;
	}
	s->fd = fd;
	struct curl_slist *to = curl_slist_append(NULL, recipient);
	if (to == NULL)
		mem_out();
	enum smtp_end end = send_to(s, sender, to, words, size);
	(void)curl_easy_setopt(s->easy, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	return end;
}
