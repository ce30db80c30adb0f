/*
 * Whether an answer is one that an honest fetcher gives.  Nothing is read of it
 * as text, or as a bool, before it is known to be one.
 */
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/url.h"
#include "run/fetcher_frame.h"

#define LONGEST 9999999999 /* seconds */
#define SEALS (F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK)

/* Printable ASCII that ends within its field. */
static bool
is_text(const char *p, size_t room)
{
	const char *end = memchr(p, '\0', room);

	for (; end != NULL && p < end; p++)
		if (*p < ' ' || *p > '~')
			return false;
	return end != NULL;
}

#define TEXT(field)                                                            \
	{                                                                      \
		offsetof(struct http_answer, field),                           \
		    sizeof(((struct http_answer *)NULL)->field)                \
	}

static const struct {
	size_t at, room;
} texts[] = {
    TEXT(url),
    TEXT(etag),
    TEXT(last_modified),
    TEXT(type),
    TEXT(charset),
    TEXT(failure),
};

static const char *
text_fault(const struct http_answer *answer)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!is_text((const char *)answer + texts[i].at, texts[i].room))
			return "a text that is none";
	return NULL;
}

/* A byte that is neither 0 nor 1 is no bool, and must not be read as one. */
static bool
is_bool(const bool *p)
{
	unsigned char byte;

	memcpy(&byte, p, sizeof(byte));
	return byte <= 1;
}

static bool
is_time(int64_t seconds)
{
	return seconds >= -1 && seconds <= LONGEST;
}

static const char *
number_fault(const struct http_answer *a)
{
	bool failed = a->failure[0] != '\0';

	if (!is_bool(&a->retry) || !is_bool(&a->permanent))
		return "a bool that is none";
	if (failed ? a->status != 0 : a->status < 200 || a->status > 999)
		return "a status that is none";
	if (a->redirects < 0 || a->redirects > LIMIT_REDIRECTS ||
	    (a->permanent && (failed || a->redirects == 0)))
		return "redirects that cannot be";
	if (!is_time(a->retry_after) || !is_time(a->max_age))
		return "a time that is none";
	return NULL;
}

/* Where it came from; what failed before it began came from nowhere. */
static const char *
url_fault(const struct http_answer *a)
{
	size_t n = strlen(a->url);

	if (n == 0 && a->failure[0] != '\0')
		return NULL;
	if (!url_is_iri(a->url, n) || (!url_has_scheme(a->url, n, "http") &&
					  !url_has_scheme(a->url, n, "https")))
		return "a URL that is none";
	return NULL;
}

static const char *
validator_fault(const struct http_answer *a)
{
	char tag[HTTP_TEXT];

	if (a->etag[0] != '\0' &&
	    (!http_validator(a->etag, tag) || strcmp(tag, a->etag) != 0))
		return "an entity tag that is none";
	return NULL;
}

static const char *
body_fault(const struct http_answer *a, int body, size_t max)
{
	struct stat st;

	if ((a->status >= 200 && a->status < 300) != (body != -1))
		return "a status with the body of another";
	if (body == -1)
		return a->size == 0 ? NULL : "a size of nothing";
	int seals = fcntl(body, F_GET_SEALS);
	if (seals == -1 || (seals & SEALS) != SEALS)
		return "a body that can be changed";
	if (fstat(body, &st) == -1 || !S_ISREG(st.st_mode) ||
	    (uint64_t)st.st_size != a->size || a->size > max)
		return "a body of another size";
	return NULL;
}

const char *
fetcher_fault(const struct http_answer *answer, int body, size_t max)
{
	const char *fault = text_fault(answer);

	if (fault == NULL)
		fault = number_fault(answer);
	if (fault == NULL)
		fault = url_fault(answer);
	if (fault == NULL)
		fault = validator_fault(answer);
	if (fault == NULL)
		fault = body_fault(answer, body, max);
	return fault;
}
