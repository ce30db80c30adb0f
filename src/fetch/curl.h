#ifndef FEEDLOOM_FETCH_CURL_H
#define FEEDLOOM_FETCH_CURL_H

#define CURL_DISABLE_TYPECHECK /* it is of calls by name */
#include <curl/curl.h>

#include "base/error.h"

/*
 * libcurl's functions, found when they are needed: the program is not linked
 * with it, since each start would load some 30 libraries.
 */
struct curl {
	void *library;
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_global_cleanup) *global_cleanup;
	__typeof__(curl_version_info) *version_info;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_slist_append) *slist_append;
	__typeof__(curl_slist_free_all) *slist_free_all;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_cleanup) *multi_cleanup;
	__typeof__(curl_multi_setopt) *multi_setopt;
	__typeof__(curl_multi_add_handle) *multi_add_handle;
	__typeof__(curl_multi_remove_handle) *multi_remove_handle;
	__typeof__(curl_multi_perform) *multi_perform;
	__typeof__(curl_multi_info_read) *multi_info_read;
	__typeof__(curl_multi_poll) *multi_poll;
	__typeof__(curl_multi_strerror) *multi_strerror;
	__typeof__(curl_url) *url;
	__typeof__(curl_url_cleanup) *url_cleanup;
	__typeof__(curl_url_set) *url_set;
	__typeof__(curl_url_get) *url_get;
	__typeof__(curl_free) *free;
	/* libidn2's, which libcurl brings: names beyond ASCII; or NULL. */
	int (*idn2_to_ascii_8z)(const char *name, char **out, int flags);
};

/* 0, or -1 with ERR_SYSTEM when it is not installed or too old. */
int curl_load(struct curl *curl, struct error *e);
void curl_unload(struct curl *curl);

#endif
