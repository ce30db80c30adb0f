/*
 * Values of digests that end in the header of a message: each is looked at as
 * whoever reads mail would, and refused unless it is plain.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mailbox.h"
#include "base/mem.h"
#include "base/url.h"
#include "config/recipients.h"
#include "config/state.h"
#include "config/subject.h"

#define NAME_BYTES                                                             \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#define LIST_ID_MAX 255 /* RFC 2919, section 2 */

bool
config_mailbox(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);
	struct error e;

	if (text == NULL)
		return false;
	if (mailbox_read(member, text, &e) == 0)
		return true;
	config_fault(r, value->line, "'%s': %s", key->name, e.text);
	return false;
}

/* One, or a list of them. */
bool
config_mailboxes(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	bool list = value->type == DATUM_TABLE && value->count > 0 &&
		    value->list_count == value->count;
	size_t before = r->faults;
	struct recipients to;
	struct mailbox one;
	struct error e;

	recipients_init(&to);
	for (size_t i = 0; i < (list ? value->count : 1); i++) {
		const struct datum *item = list ? &value->items[i] : value;
		if (config_mailbox(r, key, item, &one) &&
		    recipients_add(&to, &one, &e) == -1) {
			config_fault(
			    r, item->line, "'%s': %s", key->name, e.text);
			break;
		}
	}
	recipients_take(&to, (struct mailbox **)((char *)object + key->offset),
	    (size_t *)((char *)object + key->count));
	return r->faults == before;
}

/* Names with dots between them, at least one. */
static bool
is_list_id(const char *text)
{
	size_t labels = 0;

	if (strlen(text) > LIST_ID_MAX)
		return false;
	for (;; text++) {
		size_t len = strspn(text, NAME_BYTES);
		if (len == 0)
			return false;
		labels++;
		text += len;
		if (*text != '.')
			return *text == '\0' && labels > 1;
	}
}

bool
config_list_id(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);

	if (text == NULL)
		return false;
	if (!is_list_id(text)) {
		config_fault(r, value->line,
		    "'%s' must be a name and a domain of yours, with dots "
		    "between all parts, as in "
		    "\"weekly.lists.example.org\"",
		    key->name);
		return false;
	}
	config_replace(member, mem_str(text));
	return true;
}

/* What is wrong with where one goes to get no more mail, or NULL. */
static const char *
leave_fault(const char *url)
{
	static const char mailto[] = "mailto:";
	char address[MAILBOX_ADDRESS] = "";
	struct mailbox mailbox;
	struct error e;

	for (const char *s = url; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f)
			return "has a character that no address of a header "
			       "may hold";
	if (!ascii_starts(url, strlen(url), mailto))
		return config_url_fault(url);
	const char *begin = url + strlen(mailto);
	size_t len = strcspn(begin, "?");
	if (!url_is_iri(url, strlen(url)) || len >= sizeof(address))
		return "is no mailto: address";
	memcpy(address, begin, len);
	if (mailbox_read(&mailbox, address, &e) == -1 || *mailbox.name != '\0')
		return "is no mailto: address";
	return NULL;
}

bool
config_leave(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *url = config_text(r, key->name, value);
	const char *fault = url == NULL ? NULL : leave_fault(url);

	if (fault != NULL)
		config_fault(r, value->line,
		    "'%s': '%.100s' %s; say \"https://...\" or "
		    "\"mailto:...\"",
		    key->name, url, fault);
	else if (url != NULL)
		config_replace(member, mem_str(url));
	return url != NULL && fault == NULL;
}

bool
config_subject(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);
	struct error e;

	if (text == NULL)
		return false;
	if (subject_check(text, &e) == -1) {
		config_fault(r, value->line, "'%s': %s", key->name, e.text);
		return false;
	}
	config_replace(member, mem_str(text));
	return true;
}

/* A name of DNS, or an address. */
static bool
is_host(const char *text)
{
	struct in6_addr six;

	if (inet_pton(AF_INET6, text, &six) == 1)
		return true;
	return ascii_letter(*text) || ascii_digit(*text)
		   ? text[strspn(text, NAME_BYTES ".")] == '\0'
		   : false;
}

bool
config_host(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);

	if (text == NULL)
		return false;
	if (!is_host(text)) {
		config_fault(r, value->line,
		    "'%s': '%.100s' is neither the name of a host nor an "
		    "address; a port is said by port = NUMBER",
		    key->name, text);
		return false;
	}
	config_replace(member, mem_str(text));
	return true;
}
