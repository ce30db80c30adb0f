/*
 * libcurl by dlopen(3).  It stays loaded: what it loads itself could not all be
 * loaded a second time.
 */
#include "fetch/curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"
#define OLDEST 0x075500 /* 7.85.0: CURLOPT_PROTOCOLS_STR */

#define FUNCTION(name)                                                         \
	{                                                                      \
		"curl_" #name, offsetof(struct curl, name)                     \
	}

static const struct {
	const char *name;
	size_t at;
} functions[] = {
    FUNCTION(global_init),
    FUNCTION(global_cleanup),
    FUNCTION(version_info),
    FUNCTION(easy_init),
    FUNCTION(easy_cleanup),
    FUNCTION(easy_setopt),
    FUNCTION(easy_getinfo),
    FUNCTION(easy_strerror),
    FUNCTION(slist_append),
    FUNCTION(slist_free_all),
    FUNCTION(multi_init),
    FUNCTION(multi_cleanup),
    FUNCTION(multi_setopt),
    FUNCTION(multi_add_handle),
    FUNCTION(multi_remove_handle),
    FUNCTION(multi_perform),
    FUNCTION(multi_info_read),
    FUNCTION(multi_poll),
    FUNCTION(multi_strerror),
    FUNCTION(url),
    FUNCTION(url_cleanup),
    FUNCTION(url_set),
    FUNCTION(url_get),
    FUNCTION(free),
};

static int
find_all(struct curl *curl, struct error *e)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *symbol = dlsym(curl->library, functions[i].name);
		if (symbol == NULL)
			return error_set(e, ERR_SYSTEM, "%s has no %s", LIBRARY,
			    functions[i].name);
		memcpy((char *)curl + functions[i].at, &symbol, sizeof(symbol));
	}
	void *idn = dlsym(curl->library, "idn2_to_ascii_8z");
	memcpy(&curl->idn2_to_ascii_8z, &idn, sizeof(idn));
	return 0;
}

int
curl_load(struct curl *curl, struct error *e)
{
	*curl = (struct curl){
	    .library = dlopen(LIBRARY, RTLD_LAZY | RTLD_NODELETE)};
	if (curl->library == NULL)
		return error_set(e, ERR_SYSTEM,
		    "fetching needs the library %s, on Debian in the package "
		    "libcurl4",
		    LIBRARY);
	if (find_all(curl, e) == -1)
		return -1;
	if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_set(e, ERR_SYSTEM, "libcurl does not start");
	const curl_version_info_data *is = curl->version_info(CURLVERSION_NOW);
	if (is->version_num < OLDEST || (is->features & CURL_VERSION_SSL) == 0)
		return error_set(e, ERR_SYSTEM,
		    "libcurl %s is too old, or without TLS", is->version);
	return 0;
}

void
curl_unload(struct curl *curl)
{
	if (curl->library == NULL)
		return;
	if (curl->global_cleanup != NULL)
		curl->global_cleanup();
	dlclose(curl->library);
	curl->library = NULL;
}
