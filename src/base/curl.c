/*
 * Begins with libcurl, when that is there and new enough.
 */
#include "base/curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#define OLDEST 0x075500	  /* 7.85.0: CURLOPT_PROTOCOLS_STR */
#define IDN_FLAGS (1 | 8) /* IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL */

int
curl_begin(struct error *e)
{
	if (late_load(LATE_CURL, e) == -1)
		return -1;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_set(e, ERR_SYSTEM, "libcurl does not start");
	const curl_version_info_data *is = curl_version_info(CURLVERSION_NOW);
	if (is->version_num >= OLDEST && (is->features & CURL_VERSION_SSL) != 0)
		return 0;
	error_set(e, ERR_SYSTEM, "libcurl %s is too old, or without TLS",
	    is->version);
	curl_end();
	return -1;
}

void
curl_end(void)
{
	curl_global_cleanup();
}

char *
curl_ascii(const char *host)
{
	void *symbol = dlsym(RTLD_DEFAULT, "idn2_to_ascii_8z");
	int (*to_ascii)(const char *name, char **out, int flags);
	char *ascii = NULL;

	memcpy(&to_ascii, &symbol, sizeof(symbol));
	if (to_ascii == NULL || to_ascii(host, &ascii, IDN_FLAGS) != 0)
		return NULL;
	return ascii;
}
