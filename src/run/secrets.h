#ifndef FEEDLOOM_RUN_SECRETS_H
#define FEEDLOOM_RUN_SECRETS_H

#include "base/error.h"
#include "fetch/http.h"
#include "config/config.h"

/*
 * Passwords and headers of sources, read from the files and variables that the
 * configuration names.  Only the fetcher has them, and a mailer its own.
 */
struct secrets;

/*
 * Reads those of all sources that are fetched.  Never NULL: of what cannot be
 * read secrets_fill tells.
 */
struct secrets *secrets_read(const struct config *config);
void secrets_free(struct secrets *secrets);

/*
 * Puts a source's user, password and headers into a request; borrowed until
 * secrets_free.  0, or -1 with ERR_PLUGIN when one of them was not to be read.
 */
int secrets_fill(const struct secrets *secrets,
    const struct config_source *source, struct http_request *request,
    struct error *e);

/*
 * The password that is in a file or a variable, of which exactly one is said:
 * for secrets_forget; or NULL with ERR_PLUGIN.
 */
char *secrets_password(const char *file, const char *env, struct error *e);

/* Frees it, with the secret itself gone from memory.  NULL is fine. */
void secrets_forget(char *secret);

#endif
