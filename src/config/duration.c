/*
 * Lengths of time.  No months or years: these are not always as long.
 */
#include "config/duration.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int64_t milliseconds;
} units[] = {
    {"week", 7LL * 24 * 60 * 60 * 1000},
    {"day", 24LL * 60 * 60 * 1000},
    {"hour", 60LL * 60 * 1000},
    {"minute", 60LL * 1000},
    {"second", 1000},
    {"millisecond", 1},
};

#define UNITS (sizeof(units) / sizeof(units[0]))
#define LONGEST (36525LL * 24 * 60 * 60 * 1000)

/* The unit of that name, in the singular or the plural; 0 for none. */
static int64_t
unit_of(const char *name)
{
	for (size_t i = 0; i < UNITS; i++) {
		size_t len = strlen(units[i].name);
		if (strncmp(name, units[i].name, len) == 0 &&
		    (name[len] == '\0' || strcmp(name + len, "s") == 0))
			return units[i].milliseconds;
	}
	return 0;
}

int64_t
duration_read(const char *text)
{
	const char *s = text;
	int64_t n = 0;

	for (; *s >= '0' && *s <= '9' && n <= LONGEST; s++)
		n = n * 10 + (*s - '0');
	if (s == text || *s != ' ')
		return -1;
	int64_t unit = unit_of(s + 1);
	return unit == 0 || n > LONGEST / unit ? -1 : n * unit;
}

void
duration_write(int64_t milliseconds, char out[DURATION_TEXT])
{
	size_t i = 0;

	while (i + 1 < UNITS && (milliseconds % units[i].milliseconds != 0 ||
				    milliseconds < units[i].milliseconds))
		i++;
	int64_t n = milliseconds / units[i].milliseconds;
	snprintf(out, DURATION_TEXT, "%lld %s%s", (long long)n, units[i].name,
	    n == 1 ? "" : "s");
}
