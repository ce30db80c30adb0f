/*
 * Answers the questions of standard input, each with its line.  For
 * tests/zones.t.
 *
 *	ask FOLDER
 *
 * "ZONE MOMENT": minutes east of UTC and what clocks show, "ZONE MOMENT 60
 * 2026-03-02 07:00"; "ZONE DAY TIME": the moment at which they show that.  What
 * else stands in a line is not read.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"

static void
answer(const struct zone *zone, const char *name, const char *question)
{
	struct zone_time t;
	int64_t moment;

	if (sscanf(question, "%4" SCNd64 "-%2" SCNd64 "-%2" SCNd64 " %2d:%2d",
		&t.day.year, &t.day.month, &t.day.day, &t.hour,
		&t.minute) == 5) {
		printf("%s %.16s %" PRId64 "\n", name, question,
		    zone_moment(zone, &t));
		return;
	}
	moment = strtoll(question, NULL, 10);
	t = zone_time_of(zone, moment);
	printf("%s %" PRId64 " %d %04" PRId64 "-%02" PRId64 "-%02" PRId64
	       " %02d:%02d\n",
	    name, moment, zone_offset(zone, moment), t.day.year, t.day.month,
	    t.day.day, t.hour, t.minute);
}

int
main(int argc, char **argv)
{
	struct zone *zone = NULL;
	char line[256], name[256] = "";
	struct error e;

	while (argc == 2 && fgets(line, sizeof(line), stdin) != NULL) {
		char *question = strchr(line, ' ');

		if (question == NULL)
			return 1;
		*question++ = '\0';
		if (strcmp(name, line) != 0) {
			zone_free(zone);
			zone = zone_open_in(argv[1], line, &e);
			strcpy(name, line);
		}
		if (zone == NULL) {
			printf("%s: %s\n", name, e.text);
			break;
		}
		answer(zone, name, question);
	}
	zone_free(zone);
	return 0;
}
