/*
 * glibc loads a module of its name service switch when it is first asked, by
 * its name: what is loaded by then it finds.
 */
#include "fetch/resolver.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"

#define TABLE "/etc/nsswitch.conf"
#define BLANKS " \t"

/* The words of "hosts: files dns [NOTFOUND=return]"; some are built in. */
static void
load_words(char *words)
{
	char name[64], *word;

	while ((word = strsep(&words, BLANKS)) != NULL) {
		int n = snprintf(name, sizeof(name), "libnss_%s.so.2", word);
		if (*word == '\0' || strpbrk(word, "[]=/") != NULL || n < 0 ||
		    (size_t)n >= sizeof(name))
			continue;
		(void)dlopen(name, RTLD_LAZY | RTLD_NODELETE);
	}
}

void
resolver_load(void)
{
	static const char hosts[] = "hosts:";
	struct buf text;
	struct error e;
	char *line;

	buf_init(&text, 64 * KIB + 1);
	if (file_read(TABLE, 64 * KIB, &text, &e) == 0) {
		char *all = buf_take(&text), *rest = all;
		while ((line = strsep(&rest, "\n")) != NULL) {
			line += strspn(line, BLANKS);
			line[strcspn(line, "#")] = '\0';
			if (strncmp(line, hosts, strlen(hosts)) == 0)
				load_words(line + strlen(hosts));
		}
		free(all);
	}
	buf_clear(&text);
}
