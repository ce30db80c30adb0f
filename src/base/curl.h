#ifndef FEEDLOOM_BASE_CURL_H
#define FEEDLOOM_BASE_CURL_H

#include <curl/curl.h>

#include "base/error.h"
#include "base/late.h"

/* libcurl, which is loaded late: what is called of it. */
LATE(curl_easy_cleanup);
LATE(curl_easy_getinfo);
LATE(curl_easy_init);
LATE(curl_easy_perform);
LATE(curl_easy_setopt);
LATE(curl_easy_strerror);
LATE(curl_free);
LATE(curl_global_cleanup);
LATE(curl_global_init);
LATE(curl_multi_add_handle);
LATE(curl_multi_cleanup);
LATE(curl_multi_info_read);
LATE(curl_multi_init);
LATE(curl_multi_perform);
LATE(curl_multi_poll);
LATE(curl_multi_remove_handle);
LATE(curl_multi_setopt);
LATE(curl_multi_strerror);
LATE(curl_slist_append);
LATE(curl_slist_free_all);
LATE(curl_url);
LATE(curl_url_cleanup);
LATE(curl_url_get);
LATE(curl_url_set);
LATE(curl_version_info);

/*
 * Loads it, and begins; curl_end then.  0, or -1 with ERR_SYSTEM when it is not
 * installed or too old.
 */
int curl_begin(struct error *e);
void curl_end(void);

/*
 * A host's name in Punycode (RFC 5891), by the libidn2 that libcurl brings; to
 * be freed.  NULL: it cannot be one, or libcurl came without.
 */
char *curl_ascii(const char *host);

#endif
